"""Pages that a script fills: whether one is an empty application, and what its scripts' state already links to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from newscrawl.extraction import words
from newscrawl.extraction.json_ld import is_article
from newscrawl.extraction.links import Link, classify_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.site_memory import SiteMemory
from newscrawl.extraction.state_text import states
from newscrawl.extraction.urls import absolute_url, plain_url, site_key

FEW_WORDS = 80
"""Words of a page with less text than which it may be an empty application; head and foot alone have that many."""

FEW_ARTICLES = 10
"""Likely articles on a front page or an index page with fewer than which it is poor."""

MOST_LINKS = 500
"""Links of a page's states."""

_ROOTS = (
    "#root, #app, #__next, #__nuxt, #__layout, #___gatsby, #svelte, #react-root, app-root, [data-reactroot], [ng-app]"
)
_HOLDERS = "body > div, main > div, body > main, body > section"
_SCRIPTS = "script[src], script[type=module]"
_NOTICE = re.compile(
    r"java\s*script|\bscripts?\b|ジャバスクリプト|skript|сценари|джаваскрипт", re.IGNORECASE
)  # the word is the same nearly everywhere
_LONGEST_NOTICE = 600  # characters; what is longer is the page itself, for readers without scripts
_URL_KEYS = words.names(
    "url href link path permalink canonical canonicalurl weburl uri pathname shareurl articleurl to"
)
_TITLE_KEYS = words.names("title headline name text label heading linktext shorttitle")
_MOST_VALUES = 100_000
_DEEPEST = 60
_PUSHED = re.compile(r"self\.__next_f\.push\(\[1,(\"(?:[^\"\\]|\\.)*\")\]\)")
_PAIR = re.compile(r"\"(?:href|url|link|path|canonicalUrl)\":\"((?:https?:/)?/[^\"\\\s]{3,500})\"")
_MOST_PUSHED = 3_000_000  # characters


def is_empty_application(page: Page) -> bool:
    """Whether a page has little text and shows that a script is to fill it: an empty root, or a notice for readers
    without scripts. A page that has its text is none, whatever notice it has.

    >>> is_empty_application(Page("<div id=root></div><script src=/app.js></script>", "https://times.test/"))
    True
    >>> is_empty_application(Page("<div id=root><p>Rain ends.</div>" + "<p>Rain." * 90, "https://times.test/"))
    False
    """
    if sum(block.units for block in page.blocks) > FEW_WORDS or page.tree.css_first("script") is None:
        return False
    return _has_notice(page) or _has_empty_root(page)


def _has_notice(page: Page) -> bool:
    for node in page.tree.css("noscript"):
        text = node.text() or ""
        if len(text) <= _LONGEST_NOTICE and "<img" not in text and "<iframe" not in text and _NOTICE.search(text):
            return True
    return False


def _has_empty_root(page: Page) -> bool:
    if any(not (node.text() or "").strip() for node in page.tree.css(_ROOTS)):
        return True
    holders = page.tree.css(_HOLDERS)
    is_empty = any((node.attributes.get("id") or "") and not (node.text() or "").strip() for node in holders)
    return is_empty and page.tree.css_first(_SCRIPTS) is not None


def state_links(page: Page, memory: SiteMemory | None = None) -> list[Link]:
    """Links that stand in a page's scripts alone: JSON-LD lists, ``__NEXT_DATA__``, ``__next_f``, Nuxt's and other
    states; judged as if the page showed them. Page order, no repeats, no more than ``MOST_LINKS``, own site only."""
    shown = {plain_url(link.url) for link in classify_links(page)}
    site = site_key(page.url)
    found: dict[str, str] = {}
    for address, title in _stated(page):
        url = absolute_url(page.base_url, address)
        if url is None or site_key(url) != site or plain_url(url) in shown:
            continue
        found[url] = max(found.get(url, ""), title, key=len)
        if len(found) >= MOST_LINKS:
            break
    if not found:
        return []
    listed = "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for url, title in found.items())
    return classify_links(Page(f"<main><ul>{listed}</ul></main>", page.url), memory=memory)


def _stated(page: Page) -> Iterator[tuple[str, str]]:
    """(address, title) as the states have them; an empty title where there is none beside the address."""
    for thing in page.json_ld:
        yield from _listed(thing)
    for state in states(page):
        yield from _titled(state)
    text = _pushed(page)
    for found in _PAIR.finditer(text):
        yield found[1], ""


def _listed(thing: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The entries of a JSON-LD ItemList, and articles that a page lists."""
    entries = thing.get("itemListElement")
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        item = entry.get("item")
        inner = item if isinstance(item, dict) else entry
        address = inner.get("url") or inner.get("@id") or (item if isinstance(item, str) else None)
        title = inner.get("headline") or inner.get("name") or ""
        if isinstance(address, str) and thing.get("@type") != "BreadcrumbList":
            yield address, title if isinstance(title, str) else ""
    address, title = thing.get("url"), thing.get("headline")
    if is_article(thing) and isinstance(address, str) and isinstance(title, str):
        yield address, title


def _titled(state: Any) -> Iterator[tuple[str, str]]:
    """Addresses of objects that have a title too, outermost first."""
    stack, seen = [(state, 0)], 0
    while stack and seen < _MOST_VALUES:
        thing, depth = stack.pop()
        seen += 1
        if isinstance(thing, dict):
            values = {name.lower(): value for name, value in thing.items() if isinstance(value, str)}
            address = next((value for name, value in values.items() if name in _URL_KEYS and _is_address(value)), None)
            titles = [value for name, value in values.items() if name in _TITLE_KEYS and not _is_address(value)]
            if address is not None and titles:
                yield address, max(titles, key=len)[:300]
        if depth < _DEEPEST and isinstance(thing, dict | list):
            parts = list(thing.values() if isinstance(thing, dict) else thing)
            stack.extend((part, depth + 1) for part in reversed(parts) if isinstance(part, dict | list))


def _is_address(value: str) -> bool:
    return value.startswith(("/", "http://", "https://")) and len(value) <= 2000 and " " not in value.strip()


def _pushed(page: Page) -> str:
    """What Next.js pushes for its client (``__next_f``), joined: lines of JSON that name addresses."""
    pieces: list[str] = []
    left = _MOST_PUSHED
    for node in page.tree.css("script"):
        for found in _PUSHED.finditer(node.text() or "") if left > 0 else ():
            try:
                piece = json.loads(found[1])
            except ValueError:
                continue
            pieces.append(piece)
            left -= len(piece)
    return "".join(pieces)

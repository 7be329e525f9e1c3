"""The article's text out of the state that a page's scripts draw it from: ``__NEXT_DATA__`` and its like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from newscrawl.extraction import words
from newscrawl.extraction.blocks import units
from newscrawl.extraction.body import paragraphs_of
from newscrawl.extraction.page import Page
from newscrawl.extraction.site_name import site_names, without_site_name

MAX_STATE = 3_000_000
"""Characters of one script; larger ones hold whole sites."""

MAX_VALUES = 50_000
"""Values of a page's states that are looked at, and as many again that are read."""

MAX_TEXT = 1_000_000
"""Characters that are read of all texts in a page's states."""

LEAST_UNITS = 40
"""Words from which a text in a state is an article."""

HEADLINE_SHARE = 0.6
"""Share of the page's title that a value must have to be its headline: a title also names the site."""

_STATES = 8  # scripts that are read
_DEEPEST = 60  # levels of a state
_LONGEST_TITLE = 500  # characters
_ASSIGNED = re.compile(r"=\s*(?=[{\[])")
_TEXT_KEYS = words.names("text content html value body paragraph markup children items blocks data model attributes")
_TITLE_KEYS = words.names("headline title")
_NO_TEXT = (
    words.RELATED | words.PROMO | words.CAPTION | words.MEDIA | words.AD | words.NEWSLETTER | words.TAGS | words.COOKIE
    | words.FOOTER | words.NAV | words.PAYWALL | words.COMMENTS
)  # fmt: skip
_OBJECT = json.JSONDecoder()


def state_text(page: Page) -> str | None:
    """The longest text that stands in a state beside the page's own headline, paragraphs joined by a blank line.

    None: there is none of at least ``LEAST_UNITS`` words. A state holds other articles and notices too, so a text
    counts only if the object it belongs to names the headline that the page's title or ``og:title`` gives.
    """
    names = site_names(page)
    titles = (page.title, page.meta_value("og:title", "twitter:title"))
    wanted = {words.key(without_site_name(title[:_LONGEST_TITLE], names)) for title in titles if title}
    reading = _Reading(frozenset(key for key in wanted if len(key) > 12))
    best: list[str] = []
    for state in states(page) if reading.wanted else ():
        for thing in reading.named_so(state):
            best = max(best, reading.text_of(thing), key=lambda paragraphs: sum(map(units, paragraphs)))
    return "\n\n".join(best) if sum(map(units, best)) >= LEAST_UNITS else None


def states(page: Page) -> Iterator[Any]:
    """What scripts hold as JSON, or assign: at most ``_STATES`` values, page order."""
    read = 0
    for node in page.tree.css("script"):
        kind = (node.attributes.get("type") or "").lower()
        text = (node.text() or "").strip()
        if "ld+json" in kind or not 200 <= len(text) <= MAX_STATE:
            continue
        start = 0 if "json" in kind else next((found.end() for found in _ASSIGNED.finditer(text[:5_000])), None)
        if start is None:
            continue
        read += 1
        if read > _STATES:
            return
        try:
            yield _OBJECT.raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue


class _Reading:
    """One search of a page's states, with a bound on all that it looks at."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.values_left = 2 * MAX_VALUES
        self.text_left = MAX_TEXT

    def named_so(self, state: Any) -> Iterator[dict[str, Any]]:
        """The outermost objects that name the headline among their own values."""
        stack, seen = [(state, 0)], 0
        while stack and seen < MAX_VALUES:
            thing, depth = stack.pop()
            seen += 1
            if isinstance(thing, dict) and any(map(self.is_headline, thing.values())):
                yield thing
            elif depth < _DEEPEST and isinstance(thing, dict | list):
                parts = thing.values() if isinstance(thing, dict) else thing
                stack.extend((part, depth + 1) for part in parts if isinstance(part, dict | list))

    def is_headline(self, value: Any) -> bool:
        if not isinstance(value, str) or not 12 < len(value) <= _LONGEST_TITLE:
            return False
        key = words.key(value)
        return any(key in title and len(key) >= HEADLINE_SHARE * len(title) for title in self.wanted)

    def text_of(self, thing: dict[str, Any]) -> list[str]:
        """The longest text that an object holds, as paragraphs."""
        found = [
            list(self.paragraphs(value, 0))
            for name, value in thing.items()
            if not words.class_bits(name) & _NO_TEXT
            and (isinstance(value, list | dict) or (isinstance(value, str) and len(value) > 200))
        ]
        return max(found, key=lambda paragraphs: sum(map(units, paragraphs)), default=[])

    def paragraphs(self, value: Any, depth: int) -> Iterator[str]:
        self.values_left -= 1
        if depth > _DEEPEST or self.values_left < 0 or self.text_left <= 0:
            return
        if isinstance(value, str):
            self.text_left -= len(value) + 100 * ("<" in value)  # a parser costs as much as reading 100 characters
            yield from (line for line in paragraphs_of(value) if " " in line or not line.isascii())
        elif isinstance(value, list):
            for part in value:
                yield from self.paragraphs(part, depth + 1)
        elif isinstance(value, dict) and not self.is_something_else(value):
            # A text in two forms is one text.
            forms = [
                list(self.paragraphs(part, depth + 1)) for name, part in value.items() if name.lower() in _TEXT_KEYS
            ]
            yield from max(forms, key=lambda paragraphs: sum(map(len, paragraphs)), default=[])

    def is_something_else(self, thing: dict[str, Any]) -> bool:
        """Whether an object in a text says that it is a picture or the like, or has a headline of its own."""
        kind = thing.get("type") or thing.get("__typename") or thing.get("kind")
        if isinstance(kind, str) and words.class_bits(kind) & _NO_TEXT:
            return True
        titles = [value for name, value in thing.items() if name.lower() in _TITLE_KEYS and isinstance(value, str)]
        return any(len(title) > 12 and not self.is_headline(title) for title in titles)

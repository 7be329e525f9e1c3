"""Feeds: which a page declares, and what they list. RSS 0.9 to 2, Atom, JSON Feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any

from lxml import etree

from newscrawl.extraction.blocks import fold
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import absolute_url

MAX_BYTES = 10_000_000
"""What is read of a feed; the longest that newsrooms publish have 2 MB."""

MAX_ENTRIES = 2000

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json+feed",
    }
)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|replies", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf|\w{1,20}:feed)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,500}>")
_DATES = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
_LONGEST_VALUE = 10_000


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article that a feed lists."""

    url: str
    title: str | None = None
    date: str | None = None
    """ISO 8601. None: not stated."""


def declared_feeds(page: Page) -> list[str]:
    """Addresses of the feeds that a page declares, page order, no repeats, comment feeds left out."""
    found: dict[str, None] = {}
    for node in page.tree.css("link[rel~=alternate][href]")[:50]:
        attributes = node.attributes
        kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
        href, title = attributes.get("href") or "", attributes.get("title") or ""
        if kind not in _FEED_TYPES or _COMMENTS.search(href) or _COMMENTS.search(title):
            continue
        url = absolute_url(page.base_url, href)
        if url is not None:
            found[url] = None
    return list(found)


def looks_like_feed(body: bytes) -> bool:
    """Whether a response is a feed, by its first bytes.

    >>> looks_like_feed(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_feed(b"<!doctype html>")
    (True, False)
    """
    head = body[:4096].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    if head.startswith(b"{"):
        return b"jsonfeed.org" in head
    return _FEED_ROOT.search(_as_ascii(head)) is not None and b"<html" not in head[:1024].lower()


def read_feed(body: bytes, url: str) -> list[FeedEntry]:
    """What a feed lists, feed order, no repeats. A broken entry, or an end that is missing, costs only itself."""
    body = body[:MAX_BYTES].lstrip(b"\x00 \t\r\n")
    entries = _json_entries(body, url) if body.lstrip(b"\xef\xbb\xbf").startswith(b"{") else _xml_entries(body, url)
    found: dict[str, FeedEntry] = {}
    for entry in entries:
        found.setdefault(entry.url, entry)
        if len(found) >= MAX_ENTRIES:
            break
    return list(found.values())


def _as_ascii(head: bytes) -> bytes:
    return head.replace(b"\x00", b"")  # UTF-16


def _xml_entries(body: bytes, url: str) -> Iterator[FeedEntry]:
    events = etree.iterparse(
        BytesIO(body),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
    )
    try:
        for _, element in events:
            if _local_name(element) in ("item", "entry"):
                entry = _entry_of(element, url)
                element.clear()
                if entry is not None:
                    yield entry
    except (etree.LxmlError, ValueError, LookupError):
        return


def _local_name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _entry_of(element: Any, base: str) -> FeedEntry | None:
    values: dict[str, str] = {}
    links: list[tuple[int, str]] = []
    for child in element:
        name = _local_name(child)
        text = (child.text or "").strip()[:_LONGEST_VALUE]
        if name == "link":
            links.append(_link_of(child, text))
        elif name == "origlink" and text:
            links.append((0, text))
        elif name == "guid" and text.startswith(("http://", "https://")) and child.get("isPermaLink") != "false":
            links.append((3, text))
        elif name and text:
            values.setdefault(name, "".join(child.itertext())[:_LONGEST_VALUE] if name == "title" else text)
    for _, href in sorted(link for link in links if link[1]):
        url = absolute_url(base, unescape(href))
        if url is not None:
            return FeedEntry(url, _plain(values.get("title")), _date_of(values))
    return None


def _link_of(element: Any, text: str) -> tuple[int, str]:
    """(rank, address): the entry's own page before what else it links to."""
    href = (element.get("href") or "").strip()
    if text and not href:
        return 1, text
    return (1 if (element.get("rel") or "alternate") == "alternate" else 9), href if (
        element.get("rel") or "alternate"
    ) == "alternate" else ""


def _plain(title: str | None) -> str | None:
    return fold(unescape(_MARKUP.sub(" ", unescape(title)))) or None if title else None


def _date_of(values: dict[str, str]) -> str | None:
    for name in _DATES:
        moment = read_date(values[name]) if name in values else None
        if moment is not None:
            return moment.iso
    return None


def _json_entries(body: bytes, url: str) -> Iterator[FeedEntry]:
    try:
        feed = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        link = next((item[name] for name in ("url", "external_url") if item.get(name)), None)
        address = absolute_url(url, link) if isinstance(link, str) else None
        if address is None:
            continue
        title, date = item.get("title"), item.get("date_published")
        moment = read_date(date) if isinstance(date, str) else None
        yield FeedEntry(address, _plain(title) if isinstance(title, str) else None, moment.iso if moment else None)

"""Feeds: which a page declares, and what they list. RSS 0.9 to 2, RDF, Atom, JSON Feed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import fold
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import absolute_url, is_http_url, plain_url, site_key
from newscrawl.extraction.xml_tokens import (
    ascii_text,
    attributes,
    local_name,
    names_an_entity,
    tokens,
    without_references,
    xml_text,
)

MAX_BYTES = 10_000_000
"""What is read of a feed; the longest that newsrooms publish have 2 MB."""

MAX_ENTRIES = 2000

MAX_FEEDS = 50
"""Feeds of one page."""

WELL_KNOWN_FEEDS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
"""Paths to try where a site declares no feed."""

_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/json+feed",
        "application/x-rss+xml",
        "text/rss+xml",
    }
)
_PLAIN_TYPES = frozenset({"application/xml", "text/xml", "application/json", "text/rss"})
"""Types that feeds share with other things: taken where address or title speaks of a feed."""
_COMMENTS = re.compile(
    r"comment|kommentar|comentari|comentário|commento|commenti|reacties|replies|responses|komentar|komentář|komentarz"
    r"|kommentit|hozzászólás|yorum(?!lar-)|σχόλι|коммент|комент|каментар|ความคิดเห็น|bình luận|binh-luan|تعليق|دیدگاه"
    r"|نظرات|תגובות|टिप्पण|মন্তব্য|评论|評論|留言|コメント|댓글|maoni\b",
    re.IGNORECASE,
)
_OTHER_FILE = re.compile(r"\.(?!(?:xml|rss|atom|rdf|json|php|aspx?|jsp|cgi)$)[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"(?:^|[/._=-])(?:rss\d?|atom|feeds?|rdf|newsfeed|rssfeed)(?:[/._?&=-]|\d?\.(?:xml|php|aspx?|json)|$)|feedburner|format=(?:rss|atom|feed)",
    re.IGNORECASE,
)
_FEED_ROOT = re.compile(r"<(?:rss|(?:\w{1,20}:)?feed|rdf:rdf)[\s>]", re.IGNORECASE)
_PAGE_ROOT = re.compile(r"<(?:html|!doctype html)", re.IGNORECASE)
_HEAD_BYTES = 8192  # what is looked at to tell a feed
_MAX_DRAFTS = 5 * MAX_ENTRIES  # repeats and entries without an address count too: 10 MB hold 1.6 million
_MAX_PIECES = 20  # of one value, parted by comments and CDATA
_MARKUP = re.compile(r"<[^<>]{0,500}>")
_PUBLISHED = ("pubdate", "published", "dc:date", "date", "issued", "created", "dcterms:created")
_MODIFIED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
_LONGEST_VALUE = 10_000
_LONGEST_TITLE = 1000
_ENTRY_TAGS = frozenset({"item", "entry"})
_READ = _ENTRY_TAGS | words.names(
    """
    rss feed rdf channel title link guid id pubdate published date issued created updated modified origlink content
    description summary encoded source
    """
)
_HOLDERS = frozenset({"content", "description", "summary", "encoded", "source"})
"""Elements whose insides are not the entry's own: XHTML, and Atom's ``source`` feed."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article that a feed lists."""

    url: str
    title: str | None = None
    date: str | None = None
    """When it was published, else when it was changed, ISO 8601. None: not stated."""
    modified: str | None = None
    """When it was last changed, ISO 8601. None: not stated."""
    guid: str | None = None
    """What the feed calls it (``guid``, ``id``). None: not stated."""
    is_external: bool = False
    """It leads to another site than the feed's."""


# -- which feeds -------------------------------------------------------------------------------------------------------


def declared_feeds(page: Page) -> list[str]:
    """Addresses of the feeds that a page declares, page order, no repeats, comment feeds left out."""
    found: dict[str, None] = {}
    for node in page.tree.css("link[rel~=alternate i][href], link[rel~=feed i][href]")[: 2 * MAX_FEEDS]:
        stated = node.attributes
        kind = (stated.get("type") or "").partition(";")[0].strip().lower()
        href, title = stated.get("href") or "", stated.get("title") or ""
        if kind not in _FEED_TYPES and not (kind in _PLAIN_TYPES and _speaks_of_feed(href, title)):
            continue
        url = _feed_address(page.base_url, href)
        if url is not None and not is_comment_feed(url, title) and not stated.get("hreflang"):
            found[url] = None
    return list(found)[:MAX_FEEDS]


def linked_feeds(page: Page) -> list[str]:
    """Addresses of feeds that a page's own links lead to, on its own site: page order, no repeats, no comment feeds."""
    site, found = site_key(page.url), dict[str, None]()
    for anchor in page.anchors:
        path = _path(anchor.url)
        is_feed = _FEED_PATH.search(path) is not None and _OTHER_FILE.search(path) is None
        if is_feed and site_key(anchor.url) == site and not is_comment_feed(anchor.url, anchor.text):
            found[anchor.url] = None
            if len(found) >= MAX_FEEDS:
                break
    return list(found)


def is_comment_feed(url: str, title: str = "") -> bool:
    """Whether a feed lists comments, by its address or its title in many languages.

    >>> is_comment_feed("https://times.test/comments/feed/"), is_comment_feed("https://times.test/feed/", "Kommentare")
    (True, True)
    """
    return _COMMENTS.search(_path(url)) is not None or _COMMENTS.search(title[:300]) is not None


def looks_like_feed(body: bytes) -> bool:
    """Whether a response is a feed, by its first bytes.

    >>> looks_like_feed(b'<?xml version="1.0"?><rss version="2.0">'), looks_like_feed(b"<!doctype html>")
    (True, False)
    """
    head = ascii_text(body[:_HEAD_BYTES])
    if head.startswith("{"):
        return "jsonfeed.org" in head.replace("\\/", "/")
    found, page = _FEED_ROOT.search(head), _PAGE_ROOT.search(head)
    return found is not None and (page is None or page.start() > found.start())


def next_feed_page(body: bytes, url: str) -> str | None:
    """The address of the entries behind these (``rel=next`` of RFC 5005, ``next_url``). None: the feed ends here."""
    text = xml_text(body[:MAX_BYTES])
    stated = _next_of_json(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _next_of_xml(text, url)
    found = absolute_url(url, stated) if stated else None
    return found if found is not None and plain_url(found) != plain_url(url) else None


# -- what they list ----------------------------------------------------------------------------------------------------


def read_feed(body: bytes, url: str) -> list[FeedEntry]:
    """What a feed lists, feed order, no repeats. A broken entry, or an end that is missing, costs only itself."""
    text = xml_text(body[:MAX_BYTES])
    entries = _json_entries(text, url) if text.lstrip("\ufeff \t\r\n").startswith("{") else _xml_entries(text, url)
    found: dict[str, FeedEntry] = {}
    for entry in islice(entries, _MAX_DRAFTS):
        found.setdefault(entry.url, entry)
        if len(found) >= MAX_ENTRIES:
            break
    return list(found.values())


@dataclass(slots=True)
class _Draft:
    """What an entry of XML has said so far."""

    base: str
    values: dict[str, str] = field(default_factory=dict)
    links: list[tuple[int, str]] = field(default_factory=list)
    """(rank, address): the entry's own page before what else it links to."""
    is_permalink: bool = True

    def take(self, name: str, tag: str, text: str) -> None:
        """Add what an element says by its text or its attributes."""
        local = local_name(name)
        stated = attributes(tag) if local in ("link", "guid") and "=" in tag else {}
        if "href" in stated:
            if stated.get("rel", "alternate") == "alternate":
                is_page = stated.get("type", "text/html") in ("text/html", "application/xhtml+xml")
                self.links.append((1 if is_page else 2, _joined_base(self.base, stated)))
        elif text:
            self.is_permalink = self.is_permalink and stated.get("ispermalink", "").lower() != "false"
            self.add(name, local, text)

    def add(self, name: str, local: str, text: str) -> None:
        if local == "origlink":
            self.links.append((0, text))
        elif local == "link":
            self.links.append((1, text))
        elif local in ("guid", "id") and name in ("guid", "id", "atom:id"):
            self.values.setdefault("guid", text)
        elif not name.startswith(("media:", "itunes:")):
            self.values.setdefault(name if name.startswith(("dc:", "dcterms:")) and local != "title" else local, text)

    def entry(self) -> FeedEntry | None:
        guid = self.values.get("guid")
        links = sorted(self.links, key=lambda link: link[0])
        if guid and self.is_permalink and is_http_url(guid):
            links.append((3, guid))
        for _, href in links:
            url = _feed_address(self.base, without_references(href))
            if url is not None:
                published, modified = _first_date(self.values, _PUBLISHED), _first_date(self.values, _MODIFIED)
                title = _plain(self.values.get("title"))
                return FeedEntry(url, title, published or modified, modified, guid and guid[:500])
        return None


def _xml_entries(text: str, url: str) -> Iterator[FeedEntry]:
    site = site_key(url)
    for draft in islice(_drafts(text, url), _MAX_DRAFTS):
        entry = draft.entry()
        if entry is not None:
            is_external = site_key(entry.url) != site
            yield FeedEntry(entry.url, entry.title, entry.date, entry.modified, entry.guid, is_external)


def _drafts(text: str, url: str) -> Iterator[_Draft]:
    """Entries as they are written: each begins where the one before it ends, closed or not."""
    draft: _Draft | None = None
    base, held = url, ""
    for tag, is_end, piece, value in _elements(text):
        local = local_name(tag)
        if local in _ENTRY_TAGS:
            if draft is not None:
                yield draft
            draft, held = (None if is_end else _Draft(_based(base, piece))), ""
        elif held:
            held = "" if is_end and tag == held else held
        elif is_end:
            continue
        elif draft is None:
            base = _based(base, piece) if local in ("rss", "feed", "channel") else base
        elif local in _HOLDERS:
            held = "" if piece.endswith("/") else tag
        else:
            draft.take(tag, piece, value)
    if draft is not None:
        yield draft


def _elements(text: str) -> Iterator[tuple[str, bool, str, str]]:
    """(tag, whether it ends, what it holds after its name, the text up to the next tag)."""
    last: tuple[str, bool, str] | None = None
    pieces: list[str] = []
    for token in tokens(text, _READ):
        if not token[0]:
            if len(pieces) < _MAX_PIECES:
                pieces.append(token[2])
            continue
        if last is not None:
            yield *last, "".join(pieces)[:_LONGEST_VALUE]
        last, pieces = token, []
    if last is not None:
        yield *last, "".join(pieces)[:_LONGEST_VALUE]


def _based(base: str, tag: str) -> str:
    """The address that relative ones are relative to, after an element that may have an ``xml:base``."""
    stated = attributes(tag).get("xml:base") if "base" in tag else None
    return (absolute_url(base, stated) if stated else None) or base


def _joined_base(base: str, stated: dict[str, str]) -> str:
    href = stated["href"].strip()
    return (
        (absolute_url(absolute_url(base, stated["xml:base"]) or base, href) or href) if "xml:base" in stated else href
    )


def _feed_address(base: str, href: str) -> str | None:
    """An absolute address; ``feed:`` in front of one is left out."""
    href = "".join(href.split()) if "\n" in href else href.strip()
    if href.lower().startswith("feed:"):
        href = href[5:] if href[5:].lower().startswith("http") else f"http:{href[5:]}"
    return absolute_url(base, href) if href and not names_an_entity(href) else None


def _plain(title: str | None) -> str | None:
    if not title:
        return None
    return fold(unescape(_MARKUP.sub(" ", without_references(title))))[:_LONGEST_TITLE] or None


def _first_date(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    for name in names:
        moment = read_date(values[name]) if name in values else None
        if moment is not None:
            return moment.iso
    return None


def _next_of_xml(text: str, url: str) -> str | None:
    base = url
    for tag, is_end, piece in tokens(text, frozenset({"link", "feed", "rss"})):
        if not tag or is_end:
            continue
        stated = attributes(piece)
        if local_name(tag) != "link":
            base = _based(base, piece)
        elif "next" in (stated.get("rel") or "").lower().split() and stated.get("href"):
            return absolute_url(base, stated["href"])
    return None


# -- JSON Feed ---------------------------------------------------------------------------------------------------------


def _json_of(text: str) -> dict[str, Any]:
    try:
        feed = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return {}
    return feed if isinstance(feed, dict) else {}


def _next_of_json(text: str) -> str | None:
    stated = _json_of(text).get("next_url")
    return stated if isinstance(stated, str) else None


def _json_entries(text: str, url: str) -> Iterator[FeedEntry]:
    items, site = _json_of(text).get("items"), site_key(url)
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        links = [item[name] for name in ("url", "external_url") if isinstance(item.get(name), str)]
        address = next((found for link in links if (found := _feed_address(url, link))), None)
        if address is None:
            continue
        published, modified = _json_date(item.get("date_published")), _json_date(item.get("date_modified"))
        title, guid = item.get("title"), item.get("id")
        yield FeedEntry(
            address,
            _plain(title[:_LONGEST_VALUE]) if isinstance(title, str) else None,
            published or modified,
            modified,
            guid[:500] if isinstance(guid, str) else None,
            site_key(address) != site,
        )


def _json_date(value: object) -> str | None:
    moment = read_date(value) if isinstance(value, str) else None
    return moment.iso if moment is not None else None


def _speaks_of_feed(href: str, title: str) -> bool:
    return _FEED_PATH.search(href) is not None or re.search(r"\b(?:rss|atom|feed)\b", title, re.IGNORECASE) is not None


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)

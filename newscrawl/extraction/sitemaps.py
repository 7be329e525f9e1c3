"""Sitemaps: which a robots.txt names, and what they list, newest first. XML, indexes, and plain lists."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import fold
from newscrawl.extraction.dates import Moment, read_date
from newscrawl.extraction.url_dates import FIRST_YEAR, LAST_YEAR, url_period
from newscrawl.extraction.urls import absolute_url, is_http_url
from newscrawl.extraction.xml_tokens import (
    ascii_text,
    local_name,
    names_an_entity,
    tokens,
    without_references,
    xml_text,
)

MAX_BYTES = 50_000_000
"""What is read of a sitemap, unpacked; the protocol allows 52 MB (sitemaps.org)."""

MAX_ENTRIES = 50_000
"""What is read of a sitemap; the protocol allows no more."""

MAX_ROBOTS_BYTES = 512 * 1024
"""What is read of a robots.txt (RFC 9309 2.5 asks for 500 KiB at least)."""

MAX_ROBOTS_SITEMAPS = 200

WELL_KNOWN_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml")
"""Paths to try where a site declares no sitemap."""

_NEWS_NAMES = words.names(
    """
    news newssitemap sitemapnews googlenews gnews newsmap latest recent breaking today nachrichten aktuell noticias
    actualites actualite notizie nieuws nyheter nyheder uutiset wiadomosci zpravy haberler haber berita novosti
    """
)
_ARTICLE_NAMES = words.names("article articles post posts story stories artikel articulos archive content")
_PAGE_NAMES = words.names("page pages static misc seiten paginas")
_ASIDE_NAMES = words.names(
    """
    image images img photo photos picture pictures bilder fotos gallery galleries media attachment attachments video
    videos podcast podcasts audio author authors autor autoren autores user users people person persons profile
    profiles tag tags posttag keyword keywords topic topics thema themen tema temas category categories categoria
    categorias kategorie kategorien kategori rubrik section sections taxonomy taxonomies term terms product products
    shop store event events job jobs recipe recipes forum forums location locations company companies stock stocks
    weather lang language languages
    """
)
_WORD = re.compile(r"[a-z]+")
_SITEMAP_FILE = re.compile(r"/[^/?]*site-?map[^/?]*\.xml(?:\.gz)?$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}")
_ROBOTS_LINE = re.compile(
    r"\s*+site-?map(?:\s*+[:=]\s*+|\s++(?=https?:|/))(?=[^\s#])(?P<rest>[^#\r\n]*+)", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n?|\n")
_LONGEST_TITLE = 1000
_HEAD_BYTES = 65_536  # what is looked at to tell a sitemap: comments and warnings may stand before it
_HEAD_TAGS = 30
_ROOTS = frozenset({"urlset", "sitemapindex"})
_OTHER_ROOTS = frozenset({"html", "head", "body", "rss", "feed", "rdf", "channel"})
_PICTURES = frozenset({"image", "video"})
_ENTRIES = _ROOTS | {"url", "sitemap"}
_VALUES = frozenset({"loc", "lastmod", "publication_date", "title", "news"})
_READ = _PICTURES | _ENTRIES | _VALUES
_END = "/"
_MAX_PIECES = 20  # of one value, parted by comments and CDATA
_GZIP_OR_ZLIB = 47  # wbits that tell them apart by their heads
_PACKED_STEP = 1024  # bytes that are unpacked at once, and copied at most for each member
_MAX_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address that a sitemap lists."""

    url: str
    is_sitemap: bool = False
    """It leads to another sitemap."""
    date: str | None = None
    """``news:publication_date``, ISO 8601. None: not stated."""
    lastmod: str | None = None
    """When it was last changed, ISO 8601. None: not stated."""
    title: str | None = None
    """``news:title``. None: not stated."""
    is_news: bool = False
    """It stands there as news, younger than two days by the protocol of news sitemaps."""


# -- sitemaps ----------------------------------------------------------------------------------------------------------


def looks_like_sitemap(body: bytes) -> bool:
    """Whether an unpacked response is a sitemap, by its first bytes: no page, and no feed.

    >>> looks_like_sitemap(b"<urlset><url>"), looks_like_sitemap(b"https://times.test/a"), looks_like_sitemap(b"<html>")
    (True, True, False)
    """
    text = ascii_text(body[:_HEAD_BYTES])
    if "<" not in text:
        return _is_list_of_addresses(text, is_cut=len(body) > _HEAD_BYTES)
    names = list(islice(_openings(text), _HEAD_TAGS))
    for place, name in enumerate(names):
        if name in _OTHER_ROOTS:
            return False
        if name in _ROOTS or (name in ("url", "sitemap") and "loc" in names[place + 1 : place + 3]):
            return True
    return False


def read_sitemap(body: bytes, url: str) -> list[SitemapEntry]:
    """What an unpacked sitemap lists: newest first, no repeats, at most 50,000. A broken entry costs itself alone.

    Of an index, in this order: news sitemaps, others, then those of pictures, tags, authors and alike; among equals by
    day of ``lastmod`` or of the period in the address, then by number in the address, highest first, since files are
    appended to. Of a list of pages: news, then by ``date``, ``lastmod`` or the address's date. What has no date keeps
    its order behind what has one.
    """
    text = xml_text(body[:MAX_BYTES])
    entries = _listed(text, url) if "<" in text else _plain(text, url)
    found: dict[str, SitemapEntry] = {}
    for entry in islice(entries, 2 * MAX_ENTRIES):  # repeats count too
        found.setdefault(entry.url, entry)
        if len(found) >= MAX_ENTRIES:
            break
    return sorted(found.values(), key=_order)


def unzipped(body: bytes, limit: int = MAX_BYTES) -> bytes:
    """The content of gzip or zlib, at most ``limit`` bytes; what is not packed comes back as it is.

    Packed twice is unpacked twice. Of a torn file, what can be read.
    """
    for _ in range(2):
        if not is_packed(body):
            break
        body = _inflated(body, limit)
    return body


def is_packed(body: bytes) -> bool:
    """Whether a body is gzip or zlib, by its first bytes.

    >>> is_packed(b"\\x1f\\x8b\\x08"), is_packed(b"<urlset>")
    (True, False)
    """
    return body.startswith((b"\x1f\x8b", b"\x78\x01", b"\x78\x9c", b"\x78\xda"))


def promises_news(url: str) -> bool:
    """Whether a sitemap's address says that it lists news: the last two days', by the protocol of news sitemaps.

    >>> promises_news("https://times.test/news-sitemap.xml"), promises_news("https://news.test/sitemap.xml")
    (True, False)
    """
    return sitemap_rank(url) == 0


@lru_cache(maxsize=4096)
def sitemap_rank(url: str) -> int:
    """Which sitemaps are read first: 0 news, 1 any, 2 static pages, 3 pictures, tags, authors, products and alike.

    >>> [sitemap_rank(f"https://times.test/{name}.xml") for name in ("news", "post-sitemap2", "author-sitemap")]
    [0, 1, 3]
    """
    try:
        parts = urlsplit(url[:2048].lower())
    except ValueError:
        return 1
    folders, _, name = unquote(parts.path).rpartition("/")
    said = set(_WORD.findall(f"{name} {parts.query}"))
    if said & _ASIDE_NAMES:
        return 3
    above = folders.rpartition("/")[2]
    if (said | set(_WORD.findall(above))) & _NEWS_NAMES and url_period(url) is None:
        return 0
    return 2 if said & _PAGE_NAMES and not said & _ARTICLE_NAMES and "page=" not in parts.query else 1


def worth_reading(entry: SitemapEntry, since: str | None, until: str | None) -> bool:
    """Whether a sitemap may list what appeared between two days (ISO 8601, inclusive; None: open).

    False only where its ``lastmod`` is older than ``since``, or the period in its address lies outside. A day is left
    on each side for time zones. Always True for a page.
    """
    if not entry.is_sitemap:
        return True
    first, last = _day(since), _day(until)
    changed, period = _day(entry.lastmod), url_period(entry.url)
    if first is not None and changed is not None and changed < first - timedelta(days=1):
        return False
    if period is None:
        return True
    is_before = first is not None and period[1] < first - timedelta(days=1)
    is_after = last is not None and period[0] > last + timedelta(days=1)
    return not (is_before or is_after)


# -- robots.txt --------------------------------------------------------------------------------------------------------


def robots_sitemaps(body: bytes, url: str) -> list[str]:
    """Addresses on the ``Sitemap:`` lines of a robots.txt (RFC 9309 2.2.4), in order, no repeats, at most 200.

    Each line on its own merit: one that holds no address costs no other. Relative addresses are relative to ``url``.
    """
    found: dict[str, None] = {}
    for line in _LINE_END.split(xml_text(body[:MAX_ROBOTS_BYTES])):
        stated = _ROBOTS_LINE.match(line.lstrip("\ufeff"))
        for address in _addresses(stated["rest"]) if stated else ():
            absolute = absolute_url(url, address)
            if absolute is not None:
                found[absolute] = None
        if len(found) >= MAX_ROBOTS_SITEMAPS:
            break
    return list(found)[:MAX_ROBOTS_SITEMAPS]


def _addresses(text: str) -> list[str]:
    """A line's address; several where each begins with its scheme."""
    parts = [part.strip("<>\"',;") for part in text.split()]
    if len(parts) > 1 and all(part.lower().startswith(("http://", "https://")) for part in parts):
        return parts
    return [text.strip().strip("<>\"'")]


# -- reading -----------------------------------------------------------------------------------------------------------


def _openings(text: str) -> Iterator[str]:
    return (local_name(tag) for tag, is_end, _ in tokens(text) if tag and not is_end)


def _is_list_of_addresses(text: str, *, is_cut: bool) -> bool:
    lines = [line.strip() for line in _LINE_END.split(text)]
    if is_cut:
        del lines[-1:]
    lines = [line for line in lines if line]
    return bool(lines) and all(
        line.lower().startswith(("http://", "https://")) and " " not in line and is_http_url(line) for line in lines
    )


def _plain(text: str, base: str) -> Iterator[SitemapEntry]:
    if not _is_list_of_addresses(text[:_HEAD_BYTES], is_cut=len(text) > _HEAD_BYTES):
        return
    for line in _LINE_END.split(text):
        yield from _entry_of({"loc": line.strip()}, base, is_index=False)


def _listed(text: str, base: str) -> Iterator[SitemapEntry]:
    """The entries of XML. Each ``<loc>`` begins one, whatever is or is not closed before it."""
    is_index, picture = False, ""
    stated: dict[str, str] = {}
    for name, value in _values(text):
        if name in _PICTURES:
            picture = "" if value == _END else name
            continue
        if name in _ENTRIES or (name == "loc" and not picture):
            if "loc" in stated:
                yield from _entry_of(stated, base, is_index=is_index)
            stated, picture = {}, ""
        if name in _ENTRIES:
            is_index = name in ("sitemap", "sitemapindex") if value != _END else is_index
        elif not picture:
            stated.setdefault(name, value)
    if "loc" in stated:
        yield from _entry_of(stated, base, is_index=is_index)


def _values(text: str) -> Iterator[tuple[str, str]]:
    """(name, text) of elements that matter; what holds others with "" where it begins and ``_END`` where it ends."""
    inside, pieces = "", [""]
    for tag, is_end, piece in tokens(text, _READ):
        if not tag:
            if inside and len(pieces) < _MAX_PIECES:
                pieces.append(piece)
            continue
        name = tag.rpartition(":")[2]
        if inside:
            yield inside, pieces[0] if len(pieces) == 1 else "".join(pieces)
            inside = ""
        if name not in _VALUES:
            yield name, _END if is_end else ""
        elif not is_end:
            inside, pieces = name, []


def _entry_of(stated: dict[str, str], base: str, *, is_index: bool) -> Iterator[SitemapEntry]:
    url = _address(stated["loc"], base)
    if url is None:
        return
    published, changed = _stated(stated.get("publication_date")), _stated(stated.get("lastmod"))
    yield SitemapEntry(
        url,
        is_index or _SITEMAP_FILE.search(url) is not None,
        date=published.iso if published is not None else None,
        lastmod=changed.iso if changed is not None else None,
        title=fold(without_references(stated.get("title", "")))[:_LONGEST_TITLE] or None,
        is_news="news" in stated or published is not None,
    )


def _address(text: str, base: str) -> str | None:
    if "&amp;" in text:
        text = without_references(text)  # escaped twice
    if not text.isprintable():
        text = "".join(text.split())
    return absolute_url(base, text) if text and not names_an_entity(text) else None


def _stated(text: str | None) -> Moment | None:
    if not text:
        return None
    try:
        value = datetime.fromisoformat(text)  # 0.3 µs where read_date takes 5, and nearly always enough
    except ValueError:
        return read_date(text)
    is_possible = FIRST_YEAR <= value.year <= LAST_YEAR and "W" not in text
    return Moment(value, has_time=len(text) > 10, raw=text) if is_possible else None


def _inflated(body: bytes, limit: int) -> bytes:
    """The members of a packed file, one after the other, up to the limit or to where it is torn."""
    parts: list[bytes] = []
    left, members, inflater = limit, 1, zlib.decompressobj(wbits=_GZIP_OR_ZLIB)
    for start in range(0, len(body), _PACKED_STEP):
        piece = body[start : start + _PACKED_STEP]
        while piece and left > 0 and members <= _MAX_MEMBERS:
            before = inflater.copy()
            try:
                part = inflater.decompress(piece, left)
            except zlib.error:
                return b"".join([*parts, _up_to_fault(before, piece, left)])
            parts.append(part)
            left -= len(part)
            piece = inflater.unused_data
            if inflater.eof:
                members, inflater = members + 1, zlib.decompressobj(wbits=_GZIP_OR_ZLIB)
        if left <= 0:
            break
    return b"".join(parts)


def _up_to_fault(inflater: zlib._Decompress, piece: bytes, limit: int) -> bytes:
    """What a piece holds before the byte that is wrong; a whole kilobyte may be two megabytes unpacked."""
    found = b""
    for place in range(len(piece)):
        try:
            found += inflater.decompress(piece[place : place + 1], max(1, limit - len(found)))
        except zlib.error:
            break
    return found[:limit]


# -- order -------------------------------------------------------------------------------------------------------------


def _order(entry: SitemapEntry) -> tuple[int, float, float, float, int]:
    """Least first. Days for an index, whose files are often all written in the same hour; moments for pages."""
    if entry.is_sitemap:
        changed, period = _day(entry.lastmod), url_period(entry.url)
        days = [day.toordinal() for day in (changed, period[1] if period else None) if day is not None]
        moment = _seconds(entry.lastmod) if changed is not None else 0.0
        return (
            sitemap_rank(entry.url),
            -days[0] if days else 0,
            -days[-1] if days else 0,
            -moment,
            -_number(entry.url),
        )
    seconds = _seconds(entry.date or entry.lastmod)
    if not seconds and (period := url_period(entry.url)) is not None:
        seconds = _seconds(period[1].isoformat())
    return (0 if entry.is_news else 1, -seconds, 0, 0, 0)


def _seconds(stated: str | None) -> float:
    if stated is None:
        return 0.0
    moment = datetime.fromisoformat(stated)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None


def _number(url: str) -> int:
    numbers = _NUMBER.findall(url.rpartition("/")[2])
    return int(numbers[-1]) if numbers else 0

"""The shape of an address: what is left of it without what makes it this one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from newscrawl.extraction.link_words import word_bits
from newscrawl.extraction.urls import plain_url

MAX_SEGMENTS = 12
"""Parts of a path that are looked at; what is deeper is cut off."""

_LONGEST_SEGMENT = 300  # characters; slugs reach 200
_EXTENSION = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jspx?|cms|ece|do|amp|print)$")
_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|avif|svg|ico|mp[34]|m4[av]|mov|avi|webm|ogg|wav|m3u8?|zip|rar|t?gz|xml|rss|atom|rdf|json|docx?"
    r"|xlsx?|pptx?|od[tsp]|csv|txt|exe|dmg|apk|css|js|ics|epub|woff2?|ttf|eot)$"
)
_SPLIT = re.compile(r"[-_+ .,~'’]+").split
_NUMBERS = re.compile(r"\d+")
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NAMED_ID = re.compile(r"([a-z]{4,12})[-_]?[0-9a-f]*\d[0-9a-f]*$")  # video69a331b44b8f, article-8005
_HEX = re.compile(r"(?=[a-f]*\d)(?=[0-9]*[a-f])[0-9a-f]{6,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_DAY = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?:\d{4})?|(?:19|20)\d\d[-_.](?:0?[1-9]|1[0-2])(?:[-_.][0-3]?\d)?"
)
_DATE = re.compile(
    r"/(?:19|20)\d\d[/_.-]?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/_.-]|\d\d\b|$)|[/_-](?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d"
    r"|/[0-3]?\d[._-](?:0?[1-9]|1[0-2])[._-](?:19|20)\d\d"
)
_ARCHIVE = re.compile(r"/(?:19|20)\d\d(?:[/-]\d{1,2}){0,2}/?$")
_PAGED = re.compile(
    r"/(?:page|seite|pagina|página|side|strana|sayfa|p)[/-]?\d{1,4}/?$|[_-]\d{1,2}\.s?html?$|/index_?\d*\.s?html?$"
)

YEAR, SHORT_NUMBER, NUMBER, LONG_NUMBER, DAY = "Y", "D2", "D4", "D6", "T"
SLUG, SLUG_NUMBER, WORDS, WORD, WORD_NUMBER, TOKEN = "S", "SN", "s", "w", "wN", "H"


class Segment(NamedTuple):
    """One part of a path, without its extension."""

    stem: str
    """Unquoted, case folded."""
    extension: str
    """``.html``, ``.php`` …, or "": none that a page has."""
    shape: str
    words: int
    """Words of letters in it; two characters count as one in scripts without spaces."""
    bits: int
    """The groups of ``link_words`` that it belongs to."""
    digits: int
    """Length of its longest number."""


@lru_cache(maxsize=16384)
def segment_of(text: str) -> Segment:
    """What one part of a path is.

    >>> segment_of("rain-ends-after-nine-days-12345678.html")[1:]
    ('.html', 'SN', 5, 0, 8)
    """
    text = text[:_LONGEST_SEGMENT]
    stem = (unquote(text) if "%" in text else text).casefold()
    extension = ""
    if "." in stem and (found := _EXTENSION.search(stem)) is not None:
        extension, stem = found[0], stem[: found.start()]
    if stem.isdecimal():
        return Segment(stem, extension, _shape_of_number(stem), 0, 0, len(stem))
    numbers = _NUMBERS.findall(stem)
    digits = len(max(numbers, key=len)) if numbers else 0
    parts = _SPLIT(stem)
    if len(parts) == 1:
        words = 1 if stem.isascii() else max(1, len(_WIDE.findall(stem)) // 2)
    else:
        words = sum([len(part) > 1 and not part.isdecimal() for part in parts])
    if words >= 4 and not (numbers and _HEX.fullmatch(stem)):
        return Segment(stem, extension, SLUG_NUMBER if digits >= 4 else SLUG, words, 0, digits)
    bits = word_bits(stem)
    if not numbers:
        return Segment(stem, extension, WORDS if words > 1 else WORD, words, bits, 0)
    if not bits and digits and len(stem) < 60 and (named := _NAMED_ID.match(stem)) is not None:
        bits = word_bits(named[1])
    return Segment(stem, extension, _shape_with_numbers(stem, words, len(numbers), digits), words, bits, digits)


def _shape_of_number(stem: str) -> str:
    if len(stem) == 4 and stem[:2] in ("19", "20"):
        return YEAR
    if len(stem) >= 8 and _DAY.fullmatch(stem):
        return DAY
    return SHORT_NUMBER if len(stem) <= 2 else NUMBER if len(stem) <= 4 else LONG_NUMBER


def _shape_with_numbers(stem: str, words: int, numbers: int, digits: int) -> str:
    if _DAY.fullmatch(stem):
        return DAY
    # Letters and digits that alternate, as in names that a machine gave: c1d2e3f4g5o, 2-1-1268070.
    turns = 2 * numbers - stem[0].isdecimal() - stem[-1].isdecimal()
    if (turns >= 3 and 6 <= len(stem) <= 40) or _HEX.fullmatch(stem):
        return TOKEN
    if digits >= 4:
        return WORD_NUMBER
    return WORDS if words > 1 else WORD


class Address(NamedTuple):
    """An address taken apart; made once for each, whatever page it stands on."""

    host: str
    path: str
    """Lower case, still quoted."""
    query: str
    segments: list[Segment]
    template: str
    """What ``url_template`` gives."""
    is_file: bool
    has_date: bool
    is_archive: bool
    is_paged: bool


@lru_cache(maxsize=8192)
def address_of(known: str) -> Address:
    """A canonical address taken apart."""
    end = known.find("/", 8)
    if end < 0:  # no address: nothing is known of it
        known, end = f"{known}/", len(known)
    host, rest = known[known.find("//") + 2 : end], known[end + 1 :]
    raw_path, _, query = rest.partition("?")
    segments = [segment_of(part) for part in raw_path.split("/", MAX_SEGMENTS)[:MAX_SEGMENTS] if part]
    path = f"/{raw_path.lower()}"
    last = segments[-1] if segments else None
    has_number = False
    for segment in segments:
        if segment.digits > 1:
            has_number = True
            break
    return Address(
        host,
        path,
        query,
        segments,
        _template(host, segments, query),
        last is not None and not last.extension and "." in path[-6:] and _FILE.search(path) is not None,
        has_number and _DATE.search(path) is not None,
        has_number
        and last is not None
        and last.shape in (YEAR, SHORT_NUMBER, DAY)
        and _ARCHIVE.search(path) is not None,
        last is not None and (last.digits in (1, 2) or last.stem == "index") and _PAGED.search(path[-40:]) is not None,
    )


def url_template(url: str) -> str:
    """What the addresses of one kind of page share: numbers, dates, names and identifiers are folded.

    >>> url_template("https://www.times.test/world/2026/11/05/rain-ends-after-nine-days.html")
    'times.test/w/Y/D2/D2/S.html'
    >>> url_template("https://times.test/list?page=7&sort=new")
    'times.test/w?page&sort'
    """
    return address_of(plain_url(url)).template


def _template(host: str, segments: list[Segment], query: str) -> str:
    path = "/".join([segment.shape + segment.extension for segment in segments])
    if not query:
        return f"{host}/{path}"
    names = sorted({pair.partition("=")[0] for pair in query.split("&")[:8]})
    return f"{host}/{path}?{'&'.join(names)}"[:200]

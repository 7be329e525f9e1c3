"""Articles in anybody's JSON lines, and what is wrong with a line that holds none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from newscrawl.extraction.dateline import read_dateline
from newscrawl.extraction.text_facts import storable
from newscrawl.extraction.urls import canonical_url, site_key
from newscrawl.items import FLAGS, Article, Dateline, Flag, Provenance

LONGEST_LINE = 32 * 2**20
"""Bytes; a text of a million words has 6 million. What is longer is passed over in parts."""

_BOM = b"\xef\xbb\xbf"
_V = TypeVar("_V")


class NoArticle(ValueError):  # noqa: N818  # reads as what it says
    """A line holds no article; the message says what it is instead."""


@dataclass(frozen=True, kw_only=True)
class FieldNames:
    """Under which names a line may have what is needed: the first that is there and not null. A dot leads inside.

    The first of each are our own; the others are what crawlers and data sets commonly write.
    """

    id: tuple[str, ...] = ("id",)
    text: tuple[str, ...] = ("text", "body", "content", "article_text", "articleBody", "maintext")
    url: tuple[str, ...] = ("canonical_url", "url", "link")
    site: tuple[str, ...] = ("site", "domain", "source_domain", "source")
    headline: tuple[str, ...] = ("headline", "title")
    published: tuple[str, ...] = (
        "date_published", "published", "published_at", "datePublished", "publish_date", "date_publish", "pub_date",
        "date",
    )  # fmt: skip
    fetched: tuple[str, ...] = ("provenance.fetched_at", "fetched", "fetched_at", "crawled_at", "date_download")


@dataclass(frozen=True)
class ArticleLine:
    """What one line says."""

    number: int
    """From 1; empty lines count too, as an editor counts them."""
    id: str | int
    """As it stands there, or the line's number."""
    article: Article
    """``canonical_url`` is None without an address."""


@dataclass(frozen=True)
class SkippedLine:
    """A line that holds no article."""

    number: int
    reason: str


def article_lines(file: IO[bytes], names: FieldNames) -> Iterator[ArticleLine | SkippedLine]:
    """What each line of a file says, in its order; empty ones left out. One line at a time is held."""
    for number, line in _lines(file):
        try:
            if line is None:
                raise NoArticle(f"longer than {LONGEST_LINE:,} bytes")
            if not line.isspace():
                yield _article_line(number, line, names)
        except NoArticle as error:
            yield SkippedLine(number, str(error))


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; None for one that is too long to be held."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        is_whole = line.endswith(b"\n") or len(line) < LONGEST_LINE
        yield number, (line.removeprefix(_BOM) if number == 1 else line) if is_whole else None
        while not is_whole:
            rest = file.readline(LONGEST_LINE)
            is_whole = rest.endswith(b"\n") or len(rest) < LONGEST_LINE


def _article_line(number: int, line: bytes, names: FieldNames) -> ArticleLine:
    values = _object_in(line)
    own_id = _value(values, names.id)
    if isinstance(own_id, bool) or not isinstance(own_id, str | int | None):
        raise NoArticle(f"its {names.id[0]!r} is {_kind(own_id)}, no string and no whole number")
    return ArticleLine(number, number if own_id is None else own_id, _article(values, names))


def _object_in(line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise NoArticle(f"no UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise NoArticle(f"no JSON: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError):  # an integer of 5,000 digits; 100,000 brackets
        raise NoArticle("no JSON that can be read: numbers too long or brackets too deep") from None
    if not isinstance(values, dict):
        raise NoArticle(f"{_kind(values)}, no object")
    return values


def _article(values: dict[str, Any], names: FieldNames) -> Article:
    text = _text(values, names.text)
    url = _string(values, names.url)
    site = _string(values, names.site)
    return Article(
        url=url,
        canonical_url=canonical_url(url) if url else None,
        site=site or (site_key(url) if url else None),
        site_name=_string(values, ("site_name",)),
        headline=_string(values, names.headline),
        date_published=_string(values, names.published),
        date_conflict_days=_of_type(values, "date_conflict_days", int),
        dateline=_dateline(values, text),
        text=text,
        flags=_flags(values),
        provenance=Provenance(fetched_at=_string(values, names.fetched)),
    )


def _text(values: dict[str, Any], names: tuple[str, ...]) -> str:
    """The text; empty where the line says that there is none."""
    text = _value(values, names)
    if isinstance(text, str):
        return storable(text)
    if text is not None:
        raise NoArticle(f"its text is {_kind(text)}, no string")
    if not any(name in values for name in names):
        raise NoArticle(f"no text: it has no {_listed(names)}; --text-field names where it is")
    return ""


def _dateline(values: dict[str, Any], text: str) -> Dateline:
    """As the line states it, as ours do, or as the text has it."""
    if isinstance(values.get("dateline"), dict):
        return Dateline(place=_string(values, ("dateline.place",)), agency=_string(values, ("dateline.agency",)))
    return read_dateline(text)


def _flags(values: dict[str, Any]) -> list[Flag]:
    stated = _of_type(values, "flags", list) or []
    return [flag for flag in FLAGS if flag in stated]  # type: ignore[misc]


def _value(values: dict[str, Any], names: tuple[str, ...]) -> Any:
    """The first value that is not null. None: there is none."""
    return next((value for name in names if (value := _at(values, name)) is not None), None)


def _at(values: dict[str, Any], name: str) -> Any:
    if name in values or "." not in name:
        return values.get(name)
    outer, _, inner = name.partition(".")
    within = values.get(outer)
    return _at(within, inner) if isinstance(within, dict) else None


def _string(values: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first string that is not empty; what is of another type is no evidence, and no reason to lose the line."""
    found = (_at(values, name) for name in names)
    return next((storable(value) for value in found if isinstance(value, str) and value), None)


def _of_type(values: dict[str, Any], name: str, kind: type[_V]) -> _V | None:
    value = values.get(name)
    return value if isinstance(value, kind) else None


def _kind(value: object) -> str:
    """What a JSON value is, in words.

    >>> _kind([1]), _kind(None), _kind(2.5)
    ('an array', 'null', 'a number')
    """
    names: dict[type, str] = {dict: "an object", list: "an array", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")


def _listed(names: tuple[str, ...]) -> str:
    *others, last = map(repr, names)
    return f"{', '.join(others)} or {last}" if others else last

"""JSON-LD as pages really carry it: broken, nested, in lists and graphs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from newscrawl.extraction import words

MAX_OBJECTS = 500
"""Objects of a page; list pages with structured data for each teaser have 100."""

MAX_CHARS = 2_000_000
"""Length of one script that is still read."""

ARTICLE_TYPES = words.names(
    """
    Article NewsArticle AnalysisNewsArticle AskPublicNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReportageNewsArticle ReviewNewsArticle Report SatiricalArticle AdvertiserContentArticle BlogPosting
    LiveBlogPosting TechArticle ScholarlyArticle MedicalScholarlyArticle SocialMediaPosting
    """
)
"""schema.org types whose object is the story that a page tells."""

_NESTING = ("@graph", "mainEntity", "mainEntityOfPage")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_BETWEEN = re.compile(r"[\s,;]*")
_DECODER = json.JSONDecoder(strict=False)


def read_json_ld(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """The objects of all scripts in page order, graphs and lists flattened; what cannot be mended is left out.

    >>> read_json_ld(['{"@graph": [{"@type": "NewsArticle", "headline": "Rain",}]}'])
    [{'@type': 'NewsArticle', 'headline': 'Rain'}]
    """
    objects: list[dict[str, Any]] = []
    for script in scripts:
        for value in _values(script[:MAX_CHARS]):
            objects.extend(_flattened(value))
            if len(objects) >= MAX_OBJECTS:
                return objects[:MAX_OBJECTS]
    return objects


def listed(value: Any, most: int) -> list[Any]:
    """A value that may be one or a list, as a list of at most so many.

    >>> listed("rain", 5), listed(["rain", "sun"], 1)
    (['rain'], ['rain'])
    """
    return (value if isinstance(value, list) else [value])[:most]


def types_of(thing: dict[str, Any]) -> list[str]:
    """The names of an object's types, without their vocabulary's address."""
    found = thing.get("@type")
    names = found if isinstance(found, list) else [found]
    return [name.rpartition("/")[2].rpartition(":")[2] for name in names if isinstance(name, str)]


def is_article(thing: dict[str, Any]) -> bool:
    """Whether the object is a story."""
    return not ARTICLE_TYPES.isdisjoint(types_of(thing))


def _values(script: str) -> list[Any]:
    text = script.strip()
    if not text.startswith(("{", "[")) or not text.endswith(("}", "]")):
        text = _WRAPPING.sub("", text).strip()
    if not text:
        return []
    try:
        return [_DECODER.decode(text)]
    except (ValueError, RecursionError):
        pass
    if text.startswith(("{&quot;", "[{&quot;", "{ &quot;")):
        text = html.unescape(text)
    text = _CONTROL.sub(" ", _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub("", text)))
    return list(_one_after_the_other(text))


def _one_after_the_other(text: str) -> Iterator[Any]:
    at = 0
    while at < len(text):
        found = _BETWEEN.match(text, at)
        at = found.end() if found else at
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _flattened(value: Any) -> Iterator[dict[str, Any]]:
    waiting, left = [value], MAX_OBJECTS
    while waiting and left:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value[:MAX_OBJECTS]))
        elif isinstance(value, dict):
            left -= 1
            if not (set(value) <= {"@context", "@graph", "@id"} and "@graph" in value):
                yield value
            waiting.extend(value[name] for name in reversed(_NESTING) if isinstance(value.get(name), list | dict))

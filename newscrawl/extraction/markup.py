"""Bounds on markup before it is parsed: the parser's time grows with the square of nesting and of attributes."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.extraction import words

MAX_DEPTH = 512
"""Open elements at one point. Browsers stop at 512 too; 20,000 nested lists would take the parser 3 s."""

MAX_ATTRIBUTES = 500
"""Attributes of one element; 20,000 would take the parser 0.7 s."""


MAX_REOPENED = 1_000_000
"""Elements that the parser makes anew because formatting was never closed: every ``<p>`` opens each ``<font>`` again
that was left open in another one. 3,000 of both would be 4.5 million elements and take 5 s."""


@dataclass(frozen=True)
class Bounds:
    """How much of a page is read; what is behind is left out, and told (``Page.is_truncated``).

    The defaults take a second at most, whatever the page. ValueError for bounds that no page fits in.
    """

    max_bytes: int = 4_000_000
    """Bytes of the page, characters where it comes as text. News pages beyond 3 MB are rare, and long by scripts."""

    max_tags: int = 60_000
    """Tags, opening and closing. Large news pages have 20,000."""

    def __post_init__(self) -> None:
        for name, least in (("max_bytes", LEAST_BYTES), ("max_tags", LEAST_TAGS)):
            value = getattr(self, name)
            if not isinstance(value, int) or value < least:
                raise ValueError(f"{name}: {value!r} is no bound for a page; give a whole number, {least:,} or more")

    @property
    def max_blocks(self) -> int:
        """Text blocks: 10,000 by default; the longest live blogs have 3,000."""
        return self.max_tags // 10


LEAST_BYTES = 1_000
LEAST_TAGS = 100

_FEW_BRACKETS = 12_000  # with fewer, no nesting costs more than 225 ms; counting costs a large page 25 ms
_LONG_TAG = 10_000  # characters; shorter tags cannot hold attributes enough to hurt
_READ_TWICE = 4_000_000  # characters of odd tags, before a page is given up

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<(/?)([a-zA-Z][^\s/>]*)([^<>]*)", re.IGNORECASE | re.DOTALL
)
_UNREAD = re.compile(
    r"<!--[^-]*+(?:-(?!->)[^-]*+)*+|<script\b[^<]*+(?:<(?!/script)[^<]*+)*+|<style\b[^<]*+(?:<(?!/style)[^<]*+)*+",
    re.IGNORECASE,
)
_TAG_NAME = re.compile(r"<[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(r"[\s/]*[^\s/>=][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s>]*))?")

# Elements that never nest without another one between them: void, or closed by their like.
_FLAT = words.names(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd td th tr tbody thead tfoot
    option optgroup rt rp rb html head body title
    """
)
_FORMATTING = words.names("b big code em font i nobr s small strike strong tt u")
_FORMATTED = re.compile(r"<[bcefinstu](?:ig|ode|m|ont|obr|mall|trike|trong|t)?\s", re.IGNORECASE)
# Drawings close their elements with a slash, which HTML's own elements do not heed.
_DRAWN = words.names(
    """
    svg g path circle rect line polygon polyline ellipse use stop image text tspan mask defs symbol clippath
    pattern lineargradient radialgradient filter
    """
)


def bounded(markup: str, max_tags: int = Bounds.max_tags) -> tuple[str, bool]:
    """The markup up to where it stops being a page that a browser would show, and whether it was cut.

    >>> bounded("<p>Rain</p>")
    ('<p>Rain</p>', False)
    """
    brackets = markup.count("<")
    is_small = brackets <= min(_FEW_BRACKETS, max_tags) and brackets * len(_FORMATTED.findall(markup)) <= MAX_REOPENED
    if is_small and not _may_hold_monster_tag(markup):
        return markup, False
    end = _end_of_sane_markup(markup, max_tags)
    return (markup, False) if end == len(markup) else (markup[:end], True)


def _may_hold_monster_tag(markup: str) -> bool:
    monsters = [at for at in _long_stretches(markup) if _attributes_at(markup, at)[0] > MAX_ATTRIBUTES]
    if not monsters:
        return False
    # A script's "a<b" with thousands of words behind it is no tag.
    unread = [found.span() for found in _UNREAD.finditer(markup)]
    around = [bisect(unread, (at, at)) - 1 for at in monsters]
    return any(place < 0 or unread[place][1] <= at for at, place in zip(monsters, around, strict=True))


def _long_stretches(markup: str) -> Iterator[int]:
    """Where a tag may begin that no other one follows within ``_LONG_TAG`` characters; looks at few characters."""
    at = markup.find("<")
    while 0 <= at < len(markup) - _LONG_TAG - 1:
        following = markup.rfind("<", at + 1, at + 2 + _LONG_TAG)
        if following < 0:
            if markup[at + 1].isascii() and markup[at + 1].isalpha():
                yield at
            following = markup.find("<", at + 1)
        at = following


def _attributes_at(markup: str, start: int) -> tuple[int, int]:
    """How many attributes the tag that starts here has, and where they end."""
    name = _TAG_NAME.match(markup, start)
    count, at = 0, name.end() if name else start
    while count <= MAX_ATTRIBUTES and (found := _ATTRIBUTE.match(markup, at)):
        count, at = count + 1, found.end()
    return count, at


def _end_of_sane_markup(markup: str, max_tags: int) -> int:
    open_tags: dict[str, int] = {}
    depth = tags = read_twice = unclosed = reopened = 0
    for tag in _TAG.finditer(markup):
        closing, name, rest = tag.group(2, 3, 4)
        if name is None:
            continue
        tags += 1
        name = name.lower()
        if closing:
            if open_tags.get(name, 0) > 0:
                open_tags[name] -= 1
                depth -= 1
                unclosed -= name in _FORMATTING
        elif name not in _FLAT and not (name in _DRAWN and rest.endswith("/")):
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            unclosed += name in _FORMATTING
        reopened += unclosed
        if len(rest) > _LONG_TAG or markup.startswith("<", tag.end()):
            count, end = _attributes_at(markup, tag.start())
            read_twice += end - tag.start()
            if count > MAX_ATTRIBUTES or read_twice > _READ_TWICE:
                return tag.start()
        if depth > MAX_DEPTH or tags > max_tags or reopened > MAX_REOPENED:
            return tag.start()
    return len(markup)


_END = re.compile(
    rb"</(?:html|body|rss|feed|urlset|sitemapindex|rdf:rdf)\s*>(?:\s|<!--(?:(?!-->).){0,500}-->|</html\s*>)*\Z",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = 4096  # bytes that are looked at for the end of a page


def ends_whole(body: bytes) -> bool:
    """Whether a page, a feed or a sitemap ends as one: then nothing is missing behind it.

    >>> ends_whole(b"<p>Rain.</body></html>\\n<!-- 3 ms -->"), ends_whole(b"<p>It beg")
    (True, False)
    """
    return _END.search(body[-_TAIL:].rstrip(b"\0")) is not None

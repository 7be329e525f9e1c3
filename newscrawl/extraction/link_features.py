"""What speaks for and against a link: named signs of its address, its text, its place and the links beside it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from newscrawl.extraction import link_places, words
from newscrawl.extraction.blocks import units
from newscrawl.extraction.link_places import Place, Spot
from newscrawl.extraction.link_shapes import Address, Segment
from newscrawl.extraction.link_words import BITS, GROUPS, label_bits, word_bits

_QUERY_PATTERNS = (
    ("query holds an id", re.compile(
        r"(?:^|[&_])(?:p|id|[a-z]?id|\w{2,8}id|idx|idxno|no|story|artikel|news|article|n)=[\w-]*\d{3}"
    )),
    ("query holds a page number", re.compile(r"(?:^|&)(?:page|paged|pg|p|start|offset|seite|pagina)=\d{1,3}(?:&|$)")),
    ("query names a list", re.compile(r"(?:^|&)(?:cat|category|tag|section|topic|author|m|s|sort)=")),
)  # fmt: skip
_LEVELS = 6
"""Parts of a path for which it is counted what continues them."""
_PUNCTUATION = re.compile("[?!:;,„“”\"«»‘’'–—…。、？！「」：؟،।]").search
_SENTENCE = re.compile('[?!:„“”"«»…。？！「」：؟।]').search
_DIGIT = re.compile(r"\d").search


class Target:
    """An address and all places of a page that lead to it."""

    __slots__ = ("address", "best", "every", "spots", "text", "units")

    def __init__(self, address: Address, spot: Spot) -> None:
        self.address = address
        self.spots = [spot]
        self.best = spot
        """The place with the longest text."""
        self.text = spot.text
        self.units = 0
        """Words of the text."""
        self.every: int = spot.place.bits
        """Groups that are around every one of its places."""

    def add(self, spot: Spot) -> None:
        self.spots.append(spot)
        self.every &= spot.place.bits
        if len(spot.text) > len(self.text):
            self.best, self.text = spot, spot.text


class PageFacts(NamedTuple):
    """What is known of the page that the links stand on."""

    host: str
    path: str
    """Lower case."""
    template: str
    is_article: bool


def _table(name: str, edges: tuple[float, ...]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Edges, and what a value between two of them is called."""
    lows = (0, *edges)
    ranges = [f"{low:g} to {high:g}" for low, high in zip(lows, edges, strict=False)]
    return edges, tuple(f"{name}: {one}" for one in (*ranges, f"{edges[-1]:g} or more"))


_DEPTH = tuple(f"depth: {n}" for n in range(13))
_SLUG_WORDS = _table("slug words", (1, 2, 3, 4, 5, 6, 8, 11))
_LENGTH = _table("last part's length", (4, 7, 11, 16, 25, 40, 60))
_DIGITS = _table("number's digits", (1, 3, 4, 5, 6, 7, 8, 9, 12))
_EXTENSIONS = {".html": "extension html", ".htm": "extension html", ".shtml": "extension html", ".php": "extension php"}
_UNITS = _table("words of its text", (1, 2, 3, 4, 5, 6, 8, 10, 14, 20))
_SAME_SHAPE = _table("like addresses", (2, 3, 5, 9, 17, 33))
_SHAPE_WORDS = _table("words of like addresses", (0.5, 1.2, 1.8, 2.5, 3.5, 4.5, 5.5, 7, 9, 12))
_CONTINUED = _table("addresses below it", (1, 2, 4, 8, 16))
_POSITION = _table("position", (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95))
_LINKS = _table("links of the page", (20, 50, 100, 200, 400))
_ITEM_LINKS = _table("links in its item", (1, 2, 3, 4, 7, 15))


_SHAPE_NAMES = {
    "Y": "a year", "D2": "a short number", "D4": "a number", "D6": "a long number", "T": "a date", "S": "a slug",
    "SN": "a slug with a number", "s": "words", "w": "a word", "wN": "a word with a number", "H": "a token",
}  # fmt: skip
_LAST = {shape: f"last part is {name}" for shape, name in _SHAPE_NAMES.items()}
_FIRST = {shape: f"first part is {name}" for shape, name in _SHAPE_NAMES.items()}
_SERVICE = BITS["account"] | BITS["legal"] | BITS["tool"] | BITS["shop"] | BITS["share"]
_LIST = BITS["section"] | BITS["listing"]


def _address_signs(address: Address) -> list[str]:
    segments, path = address.segments, address.path
    signs = [_DEPTH[len(segments)]]
    if segments:
        _add_segment_signs(signs, segments)
    if address.has_date:
        signs.append("date in path")
    if address.is_archive:
        signs.append("path ends with date")
    if address.is_paged:
        signs.append("page number in path")
    if path[-1] == "/":
        signs.append("ends with slash")
    if "%" in path:
        signs.append("other script in path")
    if address.query:
        signs += _query_signs(address.query)
    return signs


def _add_segment_signs(signs: list[str], segments: list[Segment]) -> None:
    last = segments[-1]
    words_of_slug, digits = last.words, last.digits
    signs.append(_LAST[last.shape])
    if last.bits:
        signs += _bit_signs("last part says", last.bits)
    if last.extension:
        signs.append(_EXTENSIONS.get(last.extension, "extension"))
    if len(segments) > 1:
        before, first = segments[-2], segments[0]
        words_of_slug, digits = max(words_of_slug, before.words), max(digits, before.digits)
        signs.append(_FIRST[first.shape])
        if first.bits:
            signs += _bit_signs("first part says", first.bits)
        if len(segments) > 2:
            _add_middle_signs(signs, segments)
        above = 0
        for segment in segments[:-1]:
            above |= segment.bits
        if above:
            is_long = last.words >= 4 or digits >= 5
            signs += _above_signs(above, is_long)
    elif len(last.stem) <= 3:
        signs.append("a short part alone")
    signs += (
        _SLUG_WORDS[1][bisect_right(_SLUG_WORDS[0], words_of_slug)],
        _LENGTH[1][bisect_right(_LENGTH[0], len(last.stem))],
        _DIGITS[1][bisect_right(_DIGITS[0], digits)],
    )


def _add_middle_signs(signs: list[str], segments: list[Segment]) -> None:
    middle = 0
    for segment in segments[1:-1]:
        middle |= segment.bits
        if segment.digits >= 5 and segment.shape != "T":
            signs.append("number amid path")
            break
    if middle:
        signs += _bit_signs("middle part says", middle)


@lru_cache(maxsize=512)
def _above_signs(above: int, is_long: bool) -> tuple[str, ...]:
    start = "story-like address below" if is_long else "short address below"
    return tuple(f"{start} {name}" for name in GROUPS if above & BITS[name])


@lru_cache(maxsize=2048)
def _query_signs(query: str) -> tuple[str, ...]:
    lowered = query.lower()
    return ("query", *(sign for sign, pattern in _QUERY_PATTERNS if pattern.search(lowered)))


@lru_cache(maxsize=4096)
def _bit_signs(prefix: str, bits: int) -> tuple[str, ...]:
    signs = [f"{prefix} {name}" for name in GROUPS if bits & BITS[name]]
    if bits & _SERVICE:
        signs.append(f"{prefix} a service")
    elif bits & _LIST:
        signs.append(f"{prefix} a list")
    return tuple(signs)


_PLACE_NAMES = {
    **{bit: name.lower() for name, bit in words.BITS.items()},
    words.HIDDEN: "hidden",
    link_places.IN_HEADER: "header", link_places.IN_MAIN: "main", link_places.IN_ARTICLE: "article element",
    link_places.IN_LIST: "list item", link_places.IN_PARAGRAPH: "paragraph", link_places.IN_HEADING: "heading element",
    link_places.IN_FORM: "form", link_places.IN_TABLE: "table cell",
}  # fmt: skip


@lru_cache(maxsize=8192)
def _place_signs(near: int, around: int, own: int) -> tuple[str, ...]:
    signs = [f"near {name}" for bit, name in _PLACE_NAMES.items() if near & bit]
    signs += [f"in {name}" for bit, name in _PLACE_NAMES.items() if around & bit]
    signs += [f"named {name}" for bit, name in _PLACE_NAMES.items() if own & bit]
    return tuple(signs)


def _text_signs(text: str, size: int) -> list[str]:
    signs = [_UNITS[1][bisect_right(_UNITS[0], size)]]
    if not text:
        return signs
    if size <= 4 and (bits := label_bits(text)):
        signs += _bit_signs("text says", bits)
    if _PUNCTUATION(text):
        signs.append("punctuation")
        if size >= 3 and _SENTENCE(text):
            signs.append("sentence marks")
    if _DIGIT(text):
        signs.append("text is a number" if text.isdecimal() else "digit in text")
    if size > 1 and text.isupper():
        signs.append("upper case")
    if len(text) <= 2:
        signs.append("one or two characters")
    if size >= 4 and text[-1] in ".。…!?।":
        signs.append("ends as a sentence")
    return signs


def _spot_signs(target: Target) -> list[str]:
    best = target.best
    place, spots = best.place, target.spots
    signs = [*_place_signs(place.near, target.every, best.names)]
    if best.has_heading:
        signs.append("heading")
    if best.has_image:
        signs.append("picture")
    if len(spots) > 1:
        signs.append("linked twice" if len(spots) == 2 else "linked often")
        if not best.has_heading and any(spot.has_heading for spot in spots):
            signs.append("heading elsewhere")
        if not best.has_image and any(spot.has_image for spot in spots):
            signs.append("picture elsewhere")
    if best.is_titled:
        signs.append("text is a title")
    if best.rel:
        signs += _rel_signs(best.rel)
    if best.has_time or place.has_time or _has_time_beside(place):
        signs.append("time beside it")
    item = place.item
    signs.append(_ITEM_LINKS[1][bisect_right(_ITEM_LINKS[0], item.links)] if item is not None else "in no item")
    return signs


@lru_cache(maxsize=512)
def _rel_signs(rel: str) -> tuple[str, ...]:
    names = ("nofollow", "sponsored", "tag", "author", "category", "next", "prev", "home", "bookmark")
    return tuple(f"rel {name}" for name in names if name in rel)


def _has_time_beside(place: Place) -> bool:
    """Whether the list item, or one of the nearest three elements, states a time."""
    up: Place | None = place
    for _ in range(3):
        if up is None or up is up.item:
            break
        up = up.parent
        if up is not None and up.has_time:
            return True
    return False


class Group:
    """Links that share something: how many, and the words that they have."""

    __slots__ = ("count", "headings", "units")

    def __init__(self) -> None:
        self.count = self.units = self.headings = 0

    def add(self, target: Target) -> None:
        self.count += 1
        self.units += min(target.units, 20)
        self.headings += target.best.has_heading


class Company:
    """What the links of a page say about each other."""

    def __init__(self, targets: list[Target], facts: PageFacts) -> None:
        self.facts = facts
        self.shapes: defaultdict[str, Group] = defaultdict(Group)
        self.below: defaultdict[str, int] = defaultdict(int)
        for target in targets:
            target.units = units(target.text) if target.text else 0
            self.shapes[target.address.template].add(target)
            path = target.address.path
            end = path.find("/", 1)
            for _ in range(_LEVELS):
                if not 0 < end < len(path) - 1:
                    break
                self.below[path[:end]] += 1
                end = path.find("/", end + 1)
        self.last = max(len(targets) - 1, 1)
        self.page_signs = [
            _LINKS[1][bisect_right(_LINKS[0], len(targets))],
            "on an article's page" if facts.is_article else "on no article's page",
        ]
        if len({target.every for target in targets}) <= 2:
            self.page_signs.append("page of bare links")

    def signs(self, target: Target, number: int) -> list[str]:
        """What speaks for and against the page's n-th link, in plain words."""
        address, facts = target.address, self.facts
        shape = self.shapes[address.template]
        bare = address.path.rstrip("/")
        shape_words = shape.units / shape.count
        signs = [
            *self.page_signs,
            *_address_signs(address),
            *_text_signs(target.text, target.units),
            *_spot_signs(target),
            _POSITION[1][bisect_right(_POSITION[0], number / self.last)],
            _SAME_SHAPE[1][bisect_right(_SAME_SHAPE[0], shape.count)],
            _SHAPE_WORDS[1][bisect_right(_SHAPE_WORDS[0], shape_words)],
            _CONTINUED[1][bisect_right(_CONTINUED[0], self.below.get(bare, 0))],
            *_pair_signs(target, shape_words),
        ]
        if address.host != facts.host:
            signs += _other_host_signs(address.host, facts.host, not address.segments)
        elif facts.path.startswith(f"{bare}/") and facts.path != bare:
            signs.append("this page is below it")
        if shape.headings * 2 > shape.count:
            signs.append("like addresses in headings")
        if address.template == facts.template:
            signs.append("shaped like this page")
        return signs


@lru_cache(maxsize=2048)
def _other_host_signs(host: str, here: str, is_root: bool) -> tuple[str, ...]:
    if here.endswith(f".{host}"):
        return ("on the main host", "the main host's front page") if is_root else ("on the main host",)
    signs = ("on another host", *_bit_signs("host says", word_bits(host.partition(".")[0])))
    return (*signs, "another host's front page") if is_root else signs


def _pair_signs(target: Target, shape_words: float) -> tuple[str, ...]:
    """Signs that say more together than each alone."""
    address, around = target.address, target.every
    last = address.segments[-1] if address.segments else None
    has_id = bool(address.query) and "query holds an id" in _query_signs(address.query)
    return _named_pairs(
        _SHAPE_NAMES[last.shape] if last is not None else "nothing",
        0 if not target.units else 1 if target.units < 4 else 2,
        0 if shape_words < 2.5 else 1 if shape_words < 4.5 else 2,
        last is not None and last.bits != 0,
        has_id or address.has_date or (last is not None and last.digits >= 5),
        1 if around & (words.NAV | link_places.IN_HEADER) else 2 if around & words.FOOTER else 0,
    )


@lru_cache(maxsize=4096)
def _named_pairs(shape: str, size: int, among: int, has_word: bool, has_number: bool, place: int) -> tuple[str, ...]:
    text = ("without text", "with few words", "with many words")[size]
    like = ("among few words", "among some words", "among many words")[among]
    kind = "number or date" if has_number else "plain address"
    signs = [f"{shape} {text}", f"{shape} {like}", f"{kind} {text}", f"{kind} {like}"]
    if has_word:
        signs.append(f"known word {text}")
    if place:
        signs.append(f"{('', 'menu', 'footer')[place]} {text}")
    return tuple(signs)

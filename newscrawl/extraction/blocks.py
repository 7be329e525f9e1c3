"""One walk over the tree: text blocks in page order, the boxes they stand in, links and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from newscrawl.extraction import words
from newscrawl.extraction.markup import Bounds
from newscrawl.extraction.urls import absolute_url

MAX_ANCHORS = 5_000
"""Links of a page; large front pages have 800."""

SKIPPED = words.names(
    """
    head script style noscript template svg math button input select textarea iframe object canvas audio video
    -comment -doctype
    """
)
BLOCK_TAGS = words.names(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p picture pre search section summary table
    tbody td tfoot th thead tr ul
    """
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LINES_FLOW = frozenset({"p", "li", "blockquote", "figcaption", "dd", "dt", *HEADINGS})
_MOST_STAMPS = 5000  # <time> elements of a page
_NAMING = ("class", "id", "itemprop", "role")
_TAG_BITS = {
    "nav": words.NAV, "footer": words.FOOTER, "aside": words.SIDEBAR, "figcaption": words.CAPTION,
    "figure": words.CAPTION, "dialog": words.COOKIE, "blockquote": words.QUOTE,
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Box:
    """A block-level element: what it is called and where it stands. Knows its parents, not its children.

    ``bits`` are the groups of ``words`` it is named after, ``bits_around`` those of all boxes of its ``chain``.
    """

    __slots__ = ("bits", "bits_around", "depth", "names", "order", "parent", "tag")

    def __init__(self, parent: Box | None, tag: str, names: str = "", bits: int = 0, order: int = 0) -> None:
        self.parent = parent
        self.tag = tag
        self.names = names
        self.bits = bits
        self.order = order
        if parent is None:
            self.depth: int = 0
            self.bits_around: int = 0
        else:
            self.depth = parent.depth + 1
            self.bits_around = parent.bits_around | bits

    def chain(self) -> Iterator[Box]:
        """This box and the ones around it, innermost first, the page's own body left out."""
        box: Box | None = self
        while box is not None and box.parent is not None:
            yield box
            box = box.parent

    def within(self, other: Box) -> bool:
        """Whether this is the other box or stands in it."""
        box: Box | None = self
        while box is not None and box.depth >= other.depth:
            if box is other:
                return True
            box = box.parent
        return False


@dataclass(eq=False, slots=True)
class Anchor:
    """A link with an address that could be fetched, and where it stands."""

    url: str
    box: Box
    rel: str = ""
    title: str = ""
    text: str = ""
    """White space folded; of a picture its alternative text."""
    has_heading: bool = False
    """It stands in a heading, or holds one."""
    has_image: bool = False
    names: str = ""
    block: int = 0
    """Index of the first text block at or after the link's start."""


@dataclass(eq=False, slots=True)
class Picture:
    """An image and where it stands."""

    url: str
    alt: str
    box: Box
    block: int
    width: int | None = None


@dataclass(eq=False, slots=True)
class Stamp:
    """A ``<time>`` with the date it states."""

    value: str
    names: str
    block: int
    box: Box


@dataclass(eq=False, slots=True)
class Block:
    """Text between two block-level borders, as a reader sees it: white space folded."""

    text: str
    box: Box
    link_chars: int = 0
    parts: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, Anchor]] = field(default_factory=list)
    """Links within the block: first part, part after the last, the link."""
    _units: int = field(default=0, init=False, repr=False)

    @property
    def tag(self) -> str:
        return self.box.tag

    @property
    def link_share(self) -> float:
        """Share of the characters that are links, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.link_chars else 0.0

    @property
    def units(self) -> int:
        """Length in words; two characters count as one in scripts without spaces."""
        if not self._units:
            self._units = units(self.text)
        return self._units

    @property
    def is_heading(self) -> bool:
        return self.box.tag in HEADINGS

    @property
    def label(self) -> str:
        """What stands before the block's first link. "" without a link."""
        return fold("".join(self.parts[: self.spans[0][0]])) if self.spans and self.spans[0][0] else ""

    def pieces(self) -> Iterator[tuple[str, Anchor | None]]:
        """The block cut at its links: text, and the link it belongs to."""
        at = 0
        for start, end, anchor in self.spans:
            if start > at:
                yield "".join(self.parts[at:start]), None
            yield "".join(self.parts[start:end]), anchor
            at = end
        if at < len(self.parts):
            yield "".join(self.parts[at:]), None


@dataclass(eq=False, slots=True)
class Layout:
    """What one walk over a page finds, each list in page order."""

    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    bits: int = 0
    """The groups of ``words`` that any box is named after."""
    is_cut: bool = False


def units(text: str) -> int:
    """Length of a text in words; two characters count as one in scripts without spaces.

    >>> units("Rain ends"), units("雨がやんだ")
    (2, 2)
    """
    spaced = text.count(" ") + 1
    if text.isascii() or (spaced > 4 and spaced * 12 > len(text)):
        return spaced
    return max(spaced, len(_WIDE.findall(text)) // 2)


def fold(text: str) -> str:
    """White space folded to single spaces.

    >>> fold(" Rain\\n  ends ")
    'Rain ends'
    """
    return " ".join(text.split())


def lay_out(root: LexborNode, base_url: str, max_blocks: int = Bounds().max_blocks) -> Layout:
    """Walk the tree below ``root`` once, up to so many blocks. Holds no node of it afterwards."""
    return _Walk(root, base_url, max_blocks).layout


class _Walk:
    """The state of one walk: the box and the link it is in, and the text since the last border of a box."""

    def __init__(self, root: LexborNode, base_url: str, max_blocks: int) -> None:
        self.layout = Layout()
        self.blocks = self.layout.blocks
        self.max_blocks = max_blocks
        self.is_full = max_blocks <= 0
        self.base_url = base_url
        self.urls: dict[str, str | None] = {}
        self.box = Box(None, "html")
        self.boxes = 0
        self.anchor: Anchor | None = None
        self.is_in_link = False
        """Also in one that leads nowhere."""
        self.link_part = 0
        """The first part since the last border that stands in the link."""
        self.link_texts: list[str] = []
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, Anchor]] = []
        self.link_chars = 0
        self.breaks = 0
        self.break_part = 0
        """The first part after the last line break."""
        self.layout.is_cut = not self.run(root)
        self.flush()

    def run(self, node: LexborNode) -> bool:
        """Whether the end was reached: when there are blocks or links enough, the next element ends it.

        Hundreds of times a page: a call more for each node, or each child on a stack, is felt.
        """
        parents: list[LexborNode] = []
        closings: list[Box | Literal[True] | None] = []
        parts, act_on = self.parts, _ACTS.get
        while True:
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                if parts or not text.isspace():  # most often there is but white space between two borders
                    parts.append(text)
            else:
                act = act_on(tag)
                closing = act(self, tag, node) if act is not None else None
                if closing is not False:
                    if self.is_full:
                        return False
                    child = node.first_child
                    if child is not None:
                        parents.append(node)
                        closings.append(closing)
                        node = child
                        continue
                    if closing is not None:
                        self.close(closing)
            following = node.next if parents else None
            while following is None:
                if not parents:
                    return True
                node = parents.pop()
                closing = closings.pop()
                if closing is not None:
                    self.close(closing)
                following = node.next if parents else None
            node = following

    def close(self, closing: Box | Literal[True]) -> None:
        if closing is True:
            self.close_link()
            return
        if self.parts:
            self.flush()
        self.box = closing

    def pass_over(self, _: str, __: LexborNode) -> Literal[False]:
        return False

    def open_box(self, tag: str, node: LexborNode) -> Box:
        if self.parts:
            self.flush()
        attributes = node.attributes
        bits, names = _TAG_BITS.get(tag, 0), ""
        if attributes:
            names = _names_of(attributes)
            if names and tag not in ("body", "html"):
                bits |= words.class_bits(names)
            if (len(attributes) > 1 or not names) and _is_hidden(attributes):
                bits |= words.HIDDEN
        self.boxes += 1
        self.layout.bits |= bits
        around = self.box
        self.box = Box(around, tag, names, bits, self.boxes)
        if self.anchor is not None and tag in HEADINGS:
            self.anchor.has_heading = True
        return around

    def open_link(self, _: str, node: LexborNode) -> Literal[True] | None:
        if self.is_in_link:
            return None
        attributes = node.attributes
        href = attributes.get("href")
        if href is None:
            return None
        self.is_in_link = True
        self.link_part = len(self.parts)
        url = self.url_of(href)
        if url is None:
            return True
        title = attributes.get("title") or attributes.get("aria-label") or attributes.get("alt")
        self.anchor = Anchor(
            url,
            self.box,
            rel=rel.lower() if (rel := attributes.get("rel")) else "",
            title=fold(title) if title else "",
            has_heading=self.box.tag in HEADINGS,
            names=attributes.get("class") or "",
            block=len(self.blocks),
        )
        self.layout.anchors.append(self.anchor)
        if len(self.layout.anchors) >= MAX_ANCHORS:
            self.is_full = True
        return True

    def close_link(self) -> None:
        self.end_span()
        self.is_in_link = False
        anchor, self.anchor = self.anchor, None
        if anchor is not None:
            anchor.text = fold(" ".join(self.link_texts)) or anchor.text or anchor.title
            self.link_texts.clear()

    def end_span(self) -> None:
        """The parts from the link's first one up to here are its text."""
        linked = self.parts[self.link_part :]
        if not linked:
            return
        for text in linked:
            self.link_chars += len(text.strip())
        if self.anchor is not None:
            self.link_texts += linked
            self.spans.append((self.link_part, len(self.parts), self.anchor))

    def url_of(self, href: str) -> str | None:
        if href not in self.urls:
            self.urls[href] = None if href.lstrip().startswith("#") else absolute_url(self.base_url, href)
        return self.urls[href]

    def add_picture(self, _: str, node: LexborNode) -> Literal[False]:
        attributes = node.attributes
        alt = fold(attributes.get("alt") or "")
        if self.anchor is not None:
            self.anchor.has_image = True
            self.anchor.text = self.anchor.text or alt
        url = next((url for source in _sources(attributes) if (url := absolute_url(self.base_url, source))), None)
        if url is not None:
            width = (attributes.get("width") or "").strip().removesuffix("px")
            self.layout.pictures.append(
                Picture(
                    url,
                    alt,
                    self.box,
                    len(self.blocks),
                    int(width) if width.isdecimal() and len(width) < 6 else None,
                )
            )
        return False

    def add_stamp(self, _: str, node: LexborNode) -> None:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content")
        if value and len(self.layout.stamps) < _MOST_STAMPS:
            names = " ".join(attributes.get(name) or "" for name in ("class", "itemprop", "pubdate", "id"))
            self.layout.stamps.append(Stamp(fold(value), names, len(self.blocks), self.box))

    def break_line(self, _: str, __: LexborNode) -> Literal[False]:
        if not all(map(str.isspace, self.parts[self.break_part :])):
            self.breaks = 0
        self.breaks += 1
        if self.breaks > 1 or self.box.tag not in _LINES_FLOW:
            self.flush()
            self.breaks = 1
        else:
            self.parts.append(" ")
            self.break_part = len(self.parts)
        return False

    def flush(self) -> None:
        """A border: what was read since the last one is a block, if it is more than white space."""
        parts = self.parts
        if not parts:
            return
        if self.is_in_link:
            self.end_span()
        text = fold("".join(parts))
        if text:
            self.blocks.append(Block(text, self.box, self.link_chars, parts[:], self.spans[:]))
            if len(self.blocks) >= self.max_blocks:
                self.is_full = True
        parts.clear()
        self.spans.clear()
        self.link_chars = self.link_part = self.breaks = self.break_part = 0


_Act = Callable[[_Walk, str, LexborNode], Box | Literal[True, False] | None]
"""What an element does where it begins. The result tells what its end does: go back to a box, end the link (True) or
nothing (None). False: what is in it is not read."""

_ACTS: dict[str, _Act] = {
    "": _Walk.pass_over,
    **dict.fromkeys(SKIPPED, _Walk.pass_over),
    **dict.fromkeys(BLOCK_TAGS, _Walk.open_box),
    "a": _Walk.open_link, "area": _Walk.open_link, "br": _Walk.break_line, "img": _Walk.add_picture,
    "time": _Walk.add_stamp,
}  # fmt: skip


def _names_of(attributes: dict[str, str | None]) -> str:
    if len(attributes) == 1:  # most often a class alone
        return attributes.get("class") or attributes.get("id") or ""
    return " ".join([value for name in _NAMING if (value := attributes.get(name))])


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _sources(attributes: dict[str, str | None]) -> Iterator[str]:
    for name in ("data-src", "data-original", "data-lazy-src", "src", "data-srcset", "srcset"):
        value = (attributes.get(name) or "").strip()
        if value and not value.startswith("data:"):
            yield value.split(",")[0].split(" ")[0] if name.endswith("srcset") else value

"""One walk over the tree: text blocks in page order, the boxes they stand in, links and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
_NAMING = ("class", "id", "itemprop", "role")
_TAG_BITS = {
    "nav": words.NAV, "footer": words.FOOTER, "aside": words.SIDEBAR, "figcaption": words.CAPTION,
    "figure": words.CAPTION, "dialog": words.COOKIE, "blockquote": words.QUOTE,
}  # fmt: skip
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Box:
    """A block-level element: what it is called and where it stands. Knows its parents, not its children."""

    __slots__ = ("bits", "depth", "names", "order", "parent", "tag")

    def __init__(self, parent: Box | None, tag: str, names: str = "", bits: int = 0, order: int = 0) -> None:
        self.parent = parent
        self.tag = tag
        self.names = names
        self.bits = bits
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.order = order

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

    @property
    def tag(self) -> str:
        return self.box.tag

    @property
    def link_share(self) -> float:
        """Share of the characters that are links, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text))

    @property
    def units(self) -> int:
        """Length in words; two characters count as one in scripts without spaces."""
        return units(self.text)

    @property
    def is_heading(self) -> bool:
        return self.box.tag in HEADINGS

    @property
    def label(self) -> str:
        """What stands before the block's first link. "" without a link."""
        return fold("".join(self.parts[: self.spans[0][0]])) if self.spans else ""

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
    """The state of one walk. Closing marks on the stack end boxes and links."""

    def __init__(self, root: LexborNode, base_url: str, max_blocks: int) -> None:
        self.layout = Layout()
        self.max_blocks = max_blocks
        self.base_url = base_url
        self.urls: dict[str, str | None] = {}
        self.box = Box(None, "html")
        self.boxes = 0
        self.anchor: Anchor | None = None
        self.anchor_text: list[str] = []
        self.anchor_part = 0
        self.in_dead_link = False
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, Anchor]] = []
        self.link_chars = 0
        self.breaks = 0
        self.run(root)
        self.flush()

    def run(self, root: LexborNode) -> None:
        stack: list[LexborNode | Box | int] = [root]
        pop, push = stack.pop, stack.append
        while stack:
            node = pop()
            if node.__class__ is Box:
                self.flush()
                self.box = node
                continue
            if node.__class__ is int:
                self.close_link()
                continue
            tag = node.tag  # type: ignore[union-attr]
            if tag == "-text":
                self.add_text(node.text_content or "")  # type: ignore[union-attr]
                continue
            if tag is None or tag in SKIPPED:
                continue
            if tag in BLOCK_TAGS:
                self.flush()
                push(self.box)
                self.open_box(tag, node)  # type: ignore[arg-type]
            elif tag == "a" or tag == "area":
                if self.anchor is None and not self.in_dead_link and self.open_link(node):  # type: ignore[arg-type]
                    push(0)
            elif tag == "br":
                self.break_line()
                continue
            elif tag == "img":
                self.add_picture(node)  # type: ignore[arg-type]
                continue
            elif tag == "time":
                self.add_stamp(node)  # type: ignore[arg-type]
            child = node.last_child  # type: ignore[union-attr]
            while child is not None:
                push(child)
                child = child.prev
            if len(self.layout.blocks) >= self.max_blocks or len(self.layout.anchors) >= MAX_ANCHORS:
                self.layout.is_cut = True
                return

    def open_box(self, tag: str, node: LexborNode) -> None:
        attributes = node.attributes
        bits, names = _TAG_BITS.get(tag, 0), ""
        if attributes:
            names = _names_of(attributes)
            if names and tag not in ("body", "html"):
                bits |= words.class_bits(names)
            if len(attributes) > 1 or not names:
                bits |= words.HIDDEN if _is_hidden(attributes) else 0
        self.boxes += 1
        self.layout.bits |= bits
        self.box = Box(self.box, tag, names, bits, self.boxes)
        if tag in HEADINGS and self.anchor is not None:
            self.anchor.has_heading = True

    def open_link(self, node: LexborNode) -> bool:
        attributes = node.attributes
        href = attributes.get("href")
        self.anchor_text = []
        self.anchor_part = len(self.parts)
        self.in_dead_link = True
        if href is None:
            self.in_dead_link = False
            return False
        url = self.url_of(href)
        if url is None:
            return True
        self.in_dead_link = False
        self.anchor = Anchor(
            url,
            self.box,
            rel=(attributes.get("rel") or "").lower(),
            title=fold(attributes.get("title") or attributes.get("aria-label") or attributes.get("alt") or ""),
            has_heading=self.box.tag in HEADINGS,
            names=attributes.get("class") or "",
            block=len(self.layout.blocks),
        )
        self.layout.anchors.append(self.anchor)
        return True

    def close_link(self) -> None:
        anchor, self.anchor = self.anchor, None
        self.in_dead_link = False
        if anchor is None:
            return
        anchor.text = fold(" ".join(self.anchor_text)) or anchor.text or anchor.title
        if len(self.parts) > self.anchor_part:
            self.spans.append((self.anchor_part, len(self.parts), anchor))

    def url_of(self, href: str) -> str | None:
        if href not in self.urls:
            self.urls[href] = None if href.lstrip().startswith("#") else absolute_url(self.base_url, href)
        return self.urls[href]

    def add_text(self, text: str) -> None:
        self.parts.append(text)
        if text.isspace():
            return
        self.breaks = 0
        if self.anchor is not None:
            self.anchor_text.append(text)
            self.link_chars += len(text.strip())
        elif self.in_dead_link:
            self.link_chars += len(text.strip())

    def add_picture(self, node: LexborNode) -> None:
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
                    len(self.layout.blocks),
                    int(width) if width.isdecimal() and len(width) < 6 else None,
                )
            )

    def add_stamp(self, node: LexborNode) -> None:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content")
        if value:
            names = " ".join(attributes.get(name) or "" for name in ("class", "itemprop", "pubdate", "id"))
            self.layout.stamps.append(Stamp(fold(value), names, len(self.layout.blocks), self.box))

    def break_line(self) -> None:
        self.breaks += 1
        if self.breaks > 1 or self.box.tag not in _LINES_FLOW:
            self.flush()
            self.breaks = 1
        else:
            self.parts.append(" ")

    def flush(self) -> None:
        if not self.parts:
            return
        text = fold("".join(self.parts))
        if text:
            if self.anchor is not None and len(self.parts) > self.anchor_part:
                self.spans.append((self.anchor_part, len(self.parts), self.anchor))
            self.layout.blocks.append(Block(text, self.box, self.link_chars, self.parts, self.spans))
        self.parts, self.spans = [], []
        self.link_chars = self.anchor_part = self.breaks = 0


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

"""What tells an article's blocks from the rest of a page, as numbers: a column for each sign, a number for each block.

Own length, links and punctuation; the neighbours; the boxes around and what they are named; all blocks of one kind;
agreement with title, description and JSON-LD; the place on the page. Nothing here depends on the language, but for the
names of boxes (``words``) and the headings over lists of links (``headings``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from newscrawl.extraction import words
from newscrawl.extraction.blocks import HEADINGS, Block, Box
from newscrawl.extraction.headings import list_kind, opens_discussion
from newscrawl.extraction.json_ld import listed
from newscrawl.extraction.page import Page

Column = NDArray[np.float32]
Signs = dict[str, Column]
"""Columns by name, each a number for each block of the page."""

LONG_UNITS = 10
"""Words from which a block, if not made of links, counts as running text here."""

MAIN_SHARE = 0.6
"""Share of the running text that the innermost box holding the article is taken to have."""

MOST_OF_PAGE = 0.9
"""Share of the text from which a box that is named like readers' comments holds what the page tells: a discussion is
often longer than the article."""

FADE = 0.7
"""How much of a box's names counts for the boxes within it, a level."""

_TAGS = {
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "li": 7, "td": 8, "th": 9, "blockquote": 10,
    "div": 11, "figcaption": 12, "dd": 13, "dt": 14, "pre": 15, "section": 16, "article": 17, "header": 18,
    "footer": 19, "aside": 20, "body": 21, "main": 22, "caption": 23, "ul": 24, "ol": 25,
}  # fmt: skip
_OTHER_TAG = 30
_MARKS = ("article", "main", "section", "footer", "header", "aside", "form", "table", "ul", "td")
_PLACE_OF_MARK = {mark: place for place, mark in enumerate(_MARKS)}
_GROUPS = (
    "BODY", "LEAD", "RELATED", "NEWSLETTER", "COMMENTS", "FOOTER", "CAPTION", "MEDIA", "BYLINE", "META", "TAGS",
    "COOKIE", "SIDEBAR", "QUOTE", "LIVE", "HIDDEN",
)  # fmt: skip
_PLACES_OF_BITS = np.array(
    [(words.HIDDEN if name == "HIDDEN" else words.BITS[name]).bit_length() - 1 for name in _GROUPS]
)
_END = re.compile(r"[.!?…。！？؟।۔][\"'”’»“)\]」』]*$")
_CONTEXT = (*(f"in {mark}" for mark in _MARKS), *(f"named {group}" for group in _GROUPS))
_SIDE = (
    words.RELATED | words.PROMO | words.SHARE | words.NEWSLETTER | words.COMMENTS | words.FOOTER | words.NAV
    | words.BREADCRUMB | words.PAGER | words.CAPTION | words.AD | words.COOKIE | words.SIDEBAR | words.TAGS
    | words.BYLINE | words.HIDDEN | words.CORRECTION | words.PAYWALL
)  # fmt: skip
_WEIGHED = (("side", _SIDE), ("body", words.BODY), ("comments", words.COMMENTS))
_FADING = np.array([FADE] * len(_CONTEXT) + [1] * 2 * len(_WEIGHED), np.float32)
_NEIGHBOURS = {
    "size": (-3, -2, -1, 1, 2, 3), "link": (-2, -1, 1, 2, 3), "punct": (1,), "end": (1,), "tag": (1, 2), "width": (1,),
}  # fmt: skip
_LIST, _DISCUSSION = 1, 2
_TOLD_BEFORE = 60  # words above a box of comments that are an article of their own; a forum's thread has fewer
_LONGEST_HEADING = 60  # characters
_SAID_BEFORE = 100  # words of running text above a discussion
_MADE_OF_LINKS = 0.9  # share of links; such blocks are compared with nothing
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_WIDE_STOPS = "。、，！？；…،؛۔।"
_KEYED = 400  # characters; longer blocks are compared with no title or description
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 500, 2_000  # characters
_SEARCHED = 30_000_000  # characters that may be searched for blocks that the JSON-LD body holds
_BEGINNING = 40  # characters
_MOST_HEADS = 50  # h1 of a page that are compared; where there are more, none is the headline
_WINDOW = 60  # characters of a block that are looked up there


class BlockSigns:
    """The signs of one page's blocks. Time is linear in the blocks and the boxes around them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = told_places(page)
        """Where the blocks stand among the page's: what readers say of the article is left out."""
        self.blocks = page.blocks if len(self.places) == len(page.blocks) else [page.blocks[at] for at in self.places]
        self.size = len(self.blocks)
        self.units = np.array([block.units for block in self.blocks], dtype=np.float32)
        self.links = np.array([block.link_share for block in self.blocks], dtype=np.float32)
        self.tags = [block.box.tag for block in self.blocks]
        self.ends = _flags(_END.search(block.text, max(0, len(block.text) - 4)) is not None for block in self.blocks)
        self.boxes = _Boxes(self.blocks)
        self.running = np.where((self.units >= LONG_UNITS) & (self.links < 0.5), self.units, 0.0).astype(np.float32)
        self.total = float(self.units.sum()) or 1.0
        self.running_total = float(self.running.sum()) or 1.0

    def forget_page(self) -> None:
        """Keep only what the second step of a model asks for."""
        del self.page, self.blocks
        self.boxes.boxes = []

    def all(self) -> Signs:
        """Every sign. An empty page has none."""
        if not self.size:
            return {}
        own = self.of_block()
        families = (own, self.of_text(), self.of_neighbours(own), self.of_boxes(), self.of_kind(), self.of_page())
        return {name: column for family in families for name, column in family.items()}

    def of_block(self) -> Signs:
        """Size, share of links, punctuation, tag."""
        lengths = np.array([len(block.text) for block in self.blocks], dtype=np.float32)
        sizes = self.units.tolist()
        stops = [_stops(block.text) if size > 3 else 0 for block, size in zip(self.blocks, sizes, strict=True)]
        return {
            "size": np.log1p(self.units),
            "link": self.links,
            "punct": np.array(stops, np.float32) / np.maximum(self.units, 1),
            "end": self.ends,
            "tag": np.array([_TAGS.get(tag, _OTHER_TAG) for tag in self.tags], dtype=np.float32),
            "width": lengths / np.maximum(self.units, 1),
        }

    def of_text(self) -> Signs:
        """How the text looks, what stands before it, and what it has in common with the page's own data."""
        kinds = np.array([_list_opening(block) for block in self.blocks])
        openings = kinds > 0
        heads = np.array([tag in HEADINGS for tag in self.tags])
        long_text = (self.units >= 25) & (self.links < 0.3)
        since_opening = _since(openings)
        return {
            "ellipsis": _flags(block.text.endswith(("…", "...", "…]")) for block in self.blocks),
            "since heading": _since(openings | heads),
            "in list": ((since_opening < _since(long_text)) & (since_opening < self.size)).astype(np.float32),
            "labelled": _flags(_is_labelled(block) for block in self.blocks),
            **self.of_agreement(),
            **self.of_pictures(),
        }

    def of_pictures(self) -> Signs:
        """How many stand between this block and the ones beside it."""
        places = np.searchsorted(self.places, [picture.block for picture in self.page.pictures])
        counts = np.minimum(np.bincount(places, minlength=self.size + 1), 3)
        return {
            "picture before": counts[: self.size].astype(np.float32),
            "pictures near": _near(counts)[: self.size],
        }

    def of_agreement(self) -> Signs:
        page, blocks = self.page, self.blocks
        compared = [
            block.text if link < _MADE_OF_LINKS and len(block.text) <= _KEYED else ""
            for block, link in zip(blocks, self.links.tolist(), strict=True)
        ]
        description = page.meta_value("og:description", "description", "twitter:description") or ""
        described = words.key(description[:_LONGEST_DESCRIPTION])
        # What a text begins with tells of most that they are neither headline nor description.
        openings = [words.key(text[:_BEGINNING]) for text in compared]
        heads = {place: words.key(compared[place]) for place, tag in enumerate(self.tags) if tag == "h1"}
        titled = set(islice(heads.values(), _MOST_HEADS)) - {""}
        names = _authors(page)
        counts: dict[str, int] = {}
        for block in blocks:
            counts[block.text] = counts.get(block.text, 0) + 1
        self.headline = self._headline(heads, compared, _titles(page))
        return {
            "is h1": _flags(
                text != "" and any(head.startswith(opening) for head in titled) and words.key(text) in titled
                for text, opening in zip(compared, openings, strict=True)
            ),
            "in description": _flags(
                text != ""
                and (opening in described or len(text) >= len(described))
                and _agree(words.key(text), described)
                for text, opening in zip(compared, openings, strict=True)
            )
            if len(described) > 12
            else np.zeros(self.size, np.float32),
            "names author": _flags(
                len(block.text) <= _KEYED and any(name in block.text for name in names) for block in blocks
            )
            if names
            else np.zeros(self.size, np.float32),
            "in body": self._in_stated_body(),
            "repeats": np.array([counts[block.text] for block in blocks], dtype=np.float32),
            "begins alike": self._alike(),
        }

    def _alike(self) -> Column:
        """How many other texts begin like this one and go on otherwise: a lead above the text, a text in one piece."""
        beginnings = [block.text[:_BEGINNING] if len(block.text) >= _BEGINNING else "" for block in self.blocks]
        texts: dict[str, set[str]] = {}
        for beginning, block in zip(beginnings, self.blocks, strict=True):
            if beginning:
                texts.setdefault(beginning, set()).add(block.text)
        return np.array([len(texts[beginning]) - 1 if beginning else 0 for beginning in beginnings], dtype=np.float32)

    def _headline(self, heads: dict[int, str], texts: Sequence[str], titles: Sequence[str]) -> int | None:
        joined = " ".join(titles)
        for place, key in heads.items():
            if len(key) > 8 and key in joined:
                return place
        if heads:
            return next(iter(heads))
        long = (place for place, text in enumerate(texts) if len(text) > 12)
        return next((place for place in long if len(key := words.key(texts[place])) > 12 and key in titles), None)

    def _in_stated_body(self) -> Column:
        """1: the JSON-LD body holds the block's beginning; 0: it does not; a half: there is none."""
        bodies = [body for thing in self.page.json_ld_articles if isinstance(body := thing.get("articleBody"), str)]
        body = max(bodies, key=len, default="")
        self.stated = len(body) if len(body) > 200 else 0
        if not self.stated or len(body) * self.size > _SEARCHED:
            return np.full(self.size, 0.5, dtype=np.float32)
        stated = words.key(_MARKUP.sub(" ", body))
        return _flags(words.key(block.text[:_WINDOW]) in stated for block in self.blocks)

    def of_neighbours(self, own: Signs) -> Signs:
        """The same of the blocks before (-) and behind (+), so many places away."""
        return {
            f"{name} {distance:+}": _shifted(own[name], -distance, -1.0 if name == "tag" else 0.0)
            for name, distances in _NEIGHBOURS.items()
            for distance in distances
        }

    def of_boxes(self) -> Signs:
        """Of the box, its parent and grandparent: share of the page, of its running text, links; the names around."""
        boxes = self.boxes
        units, running = boxes.sums(self.units), boxes.sums(self.running)
        linked, count = boxes.sums(self.units * self.links), boxes.last - boxes.first + 1
        signs: Signs = {"depth": boxes.depths[boxes.of_block].astype(np.float32)}
        at = boxes.of_block
        for level in range(3):
            signs[f"box{level} running"] = (running[at] / self.running_total).astype(np.float32)
            signs[f"box{level} link"] = (linked[at] / np.maximum(units[at], 1)).astype(np.float32)
            if level > 0:
                signs[f"box{level} share"] = (units[at] / self.total).astype(np.float32)
                signs[f"box{level} count"] = np.log1p(count[at]).astype(np.float32)
            at = np.where(boxes.parents[at] > 0, boxes.parents[at], at)
        main = self._main_box(running)
        places = np.arange(self.size)
        inside = (places >= boxes.first[main]) & (places <= boxes.last[main])
        signs["inside"] = inside.astype(np.float32)
        signs["above"] = np.where(inside, boxes.depths[boxes.of_block] - boxes.depths[main], 20).astype(np.float32)
        named, least, most = boxes.surroundings(running / self.running_total)
        signs |= dict(zip(_CONTEXT, named[boxes.of_block].T, strict=True))
        for place, (name, _) in enumerate(_WEIGHED):
            signs[f"{name} least"], signs[f"{name} most"] = least[boxes.of_block, place], most[boxes.of_block, place]
        return signs

    def _main_box(self, running: Column) -> int:
        """The innermost box that holds most of the running text, the page itself at worst."""
        holding = np.flatnonzero(running >= MAIN_SHARE * self.running_total)
        return int(holding[np.argmax(self.boxes.depths[holding])]) if len(holding) else 0

    def of_kind(self) -> Signs:
        """What blocks in boxes of the same tag and names are like."""
        kind, kinds = self.boxes.kinds, int(self.boxes.kinds.max()) + 1
        count = np.bincount(kind, minlength=kinds)
        units = np.bincount(kind, self.units, kinds)
        linked = np.bincount(kind, self.units * self.links, kinds)
        ends = np.bincount(kind, self.ends, kinds)
        self.largest_kind = float(units.max()) / self.total
        return {
            "kind share": (units[kind] / self.total).astype(np.float32),
            "kind count": np.log1p(count[kind]).astype(np.float32),
            "kind size": (units[kind] / count[kind]).astype(np.float32),
            "kind link": (linked[kind] / np.maximum(units[kind], 1)).astype(np.float32),
            "kind end": (ends[kind] / count[kind]).astype(np.float32),
        }

    def of_page(self) -> Signs:
        """The block's place, and what is the same for all blocks of the page."""
        before = np.cumsum(self.units) - self.units
        places = np.arange(self.size, dtype=np.float32)
        head = self.headline
        far = np.full(self.size, -60.0, np.float32)
        signs: Signs = {
            "place": (places / self.size).astype(np.float32),
            "before": (before / self.total).astype(np.float32),
            "from headline": np.clip(places - head, -50, 200).astype(np.float32) if head is not None else far,
        }
        whole = {
            "blocks": np.log1p(self.size),
            "words": np.log1p(self.total),
            "running": np.log1p(self.running_total),
            "running share": self.running_total / self.total,
            "largest kind": self.largest_kind,
            "has headline": float(head is not None),
            "stated": np.log1p(self.stated),
        }
        return signs | {f"page {name}": np.full(self.size, value, np.float32) for name, value in whole.items()}


def told_places(page: Page) -> NDArray[np.intp]:
    """The places of the blocks that are not readers' comments.

    A discussion is a box that is named so, or all that follows a heading that says so; in both cases a text must stand
    before it, and a box must not hold nearly all of the page's: forums and letters to the editor are read.
    """
    has_discussions = page.layout.bits & words.COMMENTS
    discussions: list[Box | None] = []
    said: Counter[Box | None] = Counter()
    before: dict[Box, int] = {}
    total = 0
    for block in page.blocks:
        box = _discussion_around(block) if has_discussions else None
        if box is not None:
            before.setdefault(box, said[None])
        elif total > _SAID_BEFORE and len(block.text) <= _LONGEST_HEADING and opens_discussion(block.text):
            break
        discussions.append(box)
        size = block.units
        if size >= LONG_UNITS and block.link_share < 0.5:
            said[box] += size
            total += size
    cut = {box for box in before if before[box] >= _TOLD_BEFORE and said[box] < MOST_OF_PAGE * total}
    if not cut:
        return np.arange(len(discussions))
    return np.array([at for at, box in enumerate(discussions) if box not in cut], dtype=np.intp)


def _discussion_around(block: Block) -> Box | None:
    """The outermost box around the block that is a discussion."""
    if not block.box.bits_around & words.COMMENTS:
        return None
    named = [box for box in block.box.chain() if is_discussion(box)]
    return named[-1] if named else None


def is_discussion(box: Box) -> bool:
    """Whether the box is named like readers' comments, and not like an article."""
    return bool(box.bits & words.COMMENTS) and not box.bits & words.BODY


class _Boxes:
    """The boxes around a page's blocks as arrays, parents before children; box 0 is the page itself."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        number: dict[int, int] = {}
        boxes: list[Box] = []
        parents: list[int] = []
        first: list[int] = []
        of_block = []
        for place, block in enumerate(blocks):
            new = []
            box: Box | None = block.box
            while box is not None and box.order not in number:
                new.append(box)
                box = box.parent
            for box in reversed(new):
                number[box.order] = len(boxes)
                parents.append(number[box.parent.order] if box.parent is not None else 0)
                boxes.append(box)
                first.append(place)
            of_block.append(number[block.box.order])
        self.boxes = boxes
        self.of_block = np.array(of_block, dtype=np.intp)
        last = first[:]
        for place, index in enumerate(of_block):
            last[index] = place
        for index in range(len(boxes) - 1, 0, -1):
            if last[index] > last[parents[index]]:
                last[parents[index]] = last[index]
        self.parents = np.array(parents, dtype=np.intp)
        self.first, self.last = np.array(first, dtype=np.intp), np.array(last, dtype=np.intp)
        self.depths = np.array([box.depth for box in boxes], dtype=np.intp)
        names: dict[tuple[str, str, str], int] = {}
        self.kinds = np.array(
            [
                names.setdefault((box.tag, box.names, box.parent.names if box.parent is not None else ""), len(names))
                for box in (block.box for block in blocks)
            ],
            dtype=np.intp,
        )

    def sums(self, values: Column) -> Column:
        """The sum over the blocks of each box."""
        running = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        return (running[self.last + 1] - running[self.first]).astype(np.float32)

    def surroundings(self, shares: Column) -> tuple[Column, Column, Column]:
        """What each box and those around it are named, 1 or less, the farther away; and of those of ``_WEIGHED`` that
        are named so, the least and the most share (1 and 0: none is)."""
        bits = np.array([box.bits for box in self.boxes], dtype=np.int64)
        bits[0] = 0
        marks = np.array([_PLACE_OF_MARK.get(box.tag, len(_MARKS)) for box in self.boxes])
        named = np.zeros((len(bits), len(_MARKS) + 1 + len(_GROUPS)), np.float32)
        named[np.arange(len(bits)), marks] = 1.0
        named[:, len(_MARKS) + 1 :] = (bits[:, None] >> _PLACES_OF_BITS) & 1
        weighed = (bits[:, None] & np.array([group for _, group in _WEIGHED])) != 0
        least = np.where(weighed, -shares[:, None], np.float32(-1))  # negative: the greatest is the least
        most = np.where(weighed, shares[:, None], np.float32(0))
        told = np.concatenate((np.delete(named, len(_MARKS), axis=1), least, most), axis=1)
        for level in self._levels():
            told[level] = np.maximum(told[level], _FADING * told[self.parents[level]])
        named, least, most = np.split(told, (len(_CONTEXT), len(_CONTEXT) + len(_WEIGHED)), axis=1)
        return named, -least, most

    def _levels(self) -> Iterator[NDArray[np.intp]]:
        """The boxes of each depth, from the second on."""
        order = np.argsort(self.depths, kind="stable")
        borders = np.flatnonzero(np.diff(self.depths[order], prepend=-1))
        for start, end in zip(borders[1:], [*borders[2:], len(order)], strict=True):
            yield order[start:end]


def _stops(text: str) -> int:
    count = text.count(",") + text.count(".") + text.count(";") + text.count(":") + text.count("!") + text.count("?")
    return count if text.isascii() else count + sum(map(text.count, _WIDE_STOPS))


def _agree(key: str, described: str) -> bool:
    """Whether a text is part of the description, or holds it."""
    return len(key) > 12 and (key in described or described in key)


def _list_opening(block: Block) -> int:
    """Whether the block is a heading over links to other stories, or over what readers say. 0: neither."""
    if len(block.text) > _LONGEST_HEADING:
        return 0
    return _DISCUSSION if opens_discussion(block.text) else _LIST if list_kind(block.text) is not None else 0


def _is_labelled(block: Block) -> bool:
    """Whether what stands before its first link promises another story: "Read also: …"."""
    starts_with_link = not block.spans or not block.spans[0][0]
    return not starts_with_link and 0 < len(label := block.label) < 60 and list_kind(label) is not None


def _titles(page: Page) -> list[str]:
    """The headline as title and structured data state it, letters and digits only."""
    stated = [page.title, page.meta_value("og:title", "twitter:title")]
    stated += [thing.get("headline") for thing in page.json_ld_articles[:3]]
    return [words.key(title[:_LONGEST_TITLE]) for title in stated if isinstance(title, str) and title]


def _authors(page: Page) -> list[str]:
    names = list(page.meta_values("author", "article:author")[:3])
    for thing in page.json_ld_articles[:3]:
        stated = thing.get("author")
        for author in listed(stated, 5):
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                names.append(name)
    return [name for name in names if 5 < len(name) < 60][:8]


def _since(marks: NDArray[np.bool_]) -> Column:
    """How many blocks ago the last mark was, 0 at the mark itself; the number of blocks where there was none."""
    places = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, places, -len(marks)))
    return np.minimum(places - last, len(marks)).astype(np.float32)


def _near(counts: NDArray[np.intp], reach: int = 4) -> Column:
    """How many there are within so many places to either side."""
    sums = np.concatenate(([0], np.cumsum(np.pad(counts, (reach, reach)))))
    return (sums[2 * reach + 1 :] - sums[: -2 * reach - 1]).astype(np.float32)


def _shifted(column: Column, distance: int, blank: float) -> Column:
    """The column of the blocks so many places before (negative: behind)."""
    moved = np.full_like(column, blank)
    if distance > 0:
        moved[distance:] = column[:-distance]
    elif len(column) > -distance:
        moved[:distance] = column[-distance:]
    return moved


def _flags(values: Iterator[bool]) -> Column:
    return np.fromiter(values, dtype=np.float32)

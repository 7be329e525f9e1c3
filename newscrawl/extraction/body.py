"""Which blocks of a page are the article: running text, the box that holds most of it, and what belongs in between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from newscrawl.extraction import words
from newscrawl.extraction.blocks import HEADINGS, Block, Box, fold, units
from newscrawl.extraction.headings import list_kind, opens_discussion
from newscrawl.extraction.page import Page, once_per_page

PROSE_UNITS = 9
"""Words from which a block counts as running text: shorter ones are as often labels as sentences."""

MAX_LINK_SHARE = 0.45
"""Above it, a block is made of links."""

DOMINANT = 0.75
"""Share of the running text that a box must hold to be looked into further."""

MINOR = 0.4
"""A box named like a side matter is one if it holds less than this share of the running text; sites also name
whole pages ``has-sidebar``."""

DISCUSSION = 0.9
"""The same for boxes named like readers' comments: a discussion is often longer than the article."""

REPEATED_UNITS = 16
"""Words above which a block that is printed twice counts once; shorter ones are refrains, questions, items."""

TOLD_BEFORE_UNITS = 60
"""Words above a discussion that are an article of their own; a forum's thread has fewer."""

_SIDE_MATTER = (
    words.RELATED | words.PROMO | words.SHARE | words.NEWSLETTER | words.COMMENTS | words.FOOTER | words.NAV
    | words.BREADCRUMB | words.PAGER | words.CAPTION | words.AD | words.COOKIE | words.SIDEBAR | words.TAGS
    | words.BYLINE | words.HIDDEN | words.CORRECTION
)  # fmt: skip
_HARMLESS_ON_BODY = words.TAGS | words.PROMO | words.CAPTION | words.SIDEBAR | words.BYLINE | words.NAV | words.RELATED
_FIRM_TAGS = frozenset({"nav", "footer", "figcaption", "form", "dialog", "button", "address"})
_TEXT_TAGS = frozenset({"p", "li", "blockquote", "dd", "dt", "pre", *HEADINGS})

_BODY_NAMES = re.compile(r"\barticle-?_?body\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？؟।:;][\"'”’»“„)\]）」』]*$")
_COUNTER = re.compile(r"^\W*[^\W\d]{0,20}\W*\(\s*\d[\d.,]*\s*\)\W*$|^\W*\d[\d.,]*\s*[kKmM]?\s*[^\W\d]{0,12}\W*$")
_CORRECTION = re.compile(
    r"""^\W*(?:(?:this\ (?:article|story)\ (?:has\ been|was)\ (?:updated|corrected|amended))
    |(?:correction|corrections|clarification|editor[’']s\ note|editors[’']\ note|update|updated
    |korrektur|berichtigung|richtigstellung|anmerkung\ der\ redaktion|hinweis\ der\ redaktion|aktualisierung
    |rectificatif|correctif|note\ de\ la\ rédaction|mise\ à\ jour|corrección|fe\ de\ erratas
    |nota\ de\ la\ redacción|correzione|errata\ corrige|correção|correctie|rectificatie|rättelse|rettelse
    |корректировка|исправление|уточнение|更正|訂正|정정)
    (?:\s*\([^)]{1,40}\)|\s+[\d./:-]{4,20}(?:\ [\d:]{4,5})?)?\s*[:：])""",
    re.IGNORECASE | re.VERBOSE,
)
_PAYWALL_WORDS = re.compile(
    r"""subscrib|sign\ in\ to|log\ in\ to|already\ a\ (?:member|subscriber)|to\ continue\ reading|abonn
    |jetzt\ weiterlesen|registrier|suscríb|suscript|assine|assinante|abbonat|inscrivez|подписк|会员|會員|購読
    |有料会員|구독""",
    re.IGNORECASE | re.VERBOSE,
)
_PRINTED_DATE_ONLY = re.compile(r"^\D{0,20}\d{1,4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,4}\D{0,3}[\d:]*.{0,12}$")
_LONGEST_LABEL = 8  # words
_LONGEST_LINE = 120  # characters of a counter or a date; a line of 500,000 brackets would take the patterns minutes


def article_text(page: Page) -> str | None:
    """The article as printed, paragraphs joined by a blank line. None: the page has no running text."""
    return joined(article_blocks(page))


def joined(blocks: Iterable[Block]) -> str | None:
    """Blocks as one text. None: no block."""
    return "\n\n".join(block.text for block in blocks) or None


@once_per_page
def article_blocks(page: Page) -> list[Block]:
    """The blocks that are the article's text, page order: paragraphs, sub-headings, quotes and list items.

    Letter for letter what the page shows; without headline, byline, captions, counters, notes and lists
    of links.
    """
    return _Reading(page.blocks, _headlines(page)).article()


@once_per_page
def main_box(page: Page) -> Box | None:
    """The innermost box that holds the article's text. None: no text."""
    blocks = article_blocks(page)
    return common_box(blocks) if blocks else None


@once_per_page
def correction_notes(page: Page) -> list[str]:
    """Correction and update notes as printed, page order, no repeats."""
    notes = [block.text for block in page.blocks if is_correction(block)]
    return list(dict.fromkeys(notes))


def is_correction(block: Block) -> bool:
    """Whether the block is a note about a change of the text."""
    if block.link_share > MAX_LINK_SHARE or len(block.text) > 1500:
        return False
    if _CORRECTION.match(block.text):
        return block.units > 3
    named = any(box.bits & words.CORRECTION for box in (block.box, block.box.parent) if box is not None)
    return named and block.units >= PROSE_UNITS and not block.is_heading


def is_paywall_notice(block: Block) -> bool:
    """Whether the block asks the reader to subscribe, in a box named for that."""
    if len(block.text) > 400 or not any(box.bits & words.PAYWALL for box in islice(block.box.chain(), 4)):
        return False
    return _PAYWALL_WORDS.search(block.text) is not None


def common_box(blocks: list[Block]) -> Box:
    """The innermost box that all of the blocks stand in."""
    box = blocks[0].box
    for block in blocks[1:]:
        while box.parent is not None and not block.box.within(box):
            box = box.parent
    return box


def paragraphs_of(text: str) -> list[str]:
    """A text that came with line breaks, as paragraphs."""
    return [line for line in map(fold, text.splitlines()) if line]


def _headlines(page: Page) -> frozenset[str]:
    """Keys under which the headline may stand once more above the text."""
    candidates = [page.title, page.meta_value("og:title", "twitter:title")]
    candidates += [block.text for block in page.blocks if block.tag == "h1"]
    return frozenset(words.key(text) for text in candidates if text)


class _Reading:
    """One choice of blocks; asks each block a few questions and never looks at the tree."""

    def __init__(self, blocks: list[Block], headlines: frozenset[str]) -> None:
        self.blocks = blocks
        self.headlines = headlines
        self.looks_like_prose = [_is_running_text(block) for block in blocks]
        self.mass: dict[Box, int] = {}
        self.total = 0
        for block, is_prose in zip(blocks, self.looks_like_prose, strict=True):
            if is_prose:
                self.weigh(self.mass, block)
        self.side: dict[Box, bool] = {}
        self.most_of_discussion = DISCUSSION if self.before_discussion() >= TOLD_BEFORE_UNITS else MINOR

    def weigh(self, mass: dict[Box, int], block: Block) -> None:
        size = block.units
        if mass is self.mass:
            self.total += size
        for box in block.box.chain():
            mass[box] = mass.get(box, 0) + size

    def article(self) -> list[Block]:
        end = self.end_of_page()
        prose = [
            place for place in range(end) if self.looks_like_prose[place] and not self.is_aside(self.blocks[place])
        ]
        if not prose:
            return []
        main = self.main_box([self.blocks[place] for place in prose])
        inside = [place for place in prose if main is None or self.blocks[place].box.within(main)]
        first, last = self.widened(inside[0], inside[-1])
        return self.trimmed(list(self.chosen(first, last, main)))

    def end_of_page(self) -> int:
        """Where readers' comments begin, if running text went before."""
        seen = 0
        for place, block in enumerate(self.blocks):
            if self.looks_like_prose[place]:
                seen += block.units
            elif seen > 100 and opens_discussion(block.text) and not self.is_side_box(block.box):
                return place
        return len(self.blocks)

    def before_discussion(self) -> int:
        """Words of running text above the first box that is named like readers' comments."""
        seen = 0
        for block, is_prose in zip(self.blocks, self.looks_like_prose, strict=True):
            if is_prose:
                if any(
                    box.bits & words.COMMENTS and not box.bits & words.BODY for box in islice(block.box.chain(), 12)
                ):
                    break
                seen += block.units
        return seen

    def is_side_box(self, box: Box) -> bool:
        """Whether the box, or one around it, is named like something beside the text."""
        known = self.side.get(box)
        if known is None:
            parent = box.parent
            known = parent is not None and (
                (self.is_side_box(parent) and not self.is_named_body(box)) or self.is_named_aside(box)
            )
            self.side[box] = known
        return known

    def is_named_aside(self, box: Box) -> bool:
        share = self.mass.get(box, 0) / (self.total or 1)
        if box.tag in _FIRM_TAGS and share < 0.8:
            return True
        # Article boxes carry the names of their subjects and layouts too: "post tag-travel has-sidebar".
        side_matter = _SIDE_MATTER if not box.bits & words.BODY else _SIDE_MATTER & ~_HARMLESS_ON_BODY
        if box.bits & words.COMMENTS and not box.bits & words.BODY and share < self.most_of_discussion:
            return True
        return bool(box.bits & side_matter) and share < MINOR

    def is_named_body(self, box: Box) -> bool:
        return bool(_BODY_NAMES.search(box.names)) and self.mass.get(box, 0) >= MINOR * self.total

    def is_aside(self, block: Block) -> bool:
        return self.is_side_box(block.box) or is_correction(block) or is_paywall_notice(block)

    def main_box(self, prose: list[Block]) -> Box | None:
        """The smallest box that still holds most of the running text; a box that is named as the body suffices."""
        mass: dict[Box, int] = {}
        for block in prose:
            self.weigh(mass, block)
        total = sum(block.units for block in prose)
        wanted = [box for box, size in mass.items() if size >= DOMINANT * total]
        named = [box for box, size in mass.items() if size >= MINOR * total and _BODY_NAMES.search(box.names)]
        if named:
            return min(named, key=lambda box: box.depth)
        return max(wanted, key=lambda box: box.depth, default=None)

    def widened(self, first: int, last: int) -> tuple[int, int]:
        """Short sentences at either end that stand side by side with the running text belong to it."""
        while first > 0 and self.is_short_paragraph(first - 1, beside=first):
            first -= 1
        while last + 1 < len(self.blocks) and self.is_short_paragraph(last + 1, beside=last):
            last += 1
        return first, last

    def is_short_paragraph(self, place: int, *, beside: int) -> bool:
        block, neighbour = self.blocks[place], self.blocks[beside]
        return (
            block.tag == neighbour.tag
            and block.tag in ("p", "li")
            and block.box.parent is neighbour.box.parent
            and block.box.names == neighbour.box.names
            and self.belongs(block)
            and bool(_SENTENCE_END.search(block.text))
            and block.units >= 2
        )

    def chosen(self, first: int, last: int, main: Box | None) -> Iterator[Block]:
        """Blocks from the first to the last paragraph, less what is none of the text."""
        in_list_of_links = False
        for place in range(first, last + 1):
            block = self.blocks[place]
            if main is not None and not block.box.within(main):
                continue
            if list_kind(block.text) is not None and block.units <= _LONGEST_LABEL and not self.looks_like_prose[place]:
                in_list_of_links = True
                continue
            if self.looks_like_prose[place] and block.tag != "li":
                in_list_of_links = False
            if not in_list_of_links and self.belongs(block):
                yield block

    def belongs(self, block: Block) -> bool:
        if self.is_aside(block) or words.key(block.text) in self.headlines or list_kind(block.label) is not None:
            return False
        if block.link_share > MAX_LINK_SHARE and not (
            block.tag in ("p", "li") and block.link_share < 0.9 and _is_sentence(block)
        ):
            return False
        if len(block.text) <= _LONGEST_LINE and (_COUNTER.match(block.text) or _PRINTED_DATE_ONLY.match(block.text)):
            return False
        return block.tag in _TEXT_TAGS or block.units >= 4 or _is_sentence(block)

    def trimmed(self, blocks: list[Block]) -> list[Block]:
        """Without headings that head nothing, and labels at the ends."""
        kept: list[Block] = []
        for block in reversed(_printed_once(blocks)):
            if block.is_heading and (not kept or _rank(kept[-1]) <= _rank(block)):
                continue
            kept.append(block)
        return kept[::-1]


def _printed_once(blocks: list[Block]) -> list[Block]:
    """Without paragraphs that stand on the page again, for narrow screens or as a quotation beside the text."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.units <= REPEATED_UNITS or block.text not in seen:
            kept.append(block)
            seen.add(block.text)
    return kept


def _rank(block: Block) -> int:
    return int(block.tag[1]) if block.is_heading else 9


def _is_running_text(block: Block) -> bool:
    size = units(block.text)
    if size < PROSE_UNITS or block.is_heading:
        return False
    if block.link_share > MAX_LINK_SHARE:
        return size * (1 - block.link_share) >= PROSE_UNITS and block.link_share < 0.8 and _is_sentence(block)
    return size >= 25 or block.tag == "p" or bool(_SENTENCE_END.search(block.text))


def _is_sentence(block: Block) -> bool:
    return block.units >= 3 and bool(_SENTENCE_END.search(block.text))

"""Which blocks of a page are the article: those that a learned model takes for it, less what only looks like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from newscrawl.extraction import words
from newscrawl.extraction.block_model import BlockModel, shipped_model
from newscrawl.extraction.block_signs import MOST_OF_PAGE, BlockSigns, Column, is_discussion
from newscrawl.extraction.blocks import Block, Box, fold, lay_out
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.headings import list_kind
from newscrawl.extraction.json_ld import listed
from newscrawl.extraction.markup import bounded
from newscrawl.extraction.page import Page, once_per_page

LIKELY = 0.55
"""Chance from which a block is part of the article; by ``python -m bench.reading evaluate --folds``."""

BESIDE = 0.2
"""The same for a block near one of its kind that is, in one box."""

OPENING = 0.08
"""The same for a paragraph right before the first."""

BETWEEN = 0.02
"""The same for a heading between two such blocks."""

GAP = 0.1
"""The same for a few paragraphs between two such blocks, all siblings of one kind."""

DOUBTFUL = 0.3
"""Where no block is likelier than this, only a text of one box is an article (``ONLY_TEXT_SHARE``)."""

ONLY_TEXT_SHARE = 0.7
"""Share of a page's running text from which paragraphs in one box are an article that the model does not know."""

ONLY_LINES_SHARE = 0.8
"""Share of all text below the headline from which paragraphs of one kind belong together, however short they are."""

FEWEST_UNITS = 9
"""Words of an article at least."""

ASIDE = 0.8
"""Share of the text from which a footer or a form holds the article."""

MAX_ENTRIES = 500
"""Entries of a live blog that are looked at."""

MAX_LINK_SHARE = 0.45
"""Above it, a block is made of links."""

REPEATED_UNITS = 16
"""Words above which a block that is printed twice counts once; shorter ones are refrains, questions, items."""

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
_FIRM_TAGS = frozenset({"nav", "footer", "aside", "figcaption", "form", "dialog", "button", "address"})
_NO_ARTICLE = (
    words.COMMENTS | words.COOKIE | words.FOOTER | words.NEWSLETTER | words.PAYWALL | words.RELATED | words.NAV
)
_STANDFIRST = re.compile(r"standfirst|strapline|sub-?title|sub-?head|(?<![a-z])dec?k(?![a-z])", re.IGNORECASE)
_COUNTER = re.compile(r"^\W*[^\W\d]{0,20}\W*\(\s*\d[\d.,]*\s*\)\W*$|^\W*\d[\d.,]*\s*[kKmM]?\s*[^\W\d]{4,12}\W*$")
_ITEM_TAGS = frozenset({"li", "td", "th", "dd", "dt"})
_FARTHEST_BESIDE = 4  # blocks
_FEWEST_LINES = 4  # of a poem
_LONGEST_HEADING = 20  # words
_TEXT = 9
_LONGEST_LABEL = 8  # words
_LONGEST_DATE_LINE = 10  # words
_FEWEST_OF_INTRODUCTION = 15  # words
_LONGEST_ENTRIES = 300_000  # characters
_PIECE, _WHOLE_TEXT = 60, 1_200  # characters of a paragraph that is looked up, and of a text that may hold it
_LONGEST_STATED = 1_000_000  # characters of a text with markup
_FIRST_DIGIT = re.compile(r"\d")
_OPENING = 40  # characters
_FEW_HEADLINES = 20
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_FEWEST_OF_NOTE = 9  # words of a note that only its box names so
_LONGEST_LINE = 120  # characters of a date


def article_text(page: Page) -> str | None:
    """The article as printed, paragraphs joined by a blank line. None: the page has no running text."""
    return joined(article_blocks(page))


def preset_model(page: Page, model: BlockModel) -> None:
    """Have this page read with another model than the package's; to be called before anything else is read."""
    page.readings[block_chances.__wrapped__] = _chances(page, model)  # type: ignore[attr-defined]


def joined(blocks: Iterable[Block]) -> str | None:
    """Blocks as one text. None: no block."""
    return "\n\n".join(block.text for block in blocks) or None


@once_per_page
def article_blocks(page: Page) -> list[Block]:
    """The blocks that are the article's text, page order: paragraphs, sub-headings, quotes and list items.

    Letter for letter what the page shows; without headline, byline, captions, counters, notes and lists
    of links.
    """
    headlines = _headlines(page)
    likely = [block for block in _likely(page, block_chances(page)) if _belongs(block, headlines)]
    told = _without_standfirst(_without_date_lines(_without_copies(_printed_once(_without_asides(likely)))))
    article = _heading_something(_without_entries(told, stated_entries(page)))
    return article if sum(block.units for block in article if _rank(block) == _TEXT) >= FEWEST_UNITS else []


@once_per_page
def block_chances(page: Page) -> Column:
    """How likely each block is part of the article, 0 to 1, by the model that comes with the package."""
    return _chances(page, shipped_model())


def _chances(page: Page, model: BlockModel) -> Column:
    signs = BlockSigns(page)
    chances = np.zeros(len(page.blocks), np.float32)
    chances[signs.places] = model.chances(signs)
    return chances


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
    near = block.box.bits | (block.box.parent.bits if block.box.parent is not None else 0)
    return bool(near & words.CORRECTION) and block.units >= _FEWEST_OF_NOTE and not block.is_heading


def is_paywall_notice(block: Block) -> bool:
    """Whether the block asks the reader to subscribe, in a box named for that."""
    if len(block.text) > 400 or not block.box.bits_around & words.PAYWALL:
        return False
    if not any(box.bits & words.PAYWALL for box in islice(block.box.chain(), 4)):
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
    """A text that came with line breaks or with markup, as paragraphs.

    >>> paragraphs_of("<p>Rain ends.</p><p>At last.</p>")
    ['Rain ends.', 'At last.']
    """
    if _TAG.search(text) is None:
        return [line for line in map(fold, text.splitlines()) if line]
    body = LexborHTMLParser(bounded(text[:_LONGEST_STATED])[0]).body
    return [block.text for block in lay_out(body, "").blocks] if body is not None else []


def _headlines(page: Page) -> frozenset[str]:
    """Keys under which the headline may stand once more above the text."""
    candidates = [page.title, page.meta_value("og:title", "twitter:title")]
    candidates += [block.text for block in page.blocks if block.tag == "h1"]
    return frozenset(words.key(text) for text in candidates if text)


def _likely(page: Page, chances: Column) -> list[Block]:
    """The blocks that the model takes for the article's, and those beside them that it doubts."""
    best = float(chances.max(initial=0.0))
    if best < DOUBTFUL:
        return _only_text(page)
    blocks = page.blocks
    chosen = chances >= min(LIKELY, best - 0.05)
    lines = _only_lines(blocks, chances)
    known = sum(blocks[place].units for place in lines if chosen[place])
    if 2 * known < sum(blocks[place].units for place in lines):  # else the model has judged them
        chosen[lines] = True
    _add_beside(blocks, chances, chosen)
    _add_gaps(blocks, chances, chosen)
    first = int(np.argmax(chosen))
    if first > 0 and chances[first - 1] >= OPENING and _are_alike(blocks[first - 1], blocks[first]):
        chosen[first - 1] = True
    for place in range(1, len(blocks) - 1):
        if blocks[place].is_heading and chances[place] >= BETWEEN and not chosen[place]:
            chosen[place] = chosen[place - 1] and chosen[place + 1] and _are_siblings(blocks[place], blocks[place + 1])
    return [blocks[place] for place in np.flatnonzero(chosen)]


def _add_beside(blocks: list[Block], chances: Column, chosen: NDArray[np.bool_]) -> None:
    """Choose also what is near a chosen block of its kind, from block to block in both directions."""
    possible = [(place, _kind_of(blocks[place].box)) for place in np.flatnonzero(chosen | (chances >= BESIDE)).tolist()]
    for candidates in (possible, possible[::-1]):
        last: dict[tuple[object, ...], int] = {}
        for place, kind in candidates:
            beside = last.get(kind)
            if beside is not None and chances[place] >= BESIDE and abs(place - beside) <= _FARTHEST_BESIDE:
                chosen[place] = True
            if chosen[place]:
                last[kind] = place


def _add_gaps(blocks: list[Block], chances: Column, chosen: NDArray[np.bool_]) -> None:
    """Choose also the few paragraphs between two chosen ones that are like both."""
    places = np.flatnonzero(chosen).tolist()
    for last, place in pairwise(places):
        if 1 < place - last <= _FARTHEST_BESIDE + 1 and chances[last + 1 : place].min() >= GAP:
            chosen[last + 1 : place] = all(_are_alike(blocks[at], blocks[place]) for at in range(last, place))


def _only_lines(blocks: list[Block], chances: Column) -> list[int]:
    """The places of paragraphs of one kind that are nearly all that the page tells, such as the lines of a poem."""
    kinds: dict[tuple[Box | None, str], list[int]] = {}
    total = 0
    told = (chances > 0).tolist()  # the model is not asked about what readers say
    for place in range(_below_headline(blocks), len(blocks)):
        block = blocks[place]
        if told[place] and block.link_share < MAX_LINK_SHARE and not block.is_heading:
            total += block.units
            if block.tag == "p":
                kinds.setdefault((block.box.parent, block.box.names), []).append(place)
    for (box, _), places in kinds.items():
        is_most = sum(blocks[place].units for place in places) >= ONLY_LINES_SHARE * total
        if is_most and len(places) >= _FEWEST_LINES and box is not None and not box.bits_around & _NO_ARTICLE:
            return places
    return []


def _kind_of(box: Box) -> tuple[object, ...]:
    """What blocks have in common that stand side by side, or in boxes that do; text that is folded up stands beside
    what is shown."""
    parent = box.parent
    while parent is not None and parent.bits & words.HIDDEN and parent.tag == "div":
        parent = parent.parent
    if parent is None or parent.tag not in ("article", "li", "section"):
        return (parent, box.tag, box.names)
    return (parent.parent, parent.tag, parent.names, box.tag, box.names)


def _only_text(page: Page) -> list[Block]:
    """The paragraphs below the headline that stand in one box and are most of what the page tells. Else none.

    Readers' comments stand in a box each: several paragraphs in one, that is named so, are what the page tells.
    """
    told: dict[Box | None, list[Block]] = {}
    for block in page.blocks[_below_headline(page.blocks) :]:
        if block.units >= FEWEST_UNITS and block.link_share < MAX_LINK_SHARE and not block.is_heading:
            told.setdefault(block.box.parent if block.tag == "p" else None, []).append(block)
    sizes = {box: sum(block.units for block in blocks) for box, blocks in told.items()}
    box = max((box for box in sizes if box is not None), key=lambda box: sizes[box], default=None)
    if box is None:
        return []
    share = sizes[box] / sum(sizes.values())
    may_be_named_comments = len(told[box]) >= 3 and share >= ASIDE
    refused = _NO_ARTICLE & ~words.COMMENTS if may_be_named_comments else _NO_ARTICLE
    return [] if box.bits_around & refused or share < ONLY_TEXT_SHARE else told[box]


def _below_headline(blocks: list[Block]) -> int:
    """The place behind the first ``<h1>``; 0 if there is none."""
    return next((place for place, block in enumerate(blocks, 1) if block.tag == "h1"), 0)


def _are_alike(one: Block, other: Block) -> bool:
    return _are_siblings(one, other) and (one.box.tag, one.box.names) == (other.box.tag, other.box.names)


def _are_siblings(one: Block, other: Block) -> bool:
    return one.box.parent is other.box.parent


def _belongs(block: Block, headlines: frozenset[str]) -> bool:
    """Whether a likely block is none of the things that only look like the article's."""
    if is_correction(block) or is_paywall_notice(block) or _is_one_of(headlines, block.text):
        return False
    if block.units > _LONGEST_LABEL:
        return not block.spans or list_kind(block.label) is None
    is_counter = block.tag not in _ITEM_TAGS and len(block.text) <= _LONGEST_LINE and _COUNTER.match(block.text)
    return not is_counter and list_kind(block.text) is None and list_kind(block.label) is None


def _is_one_of(headlines: frozenset[str], text: str) -> bool:
    if len(headlines) <= _FEW_HEADLINES:
        opening = words.key(text[:_OPENING])  # a whole paragraph costs ten times as much
        if not any(headline.startswith(opening) for headline in headlines):
            return False
    return words.key(text) in headlines


def _heading_something(blocks: list[Block]) -> list[Block]:
    """Without headings that head nothing."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if _rank(block) < _TEXT and (not kept or _rank(kept[-1]) <= _rank(block)):
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


def _without_asides(blocks: list[Block]) -> list[Block]:
    """Without what stands in a form, a footer or a discussion, unless most of the text does, and hidden paragraphs.

    Boxes that together hold all of the text are no asides: a page may be a list of forms.
    Of hidden boxes the model judges: articles are folded up until a reader asks for more.
    """
    mass = _mass(blocks)
    total = sum(block.units for block in blocks)
    asides = {box for box, size in mass.items() if _is_aside(box, size / total)}
    kept = [
        block
        for block in blocks
        if not (block.box.bits & words.HIDDEN and mass[block.box] < ASIDE * total)
        and not (asides and any(box in asides for box in block.box.chain()))
    ]
    return kept or blocks


def _mass(blocks: list[Block]) -> Counter[Box]:
    """Words in each box around the blocks; the paragraphs of one box are summed up before the boxes around it."""
    mass: Counter[Box] = Counter()
    inner: Counter[Box] = Counter()
    for block in blocks:
        inner[block.box] += block.units
    while inner:
        outer: Counter[Box] = Counter()
        for box, size in inner.items():
            if box.parent is not None:
                mass[box] += size
                outer[box.parent] += size
        inner = outer
    return mass


def _without_standfirst(blocks: list[Block]) -> list[Block]:
    """Without the summary between headline and text, where its box says that it is one."""
    if len(blocks) > 1 and _STANDFIRST.search(blocks[0].box.names) and not blocks[0].box.bits & words.BODY:
        return blocks[1:]
    return blocks


def _is_aside(box: Box, share: float) -> bool:
    if is_discussion(box):
        return share < MOST_OF_PAGE
    return box.tag in _FIRM_TAGS and share < ASIDE


def _without_copies(blocks: list[Block]) -> list[Block]:
    """Without a text in one piece of what also stands there in paragraphs, as sites print it for machines."""
    pieces = [block for block in blocks if _PIECE <= len(block.text) < _WHOLE_TEXT]
    if len(pieces) < 3 or len(pieces) == len(blocks):
        return blocks
    samples = [piece.text for piece in pieces[:: len(pieces) // 10 + 1]]
    return [
        block
        for block in blocks
        if len(block.text) < _WHOLE_TEXT or 2 * sum(sample in block.text for sample in samples) < len(samples)
    ]


def _without_date_lines(blocks: list[Block]) -> list[Block]:
    """Without the lines above the text that are a date and little else."""
    start = next((place for place, block in enumerate(blocks) if block.units > _LONGEST_DATE_LINE), 0)
    return [block for block in blocks[:start] if not _is_date_line(block.text)] + blocks[start:]


def _is_date_line(text: str) -> bool:
    if len(text) > _LONGEST_LINE or not _FIRST_DIGIT.search(text):
        return False
    return read_date(text.rpartition(": ")[2] if ": " in text else text) is not None


def _without_entries(blocks: list[Block], entries: str) -> list[Block]:
    """Without the entries of a live blog, if anything is left: they have a field of their own."""
    if not entries:
        return blocks
    left = [block for block in blocks if words.key(block.text) not in entries]
    return left if any(block.units >= _FEWEST_OF_INTRODUCTION for block in left) else blocks


@once_per_page
def stated_entries(page: Page) -> str:
    """Letters and digits of all entries of a live blog that JSON-LD states. "": there are none."""
    entries = [
        value
        for thing in page.json_ld_articles
        for entry in listed(thing.get("liveBlogUpdate"), MAX_ENTRIES)
        if isinstance(entry, dict)
        for name in ("headline", "articleBody")
        if isinstance(value := entry.get(name), str)
    ]
    return words.key(_TAG.sub(" ", "\n".join(entries)))[:_LONGEST_ENTRIES]


def _rank(block: Block) -> int:
    """The level of a heading, 1 to 6; of anything else, and of paragraphs that are marked up as headings, ``_TEXT``."""
    return int(block.tag[1]) if block.is_heading and block.units <= _LONGEST_HEADING else _TEXT

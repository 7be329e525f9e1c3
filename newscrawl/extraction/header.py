"""Where headline, byline and date are printed."""

from __future__ import annotations

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Block, fold
from newscrawl.extraction.body import article_blocks
from newscrawl.extraction.headlines import ALIKE, FEWEST_WORDS, alike
from newscrawl.extraction.page import Page, once_per_page

HEADER_BLOCKS = 12
"""How many blocks above the text may hold byline and date, where no headline marks the beginning."""

_LONGEST_TITLE = 500  # characters


@once_per_page
def headline_place(page: Page) -> int | None:
    """Index of the block that is the headline. None: not found."""
    body = article_blocks(page)
    start = page.blocks.index(body[0]) if body else None
    wanted = {words.key(text[:_LONGEST_TITLE]) for text in (page.meta_value("og:title"), page.title) if text}
    heads = [place for place, block in enumerate(page.blocks) if block.tag == "h1"]
    for place in heads:
        head = words.key(page.blocks[place].text)
        if head and any(head in text for text in wanted) and len(head) > 8:
            return place
    titles = [text[:_LONGEST_TITLE] for text in (page.meta_value("og:title"), page.title) if text]
    for place in heads[:20]:
        head = page.blocks[place].text
        if len(head.split()) >= FEWEST_WORDS and any(alike(head, title) >= ALIKE for title in titles):
            return place
    if start is not None:
        above = [place for place in heads if place < start]
        if above:
            return above[-1]
        named = [
            place
            for place in range(max(0, start - HEADER_BLOCKS), start)
            if words.key(page.blocks[place].text) in wanted
        ]
        return named[0] if named else None
    return heads[0] if heads else None


@once_per_page
def article_range(page: Page) -> tuple[int, int]:
    """Where byline and date are printed: from behind the headline to the text's first block, as block indices."""
    body = article_blocks(page)
    place = headline_place(page)
    if not body:
        return (place + 1, min(place + 1 + HEADER_BLOCKS, len(page.blocks))) if place is not None else (0, 0)
    start = page.blocks.index(body[0])
    if place is not None and place < start:
        return max(place + 1, start - 3 * HEADER_BLOCKS), start
    return max(0, start - HEADER_BLOCKS), start


def has_bits(block: Block, bits: int) -> bool:
    parent = block.box.parent
    return bool(block.box.bits & bits or (parent is not None and parent.bits & bits))


def spaced(block: Block) -> str:
    """A block's text with its parts apart: labels that touch in markup are separate things."""
    return fold(" ".join(block.parts))

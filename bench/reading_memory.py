"""What the other pages of its site would have taught a crawl before it came to a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bench.reading_data import LabelledPage
from newscrawl.extraction.block_memory import OTHER_PAGES, BlockMemory, Print, block_prints
from newscrawl.extraction.page import Page


def memories_of_others(pages: Sequence[LabelledPage]) -> dict[str, BlockMemory]:
    """By a page's address what all other pages of its site teach; only where those are enough to teach anything."""
    by_site: defaultdict[str, dict[str, LabelledPage]] = defaultdict(dict)
    for page in pages:
        by_site[page.site].setdefault(page.url, page)
    found = {}
    for known in by_site.values():
        if len(known) > OTHER_PAGES:
            prints = {url: block_prints(Page(page.html(), url)) for url, page in known.items()}
            found.update({url: _memory_without(url, prints) for url in known})
    return found


def _memory_without(left_out: str, prints: dict[str, list[Print]]) -> BlockMemory:
    memory = BlockMemory()
    for url, of_page in prints.items():
        if url != left_out:
            memory.learn(url, of_page)
    return memory

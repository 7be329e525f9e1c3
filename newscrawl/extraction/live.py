"""Entries of a live blog: from structured data, else from the page's repeated, dated boxes."""

from __future__ import annotations

from typing import Any

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Block, Box, fold
from newscrawl.extraction.body import MAX_ENTRIES, article_blocks, joined, paragraphs_of
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.json_ld import listed, types_of
from newscrawl.extraction.page import Page
from newscrawl.items import LiveUpdate, Strategy

_LONGEST_ENTRY = 50_000  # characters


def live_updates(page: Page) -> tuple[list[LiveUpdate], Strategy | None]:
    """The entries as printed, newest first where the page does so, and what gave them. Empty: no live blog."""
    stated = _stated_updates(page)
    if stated:
        return stated, "json_ld"
    printed = _printed_updates(page)
    return (printed, "dom") if printed else ([], None)


def _stated_updates(page: Page) -> list[LiveUpdate]:
    for thing in page.json_ld_articles:
        entries = thing.get("liveBlogUpdate")
        if "LiveBlogPosting" in types_of(thing) and entries:
            found = [_stated(entry) for entry in listed(entries, MAX_ENTRIES)]
            return [update for update in found if update is not None and (update.text or update.headline)]
    return []


def _stated(entry: Any) -> LiveUpdate | None:
    if not isinstance(entry, dict):
        return None
    headline, body, date = (entry.get(name) for name in ("headline", "articleBody", "datePublished"))
    moment = read_date(date) if isinstance(date, str) else None
    return LiveUpdate(
        date_published=moment.iso if moment else None,
        headline=(fold(headline) or None) if isinstance(headline, str) else None,
        text="\n\n".join(paragraphs_of(body[:_LONGEST_ENTRY])) or None if isinstance(body, str) else None,
    )


def _printed_updates(page: Page) -> list[LiveUpdate]:
    """Boxes of one kind, each with a time of its own, that stand in something named a live blog."""
    if not page.layout.bits & words.LIVE:
        return []
    entries: dict[Box, list[Block]] = {}
    wanted = set(article_blocks(page))
    for block in page.blocks:
        box = _entry_box(block)
        if box is not None:
            entries.setdefault(box, []).append(block)
    times = {id(box): stamp.value for stamp in reversed(page.stamps) for box in stamp.box.chain() if box in entries}
    updates = []
    for box, blocks in list(entries.items())[:MAX_ENTRIES]:
        moment = read_date(times.get(id(box), ""))
        text = joined(block for block in blocks if block in wanted and not block.is_heading)
        if text and (moment is not None or len(entries) > 1):
            heading = next((block.text for block in blocks if block.is_heading), None)
            updates.append(LiveUpdate(date_published=moment.iso if moment else None, headline=heading, text=text))
    return updates if len(updates) > 1 else []


def _entry_box(block: Block) -> Box | None:
    """The box just below the live blog's own, on the way up from a block."""
    entry: Box | None = None
    for box in block.box.chain():
        if "liveBlogUpdate" in box.names.split():
            return box
        if box.bits & words.LIVE and entry is not None and box.tag not in ("body", "html"):
            return entry if entry.tag in ("article", "section", "div", "li") else None
        entry = box
    return None

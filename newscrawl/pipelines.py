"""What happens to an article between the page and the store; each class takes one decision and counts it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem, NotConfigured

from newscrawl.extraction.rights import is_reserved
from newscrawl.items import Article, StoryRef
from newscrawl.store import CrawlStore, Duplicate, Identity
from newscrawl.stories import START, Position, Reading, Story, StoryIndex, read, tell_stored

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import Connection


class CleanFields:
    """Drops what is no article: without a headline, or without a text where the kind needs one."""

    def __init__(self, stats: Any) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CleanFields:
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        reason = lack_of(item) if isinstance(item, Article) else None
        if reason is not None:
            self.stats.inc_value(f"newscrawl/dropped/{reason}")
            raise DropItem(reason, log_level="DEBUG")
        return item


def lack_of(article: Article) -> str | None:
    """What keeps it from being an article: ``no_headline``, ``no_text``. None: nothing."""
    if not article.headline:
        return "no_headline"
    return "no_text" if not article.text and article.kind not in ("gallery", "video") else None


class SkipReserved:
    """Drops articles that their site reserves from mining, where NEWSCRAWL_RIGHTS is ``skip_reserved``."""

    def __init__(self, stats: Any) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SkipReserved:
        given = crawler.settings["NEWSCRAWL_RIGHTS"]
        if given not in ("record", "skip_reserved"):
            raise ValueError(f"NEWSCRAWL_RIGHTS: {given!r} is no policy; give record, skip_reserved")
        if given == "record":
            raise NotConfigured
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, Article) and is_reserved(item.rights):
            self.stats.inc_value("newscrawl/dropped/rights_reserved")
            raise DropItem("rights_reserved", log_level="DEBUG")
        return item


DROPPED = {"site": ("url_variant",), "all": ("url_variant", "syndicated"), "none": ()}
"""Values of NEWSCRAWL_DUPLICATES, and the relations of copies that are dropped."""


_LONG_TEXT = 200_000  # characters; longer ones are read in a thread, for the crawl goes on meanwhile


class RepeatsArticle(DropItem):
    """Drops an article whose text a known one has; what is remembered of it goes with its page."""

    def __init__(self, duplicate: Duplicate) -> None:
        super().__init__(duplicate.relation, log_level="DEBUG")
        self.duplicate = duplicate


class FindStory:
    """Says how the article is known (id, version) and which story it tells; drops what is stored already, and copies.

    It claims the story in a short transaction of the writer, so that the relation is known before any feed writes the
    item; ``KeepPage``'s commit makes the claim permanent. Reads NEWSCRAWL_DUPLICATES. A version of a known article is
    never dropped as a copy, nor is the copy of an article that another crawl has still to keep.
    """

    def __init__(self, crawler: Crawler, *, dropped: Collection[str]) -> None:
        """``dropped``: relations of copies that are not kept."""
        self.crawler = crawler
        self.stats = crawler.stats
        self.dropped = dropped
        self._index: asyncio.Future[StoryIndex] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FindStory:
        given = crawler.settings["NEWSCRAWL_DUPLICATES"]
        if not isinstance(given, str) or given not in DROPPED:
            raise ValueError(f"NEWSCRAWL_DUPLICATES: {given!r} is no policy; give {', '.join(DROPPED)}")
        return cls(crawler, dropped=DROPPED[given])

    async def process_item(self, item: Any) -> Any:
        opened: CrawlStore | None = getattr(self.crawler.engine.scheduler, "opened", None)
        if opened is None or not isinstance(item, Article):
            return item
        if self._index is None:
            self._index = asyncio.ensure_future(self._open_index(opened))
        index = await asyncio.shield(self._index)  # one item's end is not that of the others, which wait for it too
        # What takes the time, outside of any lock.
        is_long = len(item.text or "") > _LONG_TEXT
        reading = await asyncio.to_thread(read, item) if is_long else read(item)
        found = await opened.writer.submit(lambda connection: self._find(connection, opened, index, item, reading))
        if found is None:
            self.stats.inc_value("newscrawl/dropped/known")
            raise DropItem("known", log_level="DEBUG")
        identity, story, is_kept = found
        if not is_kept:
            self.stats.inc_value(f"newscrawl/dropped/{story.relation}")
            raise RepeatsArticle(_duplicate(item, story))
        item.id, item.version, item.reading = identity.id, identity.version, 1
        item.story = StoryRef(id=story.id, relation=story.relation, of=story.of, overlap=story.overlap)
        item.provenance.run = opened.run
        self.stats.inc_value(f"newscrawl/relation/{story.relation}")
        return item

    async def _open_index(self, opened: CrawlStore) -> StoryIndex:
        """The index, with all told that the store holds."""
        index = StoryIndex(opened.store, run=opened.run, is_free=opened.locks.is_free)
        after: Position | None = START
        while after is not None:
            after = await opened.writer.submit(partial(tell_stored, opened.store, index, after=after))
        return index

    def _find(
        self, connection: Connection, opened: CrawlStore, index: StoryIndex, item: Article, reading: Reading
    ) -> tuple[Identity, Story, bool] | None:
        """How an article is known, its story, and whether it is kept. None: it is stored as it is."""
        identity = opened.identify(connection, item)
        # The same article may be on its way through another page, reached by a redirect; a job may run twice.
        if identity.is_known or opened.in_flight.get(identity.id, item) is not item:
            return None
        story = index.add(item, connection=connection, reading=reading)
        if identity.version > 1:
            if story.relation == "original":  # a headline that has changed leaves the text as the index knows it
                story = replace(story, relation="version", of=identity.id)
        elif story.relation in self.dropped and opened.may_be_repeated(connection, story.of or ""):
            index.take_back(connection, identity.id)
            return identity, story, False
        opened.in_flight[identity.id] = item
        return identity, story, True


def _duplicate(item: Article, story: Story) -> Duplicate:
    return Duplicate(
        key=item.canonical_url or "",
        url=item.url or "",
        of=story.of or "",
        story_id=story.id,
        relation=story.relation,
        overlap=story.overlap,
        headline=item.headline,
        text_sha256=item.text_sha256,
        ref=item.ref,
        fetched_at=item.provenance.fetched_at,
    )

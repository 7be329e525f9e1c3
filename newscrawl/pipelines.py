"""What happens to an article between the page and the store; each class takes one decision and counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DropItem

from newscrawl.items import Article, StoryRef
from newscrawl.store import CrawlStore, Identity
from newscrawl.stories import Story, StoryIndex

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
        if not isinstance(item, Article):
            return item
        if not item.headline:
            self._drop("no_headline")
        if not item.text and item.kind not in ("gallery", "video"):
            self._drop("no_text")
        return item

    def _drop(self, reason: str) -> None:
        self.stats.inc_value(f"newscrawl/dropped/{reason}")
        raise DropItem(reason, log_level="DEBUG")


class FindStory:
    """Says how the article is known (id, version) and which story it tells; drops what is stored already.

    It claims the story in a short transaction of the writer, so that the relation is known before any feed writes the
    item; ``KeepPage``'s commit makes the claim permanent.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FindStory:
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        opened: CrawlStore | None = getattr(self.crawler.engine.scheduler, "opened", None)
        if opened is None or not isinstance(item, Article):
            return item
        index = StoryIndex(opened.store, run=opened.run, is_free=opened.locks.is_free)

        def identify(connection: Connection) -> tuple[Identity, Story | None]:
            identity = opened.store.identify(connection, item.canonical_url or "", item.text_sha256)
            return identity, None if identity.is_known else index.add(item, connection=connection)

        identity, story = await opened.writer.submit(identify)
        # The same article may be on its way through another page, reached by a redirect.
        if story is None or identity.id in opened.in_flight:
            self.stats.inc_value("newscrawl/dropped/known")
            raise DropItem("known", log_level="DEBUG")
        opened.in_flight.add(identity.id)
        item.id, item.version, item.reading = identity.id, identity.version, 1
        item.story = StoryRef(id=story.id, relation=story.relation, of=story.of, overlap=story.overlap)
        item.provenance.run = opened.run
        self.stats.inc_value(f"newscrawl/relation/{story.relation}")
        return item

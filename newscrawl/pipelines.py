"""What happens to an article between the page and the store; each class takes one decision and counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

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
            identity = opened.store.identify(connection, item.canonical_url or "", item.text_sha256, item.url)
            # The same article may be on its way through another page, reached by a redirect; a job may run twice.
            # What the site's memory of blocks has learned since is no change by the publisher.
            if not identity.is_known and identity.version > 1 and opened.is_known_text(connection, item):
                return identity, None
            if identity.is_known or opened.in_flight.get(identity.id, item) is not item:
                return identity, None
            story = index.add(item, connection=connection)
            if story.relation == "url_variant" and story.of and self._is_at(connection, opened, item, story.of):
                opened.store.add_alias(connection, item.canonical_url or "", story.of)
                return identity, None
            opened.in_flight[identity.id] = item
            return identity, story

        identity, story = await opened.writer.submit(identify)
        if story is None:
            self.stats.inc_value("newscrawl/dropped/known")
            raise DropItem("known", log_level="DEBUG")
        item.id, item.version, item.reading = identity.id, identity.version, 1
        item.story = StoryRef(id=story.id, relation=story.relation, of=story.of, overlap=story.overlap)
        item.provenance.run = opened.run
        self.stats.inc_value(f"newscrawl/relation/{story.relation}")
        return item

    def _is_at(self, connection: Connection, opened: CrawlStore, item: Article, known: str) -> bool:
        """Whether a known article stands at this one's address, but for its parameters."""
        on_its_way = opened.in_flight.get(known)
        address = on_its_way.url if on_its_way is not None else opened.store.address_of(connection, known)
        return bool(address) and differ_in_query(address or "", item.url or "")


def differ_in_query(one: str, other: str) -> bool:
    """Whether two addresses are one but for their parameters: the same text there is the same article.

    >>> differ_in_query("https://times.test/a?sid=7f", "https://times.test/a?sid=9c")
    True
    """
    first, second = urlsplit(one), urlsplit(other)
    return (first.hostname, first.path) == (second.hostname, second.path) and first.query != second.query

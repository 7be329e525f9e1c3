"""One store for everything a crawl must not lose: see ``Store``."""

from newscrawl.store.crawl import CrawlStore
from newscrawl.store.database import Store
from newscrawl.store.lines import ArticleLines, Repair
from newscrawl.store.locks import SiteLocks
from newscrawl.store.rows import (
    DONE,
    FAILED,
    QUEUED,
    Crashed,
    Identity,
    Kept,
    NewPage,
    PageOutcome,
    QueuedPage,
    article_id,
    dump_line,
    utc_now,
)
from newscrawl.store.tally import SiteTally
from newscrawl.store.writer import StoreWriter

__all__ = [
    "DONE",
    "FAILED",
    "QUEUED",
    "ArticleLines",
    "Crashed",
    "CrawlStore",
    "Identity",
    "Kept",
    "NewPage",
    "PageOutcome",
    "QueuedPage",
    "Repair",
    "SiteLocks",
    "SiteTally",
    "Store",
    "StoreWriter",
    "article_id",
    "dump_line",
    "utc_now",
]

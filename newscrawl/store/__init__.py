"""One store for everything a crawl must not lose: see ``Store``."""

from newscrawl.store.crawl import CrawlStore
from newscrawl.store.database import Store
from newscrawl.store.lines import ArticleLines, Repair
from newscrawl.store.locks import SiteLocks
from newscrawl.store.pages import OUTSIDE
from newscrawl.store.rows import (
    BACKLOG,
    DONE,
    FAILED,
    QUEUED,
    Crashed,
    Duplicate,
    Identity,
    KeepRules,
    Kept,
    NewPage,
    PageOutcome,
    QueuedPage,
    Window,
    article_id,
    dump_line,
    utc_now,
)
from newscrawl.store.tally import SiteTally
from newscrawl.store.writer import StoreWriter

__all__ = [
    "BACKLOG",
    "DONE",
    "FAILED",
    "OUTSIDE",
    "QUEUED",
    "ArticleLines",
    "Crashed",
    "CrawlStore",
    "Duplicate",
    "Identity",
    "KeepRules",
    "Kept",
    "NewPage",
    "PageOutcome",
    "QueuedPage",
    "Repair",
    "SiteLocks",
    "SiteTally",
    "Store",
    "StoreWriter",
    "Window",
    "article_id",
    "dump_line",
    "utc_now",
]

"""OpenStore, and where its data lies."""

from __future__ import annotations

import asyncio
import gc
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from scrapy import Spider, signals
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.exceptions import CannotCrawl
from newscrawl.store import CrawlStore, KeepRules, Store, Window

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


def data_folder(settings: BaseSettings) -> Path:
    """NEWSCRAWL_DATA as an absolute path; a relative one holds from scrapy.cfg, wherever the command is given."""
    given = settings["NEWSCRAWL_DATA"]
    if not given:
        raise ValueError("NEWSCRAWL_DATA: is empty; name a directory")
    return from_project(given)


def store_url(settings: BaseSettings) -> str:
    """NEWSCRAWL_STORE with an absolute path in it; without one, newscrawl.sqlite in the data folder."""
    given = settings["NEWSCRAWL_STORE"]
    if not given:
        return sa.URL.create("sqlite", database=str(data_folder(settings) / "newscrawl.sqlite")).render_as_string()
    try:
        url = sa.make_url(given)
    except sa.exc.ArgumentError:
        return str(given)  # Store says what is wrong with it
    path = url.database
    if url.get_backend_name() != "sqlite" or not path or path.startswith((":memory:", "file:")):
        return str(given)
    return url.set(database=str(from_project(path))).render_as_string()


def from_project(path: str | Path) -> Path:
    """A path as absolute; a relative one holds from scrapy.cfg."""
    config = closest_scrapy_cfg()
    return (Path(config).parent if config else Path.cwd()) / Path(path).expanduser()


def keep_rules(settings: BaseSettings) -> KeepRules:
    """How far lists are followed and when articles are looked at again; ValueError names the setting that is wrong."""
    given = settings.getlist("NEWSCRAWL_RECHECK_HOURS")
    try:
        hours = tuple(float(value) for value in _flat(given))
        if not all(0 <= value < float("inf") for value in hours):
            raise ValueError
    except (TypeError, ValueError):
        raise ValueError(f"NEWSCRAWL_RECHECK_HOURS: {given!r} is no list of hours; write 6,24,72") from None
    return KeepRules(
        stale_pages=settings.getint("NEWSCRAWL_LIST_STALE_PAGES"),
        recheck_hours=tuple(sorted(hours)),
        max_rechecks=settings.getint("NEWSCRAWL_RECHECKS"),
    )


def _flat(values: list[Any]) -> list[Any]:
    """A list as settings have it, or as the command line gives it: ``[6, 24]`` comes as texts."""
    return [part for value in values if (part := str(value).strip(" []"))]


def window_of(spider: Spider) -> Window:
    """Which articles a spider wants; those that do not say so want everything."""
    wanted = getattr(spider, "wanted", None)
    if wanted is None:
        return Window()
    return Window(
        since=wanted.since.isoformat() if wanted.since else None,
        until=wanted.until.isoformat() if wanted.until else None,
        backfill=wanted.backfill,
        follows_links="links" in wanted.follow,
        is_partial=wanted.is_partial,
        signature=wanted.signature,
    )


class OpenStore:
    """Opens the store for a crawl, with its sites locked, and closes it when all else has ended.

    Reads NEWSCRAWL_DATA and NEWSCRAWL_STORE, and for how long lists and articles are of interest. ``StoreScheduler``
    asks for it when a crawl really starts: ``scrapy shell``, ``fetch`` and ``parse`` open nothing.
    """

    def __init__(self, crawler: Crawler, *, data: Path, store_url: str, rules: KeepRules) -> None:
        self.crawler = crawler
        self.rules = rules
        self.data = data
        self.store_url = store_url
        self.opened: CrawlStore | None = None
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OpenStore:
        settings = crawler.settings
        return cls(crawler, data=data_folder(settings), store_url=store_url(settings), rules=keep_rules(settings))

    def open(self, spider: Spider, *, suspect_after: int, alone_limit: int) -> CrawlStore:
        """Lock the spider's sites and start; CannotCrawl says in one line what stands in the way."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotCrawl(
                f"NEWSCRAWL_DATA: cannot make {self.data} ({error.strerror}); name a directory that you may write"
            ) from None
        sites = list(spider.sites)  # type: ignore[attr-defined]
        opened = CrawlStore(Store(self.store_url), self.data, sites, rules=self.rules)
        try:
            loop = asyncio.get_running_loop()
            opened.start(loop, suspect_after=suspect_after, alone_limit=alone_limit, window=window_of(spider))
        except Exception:
            opened.locks.release_all()
            raise
        self.opened = opened
        spider.memories = opened.links  # type: ignore[attr-defined]
        spider.block_memories = opened.blocks  # type: ignore[attr-defined]
        spider.notes = opened.notes  # type: ignore[attr-defined]
        self._tell()
        gc.freeze()  # what is loaded by now stays: to look through it for garbage took .2 s each time
        return opened

    def _tell(self) -> None:
        assert self.opened is not None
        logger.info("Data in %s", self.data)
        for site in self.opened.locked:
            logger.error("%s: another crawl holds the site in this store; it is left out", site)
        for site in self.opened.resumed:
            logger.info("%s: going on where the last crawl stopped", site)
        for site, crashed in self.opened.crashed.items():
            if crashed.open:
                logger.warning("%s: the last crawl was cut off with %d pages open", site, crashed.open)
            if crashed.given_up:
                logger.error(
                    "%s: %d pages were given up: crawls that fetched them alone crashed", site, crashed.given_up
                )
        for site, repair in self.opened.repairs.items():
            if repair.set_aside:
                logger.warning("%s: its file held no line of this store and was moved to %s", site, repair.set_aside)
            elif repair.cut_bytes:
                logger.warning("%s: cut %d bytes of a torn line", site, repair.cut_bytes)
            if repair.added_lines:
                logger.info("%s: added %d lines that its file lacked", site, repair.added_lines)

    def spider_closed(self, spider: Spider, reason: str) -> Any:
        if self.opened is not None:
            self.opened.close(reason, summary={site: tally.as_dict() for site, tally in self.opened.tallies.items()})

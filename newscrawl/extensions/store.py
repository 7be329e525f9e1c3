"""OpenStore, and where its data lies."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from scrapy import Spider, signals
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.exceptions import CannotCrawl
from newscrawl.store import CrawlStore, Store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


def data_folder(settings: BaseSettings) -> Path:
    """NEWSCRAWL_DATA as an absolute path; a relative one holds from scrapy.cfg, wherever the command is given."""
    given = settings["NEWSCRAWL_DATA"]
    if not given:
        raise ValueError("NEWSCRAWL_DATA: is empty; name a directory")
    return _from_project(given)


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
    return url.set(database=str(_from_project(path))).render_as_string()


def _from_project(path: str | Path) -> Path:
    config = closest_scrapy_cfg()
    return (Path(config).parent if config else Path.cwd()) / Path(path).expanduser()


class OpenStore:
    """Opens the store for a crawl, with its sites locked, and closes it when all else has ended.

    Reads NEWSCRAWL_DATA and NEWSCRAWL_STORE. ``StoreScheduler`` asks for it when a crawl really starts: ``scrapy
    shell``, ``fetch`` and ``parse`` open nothing.
    """

    def __init__(self, crawler: Crawler, *, data: Path, store_url: str) -> None:
        self.crawler = crawler
        self.data = data
        self.store_url = store_url
        self.opened: CrawlStore | None = None
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OpenStore:
        return cls(crawler, data=data_folder(crawler.settings), store_url=store_url(crawler.settings))

    def open(self, spider: Spider, *, suspect_after: int, alone_limit: int) -> CrawlStore:
        """Lock the spider's sites and start; CannotCrawl says in one line what stands in the way."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotCrawl(
                f"NEWSCRAWL_DATA: cannot make {self.data} ({error.strerror}); name a directory that you may write"
            ) from None
        opened = CrawlStore(Store(self.store_url), self.data, list(spider.sites))  # type: ignore[attr-defined]
        try:
            opened.start(asyncio.get_running_loop(), suspect_after=suspect_after, alone_limit=alone_limit)
        except Exception:
            opened.locks.release_all()
            raise
        self.opened = opened
        self._tell()
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

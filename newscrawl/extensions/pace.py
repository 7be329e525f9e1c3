"""How fast a host is asked: as its robots.txt says, and as it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class KeepCrawlDelay:
    """Rests between two requests to a host as long as the ``Crawl-delay`` of its robots.txt says, up to
    NEWSCRAWL_LONGEST_CRAWL_DELAY, as the roster says (``delay_s``), and DOWNLOAD_DELAY at least."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.longest_s = max(0.0, crawler.settings.getfloat("NEWSCRAWL_LONGEST_CRAWL_DELAY"))
        self.least_s = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.delays: dict[str, float] = {}
        """Seconds, by Scrapy's download slot."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepCrawlDelay:
        extension = cls(crawler)
        crawler.signals.connect(extension._robots_parsed, signal=signals.robots_parsed)
        return extension

    def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        asked_s = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"]) or 0.0
        own = getattr(self.crawler.spider, "delay_of", None)
        own_s = own(request.url) if own is not None else 0.0
        if not asked_s and not own_s:
            return
        host = urlparse_cached(request).hostname or ""
        delay = self.delays[host] = max(min(asked_s, self.longest_s), self.least_s, own_s)
        if asked_s:
            self.crawler.stats.inc_value("newscrawl/crawl_delay")
        downloader = self.crawler.engine.downloader
        # A slot is thrown away when nothing uses it, and made anew with these.
        downloader.per_slot_settings[host] = {**downloader.per_slot_settings.get(host, {}), "delay": delay}
        if host in downloader.slots:
            downloader.slots[host].delay = max(downloader.slots[host].delay, delay)


class KeepPace(AutoThrottle):
    """Scrapy's AutoThrottle, which never goes below what a robots.txt asks for."""

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        if "playwright" in response.flags:
            return  # how long a browser takes says nothing of the host
        super()._response_downloaded(response, request, spider)
        host, slot = self._get_slot(request, spider)
        crawl_delay = self.crawler.get_extension(KeepCrawlDelay)
        if slot is not None and crawl_delay is not None:
            slot.delay = max(slot.delay, crawl_delay.delays.get(host, 0.0))

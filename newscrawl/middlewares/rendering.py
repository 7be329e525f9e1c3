"""Which requests go to a browser: RenderWhenNeeded decides at the last moment, RenderingHttp hands them over."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from newscrawl.frontier import PAGE, RENDER, ROW, WAIT, scheduler_of
from newscrawl.frontier.requests import slot_of
from newscrawl.middlewares.transport import BoundedHttp

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawl.middlewares.browser import Browser

_LOOK_S, _LOOKS = 1.0, 60
"""Seconds after which a list that may have to be rendered asks again whether its site's feeds and sitemaps were read;
and how often it does."""
_LOOKED = "newscrawl_looked"

_BROWSERS: WeakKeyDictionary[Crawler, Browser] = WeakKeyDictionary()


class RenderWhenNeeded:
    """Has a poor list wait until its site's feeds and sitemaps were read, and be rendered only if they name few."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderWhenNeeded:
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        about = request.meta.get(PAGE, {})
        scheduler = scheduler_of(self.crawler)
        if scheduler is None or about.get("via") != "render" or ROW not in request.meta:
            return None
        looked = request.meta.get(_LOOKED, 0)
        if looked < _LOOKS and scheduler.reads_sources(about["site"], slot_of(request)):
            again = request.copy()
            again.meta.update({_LOOKED: looked + 1, WAIT: _LOOK_S})
            return again
        reason = self.crawler.spider.why_passed_over(about["site"])
        if reason is not None:
            raise IgnoreRequest(reason)
        return None


class RenderingHttp(BoundedHttp):
    """``BoundedHttp``, and a browser for requests with ``RENDER`` in their meta.

    Where there is none, or it fails, a page that is rendered because all are (NEWSCRAWL_RENDER) is asked for plainly;
    of one that needs it, IgnoreRequest says why it cannot be had.
    """

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get(RENDER):
            return await super().download_request(request)
        try:
            return await self._browser.render(request)
        except IgnoreRequest as error:
            is_needed = ROW not in request.meta or request.meta.get(PAGE, {}).get("via") == "render"
            if is_needed or str(error) not in ("no_browser", "render_failed", "render_timeout"):
                raise
        return await super().download_request(request)

    async def close(self) -> None:
        await super().close()
        browser = _BROWSERS.pop(self._crawler, None)
        if browser is not None:
            await browser.close()

    @property
    def _browser(self) -> Browser:
        """The one browser of the crawl: there is a handler for http and one for https."""
        if self._crawler not in _BROWSERS:
            from newscrawl.middlewares.browser import Browser  # Playwright takes a quarter of a second to import

            _BROWSERS[self._crawler] = Browser(self._crawler)
        return _BROWSERS[self._crawler]

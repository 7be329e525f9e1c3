"""robots.txt: obeyed, and told to the crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.frontier import ROW

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ReadRobots(RobotsTxtMiddleware):
    """Obeys robots.txt as Scrapy does, and gives what it fetched to the crawl, which reads sitemaps in it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._fetched: dict[str, Response] = {}

    async def process_request(self, request: Request) -> Response | None:
        await super().process_request(request)
        parts = urlparse_cached(request)
        is_asked_for = ROW in request.meta and parts.path == "/robots.txt"
        fetched = self._fetched.pop(parts.netloc, None) if is_asked_for else None
        return fetched.replace(request=request) if fetched is not None else None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if any(urlsplit(seed).netloc == netloc for seed in getattr(self.crawler.spider, "seeds", ())):
            self._fetched[netloc] = response
        await super()._parse_robots(response, netloc, request)

"""robots.txt: obeyed as RFC 9309 says, kept for the rights of each article, and told to the crawl."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from newscrawl.extraction.robots import OUR_TOKEN, Decision, Robots, Verdict
from newscrawl.frontier import ROBOTS, ROW, WAIT, asked_host, failure_reason, scheduler_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

VALID_S = 24 * 3600.0
"""Seconds after which a robots.txt is asked for again (RFC 9309 2.4)."""

_TRIES = 3  # for a robots.txt that cannot be had; then its host is left to the next crawl
_TRIED = "newscrawl_robots_tried"
_PRIORITY = 1000
_REDIRECTS = ("max redirections reached", "redirect_loop")


@dataclass
class HostRobots:
    """The robots.txt of one scheme, host and port."""

    robots: Robots | None = None
    """None: there is none, which allows all; or it cannot be had, see ``failure``."""
    failure: str | None = None
    """Why it cannot be had, which forbids all for now."""
    fails: int = 0
    """How often in a row it could not be had."""
    valid_until: float = 0.0
    """Monotonic seconds."""
    coming: asyncio.Future[None] | None = None
    """Resolves when it has come."""
    response: Response | None = field(default=None, repr=False)
    """For the crawl, which reads sitemaps in it."""


class ObeyRobots:
    """Asks each host for its robots.txt first and keeps to it, in the place of Scrapy's middleware.

    A 4xx allows all, and so does a robots.txt that five redirects do not lead to. A 5xx, a 429, a time-out or one of
    more than DOWNLOAD_MAXSIZE forbids all (RFC 9309 2.3.1): its pages wait while it is asked for again, and are left to
    the next crawl if it does not come. Reads ROBOTSTXT_OBEY and ROBOTSTXT_USER_AGENT.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.stats = crawler.stats
        self.agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or OUR_TOKEN
        self._hosts: dict[str, HostRobots] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ObeyRobots:
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | Response | None:
        parts = urlparse_cached(request)
        if request.meta.get("dont_obey_robotstxt") or parts.scheme not in ("http", "https"):
            return None
        host = await self._robots_of(f"{parts.scheme}://{parts.netloc}", request)
        if host.failure is not None:
            return self._wait(request, host)
        decision = host.robots.decide(request.url) if host.robots is not None else Decision(True)
        if not decision.is_allowed:
            self.stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")
        request.meta[ROBOTS] = Verdict(decision, host.robots)
        if ROW in request.meta and parts.path == "/robots.txt" and host.response is not None:
            response, host.response = host.response, None
            return response.replace(request=request)
        return None

    @classmethod
    def of(cls, crawler: Crawler) -> ObeyRobots | None:
        """That of a crawl. None: it obeys none."""
        found = crawler.engine.downloader.middleware.middlewares
        return next((middleware for middleware in found if isinstance(middleware, cls)), None)

    async def allows(self, url: str) -> bool:
        """Whether an address may be asked for that no request of the crawl asks for, as a page in a browser does."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        # Another port or scheme of a host goes by what is known of it: its one slot is taken by the page that asks.
        known = [host for name, host in self._hosts.items() if urlsplit(name).hostname == parts.hostname]
        host = self._hosts.get(origin) or next((host for host in known if host.coming is None), None)
        if host is None or host.coming is not None:
            host = await self._robots_of(origin, Request(url))
        return host.failure is None and (host.robots is None or host.robots.decide(url).is_allowed)

    def _wait(self, request: Request, host: HostRobots) -> Request:
        """The same request, for when robots.txt is asked for again; IgnoreRequest where that would be in vain."""
        scheduler = scheduler_of(self.crawler)
        tried = request.meta.get(_TRIED, 0) + 1
        is_over = host.fails >= _TRIES or tried > _TRIES
        if ROW not in request.meta or scheduler is None or is_over:
            if scheduler is not None:
                scheduler.health.give_up(asked_host(request), "robots_unreachable")
            raise IgnoreRequest(host.failure)
        again = request.copy()
        again.meta[_TRIED] = tried
        again.meta[WAIT] = max(0.001, host.valid_until - time.monotonic())
        return again

    async def _robots_of(self, origin: str, request: Request) -> HostRobots:
        host = self._hosts.setdefault(origin, HostRobots())
        if host.coming is None and time.monotonic() >= host.valid_until:
            host.coming = asyncio.get_running_loop().create_future()
            try:
                await self._fetch(host, origin, request)
            finally:
                coming, host.coming = host.coming, None
                coming.set_result(None)
        elif host.coming is not None:
            await asyncio.wait([host.coming])
        return host

    async def _fetch(self, host: HostRobots, origin: str, request: Request) -> None:
        self.stats.inc_value("robotstxt/request_count")
        meta = {"dont_obey_robotstxt": True, "max_retry_times": 1}
        asked = Request(f"{origin}/robots.txt", priority=_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(asked)
        except Exception as error:  # whatever keeps it from coming: nothing is allowed until it comes
            reason = failure_reason(Failure(error))[0]
            self.stats.inc_value(f"robotstxt/exception_count/{reason}")
            is_absent = isinstance(error, IgnoreRequest) and str(error) in _REDIRECTS
            await self._has_none(host, request) if is_absent else self._cannot_be_had(host, reason, error, request)
            return
        self.stats.inc_value("robotstxt/response_count")
        self.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status == 429 or response.status >= 500:
            self._cannot_be_had(host, f"http_{response.status}", None, request)
        elif 200 <= response.status < 300:
            await self._read(host, response, request)
        else:
            self._keep_for_crawl(host, response, request)
            await self._has_none(host, request)

    async def _read(self, host: HostRobots, response: Response, request: Request) -> None:
        host.robots = Robots(response.body, self.agent)
        self._has_come(host)
        self._keep_for_crawl(host, response, request)
        await self._tell(host.robots, request)

    def _keep_for_crawl(self, host: HostRobots, response: Response, request: Request) -> None:
        """Keep the answer for the crawl that will ask for it, to read sitemaps in it."""
        if any(_same_host(seed, request.url) for seed in getattr(self.crawler.spider, "seeds", ())):
            host.response = response

    async def _has_none(self, host: HostRobots, request: Request) -> None:
        host.robots = None
        self._has_come(host)
        await self._tell(Robots(b"", self.agent), request)

    def _has_come(self, host: HostRobots) -> None:
        host.failure, host.fails = None, 0
        host.valid_until = time.monotonic() + VALID_S

    def _cannot_be_had(self, host: HostRobots, reason: str, error: Exception | None, request: Request) -> None:
        host.fails = _TRIES if isinstance(error, CannotResolveHostError | IgnoreRequest) else host.fails + 1
        host.failure = reason if error is not None else f"robots_{reason}"
        self.stats.inc_value("newscrawl/robots_unreachable")
        scheduler = scheduler_of(self.crawler)
        rest = 0.0
        if scheduler is not None:
            rest = scheduler.health.failed(asked_host(request), reason, is_busy=True)
        host.valid_until = time.monotonic() + rest

    async def _tell(self, robots: Robots, request: Request) -> None:
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=_AsParser(robots), request=request
        )


class _AsParser(RobotParser):
    """Our reading of a robots.txt as Scrapy's extensions know it."""

    def __init__(self, robots: Robots) -> None:
        self.robots = robots

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> _AsParser:
        return cls(Robots(robotstxt_body))

    def allowed(self, url: str | bytes, user_agent: Any) -> bool:
        return self.robots.decide(url if isinstance(url, str) else url.decode("latin-1")).is_allowed

    def crawl_delay(self, user_agent: Any) -> float | None:
        return self.robots.crawl_delay


def _same_host(first: str, second: str) -> bool:
    return urlsplit(first).netloc == urlsplit(second).netloc

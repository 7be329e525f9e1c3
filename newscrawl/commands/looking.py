"""Looking at a few pages of a site: what `scrapy links`, `estimate` and `extract` do, politely and keeping nothing."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from newscrawl.commands import BELOW_COMMAND_LINE
from newscrawl.commands.demo_web import DEMO, served_demo
from newscrawl.commands.faults import as_cannot_crawl, check_log, check_numbers, end_unbegun, tell
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.extraction.markup import Bounds
from newscrawl.extraction.page import Page
from newscrawl.extraction.sitemaps import unzipped
from newscrawl.frontier.requests import failure_reason
from newscrawl.spiders.arguments import start_address
from newscrawl.spiders.place import header
from newscrawl.spiders.site import bounds_of, is_html
from newscrawl.store.rows import utc_now
from newscrawl.store.tally import REFUSALS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

LONGEST_LOOK_S = 600
"""Seconds after which no page is asked for any more: twenty requests at the longest rest take as long."""

LONGEST_REST_S = 30
"""Seconds between two requests, however long a ``Crawl-delay`` is: as long as AutoThrottle waits at most."""

_MENDS = {
    "robots": (ExitStatus.REFUSED, "robots.txt forbids it, and newscrawl evades nothing; ask the site's owner"),
    "unresolvable": (ExitStatus.UNREACHABLE, "the host name does not resolve; check its spelling"),
    "private_address": (
        ExitStatus.BAD_ARGUMENTS,
        "a private address; open its range with -s NEWSCRAWL_ALLOW_ADDRESSES=…, if it is yours",
    ),
    "scheme": (ExitStatus.BAD_ARGUMENTS, "a redirect leads to what is no web address; give another one"),
    "not_html": (ExitStatus.NO_ARTICLE, "what answers is no page of HTML; give the address of a page"),
    "request_limit": (ExitStatus.BAD_ARGUMENTS, "redirects have used up all requests; give the address they lead to"),
}


class CannotLook(CannotCrawl):
    """The page that all else depends on cannot be had."""

    def __init__(self, url: str, reason: str) -> None:
        self.exit_status, mend = _mend_of(reason)
        super().__init__(f"{url}: {mend}")


def _mend_of(reason: str) -> tuple[ExitStatus, str]:
    if reason in _MENDS:
        return _MENDS[reason]
    status = reason.removeprefix("http_")
    if reason in REFUSALS:
        return ExitStatus.REFUSED, f"the site refuses it (HTTP {status}), and newscrawl evades nothing; ask its owner"
    if reason.startswith("http_4"):
        return ExitStatus.NO_ARTICLE, f"there is no such page (HTTP {status}); check the address"
    if reason.startswith("robots_http_"):
        told = f"HTTP {reason.removeprefix('robots_http_')}"
        return ExitStatus.UNREACHABLE, f"its robots.txt cannot be had ({told}), which forbids all; try again later"
    told = f"HTTP {status}" if reason.startswith("http_") else reason.replace("_", " ")
    return ExitStatus.UNREACHABLE, f"it cannot be fetched ({told}); check the address, or try again later"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one request came to, redirects followed."""

    url: str
    """Where the redirects led."""
    reason: str | None = None
    """Why there is nothing to read: ``http_404``, ``robots``, ``timeout``, ``request_limit`` … None: there is."""
    body: bytes = b""
    """Unpacked."""
    content_type: str | None = None
    status: int | None = None
    """None: there was no answer, or the page lies in a file."""
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str | None = None
    transferred: int = 0
    """Bytes of the body as they came, packed or not."""
    is_html: bool = False
    bounds: Bounds = field(default_factory=Bounds)

    def page(self) -> Page:
        return Page(self.body, self.url, content_type=self.content_type, bounds=self.bounds)


@dataclass
class Looker:
    """Fetches pages one after the other, and no more of them than it may; made by ``look``, given to its plan."""

    most: int
    """Requests that may be made: redirects, repeats and robots.txt count."""
    seconds: float = LONGEST_LOOK_S
    requests: int = 0
    crawl_delay_s: float | None = None
    """The longest ``Crawl-delay`` that a robots.txt asked of us. None: none did."""
    latencies_s: list[float] = field(default_factory=list)
    crawler: Crawler | None = None
    _robots: dict[str, Answer] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> int:
        """Requests that may still be made; none when the time is over."""
        return self.most - self.requests if self.seconds_left > 0 else 0

    @property
    def seconds_left(self) -> float:
        return self.seconds - (time.monotonic() - self._began)

    @property
    def latency_s(self) -> float:
        return median(self.latencies_s) if self.latencies_s else 0.0

    async def fetch(self, url: str) -> Answer:
        """What an address answers; never raises for what the web does."""
        if self.left <= 0:
            return Answer(url=url, reason="request_limit")
        try:
            response = await self.crawler.engine.download_async(Request(url))
        except Exception as error:  # whatever kept it from coming has a name
            return Answer(url=url, reason=failure_reason(Failure(error))[0])
        return _as_answer(response, response.request, bounds_of(self.crawler.settings))

    async def front_page(self, url: str) -> Answer:
        """The page that all else depends on; CannotLook says why it cannot be had."""
        answer = await self.fetch(url)
        if answer.reason is None and not answer.is_html:
            raise CannotLook(url, "not_html")
        if answer.reason is not None:
            raise CannotLook(url, answer.reason)
        return answer

    async def robots(self, url: str) -> Answer:
        """The robots.txt of an address' host: the one that Scrapy has fetched, if it has."""
        parts = urlsplit(url)
        if parts.netloc not in self._robots:
            self._robots[parts.netloc] = await self.fetch(f"{parts.scheme}://{parts.netloc}/robots.txt")
        return self._robots[parts.netloc]

    # -- what the middlewares and signals tell -------------------------------------------------------------------------

    def count(self, request: Request) -> None:
        """Let one request through, or raise."""
        if self.requests >= self.most:
            raise IgnoreRequest("request_limit")
        if self.seconds_left <= 0:
            raise IgnoreRequest("time_limit")
        self.requests += 1
        given = request.meta.get("download_timeout") or self.seconds
        request.meta["download_timeout"] = max(1.0, min(given, self.seconds_left))
        if urlparse_cached(request).hostname in self._delays:
            request.meta["autothrottle_dont_adjust_delay"] = True  # it would go below what the site asks for

    def keep_robots(self, asked: str, response: Response, request: Request) -> None:
        self._robots[urlsplit(asked).netloc] = _as_answer(response, request, bounds_of(self.crawler.settings))

    def keep_delay(self, robotparser: Any, request: Request) -> None:
        """Rest between two requests as long as a robots.txt asks for."""
        settings = self.crawler.settings
        delay = robotparser.crawl_delay(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        if delay is None or not math.isfinite(delay) or delay <= 0:
            return
        self.crawl_delay_s = max(delay, self.crawl_delay_s or 0.0)
        host = urlparse_cached(request).hostname or ""
        rest = self._delays[host] = min(max(delay, settings.getfloat("DOWNLOAD_DELAY")), LONGEST_REST_S)
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[host] = {**downloader.per_slot_settings.get(host, {}), "delay": rest, "jitter": 0}
        if host in downloader.slots:
            downloader.slots[host].delay, downloader.slots[host].jitter = rest, 0.0


def _as_answer(response: Response, request: Request, bounds: Bounds) -> Answer:
    return Answer(
        url=response.url,
        reason=None if response.status == 200 else f"http_{response.status}",
        body=unzipped(response.body),
        content_type=header(response, "Content-Type"),
        status=response.status,
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        fetched_at=utc_now(),
        transferred=request.meta.get("transferred", len(response.body)),
        is_html=is_html(response),
        bounds=bounds,
    )


# -- in Scrapy ---------------------------------------------------------------------------------------------------------


class LookingSpider(Spider):
    """Runs a plan while it is open; Scrapy's own rules hold for what the plan asks for."""

    name = "looking"

    def __init__(self, plan: Callable[[Looker], Awaitable[Any]], looker: Looker, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.looker = looker
        self.result: Any = None
        self.failure: Exception | None = None
        self.is_through = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> LookingSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.looker.crawler = crawler
        crawler.signals.connect(spider.looker.keep_delay, signal=signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        try:
            self.result = await self.plan(self.looker)
        except Exception as error:  # told when Scrapy has ended
            self.failure = error
        self.is_through = True
        return
        yield


class CountRequests:
    """The downloader middleware nearest the network: every hop counts, and the bytes of each are noted."""

    def __init__(self, looker: Looker) -> None:
        self.looker = looker

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CountRequests:
        return cls(crawler.spider.looker)

    def process_request(self, request: Request) -> None:
        self.looker.count(request)

    def process_response(self, request: Request, response: Response) -> Response:
        request.meta["transferred"] = len(response.body)
        if "download_latency" in request.meta:
            self.looker.latencies_s.append(request.meta["download_latency"])
        return response


class NoteRobots:
    """Keeps each robots.txt that Scrapy asks for: its Sitemap lines are worth reading, and not worth a request."""

    def __init__(self, looker: Looker) -> None:
        self.looker = looker

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NoteRobots:
        return cls(crawler.spider.looker)

    def process_response(self, request: Request, response: Response) -> Response:
        asked = request.meta.get("redirect_urls", [request.url])[0]
        if request.meta.get("dont_obey_robotstxt") and urlsplit(asked).path == "/robots.txt":
            self.looker.keep_robots(asked, response, request)
        return response


_NOT_KEPT = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",  # no store, no lock
    "ITEM_PIPELINES": {},
    "FEEDS": {},
    "JOBDIR": None,
}
_UNUSED = {
    "SPIDER_MIDDLEWARES": ("newscrawl.middlewares.KeepPage",),
    "DOWNLOADER_MIDDLEWARES": ("newscrawl.middlewares.WaitForNote", "newscrawl.middlewares.AskIfChanged"),
    "EXTENSIONS": tuple(f"newscrawl.extensions.{name}" for name in ("OpenStore", "ShowProgress", "SumUp")),
}
_OURS = {
    f"{__name__}.NoteRobots": 110,  # behind ReadRobots (100), before what unpacks bodies (590)
    f"{__name__}.CountRequests": 950,  # behind the HTTP cache (900): what it has costs no request
}


def look(settings: BaseSettings, plan: Callable[[Looker], Awaitable[Any]], looker: Looker) -> Any:
    """What a plan gives that asks for pages; CannotCrawl if it cannot, KeyboardInterrupt if it was stopped."""
    _prepare(settings)
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(LookingSpider)
    running = process.crawl(crawler, plan=plan, looker=looker)
    try:
        process.start()
    except BaseException:
        end_unbegun(running)
        raise
    if not running.done() or running.cancelled():
        raise KeyboardInterrupt
    running.result()
    spider = crawler.spider
    if spider.failure is not None:
        raise spider.failure
    if not spider.is_through:
        raise KeyboardInterrupt
    return spider.result


def _prepare(settings: BaseSettings) -> None:
    check_log(settings)
    check_numbers(settings)
    settings.set("LOG_LEVEL", "ERROR", priority=BELOW_COMMAND_LINE)  # what is amiss is told in the answer
    settings.set("RETRY_TIMES", 1, priority=BELOW_COMMAND_LINE)  # requests are few
    for name, value in _NOT_KEPT.items():
        settings.set(name, value, priority="cmdline")
    for name, unused in _UNUSED.items():
        components = {**settings.getdict(name), **dict.fromkeys(unused)}
        if name == "DOWNLOADER_MIDDLEWARES":
            components |= _OURS
        settings.set(name, components, priority="cmdline")


# -- for the commands --------------------------------------------------------------------------------------------------


def one_address(args: list[str], command: str) -> str:
    """The only argument of a command; CannotCrawl if there are others, or none."""
    refuse_options(args, command)
    if len(args) != 1:
        raise CannotCrawl(f"give one address: scrapy {command} https://news.example/")
    return args[0]


def refuse_options(args: list[str], command: str) -> None:
    """CannotCrawl for an option among a command's arguments: one that it does not have. ``-`` is none."""
    options = [arg for arg in args if arg.startswith("-") and arg != "-"]
    if options:
        raise CannotCrawl(f"{options[0]}: is no option of scrapy {command}; scrapy {command} --help lists them")


@contextmanager
def site_to_look_at(text: str, settings: BaseSettings) -> Iterator[str]:
    """The address that a user means; ``demo`` is the first of the demo's sites, served meanwhile."""
    if text != DEMO:
        yield start_address(text)
        return
    with served_demo(settings) as urls:
        yield urls.partition(",")[0]


def told_in_one_line(work: Callable[[], None]) -> int:
    """Run a command's work; its exit status. What a user can mend is told in one line."""
    try:
        work()
        sys.stdout.flush()
    except KeyboardInterrupt:
        tell("stopped; nothing was kept")
        return int(ExitStatus.INTERRUPTED)
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        mendable = as_cannot_crawl(error)
        if mendable is None:
            raise
        tell(mendable)
        return int(mendable.exit_status)
    return int(ExitStatus.FINISHED)

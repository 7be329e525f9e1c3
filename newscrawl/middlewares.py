"""Between Scrapy's engine, the network and the spider."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newscrawl.extraction.urls import plain_url
from newscrawl.frontier import PAGE, ROW, StoreScheduler, Unit
from newscrawl.store import CrawlStore, utc_now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

NOT_MODIFIED = 304
_MANY_LINKS = 1000  # of a sitemap: a transaction that adds 50,000 rows would make other crawls wait for a second

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


class KeepPage:
    """Keeps all that a page came to in one transaction: its articles, its links, and that it is done.

    The spider middleware nearest the engine. Links become rows of the page's unit and go no further; items go through
    the pipelines, whose signals count them down. After the last output it waits for the items and then for the
    commit: Scrapy counts the response as active until then, so idle and close wait too.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPage:
        return cls(crawler)

    def process_spider_input(self, response: Response) -> None:
        unit = self._unit_of(response)
        if unit is not None:
            self.crawler.engine.scheduler.downloaded(unit)
            unit.outcome.fetched_at = utc_now()
            response.meta[PAGE]["fetched_at"] = unit.outcome.fetched_at

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        unit = self._unit_of(response)
        if unit is None:
            async for output in result:
                yield output
            return
        scheduler = self.crawler.engine.scheduler
        async for output in result:
            if isinstance(output, Request):
                self._take_link(scheduler, unit, output)
                if len(unit.outcome.links) >= _MANY_LINKS and unit.row.kind == "sitemap":
                    await scheduler.add_links(unit)
            elif output is not None:
                unit.open_items += 1
                yield output
        _note_response(unit, response)
        if unit.again:
            unit.again = False
            return
        if response.meta.get(PAGE, {}).get("leave"):
            scheduler.give_back(unit)
            return
        settled = scheduler.settle(unit)
        if settled is not None:
            await settled

    def _unit_of(self, response: Response) -> Unit | None:
        scheduler = self.crawler.engine.scheduler
        return scheduler.unit_of(response.request) if isinstance(scheduler, StoreScheduler) else None

    def _take_link(self, scheduler: StoreScheduler, unit: Unit, request: Request) -> None:
        if request.meta.get(ROW) == unit.row.id:  # Scrapy's get_retry_request in a callback
            scheduler.ask_again(unit, request)
            return
        page = scheduler.page_of(request, parent=unit)
        if page is not None:
            unit.outcome.links.append(page)


def _note_response(unit: Unit, response: Response) -> None:
    outcome = unit.outcome
    outcome.http_status = response.status
    outcome.etag = _header(response, "ETag")
    outcome.last_modified = _header(response, "Last-Modified")
    page = response.meta.get(PAGE, {})
    outcome.kind = page.get("kind")
    outcome.reason = outcome.reason or page.get("skipped")
    outcome.day = page.get("day")
    outcome.prints = page.get("prints", [])
    outcome.is_cut = outcome.is_cut or bool(page.get("is_cut"))
    outcome.is_unchanged = response.status == NOT_MODIFIED


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None


class WaitForNote:
    """Asks for a page once the store knows that it is being worked on: a page that kills the crawl that reads it must
    not be quicker than the note that lays the crash to it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WaitForNote:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        scheduler = self.crawler.engine.scheduler
        unit = scheduler.unit_of(request) if isinstance(scheduler, StoreScheduler) else None
        if unit is not None and unit.noted is not None:
            await asyncio.wait([unit.noted])


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


class AskIfChanged:
    """Asks for a page that is known only if it has changed since (RFC 9110 13.1): a 304 costs nothing else.

    Only where the crawl that read it last looked for the same: what was passed over then may be wanted now. Reads
    NEWSCRAWL_CONDITIONAL_REQUESTS.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AskIfChanged:
        if not crawler.settings.getbool("NEWSCRAWL_CONDITIONAL_REQUESTS"):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        page = request.meta.get(PAGE, {})
        opened: CrawlStore | None = getattr(self.crawler.engine.scheduler, "opened", None)
        if opened is None or ROW not in request.meta or not opened.signature or page.get("wanted") != opened.signature:
            return
        for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified")):
            if page.get(name) and header not in request.headers:
                request.headers[header] = page[name].encode("latin-1", "ignore")
                request.meta["handle_httpstatus_list"] = [*request.meta.get("handle_httpstatus_list", ()), NOT_MODIFIED]


class GuardAddresses:
    """Refuses requests that are not http(s) or go to a private address; ``GuardedResolver`` looks at names.

    Reads NEWSCRAWL_ALLOW_ADDRESSES. Redirects, robots.txt and feeds pass here as every request does.
    """

    def __init__(self, stats: Any, allowed: list[IPNetwork]) -> None:
        self.stats = stats
        self.allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardAddresses:
        return cls(crawler.stats, networks(crawler.settings.getlist("NEWSCRAWL_ALLOW_ADDRESSES")))

    def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            self._refuse("scheme", request)
        address = _literal_address(parts.hostname or "")
        if address is not None and not is_allowed(address, self.allowed):
            self._refuse("private_address", request)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that leads to a private address from one that leads nowhere."""
        if (
            isinstance(exception, CannotResolveHostError)
            and urlparse_cached(request).hostname in GuardedResolver.refused
        ):
            self._refuse("private_address", request)

    def _refuse(self, reason: str, request: Request) -> None:
        if ROW not in request.meta:  # `scrapy fetch` and alike say nothing of what a middleware refuses
            logger.warning("%s is refused: %s (NEWSCRAWL_ALLOW_ADDRESSES opens ranges)", request.url, reason)
        self.stats.inc_value(f"newscrawl/refused/{reason}")
        raise IgnoreRequest(reason)


class FollowRefresh(MetaRefreshMiddleware):
    """Follows ``<meta http-equiv=refresh>`` to another page; front pages and live blogs reload themselves by it."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        answer = super().process_response(request, response)
        is_reload = isinstance(answer, Request) and plain_url(answer.url) == plain_url(response.url)
        return response if is_reload else answer


class PrivateAddressError(DNSLookupError):
    """A name that resolves to an address that may not be crawled."""


class GuardedResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does and refuses private addresses: the address looked at is the one connected to."""

    allowed: list[IPNetwork] = []
    refused: set[str] = set()
    """Names that led to private addresses: Twisted reports them like names that do not resolve."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings.getlist("NEWSCRAWL_ALLOW_ADDRESSES"))
        return resolver

    def getHostByName(self, name: str, timeout: Iterable[int] = ()) -> Deferred[str]:  # noqa: N802
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        found = _literal_address(address)
        if found is None or not is_allowed(found, self.allowed):
            self.refused.add(name)
            raise PrivateAddressError(f"{name} is at {address}, a private address")
        return address


def networks(ranges: Iterable[str]) -> list[IPNetwork]:
    """Address ranges as given in NEWSCRAWL_ALLOW_ADDRESSES; ValueError names the one that is none."""
    found = []
    for text in ranges:
        try:
            found.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError:
            raise ValueError(
                f"NEWSCRAWL_ALLOW_ADDRESSES: {text!r} is no address range; write it like 127.77.0.0/16"
            ) from None
    return found


def is_allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, allowed: Iterable[IPNetwork]) -> bool:
    """Whether an address is public, or opened by the user."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    for embedded in _embedded(address):
        if not is_allowed(embedded, allowed):
            return False
    if any(address in network for network in allowed if network.version == address.version):
        return True
    return address.is_global and not address.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _embedded(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """IPv4 addresses that an IPv6 one leads to by translation: 6to4 (RFC 3056), Teredo (4380), NAT64 (6052)."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.sixtofour is not None:
            yield address.sixtofour
        if address.teredo is not None:
            yield address.teredo[1]
        if address in _NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def _literal_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host part is, in any spelling that resolvers take (``127.1``, ``0x7f000001``)."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except (OSError, ValueError, UnicodeError):
        return None

"""StoreScheduler: Scrapy's SCHEDULER on the store.

The frontier is rows: *queued*, *done* or *failed*. A lease lives in memory, because it is dead exactly when the
site's lock is free. A page's unit of work is settled in one transaction of the writer (``KeepPage``).
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.exceptions import DontCloseSpider
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from newscrawl.exceptions import CannotCrawl, OutOfSpace
from newscrawl.extensions import OpenStore
from newscrawl.extraction.urls import site_key
from newscrawl.frontier.requests import ROW, as_page, as_request, failure_reason, refuse_errback
from newscrawl.frontier.units import Host, Unit
from newscrawl.store import FAILED, CrawlStore, Kept, NewPage, PageOutcome, QueuedPage
from newscrawl.stories import StoryIndex

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_READ_AHEAD = 16  # rows of a host kept in memory: a look-up costs as much as five of them
_LOST_AFTER_S = 4.0  # less than the engine's heartbeat (5 s), which looks again
SUSPECT_AFTER = 3  # crashes with a row open, before it is run alone
ALONE_LIMIT = 2  # crashes while alone, before it is given up: one may be a kill that fell on it by chance


class StoreScheduler(BaseScheduler):
    """Hands out the best row of a host that is free, so that no site starves another, and settles what was leased."""

    def __init__(self, crawler: Crawler, *, per_host: int) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        self.per_host = max(1, per_host)
        self.opened: CrawlStore | None = None
        self.units: dict[int, Unit] = {}
        self._again: deque[Request] = deque()
        self._hosts: dict[tuple[str, str], Host] = {}
        self._ready: deque[Host] = deque()
        self._resting: list[tuple[float, int, Host]] = []
        self._suspects: deque[QueuedPage] = deque()
        self._alone: int | None = None
        self._queued = 0
        self._pending_jobs = 0
        self._memory: deque[Request] | None = None
        self._wake_call: asyncio.TimerHandle | None = None
        self._settling: set[asyncio.Task[None]] = set()
        self._arrivals: list[NewPage] = []
        self._looked_for_lost_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoreScheduler:
        if crawler.settings.get("JOBDIR"):
            logger.warning("JOBDIR is ignored: the store keeps the crawl's state (NEWSCRAWL_STORE)")
        return cls(crawler, per_host=crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    # -- Scrapy's interface ----------------------------------------------------------------------------------------

    def open(self, spider: Spider) -> Deferred[None] | None:
        if not _is_a_crawl(spider) or self.crawler.settings.getbool("KEEP_ALIVE"):
            self._memory = deque()
            return None
        return deferred_from_coro(self._open(spider))

    async def _open(self, spider: Spider) -> None:
        if not spider.sites:
            raise CannotCrawl(f"{spider.name}: give -a url=https://… (or urls_file=FILE, articles_file=FILE)")
        extension = self.crawler.get_extension(OpenStore)
        if extension is None:
            raise CannotCrawl("EXTENSIONS: newscrawl.extensions.OpenStore is off; the frontier cannot do without it")
        self.opened = extension.open(spider, suspect_after=SUSPECT_AFTER, alone_limit=ALONE_LIMIT)
        for site in self.opened.generations:
            for host, count in self.opened.store.queued_by_host(self.opened.reader, site).items():
                self._host(site, host).queued = count
                self._queued += count
            self._suspects.extend(self.opened.store.suspects(self.opened.reader, site, after=SUSPECT_AFTER))
        for host in list(self._hosts.values()):
            self._line_up(host)
        connect = self.crawler.signals.connect
        connect(self._item_scraped, signal=signals.item_scraped)
        connect(self._item_dropped, signal=signals.item_dropped)
        connect(self._item_failed, signal=signals.item_error)
        connect(self._spider_error, signal=signals.spider_error)
        connect(self._spider_idle, signal=signals.spider_idle)

    def close(self, reason: str) -> Deferred[None] | None:
        if self._wake_call is not None:
            self._wake_call.cancel()
        return None if self._memory is not None else deferred_from_coro(self._close())

    async def _close(self) -> None:
        while self._settling:
            await asyncio.wait(self._settling)

    def has_pending_requests(self) -> bool:
        if self._memory is not None:
            return bool(self._memory)
        return bool(self._again or self._pending_jobs or self._queued > len(self.units))

    def enqueue_request(self, request: Request) -> bool:
        self.stats.inc_value("scheduler/enqueued")
        if self._memory is not None:
            self._memory.append(request)
            return True
        if ROW in request.meta:  # a redirect or a retry of a leased page: same row, no duplicate of anything
            return self._enqueue_again(request)
        page = None if self._closing() else self.page_of(request)
        if page is None:
            return False
        self._arrivals.append(page)
        if len(self._arrivals) == 1:
            self._do(self._add_arrivals())
        return True

    def _enqueue_again(self, request: Request) -> bool:
        unit = self.unit_of(request)
        if unit is not None:
            unit.request = request
            self._again.append(request)
        return unit is not None

    def next_request(self) -> Request | None:
        request = self._next()
        if request is not None:
            self.stats.inc_value("scheduler/dequeued")
        return request

    def _next(self) -> Request | None:
        if self._memory is not None:
            return self._memory.popleft() if self._memory else None
        if self._again:
            return self._again.popleft()
        if self._suspects or self._alone is not None:
            return self._next_alone()
        self._end_rests()
        while self._ready:
            host = self._ready.popleft()
            host.is_waiting = False
            row = self._best(host)
            request = self._lease(host, row) if row is not None else None
            self._line_up(host)
            if request is not None:
                return request
        self._look_for_lost()
        return None

    def _next_alone(self) -> Request | None:
        """A row that crashed several crawls runs while nothing else does: the next crash shows who is to blame."""
        if self.units or self._alone is not None:
            return None
        row = self._suspects.popleft()
        logger.warning("%s was open in %d crashes: it runs alone", row.url, row.crashes)
        self._alone = row.id
        return self._lease(self._host(row.site, row.host), row)

    # -- hosts -----------------------------------------------------------------------------------------------------

    def _host(self, site: str, name: str) -> Host:
        return self._hosts.setdefault((site, name), Host(site, name))

    def _line_up(self, host: Host) -> None:
        """Put a host where it belongs now: in line, at rest, or nowhere until something of it is done."""
        if host.is_waiting or not host.has_more or host.downloading >= self._limit(host):
            return
        host.is_waiting = True
        free_at = self._free_at(host)
        if free_at <= time.monotonic():
            self._ready.append(host)
        else:
            heapq.heappush(self._resting, (free_at, id(host), host))
            self._wake_at(self._resting[0][0])

    def _limit(self, host: Host) -> int:
        slot = self.crawler.engine.downloader.slots.get(host.name)
        return max(1, slot.concurrency) if slot is not None else self.per_host

    def _free_at(self, host: Host) -> float:
        """When the host's delay is over (monotonic seconds): what waits for it must not fill the downloader."""
        slot = self.crawler.engine.downloader.slots.get(host.name)
        if slot is None or not slot.delay:
            return 0.0
        return slot.lastseen + slot.delay * max(0.0, 1 - slot.jitter)

    def _end_rests(self) -> None:
        now = time.monotonic()
        while self._resting and self._resting[0][0] <= now:
            self._ready.append(heapq.heappop(self._resting)[2])
        if self._resting:
            self._wake_at(self._resting[0][0])

    def _wake_at(self, moment: float) -> None:
        if self._wake_call is not None:
            self._wake_call.cancel()
        self._wake_call = asyncio.get_running_loop().call_later(max(0.0, moment - time.monotonic()), self.wake_engine)

    def wake_engine(self) -> None:
        """Have the engine ask for requests now, not at its next heartbeat (5 s)."""
        slot = getattr(self.crawler.engine, "_slot", None)
        if slot is not None:
            slot.nextcall.schedule()

    def _best(self, host: Host) -> QueuedPage | None:
        if not host.has_more or host.downloading >= self._limit(host):
            return None
        if not host.ahead:
            limit = _READ_AHEAD + len(host.leased)
            rows = self.opened.store.best_pages(self.opened.reader, host.site, host.name, limit)
            host.ahead.extend(row for row in rows if row.id not in host.leased)
        if not host.ahead:  # the database is right: a count that is not must not keep the crawl waiting
            self._queued -= host.queued - len(host.leased)
            host.queued = len(host.leased)
            return None
        return host.ahead.popleft()

    # -- leases ----------------------------------------------------------------------------------------------------

    def _lease(self, host: Host, row: QueuedPage) -> Request | None:
        host.leased.add(row.id)
        host.downloading += 1
        unit = Unit(row, PageOutcome(page_id=row.id, site=row.site, promised_kind=row.kind))
        self.units[row.id] = unit
        unit.noted = self._note_open(row.site)
        try:
            unit.request = as_request(row, self.crawler.spider, errback=self._download_failed)
        except (AttributeError, TypeError, ValueError) as error:  # the spider changed since the row was made
            logger.error("%s cannot be asked for any more: %s", row.url, error)
            self.fail(unit, "no_callback")
            self.settle(unit)
        return unit.request

    def _note_open(self, site: str) -> asyncio.Future[None]:
        page_ids = [unit.row.id for unit in self.units.values() if unit.row.site == site]
        noted: asyncio.Future[None] = self.opened.writer.note_open(site, page_ids, alone=self._alone is not None)
        noted.add_done_callback(_retrieve)
        return noted

    def downloaded(self, unit: Unit) -> None:
        """The host is free for its next page while this one is read and kept."""
        if not unit.downloading:
            return
        unit.downloading = False
        host = self._host(unit.row.site, unit.row.host)
        host.downloading -= 1
        self._line_up(host)
        self.wake_engine()

    def ask_again(self, unit: Unit, request: Request) -> None:
        """A callback wants its page once more: same row, and nothing is settled yet."""
        unit.again = unit.downloading = True
        self._host(unit.row.site, unit.row.host).downloading += 1
        self._enqueue_again(request)
        self.wake_engine()

    def unit_of(self, request: Request | None) -> Unit | None:
        return self.units.get(request.meta.get(ROW)) if request is not None else None

    def settle(self, unit: Unit) -> asyncio.Task[None] | None:
        """Hand the unit to the writer; None if that has been done. Await the task for the commit."""
        if unit.settled:
            return None
        unit.settled = True
        return self._do(self._keep(unit))

    async def _keep(self, unit: Unit) -> None:
        await unit.wait_for_items()
        try:
            kept = await self._keep_or_fail(unit)
            self._count_queued(kept.queued)
        except OutOfSpace as error:
            self._stop(error)
        finally:
            self._release(unit)

    async def _keep_or_fail(self, unit: Unit) -> Kept:
        try:
            return await self.opened.keep(unit.outcome)
        except OutOfSpace:
            raise
        except Exception as error:  # what it holds cannot be stored: only this page is lost, and it is said
            logger.error("%s could not be kept: %s", unit.row.url, error)
            unit.outcome = PageOutcome(page_id=unit.row.id, site=unit.row.site, state=FAILED, reason="not_kept")
            return await self.opened.keep(unit.outcome)

    def _release(self, unit: Unit) -> None:
        self.downloaded(unit)
        self.units.pop(unit.row.id, None)
        host = self._host(unit.row.site, unit.row.host)
        host.leased.discard(unit.row.id)
        host.queued -= 1
        self._queued -= 1
        if self._alone == unit.row.id:
            self._alone = None
        self._note_open(unit.row.site)
        if not host.queued:
            del self._hosts[host.site, host.name]
        self._line_up(host)
        self.wake_engine()

    async def _add_arrivals(self) -> None:
        await asyncio.sleep(0)  # let more arrive: a list of thousands is added in a few transactions
        pages, self._arrivals = self._arrivals, []
        try:
            self._count_queued(await self.opened.add_pages(pages))
        except OutOfSpace as error:
            self._stop(error)
        self.wake_engine()

    def _count_queued(self, queued: Iterable[NewPage]) -> None:
        for page in queued:
            host = self._host(page.site, page.host)
            host.queued += 1
            self._queued += 1
            if host.ahead and page.priority > host.ahead[-1].priority:
                host.ahead.clear()  # what was read ahead is no longer the best
            self._line_up(host)

    def _do(self, work: Any) -> asyncio.Task[None]:
        """Run store work in the background; idle and close wait for it."""
        self._pending_jobs += 1
        task = asyncio.ensure_future(work)
        self._settling.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._pending_jobs -= 1
        self._settling.discard(task)

    def _stop(self, error: OutOfSpace) -> None:
        self.opened.fail(error)
        if not self._closing():
            asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="out_of_space"))  # noqa: RUF006

    def _closing(self) -> bool:
        slot = getattr(self.crawler.engine, "_slot", None)
        return slot is None or slot.closing is not None

    # -- what became of a page -------------------------------------------------------------------------------------

    def fail(self, unit: Unit, reason: str, *, http_status: int | None = None) -> None:
        unit.outcome.state = FAILED
        unit.outcome.reason = reason
        unit.outcome.http_status = http_status

    def _item_scraped(self, item: Any, response: Any) -> None:
        unit = self.unit_of(getattr(response, "request", None))
        if unit is None:
            return
        if item is None:
            logger.error("%s: a pipeline returned nothing for its item; process_item must return it", unit.row.url)
            self.fail(unit, "item_error: nothing returned", http_status=response.status)
        elif not self.opened.take_article(unit.outcome, item):
            self.stats.inc_value("newscrawl/items_that_are_no_article")  # feeds have them, the store does not
        unit.item_is_through()

    def _item_dropped(self, item: Any, response: Any, exception: BaseException) -> None:
        self._let_go(item)
        self._item_gone(response, str(exception) or type(exception).__name__)

    def _let_go(self, item: Any) -> None:
        """What ``FindStory`` claimed for an item that is not kept after all is free for others."""
        article_id = getattr(item, "id", None)
        if article_id in self.opened.in_flight:
            self.opened.in_flight.discard(article_id)
            self._do(self._release_claim(article_id))

    async def _release_claim(self, article_id: str) -> None:
        index = StoryIndex(self.opened.store, run=self.opened.run)
        with suppress(OutOfSpace):
            await self.opened.writer.submit(lambda connection: index.release(connection, article_id))

    def _item_failed(self, item: Any, response: Any, failure: Failure) -> None:
        """A pipeline raised: what it would have kept is missing, so the page counts as failed and comes again."""
        self._let_go(item)
        reason = f"item_error: {failure.type.__name__}"
        unit = self.unit_of(getattr(response, "request", None))
        if unit is not None:
            self.fail(unit, reason, http_status=getattr(response, "status", None))
        self._item_gone(response, reason)

    def _item_gone(self, response: Any, reason: str) -> None:
        unit = self.unit_of(getattr(response, "request", None))
        if unit is not None:
            unit.outcome.dropped[reason] += 1
            unit.item_is_through()

    def _spider_error(self, failure: Failure, response: Any) -> None:
        """A callback raised. What it had given until then is kept; the page counts as failed and is asked for again."""
        unit = self.unit_of(getattr(response, "request", None))
        if unit is None:
            return
        self.fail(unit, f"spider_error: {failure.type.__name__}", http_status=getattr(response, "status", None))
        self.settle(unit)

    async def _download_failed(self, failure: Failure) -> list[Any]:
        unit = self.unit_of(failure.request)  # type: ignore[attr-defined]
        if unit is None:
            return []
        reason, status = failure_reason(failure)
        self.fail(unit, reason, http_status=status)
        logger.debug("%s: %s", unit.row.url, reason)
        if not failure.check(HttpError):  # that one came through process_spider_input: KeepPage settles it
            self.settle(unit)
        return []

    def _spider_idle(self) -> None:
        """Nothing is on its way any more: a lease that is left was lost by a component that swallowed its request."""
        lost = [unit for unit in self.units.values() if not unit.settled]
        self._settle_lost(lost)
        if lost or self._pending_jobs:
            raise DontCloseSpider

    def _look_for_lost(self) -> None:
        """The same while other hosts are busy: seen nowhere on its way for a while, a request will not come back."""
        now = time.monotonic()
        if now - self._looked_for_lost_at < _LOST_AFTER_S:
            return
        self._looked_for_lost_at = now
        slot = getattr(self.crawler.engine, "_slot", None)
        on_their_way = {*(slot.inprogress if slot is not None else ()), *self._again}
        lost = []
        for unit in self.units.values():
            if unit.settled or unit.request in on_their_way:
                unit.missed_at = None
            elif unit.missed_at is None:
                unit.missed_at = now
            elif now - unit.missed_at >= _LOST_AFTER_S:
                lost.append(unit)
        self._settle_lost(lost)

    def _settle_lost(self, lost: list[Unit]) -> None:
        for unit in lost:
            self.fail(unit, "lost")
            self.settle(unit)

    def page_of(self, request: Request, parent: Unit | None = None) -> NewPage | None:
        """The row that a request asks for; None, with a line that says why, for one that cannot be kept."""
        site = parent.row.site if parent is not None else self._site_of(request.url)
        from_url = parent.row.url if parent is not None else None
        try:
            refuse_errback(request, but=self._download_failed)
            return as_page(request, self.crawler.spider, site=site, from_url=from_url)
        except ValueError as error:
            logger.error("%s is not fetched: %s", request.url, error)
            self.stats.inc_value("newscrawl/skipped/not_serialisable")
            return None

    def _site_of(self, url: str) -> str:
        """The site of a start request that does not name one: a tuned spider has only one."""
        key = site_key(url)
        return key if key in self.opened.generations else self.opened.sites[0]


def _retrieve(future: asyncio.Future[None]) -> None:
    """Look at a future nobody may await, so that asyncio does not report it as forgotten; the next commit fails too."""
    if not future.cancelled():
        future.exception()


def _is_a_crawl(spider: Spider) -> bool:
    """Whether this runs the spider's own start: ``fetch``, ``parse`` and ``check`` put theirs in (``shell`` sets
    KEEP_ALIVE)."""
    return hasattr(spider, "sites") and not type(spider).start.__module__.startswith("scrapy.commands")

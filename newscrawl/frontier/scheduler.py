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
from datetime import UTC, datetime
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
from newscrawl.frontier.health import HostHealth
from newscrawl.frontier.hosts import Host, HostLine
from newscrawl.frontier.limits import CUTTING, Bounds, Limits
from newscrawl.frontier.requests import ROW, WAIT, as_page, as_request, failure_reason, refuse_errback
from newscrawl.frontier.units import Unit
from newscrawl.pipelines import RepeatsArticle
from newscrawl.store import FAILED, CrawlStore, Kept, NewPage, PageOutcome, QueuedPage
from newscrawl.store.writer import retrieve
from newscrawl.stories import StoryIndex

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_READ_AHEAD = 16  # rows of a host kept in memory: a look-up costs as much as five of them
_SOURCES = ("feed", "sitemap", "probe")  # kinds of rows that name articles

PASSED_OVER = frozenset({"render_off", "render_not_needed", "render_in_vain", "no_browser"})
"""Reasons not to ask for a page after all that are no failure."""
_LOST_AFTER_S = 4.0  # less than the engine's heartbeat (5 s), which looks again
SUSPECT_AFTER = 3  # crashes with a row open, before it is run alone
ALONE_LIMIT = 2  # crashes while alone, before it is given up: one may be a kill that fell on it by chance


class StoreScheduler(BaseScheduler):
    """Hands out the best row of a host that is free, so that no site starves another, and settles what was leased."""

    def __init__(self, crawler: Crawler, *, per_host: int, health: HostHealth) -> None:
        self.crawler = crawler
        self.stats = crawler.stats
        self.health = health
        self.hosts = HostLine(crawler, per_host=max(1, per_host), has_room=self._has_room, health=health)
        self.opened: CrawlStore | None = None
        self.units: dict[int, Unit] = {}
        self._again: deque[Request] = deque()
        self._later: list[tuple[float, int, Request]] = []
        self._held = 0
        self._suspects: deque[QueuedPage] = deque()
        self._alone: int | None = None
        self._queued = 0
        self._pending_jobs = 0
        self._memory: deque[Request] | None = None
        self._limits: dict[str, Limits] = {}
        self._settling: set[asyncio.Task[None]] = set()
        self._arrivals: list[NewPage] = []
        self._looked_for_lost_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StoreScheduler:
        if crawler.settings.get("JOBDIR"):
            logger.warning("JOBDIR is ignored: the store keeps the crawl's state (NEWSCRAWL_STORE)")
        settings = crawler.settings
        health = HostHealth(
            first=max(0.0, settings.getfloat("NEWSCRAWL_RETRY_DELAY")),
            longest=max(0.0, settings.getfloat("NEWSCRAWL_LONGEST_REST")),
            most=max(1, settings.getint("NEWSCRAWL_HOST_FAILURES")),
        )
        return cls(crawler, per_host=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"), health=health)

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
        bounds, today = Bounds.from_settings(self.crawler.settings), datetime.now(UTC).date()
        self._limits = {
            site: Limits(bounds, notes, today=today, is_new_generation=site not in self.opened.resumed)
            for site, notes in self.opened.notes.items()
        }
        for site in self.opened.generations:
            for host, count in self.opened.store.queued_by_host(self.opened.reader, site).items():
                self.hosts.get(site, host).queued = count
                self._queued += count
            self._suspects.extend(self.opened.store.suspects(self.opened.reader, site, after=SUSPECT_AFTER))
        for host in self.hosts.all():
            self.hosts.line_up(host)
        connect = self.crawler.signals.connect
        connect(self._item_scraped, signal=signals.item_scraped)
        connect(self._item_dropped, signal=signals.item_dropped)
        connect(self._item_failed, signal=signals.item_error)
        connect(self._spider_error, signal=signals.spider_error)
        connect(self._spider_idle, signal=signals.spider_idle)

    def close(self, reason: str) -> Deferred[None] | None:
        self.hosts.close()
        return None if self._memory is not None else deferred_from_coro(self._close())

    async def _close(self) -> None:
        while self._settling:
            await asyncio.wait(self._settling)

    def has_pending_requests(self) -> bool:
        if self._memory is not None:
            return bool(self._memory)
        return bool(self._again or self._held or self._pending_jobs or self._queued > len(self.units))

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
        if unit is None:
            return False
        wait_s = request.meta.pop(WAIT, 0.0)
        unit.request = request
        unit.requests += 1
        if wait_s > 0:
            self._hold(unit, request, wait_s)
        else:
            self._again.append(request)
        return True

    def _hold(self, unit: Unit, request: Request, wait_s: float) -> None:
        """Ask for a page again after a while; until then its host is free for others, if it does not rest."""
        self._held += 1
        self.downloaded(unit)
        heapq.heappush(self._later, (time.monotonic() + wait_s, id(request), request))
        asyncio.get_running_loop().call_later(wait_s, self.hosts.wake_engine)

    def _line_up_held(self) -> None:
        """Have pages whose time has come wait for their host like others."""
        while self._later and self._later[0][0] <= time.monotonic():
            request = heapq.heappop(self._later)[2]
            unit = self.unit_of(request)
            if unit is None or unit.settled:
                self._held -= 1
                continue
            host = self.hosts.get(unit.row.site, unit.row.host)
            host.again.append(request)
            self.hosts.line_up(host)

    def _take_again(self, host: Host) -> Request | None:
        """A held page of a host that is free, before any that was never asked for; if the host is given up it fails."""
        while host.again and self.hosts.is_free(host):
            request = host.again.popleft()
            self._held -= 1
            unit = self.unit_of(request)
            failing = self.health.given_up(host.name)
            if unit is not None and failing is not None:
                self.fail(unit, failing)
                self.settle(unit)
            elif unit is not None:
                unit.downloading = True
                host.downloading += 1
                return request
        return None

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
        self._line_up_held()
        if self._suspects or self._alone is not None:
            return self._next_alone()
        for host in self.hosts.ready():
            request = self._take_again(host)
            row = self._best(host) if request is None else None
            if row is not None:
                request = self._lease(host, row)
            self.hosts.line_up(host)
            if request is not None:
                return request
        self._look_for_lost()
        return None

    def _next_alone(self) -> Request | None:
        """A row that crashed several crawls runs while nothing else does: the next crash shows who is to blame."""
        if self._alone is not None:
            alone = self.units.get(self._alone)
            return self._take_again(self.hosts.get(alone.row.site, alone.row.host)) if alone is not None else None
        if self.units:
            return None
        row = self._suspects.popleft()
        logger.warning("%s was open in %d crashes: it runs alone", row.url, row.crashes)
        self._alone = row.id
        return self._lease(self.hosts.get(row.site, row.host), row)

    # -- hosts -----------------------------------------------------------------------------------------------------

    def _has_room(self, host: Host) -> bool:
        """Whether this crawl may ask a host for more; if not, what is queued for it is left to the next crawl."""
        reason = self._why_no_more(host.site, host.name)
        if reason is None:
            return True
        left = host.queued - len(host.leased)
        self._queued -= left
        host.queued -= left
        for _ in range(left):
            self._skip(host.site, reason)
        return False

    def _why_no_more(self, site: str, host: str) -> str | None:
        """Why this crawl asks a host for nothing more: it has had its pages, or it has failed over and over."""
        if not self._limits[site].has_room(host):
            return "pages_per_host"
        failing = self.health.given_up(host)
        return f"host_{failing}" if failing is not None else None

    def _best(self, host: Host) -> QueuedPage | None:
        if not self.hosts.is_free(host) or not self._has_room(host):
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
        unit = Unit(row, PageOutcome(page_id=row.id, site=row.site, promised_kind=row.kind, url=row.url))
        self.units[row.id] = unit
        limits = self._limits[row.site]
        reason = limits.refusal(row)
        if reason is not None:
            self.pass_over(unit, reason)
            return None
        limits.count_request(row)
        unit.noted = self._note_open(row.site)
        try:
            unit.request = as_request(row, self.crawler.spider, errback=self._download_failed)
        except (AttributeError, TypeError, ValueError) as error:  # the spider changed since the row was made
            logger.error("%s cannot be asked for any more: %s", row.url, error)
            self.fail(unit, "no_callback")
            self.settle(unit)
        return unit.request

    def give_back(self, unit: Unit) -> None:
        """Leave a row queued, for the next crawl: this one may keep no more."""
        unit.settled = True
        self._release(unit)

    def pass_over(self, unit: Unit, reason: str) -> None:
        """Settle a row without asking for its page."""
        unit.outcome.reason = reason
        self.stats.inc_value(f"newscrawl/skipped/{reason}")
        self.settle(unit)

    def reads_sources(self, site: str, host: str) -> bool:
        """Whether feeds or sitemaps of a site are being read, or are next in its queue."""
        if any(unit.row.site == site and unit.row.kind in _SOURCES for unit in self.units.values()):
            return True
        return any(row.kind in _SOURCES for row in self.opened.store.best_pages(self.opened.reader, site, host, 1))

    def _note_open(self, site: str) -> asyncio.Future[None]:
        page_ids = [unit.row.id for unit in self.units.values() if unit.row.site == site]
        noted: asyncio.Future[None] = self.opened.writer.note_open(site, page_ids, alone=self._alone is not None)
        noted.add_done_callback(retrieve)
        return noted

    def downloaded(self, unit: Unit) -> None:
        """The host is free for its next page while this one is read and kept."""
        if not unit.downloading:
            return
        unit.downloading = False
        host = self.hosts.get(unit.row.site, unit.row.host)
        host.downloading -= 1
        self.hosts.line_up(host)
        self.hosts.wake_engine()

    def ask_again(self, unit: Unit, request: Request) -> None:
        """A callback wants its page once more: same row, and nothing is settled yet."""
        unit.again = unit.downloading = True
        self.hosts.get(unit.row.site, unit.row.host).downloading += 1
        self._enqueue_again(request)
        self.hosts.wake_engine()

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
            limits = self._limits[unit.row.site]
            unit.outcome.brings_nothing = limits.relists(unit.row, unit.outcome)
            kept = await self._keep_or_fail(unit)
            limits.learn(unit.row, unit.outcome, requests=unit.requests)
            if kept.ended_list:
                self._skip(unit.row.site, kept.ended_list)
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
            unit.outcome = PageOutcome(
                page_id=unit.row.id, site=unit.row.site, url=unit.row.url, state=FAILED, reason="not_kept"
            )
            return await self.opened.keep(unit.outcome)

    def _release(self, unit: Unit) -> None:
        self.downloaded(unit)
        self.units.pop(unit.row.id, None)
        host = self.hosts.get(unit.row.site, unit.row.host)
        host.leased.discard(unit.row.id)
        host.queued -= 1
        self._queued -= 1
        if self._alone == unit.row.id:
            self._alone = None
        self._note_open(unit.row.site)
        if not host.queued:
            self.hosts.forget(host)
        self.hosts.line_up(host)
        self.hosts.wake_engine()

    async def add_links(self, unit: Unit) -> None:
        """Queue what a long list has named so far; its page is done with the last of it."""
        links, unit.outcome.links = unit.outcome.links, []
        queued = await self.opened.add_pages(links)
        unit.outcome.first_seen += len(queued)
        self._count_queued(queued)

    async def _add_arrivals(self) -> None:
        await asyncio.sleep(0)  # let more arrive: a list of thousands is added in a few transactions
        pages, self._arrivals = self._arrivals, []
        try:
            self._count_queued(await self.opened.add_pages(pages))
        except OutOfSpace as error:
            self._stop(error)
        self.hosts.wake_engine()

    def _count_queued(self, queued: Iterable[NewPage]) -> None:
        for page in queued:
            host = self.hosts.get(page.site, page.host)
            reason = self._why_no_more(page.site, page.host)
            if reason is not None:
                self._skip(page.site, reason)
                continue
            host.queued += 1
            self._queued += 1
            if host.ahead and page.priority > host.ahead[-1].priority:
                host.ahead.clear()  # what was read ahead is no longer the best
            self.hosts.line_up(host)

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
        unit = self.unit_of(getattr(response, "request", None))
        if unit is not None and isinstance(exception, RepeatsArticle):
            unit.outcome.duplicates.append(exception.duplicate)
        self._item_gone(response, str(exception) or type(exception).__name__)

    def _let_go(self, item: Any) -> None:
        """What ``FindStory`` claimed for an item that is not kept after all is free for others."""
        article_id = getattr(item, "id", None)
        if article_id is not None and self.opened.land(article_id):
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
        if self._closing() and not failure.check(HttpError):  # hung up on: the next crawl asks for it
            self.give_back(unit)
            return []
        reason, status = failure_reason(failure)
        if reason in PASSED_OVER:
            self.pass_over(unit, reason)
            return []
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
        held = [request for _, _, request in self._later] + [one for host in self.hosts.all() for one in host.again]
        on_their_way = {*(slot.inprogress if slot is not None else ()), *self._again, *held}
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
            page = as_page(request, self.crawler.spider, site=site, from_url=from_url)
        except ValueError as error:
            logger.error("%s is not fetched: %s", request.url, error)
            self.stats.inc_value("newscrawl/skipped/not_serialisable")
            return None
        limits = self._limits.get(page.site)
        admitted = limits.admit(page) if limits is not None else page
        if isinstance(admitted, NewPage):
            return admitted
        self._skip(page.site, admitted)
        if parent is not None and admitted in CUTTING:
            parent.outcome.is_cut = True
        return None

    def _skip(self, site: str, reason: str) -> None:
        """Count an address that is passed over."""
        self.stats.inc_value(f"newscrawl/skipped/{reason}")
        self.opened.tallies[site].skipped[reason] += 1

    def _site_of(self, url: str) -> str:
        """The site of a start request that does not name one: a tuned spider has only one."""
        key = site_key(url)
        return key if key in self.opened.generations else self.opened.sites[0]


def scheduler_of(crawler: Crawler) -> StoreScheduler | None:
    """The scheduler of a crawl. None: another one, or none, as with commands that only look."""
    scheduler = getattr(crawler.engine, "scheduler", None)
    is_ours = StoreScheduler in type(scheduler).__mro__  # isinstance() is true of whatever has its methods
    return scheduler if is_ours else None


def _is_a_crawl(spider: Spider) -> bool:
    """Whether this runs the spider's own start: ``fetch``, ``parse`` and ``check`` put theirs in (``shell`` sets
    KEEP_ALIVE)."""
    return hasattr(spider, "sites") and not type(spider).start.__module__.startswith("scrapy.commands")

"""A page is done in one transaction with all that it came to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newscrawl.frontier import PAGE, ROW, StoreScheduler, Unit, scheduler_of
from newscrawl.store import utc_now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

NOT_MODIFIED = 304
_MANY_LINKS = 1000  # of a sitemap: a transaction that adds 50,000 rows would make other crawls wait for a second


_YIELD_EVERY = 200  # links of a page, before others get their turn: some 10 ms


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
                if len(unit.outcome.links) % _YIELD_EVERY == _YIELD_EVERY - 1:
                    await asyncio.sleep(0)
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
        scheduler = scheduler_of(self.crawler)
        return scheduler.unit_of(response.request) if scheduler is not None else None

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
    outcome.bytes = len(response.body)
    outcome.is_rendered = bool(page.get("rendered"))
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
        scheduler = scheduler_of(self.crawler)
        unit = scheduler.unit_of(request) if scheduler is not None else None
        if unit is not None and unit.noted is not None:
            await asyncio.wait([unit.noted])

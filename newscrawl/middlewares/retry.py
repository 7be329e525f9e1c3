"""What failed is asked for again, later each time; hosts that cannot answer rest."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import response_status_message
from twisted.python.failure import Failure

from newscrawl.frontier import ROW, WAIT, HostHealth, asked_host, failure_reason, scheduler_of
from newscrawl.frontier.requests import BAD_CERTIFICATE
from newscrawl.middlewares.addresses import GuardedResolver
from newscrawl.middlewares.transfer import DATA_LOSS, bound_headers, has_its_end, is_broken_off, is_plain_after_all

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

BUSY = (429, 503)
"""Statuses that speak of the host and not of the page (RFC 6585 4, RFC 9110 15.6.4)."""

_ASKED_TO_WAIT = "newscrawl_asked_to_wait"


class RetryLater(RetryMiddleware):
    """Asks for a page again that failed, each time after twice as long, in the place of Scrapy's middleware.

    A host that answers 429 or 503 rests, for as long as its ``Retry-After`` says if it has one, up to
    NEWSCRAWL_LONGEST_REST; other hosts go on. One that fails time after time rests too, and in the end is left to the
    next crawl. A body that breaks off is asked for again too; one that always does is kept if it has its end, with
    Scrapy's flag ``dataloss``. Reads RETRY_*, NEWSCRAWL_RETRY_DELAY and NEWSCRAWL_RETRY_AFTER_TIMES.

    It stands nearer to the network than what unpacks bodies (590).
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryLater:
        middleware = super().from_crawler(crawler)
        settings = crawler.settings
        middleware.first_s = max(0.0, settings.getfloat("NEWSCRAWL_RETRY_DELAY"))
        middleware.longest_s = max(0.0, settings.getfloat("NEWSCRAWL_LONGEST_REST"))
        middleware.most_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        middleware.most_waits = settings.getint("NEWSCRAWL_RETRY_AFTER_TIMES")
        return middleware

    async def process_request(self, request: Request) -> None:
        """What has no row waits here until its host has rested: the scheduler does not know of it."""
        if ROW not in request.meta:
            rest_s = self._health.rests_until(asked_host(request)) - time.monotonic()
            if rest_s > 0:
                await asyncio.sleep(rest_s)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        host = asked_host(request)
        bound_headers(response)
        if response.status not in self.retry_http_codes:
            self._health.answered(host)
            return await self._whole(request, response)
        is_busy = response.status in BUSY
        asked_s = seconds_to_wait(response, datetime.now(UTC)) if is_busy else None
        failure = f"http_{response.status}"
        is_again = _has_failed(request)
        rest_s = self._health.failed(host, failure, asked_s=asked_s, is_busy=is_busy, is_again=is_again)
        reason = response_status_message(response.status)
        again = self._asked_to_wait(request) if asked_s is not None else self._again(request, reason)
        return await self._later(again, rest_s) if again is not None else response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        is_passing = isinstance(exception, self.exceptions_to_retry) and not isinstance(exception, IgnoreRequest)
        is_refused = urlparse_cached(request).hostname in GuardedResolver.refused
        if not is_passing or is_refused or BAD_CERTIFICATE in str(exception):
            return None
        reason = failure_reason(Failure(exception))[0]
        rest_s = self._health.failed(asked_host(request), reason, is_again=_has_failed(request))
        again = self._again(request, exception)
        if again is None and isinstance(exception, ResponseDataLossError):
            again = self._take_what_comes(request)
        return await self._later(again, rest_s) if again is not None else None

    async def _whole(self, request: Request, response: Response) -> Request | Response:
        """A response that has come whole, or that will not be had any better."""
        if is_plain_after_all(response):
            del response.headers["Content-Encoding"]
        is_broken = is_broken_off(response, most=request.meta.get("download_maxsize") or self.most_bytes)
        if not is_broken and DATA_LOSS not in response.flags:
            return response
        again = self._again(request, ResponseDataLossError()) if is_broken else None
        if again is not None:
            return await self._later(again, 0.0)
        is_robots = urlparse_cached(request).path == "/robots.txt"  # which has no end that one could see
        if is_broken or not (has_its_end(response) or is_robots):
            raise IgnoreRequest("truncated")
        self.crawler.stats.inc_value("newscrawl/repaired_transfers")
        return response

    def _take_what_comes(self, request: Request) -> Request | None:
        """The request once more, for a body that breaks off each time: it may be whole all the same."""
        if request.meta.get("download_fail_on_dataloss") is False or request.meta.get("dont_retry"):
            return None
        again = request.copy()
        again.meta["download_fail_on_dataloss"] = False
        again.dont_filter = True
        return again

    @property
    def _health(self) -> HostHealth:
        scheduler = scheduler_of(self.crawler)
        if scheduler is not None:
            return scheduler.health
        return HostHealth(first=self.first_s, longest=self.longest_s, most=1_000_000)

    def _again(self, request: Request, reason: str | Exception) -> Request | None:
        if request.meta.get("dont_retry") or self._health.given_up(asked_host(request)):
            return None
        return self._retry(request, reason)

    def _asked_to_wait(self, request: Request) -> Request | None:
        """The request once more; that a host asked for patience is no failure of the page."""
        times = request.meta.get(_ASKED_TO_WAIT, 0) + 1
        if request.meta.get("dont_retry") or times > self.most_waits or self._health.given_up(asked_host(request)):
            return None
        again = request.copy()
        again.meta[_ASKED_TO_WAIT] = times
        again.dont_filter = True
        self.crawler.stats.inc_value("newscrawl/asked_to_wait")
        return again

    async def _later(self, again: Request, rest_s: float) -> Request:
        """The request, for when it may be asked: the scheduler holds a page, others wait here."""
        backoff_s = self.first_s * 2.0 ** max(0, again.meta.get("retry_times", 0) - 1)
        wait_s = min(max(rest_s, backoff_s), self.longest_s)
        if ROW in again.meta:
            again.meta[WAIT] = wait_s
        else:
            await asyncio.sleep(wait_s)
        return again


def _has_failed(request: Request) -> bool:
    return bool(request.meta.get("retry_times") or request.meta.get(_ASKED_TO_WAIT))


def seconds_to_wait(response: Response, now: datetime) -> float | None:
    """What ``Retry-After`` asks for: seconds or a date (RFC 9110 10.2.3). None: nothing that can be read."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal() and value.isascii():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())

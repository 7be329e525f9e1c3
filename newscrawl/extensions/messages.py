"""TellInOneLine: what pages do to a crawl is told in one line each, with the traceback at DEBUG level."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

from newscrawl.exceptions import OutOfSpace

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)


class TellInOneLine(LogFormatter):
    """Scrapy's LOG_FORMATTER, but for errors that a page causes: Scrapy logs those with their traceback.

    What these methods return is logged by Scrapy with the traceback, hence at DEBUG; the line is logged here.
    """

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        logger.error("%s could not be read: %s", request.url, _brief(failure.value))
        return {**super().spider_error(failure, request, response, spider), "level": logging.DEBUG}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        if not isinstance(exception, OutOfSpace):  # that one ends the crawl, which says so once
            logger.error("%s: its item could not be kept: %s", getattr(response, "url", spider.name), _brief(exception))
        return {**super().item_error(item, exception, response, spider), "level": logging.DEBUG}

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        logger.error("%s could not be fetched: %s", request.url, _brief(failure.value))
        return {**super().download_error(failure, request, spider, errmsg), "level": logging.DEBUG}


def _brief(error: BaseException | None) -> str:
    """``KeyError: 'time'``: an exception in one line."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__

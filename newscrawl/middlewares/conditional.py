"""Known pages are asked for only if they have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import NotConfigured

from newscrawl.frontier import PAGE, ROW
from newscrawl.middlewares.keep_page import NOT_MODIFIED
from newscrawl.store import CrawlStore

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


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

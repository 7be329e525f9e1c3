"""A site with a page that kills the process that reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from newscrawl.extraction.page import Page
from newscrawl.spiders.site import SiteSpider


class Poisoned(SiteSpider):
    """Dies on ``/poison`` as a parser's crash or a kernel out of memory would have it die."""

    name = "poisoned"
    index_urls = [r"/poison$"]

    def parse_page(self, page: Page, response: Response) -> Iterator[Any]:
        if response.url.endswith("/poison"):
            os._exit(9)
        yield from super().parse_page(page, response)

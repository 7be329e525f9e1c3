"""Spiders and pipelines that do what Scrapy allows and few do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import DropItem
from scrapy.http import Response

from newscrawl.extraction.page import Page
from newscrawl.spiders.site import SiteSpider


class OwnCallback(SiteSpider):
    """Follows articles with a callback of its own, which a later version of the class may not have."""

    name = "own_callback"

    if not os.environ.get("WITHOUT_CALLBACK"):

        def parse_page(self, page: Page, response: Response) -> Iterator[Any]:
            for output in super().parse_page(page, response):
                is_story = isinstance(output, Request) and "/news/" in output.url
                yield output.replace(callback=self.parse_story) if is_story else output

        def parse_story(self, response: Response) -> Iterator[Any]:
            yield from self.parse(response)


class AsksAgain(SiteSpider):
    """Asks for a page once more where it finds it half ready."""

    name = "asks_again"

    def parse_page(self, page: Page, response: Response) -> Iterator[Any]:
        if "not ready" in response.text:
            yield get_retry_request(response.request, spider=self, reason="half ready")
        else:
            yield from super().parse_page(page, response)


class Forgets:
    """A pipeline without a return."""

    def process_item(self, item: Any) -> Any:
        """Loses the item."""


class HoldsBack:
    """A pipeline that takes its time with every article."""

    async def process_item(self, item: Any) -> Any:
        await asyncio.sleep(0.5)
        return item


class DropsAll:
    """A pipeline that wants no article after all."""

    async def process_item(self, item: Any) -> Any:
        await asyncio.sleep(0.5)
        raise DropItem("unwanted")

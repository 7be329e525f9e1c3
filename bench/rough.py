"""A rough site and its spider for ``bench.crash``: pages of forty items, items that are dropped, pipelines and
callbacks that raise, beside the redirects and passing failures of ``NewsSite``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from newscrawl.extraction.page import Page
from newscrawl.items import Article
from newscrawl.spiders.site import SiteSpider
from tests.fakeweb import Answer, NewsSite

ITEMS = 40


class RoughSite(NewsSite):
    """``NewsSite`` with round-ups (forty items a page) and pages whose callback raises before or after an item."""

    def __init__(self, host: str, articles: int, *, roundups: int = 12, broken: int = 12) -> None:
        super().__init__(host, articles)
        self.roundups, self.broken = roundups, broken

    def _answer(self, path: str) -> Answer | None:
        place, _, rest = path.strip("/").partition("/")
        if place == "roundup":
            return Answer(f"<title>Round-up</title><p data-roundup='{rest}'>Forty short items of the week.</p>")
        if place == "broken":
            return Answer(f"<title>Broken</title><p data-broken='{rest}'>The callback of this page raises.</p>")
        return super()._answer(path)

    def _front(self) -> str:
        links = [f"<a href='/roundup/{n}'>Round-up {n}</a>" for n in range(self.roundups)]
        links += [f"<a href='/broken/{n}'>Broken {n}</a>" for n in range(self.broken)]
        return super()._front().replace("</body>", "".join(links) + "</body>")

    def expected_texts(self) -> dict[str, str]:
        """Text by headline, of all that a crawl must keep."""
        texts = {article.headline: article.text for article in self.articles}
        for number in range(self.roundups):
            texts |= {item_headline(number, k): item_text(number, k) for k in range(ITEMS) if fate(k) == "kept"}
        return texts | {item_headline(1000 + n, 0): item_text(1000 + n, 0) for n in range(self.broken) if n % 2}


def fate(k: int) -> str:
    """What becomes of the k-th item of a round-up."""
    return {1: "dropped", 2: "raises"}.get(k % 5, "kept")


def item_headline(number: int, k: int) -> str:
    return f"Item {k} of round-up {number}"


def item_text(number: int, k: int) -> str:
    return f"This is what item {k} of round-up {number} has to say, and it is said in one short paragraph."


class Rough(SiteSpider):
    """Crawls a ``RoughSite``."""

    name = "rough"
    index_urls = [r"/roundup/", r"/broken/"]

    def parse_page(self, page: Page, response: Response) -> Iterator[Any]:
        roundup = re.search(r"data-roundup='(\d+)'", response.text)
        broken = re.search(r"data-broken='(\d+)'", response.text)
        if roundup:
            yield from (self._item(response, int(roundup[1]), k) for k in range(ITEMS))
        elif broken:
            if int(broken[1]) % 2:
                yield self._item(response, 1000 + int(broken[1]), 0)
            raise RuntimeError("as the page says")
        else:
            yield from super().parse_page(page, response)

    def _item(self, response: Response, number: int, k: int) -> Article:
        url = f"{response.url}/item-{k}"
        headline = None if fate(k) == "dropped" else item_headline(number, k)
        text = item_text(number, k)
        return Article(
            url=url,
            canonical_url=url,
            headline=headline,
            text=text,
            text_sha256=f"{number}-{k}",
            word_count=len(text.split()),
            description="raise" if fate(k) == "raises" else None,
        )


class RaiseOnMark:
    """A pipeline that fails on what is marked so."""

    def process_item(self, item: Any) -> Any:
        if getattr(item, "description", None) == "raise":
            raise ValueError("as the item says")
        return item

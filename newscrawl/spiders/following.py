"""Following: which of a page's links, feeds and sitemaps become requests, and with what rank."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from newscrawl.extraction.continuations import part_addresses, whole_article
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.feeds import WELL_KNOWN_FEEDS, declared_feeds, linked_feeds, next_feed_page, read_feed
from newscrawl.extraction.links import Link
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_numbers import page_cursor, page_number, page_offset, page_stem, says_page, whole_stem
from newscrawl.extraction.paging import next_page
from newscrawl.extraction.sitemaps import (
    WELL_KNOWN_SITEMAPS,
    SitemapEntry,
    promises_news,
    read_sitemap,
    robots_sitemaps,
    sitemap_rank,
    worth_reading,
)
from newscrawl.extraction.url_dates import is_date_archive, url_period
from newscrawl.extraction.urls import site_key
from newscrawl.roster import Entry
from newscrawl.spiders import ranking
from newscrawl.spiders.arguments import Wanted, is_in_section
from newscrawl.spiders.place import NOTHING_THERE, PAGE, RENDER, Place, about_of, age_days, matches, today, utc_day

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SURELY_OTHER = 0.9
"""What is something else with this score is not asked for; at .5 one article in twenty would be lost."""

TOO_OLD_IN_A_ROW = 15
"""Articles of a list that were older than wanted, one after the other, before it is not followed further."""

MAX_LINKED_FEEDS = 20
"""Feeds that a page declares none of and links to: pages that list them have hundreds, one for each tag."""

FIRST_UNDATED = 100
"""Entries of a sitemap without dates that may be news; those behind them wait like old articles."""

GOOD_CHANCE = 0.4
"""A link that is likelier something else is taken for an article or a list all the same with such a chance of it."""

_PLAIN_NUMBER = re.compile(r"/\d+/?$")  # /topic/12 is followed by another topic, not by another page
_YIELD_EVERY = 200  # entries of a sitemap, before other pages get their turn


def is_of_list(url: str, here: str) -> bool:
    """Whether an address is another page of the list that this page is one of.

    >>> is_of_list("https://times.test/news/?page=7", "https://times.test/news/")
    True
    """
    is_numbered = page_number(url) is not None and (says_page(url) or _PLAIN_NUMBER.search(url) is None)
    is_page = is_numbered or page_offset(url) is not None or page_cursor(url) is not None
    return is_page and page_stem(url) in (page_stem(here), whole_stem(here))


class Following:
    """The part of ``SiteSpider`` that turns what a page links to into requests.

    Rank first, drop late: what may be an article is asked for sooner or later, the likeliest fresh one first. What is
    not asked for is counted under ``newscrawl/skipped/``.
    """

    crawler: Crawler
    wanted: Wanted
    article_urls: list[str]
    index_urls: list[str]
    max_links: int
    render_mode: str
    entries: Mapping[str, Entry]
    _named: Counter[str]
    _too_old: defaultdict[str, int]

    def _is_own(self, address: str, response: Response) -> bool:
        raise NotImplementedError

    def parse_probe(self, response: Response) -> AsyncIterator[Any]:
        raise NotImplementedError

    # -- links -----------------------------------------------------------------------------------------------------

    def _follow(self, page: Page, links: list[Link], response: Response) -> Iterator[Request]:
        about = about_of(response)
        place = Place.of(about, response.url)
        if place.depth == 0 and place.list_page == 1 and about["kind"] != "article" and "feeds" in self.wanted.follow:
            yield from self._feeds_of(page, response)
        if "links" not in self.wanted.follow or (about["kind"] == "other" and about.get("via") != "start"):
            return
        if len(links) > self.max_links:
            self._skip("links_per_page", len(links) - self.max_links)
            about["is_cut"] = True
        place.is_wanted = place.is_wanted or self._in_section(response.url)
        further = next_page(page) if about["kind"] == "index" else None
        parts = {*part_addresses(page), whole_article(page)} if about["kind"] == "article" else ()
        for position, link in enumerate(links[: self.max_links]):
            if not self._is_own(link.url, response):
                self._skip("off_site")
            elif link.url == further or link.url in parts:
                continue
            elif (request := self._link_request(link, position, place, response)) is not None:
                yield request
        if further is not None and self._is_own(further, response):
            yield from self._next_page(further, page, place, response)

    def _link_request(self, link: Link, position: int, place: Place, response: Response) -> Request | None:
        kind = self._link_kind(link)
        period = url_period(link.url)
        if self.wanted.backfill and period is not None and is_date_archive(link.url):
            return self._archive_request(link, period, place, response)
        if kind == "article":
            return self._article_request(link, position, period, place, response)
        if kind == "index":
            return self._index_request(link, place, response)
        if link.score >= SURELY_OTHER or place.depth > 1:
            return self._skip("other")
        evidence = place.one_down()
        priority = ranking.tail_priority(1 - link.chances.other)
        return self._request(link.url, response, kind="other", priority=priority, evidence=evidence)

    def _article_request(
        self, link: Link, position: int, period: tuple[date, date] | None, place: Place, response: Response
    ) -> Request | None:
        if not (place.is_wanted or self._in_section(link.url)):
            return self._skip("section")
        if period is not None and (reason := self.wanted.outside_days(*period)):
            place.is_newer = place.is_newer or reason == "newer_than_until"
            return self._skip(reason)
        is_day = period is not None and period[0] == period[1]
        priority = ranking.article_priority(
            link.chances.article,
            position=position,
            age_days=age_days(period[1]) if period is not None and is_day else None,
            depth=place.depth,
            list_page=place.list_page,
            is_backfill=place.is_backfill,
        )
        is_listed = about_of(response)["kind"] == "index"
        evidence = place.one_down() | ({"list": place.root} if is_listed else {})
        evidence["chance"] = round(link.chances.article, 2)
        day = period[0].isoformat() if period is not None and is_day else None
        return self._request(link.url, response, kind="article", priority=priority, evidence=evidence, day=day)

    def _index_request(self, link: Link, place: Place, response: Response) -> Request | None:
        if is_of_list(link.url, response.url):
            return self._skip("other_list_page")  # only the next page is followed
        evidence = place.one_down() | {"index_depth": place.depth + 1}
        if about_of(response).get("via") == "start":
            evidence["is_section"] = True
        if self._in_section(link.url):
            evidence["wanted"] = True
        elif self.wanted.sections or self._sections_of(link.url):
            return self._skip("section")
        priority = ranking.index_priority(place.depth + 1, chance=link.chances.index)
        return self._request(link.url, response, kind="index", priority=priority, evidence=evidence)

    def _archive_request(
        self, link: Link, period: tuple[date, date], place: Place, response: Response
    ) -> Request | None:
        """A page that lists what appeared in a period, where a crawl goes back through all of them."""
        if reason := self.wanted.outside_days(*period):
            return self._skip(reason)
        assert self.wanted.since is not None
        evidence = {"index_depth": place.depth, "steps": place.steps}  # a day leads to the day before, for years
        evidence |= {"backfill": self.wanted.since.date().isoformat()}
        evidence |= {"wanted": True} if place.is_wanted else {}
        if period[1] < today() - timedelta(days=2):
            evidence["closed"] = True  # nothing will be added to it
        priority = ranking.archive_priority(age_days(period[1]))
        return self._request(link.url, response, kind="index", priority=priority, evidence=evidence)

    def _link_kind(self, link: Link) -> str:
        if matches(self.article_urls, link.url):
            return "article"
        if matches(self.index_urls, link.url):
            return "index"
        if link.kind == "other" and max(link.chances.article, link.chances.index) >= GOOD_CHANCE:
            return "article" if link.chances.article > link.chances.index else "index"
        return link.kind

    def _next_page(self, address: str, page: Page, place: Place, response: Response) -> Iterator[Request]:
        if self._too_old[place.root] >= TOO_OLD_IN_A_ROW or self._shows_only_old(page):
            self._skip("older_than_since")
            return
        evidence = place.next_page()
        if place.is_newer:
            evidence["newer"] = True
        if self.wanted.since is not None:
            evidence["since"] = self.wanted.since.date().isoformat()
        priority = ranking.index_priority(place.depth, place.list_page + 1)
        if self.wanted.backfill:
            evidence["backfill"] = evidence["since"]
            priority = ranking.backfill_list_priority(place.list_page)
        yield self._request(address, response, kind="index", via="next_page", priority=priority, evidence=evidence)

    def _shows_only_old(self, page: Page) -> bool:
        """Whether a list prints dates, and all of them are older than what is wanted."""
        if self.wanted.since is None:
            return False
        days = [moment.day for stamp in page.stamps if (moment := read_date(stamp.value)) is not None]
        return len(days) >= 3 and all(self.wanted.outside_days(day, day) == "older_than_since" for day in days)

    # -- feeds and sitemaps ----------------------------------------------------------------------------------------

    def parse_robots(self, response: Response) -> Iterator[Any]:
        """The sitemaps that a site declares; the usual places if it declares none."""
        about = about_of(response)
        if response.status == 304:
            return
        about["kind"] = "sitemap"
        declared = robots_sitemaps(response.body, response.url) if response.status == 200 else []
        for position, address in enumerate(declared):
            if self._is_own(address, response):
                yield self._sitemap_request(SitemapEntry(address, is_sitemap=True), response, position)
            else:
                self._skip("off_site")
        if not declared:
            for path in WELL_KNOWN_SITEMAPS:
                yield self._probe(urljoin(response.url, path), response, via="sitemap")

    def _feeds_of(self, page: Page, response: Response) -> Iterator[Request]:
        named = declared_feeds(page) or linked_feeds(page)[:MAX_LINKED_FEEDS]
        declared = [feed for feed in named if self._is_own(feed, response)]
        for feed in declared:
            yield self._request(feed, response, kind="feed", via="feed", priority=ranking.NEWS_SOURCE)
        if not declared and about_of(response).get("via") == "start":
            for path in WELL_KNOWN_FEEDS:
                yield self._probe(urljoin(response.url, path), response, via="feed")

    def _probe(self, address: str, response: Response, *, via: str) -> Request:
        """A usual place to look at; one where nothing is is not looked at again."""
        request = self._request(address, response, kind="probe", via=via, priority=ranking.PROBE)
        return request.replace(
            callback=self.parse_probe, meta={**request.meta, "handle_httpstatus_list": list(NOTHING_THERE)}
        )

    async def _feed_links(self, body: bytes, response: Response) -> AsyncIterator[Request]:
        place = Place.of(about_of(response), response.url)
        for position, entry in enumerate(await asyncio.to_thread(read_feed, body, response.url)):
            evidence = {**place.one_down(), "title": entry.title, "date": entry.date}
            for request in self._entry_request(entry.url, entry.date, position, evidence, response, via="feed"):
                yield request
        older = next_feed_page(body, response.url)
        if older is not None and self._is_own(older, response):
            yield self._request(
                older,
                response,
                kind="feed",
                via="next_page",
                priority=ranking.index_priority(1, place.list_page + 1),
                evidence=place.next_page(),
            )

    async def _sitemap_links(self, body: bytes, response: Response) -> AsyncIterator[Request]:
        entries = await asyncio.to_thread(read_sitemap, body, response.url)
        since = self.wanted.since.date().isoformat() if self.wanted.since else None
        until = self.wanted.until.date().isoformat() if self.wanted.until else None
        for position, entry in enumerate(entries):
            if position % _YIELD_EVERY == _YIELD_EVERY - 1:
                await asyncio.sleep(0)
            if not entry.is_sitemap:
                evidence = {"title": entry.title, "date": entry.date, "lastmod": entry.lastmod}
                for request in self._entry_request(
                    entry.url, entry.date, position, evidence, response, via="sitemap", changed=entry.lastmod
                ):
                    yield request
            elif not worth_reading(entry, since, until):
                self._skip("older_than_since")
            elif self._is_own(entry.url, response):
                yield self._sitemap_request(entry, response, position)

    def _sitemap_request(self, entry: SitemapEntry, response: Response, position: int) -> Request:
        is_news = entry.is_news or promises_news(entry.url)
        priority = ranking.sitemap_priority(sitemap_rank(entry.url), position, is_news=is_news)
        above = Place.of(about_of(response), response.url)
        evidence = {"index_depth": above.depth + 1, **({"lastmod": entry.lastmod} if entry.lastmod else {})}
        return self._request(entry.url, response, kind="sitemap", via="sitemap", priority=priority, evidence=evidence)

    def _entry_request(
        self,
        url: str,
        moment: str | None,
        position: int,
        evidence: dict[str, Any],
        response: Response,
        *,
        via: str,
        changed: str | None = None,
    ) -> Iterator[Request]:
        """An article that a feed or a sitemap names, if it is wanted."""
        if not self._is_own(url, response):
            self._skip("off_site")
            return
        if not (self._in_section(url) or self._in_section(response.url)):
            self._skip("section")
            return
        period = url_period(url)
        reason = self.wanted.outside(moment) if moment else self.wanted.outside_days(*period) if period else None
        if reason is None and changed and self.wanted.outside(changed) == "older_than_since":
            reason = "older_than_since"
        if reason is not None:
            self._skip(reason)
            return
        self._named[about_of(response)["site"]] += 1
        day = utc_day(moment) if moment else period[0].isoformat() if period and period[0] == period[1] else None
        newest = day or (changed or "")[:10]
        is_anywhere = via == "sitemap" and not newest and position >= FIRST_UNDATED
        priority = ranking.article_priority(
            0.9,
            position=position,
            age_days=age_days(date.fromisoformat(newest)) if len(newest) == 10 else None,
            depth=1,
            list_page=1 + position // 50,
            is_backfill=is_anywhere,
        )
        yield self._request(url, response, kind="article", via=via, priority=priority, evidence=evidence, day=day)

    def _request(
        self,
        address: str,
        response: Response,
        *,
        kind: str,
        priority: int,
        via: str = "link",
        evidence: dict[str, Any] | None = None,
        day: str | None = None,
    ) -> Request:
        # As it was asked for: when it is unchanged, what it led to is found by it.
        above = response.meta.get("redirect_urls", [response.url])[0]
        about = {"site": about_of(response)["site"], "kind": kind, "via": via, "from": above}
        about |= {"evidence": evidence, "day": day, "always": False}
        return Request(address, priority=priority, meta={PAGE: about, **self._render_meta(kind)})

    def _sections_of(self, url: str) -> tuple[str, ...]:
        """The sections of an address's site that are wanted, by the roster."""
        entry = self.entries.get(site_key(url)) if self.entries else None
        return entry.sections if entry is not None else ()

    def _in_section(self, url: str) -> bool:
        """Whether an address lies in a section that is wanted: by the crawl's argument and by the roster."""
        return self.wanted.in_section(url) and is_in_section(url, self._sections_of(url))

    def _render_meta(self, kind: str) -> dict[str, str]:
        """For all pages, where all are to be rendered."""
        is_page = kind in ("index", "article", "other")
        return {RENDER: "list" if kind == "index" else "page"} if self.render_mode == "always" and is_page else {}

    def _skip(self, reason: str, count: int = 1) -> None:
        self.crawler.stats.inc_value(f"newscrawl/skipped/{reason}", count)

"""Sampling: which few pages of a site are fetched to tell how many articles it has. `scrapy estimate` runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urljoin

from newscrawl.commands.looking import Looker
from newscrawl.commands.reckoning import (
    Archive,
    Count,
    Evidence,
    ListPage,
    Window,
    count_archive,
    count_entries,
    count_list,
    month_period,
    months_between,
    spread_days,
    spread_months,
)
from newscrawl.commands.sitemap_counts import SitemapFile, count_sitemaps, next_to_read
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.feeds import declared_feeds, linked_feeds, looks_like_feed, read_feed
from newscrawl.extraction.links import Link, classify_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_numbers import may_share, page_number, page_stem, printed_number, whole_stem
from newscrawl.extraction.paging import next_page
from newscrawl.extraction.sitemaps import WELL_KNOWN_SITEMAPS, looks_like_sitemap, read_sitemap, robots_sitemaps
from newscrawl.extraction.url_dates import Period, is_date_archive, url_period
from newscrawl.extraction.urls import plain_url, site_key

ARTICLES = 3
"""Articles that are fetched to learn their size; up to a fifth of all requests is kept back for them."""

_MAPS, _USUAL_PLACES, _ARCHIVE_PAGES, _LISTS, _LIST_PAGES = 10, 2, 6, 2, 3
"""Requests that each kind of source may take. The sources before it leave those that follow their share."""

MAX_FILES = 20_000
"""Sitemaps that are known, after which no further index is read."""

_GONE = ("http_404", "http_410")
_YEAR = timedelta(days=365)
_ARCHIVE_PATH = re.compile(r"archiv|arquivo|arhiv|arsiv|calendar|kalend", re.IGNORECASE)
_INNER = 0.1  # of a page's days at each end, which may be those of stories beside its list


@dataclass
class Sampler:
    """Asks a site's sources one after the other, the most telling first, until one of them bounds the answer."""

    looker: Looker
    window: Window
    today: date
    front: Page
    evidence: list[Evidence] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    """Bytes of the articles that were fetched, as they came."""

    def __post_init__(self) -> None:
        self.site = site_key(self.front.url)
        self.links = [link for link in classify_links(self.front) if site_key(link.url) == self.site]

    async def run(self) -> None:
        for ask in (self.ask_sitemaps, self.ask_archive, self.ask_lists, self.ask_feeds):
            if not self._is_answered():
                await ask()
        await self.weigh_articles()

    def _may_ask(self) -> bool:
        return self.looker.left > min(ARTICLES, self.looker.most // 5)

    def _is_answered(self) -> bool:
        """Whether a source bounds the number: in each month that is asked for, if any is."""
        bounded = [one for one in self.evidence if one.total.high is not None]
        if self.window.first is None:
            return bool(bounded)
        wanted = set(months_between(self.window.first, self.window.last or self.today))
        return any(wanted <= one.months.keys() for one in bounded)

    def _keep(self, evidence: Evidence | None) -> None:
        if evidence is not None:
            self.evidence.append(evidence)

    # -- sitemaps --------------------------------------------------------------------------------------------------

    async def ask_sitemaps(self) -> None:
        roots, known = await self._roots(), set[int]()
        for _ in range(_MAPS):
            total = sum(1 for root in roots for _ in root.below())
            file = next_to_read(roots, self.window) if total < MAX_FILES else None
            if file is None or not self._may_ask():
                break
            await self._read(file, known)
        self._keep(count_sitemaps(roots, self.window))
        for file in (file for root in roots for file in root.below() if file.is_news):
            basis = f"the {len(file.stated):,} entries of {file.url}, which lists the last days alone"
            self._keep(count_entries(file.stated, self.window, source="news sitemap", basis=basis))

    async def _roots(self) -> list[SitemapFile]:
        """The sitemaps that robots.txt names; the usual places where it names none."""
        robots = await self.looker.robots(self.front.url)
        named = robots_sitemaps(robots.body, robots.url) if robots.reason is None else []
        own = [SitemapFile(url) for url in named if site_key(url) == self.site]
        if own:
            return own
        usual = [urljoin(self.front.url, path) for path in WELL_KNOWN_SITEMAPS[:_USUAL_PLACES]]
        return [SitemapFile(url) for url in usual]

    async def _read(self, file: SitemapFile, known: set[int]) -> None:
        answer = await self.looker.fetch(file.url)
        if answer.reason in _GONE or (answer.reason is None and not looks_like_sitemap(answer.body)):
            file.is_gone = True
        elif answer.reason is not None:
            file.is_failed = True
        else:
            entries = read_sitemap(answer.body, answer.url)
            file.take([entry for entry in entries if site_key(entry.url) == self.site], known)

    # -- date archives ---------------------------------------------------------------------------------------------

    async def ask_archive(self) -> None:
        archive = Archive.of(link.url for link in self.links) or await self._archive_behind()
        if archive is None:
            return
        last = min(self.window.last or self.today, self.today)
        first = self.window.first or last - _YEAR
        read: dict[date, Count] = {}
        samples: list[str] = []
        days = (spread_days if archive.is_daily else spread_months)(first, last, _ARCHIVE_PAGES)
        for day in days:
            url = archive.page_of(day)
            if url is None or not self._may_ask():
                continue
            answer = await self.looker.fetch(url)
            if answer.reason is None and answer.is_html and url_period(answer.url) == url_period(url):
                period = (day, day) if archive.is_daily else month_period(f"{day:%Y-%m}")
                read[day], listed = self._stories_on(answer.page(), period)
                samples += listed[:2]
        self._keep(count_archive(read, archive, self.window, samples))

    async def _archive_behind(self) -> Archive | None:
        """The archive that a page leads to which the front page calls one."""
        for link in self.links:
            if link.kind != "article" and _ARCHIVE_PATH.search(link.url) and self._may_ask():
                answer = await self.looker.fetch(link.url)
                if answer.reason is None and answer.is_html:
                    return Archive.of(found.url for found in classify_links(answer.page()))
                return None
        return None

    def _stories_on(self, page: Page, period: Period) -> tuple[Count, list[str]]:
        """How many articles a page of the archive lists, with their addresses."""
        listed = _articles(page, self.site)
        dated = [link.url for link in listed if url_period(link.url) is not None]
        inside = [url for url in dated if _lies_in(url_period(url), period)]
        on_front = {plain_url(link.url) for link in self.links}
        undated = [link.url for link in listed if url_period(link.url) is None]
        undated = [url for url in undated if plain_url(url) not in on_front]
        found = Count(len(inside), len(inside) + len(undated)) if dated else Count(len(undated), len(undated))
        if next_page(page) is not None:
            pages = _Pager(page).last_number
            found = found.times(pages) if pages else Count(found.low, None)
        return found, inside or undated

    # -- lists -----------------------------------------------------------------------------------------------------

    async def ask_lists(self) -> None:
        """The front page's own list, else those of its first index pages whose pagers say how long they are."""
        if _Pager(self.front).last_number:
            self._keep(await self._count_list(self.front, is_whole=True))
            return
        sections = [link for link in self.links if link.kind == "index" and not is_date_archive(link.url)]
        for link in sorted(sections, key=lambda link: -link.chances.index)[:_LISTS]:
            if not self._may_ask():
                return
            answer = await self.looker.fetch(link.url)
            if answer.reason is None and answer.is_html:
                self._keep(await self._count_list(answer.page(), is_whole=False))

    async def _count_list(self, first: Page, *, is_whole: bool) -> Evidence | None:
        pager = _Pager(first)
        if not pager.last_number:
            return None
        pages = {1: first}
        for number in (pager.last_number, *_between(1, pager.last_number, _LIST_PAGES - 1)):
            url = pager.page(number)
            if url is None or number in pages or not self._may_ask():
                continue
            answer = await self.looker.fetch(url)
            if answer.reason is None and answer.is_html and plain_url(answer.url) == plain_url(url):
                pages[number] = answer.page()
        if pager.last_number not in pages:
            return None  # a pager may print any number
        listed = {number: _articles(page, self.site) for number, page in pages.items()}
        everywhere = set.intersection(*({link.url for link in links} for links in listed.values()))
        rows = [
            _list_page(number, pages[number], [link for link in links if link.url not in everywhere])
            for number, links in listed.items()
        ]
        samples = [link.url for links in listed.values() for link in links[:2]]
        goes_on = next_page(pages[pager.last_number]) is not None
        return count_list(rows, self.window, is_whole=is_whole, goes_on=goes_on, samples=samples)

    # -- feeds, articles -------------------------------------------------------------------------------------------

    async def ask_feeds(self) -> None:
        feeds = [url for url in declared_feeds(self.front) or linked_feeds(self.front) if site_key(url) == self.site]
        if not feeds or not self._may_ask():
            return
        answer = await self.looker.fetch(feeds[0])
        if answer.reason is None and looks_like_feed(answer.body):
            stated = [(entry.url, entry.date) for entry in read_feed(answer.body, answer.url) if not entry.is_external]
            basis = f"the {len(stated):,} entries of the feed {answer.url}; there may be any number beside them"
            self._keep(count_entries(stated, self.window, source="feeds", basis=basis))

    async def weigh_articles(self) -> None:
        """Fetch a few articles, from all over what was found, to learn their size."""
        found = next((list(one.samples) for one in self.evidence if one.samples), [])
        found = found or [link.url for link in self.links if link.kind == "article"]
        places = dict.fromkeys([0, len(found) - 1, *_between(0, len(found) - 1, ARTICLES)]) if found else {}
        for place in list(places)[:ARTICLES]:
            answer = await self.looker.fetch(found[place])
            if answer.reason is None and answer.is_html:
                self.sizes.append(answer.transferred)


class _Pager:
    """The numbered links of a list's page."""

    def __init__(self, page: Page) -> None:
        self.last_number = 0
        """0: the page does not say how many pages there are."""
        self._url, self._shift = "", 0
        stems = {page_stem(page.url), whole_stem(page.url)}
        for anchor in page.anchors:
            if not any(may_share(anchor.url, stem) for stem in stems) or page_stem(anchor.url) not in stems:
                continue
            number = page_number(anchor.url)
            printed = printed_number(anchor.text) if anchor.text else None
            if number is not None and (printed or number) > max(1, self.last_number):
                self.last_number = printed or number
                self._url, self._shift = anchor.url, self.last_number - number

    def page(self, number: int) -> str | None:
        """The address of one of the pages; None where the form of the last one's is not understood."""
        last = str(self.last_number - self._shift)
        before, found, after = self._url.rpartition(last)
        url = f"{before}{number - self._shift}{after}"
        return url if found and page_number(url) == number - self._shift else None


def _articles(page: Page, site: str) -> list[Link]:
    return [link for link in classify_links(page) if link.kind == "article" and site_key(link.url) == site]


def _list_page(number: int, page: Page, links: Sequence[Link]) -> ListPage:
    days = sorted(_days_of(page, links))
    aside = int(len(days) * _INNER)
    inner = days[aside : len(days) - aside]
    return ListPage(number, len(links), inner[-1] if inner else None, inner[0] if inner else None)


def _days_of(page: Page, links: Sequence[Link]) -> Iterator[date]:
    """The days that a list's addresses name, else those that it prints."""
    periods = [period for link in links if (period := url_period(link.url)) is not None and period[0] == period[1]]
    if len(periods) * 2 >= len(links) > 0:
        yield from (period[0] for period in periods)
        return
    for stamp in page.stamps:
        if (moment := read_date(stamp.value)) is not None:
            yield moment.day


def _lies_in(period: Period | None, other: Period) -> bool:
    return period is not None and other[0] <= period[0] and period[1] <= other[1]


def _between(first: int, last: int, count: int) -> list[int]:
    """Numbers between two others, evenly spread."""
    return [first + (last - first) * place // (count + 1) for place in range(1, count + 1)]

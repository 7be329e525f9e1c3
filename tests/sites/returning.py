"""Sites that a crawl comes back to, or of which it is told to take a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import (
    alternate,
    article_page,
    navigation,
    news_sitemap,
    page,
    robots,
    rss,
    sitemap,
    teasers,
)
from tests.sites.stories import PathOf, Story, dated_path, plain_path, stories, story

# -- a range of days ---------------------------------------------------------------------------------------------------

SINCE, UNTIL = "2026-11-04", "2026-11-12"
DAYS = 20
"""Stories of a site with a range: one a day, back from 20 November 2026."""


def ranged_cases() -> list[Case]:
    """Sites that tell the days of their stories in addresses, feeds, sitemaps, beside links, and on the pages alone."""
    return [
        _ranged("by-address", dated_path, _link),
        _ranged("by-feed", plain_path, _feed),
        _ranged("by-sitemap", plain_path, _map),
        _ranged("by-news-map", plain_path, _news_map),
        _ranged("by-page", plain_path, _link),
        ranged_list(),
    ]


def _ranged(name: str, path: PathOf, listed: Callable[[Case], None]) -> Case:
    site = case(name)
    site.publish(stories(DAYS, name, path=path))
    listed(site)
    return site


def _link(site: Case) -> None:
    site.site.page("/", page(site.name, teasers(site.stories)))


def _feed(site: Case) -> None:
    site.site.page("/", page(site.name, "<p>Welcome.</p>", alternate("/news.feed", "application/rss+xml")))
    site.site.page("/news.feed", rss(site.host, site.stories))


def _map(site: Case) -> None:
    site.site.page("/", page(site.name, "<p>Welcome.</p>"))
    site.site.page("/robots.txt", robots("Sitemap: /maps/all.xml"))
    site.site.page("/maps/all.xml", sitemap(site.host, site.stories))


def _news_map(site: Case) -> None:
    _map(site)
    site.site.page("/maps/all.xml", news_sitemap(site.host, site.stories))


LIST_PAGES, LIST_PER_PAGE = 15, 3


def ranged_list() -> Case:
    """A list of fifteen pages with the days in the addresses and beside the links; a day has one story."""
    site = case("by-list")
    site.publish(stories(LIST_PAGES * LIST_PER_PAGE, "by-list", path=dated_path))
    site.site.page("/", page("List", navigation("/latest/")))
    for number in range(1, LIST_PAGES + 1):
        listed = site.stories[(number - 1) * LIST_PER_PAGE : number * LIST_PER_PAGE]
        more = f"<div class='pager'><a rel='next' href='/latest/page/{number + 1}/'>Next</a></div>"
        body = teasers(listed, with_date=True) + (more if number < LIST_PAGES else "")
        site.site.page("/latest/" if number == 1 else f"/latest/page/{number}/", page("Latest", body))
    return site


def within(site: Case, since: str = SINCE, until: str = UNTIL) -> list[Story]:
    """The stories of a range of days, both ends included."""
    return [one for one in site.stories if since <= one.day <= until]


def recent() -> Case:
    """Four stories: of an hour ago, of twenty hours, of three days, of three weeks."""
    site = case("recent")
    now = datetime.now(UTC).replace(microsecond=0)
    ages = [timedelta(hours=1), timedelta(hours=20), timedelta(days=3), timedelta(days=21)]
    site.publish(story(number, "recent", moment=now - age) for number, age in enumerate(ages, 1))
    _feed(site)
    site.site.page("/", page("Recent", teasers(site.stories), alternate("/news.feed", "application/rss+xml")))
    return site


# -- a part of a site --------------------------------------------------------------------------------------------------

SECTIONS = ("politics", "sport", "travel", "food")


def sectioned() -> Case:
    """Four sections of four stories, all of them on the front page, in the feed and in the sitemap too."""
    site = case("sectioned")
    for number, section in enumerate(SECTIONS):
        filed = stories(4, "sectioned", first=4 * number + 1, path=lambda n, slug, _, s=section: f"/{s}/{slug}-{n}")
        site.publish(filed)
        site.site.page(f"/{section}/", page(section, teasers(filed)))
    menu = navigation(*(f"/{section}/" for section in SECTIONS))
    site.site.page("/", page("Sections", menu + teasers(site.stories), alternate("/news.feed", "application/rss+xml")))
    site.site.page("/news.feed", rss(site.host, site.stories))
    site.site.page("/robots.txt", robots("Sitemap: /maps/all.xml"))
    site.site.page("/maps/all.xml", sitemap(site.host, site.stories))
    return site


def three_sources() -> Case:
    """Four stories by links alone, four by the feed alone, four by the sitemap alone, in this order."""
    site = case("three-sources")
    site.publish(stories(12, "three-sources"))
    site.site.page(
        "/",
        page(
            "Sources",
            navigation("/latest/") + teasers(site.stories[:2]),
            alternate("/news.feed", "application/rss+xml"),
        ),
    )
    site.site.page("/latest/", page("Latest", teasers(site.stories[2:4])))
    site.site.page("/news.feed", rss(site.host, site.stories[4:8]))
    site.site.page("/robots.txt", robots("Sitemap: /maps/all.xml"))
    site.site.page("/maps/all.xml", sitemap(site.host, site.stories[8:]))
    return site


FOLLOWED = {"links": range(4), "feeds": range(4, 8), "sitemaps": range(8, 12), "all": range(12)}
"""Positions of the stories of ``three_sources`` that each value of ``follow`` leads to."""


def many_stories() -> Case:
    site = case("many-stories")
    site.publish(stories(30, "many-stories"))
    _link(site)
    return site


# -- a thousand articles -----------------------------------------------------------------------------------------------

LARGE, LARGE_PER_PAGE = 1000, 50
LARGE_SECTIONS = tuple(f"/ward-{number}/" for number in range(10))


class Large:
    """A site of 1,000 articles in ten sections of two pages, with a feed and a sitemap; all answers have an ETag."""

    def __init__(self) -> None:
        self.case = case("large")
        self.case.site.has_etags = True
        self.case.publish(stories(LARGE, "large", first=2))
        self.case.site.page("/robots.txt", robots("Sitemap: /maps/all.xml"))
        self.case.site.route(self._answer)

    def publish_one_more(self) -> Story:
        """Put a story before all others."""
        newest = story(1, "large")
        self.case.publish([newest])
        self.case.stories.insert(0, self.case.stories.pop())
        return newest

    def _answer(self, path: str) -> Answer | None:
        listed = self.case.stories
        if path == "/":
            head = alternate("/news.feed", "application/rss+xml")
            return Answer(page("Large", navigation(*LARGE_SECTIONS) + teasers(listed[:20]), head))
        if path == "/news.feed":
            return rss(self.case.host, listed[:30])
        if path == "/maps/all.xml":
            return sitemap(self.case.host, listed[:200])
        section, _, number = path.partition("page/")
        return self._list(section, int(number or 1)) if section in LARGE_SECTIONS else None

    def _list(self, section: str, number: int) -> Answer:
        filed = self.case.stories[-LARGE:][LARGE_SECTIONS.index(section) :: len(LARGE_SECTIONS)]
        part = filed[(number - 1) * LARGE_PER_PAGE : number * LARGE_PER_PAGE]
        more = f"<div class='pager'><a rel='next' href='{section}page/{number + 1}'>Next</a></div>"
        return Answer(page(section, teasers(part) + (more if number * LARGE_PER_PAGE < len(filed) else "")))


# -- articles that change and go ---------------------------------------------------------------------------------------

SAME, SAME_WITHOUT_ETAG, DATED, CHANGED, GONE, MISSING, FAILING = range(7)
"""What becomes of the seven stories of a site, by position, between two crawls."""
MODIFIED = "Fri, 20 Nov 2026 09:30:00 GMT"


class Rechecked:
    """A site whose stories change and vanish when told so."""

    def __init__(self) -> None:
        self.case = case("rechecked")
        self.case.publish(stories(7, "rechecked"))
        site = self.case.site
        for position, one in enumerate(self.case.stories):
            headers = {"ETag": f'"story-{position}"'} if position != SAME_WITHOUT_ETAG else {}
            headers = {"Last-Modified": MODIFIED} if position == DATED else headers
            site.page(one.path, Answer(article_page(one), headers=headers))
        site.page("/", page("Rechecked", teasers(self.case.stories)))

    def path(self, position: int) -> str:
        return self.case.stories[position].path

    def let_time_pass(self) -> None:
        changed = self.case.stories[CHANGED]
        rewritten = Story(changed.number, changed.path, changed.headline, (*changed.paragraphs, ADDED), changed.moment)
        site = self.case.site
        site.page(changed.path, Answer(article_page(rewritten), headers={"ETag": '"second"'}))
        site.page(self.path(GONE), Answer("gone", 410))
        site.page(self.path(MISSING), Answer("not here", 404))
        site.page(self.path(FAILING), Answer("busy", 503))


ADDED = "The desk adds that the gate was painted green in the end, after a vote of nine to two on a wet Tuesday."


def paths(listed: Iterable[Story]) -> set[str]:
    return {one.path for one in listed}


def index_paths() -> set[str]:
    """What ``Large`` has but articles."""
    pages = chain.from_iterable((section, f"{section}page/2") for section in LARGE_SECTIONS)
    return {"/", "/robots.txt", "/news.feed", "/maps/all.xml", *pages}

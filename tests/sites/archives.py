"""Sites with years of stories behind their front pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import article_page, navigation, page, robots, sitemap, sitemap_index, teasers
from tests.sites.stories import Story, dated_path, story

FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
"""The range that is asked for: two years, 730 days."""
BEFORE = 40
"""Days before the range that the sites have too."""
EMPTY = {date(2025, 8, day) for day in range(10, 16)}
"""Days without a story, one after the other."""
ODD_DAY = date(2026, 6, 15)
"""The day whose page has a story of long ago before its own."""


def days(first: date, last: date) -> Iterator[date]:
    """From the last day back to the first."""
    for back in range((last - first).days + 1):
        yield last - timedelta(days=back)


def day_stories(name: str, first: date, last: date) -> dict[date, Story]:
    """A story for each day but the empty ones, newest first."""
    return {
        day: story(day.toordinal(), name, moment=datetime.combine(day, time(10, 30), UTC), path=dated_path)
        for day in days(first, last)
        if day not in EMPTY
    }


# -- a page for each day -----------------------------------------------------------------------------------------------


class DayPages:
    """A site with a page for each day, each of which leads to the day before and nowhere else.

    The front page lists the stories of the last eight days and leads to the page of the last one.
    """

    def __init__(self, name: str, first: date, last: date) -> None:
        self.case = case(name)
        self.by_day = day_stories(name, first - timedelta(days=BEFORE), last)
        for one in self.by_day.values():
            self.case.site.page(one.path, article_page(one))
        self.case.stories = [one for day, one in self.by_day.items() if day >= first]
        self.last = last
        self.odd = story(1, name, moment=datetime(2019, 3, 3, 8, tzinfo=UTC), path=dated_path)
        self.case.site.page(self.odd.path, article_page(self.odd))
        self.case.site.route(self._answer)

    def day_page(self, path: str) -> date | None:
        """The day whose page an address is."""
        steps = path.strip("/").split("/")
        if steps[0] != "archive" or len(steps) != 4:
            return None
        return date(*map(int, steps[1:]))

    def _answer(self, path: str) -> Answer | None:
        if path == "/":
            newest = [one for day, one in self.by_day.items() if self.last - day < timedelta(days=8)]
            return Answer(page("Days", navigation(f"/archive/{self.last:%Y/%m/%d}/") + teasers(newest)))
        day = self.day_page(path)
        return self._day(day) if day is not None else None

    def _day(self, day: date) -> Answer:
        listed = ([self.odd] if day == ODD_DAY else []) + ([self.by_day[day]] if day in self.by_day else [])
        body = teasers(listed) if listed else "<p>Nothing appeared on this day.</p>"
        before = day - timedelta(days=1)
        if before >= min(self.by_day):
            body += f"<div class='days'><a href='/archive/{before:%Y/%m/%d}/'>Previous day</a></div>"
        return Answer(page(f"{day:%d %B %Y}", f"<h1>{day:%d %B %Y}</h1>{body}"))


def day_pages() -> DayPages:
    return DayPages("day-pages", FIRST, LAST)


# -- monthly sitemaps --------------------------------------------------------------------------------------------------

PER_MONTH = 4


def months(first: date, last: date) -> Iterator[date]:
    """First days of months, from the last back to the first."""
    month = last.replace(day=1)
    while month >= first.replace(day=1):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def month_map(month: date) -> str:
    return f"/maps/posts-{month:%Y-%m}.xml"


def month_maps() -> Case:
    """A sitemap for each month, of the range and of a year before it; the front page has the newest stories alone."""
    site = case("month-maps")
    site.site.page("/robots.txt", robots("Sitemap: /maps/index.xml"))
    all_months = list(months(FIRST - timedelta(days=365), LAST))
    for month in all_months:
        listed = [
            story(day.toordinal(), "month-maps", moment=datetime.combine(day, time(9), UTC), path=dated_path)
            for day in (month + timedelta(days=7 * week) for week in reversed(range(PER_MONTH)))
        ]
        site.site.page(month_map(month), sitemap(site.host, listed))
        for one in listed:
            site.site.page(one.path, article_page(one))
        site.stories += listed if month >= FIRST else []
    site.site.page("/maps/index.xml", sitemap_index(site.host, map(month_map, reversed(all_months))))
    site.site.page("/", page("Months", teasers(site.stories[:6])))
    return site


# -- a deep list -------------------------------------------------------------------------------------------------------

DEEP_PAGES, DEEP_PER_PAGE, DEEP_AFTER = 120, 2, 4
"""Pages of the range, stories of a page, and pages of older stories after them."""


def deep_list() -> Case:
    """A list of 124 pages, six days apart, each with two stories."""
    site = case("deep-list")
    count = (DEEP_PAGES + DEEP_AFTER) * DEEP_PER_PAGE
    every = [
        story(
            count - n, "deep-list", moment=datetime.combine(LAST, time(9), UTC) - timedelta(days=3 * n), path=dated_path
        )
        for n in range(count)
    ]
    for one in every:
        site.site.page(one.path, article_page(one))
    site.stories = [one for one in every if one.day >= f"{FIRST}"]
    site.site.page("/", page("Deep", navigation("/latest/") + teasers(every[:5])))
    for number in range(1, DEEP_PAGES + DEEP_AFTER + 1):
        listed = every[(number - 1) * DEEP_PER_PAGE : number * DEEP_PER_PAGE]
        more = f"<div class='pager'><a rel='next' href='/page/{number + 1}/'>Older</a></div>"
        body = teasers(listed, with_date=True) + (more if number < DEEP_PAGES + DEEP_AFTER else "")
        site.site.page("/latest/" if number == 1 else f"/page/{number}/", page("Latest", body))
    return site

"""Two years of a site are found through its archive: day by day, month by month, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests.sites import archives
from tests.sites.archives import FIRST, LAST, DayPages
from tests.sites.crawled import CrawledSites, served
from tests.sites.stories import Story

NAMES = ["day-pages", "month-maps", "deep-list"]
LIST_PAGES = 20
"""Pages of one list in the crawl that knows nothing of archives."""
MINUTES = 0.06
MOST_RUNS = 30


@dataclass
class Backfilled:
    """A usual crawl of three archives, then one through two years that is cut off every few seconds."""

    sites: CrawledSites
    days: DayPages
    usual: dict[str, list[str]] = field(default_factory=dict)
    """What the usual crawl asked for, by site."""
    kept_by_usual: dict[str, int] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    """Why each run of the long crawl ended."""
    statuses: list[int] = field(default_factory=list)
    kept_at_first: int = 0
    """Articles after its first run."""


@pytest.fixture(scope="module")
def backfilled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backfilled]:
    days = archives.day_pages()
    cases = [days.case, archives.month_maps(), archives.deep_list()]
    with served(cases, tmp_path_factory.mktemp("archives")) as sites:
        seen = Backfilled(sites, days)
        crawl_as_usual(seen)
        crawl_backwards(seen)
        yield seen


def crawl_as_usual(seen: Backfilled) -> None:
    """Its lists are bounded in number; only a range bounds what an index of sitemaps leads to."""
    cases = seen.sites.cases
    lists = ",".join(cases[name].url for name in ("day-pages", "deep-list"))
    seen.sites.crawl(url=lists, NEWSCRAWL_LIST_PAGES=LIST_PAGES)
    seen.sites.crawl("since=2026-10-20", url=cases["month-maps"].url)
    seen.usual = {name: seen.sites.asked(name) for name in NAMES}
    seen.kept_by_usual = {name: len(seen.sites.lines(name)) for name in NAMES}


def crawl_backwards(seen: Backfilled) -> None:
    """The same command again and again, until it has an end of its own."""
    for _ in range(MOST_RUNS):
        run = seen.sites.crawl(f"since={FIRST}", f"until={LAST}", "backfill=1", f"minutes={MINUTES}")
        seen.statuses.append(run.status)
        seen.reasons.append(run.summary["reason"])
        seen.kept_at_first = seen.kept_at_first or sum(len(seen.sites.lines(name)) for name in NAMES)
        if seen.reasons[-1] == "finished" or run.status:
            return


@pytest.mark.parametrize("name", NAMES)
def test_a_usual_crawl_goes_no_further_than_its_limits(backfilled: Backfilled, name: str) -> None:
    lists = [path for path in backfilled.usual[name] if path.startswith(("/archive/", "/page/", "/latest/", "/maps/"))]
    assert 1 <= len(lists) <= LIST_PAGES
    assert not [path for path in backfilled.usual[name] if path.startswith(("/2024/", "/2025/"))]


@pytest.mark.parametrize("name", NAMES)
def test_a_usual_crawl_knows_the_newest_already(backfilled: Backfilled, name: str) -> None:
    assert backfilled.kept_by_usual[name] >= 1


@pytest.mark.parametrize("name", NAMES)
def test_two_years_are_found_though_the_newest_lists_are_known(backfilled: Backfilled, name: str) -> None:
    found, wanted = backfilled.sites.headlines(name), backfilled.sites.expected(name)
    assert len(found) == len(wanted)
    assert found == wanted


def test_two_years_of_days_are_730(backfilled: Backfilled) -> None:
    assert len(backfilled.days.case.stories) == 730 - len(archives.EMPTY)


def test_it_stops_at_its_time_and_goes_on_by_the_same_command(backfilled: Backfilled) -> None:
    assert len(backfilled.reasons) >= 2
    assert set(backfilled.statuses) == {0}
    assert "finished" not in backfilled.reasons[:-1]
    assert backfilled.reasons[-1] == "finished"
    assert backfilled.kept_at_first < sum(len(backfilled.sites.expected(name)) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_article_is_asked_for_twice(backfilled: Backfilled, name: str) -> None:
    twice = [path for path, count in backfilled.sites.asked_times(name).items() if count > 1]
    own = {story.path for story in backfilled.sites.cases[name].stories}
    # A run that is cut off may lose what is on its way, which is asked for again: at most eight pages a run.
    assert len(own.intersection(twice)) <= 8 * len(backfilled.reasons)


def test_it_goes_no_further_than_the_range(backfilled: Backfilled) -> None:
    days = [day for path in backfilled.sites.asked("day-pages") if (day := backfilled.days.day_page(path))]
    assert len([day for day in days if day < FIRST]) <= 3
    maps = {path for path in backfilled.sites.asked("month-maps") if path.startswith("/maps/posts-")}
    assert maps >= {archives.month_map(month) for month in archives.months(FIRST, LAST)}
    # The first day of a range in one time zone is the last of another month elsewhere.
    around = archives.months(FIRST - timedelta(days=1), LAST + timedelta(days=1))
    assert maps <= {archives.month_map(month) for month in around}


def test_a_story_of_long_ago_among_the_others_ends_nothing(backfilled: Backfilled) -> None:
    assert backfilled.days.odd.headline not in backfilled.sites.headlines("day-pages")
    days = {day for path in backfilled.sites.asked("day-pages") if (day := backfilled.days.day_page(path))}
    assert {day for day in days if day < archives.ODD_DAY}


def test_days_without_a_story_end_nothing(backfilled: Backfilled) -> None:
    days = {day for path in backfilled.sites.asked("day-pages") if (day := backfilled.days.day_page(path))}
    assert {day for day in days if day < min(archives.EMPTY)}


class TestFreshNewsFirst:
    FIRST, LAST = date(2026, 10, 1), date(2026, 11, 20)

    @pytest.fixture
    def asked(self, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[Story], DayPages]:
        """What a backfill asks for, one request at a time, and the stories of the front page."""
        days = DayPages("fresh-first", self.FIRST, self.LAST)
        with served([days.case], tmp_path_factory.mktemp("fresh")) as sites:
            sites.crawl(f"since={self.FIRST}", "backfill=1", CONCURRENT_REQUESTS_PER_DOMAIN=1)
            return sites.asked("fresh-first"), days.case.stories[:8], days

    def test_the_front_page_goes_before_the_archive(self, asked: tuple[list[str], list[Story], DayPages]) -> None:
        paths, fresh, days = asked
        archive = next(position for position, path in enumerate(paths) if days.day_page(path))
        assert {story.path for story in fresh} <= set(paths[:archive])
        assert {story.path for story in days.case.stories} <= set(paths)

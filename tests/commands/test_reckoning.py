"""What a few pages speak for: ranges, sources that overlap, and what is left unknown."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from newscrawl.commands.estimate import rounded
from newscrawl.commands.reckoning import (
    UNKNOWN,
    Archive,
    Count,
    Evidence,
    ListPage,
    Window,
    best_by_month,
    best_total,
    count_archive,
    count_entries,
    count_list,
    months_between,
    spread_days,
    spread_months,
)
from newscrawl.commands.sitemap_counts import SitemapFile, count_sitemaps, next_to_read
from newscrawl.extraction.sitemaps import SitemapEntry

YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))
HOST = "https://times.test"


def pages(count: int, **stated: str) -> list[SitemapEntry]:
    return [SitemapEntry(f"{HOST}/news/the-mill-{n}-turns-once-more", **stated) for n in range(count)]


def read(url: str, entries: list[SitemapEntry], known: set[int] | None = None) -> SitemapFile:
    file = SitemapFile(url)
    file.take(entries, set() if known is None else known)
    return file


class TestSources:
    def test_sources_are_never_added(self):
        evidence = [
            Evidence(source=name, basis="", months={"2025-03": Count(10, 12)}, total=Count(10, 12)) for name in "ab"
        ]
        assert best_by_month(evidence, ["2025-03"]) == {"2025-03": (Count(10, 12), "a")}
        assert best_total(evidence, counts_months=True).total == Count(10, 12)

    def test_one_that_bounds_a_month_is_believed_before_one_that_does_not(self):
        feed = Evidence(source="feed", basis="", months={"2025-03": Count(30, None)}, total=Count(30, None))
        maps = Evidence(source="maps", basis="", months={"2025-03": Count(20, 40)}, total=Count(20, 40))
        assert best_by_month([feed, maps], ["2025-03", "2025-04"]) == {"2025-03": (Count(20, 40), "maps")}
        assert best_total([feed, maps], counts_months=False) is maps
        assert best_total([feed], counts_months=False) is feed

    def test_nothing_is_best_where_nothing_is_known(self):
        assert best_total([], counts_months=True) is None
        assert best_total([Evidence(source="feed", basis="")], counts_months=True) is None


class TestSitemaps:
    def test_an_address_in_two_files_counts_once(self):
        known: set[int] = set()
        files = [read(f"{HOST}/{name}.xml", pages(9, lastmod="2025-03-04"), known) for name in "ab"]
        assert count_sitemaps(files, YEAR).total == Count(9, 9)

    def test_sections_and_static_pages_may_or_may_not_be_articles(self):
        aside = [SitemapEntry(f"{HOST}/{name}", lastmod="2025-03-04") for name in ("sport/", "about-us", "contact")]
        file = read(f"{HOST}/sitemap.xml", [*pages(9, lastmod="2025-03-04"), *aside])
        assert count_sitemaps([file], YEAR).total == Count(9, 12)

    def test_a_rebuild_of_all_pages_on_one_day_dates_none_of_them(self):
        file = read(f"{HOST}/sitemap.xml", pages(400, lastmod="2025-03-04"))
        assert file.by_day == Counter({None: 400})
        assert count_sitemaps([file], YEAR).total == Count(0, 400)
        assert count_sitemaps([file], Window()).total == Count(400, 400)

    def test_files_of_which_none_was_read_leave_the_end_open(self):
        index = read(f"{HOST}/index.xml", [SitemapEntry(f"{HOST}/{n}.xml", is_sitemap=True) for n in range(5)])
        small = read(f"{HOST}/other.xml", pages(3))
        assert count_sitemaps([index, small], Window()).total == Count(3, None)

    def test_newest_then_oldest_then_the_middle_are_read(self):
        children = [SitemapEntry(f"{HOST}/map-2025-{month:02}.xml", is_sitemap=True) for month in range(12, 0, -1)]
        index, order = read(f"{HOST}/index.xml", children), []
        while (file := next_to_read([index], YEAR)) is not None and len(order) < 3:
            file.take(pages(1), set())
            order.append(file.url[-6:-4])
        assert order[:2] == ["12", "01"]
        assert order[2] in ("06", "07")

    @pytest.mark.parametrize("lastmod", ["", "nonsense", "9999-12-31", "0001-01-01", "2025"])
    def test_odd_dates_of_files_harm_nothing(self, lastmod):
        file = SitemapFile(f"{HOST}/a.xml", lastmod)
        assert next_to_read([file], YEAR) in (file, None)


class TestArchives:
    @pytest.mark.parametrize(
        ("url", "wanted"),
        [
            (f"{HOST}/archive/2025/11/05/", f"{HOST}/archive/2024/02/29/"),
            (f"{HOST}/2025-11-05/", f"{HOST}/2024-02-29/"),
            (f"{HOST}/archive/20251105.html", f"{HOST}/archive/20240229.html"),
            (f"{HOST}/archive?year=2025&month=11&day=5", f"{HOST}/archive?year=2024&month=2&day=29"),
            (f"{HOST}/archive/2025/11/", f"{HOST}/archive/2024/02/"),
            (f"{HOST}/archive/2025-11", f"{HOST}/archive/2024-02"),
        ],
    )
    def test_the_page_of_any_day_follows_from_that_of_one(self, url, wanted):
        assert Archive.of([f"{HOST}/sport/", url]).page_of(date(2024, 2, 29)) == wanted

    @pytest.mark.parametrize("url", [f"{HOST}/sport/", f"{HOST}/2025/11/05/the-mill-turns", f"{HOST}/2025/"])
    def test_what_is_no_archive_of_days_or_months_is_none(self, url):
        assert Archive.of([url]) is None

    def test_days_are_preferred_to_months(self):
        assert Archive.of([f"{HOST}/2025/11/", f"{HOST}/2025/11/05/"]).is_daily

    def test_the_days_that_are_looked_at_lie_in_the_range_and_are_not_all_of_one_weekday(self):
        chosen = spread_days(date(2025, 1, 1), date(2025, 12, 31), 6)
        assert len(chosen) == 6
        assert all(YEAR.holds(day) for day in chosen)
        assert len({day.weekday() for day in chosen}) >= 4
        assert max(chosen) - min(chosen) > timedelta(days=350)

    def test_nine_ranges_in_ten_hold_the_truth_of_sites_that_grow_and_rest_on_sundays(self):
        chance, archive, held = random.Random(7), Archive.of([f"{HOST}/2025/11/05/"]), 0
        for _ in range(200):
            truth = {
                day: int((8 if day.weekday() == 6 else 20) * (1 + n / 365) * chance.lognormvariate(0, 0.3))
                for n, day in enumerate(date(2025, 1, 1) + timedelta(days=n) for n in range(365))
            }
            sample = {day: Count(truth[day], truth[day]) for day in spread_days(min(truth), max(truth), 6)}
            told = count_archive(sample, archive, YEAR, []).total
            held += told.low <= sum(truth.values()) <= told.high
        assert held >= 180

    def test_few_days_are_all_looked_at(self):
        assert spread_days(date(2025, 1, 1), date(2025, 1, 2), 6) == [date(2025, 1, 2), date(2025, 1, 1)]
        assert spread_months(date(2025, 1, 9), date(2025, 2, 2), 6) == [date(2025, 2, 1), date(2025, 1, 1)]

    def test_what_lies_beyond_the_pages_that_answered_is_not_told(self):
        archive = Archive.of([f"{HOST}/2025/11/05/"])
        found = count_archive({date(2025, 6, n): Count(5, 5) for n in (1, 30)}, archive, YEAR, [])
        assert list(found.months) == ["2025-06"]
        assert found.total == Count(30 * 4, 30 * 6)


class TestLists:
    def test_a_section_s_list_tells_the_least_there_is(self):
        rows = [ListPage(1, 10, None, None), ListPage(20, 4, None, None)]
        assert count_list(rows, Window(), is_whole=False).total.high is None
        assert count_list(rows, Window(), is_whole=True).total.high is not None

    def test_a_list_without_days_tells_nothing_of_a_window(self):
        rows = [ListPage(1, 10, None, None), ListPage(20, 4, None, None)]
        assert count_list(rows, YEAR, is_whole=True) is None

    def test_a_list_whose_days_are_in_no_order_tells_nothing_of_a_window(self):
        old, new = date(2020, 1, 1), date(2025, 6, 1)
        rows = [ListPage(1, 10, old, old), ListPage(20, 4, new, new)]
        assert count_list(rows, YEAR, is_whole=True) is None

    def test_one_page_is_no_list(self):
        assert count_list([ListPage(1, 10, None, None)], Window(), is_whole=True) is None


class TestNumbers:
    def test_feeds_show_that_there_are_as_many(self):
        stated = [(f"{HOST}/a", "2025-03-04T10:00:00Z"), (f"{HOST}/2025/04/05/b", None), (f"{HOST}/c", None)]
        found = count_entries(stated, YEAR, source="feeds", basis="")
        assert found.months == {"2025-03": Count(1, None), "2025-04": Count(1, None)}
        assert found.total == Count(2, None)

    @pytest.mark.parametrize(
        ("count", "ends"),
        [
            (Count(96, 96), (96, 96)),
            (Count(1234, 1234), (1234, 1234)),
            (Count(1234.5, 5678.9), (1200, 5700)),
            (Count(0, 0), (0, 0)),
            (Count(0.4, 7.2), (0, 8)),
            (UNKNOWN, (0, None)),
        ],
    )
    def test_no_end_of_a_range_is_more_exact_than_two_digits(self, count, ends):
        assert rounded(count, whole=True) == ends

    def test_fractions_are_rounded_away_from_each_other(self):
        assert rounded(Count(0.1234, 0.5678)) == (0.12, 0.57)

    def test_months_of_ages_are_bounded(self):
        assert len(months_between(date.min, date.max)) == 1200

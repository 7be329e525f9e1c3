"""`scrapy estimate` tells how much a site holds, in ranges that hold the truth, from few requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from newscrawl.commands.estimate import MOST_REQUESTS
from newscrawl.exceptions import ExitStatus
from tests.commands.looked import Looked, look, serving
from tests.fakeweb import Answer, FakeWeb, Site
from tests.sites.markup import alternate, page, robots, text, xml

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
WINDOW = (f"--since={FIRST}", f"--until={LAST}")
BYTES = 4000
"""Of each article's page."""


def path_of(day: date, number: int) -> str:
    return f"/{day:%Y/%m/%d}/ferry-number-{number}-runs-again.html"


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def site_of(host: str, *lines: str, head: str = "", body: str = "") -> Site:
    """A site whose front page has ``body``, and pages of equal size for all its articles."""
    site = Site(host)
    site.page("/robots.txt", robots(*lines))
    site.page("/", page(host, body or "<p>Welcome.</p>", head))
    site.route(lambda path: Answer("<!doctype html>".ljust(BYTES, "x")) if path.endswith("-runs-again.html") else None)
    return site


def teasers(paths: Iterable[str]) -> str:
    return "".join(f"<h3><a href='{path}'>The ferry runs again after all {path[-24:-16]}</a></h3>" for path in paths)


def urls(host: str, paths: Iterable[str]) -> Answer:
    return xml(f"<urlset>{''.join(f'<url><loc>http://{host}{path}</loc></url>' for path in paths)}</urlset>")


def index(host: str, paths: Iterable[str]) -> Answer:
    listed = "".join(f"<sitemap><loc>http://{host}{path}</loc></sitemap>" for path in paths)
    return xml(f"<sitemapindex>{listed}</sitemapindex>")


# -- sites of known sizes ----------------------------------------------------------------------------------------------

MONTHS = {f"{year}-{month:02}": 20 + 3 * month for year in (2024, 2025) for month in range(1, 13)}
"""Articles by month of the site with a sitemap for each."""


def month_maps() -> Site:
    site = site_of("months.test", "Sitemap: /maps.xml")
    site.page("/maps.xml", index(site.host, [*(f"/map-{month}.xml" for month in MONTHS), "/tag-map.xml"]))
    for month, count in MONTHS.items():
        first = date.fromisoformat(f"{month}-01")
        site.page(f"/map-{month}.xml", urls(site.host, (path_of(first + timedelta(n % 28), n) for n in range(count))))
    return site


def numbered_maps() -> Site:
    """Files of 50 addresses without a date, which say when they were changed."""
    site = site_of("numbered.test", "Sitemap: /maps.xml")
    site.page("/maps.xml", index(site.host, (f"/post-map{number}.xml" for number in range(1, 13))))
    for number in range(1, 13):
        entries = "".join(
            f"<url><loc>http://{site.host}/ferry-{number}-{n}-runs-again.html</loc>"
            f"<lastmod>2025-{number:02}-{n // 2 + 1:02}</lastmod></url>"
            for n in range(50)
        )
        site.page(f"/post-map{number}.xml", xml(f"<urlset>{entries}</urlset>"))
    return site


def per_day(day: date) -> int:
    return 2 if day.weekday() == 6 else 5 + day.day % 2


def day_pages() -> Site:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    site = site_of("days.test", body=f"<nav><a href='/archive/{yesterday:%Y/%m/%d}/'>Yesterday</a></nav>")

    def answer(path: str) -> Answer | None:
        if not path.startswith("/archive/"):
            return None
        day = datetime.strptime(path, "/archive/%Y/%m/%d/").date()
        return Answer(page("Day", teasers(path_of(day, n) for n in range(per_day(day)))))

    site.route(answer)
    return site


def month_pages() -> Site:
    """Archives by month, reached through a page that the front page calls the archive."""
    site = site_of("monthly.test", body="<nav><ul><li><a href='/archive/'>Archive</a></li></ul></nav>")
    site.page("/archive/", page("Archive", "<ul><li><a href='/archive/2025/03/'>March 2025</a></li></ul>"))
    for number in range(1, 13):
        first = date(2025, number, 1)
        listed = teasers(path_of(first + timedelta(n % 28), n) for n in range(30 + number))
        site.page(f"/archive/{first:%Y/%m}/", page("Month", listed))
    return site


LIST_PAGES, PER_PAGE = 40, 9


def paged_list() -> Site:
    """A front page that goes on over forty pages, one day each."""
    site = site_of("paged.test")

    def listed(number: int) -> str:
        day = LAST - timedelta(days=9 * (number - 1))
        pager = f"<div class='pager'><a href='/page/2/'>2</a> <a href='/page/{LIST_PAGES}/'>{LIST_PAGES}</a></div>"
        return page("Front", teasers(path_of(day - timedelta(days=n), n) for n in range(PER_PAGE)) + pager)

    site.page("/", listed(1))
    for number in range(2, LIST_PAGES + 1):
        site.page(f"/page/{number}/", listed(number))
    return site


def feed_alone() -> Site:
    site = site_of("feed.test", head=alternate("/news.feed", "application/rss+xml"))
    items = "".join(
        f"<item><link>http://feed.test{path_of(day, 1)}</link>"
        f"<pubDate>{format_datetime(datetime(day.year, day.month, day.day, 8, tzinfo=UTC))}</pubDate></item>"
        for day in days(date(2025, 12, 12), LAST)
    )
    site.page("/news.feed", Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"))
    return site


def huge() -> Site:
    """Sitemaps without end: each names three hundred more."""
    site = site_of("huge.test", "Sitemap: /map-0.xml")
    site.route(
        lambda path: (
            index("huge.test", (f"{path[:-4]}-{n}.xml" for n in range(300))) if path.startswith("/map") else None
        )
    )
    return site


def redirects() -> Site:
    site = site_of("turning.test", "Sitemap: /turn/0.xml")
    site.route(
        lambda path: Answer("", 302, {"Location": path.replace(".xml", "0.xml")}) if path.startswith("/turn") else None
    )
    return site


def slow() -> Site:
    site = month_maps()
    site.host = "slow.test"
    site.page("/robots.txt", text("User-agent: *\nCrawl-delay: 0.3\nSitemap: /one.xml\n"))
    site.page("/one.xml", urls("slow.test", (path_of(date(2025, 2, 2), n) for n in range(36))))
    return site


@pytest.fixture(scope="module")
def web() -> Iterator[FakeWeb]:
    made = (
        month_maps, numbered_maps, day_pages, month_pages, paged_list, feed_alone, huge, redirects, slow,
    )  # fmt: skip
    with serving(*(make() for make in made), site_of("nothing.test")) as web:
        yield web


@pytest.fixture
def estimate(web, tmp_path):
    def run(host: str, *options: str, **settings: object) -> Looked:
        return look(web, tmp_path / "data", "estimate", f"http://{host}/", *options, **settings)

    return run


def holds(told, truth: float) -> bool:
    """Whether a range with both its ends holds the truth, and tells more than that there are some."""
    return told["low"] <= truth <= told["high"] <= 3 * max(1, told["low"])


class TestSitemaps:
    def test_the_window_s_true_number_and_each_month_s_lie_within(self, estimate, web):
        found = estimate("months.test", *WINDOW, "--json").json
        assert holds(found["articles"], sum(count for month, count in MONTHS.items() if month >= "2025"))
        assert list(found["months"]) == [month for month in MONTHS if month >= "2025"]
        assert all(told["low"] <= MONTHS[month] <= told["high"] for month, told in found["months"].items())
        assert "sitemaps" in found["articles"]["basis"]
        assert len(web.hits) == found["requests"] <= MOST_REQUESTS

    def test_files_of_other_years_and_of_tags_are_not_asked_for(self, estimate, web):
        estimate("months.test", *WINDOW)
        assert not [path for path in web.paths() if "2024" in path or "tag" in path]

    def test_without_a_window_all_is_estimated(self, estimate):
        assert holds(estimate("months.test", "--json").json["articles"], sum(MONTHS.values()))

    def test_a_month_that_was_read_is_told_exactly(self, estimate):
        found = estimate("months.test", "--since=2025-11-01", "--until=2025-12-31", "--json").json
        told = {month: (told["low"], told["high"]) for month, told in found["months"].items()}
        assert told == {month: (MONTHS[month], MONTHS[month]) for month in ("2025-11", "2025-12")}

    def test_part_of_a_month_is_counted_by_its_days(self, estimate):
        found = estimate("months.test", "--since=2025-12-01", "--until=2025-12-07", "--json").json
        assert (found["articles"]["low"], found["articles"]["high"]) == (14, 14)

    def test_files_that_are_only_numbered_are_placed_by_those_around_them(self, estimate):
        found = estimate("numbered.test", "--since=2025-04-01", "--until=2025-09-30", "--json").json
        assert holds(found["articles"], 6 * 50)
        assert "last change" in found["articles"]["basis"]

    def test_months_before_the_first_of_a_source_leave_the_end_open(self, estimate):
        found = estimate("months.test", "--since=2022-01-01", "--until=2024-12-31", "--json").json
        assert found["articles"]["low"] > 0
        assert found["articles"]["high"] is None
        assert "of 24 of the 36 months it tells nothing" in found["articles"]["basis"]
        assert found["months"]["2022-05"]["low"] is None

    def test_hours_and_megabytes_follow_from_the_articles(self, estimate):
        found = estimate("months.test", *WINDOW, "--json", DOWNLOAD_DELAY="0.05").json
        truth = sum(count for month, count in MONTHS.items() if month >= "2025")
        assert found["delay_s"] == pytest.approx(0.05, abs=0.01)
        assert holds(found["hours"], truth * 0.05 / 3600)
        assert holds(found["megabytes"], truth * BYTES / 1e6)


class TestArchives:
    def test_days_that_were_not_read_are_taken_for_alike(self, estimate, web):
        found = estimate("days.test", *WINDOW, "--json").json
        assert holds(found["articles"], sum(map(per_day, days(FIRST, LAST))))
        assert len(found["months"]) == 12
        assert "date archive" in found["articles"]["basis"]
        assert sum(path.startswith("/archive/") for path in web.paths()) <= 6

    def test_months_behind_an_archive_page(self, estimate):
        found = estimate("monthly.test", *WINDOW, "--json").json
        assert holds(found["articles"], sum(30 + month for month in range(1, 13)))

    def test_how_far_back_it_goes_is_unknown_where_nobody_asks_for_a_day(self, estimate):
        found = estimate("days.test", "--json").json
        assert found["articles"]["low"] > 0
        assert found["articles"]["high"] is None


class TestLists:
    def test_a_list_that_prints_its_last_page_is_counted(self, estimate):
        found = estimate("paged.test", "--json").json
        assert holds(found["articles"], LIST_PAGES * PER_PAGE)

    def test_its_months_are_told_by_the_days_of_its_pages(self, estimate):
        found = estimate("paged.test", "--since=2025-03-01", "--until=2025-10-31", "--json").json
        assert holds(found["articles"], (date(2025, 10, 31) - date(2025, 3, 1)).days + 1)
        assert set(found["months"]) == {f"2025-{month:02}" for month in range(3, 11)}


class TestLittleIsKnown:
    def test_a_feed_tells_the_least_there_is(self, estimate):
        looked = estimate("feed.test", *WINDOW)
        assert "at least 20" in looked.out
        assert "2025-01 to 2025-11" in looked.out

    def test_nothing_is_unknown_in_every_figure(self, estimate):
        looked = estimate("nothing.test", *WINDOW)
        assert (looked.status, looked.err) == (0, "")
        lines = [line for line in looked.out.splitlines() if "unknown" in line]
        assert [line.split()[0] for line in lines] == ["articles", "hours", "MB", "2025-01"]

    def test_unknown_is_null_for_a_program(self, estimate):
        found = estimate("nothing.test", "--json").json
        for name in ("articles", "hours", "megabytes"):
            assert (found[name]["low"], found[name]["high"]) == (None, None)
            assert found[name]["basis"]


class TestBounds:
    @pytest.mark.parametrize("host", ["huge.test", "turning.test"])
    def test_no_site_gets_more_requests_than_allowed(self, estimate, web, host):
        assert estimate(host, "--json").json["articles"]["low"] is None
        assert len(web.hits) <= MOST_REQUESTS

    def test_fewer_may_be_allowed(self, estimate, web):
        found = estimate("months.test", "--requests=7", "--json").json
        assert found["requests"] == len(web.hits) <= 7

    def test_a_crawl_delay_is_kept_and_counted(self, estimate, web):
        found = estimate("slow.test", "--requests=6", "--json").json
        assert found["delay_s"] == pytest.approx(0.3)
        assert "Crawl-delay" in found["hours"]["basis"]
        assert (found["hours"]["low"], found["hours"]["high"]) == (0.003, 0.003)  # 36 articles
        times = [hit.at for hit in web.hits]
        assert all(later - earlier > 0.25 for earlier, later in pairwise(times))

    def test_nothing_is_kept(self, estimate, tmp_path):
        estimate("nothing.test")
        assert not list(tmp_path.iterdir())


class TestBadArguments:
    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--since=2025-13-01"], ["since=2025-13-01"]),
            (["--since=2025-02-01", "--until=2025-01-01"], ["until=2025-01-01", "before since"]),
            (["--since=2125-01-01"], ["lies ahead"]),
            (["--until=0001-01-01"], ["until=0001-01-01", "1990"]),
            (["--requests=many"], ["--requests many", "3 to 20"]),
            (["--requests=21"], ["--requests 21"]),
        ],
    )
    def test_what_makes_no_sense_is_told_in_one_line_and_nothing_is_fetched(self, estimate, web, options, words):
        assert estimate("months.test", *options).refused(2, *words)
        assert web.hits == []

    def test_a_site_that_is_not_there(self, estimate):
        assert estimate("nobody.test").refused(int(ExitStatus.UNREACHABLE), "nobody.test")

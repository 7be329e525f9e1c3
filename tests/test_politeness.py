"""A crawl keeps to robots.txt as RFC 9309 says, waits when it is asked to, and leaves alone what does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sites import polite
from tests.sites.crawled import CrawledSites, is_well_known, served
from tests.sites.markup import robots
from tests.sites.polite import DELAY_S, REST_S

NAMES = [case.name for case in polite.cases()]
SETTINGS = {"NEWSCRAWL_LONGEST_REST": 1.5, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(polite.cases(), tmp_path_factory.mktemp("polite")) as sites:
        sites.crawl(timeout_s=90, **SETTINGS)
        yield sites


def test_the_crawl_ends(sites: CrawledSites) -> None:
    assert sites.run.status != -9


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_read_is_found_once_and_nothing_else(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)


@pytest.mark.parametrize("name", ["robots-503", "robots-too-large"])
def test_nothing_is_asked_for_where_robots_txt_cannot_be_had(sites: CrawledSites, name: str) -> None:
    assert set(sites.asked(name)) == {"/robots.txt"}
    tally = sites.run.tally(f"{name}.test")
    assert {"robots_http_503", "too_large"} & set(tally["failed"])


def test_robots_txt_is_asked_for_again_until_it_comes(sites: CrawledSites) -> None:
    assert sites.asked_times("robots-503-first")["/robots.txt"] == 3
    assert sites.asked("robots-503-first")[:3] == ["/robots.txt"] * 3


def test_what_robots_txt_forbids_is_never_asked_for(sites: CrawledSites) -> None:
    for name in ("robots-503-first", "robots-429-first", "robots-long", "robots-for-us", "robots-behind-5"):
        expected = {story.path for story in sites.cases[name].stories}
        assert {path for path in sites.asked(name) if path.startswith("/news/")} == expected, name


def test_a_crawl_delay_lies_between_any_two_requests(sites: CrawledSites) -> None:
    times = [hit.at for hit in sites.hits("crawl-delay") if hit.path != "/robots.txt"]
    assert len(times) > polite.STORIES
    assert times[-1] - times[0] > (len(times) - 1) * DELAY_S * 0.95


@pytest.mark.parametrize(("name", "rest_s"), [("retry-after", REST_S), ("retry-after-date", 1.0)])
def test_a_host_that_asks_for_it_rests(sites: CrawledSites, name: str, rest_s: float) -> None:
    pages = [hit for hit in sites.hits(name) if not is_well_known(hit.path)]
    waits = [later.at - hit.at for hit, later in pairwise(pages) if hit.status == 503]
    assert len(waits) == 4
    assert min(waits) > rest_s * 0.95


def test_no_host_rests_longer_than_it_may(sites: CrawledSites) -> None:
    hits = sites.hits("retry-after-years")
    assert max(later.at - hit.at for hit, later in pairwise(hits)) < SETTINGS["NEWSCRAWL_LONGEST_REST"] + 5


def test_others_are_asked_while_a_host_rests(sites: CrawledSites) -> None:
    hits = sites.hits("retry-after")
    begun = next(hit.at for hit in hits if hit.status == 503)
    others = [hit for hit in sites.web.hits if begun < hit.at < begun + REST_S and hit.host != "retry-after.test"]
    assert len({hit.host for hit in others}) >= 3


def test_a_page_that_is_never_to_be_had_is_asked_for_three_times(sites: CrawledSites) -> None:
    asked = [hit.path for hit in sites.hits("one-page-fails") if hit.status == 503]
    assert len(asked) == 3
    assert sites.run.tally("one-page-fails.test")["failed"] == {"http_503": 1}


def test_a_host_that_fails_over_and_over_is_left_to_the_next_crawl(sites: CrawledSites) -> None:
    tally = sites.run.tally("pages-fail.test")
    assert len([hit for hit in sites.hits("pages-fail") if hit.status == 500]) <= 30
    assert tally["skipped"]["host_http_500"] > 25
    assert tally["queued"] > 25


def test_the_decisions_are_counted(sites: CrawledSites) -> None:
    assert sites.run.summary["left_out"].keys() >= {"host_http_500"}


def test_scrapys_own_settings_on_the_command_line_win(sites: CrawledSites) -> None:
    """All of the above ran without a delay: DOWNLOAD_DELAY=0 and AUTOTHROTTLE_ENABLED=0 were given."""
    times = [hit.at for hit in sites.hits("robots-404")]
    assert min(later - earlier for earlier, later in pairwise(times)) < 0.4


def test_a_delay_that_adapts_never_goes_below_the_crawl_delay(tmp_path: Path) -> None:
    with served([polite.crawl_delay()], tmp_path) as sites:
        sites.crawl(AUTOTHROTTLE_ENABLED=1, AUTOTHROTTLE_START_DELAY=0, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        times = [hit.at for hit in sites.hits("crawl-delay") if hit.path != "/robots.txt"]
        assert len(times) > polite.STORIES
        assert (len(times) - 1) * DELAY_S * 0.95 < times[-1] - times[0] < len(times) * DELAY_S * 3


def test_a_robots_txt_that_speaks_of_years_is_not_waited_for(tmp_path: Path) -> None:
    with served([polite.crawl_delay()], tmp_path) as sites:
        slow = sites.cases["crawl-delay"].site
        slow.page("/robots.txt", robots("User-agent: *", "Crawl-delay: 99999999"))
        sites.crawl(NEWSCRAWL_LONGEST_CRAWL_DELAY=0.2)
        assert sites.headlines("crawl-delay") == sites.expected("crawl-delay")

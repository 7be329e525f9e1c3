"""A trap costs at most a hundred requests, and no article that lies beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newscrawl import settings
from tests.sites import traps
from tests.sites.crawled import CrawledSites, is_well_known, served
from tests.sites.traps import MOST_REQUESTS

NAMES = [case.name for case in traps.cases()]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(traps.cases(), tmp_path_factory.mktemp("traps")) as sites:
        sites.crawl(timeout_s=90)
        yield sites


def test_the_crawl_ends_well(sites: CrawledSites) -> None:
    assert sites.run.status == 0, sites.run.stderr[-2000:]


@pytest.mark.parametrize("name", NAMES)
def test_every_article_beside_a_trap_is_found_once(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_trap_costs_at_most_a_hundred_requests(sites: CrawledSites, name: str) -> None:
    own = {story.path for story in sites.cases[name].stories}
    trap = [hit.path for hit in sites.hits(name) if hit.host != sites.cases[name].host]
    trap += [
        hit.path
        for hit in sites.hits(name)
        if hit.host == sites.cases[name].host and hit.path not in own and not is_well_known(hit.path)
    ]
    assert len(trap) <= MOST_REQUESTS, trap[::20]


@pytest.mark.parametrize("name", NAMES)
def test_an_article_beside_a_trap_is_asked_for_once(sites: CrawledSites, name: str) -> None:
    asked = sites.story_paths_asked(name)
    assert len(asked) == len(set(asked))


def test_what_a_trap_would_have_led_to_is_counted_by_reason(sites: CrawledSites) -> None:
    assert len(sites.run.summary["left_out"]) >= 3


def test_the_facets_are_too_many_to_be_asked_for_one_by_one() -> None:
    assert traps.facet_combinations() == 6**6


LIMITS = {
    "NEWSCRAWL_LINKS_PER_PAGE": 30,
    "NEWSCRAWL_PAGES_PER_HOST": 40,
    "NEWSCRAWL_TAIL_PAGES": 5,
    "NEWSCRAWL_TRAP_PAGES": 10,
    "NEWSCRAWL_QUERY_COMBINATIONS": 8,
    "NEWSCRAWL_LIST_PAGES": 4,
}
"""Each far below its default, so that a site of a few pages shows that it holds."""


class TestLimits:
    @pytest.mark.parametrize(
        "name",
        [
            *LIMITS,
            *("NEWSCRAWL_INDEX_DEPTH", "NEWSCRAWL_INDEX_PAGES", "NEWSCRAWL_LIST_STALE_PAGES", "NEWSCRAWL_DEPTH"),
            *("NEWSCRAWL_SITEMAPS", "NEWSCRAWL_RECHECK_HOURS"),
        ],
    )
    def test_every_limit_is_a_setting_with_a_default(self, name: str) -> None:
        assert getattr(settings, name, None)

    @pytest.mark.parametrize(
        ("name", "begins", "most"),
        [
            ("many-links", "/news/", LIMITS["NEWSCRAWL_LINKS_PER_PAGE"]),
            ("many-pages", "/", LIMITS["NEWSCRAWL_PAGES_PER_HOST"]),
            ("long-tail", "/odd/", LIMITS["NEWSCRAWL_TAIL_PAGES"]),
            ("random-tags", "/tag/", LIMITS["NEWSCRAWL_TRAP_PAGES"] + 1),
            ("query-junk", "/latest/", LIMITS["NEWSCRAWL_QUERY_COMBINATIONS"] + 1),
            ("repeating-pager", "/latest/", LIMITS["NEWSCRAWL_LIST_PAGES"]),
        ],
    )
    def test_a_limit_holds(self, limited: CrawledSites, name: str, begins: str, most: int) -> None:
        within = [path for path in limited.asked(name) if path.startswith(begins) and path != "/robots.txt"]
        assert 1 <= len(within) <= most

    def test_what_a_limit_leaves_out_is_counted(self, limited: CrawledSites) -> None:
        assert len(limited.run.summary["left_out"]) >= 5


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(traps.limited_cases(), tmp_path_factory.mktemp("limits")) as sites:
        sites.crawl(**LIMITS, CONCURRENT_REQUESTS_PER_DOMAIN=1)  # none is on its way when a limit is reached
        yield sites

"""A list is followed to its end, in whatever form it says where it goes on, and no further than it must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sites import pagers
from tests.sites.crawled import CrawledSites, served
from tests.sites.pagers import NEXT_WORDS, PAGERS, START


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(pagers.cases(), tmp_path_factory.mktemp("pagers")) as sites:
        sites.crawl()
        yield sites


def test_the_crawl_ends_well(sites: CrawledSites) -> None:
    assert sites.run.status == 0, sites.run.stderr[-2000:]


@pytest.mark.parametrize("name", PAGERS)
def test_every_article_of_a_list_is_found_once(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)


@pytest.mark.parametrize("name", PAGERS)
def test_each_page_of_a_list_is_asked_for_once(sites: CrawledSites, name: str) -> None:
    lists = [path for path in sites.asked(name) if path.startswith(START)]
    pages = [START, *(PAGERS[name].address(number) for number in range(2, pagers.PAGES + 1))]
    assert lists == pages


@pytest.mark.parametrize("name", PAGERS)
def test_articles_of_later_pages_come_from_the_page_that_lists_them(sites: CrawledSites, name: str) -> None:
    sources = {line["provenance"]["discovered_from"] for line in sites.lines(name)}
    assert len(sources) == pagers.PAGES


@pytest.mark.parametrize("language", NEXT_WORDS)
def test_next_is_understood(sites: CrawledSites, language: str) -> None:
    wanted = {story.headline for story in sites.cases["languages"].stories if pagers.language_of(story) == language}
    assert wanted <= set(sites.headlines("languages"))


def test_only_the_next_page_is_followed(tmp_path: Path) -> None:
    with served([pagers.many_numbers()], tmp_path) as sites:
        sites.crawl(NEWSCRAWL_LIST_PAGES=3)
        lists = [path for path in sites.asked("many-numbers") if path.startswith("/all/")]
    assert lists == ["/all/", pagers.MANY_ADDRESS.format(2), pagers.MANY_ADDRESS.format(3)]


@dataclass(frozen=True)
class Growth:
    """Three crawls of one list: as it is, unchanged, with three new stories at its head."""

    sites: CrawledSites
    asked_unchanged: list[str]
    """Pages of the list that the second crawl asked for."""
    asked_grown: list[str]


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Growth]:
    site = pagers.growing_list()
    with served([site], tmp_path_factory.mktemp("known")) as sites:
        sites.crawl()
        unchanged = lists_asked_by_one_more_crawl(sites)
        pagers.grow(site)
        grown = lists_asked_by_one_more_crawl(sites)
        yield Growth(sites, unchanged, grown)


def lists_asked_by_one_more_crawl(sites: CrawledSites, **settings: int) -> list[str]:
    sites.forget_hits()
    sites.crawl(**settings)
    return [path for path in sites.asked("growing") if path.startswith(START)]


class TestAKnownList:
    def test_it_ends_after_two_pages_with_nothing_new(self, growth: Growth) -> None:
        assert growth.asked_unchanged == [START, f"{START}?page=2"]

    def test_it_ends_two_pages_after_what_is_new(self, growth: Growth) -> None:
        assert growth.asked_grown == [START, f"{START}?page=2", f"{START}?page=3"]

    def test_what_is_new_is_found(self, growth: Growth) -> None:
        assert growth.sites.headlines("growing") == growth.sites.expected("growing")

    def test_one_page_with_nothing_new_may_be_enough(self, growth: Growth) -> None:
        assert lists_asked_by_one_more_crawl(growth.sites, NEWSCRAWL_LIST_STALE_PAGES=1) == [START]


def test_an_article_that_leads_to_the_next_article_is_no_list(tmp_path: Path) -> None:
    with served([pagers.next_stories()], tmp_path) as sites:
        sites.crawl(CONCURRENT_REQUESTS_PER_DOMAIN=1)
        assert sites.headlines("next-stories") == sites.expected("next-stories")
        assert {line["provenance"]["discovered_via"] for line in sites.lines("next-stories")} == {"link"}

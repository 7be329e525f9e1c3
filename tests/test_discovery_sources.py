"""Every source of a site leads to its articles: links, feeds, sitemaps, one by one and side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sites import sources
from tests.sites.crawled import CrawledSites, is_well_known, served

CASES = [case.name for case in sources.cases()]
FEEDS = ["rss", "atom", "json-feed", "rdf", "well-known-feed", "undated-feed", "untitled-feed"]
SITEMAPS = ["robots-lines", "news-map", "gzip-index", "looping-index", "plain-map", "odd-maps", "well-known-map"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(sources.cases(), tmp_path_factory.mktemp("sources")) as sites:
        sites.crawl(CONCURRENT_REQUESTS_PER_DOMAIN=1)  # of two that are asked for at once, either may arrive first
        yield sites


def vias(sites: CrawledSites, name: str) -> dict[str, str]:
    return {line["headline"]: line["provenance"]["discovered_via"] for line in sites.lines(name)}


def test_the_crawl_ends_well(sites: CrawledSites) -> None:
    assert sites.run.status == 0, sites.run.stderr[-2000:]


@pytest.mark.parametrize("name", CASES)
def test_every_article_is_found_once(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)


@pytest.mark.parametrize("name", CASES)
def test_no_article_is_asked_for_twice(sites: CrawledSites, name: str) -> None:
    asked = sites.story_paths_asked(name)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("name", FEEDS)
def test_articles_of_a_feed_are_said_to_come_from_it(sites: CrawledSites, name: str) -> None:
    assert set(vias(sites, name).values()) == {"feed"}


@pytest.mark.parametrize("name", [*SITEMAPS, "undated-map"])
def test_articles_of_a_sitemap_are_said_to_come_from_it(sites: CrawledSites, name: str) -> None:
    assert set(vias(sites, name).values()) == {"sitemap"}


def test_articles_of_the_front_page_and_its_sections_come_by_links(sites: CrawledSites) -> None:
    assert set(vias(sites, "front").values()) == {"link"}


@pytest.mark.parametrize("name", ["rss", "atom", "json-feed", "rdf"])
def test_a_feed_of_comments_is_not_asked_for(sites: CrawledSites, name: str) -> None:
    assert sources.COMMENTS not in sites.asked(name)
    assert "/news.feed" in sites.asked(name)


def test_well_known_paths_are_asked_for_where_nothing_is_declared(sites: CrawledSites) -> None:
    guessed = {path for path in sites.asked("front") if is_well_known(path)} - {"/", "/robots.txt"}
    assert 1 <= len(guessed) <= 12


def test_well_known_paths_are_not_asked_for_where_feeds_and_sitemaps_are_declared(sites: CrawledSites) -> None:
    usual = {path for path in sites.asked("all-at-once") if is_well_known(path)}
    assert usual <= {"/", "/robots.txt", "/.well-known/tdmrep.json"}


def test_each_source_is_asked_for_once(sites: CrawledSites) -> None:
    for name in CASES:
        counts = sites.asked_times(name)
        assert {path: n for path, n in counts.items() if n > 1 and path != "/robots.txt"} == {}, name


def test_a_news_sitemap_goes_before_the_others(sites: CrawledSites) -> None:
    asked = sites.asked("news-map")
    assert asked.index("/maps/news-sitemap.xml") < asked.index("/maps/everything.xml")


def test_the_newest_child_of_an_index_goes_first(sites: CrawledSites) -> None:
    asked = [path for path in sites.asked("gzip-index") if "posts-2026" in path]
    assert asked[:3] == ["/maps/posts-2026-11.xml.gz", "/maps/posts-2026-10.xml.gz", "/maps/posts-2026-09.xml"]


@pytest.mark.parametrize("name", ["undated-feed", "undated-map"])
def test_the_date_of_a_source_stands_in_for_one_that_the_page_lacks(sites: CrawledSites, name: str) -> None:
    dates = {line["headline"]: (line["date_published"] or "")[:10] for line in sites.lines(name)}
    assert dates == {story.headline: story.day for story in sites.cases[name].stories}


@pytest.mark.parametrize(("name", "source"), [("undated-feed", "feed"), ("undated-map", "sitemap")])
def test_a_date_that_a_source_gave_is_said_to_come_from_it(sites: CrawledSites, name: str, source: str) -> None:
    assert {line["provenance"]["fields"]["date_published"] for line in sites.lines(name)} == {source}


def test_a_headline_that_a_source_gave_is_said_to_come_from_it(sites: CrawledSites) -> None:
    assert {line["provenance"]["fields"]["headline"] for line in sites.lines("untitled-feed")} == {"feed"}


def test_the_date_on_the_page_goes_before_that_of_its_source(sites: CrawledSites) -> None:
    assert {line["provenance"]["fields"]["date_published"] for line in sites.lines("rss")} == {"meta"}


class TestAllSourcesAtOnce:
    @pytest.mark.parametrize(
        ("numbers", "via"),
        [
            (sources.ONLY_LINKED, "link"),
            (sources.ONLY_LATER, "link"),
            (sources.ONLY_IN_FEED, "feed"),
            (sources.ONLY_IN_MAP, "sitemap"),
        ],
    )
    def test_what_one_source_alone_has_is_said_to_come_from_it(
        self, sites: CrawledSites, numbers: range, via: str
    ) -> None:
        of_source = {story.headline for story in sites.cases["all-at-once"].stories if story.number in numbers}
        found = vias(sites, "all-at-once")
        assert {headline: found.get(headline) for headline in of_source} == dict.fromkeys(of_source, via)

    def test_what_all_have_comes_from_one_of_them(self, sites: CrawledSites) -> None:
        assert set(vias(sites, "all-at-once").values()) == {"link", "feed", "sitemap"}

"""What is broken costs itself alone: every article beside it is found, nothing hangs, nothing foreign is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sites import malformed
from tests.sites.crawled import CrawledSites, is_well_known, served

NAMES = [case.name for case in malformed.cases()]
MAPPED = [
    *("broken-map", "bomb-map", "foreign-entities", "foreign-schemes", "huge-map", "inflated-map", "huge-robots"),
]
MAPS = {"/maps/all.xml", "/news.feed"}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(malformed.cases(), tmp_path_factory.mktemp("malformed")) as sites:
        sites.crawl()
        yield sites


def test_the_crawl_ends_well(sites: CrawledSites) -> None:
    assert sites.run.status == 0, sites.run.stderr[-2000:]


def test_nothing_raises(sites: CrawledSites) -> None:
    assert "Traceback" not in sites.run.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_article_beside_what_is_broken_is_found_once(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_asked_for_but_what_the_site_has(sites: CrawledSites, name: str) -> None:
    own = {story.path for story in sites.cases[name].stories}
    odd = {path for path in sites.asked(name) if path not in own | MAPS and not is_well_known(path)}
    # A lone & and a tag within an address leave something that is an address all the same.
    assert {path for path in odd if not (name == "broken-map" and path.startswith("/?"))} == set()


def test_no_other_host_is_asked_for(sites: CrawledSites) -> None:
    assert {hit.host for hit in sites.web.hits} == {case.host for case in sites.cases.values()}


def test_robots_txt_of_any_size_is_obeyed(sites: CrawledSites) -> None:
    assert malformed.SECRET not in sites.asked("huge-robots")


def test_a_sitemap_line_of_a_huge_robots_txt_is_read(sites: CrawledSites) -> None:
    assert "sitemap" in {line["provenance"]["discovered_via"] for line in sites.lines("huge-robots")}

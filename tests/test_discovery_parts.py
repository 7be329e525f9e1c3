"""An article of several pages is one article: its parts in order, each once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sites import parts
from tests.sites.crawled import CrawledSites, served

NAMES = list(parts.FORMS)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(parts.cases(), tmp_path_factory.mktemp("parts")) as sites:
        sites.crawl()
        yield sites


def test_the_crawl_ends_well(sites: CrawledSites) -> None:
    assert sites.run.status == 0, sites.run.stderr[-2000:]


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_are_joined_in_order_and_each_once(sites: CrawledSites, name: str) -> None:
    texts = {line["headline"]: line["text"] for line in sites.lines(name)}
    assert texts == {story.headline: story.text for story in sites.cases[name].stories}


@pytest.mark.parametrize("name", NAMES)
def test_a_later_part_that_is_linked_directly_is_no_article(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)
    later = {path for article in parts.addresses(name) for path in article[1:]}
    assert not {line["url"].partition(".test")[2] for line in sites.lines(name)} & later


@pytest.mark.parametrize("name", NAMES)
def test_each_part_is_asked_for_once(sites: CrawledSites, name: str) -> None:
    asked = sites.asked_times(name)
    linked_twice = parts.addresses(name)[0][1]
    counts = {path: asked[path] for article in parts.addresses(name) for path in article}
    # The second part that the front page links is asked for as a link and as a part, at most.
    assert {path for path, count in counts.items() if count != 1} <= {linked_twice}
    assert 1 <= counts[linked_twice] <= 2


def test_the_next_article_is_no_part(sites: CrawledSites) -> None:
    texts = {line["headline"]: line["text"] for line in sites.lines("next-articles")}
    assert texts == {story.headline: story.text for story in sites.cases["next-articles"].stories}


def test_a_second_crawl_asks_for_no_part_again(sites: CrawledSites) -> None:
    sites.forget_hits()
    sites.crawl()
    parts_of_all = {path for name in NAMES for article in parts.addresses(name) for path in article}
    assert not parts_of_all & set(sites.web.paths())

"""The likeliest fresh article is asked for first; what is no page of news comes last, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sites import ranked
from tests.sites.crawled import CrawledSites, is_well_known, served
from tests.sites.ranked import BUSY, QUIET

ONE_BY_ONE = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1}


class TestACrowdedFrontPage:
    def test_every_article_is_found_once(self, crowded: CrawledSites) -> None:
        assert crowded.headlines("crowded") == crowded.expected("crowded")

    def test_the_first_thirty_pages_after_it_are_articles(self, crowded: CrawledSites) -> None:
        own = {story.path for story in crowded.cases["crowded"].stories}
        pages = [path for path in crowded.asked("crowded") if not is_well_known(path)]
        assert set(pages[:30]) <= own

    def test_no_service_page_goes_before_an_article(self, crowded: CrawledSites) -> None:
        own = {story.path for story in crowded.cases["crowded"].stories}
        pages = [path for path in crowded.asked("crowded") if not is_well_known(path)]
        assert set(pages[: len(own)]) == own

    def test_logins_shares_comment_forms_and_files_are_never_asked_for(self, crowded: CrawledSites) -> None:
        assert [path for path in crowded.asked("crowded") if ranked.is_never_asked_for(path)] == []

    def test_what_is_higher_on_the_page_goes_first(self, crowded: CrawledSites) -> None:
        wanted = [story.path for story in crowded.cases["crowded"].stories]
        asked = crowded.story_paths_asked("crowded")
        behind = [abs(asked.index(path) - position) for position, path in enumerate(wanted)]
        assert sum(behind) / len(behind) <= 5  # 13 if the order were a random one


class TestComingBack:
    """Crawls of sites that changed since: the last of three for sections, the second for addresses."""

    def test_a_section_that_had_news_goes_before_those_that_had_none(self, returned: CrawledSites) -> None:
        asked = returned.asked("sections")
        assert asked.index(BUSY) < min((asked.index(path) for path in QUIET if path in asked), default=len(asked))

    def test_what_the_sections_have_is_found(self, returned: CrawledSites) -> None:
        assert returned.headlines("sections") == returned.expected("sections")

    def test_all_articles_are_found_under_addresses_that_say_nothing(self, returned: CrawledSites) -> None:
        assert returned.headlines("unspeaking") == returned.expected("unspeaking")

    def test_what_a_site_has_taught_ranks_its_links_in_the_next_crawl(self, returned: CrawledSites) -> None:
        asked = [path for path in returned.asked("unspeaking") if path.startswith(("/x/", "/y/"))]
        articles = [position for position, path in enumerate(asked) if path.startswith("/x/")]
        assert articles == list(range(25))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served([ranked.crowded()], tmp_path_factory.mktemp("crowded")) as sites:
        sites.crawl(**ONE_BY_ONE)
        yield sites


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    sections, unspeaking = ranked.Sections(), ranked.Unspeaking()
    with served([sections.case, unspeaking.case], tmp_path_factory.mktemp("returned")) as sites:
        sites.crawl(**ONE_BY_ONE)
        sections.publish_one_more()
        sites.crawl(url=sections.case.url, **ONE_BY_ONE)
        sections.publish_one_more()
        unspeaking.publish_more(25)
        sites.forget_hits()
        sites.crawl(**ONE_BY_ONE)
        yield sites

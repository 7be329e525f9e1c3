"""Coming back to a site costs what is new there, and a crawl may be told which part of a site it is to take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newscrawl.exceptions import CannotCrawl
from newscrawl.spiders.site import SiteSpider
from tests.crawling import ROOT
from tests.sites import returning
from tests.sites.crawled import CrawledSites, served
from tests.sites.returning import CHANGED, DATED, FAILING, GONE, MISSING, SAME, SAME_WITHOUT_ETAG, SINCE, UNTIL

CONDITIONS = {"If-None-Match", "If-Modified-Since"}
RANGED = [case.name for case in returning.ranged_cases()]


class TestARangeOfDays:
    @pytest.mark.parametrize("name", RANGED)
    def test_what_appeared_between_since_and_until_is_kept(self, ranged: CrawledSites, name: str) -> None:
        wanted = returning.within(ranged.cases[name])
        assert ranged.headlines(name) == sorted(story.headline for story in wanted)

    @pytest.mark.parametrize("name", ["by-address", "by-feed", "by-news-map", "by-list"])
    def test_what_its_source_shows_to_be_out_of_range_is_not_asked_for(self, ranged: CrawledSites, name: str) -> None:
        wanted = returning.paths(returning.within(ranged.cases[name]))
        # A day in an address is one of the publisher's clock: the days next to the range may belong to it.
        around = returning.paths(returning.within(ranged.cases[name], "2026-11-03", "2026-11-13"))
        assert wanted <= set(ranged.story_paths_asked(name)) <= around

    def test_a_list_ends_where_everything_is_older(self, ranged: CrawledSites) -> None:
        lists = [path for path in ranged.asked("by-list") if path.startswith("/latest/")]
        oldest = max(returning.within(ranged.cases["by-list"]), key=lambda story: story.number)
        last = -(-oldest.number // returning.LIST_PER_PAGE)  # the page where the range ends
        assert last <= len(lists) <= last + 2

    def test_until_alone_and_since_alone_are_ranges_too(self, tmp_path: Path) -> None:
        with served(returning.ranged_cases()[:2], tmp_path) as sites:
            sites.crawl(f"since={UNTIL}")
            newer = len(sites.headlines("by-address")), len(sites.headlines("by-feed"))
            assert newer == (9, 9)
            sites.crawl("until=2026-11-03")
            assert [len(sites.headlines(name)) for name in ("by-address", "by-feed")] == [9 + 3, 9 + 3]


@pytest.mark.parametrize(("since", "count"), [("12h", 1), ("2d", 2)])
def test_since_may_be_an_age(tmp_path: Path, since: str, count: int) -> None:
    with served([returning.recent()], tmp_path) as sites:
        sites.crawl(f"since={since}")
        wanted = sites.cases["recent"].stories[:count]
        assert sites.headlines("recent") == sorted(story.headline for story in wanted)


def test_as_many_articles_as_wanted_are_kept_and_the_rest_comes_later(tmp_path: Path) -> None:
    with served([returning.many_stories()], tmp_path) as sites:
        run = sites.crawl("max_articles=7")
        assert run.status == 0, run.stderr[-2000:]
        assert len(sites.lines("many-stories")) == 7
        # Eight may be on their way at the last one that is wanted, and as many are being read.
        assert len(sites.story_paths_asked("many-stories")) <= 7 + 2 * 8
        sites.crawl()
        assert sites.headlines("many-stories") == sites.expected("many-stories")


def test_only_the_sections_that_are_wanted_are_crawled(tmp_path: Path) -> None:
    with served([returning.sectioned()], tmp_path) as sites:
        sites.crawl("sections=politics,/sport/")
        asked = set(sites.asked("sectioned"))
        wanted = {story.path for story in sites.cases["sectioned"].stories if story.path.startswith(("/pol", "/spo"))}
        assert {line["url"].partition(".test")[2] for line in sites.lines("sectioned")} == wanted
        assert not {path for path in asked if path.startswith(("/travel/", "/food/"))}


@pytest.mark.parametrize("follow", returning.FOLLOWED)
def test_only_the_sources_that_are_wanted_are_followed(tmp_path: Path, follow: str) -> None:
    with served([returning.three_sources()], tmp_path) as sites:
        sites.crawl(f"follow={follow}")
        wanted = [sites.cases["three-sources"].stories[position] for position in returning.FOLLOWED[follow]]
        assert sites.headlines("three-sources") == sorted(story.headline for story in wanted)
        asked = set(sites.asked("three-sources"))
        assert ("/latest/" in asked) == (follow in ("links", "all"))
        assert ("/news.feed" in asked) == (follow in ("feeds", "all"))
        assert ("/maps/all.xml" in asked) == (follow in ("sitemaps", "all"))


class TestAThousandArticles:
    def test_all_are_found_by_the_first_crawl(self, thousand: dict[str, Any]) -> None:
        assert thousand["found"] == returning.LARGE

    def test_an_unchanged_site_is_asked_for_its_index_pages_alone(self, thousand: dict[str, Any]) -> None:
        assert {hit.path for hit in thousand["unchanged"]} <= returning.index_paths()
        assert {"/", "/news.feed", "/maps/all.xml"} <= {hit.path for hit in thousand["unchanged"]}

    def test_each_of_them_is_asked_for_once(self, thousand: dict[str, Any]) -> None:
        paths = [hit.path for hit in thousand["unchanged"] if hit.path != "/robots.txt"]
        assert len(paths) == len(set(paths))

    def test_they_are_asked_whether_they_changed(self, thousand: dict[str, Any]) -> None:
        plain = [hit.path for hit in thousand["unchanged"] if not CONDITIONS & set(hit.headers)]
        assert set(plain) <= {"/robots.txt"}
        assert {hit.status for hit in thousand["unchanged"] if hit.path != "/robots.txt"} == {304}

    def test_nothing_is_written(self, thousand: dict[str, Any]) -> None:
        assert thousand["lines_unchanged"] == returning.LARGE
        assert thousand["status_unchanged"] == 0

    def test_one_new_article_costs_one_request_more(self, thousand: dict[str, Any]) -> None:
        of_host = {*returning.index_paths(), "/.well-known/tdmrep.json"}
        assert [hit.path for hit in thousand["grown"] if hit.path not in of_host] == [thousand["newest"].path]

    def test_the_new_article_is_kept(self, thousand: dict[str, Any]) -> None:
        assert thousand["last_headline"] == thousand["newest"].headline


class TestRechecks:
    def test_a_known_article_that_is_due_is_asked_whether_it_changed(self, rechecked: CrawledSites) -> None:
        headers = {hit.path: hit.headers for hit in rechecked.hits("rechecked")}
        assert headers[path_of(rechecked, SAME)]["If-None-Match"] == f'"story-{SAME}"'
        assert headers[path_of(rechecked, DATED)]["If-Modified-Since"] == returning.MODIFIED

    @pytest.mark.parametrize("position", [SAME, SAME_WITHOUT_ETAG, DATED, FAILING])
    def test_an_unchanged_article_gets_no_new_line(self, rechecked: CrawledSites, position: int) -> None:
        assert [line["version"] for line in lines_of(rechecked, position)] == [1]

    def test_a_changed_text_is_a_new_version(self, rechecked: CrawledSites) -> None:
        first, second = lines_of(rechecked, CHANGED)
        assert (first["version"], second["version"]) == (1, 2)
        assert first["id"] == second["id"]
        assert second["text"] == first["text"] + "\n\n" + returning.ADDED

    @pytest.mark.parametrize("position", [GONE, MISSING])
    def test_an_article_that_is_gone_is_said_to_be_withdrawn(self, rechecked: CrawledSites, position: int) -> None:
        assert lines_of(rechecked, position)[-1]["withdrawn_at"]

    @pytest.mark.parametrize("position", [GONE, MISSING])
    def test_the_text_of_an_article_that_is_gone_stays(self, rechecked: CrawledSites, position: int) -> None:
        texts = {line["text"] for line in lines_of(rechecked, position)}
        assert texts == {rechecked.cases["rechecked"].stories[position].text}

    @pytest.mark.parametrize("position", [GONE, MISSING])
    def test_what_is_gone_stands_in_the_store_as_in_the_file(self, rechecked: CrawledSites, position: int) -> None:
        address = path_of(rechecked, position)
        exported = [line for line in exported_lines(rechecked) if line["url"].endswith(address)]
        assert exported == lines_of(rechecked, position)
        assert exported[-1]["withdrawn_at"]

    def test_an_article_that_cannot_be_had_just_now_is_not_withdrawn(self, rechecked: CrawledSites) -> None:
        assert {line["withdrawn_at"] for line in lines_of(rechecked, FAILING)} == {None}


BAD_ARGUMENTS = [
    ({"since": "yesterdayish"}, "since"),
    ({"since": "2026-13-45"}, "since"),
    ({"until": "soon"}, "until"),
    ({"since": "2026-11-05", "until": "2026-11-01"}, "until"),
    ({"max_articles": "-1"}, "max_articles"),
    ({"max_articles": "many"}, "max_articles"),
    ({"follow": "x"}, "follow"),
    ({"minutes": "-3"}, "minutes"),
    ({"backfill": "perhaps"}, "backfill"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD_ARGUMENTS)
def test_an_argument_that_cannot_work_is_refused_by_its_name(arguments: dict[str, str], named: str) -> None:
    with pytest.raises(CannotCrawl, match=named) as error:
        SiteSpider(url="http://recent.test/", **arguments)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("arguments", [["since=yesterdayish"], ["since=2026-11-05", "until=2026-11-01"], ["follow=x"]])
def test_a_refused_argument_costs_one_line_and_no_request(tmp_path: Path, arguments: list[str]) -> None:
    with served([returning.recent()], tmp_path) as sites:
        run = sites.crawl(*arguments, LOG_LEVEL="ERROR")
        assert run.status == 2
        assert run.stderr.startswith("newscrawl: ")
        assert run.stderr.count("\n") == 1
        assert sites.web.hits == []


@pytest.fixture(scope="module")
def ranged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served(returning.ranged_cases(), tmp_path_factory.mktemp("ranged")) as sites:
        sites.crawl(f"since={SINCE}", f"until={UNTIL}")
        yield sites


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What three crawls of a site of 1,000 articles saw: at first, unchanged, with one article more."""
    large = returning.Large()
    seen: dict[str, Any] = {}
    with served([large.case], tmp_path_factory.mktemp("thousand")) as sites:
        sites.crawl()
        seen["found"] = len(sites.lines("large"))
        sites.forget_hits()
        seen["status_unchanged"] = sites.crawl().status
        seen["unchanged"], seen["lines_unchanged"] = list(sites.web.hits), len(sites.lines("large"))
        seen["newest"] = large.publish_one_more()
        sites.forget_hits()
        sites.crawl()
        seen["grown"] = list(sites.web.hits)
        seen["last_headline"] = sites.lines("large")[-1]["headline"]
    return seen


@pytest.fixture(scope="module")
def rechecked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    """A second crawl, to which every article is due; some of them have changed or gone."""
    site = returning.Rechecked()
    with served([site.case], tmp_path_factory.mktemp("rechecked")) as sites:
        sites.crawl(NEWSCRAWL_RECHECK_HOURS="0")
        site.let_time_pass()
        sites.forget_hits()
        sites.crawl(NEWSCRAWL_RECHECK_HOURS="0", RETRY_TIMES=0)
        yield sites


def path_of(sites: CrawledSites, position: int) -> str:
    return sites.cases["rechecked"].stories[position].path


def lines_of(sites: CrawledSites, position: int) -> list[dict[str, Any]]:
    address = path_of(sites, position)
    return [line for line in sites.lines("rechecked") if line["url"].endswith(address)]


def exported_lines(sites: CrawledSites) -> list[dict[str, Any]]:
    """What ``scrapy export`` writes."""
    run = subprocess.run(
        [sys.executable, "-m", "scrapy", "export", "rechecked.test", "-s", f"NEWSCRAWL_DATA={sites.data}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("first", ["since=2026-11-15", "follow=feeds", "sections=none-of-these"])
def test_a_crawl_that_wants_more_finds_what_one_that_wanted_less_passed_over(tmp_path: Path, first: str) -> None:
    with served([returning.ranged_list()], tmp_path) as sites:
        assert sites.crawl(first).status == 0
        sites.crawl()
        assert sites.headlines("by-list") == sites.expected("by-list")

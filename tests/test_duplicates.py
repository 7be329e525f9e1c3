"""Copies are dropped or kept as NEWSCRAWL_DUPLICATES says, and what was dropped is remembered."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_export import export
from tests.crawling import ROOT, command
from tests.sites.crawled import Case, CrawledSites, case, reached_through, served
from tests.sites.markup import article_page, page, teasers
from tests.sites.stories import Story, stories

ALWAYS = {"NEWSCRAWL_RECHECK_HOURS": "0,0,0,0,0", "NEWSCRAWL_CONDITIONAL_REQUESTS": "0"}
STORIES = 4
SECOND = "/sport/"
"""Where each story of the newsroom stands once more."""


def newsroom() -> Case:
    """Four stories, each in two sections, and the first with a session in its address too."""
    site = case("newsroom")
    told = stories(STORIES, "newsroom")
    again = [one.at(one.path.replace("/news/", SECOND)) for one in told]
    session = told[0].at(f"{told[0].path}?sid=7f3a9c")
    site.publish(told)
    for one in (*again, session):
        site.site.page(one.path, article_page(one))
    site.site.page("/", page("Newsroom", teasers([*told, *again, session])))
    return site


def republisher(told: list[Story]) -> Case:
    """Another site with two of the stories, and one of its own."""
    site = case("republisher")
    site.publish([*told[:2], *stories(1, "republisher", first=9)])
    site.site.page("/", page("Republisher", teasers(site.stories)))
    return site


@pytest.fixture(scope="module", params=["site", "all", "none"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    """Both sites, crawled under one policy: the newsroom first."""
    folder = tmp_path_factory.mktemp(request.param)
    first = newsroom()
    with served([first, republisher(first.stories)], folder) as sites:
        for site in sites.cases.values():
            feed = str(folder / f"{site.name}.feed")
            with reached_through(sites.web.proxy):
                run = subprocess.run(
                    command(
                        sites.data,
                        "-a",
                        f"url={site.url}",
                        "-O",
                        f"{feed}:jsonlines",
                        NEWSCRAWL_DUPLICATES=request.param,
                    ),
                    cwd=ROOT,
                    capture_output=True,
                    text=True,
                    check=False,
                )
            assert run.returncode == 0, run.stderr
            (folder / "summary.json").rename(folder / f"{site.name}.json")
        sites.policy = request.param  # type: ignore[attr-defined]
        yield sites


def expected(sites: CrawledSites, **of_policy: Any) -> Any:
    return of_policy[sites.policy]  # type: ignore[attr-defined]


def relations(lines: list[dict[str, Any]]) -> list[str]:
    return sorted(line["story"]["relation"] for line in lines)


def summary_of(sites: CrawledSites, name: str) -> dict[str, Any]:
    told = json.loads((sites.data.parent / f"{name}.json").read_text(encoding="utf-8"))
    tally: dict[str, Any] = told["sites"][0]
    return tally


def dropped(data: Path, *sites: str) -> list[dict[str, Any]]:
    run = export(data, *sites, "--duplicates")
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_copies_on_the_articles_own_site_stay_out_of_the_lines_unless_all_are_kept(crawled: CrawledSites) -> None:
    lines = crawled.lines("newsroom")
    originals = ["original"] * STORIES
    variants = ["url_variant"] * (STORIES + 1)
    assert relations(lines) == expected(crawled, site=originals, all=originals, none=originals + variants)


def test_copies_on_another_site_are_kept_and_marked_unless_all_are_dropped(crawled: CrawledSites) -> None:
    marked = ["original", "syndicated", "syndicated"]
    assert relations(crawled.lines("republisher")) == expected(crawled, site=marked, all=["original"], none=marked)


def test_a_feed_has_what_the_lines_have(crawled: CrawledSites) -> None:
    for name in crawled.cases:
        feed = [json.loads(line) for line in (crawled.data.parent / f"{name}.feed").read_text().splitlines()]
        assert sorted(item["url"] for item in feed) == sorted(line["url"] for line in crawled.lines(name))


def test_an_export_has_what_the_lines_have(crawled: CrawledSites) -> None:
    for name, site in crawled.cases.items():
        exported = [json.loads(line) for line in export(crawled.data, site.host).stdout.splitlines()]
        assert exported == crawled.lines(name)


def test_what_was_dropped_is_counted_by_its_relation(crawled: CrawledSites) -> None:
    of_site, of_other = {"url_variant": STORIES + 1}, {"syndicated": 2}
    assert summary_of(crawled, "newsroom")["dropped"] == expected(crawled, site=of_site, all=of_site, none={})
    assert summary_of(crawled, "republisher")["dropped"] == expected(crawled, site={}, all=of_other, none={})
    duplicates = summary_of(crawled, "newsroom")["duplicates"]
    assert duplicates == expected(crawled, site=STORIES + 1, all=STORIES + 1, none=0)


def test_what_was_dropped_can_be_listed_afterwards(crawled: CrawledSites) -> None:
    listed = dropped(crawled.data)
    assert len(listed) == expected(crawled, site=STORIES + 1, all=STORIES + 3, none=0)
    by_id = {line["id"]: line for name in crawled.cases for line in crawled.lines(name)}
    for copy in listed:
        original = by_id[copy["of"]]
        assert copy["headline"] == original["headline"]
        assert copy["text_sha256"] == original["text_sha256"]
        assert copy["story"] == original["story"]["id"]
        assert copy["overlap"] == 1.0
        assert copy["run"]
        assert copy["fetched_at"]
        assert copy["url"] not in {line["url"] for line in by_id.values()}
    assert {copy["site"] for copy in listed if copy["relation"] == "url_variant"} <= {"newsroom.test"}


def test_a_site_can_be_listed_by_itself(crawled: CrawledSites) -> None:
    listed = dropped(crawled.data, "republisher.test")
    assert [copy["relation"] for copy in listed] == expected(crawled, site=[], all=["syndicated"] * 2, none=[])


def test_a_copy_that_is_looked_at_again_is_no_line_and_one_whose_text_became_another_is(tmp_path: Path) -> None:
    with served([newsroom()], tmp_path) as sites:
        sites.crawl(**ALWAYS)
        site = sites.cases["newsroom"]
        before = dropped(sites.data)
        sites.forget_hits()
        sites.crawl(**ALWAYS)
        assert {copy["url"].partition(".test")[2] for copy in before} <= set(sites.asked("newsroom"))
        assert len(sites.lines("newsroom")) == STORIES
        assert [copy["url"] for copy in dropped(sites.data)] == [copy["url"] for copy in before]
        replaced = next(copy for copy in before if SECOND in copy["url"])
        other = stories(1, "newsroom", first=77)[0].at(replaced["url"].partition(".test")[2])
        site.site.page(other.path, article_page(other))
        sites.crawl(**ALWAYS)
        newest = sites.lines("newsroom")[STORIES:]
        assert [(line["headline"], line["version"], line["story"]["relation"]) for line in newest] == [
            (other.headline, 1, "original")
        ]
        assert newest[0]["id"] != replaced["of"]
        assert other.path not in {copy["url"].partition(".test")[2] for copy in dropped(sites.data)}


@pytest.mark.parametrize("policy", ["everything", ""])
def test_a_policy_that_is_none_is_refused_in_one_line_before_any_request(tmp_path: Path, policy: str) -> None:
    with served([newsroom()], tmp_path) as sites:
        run = sites.crawl(NEWSCRAWL_DUPLICATES=policy, LOG_LEVEL="ERROR")
        assert run.status == 2
        assert run.stderr == f"newscrawl: NEWSCRAWL_DUPLICATES: {policy!r} is no policy; give site, all, none\n"
        assert sites.web.hits == []


def test_a_copy_is_dropped_only_once_its_original_is_kept(tmp_path: Path) -> None:
    """Original and copies are read side by side, and a pipeline holds the original back."""
    with served([newsroom()], tmp_path) as sites:
        pipelines = {"newscrawl.pipelines.FindStory": 200, "tests.spiders.odd.HoldsBack": 300}
        run = sites.crawl(ITEM_PIPELINES=json.dumps(pipelines))
        assert run.tally("newsroom.test")["failed"] == {}
        assert len(sites.lines("newsroom")) == STORIES
        assert len(dropped(sites.data)) == STORIES + 1


def test_of_two_sites_that_are_read_side_by_side_each_text_is_kept_once_where_any_copy_is_dropped(
    tmp_path: Path,
) -> None:
    first = newsroom()
    second = republisher(first.stories)
    with served([first, second], tmp_path) as sites:
        assert sites.crawl(NEWSCRAWL_DUPLICATES="all").status == 0
        lines = [line for name in sites.cases for line in sites.lines(name)]
        assert sorted(line["headline"] for line in lines) == sorted(
            {one.headline for one in first.stories + second.stories}
        )
        copies = dropped(sites.data)
        assert len(copies) == STORIES + 1 + 2
        assert {copy["of"] for copy in copies} <= {line["id"] for line in lines}


def test_a_copy_of_what_was_not_kept_in_the_end_comes_again(tmp_path: Path) -> None:
    with served([newsroom()], tmp_path) as sites:
        pipelines = {"newscrawl.pipelines.FindStory": 200, "tests.spiders.odd.DropsAll": 300}
        run = sites.crawl(ITEM_PIPELINES=json.dumps(pipelines))
        assert "original_lost" in run.tally("newsroom.test")["failed"]
        assert sites.lines("newsroom") == []
        sites.crawl()
        assert sites.headlines("newsroom") == sites.expected("newsroom")


def test_kill_9_leaves_each_address_a_line_or_a_duplicate(tmp_path: Path) -> None:
    """Thirty stories, each at two addresses; whatever order they are read in."""
    site = case("doubled")
    told = stories(30, "doubled")
    again = [one.at(one.path.replace("/news/", SECOND)) for one in told]
    for one in (*told, *again):
        site.site.page(one.path, article_page(one))
    site.site.page("/", page("Doubled", teasers([*told, *again])))
    chance = random.Random(4)
    with served([site], tmp_path) as sites:
        for _ in range(4):
            kill_once(sites, after=chance.randrange(2, 12))
        assert sites.crawl().status == 0
        kept = {line["url"].partition(".test")[2] for line in sites.lines("doubled")}
        copies = {copy["url"].partition(".test")[2]: copy["of"] for copy in dropped(sites.data)}
        assert len(kept) == len(sites.lines("doubled")) == len(copies) == 30
        assert kept | set(copies) == {one.path for one in (*told, *again)}
        assert set(copies.values()) == {line["id"] for line in sites.lines("doubled")}


def kill_once(sites: CrawledSites, *, after: int) -> None:
    """Begin a crawl, and kill it when it has asked for so many pages, or has ended."""
    sites.forget_hits()
    with reached_through(sites.web.proxy):
        run = subprocess.Popen(command(sites.data, "-a", f"url={sites.urls}"), cwd=ROOT, stderr=subprocess.DEVNULL)
    while run.poll() is None and len(sites.web.hits) < after:
        time.sleep(0.002)
    run.send_signal(signal.SIGKILL)
    run.wait()

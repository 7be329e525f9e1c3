"""An article that is fetched again is a new version where its publisher changed it, and only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Crawled
from tests.sites.crawled import Case, CrawledSites, case, served
from tests.sites.markup import article_page, page, teasers
from tests.sites.stories import Story, stories

ALWAYS = {"NEWSCRAWL_RECHECK_HOURS": "0,0,0,0,0", "NEWSCRAWL_CONDITIONAL_REQUESTS": "0"}
"""Every article is looked at again by every crawl."""

Edit = Callable[[Story], Story]


def paragraph(place: int, change: Callable[[str], str]) -> Edit:
    """An edit of one paragraph of a story."""

    def edit(story: Story) -> Story:
        told = list(story.paragraphs)
        told[place] = change(told[place])
        return replace(story, paragraphs=tuple(told))

    return edit


def one_more(text: str) -> Edit:
    return lambda story: replace(story, paragraphs=(*story.paragraphs, text))


def line(text: str) -> Edit:
    """A line below the first paragraph, which the reading takes for part of it."""
    return paragraph(0, lambda told: f"{told}\n{text}")


def titled(text: str) -> Edit:
    return lambda story: replace(story, headline=text)


def unchanged(story: Story) -> Story:
    return story


FIGURES = "Some 12 residents of the valley signed the letter that was handed in at the end of the session."
EDITS: dict[str, tuple[Edit, Edit, Edit]] = {
    "unchanged": (unchanged, unchanged, unchanged),
    "clock": (line("Last updated 14:05"), line("Last updated 18:30"), unchanged),
    "counter": (line("1,204 views"), line("9,310 views"), line("12 comments")),
    "ago": (line("Updated 5 minutes ago"), line("Updated 2 hours ago"), unchanged),
    "quotes": (paragraph(0, lambda text: f"“{text}”"), paragraph(0, lambda text: f'"{text}"'), unchanged),
    "figure": (one_more(FIGURES), one_more(FIGURES.replace("12", "14")), one_more(FIGURES.replace("12", "14"))),
    "headline": (unchanged, titled("The valley waits for an answer to its letter"), unchanged),
    "reverted": (unchanged, one_more(FIGURES), unchanged),
    "another's": (unchanged, unchanged, unchanged),
}
"""By name: what each of three crawls finds of a story."""
VERSIONS = {"unchanged": 1, "clock": 1, "counter": 1, "ago": 1, "figure": 2, "headline": 3, "reverted": 3}


def printed(story: Story) -> str:
    return article_page(story).replace("\n", "<br>")


def print_all(site: Case, told: list[Story], crawl: int) -> None:
    for one, edits in zip(told, EDITS.values(), strict=True):
        site.site.page(one.path, printed(edits[crawl](one)))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The lines of each story after three crawls, by the name of its edits."""
    site = case("edited")
    told = stories(len(EDITS), "edited")
    site.site.page("/", page("Edited", teasers(told)))
    with served([site], tmp_path_factory.mktemp("edited")) as sites:
        for number in range(3):
            print_all(site, told, number)
            if number == 2:  # the last story's page now has the text of the first
                site.site.page(told[-1].path, article_page(replace(told[0], headline=told[-1].headline)))
            assert sites.crawl(**ALWAYS).status == 0
        lines = sites.lines("edited")
    return {
        name: [line for line in lines if line["url"].endswith(one.path)] for name, one in zip(EDITS, told, strict=True)
    }


@pytest.mark.parametrize(("name", "count"), VERSIONS.items())
def test_what_the_publisher_changed_makes_a_version_and_nothing_else_does(
    crawled: dict[str, list[dict[str, Any]]], name: str, count: int
) -> None:
    assert [line["version"] for line in crawled[name]] == list(range(1, count + 1))


def test_lines_of_the_page_that_stood_in_a_text_stay_as_they_were_read(
    crawled: dict[str, list[dict[str, Any]]],
) -> None:
    for name, said in (("clock", "updated 14:05"), ("counter", "1,204 views"), ("ago", "5 minutes ago")):
        assert said in crawled[name][0]["text"]


def test_quotes_of_another_form_make_no_version(crawled: dict[str, list[dict[str, Any]]]) -> None:
    # The third page has lost them altogether.
    assert [line["version"] for line in crawled["quotes"]] == [1, 2]
    assert "“" not in crawled["quotes"][1]["text"]


def test_versions_have_one_id_and_each_its_own_provenance(crawled: dict[str, list[dict[str, Any]]]) -> None:
    for lines in crawled.values():
        assert len({line["id"] for line in lines}) == 1
        runs = [line["provenance"]["run"] for line in lines]
        assert len(set(runs)) == len(runs)
        assert all(line["provenance"]["fetched_at"] for line in lines)


def test_versions_tell_the_story_of_the_first(crawled: dict[str, list[dict[str, Any]]]) -> None:
    for name in ("figure", "headline", "reverted"):
        first, *later = crawled[name]
        assert first["story"]["relation"] == "original"
        assert {line["story"]["relation"] for line in later} == {"version"}
        assert {line["story"]["of"] for line in later} == {first["id"]}
        assert {line["story"]["id"] for line in later} == {first["story"]["id"]}


def test_a_new_headline_keeps_the_text(crawled: dict[str, list[dict[str, Any]]]) -> None:
    first, second, third = crawled["headline"]
    assert first["text_sha256"] == second["text_sha256"] == third["text_sha256"]
    assert first["headline"] == third["headline"] != second["headline"]


def test_a_text_that_comes_back_is_a_version_like_any_other(crawled: dict[str, list[dict[str, Any]]]) -> None:
    first, second, third = crawled["reverted"]
    assert first["text"] == third["text"]
    assert second["text"] == f"{first['text']}\n\n{FIGURES}"


def test_a_version_with_the_text_of_another_article_is_not_dropped_as_a_copy(
    crawled: dict[str, list[dict[str, Any]]],
) -> None:
    first, second = crawled["another's"]
    assert (second["id"], second["version"]) == (first["id"], 2)
    assert second["text"] == crawled["unchanged"][0]["text"]


def test_a_trivial_change_counts_as_known(tmp_path: Path) -> None:
    site = case("still")
    site.publish(stories(3, "still"))
    site.site.page("/", page("Still", teasers(site.stories)))
    with served([site], tmp_path) as sites:
        sites.crawl(**ALWAYS)
        for one in site.stories:
            site.site.page(one.path, printed(line("Updated 2 hours ago")(one)))
        again = tally(sites, sites.crawl(**ALWAYS))
        assert (again["kept"], again["duplicates"], again["dropped"]) == (0, 3, {"known": 3})


def tally(sites: CrawledSites, run: Crawled) -> dict[str, Any]:
    return run.tally(next(iter(sites.cases.values())).host)

"""Each line is told which story it tells, and which line it repeats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.text_facts import count_words, text_sha256
from newscrawl.items import Article
from newscrawl.json_lines import ArticleLine
from newscrawl.line_stories import LargeStory, LineStories, Tally, ToldLine, batches
from newscrawl.store import Store

FERRY = (
    "The ferry between Arvale and Brindle is back after a year, and leaves at seven each morning from the old pier, as"
    " the harbour office told on Monday."
)
MILL = (
    "A mill that stood empty for thirty years will be a school: the council of Harrow Bay voted for it by nine to four"
    " late on Tuesday evening."
)


def line(number: int, line_id: str | int, text: str, url: str | None = None, headline: str = "") -> ArticleLine:
    site = url.split("/")[2] if url else None
    article = Article(url=url, canonical_url=url, site=site, text=text, headline=headline)
    article.text_sha256, article.word_count = text_sha256(text), count_words(text)
    return ArticleLine(number, line_id, article)


def test_a_copy_names_the_line_that_it_repeats() -> None:
    stories = LineStories(Store("sqlite://"))
    lines = [
        line(1, "a", FERRY, "https://arvale.test/1"),
        line(2, "b", MILL, "https://arvale.test/2"),
        line(3, "c", FERRY, "https://brindle.test/1"),
    ]
    first, other, copy = stories.tell(lines)
    assert (first.relation, first.duplicate_of, other.relation) == ("original", None, "original")
    assert copy == ToldLine("c", first.cluster, "syndicated", "a")
    assert other.cluster != first.cluster


def test_what_an_earlier_batch_told_is_known() -> None:
    stories = LineStories(Store("sqlite://"))
    (first,) = stories.tell([line(1, 1, FERRY, "https://arvale.test/1")])
    (copy,) = stories.tell([line(2, 2, FERRY, "https://brindle.test/1")])
    assert copy == ToldLine(2, first.cluster, "syndicated", 1)


@pytest.mark.parametrize("size", [1, 3])
def test_lines_of_one_address_are_of_one_article_and_each_names_the_one_before(size: int) -> None:
    stories = LineStories(Store("sqlite://"))
    lines = [line(number, f"l{number}", FERRY, "https://arvale.test/1") for number in (1, 2, 3)]
    told = [one for start in range(0, 3, size) for one in stories.tell(lines[start : start + size])]
    assert [one.duplicate_of for one in told] == [None, "l1", "l2"]
    assert {one.cluster for one in told} == {told[0].cluster}
    assert told[0].relation == "original"
    assert "original" not in {one.relation for one in told[1:]}


def test_lines_of_one_id_are_told_each_for_itself() -> None:
    told = LineStories(Store("sqlite://")).tell([line(1, "x", FERRY), line(2, "x", MILL), line(3, "x", "")])
    assert [one.id for one in told] == ["x", "x", "x"]
    assert len({one.cluster for one in told}) == 3


def test_lines_without_an_address_are_different_articles() -> None:
    first, copy = LineStories(Store("sqlite://")).tell([line(1, 1, FERRY), line(2, 2, FERRY)])
    assert (copy.cluster, copy.duplicate_of) == (first.cluster, 1)


def test_a_kept_store_goes_on_with_what_it_knows(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'stories.sqlite'}"
    store = Store(url)
    (first,) = LineStories(store).tell([line(1, "monday", FERRY)])
    store.close()
    stories = LineStories(Store(url))
    copy, other = stories.tell([line(1, "tuesday", FERRY), line(2, "mill", MILL)])
    assert (copy.cluster, copy.duplicate_of) == (first.cluster, "monday")
    assert other.relation == "original"


def test_a_store_of_crawls_is_refused(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'newscrawl.sqlite'}")
    with store.transaction() as connection:
        store.start_site(connection, "arvale.test")
        connection.exec_driver_sql("UPDATE sites SET last_seq = 1")
    with pytest.raises(CannotCrawl, match="--store: it holds the articles of crawls"):
        LineStories(store)


def test_the_tally_names_the_largest_stories_by_their_first_headline() -> None:
    stories, tally = LineStories(Store("sqlite://")), Tally()
    stories.tell([line(1, 1, FERRY, headline="Ferry returns"), line(2, 2, FERRY, headline="It floats again")])
    stories.tell([line(3, 3, FERRY, headline="Ahoy"), line(4, 4, MILL, headline="Mill")])
    stories.count(tally, 5)
    assert (tally.stories, tally.largest) == (2, [LargeStory("Ferry returns", 3)])


def test_batches_hold_every_line_once_and_no_more_text_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawl.line_stories.BATCH_LINES", 3)
    monkeypatch.setattr("newscrawl.line_stories.BATCH_CHARACTERS", 10)
    lines = [line(number, number, "x" * size) for number, size in enumerate([1, 1, 1, 1, 20, 1, 1], 1)]
    assert [[one.number for one in batch] for batch in batches(lines)] == [[1, 2, 3], [4, 5], [6, 7]]
    assert list(batches([])) == []


def test_a_told_line_is_one_line_of_utf_8_whatever_its_id() -> None:
    told = ToldLine("\ud800\u2028ä", "c", "original", None)
    assert json.loads(told.as_json().encode().decode())["id"] == "\ud800\u2028ä"
    assert len(told.as_json().splitlines()) == 1

"""What pages turned out to be tells what such addresses will be."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.link_model import Chances
from newscrawl.extraction.link_shapes import address_of
from newscrawl.extraction.links import classify_links
from newscrawl.extraction.site_memory import MAX_TEMPLATES, SiteMemory, url_template

FRONT = "https://times.test/"
UNKNOWN = Chances(0.2, 0.3, 0.5)


def memory_of(kind: str, urls: list[str]) -> SiteMemory:
    memory = SiteMemory()
    for url in urls:
        memory.record(url, kind)
    return memory


def adjusted(memory: SiteMemory, url: str, chances: Chances = UNKNOWN) -> Chances:
    return memory.adjusted(address_of(url), chances)


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("https://www.Times.test/", "times.test/"),
        ("http://times.test/world/2026/11/05/rain-ends-after-nine-days.html", "times.test/w/Y/D2/D2/S.html"),
        ("https://times.test/rain-ends-after-nine-days-12345678", "times.test/SN"),
        ("https://times.test/story/a1b2c3d4e5f6", "times.test/w/H"),
        ("https://times.test/a/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "times.test/w/H"),
        ("https://times.test/20261105/x", "times.test/T/w"),
        ("https://times.test/2026-11-05", "times.test/T"),
        ("https://times.test/articleView.html?idxno=31200", "times.test/w.html?idxno"),
        ("https://times.test/list?b=1&a=2&utm_source=x", "times.test/w?a&b"),
        ("https://times.test/news/8015225/", "times.test/w/D6"),
    ],
)
def test_a_template_folds_what_makes_an_address_this_one(url: str, template: str) -> None:
    assert url_template(url) == template


def test_addresses_of_one_session_trap_have_one_template() -> None:
    urls = [
        f"https://times.test/s/{session}/calendar?month={month}"
        for session, month in (("9f8e7d6c", 1), ("1a2b3c4d", 12))
    ]
    assert len({url_template(url) for url in urls}) == 1


def test_addresses_that_are_none_have_a_template_too() -> None:
    assert [isinstance(url_template(url), str) for url in ("", "x", "mailto:a@b.test", "http://[bad", "//a")] == [
        True
    ] * 5


def test_what_such_pages_were_decides_what_the_page_alone_cannot() -> None:
    memory = memory_of("article", [f"{FRONT}x/{n}a9b8c7d" for n in range(20)])
    (plain,) = classify_links("<a href='/x/77a9b8c7d'>More</a>", FRONT)
    (learned,) = classify_links("<a href='/x/77a9b8c7d'>More</a>", FRONT, memory)
    assert (learned.kind, learned.chances.article > plain.chances.article) == ("article", True)


def test_files_and_other_sites_stay_other() -> None:
    memory = memory_of("article", [f"{FRONT}x/{n}.pdf" for n in range(50)])
    links = classify_links("<a href='/x/99.pdf'>More</a><a href='//post.test/x/1.pdf'>x</a>", FRONT, memory)
    assert [link.kind for link in links] == ["other", "other"]


def test_a_mixed_template_says_little() -> None:
    urls = [f"{FRONT}x/{n}a9b8c7d" for n in range(12)]
    mixed, clear = SiteMemory(), memory_of("article", urls)
    for number, url in enumerate(urls):
        mixed.record(url, ("article", "index", "other")[number % 3])
    changes = [abs(adjusted(memory, f"{FRONT}x/99a9b8c7d").article - UNKNOWN.article) for memory in (mixed, clear)]
    assert changes[0] < 0.05 < 0.3 < changes[1]


def test_one_wrong_page_in_ten_changes_no_verdict() -> None:
    memory = memory_of("article", [f"{FRONT}x/{n}a9b8c7d" for n in range(18)])
    for number in range(2):
        memory.record(f"{FRONT}x/9{number}a9b8c7d", "other")
    assert adjusted(memory, f"{FRONT}x/99a9b8c7d").best == "article"


def test_what_is_known_of_one_section_counts_less_for_another() -> None:
    memory = memory_of("article", [f"{FRONT}news/{n}a9b8c7d" for n in range(20)])
    same, other, strange = (
        adjusted(memory, f"{FRONT}{path}").article for path in ("news/9a9b8c7d", "video/9a9b8c7d", "a/b/c")
    )
    assert same > other > strange


def test_a_shape_that_no_article_had_speaks_against_articles_but_never_decides() -> None:
    likely = Chances(0.8, 0.1, 0.1)
    few, many = (memory_of("article", [f"{FRONT}news/{n}a9b8c7d" for n in range(count)]) for count in (5, 500))
    after_few, after_many = (adjusted(memory, f"{FRONT}video/rain-ends", likely) for memory in (few, many))
    assert likely.article > after_few.article > after_many.article
    assert after_many.best == "article"


def test_an_empty_memory_changes_nothing() -> None:
    assert adjusted(SiteMemory(), f"{FRONT}a/b") == UNKNOWN
    assert not SiteMemory()


def test_counts_tell_what_pages_of_a_template_were() -> None:
    memory = memory_of("article", [f"{FRONT}news/{n}a9b8c7d" for n in range(3)])
    memory.record(f"{FRONT}news/77a9b8c7d", "index")
    memory.record("", "article")
    memory.record(f"{FRONT}news/77a9b8c7d", "no kind")
    assert memory.counts(url_template(f"{FRONT}news/1a9b8c7d")) == (3, 1, 0)
    assert memory.counts("nothing") == (0, 0, 0)


def test_a_memory_survives_json() -> None:
    memory = memory_of("article", [f"{FRONT}news/{n}a9b8c7d" for n in range(9)])
    stored = json.dumps(memory.to_json())
    for again in (SiteMemory.from_json(stored), SiteMemory.from_json(json.loads(stored))):
        assert again.to_json() == memory.to_json()
        assert adjusted(again, f"{FRONT}news/77a9b8c7d") == adjusted(memory, f"{FRONT}news/77a9b8c7d")


@pytest.mark.parametrize(
    "stored",
    [None, "", "{", "[]", "3", b"\xff", {"templates": []},
     {"templates": {"a": 1, "b": [1], "c": [1, 2, "x"], "d": [-1, 0, 0]}},
     {"templates": {"x" * 500: [1, 1, 1]}}, {"kinds": ["x"], "templates": {"a": [1, 1, 1]}}, "[" * 100_000,
     {"templates": {"a": [float("nan"), 1, 1], "b": [float("inf"), 0, 0]}}],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out(stored: Any) -> None:
    assert len(SiteMemory.from_json(stored)) == 0


def test_a_memory_stays_small_and_keeps_what_it_saw_often() -> None:
    memory = memory_of("article", [f"{FRONT}news/{n}a9b8c7d" for n in range(50)])
    begun = time.process_time()
    for number in range(5000):
        memory.record(f"https://h{number}.times.test/{'w/' * (number % 9)}ü{'x' * 90}?{number}=1", "other")
    assert time.process_time() - begun < 5
    assert len(memory) <= MAX_TEMPLATES
    assert len(json.dumps(memory.to_json())) < 100_000
    assert memory.counts(url_template(f"{FRONT}news/1a9b8c7d"))[0] == 50


def test_old_pages_fade() -> None:
    memory = memory_of("article", [f"{FRONT}news/{n}a9b8c7d" for n in range(1000)])
    for number in range(200):
        memory.record(f"{FRONT}news/{number}a9b8c7d", "index")
    assert adjusted(memory, f"{FRONT}news/1a9b8c7d").best == "index"


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["article", "index", "other", "x"])), max_size=20))
def test_any_address_can_be_remembered(pages: list[tuple[str, str]]) -> None:
    memory = SiteMemory()
    for url, kind in pages:
        memory.record(url, kind)
        memory.record(FRONT + url, kind)
    assert SiteMemory.from_json(memory.to_json()).to_json() == memory.to_json()
    assert sum(adjusted(memory, f"{FRONT}a")) == pytest.approx(1)

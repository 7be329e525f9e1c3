"""What stands on several articles of a site is none of their text; one article is one, wherever it stands."""

from __future__ import annotations

import json
import time
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.block_memory import (
    MAX_BLOCKS,
    MAX_PAGES,
    MAX_PRINTS,
    BlockMemory,
    block_prints,
    own_blocks,
    print_of,
    text_prints,
)
from newscrawl.extraction.page import Page

SITE = "https://times.test/"
BOX = "Get the news of the harbour by letter every morning before the first ferry leaves."
OPENING = "In this series we look at villages along the river which nobody has written about before."


def paragraphs(story: str, number: int = 6) -> list[str]:
    """Text of a story of its own, 15 words a paragraph."""
    return [
        f"On day {n} the {story} was told of again, and people of {story} in street {n} went home."
        for n in range(number)
    ]


def text_of(story: str, *more: str, number: int = 6) -> str:
    return "\n\n".join([*paragraphs(story, number), *more])


def memory_of(*texts: str) -> BlockMemory:
    memory = BlockMemory()
    for number, text in enumerate(texts):
        memory.learn(f"{SITE}{number}", text_prints(text))
    return memory


def elsewhere(memory: BlockMemory, text: str, path: str = "new") -> list[str]:
    """The paragraphs that stand on other articles."""
    repeats = memory.stands_elsewhere(SITE + path, text_prints(text))
    return [part for part, does in zip(text.split("\n\n"), repeats, strict=True) if does]


def page_of(*blocks: str, path: str = "new") -> Page:
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return Page(f"<article><h1>What happened</h1>{body}</article>", SITE + path)


def own_texts(page: Page, memory: BlockMemory | None) -> list[str]:
    return [block.text for block in own_blocks(page, memory)]


class TestWhatStandsElsewhere:
    def test_a_block_of_two_other_articles(self) -> None:
        memory = memory_of(text_of("mill", BOX), text_of("ferry", BOX))
        assert elsewhere(memory, text_of("bridge", BOX)) == [BOX]

    def test_one_other_article_is_too_few(self) -> None:
        assert elsewhere(memory_of(text_of("mill", BOX), text_of("ferry")), text_of("bridge", BOX)) == []

    def test_an_empty_memory_knows_nothing(self) -> None:
        assert elsewhere(BlockMemory(), text_of("bridge", BOX)) == []
        assert len(BlockMemory()) == 0

    def test_the_identical_opening_of_a_series(self) -> None:
        memory = memory_of(*(f"{OPENING}\n\n{text_of(story)}" for story in ("mill", "ferry")))
        assert elsewhere(memory, f"{OPENING}\n\n{text_of('bridge')}") == [OPENING]

    def test_quotes_and_capitals_may_differ(self) -> None:
        memory = memory_of(text_of("mill", "“Rain” of the day: none."), text_of("ferry", '"RAIN" of the day – none'))
        assert elsewhere(memory, text_of("bridge", "Rain of the day, none!")) == ["Rain of the day, none!"]

    def test_numbers_may_not(self) -> None:
        memory = memory_of(
            text_of("mill", "The river stood at 214 cm."), text_of("ferry", "The river stood at 215 cm.")
        )
        assert elsewhere(memory, text_of("bridge", "The river stood at 216 cm.")) == []

    def test_signs_without_letters_are_told_apart(self) -> None:
        memory = memory_of(text_of("mill", "* * *"), text_of("ferry", "* * *"))
        assert elsewhere(memory, text_of("bridge", "* * *", "___")) == ["* * *"]

    @pytest.mark.parametrize("copy", ["", "print/"])
    def test_what_an_article_was_first_read_with_it_keeps_at_all_its_addresses(self, copy: str) -> None:
        stories = ("mill", "ferry", "bridge", "tower")
        memory = memory_of(*(text_of(story, BOX) for story in stories))
        found = [elsewhere(memory, text_of(story, BOX), f"{copy}{number}") for number, story in enumerate(stories)]
        assert found == [[], [], [BOX], [BOX]]

    def test_the_order_of_articles_tells_nothing(self) -> None:
        texts = [text_of("mill", BOX), text_of("ferry", BOX, OPENING), text_of("bridge", OPENING)]
        known = {tuple(elsewhere(memory_of(*order), text_of("tower", BOX, OPENING))) for order in permutations(texts)}
        assert known == {(BOX, OPENING)}


class TestOneArticle:
    """Its paragraphs stand on all of its pages, and are no box for it."""

    def test_at_four_addresses(self) -> None:
        memory = memory_of(*[text_of("mill")] * 4)
        assert elsewhere(memory, text_of("mill"), path="print/mill") == []

    def test_at_four_addresses_its_box_is_known_all_the_same(self) -> None:
        memory = memory_of(*[text_of("mill", BOX)] * 4, text_of("ferry", BOX))
        assert elsewhere(memory, text_of("mill", BOX), path="print/mill") == []
        assert elsewhere(memory, text_of("bridge", BOX)) == [BOX]

    def test_at_one_address_with_parameters_that_track(self) -> None:
        memory = BlockMemory()
        for source in ("mail", "feed", "push"):
            memory.learn(f"{SITE}mill?utm_source={source}", text_prints(BOX))
        assert elsewhere(memory, text_of("bridge", BOX)) == []

    def test_read_three_times_is_learned_once(self) -> None:
        once = memory_of(text_of("mill", BOX))
        thrice = BlockMemory()
        for _ in range(3):
            thrice.learn(f"{SITE}0", text_prints(text_of("mill", BOX)))
        assert thrice.to_json() == once.to_json()

    def test_of_which_most_is_new_at_its_address(self) -> None:
        memory = BlockMemory()
        for day in ("one", "two", "three"):
            memory.learn(f"{SITE}live", text_prints(text_of(day, BOX)))
        assert elsewhere(memory, text_of("bridge", BOX)) == []

    def test_that_grows_from_address_to_address(self) -> None:
        memory = memory_of(*(text_of("storm", number=number) for number in (8, 20, 50)))
        assert elsewhere(memory, text_of("storm", number=120)) == []

    def test_whose_parts_stand_by_themselves(self) -> None:
        whole = text_of("mill", number=30)
        parts = ["\n\n".join(paragraphs("mill", 30)[at : at + 10]) for at in (0, 10, 20)]
        for texts in permutations([whole, *parts]):
            assert elsewhere(memory_of(*texts), whole, path="print/mill") == []

    def test_of_a_form_with_few_words_of_its_own(self) -> None:
        form = paragraphs("lottery", 5)
        memory = memory_of(*("\n\n".join([f"Drawn were {n} and {n + 7}.", *form]) for n in range(6)))
        assert elsewhere(memory, "\n\n".join(["Drawn were 40 and 41.", *form])) == []


class TestTheSameTextWithoutItsBoxes:
    """``accounts_for``: what a memory has learned since an article was read is no change of the article."""

    memory = memory_of(text_of("mill", BOX, OPENING), text_of("ferry", BOX, OPENING))

    @pytest.mark.parametrize(
        ("now", "does"),
        [
            (text_of("bridge"), True),
            (text_of("bridge", OPENING), True),
            (text_of("bridge", BOX, OPENING), True),
            (text_of("bridge", OPENING, BOX), False),
            (text_of("bridge", "And more."), False),
            (text_of("bridge", number=5), False),
            (text_of("tower"), False),
            ("", False),
        ],
    )
    def test_it_lacks_boxes_and_nothing_else(self, now: str, does: bool) -> None:
        assert self.memory.accounts_for(f"{SITE}new", text_of("bridge", BOX, OPENING), now) is does

    def test_a_block_that_stands_on_few_others_is_missed(self) -> None:
        memory = memory_of(text_of("mill", BOX), text_of("ferry"))
        assert not memory.accounts_for(f"{SITE}new", text_of("bridge", BOX), text_of("bridge"))


class TestOwnBlocks:
    def test_the_box_goes_and_the_rest_stays_as_it_is(self) -> None:
        memory = memory_of(text_of("mill", BOX), text_of("ferry", BOX))
        assert own_texts(page_of(*paragraphs("bridge"), BOX), memory) == paragraphs("bridge")
        assert own_texts(page_of(*paragraphs("bridge")[:3], BOX, *paragraphs("bridge")[3:]), memory) == paragraphs(
            "bridge"
        )

    def test_without_a_memory_all_stays(self) -> None:
        assert own_texts(page_of(*paragraphs("bridge"), BOX), None) == [*paragraphs("bridge"), BOX]

    def test_a_quarter_may_go_and_no_more(self) -> None:
        boxes = [paragraph.replace("On", "Under") for paragraph in paragraphs("letter", 3)]
        memory = memory_of(text_of("mill", *boxes), text_of("ferry", *boxes))
        for number, expected in ((9, []), (8, boxes)):
            own = paragraphs("bridge", number)
            assert own_texts(page_of(*own, *boxes), memory) == [*own, *expected]

    def test_a_heading_goes_with_what_it_heads(self) -> None:
        memory = memory_of(*(text_of(story, "About us", BOX, "How it began") for story in ("mill", "ferry")))
        own = paragraphs("bridge")
        page = page_of(*own[:3], "<h2>How it began</h2>", *own[3:], "<h2>About us</h2>", BOX)
        assert own_texts(page, memory) == [*own[:3], "How it began", *own[3:]]

    def test_a_label_that_is_no_heading_goes_with_what_it_stands_above(self) -> None:
        memory = memory_of(*(text_of(story, "Also by this desk", BOX) for story in ("mill", "ferry")))
        own = paragraphs("bridge")
        page = page_of(*own[:3], "<p>Also by this desk</p>", *own[3:], BOX)
        assert own_texts(page, memory) == [*own[:3], "Also by this desk", *own[3:]]

    def test_what_a_page_prints_twice_belongs_to_its_form(self) -> None:
        line = "Both sides were asked, and both of them sent an answer."
        memory = memory_of(text_of("mill", line), text_of("ferry", line))
        blocks = [*paragraphs("bridge", 3), line, *paragraphs("tower", 5), line]
        assert own_texts(page_of(*blocks), memory) == blocks

    def test_prints_are_those_of_all_blocks(self) -> None:
        page = page_of(*paragraphs("bridge"), BOX)
        assert block_prints(page) == text_prints(text_of("bridge", BOX))

    def test_a_page_without_text_has_none(self) -> None:
        assert own_texts(page_of(), memory_of(text_of("mill"))) == []


class TestBounds:
    def test_a_memory_stays_small_and_keeps_what_many_articles_share(self) -> None:
        memory = BlockMemory()
        for number in range(600):
            box = BOX if number < 300 else OPENING
            memory.learn(f"{SITE}{number}", text_prints(text_of(f"story{number}", box, number=30)))
        assert len(memory) <= MAX_PRINTS
        assert len(json.dumps(memory.to_json())) < 100_000
        assert elsewhere(memory, text_of("bridge", BOX, OPENING)) == [BOX, OPENING]

    def test_short_articles_stay_below_it_too(self) -> None:
        memory = BlockMemory()
        for number in range(3000):
            memory.learn(f"{SITE}{number}", text_prints(f"On day {number} it rained."))
        assert len(json.dumps(memory.to_json())) < 100_000
        assert len(memory.to_json()["pages"]) <= MAX_PAGES

    def test_an_article_that_was_forgotten_loses_nothing_when_it_comes_again(self) -> None:
        memory = BlockMemory()
        for turn in range(4):
            memory.learn(f"{SITE}mill{turn}", text_prints(text_of("mill", number=30)))
            for number in range(200):
                memory.learn(f"{SITE}{turn}/{number}", text_prints(text_of(f"story{turn}x{number}", number=30)))
        assert elsewhere(memory, text_of("mill", number=30)) == []

    def test_of_a_long_article_both_ends_are_learned(self) -> None:
        long = [f"{OPENING}\n\n{text_of(story, BOX, number=10_000)}" for story in ("mill", "ferry")]
        memory = memory_of(*long)
        assert len(memory) < 2 * MAX_BLOCKS
        assert elsewhere(memory, f"{OPENING}\n\n{text_of('bridge', BOX)}") == [OPENING, BOX]

    def test_time_is_linear_in_a_page_whose_blocks_all_stand_everywhere(self) -> None:
        memory = BlockMemory()
        begun = time.process_time()
        for number in range(200):
            memory.learn(f"{SITE}{number}", [(mark, 1) for mark in range(10_000)])
            memory.stands_elsewhere(f"{SITE}new", [(mark, 1) for mark in range(10_000)])
        assert time.process_time() - begun < 10  # 2 s here


class TestJson:
    def test_a_memory_survives_it(self) -> None:
        memory = memory_of(text_of("mill", BOX), text_of("ferry", BOX))
        stored = json.dumps(memory.to_json())
        for again in (BlockMemory.from_json(stored), BlockMemory.from_json(json.loads(stored))):
            assert again.to_json() == memory.to_json()
            assert elsewhere(again, text_of("bridge", BOX)) == [BOX]

    @pytest.mark.parametrize(
        "stored",
        [
            None, "", "{", "[]", "[" * 100_000, 7, {"pages": 3},
            {"pages": [3, [], [1], [1, 2], [1, "!"], ["x", "AAAA"]]},
            {"pages": [[-1, "AAAAAAAAAAAAAAAAAAAAAA=="], [1, None], [1, "é"], [1, ["AAAA"]], [10**12, "AAAA"]]},
        ],
        ids=lambda stored: str(stored)[:20],
    )  # fmt: skip
    def test_what_cannot_be_read_is_left_out(self, stored: Any) -> None:
        assert len(BlockMemory.from_json(stored)) == 0

    def test_too_much_of_it_is_cut(self) -> None:
        entry = BlockMemory.from_json({"pages": []})
        entry.learn(SITE, [(mark, 5) for mark in range(150)])
        (page,) = entry.to_json()["pages"]
        many = {"pages": [[page[0], page[1][:-8] + f"{number:04}AAA="] for number in range(2000)]}
        assert len(BlockMemory.from_json(many).to_json()["pages"]) <= MAX_PAGES

    @given(st.lists(st.tuples(st.text(), st.lists(st.text(), max_size=5)), max_size=8))
    def test_any_addresses_and_texts_are_taken(self, pages: list[tuple[str, list[str]]]) -> None:
        memory = BlockMemory()
        for url, texts in pages:
            memory.learn(url, [print_of(text) for text in texts])
            assert len(memory.stands_elsewhere(url, [print_of(text) for text in texts])) == len(texts)
        assert BlockMemory.from_json(json.dumps(memory.to_json())).to_json() == memory.to_json()

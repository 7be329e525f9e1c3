"""Trees answer as their conditions say, and a page's blocks are judged whatever the page holds."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import pytest

from newscrawl.extraction.block_model import MAX_LEAVES, BlockModel, Trees, chances_of, company_signs, shipped_model
from newscrawl.extraction.block_signs import BlockSigns
from newscrawl.extraction.page import Page

PARAGRAPH = "<p>The island ferry will sail again on Monday, nine weeks after a storm tore away the pier."


def grown(chance: random.Random, leaves: int) -> Any:
    """A tree of so many leaves, of any form."""
    if leaves == 1:
        return round(chance.uniform(-1, 1), 3)
    left = chance.randint(1, leaves - 1)
    return [chance.randrange(3), round(chance.random(), 2), grown(chance, left), grown(chance, leaves - left)]


def answer(tree: Any, row: list[float]) -> float:
    while isinstance(tree, list):
        sign, threshold, low, high = tree
        tree = low if np.float32(row[sign]) <= np.float32(threshold) else high
    return float(tree)


def test_all_trees_together_answer_as_each_by_itself() -> None:
    chance = random.Random(7)
    trees = [grown(chance, chance.randint(1, MAX_LEAVES)) for _ in range(40)]
    rows = [[round(chance.random(), 2) for _ in range(3)] for _ in range(600)]
    model = Trees(["a", "b", "c"], trees, start=0.5)
    columns = np.array(rows, np.float32).T
    found = model.log_odds(dict(zip("abc", columns, strict=True)))
    assert found == pytest.approx([0.5 + sum(answer(tree, row) for tree in trees) for row in rows], abs=1e-4)


def test_a_model_comes_back_from_what_it_wrote() -> None:
    model = BlockModel(Trees(["a"], [[0, 0.5, -1.0, 1.0]], 0.25), Trees(["chance"], [0.5]))
    again = BlockModel.from_json(model.to_json())
    assert again.to_json() == model.to_json()


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"alone": {"signs": ["a"], "trees": [], "start": 0.0}},
        {"alone": {}, "in company": {}},
    ],
)
def test_what_is_no_model_is_said_to_be_none(stored: Any) -> None:
    with pytest.raises(ValueError, match="no block weights"):
        BlockModel.from_json(stored)


@pytest.mark.parametrize(
    ("trees", "complaint"),
    [
        ([[1, 0.5, 0.0, 0.0]], "there is no sign 1"),
        ([[0.5, 0.5, 0.0, 0.0]], "there is no sign 0.5"),
        ([grown(random.Random(1), 17)], "17 leaves"),
        ([[0, 0.5]], "unpack"),
        ([[0, math.nan, 0.0, 0.0]], "nan is no number"),
        ([[0, 0.5, math.inf, 0.0]], "inf is no number"),
        ({}, "no list"),
    ],
)
def test_trees_that_are_none_are_named(trees: Any, complaint: str) -> None:
    signs = ["a"] if complaint.startswith("there") else ["a", "b", "c"]
    with pytest.raises(ValueError, match=f"no block weights.*{complaint}"):
        Trees.from_json({"signs": signs, "trees": trees, "start": 0.0})


def test_the_shipped_model_asks_for_signs_that_are_made() -> None:
    blocks = BlockSigns(Page(PARAGRAPH, "https://times.test/a"))
    alone = blocks.all()
    assert set(shipped_model().alone.signs) <= set(alone)
    both = alone | company_signs(blocks, np.zeros(1, np.float32))
    assert set(shipped_model().in_company.signs) <= set(both)


@pytest.mark.parametrize(
    "markup",
    ["", "<p>a", "<p>1<p>2", "<title>x</title><h1>x</h1>" + PARAGRAPH, PARAGRAPH * 700, "<div>" * 400 + PARAGRAPH],
)
def test_each_block_of_any_page_gets_a_chance(markup: str) -> None:
    page = Page(markup, "https://times.test/a")
    chances = shipped_model().chances(BlockSigns(page))
    assert chances.shape == (len(page.blocks),)
    assert np.all((chances >= 0) & (chances <= 1))


def test_signs_are_numbers_one_for_each_block() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "articleBody": "y"}</script>'
    page = Page(f"<h1>Ferry</h1><time datetime=2026-03-12>12 March</time>{PARAGRAPH * 5}{data}", "https://times.test/a")
    blocks = BlockSigns(page)
    signs = blocks.all()
    signs |= company_signs(blocks, np.zeros(len(page.blocks), np.float32))
    assert {(column.shape, column.dtype) for column in signs.values()} == {((len(page.blocks),), np.dtype(np.float32))}
    assert all(np.isfinite(column).all() for column in signs.values())


def test_a_page_without_blocks_has_no_signs() -> None:
    assert BlockSigns(Page("", "https://times.test/a")).all() == {}


def test_log_odds_become_chances() -> None:
    assert chances_of(np.array([-100.0, 0.0, 100.0], np.float32)).tolist() == pytest.approx([0.0, 0.5, 1.0])

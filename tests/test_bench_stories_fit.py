"""Weights that are learned from made stories tell stories apart that they have not seen."""

from __future__ import annotations

import pytest

from bench.made_stories import made_stories
from bench.stories_fit import Pair, as_weights, fit, held_out, orders, pairs
from newscrawl.stories.likeness import SIGNS, StoryModel


@pytest.fixture(scope="module")
def examples() -> list[Pair]:
    return [pair for order in orders(made_stories(seed=9, stories=40)) for pair in pairs(order)]


def test_every_copy_is_laid_beside_its_story(examples: list[Pair]) -> None:
    assert all(len(pair.values) == len(SIGNS) for pair in examples)
    assert sum(pair.is_one for pair in examples) > 100
    assert not all(pair.is_one for pair in examples)


def test_unseen_stories_are_told_apart(examples: list[Pair]) -> None:
    found = held_out(examples)
    assert found.wrong + found.missed < 0.1 * found.right


def test_the_weights_are_what_the_model_reads(examples: list[Pair]) -> None:
    weights, bias = fit(examples)
    model = StoryModel(weights, bias)
    alike = next(pair for pair in examples if pair.is_one)
    other = next(pair for pair in examples if not pair.is_one)
    assert model.chance(alike.values) > model.chance(other.values)
    assert set(weights) == set(SIGNS)
    assert as_weights(weights, bias).endswith("}\n")

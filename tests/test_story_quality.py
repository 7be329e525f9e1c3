"""A floor on how well copies are known, on made articles: a change that costs quality fails here.

The figures are those of ``python -m bench.stories evaluate --peers ""``, less a margin for other made articles.
"""

from __future__ import annotations

import pytest

from bench.made_stories import made_stories
from bench.stories_data import Item
from bench.stories_metrics import Score, score
from bench.stories_peers import newscrawl

LEAST_PRECISION = 0.98
LEAST_RECALL = 0.97
LEAST_RECALL_OF = 0.93
"""Of the copies of any kind."""
SELDOM_MIXED = {
    "form": 0.07,
    "near_form": 0.25,
    "followup": 0.07,
    "same_event": 0.07,
    "digest": 0.07,
    "note": 0,
    "notice": 0.2,
}


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return made_stories(seed=1)  # others than those that the command shows


@pytest.fixture(scope="module")
def found(items: list[Item]) -> Score:
    return score(items, newscrawl(items))


def test_what_is_put_together_tells_one_story(found: Score) -> None:
    assert found.precision >= LEAST_PRECISION


def test_copies_are_found(found: Score) -> None:
    assert found.recall >= LEAST_RECALL


def test_copies_of_each_kind_are_found(found: Score) -> None:
    assert len(found.recall_by_kind) >= 8
    assert {kind: share for kind, share in found.recall_by_kind.items() if share < LEAST_RECALL_OF} == {}


@pytest.mark.parametrize(("kind", "most"), SELDOM_MIXED.items())
def test_what_only_looks_alike_stays_apart(found: Score, kind: str, most: float) -> None:
    assert found.mixed_by_kind.get(kind, 0.0) <= most

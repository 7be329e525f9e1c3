"""The weights of the story index: what two texts have in common if they tell one story."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.made_stories import made_stories
from bench.stories_data import Item, harder_mix, load
from newscrawl.store import Store
from newscrawl.stories import StoryIndex
from newscrawl.stories.index import ONE_STORY, Candidate
from newscrawl.stories.likeness import SIGNS, StoryModel, Told

FOLDS = 5
_RIDGE = 1.0
_STEPS = 50
_DIGITS = 4
_tellings = count()


@dataclass(frozen=True)
class Pair:
    """A new text beside a known story."""

    telling: int
    """Tells one telling of a list of items from another."""
    item: str
    story: str
    values: list[float]
    is_one: bool
    """Whether both tell one story."""


MADE = (2, 3, 4, 5)
"""Seeds of made stories that are learned from, beside those of a folder."""


def lessons(folder: Path) -> list[list[Item]]:
    """What is learned from, each list to be told in its order: a folder, its harder mix and made stories, each as they
    are, the other way round and at random, since a crawl may meet the copy first."""
    items = load(folder)
    sets = [items, harder_mix(items), *(made_stories(seed=seed) for seed in MADE)]
    return [order for one in sets for order in orders(one)]


def orders(items: Sequence[Item]) -> list[list[Item]]:
    mixed = list(items)
    random.Random(1).shuffle(mixed)
    return [list(items), list(reversed(items)), mixed]


def pairs(items: Iterable[Item]) -> list[Pair]:
    """What the index compares, where each text joins the story that it really tells."""
    telling = next(_tellings)
    truth: dict[str, str] = {}
    found: list[Pair] = []
    current: Item

    def judge(_new: Told, candidates: Sequence[Candidate]) -> Candidate | None:
        joined = None
        for candidate in candidates:
            is_one = truth[candidate.row.story_id] == current.story
            found.append(Pair(telling, current.id, current.story, candidate.values, is_one))
            joined = joined or (candidate if is_one else None)
        return joined

    store = Store("sqlite://")
    index = StoryIndex(store, keeps=True, judge=judge)
    with store.transaction() as connection:
        for current in items:
            truth.setdefault(index.add(current.article, connection=connection).id, current.story)
    return found


def fit(examples: Sequence[Pair]) -> tuple[dict[str, list[float]], float]:
    """Weights and bias for ``StoryModel``: ridge logistic regression by Newton's method."""
    values = np.array([pair.values for pair in examples])
    wide = np.concatenate([values, np.log1p(values)], axis=1)
    truth = np.array([pair.is_one for pair in examples], float)
    mean, spread = wide.mean(axis=0), wide.std(axis=0) + 1e-9
    table = np.column_stack([(wide - mean) / spread, np.ones(len(wide))])
    weights = _newton(table, truth)
    plain = weights[:-1] / spread
    bias = float(weights[-1] - (plain * mean).sum())
    number = len(SIGNS)
    table_of = {
        name: [round(float(plain[place]), _DIGITS), round(float(plain[number + place]), _DIGITS)]
        for place, name in enumerate(SIGNS)
    }
    return table_of, round(bias, _DIGITS)


@dataclass(frozen=True)
class HeldOut:
    """Decisions on texts of stories that the weights have not seen."""

    right: int
    """Copies that were put with their story."""
    wrong: int
    """Texts that were put with a story that they do not tell."""
    missed: int
    """Copies that were put with none."""

    def __str__(self) -> str:
        return f"{self.right:,} copies found, {self.missed:,} missed, {self.wrong:,} texts put with another story"


def held_out(examples: Sequence[Pair]) -> HeldOut:
    """Judge each text by weights that were learned without its story, in ``FOLDS`` parts."""
    models = [StoryModel(*fit([pair for pair in examples if _fold(pair) != part])) for part in range(FOLDS)]
    best: dict[tuple[int, str], tuple[float, Pair]] = {}
    for pair in examples:
        chance = models[_fold(pair)].chance(pair.values)
        if chance > best.get((pair.telling, pair.item), (0.0, pair))[0]:
            best[pair.telling, pair.item] = chance, pair
    copies = len({(pair.telling, pair.item) for pair in examples if pair.is_one})
    joined = [pair for chance, pair in best.values() if chance >= ONE_STORY]
    right = sum(pair.is_one for pair in joined)
    return HeldOut(right, len(joined) - right, copies - right)


def _fold(pair: Pair) -> int:
    return zlib.crc32(pair.story.encode()) % FOLDS


def _newton(table: NDArray[np.float64], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.zeros(table.shape[1])
    ridge = np.full(len(weights), _RIDGE)
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(table @ weights, -500, 500)))
        gradient = table.T @ (chances - truth) + ridge * weights
        curvature = (table * (chances * (1 - chances))[:, None]).T @ table + np.diag(ridge)
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def as_weights(weights: dict[str, list[float]], bias: float) -> str:
    return json.dumps({"weights": weights, "bias": bias}, indent=1) + "\n"

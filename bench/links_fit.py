"""Training and scoring for ``bench.links``: a softmax over signs, folds by site, F1."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.links_data import UNSCORED, Example, LabelledPage
from newscrawl.extraction.link_model import ALWAYS, KINDS, Chances, LinkModel, Weights

RARE = 3
"""A sign on fewer links teaches nothing."""

PENALTY = 20.0
"""Strength of the squared penalty on weights, against the sum over all links; chosen by nested cross-validation."""

Judge = Callable[[LabelledPage, Example], Chances]


def fit(pages: Sequence[LabelledPage], *, penalty: float = PENALTY, rare: int = RARE, rounds: int = 250) -> LinkModel:
    """The weights that explain the labels best. A page counts by the square root of its links, so none outvotes all.

    The penalty keeps weights small: with it, where sites differ, no sign rules alone.
    """
    examples, importance = [], []
    for page in pages:
        scored = [example for example in page.examples if example.label is not None and not example.is_certain]
        examples += scored
        importance += [len(scored) ** -0.5] * len(scored)
    if not examples:
        raise ValueError("no page has labelled links to learn from")
    names = frequent_signs(examples, rare)
    table = np.zeros((len(examples), len(names) + 1), dtype=np.float32)
    table[:, -1] = 1.0
    place = {name: number for number, name in enumerate(names)}
    for row, example in enumerate(examples):
        table[row, [place[sign] for sign in example.signs if sign in place]] = 1.0
    share = np.array(importance, dtype=np.float32)
    share *= len(examples) / share.sum()
    wanted = np.zeros((len(examples), len(KINDS)), dtype=np.float32)
    wanted[np.arange(len(examples)), [example.label for example in examples]] = 1.0
    weights = _descend(table, wanted, share, penalty, rounds)
    learned: Weights = {name: _triple(weights[number]) for name, number in place.items()}
    return LinkModel({ALWAYS: _triple(weights[-1]), **learned})


def frequent_signs(examples: Iterable[Example], rare: int) -> list[str]:
    counts = Counter(sign for example in examples for sign in set(example.signs))
    return sorted(sign for sign, count in counts.items() if count >= rare)


def _triple(row: np.ndarray) -> tuple[float, float, float]:
    article, index, other = row.tolist()
    return article, index, other


def _descend(table: np.ndarray, wanted: np.ndarray, share: np.ndarray, penalty: float, rounds: int) -> np.ndarray:
    """Accelerated gradient descent (Nesterov) on the penalised log loss; steps by the table's largest curvature."""
    size = table.shape[1]
    probe = np.random.default_rng(1).standard_normal(size).astype(np.float32)
    for _ in range(20):
        probe = table.T @ (share * (table @ probe))
        curvature = float(np.linalg.norm(probe))
        probe /= curvature
    step = 1.0 / (0.5 * curvature + penalty)
    weights = np.zeros((size, wanted.shape[1]), dtype=np.float32)
    ahead = weights.copy()
    pace = 1.0
    for _ in range(rounds):
        scores = table @ ahead
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        slope = table.T @ ((chances - wanted) * share[:, None]) + penalty * ahead
        moved = ahead - step * slope
        next_pace = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / next_pace * (moved - weights)
        weights, pace = moved, next_pace
    return weights


def folds(
    pages: Sequence[LabelledPage], count: int, seed: int = 0
) -> list[tuple[list[LabelledPage], list[LabelledPage]]]:
    """Pages to learn from and pages to judge, so that no site is on both sides."""
    sites = sorted({page.site for page in pages})
    random.Random(seed).shuffle(sites)
    count = min(count, len(sites))
    fold_of = {site: number % count for number, site in enumerate(sites)}
    return [
        ([page for page in pages if fold_of[page.site] != fold], [page for page in pages if fold_of[page.site] == fold])
        for fold in range(count)
    ]


@dataclass(slots=True)
class Score:
    """Hits, false alarms and misses of one kind, over all links, and the F1 of each page."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    pages: list[float] = field(default_factory=list)

    def add(self, got: set[str], wanted: set[str]) -> None:
        hits = len(got & wanted)
        self.hits += hits
        self.false += len(got) - hits
        self.missed += len(wanted) - hits
        if len(wanted) >= 3:
            self.pages.append(f1(hits, len(got) - hits, len(wanted) - hits))

    @property
    def precision(self) -> float:
        return self.hits / max(self.hits + self.false, 1)

    @property
    def recall(self) -> float:
        return self.hits / max(self.hits + self.missed, 1)

    @property
    def f1(self) -> float:
        return f1(self.hits, self.false, self.missed)

    @property
    def page_mean(self) -> float:
        """Mean F1 of the pages with at least three such links."""
        return sum(self.pages) / max(len(self.pages), 1)

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} page {self.page_mean:.3f}"


def f1(hits: int, false: int, missed: int) -> float:
    return 2 * hits / max(2 * hits + false + missed, 1)


def add_page(
    scores: dict[str, Score], page: LabelledPage, kinds: dict[str, str], unseen: set[str] = frozenset()
) -> None:  # type: ignore[assignment]
    """Score what the links of a page (by key) were taken for; ``unseen`` are left out."""
    for kind in ("article", "index"):
        got = {key for key, taken in kinds.items() if taken == kind and key in page.labels}
        got = {key for key in got if page.labels[key] not in UNSCORED} - unseen
        scores.setdefault(kind, Score()).add(got, page.wanted(kind) - unseen)


def score_pages(pages: Iterable[LabelledPage], judge: Judge) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for page in pages:
        add_page(scores, page, {example.key: judge(page, example).best for example in page.examples})
    return scores

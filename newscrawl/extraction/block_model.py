"""The learned model of an article's blocks: boosted trees over signs, and over what they thought of the neighbours."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newscrawl.extraction.block_signs import BlockSigns, Column, Signs

MAX_LEAVES = 16
"""Leaves of a tree: a set of them is a 16-bit number."""

_ROWS = 256
"""Blocks scored at once: 3 MB of memory for 120 trees."""

HOPELESS = np.float32(-4.0)
"""Log odds below which a block is not looked at twice: 2 in 100."""

_SURE, _SURE_UNITS = 0.85, 12
"""Log odds (70 in 100) and words from which a block marks where the article is."""

_LOWEST_BIT = np.array([(number & -number).bit_length() - 1 for number in range(1 << MAX_LEAVES)]).astype(np.uint8)
"""The leftmost leaf of each set of leaves."""

Tree = list[Any]
"""``[sign, threshold, tree if not above, tree if above]``, or the log odds of a leaf."""


class Trees:
    """Boosted regression trees that add up to log odds; all trees and blocks are scored together.

    A leaf is found as in QuickScorer (Lucchese et al., SIGIR 2015): each condition that fails rules out the leaves on
    its left side; of those that remain the leftmost is the tree's answer.
    """

    def __init__(self, signs: Sequence[str], trees: Sequence[Tree], start: float = 0.0) -> None:
        self.signs = list(signs)
        self.trees = list(trees)
        self.start = start
        flat = [_flattened(tree, len(self.signs)) for tree in trees]
        width = max((len(nodes) for nodes, _ in flat), default=0) or 1
        shape = (len(flat), width)
        self._sign = np.zeros(shape, np.intp)
        self._threshold = np.full(shape, np.inf, np.float32)
        self._allowed = np.full(shape, 0xFFFF, np.uint16)
        self._leaves = np.zeros((len(flat), MAX_LEAVES), np.float32)
        for place, (nodes, leaves) in enumerate(flat):
            self._leaves[place, : len(leaves)] = leaves
            for at, (sign, threshold, allowed) in enumerate(nodes):
                self._sign[place, at], self._threshold[place, at], self._allowed[place, at] = sign, threshold, allowed
        self._flat_sign = self._sign.T.ravel()
        self._flat_threshold = self._threshold.T.ravel()
        self._ruled_out = ~self._allowed.T.ravel()
        self._flat_leaves = self._leaves.ravel()
        self._first_leaf = np.arange(len(flat))[:, None] * MAX_LEAVES

    @classmethod
    def from_json(cls, stored: Any) -> Trees:
        """Trees that ``to_json`` wrote. ValueError: they are none."""
        try:
            return cls(_listed(stored["signs"]), _listed(stored["trees"]), _finite(stored["start"]))
        except (KeyError, TypeError, IndexError, AttributeError, ValueError, RecursionError) as error:
            raise ValueError(f"no block weights: {error!r}") from error

    def to_json(self) -> dict[str, Any]:
        return {"signs": self.signs, "start": self.start, "trees": self.trees}

    def log_odds(self, signs: Signs) -> Column:
        """One number for each block; a sign that is missing is a KeyError."""
        table = np.stack([signs[name] for name in self.signs])
        size = table.shape[1]
        return np.concatenate([self._log_odds(table[:, at : at + _ROWS]) for at in range(0, size, _ROWS)])

    def _log_odds(self, table: Column) -> Column:
        trees, width = self._sign.shape
        # "clip" spares a check of every index: none is beyond. Multiplying takes half the time of np.where.
        failed = table.take(self._flat_sign, axis=0, mode="clip") > self._flat_threshold[:, None]
        ruled_out = (failed * self._ruled_out[:, None]).reshape(width, trees, -1)
        left = ~np.bitwise_or.reduce(ruled_out, axis=0)
        leaves = _LOWEST_BIT.take(left, mode="clip") + self._first_leaf
        return self.start + self._flat_leaves.take(leaves, mode="clip").sum(axis=0)  # type: ignore[no-any-return]


def _flattened(tree: Tree | float, signs: int) -> tuple[list[tuple[int, float, int]], list[float]]:
    """Conditions, each with the leaves that remain possible if it fails, and the leaves from left to right."""
    nodes: list[tuple[int, float, int]] = []
    leaves: list[float] = []

    def visit(part: Tree | float) -> None:
        if not isinstance(part, list):
            leaves.append(_finite(part))
            return
        sign, threshold, left, right = part
        if not isinstance(sign, int) or not 0 <= sign < signs:
            raise ValueError(f"there is no sign {sign}")
        begin = len(leaves)
        visit(left)
        nodes.append((sign, _finite(threshold), 0xFFFF & ~((1 << len(leaves)) - (1 << begin))))
        visit(right)

    visit(tree)
    if len(leaves) > MAX_LEAVES:
        raise ValueError(f"a tree has {len(leaves)} leaves; {MAX_LEAVES} are possible")
    return nodes, leaves


def _finite(number: Any) -> float:
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number")
    return float(number)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


@dataclass(frozen=True)
class BlockModel:
    """Two steps: what each block is by itself, then what it is in the company of the others."""

    alone: Trees
    in_company: Trees

    @classmethod
    def from_json(cls, stored: Any) -> BlockModel:
        """A model that ``to_json`` wrote. ValueError: it is none."""
        try:
            return cls(Trees.from_json(stored["alone"]), Trees.from_json(stored["in company"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no block weights: {error!r}") from error

    def to_json(self) -> dict[str, Any]:
        return {"alone": self.alone.to_json(), "in company": self.in_company.to_json()}

    def chances(self, blocks: BlockSigns) -> Column:
        """How likely each block is part of the article, 0 to 1."""
        signs = blocks.all()
        if not signs:
            return np.zeros(0, np.float32)
        first = self.alone.log_odds(signs)
        found = chances_of(first)
        near = np.flatnonzero(first >= HOPELESS)
        if len(near):
            company = company_signs(blocks, first)
            both = {name: column[near] for name, column in (signs | company).items()}
            found[near] = chances_of(self.in_company.log_odds(both))
        return found


def chances_of(log_odds: Column) -> Column:
    """Log odds as chances, 0 to 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))), np.float32)


def company_signs(blocks: BlockSigns, log_odds: Column) -> Signs:
    """What the first step thinks of the block, its neighbours, its siblings, blocks of its kind, and all before it."""
    chances = chances_of(log_odds)
    mass = chances * blocks.units
    whole = float(mass.sum()) or 1.0
    padded = np.concatenate([np.zeros(4, np.float32), chances, np.zeros(4, np.float32)])
    size = len(chances)
    signs: dict[str, NDArray[Any]] = {"chance": chances, "mass": mass / whole}
    for distance in (1, 2, 3, 4):
        signs[f"chance -{distance}"] = padded[4 - distance : 4 - distance + size]
        signs[f"chance +{distance}"] = padded[4 + distance : 4 + distance + size]
    before = np.stack([padded[place : place + size] for place in range(4)])
    behind = np.stack([padded[place : place + size] for place in range(5, 9)])
    signs["chances before"], signs["best before"] = before.mean(axis=0), before.max(axis=0)
    signs["chances behind"], signs["best behind"] = behind.mean(axis=0), behind.max(axis=0)
    signs["worse neighbour"] = np.minimum(before[3], behind[0])
    signs |= _shared("kind", blocks.boxes.kinds, chances, mass, blocks.units, whole)
    parents = blocks.boxes.parents[blocks.boxes.of_block]
    siblings = _shared("siblings", parents, chances, mass, blocks.units, whole)
    signs |= siblings
    most = float(siblings["siblings mass"].max()) or 1.0
    signs["siblings beside most"] = siblings["siblings mass"] / most
    running = np.cumsum(mass, dtype=np.float32)
    signs["mass before"], signs["mass behind"] = (running - mass) / whole, (whole - running) / whole
    sure = (log_odds >= _SURE) & (blocks.units >= _SURE_UNITS)
    signs |= _distances(sure, blocks.units, parents)
    signs["page best"] = np.full(size, chances.max(), np.float32)
    signs["page mass"] = np.full(size, np.log1p(whole), np.float32)
    return {name: column.astype(np.float32) for name, column in signs.items()}


def _shared(name: str, group: NDArray[np.intp], chances: Column, mass: Column, units: Column, whole: float) -> Signs:
    """What is thought of all blocks of a group, and of the others in it."""
    most = int(group.max()) + 1
    sums, sizes = np.bincount(group, mass, most)[group], np.bincount(group, units, most)[group]
    count, chance = np.bincount(group, minlength=most)[group], np.bincount(group, chances, most)[group]
    return {
        f"{name} chance": sums / np.maximum(sizes, 1),
        f"{name} mass": sums / whole,
        f"{name} mean": chance / count,
        f"{name} others": (sums - mass) / np.maximum(sizes - units, 1),
        f"{name} number": np.log1p(count),
    }


def _distances(sure: NDArray[np.bool_], units: Column, parents: NDArray[np.intp]) -> Signs:
    """How far the nearest sure block is in both directions, in blocks and words, and whether it is a sibling."""
    size = len(sure)
    places = np.arange(size)
    words = np.cumsum(units)
    upto = np.maximum.accumulate(np.where(sure, places, -1))
    last = np.concatenate(([-1], upto[:-1]))
    upfrom = np.minimum.accumulate(np.where(sure, places, size)[::-1])[::-1]
    following = np.concatenate((upfrom[1:], [size]))
    has_last, has_next = last >= 0, following < size
    before, behind = np.maximum(last, 0), np.minimum(following, size - 1)
    return {
        "sure before": np.where(has_last, places - last - 1, 99),
        "words since": np.where(has_last, words - units - words[before], 999),
        "sure behind": np.where(has_next, following - places - 1, 99),
        "words until": np.where(has_next, words[behind] - units[behind] - words, 999),
        "sibling of last": has_last & (parents[before] == parents),
        "sibling of next": has_next & (parents[behind] == parents),
    }


@cache
def shipped_model() -> BlockModel:
    """The weights that come with the package; ``weights/blocks.md`` tells how they were made."""
    text = files("newscrawl.extraction").joinpath("weights", "blocks.json").read_text(encoding="utf-8")
    return BlockModel.from_json(json.loads(text))

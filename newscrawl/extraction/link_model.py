"""The learned weights of signs, and the chances that they add up to."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

LinkKind = Literal["article", "index", "other"]
KINDS: tuple[LinkKind, ...] = ("article", "index", "other")

ALWAYS = "always"
"""The sign that every link has."""

Weights = dict[str, tuple[float, float, float]]
"""What each sign adds to the log odds of article, index and other."""


class Chances(NamedTuple):
    """How likely each kind is; they sum to 1."""

    article: float
    index: float  # type: ignore[assignment]  # hides tuple.index, which nobody needs on three numbers
    other: float

    @property
    def best(self) -> LinkKind:
        """The likeliest kind."""
        article, index, other = self
        if article >= index:
            return "article" if article >= other else "other"
        return "index" if index >= other else "other"


class LinkModel:
    """A softmax over signs: every sign that a link has adds its weights.

    >>> LinkModel({"a date": (2.0, 0.0, -1.0)}).chances(["a date", "a sign not known"]).best
    'article'
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.start = weights.get(ALWAYS, (0.0, 0.0, 0.0))

    @classmethod
    def from_json(cls, stored: Any) -> LinkModel:
        """A model that ``to_json`` wrote. ValueError: it is none."""
        try:
            scale = float(stored["scale"])
            return cls({str(sign): (a / scale, i / scale, o / scale) for sign, (a, i, o) in stored["weights"].items()})
        except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
            raise ValueError(f"no link weights: {error!r}") from error

    def to_json(self, **about: Any) -> dict[str, Any]:
        """The weights as integers, and what is told of them."""
        scale = 100
        weights = {sign: [round(value * scale) for value in self.weights[sign]] for sign in sorted(self.weights)}
        return {**about, "kinds": list(KINDS), "scale": scale, "weights": weights}

    def scores(self, signs: Iterable[str]) -> tuple[float, float, float]:
        """Log odds, up to a constant."""
        article, index, other = self.start
        get = self.weights.get
        for sign in signs:
            weight = get(sign)
            if weight is not None:
                article += weight[0]
                index += weight[1]
                other += weight[2]
        return article, index, other

    def chances(self, signs: Iterable[str]) -> Chances:
        return softmax(self.scores(signs))


def softmax(scores: tuple[float, float, float]) -> Chances:
    """Log odds as chances.

    >>> softmax((1.0, 1.0, 1.0)).other
    0.3333333333333333
    """
    highest = max(scores)
    article, index, other = scores
    article, index, other = math.exp(article - highest), math.exp(index - highest), math.exp(other - highest)
    total = article + index + other
    return Chances(article / total, index / total, other / total)


@cache
def shipped_model() -> LinkModel:
    """The weights that come with the package; ``weights/links.md`` tells how they were made."""
    text = files("newscrawl.extraction").joinpath("weights", "links.json").read_text(encoding="utf-8")
    return LinkModel.from_json(json.loads(text))

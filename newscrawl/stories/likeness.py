"""How alike two texts are, and whether that makes them one story."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel, LCSseq

from newscrawl.stories.shingles import Hashes, are_in, distinct, shingles

SIGNS = (
    "held", "holds", "lead_held", "lead_holds", "headline_held", "headline", "elsewhere", "slots", "slot_rate",
    "shared", "run", "begins", "rare", "same_site", "same_article",
)  # fmt: skip
"""What is looked at, each a number from 0; see ``signs``."""

MIN_LIKENESS = 0.08
"""Share of either text that two must have in common to be looked at word by word."""

ALIGNED_WORDS = 4_000
"""Of each text, the first ones; 16 million cells take a millisecond."""

_LEAD = 60  # shingles: the first three sentences
_HEADLINE_REACH = 400  # words
_FEW = 2.0  # a few samples say little: shares are shrunk towards nothing
_FEWEST_COMPARABLE = 8
_SLOT = 6  # words that a form's slot may hold
_RUN_BESIDE_SLOT = 4  # words that the runs around it must have
_WORDS_OF_A_SLOT = 80  # or more: a number of a story was corrected
_SAME_NAME = 0.6  # of the letters: Kiev and Kyiv stand in one slot, Boston and Denver do not
_HEADLINE_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Words:
    """The words of a text that count, and what is made of them when it is asked for."""

    words: list[str]
    shingle: int
    """Words of a shingle."""
    prints: Hashes
    """A number for each word."""

    @cached_property
    def in_order(self) -> Hashes:
        """Shingles as they come."""
        return shingles(self.prints, self.shingle)

    @cached_property
    def shingles(self) -> Hashes:
        """All different ones, sorted."""
        return distinct(self.in_order)

    @cached_property
    def opening(self) -> frozenset[str]:
        return frozenset(word.lower() for word in self.words[:_HEADLINE_REACH])


@dataclass(frozen=True)
class Told:
    """A telling, as it is compared with others."""

    text: Words
    sample: Hashes
    """Its sampled shingles that are rare, sorted."""
    site: str = ""
    article_id: str = ""
    headline: str = ""

    @cached_property
    def headline_words(self) -> frozenset[str]:
        return headline_words(self.headline)


def headline_words(headline: str) -> frozenset[str]:
    """The words of a headline, case aside."""
    return frozenset(_HEADLINE_WORD.findall(headline.lower()))


def is_another_headline(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two headlines, by their words, are hardly of one article; what has none may be of any."""
    return bool(one) and bool(other) and 3 * len(one & other) < min(len(one), len(other))


@dataclass(frozen=True)
class Overlap:
    """What two texts share, by the shingles that are rare."""

    held: float
    """Share of the first text that the second holds, 0 to 1."""
    holds: float
    """Share of the second text that the first holds."""

    @property
    def most(self) -> float:
        return max(self.held, self.holds)


def overlap(new: Told, known: Told, common: frozenset[int]) -> Overlap:
    """How much of each text the other holds; ``common`` are sampled shingles of ``new`` that say nothing."""
    held = int(are_in(new.sample, known.text.shingles).sum())
    sample = known.sample
    if common:
        sample = sample[~np.isin(sample, np.fromiter(common, np.uint64, len(common)))]
    if len(new.sample):
        # Beyond the new text's own sample it is not known what is common.
        comparable = sample[: int(np.searchsorted(sample, new.sample[-1], "right"))]
        sample = comparable if len(comparable) >= _FEWEST_COMPARABLE else sample
    holds = int(are_in(sample, new.text.shingles).sum())
    return Overlap(held / (len(new.sample) + _FEW), holds / (len(sample) + _FEW))


def signs(
    new: Told, known: Told, shares: Overlap, alignment: Alignment, *, elsewhere: float, rare: float
) -> list[float]:
    """The values of ``SIGNS`` for a new text beside a known one.

    ``elsewhere`` is the largest share of the new text that another story holds, ``rare`` the share of its sample that
    is rare.
    """
    new_lead, known_lead = new.text.in_order[:_LEAD], known.text.in_order[:_LEAD]
    return [
        shares.held,
        shares.holds,
        _share(are_in(new_lead, known.text.shingles)),
        _share(are_in(known_lead, new.text.shingles)),
        len(new.headline_words & known.text.opening) / max(1, len(new.headline_words)),
        _alike(new.headline_words, known.headline_words),
        elsewhere,
        float(alignment.slots),
        100 * alignment.slots / max(1, alignment.matched),
        float(are_in(new.text.shingles, known.text.shingles).sum()),
        float(alignment.longest),
        alignment.begins,
        rare,
        float(bool(new.site) and new.site == known.site),
        float(bool(new.article_id) and new.article_id == known.article_id),
    ]


def _share(found: NDArray[np.bool_]) -> float:
    return float(found.mean()) if len(found) else 0.0


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


@dataclass(frozen=True)
class Alignment:
    """Two texts laid side by side."""

    matched: int = 0
    """Words in runs of two or more that stand in both, in one order."""
    longest: int = 0
    """Words of the longest run."""
    slots: int = 0
    """Short gaps between runs in which other names and numbers stand: the form is the same, the story is not."""
    filled: int = 0
    """The same, one at the end of both texts included."""
    changes: int = 0
    """Gaps between runs that hold anything else."""
    begins: float = 1.0
    """Where in the new text the first run is, 0 to 1."""

    @property
    def is_form(self) -> bool:
        """Whether the texts are equal, word for word, but for what was filled in: the next notice of the same kind.

        A story that a copy corrects has a slot too, but more words to each.
        """
        return self.filled > 0 and not self.changes and self.matched < _WORDS_OF_A_SLOT * self.filled


APART = Alignment()
"""Two texts that are not laid side by side."""


def align(new: Told, known: Told) -> Alignment:
    """Lay two texts side by side: longest common subsequence of words, case aside."""
    mine, theirs = new.text.prints[:ALIGNED_WORDS].tolist(), known.text.prints[:ALIGNED_WORDS].tolist()
    runs = [
        (step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in LCSseq.opcodes(mine, theirs)
        if step.tag == "equal"
    ]
    lengths = [end - start for start, end, _, _ in runs if end - start > 1]
    gaps = [(new.text.words[one[1] : other[0]], known.text.words[one[3] : other[2]]) for one, other in pairwise(runs)]
    beside = [one[1] - one[0] + other[1] - other[0] for one, other in pairwise(runs)]
    slots = sum(_is_slot(*gap) for gap, run in zip(gaps, beside, strict=True) if run >= _RUN_BESIDE_SLOT)
    begins = next((start for start, end, _, _ in runs if end - start > 1), len(mine)) / max(1, len(mine))
    _, end, _, known_end = runs[-1] if runs else (0, 0, 0, 0)
    ends_filled = _is_slot(new.text.words[end:ALIGNED_WORDS], known.text.words[known_end:ALIGNED_WORDS])
    return Alignment(
        matched=sum(lengths),
        longest=max(lengths, default=0),
        slots=slots,
        filled=slots + ends_filled,
        changes=len(gaps) - slots,
        begins=begins,
    )


def _filling(gap: Sequence[str]) -> str:
    """The names and numbers of a short gap; "" for a longer one."""
    return "".join(filter(_is_telling, gap)).lower() if len(gap) <= _SLOT else ""


def _is_slot(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two gaps between what is equal hold different names or numbers."""
    one, other = _filling(mine), _filling(theirs)
    if not one or not other:
        return False
    if _has_digit(one) and _has_digit(other) and not any(map(str.isalpha, one)):
        return one != other
    return bool(Indel.normalized_similarity(one, other) < _SAME_NAME)


def _is_telling(word: str) -> bool:
    return word[0].isupper() or _has_digit(word)


def _has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word))


class StoryModel:
    """Log odds that two texts tell one story: a logistic regression over ``SIGNS`` and their logarithms."""

    def __init__(self, weights: dict[str, list[float]], bias: float) -> None:
        """``weights``: for each sign what its value weighs, and what ``log(1 + value)`` does."""
        self._plain = [weights[name][0] for name in SIGNS]
        self._logarithmic = [weights[name][1] for name in SIGNS]
        self._bias = bias

    def chance(self, values: Sequence[float]) -> float:
        """The probability, 0 to 1, for the values of ``SIGNS``."""
        total = self._bias
        for value, plain, logarithmic in zip(values, self._plain, self._logarithmic, strict=True):
            total += plain * value + logarithmic * math.log1p(value)
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, total))))


@cache
def shipped_model() -> StoryModel:
    """The model that comes with the package; made by ``python -m bench.stories train``."""
    data = json.loads(files("newscrawl.stories").joinpath("weights/stories.json").read_text(encoding="utf-8"))
    return StoryModel(data["weights"], data["bias"])

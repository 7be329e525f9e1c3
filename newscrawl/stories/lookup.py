"""What a new text shares with the stories that are known: its sample, looked up in the postings."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from newscrawl.extraction.text_facts import storable
from newscrawl.items import Article
from newscrawl.stories.likeness import Told, Words
from newscrawl.stories.origin import Origin, origin_of
from newscrawl.stories.postings import COMMON, Postings
from newscrawl.stories.shingles import Hashes, sample_size
from newscrawl.stories.texts import MIN_WORDS, StoryText, story_text

BOILERPLATE = 2
"""Stories of a site in more than which a paragraph is none of their text."""

_FEWEST_RARE = 24  # a form's text is common but for names and numbers: the sample goes on until it has so many
_MOST_SAMPLED = 144  # … or is that large
_MOST_PARAGRAPHS = 300
_MOST_REMEMBERED = 50_000  # paragraphs, some 5 MB


@dataclass(frozen=True)
class Reading:
    """An article's text as the index needs it, made without the store."""

    text: StoryText
    paragraphs: Hashes
    """A hash for each paragraph on its site."""
    print: int
    """Of the whole text."""
    origin: Origin


def read(article: Article) -> Reading:
    """Normalise an article's text: the part of ``StoryIndex.add`` that needs no lock."""
    text = story_text(article.text or "")
    paragraphs = text.paragraphs(article.site or "")[:_MOST_PARAGRAPHS]
    return Reading(text, paragraphs, text.print(), origin_of(article))


@dataclass(frozen=True)
class Found:
    """A new text, and the stories that its hashes stand in."""

    told: Told
    """Without the boilerplate of its site; no words where too few are left."""
    paragraphs: Hashes
    """Those of its paragraphs that are its own."""
    stories: list[set[int]]
    """For each rare shingle of the sample, then for each paragraph."""
    common: frozenset[int]
    """Sampled shingles that stand in so many stories that they say nothing."""

    @property
    def hashes(self) -> Hashes:
        return np.concatenate([self.told.sample, self.paragraphs])

    @property
    def rare(self) -> float:
        """Share of the sample that is rare."""
        return len(self.told.sample) / max(1, len(self.told.sample) + len(self.common))

    def shared(self) -> Counter[int]:
        """How many rare shingles of the sample each story shares."""
        return Counter(story for stories in self.stories[: len(self.told.sample)] for story in stories)


class Lookup:
    """Finds what is known of texts; made by ``StoryIndex``, for one process."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._boilerplate: OrderedDict[int, None] = OrderedDict()
        """Paragraphs that were found to be some, those met last; they never cease to be."""

    def find(self, connection: Connection, article: Article, article_id: str, reading: Reading) -> Found:
        """What is known of a text: paragraphs first, since what they show to be boilerplate is no part of it."""
        paragraphs = reading.paragraphs
        is_own = np.array([not self._is_boilerplate(print) for print in paragraphs.tolist()], np.bool_)
        text = _own_words(reading.text, is_own)
        sample = _sample(text)
        found = self._postings.find(connection, np.concatenate([sample, paragraphs[is_own]]))
        in_sample, in_paragraphs = found[: len(sample)], found[len(sample) :]
        if any(len(stories) > BOILERPLATE for stories in in_paragraphs):
            is_new = np.array([len(stories) > BOILERPLATE for stories in in_paragraphs], np.bool_)
            self._remember(paragraphs[is_own][is_new])
            in_paragraphs = [stories for stories in in_paragraphs if len(stories) <= BOILERPLATE]
            is_own[is_own.nonzero()[0][is_new]] = False
            text = _own_words(reading.text, is_own)
            sample = _sample(text)
            in_sample = self._postings.find(connection, sample)
        sample, in_sample = self._with_enough_rare(connection, text, sample, in_sample)
        is_rare = np.array([len(stories) <= COMMON for stories in in_sample], np.bool_)
        return Found(
            told=Told(text, sample[is_rare], storable(article.site or ""), article_id, article.headline or ""),
            paragraphs=paragraphs[is_own],
            stories=[stories for stories in in_sample if len(stories) <= COMMON] + in_paragraphs,
            common=frozenset(sample[~is_rare].tolist()),
        )

    def _is_boilerplate(self, print: int) -> bool:
        if print not in self._boilerplate:
            return False
        self._boilerplate.move_to_end(print)
        return True

    def _remember(self, paragraphs: Hashes) -> None:
        self._boilerplate.update(dict.fromkeys(paragraphs.tolist()))
        while len(self._boilerplate) > _MOST_REMEMBERED:
            self._boilerplate.popitem(last=False)

    def _with_enough_rare(
        self, connection: Connection, text: Words, sample: Hashes, in_sample: list[set[int]]
    ) -> tuple[Hashes, list[set[int]]]:
        """The sample, with the next shingles of the text added until enough of it is rare."""
        further = text.shingles[len(sample) : _MOST_SAMPLED]
        lacking = _FEWEST_RARE - sum(len(stories) <= COMMON for stories in in_sample)
        if lacking <= 0 or not len(further):
            return sample, in_sample
        in_further = self._postings.find(connection, further)
        rare = np.cumsum([len(stories) <= COMMON for stories in in_further])
        end = int(rare.searchsorted(lacking)) + 1
        return np.concatenate([sample, further[:end]]), in_sample + in_further[:end]


def _sample(text: Words) -> Hashes:
    return text.shingles[: sample_size(text.shingles)]


def _own_words(text: StoryText, is_own: NDArray[np.bool_]) -> Words:
    """The words of the paragraphs that are a text's own, and of those that were not looked at."""
    if is_own.all() and not text.is_short:
        return Words(text.words, text.shingle, text.prints)
    of_each = np.ones(len(text.lengths), np.bool_)
    of_each[: len(is_own)] = is_own
    is_kept = of_each.repeat(text.lengths)
    if text.is_short or is_kept.sum() < MIN_WORDS:
        return Words([], text.shingle, text.prints[:0])
    return Words(list(compress(text.words, is_kept.tolist())), text.shingle, text.prints[is_kept])

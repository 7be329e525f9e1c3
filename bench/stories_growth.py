"""What an article costs in an index of a million stories: made texts, added and committed until they are on disk."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from time import process_time

import numpy as np
import sqlalchemy as sa

from newscrawl.extraction.text_facts import text_sha256
from newscrawl.items import Article
from newscrawl.store import Store
from newscrawl.stories import StoryIndex

BATCH = 100
"""Articles of one transaction."""
RECENT = 1_000
COPIES = 0.2

_SITES = 300
_WORDS = 60_000
_KEPT = 5_000  # stories that may be copied
_BOILERPLATE = 0.5  # of the articles end with what their site prints below
_CHANGED = 0.03  # of a copy's words


@dataclass(frozen=True)
class MadeArticle:
    """An article, and whether it is a copy of one before it."""

    article: Article
    is_copy: bool


@dataclass(frozen=True)
class Mark:
    """What the index costs when it holds so many stories."""

    articles: int
    recent_ms: float
    """CPU of one article, of the last ``RECENT`` or fewer."""
    mean_ms: float
    """CPU of one article since the mark before."""
    file_bytes: int
    rss_mb: float
    """The most that the process ever had; the maker of the texts has 40."""
    found: float | None
    """Share of the copies since the mark before that were told to be some. None: there were none."""

    def as_row(self) -> str:
        found = "–" if self.found is None else f"{self.found:.3f}"
        size = f"{self.file_bytes / 1e6:>10,.1f} {self.file_bytes / 1e3 / self.articles:>8.2f}"
        return (
            f"{self.articles:>9,} {self.recent_ms:>10.3f} {self.mean_ms:>10.3f} {size} {self.rss_mb:>8,.0f} {found:>8}"
        )


def header() -> str:
    heads = f"{'articles':>9} {'ms, recent':>10} {'ms, mean':>10} {'file MB':>10} {'kB each':>8} {'RSS MB':>8}"
    return f"{heads} {'copies':>8}"


def marks_up_to(number: int) -> list[int]:
    """Powers of ten from 1,000, and the number itself.

    >>> marks_up_to(30_000), marks_up_to(300)
    ([1000, 10000, 30000], [300])
    """
    powers = [10**exponent for exponent in range(3, len(str(number)))]
    return sorted({*(power for power in powers if power < number), number})


def grow(path: Path, number: int) -> Iterator[Mark]:
    """Add so many made articles to a new index; a mark at each power of ten, while it goes on."""
    store = Store(sa.URL.create("sqlite", database=str(path)).render_as_string())
    index = StoryIndex(store, keeps=True)
    made = made_articles(random.Random(1))
    done, batches = 0, list[tuple[int, float]]()
    for mark in marks_up_to(number):
        begun, spent, copies, found = done, 0.0, 0, 0
        while done < mark:
            batch = list(islice(made, min(BATCH, mark - done)))
            start = process_time()
            with store.transaction() as connection:
                relations = [index.add(one.article, connection=connection).relation for one in batch]
            batches.append((len(batch), process_time() - start))
            spent, done = spent + batches[-1][1], done + len(batch)
            copies += sum(one.is_copy for one in batch)
            found += sum(one.is_copy and relation != "original" for one, relation in zip(batch, relations, strict=True))
        batches = batches[-RECENT // BATCH :]
        recent = 1000 * sum(seconds for _, seconds in batches) / sum(size for size, _ in batches)
        rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        mean = 1000 * spent / (done - begun)
        yield Mark(done, recent, mean, _size(path), rss_mb, found / copies if copies else None)
    store.close()


def _size(path: Path) -> int:
    """Of a database and what is not yet written into it."""
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*") if not file.name.endswith("-shm"))


# -- texts -------------------------------------------------------------------------------------------------------------


def made_articles(chance: random.Random) -> Iterator[MadeArticle]:
    """Articles without end, of 350 to 500 words, a fifth of them copies that are trimmed and changed here and there."""
    words = _Words(chance)
    boilerplate = [[words.paragraph(30), words.paragraph(20)] for _ in range(_SITES)]
    known: list[tuple[int, list[list[str]]]] = []
    number = 0
    while True:
        site = chance.randrange(_SITES)
        is_copy = bool(known) and chance.random() < COPIES
        if is_copy:
            origin, paragraphs = chance.choice(known)
            site = (origin + chance.randrange(1, _SITES)) % _SITES
            body = [words.changed(paragraph) for paragraph in paragraphs[: chance.randint(6, len(paragraphs))]]
        else:
            body = [words.paragraph(chance.randint(40, 60)) for _ in range(chance.randint(8, 9))]
            _remember(known, (site, body), chance)
        below = boilerplate[site] if chance.random() < _BOILERPLATE else []
        yield MadeArticle(_article(number, site, [*body, *below], words.paragraph(9)), is_copy)
        number += 1


def _remember(
    known: list[tuple[int, list[list[str]]]], story: tuple[int, list[list[str]]], chance: random.Random
) -> None:
    if len(known) < _KEPT:
        known.append(story)
    else:
        known[chance.randrange(_KEPT)] = story


def _article(number: int, site: int, paragraphs: Sequence[Sequence[str]], headline: Sequence[str]) -> Article:
    host = f"site{site}.test"
    url = f"https://{host}/{number}"
    text = "\n\n".join(f"{' '.join(paragraph).capitalize()}." for paragraph in paragraphs)
    return Article(
        url=url,
        canonical_url=url,
        site=host,
        headline=" ".join(headline),
        date_published=f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        text=text,
        text_sha256=text_sha256(text),
        word_count=sum(map(len, paragraphs)),
    )


class _Words:
    """Made words, as frequent as those of a language: the n-th half as often as the n/2-th."""

    def __init__(self, chance: random.Random) -> None:
        syllables = [first + vowel for first, vowel in product("bdfghklmnprstvw", "aeiou")]
        made = ("".join(parts) for length in (1, 2, 3) for parts in product(syllables, repeat=length))
        self._words = list(islice(made, _WORDS))
        self._steps = np.cumsum(1 / (np.arange(_WORDS) + 2.7))
        self._steps /= self._steps[-1]
        self._numpy = np.random.default_rng(chance.randrange(2**32))
        self._chance = chance
        self._ahead: list[str] = []

    def paragraph(self, length: int) -> list[str]:
        if len(self._ahead) < length:
            places = np.searchsorted(self._steps, self._numpy.random(100_000)).tolist()
            self._ahead = [self._words[min(place, _WORDS - 1)] for place in places]
        paragraph = self._ahead[-length:]
        del self._ahead[-length:]
        return paragraph

    def changed(self, paragraph: Sequence[str]) -> list[str]:
        """The paragraph with some words exchanged."""
        return [self._chance.choice(self._words) if self._chance.random() < _CHANGED else word for word in paragraph]

"""Judges of which articles tell one story: newscrawl, and of its peers those installed (``requirements-bench.txt``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.stories_data import Item
from bench.stories_metrics import Answer, joined
from newscrawl.json_lines import ArticleLine
from newscrawl.line_stories import LineStories, batches
from newscrawl.store import Store

Judge = Callable[[Sequence[Item]], dict[str, Answer]]
"""Articles in the order of a crawl to what it says of each, by id."""

PERMUTATIONS = 128
THRESHOLD = 0.5
BANDS = 32
"""Of rensa's index; with 16 it found half as many copies."""
SHINGLE = 3
"""Words. 4 and 5, pairs of words and runs of 5 or 9 characters were tried; this is the best for datasketch."""

_WORD = re.compile(r"\w+")


def newscrawl(items: Sequence[Item]) -> dict[str, Answer]:
    """The index of ``scrapy stories`` from an empty store on disk, commits included."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'stories.sqlite'}")
        stories = LineStories(store)
        lines = [ArticleLine(number, item.id, item.article) for number, item in enumerate(items, 1)]
        told = [one for batch in batches(lines) for one in stories.tell(batch)]
        store.close()
    return {item.id: Answer(one.cluster, one.relation) for item, one in zip(items, told, strict=True)}


def datasketch_lsh(items: Sequence[Item]) -> dict[str, Answer]:
    """datasketch's MinHash and LSH."""
    datasketch = import_module("datasketch")

    def sketch(text: str) -> Any:
        made = datasketch.MinHash(num_perm=PERMUTATIONS)
        made.update_batch([shingle.encode() for shingle in shingles(text)])
        return made

    return _joined_to_likest(items, datasketch.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), sketch)


def rensa_lsh(items: Sequence[Item]) -> dict[str, Answer]:
    """rensa's R-MinHash and LSH."""
    rensa = import_module("rensa")

    def sketch(text: str) -> Any:
        made = rensa.RMinHash(num_perm=PERMUTATIONS, seed=42)
        made.update(shingles(text))
        return made

    return _joined_to_likest(items, rensa.RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS), sketch)


def _joined_to_likest(items: Sequence[Item], index: Any, sketch: Callable[[str], Any]) -> dict[str, Answer]:
    """Each article joins the likest of those before it; with all that are alike F1 was .52 instead of .62."""
    pairs: list[tuple[str, str]] = []
    sketches: list[Any] = []
    for number, item in enumerate(items):
        own = sketch(item.article.text or "")
        likeness, other = max(((own.jaccard(sketches[key]), key) for key in index.query(own)), default=(0.0, 0))
        if likeness >= THRESHOLD:
            pairs.append((item.id, items[other].id))
        index.insert(number, own)
        sketches.append(own)
    return joined((item.id for item in items), pairs)


def shingles(text: str) -> list[str]:
    """Runs of three words, case aside; of a shorter text the whole of it.

    >>> shingles("Rain ends at last.")
    ['rain ends at', 'ends at last']
    """
    words = _WORD.findall(text.lower())
    return [" ".join(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))]


PEERS: dict[str, Judge] = {"datasketch": datasketch_lsh, "rensa": rensa_lsh}
"""By the names of their modules."""


def installed(names: Sequence[str]) -> tuple[dict[str, Judge], list[str]]:
    """The peers of those names, and the names of those that are not installed. ValueError for one nobody knows."""
    if unknown := [name for name in names if name not in PEERS]:
        raise ValueError(f"--peers: no peer {unknown[0]!r}; choose from {', '.join(PEERS)}")
    missing = [name for name in names if find_spec(name) is None]
    return {name: PEERS[name] for name in names if name not in missing}, missing

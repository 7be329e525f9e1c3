"""Articles of which it is known which tell one story, for ``bench.stories``: a folder's, and a harder part of them.

A folder holds two files of JSON lines, gzipped if their names end in ``.gz``, an article a line in a crawl's order:

    items.jsonl    {"id": "a17", "url": "https://harrow.test/a", "site": "harrow.test", "title": "Rain", "text": "…",
                    "published": "2026-03-01T08:00", "fetched": "2026-03-01T09:00"}
    gold.jsonl     {"id": "a17", "story": "rain", "kind": "copy_hard", "relation": "syndicated", "edits": ["abridge"]}

``story`` is equal for all that tell one story, ``kind`` a name of your choice for what makes an article easy or hard,
``relation`` one of newscrawl's (``repost`` is the same as ``syndicated``), ``edits`` what was done to a copy.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from newscrawl.items import Article
from newscrawl.json_lines import ArticleLine, FieldNames, SkippedLine, article_lines

HARDEST = ("spin", "abridge", "brief", "ocr")
"""Edits that leave little of a copy as it was: other words, a third of it, its first sentences, misread letters."""
EASIER_IN = 16
"""Of so many copies that are not among the hardest, the harder mix has one."""


@dataclass(frozen=True)
class Item:
    """An article, and the truth about it."""

    id: str
    article: Article
    story: str
    kind: str
    relation: str
    edits: tuple[str, ...] = ()


def load(folder: Path) -> list[Item]:
    """A folder's articles in their order. ValueError names the line that cannot be used."""
    truths = {row["id"]: row for row in _truths(_file(folder, "gold.jsonl"))}
    items = [_item(line, truths) for line in _articles(_file(folder, "items.jsonl"))]
    if not items:
        raise ValueError(f"{folder}: items.jsonl has no lines")
    return items


def harder_mix(items: Sequence[Item]) -> list[Item]:
    """All originals, whatever they are mistaken for, and hardly any but the hardest copies, in their order.

    A copy is an article whose relation is another than ``original``. Those with an edit of ``HARDEST`` or a kind that
    ends in ``_hard`` are kept; of the others one in ``EASIER_IN``, those whose id has a CRC-32 that it divides, so that
    the mix is the same wherever and whenever it is made.
    """
    return [item for item in items if item.relation == "original" or is_hard(item) or _is_chosen(item)]


def is_hard(item: Item) -> bool:
    return item.kind.endswith("_hard") or any(edit in HARDEST for edit in item.edits)


def _is_chosen(item: Item) -> bool:
    return zlib.crc32(item.id.encode("utf-8", "replace")) % EASIER_IN == 0


def _file(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise ValueError(f"{folder}: there is no {name} or {name}.gz")


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def _articles(path: Path) -> Iterator[ArticleLine]:
    with _opened(path) as file:
        for line in article_lines(file, FieldNames()):
            if isinstance(line, SkippedLine):
                raise ValueError(f"{path}:{line.number}: {line.reason}")
            yield line


def _truths(path: Path) -> Iterator[dict[str, Any]]:
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            row = json.loads(line)
            if missing := [name for name in ("id", "story", "kind", "relation") if name not in row]:
                raise ValueError(f"{path}:{number}: no {missing[0]!r}")
            yield row


def _item(line: ArticleLine, truths: dict[str, dict[str, Any]]) -> Item:
    truth = truths.get(str(line.id))
    if truth is None:
        raise ValueError(f"items.jsonl:{line.number}: gold.jsonl has no {line.id!r}")
    edits = tuple(truth.get("edits") or ())
    return Item(str(line.id), line.article, truth["story"], truth["kind"], truth["relation"], edits)

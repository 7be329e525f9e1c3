"""Readers of articles behind one call: newscrawl, and of its peers those installed (``requirements-bench.txt``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from newscrawl import Article, extract_article
from newscrawl.extraction.block_memory import BlockMemory
from newscrawl.extraction.blocks import BLOCK_TAGS


@dataclass(frozen=True)
class Reading:
    """What a reader found on a page."""

    text: str = ""
    """A line, or more than one, for each block."""
    title: str | None = None
    authors: Sequence[str] = ()
    date: str | None = None
    """ISO 8601."""
    topics: Sequence[str] = ()


Reader = Callable[[str | bytes, str, int], Reading]
"""Page, its address and its fold (``LabelledPage.fold``), which only a reader with a model for each fold looks at."""


def as_reading(article: Article) -> Reading:
    return Reading(article.text or "", article.headline, article.authors, article.date_published, article.keywords)


def read_with_newscrawl(html: str | bytes, url: str, fold: int) -> Reading:
    """With the weights that the package holds."""
    return as_reading(extract_article(html, url))


@dataclass(frozen=True)
class WithMemory:
    """newscrawl with what the other pages of a page's site taught, by address (``bench.reading_memory``)."""

    memories: Mapping[str, BlockMemory]

    def __call__(self, html: str | bytes, url: str, fold: int) -> Reading:
        return as_reading(extract_article(html, url, block_memory=self.memories.get(url)))


@dataclass(frozen=True)
class CrossValidated:
    """newscrawl with a model for each fold that has seen no page of the fold's sites."""

    models: Sequence[Any]
    memories: Mapping[str, BlockMemory] = field(default_factory=dict)
    """As for ``WithMemory``."""

    def __call__(self, html: str | bytes, url: str, fold: int) -> Reading:
        known = {"block_memory": self.memories[url]} if url in self.memories else {}
        article: Article = import_module("bench.reading_train").extract_with(self.models[fold], html, url, **known)
        return as_reading(article)


def _trafilatura(html: str | bytes, url: str, fold: int, *, precision: bool = False, metadata: bool = True) -> Reading:
    """trafilatura as a crawler would call it; comments are no part of an article."""
    trafilatura = import_module("trafilatura")
    options = {"url": url or None, "include_comments": False, "favor_precision": precision}
    if not metadata:
        return Reading(trafilatura.extract(html, **options) or "")
    found = trafilatura.bare_extraction(html, **options, with_metadata=True)
    if found is None:
        return Reading()
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return Reading(found.text or "", found.title, authors, found.date, found.tags or ())


def _newspaper(html: str | bytes, url: str, fold: int) -> Reading:
    article = import_module("newspaper").Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    date = article.publish_date
    date = date.isoformat() if hasattr(date, "isoformat") else date
    topics = [*(article.tags or ()), *(article.meta_keywords or ())]
    return Reading(article.text or "", article.title, list(article.authors), date or None, topics)


def _readability(html: str | bytes, url: str, fold: int) -> Reading:
    document = import_module("readability").Document(html)
    summary = import_module("lxml.html").fragment_fromstring(
        document.summary(html_partial=True) or "<p>", create_parent="div"
    )
    return Reading(_lines(summary), document.short_title())


_BLOCKS = BLOCK_TAGS | {"br"}


def _lines(root: Any) -> str:
    """The text of an lxml tree, a line for each block."""
    parts = []
    for event, node in import_module("lxml.etree").iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            parts.append("\n" if node.tag in _BLOCKS else "")
            parts.append(node.text or "")
        else:
            parts.append("\n" if node.tag in _BLOCKS else "")
            parts.append(node.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


PEERS: dict[str, tuple[str, Reader]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura-precision": ("trafilatura", partial(_trafilatura, precision=True)),
    "trafilatura-text": ("trafilatura", partial(_trafilatura, metadata=False)),
    "trafilatura-text-precision": ("trafilatura", partial(_trafilatura, precision=True, metadata=False)),
    "newspaper4k": ("newspaper", _newspaper),
    "readability-lxml": ("readability", _readability),
}
"""Module and reader by name. trafilatura and newspaper4k with their metadata, but for the ``-text`` ones."""

YARDSTICK = "trafilatura"
"""The peer to whose CPU time the others' is put in relation."""


def installed(names: Sequence[str]) -> tuple[dict[str, Reader], list[str]]:
    """The peers of those names, and the names of those that are not installed. ValueError for one nobody knows."""
    if unknown := [name for name in names if name not in PEERS]:
        raise ValueError(f"--peers: no peer {unknown[0]!r}; choose from {', '.join(PEERS)}")
    missing = [name for name in names if find_spec(PEERS[name][0]) is None]
    return {name: PEERS[name][1] for name in names if name not in missing}, missing

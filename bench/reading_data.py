"""Labelled articles for ``bench.reading``: folders of sets, or page cases such as those of ``tests/pages``.

A folder of sets has a sub-folder for each, with its pages (``*.html``, ``*.html.gz``) and ``gold.jsonl``:

    {"id": "ferry", "file": "ferry.html.gz", "url": "https://gazette.test/ferry", "feed": "str", "gold": {...}}

``feed`` says what readers are given: ``bytes``, the file as it is, or ``str``, the file read as UTF-8. ``gold`` holds
what is known of the article, any of: the body as ``text``, or as ``paragraphs`` (one in [brackets] may be missing), or
``with`` and ``without``, segments that it holds and does not; ``title``, ``authors``, ``date`` (ISO 8601), ``topics``.
``set.json`` may name the measure of the body: ``{"metric": "shingles"}`` (see ``bench.reading_metrics``).

A folder of cases has a sub-folder for each, with ``page.html`` and ``article.json``; those that state a text are read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from bench.reading_metrics import METRICS, is_unspaced
from newscrawl.extraction.urls import site_key

FOLDS = 10

PUBLISHED_METRICS = {"aeb": "shingles", "fundus_eval": "rouge", "traf_eval": "segments", "wcxb_dev": "bag"}
"""What the public benchmarks measure bodies by, by the names that their sets usually have. Of other sets the way in
which their bodies are stated tells."""

_BODY_KEYS = ("text", "paragraphs", "with", "without")


@dataclass(frozen=True)
class LabelledPage:
    """A page with what is known of its article."""

    set: str
    id: str
    url: str
    path: Path
    feed: Literal["str", "bytes"]
    gold: Mapping[str, Any]
    metric: str | None = None
    """Name of the measure of the body, the same for all pages of a set. None: the set knows no bodies."""

    def html(self) -> str | bytes:
        """The page as readers are given it."""
        raw = self.path.read_bytes()
        raw = gzip.decompress(raw) if self.path.suffix == ".gz" else raw
        return raw.decode("utf-8", "replace") if self.feed == "str" else raw

    @property
    def site(self) -> str:
        """What pages of one publisher share: the registrable domain, or the page's own id where that is not known."""
        site = site_key(self.url)
        is_archive = site == "archive.org" or (urlsplit(self.url).hostname or "").startswith("web.archive.")
        return self.id if is_archive or not site else site

    @property
    def fold(self) -> int:
        """0 to ``FOLDS - 1``, the same for all pages of a site, whichever set they are in."""
        return int.from_bytes(hashlib.sha256(self.site.encode()).digest()[:4], "big") % FOLDS


def load(folder: Path, sets: Sequence[str] | None = None) -> list[LabelledPage]:
    """The pages of a folder, or of those of its sets that are named. ValueError names what cannot be used."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder; give one with a sub-folder for each set")
    found = {path.parent.name: path for path in sorted(folder.glob("*/gold.jsonl"))}
    if not found and any(folder.glob("*/article.json")):
        return load_cases(folder)
    if not found:
        raise ValueError(f"{folder}: no sub-folder has a gold.jsonl (or an article.json); see bench/reading_data.py")
    if unknown := [name for name in sets or () if name not in found]:
        raise ValueError(f"{folder}: no set {unknown[0]!r}; choose from {', '.join(found)}")
    return [page for name, path in found.items() if not sets or name in sets for page in _read_set(name, path)]


def load_cases(folder: Path) -> list[LabelledPage]:
    """Page cases as one set, named after the folder: those that state a text and need no knowledge of their site."""
    pages = []
    for path in sorted(folder.glob("*/article.json")):
        case = _parsed(path.read_text(encoding="utf-8"), str(path))
        article = case.get("article", {})
        if case.get("site") or not article.get("text"):
            continue
        gold = {"text": article["text"]}
        names = {"title": "headline", "authors": "authors", "date": "date_published", "topics": "keywords"}
        gold |= {ours: article[theirs] for ours, theirs in names.items() if article.get(theirs)}
        page = path.with_name("page.html")
        pages.append(LabelledPage(folder.name, path.parent.name, case["url"], page, "bytes", gold))
    return _measured(pages, _metric_of([page.gold for page in pages]))


def sample(pages: Sequence[LabelledPage], number: int) -> list[LabelledPage]:
    """At most so many pages of each set, always the same ones; page order."""
    chosen = set()
    for name in {page.set for page in pages}:
        own = [page for page in pages if page.set == name]
        own.sort(key=lambda page: hashlib.sha256(page.id.encode()).digest())
        chosen.update((name, page.id) for page in own[:number])
    return [page for page in pages if (page.set, page.id) in chosen]


def _read_set(name: str, path: Path) -> list[LabelledPage]:
    pages = list(_rows(name, path))
    fitting = PUBLISHED_METRICS.get(name) or _metric_of([page.gold for page in pages])
    metric = _stated_metric(path.with_name("set.json")) or fitting
    return _measured(pages, metric)


def _measured(pages: Sequence[LabelledPage], metric: str | None) -> list[LabelledPage]:
    return [replace(page, metric=metric) for page in pages]


def _rows(name: str, path: Path) -> Iterator[LabelledPage]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row, place = _parsed(line, f"{path}:{number}"), f"{path}:{number}"
        if missing := [key for key in ("id", "file", "url", "gold") if key not in row]:
            raise ValueError(f"{place}: no {missing[0]!r}")
        if not isinstance(row["gold"], dict):
            raise ValueError(f"{place}: 'gold' is no object")
        feed = row.get("feed", "bytes")
        if feed not in ("str", "bytes"):
            raise ValueError(f"{place}: 'feed' is {feed!r}; it must be 'str' or 'bytes'")
        file = path.parent / str(row["file"])
        if not file.is_file():
            raise ValueError(f"{place}: there is no {file}")
        yield LabelledPage(name, str(row["id"]), row["url"] or "", file, feed, row["gold"])


def _parsed(text: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise ValueError(f"{place}: no JSON ({error})") from None
    if not isinstance(row, dict):
        raise ValueError(f"{place}: no JSON object")
    return row


def _stated_metric(path: Path) -> str | None:
    if not path.is_file():
        return None
    metric = _parsed(path.read_text(encoding="utf-8"), str(path)).get("metric")
    if metric is not None and metric not in METRICS:
        raise ValueError(f"{path}: no metric {metric!r}; choose from {', '.join(METRICS)}")
    return metric


def _metric_of(golds: Sequence[Mapping[str, Any]]) -> str | None:
    """The measure that fits what is known of the bodies: that of the benchmark which states them in this way."""
    known = {key for gold in golds for key in _BODY_KEYS if gold.get(key)}
    if "paragraphs" in known:
        return "rouge"
    if "text" in known:
        return "bag" if "with" in known else _shingles_for(golds)
    return "segments" if known else None


def _shingles_for(golds: Sequence[Mapping[str, Any]]) -> str:
    return "unspaced" if any(is_unspaced(gold.get("text") or "") for gold in golds) else "shingles"

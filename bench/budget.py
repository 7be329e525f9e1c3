"""What one article costs, stage by stage, beside what it may cost.

    python -m bench.budget [FOLDER] [--pages 200]
    python -m bench.budget [FOLDER] --profile 25
    python -m bench.budget [FOLDER] --articles 10000

CPU milliseconds a page (user + system) of each stage by itself, in one process, page after page, so that what else the
machine does hits all stages alike. Machines differ and are noisy: ``times parse`` is the ratio to a bare parse of the
same pages by lexbor in the same minute. FOLDER holds labelled pages (``bench/reading_data.py``); without one, pages of
usual size are made (``bench/made_pages.py``). The engine is not here: ``python -m bench.crawl`` measures a whole crawl.

``--profile N`` prints the N functions in which ``extract_article`` spends most time by themselves; ``--articles N``
how many articles a second it reads, and its resident memory on the way.
"""

from __future__ import annotations

import argparse
import cProfile
import dataclasses
import gc
import pstats
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import mean, median
from typing import Any

import psutil
from selectolax.lexbor import LexborHTMLParser

from bench.made_pages import PageMaker
from bench.reading_data import load
from newscrawl import Article, extract_article
from newscrawl.extraction.body import article_text
from newscrawl.extraction.links import Link, classify_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import page_key
from newscrawl.items import StoryRef
from newscrawl.loaders import ArticleLoader
from newscrawl.store import NewPage, PageOutcome, Store
from newscrawl.store.lines import ArticleLines
from newscrawl.stories import StoryIndex

BUDGET_MS = {"parse": 1.0, "links": 1.5, "reading": 2.5, "story": 1.0, "store and line": 1.0}
"""What a page may cost, of 9 ms in all; 2 are the engine's."""

STAGES = {
    "bare parse": "lexbor alone, the yardstick",
    "parse": "decoding, lexbor, one walk over the tree",
    "links": "classify_links",
    "reading: text": "which blocks are the article",
    "reading: fields": "all the rest of the item",
    "story": "StoryIndex.add in a transaction of its own",
    "store and line": "article, links and page in a transaction of their own, and the JSON line",
}
"""A crawl's writer puts several pages into one transaction: what it costs there is less."""

SITE = "budget.test"
WARM_PAGES = 5
"""The first pages do not count: caches fill, weights are loaded."""


@dataclass(frozen=True)
class Input:
    """A page as a crawl gets it."""

    html: str | bytes
    url: str

    @property
    def raw(self) -> bytes:
        return self.html.encode("utf-8", "replace") if isinstance(self.html, str) else self.html


class Stopwatch:
    """CPU milliseconds by stage."""

    def __init__(self) -> None:
        self.spent_ms: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.spent_ms[stage].append(1000 * (time.process_time() - begun))


class Desk:
    """A store and a file of one site, as a crawl has them open."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder / 'newscrawl.sqlite'}")
        self.index = StoryIndex(self.store, run="budget")
        self.lines = ArticleLines(folder / f"{SITE}.jsonl", SITE)
        with self.store.transaction() as connection:
            self.store.start_site(connection, SITE)
            self.store.start_run(connection, "budget", [SITE])

    def expect(self, number: int) -> int:
        """Queue the page; the id of its row."""
        url = f"https://{SITE}/page/{number}"
        page = NewPage(site=SITE, key=url, url=url, host=SITE, kind="article", priority=number)
        with self.store.transaction() as connection:
            self.store.add_pages(connection, [page], 1)
            return self.store.best_pages(connection, SITE, SITE, 1)[0].id

    def claim(self, article: Article) -> None:
        story = self.index.add(article)
        article.story = StoryRef(id=story.id, relation=story.relation, of=story.of, overlap=story.overlap)

    def keep(self, page_id: int, article: Article, links: Sequence[Link]) -> None:
        found = [
            NewPage(site=SITE, key=page_key(link.url), url=link.url, host=SITE, kind=link.kind)
            for link in links
            if link.kind != "other"
        ]
        item = dataclasses.asdict(article)
        outcome = PageOutcome(
            page_id=page_id, site=SITE, kind="article", http_status=200, links=found, articles=[item],
            url=article.url or "", day=article.published_day,
        )  # fmt: skip
        with self.store.transaction() as connection:
            kept = self.store.keep(connection, outcome, 1, "budget")
        self.lines.append(kept.lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.budget", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--pages", type=int, default=200, help="at most so many pages (200)")
    parser.add_argument("--profile", type=int, metavar="N", help="instead: where the time goes")
    parser.add_argument("--articles", type=int, metavar="N", help="instead: throughput and memory")
    options = parser.parse_args(arguments)
    try:
        inputs = list(islice(_inputs(options.folder), options.pages))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if options.profile:
        print_profile(inputs, options.profile)
    elif options.articles:
        print_long_run(inputs, options.articles)
    else:
        print(as_table(measure(inputs), inputs))
    return 0


def _inputs(folder: Path | None) -> Iterator[Input]:
    if folder is None:
        yield from (Input(html.encode(), url) for html, url in (PageMaker(number).page() for number in range(10_000)))
    else:
        yield from (Input(page.html(), page.url or f"https://{SITE}/{page.id}") for page in load(folder))


def measure(inputs: Sequence[Input]) -> dict[str, list[float]]:
    """CPU milliseconds of each stage, page by page."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for number, one in enumerate(inputs):
            _run_stages(watch, desk, one, number)
        desk.store.close()
    return {stage: values[WARM_PAGES:] or values for stage, values in watch.spent_ms.items()}


def _run_stages(watch: Stopwatch, desk: Desk, one: Input, number: int) -> None:
    page_id = desk.expect(number)
    raw = one.raw
    with watch("bare parse"):
        LexborHTMLParser(raw)
    with watch("parse"):
        page = Page(one.html, one.url)
        _ = page.layout
    with watch("links"):
        links = classify_links(page)
    with watch("reading: text"):
        article_text(page)
    with watch("reading: fields"):
        article = ArticleLoader(page).load_item()
    with watch("story"):
        desk.claim(article)
    with watch("store and line"):
        desk.keep(page_id, article, links)


def as_table(spent_ms: dict[str, list[float]], inputs: Sequence[Input]) -> str:
    """The stages with their means, medians and budgets."""
    bare = mean(spent_ms["bare parse"])
    size = mean(len(one.html) for one in inputs) / 1000
    lines = [
        f"{len(spent_ms['bare parse'])} pages, {size:.0f} kB in the mean; CPU ms a page",
        f"{'':16} {'mean':>6} {'median':>7} {'times parse':>12} {'budget':>7}",
    ]
    rows: dict[str, list[float]] = {}
    for stage in STAGES:
        if stage == "story":
            rows["reading"] = _sums(spent_ms["reading: text"], spent_ms["reading: fields"])
        rows[stage] = spent_ms[stage]
    rows["in all"] = _sums(*(rows[stage] for stage in BUDGET_MS))
    for name, values in rows.items():
        budget = sum(BUDGET_MS.values()) if name == "in all" else BUDGET_MS.get(name)
        stated = f"{budget:.1f}" if budget else ""
        line = f"{name:16} {mean(values):6.2f} {median(values):7.2f} {mean(values) / bare:12.1f} {stated:>7}"
        lines.append(f"{line}  {STAGES.get(name, '')}".rstrip())
    return "\n".join(lines)


def _sums(*columns: Sequence[float]) -> list[float]:
    return [sum(values) for values in zip(*columns, strict=True)]


def print_profile(inputs: Sequence[Input], number: int) -> None:
    """The functions that take most time by themselves, over all pages."""
    for one in inputs[:WARM_PAGES]:
        extract_article(one.html, one.url)
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    for one in inputs:
        extract_article(one.html, one.url)
    profile.disable()
    statistics: Any = pstats.Stats(profile, stream=sys.stdout)
    statistics.strip_dirs().sort_stats("tottime").print_stats(number)


def print_long_run(inputs: Sequence[Input], articles: int, moments: int = 10) -> None:
    """Articles read, the pace since the moment before, and resident memory."""
    process = psutil.Process()
    gc.collect()
    print(f"{len(inputs)} pages in turn; {process.memory_info().rss / 1e6:.0f} MB before the first article")
    step = max(articles // moments, 1)
    begun = time.process_time()
    for number, one in enumerate(islice(cycle(inputs), articles), 1):
        extract_article(one.html, one.url)
        if number % step == 0:
            spent = time.process_time() - begun
            pace = f"{step / spent:6.0f} articles a CPU second ({1000 * spent / step:.2f} ms each)"
            print(f"{number:7} articles  {pace}  {process.memory_info().rss / 1e6:4.0f} MB", flush=True)
            begun = time.process_time()


if __name__ == "__main__":
    sys.exit(main())

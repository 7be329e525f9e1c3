"""Crawls a large local site and measures what a page costs.

    python -m bench.crawl --articles 10000

Prints CPU milliseconds an article (user + system, of the crawling process alone, start-up taken off) and its resident
memory after each tenth of the crawl.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.crash import HOST, ROOT, count_lines, serve
from tests.crawling import command


@dataclass(frozen=True)
class Moment:
    """How a crawl stands."""

    articles: int
    cpu_ms: float
    """An article, since the first one was kept."""
    rss_mb: float
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.articles:7} articles  {self.cpu_ms:5.2f} ms CPU each  {self.rss_mb:4.0f} MB  {self.seconds:5.0f} s"
        )


def measure(articles: int, moments: int = 10) -> Iterator[Moment]:
    """Crawl a site of that many articles and look at the process so many times; RuntimeError if it did not finish."""
    context = multiprocessing.get_context("spawn")
    port = context.Queue()
    server = context.Process(target=serve, args=(articles, port), daemon=True)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield from _crawl(f"{HOST}:{port.get()}", Path(folder) / "data", articles, moments)
    finally:
        server.kill()


def _crawl(site: str, data: Path, articles: int, moments: int) -> Iterator[Moment]:
    file = data / "articles" / f"{site}.jsonl"
    limits = {"NEWSCRAWL_INDEX_PAGES": 100_000, "NEWSCRAWL_LIST_PAGES": 100_000}
    arguments = command(data, "-a", f"url=http://{site}/", **limits)
    with subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.DEVNULL) as crawl:
        process, begun = psutil.Process(crawl.pid), time.monotonic()
        first: tuple[int, float] | None = None
        seen = 0
        while crawl.poll() is None:
            kept, cpu_s = count_lines(file), sum(process.cpu_times()[:2])
            if first is None and kept:
                first = kept, cpu_s
            if first and kept >= (seen + 1) * articles // moments and kept > first[0]:
                seen += 1
                cpu_ms = 1000 * (cpu_s - first[1]) / (kept - first[0])
                yield Moment(kept, cpu_ms, process.memory_info().rss / 1e6, time.monotonic() - begun)
            time.sleep(0.1)
    if crawl.returncode or count_lines(file) != articles:
        raise RuntimeError(f"exit status {crawl.returncode}, {count_lines(file)} of {articles} articles")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    for moment in measure(parser.parse_args().articles):
        print(moment, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

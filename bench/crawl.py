"""Crawls a large local site and measures what a page costs.

    python -m bench.crawl --articles 10000

Prints CPU milliseconds a page (user + system, of the crawling process alone, start-up taken off) and its resident
memory after each tenth of the crawl.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.crash import HOST, ROOT, count_lines, serve
from tests.crawling import command


def measure(articles: int) -> None:
    context = multiprocessing.get_context("spawn")
    port = context.Queue()
    server = context.Process(target=serve, args=(articles, port), daemon=True)
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        number = port.get()
        data = Path(folder) / "data"
        file = data / "articles" / f"{HOST}:{number}.jsonl"
        crawl = subprocess.Popen(
            command(
                data, "-a", f"url=http://{HOST}:{number}/", NEWSCRAWL_INDEX_PAGES=100_000, NEWSCRAWL_LIST_PAGES=100_000
            ),
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        process = psutil.Process(crawl.pid)
        begun, shown = time.monotonic(), 0
        first: tuple[int, float] | None = None
        while crawl.poll() is None:
            kept = count_lines(file)
            with process.oneshot():
                cpu = sum(process.cpu_times()[:2])
                rss = process.memory_info().rss / 1e6
            first = first or ((kept, cpu) if kept else None)
            if first and kept >= (shown + 1) * articles // 10:
                shown += 1
                cost = 1000 * (cpu - first[1]) / (kept - first[0])
                print(f"{kept:7} articles  {cost:5.2f} ms CPU each  {rss:4.0f} MB  {time.monotonic() - begun:5.0f} s")
            time.sleep(0.1)
        print(f"exit status {crawl.returncode}, {count_lines(file)} of {articles} articles")
    server.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    sys.exit(measure(parser.parse_args().articles))

"""Kills a crawl with SIGKILL again and again, starts it with the same command, and counts what was lost.

    python -m bench.crash --kills 10 --articles 1200

Prints one line and exits with 1 if an article was lost, doubled or torn, its text is not as served, or the story index
knows less or more than the articles that are stored.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from bench.rough import RoughSite
from newscrawl.store import Store
from newscrawl.store.tables import articles as article_rows
from newscrawl.store.tables import tellings
from newscrawl.stories.postings import Postings
from tests.fakeweb import FakeWeb

HOST = "127.77.0.1"
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Verdict:
    """What ten kills, or as many as were asked for, cost."""

    articles: int
    kills: int
    lost: int
    doubled: int
    torn: int
    wrong: int
    gaps: int
    untold: int
    """Articles that the story index does not know as they are stored, and what it knows of none."""
    crawls: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.torn or self.wrong or self.gaps or self.untold)

    def __str__(self) -> str:
        return (
            f"{self.articles} articles, {self.kills} kills, {self.crawls} crawls in {self.seconds:.0f} s: "
            f"{self.lost} lost, {self.doubled} doubled, {self.torn} torn, {self.wrong} with another text, "
            f"{self.gaps} gaps in seq, {self.untold} otherwise in the story index"
        )


def serve(articles: int, port: Any) -> None:
    """The site, in a process of its own: it outlives the crawls."""
    web = FakeWeb()
    web.add(RoughSite(HOST, articles))
    web.start()
    port.put(web.port)
    signal.pause()


def crawl_command(address: str, data: Path) -> list[str]:
    settings = {
        "SPIDER_MODULES": "newscrawl.spiders,bench.rough",
        "NEWSCRAWL_DATA": str(data),
        "NEWSCRAWL_ALLOW_ADDRESSES": "127.77.0.0/16",
        "ITEM_PIPELINES": json.dumps(
            {
                "newscrawl.pipelines.CleanFields": 100,
                "bench.rough.RaiseOnMark": 150,
                "newscrawl.pipelines.FindStory": 200,
            }
        ),
        "DOWNLOAD_DELAY": "0",
        "AUTOTHROTTLE_ENABLED": "0",
        "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
        "LOG_LEVEL": "CRITICAL",
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", "rough", "-a", f"url={address}", *options]


def count_lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


def crawl_and_kill(command: list[str], file: Path, target: int, linger_s: float) -> bool:
    """Kill the crawl a moment after its file has ``target`` lines; False if it ended before."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
        while crawl.poll() is None and count_lines(file) < target:
            time.sleep(0.01)
        time.sleep(linger_s)
        was_running = crawl.poll() is None
        crawl.send_signal(signal.SIGKILL)
    return was_running


def judge(file: Path, expected: dict[str, str]) -> dict[str, int]:
    """Compare the file with what the site holds, line by line."""
    torn = 0
    lines: list[dict[str, Any]] = []
    for raw in file.read_bytes().split(b"\n")[:-1]:
        try:
            lines.append(json.loads(raw))
        except ValueError:
            torn += 1
    torn += not file.read_bytes().endswith(b"\n")
    counts = Counter(line["headline"] for line in lines)
    return {
        "lost": len(expected.keys() - counts.keys()),
        "doubled": sum(count - 1 for count in counts.values()) + len(counts.keys() - expected.keys()),
        "torn": torn,
        "wrong": sum(line["text"] != expected.get(line["headline"]) for line in lines),
        "gaps": sum(line["seq"] != number for number, line in enumerate(lines, 1)),
    }


def judge_index(store: Store) -> int:
    """In how many articles the story index and what is stored differ: in relation, or in what leads to them."""
    with store.transaction() as connection:
        stored = {
            (row.id, line["story"]["id"], line["story"]["relation"], line["story"]["of"])
            for row in connection.execute(sa.select(article_rows.c.id, article_rows.c.line))
            for line in [json.loads(row.line)]
        }
        rows = connection.execute(sa.select(tellings).where(tellings.c.kept == 1)).all()
        told = {(row.article_id, row.story_id, row.relation, row.of) for row in rows}
        postings = Postings()
        postings.catch_up(connection)
        lost = 0
        for row in rows:
            hashes = np.frombuffer(row.hashes, "<u8")
            found = postings.find(connection, hashes)
            lost += not all(row.story in stories for stories in found)
    return len(stored ^ told) + lost + len(rows) - len(told)


def run(articles: int, kills: int, seed: int, data: Path) -> Verdict:
    """Crawl a rough site with ``kills`` deaths on the way, then to its end, and judge what is on disk."""
    chance = random.Random(seed)
    begun = time.monotonic()
    context = multiprocessing.get_context("spawn")
    port = context.Queue()
    server = context.Process(target=serve, args=(articles, port), daemon=True)
    server.start()
    try:
        command = crawl_command(f"http://{HOST}:{port.get()}/", data)
        expected = RoughSite(HOST, articles).expected_texts()
        file = data / "articles" / "rough.jsonl"
        killed = crawls = 0
        while killed < kills and crawls < 3 * kills:
            # From the last count on, so that the deaths spread over the crawl; every third falls on its first moments.
            have = count_lines(file)
            target = 0 if crawls % 3 == 2 else have + chance.randrange(1, max(2, 2 * len(expected) // (kills + 1)))
            killed += crawl_and_kill(command, file, target, chance.uniform(0, 1.2 if target == 0 else 0.1))
            crawls += 1
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return Verdict(
            articles=len(expected),
            kills=killed,
            crawls=crawls + 1,
            seconds=time.monotonic() - begun,
            untold=judge_index(Store(f"sqlite:///{data}/newscrawl.sqlite")),
            **judge(file, expected),
        )
    finally:
        server.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1200)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        verdict = run(options.articles, options.kills, options.seed, Path(folder))
    print(verdict)
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())

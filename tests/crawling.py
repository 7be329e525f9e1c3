"""Runs ``scrapy crawl`` as a user does, in a process of its own, and reads what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FAST = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "NEWSCRAWL_ALLOW_ADDRESSES": "127.77.0.0/16",
    "RETRY_TIMES": "2",
    "NEWSCRAWL_RETRY_DELAY": "0.02",
}


@dataclass(frozen=True)
class Crawled:
    """What a crawl left."""

    status: int
    stdout: str
    stderr: str
    data: Path

    def lines(self, site: str) -> list[dict[str, Any]]:
        """The site's articles, as they stand in its file."""
        return [json.loads(line) for line in self.file(site).read_text(encoding="utf-8").splitlines()]

    def file(self, site: str) -> Path:
        return self.data / "articles" / f"{site}.jsonl"

    @property
    def summary(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads((self.data.parent / "summary.json").read_text(encoding="utf-8"))
        return value

    def tally(self, site: str) -> dict[str, Any]:
        return next(tally for tally in self.summary["sites"] if tally["site"] == site)


def command(data: Path, *arguments: str, spider: str = "site", **settings: Any) -> list[str]:
    """The command line of a crawl into ``data`` without delays."""
    options = {**FAST, "NEWSCRAWL_DATA": data, **settings}
    set_options = [part for name, value in options.items() for part in ("-s", f"{name}={value}")]
    summary = ["--summary", str(data.parent / "summary.json")]
    return [sys.executable, "-m", "scrapy", "crawl", spider, *arguments, *summary, *set_options]


def crawl(data: Path, *arguments: str, spider: str = "site", timeout_s: float = 120, **settings: Any) -> Crawled:
    """Run a crawl to its end."""
    run = subprocess.run(
        command(data, *arguments, spider=spider, **settings),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    return Crawled(run.returncode, run.stdout, run.stderr, data)

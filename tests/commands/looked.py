"""Runs `scrapy links`, `estimate` and `extract` as a user does, against sites of the fake web."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crawling import FAST, ROOT
from tests.fakeweb import FakeWeb, Site
from tests.sites.crawled import reached_through


@dataclass(frozen=True)
class Looked:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)

    def refused(self, status: int, *words: str) -> bool:
        """Whether it told one line with all these words, and nothing else."""
        assert (self.status, self.out, self.err.count("\n")) == (status, "", 1), self
        return self.err.startswith("newscrawl: ") and all(word in self.err for word in words)


def look(web: FakeWeb, data: Path, *arguments: str, folder: Path = ROOT, stdin: str = "", **settings: Any) -> Looked:
    """Run a command in a project's folder; its requests go to the fake web."""
    values = {**FAST, "RETRY_TIMES": 0, "NEWSCRAWL_DATA": data, **settings}
    options = [part for name, value in values.items() for part in ("-s", f"{name}={value}")]
    web.hits.clear()
    with reached_through(web.proxy):
        run = subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments, *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    return Looked(run.returncode, run.stdout, run.stderr)


@contextmanager
def serving(*sites: Site) -> Iterator[FakeWeb]:
    web = FakeWeb()
    for site in sites:
        web.add(site)
    with web:
        yield web

"""The demo web of ``scrapy crawl site -a url=demo``: served while the crawl runs, compared with the truth after it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.commands import BELOW_COMMAND_LINE
from newscrawl.demo import START_URLS, Comparison, DemoWeb, compare

DEMO = "demo"
"""The address that stands for the demo's sites."""
MAX_PROBLEMS = 10
_SETTINGS = {
    "NEWSCRAWL_STORE": None,
    "DOWNLOAD_DELAY": 0,  # nobody is on the other end
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
}


@contextmanager
def served_demo(settings: BaseSettings) -> Iterator[str]:
    """Serve the demo and have the settings lead there; gives the ``url`` of its sites."""
    with DemoWeb() as web:
        own = {"NEWSCRAWL_DATA": _folder(), "NEWSCRAWL_DEMO_PROXY": web.proxy}
        settings.setdict({**_SETTINGS, **own}, priority=BELOW_COMMAND_LINE)
        allowed = [*settings.getlist("NEWSCRAWL_ALLOW_ADDRESSES"), "127.0.0.1/32"]
        settings.set("NEWSCRAWL_ALLOW_ADDRESSES", allowed, priority="cmdline")
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares["newscrawl.demo.middleware.ReachDemo"] = 5
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="cmdline")
        yield ",".join(START_URLS)


def _folder() -> str:
    """A folder of its own, so that what is made up never stands beside news."""
    given = os.environ.get("NEWSCRAWL_DATA")
    return str(Path(given) / "demo") if given else "demo-data"


def compare_files(files: list[Path]) -> Comparison:
    """Compare the articles in the sites' files with what the demo published."""
    return compare(line for file in files for line in _lines(file))


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            with suppress(ValueError):  # a line that a full disk cut off: its article counts as missing
                yield json.loads(line)

"""NotePauses: how long the event loop stood still, for who measures a crawl."""

from __future__ import annotations

import asyncio
import json
import re
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_BEAT_S = 0.02


class NotePauses:
    """Writes ``{"pauses_s": [the ten longest], "peak_mb": …}`` to the file that WATCH_FILE names, when a crawl ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pauses: list[float] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NotePauses:
        extension = cls(Path(crawler.settings["WATCH_FILE"]))
        crawler.signals.connect(extension.opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.closed, signal=signals.spider_closed)
        return extension

    def opened(self) -> None:
        self._beat(time.monotonic())

    def _beat(self, due: float) -> None:
        now = time.monotonic()
        self.pauses = sorted([*self.pauses, now - due], reverse=True)[:10]
        self._call = asyncio.get_running_loop().call_later(_BEAT_S, self._beat, now + _BEAT_S)

    def closed(self) -> None:
        self._call.cancel()
        told = {"pauses_s": [round(pause, 3) for pause in self.pauses], "peak_mb": round(_peak_mb())}
        self.path.write_text(json.dumps(told), encoding="utf-8")


def _peak_mb() -> float:
    """Most memory that this program had; ``ru_maxrss`` counts what the program that started it had, too."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8")) if status.exists() else None
    return (int(found[1]) if found is not None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024

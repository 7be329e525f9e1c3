"""What a rendered page costs beside a plain one, and what the browser's memory comes to.

    python -m bench.rendering --pages 500

A local site shows the same lists plainly and by a script. Prints CPU (crawl, and crawl with browser) a page, and the
memory of the browser's processes, shared pages counted once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.crawling import command
from tests.fakeweb import Answer, FakeWeb, Site
from tests.sites import scripted
from tests.sites.markup import page, teasers
from tests.sites.stories import Story, stories

PLAIN, MADE = "127.77.50.1", "127.77.50.2"
_LISTED = 15
_LOOK_S = 0.5


@dataclass
class Cost:
    """What a crawl of some pages came to."""

    pages: int
    cpu_s: float
    seconds: float
    peak_mb: list[float]
    """Memory of the browser, the highest of each fifth of the crawl."""


def site(host: str, pages: int, *, is_scripted: bool) -> Site:
    """So many lists, each of which leads to the next; none of their stories is there."""
    made = Site(host)
    told = stories(_LISTED, host)
    for number in range(pages):
        made.page(f"/list/{number}" if number else "/", _list(told, number, is_scripted=is_scripted))
        made.page(f"/api/{number}", Answer(scripted.listed(told), content_type="application/json"))
    return made


def _list(told: list[Story], number: int, *, is_scripted: bool) -> str:
    if not is_scripted:
        return page(f"List {number}", teasers(told))
    fetch = f"fetch('/api/{number}').then(r => r.json()).then(show)"
    return scripted.shell(f"{scripted._CARDS} {fetch}", title=f"List {number}")


def measure(pages: int, *, is_scripted: bool) -> Cost:
    """Crawl so many pages, named one by one, and watch what they cost."""
    web, host = FakeWeb(), MADE if is_scripted else PLAIN
    web.add(site(host, pages, is_scripted=is_scripted))
    with web, tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pages.txt"
        addresses = (web.url(host, f"/list/{number}" if number else "/") for number in range(pages))
        listed.write_text("\n".join(addresses), encoding="utf-8")
        mode = {"NEWSCRAWL_RENDER": "always" if is_scripted else "never", "CONCURRENT_REQUESTS_PER_DOMAIN": 2}
        arguments = command(Path(folder) / "data", "-a", f"articles_file={listed}", **mode)
        begun = time.monotonic()
        process = psutil.Popen(arguments, stdout=-3, stderr=-3)
        watched = _Watch(process)
        watched.start()
        process.wait()
        watched.join()
        return Cost(pages, watched.cpu_s, time.monotonic() - begun, watched.fifths())


class _Watch(threading.Thread):
    """Adds up what a process and all that it starts use, as long as it runs."""

    def __init__(self, process: psutil.Popen) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.cpu: dict[int, float] = {}
        self.memory_mb: list[float] = []

    def run(self) -> None:
        while self.process.poll() is None:
            total = 0.0
            for one in self._family():
                try:
                    times = one.cpu_times()
                    self.cpu[one.pid] = times.user + times.system
                    total += _memory_mb(one) if one.pid != self.process.pid else 0.0
                except psutil.Error:
                    continue
            self.memory_mb.append(total)
            time.sleep(_LOOK_S)

    def _family(self) -> list[psutil.Process]:
        try:
            return [self.process, *self.process.children(recursive=True)]
        except psutil.Error:
            return []

    @property
    def cpu_s(self) -> float:
        return sum(self.cpu.values())

    def fifths(self) -> list[float]:
        size = max(1, len(self.memory_mb) // 5)
        return [max(self.memory_mb[at : at + size]) for at in range(0, len(self.memory_mb), size)][:5]


def _memory_mb(process: psutil.Process) -> float:
    """What a process has for itself and its share of what several have (PSS), where the system tells it."""
    found = process.memory_full_info()
    return float(getattr(found, "pss", found.rss)) / 1e6


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    options = parser.parse_args()
    few, plain = measure(1, is_scripted=False), measure(options.pages, is_scripted=False)
    rendered = measure(options.pages, is_scripted=True)
    for name, cost in (("plain", plain), ("rendered", rendered)):
        each = 1000 * (cost.cpu_s - few.cpu_s) / max(1, cost.pages - 1)
        memory = ", ".join(f"{value:.0f}" for value in cost.peak_mb)
        speed = f"{cost.pages / cost.seconds:5.1f} pages a second"
        print(f"{name:>9}: {each:6.1f} ms CPU a page, {speed}; browser MB {memory}")
    ratio = (rendered.cpu_s - few.cpu_s) / max(0.001, plain.cpu_s - few.cpu_s)
    print(f"    ratio: {ratio:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""ShowProgress: how the crawl goes, while it goes."""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text
from scrapy import Spider, signals
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import get_scrapy_root_handler

from newscrawl.extensions.store import OpenStore
from newscrawl.extensions.terminal import is_terminal, terminal
from newscrawl.store import CrawlStore, SiteTally

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_REFRESH_S = 0.25
_RATE_WINDOW_S = 10.0  # long enough that a host's delay does not show, short enough that a stall does
MAX_SITES = 8
"""Lines for single sites; the rest are summed in one more."""


@dataclass(frozen=True)
class Counts:
    """What a person wants to know of a running crawl, of one site or of several together."""

    site: str
    pages: int
    articles: int
    copies: int
    duplicates: int
    errors: int
    queued: int
    rendered: int = 0

    @classmethod
    def of(cls, site: str, tallies: Iterable[SiteTally]) -> Counts:
        """The sum of some sites' tallies, under a name."""
        tallies = list(tallies)
        return cls(
            site=site,
            pages=sum(tally.pages for tally in tallies),
            articles=sum(tally.kept for tally in tallies),
            copies=sum(tally.copies for tally in tallies),
            duplicates=sum(tally.duplicates for tally in tallies),
            errors=sum(tally.failed.total() for tally in tallies),
            queued=sum(tally.queued for tally in tallies),
            rendered=sum(tally.rendered for tally in tallies),
        )


def counts_by_site(tallies: Sequence[SiteTally]) -> list[Counts]:
    """A line each for the sites, those with work left first; what is more than ``MAX_SITES`` in one more line."""
    ordered = sorted(tallies, key=lambda tally: not tally.queued)
    lines = [Counts.of(tally.site, [tally]) for tally in ordered[:MAX_SITES]]
    rest = ordered[MAX_SITES:]
    return [*lines, Counts.of(f"{len(rest)} more", rest)] if rest else lines


def number(count: int, one: str, more: str | None = None) -> str:
    """
    >>> number(1, "page"), number(1200, "page"), number(2, "copy", "copies")
    ('1 page', '1,200 pages', '2 copies')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def progress_line(counts: Counts, pages_per_s: float) -> str:
    """One line that says it all, the same on a terminal and in a log."""
    copies = f" ({number(counts.copies, 'copy', 'copies')})" if counts.copies else ""
    rendered = f" ({counts.rendered:,} rendered)" if counts.rendered else ""
    parts = [
        number(counts.pages, "page") + rendered,
        number(counts.articles, "article") + copies,
        number(counts.duplicates, "duplicate"),
        number(counts.errors, "error"),
        f"{pages_per_s:.1f} pages/s",
        f"{counts.queued:,} queued",
    ]
    return ", ".join(parts)


def progress_table(lines: Sequence[Counts]) -> Table:
    """The sites below the line that sums them up."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="ellipsis", no_wrap=True, max_width=32)
    has_browser = any(line.rendered for line in lines)
    titles = ["pages", *(["rendered"] if has_browser else []), "articles", "duplicates", "errors", "queued"]
    for _ in titles:
        table.add_column(justify="right", no_wrap=True)
    table.add_row("", *titles, style="dim")
    for line in lines:
        rendered = [line.rendered] if has_browser else []
        numbers = (line.pages, *rendered, line.articles, line.duplicates, line.errors, line.queued)
        table.add_row(line.site, *(f"{value:,}" for value in numbers))
    return table


class PageRate:
    """Pages per second over the last seconds, from how many there were at which moments."""

    def __init__(self, window_s: float = _RATE_WINDOW_S) -> None:
        self.window_s = window_s
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, now: float, pages: int) -> float:
        self._seen.append((now, pages))
        while len(self._seen) > 2 and self._seen[1][0] <= now - self.window_s:
            self._seen.popleft()
        then, had = self._seen[0]
        return (pages - had) / (now - then) if now > then else 0.0


class PrintAbove(logging.Handler):
    """Prints what Scrapy's handler would write, above a live display that would be torn by it."""

    def __init__(self, console: Console, instead_of: logging.Handler) -> None:
        super().__init__(instead_of.level)
        self.console = console
        self.setFormatter(instead_of.formatter)
        self.filters = list(instead_of.filters)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.console.print(Text(self.format(record)))
        except Exception:
            self.handleError(record)


class Display:
    """A live display on a terminal, from ``start`` to ``stop``; log records appear above it meanwhile."""

    def __init__(self, console: Console) -> None:
        self.console = console
        # What is printed to stdout must not be moved to stderr where a pipe reads it.
        self._live = Live(console=console, auto_refresh=False, redirect_stdout=sys.stdout.isatty())
        self._replaced: tuple[logging.Handler, PrintAbove] | None = None

    def start(self) -> None:
        self._live.start()
        handler = get_scrapy_root_handler()
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            self._replace(handler, PrintAbove(self.console, instead_of=handler))

    def show(self, line: str, sites: Sequence[Counts] = ()) -> None:
        top = Text(line, style="bold", no_wrap=True, overflow="ellipsis")
        self._live.update(Group(top, progress_table(sites)) if len(sites) > 1 else top, refresh=True)

    def stop(self) -> None:
        """Leave what is shown last and give the log back to Scrapy; stopping twice is stopping once."""
        self._live.stop()
        if self._replaced is not None:
            scrapys, ours = self._replaced
            self._replaced = None
            logging.root.removeHandler(ours)
            logging.root.addHandler(scrapys)

    def _replace(self, scrapys: logging.Handler, ours: PrintAbove) -> None:
        logging.root.removeHandler(scrapys)
        logging.root.addHandler(ours)
        self._replaced = scrapys, ours


class ShowProgress:
    """Says how the crawl goes: live on a terminal, as a line now and then in a log file, a pipe or under scrapyd.

    Reads NEWSCRAWL_PROGRESS_INTERVAL and LOG_FILE; stands in for Scrapy's LogStats. ``scrapy shell``, ``fetch`` and
    ``parse`` open no store and are left alone.
    """

    def __init__(self, crawler: Crawler, *, console: Console | None, interval_s: float) -> None:
        """``console``: the terminal, if there is one; ``interval_s``: between two lines of the log, 0 for none."""
        self.crawler = crawler
        self.interval_s = interval_s
        self._display = Display(console) if console is not None else None
        self._live_rate, self._log_rate = PageRate(), PageRate(interval_s)
        self._begun = 0.0
        self._has_run = False
        self._calls: list[Any] = []
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ShowProgress:
        console = terminal(sys.stderr) if is_terminal(sys.stderr) else None
        has_log = console is None or bool(crawler.settings["LOG_FILE"])
        interval_s = crawler.settings.getfloat("NEWSCRAWL_PROGRESS_INTERVAL") if has_log else 0.0
        return cls(crawler, console=console, interval_s=interval_s)

    def spider_opened(self, spider: Spider) -> None:
        opened = self._opened
        if opened is None:
            return
        self._begun = time.monotonic()
        if self._display is not None:
            self._display.console.print(f"data: {self._data}", markup=False, soft_wrap=True)
            if opened.resumed:
                sites = ", ".join(opened.resumed[:MAX_SITES]) + (", …" if len(opened.resumed) > MAX_SITES else "")
                self._display.console.print(f"going on where the last crawl stopped: {sites}", markup=False)
            self._display.start()
            self._repeat(self.refresh, _REFRESH_S, at_once=True)
        if self.interval_s > 0:
            self._log_rate.at(self._begun, 0)
            self._repeat(self.log, self.interval_s, at_once=False)

    def spider_closed(self, spider: Spider) -> None:
        if self._display is not None and self._opened is not None and self._calls:
            self._show_end(self._display, self._opened)
        self.stop()

    def stop(self) -> None:
        """Leave the terminal as it was, also after a crawl that was cut off."""
        for call in self._calls:
            if call.running:
                call.stop()
        self._calls.clear()
        if self._display is not None:
            self._display.stop()

    def refresh(self) -> None:
        """Draw the display."""
        if self._opened is None or self._display is None:
            return
        tallies = list(self._opened.tallies.values())
        counts = Counts.of("all", tallies)
        line = f"{self._elapsed}  {progress_line(counts, self._live_rate.at(time.monotonic(), counts.pages))}"
        self._has_run |= self.crawler.engine.running
        if self._has_run and not self.crawler.engine.running:
            line = f"stopping (Ctrl-C again: at once)  {line}"
        self._display.show(line, counts_by_site(tallies))

    def log(self) -> None:
        """Write one line to the log."""
        if self._opened is None:
            return
        tallies = list(self._opened.tallies.values())
        counts = Counts.of("all", tallies)
        line = progress_line(counts, self._log_rate.at(time.monotonic(), counts.pages))
        sites = counts_by_site(tallies) if len(tallies) > 1 else []
        of_sites = ", ".join(f"{site.site} {number(site.articles, 'article')}" for site in sites)
        logger.info("%s", f"{line} ({of_sites})" if sites else line)

    def _show_end(self, display: Display, opened: CrawlStore) -> None:
        """The last word, which stays on the terminal: one line, with the average rate."""
        counts = Counts.of("all", opened.tallies.values())
        elapsed_s = max(time.monotonic() - self._begun, 0.001)
        display.show(f"{self._elapsed}  {progress_line(counts, counts.pages / elapsed_s)}")

    def _repeat(self, call: Any, every_s: float, *, at_once: bool) -> None:
        looping = create_looping_call(call)
        looping.start(every_s, now=at_once)
        self._calls.append(looping)

    @property
    def _opened(self) -> CrawlStore | None:
        return getattr(self.crawler.engine.scheduler, "opened", None)

    @property
    def _data(self) -> str:
        extension = self.crawler.get_extension(OpenStore)
        return str(extension.data) if extension is not None else ""

    @property
    def _elapsed(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self._begun), 60)
        return f"{minutes:02}:{seconds:02}"

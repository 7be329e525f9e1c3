"""SumUp: what a crawl came to, as a table, as JSON and as an exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from scrapy import Spider, signals

from newscrawl.exceptions import ExitStatus
from newscrawl.extensions.drift import WatchDrift
from newscrawl.extensions.store import OpenStore
from newscrawl.extensions.terminal import plain
from newscrawl.store import SiteTally, utc_now
from newscrawl.store.alarms import Alarm

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_ROWS = 20
"""Rows for single sites; the rest are summed in one more. ``--summary`` has them all."""
_MAX_FILES = 5

_STATUS_BY_REASON = {
    "memusage_exceeded": ExitStatus.OUT_OF_RESOURCES,
    "out_of_space": ExitStatus.OUT_OF_RESOURCES,
    "shutdown": ExitStatus.INTERRUPTED,
    "start_error": ExitStatus.ERROR,
}
MAX_ARTICLES = "max_articles"
"""The close reason of a crawl that has as many articles as were asked for."""
_LIMIT = "closespider_"
"""How the close reasons of Scrapy's CLOSESPIDER settings begin."""


@dataclass(frozen=True, kw_only=True)
class CrawlSummary:
    """What a crawl came to."""

    run: str | None
    """Id of the run in the store; None for a crawl that opened none."""
    started_at: str
    finished_at: str
    reason: str
    """Scrapy's close reason: ``finished``, ``shutdown``, ``closespider_itemcount`` …"""
    data: Path | None
    sites: Sequence[SiteTally] = ()
    failure: str | None = None
    """Why the crawl had to stop before its end, in one line."""
    alarms: Sequence[Alarm] = ()
    """What of its sites is not as it was."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How often links were passed over, by reason: hardly articles, outside of what is wanted, limits, refusals."""

    @property
    def is_limited(self) -> bool:
        """Whether a limit of the user's own ended it."""
        return self.reason.startswith((_LIMIT, MAX_ARTICLES))

    @property
    def exit_status(self) -> ExitStatus:
        """How the whole crawl ended, else the worst of its sites; after a limit only a held site is a fault."""
        if self.failure is not None:
            return ExitStatus.OUT_OF_RESOURCES
        if self.reason in _STATUS_BY_REASON:
            return _STATUS_BY_REASON[self.reason]
        sites = [site for site in self.sites if site.is_locked] if self.is_limited else self.sites
        drifted = [ExitStatus.DRIFTED] if self.alarms else []
        return max([*(site.exit_status for site in sites), *drifted], default=ExitStatus.FINISHED)

    def as_dict(self, exit_status: ExitStatus, demo: Mapping[str, Any] | None) -> dict[str, Any]:
        """What ``--summary`` writes, in this order."""
        return {
            "run": self.run,
            "started_at": self.started_at,
            "finished_at": self.finished_at,
            "reason": self.reason,
            "data": None if self.data is None else str(self.data),
            "exit_status": int(exit_status),
            "sites": [site.as_dict() for site in self.sites],
            "alarms": [alarm.as_dict() for alarm in self.alarms],
            "left_out": dict(self.left_out),
            "demo": demo,
        }

    def files(self) -> list[Path]:
        """The sites' files that are there."""
        if self.data is None:
            return []
        files = (self.data / "articles" / f"{site.site}.jsonl" for site in self.sites)
        return [file for file in files if file.exists()]


class SumUp:
    """Sums a crawl up when it has closed; ``scrapy crawl`` shows and writes what it finds in ``summary``."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.summary: CrawlSummary | None = None
        self._started_at = utc_now()
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SumUp:
        return cls(crawler)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        extension = self.crawler.get_extension(OpenStore)
        opened = extension.opened if extension is not None else None
        self.summary = CrawlSummary(
            run=opened.run if opened else None,
            started_at=self._started_at,
            finished_at=utc_now(),
            reason=reason,
            data=extension.data if extension and opened else None,
            sites=list(opened.tallies.values()) if opened else [],
            failure=str(opened.failure) if opened and opened.failure else None,
            alarms=self._alarms(),
            left_out=dict(_left_out(self.crawler.stats.get_stats())),
        )

    def _alarms(self) -> list[Alarm]:
        watch = self.crawler.get_extension(WatchDrift)
        return watch.open if watch is not None else []


def _left_out(stats: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for name, count in stats.items():
        for prefix in ("newscrawl/skipped/", "newscrawl/refused/"):
            if name.startswith(prefix):
                yield name.removeprefix(prefix), count


# -- for a person ----------------------------------------------------------------------------------------------------


def show(summary: CrawlSummary) -> RenderableType:
    """The table with a row per site, what was left out, and where the data lies."""
    parts: list[RenderableType] = [site_table(summary.sites)]
    if summary.left_out:
        parts.append(_line(f"links left out, each time seen: {reasons(summary.left_out)}"))
    parts += [_line(text) for text in rendering_lines(summary.sites)]
    files = summary.files()
    if len(files) > _MAX_FILES:
        parts.append(_line(f"articles: {files[0].parent} ({len(files)} files)"))
    else:
        parts += [_line(f"articles: {file}") for file in files]
    return Group(*parts)


def rendering_lines(sites: Sequence[SiteTally]) -> list[str]:
    """Which sites a browser was used for, and which had to do without.

    >>> rendering_lines([SiteTally(site="a.test", rendered=2), SiteTally(site="b.test", skipped=Counter(no_browser=1))])
    ['rendered by a browser: a.test 2 pages', 'by feeds and plain links alone, for want of a browser: b.test']
    """
    rendered = [f"{site.site} {site.rendered:,} page{'s' * (site.rendered != 1)}" for site in sites if site.rendered]
    lacking = [site.site for site in sites if site.skipped["no_browser"]]
    told = [f"rendered by a browser: {_some(rendered)}"] if rendered else []
    return told + ([f"by feeds and plain links alone, for want of a browser: {_some(lacking)}"] if lacking else [])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MAX_ROWS]) + (f" and {len(names) - MAX_ROWS} more" if len(names) > MAX_ROWS else "")


def as_text(summary: CrawlSummary) -> str:
    """What ``show`` shows, as plain text for a file."""
    out = StringIO()
    plain(out).print(show(summary), crop=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def site_table(sites: Sequence[SiteTally]) -> Table:
    """Per site: found, kept, copies among them, duplicates, skipped and failed with reasons."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("site", overflow="fold")
    for title in ("found", "kept", "copies", "duplicate"):
        table.add_column(title, justify="right")
    table.add_column("skipped")
    table.add_column("failed")
    ordered = sorted(sites, key=lambda site: -site.exit_status) if len(sites) > MAX_ROWS else list(sites)
    for site in ordered[:MAX_ROWS]:
        table.add_row(*_row(site))
    if rest := ordered[MAX_ROWS:]:
        table.add_row(*_row(_sum(f"{len(rest)} more", rest)))
    if len(sites) > 1:
        table.add_row(*_row(_sum("all", sites)), style="bold")
    return table


def _row(site: SiteTally) -> list[str]:
    numbers = (site.found, site.kept, site.copies)
    copies = site.dropped - Counter(known=site.dropped["known"])
    duplicates = reasons(site.dropped) if copies else f"{site.duplicates:,}"
    return [site.site, *(f"{value:,}" for value in numbers), duplicates, reasons(site.skipped), reasons(site.failed)]


def _sum(name: str, sites: Sequence[SiteTally]) -> SiteTally:
    return SiteTally(
        site=name,
        found=sum(site.found for site in sites),
        kept=sum(site.kept for site in sites),
        copies=sum(site.copies for site in sites),
        duplicates=sum(site.duplicates for site in sites),
        dropped=sum((site.dropped for site in sites), Counter()),
        skipped=sum((site.skipped for site in sites), Counter()),
        failed=sum((site.failed for site in sites), Counter()),
    )


def reasons(counts: Mapping[str, int]) -> str:
    """
    >>> reasons({"http_404": 2, "no_article": 12}), reasons({"timeout": 1})
    ('14: 12 no article, 2 HTTP 404', '1 timeout')
    """
    if not counts:
        return "0"
    most_common = sorted(counts.items(), key=lambda pair: -pair[1])
    told = ", ".join(f"{count:,} {in_words(reason)}" for reason, count in most_common)
    return told if len(counts) == 1 else f"{sum(counts.values()):,}: {told}"


def in_words(reason: str) -> str:
    """
    >>> in_words("http_404"), in_words("off_site")
    ('HTTP 404', 'off site')
    """
    return reason.replace("http_", "HTTP ").replace("_", " ")


def remarks(summary: CrawlSummary) -> list[str]:
    """One line for each thing that a person should know or mend."""
    told = [] if summary.failure is None else [summary.failure]
    if summary.reason == "shutdown":
        told.append("stopped by a signal; the same command goes on where it stopped")
    elif summary.reason == "memusage_exceeded":
        told.append("stopped at MEMUSAGE_LIMIT_MB; raise it, or start the same command again to go on")
    elif summary.failure is not None:
        return told  # what was cut off says nothing of its sites
    elif summary.is_limited:
        told.append(f"stopped by {summary.reason.upper()}; the same command goes on where it stopped")
    else:
        problems = [site.problem for site in summary.sites if site.problem is not None]
        told += problems[:MAX_ROWS]
        if len(problems) > MAX_ROWS:
            told.append(f"{len(problems) - MAX_ROWS} more sites have a problem; --summary FILE has them all")
        told += [f"not as it was: {alarm.text}" for alarm in summary.alarms[:MAX_ROWS]]
    return told


def _line(text: str) -> Text:
    return Text(text, no_wrap=True, overflow="ignore")  # a path that is broken in two cannot be copied

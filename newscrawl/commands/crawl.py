"""`scrapy crawl`: Scrapy's own, with an exit status that says how it went, a summary, and the demo."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import crawl
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import UsageError

from newscrawl.commands import BELOW_COMMAND_LINE
from newscrawl.commands.demo_web import DEMO, MAX_PROBLEMS, compare_files, served_demo
from newscrawl.commands.faults import (
    UsageInOneLine,
    as_cannot_crawl,
    check_feeds,
    check_log,
    check_numbers,
    check_spider,
    end_unbegun,
    tell,
)
from newscrawl.commands.files import check_writable, written_aside
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.extensions import ShowProgress, SumUp
from newscrawl.extensions.drift import check_alarms
from newscrawl.extensions.store import from_project
from newscrawl.extensions.summary import CrawlSummary, as_text, remarks, show
from newscrawl.extensions.terminal import is_terminal, is_under_scrapyd, terminal
from newscrawl.roster import chosen, read_roster
from newscrawl.store import utc_now

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawl.demo import Comparison

logger = logging.getLogger(__name__)

SITE = "site"
"""Name of the spider that takes any address."""
_SOURCES = ("url", "urls_file", "articles_file", "site", "roster")
"""Its arguments that say what to crawl."""


class Command(UsageInOneLine, crawl.Command):
    """Tells in one line what is wrong with an argument, a setting or a site class; a fault of the code is raised."""

    requires_crawler_process = False  # run() makes it, where what is wrong with its settings can be told

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--summary", metavar="FILE", type=Path, help="write what the crawl came to, as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one spider; for several sites: -a url=A,B or -a urls_file=FILE" if args else "")
        began = utc_now()
        try:
            if opts.summary is not None:
                check_writable(opts.summary, "--summary")
            self.exitcode = int(self._run(args[0], opts))
        except CannotCrawl as error:
            self.exitcode = int(error.exit_status)
            self._refuse(error, began, opts.summary)

    def _run(self, name: str, opts: argparse.Namespace) -> ExitStatus:
        check_log(self.settings)
        check_numbers(self.settings)
        check_feeds(self.settings)
        check_alarms(self.settings)
        self._check_place(opts.spargs)
        self._suit_terminal()
        check_spider(name, self.settings)
        is_demo = name == SITE and self._means_demo(opts.spargs)
        try:
            with served_demo(self.settings) if is_demo else nullcontext() as url:
                arguments = self._of_roster(opts.spargs) if name == SITE else opts.spargs
                crawler = self._crawl(name, arguments | ({"url": url} if is_demo else {}))
        except Exception as error:
            mendable = as_cannot_crawl(error)
            if mendable is not None:
                raise mendable from None
            if self.settings["LOG_FILE"]:
                logger.critical("A fault of the code", exc_info=True)
            raise
        if crawler is None:
            tell("stopped at once; the same command goes on where it stopped")
            return ExitStatus.INTERRUPTED
        return self._end(crawler, opts.summary, is_demo=is_demo)

    def _check_place(self, arguments: dict[str, str]) -> None:
        """CannotCrawl where a relative folder would be one of scrapyd's own."""
        data = Path(str(self.settings["NEWSCRAWL_DATA"])).expanduser()
        if (is_under_scrapyd() or "_job" in arguments) and not data.is_absolute():
            raise CannotCrawl(
                f"NEWSCRAWL_DATA: {data} is relative, and scrapyd's working folder is not the project's; give it whole,"
                " as setting=NEWSCRAWL_DATA=/… or in scrapyd's environment"
            )

    def _suit_terminal(self) -> None:
        """A person wants to read what is amiss, not what Scrapy enables; a log file has it all."""
        if is_terminal(sys.stderr) and not self.settings["LOG_FILE"]:
            self.settings.set("LOG_LEVEL", "WARNING", priority=BELOW_COMMAND_LINE)
            self.settings.set("LOG_FORMAT", "%(levelname)s: %(message)s", priority=BELOW_COMMAND_LINE)

    def _means_demo(self, arguments: dict[str, str]) -> bool:
        """``url=demo`` does, and no argument at all in a terminal; CannotCrawl for the latter elsewhere."""
        if any(arguments.get(source) for source in _SOURCES):
            return arguments.get("url") == DEMO
        if not is_terminal(sys.stderr) or not sys.stdin.isatty() or is_under_scrapyd() or "_job" in arguments:
            raise CannotCrawl(
                f"{SITE}: give -a url=https://… (or urls_file=, articles_file=); -a url={DEMO} crawls the bundled demo"
            )
        return True

    def _of_roster(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """The arguments with the addresses of ``site=NAME[,NAME…]`` or ``roster=all``, and what the roster says."""
        names, roster = arguments.get("site"), arguments.get("roster")
        if names is None and roster is None:
            return arguments
        others = [source for source in _SOURCES if arguments.get(source) and source not in ("site", "roster")]
        if others or (names and roster):
            raise CannotCrawl(f"{others[0] if others else 'site'}= and {'site' if names else 'roster'}=: give one")
        if names is None and roster != "all":
            raise CannotCrawl(f"roster={roster}: give roster=all for all sites that are enabled, or site=NAME")
        path = from_project(self.settings["NEWSCRAWL_ROSTER"])
        entries = chosen(read_roster(path), names, path)
        rest = {name: value for name, value in arguments.items() if name not in ("site", "roster")}
        return {**rest, "url": ",".join(entry.url for entry in entries), "entries": entries}

    def _crawl(self, spider: str, arguments: dict[str, Any]) -> Crawler | None:
        """Crawl to the end; None if it was cut off by a second Ctrl-C."""
        process = self.crawler_process = AsyncCrawlerProcess(self.settings)
        crawler = self._create_crawler(spider)
        for name in ("scrapy.core.engine", "scrapy.utils.signal"):
            logging.getLogger(name).addFilter(_unless_start_failed(crawler))
        crawling = process.crawl(crawler, **arguments)
        try:
            process.start()
        except BaseException:
            end_unbegun(crawling)
            raise
        finally:
            _leave_terminal(crawler)
        if not crawling.done() or crawling.cancelled():
            return None
        crawling.result()
        return crawler

    def _end(self, crawler: Crawler, summary_file: Path | None, *, is_demo: bool) -> ExitStatus:
        """Show and write what the crawl came to."""
        extension = crawler.get_extension(SumUp)
        if extension is None or extension.summary is None:
            return ExitStatus.FINISHED
        summary = extension.summary
        comparison = compare_files(summary.files()) if is_demo else None
        status = summary.exit_status
        is_partial = summary.is_limited or any(tally.is_partial for tally in summary.sites)
        if comparison and comparison.problems and not is_partial:
            status = max(status, ExitStatus.ERROR)
        self._show(summary)
        if comparison:
            _show_comparison(comparison, with_problems=status is ExitStatus.ERROR)
        for remark in remarks(summary):
            tell(remark)
            if self.settings["LOG_FILE"]:
                logger.warning("%s", remark)
        if summary_file is not None:
            try:
                _write(summary_file, summary.as_dict(status, asdict(comparison) if comparison else None))
            except CannotCrawl as error:  # the disk has filled: that is no reason to hide how the crawl ended
                tell(error)
                status = max(status, error.exit_status)
        return status

    def _show(self, summary: CrawlSummary) -> None:
        if not summary.sites:
            return
        if is_terminal(sys.stderr):
            terminal(sys.stderr).print("", show(summary), crop=False)
        else:
            print(as_text(summary), file=sys.stderr)
        if self.settings["LOG_FILE"]:
            logger.info("\n%s", as_text(summary))

    def _refuse(self, error: CannotCrawl, began: str, summary_file: Path | None) -> None:
        tell(error)
        if self.settings["LOG_FILE"] and self.crawler_process is not None:
            logger.error("%s", error)
        if summary_file is not None:
            summary = CrawlSummary(run=None, started_at=began, finished_at=utc_now(), reason=str(error), data=None)
            with suppress(CannotCrawl):  # it may be what is wrong
                _write(summary_file, summary.as_dict(ExitStatus(error.exit_status), None))


def _show_comparison(comparison: Comparison, *, with_problems: bool) -> None:
    problems = comparison.problems if with_problems else []
    more = [f"… and {len(problems) - MAX_PROBLEMS} more"] if len(problems) > MAX_PROBLEMS else []
    print("\n  ".join([comparison.line, *problems[:MAX_PROBLEMS], *more]), file=sys.stderr)


def _write(file: Path, summary: dict[str, Any]) -> None:
    with written_aside(file, "--summary") as out:
        out.write(json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n")


def _leave_terminal(crawler: Crawler) -> None:
    """Give the cursor back also after a crawl that did not come to its end."""
    with suppress(RuntimeError):  # no extension was made yet
        progress = crawler.get_extension(ShowProgress)
        if progress is not None:
            progress.stop()


def _unless_start_failed(crawler: Crawler) -> Callable[[logging.LogRecord], bool]:
    """A log filter: a crawl that could not start is closed all the same, and what was not opened then raises."""

    def is_told(record: logging.LogRecord) -> bool:
        return not record.exc_info or crawler.crawling or crawler.engine.start_time is not None

    return is_told

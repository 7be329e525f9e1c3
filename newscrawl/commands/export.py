"""`scrapy export`: the JSON lines of any site, from the store, wherever they are wanted."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from scrapy.commands import ScrapyCommand

from newscrawl.commands.faults import UsageInOneLine, as_cannot_crawl, tell
from newscrawl.commands.files import written_aside
from newscrawl.commands.stored import open_store
from newscrawl.exceptions import CannotCrawl
from newscrawl.extensions.store import store_url
from newscrawl.store import Store, dump_line


class Command(UsageInOneLine, ScrapyCommand):
    """Reads what crawls have committed, also while they run: it takes no lock and makes no store."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site ...]"

    def short_desc(self) -> str:
        return "Write the articles of sites as JSON lines, from the store"

    def long_desc(self) -> str:
        return (
            "Write the articles of the named sites, or of all, as JSON lines, as they stand in the store; with"
            " --duplicates what was read and dropped, since a known article has its text (NEWSCRAWL_DUPLICATES)."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write (default: -, stdout)")

        parser.add_argument(
            "--duplicates", action="store_true", help="the copies that were dropped, instead of the articles"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self._export(args, opts.output, _DUPLICATES if opts.duplicates else _ARTICLES)
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (CannotCrawl, ValueError) as error:
            mendable = as_cannot_crawl(error)
            if mendable is None:
                raise
            tell(mendable)
            self.exitcode = int(mendable.exit_status)

    def _export(self, wanted: list[str], output: str, listing: _Listing) -> None:
        with closing(open_store(store_url(self.settings))) as store, closing(store.reader()) as reader:
            sites = _choose(wanted, listing.sites(store, reader))
            with nullcontext(sys.stdout.buffer) if output == "-" else written_aside(Path(output), "-o") as out:
                for site in sites:
                    out.writelines(line.encode() + b"\n" for line in listing.lines(store, reader, site))
                out.flush()


def _choose(wanted: Iterable[str], known: list[str]) -> list[str]:
    if not known:
        raise CannotCrawl("the store holds no articles yet; scrapy crawl fills it")
    for site in wanted:
        if site not in known:
            raise CannotCrawl(f"there are no articles of {site!r} in the store; it has those of {_listed(known)}")
    return list(dict.fromkeys(wanted)) or known


def _listed(sites: list[str]) -> str:
    return ", ".join(sites[:10]) + (f" and {len(sites) - 10} more" if len(sites) > 10 else "")


@dataclass(frozen=True)
class _Listing:
    """What there is to write."""

    sites: Callable[[Store, sa.Connection], list[str]]
    """Those that have something of it, or may be asked for it."""
    lines: Callable[[Store, sa.Connection, str], Iterator[str]]
    """Of a site."""


def _article_lines(store: Store, reader: sa.Connection, site: str) -> Iterator[str]:
    return (line for _, line in store.lines_after(reader, site, 0))


def _duplicate_lines(store: Store, reader: sa.Connection, site: str) -> Iterator[str]:
    return map(dump_line, store.duplicates_in(reader, site))


def _sites_read(store: Store, reader: sa.Connection) -> list[str]:
    """The sites that were crawled with a result: to have dropped no copy is one."""
    return sorted({*store.sites_with_articles(reader), *store.sites_with_duplicates(reader)})


_ARTICLES = _Listing(Store.sites_with_articles, _article_lines)
_DUPLICATES = _Listing(_sites_read, _duplicate_lines)

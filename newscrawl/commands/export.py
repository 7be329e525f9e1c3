"""`scrapy export`: the JSON lines of any site, from the store, wherever they are wanted."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import closing, nullcontext
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from scrapy.commands import ScrapyCommand

from newscrawl.commands.faults import UsageInOneLine, as_cannot_crawl, tell
from newscrawl.commands.files import written_aside
from newscrawl.exceptions import CannotCrawl
from newscrawl.extensions.store import store_url
from newscrawl.store import Store


class Command(UsageInOneLine, ScrapyCommand):
    """Reads what crawls have committed, also while they run: it takes no lock and makes no store."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site ...]"

    def short_desc(self) -> str:
        return "Write the articles of sites as JSON lines, from the store"

    def long_desc(self) -> str:
        return "Write the articles of the named sites, or of all, as JSON lines, as they stand in the store."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write (default: -, stdout)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self._export(args, opts.output)
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (CannotCrawl, ValueError) as error:
            mendable = as_cannot_crawl(error)
            if mendable is None:
                raise
            tell(mendable)
            self.exitcode = int(mendable.exit_status)

    def _export(self, wanted: list[str], output: str) -> None:
        with closing(_open_store(store_url(self.settings))) as store, closing(store.reader()) as reader:
            sites = _choose(wanted, store.sites_with_articles(reader))
            with nullcontext(sys.stdout.buffer) if output == "-" else written_aside(Path(output), "-o") as out:
                _write(store, reader, sites, out)


def _open_store(url: str) -> Store:
    """The store at a URL; CannotCrawl if there is none, as opening it would make one."""
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        return Store(url)  # which says what is wrong with it
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise CannotCrawl(f"there is no store at {address.database}; scrapy crawl makes one, NEWSCRAWL_DATA names it")
    return Store(url)


def _choose(wanted: Iterable[str], known: list[str]) -> list[str]:
    if not known:
        raise CannotCrawl("the store holds no articles yet; scrapy crawl fills it")
    for site in wanted:
        if site not in known:
            raise CannotCrawl(f"there are no articles of {site!r} in the store; it has those of {_listed(known)}")
    return list(dict.fromkeys(wanted)) or known


def _listed(sites: list[str]) -> str:
    return ", ".join(sites[:10]) + (f" and {len(sites) - 10} more" if len(sites) > 10 else "")


def _write(store: Store, reader: sa.Connection, sites: list[str], out: IO[bytes]) -> None:
    for site in sites:
        for _, line in store.lines_after(reader, site, 0):
            out.write(line.encode() + b"\n")
    out.flush()

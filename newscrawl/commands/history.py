"""`scrapy history URL|ID`: the versions of an article, and what its publisher changed from one to the next."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from scrapy.commands import ScrapyCommand

from newscrawl.commands.faults import UsageInOneLine
from newscrawl.commands.history_shown import show_history, show_version
from newscrawl.commands.looking import refuse_options, told_in_one_line
from newscrawl.commands.showing import print_json, print_whole
from newscrawl.commands.stored import open_store
from newscrawl.exceptions import CannotCrawl
from newscrawl.extensions.store import store_url
from newscrawl.extraction.diffs import Paragraph, Piece, paragraph_changes, word_changes
from newscrawl.extraction.urls import canonical_url
from newscrawl.spiders.arguments import start_address
from newscrawl.store import Store

_ID = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of an article, beside the one before it."""

    line: dict[str, Any]
    """As it stands in the data set; where it was read or judged several times, the last time."""
    fetched_at: str | None
    """When it was seen first."""
    headline: tuple[Piece, ...] | None = None
    """What became of the headline. None: it is as it was, or there is no version before."""
    text: Sequence[Paragraph] = ()
    """What became of the text, unchanged paragraphs too; none where there is no version before."""

    @property
    def number(self) -> int:
        return int(self.line["version"])


@dataclass(frozen=True, kw_only=True)
class History:
    """All that is known of an article."""

    id: str
    versions: list[Version]
    """Oldest first."""
    addresses: list[str]
    """Canonical ones under which it is known."""
    duplicates: list[dict[str, Any]]
    """What repeats it and was dropped."""

    @property
    def newest(self) -> dict[str, Any]:
        return self.versions[-1].line

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        newest = {name: self.newest[name] for name in ("headline", "url", "canonical_url", "site")}
        known = {"addresses": self.addresses, "duplicates": self.duplicates}
        return {"id": self.id, **newest, **known, "versions": [_version_dict(one) for one in self.versions]}


class Command(UsageInOneLine, ScrapyCommand):
    """Reads what crawls have committed, also while they run: it takes no lock and makes no store."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <address or id>"

    def short_desc(self) -> str:
        return "Show the versions of an article, and what changed"

    def long_desc(self) -> str:
        return (
            "Show each version of an article that crawls have kept: when it was fetched, and how it differs from the"
            " one before: [-removed-] {+added+}. The article is named by any of its addresses, or by its id."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--version", metavar="N", help="one version whole, instead of what changed")
        parser.add_argument("--json", action="store_true", help="the same as JSON, with the provenance of each version")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = told_in_one_line(lambda: self._show(args, opts))

    def _show(self, args: list[str], opts: argparse.Namespace) -> None:
        refuse_options(args, "history")
        if len(args) != 1:
            raise CannotCrawl("give one article: scrapy history https://news.example/a, or its id")
        with closing(open_store(store_url(self.settings))) as store, closing(store.reader()) as reader:
            history = read_history(store, reader, args[0])
        if opts.version is not None:
            line = _named_version(history, opts.version).line
            print_json(line) if opts.json else print_whole(lambda _: show_version(line))
        elif opts.json:
            print_json(history.as_dict())
        else:
            print_whole(lambda _: show_history(history))


def read_history(store: Store, reader: sa.Connection, given: str) -> History:
    """What is known of the article with this address or id; CannotCrawl if there is none."""
    article_id = given if _ID.fullmatch(given) else store.article_at(reader, canonical_url(start_address(given)))
    lines = store.lines_of(reader, article_id) if article_id is not None else []
    if article_id is None or not lines:
        raise CannotCrawl(
            f"{given}: the store has no such article; scrapy export lists those it has, and scrapy crawl site -a"
            " articles_file=FILE fetches more"
        )
    return History(
        id=article_id,
        versions=list(_compared(lines)),
        addresses=store.aliases_of(reader, article_id),
        duplicates=store.duplicates_of(reader, article_id),
    )


def _compared(lines: list[dict[str, Any]]) -> list[Version]:
    versions: list[Version] = []
    for _, of_version in groupby(lines, key=lambda line: line["version"]):
        first, *later = of_version
        line = later[-1] if later else first
        fetched_at = first["provenance"]["fetched_at"]
        if not versions:
            versions.append(Version(line=line, fetched_at=fetched_at))
            continue
        before = versions[-1].line
        headline = word_changes(before["headline"] or "", line["headline"] or "")
        versions.append(
            Version(
                line=line,
                fetched_at=fetched_at,
                headline=headline if any(piece.kind != "same" for piece in headline) else None,
                text=paragraph_changes(before["text"] or "", line["text"] or ""),
            )
        )
    return versions


def _named_version(history: History, given: str) -> Version:
    for version in history.versions:
        if given == str(version.number):
            return version
    raise CannotCrawl(f"--version {given}: there is none; give a number from 1 to {history.versions[-1].number}")


def _version_dict(version: Version) -> dict[str, Any]:
    names = ("version", "date_modified", "headline", "word_count", "text_sha256", "withdrawn_at", "story", "provenance")
    known = {name: version.line[name] for name in names}
    changes = None
    if version.number > 1:
        changed = [asdict(paragraph) for paragraph in version.text if paragraph.kind != "same"]
        headline = None if version.headline is None else [asdict(piece) for piece in version.headline]
        changes = {"headline": headline, "text": changed}
    return {**known, "fetched_at": version.fetched_at, "changes": changes}

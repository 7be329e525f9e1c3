"""`scrapy why URL`: the story of one address; `scrapy why SITE --skipped`: what was passed over of a site, and why."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from rich.console import Group, RenderableType
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.article_shown import moment
from newscrawl.commands.faults import UsageInOneLine
from newscrawl.commands.looking import refuse_options, told_in_one_line
from newscrawl.commands.showing import print_json, print_whole, shown, table
from newscrawl.commands.stored import open_store
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.extensions.store import store_url
from newscrawl.extensions.summary import in_words, reasons
from newscrawl.extraction.urls import canonical_url, page_key, site_key
from newscrawl.spiders.arguments import start_address
from newscrawl.store import Store
from newscrawl.store.inquiry import KnownAddress, addresses_at, is_known_site, left_out, passed_over, reasons_of

MOST_LISTED = 100
"""Addresses that ``--skipped`` lists unless ``--limit`` says otherwise."""

_VIA = {
    "start": "given as a start address",
    "articles_file": "given in an articles_file",
    "link": "by a link",
    "next_page": "as the next page of a list",
    "feed": "in a feed",
    "sitemap": "in a sitemap",
    "render": "as a list to be rendered",
}


class NeverSeen(CannotCrawl):
    """No crawl has met the address."""

    exit_status = ExitStatus.NO_ARTICLE


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that is known of an address."""

    url: str
    rows: list[KnownAddress]
    article: dict[str, Any] | None
    """Its newest line, or that of the article that stands at it under another address. None: there is none."""
    copy: dict[str, Any] | None
    """Of which article it was dropped as a copy, and how it repeats it. None: it was not."""

    @property
    def is_known(self) -> bool:
        return bool(self.rows or self.article or self.copy)

    def as_dict(self) -> dict[str, Any]:
        names = ("id", "version", "url", "canonical_url", "headline", "site", "story", "withdrawn_at", "rights")
        article = None if self.article is None else {name: self.article[name] for name in names}
        rows = [asdict(row) for row in self.rows]
        return {"url": self.url, "is_known": self.is_known, "addresses": rows, "article": article, "copy": self.copy}


class Command(UsageInOneLine, ScrapyCommand):
    """Reads what crawls have committed, also while they run: it takes no lock and makes no store."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <address, or site with --skipped>"

    def short_desc(self) -> str:
        return "Say what became of an address, and why"

    def long_desc(self) -> str:
        return (
            "Tell the story of one address: where and when it was found, what it looked like, what it answered, why it"
            " was passed over, what it is a copy or a version of, and when it is looked at again. With --skipped, list"
            " what was passed over of a site."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--skipped", action="store_true", help="what was passed over of a site, the latest first")
        parser.add_argument("--reason", metavar="R", help="with --skipped: for this reason alone, as http_404")
        parser.add_argument("--limit", metavar="N", help=f"with --skipped: so many addresses (default: {MOST_LISTED})")
        parser.add_argument("--json", action="store_true", help="the same as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = told_in_one_line(lambda: self._answer(args, opts))

    def _answer(self, args: list[str], opts: argparse.Namespace) -> None:
        refuse_options(args, "why")
        if len(args) != 1:
            raise CannotCrawl("give one address: scrapy why https://news.example/a, or a site with --skipped")
        if not opts.skipped and (opts.reason or opts.limit):
            raise CannotCrawl("--reason and --limit go with --skipped")
        with closing(open_store(store_url(self.settings))) as store, closing(store.reader()) as reader:
            if opts.skipped:
                self._list(store, reader, args[0], opts)
            else:
                self._tell(store, reader, args[0], as_json=opts.json)

    def _tell(self, store: Store, reader: sa.Connection, given: str, *, as_json: bool) -> None:
        answer = what_is_known(store, reader, start_address(given))
        if as_json:
            print_json(answer.as_dict())
        elif answer.is_known:
            print_whole(lambda _: show_answer(answer))
        if not answer.is_known:
            never = f"{answer.url}: never seen; no page, feed or sitemap that was read names it"
            raise NeverSeen(never)

    def _list(self, store: Store, reader: sa.Connection, given: str, opts: argparse.Namespace) -> None:
        site = given if is_known_site(reader, given) else site_key(start_address(given))
        if not is_known_site(reader, site):
            raise CannotCrawl(f"{given}: the store has no such site; scrapy status names those it has")
        listed = passed_over(reader, site, reason=opts.reason, limit=_number(opts.limit))
        counts, unqueued = reasons_of(reader, site), left_out(reader, site)
        if opts.json:
            rows = [row.as_dict() for row in listed]
            print_json({"site": site, "reasons": counts, "links_left_out": unqueued, "addresses": rows})
        else:
            print_whole(lambda _: show_passed_over(site, listed, counts, unqueued))


def what_is_known(store: Store, reader: sa.Connection, url: str) -> Answer:
    """What crawls know of an address."""
    key = canonical_url(url)
    article_id = store.article_at(reader, key)
    lines = store.lines_of(reader, article_id) if article_id is not None else []
    copies = store.duplicates_of(reader, article_id) if article_id is not None else []
    copy = next((one for one in copies if canonical_url(one["url"]) == key), None)
    return Answer(url=url, rows=addresses_at(reader, page_key(url)), article=lines[-1] if lines else None, copy=copy)


# -- for a person ----------------------------------------------------------------------------------------------------


def show_answer(answer: Answer) -> RenderableType:
    facts = table()
    for name, fact in (*_facts_of_rows(answer), *_facts_of_article(answer)):
        facts.add_row(Text(name, style="dim"), Text(shown(fact)))
    return Group(Text(shown(answer.url), style="bold"), facts)


def _facts_of_rows(answer: Answer) -> Iterator[tuple[str, str]]:
    for row in answer.rows:
        if len({row.site for row in answer.rows}) > 1:
            yield "site", row.site
        if row.is_rendered:
            yield "by a browser", _state(row)
            continue
        where = f" {row.found_in}" if row.found_in else ""
        when = f"{moment(row.found_at)}, " if row.found_at else ""
        looks = f"; looked like an article by {row.chance:.2f}" if row.chance is not None else ""
        yield "found", f"{when}{_VIA.get(row.via or '', row.via or 'by a link')}{where}{looks}"
        if row.fetched_at:
            yield "fetched", f"{moment(row.fetched_at)}, HTTP {row.http_status}"
        yield "came to", _state(row)
        if row.crashes:
            yield "crashes", f"{row.crashes} crawls died with it open"
        if row.recheck_at:
            yield "next look", f"{moment(row.recheck_at)}, after {row.checks} before"


def _state(row: KnownAddress) -> str:
    if row.state == "queued":
        return f"queued, priority {row.priority}" + (f"; last time: {in_words(row.reason)}" if row.reason else "")
    if row.state == "failed":
        times = f", {row.failures} times in a row" if row.failures > 1 else ""
        return f"failed: {in_words(row.reason or 'unknown')}{times}"
    return f"passed over: {in_words(row.reason)}" if row.reason else f"read: {row.kind or 'other'}"


def _facts_of_article(answer: Answer) -> Iterator[tuple[str, str]]:
    article = answer.article
    if article is None:
        return
    if answer.copy is not None:
        yield "dropped", f"{in_words(answer.copy['relation'])} of {article['url']}"
        return
    if canonical_url(answer.url) != article["canonical_url"]:
        yield "is at", article["canonical_url"] or article["url"]
    yield "article", f"{article['headline']} (version {article['version']}, id {article['id']})"
    story = article["story"]
    yield "story", f"{story['relation']}{' of ' + story['of'] if story['of'] else ''}, story {story['id']}"
    robots = article["rights"]["robots"]
    if robots["status"] != "not_checked":
        yield "robots.txt", robots["value"] or "no rule for it"
    if article["withdrawn_at"]:
        yield "withdrawn", moment(article["withdrawn_at"])


def show_passed_over(
    site: str, listed: list[KnownAddress], counts: Counter[str], unqueued: Counter[str]
) -> RenderableType:
    head = [Text(site, style="bold"), Text(f"addresses: {reasons(counts)}")]
    if unqueued:
        head.append(Text(f"latest runs, links left out among them: {reasons(unqueued)}"))
    rows = table()
    for row in listed:
        rows.add_row(
            Text(in_words(row.reason or ""), style="dim"), Text(moment(row.fetched_at or "")), Text(shown(row.url))
        )
    left = counts.total() - len(listed)
    tail = [Text(f"and {left:,} more (--limit, --reason)", style="dim")] if left > 0 else []
    return Group(*head, rows, *tail)


def _number(given: str | None) -> int:
    if given is None:
        return MOST_LISTED
    if not given.isdecimal() or not 1 <= int(given) <= 1_000_000:
        raise CannotCrawl(f"--limit {given}: is no whole number above 0")
    return int(given)

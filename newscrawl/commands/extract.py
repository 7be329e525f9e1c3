"""`scrapy extract URL|FILE`: the article of a page as it is read, and why; makes a test case of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawl.commands.article_shown import kind_in_words, show_article, show_explained
from newscrawl.commands.cases import CASES, case_folder, save_case
from newscrawl.commands.demo_web import DEMO, served_demo
from newscrawl.commands.faults import UsageInOneLine, check_numbers, tell
from newscrawl.commands.files import STDIN, read_page
from newscrawl.commands.looking import LONGEST_LOOK_S, Answer, Looker, look, refuse_options, told_in_one_line
from newscrawl.commands.showing import print_whole
from newscrawl.commands.tuned import named_site, site_of
from newscrawl.demo import truth
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.explanations import Explained, explain_article
from newscrawl.extensions.store import store_url
from newscrawl.extensions.summary import in_words
from newscrawl.extraction.block_memory import BlockMemory, repeated_texts
from newscrawl.extraction.continuations import next_part
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import PageKind, page_kind
from newscrawl.extraction.sitemaps import unzipped
from newscrawl.extraction.urls import is_http_url, site_key
from newscrawl.items import Article, as_dict
from newscrawl.loaders import SiteRules, site_rules
from newscrawl.pipelines import lack_of
from newscrawl.spiders.arguments import start_address
from newscrawl.spiders.place import matches
from newscrawl.spiders.site import SiteSpider, bounds_of, is_html
from newscrawl.store.peek import memory_at
from newscrawl.store.rows import dump_line

MAX_REQUESTS = 10
"""For one address: robots.txt, the page, redirects, and repeats after a failure."""

_SAVED_FROM = re.compile(rb"<!--\s{0,9}saved from url=\(\d{1,5}\)(https?://[^\s<>\"']{1,2000})")
"""What browsers write at the beginning of a page that they save."""

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz")
_MOST_CONTROLS = 0.05  # of a page's bytes; pictures and programs have a tenth


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """A page as it was read."""

    answer: Answer
    article: Article
    explained: list[Explained]
    kind: PageKind
    """What a crawl would take the page for."""
    rules: SiteRules
    next_part: str | None
    """Where an article of several pages goes on."""
    repeated: list[str]
    """Paragraphs that stand on other articles of the site, as crawls have learned, and are left out of the text."""


class Command(UsageInOneLine, ScrapyCommand):
    """Reads pages one after the other, each as a crawl reads it; keeps nothing but the case it is asked for."""

    requires_project = True
    requires_crawler_process = False
    worst = ExitStatus.FINISHED
    """Of the pages so far."""

    def syntax(self) -> str:
        return "[options] <url or file> ..."

    def short_desc(self) -> str:
        return "Show the article of a page, and why it is read so"

    def long_desc(self) -> str:
        return (
            "Read pages from the web, from files or from standard input (-), and print their articles."
            f" {DEMO!r} is one of the bundled demo. The tuned site that an address belongs to reads it. Obeys"
            " robots.txt and keeps nothing."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--why", action="store_true", help="each field's value, what gave it, what others said")
        parser.add_argument("--json", action="store_true", help="the data set's line; with --why, that as JSON")
        parser.add_argument("--save", metavar="CASE", help=f"make the page a test case: {CASES}/CASE/")
        parser.add_argument("--url", metavar="URL", help="the address of a page that is given as a file")
        parser.add_argument("--spider", metavar="NAME", help="read as this tuned site, whatever the address")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        status = told_in_one_line(lambda: self._extract(args, opts))
        self.exitcode = max(status, int(self.worst))

    def _extract(self, args: list[str], opts: argparse.Namespace) -> None:
        _check(args, opts)
        check_numbers(self.settings)
        folder = case_folder(opts.save) if opts.save is not None else None
        site = named_site(opts.spider, self.settings) if opts.spider is not None else None
        has_demo = any(_is_demo(given) for given in args)

        async def plan(looker: Looker) -> None:
            for number, given in enumerate(args):
                try:
                    answer = await self._answer(given, opts, looker)
                    extracted = self._read(answer, site or site_of(answer.url, self.settings), opts)
                    if number and not opts.json:
                        print()
                    _print(extracted, opts)
                    self._judge(extracted)
                    if folder is not None:
                        _save(folder, extracted)
                except CannotCrawl as error:
                    tell(error)
                    self.worst = max(self.worst, error.exit_status)

        with served_demo(self.settings) if has_demo else nullcontext():
            if all(map(_is_file, args)):
                asyncio.run(plan(Looker(0)))
            else:
                look(self.settings, plan, Looker(MAX_REQUESTS * len(args), LONGEST_LOOK_S * len(args)))

    async def _answer(self, given: str, opts: argparse.Namespace, looker: Looker) -> Answer:
        if _is_demo(given):
            return await looker.front_page(next(iter(truth())))
        if not _is_file(given):
            return await looker.front_page(start_address(given))
        return _answer_of_file(given, opts.url, self.settings)

    def _read(self, answer: Answer, spider: SiteSpider, opts: argparse.Namespace) -> Extracted:
        if opts.save is not None:  # a case knows no other page
            return _read(answer, spider, None)
        site = spider.name if spider.is_tuned else site_key(answer.url)
        known = memory_at(store_url(self.settings), site).get("blocks")
        return _read(answer, spider, BlockMemory.from_json(known))

    def _judge(self, extracted: Extracted) -> None:
        """Say so, and end so, where a crawl would keep no article of the page."""
        url, lack = extracted.answer.url, lack_of(extracted.article)
        if extracted.kind != "article":
            tell(f"{url} {kind_in_words(extracted.kind)}; what was found there is shown all the same")
        elif lack is not None:
            tell(f"{url} is an article with {in_words(lack)}; a crawl drops it")
        else:
            return
        self.worst = max(self.worst, ExitStatus.NO_ARTICLE)


def _check(args: list[str], opts: argparse.Namespace) -> None:
    refuse_options(args, "extract")
    if not args:
        raise CannotCrawl("give an address or a file: scrapy extract https://news.example/a")
    for option, value in (("--save", opts.save), ("--url", opts.url)):
        if value is not None and len(args) > 1:
            raise CannotCrawl(f"{option}: is of one page; give one address or file")
    if opts.url is not None and not _is_file(args[0]):
        raise CannotCrawl(f"--url {opts.url}: is the address of a file's page; give a file, or no --url")
    if args.count(STDIN) > 1:
        raise CannotCrawl(f"{STDIN}: standard input is one page; give it once")


# -- where a page lies -------------------------------------------------------------------------------------------------


def _is_demo(given: str) -> bool:
    return given == DEMO and not Path(given).is_file()


def _is_file(given: str) -> bool:
    """Whether a user means a file: one that is there, or whose name could not be an address."""
    if given in (STDIN, DEMO):
        return not _is_demo(given)
    if "://" in given:
        return False
    host, slash, _ = given.partition("/")
    could_be_host = "." in host or ":" in host or host == "localhost"
    looks_like_page = not slash and given.lower().endswith(_PAGE_SUFFIXES)
    exists = os.path.exists(given)  # noqa: PTH110  # Path.exists raises for a name that is too long
    return exists or given.startswith((".", "~")) or looks_like_page or not could_be_host


def _answer_of_file(file: str, given_url: str | None, settings: BaseSettings) -> Answer:
    """A page on disk as if it had been fetched; CannotCrawl if it is none, or nobody says its address."""
    url = start_address(given_url) if given_url is not None else None
    body = unzipped(read_page(file, settings.getint("DOWNLOAD_MAXSIZE")))
    if not _is_page(body):
        raise CannotCrawl(f"{file}: is no page of HTML; name a file that holds one")
    url = url or _own_address(body)
    if url is None:
        raise CannotCrawl(f"{file}: does not say where it comes from; give its address: --url https://news.example/a")
    return Answer(url=url, body=body, is_html=True, bounds=bounds_of(settings))


def _is_page(body: bytes) -> bool:
    if b"<" not in body or not is_html(Response("", body=body)):
        return False
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 has any byte
        return True
    start = body[:1024].replace(b"\0", b"")
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in start)
    return controls <= _MOST_CONTROLS * len(start)


def _own_address(body: bytes) -> str | None:
    """The address that a page states as its own."""
    page = Page(body, "")
    links = [node.attributes.get("href") or "" for node in page.tree.css("link[rel~=canonical i][href]")[:5]]
    saved = _SAVED_FROM.search(body[:4096])
    stated = [*links, *page.meta_values("og:url"), *([saved[1].decode("latin-1")] if saved else [])]
    return next((url for text in stated if is_http_url(url := text.strip())), None)


# -- reading and telling -----------------------------------------------------------------------------------------------


def _read(answer: Answer, spider: SiteSpider, memory: BlockMemory | None) -> Extracted:
    page, rules = answer.page(), site_rules(spider)
    article, explained = explain_article(page, rules, memory)
    provenance = article.provenance
    provenance.fetched_at, provenance.http_status = answer.fetched_at, answer.status
    provenance.etag, provenance.last_modified = answer.etag, answer.last_modified
    return Extracted(
        answer=answer,
        article=article,
        explained=explained,
        kind=_kind(page, article, spider),
        rules=rules,
        next_part=next_part(page),
        repeated=repeated_texts(page, memory) if article.provenance.fields.text == "dom" else [],
    )


def _kind(page: Page, article: Article, spider: SiteSpider) -> PageKind:
    if matches(spider.article_urls, page.url):
        return "article"
    if matches(spider.index_urls, page.url):
        return "index"
    return page_kind(page, article.text)


def _print(extracted: Extracted, opts: argparse.Namespace) -> None:
    if opts.json:
        line = _why_line(extracted) if opts.why else dump_line(as_dict(extracted.article))
        sys.stdout.flush()
        sys.stdout.buffer.write(line.encode() + b"\n")  # JSON is UTF-8, whatever a terminal is
        sys.stdout.buffer.flush()
    elif opts.why:
        url, kind, explained, repeated = extracted.answer.url, extracted.kind, extracted.explained, extracted.repeated
        print_whole(lambda width: show_explained(url, kind, explained, repeated, width))
    else:
        print_whole(lambda width: show_article(extracted.article, width, extracted.next_part))
    sys.stdout.flush()


def _why_line(extracted: Extracted) -> str:
    fields = {
        one.field: {
            "value": as_dict(one.value),
            "strategy": one.strategy,
            "claims": {name: [asdict(claim) for claim in claims] for name, claims in one.claims.items()},
        }
        for one in extracted.explained
    }
    found = {
        "url": extracted.answer.url,
        "page_kind": extracted.kind,
        "fields": fields,
        "on_other_articles": extracted.repeated,
    }
    return dump_line(json.loads(json.dumps(found, default=str)))  # whatever a page's JSON-LD holds


def _save(folder: Path, extracted: Extracted) -> None:
    saved = save_case(folder, extracted.answer.body, extracted.answer.url, extracted.rules)
    read = f"pytest tests/test_pages.py -k {folder.name}"
    tell(f"saved {CASES / folder.name}: check article.json by hand, mend what is wrong, and run {read}")
    if saved.text != extracted.article.text or saved.headline != extracted.article.headline:
        tell("a case has no HTTP headers, and they alone name the page's charset: put <meta charset> into page.html")

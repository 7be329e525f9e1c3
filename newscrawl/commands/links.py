"""`scrapy links URL`: what a crawl would follow from a page, and why; the first look when a site behaves oddly."""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.demo_web import DEMO
from newscrawl.commands.faults import UsageInOneLine
from newscrawl.commands.files import read_page
from newscrawl.commands.looking import Looker, look, one_address, site_to_look_at, told_in_one_line
from newscrawl.commands.showing import cut, cut_amid, print_whole, shown, table
from newscrawl.commands.sources import Source, feeds_named_by, sources_of
from newscrawl.exceptions import CannotCrawl
from newscrawl.extensions.store import store_url
from newscrawl.extensions.summary import in_words
from newscrawl.extraction.links import Link, LinkKind, explain_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind
from newscrawl.extraction.paging import next_page
from newscrawl.extraction.site_memory import SiteMemory, url_template
from newscrawl.extraction.traps import trap_of
from newscrawl.extraction.urls import site_key
from newscrawl.loaders import ArticleLoader
from newscrawl.spiders.arguments import start_address
from newscrawl.spiders.following import SURELY_OTHER, is_of_list
from newscrawl.spiders.place import today
from newscrawl.spiders.site import bounds_of
from newscrawl.store import Store

KINDS: tuple[LinkKind, ...] = ("article", "index", "other")
_SHOWN = {"article": 40, "index": 20, "other": 10}
"""Links of each kind that are printed without ``--all``."""

MAX_REQUESTS = 14
"""With robots.txt, the page, redirects, and repeats after a failure."""

_REASONS = 6  # signs of a link that are kept; as many are printed as there is room for
_SOURCES_SHOWN = 20
_FORMS_SHOWN = 5


@dataclass(frozen=True)
class Judged:
    """A link as a crawl takes it."""

    link: Link
    reasons: list[tuple[str, float]]
    skipped: str | None
    """Why a crawl would not ask for it. None: it would."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a look at a page came to."""

    url: str
    kind: str
    """What the page itself was judged to be."""
    links: list[Judged]
    next_page: str | None
    sources: list[Source]
    memory: SiteMemory | None
    """None: there is no store, or it knows nothing of the site."""
    memory_note: str
    requests: int


class Command(UsageInOneLine, ScrapyCommand):
    """Fetches the page, and the few feeds and sitemaps that it or robots.txt names; keeps nothing."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <url>"

    def short_desc(self) -> str:
        return "Show what a crawl would follow from a page, and why"

    def long_desc(self) -> str:
        return (
            "Fetch a page, say what it is, and print what its links were taken for and why, which feeds and sitemaps"
            f" the site has, and what a crawl would leave out. {DEMO!r} is the bundled demo. Keeps nothing."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--kind", metavar="KIND", help=f"only links of one kind: {', '.join(KINDS)}")
        parser.add_argument("--all", action="store_true", help="every link, and not the best of each kind alone")
        parser.add_argument("--json", action="store_true", help="print JSON, with every link")
        parser.add_argument("--no-memory", action="store_true", help="judge by the page alone, whatever crawls learned")
        parser.add_argument("--url", metavar="URL", help="the address of a page that is given as a file")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = told_in_one_line(lambda: self._links(one_address(args, "links"), opts))

    def _links(self, given: str, opts: argparse.Namespace) -> None:
        if opts.kind is not None and opts.kind not in KINDS:
            raise CannotCrawl(f"--kind {opts.kind}: choose from {', '.join(KINDS)}")
        seen = self._seen(given, opts)
        kinds = (opts.kind,) if opts.kind else KINDS
        if opts.json:
            print(json.dumps(as_dict(seen, kinds), ensure_ascii=False, indent=2))
            return
        print_whole(lambda width: show(seen, kinds, width, shows_all=opts.all))

    def _seen(self, given: str, opts: argparse.Namespace) -> Seen:
        if "://" not in given and Path(given).is_file():
            return self._seen_in_file(given, opts)
        looker = Looker(MAX_REQUESTS)
        with site_to_look_at(given, self.settings) as url:
            memory, note = (None, "left aside") if opts.no_memory else _memory_of(url, self.settings)

            async def plan(looker: Looker) -> Seen:
                answer = await looker.front_page(url)
                page = answer.page()
                sources = await sources_of(page, looker)
                return _judge(page, url, memory, note, sources, looker.requests)

            return look(self.settings, plan, looker)

    def _seen_in_file(self, given: str, opts: argparse.Namespace) -> Seen:
        """The same of a page that lies on disk: nothing is fetched."""
        if opts.url is None:
            raise CannotCrawl(f"{given} is a file; give its address too: --url https://news.example/")
        body = read_page(given, self.settings.getint("DOWNLOAD_MAXSIZE"))
        page = Page(body, start_address(opts.url), bounds=bounds_of(self.settings))
        memory, note = (None, "left aside") if opts.no_memory else _memory_of(page.url, self.settings)
        return _judge(page, page.url, memory, note, feeds_named_by(page), 0)


# -- what is found -----------------------------------------------------------------------------------------------------


def _judge(page: Page, asked: str, memory: SiteMemory | None, note: str, sources: list[Source], requests: int) -> Seen:
    own = {site_key(asked), site_key(page.url)}
    article = ArticleLoader(page).load_item()
    explained = explain_links(page, page.url, memory, strongest=_REASONS)
    links = [Judged(one.link, one.reasons, _why_skipped(one.link, page.url, own)) for one in explained]
    return Seen(
        url=page.url,
        kind=page_kind(page, article.text),
        links=sorted(links, key=lambda one: (KINDS.index(one.link.kind), -one.link.score)),
        next_page=next_page(page),
        sources=sources,
        memory=memory,
        memory_note=note,
        requests=requests,
    )


def _why_skipped(link: Link, here: str, own: set[str]) -> str | None:
    """Why a crawl would not ask for a link; None if it would, sooner or later."""
    if site_key(link.url) not in own:
        return "off_site"
    if (trap := trap_of(link.url, today())) is not None:
        return trap
    if link.kind == "other" and link.score >= SURELY_OTHER:
        return "other"
    return "other_list_page" if link.kind == "index" and is_of_list(link.url, here) else None


def _memory_of(url: str, settings: Any) -> tuple[SiteMemory | None, str]:
    """What crawls have learned of a site, and what to say of it. No store is made for it."""
    address = store_url(settings)
    try:
        place = sa.make_url(address)
        if place.get_backend_name() == "sqlite" and not Path(place.database or "").is_file():
            return None, "no store yet"
        with closing(Store(address)) as store, closing(store.reader()) as reader:
            memory = SiteMemory.from_json(store.memory_of(reader, site_key(url)).get("links"))
    except (CannotCrawl, sa.exc.SQLAlchemyError) as error:
        return None, f"cannot be read ({str(error).splitlines()[0]})"
    return (memory, "") if memory else (None, "nothing known of this site yet")


# -- for a program -----------------------------------------------------------------------------------------------------


def as_dict(seen: Seen, kinds: Sequence[LinkKind] = KINDS) -> dict[str, Any]:
    """What ``--json`` prints, in this order; the links are those of the kinds asked for."""
    return {
        "url": seen.url,
        "page_kind": seen.kind,
        "next_page": seen.next_page,
        "counts": dict(_counts(seen)),
        "left_out": dict(_left_out(seen)),
        "links": [_link_dict(one) for one in seen.links if one.link.kind in kinds],
        "sources": [asdict(source) for source in seen.sources],
        "memory": seen.memory.to_json()["templates"] if seen.memory is not None else None,
        "requests": seen.requests,
    }


def _link_dict(judged: Judged) -> dict[str, Any]:
    link = judged.link
    return {
        "url": link.url,
        "kind": link.kind,
        "score": link.score,
        "chances": {name: round(value, 3) for name, value in zip(KINDS, link.chances, strict=True)},
        "text": link.text,
        "role": link.role,
        "left_out": judged.skipped,
        "reasons": [{"sign": sign, "weight": weight} for sign, weight in judged.reasons],
    }


def _counts(seen: Seen) -> Counter[str]:
    return Counter(one.link.kind for one in seen.links)


def _left_out(seen: Seen) -> list[tuple[str, int]]:
    return Counter(one.skipped for one in seen.links if one.skipped is not None).most_common()


# -- for a person ------------------------------------------------------------------------------------------------------


def show(seen: Seen, kinds: Sequence[LinkKind], width: int, *, shows_all: bool) -> RenderableType:
    """What the page is, its links by kind, sources, and what a crawl would leave out."""
    parts: list[RenderableType] = [_line(_heading(seen), "bold"), Text()]
    most = {kind: len(seen.links) if shows_all else _SHOWN[kind] for kind in kinds}
    if seen.links:
        parts.append(_link_table(seen, most, width))
    parts += [_line(f"… {count:,} more {_of_kind(kind, count)} (--all)") for kind, count in _hidden(seen, most)]
    parts += [Text(), _facts(seen, width)]
    return Group(*parts)


def _heading(seen: Seen) -> str:
    counts = _counts(seen)
    told = ", ".join(f"{counts[kind]:,} {_of_kind(kind, counts[kind])}" for kind in KINDS if counts[kind])
    kind = {"article": "an article", "index": "a page that lists articles"}.get(seen.kind, "neither article nor list")
    return shown(f"{seen.url} is {kind}; its links: {told or 'none'}")


def _of_kind(kind: str, count: int) -> str:
    names = {"article": ("article", "articles"), "index": ("index page", "index pages"), "other": ("other", "others")}
    return names[kind][count != 1]


def _hidden(seen: Seen, most: Mapping[LinkKind, int]) -> Iterator[tuple[str, int]]:
    counts = _counts(seen)
    return ((kind, counts[kind] - printed) for kind, printed in most.items() if counts[kind] > printed)


def _link_table(seen: Seen, most: Mapping[LinkKind, int], width: int) -> Table:
    rows = table(has_header=True)
    for title in ("kind", "score", "address", "text", "why"):
        rows.add_column(title, no_wrap=True, justify="right" if title == "score" else "left")
    room = max(30, width - 7 - 5 - 8)  # without kind, score, and what parts the columns
    address, text = room // 3, room // 4
    for kind, count in most.items():
        for one in [one for one in seen.links if one.link.kind == kind][:count]:
            rows.add_row(
                one.link.kind,
                f"{one.link.score:.2f}",
                Text(cut_amid(shown(_short(one.link.url, seen.url)), address)),
                Text(cut(shown(one.link.text), text)),
                Text(cut(_why(one), room - address - text)),
                style="dim" if one.skipped is not None else "",
            )
    return rows


def _why(one: Judged) -> str:
    signs = ", ".join(f"{'+' if weight >= 0 else '−'} {sign}" for sign, weight in one.reasons)
    if one.skipped is None:
        return signs
    return f"left out: {in_words(one.skipped)}" + (f"; {signs}" if signs and one.skipped != "off_site" else "")


def _short(url: str, here: str) -> str:
    """An address without what it shares with the page's, in its own script."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(here))
    short = url.removeprefix(origin) if url.startswith(origin + "/") else url.partition("://")[2]
    return unquote(short)


def _facts(seen: Seen, width: int) -> Table:
    rows = table()
    rows.add_column(no_wrap=True)
    rows.add_column(no_wrap=True, overflow="ellipsis")
    left_out = _left_out(seen)
    rows.add_row("next page", _cell(seen.next_page or "none", width))
    told = ", ".join(f"{count:,} {in_words(reason)}" for reason, count in left_out)
    rows.add_row("left out", _cell(f"{sum(count for _, count in left_out):,}" + (f": {told}" if told else ""), width))
    rows.add_row("memory", _cell(_memory_line(seen), width))
    for form in _known_forms(seen):
        rows.add_row("", _cell(form, width))
    for place, source in enumerate(seen.sources[:_SOURCES_SHOWN]):
        rows.add_row("sources" if place == 0 else "", _cell(_source_line(source), width))
    if not seen.sources:
        rows.add_row("sources", "none named")
    elif len(seen.sources) > _SOURCES_SHOWN:
        rows.add_row("", f"… {len(seen.sources) - _SOURCES_SHOWN} more (--json has them)")
    rows.add_row("requests", f"{seen.requests}")
    return rows


def _source_line(source: Source) -> str:
    if source.problem is not None:
        held = source.problem
    else:
        held = f"{source.entries:,} {'entry' if source.entries == 1 else 'entries'}"
        held += f", newest {source.newest}" if source.newest else ", none dated"
    return f"{source.kind} {source.url} ({source.named_by}): {held}"


def _memory_line(seen: Seen) -> str:
    if seen.memory is None:
        return seen.memory_note
    return f"{len(seen.memory):,} forms of address are known, and count in the scores (--no-memory: without); such as"


def _known_forms(seen: Seen) -> list[str]:
    """What pages were whose addresses have the form of this page's links, the best known first."""
    if seen.memory is None:
        return []
    forms = dict.fromkeys(url_template(one.link.url) for one in seen.links)
    known = sorted(((form, seen.memory.counts(form)) for form in forms), key=lambda pair: -sum(pair[1]))
    return [f"  {form}: {_told_counts(counts)}" for form, counts in known[:_FORMS_SHOWN] if sum(counts)]


def _told_counts(counts: Sequence[float]) -> str:
    rounded = [(kind, math.ceil(count)) for kind, count in zip(KINDS, counts, strict=True) if count]
    return ", ".join(f"{count:,} {_of_kind(kind, count)}" for kind, count in rounded)


def _cell(text: str, width: int) -> Text:
    return Text(cut(shown(text), max(20, width - 11)))


def _line(text: str, style: str = "") -> Text:
    return Text(text, style=style, no_wrap=True, overflow="ignore")  # an address broken in two cannot be copied

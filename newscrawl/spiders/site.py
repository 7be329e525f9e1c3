"""SiteSpider, `scrapy crawl site`: any news site, and the base class of tuned ones."""

from __future__ import annotations

import asyncio
import difflib
import inspect
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.applications import FEW_ARTICLES as FEW_LISTED
from newscrawl.extraction.applications import state_links
from newscrawl.extraction.block_memory import BlockMemory, Print, block_prints
from newscrawl.extraction.continuations import first_part, join_parts, next_part, whole_article
from newscrawl.extraction.dates import named_zone
from newscrawl.extraction.feeds import looks_like_feed
from newscrawl.extraction.links import Link, classify_links
from newscrawl.extraction.markup import Bounds, ends_whole
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind
from newscrawl.extraction.rights import PageRules, page_rules
from newscrawl.extraction.site_memory import SiteMemory
from newscrawl.extraction.sitemaps import is_packed, looks_like_sitemap, unzipped
from newscrawl.extraction.urls import plain_url, site_key
from newscrawl.extraction.walls import repeats_notice, wall_of
from newscrawl.items import FLAGS, Article, Flag
from newscrawl.loaders import ArticleLoader, Evidence, SiteRules, check_selectors
from newscrawl.roster import Entry
from newscrawl.spiders import ranking
from newscrawl.spiders.arguments import ARGUMENTS, Wanted, read_articles_file, read_urls_file, split_urls, start_address
from newscrawl.spiders.following import Following
from newscrawl.spiders.ledger import RightsLedger
from newscrawl.spiders.place import GONE, NOTHING_THERE, PAGE, about_of, header, headers, is_rendered, matches
from newscrawl.spiders.rendering import MODES, Rendering, count_articles, is_to_list
from newscrawl.spiders.turns import Turns

NAMED_BY = ("feed", "sitemap", "articles_file")
"""Sources that name articles and nothing else."""

FEW_WORDS = 25
"""A text as long as this, with a headline, under an address with a number, makes an article of a page that says
nothing of itself, neither a date nor what it is."""

FEW_ARTICLES = 3
"""Links to articles that make a list of a page that its link did not promise to be one."""

MAX_PARTS = 20
"""Pages of one article."""


@dataclass(frozen=True)
class PageReading:
    """What a page of HTML holds: all that is found out about it without asking for anything else."""

    article: Article
    links: list[Link]
    kind: str
    """``article``, ``index`` or ``other``."""
    wall: str | None
    """What stands in the article's place. None: nothing does."""
    rules: PageRules
    first: str | None
    """The first page of an article that this is a later page of. None: it is none."""
    prints: list[Print]
    """Of the article's blocks; none if it is no article."""


class SiteSpider(Following, Rendering, Spider):
    """Follows a site from its front page to its articles; each page is judged by what it holds.

    1. ``start`` asks for the site's start addresses, or for the addresses of an ``articles_file``.
    2. ``parse`` parses a page once. If it is an article, ``ArticleLoader`` reads it.
    3. Its links to articles, index pages and the next page of a list become rows of the frontier.

    A tuned site is a subclass in ``spiders/sites/`` that says only what generic reading gets wrong::

        class Times(SiteSpider):
            name = "times"
            start_urls = ["https://times.test/"]
            fields = {"headline": "h1.title"}
            article_urls = [r"/story/"]
            timezone = "Europe/Berlin"
    """

    name = "site"

    start_urls: list[str] = []
    """Where the crawl begins: front page, sections."""
    allowed_domains: list[str] = []
    """Hosts and domains that are followed. Empty: the registrable domains of ``start_urls``."""
    article_urls: list[str] = []
    """Regular expressions: an address that one of them finds is an article, whatever it looks like."""
    index_urls: list[str] = []
    """Regular expressions: an address that one of them finds lists articles. Checked after ``article_urls``."""
    timezone: str | None = None
    """IANA zone of dates that the site prints without one, e.g. ``Europe/Berlin``."""
    fields: dict[str, str | list[str]] = {}
    """CSS selectors by field name, tried before anything else: ``h1.title``, ``time::attr(datetime)``."""

    render: str | None = None
    """``auto``, ``never`` or ``always``. None: as NEWSCRAWL_RENDER says."""

    def __init__(
        self,
        url: str | None = None,
        urls_file: str | None = None,
        articles_file: str | None = None,
        entries: Sequence[Entry] = (),
        **kwargs: Any,
    ) -> None:
        """``url``: addresses, comma-separated; ``urls_file``: one address a line; ``articles_file``: articles only.
        ``entries``: what the roster says of the sites (``scrapy crawl`` gives them for ``site=`` and ``roster=``).

        ``since`` and ``until``: ``2026-11-01``, or ``2d`` back from now; ``max_articles``; ``sections``: words or paths
        of addresses; ``follow``: feeds, sitemaps, links or all; ``backfill``: back through archives as far as
        ``since``; ``minutes``: then the crawl stops, and goes on when it is started again.
        """
        asked = {name: kwargs.pop(name, None) for name in ARGUMENTS}
        super().__init__(**kwargs)
        self._check_class()
        self._check_arguments(kwargs)
        self.wanted = Wanted.read(datetime.now(UTC), **asked)
        self.articles: list[dict[str, Any]] = read_articles_file(articles_file) if articles_file else []
        if url or urls_file:
            self.start_urls = [*split_urls(url or ""), *(read_urls_file(urls_file) if urls_file else [])]
        elif articles_file:
            self.start_urls = []
        self.seeds = [start_address(text) for text in self.start_urls]
        self.sites: dict[str, None] = dict.fromkeys(
            self._site_of(address) for address in [*self.seeds, *(article["url"] for article in self.articles)]
        )
        """The keys of the sites that this crawl works on, as an ordered set: lock, rows and file go by them."""
        self.entries: Mapping[str, Entry] = {entry.site: entry for entry in entries}
        """What the roster says, by site."""
        self._domains = {site_key(f"http://{domain}/") for domain in self.allowed_domains}
        self._rules = SiteRules(fields=self.fields, timezone=self.timezone, name=self.name)
        self.memories: dict[str, SiteMemory] = defaultdict(SiteMemory)
        """What pages of each address form turned out to be, by site; a crawl's store puts its own here."""
        self.block_memories: dict[str, BlockMemory] = {}
        """What each site's articles print, likewise."""
        self.notes: dict[str, dict[str, Any]] = {}
        self.render_mode = self.render or "auto"
        self._named: Counter[str] = Counter()
        self._tried: set[str] = set()
        self._in_vain: Counter[str] = Counter()
        self.max_links = 2000
        self.bounds = Bounds()
        self._turns = Turns()
        self._notices: dict[Response, tuple[str | None, str | None]] = {}
        self._too_old: defaultdict[str, int] = defaultdict(int)
        self._kept = self._given = 0
        self._one_less = asyncio.Event()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        contact = settings["NEWSCRAWL_CONTACT"]
        if contact and settings.getpriority("USER_AGENT") <= SETTINGS_PRIORITIES["project"]:
            named = " ".join(str(contact).split())
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{named})", priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._read_settings(crawler.settings)
        spider.ledger = RightsLedger(crawler)
        if spider.wanted.minutes:
            crawler.settings.set("CLOSESPIDER_TIMEOUT", spider.wanted.minutes * 60, priority="spider")
        if spider.wanted.max_articles:
            crawler.signals.connect(spider._article_kept, signal=signals.item_scraped)
            crawler.signals.connect(spider._article_gone, signal=signals.item_dropped)
            crawler.signals.connect(spider._article_gone, signal=signals.item_error)
        return spider

    def _read_settings(self, settings: BaseSettings) -> None:
        self.max_links = settings.getint("NEWSCRAWL_LINKS_PER_PAGE")
        self.bounds = bounds_of(settings)
        self.render_mode = self.render or settings["NEWSCRAWL_RENDER"]
        if self.render_mode not in MODES:
            raise CannotCrawl(f"NEWSCRAWL_RENDER: {self.render_mode!r} is no mode; give {', '.join(MODES)}")

    @property
    def is_tuned(self) -> bool:
        return type(self) is not SiteSpider

    def delay_of(self, url: str) -> float:
        """Seconds between two requests to an address's host that the roster asks for."""
        entry = self.entries.get(site_key(url)) if self.entries else None
        return (entry.delay_s or 0.0) if entry is not None else 0.0

    # -- addresses -------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        for address in self.seeds:
            about = {"site": self._site_of(address), "kind": "index", "via": "start", "always": True}
            yield Request(address, priority=ranking.START, meta={PAGE: about, **self._render_meta("index")})
        if "sitemaps" in self.wanted.follow:
            for robots in dict.fromkeys(urljoin(address, "/robots.txt") for address in self.seeds):
                about = {"site": self._site_of(robots), "kind": "sitemap", "via": "start", "always": True}
                # A site without robots.txt has no sitemap to declare: then the usual places are tried.
                meta = {PAGE: about, "handle_httpstatus_list": list(GONE)}
                yield Request(robots, self.parse_robots, priority=ranking.ROBOTS, meta=meta)
        for article in self.articles:
            about = {"site": self._site_of(article["url"]), "kind": "article", "via": "articles_file"}
            about |= {"ref": article.get("ref"), "always": False}
            meta = {PAGE: about, **self._render_meta("article")}
            yield Request(article["url"], priority=ranking.ROBOTS, meta=meta)
            await asyncio.sleep(0)  # Scrapy takes what start gives without pause while its slots are full

    def _site_of(self, address: str) -> str:
        return self.name if self.is_tuned else site_key(address)

    def _is_own(self, address: str, response: Response) -> bool:
        """Whether an address belongs to the site that a page was asked of, wherever that page's redirect led."""
        domain = site_key(address)
        if self._domains:
            return domain in self._domains
        asked = response.meta.get("redirect_urls", [response.url])[0]
        return domain == site_key(asked) or (
            about_of(response).get("via") == "start" and domain == site_key(response.url)
        )

    # -- pages -----------------------------------------------------------------------------------------------------

    async def parse(self, response: Response) -> AsyncIterator[Any]:
        """Judge a page by what it holds and give its article, its links, or both."""
        about = about_of(response)
        if response.status == 304:
            return
        if not self._is_own(response.url, response):
            about["skipped"] = "off_site"
            return
        body = await _unpacked(response.body)
        if looks_like_sitemap(body):
            about["kind"] = "sitemap"
            async for request in self._sitemap_links(body, response):
                yield request
        elif looks_like_feed(body):
            about["kind"] = "feed"
            async for request in self._feed_links(body, response):
                yield request
        elif about.get("kind") in ("feed", "sitemap") or not is_html(response):
            about["skipped"] = "not_html" if not is_html(response) else f"no_{about['kind']}"
            about["kind"] = "other"
        else:
            self.ledger.expect(response)
            page = await self._read_in_turn(response)
            text = self._read(page, response).article.text
            if about.get("kind") == "article" and self._needs_browser(page, text, response):
                page, response = await self._rendered(page, response)
            for output in self.parse_page(page, response):
                if not isinstance(output, Article):
                    yield output
                elif (article := await self._finished(output, page, response)) is not None:
                    yield article

    async def parse_probe(self, response: Response) -> AsyncIterator[Any]:
        """A usual place of a feed or a sitemap: what is something else tells nothing."""
        body = await _unpacked(response.body)
        if response.status in NOTHING_THERE or not (looks_like_sitemap(body) or looks_like_feed(body)):
            about_of(response)["kind"] = "other"
            return
        async for output in self.parse(response):
            yield output

    def parse_page(self, page: Page, response: Response) -> Iterator[Any]:
        """What a page of HTML gives; a tuned site overrides this to add or to leave out."""
        about = about_of(response)
        is_list = is_to_list(about)
        about["rendered"] = is_rendered(response)
        read = self._read(page, response)
        article, links, first, rules = read.article, read.links, read.first, read.rules
        about["kind"] = read.kind
        if first is not None and self._is_own(first, response):
            about["skipped"] = "later_part"
            yield self._request(first, response, kind="article", priority=ranking.NEWS_SOURCE)
        elif about["kind"] == "article" and rules.forbids_keeping:
            about["skipped"] = "noindex"
        elif about["kind"] == "article":
            about["prints"] = read.prints
            if "dataloss" in response.flags:
                flag(article, "repaired_transfer")
            if "partial" in response.flags and not ends_whole(response.body):
                flag(article, "truncated")  # no length was announced, and the page has no end
            yield self._with_provenance(article, response)
        elif about["kind"] == "other":
            about["skipped"] = read.wall or "no_article"
        if rules.forbids_following:
            self._skip("nofollow")
        elif about.get("via") != "articles_file":
            self._note_list(links, response) if is_rendered(response) else None
            yield from self._follow(page, links, response)
            yield from self._render_later(page, links, response) if is_list else ()

    async def _read_in_turn(self, response: Response) -> Page:
        """A page, read."""

        def work() -> Page:
            page = self._page(response)
            self._read(page, response)
            return page

        return await self._turns.take(work, len(response.body))

    async def _rendered(self, page: Page, response: Response) -> tuple[Page, Response]:
        """An article without text as a browser shows it; as it is, where that brings nothing."""
        found = await self._by_browser(response)
        if found is None:
            return page, response
        rendered = await self._read_in_turn(found)
        article = self._read(rendered, found).article
        self._note_article(article.word_count or 0, response)
        return (rendered, found) if article.text else (page, response)

    def _read(self, page: Page, response: Response) -> PageReading:
        """What a page holds; read once."""
        if PageReading not in page.readings:
            about = about_of(response)
            loader = self._loader(page, response, evidence=evidence_of(about), fetched_at=about.get("fetched_at"))
            article = loader.load_item()
            links = classify_links(page, page.url, self.memories.get(about["site"]))
            kind = self._kind(page, article, links, response)
            if kind != "article" and is_to_list(about) and count_articles(links) < FEW_LISTED:
                links = [*links, *state_links(page, self.memories.get(about["site"]))]
                kind = self._kind(page, article, links, response)
            named = (about.get("evidence") or {}).get("title")
            wall = wall_of(page, article.text, named) if kind != "index" else None
            kind = "other" if wall is not None else kind
            first, prints = (first_part(page), block_prints(page)) if kind == "article" else (None, [])
            rules = page_rules(page, headers(response, "X-Robots-Tag"))
            page.readings[PageReading] = PageReading(article, links, kind, wall, rules, first, prints)
        return page.readings[PageReading]

    async def _finished(self, article: Article, page: Page, response: Response) -> Article | None:
        """The article with its further pages; None if it is not wanted, or no more are."""
        about = about_of(response)
        article = await self._whole(article, page, response)
        about["day"] = (article.published_at_utc or article.published_day or "")[:10] or None
        if await self._is_notice(article, response):
            about["kind"], about["skipped"] = "other", "not_found"
            return None
        reason = self.wanted.outside(article.published_at_utc or article.published_day)
        self._note_age(about, is_old=reason == "older_than_since")
        if reason is not None and about.get("via") != "articles_file":
            about["skipped"] = reason
            return None
        if not about.get("has_given") and not await self._may_give():
            about["leave"] = True
            return None
        about["has_given"] = True
        self._given += 1
        await self.ledger.complete(article.rights, response)
        return article

    async def _is_notice(self, article: Article, response: Response) -> bool:
        """Whether a page is what its host shows, as if it were there, for any address."""
        shown = await self.ledger.page_for_nothing(response)
        if shown is None or about_of(response).get("via") == "articles_file":
            return False
        if shown not in self._notices:
            found = ArticleLoader(self._page(shown), self._rules).load_item()
            self._notices[shown] = (found.headline, found.text)
        return repeats_notice(article.headline, article.text, *self._notices[shown])

    async def _whole(self, article: Article, page: Page, response: Response) -> Article:
        """An article with all its pages: the text of one that has it whole, or its parts joined in order."""
        single = whole_article(page)
        if single is not None and (further := await self._further_page(single, response)) is not None:
            _, whole = further
            if holds(whole, article):
                article.text, article.word_count, article.text_sha256 = whole.text, whole.word_count, whole.text_sha256
                return article
        parts, seen = [article], {plain_url(response.url)}
        address = next_part(page)
        while address and len(parts) < MAX_PARTS and plain_url(address) not in seen:
            seen.add(plain_url(address))
            further = await self._further_page(address, response)
            if further is None:
                flag(article, "truncated")
                break
            page, part = further
            parts.append(part)
            address = next_part(page)
        return join_parts(parts) if len(parts) > 1 else article

    async def _further_page(self, address: str, response: Response) -> tuple[Page, Article] | None:
        """A page that belongs to another page's article, and what it reads as by itself; None if it cannot be had.
        Robots and delays hold for it."""
        if not self._is_own(address, response):
            return None
        try:
            found = await self.crawler.engine.download_async(Request(address, headers={"Referer": response.url}))
        except Exception as error:  # whatever kept it from coming: the article stands without it, and says so
            self.logger.debug("%s: %s", address, error)
            return None
        if found.status != 200 or not is_html(found) or not self._is_own(found.url, response):
            return None

        def work() -> tuple[Page, Article]:
            page = self._page(found)
            return page, self._loader(page, response).load_item()

        return await self._turns.take(work, len(found.body))

    def _loader(self, page: Page, response: Response, **known: Any) -> ArticleLoader:
        """What reads a page that a response led to, knowing what the site's other articles print."""
        memory = self.block_memories.get(about_of(response)["site"])
        entry = self.entries.get(about_of(response)["site"])
        zone = entry.timezone if entry is not None else None
        rules = replace(self._rules, timezone=zone) if zone is not None else self._rules
        return ArticleLoader(page, rules, block_memory=memory, **known)

    def _page(self, response: Response) -> Page:
        return Page(response.body, response.url, content_type=header(response, "Content-Type"), bounds=self.bounds)

    def _kind(self, page: Page, article: Article, links: list[Link], response: Response) -> str:
        if matches(self.article_urls, response.url):
            return "article"
        if matches(self.index_urls, response.url):
            return "index"
        kind = page_kind(page, article.text)
        if kind != "other":
            return kind
        promised, via = about_of(response).get("kind"), about_of(response).get("via")
        if promised == "index" and (about_of(response).get("evidence") or {}).get("backfill"):
            return "index"  # a day on which nothing appeared still leads to the day before
        if promised == "index" and any(link.kind == "article" for link in links):
            return "index"  # a section with few stories yet: more will come
        if promised == "other" and sum(link.kind == "article" for link in links) >= FEW_ARTICLES:
            return "index"
        if promised == "article" and is_plain_article(article, is_named=via in NAMED_BY):
            return "article"
        return kind

    def _with_provenance(self, article: Article, response: Response) -> Article:
        about = about_of(response)
        article.ref = about.get("ref")
        provenance = article.provenance
        provenance.fetched_at = about.get("fetched_at")
        provenance.http_status = response.status
        provenance.etag = header(response, "ETag")
        provenance.last_modified = header(response, "Last-Modified")
        provenance.discovered_via = about.get("via")
        provenance.discovered_from = about.get("from")
        provenance.depth = response.meta.get("depth")
        provenance.rendered = is_rendered(response)
        return article

    # -- how many --------------------------------------------------------------------------------------------------

    async def _may_give(self) -> bool:
        """Whether one more article is wanted; waits while those on their way may yet turn out to be known."""
        most = self.wanted.max_articles
        while most is not None and self._given >= most:
            if self._kept >= most:
                return False
            self._one_less.clear()
            await self._one_less.wait()
        return True

    def _article_kept(self, item: Any) -> None:
        if not isinstance(item, Article):
            return
        self._kept += 1
        if self._kept == self.wanted.max_articles:
            self._one_less.set()
            asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="max_articles"))  # noqa: RUF006

    def _article_gone(self, item: Any) -> None:
        if isinstance(item, Article):
            self._given -= 1
            self._one_less.set()

    def _note_age(self, about: dict[str, Any], *, is_old: bool) -> None:
        """Count the articles of a list that are too old; one that is not begins the count anew."""
        place = (about.get("evidence") or {}).get("list")
        if place is not None and self.wanted.since is not None:
            self._too_old[place] = self._too_old[place] + 1 if is_old else 0

    # -- checks at start -------------------------------------------------------------------------------------------

    def _check_arguments(self, others: dict[str, Any]) -> None:
        """CannotCrawl for an argument that the general spider does not know; a tuned one may have its own."""
        known = ["url", "urls_file", "articles_file", "site", "roster", *ARGUMENTS]
        for name in others:
            if not self.is_tuned and not name.startswith("_") and not hasattr(SiteSpider, name):
                close = difflib.get_close_matches(name, known, n=1)
                mend = f"did you mean {close[0]}=?" if close else f"choose from {', '.join(known)}"
                raise CannotCrawl(f"{name}=: is no argument of {self.name}; {mend}")

    def _check_class(self) -> None:
        """CannotCrawl names the attribute of a site class that cannot work."""
        place = f"spider {self.name!r} in {inspect.getfile(type(self))}"
        try:
            if not isinstance(self.fields, dict):
                raise ValueError(f"fields: {self.fields!r} is no dict of selectors")
            check_selectors(self.fields)
            if self.timezone is not None:
                named_zone(self.timezone)
        except ValueError as error:
            raise CannotCrawl(f"{place}: {error}") from None
        for attribute in ("article_urls", "index_urls"):
            for pattern in getattr(self, attribute):
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise CannotCrawl(f"{place}: {attribute}: {pattern!r} is no regular expression: {error}") from None


async def _unpacked(body: bytes) -> bytes:
    """The content of gzip or zlib; what is not packed comes back as it is."""
    return await asyncio.to_thread(unzipped, body) if is_packed(body) else body


def flag(article: Article, name: Flag) -> None:
    """Add a flag, in the order that they have."""
    article.flags = [known for known in FLAGS if known == name or known in article.flags]  # type: ignore[misc]


def holds(whole: Article, part: Article) -> bool:
    """Whether a page has the text of another and goes on: most of its paragraphs, letter for letter."""
    if not whole.text or not part.text:
        return False
    paragraphs, all_of_it = part.text.split("\n\n"), set(whole.text.split("\n\n"))
    shared = sum(paragraph in all_of_it for paragraph in paragraphs)
    return 5 * shared >= 4 * len(paragraphs) and len(whole.text) >= len(part.text)


def evidence_of(about: dict[str, Any]) -> Evidence | None:
    """What a feed or a sitemap said of an article."""
    said, via = about.get("evidence") or {}, about.get("via")
    if via not in ("feed", "sitemap") and not (said.get("title") or said.get("date")):
        return None
    return Evidence("sitemap" if via == "sitemap" else "feed", title=said.get("title"), date=said.get("date"))


def is_plain_article(article: Article, *, is_named: bool) -> bool:
    """Whether a page that claims nothing is an article all the same: one that was named as such needs less text."""
    if not article.headline or not article.text:
        return False
    has_number = re.search(r"\d", urlsplit(article.url or "").path) is not None
    return is_named or (has_number and (article.word_count or 0) >= FEW_WORDS)


def bounds_of(settings: BaseSettings) -> Bounds:
    """How much of a page is read."""
    return Bounds(
        settings.getint("NEWSCRAWL_PAGE_BYTES", Bounds.max_bytes),
        settings.getint("NEWSCRAWL_PAGE_TAGS", Bounds.max_tags),
    )


def is_html(response: Response) -> bool:
    """Whether a response is a page: by its bytes, since servers mislabel both ways."""
    start = response.body[:1024].lstrip().lower()
    if start.startswith((b"%pdf", b"\x89png", b"gif8", b"\xff\xd8\xff", b"pk\x03\x04", b"{", b"[")):
        return False
    declared = (header(response, "Content-Type") or "").partition(";")[0].strip().lower()
    return (
        declared in ("", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream")
        or (declared in ("text/xml", "application/xml") and b"<html" in start)
        or start.startswith((b"<!doctype html", b"<html"))
    )

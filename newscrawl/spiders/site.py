"""SiteSpider, `scrapy crawl site`: any news site, and the base class of tuned ones."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.dates import named_zone
from newscrawl.extraction.feeds import declared_feeds, looks_like_feed, read_feed
from newscrawl.extraction.links import Link, classify_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind
from newscrawl.extraction.paging import next_page
from newscrawl.extraction.urls import canonical_url, is_http_url, site_key
from newscrawl.items import Article
from newscrawl.loaders import ArticleLoader, SiteRules, check_selectors

PAGE = "newscrawl"
"""Key in ``request.meta``: what is known of a page; the scheduler keeps it with the frontier's row."""

# The best page first: start addresses, then articles, then what leads to more.
START, ARTICLE, FEED, INDEX = 1000, 500, 400, 300

NAMED_BY = ("feed", "sitemap", "articles_file")
"""Sources that name articles and nothing else."""

FEW_WORDS = 25
"""A text as long as this, with a headline, under an address with a number, makes an article of a page that says
nothing of itself, neither a date nor what it is."""


class SiteSpider(Spider):
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

    def __init__(
        self,
        url: str | None = None,
        urls_file: str | None = None,
        articles_file: str | None = None,
        **kwargs: Any,
    ) -> None:
        """``url``: addresses, comma-separated; ``urls_file``: one address a line; ``articles_file``: articles only."""
        super().__init__(**kwargs)
        self._check_class()
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
        self._domains = {site_key(f"http://{domain}/") for domain in self.allowed_domains}
        self._rules = SiteRules(fields=self.fields, timezone=self.timezone, name=self.name)
        self._index_pages: dict[str, set[str]] = {site: set() for site in self.sites}
        for address in self.seeds:
            self._index_pages[self._site_of(address)].add(canonical_url(address))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._read_settings(crawler.settings)
        return spider

    def _read_settings(self, settings: BaseSettings) -> None:
        self.max_index_depth = settings.getint("NEWSCRAWL_INDEX_DEPTH")
        self.max_index_pages = settings.getint("NEWSCRAWL_INDEX_PAGES")
        self.max_list_pages = settings.getint("NEWSCRAWL_LIST_PAGES")

    @property
    def is_tuned(self) -> bool:
        return type(self) is not SiteSpider

    # -- addresses -------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        for address in self.seeds:
            about = {"site": self._site_of(address), "kind": "index", "via": "start", "always": True}
            yield Request(address, priority=START, meta={PAGE: about})
        for article in self.articles:
            about = {"site": self._site_of(article["url"]), "kind": "article", "via": "articles_file"}
            about |= {"ref": article.get("ref"), "always": False}
            yield Request(article["url"], priority=ARTICLE, meta={PAGE: about})
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

    def parse(self, response: Response) -> Iterator[Any]:
        """Judge a page by what it holds and give its article, its links, or both."""
        about = about_of(response)
        if not self._is_own(response.url, response):
            about["skipped"] = "off_site"
            return
        if looks_like_feed(response.body):
            about["kind"] = "feed"
            yield from self._feed_links(response)
            return
        if not is_html(response):
            about["skipped"] = "not_html"
            return
        page = Page(response.body, response.url, content_type=header(response, "Content-Type"))
        yield from self.parse_page(page, response)

    def parse_page(self, page: Page, response: Response) -> Iterator[Any]:
        """What a page of HTML gives; a tuned site overrides this to add or to leave out."""
        about = about_of(response)
        article = ArticleLoader(page, self._rules).load_item()
        links = classify_links(page, page.url)
        about["kind"] = self._kind(page, article, links, response)
        if about["kind"] == "article":
            yield self._with_provenance(article, response)
        elif about["kind"] == "other":
            about["skipped"] = "no_article"
        if about.get("via") != "articles_file":
            yield from self._follow(page, links, response)

    def _kind(self, page: Page, article: Article, links: list[Link], response: Response) -> str:
        if matches(self.article_urls, response.url):
            return "article"
        if matches(self.index_urls, response.url):
            return "index"
        kind = page_kind(page, article.text)
        if kind != "other":
            return kind
        promised, via = about_of(response).get("kind"), about_of(response).get("via")
        if promised == "index" and any(link.kind == "article" for link in links):
            return "index"  # a section with few stories yet: more will come
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
        provenance.rendered = False
        return article

    # -- links -----------------------------------------------------------------------------------------------------

    def _follow(self, page: Page, links: list[Link], response: Response) -> Iterator[Request]:
        place = about_of(response).get("evidence") or {}
        depth, list_page = place.get("index_depth", 0), place.get("list_page", 1)
        if depth == 0 and list_page == 1:
            for feed in declared_feeds(page):
                yield self._request(feed, response, kind="feed", via="feed", priority=FEED)
        for position, link in enumerate(links):
            kind = self._link_kind(link)
            if kind == "other" or not self._is_own(link.url, response):
                continue
            if kind == "article":
                yield self._request(link.url, response, kind="article", priority=ARTICLE - min(position, 99))
            elif self._may_list(link.url, depth + 1, response):
                evidence = {"index_depth": depth + 1}
                priority = INDEX - 20 * (depth + 1)
                yield self._request(link.url, response, kind="index", priority=priority, evidence=evidence)
        if about_of(response)["kind"] == "index":
            yield from self._next_page(page, depth, list_page, response)

    def _link_kind(self, link: Link) -> str:
        if matches(self.article_urls, link.url):
            return "article"
        if matches(self.index_urls, link.url):
            return "index"
        return link.kind

    def _next_page(self, page: Page, depth: int, list_page: int, response: Response) -> Iterator[Request]:
        address = next_page(page)
        if address is None or not self._is_own(address, response):
            return
        if list_page >= self.max_list_pages:
            self._skip("list_pages")
        elif self._may_list(address, depth, response):
            evidence = {"index_depth": depth, "list_page": list_page + 1}
            priority = INDEX - 20 * depth - min(list_page, 19)
            yield self._request(address, response, kind="index", via="next_page", priority=priority, evidence=evidence)

    def _may_list(self, address: str, depth: int, response: Response) -> bool:
        """Whether another index page is within the limits; each that is not is counted."""
        known = self._index_pages[about_of(response)["site"]]
        key = canonical_url(address)
        if key in known:
            return True
        if depth > self.max_index_depth:
            self._skip("index_depth")
        elif len(known) >= self.max_index_pages:
            self._skip("index_pages")
        else:
            known.add(key)
            return True
        return False

    def _feed_links(self, response: Response) -> Iterator[Request]:
        for position, entry in enumerate(read_feed(response.body, response.url)):
            if self._is_own(entry.url, response):
                evidence = {"title": entry.title, "date": entry.date}
                priority = ARTICLE - min(position, 99)
                yield self._request(
                    entry.url, response, kind="article", via="feed", priority=priority, evidence=evidence
                )

    def _request(
        self,
        address: str,
        response: Response,
        *,
        kind: str,
        priority: int,
        via: str = "link",
        evidence: dict[str, Any] | None = None,
    ) -> Request:
        about = {"site": about_of(response)["site"], "kind": kind, "via": via, "from": response.url}
        return Request(address, priority=priority, meta={PAGE: {**about, "evidence": evidence, "always": False}})

    def _skip(self, reason: str) -> None:
        self.crawler.stats.inc_value(f"newscrawl/skipped/{reason}")

    # -- checks at start -------------------------------------------------------------------------------------------

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


def about_of(response: Response) -> dict[str, Any]:
    """What is known of the page: site, kind, via, from, evidence, ref."""
    return response.meta.setdefault(PAGE, {"site": site_key(response.url)})


def is_plain_article(article: Article, *, is_named: bool) -> bool:
    """Whether a page that claims nothing is an article all the same: one that was named as such needs less text."""
    if not article.headline or not article.text:
        return False
    has_number = re.search(r"\d", urlsplit(article.url or "").path) is not None
    return is_named or (has_number and (article.word_count or 0) >= FEW_WORDS)


def matches(patterns: Iterable[str], address: str) -> bool:
    return any(re.search(pattern, address) for pattern in patterns)


def header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None


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


_NEXT_ADDRESS = re.compile(r",(?=\s*(?:https?://|[\w-]+\.[\w.-]+))", re.IGNORECASE)


def split_urls(text: str) -> list[str]:
    """Addresses of a comma-separated list; a comma within an address stays where no address follows it."""
    return [part.strip() for part in _NEXT_ADDRESS.split(text) if part.strip()]


def start_address(text: str) -> str:
    """An address as a user gives it: ``https://`` may be left out. CannotCrawl for what is none."""
    is_local = re.match(r"(?:localhost|[\d.]+|\[[\da-f:.]+\])(?:[:/]|$)", text, re.IGNORECASE) is not None
    address = text if "://" in text else f"{'http' if is_local else 'https'}://{text}"
    if not is_http_url(address) or re.search(r"\s", address) or not _could_be_host(address, is_named="://" in text):
        raise CannotCrawl(f"{text!r} is no web address; write it like https://news.example/")
    return address


def _could_be_host(address: str, *, is_named: bool) -> bool:
    """Whether the host is more than a word: ``http://box:8000/`` is one where the user wrote its scheme and port."""
    host, _, port = re.sub(r"^\w+://|[/?#].*", "", address).partition(":")
    return "." in host or host == "localhost" or "[" in host or (is_named and port.isdigit())


def read_urls_file(path: str) -> list[str]:
    """The sites of a file: one address a line, ``#`` begins a comment."""
    lines = read_lines(path, "urls_file")
    addresses = []
    for number, line in lines:
        try:
            addresses.append(start_address(line))
        except CannotCrawl as error:
            raise CannotCrawl(f"urls_file {path}, line {number}: {error}") from None
    if not addresses:
        raise CannotCrawl(f"urls_file {path}: no address in it; write one a line")
    return addresses


def read_articles_file(path: str) -> list[dict[str, Any]]:
    """The articles of a file: an address a line, or JSON with ``url`` and the caller's ``ref``."""
    articles = []
    for number, line in read_lines(path, "articles_file"):
        try:
            article = json.loads(line) if line.startswith("{") else {"url": line}
            articles.append({"url": start_address(str(article["url"])), "ref": as_ref(article.get("ref"))})
        except (ValueError, KeyError, CannotCrawl) as error:
            reason = 'no "url" in it' if isinstance(error, KeyError) else error
            raise CannotCrawl(f"articles_file {path}, line {number}: {reason}") from None
    if not articles:
        raise CannotCrawl(f"articles_file {path}: no address in it; write one a line")
    return articles


def as_ref(value: Any) -> str | None:
    return None if value is None else str(value)


def read_lines(path: str, argument: str) -> list[tuple[int, str]]:
    """(number, line) of a file's lines with something on them."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise CannotCrawl(
            f"{argument} {path}: cannot be read ({reason}); give a text file, one address a line"
        ) from None
    lines = ((number, without_comment(line.strip())) for number, line in enumerate(text.split("\n"), 1))
    return [(number, line) for number, line in lines if line]


def without_comment(line: str) -> str:
    """A line without what follows a ``#`` that stands alone: addresses and JSON may hold one."""
    return line if line.startswith("{") else re.sub(r"(^|\s)#.*", "", line).strip()

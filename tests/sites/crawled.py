"""Cases, each a site with what a crawl must find there, and the crawl of many of them at once."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import Crawled, crawl
from tests.fakeweb import FakeWeb, Hit, Site
from tests.sites.markup import article_page
from tests.sites.stories import Story

STOPPED = -9
"""Exit status of a crawl that had to be stopped because it found no end."""
WELL_KNOWN = (
    *("/feed", "/rss", "/atom", "/index.xml", "/index.rss", "/sitemap", "/news-sitemap", "/news_sitemap"),
    *("/wp-sitemap", "/.well-known"),
)
"""How paths begin that are asked for though nothing leads there."""


@dataclass
class Case:
    """A site with its stories."""

    site: Site
    stories: list[Story] = field(default_factory=list)
    """What a crawl must find, each once."""
    others: list[Site] = field(default_factory=list)
    """Other hosts that belong to the case."""

    @property
    def host(self) -> str:
        return self.site.host

    @property
    def name(self) -> str:
        return self.host.removesuffix(".test")

    @property
    def url(self) -> str:
        return f"http://{self.host}/"

    def publish(self, listed: Iterable[Story], page: Callable[[Story], str] = article_page) -> None:
        """Serve the pages of stories, and expect them to be found."""
        for story in listed:
            self.site.page(story.path, page(story))
            self.stories.append(story)


def case(name: str) -> Case:
    return Case(Site(f"{name}.test"))


class CrawledSites:
    """Cases that are served together, and what crawls of them left."""

    def __init__(self, cases: Iterable[Case], folder: Path) -> None:
        self.cases = {one.name: one for one in cases}
        self.data = folder / "data"
        self.web = FakeWeb()
        for one in self.cases.values():
            for site in (one.site, *one.others):
                self.web.add(site)
        self.run = Crawled(STOPPED, "", "", self.data)

    @property
    def urls(self) -> str:
        return ",".join(one.url for one in self.cases.values())

    def crawl(self, *arguments: str, url: str | None = None, timeout_s: float = 60, **settings: Any) -> Crawled:
        """Crawl all cases, or ``url``; a crawl without an end is stopped, what it left can be read."""
        given = [part for argument in (f"url={url or self.urls}", *arguments) for part in ("-a", argument)]
        with reached_through(self.web.proxy):
            try:
                self.run = crawl(self.data, *given, timeout_s=timeout_s, **settings)
            except subprocess.TimeoutExpired:
                self.run = Crawled(STOPPED, "", "", self.data)
        return self.run

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The site's articles as they stand in its file; none if there is no file."""
        site = self.cases[name].host
        return self.run.lines(site) if self.run.file(site).exists() else []

    def headlines(self, name: str) -> list[str]:
        return sorted(line["headline"] or "" for line in self.lines(name))

    def expected(self, name: str) -> list[str]:
        return sorted(story.headline for story in self.cases[name].stories)

    def hits(self, name: str) -> list[Hit]:
        """Requests to the site and to hosts below it, in order."""
        host = self.cases[name].host
        return [hit for hit in self.web.hits if hit.host == host or hit.host.endswith("." + host)]

    def asked(self, name: str) -> list[str]:
        return [hit.path for hit in self.hits(name)]

    def asked_times(self, name: str) -> Counter[str]:
        return Counter(self.asked(name))

    def story_paths_asked(self, name: str) -> list[str]:
        own = {story.path for story in self.cases[name].stories}
        return [path for path in self.asked(name) if path in own]

    def forget_hits(self) -> None:
        self.web.hits.clear()


@contextmanager
def reached_through(proxy: str) -> Iterator[None]:
    """Have the processes that are started in here use an HTTP proxy."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "HTTP_PROXY"):
            patch.setenv(name, proxy)
        for name in ("no_proxy", "NO_PROXY"):
            patch.delenv(name, raising=False)
        yield


@contextmanager
def served(cases: Iterable[Case], folder: Path) -> Iterator[CrawledSites]:
    """Serve cases; gives their ``CrawledSites``, of which nothing is crawled yet."""
    sites = CrawledSites(cases, folder)
    sites.web.start()
    try:
        yield sites
    finally:
        sites.web.stop()


def is_well_known(path: str) -> bool:
    return path.startswith(WELL_KNOWN) or path in ("/", "/robots.txt")

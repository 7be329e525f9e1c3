"""Other link judges beside ours, on the same labelled pages: those that are installed (``requirements-bench.txt``)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from importlib import import_module
from time import process_time

from bench.links_data import LabelledPage, link_key
from bench.links_fit import Score, add_page
from newscrawl.extraction.links import page_links
from newscrawl.extraction.page import Page

Peer = Callable[[str, str], dict[str, str]]
"""Page and its address to kind by ``link_key``."""


def _newspaper(html: str, url: str) -> dict[str, str]:
    """newspaper4k's test of an address, which knows no index pages."""
    valid_url = import_module("newspaper.urls").valid_url
    found = {}
    for _, target in page_links(Page(html, url)):
        if target is not None:
            address = target.spots[0].url
            with contextlib.suppress(Exception):  # it raises on odd addresses
                found[link_key(address)] = "article" if valid_url(address) else "other"
    return found


def _courlan(html: str, url: str) -> dict[str, str]:
    """courlan's links, those that it calls navigation as index pages."""
    courlan = import_module("courlan")
    filters = import_module("courlan.filters")
    return {
        link_key(link): "index" if filters.is_navigation_page(link) else "article"
        for link in courlan.extract_links(html, url, external_bool=False, with_nav=True, no_filter=False)
    }


def _link_extractor(html: str, url: str) -> dict[str, str]:
    """Scrapy's LinkExtractor as a spider without rules would use it: every link of the site is an article."""
    http = import_module("scrapy.http")
    extractor = import_module("scrapy.linkextractors").LinkExtractor()
    own = {link_key(target.spots[0].url) for _, target in page_links(Page(html, url)) if target is not None}
    links = extractor.extract_links(http.HtmlResponse(url, body=html, encoding="utf-8"))
    return {key: "article" for link in links if (key := link_key(link.url)) in own}


PEERS: dict[str, tuple[str, Peer]] = {
    "newspaper4k valid_url": ("newspaper", _newspaper),
    "courlan": ("courlan", _courlan),
    "Scrapy LinkExtractor": ("scrapy", _link_extractor),
}


def peer_scores(pages: Iterable[LabelledPage]) -> dict[str, tuple[dict[str, Score], float] | None]:
    """F1 and milliseconds a page of each peer. None: it is not installed."""
    pages = list(pages)
    found: dict[str, tuple[dict[str, Score], float] | None] = {}
    for name, (module, judge) in PEERS.items():
        try:
            import_module(module)
        except ImportError:
            found[name] = None
            continue
        scores: dict[str, Score] = {}
        begun = process_time()
        for page in pages:
            add_page(scores, page, judge(page.html, page.url))
        found[name] = scores, 1000 * (process_time() - begun) / max(len(pages), 1)
    return found

"""Sources: the feeds and sitemaps that a page and its robots.txt name, and what the first of them hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from newscrawl.commands.looking import Answer, Looker
from newscrawl.extensions.summary import in_words
from newscrawl.extraction.feeds import WELL_KNOWN_FEEDS, declared_feeds, linked_feeds, looks_like_feed, read_feed
from newscrawl.extraction.page import Page
from newscrawl.extraction.sitemaps import (
    WELL_KNOWN_SITEMAPS,
    looks_like_sitemap,
    promises_news,
    read_sitemap,
    robots_sitemaps,
    sitemap_rank,
)
from newscrawl.extraction.urls import site_key

MAX_SOURCES = 5
"""Feeds and sitemaps that are looked into, and usual places that are tried; the others are named only."""

_NOT_ASKED = "not looked into"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A feed or a sitemap, and what it holds."""

    kind: str
    """``feed``, ``sitemap``, ``news sitemap``, ``sitemap index``."""
    url: str
    named_by: str
    """``robots.txt``, ``page``, ``usual place``."""
    entries: int | None = None
    """None: it was not looked into, or could not be read."""
    newest: str | None = None
    """The newest day or moment that an entry states, ISO 8601."""
    problem: str | None = None


async def sources_of(page: Page, looker: Looker) -> list[Source]:
    """The sources of a page's site, those that were looked into first; at most ``MAX_SOURCES`` requests."""
    return await _look_into(await _named_sources(page, looker), site_key(page.url), looker)


def feeds_named_by(page: Page) -> list[Source]:
    """The feeds that a page declares; none is asked for."""
    return [Source(kind="feed", url=url, named_by="page", problem=_NOT_ASKED) for url in declared_feeds(page)]


async def _named_sources(page: Page, looker: Looker) -> list[Source]:
    """Where feeds and sitemaps may be: news sitemaps, feeds, others; usual places where none is named."""
    robots = await looker.robots(page.url)
    declared = robots_sitemaps(robots.body, robots.url) if robots.reason is None else []
    ranked = sorted(declared, key=sitemap_rank)
    maps = [Source(kind="sitemap", url=url, named_by="robots.txt") for url in ranked]
    feeds = [Source(kind="feed", url=url, named_by="page") for url in declared_feeds(page) or linked_feeds(page)]
    if not maps:
        maps = [_usual("sitemap", urljoin(page.url, path)) for path in WELL_KNOWN_SITEMAPS]
    if not feeds:
        feeds = [_usual("feed", urljoin(page.url, path)) for path in WELL_KNOWN_FEEDS]
    news = [one for one in maps if one.named_by == "robots.txt" and promises_news(one.url)]
    return [*news, *_in_turn(feeds, [one for one in maps if one not in news])]


def _usual(kind: str, url: str) -> Source:
    return Source(kind=kind, url=url, named_by="usual place")


def _in_turn(*groups: list[Source]) -> list[Source]:
    """The first of each group, the second of each, and so on: neither kind takes all requests."""
    longest = max(map(len, groups), default=0)
    return [group[place] for place in range(longest) for group in groups if place < len(group)]


async def _look_into(named: list[Source], site: str, looker: Looker) -> list[Source]:
    """The sources, the first of them with what they hold: those that are named before those that are guessed."""
    ordered = sorted(named, key=lambda one: one.named_by == "usual place")
    found, asked = [], 0
    for source in ordered:
        if site_key(source.url) != site:
            found.append(replace(source, problem="off site, a crawl leaves it out"))
        elif asked >= MAX_SOURCES or looker.left <= 0:
            found.append(replace(source, problem=_NOT_ASKED))
        else:
            asked += 1
            found.append(_held(source, await looker.fetch(source.url)))
    return found


def _held(source: Source, answer: Answer) -> Source:
    """A source with what its answer holds."""
    if answer.reason is not None:
        return replace(source, problem=in_words(answer.reason))
    if looks_like_sitemap(answer.body):
        entries = read_sitemap(answer.body, answer.url)
        kind = "sitemap index" if entries and all(one.is_sitemap for one in entries) else "sitemap"
        kind = "news sitemap" if any(one.is_news for one in entries) else kind
        newest = _newest(one.date or one.lastmod for one in entries)
        return replace(source, kind=kind, entries=len(entries), newest=newest)
    if looks_like_feed(answer.body):
        listed = read_feed(answer.body, answer.url)
        return replace(source, kind="feed", entries=len(listed), newest=_newest(one.date for one in listed))
    return replace(source, problem="neither a feed nor a sitemap")


def _newest(stated: Iterable[str | None]) -> str | None:
    moments = [moment for text in stated if (moment := _moment(text)) is not None]
    return max(moments)[1] if moments else None


def _moment(text: str | None) -> tuple[float, str] | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), text

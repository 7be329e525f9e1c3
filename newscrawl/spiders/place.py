"""What is known of a page before it is read: how it was found, and where in its site it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from scrapy.http import Response

from newscrawl.extraction.robots import Verdict
from newscrawl.extraction.urls import site_key

PAGE = "newscrawl"
"""Key in ``request.meta``: what is known of a page; the scheduler keeps it with the frontier's row."""

ROBOTS = "newscrawl_robots"
"""Key in ``response.meta``: what robots.txt says of the page, a ``Verdict``."""

RENDER = "newscrawl_render"
"""Key in ``request.meta``: the page is to be rendered by a browser, as a ``"list"`` or a ``"page"``."""

GONE = (404, 410)
"""Statuses that say: there is no such page."""

NOTHING_THERE = (*GONE, 401, 403)
"""Answers at the usual places of feeds and sitemaps that are no reason to ask again."""


def about_of(response: Response) -> dict[str, Any]:
    """What is known of the page: site, kind, via, from, evidence, ref."""
    return response.meta.setdefault(PAGE, {"site": site_key(response.url)})


def headers(response: Response, name: str) -> list[str]:
    """All values of a header."""
    return [value.decode("latin-1") for value in response.headers.getlist(name)]


def header(response: Response, name: str) -> str | None:
    """A header's last value."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None


def verdict_of(response: Response) -> Verdict | None:
    """What robots.txt says of the page. None: it was not asked."""
    verdict = response.meta.get(ROBOTS)
    return verdict if isinstance(verdict, Verdict) else None


@dataclass(kw_only=True)
class Place:
    """Where in a site a page stands."""

    root: str
    """Address of its list's first page."""
    depth: int = 0
    """Links from a start address, the pages of a list counting once."""
    steps: int = 0
    """The same, articles counted too."""
    list_page: int = 1
    is_backfill: bool = False
    is_wanted: bool = False
    """It lies in a section that is wanted."""
    is_newer: bool = False
    """It lists articles that are newer than what is wanted: those that are may follow."""
    stale: int = 0
    """Pages of its list before it that brought nothing new, in a row."""

    @classmethod
    def of(cls, about: dict[str, Any], url: str) -> Place:
        evidence = about.get("evidence") or {}
        return cls(
            root=evidence.get("list") or url,
            depth=evidence.get("index_depth", 0),
            steps=evidence.get("steps", 0),
            list_page=evidence.get("list_page", 1),
            is_backfill=bool(evidence.get("backfill")),
            is_wanted=bool(evidence.get("wanted")),
            stale=evidence.get("stale", 0),
        )

    def one_down(self) -> dict[str, Any]:
        """Evidence for what a page links to."""
        return {"index_depth": self.depth, "steps": self.steps + 1}

    def next_page(self) -> dict[str, Any]:
        """Evidence for the next page of the same list."""
        evidence = {"index_depth": self.depth, "steps": self.steps, "list": self.root, "list_page": self.list_page + 1}
        return {**evidence, "stale": self.stale, **({"wanted": True} if self.is_wanted else {})}


def today() -> date:
    return datetime.now(UTC).date()


def utc_day(moment: str) -> str:
    """The day of a moment (ISO 8601) in UTC; as stated, where its zone is not.

    >>> utc_day("2026-11-10T20:00:00-05:00"), utc_day("2026-11-10")
    ('2026-11-11', '2026-11-10')
    """
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment[:10]
    return (found.astimezone(UTC) if found.tzinfo else found).date().isoformat()


def age_days(day: date) -> int:
    return max(0, (today() - day).days)


def is_rendered(response: Response) -> bool:
    """Whether a browser made the page."""
    return "playwright" in response.flags


def matches(patterns: Iterable[str], address: str) -> bool:
    return any(re.search(pattern, address) for pattern in patterns)

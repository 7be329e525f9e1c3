"""What goes into the store and comes out of it, as values."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

QUEUED, DONE, FAILED = 0, 1, 2
MAX_FAILURES = 4  # a failed page is asked for again by that many generations, then left alone
LAST_CHANCE = MAX_FAILURES - 1
"""Failures that a page given up after crashes is left with: one more generation asks for it, should it have been
innocent."""
BACKLOG = 0
"""Below this priority lies what may wait: it does not keep a generation open, so that fresh news goes first."""
RECRAWLED_KINDS = ("index", "feed", "sitemap")
"""Kinds of pages that every generation of a site asks for again."""

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class NewPage:
    """An address to fetch, as a spider or a page's links name it."""

    site: str
    key: str
    url: str
    host: str
    kind: str | None = None
    priority: int = 0
    depth: int = 0
    not_before: float = 0.0
    discovered_via: str | None = None
    discovered_from: str | None = None
    callback: str | None = None
    request: Json | None = None
    evidence: Json | None = None
    ref: str | None = None
    day: str | None = None
    """When it appeared, as its source says, ``YYYY-MM-DD``."""
    always: bool = False
    """Asked for again by every generation, whatever it turned out to be: start addresses."""


@dataclass(frozen=True, kw_only=True)
class QueuedPage:
    """A frontier row, as ``StoreScheduler`` leases it."""

    id: int
    site: str
    url: str
    host: str
    kind: str | None
    priority: int
    depth: int
    not_before: float
    discovered_via: str | None
    discovered_from: str | None
    callback: str | None
    request: Json
    evidence: Json
    ref: str | None
    crashes: int
    etag: str | None = None
    last_modified: str | None = None
    wanted: str | None = None
    """Signature of the crawl that read it last."""
    is_known: bool = False
    """It was fetched before: an index page that is asked again, an article that is looked at again."""


@dataclass(frozen=True, kw_only=True)
class Duplicate:
    """An article that was read and not kept, since a known one has its text: what the store remembers of it."""

    key: str
    """Canonical address."""
    url: str
    of: str
    """``id`` of the article that it repeats."""
    story_id: str
    relation: str
    """``url_variant`` or ``syndicated``."""
    overlap: float | None
    headline: str | None = None
    text_sha256: str | None = None
    ref: str | None = None
    """The caller's own key, where an ``articles_file`` had one."""
    fetched_at: str | None = None


@dataclass(kw_only=True)
class PageOutcome:
    """All that one fetched page came to; kept in one transaction."""

    page_id: int
    site: str
    state: int = DONE
    reason: str | None = None
    kind: str | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str | None = None
    links: list[NewPage] = field(default_factory=list)
    articles: list[Json] = field(default_factory=list)
    promised_kind: str | None = None
    """What the link that led here was taken for."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Items of the page that the pipelines dropped, by reason."""
    url: str = ""
    """As it was linked."""
    day: str | None = None
    """When its article appeared, as the article says, ``YYYY-MM-DD``."""
    wanted: str = ""
    """Signature of the crawl that reads it."""
    first_seen: int = 0
    """Articles that it named first and that are queued already: a long list is queued in parts."""
    is_cut: bool = False
    """A limit left out what it links to: another crawl may want it though the page is as it was."""
    bytes: int = 0
    """Of the body, unpacked."""
    is_rendered: bool = False
    """A browser made the page, or its article."""
    is_unchanged: bool = False
    """The site says that it is as it was (304)."""
    prints: list[tuple[int, int]] = field(default_factory=list)
    """The blocks of its article, as ``extraction.block_memory`` learns them."""
    brings_nothing: bool = False
    """All articles that it lists stood on earlier pages of its list."""
    duplicates: list[Duplicate] = field(default_factory=list)
    """Articles of the page that repeat known ones and are not kept."""


@dataclass(frozen=True)
class Kept:
    """What keeping an outcome changed."""

    queued: list[NewPage]
    """Pages newly queued."""
    lines: list[str]
    """Lines for the site's file, without their newlines."""
    copies: int = 0
    """How many of the lines repeat another article's text."""
    ended_list: str | None = None
    """Why the list that the page belongs to is not followed further."""


@dataclass(frozen=True)
class Identity:
    """How an article is known: its frozen id and the version this text would be.

    ``is_known`` says that the newest stored version has this very text.
    """

    id: str
    version: int
    is_known: bool


@dataclass(frozen=True)
class Crashed:
    """Pages that a dead crawl of the site left open: how many, and how many of them were given up."""

    open: int
    given_up: int


@dataclass(frozen=True, kw_only=True)
class KeepRules:
    """What decides whether a list goes on and when an article is looked at again."""

    stale_pages: int = 2
    """Pages of a list in a row with nothing new after which it ends."""
    recheck_hours: tuple[float, ...] = (6, 24, 72, 168, 720)
    """Hours after an article was first kept at which it is looked at again; times its age in days at that moment,
    if that is more than one: what was old when it was found changes seldom."""
    max_rechecks: int = 500
    """Articles that one generation of a site looks at again."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which articles a crawl wants, and which ways it goes."""

    since: str | None = None
    """ISO 8601 in UTC. None: however old."""
    until: str | None = None
    backfill: bool = False
    """It goes back through archives."""
    follows_links: bool = True
    """It goes by what pages link to, and not by feeds and sitemaps alone."""
    is_partial: bool = False
    """Some articles of a site are wanted, not all."""
    signature: str = ""
    """Equal for two crawls that want the same links of a page. Empty: it differs from all others."""

    def is_wider_than(self, since: str | None, until: str | None) -> bool:
        """Whether articles are wanted that a crawl with these borders did not want."""
        is_older = since is not None and (self.since is None or self.since < since)
        return is_older or (until is not None and (self.until is None or self.until > until))


def article_id(canonical_url: str) -> str:
    """The id of an article first seen under this address; 24 hex digits of its SHA-256."""
    return hashlib.sha256(canonical_url.encode()).hexdigest()[:24]


def utc_now() -> str:
    """Now, ISO 8601 in UTC with Z, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def dump_line(article: Mapping[str, Any]) -> str:
    """One JSON line, without its newline: keys as declared, no character that ends a line for any reader."""
    line = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x85", "\\u0085")):
        line = line.replace(character, escape)
    # A lone surrogate cannot be written as UTF-8; JSON's own escape can.
    return line if line.isascii() or _is_encodable(line) else json.dumps(article, separators=(",", ":"))


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

"""What a user asks of a crawl: addresses, and a window of time, a number, sections and sources to follow."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.urls import is_http_url

SOURCES = ("feeds", "sitemaps", "links")
"""What ``follow`` chooses from; ``all`` is each of them."""

ONE_DAY = timedelta(days=1)

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(h|d|w)", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 168}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which of a site's articles a crawl is to find; everything, if nothing is said.

    >>> now = datetime(2026, 11, 23, tzinfo=UTC)
    >>> Wanted.read(now, since="2d").outside("2026-11-20")
    'older_than_since'
    """

    since: datetime | None = None
    """Articles published before it are not wanted; UTC."""
    until: datetime | None = None
    """Nor those published at it or later; UTC."""
    max_articles: int | None = None
    sections: tuple[str, ...] = ()
    """Words or paths, lower-case: an address with one of them in its path belongs to the section."""
    follow: frozenset[str] = frozenset(SOURCES)
    backfill: bool = False
    """What is known does not end a list, and archives are gone through as far back as ``since``."""
    minutes: float | None = None
    signature: str = ""
    """Equal for two crawls that want the same links of a page. Empty: they change with every day."""

    @classmethod
    def read(
        cls,
        now: datetime,
        *,
        since: str | None = None,
        until: str | None = None,
        max_articles: str | None = None,
        sections: str | None = None,
        follow: str | None = None,
        backfill: str | None = None,
        minutes: str | None = None,
    ) -> Wanted:
        """From arguments as they are given with ``-a``; CannotCrawl, in one line, for what cannot be meant."""
        given = {"since": since, "until": until, "max_articles": max_articles, "sections": sections, "follow": follow}
        for name, text in {**given, "backfill": backfill, "minutes": minutes}.items():
            if text is not None and not str(text).strip():
                raise CannotCrawl(f"{name}=: is empty; give a value, or leave it out")
        wanted = cls(
            since=_moment("since", since, now, is_end=False),
            until=_moment("until", until, now, is_end=True),
            max_articles=_whole_number("max_articles", max_articles),
            sections=_sections(sections),
            follow=_sources(follow),
            backfill=_yes("backfill", backfill),
            minutes=_minutes(minutes),
            signature="" if until else json.dumps([since, sections, follow, bool(backfill)]),
        )
        if wanted.since and wanted.since >= now:
            raise CannotCrawl(f"since={since}: lies ahead; give a day that has been")
        if wanted.since and wanted.until and wanted.since >= wanted.until:
            raise CannotCrawl(f"until={until} lies before since={since}; give a day that follows it")
        if wanted.backfill and wanted.since is None:
            raise CannotCrawl("backfill: how far back? Give a day too: since=2024-11-01")
        if wanted.backfill and wanted.follow == {"feeds"}:
            raise CannotCrawl("backfill: feeds hold no archive; give follow=all, links or sitemaps")
        return wanted

    @property
    def is_partial(self) -> bool:
        """Whether a site may hold articles that are not wanted."""
        return bool(self.since or self.until or self.sections) or self.follow != frozenset(SOURCES)

    def outside(self, moment: str | None) -> str | None:
        """Why an article of this day or moment (ISO 8601) is not wanted. None: it is, or nothing is known of it."""
        if moment is None or (self.since is None and self.until is None):
            return None
        try:
            found = datetime.fromisoformat(moment)
        except ValueError:
            return None
        if found.tzinfo is None:  # a day, or a clock time of an unknown zone: only its day counts
            return self._outside_day(found.date())
        if self.since and found < self.since:
            return "older_than_since"
        return "newer_than_until" if self.until and found >= self.until else None

    def _outside_day(self, day: date) -> str | None:
        if self.since and day < self.since.date():
            return "older_than_since"
        return "newer_than_until" if self.until and datetime.combine(day, time(), UTC) >= self.until else None

    def outside_days(self, first: date, last: date) -> str | None:
        """Why nothing from these days, first to last, is wanted. None: something may be.

        A day's slack at both ends: a day in an address is that of the publisher's clock.
        """
        if self.since and last < self.since.date() - ONE_DAY:
            return "older_than_since"
        if self.until and datetime.combine(first, time(), UTC) >= self.until + ONE_DAY:
            return "newer_than_until"
        return None

    def in_section(self, url: str) -> bool:
        """Whether an address lies in a section that is wanted; True where none is named."""
        return is_in_section(url, self.sections)


def is_in_section(url: str, sections: tuple[str, ...]) -> bool:
    """Whether an address lies in one of some sections; True where there are none.

    >>> is_in_section("https://times.test/sport/football/a-1", ("sport/football",))
    True
    """
    if not sections:
        return True
    path = unquote(urlsplit(url).path).lower().strip("/")
    steps = path.split("/")
    return any(section in steps or f"{path}/".startswith(f"{section}/") for section in sections)


ARGUMENTS = tuple(signature(Wanted.read).parameters)[1:]
"""Names of the arguments that say what is wanted."""


def _moment(name: str, text: str | None, now: datetime, *, is_end: bool) -> datetime | None:
    """``2026-11-01`` (an end includes its day), a full ISO moment, or a span back from now: ``2d``, ``12h``, ``3w``."""
    if not text:
        return None
    if span := _SPAN.fullmatch(text.strip()):
        hours = float(span[1]) * _HOURS[span[2].lower()]
        if hours < 24 * 365 * 200:
            return now - timedelta(hours=hours)
    try:
        moment = datetime.fromisoformat(text.strip())
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", text.strip()):
            return moment.replace(tzinfo=UTC) + timedelta(days=is_end)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise CannotCrawl(f"{name}={text}: is no day; write 2026-11-01, or 2d, 12h for a span back from now") from None


def _whole_number(name: str, text: str | None) -> int | None:
    if not text:
        return None
    if not text.strip().isdecimal() or int(text) < 1:
        raise CannotCrawl(f"{name}={text}: is no whole number above 0")
    return int(text)


def _minutes(text: str | None) -> float | None:
    if not text:
        return None
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < 1e6:
        raise CannotCrawl(f"minutes={text}: is no number above 0")
    return minutes


def _sections(text: str | None) -> tuple[str, ...]:
    if not text:
        return ()
    sections = tuple(name for part in text.split(",") if (name := unquote(part).strip().strip("/").lower()))
    if not sections or any("://" in name for name in sections):
        raise CannotCrawl(f"sections={text}: name sections as their addresses do: sections=politics,sport/football")
    return sections


def _sources(text: str | None) -> frozenset[str]:
    if not text:
        return frozenset(SOURCES)
    names = {name.strip().lower() for name in text.split(",")}
    if not names <= {*SOURCES, "all"}:
        raise CannotCrawl(f"follow={text}: choose from {', '.join(SOURCES)}, all")
    return frozenset(SOURCES) if "all" in names else frozenset(names)


def _yes(name: str, text: str | None) -> bool:
    if not text:
        return False
    if text.lower() in ("1", "true", "yes"):
        return True
    if text.lower() in ("0", "false", "no"):
        return False
    raise CannotCrawl(f"{name}={text}: is a yes or no; give 1 or 0")


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

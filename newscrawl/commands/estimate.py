"""`scrapy estimate URL`: how many articles a site has, and what it would cost to fetch them, from a few requests."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.demo_web import DEMO
from newscrawl.commands.faults import UsageInOneLine
from newscrawl.commands.looking import Looker, look, one_address, site_to_look_at, told_in_one_line
from newscrawl.commands.reckoning import (
    UNKNOWN,
    Count,
    Evidence,
    Window,
    best_by_month,
    best_total,
    month_of,
    month_period,
    months_between,
)
from newscrawl.commands.sampling import Sampler
from newscrawl.commands.showing import print_whole, shown, table
from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.url_dates import FIRST_YEAR
from newscrawl.spiders.arguments import Wanted

MOST_REQUESTS = 20
"""What an estimate may cost, robots.txt counted."""

_LEAST_REQUESTS = 3  # robots.txt, the front page, and something to learn
_NOTHING = "no sitemap, date archive, numbered list or feed tells of it"
_FIRST_DAY = date(FIRST_YEAR, 1, 1)
_MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Told:
    """A range with its basis; UNKNOWN, with the reason for a basis, where nothing is known."""

    count: Count
    basis: str

    @property
    def is_unknown(self) -> bool:
        return self.count == UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a few requests told of a site."""

    url: str
    since: date | None
    until: date | None
    """The last day that is counted."""
    articles: Told
    hours: Told
    megabytes: Told
    months: Mapping[str, Told]
    """By ``2026-11``, oldest first."""
    delay_s: float
    requests: int


class Command(UsageInOneLine, ScrapyCommand):
    """Asks for robots.txt, the front page, and samples of what lists the site's articles; keeps nothing."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] <url>"

    def short_desc(self) -> str:
        return "Tell how many articles a site has, and the time and space to fetch them"

    def long_desc(self) -> str:
        return (
            f"Tell with at most {MOST_REQUESTS} requests how many articles a site has by month, the hours that they"
            " take at the permitted delay, and their megabytes: a range with its basis, or unknown."
            f" {DEMO!r} is the bundled demo. Keeps nothing."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="DAY", help="count articles from this day on: 2024-11-01, or 30d")
        parser.add_argument("--until", metavar="DAY", help="count articles up to this day: 2026-10-31")
        parser.add_argument("--requests", metavar="N", help=f"requests at most, 3 to {MOST_REQUESTS}, which is default")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = told_in_one_line(lambda: self._estimate(one_address(args, "estimate"), opts))

    def _estimate(self, given: str, opts: argparse.Namespace) -> None:
        now = datetime.now(UTC)
        window = _window(Wanted.read(now, since=opts.since, until=opts.until), now.date())
        looker = Looker(_requests(opts.requests))
        with site_to_look_at(given, self.settings) as url:

            async def plan(looker: Looker) -> Estimate:
                front = (await looker.front_page(url)).page()
                sampler = Sampler(looker, window, now.date(), front)
                await sampler.run()
                delay_s, basis = _delay(looker, self.settings)
                return estimate(front.url, sampler, delay_s, basis)

            found = look(self.settings, plan, looker)
        if opts.json:
            print(json.dumps(as_dict(found), ensure_ascii=False, indent=2))
        else:
            print_whole(lambda width: show(found))


def _requests(given: str | None) -> int:
    if given is None:
        return MOST_REQUESTS
    if not given.isdecimal() or not _LEAST_REQUESTS <= int(given) <= MOST_REQUESTS:
        raise CannotCrawl(f"--requests {given}: give a whole number from {_LEAST_REQUESTS} to {MOST_REQUESTS}")
    return int(given)


def _window(wanted: Wanted, today: date) -> Window:
    """The days that a user asks for; nothing is estimated of days to come."""
    first = wanted.since.date() if wanted.since else None
    last = (wanted.until - timedelta(microseconds=1)).date() if wanted.until else None
    if last is not None and last < _FIRST_DAY:
        raise CannotCrawl(f"until={last}: no site is as old; give a day after {_FIRST_DAY}")
    return Window(max(first, _FIRST_DAY) if first else None, min(last, today) if last else None)


def _delay(looker: Looker, settings: Any) -> tuple[float, str]:
    """Seconds from one request to the next as a crawl may make them, and what they come from."""
    at_once = max(1, settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
    stated = [
        (looker.crawl_delay_s or 0.0, "Crawl-delay of robots.txt"),
        (settings.getfloat("DOWNLOAD_DELAY"), "DOWNLOAD_DELAY"),
        (looker.latency_s / at_once, "the time that the site takes to answer"),
    ]
    return max(stated, key=lambda pair: pair[0])


# -- what it comes to --------------------------------------------------------------------------------------------------


def estimate(url: str, sampler: Sampler, delay_s: float, delay_basis: str) -> Estimate:
    """What the sampled sources come to. Sources overlap: the best is believed, none is added to another."""
    window = sampler.window
    articles = _articles(sampler.evidence, window, sampler.today)
    return Estimate(
        url=url,
        since=window.first,
        until=window.last,
        articles=articles,
        hours=_hours(articles, delay_s, delay_basis),
        megabytes=_megabytes(articles, sampler.sizes),
        months=_by_month(sampler.evidence, window, sampler.today),
        delay_s=delay_s,
        requests=sampler.looker.requests,
    )


def _articles(evidence: list[Evidence], window: Window, today: date) -> Told:
    best = best_total(evidence, counts_months=window.first is not None)
    if best is None or best.total == UNKNOWN:
        return Told(count=UNKNOWN, basis=_NOTHING)
    basis = f"{best.source}: {best.basis}"
    silent = _silent_months(best, window, today)
    if not silent:
        return Told(count=best.total, basis=basis)
    of = len(months_between(window.first, window.last or today))
    return Told(count=Count(best.total.low, None), basis=f"{basis}; of {silent} of the {of} months it tells nothing")


def _silent_months(evidence: Evidence, window: Window, today: date) -> int:
    """Months of the window before the first that a source tells of, or behind the last; this one is young."""
    if window.first is None:
        return 0
    asked = [month for month in months_between(window.first, window.last or today) if month != month_of(today)]
    first, last = min(evidence.months, default=""), max(evidence.months, default="")
    return sum(not first <= month <= last for month in asked)


def _by_month(evidence: list[Evidence], window: Window, today: date) -> dict[str, Told]:
    seen = {month for one in evidence for month in one.months}
    if not seen and window.first is None:
        return {}
    first = window.first or month_period(min(seen))[0]
    last = (window.last or today) if window.last or window.first else month_period(max(seen))[0]
    believed, unknown = best_by_month(evidence, seen), (UNKNOWN, _NOTHING)
    pairs = ((month, believed.get(month, unknown)) for month in months_between(first, last))
    return {month: Told(count=count, basis=basis) for month, (count, basis) in pairs}


def _hours(articles: Told, delay_s: float, basis: str) -> Told:
    if articles.is_unknown:
        return Told(count=UNKNOWN, basis=f"the number of articles is; {_seconds(delay_s)} each by {basis}")
    count = articles.count.times(delay_s / 3600)
    return Told(count=count, basis=f"{_seconds(delay_s)} an article by {basis}, without lists")


def _megabytes(articles: Told, sizes: list[int]) -> Told:
    if not sizes:
        return Told(count=UNKNOWN, basis="no article could be fetched to weigh it")
    each = f"{min(sizes) / 1000:,.3g}–{max(sizes) / 1000:,.3g} kB" if len(sizes) > 1 else f"{sizes[0] / 1000:,.3g} kB"
    if articles.is_unknown:
        return Told(count=UNKNOWN, basis=f"the number of articles is; {each} each")
    low, high = articles.count.low * min(sizes), articles.count.high
    count = Count(low / _MEGABYTE, None if high is None else high * max(sizes) / _MEGABYTE)
    return Told(count=count, basis=f"{len(sizes)} articles fetched, {each} each as sent")


def _seconds(delay_s: float) -> str:
    if delay_s < 0.01:
        return "under 0.01 s"
    return f"{delay_s:.2g} s" if delay_s < 10 else f"{delay_s:,.0f} s"


# -- for a program -----------------------------------------------------------------------------------------------------


def as_dict(found: Estimate) -> dict[str, Any]:
    """What ``--json`` prints, in this order."""
    return {
        "url": found.url,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
        "articles": _range(found.articles, whole=True),
        "hours": _range(found.hours),
        "megabytes": _range(found.megabytes),
        "months": {month: _range(told, whole=True) for month, told in found.months.items()},
        "delay_s": round(found.delay_s, 3),
        "requests": found.requests,
    }


def _range(told: Told, *, whole: bool = False) -> dict[str, Any]:
    """``low`` and ``high``, null where it is not known."""
    low, high = rounded(told.count, whole=whole)
    return {"low": None if told.is_unknown else low, "high": high, "basis": told.basis}


# -- for a person ------------------------------------------------------------------------------------------------------


def show(found: Estimate) -> RenderableType:
    window = f"{found.since or 'the beginning'} to {found.until or 'today'}"
    parts: list[RenderableType] = [Text(shown(f"{found.url}, from {window}: {found.requests} requests"), style="bold")]
    sums = table()
    sums.add_column()
    sums.add_column(justify="right", no_wrap=True)
    sums.add_column(overflow="fold")
    sums.add_row("articles", *_cells(found.articles, whole=True))
    sums.add_row(*_time_cells(found.hours))
    sums.add_row("MB", *_cells(found.megabytes))
    parts += [Text(), sums]
    if found.months:
        parts += [Text(), _month_table(found.months)]
    return Group(*parts)


def _month_table(months: Mapping[str, Told]) -> RenderableType:
    by_month = table(has_header=True)
    by_month.add_column("month")
    by_month.add_column("articles", justify="right", no_wrap=True)
    by_month.add_column("basis")
    for is_unknown, run in groupby(months.items(), key=lambda row: row[1].is_unknown):
        rows = list(run)
        if is_unknown:  # years of it in one row
            first, last = rows[0][0], rows[-1][0]
            by_month.add_row(first if first == last else f"{first} to {last}", "unknown", "")
            continue
        for month, told in rows:
            by_month.add_row(month, as_text(told, whole=True), told.basis)
    return by_month


def _cells(told: Told, *, whole: bool = False) -> tuple[str, Text]:
    return as_text(told, whole=whole), Text(shown(f"({told.basis})" if told.is_unknown else f"(basis: {told.basis})"))


def _time_cells(hours: Told) -> tuple[str, str, Text]:
    """Minutes where hours would be fractions."""
    most = hours.count.low if hours.count.high is None else hours.count.high
    if hours.is_unknown or most >= 1.5:
        return "hours", *_cells(hours)
    minutes = Told(count=hours.count.times(60), basis=hours.basis)
    text, basis = _cells(minutes, whole=True)
    return "minutes", "under 1" if minutes.count.high is not None and minutes.count.high < 1 else text, basis


def as_text(told: Told, *, whole: bool = False) -> str:
    """
    >>> as_text(Told(count=Count(1234, 5678), basis=""), whole=True), as_text(Told(count=UNKNOWN, basis=""))
    ('1,200–5,700', 'unknown')
    >>> as_text(Told(count=Count(96, 96), basis=""), whole=True), as_text(Told(count=Count(0.27, None), basis=""))
    ('96', 'at least 0.27')
    """
    if told.is_unknown:
        return "unknown"
    low, high = rounded(told.count, whole=whole)
    if high is None:
        return f"at least {_number(low)}"
    return _number(low) if low == high else f"{_number(low)}–{_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"


def rounded(count: Count, *, whole: bool = False) -> tuple[float, float | None]:
    """Both ends to two digits, away from each other; whole numbers that are known exactly stay as they are."""
    if whole and count.is_exact:
        return int(count.low), int(count.low)
    low = _two_digits(count.low, math.floor, whole=whole)
    return low, None if count.high is None else _two_digits(count.high, math.ceil, whole=whole)


def _two_digits(value: float, towards: Any, *, whole: bool) -> float:
    if value <= 0:
        return 0
    digits = 1 - math.floor(math.log10(value))
    if whole:
        digits = min(digits, 0)
    result = towards(round(value * 10.0**digits, 6)) / 10.0**digits
    return int(result) if digits <= 0 else round(result, digits)

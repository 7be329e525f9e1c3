"""Reckoning: how many articles a few pages of a site speak for. Values in, values out; nothing is fetched here.

A number that is not known stays unknown: every count is a range, its upper end open where nothing bounds it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, stdev

from newscrawl.extraction.url_dates import FIRST_YEAR, LAST_YEAR, Period, is_date_archive, url_period

LEAST_SPREAD = 0.2
"""Of a mean over sampled days or pages: a few that happen to be alike say less than they seem to."""

SAMPLES = 6
"""Addresses of articles that are kept of a source, to fetch some."""
_MAX_MONTHS = 1200


@dataclass(frozen=True)
class Count:
    """How many there are: from ``low`` to ``high``; None: nobody knows how many more."""

    low: float = 0
    high: float | None = 0

    def __add__(self, other: Count) -> Count:
        is_open = self.high is None or other.high is None
        return Count(self.low + other.low, None if is_open else self.high + other.high)

    def times(self, factor: float) -> Count:
        return Count(self.low * factor, None if self.high is None else self.high * factor)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


UNKNOWN = Count(0, None)


@dataclass(frozen=True)
class Window:
    """Days that are asked for, first and last included. None: open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def share(self, period: Period) -> float:
        """Which part of a period lies within, 0 to 1."""
        first = max(period[0], self.first or period[0])
        last = min(period[1], self.last or period[1])
        return max(0, (last - first).days + 1) / ((period[1] - period[0]).days + 1)

    @property
    def is_open(self) -> bool:
        return self.first is None and self.last is None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What one source says of the articles in the window."""

    source: str
    """``sitemaps``, ``date archives``, ``a list``, ``feeds``."""
    basis: str
    months: Mapping[str, Count] = field(default_factory=dict)
    """By ``2026-11``; what is not in it, the source does not tell."""
    total: Count = UNKNOWN
    samples: Sequence[str] = ()
    """Addresses of articles."""


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def month_period(month: str) -> Period:
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def days_in_common(one: Period, other: Period, window: Window) -> int:
    """How many days two periods and a window share."""
    first = max(one[0], other[0], window.first or one[0])
    last = min(one[1], other[1], window.last or one[1])
    return max(0, (last - first).days + 1)


def day_of(stated: str | None) -> date | None:
    """The day of a date or moment in ISO 8601; None where there is none, or one that no page can be from."""
    try:
        day = date.fromisoformat((stated or "")[:10])
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def months_between(first: date, last: date) -> list[str]:
    """Months from one day to another, both included; the newest 1,200.

    >>> months_between(date(2025, 12, 31), date(2026, 2, 1))
    ['2025-12', '2026-01', '2026-02']
    """
    found, day = [], last.replace(day=1)
    while day >= first.replace(day=1) and len(found) < _MAX_MONTHS:
        found.append(month_of(day))
        if day <= date.min + timedelta(days=31):
            break
        day = (day - timedelta(days=1)).replace(day=1)
    return found[::-1]


def add(months: dict[str, Count], month: str, count: Count) -> None:
    months[month] = months.get(month, Count()) + count


# -- which source is believed ------------------------------------------------------------------------------------------


def best_by_month(evidence: Sequence[Evidence], months: Iterable[str]) -> dict[str, tuple[Count, str]]:
    """(count, source) of each month of which any source tells; sources overlap, and are never added.

    The first source that bounds a month is believed, else the one that shows the most.
    """
    found = {}
    for month in months:
        told = [(one.months[month], one.source) for one in evidence if month in one.months]
        bounded = [pair for pair in told if pair[0].high is not None]
        if told:
            found[month] = bounded[0] if bounded else max(told, key=lambda pair: pair[0].low)
    return found


def best_total(evidence: Sequence[Evidence], *, counts_months: bool) -> Evidence | None:
    """The source whose total is believed: of those that bound it the one that tells of most months where months are
    asked for, else the first; where none bounds it, the one that shows the most. None: nothing is known."""
    bounded = [one for one in evidence if one.total.high is not None]
    if bounded:
        return max(bounded, key=lambda one: len(one.months)) if counts_months else bounded[0]
    return max((one for one in evidence if one.total.low > 0), key=lambda one: one.total.low, default=None)


# -- entries that only show that there are as many ---------------------------------------------------------------------


def count_entries(stated: Iterable[tuple[str, str | None]], window: Window, *, source: str, basis: str) -> Evidence:
    """What a feed or a news sitemap names: (address, day or moment); there may be any number beside it."""
    months: dict[str, Count] = {}
    samples, undated = [], 0
    for url, moment in stated:
        period = url_period(url)
        day = day_of(moment) or (period[0] if period and period[0] == period[1] else None)
        if day is None:
            undated += window.is_open
        elif window.holds(day):
            add(months, month_of(day), Count(1, None))
            samples.append(url)
    total = sum((count.low for count in months.values()), undated)
    return Evidence(source=source, basis=basis, months=months, total=Count(total, None), samples=samples[:SAMPLES])


# -- date archives -----------------------------------------------------------------------------------------------------

_DAY_FORMS = (
    "{0:%Y}/{0:%m}/{0:%d}", "{0:%Y}-{0:%m}-{0:%d}", "{0:%Y}{0:%m}{0:%d}", "{0:%Y}/{0:%m}-{0:%d}",
    "{0:%Y}_{0:%m}_{0:%d}", "{0:%Y}.{0:%m}.{0:%d}", "{0:%Y}/{0:%m}{0:%d}", "{0:%d}-{0:%m}-{0:%Y}",
    "{0:%d}.{0:%m}.{0:%Y}", "{0:%d}/{0:%m}/{0:%Y}", "{0.year}/{0.month}/{0.day}", "{0.year}-{0.month}-{0.day}",
    "year={0.year}&month={0.month}&day={0.day}", "year={0:%Y}&month={0:%m}&day={0:%d}",
)  # fmt: skip
_MONTH_FORMS = (
    "{0:%Y}/{0:%m}", "{0:%Y}-{0:%m}", "{0:%Y}{0:%m}", "{0:%Y}_{0:%m}", "{0.year}/{0.month}", "{0.year}-{0.month}",
    "{0:%m}-{0:%Y}", "year={0.year}&month={0.month}", "year={0:%Y}&month={0:%m}",
)  # fmt: skip


@dataclass(frozen=True)
class Archive:
    """Pages that list what appeared on a day or in a month each, by the address of one of them."""

    url: str
    period: Period

    @property
    def is_daily(self) -> bool:
        return self.period[0] == self.period[1]

    @classmethod
    def of(cls, urls: Iterable[str]) -> Archive | None:
        """The archive that addresses belong to: of days before of months. None: to none."""
        found = [cls(url, period) for url in urls if is_date_archive(url) and (period := url_period(url)) is not None]
        found = [one for one in found if month_of(one.period[0]) == month_of(one.period[1])]
        usable = [one for one in found if one.page_of(one.period[0]) is not None]
        return min(usable, key=lambda one: not one.is_daily, default=None)

    def page_of(self, day: date) -> str | None:
        """The address of the page that lists a day, or its month; None where the form is not understood.

        >>> Archive.of(["https://times.test/archive/2026/11/05/"]).page_of(date(2025, 1, 31))
        'https://times.test/archive/2025/01/31/'
        """
        origin, mark, rest = self.url.partition("://")
        host, slash, path = rest.partition("/")
        wanted = (day, day) if self.is_daily else month_period(month_of(day))
        for form in _DAY_FORMS if self.is_daily else _MONTH_FORMS:
            before, place, after = path.rpartition(form.format(self.period[0]))
            url = f"{origin}{mark}{host}{slash}{before}{form.format(day)}{after}"
            if place and url_period(url) == wanted and is_date_archive(url):
                return url
        return None


def spread_days(first: date, last: date, count: int) -> list[date]:
    """Days from last to first, evenly spread; of days of the week that differ, as Sundays are not like the others."""
    days = (last - first).days
    if days < count:
        return [last - timedelta(days=back) for back in range(days + 1)]
    found = []
    for place in range(count):
        day = last - timedelta(days=round(place * days / max(1, count - 1)))
        shift = (last.weekday() + 3 * place - day.weekday() + 3) % 7 - 3
        found.append(min(max(day + timedelta(days=shift), first), last))
    return list(dict.fromkeys(found))


def spread_months(first: date, last: date, count: int) -> list[date]:
    """First days of months from last to first, evenly spread."""
    months = months_between(first, last)[::-1]
    places = {round(place * (len(months) - 1) / max(1, count - 1)) for place in range(count)}
    return [month_period(months[place])[0] for place in sorted(places)]


def count_archive(
    read: Mapping[date, Count], archive: Archive, window: Window, samples: Sequence[str]
) -> Evidence | None:
    """What date archives list, from the pages read of them: (articles by day or by first day of the month).

    Days between the oldest and the newest page that answered are taken to hold as many; what lies beyond is not told.
    """
    if not read:
        return None
    covered = Window(min(read), max(read) if archive.is_daily else month_period(month_of(max(read)))[1])
    counts, months, units = list(read.values()), {}, 0.0
    for month in months_between(covered.first, covered.last):
        period = month_period(month)
        inside = days_in_common(period, (covered.first, covered.last), window)
        share = inside if archive.is_daily else inside / ((period[1] - period[0]).days + 1)
        if not share:
            continue
        is_read = not archive.is_daily and period[0] in read
        months[month] = (read[period[0]] if is_read else mean_range(counts, share)).times(share)
        units += share
    total = mean_range(counts, units).times(units)
    if window.first is None:  # nobody knows how far back it goes
        total = Count(total.low, None)
    unit = "days" if archive.is_daily else "months"
    basis = f"{len(read)} {unit} of the date archive read, from {min(read)} to {max(read)}, the others taken for alike"
    return Evidence(source="date archives", basis=basis, months=months, total=total, samples=samples[:SAMPLES])


def mean_range(counts: Sequence[Count], others: float, least_spread: float = LEAST_SPREAD) -> Count:
    """What one of ``others`` units holds on average, by those that were read: two standard errors around their mean,
    which is uncertain the more the fewer were read and the fewer there are to even each other out."""
    lows, highs = [count.low for count in counts], [count.high for count in counts]
    low = max(0.0, mean(lows) - _error(lows, others, least_spread))
    return Count(low, None if None in highs else mean(highs) + _error(highs, others, least_spread))


def _error(values: Sequence[float], others: float, least_spread: float) -> float:
    if len(values) < 2:
        return mean(values)
    return max(2 * stdev(values) * math.sqrt(1 / len(values) + 1 / max(1, others)), least_spread * mean(values))


# -- lists whose length is known ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListPage:
    """A page of a numbered list."""

    number: int
    articles: int
    newest: date | None
    oldest: date | None


def count_list(
    pages: Sequence[ListPage], window: Window, *, is_whole: bool, goes_on: bool = False, samples: Sequence[str] = ()
) -> Evidence | None:
    """What a list shows, from its first, its last and pages between; ``is_whole``: it is that of the whole site,
    ``goes_on``: behind the page that its pager calls the last there are more.

    Between two pages that were read, articles are taken to have appeared evenly.
    """
    pages = sorted(pages, key=lambda page: page.number)
    if len(pages) < 2:
        return None
    full = pages[:-1]
    per_page = mean_range([Count(page.articles, page.articles) for page in full], pages[-1].number)
    last = pages[-1]
    length = per_page.times(last.number - 1) + Count(last.articles, last.articles)
    share_by_month = _shares(pages, window)
    if share_by_month is None:
        if not window.is_open:
            return None
        share_by_month, total = {}, length
    else:
        total = length.times(min(1.0, sum(share_by_month.values())))
    months = {month: length.times(share) for month, share in share_by_month.items()}
    if goes_on or not is_whole:
        months = {month: Count(count.low, None) for month, count in months.items()}
        total = Count(total.low, None)
    basis = f"{'at least ' if goes_on else ''}{last.number:,} pages, {len(pages)} of them read"
    basis += "" if is_whole else "; the site's other lists may have more"
    return Evidence(source="a list", basis=basis, months=months, total=total, samples=samples[:SAMPLES])


def _shares(pages: Sequence[ListPage], window: Window) -> dict[str, float] | None:
    """Which part of a list appeared in each month of the window; None if its pages tell no days, or no order."""
    if any(page.newest is None or page.oldest is None for page in pages):
        return None
    edges = [(float(page.number - 1), page.newest) for page in pages] + [(float(pages[-1].number), pages[-1].oldest)]
    if any(later[1] > earlier[1] for earlier, later in pairwise(edges)):
        return None
    found: dict[str, float] = {}
    for (start, newest), (end, oldest) in pairwise(edges):
        for month in months_between(oldest, newest):
            part = days_in_common(month_period(month), (oldest, newest), window)
            if part:
                whole = (newest - oldest).days + 1
                found[month] = found.get(month, 0.0) + part / whole * (end - start) / pages[-1].number
    return found

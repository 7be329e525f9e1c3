"""Several statements of one date, made one: what completes a date and what corrects it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from newscrawl.extraction.dates import Moment, offset_between, read_date
from newscrawl.extraction.url_dates import is_date_archive, url_period

FUTURE = timedelta(days=1)
"""How far behind the fetch a date may lie: clocks without a zone are up to 14 hours ahead."""


def completed(stated: Moment, others: Iterable[Moment]) -> Moment:
    """A date with what other statements of the same date add: a clock time, its zone, the zone of its readers.

    >>> completed(read_date("2025-03-11"), [read_date("March 11, 2025, 10:26")]).iso
    '2025-03-11T10:26:00'
    >>> completed(read_date("2025-03-11T02:25:54Z"), [read_date("March 10, 2025, 9:25 pm")]).iso
    '2025-03-10T21:25:54-05:00'
    """
    known = list(others)
    if not stated.has_time:
        timed = next((other for other in known if other.has_time and other.day == stated.day), None)
        if timed is None:
            return stated
        stated = timed
    if not stated.has_zone:
        return next((_with_zone_of(stated, other) for other in known if _is_same_clock(stated, other)), stated)
    if stated.value.utcoffset() == timedelta():
        return _in_local_time(stated, known)
    return stated


def is_in_future(moment: Moment, fetched_at: str | None) -> bool:
    """Whether a date lies more than a day behind the fetch (ISO 8601). False without a fetch time."""
    fetched = _utc(fetched_at)
    if fetched is None:
        return False
    value = moment.value.astimezone(UTC) if moment.has_zone else moment.value.replace(tzinfo=UTC)
    return value > fetched + FUTURE


def url_day(url: str) -> str | None:
    """The day that an article's address names, ISO 8601. None: none, or the address is that of a day's list.

    Of an address in an address, as archives have, the inner one counts.

    >>> url_day("https://times.test/2026/11/05/rain-ends")
    '2026-11-05'
    """
    inner = max(url.rfind("http://"), url.rfind("https://"), 0)
    period = url_period(url[inner:])
    if period is None or period[0] != period[1] or is_date_archive(url[inner:]):
        return None
    return period[0].isoformat()


def _is_same_clock(stated: Moment, other: Moment) -> bool:
    """Whether another statement gives the same clock time and a zone. UTC is left: it is often put on local time."""
    if not (other.has_zone and other.has_time) or other.value.utcoffset() == timedelta():
        return False
    return stated.value.replace(second=0) == other.value.replace(tzinfo=None, second=0)


def _with_zone_of(stated: Moment, other: Moment) -> Moment:
    return replace(stated, value=stated.value.replace(tzinfo=other.value.tzinfo))


def _in_local_time(stated: Moment, others: list[Moment]) -> Moment:
    """A moment in UTC as readers see it, where the page prints their clock, or their day for a midnight."""
    for other in others:
        zone = offset_between(stated, other)
        if zone is not None and abs((other.day - stated.day).days) <= 1:
            return replace(stated, value=stated.value.astimezone(zone))
    # 23:00 in UTC where the next day is printed: the system keeps a day as its local midnight.
    hours = 24 - stated.value.hour
    is_whole = stated.value.minute == 0 and stated.value.second == 0
    next_day = stated.day + timedelta(days=1)
    if is_whole and hours <= 14 and any(not other.has_zone and other.day == next_day for other in others):
        return replace(stated, value=stated.value.astimezone(timezone(timedelta(hours=hours))))
    return stated


def _utc(stamp: str | None) -> datetime | None:
    moment = read_date(stamp) if stamp else None
    if moment is None:
        return None
    return moment.value.astimezone(UTC) if moment.has_zone else moment.value.replace(tzinfo=UTC)

"""Dates in forms that are not worth a pattern of our own, by ``dateparser``: rare languages, and ``3 hours ago``.

That library finds a date in nearly anything, costs up to 40 ms and 130 ms when first used. So it is imported at the
first need, gets short lines alone, and only where a page states its date in no other way.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from newscrawl.extraction.dates import Moment, read_date, readable

LONGEST = 40
"""Characters of a line that may be a date and nothing else."""

_NUMBER = re.compile(r"\d+")
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_ABSOLUTE = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}


def read_odd_date(line: str, language: str | None, fetched_at: str | None = None) -> Moment | None:
    """The day that a short line names, in the language it is written in. None: none, or not surely one.

    A relative time counts only against ``fetched_at`` (ISO 8601), in hours or minutes, and only for a day: "2 days
    ago" may be two days.

    >>> read_odd_date("11 Meurzh 2025", "br").iso
    '2025-03-11'
    >>> read_odd_date("il y a 3 heures", "fr", "2025-03-11T10:26:00Z").iso
    '2025-03-11'
    """
    text = readable(line)
    if language is None or not 4 <= len(text) <= LONGEST or text.count(" ") > 6 or not any(map(str.isdigit, text)):
        return None
    numbers = _NUMBER.findall(text)
    if any(len(number) == 4 for number in numbers):
        found = _parsed(text, language, _ABSOLUTE) if len(numbers) > 1 else None  # a month of a year is no day
        return Moment(found, has_time=False, raw=line) if found is not None and str(found.year) in numbers else None
    fetched = read_date(fetched_at) if fetched_at else None
    if fetched is None:
        return None
    now = fetched.value.astimezone(UTC).replace(tzinfo=None) if fetched.has_zone else fetched.value
    found = _parsed(text, language, {"PARSERS": ["relative-time"], "RELATIVE_BASE": now})
    if found is None or not timedelta() <= now - found < _DAY or found.date() != (found - _HOUR).date():
        return None
    return Moment(datetime(found.year, found.month, found.day), has_time=False, raw=line)


def _parsed(text: str, language: str, settings: dict[str, Any]) -> datetime | None:
    import dateparser  # 130 ms that most crawls never need

    try:
        found: datetime | None = dateparser.parse(text, languages=[language.split("-")[0]], settings=settings)
    except (ValueError, TypeError, OverflowError, LookupError):  # a language or a number that it does not know
        return None
    return found.replace(tzinfo=None) if found is not None and found.year >= 1990 else None

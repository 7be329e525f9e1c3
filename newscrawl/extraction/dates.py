"""Dates as pages state them: ISO 8601, RFC 822, and the printed forms of many languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from newscrawl.extraction.months import month_number

LONGEST = 300
"""Characters of a text that are searched for a date."""

# A letter is anything that parts no words: the vowel signs of Indian scripts are none to ``\w``.
_WORD = r"[^\s\d,/:;|·•()\[\]<>\"'’–—-]{2,16}"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|ni|[ºª°])?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_ZONE = r"(?:\s*\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}:?(?:[0-5]\d)?\b|[A-ZА-Яa-zа-я]{1,5}\b)\)?)?"
_TIME = r"""
    (?P<hour>[0-2]?\d)
    (?:\s?(?:[:.h時时시]|ч|Uhr)(?!\d\d\d)\s?(?P<minute>[0-5]\d)(?:[:.m分분]\s?(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?[分분]?)?
    (?:\s?(?P<half>[ap]\.?\s?m\b\.?|ص\b|م\b|SA\b|CH\b))?
    (?:\s*(?:Uhr|uur|hrs|h\b|น\.)?)?
    """
_CLOCK = re.compile(
    r"""(?:\s*(?:[рг]\.|d\.)?[.,;|/•·(@»–—-]*\s*(?:[^\W\d_]{3,12}\.?,?\s+(?=\d))?
    (?:\b(?:at|um|ob|à|a\s+las?|as|às|alle(?:\s+ore)?|ore|ora|kl\.?|om|o|w|v|в|о|u|klo|kell|saat|στις|lúc|vào\s+lúc
    |pukul|jam|godz\.?|time|T)\b|เวลา)?\s*[.:@]?\s*
    |T|\s*年?\s*(?P<early>上午|凌晨|早上|午前|오전)\s*|\s*(?P<late>下午|晚上|午後|오후)\s*|\s+)"""
    + _TIME
    + _ZONE,
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK_BEFORE = re.compile(
    r"(?<!\d)(?P<hour>[0-2]?\d)[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"\s*(?:Uhr|uur|hrs|น\.)?\s*\(?(?P<zone>[A-Z]{2,4}|(?:UTC|GMT)[+-]\d{1,2})?\)?"
    r"(?:[\s,|/•·–—-]|\bon\b|\bam\b|\bdel?\b|\bet\b|\bngày\b)*(?:\b[^\W\d]{2,14}\b[.,]*(?=\s))?[\s,|/•·–—-]*$",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"^(?:/Date\()?(?P<seconds>1\d{9})(?:\d{3})?(?:\.\d{1,9})?(?:\)/)?$")
_COMPACT = re.compile(r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<clock>\d{4,6}))?(?:Z|\b)")
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<era>令和)?(?P<year>\d{4}|(?<=令和)\d{1,2})\s?[-/.年년]\s?(?P<month>\d{1,2})\s?[-/.月월]\s?(?P<day>\d{1,2})"
    r"\s?[日일.]?(?!\d)"
)
_DAY_FIRST = re.compile(
    r"(?<![\d.,])(?P<first>\d{1,2})\s?(?P<mark>[./|-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d.,/:])(?P<first>\d{1,2})(?P<mark>[./])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<year>\d\d)(?![\d/:%]|[.,]\d)"
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.,:]){_DAY}\.?[\s/-]*(?:de\s+|d[’']\s?|of\s+|ta[’']\s?)?(?P<month>{_WORD}),?[\s/-]*"
    rf"(?:de\s+|del\s+|di\s+|năm\s+)?(?P<year>\d{{4}}(?!\d)|[’'‘]\d\d\b)(?:\s?г\.?)?",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(rf"(?<!\d){_DAY}\s*tháng\s*(?P<month>\d{{1,2}})\s*,?\s*(?:năm\s*)?{_YEAR}", re.IGNORECASE)
_MONTH_DAY = re.compile(
    rf"(?<![^\W\d_])(?P<month>{_WORD})[\s-]+{_DAY}(?:,\s*|\.\s+|\s+|-)(?P<year>\d{{4}}(?![\d:])|[’'‘]\d\d\b)",
    re.IGNORECASE,
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})\.?[\s-]*(?:m\.|e?ko)?\s*(?P<month>{_WORD})[\s-]+(?P<day>\d{{1,2}})(?![\d:])",
    re.IGNORECASE,
)
_YEAR_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})\.\s?gada\s(?P<day>\d{{1,2}})\.\s?(?P<month>{_WORD})", re.IGNORECASE
)
# What ``date`` and many programs print: Tue Mar 11 10:26:37 CET 2025
_UNIX = re.compile(
    rf"\b(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+(?P<clock>\d\d:\d\d(?::\d\d)?)\s+(?P<name>[A-Z]{{3,4}}\s+)?{_YEAR}",
    re.IGNORECASE,
)
_WITH_NAMES = (_DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY, _YEAR_DAY_MONTH)
_WITH_NUMBERS = (_ISO, _YEAR_FIRST, _VIETNAMESE, _DAY_FIRST)
# Marks of direction, which stand invisibly between the parts of a date.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff"))
_DIGITS = re.compile(r"\d")
_ORDINAL_WORDS = re.compile(r"\b(?:premier|primero|primeiro|primo)(?=\s+(?:de\s+)?[^\W\d])", re.IGNORECASE)

# Abbreviations that mean one zone wherever they are printed. CST, IST and BST mean several.
_OFFSETS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "МСК": 180, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
    "SAST": 120, "WIB": 420,
}  # fmt: skip
_NAMED_ZONES = {"ET": "America/New_York", "PT": "America/Los_Angeles", "CT": "America/Chicago", "MT": "America/Denver"}
_MONTH_FIRST_REGIONS = frozenset({"en-US", "en-PH", "en-CA"})
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_FARTHEST_OFFSET = 14 * 60  # minutes; Kiribati


Days = Callable[[], Collection[date]]
"""Days that are known from elsewhere; asked for only where a date can be read in two ways."""


def _no_days() -> Collection[date]:
    return ()


@dataclass(frozen=True)
class Moment:
    """A date as it was stated."""

    value: datetime
    """Without a zone where none was stated."""
    has_time: bool
    raw: str

    @property
    def has_zone(self) -> bool:
        return self.value.tzinfo is not None

    @property
    def iso(self) -> str:
        """ISO 8601, as long as what was stated."""
        return self.value.isoformat(timespec="seconds") if self.has_time else self.value.date().isoformat()

    @property
    def day(self) -> date:
        """The day as printed."""
        return self.value.date()

    @property
    def utc(self) -> str | None:
        """In UTC with Z. None: no zone, or no time."""
        if not (self.has_zone and self.has_time):
            return None
        return self.value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"

    def in_zone(self, zone: tzinfo) -> Moment:
        """The same clock time in a zone that the page does not state. A bare day stays one."""
        if self.has_zone or not self.has_time:
            return self
        return Moment(self.value.replace(tzinfo=zone), self.has_time, self.raw)

    def is_before(self, other: Moment) -> bool:
        """Whether this was certainly earlier: to the second where both state a zone or neither, else by day."""
        if self.has_time and other.has_time and self.has_zone == other.has_zone:
            return self.value < other.value
        return self.day < other.day - timedelta(days=self.has_zone != other.has_zone)


@dataclass(frozen=True)
class Found:
    """A date within a text."""

    moment: Moment
    start: int
    end: int
    """Where the day stands in ``readable(text)``, without its clock time."""


def read_date(raw: str, language: str | None = None, days: Days = _no_days) -> Moment | None:
    """The first date in a short text. None: no date, an impossible one, or one that can be read in two ways.

    ``language`` (BCP 47) decides whether 3/11/2025 is a day of March; before it ``days`` that are known from
    elsewhere, if one of the two is among them.

    >>> read_date("Date:2025-03-11 10:26:37").iso
    '2025-03-11T10:26:37'
    >>> read_date("11 mars 2025 à 10h26").iso, read_date("2026-13-45"), read_date("1970-01-01T00:00:00Z")
    ('2025-03-11T10:26:00', None, None)
    """
    text = readable(raw)
    whole = _of_number(text, raw)
    if whole is not None:
        return whole[0]
    found = _first(text, 0, raw, language, days)
    return found.moment if found is not None else None


def all_dates(text: str) -> list[Found]:
    """The dates of a text that ``readable`` made, in order, at most eight; where both could be the month, day first."""
    found: list[Found] = []
    at = 0
    while len(found) < 8 and (here := _first(text, at, text, "und", _no_days)) is not None:
        found.append(here)
        at = here.end
    return found


def readable(raw: str) -> str:
    """A text's beginning as dates are read from it: Latin digits, no invisible marks.

    >>> readable(" ١١ مارس ٢٠٢٥ ")
    '11 مارس 2025'
    """
    text = raw[:LONGEST].strip()
    if text.isascii():
        return text
    text = text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ")
    text = _DIGITS.sub(lambda digit: str(int(digit[0])), text)
    return _ORDINAL_WORDS.sub("1", text)


@lru_cache(maxsize=64)
def named_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. ValueError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError(f"timezone: {name!r} is no IANA time zone; give one such as Europe/Berlin") from error


def offset_between(stated: Moment, printed: Moment) -> tzinfo | None:
    """The zone in which a stated moment is a printed clock time. None: in none, or one of the two is no clock time.

    >>> offset_between(read_date("2025-03-11T02:25:54Z"), read_date("March 10, 2025 | 9:25pm"))
    datetime.timezone(datetime.timedelta(days=-1, seconds=68400))
    """
    if not (stated.has_zone and stated.has_time and printed.has_time) or printed.has_zone:
        return None
    stated_utc = stated.value.astimezone(UTC).replace(tzinfo=None)
    apart = printed.value.replace(second=0) - stated_utc.replace(second=0, microsecond=0)
    minutes = int(apart.total_seconds()) // 60
    # Zones are whole hours from UTC, but for India, Iran, Australia's middle and a few more.
    is_offset = minutes % 60 == 0 or minutes in (-210, 210, 270, 330, 345, 390, 570, 630, 765)
    return timezone(timedelta(minutes=minutes)) if is_offset and -12 * 60 <= minutes <= _FARTHEST_OFFSET else None


def _of_number(text: str, raw: str) -> tuple[Moment | None] | None:
    """What a number alone says, in a tuple. None: the text is none."""
    if not text[:6].isdecimal() and not text.startswith("/Date("):
        return None
    epoch = _EPOCH.match(text)
    if epoch:
        return (_of_epoch(int(epoch["seconds"]), raw),)
    compact = _COMPACT.match(text)
    return (_of_compact(compact, raw),) if compact else None


def _first(text: str, at: int, raw: str, language: str | None, days: Days) -> Found | None:
    """The first date from a place on, by the kind of its form: names of months are surer than numbers."""
    match = _ISO.search(text, at)
    if match is not None:
        return _found(match, text, raw, language, days)
    candidates = [*_named(text, at, language)]
    candidates += [match for pattern in _WITH_NUMBERS if (match := pattern.search(text, at)) is not None]
    if not candidates:
        short = _SHORT_YEAR.search(text, at)
        candidates = [short] if short is not None else []
    if not candidates:
        return None
    return _found(min(candidates, key=lambda match: match.start()), text, raw, language, days)


def _named(text: str, at: int, language: str | None) -> Iterator[re.Match[str]]:
    """The first match of each form with a month's name in it."""
    if _UNIX.search(text, at) is not None:
        yield from (match for match in _UNIX.finditer(text, at) if month_number(match["month"]) is not None)
        return
    for pattern in _WITH_NAMES:
        for match in pattern.finditer(text, at):
            if month_number(match["month"], language) is not None:
                yield match
                break


def _found(match: re.Match[str], text: str, raw: str, language: str | None, days: Days) -> Found | None:
    day = _day_of(match, language, days)
    if day is None:
        return None
    if match.re is _UNIX:
        clock = f" {match['clock']} {match['name'] or ''}"
        moment = _with_clock(day, "", clock, raw)
    else:
        moment = _with_clock(day, text[: match.start()], text[match.end() :], raw)
    return Found(moment, match.start(), match.end()) if moment is not None else None


def _day_of(found: re.Match[str], language: str | None, days: Days) -> date | None:
    parts = found.groupdict()
    printed = parts["year"].lstrip("’'‘")
    year = int(printed)
    if parts.get("era"):
        year += 2018
    elif len(printed) == 2:
        year += 2000 if year < 70 else 1900
    elif 2400 < year < 2700:  # the Buddhist era that Thai pages print
        year -= 543
    if "first" in parts:
        return _day_of_two(year, int(parts["first"]), int(parts["second"]), parts["mark"], language, days)
    month = int(parts["month"]) if parts["month"].isdecimal() else month_number(parts["month"], language)
    return _possible(year, month or 0, int(parts["day"]))


def _day_of_two(year: int, first: int, second: int, mark: str, language: str | None, days: Days) -> date | None:
    """The day of ``first/second/year``; None where both orders make one and nothing tells which."""
    day_first, month_first = _possible(year, second, first), _possible(year, first, second)
    if day_first is None or month_first is None or first == second:
        return day_first or (month_first if mark != "." else None)
    elsewhere = days()
    known = [day for day in (day_first, month_first) if day in elsewhere]
    if len(known) == 1:
        return known[0]
    if mark == ".":
        return day_first
    if language in _MONTH_FIRST_REGIONS:
        return month_first
    return None if language is None or language == "en" else day_first


def _possible(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    # What a clock that was never set says.
    return None if found in (date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1)) else found


def _with_clock(day: date, before: str, after: str, raw: str) -> Moment | None:
    start = datetime(day.year, day.month, day.day)
    clock = _CLOCK.match(after)
    if clock is None or not (clock["minute"] or clock["half"]):
        clock = _CLOCK_BEFORE.search(before[-60:])
        if clock is None:
            return Moment(start, has_time=False, raw=raw)
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    second = int(clock["second"] or 0)
    half = _half_of_day(clock)
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 23:
        return Moment(start, has_time=False, raw=raw)
    value = start.replace(hour=hour, minute=minute, second=second)
    zone = (clock["zone"] or "").strip()
    if zone:
        offset = _offset_of(zone, value)
        if offset is None and any(char.isdigit() for char in zone):
            return None  # +99:99: whoever wrote that did not know the time either
        value = value.replace(tzinfo=offset)
    return Moment(value, has_time=True, raw=raw)


def _half_of_day(clock: re.Match[str]) -> str:
    parts = clock.groupdict()
    if parts.get("late"):
        return "p"
    if parts.get("early"):
        return "a"
    half = (parts["half"] or "")[:1].lower()
    return {"م": "p", "ص": "a", "c": "p", "s": "a"}.get(half, half)


def _offset_of(name: str, at: datetime) -> tzinfo | None:
    name = name.replace("−", "-")
    if name in _NAMED_ZONES:
        return timezone(ZoneInfo(_NAMED_ZONES[name]).utcoffset(at) or timedelta())
    if name in _OFFSETS or name == "z":
        return timezone(timedelta(minutes=_OFFSETS[name.upper()]))
    found = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d\d)?", name.upper())
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > _FARTHEST_OFFSET:
        return None
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def _of_epoch(seconds: int, raw: str) -> Moment | None:
    value = datetime.fromtimestamp(seconds, UTC)
    return Moment(value, has_time=True, raw=raw) if value.year >= 1995 else None


def _of_compact(found: re.Match[str], raw: str) -> Moment | None:
    day = _possible(int(found["year"]), int(found["month"]), int(found["day"]))
    if day is None:
        return None
    clock = found["clock"] or ""
    start = datetime(day.year, day.month, day.day)
    if not clock:
        return Moment(start, has_time=False, raw=raw)
    hour, minute, second = int(clock[:2]), int(clock[2:4]), int(clock[4:6] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Moment(start, has_time=False, raw=raw)
    zone = UTC if found[0].endswith("Z") else None
    return Moment(start.replace(hour=hour, minute=minute, second=second, tzinfo=zone), has_time=True, raw=raw)

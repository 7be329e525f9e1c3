"""Dates as pages state them: ISO 8601, RFC 822, and the printed forms of many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

LONGEST = 300
"""Characters of a text that are searched for a date."""

_MONTHS = """
january jan januar janvier janv enero ene gennaio gen janeiro januari stycznia styczeń января январь янв січня
 ledna leden ianuarie ocak tammikuuta január januára يناير जनवरी มกราคม
february feb februar février févr fév febrero febbraio fevereiro fev februari lutego luty февраля февраль фев
 лютого února únor februarie şubat helmikuuta február فبراير फरवरी กุมภาพันธ์
march mar märz mrz mars marzo março maart marca marzec марта март мар березня března březen martie mart
 maaliskuuta március مارس मार्च มีนาคม
april apr avril avr abril abr aprile april kwietnia kwiecień апреля апрель апр квітня dubna duben aprilie nisan
 huhtikuuta április أبريل ابريل अप्रैल เมษายน
may mai mayo maggio mag maio mei maj maja мая май травня května květen mayıs toukokuuta május مايو मई พฤษภาคม
june jun juni juin junio giugno giu junho czerwca czerwiec июня июнь июн червня června červen iunie haziran
 kesäkuuta június يونيو जून มิถุนายน
july jul juli juillet juil julio luglio lug julho lipca lipiec июля июль июл липня července červenec iulie temmuz
 heinäkuuta július يوليو जुलाई กรกฎาคม
august aug août agosto ago augustus augusti sierpnia sierpień августа август авг серпня srpna srpen ağustos
 elokuuta augusztus أغسطس अगस्त สิงหาคม
september sept sep septembre septiembre settembre set setembro września wrzesień сентября сентябрь сен вересня
 září septembrie eylül syyskuuta szeptember سبتمبر सितंबर กันยายน
october oct oktober okt octobre octubre ottobre ott outubro out października październik октября октябрь окт
 жовтня října říjen octombrie ekim lokakuuta október أكتوبر अक्टूबर ตุลาคม
november nov novembre noviembre novembro listopada listopad ноября ноябрь ноя листопада listopadu noiembrie kasım
 marraskuuta نوفمبر नवंबर พฤศจิกายน
december dec dez dezember décembre déc diciembre dic dicembre dezembro desember grudnia grudzień декабря декабрь
 дек грудня prosince prosinec decembrie aralık joulukuuta ديسمبر दिसंबर ธันวาคม
"""
_MONTH_OF: dict[str, int] = {}
for _number, _line in enumerate(_MONTHS.replace("\n ", " ").strip().splitlines(), 1):
    for _word in _line.split():
        _MONTH_OF.setdefault(_word, _number)
_MONTH_WORD = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))

_TIME = r"""
    (?P<hour>[0-2]?\d)(?:[:.h時时](?!\d\d\d)\s?(?P<minute>[0-5]\d)(?:[:.m分](?P<second>[0-5]\d))?(?:[.,]\d{1,9})?分?)?
    (?:\s?(?P<half>[ap]\.?\s?m\b\.?))?
    (?:\s*(?:Uhr|uur|hrs|h\b)?)?
    """
_ZONE = r"(?:\s*\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+-−]\d{1,2}:?(?:[0-5]\d)?\b|[A-ZА-Я]{2,5}\b)\)?)?"
_CLOCK = re.compile(
    r"^(?:\s*[,|/•·–—-]?\s*(?:at|um|à|a\s+las|alle|às|kl\.?|om|o|в|klo|saat)?\s*|T|\s*[上下]午\s*|\s*오[전후]\s*|\s+)"
    + _TIME
    + _ZONE,
    re.IGNORECASE | re.VERBOSE,
)
_ISO = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_COMPACT = re.compile(r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<clock>\d{4,6}))?(?:Z|\b)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s?[-/.年년]\s?(?P<month>\d{1,2})\s?[-/.月월]\s?(?P<day>\d{1,2})\s?[日일.]?(?!\d)"
)
_DAY_FIRST = re.compile(
    r"(?<![\d.])(?P<first>\d{1,2})\s?(?P<mark>[./-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:de\s+|d[’']|of\s+)?(?P<month>{_MONTH_WORD})\.?,?"
    r"[\s-]*(?:de\s+|del\s+)?(?P<year>\d{4})(?:\s?г\.?)?(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_EPOCH_SECONDS = re.compile(r"^1\d{9}(?:\d{3})?$")
_CLOCK_BEFORE = re.compile(
    r"(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)\s?(?P<half>[ap]\.?m\.?)?\s*(?P<zone>[A-Z]{2,4})?[\s,|•·–-]*$", re.I
)

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


def read_date(raw: str, language: str | None = None) -> Moment | None:
    """The first date in a short text. None: no date, an impossible one, or one that can be read in two ways.

    ``language`` (BCP 47) decides whether 3/11/2025 is a day of March.

    >>> read_date("Date:2025-03-11 10:26:37").iso
    '2025-03-11T10:26:37'
    >>> read_date("11 mars 2025 à 10h26").iso, read_date("2026-13-45"), read_date("1970-01-01T00:00:00Z")
    ('2025-03-11T10:26:00', None, None)
    """
    text = raw[:LONGEST].strip()
    if _EPOCH_SECONDS.match(text):
        return _of_epoch(text, raw)
    compact = _COMPACT.match(text)
    if compact:
        return _of_compact(compact, raw)
    for pattern in (_ISO, _YEAR_FIRST, _DAY_MONTH, _MONTH_DAY, _DAY_FIRST):
        found = pattern.search(text)
        if found is None:
            continue
        day = _day_of(found, language)
        if day is None:
            return None
        return _with_clock(day, text[: found.start()], text[found.end() :], raw)
    return None


@lru_cache(maxsize=64)
def named_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. ValueError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError(f"timezone: {name!r} is no IANA time zone; give one such as Europe/Berlin") from error


def _day_of(found: re.Match[str], language: str | None) -> date | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if 2400 < year < 2700:  # the Buddhist era that Thai pages print
        year -= 543
    if "first" in parts:
        pair = _day_and_month(int(parts["first"]), int(parts["second"]), parts["mark"], language)
        if pair is None:
            return None
        day, month = pair
    else:
        day = int(parts["day"])
        month = int(parts["month"]) if parts["month"].isdecimal() else _MONTH_OF[parts["month"].lower()]
    return _possible(year, month, day)


def _day_and_month(first: int, second: int, mark: str, language: str | None) -> tuple[int, int] | None:
    if first > 12 or mark == "." or first == second:
        return first, second
    if second > 12 or language in _MONTH_FIRST_REGIONS:
        return second, first
    if language is None or language == "en":
        return None
    return first, second


def _possible(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    # What a clock that was never set says.
    return None if found in (date(1970, 1, 1), date(1969, 12, 31)) else found


def _with_clock(day: date, before: str, after: str, raw: str) -> Moment | None:
    start = datetime(day.year, day.month, day.day)
    clock = _CLOCK.match(after)
    if clock is None or not (clock["minute"] or clock["half"]):
        clock = _CLOCK_BEFORE.search(before)
        if clock is None:
            return Moment(start, has_time=False, raw=raw)
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    second = int(clock.groupdict().get("second") or 0)
    half = _half_of_day(clock)
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour > 23:
        return Moment(start, has_time=False, raw=raw)
    value = start.replace(hour=hour, minute=minute, second=second)
    zone = clock["zone"]
    if zone:
        offset = _offset_of(zone.strip(), value)
        if offset is None and any(char.isdigit() for char in zone):
            return None  # +99:99: whoever wrote that did not know the time either
        value = value.replace(tzinfo=offset)
    return Moment(value, has_time=True, raw=raw)


def _half_of_day(clock: re.Match[str]) -> str:
    half = (clock["half"] or "")[:1].lower()
    if not half and ("下午" in clock[0] or "오후" in clock[0]):
        return "p"
    return half


def _offset_of(name: str, at: datetime) -> tzinfo | None:
    name = name.upper().replace("−", "-")
    if name in _NAMED_ZONES:
        return timezone(ZoneInfo(_NAMED_ZONES[name]).utcoffset(at) or timedelta())
    if name in _OFFSETS:
        return timezone(timedelta(minutes=_OFFSETS[name]))
    found = re.fullmatch(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d\d)?", name)
    if found is None:
        return None
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def _of_epoch(text: str, raw: str) -> Moment | None:
    value = datetime.fromtimestamp(int(text[:10]), UTC)
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

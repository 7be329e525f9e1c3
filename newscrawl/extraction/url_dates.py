"""Dates in addresses: the day, month or year that an address names. Nothing here raises."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

Period = tuple[date, date]

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""What is taken for a year. No newsroom had addresses before 1990."""

_LONGEST = 2048  # characters of an address that are looked at
_MAX_FINDS = 8  # dates tried of one kind: an address made of dates names none

# Month names that stand in addresses, ASCII: one line a month. Words of two months ("mar") are those of the first line.
_MONTHS = """
jan january januar janvier enero ene janeiro gennaio gen januari styczen leden ianuarie ocak tammikuu januar
feb february februar fevrier febrero fevereiro febbraio februari luty unor februarie subat helmikuu fev
mar march maerz marz mars marzo marco maart marzec brezen martie mart maaliskuu mrz
apr april avril abril aprile abr avr kwiecien duben aprilie nisan huhtikuu
may mai mayo maio maggio mei maj kveten mayis toukokuu mag
jun june juni juin junio junho giugno czerwiec cerven iunie haziran kesakuu giu
jul july juli juillet julio julho luglio lipiec cervenec iulie temmuz heinakuu lug
aug august aout agosto augustus augusti sierpien srpen agustos elokuu ago
sep sept september septembre septiembre setembro settembre wrzesien zari septembrie eylul syyskuu set
oct okt october oktober octobre octubre outubro ottobre pazdziernik rijen octombrie ekim lokakuu out ott
nov november novembre noviembre novembro listopad noiembrie kasim marraskuu
dec dez december dezember decembre diciembre dezembro dicembre grudzien prosinec decembrie aralik joulukuu dic
"""
_MONTH_OF: dict[str, int] = {}
for _number, _line in enumerate(_MONTHS.strip().splitlines(), 1):
    for _word in _line.split():
        _MONTH_OF.setdefault(_word, _number)
_NAME = "|".join(sorted(_MONTH_OF, key=len, reverse=True))

_HAS_YEAR = re.compile(r"(?:199|20\d)\d")
_Y = r"(?P<y>199\d|20\d\d)"
_END = r"(?=[/?&#;]|$|\.[a-z]{2,5}\b|_\d*\.)"  # where a segment or a value ends, whatever its file's ending
# The letter is what some systems put before the date of a file: /202611/t20261105_77.html
_COMPACT_DAY = re.compile(
    rf"(?:(?<=[/_.=-])|(?<=[/_.=-][a-z])){_Y}(?P<m>\d\d)(?P<d>\d\d)(?:T?[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?![^\W_])"
)
_DAYS = (
    *(
        re.compile(pattern)
        for pattern in (
            rf"(?<!\d){_Y}/(?P<m>\d\d?)/(?P<d>\d\d?){_END}",
            rf"(?<!\d){_Y}(?P<mark>[-_.])(?P<m>\d\d)(?P=mark)(?P<d>\d\d)(?![\d])",
            rf"(?<![\d-]){_Y}(?P<mark>[-_.])(?P<m>\d\d?)(?P=mark)(?P<d>\d\d?){_END}",
            rf"(?<!\d){_Y}[-_/]?(?P<m>\d\d)[-_/](?P<d>\d\d){_END}",
            rf"/{_Y}/(?P<m>\d\d)(?P<d>\d\d)(?=[/_])",
            rf"(?<![^\W_]){_Y}[-_/](?P<name>{_NAME})[-_/](?P<d>\d\d?)(?![^\W_])",
            rf"(?<![^\W_])(?P<d>\d\d?)[-_/](?P<name>{_NAME})[-_/]{_Y}(?![^\W_])",
            rf"(?<![^\W_])(?P<name>{_NAME})[-_/](?P<d>\d\d?)[-_/]{_Y}(?![^\W_])",
            rf"(?<![\d.-])(?P<a>\d\d?)(?P<mark>[-_/.])(?P<b>\d\d?)(?P=mark){_Y}(?!\d)",
        )
    ),
    _COMPACT_DAY,
)
_FIRST_OF_RANGE = re.compile(r"(?<!\d)(?P<d>\d\d?)\.?[-_](?:(?:bis|to|au|al|and|und|et)[-_])?$")
_PARAMETERS = tuple(
    re.compile(rf"[?&](?:{names})={value}(?:&|$)")
    for names, value in (
        ("year|y|yr|yyyy|jahr|ano|annee|anno|yil|god", _Y),
        ("month|m|mm|mon|monat|mes|mois|mese|ay", r"(?P<m>\d\d?)"),
        ("day|d|dd|tag|dia|jour|giorno|gun", r"(?P<d>\d\d?)"),
    )
)
_ARCHIVE_NAME = (
    r"(?:site-?map|archiv\w*+|posts?|articles?|news|stories|story|urls?|month|monat|day|date|web|content|index|list)"
)
_MONTHS_OF_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"/{_Y}/(?P<m>\d\d?){_END}",
        rf"[/=]{_Y}[-_.](?P<m>\d\d?){_END}",
        rf"[/=]{_Y}[-_/](?P<name>{_NAME})(?![^\W_])",
        rf"(?<![^\W_])(?P<name>{_NAME})[-_/]{_Y}{_END}",
        rf"/{_Y}(?P<m>0[1-9]|1[0-2])/",
        rf"[?&](?:m|month|date|ym|d|archive|monat|mes)={_Y}(?P<m>0[1-9]|1[0-2])(?=&|$)",
        rf"\b{_ARCHIVE_NAME}(?:[-_.][a-z]{{1,20}})?[-_.]?{_Y}[-_.]?(?P<m>\d\d){_END}",
        rf"[-_./]{_Y}[-_.]?(?P<m>\d\d)(?:[-_]\d{{1,4}})?\.(?:xml|txt|rss)\b",
    )
)
_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!/\d)(?<!/\d\d)/{_Y}(?=[/?]|$|\.(?:s?html?|php|aspx?|xml|txt)\b)",
        rf"[?&](?:year|y|yr|jahr|ano|annee|anno|yil|date|archive)={_Y}(?=&|$)",
        rf"\b{_ARCHIVE_NAME}(?:[-_.][a-z]{{1,20}})?[-_.]?{_Y}(?:[-_]\d{{1,3}})?(?=\.(?:xml|txt|s?html?|php)\b|/|$)",
        rf"[-_.]{_Y}(?:[-_]\d{{1,3}})?\.(?:xml|txt|rss)\b",
    )
)
_SLASHED_DAY = re.compile(rf"/{_Y}/\d\d?/\d\d?{_END}")
_SLASHED_MONTH = re.compile(rf"/{_Y}/\d\d?{_END}")
_AFTER_ARCHIVE = re.compile(
    r"(?:/?(?:(?:index|default|list)(?:[-_]\d{1,3})?)?(?:\.(?:s?html?|php|aspx?|xml|gz|rss|json|txt))*+)"
    r"(?:/?(?:page|seite|pagina|p)[-_/]?\d{1,4})?/?(?:[?&](?:page|p|paged|start|offset)=\d{1,5})?"
)
_BEFORE_ARCHIVE = re.compile(
    r"(?:site-?map|archiv\w*+|arquivo|arhiv\w{0,3}|arsiv|posts|articles|stories|urls|daily|by|calendar|kalender|date|datum"
    r"|day|month|monat|year|index|list|[a-z]{1,12}=|[-_.?&=])*+"
)


@lru_cache(maxsize=4096)
def url_period(url: str) -> Period | None:
    """First and last day that a date in the address names: of a day, a month or a year. None: it names none.

    Years 1990 to 2099. Where day and month could be either, or the date does not exist: None.

    >>> url_period("https://times.test/2026/11/05/rain-ends")
    (datetime.date(2026, 11, 5), datetime.date(2026, 11, 5))
    >>> url_period("https://times.test/sitemap-2026-11.xml"), url_period("https://times.test/05-11-2026")
    ((datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)), None)
    """
    found = _found(_local_part(url))
    return found[0] if found is not None else None


@lru_cache(maxsize=4096)
def is_date_archive(url: str) -> bool:
    """Whether an address is a day's, a month's or a year's list: its last part is a date and nothing else.

    >>> is_date_archive("https://times.test/archive/2026/11/05/"), is_date_archive("https://times.test/2026/11/05/rain")
    (True, False)
    """
    text = _local_part(url)
    found = _found(text)
    if found is None:
        return False
    _, start, end = found
    segment = text[text.rfind("/", 0, start + 1) + 1 : start]
    before = segment.partition("?")[2] or segment
    return _AFTER_ARCHIVE.fullmatch(text, end) is not None and _BEFORE_ARCHIVE.fullmatch(before) is not None


def _local_part(url: str) -> str:
    """Path and query in lower case, from the first slash after the host."""
    rest = url[:_LONGEST].partition("#")[0]
    rest = rest.partition("//")[2] if "//" in rest[:9] else rest
    slash = re.search(r"[/?]", rest)
    return rest[slash.start() :].lower() if slash else ""


def _found(text: str) -> tuple[Period, int, int] | None:
    """The period that a path names and where it stands; the finest that there is."""
    if _HAS_YEAR.search(text) is None:
        return None
    by_parameters = _of_parameters(text)
    if by_parameters is not None:
        return by_parameters
    for patterns, read, impossible in (
        (_DAYS, _day_of, _SLASHED_DAY),
        (_MONTHS_OF_YEARS, _month_of, _SLASHED_MONTH),
        (_YEARS, _year_of, None),
    ):
        found = next(_periods(text, patterns, read), None)
        if found is not None:
            return found
        if impossible is not None and impossible.search(text) is not None:
            return None  # /2026/45/ is a week, /2026/02/30/ no day: less exact would be wrong as well
    return None


def _periods(
    text: str, patterns: tuple[re.Pattern[str], ...], read: Callable[[re.Match[str]], Period | None]
) -> Iterator[tuple[Period, int, int]]:
    for pattern in patterns:
        for count, found in enumerate(pattern.finditer(text)):
            period = read(found)
            if period is not None:
                yield period, found.start(), found.end()
            if count >= _MAX_FINDS:
                break


def _day_of(found: re.Match[str]) -> Period | None:
    parts = found.groupdict()
    if found.re is _COMPACT_DAY and _is_number_behind_headline(found):
        return None
    if "name" in parts and _ends_range(found):
        return None
    if "a" not in parts:
        return _one_day(int(parts["y"]), _month_number(parts), int(parts["d"]))
    pair = _day_and_month(int(parts["a"]), int(parts["b"]))
    return _one_day(int(parts["y"]), pair[1], pair[0]) if pair is not None else None


def _is_number_behind_headline(found: re.Match[str]) -> bool:
    """Whether eight digits stand alone behind a headline: /rain-ends-at-last/20390531/ has an id."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    return before.endswith("/") and after in ("", "/") and before[:-1].rpartition("/")[2].count("-") > 1


def _ends_range(found: re.Match[str]) -> bool:
    """Whether a day with a month's name ends a span of days: /report-14-20-january-2026 is of a week."""
    first = _FIRST_OF_RANGE.search(found.string, max(0, found.start() - 9), found.start())
    return first is not None and 0 < int(first["d"]) < int(found["d"])


def _one_day(year: int, month: int, day: int) -> Period | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def _day_and_month(first: int, second: int) -> tuple[int, int] | None:
    """None where both could be the month: 05-11-2026 is a day of May or of November."""
    if first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else None


def _month_of(found: re.Match[str]) -> Period | None:
    parts = found.groupdict()
    return _whole_month(int(parts["y"]), _month_number(parts))


def _month_number(parts: dict[str, str]) -> int:
    return _MONTH_OF[parts["name"]] if "name" in parts else int(parts["m"])


def _whole_month(year: int, month: int) -> Period | None:
    if not 1 <= month <= 12:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year_of(found: re.Match[str]) -> Period:
    year = int(found["y"])
    return date(year, 1, 1), date(year, 12, 31)


def _of_parameters(text: str) -> tuple[Period, int, int] | None:
    """``?year=2026&month=11&day=5``, in any order; the year alone is left to the other patterns."""
    query = text.find("?")
    if query < 0:
        return None
    year, month, day = (pattern.search(text, query) for pattern in _PARAMETERS)
    if year is None or month is None:
        return None
    period = _whole_month(int(year["y"]), int(month["m"]))
    if day is not None:
        period = _one_day(int(year["y"]), int(month["m"]), int(day["d"]))
    if period is None:
        return None
    found = [match for match in (year, month, day) if match is not None]
    return period, min(match.start() for match in found), max(match.end() for match in found)

"""The day on which a text was written, as far as the text itself implies it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from newscrawl.extraction.date_mentions import Mention, day_of, find_mentions
from newscrawl.items import Article, DatePrecision, StoryDate

FIRST_YEAR = 1995
"""No text that was written for the web is older."""
LAST_YEAR = 2100
CONFLICT_DAYS = 31
"""A claimed day further after the story's is in conflict: magazines print texts weeks after they were written."""
CONFLICT_DAYS_BEFORE = 7
"""A claimed day further before the story's is in conflict: a text does not know what comes. Less may be an update."""

_DAY = timedelta(days=1)
_NEAR = 2
"""Days by which a weekday or a day of a report may lie before the claimed one: Friday's is told until Sunday."""
_LONGEST_ARC = 75
"""Days between a day behind and a day ahead, printed without years, that one story speaks of."""
_YEAR_REACH = 2
"""Years by which the latest year that a text looks back to may lie before the story."""
_LEAP_REACH = 8
"""The same for 29 February, which falls on one weekday once in 28 years; other days after five or six."""
_ANNIVERSARY = 7
"""Days around a day's return in which it is remembered."""


@dataclass(frozen=True)
class Span:
    """Days between which the text was written, both inclusive, and the phrases that say so."""

    first: date
    last: date
    evidence: tuple[Mention, ...] = ()

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: date, slack: int = 0) -> bool:
        return self.first - slack * _DAY <= day <= self.last + slack * _DAY

    def within(self, other: Span | None) -> Span | None:
        """Both at once; None where they exclude each other."""
        if other is None:
            return self
        first, last = max(self.first, other.first), min(self.last, other.last)
        if first > last:
            return None
        evidence = dict.fromkeys((*self.evidence, *other.evidence))
        return Span(first, last, tuple(evidence))


def read_story_date(text: str, language: str | None, claimed: date | None = None) -> StoryDate:
    """The story's date and the phrases that give it: the year's first, then the month's, then the day's.

    Days behind the story and days ahead of it bound the day from both sides; *next year* beside the year of a plan
    gives the year; a weekday with its date gives the years in which it fell so; a weekday on which a report was made
    gives the day within a week. Where nothing bounds the day, or bounds exclude each other, nothing is concluded.

    ``claimed`` is the day that the page claims. It never overrules the text, and a text that names no day has no story
    date, whatever is claimed. It completes the text where that agrees with it: a weekday or a day without its year, at
    most two days before the claimed one, is the story's day; a day behind, of the same month, leaves the month.
    Nothing is completed where a full date, a plan's year, a weekday with its date or the years of the first sentence
    speak against the claim. A weekday alone agrees with three of seven false claims: what rests on it says when in the
    claimed week the story was told, not that the claim is true.

    >>> read_story_date("The ferry sank on Tuesday, May 14, 2024, its owner said. It will not be raised.", "en").value
    '2024-05-14'
    >>> read_story_date("The ferry sank, its owner said Thursday. It will not be raised.", "en").value
    """
    mentions = find_mentions(text, language)
    if not mentions:
        return StoryDate()
    alone = _from_text(mentions)
    if alone is not None and claimed is not None and _is_anniversary(alone, claimed):
        alone = None
    if claimed is not None and not FIRST_YEAR <= claimed.year <= LAST_YEAR:
        claimed = None
    if claimed is not None and (alone is None or alone.holds(claimed, slack=7)) and _may_be(mentions, claimed):
        return _as_date(_completed(mentions, claimed, alone) or alone)
    return _as_date(alone)


def _is_anniversary(span: Span, claimed: date) -> bool:
    """Whether the text's day comes round at the claimed one: then the text remembers it."""
    if any(mention.in_dateline for mention in span.evidence):
        return False
    years = claimed.year - span.last.year
    again = day_of(claimed.year, span.last.month, min(span.last.day, 28))
    return years > 0 and span.days == 1 and again is not None and abs((claimed - again).days) <= _ANNIVERSARY


def set_story_date(article: Article) -> None:
    """Fill what hangs on the text's own date, of an article that has its text, its language and its claimed day."""
    language = (article.language or article.language_declared or "").split("-")[0]
    claimed = date.fromisoformat(article.published_day) if article.published_day else None
    article.story_date = read_story_date(article.text or "", language, claimed)
    article.date_conflict_days = conflict_days(article.story_date, claimed) if claimed else None
    article.provenance.fields.story_date = "text" if article.story_date.value else None


def has_date_conflict(article: Article) -> bool:
    """Whether the claimed day cannot be the story's, nor the text have been brought up to date since."""
    days = article.date_conflict_days
    if not is_conflict(days) or days is None:
        return False
    changed = (article.date_modified or "")[:10]
    return days > 0 or changed < (article.story_date.value or "")


def conflict_days(story: StoryDate, claimed: date) -> int | None:
    """Claimed day minus the story's; 0 within its month or year, else counted from the month's or year's nearest
    day."""
    span = _period(story)
    if span is None:
        return None
    nearest = min(max(claimed, span.first), span.last)
    return (claimed - nearest).days


def is_conflict(days: int | None) -> bool:
    """Whether the claimed day cannot be the story's."""
    return days is not None and (days > CONFLICT_DAYS or days < -CONFLICT_DAYS_BEFORE)


def _period(story: StoryDate) -> Span | None:
    if story.value is None:
        return None
    parts = [int(part) for part in story.value.split("-")]
    if len(parts) == 3:
        return Span(date(*parts), date(*parts))
    return _month(parts[0], parts[1]) if len(parts) == 2 else _year(parts[0])


def _year(year: int, *evidence: Mention) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31), evidence)


def _month(year: int, month: int, *evidence: Mention) -> Span:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Span(date(year, month, 1), after - _DAY, evidence)


def _as_date(span: Span | None) -> StoryDate:
    """A span with the precision it has. Evidence of the year goes before that of the month and the day."""
    if span is None or not span.evidence or span.first.year != span.last.year or span.first.year < FIRST_YEAR:
        return StoryDate()
    precision: DatePrecision = "year"
    if span.first == span.last:
        precision = "day"
    elif span.first.month == span.last.month:
        precision = "month"
    value = span.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]
    ordered = sorted(span.evidence, key=lambda mention: (_rank(mention), mention.first))
    return StoryDate(value=value, precision=precision, evidence=list(dict.fromkeys(one.phrase for one in ordered)))


def _rank(mention: Mention) -> int:
    if mention.kind in ("year", "relative") and mention.unit != "d":
        return 0
    return 2 if mention.kind in ("weekday", "day") else 1


def _from_text(mentions: list[Mention]) -> Span | None:
    """What the text implies by itself."""
    dateline = next((one for one in mentions if one.in_dateline and one.full), None)
    if dateline is not None and dateline.full is not None:
        return Span(dateline.full, dateline.full, (dateline,))
    said = _beside_relative(mentions)
    bounds = _bounds(mentions)
    if bounds is not None and said is not None:
        bounds = said.within(bounds)
        if bounds is None:
            return None
    bounds = bounds or said
    whole = _placed_arc(mentions, bounds or _year_of_plan(mentions)) or bounds
    told = _told_day(mentions, whole) or _weekday_with_date(mentions, whole)
    if told is not None:
        return told
    return _weekday_within(mentions, whole) if whole is not None else None


def _told_day(mentions: list[Mention], bounds: Span | None) -> Span | None:
    """A report's own day, printed with weekday and year: the latest, near the text's head, with nothing later
    behind."""
    behind = [one for one in mentions if one.full is not None and one.side < 0 and not one.is_quoted]
    if not behind:
        return None
    latest = max(behind, key=lambda one: one.full or date.min)
    day = latest.full
    if day is None or latest.weekday != day.weekday() or latest.paragraph > 1 or _latest_year(mentions) > day.year:
        return None
    if bounds is not None and not bounds.holds(day):
        return None
    return Span(day, day, (latest,))


def _weekday_with_date(mentions: list[Mention], bounds: Span | None) -> Span | None:
    """*Tuesday, May 14* behind: the first year, from the latest the text looks back to, in which it fell so."""
    found = [
        one for one in mentions
        if one.kind == "date" and one.year is None and one.weekday is not None and one.side < 0 and one.paragraph <= 2
    ]  # fmt: skip
    if not found or any(one.is_quoted for one in found):
        return None
    spans = []
    for one in found:
        years = _years_that_fit(one, mentions, bounds)
        day = day_of(years[0], one.month, one.day) if len(years) == 1 else None
        if day is None:
            return None
        back = tuple(other for other in _looks_back(mentions) if other.year == _latest_past_year(mentions))[:1]
        spans.append(Span(day, day, (*(bounds.evidence if bounds else back), one)))
    return max(spans, key=lambda span: span.last)


def _years_that_fit(mention: Mention, mentions: list[Mention], bounds: Span | None) -> list[int]:
    if bounds is not None:
        years = range(bounds.first.year, bounds.last.year + 1)
    else:
        back = _latest_past_year(mentions)
        if back is None or back < FIRST_YEAR:
            return []
        leap_day = (mention.month, mention.day) == (2, 29)
        years = range(back, back + (_LEAP_REACH if leap_day else _YEAR_REACH) + 1)
    days = ((year, day_of(year, mention.month, mention.day)) for year in years)
    return [year for year, day in days if day is not None and day.weekday() == mention.weekday]


def _looks_back(mentions: list[Mention]) -> Iterable[Mention]:
    return (one for one in mentions if one.year is not None and one.side < 0 and not one.is_bare)


def _latest_past_year(mentions: list[Mention]) -> int | None:
    return max((one.year or 0 for one in _looks_back(mentions)), default=None)


def _latest_year(mentions: list[Mention]) -> int:
    """The latest year that is not said to lie ahead."""
    return max((one.year for one in mentions if one.year is not None and one.side != 1 and not one.is_plan), default=0)


def _beside_relative(mentions: list[Mention]) -> Span | None:
    """*Last month, in April 2023*; *next year, 2027*; what stands side by side means the same."""
    spans: list[Span] = []
    for one, other in pairwise(mentions):
        if one.sentence != other.sentence or not -1 <= other.first - one.last <= 2:
            continue
        relative, absolute = (one, other) if one.kind == "relative" else (other, one)
        if relative.kind != "relative" or absolute.year is None or relative.offset is None or relative.is_quoted:
            continue
        span = _counted_from(relative, absolute)
        if span is not None:
            spans.append(span)
    whole: Span | None = None
    for span in spans:
        whole = span.within(whole)
        if whole is None:
            return None
    return whole


def _counted_from(relative: Mention, absolute: Mention) -> Span | None:
    offset, year = relative.offset or 0, absolute.year or 0
    if relative.unit == "y" and absolute.kind in ("year", "month"):
        return _year(year - offset, relative, absolute)
    if relative.unit == "m" and absolute.month:
        months = year * 12 + absolute.month - 1 - offset
        return _month(months // 12, months % 12 + 1, relative, absolute)
    if relative.unit == "d" and absolute.full:
        day = absolute.full - offset * _DAY
        return Span(day, day, (relative, absolute))
    return None


def _bounds(mentions: list[Mention]) -> Span | None:
    """Between the latest full date behind and the earliest ahead."""
    full = [one for one in mentions if one.full is not None and not one.is_quoted]
    behind = max((one for one in full if one.side < 0), key=lambda one: one.full or date.min, default=None)
    ahead = min((one for one in full if one.side > 0), key=lambda one: one.full or date.max, default=None)
    if behind is None or ahead is None or behind.full is None or ahead.full is None or behind.full > ahead.full:
        return None
    return Span(behind.full, ahead.full, (behind, ahead)) if _latest_year(mentions) <= ahead.full.year else None


def _year_of_plan(mentions: list[Mention]) -> Span | None:
    """*Goals for 2024* beside *next year*: the plan's year is the next one."""
    plans = [one for one in mentions if one.is_plan and not one.is_quoted]
    coming = [one for one in mentions if one.unit == "y" and one.offset == 1 and not one.is_quoted]
    if not plans or not coming or len({one.year for one in plans}) > 1:
        return None
    year = (plans[0].year or 0) - 1
    return _year(year, plans[0], coming[0]) if _latest_year(mentions) <= year else None


def _placed_arc(mentions: list[Mention], year: Span | None) -> Span | None:
    """Days without a year, one behind and one ahead, in a year that is known; its evidence joins theirs."""
    if year is None:
        return None
    bare = [
        one for one in mentions
        if one.kind == "date" and one.year is None and not one.is_quoted and year.holds(_in_year(one, year.last.year))
    ]  # fmt: skip
    behind = max((one for one in bare if one.side < 0), key=lambda one: _in_year(one, year.last.year), default=None)
    ahead = min((one for one in bare if one.side > 0), key=lambda one: _in_year(one, year.last.year), default=None)
    if ahead is None:
        return None
    last = _in_year(ahead, year.last.year)
    if ahead.lasts is not None:
        return Span(last - (ahead.lasts - 1) * _DAY, last, (ahead,)).within(year)
    if behind is None:
        return None
    first = _in_year(behind, year.last.year)
    if first > last or (last - first).days > _LONGEST_ARC:
        return None
    return Span(first, last, (behind, ahead)).within(year)


def _in_year(mention: Mention, year: int) -> date:
    """A day without a year in a given one; far off where that year has no such day."""
    return day_of(year, mention.month, mention.day) or date.max


def _reported(mentions: list[Mention]) -> Mention | None:
    """The weekday on which the report was made; of several the one said first."""
    weekdays = [one for one in mentions if one.kind == "weekday" and one.side <= 0 and not one.is_quoted]
    said = [one for one in weekdays if one.is_said]
    return next(iter(said), None)


def _weekday_within(mentions: list[Mention], span: Span) -> Span:
    """The one day of the span that falls on the report's weekday; the span where there is none, or several."""
    reported = _reported(mentions)
    if reported is None or span.days > 13:
        return span
    days = [span.first + step * _DAY for step in range(span.days)]
    fitting = [day for day in days if day.weekday() == reported.weekday]
    return Span(fitting[0], fitting[0], (*span.evidence, reported)) if len(fitting) == 1 else span


def _may_be(mentions: list[Mention], claimed: date) -> bool:
    """Whether the text can have been written about the claimed day, as far as its full dates and plans say."""
    for one in mentions:
        if one.is_quoted:
            continue
        if one.full is not None and one.side < 0 and one.full > claimed + _DAY:
            return False
        if one.full is not None and one.side > 0 and one.full < claimed - 7 * _DAY:
            return False
        if one.is_plan and (one.year or 0) < claimed.year:
            return False
        if _is_other_calendar(one, claimed):
            return False
    return not _is_stale(mentions, claimed)


def _is_other_calendar(mention: Mention, claimed: date) -> bool:
    """Whether a weekday printed with its day fell otherwise in the claimed day's surroundings."""
    if mention.kind != "date" or mention.year is not None or mention.weekday is None:
        return False
    days = [day_of(claimed.year + step, mention.month, mention.day) for step in (-1, 0, 1)]
    return all(day is None or day.weekday() != mention.weekday for day in days)


def _is_stale(mentions: list[Mention], claimed: date) -> bool:
    """Whether the text looks back to years, and to none near the claimed day, in its first sentence."""
    years = [
        one.year
        for one in mentions
        if one.year is not None and one.year >= FIRST_YEAR and one.sentence == 0 and not one.is_bare
    ]
    return bool(years) and claimed.year - max(years) > _YEAR_REACH


def _completed(mentions: list[Mention], claimed: date, alone: Span | None) -> Span | None:
    """The day that the text names and the claimed day confirms; else the month, if it named a day of that month."""
    named = [(day, one) for one in mentions if (day := _near(one, claimed)) is not None]
    named += _beside_yesterday(mentions, claimed)
    if alone is not None:
        named = [(day, one) for day, one in named if alone.holds(day)]
    close = [(day, one) for day, one in named if (claimed - day).days <= _NEAR]
    said = _reported(mentions)
    chosen = next((pair for pair in close if pair[1] is said or pair[1].in_dateline), None)
    chosen = chosen or max(close, key=lambda pair: pair[0], default=None)
    if chosen is not None:
        return Span(chosen[0], chosen[0], (*(alone.evidence if alone else ()), chosen[1]))
    if alone is not None:
        return alone
    day, one = max(named, key=lambda pair: pair[0], default=(None, None))
    if day is None or one is None or one.kind == "weekday" or one.side >= 0 or day.month != claimed.month:
        return None
    return Span(day, claimed, (one,)) if day != claimed else None


def _beside_yesterday(mentions: list[Mention], claimed: date) -> list[tuple[date, Mention]]:
    """*Yesterday (13 May)*: the day after."""
    found = []
    for one, other in pairwise(mentions):
        if one.unit == "d" and other.kind == "date" and other.first - one.last == 1 and one.sentence == other.sentence:
            day = _near(other, claimed)
            if day is not None:
                found.append((day - (one.offset or 0) * _DAY, other))
    return found


def _near(mention: Mention, claimed: date) -> date | None:
    """The day behind that a mention names, if it is one of the month up to the claimed day. None: not behind, not
    near."""
    if mention.side > 0 or mention.is_quoted or mention.kind in ("relative", "year", "month"):
        return None
    if mention.kind == "weekday" and mention.day is None:
        return claimed - ((claimed.weekday() - (mention.weekday or 0)) % 7) * _DAY if mention.side < 0 else None
    for back in range(-1, 32):
        day = claimed - back * _DAY
        if (
            day.day == mention.day
            and mention.month in (None, day.month)
            and mention.year in (None, day.year)
            and mention.weekday in (None, day.weekday())
        ):
            return day
    return None

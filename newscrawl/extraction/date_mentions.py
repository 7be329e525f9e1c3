"""Every mention of a day, a month or a year in a text, with what its sentence says of it: is it behind or ahead?"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from newscrawl.extraction.dateline import dateline_head
from newscrawl.extraction.story_words import Words, words_of

LONGEST = 12_000
"""Characters of a text that are read: all of five articles in six, and the head of the others."""
MOST = 80
"""Mentions that are kept, so that a page of dates costs no more than an article."""

Kind = Literal["date", "month", "year", "weekday", "day", "relative"]

_SPLIT = re.compile(r"([^\W\d_]+|\d+)")
_SENTENCE_REACH = 40
"""Words to either side that are searched for the sentence's tense."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One phrase that speaks of a time. Parts that it does not say are None."""

    kind: Kind
    phrase: str
    """As printed, with the word that leads to it: ``reported Thursday``."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday is 0."""
    offset: int | None = None
    """Of a relative mention: -1 for *last month*, 1 for *next year*."""
    unit: str | None = None
    """Of a relative mention: ``y``, ``m`` or ``d``."""
    side: int = 0
    """-1 behind the story, 1 ahead of it, 0 not told."""
    in_dateline: bool = False
    is_said: bool = False
    """Whether the phrase tells when a report was made: ``said Thursday``."""
    is_quoted: bool = False
    is_plan: bool = False
    """Whether it is the year of a plan: ``goals for 2024``."""
    is_bare: bool = False
    """Whether it is a number that could be a year, with no word that says so: it counts beside *this year* alone."""
    lasts: int | None = None
    """Longest duration, in days, of what ends on this day: ``will last several days … Dec. 31``."""
    paragraph: int = 0
    sentence: int = 0
    """Index of the first word of its sentence."""
    first: int = 0
    last: int = 0
    """Indices of its words in the text."""

    @property
    def full(self) -> date | None:
        """The day, where all of it is said."""
        return day_of(self.year, self.month, self.day)


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """A day of the calendar, or None."""
    if not (year and month and day):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_mentions(text: str, language: str | None) -> list[Mention]:
    """Mentions in text order; none where the language is not known here.

    >>> found = find_mentions("The ferry will not sail, its owner said Thursday.", "en")
    >>> [(mention.phrase, mention.weekday, mention.side) for mention in found]
    [('said Thursday', 3, -1)]
    """
    head = text[:LONGEST]
    if language in ("zh", "ja", "ko"):
        return _EastAsian(head, language).mentions()
    known = words_of(language) if language else None
    return _Reader(head, known).mentions() if known else []


class _Reader:
    """A text cut into words and what stands between them."""

    def __init__(self, text: str, known: Words) -> None:
        self.text = text
        self.parts = _SPLIT.split(text)
        self.tokens = self.parts[1::2]
        # All at once, which takes a third of the time; the lower case of "İ" is two characters.
        self.words = "\n".join(self.tokens).replace("İ", "i").lower().split("\n") if self.tokens else []
        self.known = known
        self.used = 0

    @cached_property
    def in_head(self) -> int:
        """Words of the dateline."""
        head = dateline_head(self.text)
        return len(_SPLIT.split(head)) // 2 if head else 0

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """Indices of words before which a line ends."""
        return [place for place, mark in enumerate(self.parts[::2]) if "\n" in mark]

    def between(self, place: int) -> str:
        """What stands before a word."""
        return self.parts[2 * place]

    def word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def mentions(self) -> list[Mention]:
        known, found = self.known, []
        may_begin = [place for place, word in enumerate(self.words) if word in known.triggers or word.isdecimal()]
        for place in may_begin:
            if place < self.used:
                continue
            mention = self.mention_at(place, self.words[place])
            if mention is not None:
                self.used = mention.last + 1
                found.append(self.with_sentence(mention))
                if len(found) == MOST:
                    break
        return found

    def mention_at(self, place: int, word: str) -> Mention | None:
        known = self.known
        if word.isdecimal():
            return self.numeric(place) or self.year(place) if word.isascii() else None
        if word in known.months:
            found = self.named_month(place)
            if found is not None:
                return found
        if word in known.weekdays:
            return self.weekday(place)
        return self.relative(place) if word in known.relative else None

    def named_month(self, place: int) -> Mention | None:
        """14 May, May 14, 14 de mayo de 2024, in November next year."""
        if not self.tokens[place][0].isupper() and self.known is words_of("en"):
            return None
        month, first, last, day = self.known.months[self.words[place]], place, place, None
        before = self.step(place, -1)
        if before >= self.used and self.is_day(before):
            day, first = int(self.words[before]), before
        elif self.is_day(place + 1) and self.between(place + 1).strip() in ("", "."):
            day, last = int(self.words[place + 1]), place + 1
            last += self.word(last + 1) in ("st", "nd", "rd", "th") and self.between(last + 1) == ""
        after = self.step(last, 1)
        year = self.year_value(after)
        if year is not None:
            last = after
        weekday, first, last = self.weekday_beside(first, last, day)
        if day is None:
            return self.month_of_relative(place, month) or (
                Mention(kind="month", phrase=self.phrase(first, last), year=year, month=month, first=first, last=last)
                if year
                else None
            )
        phrase = self.phrase(first, last)
        return Mention(
            kind="date", phrase=phrase, year=year, month=month, day=day, weekday=weekday, first=first, last=last
        )

    def step(self, place: int, way: int) -> int:
        """The next word's index that is no joint (*of*, *de*), at most two further."""
        for _ in range(3):
            place += way
            mark = self.between(place + (way < 0)) if 0 <= place < len(self.words) else "\n"
            if "\n" in mark or "(" in mark:
                return -1
            if self.words[place] not in self.known.joints:
                return place
        return -1

    def is_day(self, place: int) -> bool:
        word = self.word(place)
        return word.isascii() and word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31

    def names_day(self, place: int) -> bool:
        """Whether May 14, 14 May or 14.5.2024 begins at a word."""
        if self.is_day(place):
            return self.word(self.step(place, 1)) in self.known.months or self.numeric(place) is not None
        return self.is_day(place + 1)

    def year_value(self, place: int) -> int | None:
        word = self.word(place)
        if len(word) != 4 or not (word.isascii() and word.isdecimal()):
            return None
        return int(word) if _FIRST_YEAR <= int(word) <= _LAST_YEAR else None

    def weekday_beside(self, first: int, last: int, day: int | None) -> tuple[int | None, int, int]:
        """A weekday that names the same day, and how far the phrase reaches with it."""
        if day is None:
            return None, first, last
        weekdays = self.known.weekdays
        before = self.step(first, -1)
        if before >= self.used and self.word(before) in weekdays:
            return weekdays[self.words[before]], before, last
        if first > self.used and self.between(first) == " (" and self.word(first - 1) in weekdays:
            return weekdays[self.words[first - 1]], first - 1, last
        after = last + 1
        if self.word(after) in weekdays and self.between(after) in (" ", " (", ", "):
            return weekdays[self.words[after]], first, after
        return None, first, last

    def month_of_relative(self, place: int, month: int) -> Mention | None:
        """November next year."""
        found = self.relative(place + 1) if self.word(place + 1) in self.known.relative else None
        if found is None or found.unit != "y":
            return None
        return replace(found, month=month, first=place, phrase=self.phrase(place, found.last, whole_noun=True))

    def numeric(self, place: int) -> Mention | None:
        """2024-05-14, 14.05.2024, 14/5/2024; what may be read in two ways is none."""
        numbers = [self.word(place + step) for step in range(3)]
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            return None
        mark = self.between(place + 1)
        if mark not in ("-", "/", ".") or self.between(place + 2) != mark:
            return None
        if len(numbers[0]) == 4:
            year, month, day = map(int, numbers)
        elif len(numbers[2]) == 4 and (self.known is not words_of("en") or int(numbers[0]) > 12):
            day, month, year = map(int, numbers)
        else:
            return None
        if day_of(year, month, day) is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        weekday, first, last = self.weekday_beside(place, place + 2, day)
        phrase = self.phrase(first, last)
        return Mention(
            kind="date", phrase=phrase, year=year, month=month, day=day, weekday=weekday, first=first, last=last
        )

    def year(self, place: int) -> Mention | None:
        """In 2022, since 2019, goals for 2024; a number alone is no year, unless *this year* stands beside it."""
        year = self.year_value(place)
        if year is None or self.between(place + 1)[:1] in ("%", "-", "/"):
            return None
        before = self.word(place - 1)
        is_plan = before in self.known.for_year and self.word(place - 2) in self.known.plans
        is_plan = is_plan or (before in self.known.plans and not self.known.for_year)
        if not is_plan and before not in self.known.in_year and before not in self.known.for_year:
            if self.between(place).strip() not in (",", "(") and self.between(place) != " ":
                return None
            is_bare = not self.known.bare_years or not self.word(place - 1).isalpha() or self.is_counted(place)
            return Mention(
                kind="year", phrase=self.phrase(place, place), year=year, is_bare=is_bare, first=place, last=place
            )
        return Mention(
            kind="year", phrase=self.phrase(place, place), year=year, is_plan=is_plan, first=place, last=place
        )

    def is_counted(self, place: int) -> bool:
        """Whether a noun follows a number, or the number a noun: *2000 Kronen*, *Typ 2000*."""
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) and self.between(place + 1) == " " else ""
        return after[:1].isupper() or self.tokens[place - 1][:1].isupper()

    def weekday(self, place: int) -> Mention | None:
        known = self.known
        last = place
        if known is words_of("pt") and self.words[place] in ("segunda", "terça", "quarta", "quinta", "sexta"):
            if self.word(place + 1) != "feira":
                return None
            last += 1
        if known is words_of("en") and (not self.tokens[place][0].isupper() or len(self.words[place]) <= 5):
            return None
        after = last + 1
        later = self.step(last, 1)
        if later > 0 and (self.word(later) in known.months or self.is_day(later)) and self.names_day(later):
            return None  # the month that follows takes this weekday along
        day = None
        if self.is_day(after) and self.between(after) == " (" and self.parts[2 * after + 2][:1] == ")":
            day, last = int(self.words[after]), after
        weekday = known.weekdays[self.words[place]]
        return Mention(
            kind="weekday", phrase=self.phrase(place, last), weekday=weekday, day=day, first=place, last=last
        )

    def relative(self, place: int) -> Mention | None:
        """Yesterday, last month, next year."""
        for offset, unit, spoken in self.known.relative[self.words[place]]:
            last = place + len(spoken) - 1
            if tuple(self.words[place : last + 1]) == spoken:
                phrase = self.phrase(place, last)
                return Mention(kind="relative", phrase=phrase, offset=offset, unit=unit, first=place, last=last)
        return None

    def phrase(self, first: int, last: int, *, whole_noun: bool = False) -> str:
        """The words from first to last as printed, with the preposition and the word before it.

        With ``whole_noun`` back to the article, if one is near: *the county vote in March next year*.
        """
        small = self.known.joints | self.known.in_year | self.known.for_year
        start = first
        while start > 0 and first - start < 2 and self.words[start - 1] in small and self.is_plain(start):
            start -= 1
        if whole_noun:
            for place in range(start - 1, max(start - 6, -1), -1):
                if not self.is_plain(place + 1, dots=True):
                    break
                if self.words[place] in ("the", "a", "an", "der", "die", "das", "la", "le", "el", "il", "het", "de"):
                    return "".join(self.parts[2 * place + 3 : 2 * last + 2])
        if start > 0 and self.is_plain(start):
            start -= 1
        return "".join(self.parts[2 * start + 1 : 2 * last + 2])

    def is_plain(self, place: int, *, dots: bool = False) -> bool:
        """Whether only a space stands before a word; with ``dots``, or what an abbreviation has: *U.S. vote*."""
        mark = self.between(place)
        return (mark.isspace() and "\n" not in mark) or (dots and mark in (".", ". ", "-"))

    def with_sentence(self, mention: Mention) -> Mention:
        start, end = self.sentence(mention.first, mention.last)
        side = self.side(mention, start, end)
        before = self.words[max(start, mention.first - 4) : mention.first]
        after = self.words[mention.last + 1 : mention.last + 4]
        return replace(
            mention,
            side=side,
            is_said=side <= 0 and not self.known.said.isdisjoint(before + after),
            is_quoted=self.is_quoted(mention.first),
            in_dateline=mention.first < self.in_head,
            lasts=self.duration(start, end) if side > 0 else None,
            paragraph=bisect_right(self.paragraph_starts, mention.first),
            sentence=start,
        )

    def sentence(self, first: int, last: int) -> tuple[int, int]:
        start, floor = first, max(first - _SENTENCE_REACH, 0)
        while start > floor and not self.begins(start):
            start -= 1
        end, ceiling = last + 1, min(last + _SENTENCE_REACH, len(self.words))
        while end < ceiling and not self.begins(end):
            end += 1
        return start, end

    def begins(self, place: int) -> bool:
        """Whether a sentence begins with a word."""
        mark = self.between(place)
        if mark == " ":
            return False
        if "\n" in mark or "!" in mark or "?" in mark:
            return True
        if "." not in mark or not self.tokens[place][0].isupper() or place == 0:
            return False
        before = self.words[place - 1]
        if before.isdecimal():
            return self.words[place] not in self.known.months
        return len(before) > 1 and not (len(before) <= 4 and before in self.known.months)

    def side(self, mention: Mention, start: int, end: int) -> int:
        """Behind or ahead, by the cue that stands nearest, those before it first."""
        if mention.kind == "relative" and mention.offset:
            return 1 if mention.offset > 0 else -1
        for place in range(mention.first - 1, start - 1, -1):
            cue = self.cue(place)
            if cue is not None:
                return self.with_auxiliary(cue, place, start)
        for place in range(mention.last + 1, end):
            cue = self.cue(place)
            if cue is not None:
                return cue
        return 0

    def with_auxiliary(self, cue: int, place: int, start: int) -> int:
        """What a cue means after the words before it: *will be opened* is ahead, *was expected* is open."""
        before = self.words[max(start, place - 3) : place]
        if cue > 0:
            return 0 if before and before[-1] in self.known.behind else 1
        if cue < 0 and self.words[place] not in self.known.behind:
            if not self.known.undecided.isdisjoint(before):
                return 0
            if not self.known.ahead.isdisjoint(before):
                return 1
        return cue

    def cue(self, place: int) -> int | None:
        word, known = self.words[place], self.known
        if word in known.ahead:
            return 1
        if word in known.behind:
            return -1
        if word in known.undecided:
            return 0
        if len(word) > 4:
            if known.behind_endings and word.endswith(known.behind_endings):
                return -1
            if known.ahead_endings and word.endswith(known.ahead_endings):
                return 1
        return None

    def is_quoted(self, place: int) -> bool:
        """Whether a quotation is open at a word, counted from the start of its paragraph."""
        starts = self.paragraph_starts
        at = bisect_right(starts, place)
        start = max(starts[at - 1] if at else 0, place - 200)
        marks = "".join(self.parts[2 * start : 2 * place + 1 : 2])
        straight = marks.count('"') % 2 == 1
        return straight or marks.count("“") + marks.count("«") + marks.count("„") > marks.count("”") + marks.count("»")

    def duration(self, start: int, end: int) -> int | None:
        """Days that an event of this sentence lasts at most: *several days* are nine."""
        for place in range(start, end):
            if self.words[place] in self.known.days:
                many = self.word(place - 1)
                if many in self.known.several:
                    return 9
                if many.isascii() and many.isdecimal() and 1 < int(many[:3]) <= 14:
                    return int(many)
        return None


_HAN = re.compile(
    r"(?:(?P<year>\d{4})\s?[年년]\s?)?(?:(?P<month>\d{1,2})\s?[月월]\s?)?(?P<day>\d{1,2})\s?[日号號일](?![間间目])"
    r"(?:\s?[((](?:星期|周|週)?(?P<weekday>[一二三四五六日天月火水木金土월화수목금토일])(?:曜日?|요일)?[))])?"
)
_HAN_WEEKDAY = re.compile(r"(?:星期|周|週)(?P<weekday>[一二三四五六日天])")
_HAN_YEAR = re.compile(r"(?P<year>\d{4})\s?[年년](?!\s?\d{1,2}\s?[月월]|[代前間间])")
_HAN_MARKS = {
    mark: place for marks in ("一二三四五六日", "月火水木金土日", "월화수목금토일") for place, mark in enumerate(marks)
} | {"天": 6}
_HAN_AHEAD = {
    "zh": re.compile("将|將|预计|預計|计划|計劃|拟|擬|定于"),
    "ja": re.compile("予定|見通し|見込み|計画|までに"),
    "ko": re.compile("예정|계획|전망|까지"),
}
_HAN_BEHIND = {
    "zh": re.compile("了|曾|于|於|自|后|後|因|已|说|說|表示"),
    "ja": re.compile("した|された|った|いた|以降|から"),
    "ko": re.compile("[했됐었였렸혔][다던고습]|이후|부터"),
}
_HAN_SENTENCE = re.compile(r"[^。！？!?\n]+|\n")


class _EastAsian:
    """Chinese, Japanese and Korean: the same marks after numbers, and sentences that end in a full stop of their
    own."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.ahead, self.behind = _HAN_AHEAD[language], _HAN_BEHIND[language]
        self.has_weekdays = language == "zh"

    def mentions(self) -> list[Mention]:
        found: list[Mention] = []
        paragraph, head = 0, len(dateline_head(self.text) or "")
        for sentence in _HAN_SENTENCE.finditer(self.text):
            if sentence[0] == "\n":
                paragraph += 1
                continue
            found += [
                replace(mention, paragraph=paragraph, in_dateline=mention.last <= head)
                for mention in self.in_sentence(sentence[0], sentence.start())
            ]
            if len(found) >= MOST:
                break
        return found[:MOST]

    def in_sentence(self, sentence: str, start: int) -> list[Mention]:
        side = 1 if self.ahead.search(sentence) else -1 if self.behind.search(sentence) else 0
        found = []
        for match in [*_HAN.finditer(sentence), *_HAN_YEAR.finditer(sentence)]:
            parts = match.groupdict()
            year, month, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "month", "day"))
            weekday = _HAN_MARKS[parts["weekday"]] if parts.get("weekday") else None
            if (year and not _FIRST_YEAR <= year <= _LAST_YEAR) or (day and not 1 <= day <= 31):
                continue
            kind: Kind = "year" if day is None else "date" if month else "day"
            found.append(self.mention(match, kind, start, side, year=year, month=month, day=day, weekday=weekday))
        if self.has_weekdays and not any(one.kind in ("date", "day") for one in found):
            found += [
                self.mention(match, "weekday", start, side, weekday=_HAN_MARKS[match["weekday"]])
                for match in _HAN_WEEKDAY.finditer(sentence)
            ]
        return found

    def mention(
        self, match: re.Match[str], kind: Kind, start: int, side: int, *, year: int | None = None,
        month: int | None = None, day: int | None = None, weekday: int | None = None,
    ) -> Mention:  # fmt: skip
        return Mention(
            kind=kind, phrase=match[0], year=year, month=month, day=day, weekday=weekday, side=side,
            sentence=start, first=start + match.start(), last=start + match.end(),
        )  # fmt: skip

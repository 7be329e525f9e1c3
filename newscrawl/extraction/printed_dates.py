"""Which of the dates that a page prints is the article's: where a line stands, and what its words say."""

from __future__ import annotations

import re
from datetime import date

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Block, Stamp
from newscrawl.extraction.body import article_blocks
from newscrawl.extraction.date_claims import Dates, is_stated
from newscrawl.extraction.dates import Found, all_dates, read_date, readable
from newscrawl.extraction.header import article_range, headline_place, spaced
from newscrawl.extraction.page import Page, once_per_page

MAX_STAMPS = 500
"""``<time>`` elements that are looked at; they stand above the text."""
MAX_LINES = 60
"""Printed lines with a date that are looked at outside the head of the article."""
_LONGEST_LINE = 120  # characters; above, it is a sentence that happens to name a day
_LONGEST_NOTE = 600  # of a line that says itself that it tells when the article appeared
_ABOVE_HEADLINE = 4  # blocks above the headline that may hold its date
_BELOW_HEADLINE = 14
_FIRST_PRINTED_YEAR = 1990
"""An older date that is only printed is what the article tells of."""

# Patterns of labels are read in lower case: that is three times as fast as to ignore case.
_UPDATED = re.compile(
    r"""updat|modif|(?:last|zuletzt)\s(?:edit|chang|review|bearbeit)|revised|aktualisier|\bstand\b\s*:?|geändert|änderung|mis\sà\sjour
    |modifié|mise\sà\sjour|actualiz|aggiornat|atualizad|bijgewerkt|gewijzigd|uppdatera|oppdatert|opdateret|päivitet
    |zaktualizowan|aktualizacja|aktualizováno|aktualizovan[éo]|actualizat|güncelle|обновлен|изменен|оновлен|更新|修改|수정
    |diperbarui|تحديث|dikemas\skini|cập\snhật|अपडेट|อัปเดต|עודכן|frissítve|ενημέρωση|ažurirano|atnaujinta""",
    re.VERBOSE,
)
_PUBLISHED = re.compile(
    r"""publish|public(?:ad[oa]|ação|ación|ation\s(?:date|time)|at\b|ată?\b)|publié|posted|first\sappeared|created|written\son|submitted\s(?:by|on)|veröffentlich|erschienen\sam|erstellt|eingestellt
    |verfasst|geschrieben|gepostet|gespeichert|mise?\sen\sligne|paru\sle|rédigé|escrito\sel|postado|pubblicat|inserito|gepubliceerd
    |geplaatst|publicer|publiser|udgivet|julkaistu|opublikowan|data\sdodania|zveřejněno|vydáno|publikov|objavljeno
    |közzétéve|megjelent|δημοσι|yayın|eklenme|опубликован|дата\sпубликации|опубліковано|публикувана|发布|發布|发表|發表|公開|掲載|投稿
    |등록|입력|승인|diterbitkan|đăng|نشر|प्रकाशित|เผยแพร่|פורסם""",
    re.VERBOSE,
)
_DATE = re.compile(r"^\W*(?:date|datum|data|dato|fecha|дата|日期|時間|时间|ngày|tarih|วันที่)\W*$", re.IGNORECASE)
"""Labels that say no more than that this is a date; taken where nothing else stands before it."""
_OF_SOMETHING_ELSE = re.compile(
    r"""copyright|©|\(c\)|all\srights|regist(?:ered|riert|rado)|member\s(?:since|for)|joined|mitglied|\bborn\b|geboren|\bgeb\.|geburts|†|birth|naci[dó]
    |current\stime|aktuelle\szeit|\btoday\sis\b|\bheute\sist\b|\bheute\b\s*[,:]|\bhoy\s(?:es|,)|\bversion\b|valid\suntil|gültig|expir|deadline|anmeldeschluss|einsendeschluss
    |\bevent|veranstaltung|tickets?\b|kick-?off|releas|erscheinungs|kinostart|isbn|issn|retrieved|accessed|abgerufen|consulté|引用
    |\bfoto|photo|\bbild:|imag(?:e|en)\b|getty|reuters/|\bafp\b/|next\supdate|nächste|downloads?:|cookie|\bfrom\b.{1,40}\bto\b
    |received|accepted|\bas\sof\b|\btermin\b|\(@\w{1,40}\)\s*$|established|founded|gegründet|since\s\d|seit\s\d|hearing|file[d]?\son""",
    re.VERBOSE,
)
_RANGE_BEFORE = re.compile(r"(?<![\d:])\d{1,2}\.?\s?[-–—/~～]\s?$|(?:\bbis|\bto|\buntil|\bal?)\s$", re.IGNORECASE)
_RANGE_AFTER = re.compile(r"^\s?(?:[-–—~～]|bis|to|au|al)\s?\d{1,2}(?=[./日､,)]|\s?$)", re.IGNORECASE)
_BETWEEN = re.compile(r"^\s?(?:[-–—~～]|bis|to|au|al)\s?(?:[^\W\d]{2,3}\.?\s)?$", re.IGNORECASE)
_YEAR = re.compile(r"\d[\d./]\s?\d|令和\d")
"""What every date holds; a quick look before the costly ones."""
_LETTERS = re.compile(r"(?!(?:Uhr|AM|PM|hrs|Min|by|von)\b)[^\W\d_]{2,}", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"""\b(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|(?:mon|diens|donners|frei|sams|sonn)tag|sonnabend|mittwoch|lundi|mardi|mercredi
    |jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|(?:segunda|terça|quarta|quinta
    |sexta)(?:-feira)?|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|maandag|dinsdag|woensdag|donderdag
    |vrijdag|zaterdag|zondag)\b|星期|요일|曜""",
    re.VERBOSE,
)
_OF_OTHERS = words.COMMENTS | words.RELATED
_NOT_OF_ARTICLE = _OF_OTHERS | words.PROMO | words.NAV | words.AD | words.COOKIE | words.HIDDEN
_BEHIND_TEXT = 12
_MAX_ODD, _LONGEST_ODD = 4, 40  # lines, and characters of one, that are given to a costly reader
_CELLS = frozenset({"td", "th", "dt", "dd"})
_LOOSE = 7
"""Rank of a line that names a day among other words and does not say what day it is."""
_LONGEST_BARE = 32  # characters of a line that is a date and nothing else
_FEW_DAYS = 2
"""Days that bare lines around one headline name: published and changed. More are those of a list."""


@once_per_page
def dom_dates(page: Page) -> Dates:
    """What is printed: ``<time>`` near the headline, then lines, those first that say what they are."""
    return _Printed(page).dates()


def odd_lines(page: Page) -> list[str]:
    """Short pieces of the lines that hold a date by their name, below the headline: what another reader may try."""
    found = []
    for place in _Printed(page).near():
        block = page.blocks[place]
        if (
            block.box.bits & (words.DATE | words.BYLINE | words.META)
            and len(block.text) <= _LONGEST_LINE
            and not _UPDATED.search(block.text.lower())
        ):
            found += [part.strip() for part in block.parts if any(map(str.isdigit, part))]
    # What can be read has been judged already.
    return [line for line in found if len(line) <= _LONGEST_ODD and read_date(line, "und") is None][:_MAX_ODD]


class _Printed:
    """Dates printed around one article, sorted by how sure it is that they are the article's own."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.blocks = page.blocks
        self.start, self.end = article_range(page)
        self.head = headline_place(page)
        body = article_blocks(page)
        self.last = page.blocks.index(body[-1]) if body else self.end
        self.published: list[tuple[int, str]] = []
        self.bare: list[tuple[int, str, date]] = []
        self.modified: list[tuple[int, str]] = []

    def dates(self) -> Dates:
        self.read_stamps()
        near = self.near()
        for place in near:
            self.read_block(place, 1 if place <= self.last else 3)
        self.add_bare()
        if not is_stated(self.page) and all(rank >= _LOOSE for rank, _ in self.published):
            self.read_far(set(near))
        return _by_rank(self.published), _by_rank(self.modified)

    def add_bare(self) -> None:
        """Lines with little but a date: of those above the end of the text, then of those behind it."""
        for rank in sorted({rank for rank, _, _ in self.bare}):
            lines = [(line, day) for other, line, day in self.bare if other == rank]
            if len({day for _, day in lines}) <= _FEW_DAYS:
                self.published += [(rank, line) for line, _ in lines]
                return

    def near(self) -> list[int]:
        """Blocks around headline and beginning of the text, in the order in which they are believed."""
        start, end, head = self.start, self.end, self.head
        places = list(range(start, end))
        if head is not None and head < start - 1:
            places = [*range(head + 1, min(head + 1 + _BELOW_HEADLINE, start)), *places]
        above = start - 2 if head is None else head
        places += range(above, above - 1 - _ABOVE_HEADLINE, -1)
        lines = [
            place
            for place in range(end, min(end + 3, self.last + 1, len(self.blocks)))
            if len(self.blocks[place].text) < _LONGEST_LINE
        ]
        places += [*lines, *range(self.last + 1, self.last + 5)]
        return [place for place in dict.fromkeys(places) if 0 <= place < len(self.blocks)]

    def read_stamps(self) -> None:
        first = max(0, self.start - 4)
        others: list[Stamp] = []
        for stamp in self.page.stamps[:MAX_STAMPS]:
            if _stands_elsewhere(stamp):
                continue
            is_below_headline = self.head is not None and self.head <= stamp.block <= self.head + _BELOW_HEADLINE
            if first <= stamp.block <= self.end + 1 or (is_below_headline and stamp.block <= self.end + 1):
                self.add_stamp(stamp)
            else:
                others.append(stamp)
        if self.published or self.modified:
            return
        top = self.head if self.head is not None else self.start
        others = [stamp for stamp in others if stamp.block > top or _PUBLISHED.search(self.line_of(stamp).lower())]
        days = {moment.day for stamp in others if (moment := read_date(stamp.value))}
        if len(days) == 1:
            for stamp in others:
                self.add_stamp(stamp)

    def line_of(self, stamp: Stamp) -> str:
        """The printed line that a ``<time>`` stands in."""
        return spaced(self.blocks[stamp.block])[:_LONGEST_NOTE] if stamp.block < len(self.blocks) else ""

    def add_stamp(self, stamp: Stamp) -> None:
        line = self.line_of(stamp)
        said = line[:_LONGEST_LINE].lower()
        is_update = _UPDATED.search(stamp.names.lower()) or (
            len(line) < _LONGEST_LINE and _UPDATED.search(said) and (self.published or not _PUBLISHED.search(said))
        )
        if is_update:
            self.modified.append((0, stamp.value))
            return
        stated, printed = read_date(stamp.value), all_dates(readable(line)) if len(line) < 60 else []
        # Some systems keep in the attribute when the entry was last saved; readers see what is printed.
        if stated and len(printed) == 1 and abs((printed[0].moment.day - stated.day).days) > 1:
            self.published.append((0, line))
        self.published.append((0, stamp.value))

    def read_far(self, seen: set[int]) -> None:
        """Lines anywhere on the page that say that they tell when it appeared, if all tell of one day."""
        known, self.published = self.published, []
        left = MAX_LINES
        for place, block in enumerate(self.blocks):
            if place in seen or len(block.text) > _LONGEST_NOTE or not _has_year(block.text):
                continue
            left -= 1
            self.read_block(place, 4, only_labelled=True)
            if left <= 0 or (self.published and place > self.last + _BEHIND_TEXT):
                break
        if len({moment.day for _, line in self.published if (moment := read_date(line, "und"))}) > 1:
            self.published = []
        self.published += known
        self.read_title()
        if not self.published:
            for place in range(self.end, min(self.end + 3, len(self.blocks))):
                self.read_beginning(place)
        if not self.published:
            self.read_only_line()

    def read_only_line(self) -> None:
        """Lines with a day and nothing else, if all of the page outside its chrome and comments name one day."""
        lines = [line for block in self.blocks[: self.last] if (line := _bare_line(block)) is not None][:MAX_LINES]
        if len({moment.day for line in lines if (moment := read_date(line, "und"))}) == 1:
            self.published += [(6, line) for line in lines]

    def read_beginning(self, place: int) -> None:
        """A text that begins with its day: ``(18.01.2018) The farmers …``, ``Karlsruhe (12.11.2021). …``"""
        text = readable(self.blocks[place].text[:60])
        for found in all_dates(text)[:1]:
            before = text[: found.start]
            after = text[found.end : found.end + 3].strip()
            is_alone = len(_LETTERS.findall(before)) <= 1 and (
                after[:1] in ')].:,–—-|/„“"' or "(" in before or not after
            )
            if (found.start == 0 or "(" in before) and is_alone and _is_of_the_web(found):
                self.published.append((6, text[: found.end]))

    def read_title(self) -> None:
        """A title that ends with its day: ``… | DW | 23.05.2011``"""
        title = readable((self.page.title or "")[-40:])
        for found in all_dates(title)[-1:]:
            if (
                found.end >= len(title) - 1
                and title[: found.start].rstrip()[-1:] in ("|", "-", "–", "—", "·")
                and _is_of_the_web(found)
            ):
                self.published.append((5, title[found.start :]))

    def read_block(self, place: int, rank: int, *, only_labelled: bool = False) -> None:
        block = self.blocks[place]
        if len(block.text) > _LONGEST_NOTE or not _has_year(block.text):
            return
        line = spaced(block)
        if _in_other_part(block, _NOT_OF_ARTICLE if only_labelled else _OF_OTHERS):
            return
        if place == self.head:
            line = line[len(block.parts[0].strip()) :] if len(block.parts) > 1 else ""
        text, at = readable(line), 0
        dates = all_dates(text)
        if not dates:
            return
        ends = [*(found.start for found in dates[1:]), len(text)]
        is_range = [
            bool(_BETWEEN.match(text[found.end : end])) and end < len(text)
            for found, end in zip(dates, ends, strict=True)
        ]
        for number, (found, end) in enumerate(zip(dates, ends, strict=True)):
            before, after = text[at : found.start], text[found.end : end]
            label = self.label_before(place) if number == 0 else ""
            at = found.end
            if _is_of_the_web(found) and not (is_range[number] or (number and is_range[number - 1])):
                self.sort(place, text, found, before, after, label, rank, only_labelled=only_labelled)

    def sort(
        self,
        place: int,
        text: str,
        found: Found,
        before: str,
        after: str,
        label: str,
        rank: int,
        *,
        only_labelled: bool,
    ) -> None:
        """Put one printed date where its words say it belongs, or nowhere."""
        if _RANGE_BEFORE.search(before) or _RANGE_AFTER.search(after):
            return
        raw = f"{before}{text[found.start : found.end]}{after}".strip()
        said = f"{label} {before[-60:]}".lower()
        updated, published, other = (_last(pattern, said) for pattern in (_UPDATED, _PUBLISHED, _OF_SOMETHING_ELSE))
        if other > max(updated, published):
            return
        if updated > published:
            self.modified.append((rank, raw))
        elif published >= 0 or _DATE.match(said) or (len(text) > 40 and _PUBLISHED.search(after[:60].lower())):
            self.published.append((rank, raw))
        elif not only_labelled and len(text) <= _LONGEST_LINE:
            self.add_unlabelled(place, raw, found.moment.day, before, after, rank)

    def add_unlabelled(self, place: int, raw: str, day: date, before: str, after: str, rank: int) -> None:
        block = self.blocks[place]
        behind = len(_LETTERS.findall(after))
        count = len(_LETTERS.findall(before)) + behind
        if block.tag in _CELLS and self.has_title(place):
            return
        if count <= 4 or (count == behind <= 8):
            if not (self.is_masthead(place) and _WEEKDAY.search(before.lower())):
                self.bare.append((rank + 1, raw, day))
        elif count <= 14 and not block.box.bits & words.CAPTION and (self.head is None or place > self.head):
            self.published.append((_LOOSE, raw))

    def has_title(self, place: int) -> bool:
        """Whether another cell before a cell tells what it is: ``<dt>First seen<dd>11 March 2025``."""
        before = self.blocks[place - 1] if place and place - 1 != self.head else None
        return before is not None and before.tag in _CELLS and _LETTERS.search(before.text) is not None

    def is_masthead(self, place: int) -> bool:
        """Whether a line stands so far above the headline that a weekday in it is today's."""
        return place < self.start - _ABOVE_HEADLINE if self.head is None else place < self.head - 2

    def label_before(self, place: int) -> str:
        """A block that is only a label of the next: ``Published`` above ``May 23``."""
        if place == 0 or place - 1 == self.head:
            return ""
        text = self.blocks[place - 1].text
        if len(text) > 30 or text.count(" ") > 3 or _has_year(text):
            return ""
        said = text.lower()
        is_label = text.endswith(":") or _PUBLISHED.search(said) or _UPDATED.search(said) or _DATE.match(said)
        return text if is_label else ""


def _by_rank(found: list[tuple[int, str]]) -> list[str]:
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match begins. -1: there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _has_year(text: str) -> bool:
    return _YEAR.search(text) is not None


def _is_of_the_web(found: Found) -> bool:
    return found.moment.value.year >= _FIRST_PRINTED_YEAR


def _bare_line(block: Block) -> str | None:
    """The text of a block that is one day and nothing else. None: it is more, or a cell, or chrome."""
    if len(block.text) > _LONGEST_BARE or not _has_year(block.text) or block.tag in _CELLS:
        return None
    if _in_other_part(block, _NOT_OF_ARTICLE | words.FOOTER):
        return None
    text = readable(spaced(block))
    found = all_dates(text)
    if len(found) != 1 or not _is_of_the_web(found[0]):
        return None
    before, after = text[: found[0].start], text[found[0].end :]
    has_more = _LETTERS.search(before) or _LETTERS.search(after)
    return None if has_more or _RANGE_BEFORE.search(before) or _RANGE_AFTER.search(after) else text


def _stands_elsewhere(stamp: Stamp) -> bool:
    """Whether a ``<time>`` belongs to a comment, to another story or to a post that is quoted."""
    return bool(stamp.box.bits_around & (words.COMMENTS | words.RELATED | words.QUOTE))


def _in_other_part(block: Block, others: int) -> bool:
    box = block.box
    parent = box.parent
    bits = box.bits | (parent.bits if parent is not None else 0)
    return bool(bits & others) and not box.bits & (words.DATE | words.BYLINE)

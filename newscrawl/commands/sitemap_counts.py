"""Sitemaps reckoned: which of them to read where not all can be, and what the others hold by what was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from newscrawl.commands.reckoning import (
    SAMPLES,
    UNKNOWN,
    Count,
    Evidence,
    Window,
    add,
    day_of,
    mean_range,
    month_of,
    month_period,
    months_between,
)
from newscrawl.extraction.link_shapes import WORD, Address, address_of
from newscrawl.extraction.sitemaps import SitemapEntry, sitemap_rank
from newscrawl.extraction.url_dates import is_date_archive, url_period
from newscrawl.extraction.urls import plain_url

ASIDE_RANK = 2
"""Sitemaps of this ``sitemap_rank`` and above list static pages, pictures, tags, authors."""

WIDENED = 0.1
"""By how much a range is widened where files were not read: those that were need not be the smallest and largest."""

_ENOUGH = 5
"""Files that were read of a family, before their mean is trusted more than their smallest and largest."""

_GOLDEN = 0.618034

_MOST_NEWS = 1000
"""Entries of a news sitemap, by its protocol."""

_NEWS_SPAN = timedelta(days=30)
"""A news sitemap has two days by its protocol; one that goes back this far is taken for a list of all."""

_SAME_DAY = 0.5
_FEW = 20
"""Of a sitemap's entries that state the same day of change: more of more than a few were written by a rebuild."""


@dataclass(eq=False)
class SitemapFile:
    """A sitemap that is known; ``take`` fills in what it was found to hold."""

    url: str
    lastmod: str | None = None
    children: list[SitemapFile] = field(default_factory=list)
    by_day: Counter[date | None] = field(default_factory=Counter)
    """Entries that look like articles, by day; under None those that no day is known of."""
    by_month: Counter[str] = field(default_factory=Counter)
    """Entries of which the file's or the address' month is all that is known; ``by_day`` has them not."""
    doubtful: int = 0
    """Entries that may be sections or static pages."""
    samples: list[str] = field(default_factory=list)
    is_read: bool = False
    is_failed: bool = False
    """It could not be had."""
    is_gone: bool = False
    """Nothing is there, or something else."""
    is_news: bool = False
    """It lists the last days alone."""
    by_lastmod: bool = False
    """Its days are those of the last change."""
    stated: list[tuple[str, str | None]] = field(default_factory=list)
    """(address, moment) of its entries, if it lists news."""

    def __post_init__(self) -> None:
        self.family = re.sub(r"\d+", "#", self.url)
        self.period = url_period(self.url)
        self.rank = sitemap_rank(self.url)

    def take(self, entries: Sequence[SitemapEntry], known: set[int]) -> None:
        """Note what the file lists; ``known`` are hashes of the addresses that other files have listed."""
        self.is_read = True
        named_news = sum(entry.is_news for entry in entries)
        days = [day for entry in entries if (day := day_of(entry.date)) is not None]
        is_short = not days or max(days) - min(days) < _NEWS_SPAN
        self.is_news = len(entries) <= _MOST_NEWS and named_news * 2 > len(entries) and is_short
        if self.is_news:  # overlaps with the others: what only news sitemaps list is counted by itself
            self.stated = [(entry.url, entry.date or entry.lastmod) for entry in entries if not entry.is_sitemap]
            return
        trusts_lastmod = _tells_days(entries)
        for entry in entries:
            address = plain_url(entry.url)
            if hash(address) in known:
                continue
            known.add(hash(address))
            if entry.is_sitemap:
                self.children.append(SitemapFile(entry.url, entry.lastmod))
            else:
                self._take_page(entry, address_of(address), trusts_lastmod=trusts_lastmod)

    def _take_page(self, entry: SitemapEntry, address: Address, *, trusts_lastmod: bool) -> None:
        if not address.segments or address.is_file or is_date_archive(entry.url):
            return
        if is_doubtful(address):
            self.doubtful += 1
            return
        if len(self.samples) < SAMPLES:
            self.samples.append(entry.url)
        period = url_period(entry.url) or (self.period if entry.date is None else None)
        if entry.date is None and period is not None and month_of(period[0]) == month_of(period[1]):
            if period[0] == period[1]:
                self.by_day[period[0]] += 1
            else:
                self.by_month[month_of(period[0])] += 1
            return
        stated = entry.date or (entry.lastmod if trusts_lastmod else None)
        self.by_lastmod = self.by_lastmod or (entry.date is None and stated is not None)
        self.by_day[day_of(stated)] += 1

    @property
    def is_settled(self) -> bool:
        return self.is_read or self.is_failed or self.is_gone

    @property
    def days(self) -> tuple[date, date] | None:
        """The oldest and the newest day of its entries. None: they state none."""
        known = [day for day in self.by_day if day is not None]
        return (min(known), max(known)) if known else None

    def may_hold(self, window: Window) -> bool:
        """Whether an article of the window may stand in it, by its name and its last change."""
        changed = day_of(self.lastmod)
        if changed is not None and window.first is not None and window.first - changed > timedelta(days=1):
            return False
        return self.period is None or window.share(self.period) > 0

    def below(self) -> Iterator[SitemapFile]:
        """This file and all below it, in their order: ``read_sitemap`` gives the newest first."""
        waiting = [self]
        while waiting:
            file = waiting.pop()
            yield file
            waiting.extend(reversed(file.children))


def is_doubtful(address: Address) -> bool:
    """Whether an address that a sitemap lists may be that of a section or of a static page."""
    last = address.segments[-1]
    if address.has_date or last.words >= 4 or last.digits >= 4:
        return False
    is_short = last.words < (2 if len(address.segments) > 1 else 3) and not last.digits
    return bool(last.bits) or is_short or (last.shape == WORD and not last.digits)


def _tells_days(entries: Sequence[SitemapEntry]) -> bool:
    """Whether the entries' ``lastmod`` tell when they appeared: not where a rebuild has given most the same day."""
    days = Counter(entry.lastmod[:10] for entry in entries if entry.lastmod)
    most = max(days.values(), default=0)
    return most <= _FEW or most <= _SAME_DAY * len(entries)


def next_to_read(roots: Sequence[SitemapFile], window: Window) -> SitemapFile | None:
    """The file that tells most: the first of each family, then the one of the largest that lies farthest from what
    was read of it: newest, oldest, middle, quarters. None: all is read that matters."""
    families: dict[str, list[SitemapFile]] = {}
    for file in (file for root in roots for file in root.below()):
        if file.rank < ASIDE_RANK and file.may_hold(window):
            families.setdefault(file.family, []).append(file)
    open_ones = [files for files in families.values() if any(not file.is_settled for file in files)]
    if not open_ones:
        return None
    files = max(open_ones, key=_worth)
    done = [place for place, file in enumerate(files) if file.is_settled]
    waiting = [place for place, file in enumerate(files) if not file.is_settled]
    return files[max(waiting, key=lambda place: _distance(place, done))]


def _distance(place: int, others: Sequence[int]) -> tuple[int, float]:
    """How far a place lies from others; among equals, golden steps lead all over the row, and not to one end."""
    return min((abs(place - other) for other in others), default=-place), place * _GOLDEN % 1


def _worth(files: list[SitemapFile]) -> tuple[float, int]:
    done = sum(file.is_settled for file in files)
    return (len(files) - done) / (1 + done), -files[0].rank


def count_sitemaps(roots: Sequence[SitemapFile], window: Window) -> Evidence | None:
    """What sitemaps list in the window; files that were not read are taken for what their family's others are."""
    every = [file for root in roots for file in root.below() if not (file.is_news or file.is_gone)]
    files = [file for file in every if file.rank < ASIDE_RANK]
    if not any(file.is_read and not file.children for file in files):
        return None
    sizes, shares = _family_sizes(files), _shares_by_place(files, window)
    months: dict[str, Count] = {}
    total = Count()
    for file in files:
        if file.is_read:
            total += _add_read(file, window, months)
        elif file.may_hold(window):
            total += _add_unread(file, sizes.get(file.family, _UNSEEN), shares[file], window, months)
    if not total.low and not total.high:
        return None
    in_window = [file for file in files if file.may_hold(window) and not file.children]
    samples = [url for file in in_window for url in file.samples]
    return Evidence(
        source="sitemaps", basis=_sitemap_basis(every, in_window), months=months, total=total, samples=samples
    )


def _family_sizes(files: Sequence[SitemapFile]) -> dict[str, Size]:
    """What a file of each family holds, by those that were read; unknown of indexes, whose files were not seen."""
    sizes: dict[str, list[Count]] = {}
    unread = Counter(file.family for file in files if not file.is_read)
    for file in files:
        if file.is_read:
            held = sum(file.by_day.values()) + sum(file.by_month.values())
            size = UNKNOWN if file.children else Count(held, held + file.doubtful)
            sizes.setdefault(file.family, []).append(size)
    return {family: Size.of(found, unread[family]) for family, found in sizes.items()}


class Size(NamedTuple):
    """What a file holds that was not read."""

    one: Count
    """Of any such file: between the smallest and the largest that was read."""
    each: Count
    """Of many of them, on average: a narrower range."""

    @classmethod
    def of(cls, found: Sequence[Count], unread: int) -> Size:
        highs, low = [count.high for count in found], min(count.low for count in found)
        if None in highs:
            return cls(Count(low, None), Count(low, None))
        if len(found) == 1:
            return cls(Count(low / 2, 2 * highs[0]), Count(low / 2, 2 * highs[0]))
        one = Count(low * (1 - WIDENED), max(highs) * (1 + WIDENED))
        if len(found) < _ENOUGH or not unread:
            return cls(one, one)
        mean = mean_range(found, unread, least_spread=WIDENED)
        return cls(one, Count(max(one.low, mean.low), min(one.high, mean.high)))


_UNSEEN = Size(UNKNOWN, UNKNOWN)


def _add_read(file: SitemapFile, window: Window, months: dict[str, Count]) -> Count:
    total = Count(0, file.doubtful)
    for day, number in file.by_day.items():
        if day is None:
            total += Count(number if window.is_open else 0, number)
        elif window.holds(day):
            add(months, month_of(day), Count(number, number))
            total += Count(number, number)
    for month, number in file.by_month.items():
        share = window.share(month_period(month))
        held = Count(number, number) if share == 1 else Count(0, number if share else 0)
        if share:
            add(months, month, held)
        total += held
    return total


def _shares_by_place(files: Sequence[SitemapFile], window: Window) -> dict[SitemapFile, float | None]:
    """Whether files lie in the window, 0 to 1, by their names, else by those of their family that they stand between:
    files are numbered as they are filled. None: it is not known."""
    found: dict[SitemapFile, float | None] = {}
    families: dict[str, list[SitemapFile]] = {}
    for file in files:
        found[file] = 1.0 if window.is_open else window.share(file.period) if file.period is not None else None
        families.setdefault(file.family, []).append(file)
    for family in families.values():
        dated = [(place, file.days) for place, file in enumerate(family) if file.days is not None]
        for (start, one), (end, other) in pairwise(dated):
            share = window.share((min(one[0], other[0]), max(one[1], other[1])))
            for file in family[start + 1 : end] if share in (0, 1) else ():
                found[file] = share if found[file] is None else found[file]
    return found


def _add_unread(file: SitemapFile, size: Size, share: float | None, window: Window, months: dict[str, Count]) -> Count:
    """A file that was not read: what it holds counts in full where all of it lies in the window."""
    if share == 0:
        return Count()
    held = size.one if share == 1 else Count(0, size.one.high)
    if file.period is not None:
        named = months_between(*file.period)
        for month in named:
            if window.share(month_period(month)):
                add(months, month, held if len(named) == 1 else Count(0, held.high))
    return size.each if share == 1 else held


def _sitemap_basis(every: Sequence[SitemapFile], files: Sequence[SitemapFile]) -> str:
    read = sum(file.is_read for file in files)
    told = [f"{read:,} of {len(files):,} files read" if read < len(files) else "every file read"]
    if read < len(files):
        told.append("the others taken to hold as many")
    if any(file.by_lastmod for file in files):
        told.append("dated by their last change")
    if aside := sum(file.rank >= ASIDE_RANK for file in every):
        told.append(f"{aside:,} of pictures, tags or alike left out")
    return ", ".join(told)

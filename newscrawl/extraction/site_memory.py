"""What pages of one site have turned out to be, by the shape of their addresses."""

from __future__ import annotations

import json
from typing import Any

from newscrawl.extraction.link_model import KINDS, Chances
from newscrawl.extraction.link_shapes import WORD, WORDS, Address, address_of, url_template
from newscrawl.extraction.urls import plain_url

__all__ = ["SiteMemory", "url_template"]

MAX_TEMPLATES = 500
"""Shapes that are remembered; the rarest go first. Sites have 20 to 200."""

_PLACES: dict[str, int] = {kind: place for place, kind in enumerate(KINDS)}
_NONE = (0.0, 0.0, 0.0)
_MAX_KEY = 120  # characters: 500 keys stay below 100 kB of JSON
_MAX_PAGES = 60.0  # of one shape; older ones fade beyond it, so that a site that changes is learned anew
_LEVELS = ((6.0, 0.3), (4.0, 0.5), (3.0, 1.0), (3.0, 1.0))
"""For each shape, coarse to exact: for how many pages the judgement by coarser ones counts, and how much each page seen
counts; tuned with bench/links.py."""
_WEAKEST, _STRONGEST = 0.3, 1.2
"""How much a shape's past counts beside the page's own signs: between one of lists and one of articles. Menus mix lists
and services under one shape; articles have their own."""


_SITE = ""
"""The shape that all pages of a site have."""
_ABSENT_TEMPLATE, _ABSENT_WORD = 15.0, 20.0
"""After as many pages of a kind without one of this template, or of this first word, the kind is half as likely."""
_MOST_ABSENT = 20.0  # pages that count for it: what a crawl has not come to yet must not starve


class SiteMemory:
    """Counts of articles, indexes and others per shape of address; made by a crawl, kept with its site.

    A shape is known exactly (all words of the path but the last part), less so (its first word; ``url_template``), and
    coarsely (depth and last part). What is known of a coarser one counts where little is known of the exact one, a
    shape whose pages were of many kinds says little, and one that no article had yet speaks against articles.

    >>> memory = SiteMemory()
    >>> for day in range(10, 20): memory.record(f"https://times.test/x/{day}a1b2c3d4", "article")
    >>> memory.adjusted(address_of("https://times.test/x/77a1b2c3d9"), Chances(0.2, 0.2, 0.6)).best
    'article'
    """

    def __init__(self) -> None:
        self._counts: dict[str, list[float]] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def __bool__(self) -> bool:
        return bool(self._counts)

    def record(self, url: str, kind: str) -> None:
        """Remember what a page turned out to be. An address that is none, and a kind that is none, count nothing."""
        if kind not in _PLACES or not url:
            return
        place = _PLACES[kind]
        for key in {_SITE, *_keys(address_of(plain_url(url)))}:
            counts = self._counts.get(key)
            if counts is None:
                counts = self._counts[key] = [0.0, 0.0, 0.0]
            counts[place] += 1.0
            _fade(counts)
        if len(self._counts) > MAX_TEMPLATES:
            self._forget_rarest()

    def counts(self, template: str) -> tuple[float, float, float]:
        """How many articles, indexes and others had this ``url_template``; zeros for one not seen."""
        article, index, other = self._counts.get(template[:_MAX_KEY], (0.0, 0.0, 0.0))
        return article, index, other

    def adjusted(self, address: Address, chances: Chances) -> Chances:
        """The chances of a link, given what pages with such addresses were."""
        site = self._counts.get(_SITE)
        if site is None:
            return chances
        keys = _keys(address)
        article = index = other = 1 / 3
        for key, (strength, worth) in zip(keys, _LEVELS, strict=True):
            counts = self._counts.get(key)
            if counts is not None:
                total = worth * (counts[0] + counts[1] + counts[2]) + strength
                article = (worth * counts[0] + strength * article) / total
                index = (worth * counts[1] + strength * index) / total
                other = (worth * counts[2] + strength * other) / total
        power = _WEAKEST + (_STRONGEST - _WEAKEST) * article
        of_template, of_word = self._counts.get(keys[1], _NONE), self._counts.get(keys[2], _NONE)
        article_odds = _unless_absent(site[0], of_template[0], _ABSENT_TEMPLATE)
        article_odds *= _unless_absent(site[0], of_word[0], _ABSENT_WORD)
        index_odds = _unless_absent(site[1], of_word[1], _ABSENT_WORD)
        odds = (
            chances[0] * article**power * article_odds,
            chances[1] * index**power * index_odds,
            chances[2] * other**power,
        )
        total = odds[0] + odds[1] + odds[2]
        return Chances(odds[0] / total, odds[1] / total, odds[2] / total) if total > 0 else chances

    def to_json(self) -> dict[str, Any]:
        """Plain data: ``{"kinds": […], "templates": {shape: [articles, indexes, others]}}``; at most 100 kB as text."""
        return {
            "kinds": list(KINDS),
            "templates": {key: [round(count, 2) for count in counts] for key, counts in self._counts.items()},
        }

    @classmethod
    def from_json(cls, stored: Any) -> SiteMemory:
        """A memory from what ``to_json`` gave, as data or as text. What cannot be read is left out."""
        memory, known = cls(), stored_object(stored)
        templates = known.get("templates")
        if isinstance(templates, dict) and known.get("kinds", list(KINDS)) == list(KINDS):
            for key, counts in templates.items():
                if isinstance(key, str) and len(key) <= _MAX_KEY and _are_counts(counts):
                    memory._counts[key] = [float(count) for count in counts]
                    _fade(memory._counts[key])
        if len(memory._counts) > MAX_TEMPLATES:
            memory._forget_rarest()
        return memory

    def _forget_rarest(self) -> None:
        """Keep nine tenths, so that this is done once in fifty new shapes."""
        ranked = sorted(self._counts, key=lambda key: sum(self._counts[key]), reverse=True)
        kept = set(ranked[: MAX_TEMPLATES * 9 // 10])
        self._counts = {key: counts for key, counts in self._counts.items() if key in kept}


def stored_object(stored: Any) -> dict[str, Any]:
    """What a memory wrote, as data or as JSON text. Empty: it cannot be read, or is no object."""
    if isinstance(stored, str | bytes):
        try:
            stored = json.loads(stored)
        except (ValueError, RecursionError):
            return {}
    return stored if isinstance(stored, dict) else {}


def _keys(address: Address) -> tuple[str, str, str, str]:
    """The shapes that an address has, coarse to exact."""
    segments, template = address.segments, address.template[:_MAX_KEY]
    last = f"{segments[-1].shape}{segments[-1].extension}" if segments else ""
    if address.query:
        last = f"{last}{template[template.find('?') :]}"
    steps = [segment.stem if segment.shape in (WORD, WORDS) else segment.shape for segment in segments[:-1]]
    return (
        f"{len(segments)}|{last}"[:_MAX_KEY],
        template,
        f"{address.host}/{'/'.join(steps[:1])}|{last}"[:_MAX_KEY],
        f"{address.host}/{'/'.join(steps)}||{last}"[:_MAX_KEY],
    )


def _unless_absent(pages: float, of_shape: float, half: float) -> float:
    """The factor by which a kind is less likely if some of its pages were seen, none of them of a shape."""
    return half / (half + min(pages, _MOST_ABSENT)) if of_shape < 0.5 else 1.0


def _fade(counts: list[float]) -> None:
    total = counts[0] + counts[1] + counts[2]
    if total > _MAX_PAGES:
        counts[:] = [count * _MAX_PAGES / total for count in counts]


def _are_counts(counts: Any) -> bool:
    return (
        isinstance(counts, list)
        and len(counts) == 3
        and all(isinstance(count, int | float) and 0 <= count <= 1e6 for count in counts)
    )

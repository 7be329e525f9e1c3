"""Which of the titles that a page gives its story is the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.extraction import words
from newscrawl.items import Strategy

Title = tuple[Strategy, str]
"""A title and what states it."""

ALIKE = 0.45
"""Share of the shorter title's letter triples that the longer one has too, from which both tell one story. Of 90
headings that are worded unlike every stated title, 40 of 46 headlines lie above it."""

FEWEST_WORDS = 4
"""A shorter heading that no title repeats is a section's or the site's name."""

_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")
_NAME_BEHIND = re.compile(r"\s*[|•·]")


def choose_headline(printed: str | None, stated: Sequence[Title]) -> Title | None:
    """The headline that structured data names, else the one that readers see, and what gave it. None: no title.

    ``printed`` is the heading over the text, ``stated`` what structured data, meta elements and ``<title>`` say, best
    first, names of the site removed. A heading that tells the same story as another stated title wins over it: those
    are worded for search engines. What stands before or behind the headline in one of the two is a kicker or a name.

    >>> choose_headline("Harbour: Ferry sails again on Monday", [("meta", "Ferry sails again on Monday")])
    ('meta', 'Ferry sails again on Monday')
    """
    whole = [title for title in stated if not _is_cut(title[1], printed, stated)]
    if not whole or printed is None:
        return whole[0] if whole else ("dom", printed) if printed else None
    if whole[0][0] == "json_ld":  # what a publisher names its headline: exact on .818 of the pages, the heading on .788
        return whole[0]
    known = words.key(printed)
    same = [title for title in whole if words.key(title[1]) == known]
    if same and printed.isupper():
        return next((title for title in same if not title[1].isupper()), same[0])
    if not same and not _is_headline(printed, whole):
        return whole[0]
    shorter = next((title for title in whole if title[0] != "dom" and _is_lengthened(printed, title[1])), None)
    return shorter or (same[0][0] if same else "dom", printed)


def alike(first: str, second: str) -> float:
    """How much of the shorter of two titles the longer one repeats, 0 to 1, by triples of letters and digits."""
    triples, others = _triples(first), _triples(second)
    return len(triples & others) / max(1, min(len(triples), len(others)))


def _triples(text: str) -> set[str]:
    letters = words.key(text[:300])
    return {letters[at : at + 3] for at in range(len(letters) - 2)}


def _is_headline(heading: str, stated: list[Title]) -> bool:
    """Whether a heading that no title repeats is still the story's: a version of one, unless JSON-LD has one."""
    source = stated[0][0]
    if source in ("json_ld", "dom"):
        return source == "dom"  # <title> alone is worth less than a heading
    known = words.key(heading)
    if len(known) > 12 and any(known in words.key(text) for _, text in stated):
        return True
    is_sentence = len(heading.split()) >= FEWEST_WORDS or len(known) >= 20
    return is_sentence and any(alike(heading, text) >= ALIKE for _, text in stated)


def _is_lengthened(printed: str, title: str) -> bool:
    """Whether the heading is the title with a kicker before it, or a name behind it."""
    known = words.key(title)
    if words.key(printed) == known or (len(title.split()) < FEWEST_WORDS and len(known) < 16):
        return False
    return words.key(printed).endswith(known) or (
        printed.startswith(title) and _NAME_BEHIND.match(printed, len(title)) is not None
    )


def _is_cut(title: str, printed: str | None, stated: Sequence[Title]) -> bool:
    """Whether another title goes on where this one ends in dots."""
    if _ELLIPSIS.search(title) is None:
        return False
    opening = words.key(title)
    others = [words.key(text) for text in (printed or "", *(text for _, text in stated))]
    return any(len(other) > len(opening) and other.startswith(opening) for other in others)

"""What changed from one text to another: by paragraph, and by word where a paragraph was changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from newscrawl.extraction.changes import tokens
from newscrawl.extraction.text_facts import SPACELESS

MOST_PARAGRAPHS = 2_000
"""Between the first and the last change; of more, all count as replaced: what compares them takes their number
squared."""

MOST_WORDS = 3_000
"""The same of the words of one paragraph."""

_ALIKE = 0.4  # share of the words of the longer paragraph that two forms of one have in common
_REACH = 50  # paragraphs ahead among which the new form of one is looked for
_SHORT = 3  # letters that stand unchanged between two changes and read better as part of one
_WORD = re.compile(rf"(?:[{SPACELESS}]|[^\W{SPACELESS}]+|[^\w\s])\s*")

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Piece:
    """A part of a paragraph: in both texts, in the earlier one alone, or in the later one alone."""

    kind: Kind
    text: str
    """With the white space behind it. What differs in form alone counts as the same, and is as the later text has
    it."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of two texts that are compared."""

    kind: Literal["same", "changed", "removed", "added"]
    pieces: tuple[Piece, ...]


def paragraph_changes(before: str, now: str) -> list[Paragraph]:
    """The paragraphs of both texts in reading order, each with what became of it.

    >>> changed, added = paragraph_changes("The storm left 12 dead.", "The storm left 14 dead.\\n\\nRain ends.")
    >>> [(piece.kind, piece.text) for piece in changed.pieces]
    [('same', 'The storm left '), ('removed', '12 '), ('added', '14 '), ('same', 'dead.')]
    >>> added
    Paragraph(kind='added', pieces=(Piece(kind='added', text='Rain ends.'),))
    """
    old, new = _paragraphs(before), _paragraphs(now)
    changes: list[Paragraph] = []
    for is_same, i, j, k, m in _blocks([_key(one) for one in old], [_key(one) for one in new], MOST_PARAGRAPHS):
        if is_same:
            changes += [_whole("same", text) for text in new[k:m]]
        else:
            changes += _replaced(old[i:j], new[k:m])
    return changes


def word_changes(before: str, now: str) -> tuple[Piece, ...]:
    """The words of a line and of what became of it, as pieces that alternate."""
    old, new = _WORD.findall(before), _WORD.findall(now)
    pieces: list[Piece] = []
    for is_same, i, j, k, m in _readable(
        list(_blocks([_key(one) for one in old], [_key(one) for one in new], MOST_WORDS)), new
    ):
        if is_same:
            pieces.append(Piece("same", "".join(new[k:m])))
        else:
            pieces += [Piece("removed", "".join(old[i:j]))] if i < j else []
            pieces += [Piece("added", "".join(new[k:m]))] if k < m else []
    return tuple(pieces)


def _paragraphs(text: str) -> list[str]:
    return [line for part in text.split("\n\n") if (line := part.strip())]


def _key(text: str) -> str:
    return " ".join(tokens(text))


def _whole(kind: Literal["same", "removed", "added"], text: str) -> Paragraph:
    return Paragraph(kind, (Piece(kind, text),))


_Block = tuple[bool, int, int, int, int]
"""Whether it is the same in both, and where it stands: from and to in the first, from and to in the second."""


def _blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[_Block]:
    """What is equal and what is not, in order. Beginning and end that are equal cost nothing."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    if head:
        yield True, 0, head, 0, head
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(inner_old), len(inner_new)) > most:
        yield False, head, len(old) - tail, head, len(new) - tail
    else:
        for tag, i, j, k, m in SequenceMatcher(None, inner_old, inner_new, autojunk=False).get_opcodes():
            yield tag == "equal", head + i, head + j, head + k, head + m
    if tail:
        yield True, len(old) - tail, len(old), len(new) - tail, len(new)


def _readable(blocks: list[_Block], new: Sequence[str]) -> list[_Block]:
    """The blocks with a word or a mark that stands alone between two changes taken into them."""
    joined: list[_Block] = []
    for place, (is_same, i, j, k, m) in enumerate(blocks):
        letters = sum(map(str.isalnum, "".join(new[k:m])))
        is_island = is_same and 0 < place < len(blocks) - 1 and letters <= _SHORT
        if joined and not joined[-1][0] and (is_island or not is_same):
            _, first_old, _, first_new, _ = joined[-1]
            joined[-1] = (False, first_old, j, first_new, m)
        else:
            joined.append((is_same, i, j, k, m))
    return joined


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """What stood in a place and what stands there now, each paragraph beside its new form where it has one."""
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        yield from (_whole("removed", text) for text in old)
        old = ()
    words_of_new = [Counter(tokens(text)) for text in new] if old else []
    done = 0
    for text in old:
        place = _new_form(Counter(tokens(text)), words_of_new[done : done + _REACH])
        if place is None:
            yield _whole("removed", text)
            continue
        yield from (_whole("added", one) for one in new[done : done + place])
        yield Paragraph("changed", word_changes(text, new[done + place]))
        done += place + 1
    yield from (_whole("added", one) for one in new[done:])


def _new_form(words: Counter[str], ahead: Sequence[Counter[str]]) -> int | None:
    """Which of some paragraphs has most of a paragraph's words. None: none has enough."""
    alike = [(words & other).total() / max(words.total(), other.total(), 1) for other in ahead]
    best = max(alike, default=0.0)
    return alike.index(best) if best >= _ALIKE else None

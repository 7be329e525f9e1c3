"""A text as the story index sees it: its words, without what copying and encoding did to them."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cached_property

from newscrawl.extraction.charset import undo_double_encoding
from newscrawl.extraction.text_facts import SPACELESS
from newscrawl.stories.shingles import Hashes, runs, word_prints

MAX_WORDS = 20_000
"""Words of a text that are looked at: some 60 pages of print. What follows tells no story from another."""

MIN_WORDS = 20
"""Shorter texts ("Subscribe to read on") are alike without telling one story."""

MAX_CHARACTERS = 10 * MAX_WORDS

_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
"""Vowel signs and accents of their own, which ``\\w`` leaves out; and the scripts of India whole."""

_ANY_SPACELESS = re.compile(f"[{SPACELESS}]")
_ASCII_WORD = re.compile(r"\w+(?:[.,:/]\d+)*", re.ASCII)
_WORD = re.compile(rf"[\w{_MARKS}]+(?:[.,:/]\d+)*")
_WORD_OR_CHARACTER = re.compile(rf"[{SPACELESS}]|(?:[^\W{SPACELESS}]|[{_MARKS}])+(?:[.,:/]\d+)*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_BROKEN_WORD = re.compile(r"(\w)-\n(\w)")
_SHORT, _LONG = 4, 8
"""Words of a shingle; characters where each counts as a word: some two words of Chinese, Japanese or Thai."""


@dataclass(frozen=True)
class StoryText:
    """The words of a text, paragraph by paragraph; what parts, wraps and quotes them is left out."""

    words: list[str]
    lengths: list[int]
    """Words of each paragraph, all at least 1."""
    shingle: int = _SHORT
    """Words of a shingle."""

    @cached_property
    def prints(self) -> Hashes:
        return word_prints(self.words)

    @property
    def is_short(self) -> bool:
        """Whether it has too few words to tell a story."""
        return self.is_shorter_than(MIN_WORDS)

    def is_shorter_than(self, words: int) -> bool:
        """Whether it has fewer words; twice as many characters where each counts as a word."""
        return len(self.words) < words * self.shingle // _SHORT

    def paragraphs(self, site: str) -> Hashes:
        """A hash for each paragraph, equal for two printings of it on one site."""
        return runs(self.prints, self.lengths, zlib.crc32(site.encode("utf-8", "replace")))

    def print(self) -> int:
        """64 bits, signed, that are equal for two printings of the text, wherever it stands."""
        digest = hashlib.blake2b(self.prints.astype("<u4").tobytes(), digest_size=8).digest()
        return int.from_bytes(digest, "little", signed=True)


def story_text(text: str) -> StoryText:
    """Read a text: paragraphs parted by blank lines, or by lines where there are none.

    >>> story_text("Rain&amp;nbsp;ends.\\n\\nThe mar-\\nket is open at 9:30.").words
    ['Rain', 'ends', 'The', 'market', 'is', 'open', 'at', '9:30']
    """
    text = cleaned(text[:MAX_CHARACTERS])
    pattern, characters = _ASCII_WORD, 0
    if not text.isascii():
        characters = len(_ANY_SPACELESS.findall(text))
        pattern = _WORD_OR_CHARACTER if characters else _WORD
    words: list[str] = []
    lengths = []
    for part in text.split("\n\n" if "\n\n" in text else "\n"):
        found = pattern.findall(part)[: MAX_WORDS - len(words)]
        if found:
            words += found
            lengths.append(len(found))
    return StoryText(words, lengths, _LONG if 2 * characters > len(words) else _SHORT)


def cleaned(text: str) -> str:
    """A text without traces of its way: entities escaped once or twice, UTF-8 read as Latin-1, ligatures, soft
    hyphens, words that were broken at a line's end, possessives with any apostrophe."""
    if "&" in text:
        text = html.unescape(text)
        if "&" in text:
            text = html.unescape(text)
    if not text.isascii():
        text, _ = undo_double_encoding(text)
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).replace("’", "'")
    text = text.replace("\r\n", "\n")
    if "-\n" in text:
        text = _BROKEN_WORD.sub(r"\1\2", text)
    return text.replace("'s ", " ")

"""What is counted of an article's text: its words, its checksum, whether it is short."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from newscrawl.extraction.blocks import fold, units

SHORT_TEXT_UNITS = 50
"""Words below which a text is flagged: briefs are longer, leftovers of a paywall are not."""

SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Characters of scripts that part no words, as ranges for a character class."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_WORD = re.compile(r"\w++(?:[’'.-]\w++)*+")


def storable(text: str) -> str:
    """A text without what no database takes as one, and JSON may escape: NUL and lone surrogates."""
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\ufffd", text)


def visible(text: str) -> str:
    """A storable text without control characters and changes of direction, which make it read as it does not say.

    >>> visible("Rain\\u202e ends\\x1b[0m")
    'Rain ends[0m'
    """
    text = storable(text)
    return _UNSEEN.sub("", text) if _UNSEEN.search(text) is not None else text


def count_words(text: str) -> int:
    """Words; characters for scripts without spaces, punctuation not counted.

    >>> count_words("Rain ends at 3.30 p.m."), count_words("雨がやんだ。")
    (5, 5)
    """
    if _SPACELESS.search(text) is None:
        return len(_WORD.findall(text))
    return len(_SPACELESS.findall(text)) + len(_WORD.findall(_SPACELESS.sub(" ", text)))


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of a text, white space folded and Unicode NFC: equal for two ways of storing one text."""
    return hashlib.sha256(fold(unicodedata.normalize("NFC", text)).encode("utf-8", "replace")).hexdigest()


def is_short(text: str) -> bool:
    return units(text) < SHORT_TEXT_UNITS

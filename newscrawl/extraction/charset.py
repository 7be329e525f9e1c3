"""From bytes to text: which character set a page is really written in."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

HEAD_BYTES = 4096
"""How much of a page is searched for its declaration; browsers look at 1,024 bytes, some sites need more."""

SAMPLE_BYTES = 8192
"""How much is shown to the detector: its time grows with the length, its answer hardly gets better."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_NON_ASCII = re.compile(rb"[\x80-\xff]")

# What the labels mean on the web (WHATWG Encoding Standard), where Python's codecs take them literally.
_ALIASES = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",  # a declaration that can be read is not UTF-16
}  # fmt: skip
_NOT_FOR_PAGES = frozenset({"idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "undefined"})
_ONE_BYTE = re.compile(r"cp125\d|cp874|iso8859-\d+|mac-|koi8-")


@dataclass(frozen=True)
class Decoded:
    """A page's text and how it was found."""

    text: str
    charset: str
    is_repaired: bool
    """The declaration was wrong, or characters are lost: the text is not quite what the site meant."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page: by its byte order mark, the header's charset, its own declaration, or its looks.

    >>> decode("Größe".encode("cp1252"), "text/html; charset=iso-8859-1").text
    'Größe'
    """
    for bom, charset in _BOMS:
        if body.startswith(bom):
            return _kept(body[len(bom) :].decode(charset, "replace"), charset)
    declared = [name for name in (_header_charset(content_type), _meta_charset(body)) if name]
    for charset in dict.fromkeys(declared):
        if _ONE_BYTE.match(charset) and (text := _strict_utf8(body)) is not None:
            # One-byte sets decode anything, and text that is UTF-8 by chance does not occur.
            return Decoded(text, "utf-8", is_repaired=not text.isascii())
        if (text := _strictly(body, charset)) is not None:
            return _kept(text, charset, is_repaired=charset != declared[0])
    return _detected(body, is_declared=bool(declared))


def _kept(text: str, charset: str, *, is_repaired: bool = False) -> Decoded:
    return Decoded(text, charset, is_repaired or _is_full_of_holes(text))


def _is_full_of_holes(text: str) -> bool:
    holes = text.count("\ufffd")
    return holes >= 3 and holes * 2000 > len(text)


def _header_charset(content_type: str | None) -> str | None:
    found = _HEADER.search(content_type or "")
    return _codec_name(found[1]) if found else None


def _meta_charset(body: bytes) -> str | None:
    found = _META.search(body, 0, HEAD_BYTES) or _XML.search(body, 0, HEAD_BYTES)
    return _codec_name(found[1].decode("ascii", "replace")) if found else None


def _codec_name(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _NOT_FOR_PAGES:
        return None
    return _ALIASES.get(info.name, info.name)


def _strictly(body: bytes, charset: str) -> str | None:
    try:  # not final: a page cut off within a character is still of this charset
        return codecs.getincrementaldecoder(charset)("strict").decode(body)
    except (UnicodeError, LookupError):
        return None


def _strict_utf8(body: bytes) -> str | None:
    return _strictly(body, "utf-8")


def _detected(body: bytes, *, is_declared: bool) -> Decoded:
    text = _strict_utf8(body)
    if text is not None:
        return _kept(text, "utf-8", is_repaired=is_declared and not text.isascii())
    text = body.decode("utf-8", "replace")
    holes = text.count("\ufffd")
    if holes * 10 < sum(1 for char in text if char > "\x7f"):  # UTF-8 with a few broken bytes
        return Decoded(text, "utf-8", is_repaired=True)
    charset = _guessed(body)
    return Decoded(body.decode(charset, "replace"), charset, is_repaired=is_declared)


def _guessed(body: bytes) -> str:
    from charset_normalizer import from_bytes  # only what is neither declared nor UTF-8 gets here

    first = _NON_ASCII.search(body)
    start = max(0, (first.start() if first else 0) - SAMPLE_BYTES // 4)
    best = from_bytes(body[start : start + SAMPLE_BYTES]).best()
    return (best is not None and _codec_name(best.encoding)) or "cp1252"

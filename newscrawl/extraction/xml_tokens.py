"""XML as sites write it, cut into tags and text: no tree, no DTD, no network, time and memory linear in the bytes.

lxml's recovery is not used for sitemaps and feeds because one broken entry costs others there: of ``a=1&b=2`` it makes
``a=1=2``, it reads nothing behind ``<3`` or an unquoted attribute, and gives up 256 unclosed tags down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from newscrawl.extraction.charset import decode

Token = tuple[str, bool, str]
"""(lower-case name with its prefix, whether it ends the element, what the tag holds after its name, as written); of
text: ("", False, the text). Plain tuples, of which a sitemap of 50,000 addresses gives 500,000."""

MAX_TOKENS = 1_500_000
"""Tags and pieces of text that are read of one document: 30 for each of 50,000 addresses."""

_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]++)\s*+=\s*+(?:\"([^\"<]*)\"|'([^'<]*)'|([^\s\"'<>]++))")
_OWN_ENTITY = re.compile(r"&[A-Za-z_][\w.-]{0,60};")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LONGEST_TEXT = 20_000  # characters of one piece; no title, date or address is longer
_MAX_ATTRIBUTES = 50
_CHARSET_SAMPLE = 1_000_000  # bytes


def tokens(text: str, names: frozenset[str] = frozenset()) -> Iterator[Token]:
    """Tags and the text between them, in order; a tag that closes itself comes twice. White space is left out.

    With ``names`` (local ones) only their tags are: others count as text, which saves most of the time.

    >>> list(tokens("<x:loc>/a?b=1&c=2&amp;d=3</x:loc>"))
    [('x:loc', False, ''), ('', False, '/a?b=1&c=2&d=3'), ('x:loc', True, '')]
    """
    search = _pattern(names).search
    at, left, ends = 0, MAX_TOKENS, {"!--": "-->", "![CDATA[": "]]>"}
    while left > 0 and (found := search(text, at)) is not None:
        left -= 1
        special, close, name, rest = found.group(1, 2, 3, 4)
        if found.start() > at and (piece := _piece(text, at, found.start())):
            yield "", False, without_references(piece)
        at = found.end()
        if name is not None:
            name = name.lower()
            yield name, bool(close), rest[:-1]
            if not close and rest.endswith("/>"):
                yield name, True, ""
        elif special in ends:
            end = text.find(ends[special], at)
            if end < 0:  # looked for once: a thousand that never end would take a thousand readings
                del ends[special]
                continue
            if special == "![CDATA[" and (piece := _piece(text, at, end)):
                yield "", False, piece
            at = end + 3
    if left > 0 and (piece := _piece(text, at, len(text))):
        yield "", False, without_references(piece)


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    name = r"[^\W\d][\w:.-]*+"
    if names:
        name = rf"(?:[^\W\d][\w.-]{{0,30}}+:)?(?:{'|'.join(sorted(names, key=len, reverse=True))})(?![\w:.-])"
    return re.compile(
        rf"<(?=[!?/\w])(?:(!--|!\[CDATA\[)|[!?][^<>]*>|(/?)({name})"
        # Values hold no "<" in XML: each try ends there, however the quotes are torn.
        r"([^<>\"']*+(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*+)*+>|[^<>]*>))",
        re.IGNORECASE,
    )


def attributes(tag: str) -> dict[str, str]:
    """What a tag states after its name, by lower-case name; the first of equal names."""
    stated: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(tag[:_LONGEST_TEXT]):
        value = found[2] or found[3] or found[4] or ""
        stated.setdefault(found[1].lower(), without_references(value))
        if len(stated) >= _MAX_ATTRIBUTES:
            break
    return stated


def local_name(tag: str) -> str:
    """A name without its prefix."""
    return tag.rpartition(":")[2]


def without_references(text: str) -> str:
    """Text with ``&amp;``, ``&eacute;`` and ``&#233;`` read. What lacks the semicolon stays: ``&section=`` is no §."""
    return _REFERENCE.sub(_read_reference, text) if "&" in text else text


def names_an_entity(text: str) -> bool:
    """Whether a reference is left that HTML does not know: one of a DTD, which is not read.

    >>> names_an_entity("https://times.test/&secret;"), names_an_entity("https://times.test/?a=1&b=2")
    (True, False)
    """
    return ";" in text and _OWN_ENTITY.search(text) is not None


def xml_text(body: bytes) -> str:
    """The text of XML: by byte order mark, by the zero bytes of UTF-16, by its declaration, by its looks."""
    body = body.lstrip(b" \t\r\n") if body[:1] != b"\x00" else body
    if body[:2] in (b"<\x00", b"\x00<"):
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", "replace")
    decoded = decode(body[:_CHARSET_SAMPLE])
    if len(body) <= _CHARSET_SAMPLE:
        return decoded.text
    return body.decode(decoded.charset, "replace").removeprefix("\ufeff")


def ascii_text(head: bytes) -> str:
    """The same where only ASCII counts, as it does for names of tags: what is beyond may be wrong, and no charset has
    to be found, which takes 50 ms for bytes that have none.

    >>> ascii_text(b"\\xef\\xbb\\xbf<rss>"), ascii_text("<rss>".encode("utf-16"))
    ('<rss>', '<rss>')
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        return xml_text(head).removeprefix("\ufeff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip(" \t\r\n")


def _piece(text: str, start: int, end: int) -> str:
    return text[start : min(end, start + _LONGEST_TEXT)].strip()


def _read_reference(found: re.Match[str]) -> str:
    return unescape(found[0])

"""Whether a response has come whole."""

from __future__ import annotations

import re
import zlib

from scrapy.http import Response

DATA_LOSS = "dataloss"
"""Scrapy's flag of a response whose end did not come, by its Content-Length or its chunks."""

_END = re.compile(
    rb"</(?:html|body|rss|feed|urlset|sitemapindex|rdf:rdf)\s*>(?:\s|<!--(?:(?!-->).){0,500}-->|</html\s*>)*\Z",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = 4096  # bytes that are looked at for the end of a page
_CHUNK = 256 * 1024
_MOST_HEADERS, _MOST_VALUES = 300, 100


def bound_headers(response: Response) -> None:
    """Forget headers beyond the first hundreds: each later copy of a response costs as much as it has of them."""
    for name in list(response.headers)[_MOST_HEADERS:]:
        del response.headers[name]
    for name, values in response.headers.items():
        if len(values) > _MOST_VALUES:
            response.headers[name] = values[:_MOST_VALUES]


def is_plain_after_all(response: Response) -> bool:
    """Whether a body that is said to be gzip is none: some servers say so of whatever they send."""
    said = response.headers.get("Content-Encoding") or b""
    return said.strip().lower() in (b"gzip", b"x-gzip") and response.body[:2] != b"\x1f\x8b" and bool(response.body)


def is_broken_off(response: Response, *, most: int) -> bool:
    """Whether a compressed body ends before its end; unpacked no further than ``most`` bytes."""
    encodings = b",".join(response.headers.getlist("Content-Encoding")).lower().split(b",")
    last = encodings[-1].strip()
    if last not in (b"gzip", b"x-gzip", b"deflate") or not response.body:
        return False
    return _ends_too_early(response.body, zlib.MAX_WBITS | 16 if b"gzip" in last else zlib.MAX_WBITS, most)


def _ends_too_early(body: bytes, wbits: int, most: int) -> bool:
    unpacker = zlib.decompressobj(wbits)
    unpacked = 0
    try:
        while body and not unpacker.eof and unpacked <= most:
            unpacked += len(unpacker.decompress(body, _CHUNK))
            body = unpacker.unconsumed_tail
    except zlib.error:  # not what it is said to be: whoever unpacks it will tell
        return False
    return not unpacker.eof and unpacked <= most


def has_its_end(response: Response) -> bool:
    """Whether the body of a page, a feed or a sitemap ends as one: then nothing is missing, whatever was announced."""
    return _END.search(response.body[-_TAIL:].rstrip(b"\0")) is not None

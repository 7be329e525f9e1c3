"""Whether a response has come whole."""

from __future__ import annotations

import re
import zlib

from scrapy.http import Response
from scrapy.utils._compression import brotli, zstd

from newscrawl.extraction.markup import ends_whole

DATA_LOSS = "dataloss"
"""Scrapy's flag of a response whose end did not come, by its Content-Length or its chunks."""

_PLAIN = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:[!?]|html|head|body|rss|feed|urlset|sitemapindex)", re.IGNORECASE)
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
    """Whether a body that is said to be packed is not: some servers say so of whatever they send."""
    said = (response.headers.get("Content-Encoding") or b"").strip().lower()
    if said in (b"gzip", b"x-gzip"):
        return response.body[:2] != b"\x1f\x8b" and bool(response.body)
    # Others have no such sign, but no packed body begins as a page or a feed does.
    return said in (b"br", b"deflate", b"zstd") and _PLAIN.match(response.body) is not None


def is_broken_off(response: Response, *, most: int) -> bool:
    """Whether a compressed body ends before its end; unpacked no further than ``most`` bytes."""
    encodings = b",".join(response.headers.getlist("Content-Encoding")).lower().split(b",")
    last = encodings[-1].strip()
    if last in (b"br", b"zstd") and response.body:
        return not _is_whole(response.body, last, most)
    if last not in (b"gzip", b"x-gzip", b"deflate") or not response.body:
        return False
    return _ends_too_early(response.body, zlib.MAX_WBITS | 16 if b"gzip" in last else zlib.MAX_WBITS, most)


def _is_whole(body: bytes, encoding: bytes, most: int) -> bool:
    """Whether a body of br or zstd comes to its end, is larger than wanted, or is none; others tell of the latter."""
    try:
        if encoding == b"br":
            return _is_whole_brotli(body, most)
        unpacker, unpacked = zstd.ZstdDecompressor(), 0
        while not unpacker.eof and unpacked <= most:
            piece = unpacker.decompress(body, _CHUNK)
            body = b""
            unpacked += len(piece)
            if not piece and unpacker.needs_input:
                return False
    except (zstd.ZstdError, brotli.error):
        return True
    return True


def _is_whole_brotli(body: bytes, most: int) -> bool:
    unpacker, unpacked = brotli.Decompressor(), 0
    while not unpacker.is_finished() and unpacked <= most:
        piece = unpacker.process(body, output_buffer_limit=_CHUNK)
        body = b""
        unpacked += len(piece)
        if not piece and unpacker.can_accept_more_data():
            return False
    return True


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
    return ends_whole(response.body)

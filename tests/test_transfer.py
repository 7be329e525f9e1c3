"""Whether a response has come whole, and how many headers it keeps."""

from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy.http import Response
from scrapy.utils._compression import brotli, zstd

from newscrawl.middlewares.transfer import bound_headers, has_its_end, is_broken_off, is_plain_after_all

PAGE = b"<html><body><p>Rain ends.</p></body></html>" * 50


def response(body: bytes, encoding: str | None = None) -> Response:
    return Response("https://a.test/", body=body, headers={"Content-Encoding": encoding} if encoding else {})


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "br, gzip"])
def test_a_gzip_body_that_ends_too_early_is_broken_off(encoding: str) -> None:
    packed = gzip.compress(PAGE)
    assert not is_broken_off(response(packed, encoding), most=10**7)
    assert is_broken_off(response(packed[:-9], encoding), most=10**7)
    assert is_broken_off(response(packed[: len(packed) // 2], encoding), most=10**7)


def test_so_is_one_that_is_deflated() -> None:
    packed = zlib.compress(PAGE)
    assert not is_broken_off(response(packed, "deflate"), most=10**7)
    assert is_broken_off(response(packed[:-5], "deflate"), most=10**7)


@pytest.mark.parametrize("body", [PAGE, b"", b"\x1f\x8b nonsense"])
@pytest.mark.parametrize("encoding", [None, "identity", "gzip", "br"])
def test_what_is_no_packed_body_is_left_to_others(body: bytes, encoding: str | None) -> None:
    assert not is_broken_off(response(body, encoding), most=10**7)


def test_a_bomb_is_unpacked_no_further_than_is_wanted() -> None:
    assert not is_broken_off(response(gzip.compress(bytes(10**7))[:-20], "gzip"), most=1000)


def test_plain_text_that_is_called_gzip_is_known() -> None:
    assert is_plain_after_all(response(PAGE, "gzip"))
    assert not is_plain_after_all(response(gzip.compress(PAGE), "gzip"))
    assert not is_plain_after_all(response(PAGE))


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        (b"<html><body>x</body></html>", True),
        (b"<HTML><BODY>x</BODY></HTML>\n\n<!-- made in 3 ms -->\n", True),
        (b"<rss><channel></channel></rss>", True),
        (b"<urlset></urlset>\0\0", True),
        (b"<html><body><p>It beg", False),
        (b"</html><p>more", False),
        (b"", False),
    ],
)
def test_the_end_of_a_page_shows_that_nothing_is_missing(body: bytes, *, ends: bool) -> None:
    assert has_its_end(response(body)) is ends


def test_floods_of_headers_and_cookies_are_forgotten() -> None:
    flooded = Response(
        "https://a.test/",
        headers={"ETag": "x", "Set-Cookie": [f"c{number}=1" for number in range(5000)]}
        | {f"X-{number}": "1" for number in range(20_000)},
    )
    bound_headers(flooded)
    assert len(flooded.headers) == 300
    assert len(flooded.headers.getlist("Set-Cookie")) == 100
    assert flooded.headers["ETag"] == b"x"


def packed(encoding: str) -> bytes:
    return brotli.compress(PAGE) if encoding == "br" else zstd.compress(PAGE)


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_body_of_a_younger_kind_that_ends_too_early_is_broken_off(encoding: str) -> None:
    whole = packed(encoding)
    assert not is_broken_off(response(whole, encoding), most=10**7)
    assert is_broken_off(response(whole[: len(whole) * 3 // 4], encoding), most=10**7)
    assert not is_broken_off(response(b"nonsense" * 9, encoding), most=10**7)


@pytest.mark.parametrize("encoding", ["br", "zstd"])
def test_a_bomb_of_a_younger_kind_is_unpacked_no_further_than_is_wanted(encoding: str) -> None:
    bomb = bytes(10**7)
    whole = brotli.compress(bomb) if encoding == "br" else zstd.compress(bomb)
    assert not is_broken_off(response(whole, encoding), most=1000)


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd"])
def test_a_page_that_is_called_packed_and_is_none_is_known(encoding: str) -> None:
    assert is_plain_after_all(response(PAGE, encoding))
    assert not is_plain_after_all(response(zlib.compress(PAGE), encoding))

"""Addresses have one canonical form, one site, and never raise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.urls import _of_any, absolute_url, canonical_url, is_http_url, site_key


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://WWW.Times.Test:80/a", "https://times.test/a"),
        ("https://times.test:443", "https://times.test/"),
        ("http://times.test:8080/a#top", "https://times.test:8080/a"),
        ("https://times.test/a?utm_source=x&fbclid=1&GCLID=2", "https://times.test/a"),
        ("https://times.test/a?b=2&a=1&b=1", "https://times.test/a?a=1&b=2&b=1"),
        ("https://times.test/%7eada/caf%c3%a9/é", "https://times.test/~ada/caf%C3%A9/%C3%A9"),
        ("https://times.test/a/./b/../c", "https://times.test/a/c"),
        ("https://münchen.test/ü", "https://xn--mnchen-3ya.test/%C3%BC"),
        ("https://ada:secret@times.test/a", "https://times.test/a"),
        ("http://127.0.0.1:8000/a?utm_id=1", "http://127.0.0.1:8000/a"),
        ("http://localhost/a", "http://localhost/a"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
        ("tel:112", "tel:112"),
        ("http://[bad", "http://[bad"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize("query", ["id=1", "p=77", "page=2", "newsid=5", "ref=a", "source=b"])
def test_parameters_that_may_name_a_page_stay(query: str) -> None:
    assert canonical_url(f"https://times.test/a?{query}") == f"https://times.test/a?{query}"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://sport.times.co.uk/a", "times.co.uk"),
        ("https://times.github.io/a", "times.github.io"),
        ("https://www.news.times.test:8443/", "times.test"),
        ("http://127.77.0.1:8000/", "127.77.0.1:8000"),
        ("http://127.77.0.1/", "127.77.0.1"),
        ("http://localhost:80/", "localhost:80"),
        ("http://[::1]:8000/", "[::1]:8000"),
        ("http://intranet/a", "intranet"),
        ("https://münchen.test/", "xn--mnchen-3ya.test"),
        ("mailto:a@times.test", ""),
    ],
)
def test_site_of_an_address(url: str, site: str) -> None:
    assert site_key(url) == site


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("b", "https://times.test/a/b"),
        ("/b?x=1#top", "https://times.test/b?x=1"),
        ("//other.test/c", "https://other.test/c"),
        (" /with space ", "https://times.test/with%20space"),
        ("../../../b", "https://times.test/b"),
        ("/a/../b", "https://times.test/b"),
        ("HTTPS://Other.test/C", "https://Other.test/C"),
    ],
)
def test_links_are_made_absolute(href: str, url: str) -> None:
    assert absolute_url("https://times.test/a/", href) == url


@pytest.mark.parametrize(
    "href",
    ["tel:112", "javascript:void(0)", "mailto:a@b.test", "data:text/html,x", "ftp://times.test/", "http://[bad", "http://",
     "{{ url }}", "/a/{{slug}}", "[HOSTNAME]/a", "http://[HOSTNAME]/", "<%= url %>", "http://a b.test/", "https://a..b/",
     "http://times.test:99999/", "/" + "a" * 5000],
)  # fmt: skip
def test_what_cannot_be_fetched_is_no_address(href: str) -> None:
    assert absolute_url("https://times.test/a/", href) is None


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(site_key(text), str)
    canonical = canonical_url(text)
    assert canonical_url(canonical) == canonical
    absolute_url("https://times.test/", text)
    is_http_url(text)


@given(st.text(alphabet="ab/.?&=%#:@[]é~2_", max_size=40))
def test_canonical_form_is_final(tail: str) -> None:
    canonical = canonical_url(f"http://www.times.test/{tail}")
    assert canonical_url(canonical) == canonical


@given(st.text(alphabet="ab/.?&=%#:é~ ", max_size=40))
def test_an_absolute_address_is_fetchable(href: str) -> None:
    url = absolute_url("https://times.test/a/", href)
    assert url is None or is_http_url(url)


@given(
    st.from_regex(
        r"https?://(?:www\.)?[a-z0-9-]{1,8}(?:\.[a-zA-Z]{2,9}){0,2}(?::8\d)?(?:/[a-zA-Z0-9%&._~éعर語-]{0,9}){0,4}(?:\?[a-z_=&1%-]{0,20})?",
        fullmatch=True,
    )
)
def test_the_short_way_of_plain_addresses_gives_the_same(url: str) -> None:
    assert canonical_url(url) == _of_any(url)

"""Addresses have one canonical form, one site, and never raise."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extraction import words
from newscrawl.extraction.urls import (
    _of_any,
    absolute_url,
    canonical_url,
    is_http_url,
    page_key,
    plain_url,
    site_key,
)

PAIRS = [
    line.split("\t") for line in Path(__file__).with_name("url_pairs.tsv").read_text(encoding="utf-8").splitlines()
]
"""(same or different, what they differ in, address, address)."""

_FORMS = st.sampled_from(
    sorted(
        words.names(
            """
        http:// https:// HTTP:// www. m. amp. www2. print. times.test co.uk xn--mnchen-3ya.test münchen.test 127.0.0.1
        [::1] : :80 :443 :x / // /./ /../ /amp /amp/ /print /m/ /mobile/ /comments /comment-page-2/ /index.html
        /index.php /default.aspx /rain-ends-12345 /a/story .amp.html .html -amp ~amp !amp ,print amp_articleshow
        /articleprint ;jsessionid=8A (S(abcdef)) /c/s/ /amp/s/ %3F %3f www.google.com cdn.ampproject.org ? & &amp; amp;
        = # #! #!/ #/ utm_source=x amp=1 print page=2 id=7 ref=home ref=7 sid= _escaped_fragment_= %2f %2F %25 %41
        %C3%A9 e%CC%81 %FF % %zz %20 + é 語 [ ] @ ; { … ..print ..amp /. . .. //c/s/ /.;jsessionid=8A
        times-test.cdn.ampproject.org
        """
        )
        | {"\ud800", "\x00", "\u200b", " "}
    )
)


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


@pytest.mark.parametrize(("want", "group", "one", "other"), PAIRS)
def test_addresses_of_one_article_have_one_key(want: str, group: str, one: str, other: str) -> None:
    assert (canonical_url(one) == canonical_url(other)) is (want == "same")


@pytest.mark.parametrize("url", sorted({url for pair in PAIRS for url in pair[2:]}))
def test_a_key_is_its_own_key(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


def test_pairs_are_of_both_kinds() -> None:
    wanted = [pair[0] for pair in PAIRS]
    assert wanted.count("same") >= 150
    assert wanted.count("different") >= 80
    assert len({tuple(pair) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("query", ["id=1", "p=77", "page=2", "newsid=5", "ref=a", "source=b"])
def test_parameters_that_may_name_a_page_stay(query: str) -> None:
    assert canonical_url(f"https://times.test/a?{query}") == f"https://times.test/a?{query}"


def test_rules_of_one_site_hold_on_its_hosts_alone() -> None:
    assert canonical_url("https://www.wsj.com/a?mod=x") == canonical_url("https://cooking.wsj.com/a?mod=x").replace(
        "cooking.", ""
    )
    assert canonical_url("https://wsj.com/a?mod=x") == "https://wsj.com/a"
    assert canonical_url("https://times.test/a?mod=x") == "https://times.test/a?mod=x"


def test_a_page_of_comments_is_asked_for_besides_its_article() -> None:
    article = "https://times.test/a/rain-ends"
    assert page_key(f"{article}/comments/") != page_key(article) == canonical_url(f"{article}/comments/")
    assert page_key(f"{article}/?replytocom=7") == page_key(f"{article}/amp/") == page_key(article)


@pytest.mark.parametrize("view", ["/a/rain-ends/", "/a/rain-ends/print", "/a/index.html"])
def test_a_plain_address_keeps_its_view(view: str) -> None:
    assert plain_url(f"http://www.times.test{view}?utm_source=x#top") == f"https://times.test{view}"


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


@given(st.lists(_FORMS, max_size=14).map("".join))
@settings(max_examples=2000)
def test_a_key_is_final_whatever_it_is_made_of(url: str) -> None:
    key = canonical_url(url)
    assert canonical_url(key) == key
    assert canonical_url(url) == key
    plain = plain_url(url)
    assert plain_url(plain) == plain
    assert canonical_url(plain) == key or "#" in url
    page_key(url)


@given(st.lists(_FORMS, max_size=10).map("".join))
@settings(max_examples=1000)
def test_a_key_of_a_site_is_final(tail: str) -> None:
    key = canonical_url(f"http://www.times.test/{tail}")
    assert canonical_url(key) == key
    assert is_http_url(key)


@pytest.mark.parametrize(
    "url",
    [
        "https://times.test/" + "a/" * 100_000,
        "https://times.test/" + "amp/" * 4_000,
        "https://times.test/?" + "&".join(f"a{n}=1" for n in range(3_000)),
        "https://times.test/" + ";" * 16_000,
        "https://times.test/" + "%C3" * 5_000,
        "https://times.test/a-1" + "_" * 16_000,
        "https://google.com" + "/amp/s/google.com" * 900,
        "https://times.test/#!/" + "a/" * 8_000,
    ],
)
def test_long_addresses_are_read_in_no_time(url: str) -> None:
    started = time.process_time()
    key = canonical_url(url)
    assert canonical_url(key) == key
    assert time.process_time() - started < 1


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(site_key(text), str)
    for form in (canonical_url, plain_url, page_key):
        assert form(form(text)) == form(text)
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
    assert plain_url(url) == (_of_any(url) or url)

"""What a page states as its own address counts where it may be that of its article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.canonical_links import is_believable, known_address, stated_canonical
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import canonical_url

SLUG = "rain-ends-after-nine-days"


def page_at(url: str, head: str = "", title: str = "Rain ends after nine days | Harrow Post") -> Page:
    return Page(f"<html><head><title>{title}</title>{head}</head><body><p>Rain.</p></body></html>", url)


@pytest.mark.parametrize(
    ("url", "stated"),
    [
        (f"https://harrow.test/sport/{SLUG}", f"https://harrow.test/football/{SLUG}"),
        (f"https://harrow.test/{SLUG}-12345?page_view=7x", f"https://harrow.test/{SLUG}-12345"),
        ("https://harrow.test/read.php?id=12345", f"https://harrow.test/2026/{SLUG}-12345"),
        ("https://harrow.test/?p=77", f"https://harrow.test/2026/11/{SLUG}/"),
        ("https://harrow.test/node/91", f"https://harrow.test/{SLUG}"),
        (f"https://amp.harrow.test/x/{SLUG}-12345.html", f"https://www.harrow.test/{SLUG}-12345"),
        (f"https://news.harrow.test/{SLUG}", f"https://www.harrow.test/news/{SLUG}"),
        (f"https://harrow.test/2026/11/{SLUG}", f"https://harrow.test/2026/11/05/{SLUG}"),
        (f"https://harrow.test/{SLUG}", f"https://harrow.test/en/{SLUG}"),
        ("https://harrow.test/a?id=0f9a8b7c6d5e", "https://harrow.test/story/0f9a8b7c6d5e"),
    ],
)
def test_the_address_of_the_same_article_is_believed(url: str, stated: str) -> None:
    assert known_address(page_at(url, f"<link rel=canonical href='{stated}'>")) == canonical_url(stated)


@pytest.mark.parametrize(
    ("url", "stated"),
    [
        (f"https://harrow.test/{SLUG}", "https://harrow.test/"),
        (f"https://harrow.test/{SLUG}", "https://harrow.test/index.html"),
        (f"https://harrow.test/world/{SLUG}", "https://harrow.test/world/"),
        (f"https://harrow.test/2026/11/05/{SLUG}", "https://harrow.test/2026/11/05/"),
        (f"https://harrow.test/{SLUG}", f"https://other.test/{SLUG}"),
        (f"https://harrow.github.io/{SLUG}", f"https://other.github.io/{SLUG}"),
        (f"http://127.0.0.1:8000/{SLUG}-1", f"http://127.0.0.1:9000/{SLUG}"),
        ("https://harrow.test/read?id=12345", "https://harrow.test/read?id=12346"),
        ("https://harrow.test/read.php?id=12345", "https://harrow.test/read.php"),
        (f"https://harrow.test/{SLUG}-12345", f"https://harrow.test/{SLUG}-12346"),
        (f"https://harrow.test/{SLUG}", "https://harrow.test/snow-falls-on-the-hills-again"),
        (f"https://harrow.test/{SLUG}?page=2", f"https://harrow.test/{SLUG}"),
        (f"https://harrow.test/{SLUG}", f"https://harrow.test/{SLUG}?page=2"),
        (f"https://harrow.test/de/{SLUG}", f"https://harrow.test/en/{SLUG}"),
        (f"https://de.harrow.test/{SLUG}", f"https://en.harrow.test/{SLUG}"),
        (f"https://de.harrow.test/{SLUG}", f"https://harrow.test/{SLUG}"),
        (f"https://harrow.test/{SLUG}?lang=fr", f"https://harrow.test/{SLUG}?lang=en"),
        (f"https://harrow.test/2026/11/05/{SLUG}", f"https://harrow.test/2026/11/06/{SLUG}"),
        (f"https://harrow.test/{SLUG}", "https://harrow.test/?lang=en"),
        ("https://harrow.test/n/91", "https://harrow.test/新聞/%E9%9B%A8-%E3%81%8C-12345"),
    ],
)
def test_what_cannot_be_the_article_is_not_believed(url: str, stated: str) -> None:
    page = page_at(url, f"<link rel=canonical href='{stated}'><meta property='og:url' content='{stated}'>")
    assert not is_believable(stated, page)
    assert known_address(page) == canonical_url(url)


def test_a_link_goes_before_og_url_and_two_links_say_nothing() -> None:
    url, stated = f"https://harrow.test/sport/{SLUG}", f"https://harrow.test/football/{SLUG}"
    og_url = f"<meta property=og:url content='https://harrow.test/tennis/{SLUG}'>"
    assert known_address(page_at(url, og_url)) == f"https://harrow.test/tennis/{SLUG}"
    one = f"<link rel='Canonical' href='/football/{SLUG}'>"
    assert known_address(page_at(url, og_url + one)) == stated
    two = f"{one}<link rel=canonical href='/golf/{SLUG}'>"
    assert stated_canonical(page_at(url, two)) is None
    assert known_address(page_at(url, two)) == url


def test_a_canonical_address_elsewhere_is_kept_as_evidence() -> None:
    page = page_at(f"https://harrow.test/{SLUG}", f"<link rel=canonical href='https://other.test/{SLUG}'>")
    assert stated_canonical(page) == f"https://other.test/{SLUG}"
    assert known_address(page) == f"https://harrow.test/{SLUG}"


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_statement_is_survived(stated: str, tail: str) -> None:
    page = page_at(f"https://harrow.test/{tail}", title=stated)
    assert is_believable(stated, page) in (True, False)
    assert known_address(page) == canonical_url(page.url)

"""Links are told apart by their shape, their words and their place."""

from __future__ import annotations

import time

import pytest

from newscrawl.extraction.body import article_text
from newscrawl.extraction.links import classify_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind
from newscrawl.extraction.paging import next_page

HEADLINES = [
    "'We had given up hope': Island post returns after nine weeks",
    "Arvale council votes to keep the old ferry",
    "How many gulls are too many? A harbour counts",
    "Rain's 'end",
    "Miners of Dunmoor walk out over broken lamps",
    "The lighthouse keeper who never learned to swim",
]
FRONT = "https://times.test/"


def kinds(markup: str, url: str = FRONT) -> dict[str, str]:
    return {link.url.removeprefix("https://times.test"): link.kind for link in classify_links(markup, url)}


@pytest.mark.parametrize(
    "markup",
    [
        "<h3><a href='/2026/11/05/ferry-returns-to-arvale'>Ferry returns to Arvale after a year of repairs</a></h3>",
        "<h3><a href='/news/00e7.html'>Ferry returns to Arvale after a year of repairs</a></h3>",
        "<a href='/ferry-returns-to-arvale-after-year-12345678'>Ferry returns to Arvale after a year of repairs</a>",
        "<h2><a href='/politik/faehre-kehrt-nach-jahr-zurueck-a-1234567.html'>Die Fähre kehrt nun zurück</a></h2>",
        "<h2><a href='/article?id=123456'>Ferry returns to Arvale after a year of repairs</a></h2>",
        "<h2><a href='/news/articles/c1d2e3f4g5o'>Ferry returns to Arvale after a year of repairs</a></h2>",
        "<h2><a href='/news/20261105/k10014.html'>アーベール港の連絡船が一年ぶりに運航を再開した</a></h2>",
    ],
)
def test_an_article_is_told_by_its_address_and_headline(markup: str) -> None:
    assert set(kinds(markup).values()) == {"article"}


@pytest.mark.parametrize(
    "markup",
    [
        "<nav><a href='/politics/'>Politics</a></nav>",
        "<nav><ul><li><a href='/Stocks/'>Stocks</a></ul></nav>",
        "<header><nav><a href='/section/world'>World</a></nav></header>",
        "<nav><a href='/'>Home</a></nav><nav><a href='/kultur'>Kultur</a></nav>",
    ],
)
def test_a_section_is_told_by_its_place_and_word(markup: str) -> None:
    assert set(kinds(markup, "https://times.test/a").values()) == {"index"}


@pytest.mark.parametrize(
    "href",
    [
        "/about",
        "/privacy-policy",
        "/login?return=/2026/11/05/x",
        "/newsletter",
        "/file.pdf",
        "/logo.png",
        "https://other.test/2026/11/05/ferry-returns-to-arvale",
        "https://www.facebook.com/sharer.php?u=x",
    ],
)
def test_services_files_and_other_sites_are_other(href: str) -> None:
    assert set(kinds(f"<footer><a href='{href}'>Something else</a></footer>").values()) == {"other"}


def test_an_address_stands_once_with_its_longest_text() -> None:
    markup = "<a href='/a-b-c-d'><img alt='x'></a><a href='/a-b-c-d?utm_source=x'>Ferry returns to Arvale</a>"
    (link,) = classify_links(markup, FRONT)
    assert (link.url, link.text) == ("https://times.test/a-b-c-d", "Ferry returns to Arvale")


def test_scores_are_probabilities() -> None:
    links = classify_links("<a href='/x'>x</a><nav><a href='/politics/'>Politics</a></nav>", FRONT)
    assert all(0 <= link.score <= 1 for link in links)


def test_the_numbers_of_a_pager_are_lists() -> None:
    markup = (
        "<div class=pagination><a href='?page=2'>2</a><a href='?page=7'>7</a><a rel=next href='?page=2'>Next</a></div>"
    )
    links = classify_links(markup, "https://times.test/stocks/")
    assert [(link.kind, link.role) for link in links] == [("index", "next"), ("index", None)]


def test_the_page_itself_is_no_link() -> None:
    assert classify_links("<a href='/'>Home</a><a href='#top'>Up</a>", FRONT) == []


def test_the_address_of_a_page_that_comes_as_text_must_be_given() -> None:
    with pytest.raises(ValueError, match="url is missing"):
        classify_links("<a href='/a'>A</a>")


def test_a_republishers_list_shows_its_articles_and_its_pager() -> None:
    rows = "".join(
        f"<li><h3 class=blogtitle><a href='/news/{n}0e7.html'>{headline}</a></h3><span><a href='/news/{n}0e7.html'>"
        f"<img src='/d/{n}.jpg'></a></span><p class=blogtext>{headline}...</p><p><span>Morvel</span><span>2025-03-1{n}"
        "</span><span>View(<b>7</b>)</span></p></li>"
        for n, headline in enumerate(HEADLINES)
    )
    page = Page(
        f"""<nav><a href='/'>Home</a><a href='/Stocks/'>Stocks</a><a href='/Markets/'>Markets</a></nav>
        <div class=bloglist><h2>Current:<a href='/'>Home</a>&nbsp;>&nbsp;<a href='/Stocks/'>Stocks</a>Stocks</h2>
        <ul>{rows}</ul><div class=pagelist><a title='Total record'><b>486</b></a> <b>1</b>
        <a href='/Stocks/index_2.html'>2</a> <a href='/Stocks/index_3.html'>3</a>
        <a href='/Stocks/index_2.html'>Next</a> <a href='/Stocks/index_41.html'>End</a></div></div>""",
        "https://times.test/Stocks/",
    )
    links = classify_links(page)
    assert [link.text for link in links if link.kind == "article"] == HEADLINES
    assert [link.url[18:] for link in links if link.kind == "index"] == [
        "/", "/Markets/", "/Stocks/index_2.html", "/Stocks/index_3.html", "/Stocks/index_41.html",
    ]  # fmt: skip
    assert next_page(page) == "https://times.test/Stocks/index_2.html"
    assert page_kind(page, article_text(page)) == "index"


def test_what_leads_nowhere_is_left_out() -> None:
    markup = "".join(f"<a href='{h}'>x</a>" for h in ("tel:1", "javascript:x", "http://[bad", "{{ url }}", "#top"))
    assert classify_links(markup, FRONT) == []


def test_a_page_is_taken_as_it_is() -> None:
    page = Page("<nav><a href='/politics/'>Politics</a></nav>", FRONT)
    assert classify_links(page) == classify_links("<nav><a href='/politics/'>Politics</a></nav>", FRONT)


def test_two_hundred_thousand_links_take_no_time() -> None:
    markup = "".join(f"<a href='/a{n}'>x</a>" for n in range(200_000))
    begun = time.perf_counter()
    classify_links(markup, FRONT)
    assert time.perf_counter() - begun < 5

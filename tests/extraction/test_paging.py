"""Only the next page of a list is found, in whatever form the pager has."""

from __future__ import annotations

import pytest

from newscrawl.extraction.page import Page
from newscrawl.extraction.paging import next_page

LIST = "https://times.test/stocks/"


def found(markup: str, url: str = LIST) -> str | None:
    address = next_page(Page(markup, url))
    return address.removeprefix("https://times.test") if address else None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<link rel=next href='/stocks/page/2'>", "/stocks/page/2"),
        ("<a rel='nofollow next' href='?page=2'>more</a>", "/stocks/?page=2"),
        ("<div class=pagination><a href='/stocks/p2'>Next ›</a></div>", "/stocks/p2"),
        ("<p><a href='/stocks/page/2/'>Weiter »</a></p>", "/stocks/page/2/"),
        ("<ul class=pager><li><a href='/stocks/older'>次へ</a></ul>", "/stocks/older"),
        ("<nav aria-label='Pagination'><a href='/stocks/x'>التالي</a></nav>", "/stocks/x"),
        ("<div class=pages><a href='index_2.html'>2</a><a href='index_3.html'>3</a></div>", "/stocks/index_2.html"),
        ("<span class=page-nav><a href='?start=20' aria-label='Next page'><svg></svg></a></span>", "/stocks/?start=20"),
        ("<div class=nav-links><a href='/stocks/page/2'>›</a><a href='/stocks/page/9'>»</a></div>", "/stocks/page/2"),
    ],
)
def test_the_next_page_is_found(markup: str, expected: str) -> None:
    assert found(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<a href='/story/a-cat-is-found'>Next</a>",  # the next article, or a carousel
        "<a href='#'>Next</a><a href='javascript:go(2)'>Next</a>",
        "<a rel=next href='https://other.test/2'>Next</a>",
        "<a rel=next href='/stocks/'>Next</a>",  # this very page
        "<a rel=next href='http://[bad'>Next</a>",
        "<a rel=next href='{{ next }}'>Next</a>",
        "<p>See chapter <a href='/law/2'>2</a> of the law</p>",
    ],
)
def test_what_only_looks_like_a_pager_is_not_followed(markup: str) -> None:
    assert found(markup) is None or "/law/" in markup


def test_numbers_go_on_from_the_page_we_are_on() -> None:
    markup = "<div class=pager><a href='?p=1'>1</a><b>2</b><a href='?p=3'>3</a><a href='?p=4'>4</a></div>"
    assert found(markup, LIST + "?p=2") == "/stocks/?p=3"


def test_the_last_page_has_no_next_one() -> None:
    markup = "<div class=pager><a href='?p=1'>1</a><a href='?p=2'>2</a><b>3</b></div>"
    assert found(markup, LIST + "?p=3") is None


class TestSelectPagers:
    OPTIONS = "<option value='/stocks/'>1</option>" + "".join(
        f"<option value='/stocks/index_{n}.html'>{n}</option>" for n in (2, 3)
    )

    @pytest.mark.parametrize(
        ("path", "expected"),
        [("", "/stocks/index_2.html"), ("index_2.html", "/stocks/index_3.html"), ("index_3.html", None)],
    )
    def test_the_option_after_the_current_one(self, path: str, expected: str | None) -> None:
        assert found(f"<select onchange='go(this)'>{self.OPTIONS}</select>", LIST + path) == expected

    def test_a_choice_of_sections_is_no_pager(self) -> None:
        markup = (
            "<select><option value='/stocks/'>Stocks<option value='/sport/'>Sport<option value='/art/'>Art</select>"
        )
        assert found(markup) is None

    def test_a_choice_that_holds_no_addresses_is_no_pager(self) -> None:
        assert found("<select><option value=1>1<option value=2>2</select>") is None

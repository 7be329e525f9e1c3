"""Articles in several parts: the next part is found, the next article never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.continuations import first_part, next_part, part_number, whole_article
from newscrawl.extraction.page import Page

SITE = "https://times.test"
STORY = f"{SITE}/2026/rain-ends.html"


def page_of(markup: str, url: str = STORY) -> Page:
    return Page(f"<article><h1>Rain ends</h1><p>The rain ended after nine days.</p></article>{markup}", url)


def following(markup: str, url: str = STORY) -> str | None:
    address = next_part(page_of(markup, url))
    return address.removeprefix(SITE) if address else None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/2026/rain-ends.html", "/2026/rain-ends_2.html"),
        ("/2026/rain-ends.html", "/2026/rain-ends-2.html"),
        ("/2026/rain-ends.html", "/2026/rain-ends,2.html"),
        ("/2026/rain-ends", "/2026/rain-ends,2"),
        ("/2026/rain-ends", "/2026/rain-ends?page=2"),
        ("/2026/rain-ends/", "/2026/rain-ends/2/"),
        ("/2026/rain-ends/", "/2026/rain-ends/page/2/"),
        ("/2026/rain-ends", "/2026/rain-ends/seite-2"),
        ("/2026/rain-ends.html", "/2026/rain-ends.html?p=2"),
        ("/news/4711", "/news/4711?page=2"),
        ("/story.php?id=4711", "/story.php?id=4711&page=2"),
        ("/c/20261105_778.html", "/c/20261105_778_2.html"),
        ("/2026/11/05/4711/", "/2026/11/05/4711/2/"),
        ("/ニュース/雨がやんだ", "/ニュース/雨がやんだ?page=2"),
    ],
)
class TestAddressesOfParts:
    def test_rel_next_leads_to_the_next_part(self, first: str, second: str) -> None:
        page = page_of(f"<link rel=next href='{second}'>", SITE + first)
        assert part_number(page) == 1
        assert next_part(page) == SITE + second

    def test_a_numbered_pager_leads_to_the_next_part(self, first: str, second: str) -> None:
        assert following(f"<div class=pager><b>1</b> <a href='{second}'>2</a></div>", SITE + first) == second

    def test_the_second_part_knows_the_first(self, first: str, second: str) -> None:
        page = page_of(f"<div class=pager><a href='{first}'>1</a> <b>2</b></div>", SITE + second)
        assert part_number(page) == 2
        assert first_part(page) == SITE + first
        assert next_part(page) is None

    def test_the_second_part_goes_on_to_the_third(self, first: str, second: str) -> None:
        third = second[::-1].replace("2", "3", 1)[::-1]
        pager = f"<p><a href='{first}'>1</a> <b>2</b> <a href='{third}'>3</a></p>"
        assert following(pager, SITE + second) == third


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<link rel=next href='/2026/ferry-sails.html'>",
        "<a rel=next href='/2026/sun-comes-out_2.html'>Next story</a>",
        "<a rel=next href='https://other.test/2026/rain-ends_2.html'>2</a>",
        "<a href='/2026/rain-ends_3.html'>3</a>",
        "<div class=comments><a href='/2026/rain-ends.html?page=2'>2</a></div>",
        "<section class=comments><a rel=next href='?page=2'>Next</a></section><link rel=next href='?page=2'>",
        "<aside class=sidebar><div class=pager><a href='?page=2'>2</a></div></aside>",
        "<div class=related><nav class=pagination><a href='?page=2'>2</a></nav></div>",
        "<a href='#'>2</a>",
        "<a rel=next href='http://[bad'>2</a>",
    ],
)
def test_what_is_no_next_part_is_not_followed(markup: str) -> None:
    assert following(markup) is None
    assert part_number(page_of(markup)) == 1


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/news/1234", "/news/1235"),
        ("/news/8/", "/news/9/"),
        ("/story-2.html", "/story-3.html"),
        ("/2026/11/05/", "/2026/11/06/"),
        ("/?p=1234", "/?p=1235"),
    ],
)
def test_the_article_with_the_next_number_is_another_article(here: str, there: str) -> None:
    markup = f"<link rel=next href='{there}'><a href='{there}'>Next</a><a href='/'>Home</a><a href='/news'>News</a>"
    page = page_of(markup, SITE + here)
    assert (next_part(page), part_number(page), first_part(page)) == (None, 1, None)


@pytest.mark.parametrize("url", [f"{SITE}/top-10.html", f"{SITE}/the-rain-of-2", f"{SITE}/best-places/25/"])
def test_a_number_that_is_part_of_the_name_makes_no_later_part(url: str) -> None:
    page = page_of("<a href='/'>Home</a><link rel=canonical href='" + url + "'>", url)
    assert part_number(page) == 1
    assert first_part(page) is None


@pytest.mark.parametrize(
    "label",
    """Page 2 of 3|page 2/3|Seite 2 von 3|Page 2 sur 3|Página 2 de 3|Pagina 2 di 3|Pagina 2 van 3|Sida 2 av 3
    Side 2 af 3|Strona 2 z 3|Strana 2 ze 3|Страница 2 из 3|Стр. 2 из 3|Сторінка 2 з 3|Σελίδα 2 από 3
    Sayfa 2 / 3|صفحة ٢ من ٣|صفحه ۲ از ۳|עמוד 2 מתוך 3|पृष्ठ २ का ३|หน้า 2 จาก 3|第2页/共3页|第 2 页 共 3 页|ページ2/3
    Halaman 2 dari 3|Trang 2 / 3|Ukurasa 2 / 3|Part 2 of 3|Teil 2 von 3""".replace("\n", "|").split("|"),
)
def test_page_two_of_three_is_understood_in_many_languages(label: str) -> None:
    page = page_of(f"<p>{label.strip()}</p><a href='/2026/rain-ends_3.html'>3</a>", f"{SITE}/2026/rain-ends_2.html")
    assert part_number(page) == 2
    assert first_part(page) == STORY
    assert next_part(page) == f"{SITE}/2026/rain-ends_3.html"


def test_page_three_of_three_is_the_last() -> None:
    markup = "<p>Page 3 of 3</p><a href='/2026/rain-ends_2.html'>2</a><a href='/2026/rain-ends_4.html'>4</a>"
    assert following(markup, f"{SITE}/2026/rain-ends_3.html") is None


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("/2026/rain-ends_2.html", "/2026/rain-ends.html"),
        ("/2026/rain-ends/2/", "/2026/rain-ends/"),
        ("/2026/rain-ends/page/2/", "/2026/rain-ends/"),
        ("/2026/rain-ends?page=2", "/2026/rain-ends"),
        ("/2026/rain-ends?x=1&page=2", "/2026/rain-ends?x=1"),
        ("/2026/rain-ends,2", "/2026/rain-ends"),
        ("/2026/rain-ends/seite-2", "/2026/rain-ends"),
    ],
)
def test_the_first_part_has_the_address_without_the_number(url: str, first: str) -> None:
    assert first_part(page_of("<p>Page 2 of 3</p>", SITE + url)) == SITE + first


def test_parts_may_be_counted_from_zero() -> None:
    pager = "<ul class=pager>{}</ul>"
    links = [f"<a href='/2026/rain-ends?page={n}'>{n + 1}</a>" for n in range(3)]
    assert following(pager.format("".join(links)), f"{SITE}/2026/rain-ends") == "/2026/rain-ends?page=1"
    second = page_of(pager.format(links[0] + links[2]), f"{SITE}/2026/rain-ends?page=1")
    assert part_number(second) == 2
    assert next_part(second) == f"{SITE}/2026/rain-ends?page=2"


@pytest.mark.parametrize(
    "label",
    """View as single page|Single page|View all|Auf einer Seite lesen|Artikel auf einer Seite|Lire sur une seule page
    Ver en una sola página|Ver em uma única página|Leggi tutto in una pagina|Op één pagina|Visa på en sida|På én side
    Na jednej stronie|Na jedné stránce|Egy oldalon|Tek sayfada göster|Показать одной страницей|Σε μία σελίδα
    عرض في صفحة واحدة|نمایش در یک صفحه|הצג בעמוד אחד|एक पेज पर पढ़ें|ดูในหน้าเดียว|阅读全文|全ページを表示|한 페이지로 보기
    Lihat semua halaman|Xem trên một trang""".replace("\n", "|").split("|"),
)
def test_the_whole_article_is_found_by_its_label(label: str) -> None:
    markup = f"<a href='/2026/rain-ends_2.html'>2</a><a href='/2026/rain-ends.html?all=1'>{label.strip()}</a>"
    assert whole_article(page_of(markup)) == f"{STORY}?all=1"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<a href='/2026/rain-ends_2.html'>2</a>",
        "<a href='/2026/rain-ends_2.html'>2</a><a href='/sport/'>View all</a>",
        "<a href='/2026/rain-ends_2.html'>View all</a>",
        "<a href='/2026/rain-ends.html'>Single page</a>",
        "<a href='https://other.test/2026/rain-ends.html?all=1'>Single page</a>",
        "<a href='/2026/rain-ends.html?comments=1'>View all</a>",  # no parts, and the address does not say it
    ],
)
def test_there_is_no_whole_article_where_no_link_says_so(markup: str) -> None:
    assert whole_article(page_of(markup)) is None


def test_the_whole_article_has_no_next_part() -> None:
    pager = "<a href='/2026/rain-ends.html'>1</a><a href='/2026/rain-ends_2.html'>2</a>"
    page = page_of(f"<a href='/2026/rain-ends.html?all=1'>View all</a>{pager}", f"{STORY}?all=1")
    assert next_part(page) is None
    assert whole_article(page) is None


MARKS = st.sampled_from(
    [
        "<link rel=next href='",
        "<a href='",
        "'>",
        "</a>",
        "2",
        "?page=",
        "/2026/rain-ends",
        "_2.html",
        "Page 2 of 3",
        "<p>",
    ]
)


@given(st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=12).map("".join))
def test_no_page_raises_and_what_is_found_is_of_the_site(markup: str) -> None:
    page = page_of(markup)
    addresses = [next_part(page), first_part(page), whole_article(page)]
    assert all(address is None or (address.startswith(SITE) and address != STORY) for address in addresses)
    assert part_number(page) >= 1


@given(st.text(max_size=40))
def test_no_address_raises(url: str) -> None:
    page = Page("<p>Page 2 of 3</p><a href='?page=3'>3</a>", url)
    next_part(page), first_part(page), whole_article(page), part_number(page)

"""Only the next page of a list is found, in whatever form and language the pager has."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.page import Page
from newscrawl.extraction.paging import next_page, page_number

LIST = "https://times.test/stocks/"


def found(markup: str, url: str = LIST) -> str | None:
    address = next_page(Page(markup, url))
    return address.removeprefix("https://times.test") if address else None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<link rel=next href='/stocks/page/2'>", "/stocks/page/2"),
        ("<link rel='NEXT' href='/stocks/page/2'>", "/stocks/page/2"),
        ("<a rel='nofollow next' href='?page=2'>more</a>", "/stocks/?page=2"),
        ("<div class=pagination><a href='/stocks/p2'>Next ›</a></div>", "/stocks/p2"),
        ("<p><a href='/stocks/page/2/'>Weiter »</a></p>", "/stocks/page/2/"),
        ("<ul class=pager><li><a href='/stocks/older'>次へ</a></ul>", "/stocks/older"),
        ("<nav aria-label='Pagination'><a href='/stocks/x'>التالي</a></nav>", "/stocks/x"),
        ("<div class=pages><a href='index_2.html'>2</a><a href='index_3.html'>3</a></div>", "/stocks/index_2.html"),
        ("<span class=page-nav><a href='?start=20' aria-label='Next page'><svg></svg></a></span>", "/stocks/?start=20"),
        ("<div class=nav-links><a href='/stocks/page/2'>›</a><a href='/stocks/page/9'>»</a></div>", "/stocks/page/2"),
        ("<div class=wrap><a class='page-next' href='?page=2'><svg></svg></a></div>", "/stocks/?page=2"),
        ("<li class=pager-next><a href='?page=2'><i></i></a></li>", "/stocks/?page=2"),
    ],
)
def test_the_next_page_is_found(markup: str, expected: str) -> None:
    assert found(markup) == expected


@pytest.mark.parametrize(
    "label",
    """
    Next | Next page → | Next 20 | Nächste Seite | Suivant » | Página siguiente | Próxima | Avanti | Volgende | Nästa
    Næste | Neste | Seuraava | Järgmine | Nākamā | Kitas | Następna | Další | Ďalšia | Naslednja | Sljedeća | Следећа
    Следваща | Următoarea | Következő | Επόμενη | Sonraki | Növbəti | Следующая | Далее | Наступна | შემდეგი
    Հաջորդը | التالي | صفحه بعدی | بعدی | اگلا صفحہ | לעמוד הבא | הבא | अगला | अगला पृष्ठ | पुढील | পরবর্তী | அடுத்த பக்கம்
    తదుపరి | ಮುಂದಿನ | അടുത്ത പേജ് | ถัดไป | หน้าถัดไป | ຕໍ່ໄປ | បន្ទាប់ | 下一页 | 下一頁 | 次へ | 次の20件 | 다음 | Berikutnya
    Seterusnya | Trang sau | Susunod | Inayofuata | ቀጣይ | Older posts | Ältere Beiträge | Entradas antiguas
    Articoli precedenti | Starsze wpisy | Más antiguas | أقدم | পুরোনো পোস্ট | 以前の記事 | Cũ hơn | Daha eski
    """.replace("\n", "|").split("|"),
)
def test_next_is_understood_in_many_languages(label: str) -> None:
    if not label.strip():
        return
    assert found(f"<ul class=pager><li><a href='/stocks/x'>{label}</a></ul>") == "/stocks/x"
    assert found(f"<p><a href='?after=c9'>{label}</a></p>") == "/stocks/?after=c9"


@pytest.mark.parametrize(
    "digits", ["12", "١٢", "۱۲", "१२", "১২", "๑๒", "１２", "୧୨"], ids=lambda digits: f"U+{ord(digits[0]):04X}"
)
def test_numbers_are_read_in_any_digits(digits: str) -> None:
    markup = f"<div><a href='?page=1'>{digits[0]}</a><a href='?page=2'>{digits[1]}</a></div>"
    assert found(markup) == "/stocks/?page=2"


@pytest.mark.parametrize("text", ["Page 2", "[2]", "第2页", "2ページ", "صفحه ۲", "पृष्ठ २", "หน้า ๒", "Seite 2", "2."])
def test_a_number_may_stand_with_the_word_for_page(text: str) -> None:
    assert found(f"<div><a href='/stocks/2/'>{text}</a></div>") == "/stocks/2/"


def test_a_number_in_the_address_may_be_in_native_digits() -> None:
    markup = "<div><a href='?page=%DB%B1'>۱</a><a href='?page=%DB%B3'>۳</a></div>"
    assert found(markup, LIST + "?page=%DB%B2") == "/stocks/?page=%DB%B3"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<a href='/story/a-cat-is-found'>Next</a>",  # the next article, or a carousel
        "<a href='#'>Next</a><a href='javascript:go(2)'>Next</a>",
        "<a rel=next href='https://other.test/2'>Next</a>",
        "<a rel=next href='http://[bad'>Next</a>",
        "<a rel=next href='{{ next }}'>Next</a>",
        "<p>See chapter <a href='/law/2'>2</a> of the law</p>",
        "<ul class=pager><li><a href='/stocks/page/3'>Newer posts</a></ul>",
        "<a class=carousel-next href='/story/harbour-opens'></a>",
        "<a rel=next href='/2026/12/'>Next month</a>",
        "<table class=calendar><tr><td><a href='/2026/12/'>»</a></table>",
        "<ul class=pager><li><a href='/2026/12/'>Next</a></ul>",
        "<a class=more href='/sport/'>More</a>",
    ],
)
def test_what_only_looks_like_a_pager_is_not_followed(markup: str) -> None:
    assert found(markup) is None
    assert found(markup, "https://times.test/") is None


class TestWhereThePageStands:
    def test_a_page_is_not_its_own_next_one(self) -> None:
        assert found("<link rel=next href='/stocks/'><a rel=next href='/stocks/#top'>Next</a>") is None

    def test_numbers_go_on_from_it(self) -> None:
        markup = "<div class=pager><a href='?p=1'>1</a><b>2</b><a href='?p=3'>3</a><a href='?p=4'>4</a></div>"
        assert found(markup, LIST + "?p=2") == "/stocks/?p=3"

    def test_the_last_page_has_no_next_one(self) -> None:
        markup = "<div class=pager><a href='?p=1'>1</a><a href='?p=2'>2</a><b>3</b></div>"
        assert found(markup, LIST + "?p=3") is None

    @pytest.mark.parametrize(
        ("query", "expected"), [("", "?page=1"), ("?page=1", "?page=2"), ("?page=2", None)], ids=["1st", "2nd", "3rd"]
    )
    def test_pages_may_be_counted_from_zero(self, query: str, expected: str | None) -> None:
        markup = "<ul class=pager>" + "".join(f"<li><a href='?page={n}'>{n + 1}</a>" for n in range(3)) + "</ul>"
        assert found(markup, LIST + query) == (expected and f"/stocks/{expected}")

    @pytest.mark.parametrize(
        ("path", "expected"), [("", "P20"), ("P20", "P40"), ("P40", None)], ids=["1st", "2nd", "3rd"]
    )
    def test_addresses_may_count_entries(self, path: str, expected: str | None) -> None:
        markup = "<p class=pages>" + "".join(f"<a href='/stocks/P{20 * n}'>{n + 1}</a>" for n in range(3)) + "</p>"
        assert found(markup, LIST + path) == (expected and f"/stocks/{expected}")

    def test_offsets_of_a_query_go_on(self) -> None:
        markup = "".join(f"<a href='?start={20 * n}'>{n + 1}</a>" for n in range(5))
        assert found(f"<div>{markup}</div>", LIST + "?start=40") == "/stocks/?start=60"

    def test_a_next_link_back_to_page_one_is_a_mistake(self) -> None:
        assert found("<link rel=next href='/stocks/'>", LIST + "page/2/") is None
        assert found("<link rel=next href='/stocks/page/1/'>", LIST + "page/2/") is None
        assert found("<link rel=next href='/stocks/page/1/'>") is None

    def test_lists_whose_newest_page_has_the_highest_number_fall(self) -> None:
        pager = "<div class=pages><a href='index_8.html'>上一页</a><a href='index_6.html'>下一页</a></div>"
        assert found(pager, LIST + "index_7.html") == "/stocks/index_6.html"

    def test_an_arrow_back_is_not_followed(self) -> None:
        markup = "<div class=pager><a href='?page=2'>«</a><a href='?page=4'>»</a></div>"
        assert found(markup, LIST + "?page=3") == "/stocks/?page=4"

    def test_right_to_left_the_arrow_points_left(self) -> None:
        markup = "<div dir=rtl class=pager><a href='?page=2'>›</a><a href='?page=4'>‹</a></div>"
        assert found(markup, LIST + "?page=3") == "/stocks/?page=4"

    def test_cursors_go_on_and_never_stay(self) -> None:
        assert found("<a href='?cursor=b'>Next</a>", LIST + "?cursor=a") == "/stocks/?cursor=b"
        assert found("<a href='?cursor=a'>Next</a>", LIST + "?cursor=a") is None

    def test_older_posts_may_lead_to_the_month_before(self) -> None:
        markup = "<div><a href='/2026/12/'>Newer posts</a> <a href='/2026/10/'>Older posts</a></div>"
        assert found(markup, "https://times.test/2026/11/") == "/2026/10/"
        assert found("<a href='/2026/12/'>Older posts</a>", "https://times.test/2026/11/") is None

    def test_other_parameters_of_the_list_stay(self) -> None:
        markup = "<a href='?q=ferry&page=2'>2</a><a href='?q=bridge&page=2'>2</a>"
        assert found(f"<div>{markup}</div>", LIST + "?q=bridge") == "/stocks/?q=bridge&page=2"

    @pytest.mark.parametrize("path", ["/topic/12", "/topic/12/", "/rubrik-7.html", "/2026/11/05/"])
    def test_a_number_may_be_the_lists_own(self, path: str) -> None:
        markup = "<div class=pager><b>1</b><a href='?page=2'>2</a></div><a href='/topic/13'>13</a>"
        assert found(markup, f"https://times.test{path}") == f"{path}?page=2"

    def test_a_year_and_a_day_are_no_page_numbers(self) -> None:
        markup = "<div><a href='/2026/11/6/'>6</a><a href='/2027/'>2027</a></div>"
        assert found(markup, "https://times.test/2026/11/5/") is None
        assert found(markup, "https://times.test/2026/") is None


class TestArticles:
    CLAIM = "<meta property=og:type content=article>"

    def test_the_next_article_is_no_next_page(self) -> None:
        markup = (
            self.CLAIM + "<link rel=next href='/2026/11/06/ferry-sails'><a rel=next href='/2026/11/07/sun'>Next</a>"
        )
        assert found(markup, "https://times.test/2026/11/05/rain-ends") is None

    def test_the_next_part_is_one(self) -> None:
        markup = self.CLAIM + "<link rel=next href='/2026/11/05/rain-ends/2'>"
        assert found(markup, "https://times.test/2026/11/05/rain-ends") == "/2026/11/05/rain-ends/2"


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

    def test_options_that_count_from_zero(self) -> None:
        options = "".join(f"<option value='?page={n}'>Page {n + 1}" for n in range(4))
        links = "<a href='?page=0'>1</a><a href='?page=1'>2</a>"
        assert found(f"<select>{options}</select>{links}") == "/stocks/?page=1"

    def test_a_choice_of_sections_is_no_pager(self) -> None:
        markup = (
            "<select><option value='/stocks/'>Stocks<option value='/sport/'>Sport<option value='/art/'>Art</select>"
        )
        assert found(markup) is None

    def test_a_choice_that_holds_no_addresses_is_no_pager(self) -> None:
        assert found("<select><option value=1>1<option value=2>2</select>") is None


class TestLoadMore:
    @pytest.mark.parametrize(
        "markup",
        [
            "<a class=load-more href='?page=2'>Load more</a>",
            "<a class='btn loadMore' href='?page=2'>Go on</a>",
            "<a href='?page=2'>Mehr laden</a>",
            "<a href='?page=2'>加载更多</a>",
            "<button class=load-more data-url='/stocks/?page=2'>Load more</button>",
            "<button data-href='/stocks/?page=2'>Show more</button>",
            "<button data-href='/stocks/?page=2'>もっと見る</button>",
            "<div data-next-url='/stocks/?page=2'></div>",
            "<div data-next='/stocks/?page=2'></div>",
            "<div data-load-more-url='?page=2'></div>",
            "<div class=infinite-scroll data-url='?page=2'></div>",
            "<button hx-get='/stocks/?page=2' hx-trigger=revealed></button>",
            "<div hx-get='/stocks/?page=2' hx-trigger=revealed></div>",
            "<span class=more-button data-ajax-url='https://times.test/stocks/?page=2'>More</span>",
            "<form action='/stocks/'><input type=hidden name=page value=2><button>More</button></form>",
            "<form method=GET><button name=page value=2>Next</button></form>",
            "<form method=get action='/stocks/'><input type=hidden name=page value=2><input type=submit></form>",
        ],
    )
    def test_an_address_that_is_plain_in_the_markup_is_found(self, markup: str) -> None:
        assert found(markup) == "/stocks/?page=2"

    @pytest.mark.parametrize(
        "markup",
        [
            "<button class=share data-url='/stocks/rain-ends'>Share</button>",
            "<button class=load-more data-url='/stocks/?page={page}'>Load more</button>",
            "<button class=load-more data-url='/stocks/?page=__PAGE__'>Load more</button>",
            "<button class=load-more data-url='2'>Load more</button>",
            "<button class=load-more data-url='https://other.test/stocks/?page=2'>Load more</button>",
            "<button class='load-prev prev' data-url='/stocks/?page=2'>Load more</button>",
            "<div hx-get='/weather/' hx-trigger=load></div>",
            "<form action='/search'><input name=q><input type=hidden name=page value=2></form>",
            "<form method=post action='/stocks/'><input type=hidden name=page value=2></form>",
            "<form action='/stocks/'><input type=hidden name=page value=1><button>Search</button></form>",
            "<form action='/sport/'><input type=hidden name=page value=2><button>More</button></form>",
        ],
    )
    def test_other_addresses_in_attributes_are_left_alone(self, markup: str) -> None:
        assert found(markup) is None

    def test_the_button_of_page_two_leads_to_page_three(self) -> None:
        markup = "<div data-next-url='/stocks/?page={}'></div>"
        assert found(markup.format(3), LIST + "?page=2") == "/stocks/?page=3"
        assert found(markup.format(2), LIST + "?page=2") is None
        assert found(markup.format(1), LIST + "?page=2") is None


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("a/page/3", 3),
        ("a/page/3/", 3),
        ("a?page=2", 2),
        ("a?x=1&paged=4", 4),
        ("index_4.html", 4),
        ("list-7.php", 7),
        ("a/p5", 5),
        ("a/seite-6", 6),
        ("a/rain-ends,2", 2),
        ("a/2", 2),
        ("a?page=%D9%A3", 3),
        ("a?page=0", 0),
        ("", None),
        ("a/", None),
        ("2026/11/05/", None),
        ("2026/11/", None),
        ("2026/", None),
        ("a/12345", None),
        ("a?page=abc", None),
        ("a?page=123456", None),
        ("a?mypage=2", None),
    ],
)
def test_page_numbers_of_addresses(path: str, number: int | None) -> None:
    assert page_number(f"https://times.test/{path}") == number


MARKS = st.sampled_from(
    ["<a rel=next href='", "<select><option value='", "'>", "</a>", "Next", "2", "?page=", "/", "<form>", "data-next='"]
)


@given(st.lists(st.one_of(MARKS, st.text(max_size=8)), max_size=12).map("".join))
def test_no_page_raises_and_what_is_found_is_another_page_of_the_site(markup: str) -> None:
    address = next_page(Page(markup, LIST))
    assert address is None or (address.startswith("https://times.test/") and address != LIST)


@given(st.text(max_size=60))
def test_no_address_raises(url: str) -> None:
    page_number(url)
    next_page(Page("<a rel=next href='?page=2'>2</a>", url))


def test_many_links_take_little_time() -> None:
    links = "".join(f"<a href='?page={n}&x={n}'>{n}</a><a href='/stocks/{n}'>Next</a>" for n in range(2500))
    page = Page(f"<div class=pager>{links}</div>", LIST)
    assert len(page.anchors) == 5000
    begun = time.perf_counter()
    next_page(page)
    assert time.perf_counter() - begun < 5

"""Links are told apart by their shape, their words and their place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.body import article_text
from newscrawl.extraction.link_hosts import are_of_one_site
from newscrawl.extraction.link_model import LinkModel
from newscrawl.extraction.link_places import find_spots
from newscrawl.extraction.links import classify_links, explain_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind
from newscrawl.extraction.paging import next_page
from newscrawl.extraction.site_memory import SiteMemory
from newscrawl.extraction.urls import canonical_url, site_key

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
    assert all(0 <= link.score <= 1 and abs(sum(link.chances) - 1) < 1e-6 for link in links)
    assert all(link.score == round(max(link.chances), 3) for link in links)


@pytest.mark.parametrize(
    "href",
    [
        "/media-kit.pdf",
        "/2026/11/05/harbour.JPG",
        "/audio/tide.mp3?x=1",
        "/rss/news.xml",
        "/login?return=/2026/11/05/ferry-returns-to-arvale",
        "/account/signin?redirect_uri=https%3A%2F%2Ftimes.test%2Fa",
        "/2026/11/05/ferry-returns-to-arvale?share=facebook",
        "/2026/11/05/ferry-returns-to-arvale?replytocom=77",
        "/comment/reply/4411",
        "/sharer?u=/2026/11/05/ferry-returns-to-arvale",
        "https://other.test/2026/11/05/ferry-returns-to-arvale",
    ],
)
def test_what_is_never_read_is_surely_other(href: str) -> None:
    (link,) = classify_links(f"<h3><a href='{href}'>Ferry returns to Arvale after a year of repairs</a></h3>", FRONT)
    assert (link.kind, link.score >= 0.9, link.chances.other >= 0.9) == ("other", True, True)


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("/kategori/politikk", "Politikk"),
        ("/tag/harbour/", "harbour"),
        ("/author/ada-merrow/", "Ada Merrow"),
        ("/siyaset", "Siyaset"),
        ("/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9", "سياسة"),
        ("/rajniti", "राजनीति"),
        ("/seiji/", "政治"),
        ("/guonei/", "国内"),
        ("/politika/", "Политика"),
        ("/oikonomia/", "Οικονομία"),
        ("/the-thao", "Thể thao"),
        ("/michezo", "Michezo"),
        ("/sport", "ספורט"),
        ("/khela", "খেলা"),
    ],
)
def test_sections_are_known_in_many_languages(href: str, text: str) -> None:
    assert set(kinds(f"<nav><ul><li><a href='{href}'>{text}</a></ul></nav>").values()) == {"index"}


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("/impressum", "Impressum"),
        ("/mentions-legales", "Mentions légales"),
        ("/kunye", "Künye"),
        ("/about", "من نحن"),
        ("/privacy", "隐私政策"),
        ("/inquiry", "お問い合わせ"),
        ("/kontakty", "Контакты"),
        ("/oroi-chrisis", "Όροι χρήσης"),
        ("/contact-us", "संपर्क करें"),
        ("/yhteystiedot/mainosta", "Mainosta"),
    ],
)
def test_services_are_known_in_many_languages(href: str, text: str) -> None:
    assert set(kinds(f"<footer><ul><li><a href='{href}'>{text}</a></ul></footer>").values()) == {"other"}


class TestSeesThrough:
    @pytest.mark.parametrize(
        "inside",
        [
            "<style>.x{color:red}</style>Ferry returns",
            "<script>track({'a': 1})</script>Ferry returns",
            '<script type=\'application/ld+json\'>{"headline": "x"}</script><span>Ferry</span> returns',
            "<noscript><img src=x alt=y></noscript><b>Ferry</b>\n returns",
            "<template>x</template><svg><title>icon</title></svg>Ferry <!-- x --> returns",
        ],
    )
    def test_what_is_no_text(self, inside: str) -> None:
        (link,) = classify_links(f"<p><a href='/a-1'>{inside}</a>", FRONT)
        assert link.text == "Ferry returns"

    def test_pictures_and_titles_that_stand_for_the_text(self) -> None:
        markup = (
            "<a href=/a><img alt=' Ada  M. '></a><a href=/b title='Ferry'></a><a href=/c aria-label=Rain><i></i></a>"
        )
        assert [link.text for link in classify_links(markup, FRONT)] == ["Ada M.", "Ferry", "Rain"]

    def test_addresses_that_lead_nowhere(self) -> None:
        hrefs = (
            "[HOSTNAME]/a", "https://[HOSTNAME]/a", "{{ post.url }}", "/a/{{ id }}", "<%= url %>", "${url}",
            "http:///a",
            "http://[bad", "javascript:void(0)", " JavaScript:x", "tel:1", "mailto:a@b.test", "data:text/html,x",
            "#top", "",
        )  # fmt: skip
        markup = "".join(f"<a href='{href}'>Ferry returns</a>" for href in hrefs)
        assert [link.url for link in classify_links(markup, FRONT)] == []

    def test_addresses_without_scheme_or_host(self) -> None:
        hrefs = ("//www.times.test/a", "//sport.times.test/b", "?p=7", "../d")
        markup = "".join(f"<a href='{href}'>Ferry returns</a>" for href in hrefs)
        links = classify_links(markup, "https://times.test/news/")
        assert [link.url for link in links] == [
            "https://www.times.test/a", "https://sport.times.test/b", "https://times.test/news/?p=7", "https://times.test/d",
        ]  # fmt: skip


def test_the_cheap_look_finds_what_the_whole_walk_finds() -> None:
    page = Page(
        """<base href='/x/'><header><a href=/a>A</a><a>no</a></header><table><tr><td><a href=b><h3>B</h3>
        <p>b</p></a></table>
        <noscript><a href=/n>n</a></noscript><button><a href=/o>o</a></button><template><a href=/t>t</a></template>
        <map><area href=/c alt=C></map><a href=/d><table><tr><td><a href=/inner>i</a></table>d</a><li>
        <a href=tel:1>t</a><a href='/e' title='E'><img alt=''></a><h2><span><a href=/f>F <b>f</b></a></span></h2><a href='http://[bad'>z</a>""",
        FRONT,
    )
    root = page.tree.root
    assert root is not None
    cheap = [(spot.url, spot.text, spot.has_image) for spot in find_spots(root, page.base_url)]
    assert cheap == [(anchor.url, anchor.text, anchor.has_image) for anchor in page.anchors]


def test_a_page_that_was_read_gives_the_same_links() -> None:
    markup = "".join(
        f"<h3><a href='/2026/11/05/{n}-ferry-returns-to-arvale'>{t}</a></h3>" for n, t in enumerate(HEADLINES)
    )
    read = Page(markup, FRONT)
    assert read.blocks
    assert classify_links(read) == classify_links(markup, FRONT)


@pytest.mark.parametrize(
    ("around", "role"),
    [
        ("<p>The council had {} to keep the ferry running.</p>", "body"),
        ("<div class=related-stories><ul><li>{}</ul></div>", "related"),
        ("<ol class='most-read ranking'><li>{}</ol>", "ranking"),
        ("<div class=outbrain>{}</div>", "recommended"),
        ("<div class=pager>Previous: {}</div>", None),
        ("<div>{}</div>", None),
    ],
)
def test_the_place_gives_a_role(around: str, role: str | None) -> None:
    anchor = "<a href='/2026/11/01/x-y-z-a'>Ferry returns to Arvale</a>"
    (link,) = classify_links(around.format(anchor), "https://times.test/2026/11/05/a-b-c-d")
    assert link.role == role


def test_a_pager_says_what_comes_before_and_after() -> None:
    markup = "<div class=pager><a href='/a'>Previous article</a><a href='/b'>Weiter</a><a href='/c'>Arvale</a></div>"
    assert [link.role for link in classify_links(markup, FRONT)] == ["previous", "next", None]


class TestExplained:
    def test_each_link_comes_with_its_strongest_signs(self) -> None:
        markup = (
            "<nav><a href='/politics/'>Politics</a></nav><h3><a href='/2026/11/05/ferry-is-back'>Ferry is back</a></h3>"
        )
        section, story = explain_links(markup, FRONT, strongest=4)
        assert [explained.link for explained in (section, story)] == classify_links(markup, FRONT)
        assert len(section.reasons) == len(story.reasons) == 4
        assert [abs(value) for _, value in story.reasons] == sorted((abs(v) for _, v in story.reasons), reverse=True)

    def test_what_is_never_read_says_so(self) -> None:
        reasons = [one.reasons[0][0] for one in explain_links("<a href=/a.pdf>a</a><a href=//b.test/>b</a>", FRONT)]
        assert reasons == ["no page to read", "on another site"]

    def test_memory_is_named_as_a_reason(self) -> None:
        memory = SiteMemory()
        for number in range(20):
            memory.record(f"https://times.test/x/{number}a9b8c7", "article")
        (one,) = explain_links("<a href='/x/77a9b8c7'>More</a>", FRONT, memory, strongest=40)
        assert one.link.kind == "article"
        assert "what such addresses were" in dict(one.reasons)


class TestHosts:
    @pytest.mark.parametrize(
        ("host", "other"),
        [
            ("times.test", "times.test"), ("a.times.test", "b.times.test"), ("times.co.uk", "post.co.uk"),
            ("sport.times.co.uk", "times.co.uk"), ("a.github.io", "b.github.io"), ("github.io", "github.io"),
            ("127.0.0.1:8000", "127.0.0.1:8000"), ("127.0.0.1:8000", "127.0.0.1:9000"), ("10.0.0.1", "11.0.0.1"),
            ("times.test:8080", "times.test"), ("localhost:1", "localhost:2"), ("a.localhost", "b.localhost"),
            ("x.kawasaki.jp", "y.kawasaki.jp"), ("a.x.kawasaki.jp", "b.x.kawasaki.jp"),
            ("city.kawasaki.jp", "a.city.kawasaki.jp"),
            ("a.b.ck", "c.b.ck"), ("www.ck", "a.www.ck"), ("single", "single"), ("test", "times.test"),
        ],
    )  # fmt: skip
    def test_hosts_are_of_one_site_if_their_keys_are_equal(self, host: str, other: str) -> None:
        equal = site_key(f"https://{host}/") == site_key(f"https://{other}/")
        assert are_of_one_site(host, other) == are_of_one_site(other, host) == equal


@given(st.text(alphabet="<>/ahrefdivlspn \"'=?&%.:#-123{}[]\ud800\x00é語", max_size=300))
def test_any_text_can_be_classified(markup: str) -> None:
    links = classify_links(f"<a href='/x'>{markup}</a>{markup}", FRONT)
    assert len({canonical_url(link.url) for link in links}) == len(links)


def test_weights_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="no link weights"):
        LinkModel.from_json({"weights": {"a": [1, 2]}})
    model = LinkModel({"a": (1.0, -0.5, 0.25)})
    assert LinkModel.from_json(model.to_json(pages=1)).weights == model.weights


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


@pytest.mark.parametrize(
    "markup",
    [
        "".join(
            f"<li><h3><a href='/2026/11/05/rain-{n}-ends-after-nine-days'>Rain {n} ends</a></h3>" for n in range(2000)
        ),
        "".join(f"<a href='/{'a/' * 1500}{n}'>x</a>" for n in range(2000)),
        "".join(f"<a href='/{'abcdef' * 48}{n}'>x</a>" for n in range(2000)),
        "".join(f"<a href='/?{'&'.join(f'a{k}=b' for k in range(300))}={n}'>x</a>" for n in range(2000)),
        "".join(f"<a href='/{'%D8%A7' * 600}{n}'>{'word ' * 80}</a>" for n in range(1500)),
        "".join(f"<a href=/a{n}>{'<b>x</b>' * 280}</a>" for n in range(300)),
        "<div class='a b'>" * 500 + "".join(f"<a href=/a{n}>x</a>" for n in range(2000)),
        "".join(
            f"<div class='{' '.join(f'x{n}y{k}' for k in range(60))}'><a href=/a{n}>x</a></div>" for n in range(1500)
        ),
    ],
    ids=["plain", "slashes", "hex", "queries", "quoted", "inner", "deep", "classes"],
)
def test_no_page_full_of_links_takes_long(markup: str) -> None:
    page = Page(markup, FRONT)
    begun = time.process_time()
    classify_links(page)
    assert time.process_time() - begun < 1  # 150 ms and less on an idle machine

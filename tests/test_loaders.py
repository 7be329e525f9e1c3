"""The first good evidence fills a field and is named; no page can raise."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import Article, extract_article
from newscrawl.extraction.block_memory import BlockMemory, text_prints
from newscrawl.extraction.page import Page
from newscrawl.extraction.text_facts import count_words, text_sha256
from newscrawl.items import EXTRACTED_FIELDS, FLAGS
from newscrawl.loaders import ArticleLoader, SiteRules, check_selectors

URL = "https://times.test/news/ferry"
TEXT = "The island ferry will sail again on Monday, nine weeks after a storm tore away the pier of the harbour."


def page(*head: str, body: str = "", headline: str = "Ferry returns to Arvale", **thing: Any) -> str:
    script = json.dumps({"@type": "NewsArticle", **thing}) if thing else ""
    ld = f"<script type='application/ld+json'>{script}</script>" if script else ""
    return f"{''.join(head)}{ld}<article><h1>{headline}</h1>{body}<p>{TEXT}</p></article>"


class TestOrder:
    def test_the_first_good_value_wins_and_is_named(self) -> None:
        meta = "<meta property=og:description content='From the meta element'>"
        article = extract_article(page(meta, description="From the structured data"), URL)
        assert (article.description, article.provenance.fields.description) == ("From the structured data", "json_ld")
        article = extract_article(page(meta, description="  "), URL)
        assert (article.description, article.provenance.fields.description) == ("From the meta element", "meta")

    def test_a_bad_date_gives_way_to_a_good_one(self) -> None:
        meta = "<meta property='article:published_time' content='2026-02-27T10:00:00Z'>"
        article = extract_article(page(meta, datePublished="2026-02-30"), URL)
        assert (article.date_published, article.provenance.fields.date_published) == (
            "2026-02-27T10:00:00+00:00",
            "meta",
        )

    def test_a_bare_day_is_completed_by_a_clock_time_of_the_same_day(self) -> None:
        line = "<p>27 February 2026, 10:15</p>"
        assert extract_article(page(body=line, datePublished="2026-02-27"), URL).date_published == "2026-02-27T10:15:00"
        assert extract_article(page(body=line, datePublished="2026-02-26"), URL).date_published == "2026-02-26"

    def test_selectors_of_the_site_come_first_and_one_that_finds_nothing_costs_nothing(self) -> None:
        fields = {"headline": ["h9.none", "h1::text"], "authors": "b.no-such"}
        article = extract_article(
            page(headline="Printed", headline2="x", author={"name": "Ada Moor"}), URL, fields=fields
        )
        assert (article.headline, article.provenance.fields.headline) == ("Printed", "site")
        assert (article.authors, article.provenance.fields.authors) == (["Ada Moor"], "json_ld")

    def test_a_spider_serves_as_rules(self) -> None:
        spider = SimpleNamespace(name="times", timezone="Europe/Berlin", fields={"date_published": "i"})
        article = extract_article(page(body="<i>2026-07-01 12:00</i>"), URL, site=spider)
        assert (article.date_published, article.date_timezone) == ("2026-07-01T12:00:00+02:00", "assumed")

    def test_a_field_that_nothing_gives_has_no_strategy(self) -> None:
        fields = extract_article("", URL).provenance.fields
        assert {name: getattr(fields, name) for name in EXTRACTED_FIELDS} == dict.fromkeys(EXTRACTED_FIELDS)


class TestHeadline:
    @pytest.mark.parametrize(
        ("title", "headline"),
        [
            ("US-led talks end in Arvale | Harbour Times", "US-led talks end in Arvale"),
            ("US-led talks end in Arvale -Harbour Times", "US-led talks end in Arvale"),
            ("US-led talks end in Arvale - Harbour Times", "US-led talks end in Arvale"),
            ("Harbour Times: US-led talks end in Arvale", "US-led talks end in Arvale"),
            ("US-led talks end - a report", "US-led talks end - a report"),
            ("Talks with Harbour Times", "Talks with Harbour Times"),
        ],
    )
    def test_only_the_sites_own_name_is_taken_off(self, title: str, headline: str) -> None:
        logo = "<div class=logo><a href='/'>Harbour Times</a></div>"
        assert extract_article(f"<title>{title}</title>{logo}<p>{TEXT}</p>", URL).headline == headline

    def test_the_domain_says_the_name_too(self) -> None:
        article = extract_article(f"<title>Rain ends – The Herald</title><p>{TEXT}", "https://www.theherald.test/a")
        assert (article.headline, article.site_name) == ("Rain ends", "The Herald")

    def test_the_printed_headline_goes_before_a_longer_title(self) -> None:
        meta = "<meta property=og:title content='Ferry returns to Arvale | News | 27.04.2026'>"
        article = extract_article(page(meta), URL)
        assert (article.headline, article.provenance.fields.headline) == ("Ferry returns to Arvale", "dom")

    def test_a_site_is_no_headline(self) -> None:
        meta = "<meta property=og:site_name content='Harbour Times'><meta property=og:title content='Harbour Times'>"
        assert extract_article(page(meta), URL).headline == "Ferry returns to Arvale"


class TestAuthors:
    def test_a_byline_that_names_more_than_the_structured_data_wins(self) -> None:
        line = "<p class=byline>By Ada Moor and Ben Tide</p>"
        article = extract_article(page(body=line, author={"name": "Ada Moor"}), URL)
        assert (article.authors, article.provenance.fields.authors) == (["Ada Moor", "Ben Tide"], "dom")

    def test_a_byline_of_others_does_not(self) -> None:
        line = "<p class=byline>By Edda Finn and Ben Tide</p>"
        assert extract_article(page(body=line, author={"name": "Ada Moor"}), URL).authors == ["Ada Moor"]

    def test_the_site_is_the_author_where_it_says_so_and_names_nobody_else(self) -> None:
        publisher = {"name": "Harbour Times"}
        assert extract_article(page(author=publisher, publisher=publisher), URL).authors == ["Harbour Times"]
        line = "<p class=byline>By Ada Moor</p>"
        assert extract_article(page(body=line, author=publisher, publisher=publisher), URL).authors == ["Ada Moor"]

    def test_an_account_gives_way_to_a_name(self) -> None:
        line = "<p class=byline>By Ada Moor</p>"
        assert extract_article(page(body=line, author={"name": "amoor2"}), URL).authors == ["Ada Moor"]
        assert extract_article(page(author={"name": "amoor2"}), URL).authors == ["amoor2"]

    def test_who_comments_is_no_author(self) -> None:
        comment = "<div itemscope itemtype='https://schema.org/Comment'><b itemprop=author>Ben Tide</b></div>"
        body = f"<div itemscope itemtype='https://schema.org/Article'><b itemprop=author>Ada Moor</b>{comment}</div>"
        assert extract_article(page(body=body), URL).authors == ["Ada Moor"]

    def test_catalogues_put_the_last_name_first(self) -> None:
        meta = "<meta name=citation_author content='Moor, Ada'><meta name=citation_author content='Tide, Ben'>"
        assert extract_article(page(meta), URL).authors == ["Ada Moor", "Ben Tide"]


class TestImages:
    FIGURE = "<figure><img src='/i/{}' width=600><figcaption>{}</figcaption></figure>"

    def test_a_stated_picture_gets_the_caption_printed_under_it(self) -> None:
        body = self.FIGURE.format("large/ferry-pier.jpg", "The pier at noon. Photo: Ben Tide") + f"<p>{TEXT}</p>"
        article = extract_article(page(body=body, image="https://times.test/i/small/ferry-pier.jpg"), URL)
        assert [(image.url, image.caption, image.credit) for image in article.images] == [
            ("https://times.test/i/small/ferry-pier.jpg", "The pier at noon.", "Ben Tide")
        ]
        assert article.provenance.fields.images == "json_ld"

    def test_a_printed_picture_is_added_where_it_has_a_caption(self) -> None:
        figures = self.FIGURE.format("harbour-view.jpg", "The harbour.") + self.FIGURE.format(
            "logo-of-the-port.svg", ""
        )
        stated = ["https://times.test/i/1x1/ferry-pier.jpg", "https://times.test/i/16x9/ferry-pier.jpg"]
        article = extract_article(page(body=f"{figures}<p>{TEXT}</p>", image=stated), URL)
        assert [image.url for image in article.images] == [stated[0], "https://times.test/i/harbour-view.jpg"]

    def test_short_file_names_tell_no_pictures_apart(self) -> None:
        stated = ["https://times.test/i/1/image.jpg", "https://times.test/i/2/image.jpg"]
        assert [image.url for image in extract_article(page(image=stated), URL).images] == stated


class TestSection:
    def test_the_story_itself_and_labels_are_no_sections(self) -> None:
        names = ["Breadcrumb Trail Links", "Home", "Ports", "Ferry: when does it sail?"]
        path = {"@type": "BreadcrumbList", "itemListElement": [{"position": i, "name": n} for i, n in enumerate(names)]}
        ld = f"<script type='application/ld+json'>{json.dumps(path)}</script>"
        article = extract_article(page(ld, headline2="x", alternativeHeadline="y", name=names[-1]), URL)
        assert (article.breadcrumbs, article.section) == (["Home", "Ports"], "Ports")


class TestByline:
    def test_a_sentence_is_none(self) -> None:
        line = "<p>By clicking here you accept our terms of use.</p>"
        assert extract_article(page(body=line), URL).byline is None


class TestPrice:
    def test_a_part_that_costs_makes_no_free_article(self) -> None:
        part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}
        article = extract_article(page(hasPart=[{"@type": "WebPageElement"}, part]), URL)
        assert (article.is_accessible_for_free, article.provenance.fields.is_accessible_for_free) == (False, "json_ld")
        assert extract_article(page(hasPart=part, isAccessibleForFree=True), URL).is_accessible_for_free is True
        assert extract_article(page(hasPart={"isAccessibleForFree": True}), URL).is_accessible_for_free is None

    def test_a_metered_article_is_not_free(self) -> None:
        meta = "<meta property='article:content_tier' content={}>"
        assert extract_article(page(meta.format("metered")), URL).is_accessible_for_free is False
        assert extract_article(page(meta.format("free")), URL).is_accessible_for_free is True


class TestItem:
    def test_what_the_store_knows_is_left_to_it(self) -> None:
        article = extract_article(page(), URL + "?utm_source=x")
        assert (article.url, article.canonical_url, article.site) == (URL + "?utm_source=x", URL, "times.test")
        assert (article.seq, article.id, article.version, article.reading, article.ref) == (None,) * 5
        assert (article.story.id, article.provenance.fetched_at, article.provenance.run) == (None, None, None)
        assert article.provenance.newscrawl_version

    def test_flags_keep_their_order(self) -> None:
        article = extract_article(f"<meta charset=iso-8859-1>{page(body='é', isAccessibleForFree=False)}".encode(), URL)
        assert article.flags == ["no_author", "paywalled", "short_text", "repaired_charset"]
        assert [flag for flag in FLAGS if flag in article.flags] == article.flags

    def test_a_cut_page_is_flagged(self) -> None:
        assert "truncated" in extract_article(page() + "<div>" * 100_000, URL).flags

    def test_rights_on_the_page_are_stated_or_absent(self) -> None:
        rights = extract_article(
            page("<meta name=robots content='noai, noindex'>", license="https://l.test/by"), URL
        ).rights
        assert (rights.meta_robots.status, rights.meta_robots.value) == ("stated", "noai, noindex")
        assert (rights.license.status, rights.license.value) == ("stated", "https://l.test/by")
        assert (rights.copyright.status, rights.robots.status) == ("absent", "not_checked")

    def test_a_link_of_the_text_that_leads_home_or_nowhere_is_no_story(self) -> None:
        body = (
            "<p>The harbour office had told the council of it two weeks ago, and was not heard: see "
            "<a href='/'>the front page</a>, <a href='#x'>above</a> or <a href='/a/1'>the first report</a>.</p>"
        )
        links = extract_article(page(body=body + f"<p>{TEXT}</p>"), URL).links
        assert [(link.role, link.url, link.text) for link in links] == [
            ("body", "https://times.test/a/1", "the first report")
        ]

    def test_equal_texts_have_equal_hashes_however_they_are_stored(self) -> None:
        assert text_sha256("Größe\n\n des  Hafens") == text_sha256("Gro\u0308ße des Hafens")

    @pytest.mark.parametrize(
        ("text", "words"), [("It’s 3.30 p.m. – in U.S. ports", 6), ("雨がやんだ。Rain", 6), ("", 0)]
    )
    def test_words_are_counted_and_characters_where_there_are_none(self, text: str, words: int) -> None:
        assert count_words(text) == words


class TestBadRules:
    @pytest.mark.parametrize("selector", ["h1[", "h1::first-line::text", "//h1", "", "h1 >", ":has(", None, 7])
    def test_a_selector_that_does_not_parse_is_named(self, selector: Any) -> None:
        with pytest.raises(
            ValueError, match=r"^fields\['headline'\]: .* is no CSS selector; write one such as 'h1.title'"
        ) as error:
            check_selectors({"headline": ["h1", selector]})
        assert "\n" not in str(error.value)

    def test_a_field_that_does_not_exist_is_named(self) -> None:
        with pytest.raises(ValueError, match="fields: 'headlin' cannot be selected; choose from headline, "):
            check_selectors({"headlin": "h1"})

    def test_good_selectors_pass(self) -> None:
        check_selectors({"headline": "h1.title", "date_published": ["time::attr(datetime)", "p > b::text"]})

    def test_a_wrong_time_zone_is_named(self) -> None:
        with pytest.raises(ValueError, match="timezone: 'Mars/Base'"):
            extract_article("", URL, site={"timezone": "Mars/Base"})


class TestAnything:
    @given(st.binary(max_size=300))
    def test_any_bytes_give_an_article(self, body: bytes) -> None:
        assert isinstance(extract_article(body, URL), Article)

    @given(st.text(max_size=60))
    def test_any_address_gives_an_article(self, url: str) -> None:
        assert extract_article(page(), url).url == url

    THINGS = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["name", "@id", "@type", "url"]), inner, max_size=3)
        ),
        max_leaves=6,
    )
    NAMES = st.sampled_from(
        ["headline", "name", "author", "publisher", "image", "datePublished", "keywords", "articleSection",
         "articleBody", "inLanguage", "isAccessibleForFree", "liveBlogUpdate", "mainEntityOfPage", "itemListElement",
         "license", "@id", "@graph"]
    )  # fmt: skip

    @given(
        st.dictionaries(NAMES, THINGS, max_size=6),
        st.sampled_from(["NewsArticle", "LiveBlogPosting", "BreadcrumbList", "WebSite"]),
    )
    def test_any_structured_data_gives_an_article(self, thing: dict[str, Any], kind: str) -> None:
        script = json.dumps({**thing, "@type": kind}).replace("<", "\\u003c")
        markup = f"<script type='application/ld+json'>{script}</script><h1>Ferry</h1><p>{TEXT}</p>"
        assert extract_article(markup, URL).text == TEXT or thing.get("articleBody")

    @given(st.lists(st.sampled_from(
        ["<p>", "</p>", "<div class=related>", "</div>", "<h1>", "<h2>Related</h2>", "<a href=/a>", "</a>", TEXT,
         "By Ada Moor ", "<time datetime=2026-01-01>", "<figure><img src=/a.jpg>", "<figcaption>Photo: x", "<br>",
         "<ul><li>", "</ul>", "View(0)", "<div class=liveblog>", "<span itemprop=author>", "2026-01-01 ", "<table><td>",
         "<nav class=breadcrumb>", " &gt; "]
    ), max_size=25))  # fmt: skip
    def test_any_markup_gives_an_article(self, parts: list[str]) -> None:
        assert isinstance(extract_article("".join(parts), URL), Article)


def test_a_loader_is_made_from_a_page_and_rules() -> None:
    loader = ArticleLoader(Page(page(), URL), SiteRules({"headline": "h1"}, "Asia/Tokyo", "times"))
    assert loader.load_item().provenance.fields.headline == "site"


@pytest.mark.parametrize("url", ["http://[bad", "", "foo", "http://", "::", "http://a b/", "\x00"])
def test_an_address_that_is_none_does_not_raise(url):
    assert extract_article("<h1>Ferry returns</h1><a href='/a'>x</a>", url).headline == "Ferry returns"


@pytest.mark.parametrize("home", ["/", "/index.html", "/index.php", "/en/", "/default.aspx"])
def test_breadcrumbs_begin_at_a_home_of_any_address(home):
    crumbs = f'<p>Current:<a href="{home}">Home</a>&nbsp;>&nbsp;<a href="/harbour/">Harbour</a></p>'
    text = (
        "<p>The ferry is back at its old pier after a year of repairs, and the school children were the first to board."
    )
    html = f"{crumbs}<h1>Ferry returns</h1>{text}"
    assert extract_article(html, "https://times.test/harbour/1.html").breadcrumbs == ["Home", "Harbour"]


def test_what_other_articles_of_the_site_print_is_left_out_of_the_text_and_of_what_is_counted():
    box = "Write to the desk that wrote this, or call the harbour office."
    memory = BlockMemory()
    for story in ("mill", "bridge"):
        told = f"The {story} and more of the {story}, and of those who were there at noon."
        memory.learn(f"https://times.test/{story}", text_prints(f"{told}\n\n{told} Again.\n\n{box}"))
    more = [f"Ship {number} of the line went out again before noon, with the mail." for number in range(3)]
    body = "".join(f"<p>{text}</p>" for text in [*more, box])
    without, known = (
        extract_article(page(body=body), URL, block_memory=memory_or_none) for memory_or_none in (None, memory)
    )
    assert box in (without.text or "")
    assert (known.text or "").split("\n\n") == [part for part in (without.text or "").split("\n\n") if part != box]
    assert known.text_sha256 == text_sha256(known.text or "")
    assert (without.word_count or 0) - (known.word_count or 0) == count_words(box)


def test_what_the_site_itself_selects_is_not_touched():
    memory = BlockMemory()
    for story in ("mill", "bridge"):
        memory.learn(f"https://times.test/{story}", text_prints(f"The {story} and more of it, told.\n\n{TEXT} Now."))
    body = f"<div id=own><p>{TEXT} Now.</p><p>{'Rain. ' * 80}</p></div>"
    article = extract_article(page(body=body), URL, fields={"text": "#own"}, block_memory=memory)
    assert (article.text or "").startswith(f"{TEXT} Now.")

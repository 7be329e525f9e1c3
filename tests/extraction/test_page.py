"""A page is decoded and parsed once, whatever its bytes, and can be dropped."""

from __future__ import annotations

import gc
import time
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import extract_article
from newscrawl.extraction import words
from newscrawl.extraction.markup import Bounds, bounded
from newscrawl.extraction.page import Page, once_per_page

URL = "https://times.test/news/a"


def read(body: bytes | str, content_type: str | None = None) -> Page:
    return Page(body, URL, content_type=content_type)


class TestDecoding:
    @pytest.mark.parametrize(
        ("body", "content_type", "charset"),
        [
            ("\ufeff<p>Größe".encode(), "text/html; charset=iso-8859-2", "utf-8"),
            (b"\xff\xfe" + "<p>Größe".encode("utf-16-le"), None, "utf-16-le"),
            ("<p>Größe".encode(), "text/html; charset=utf-8", "utf-8"),
            ("<p>Größe".encode("cp1252"), "text/html;charset=ISO-8859-1", "cp1252"),
            ("<meta charset=iso-8859-15><p>Größe".encode("iso-8859-15"), None, "iso8859-15"),
            ("<?xml version='1.0' encoding='iso-8859-1'?><p>Größe".encode("cp1252"), None, "cp1252"),
            ("<p>Größe".encode(), None, "utf-8"),
            ("<p>Größe".encode(), "text/html; charset=rot13", "utf-8"),
            ("<p>Größe".encode(), "text/html; charset=no-such-thing", "utf-8"),
        ],
    )
    def test_in_order_of_trust(self, body: bytes, content_type: str | None, charset: str) -> None:
        page = read(body, content_type)
        assert page.blocks[0].text == "Größe"
        assert (page.charset, page.has_repaired_charset) == (charset, False)

    @pytest.mark.parametrize(
        ("text", "encoding", "label"),
        [("Паром вернётся в понедельник", "cp1251", "windows-1251"), ("渡轮星期一恢复", "gb18030", "gb2312"),
         ("連絡船が再開する", "cp932", "Shift_JIS"), ("여객선이 다시 다닌다", "cp949", "euc-kr")],
    )  # fmt: skip
    def test_labels_mean_what_browsers_take_them_for(self, text: str, encoding: str, label: str) -> None:
        assert read(f"<meta charset={label}><p>{text}".encode(encoding)).blocks[0].text == text

    def test_a_header_that_does_not_decode_is_overruled_and_flagged(self) -> None:
        page = read("<meta charset=cp1251><p>Паром".encode("cp1251"), "text/html; charset=utf-8")
        assert (page.blocks[0].text, page.has_repaired_charset) == ("Паром", True)

    def test_utf8_that_is_declared_latin_is_repaired_and_flagged(self) -> None:
        page = read("<meta charset=iso-8859-1><p>Größe".encode())
        assert (page.blocks[0].text, page.has_repaired_charset) == ("Größe", True)

    def test_a_page_full_of_replacement_characters_is_flagged(self) -> None:
        assert read("<p>Gr\ufffd\ufffde und Stra\ufffde").has_repaired_charset is False
        assert read("<p>Gr\ufffd\ufffde und Stra\ufffde".encode()).has_repaired_charset

    def test_a_page_cut_within_a_character_keeps_its_charset(self) -> None:
        page = Page(
            b"<p>" + "ü".encode() * 600, URL, content_type="text/html; charset=utf-8", bounds=Bounds(max_bytes=1000)
        )
        assert (page.charset, page.has_repaired_charset, page.is_truncated) == ("utf-8", False, True)


class TestParts:
    def test_base_href_is_honoured_where_it_is_http(self) -> None:
        assert read("<base href='/x/'><a href=b>b</a>").anchors[0].url == "https://times.test/x/b"
        assert read("<base href='javascript:x'><a href=b>b</a>").anchors[0].url == "https://times.test/news/b"

    def test_meta_keeps_all_values_in_order(self) -> None:
        page = read(
            "<meta property=og:Title content=' A  b '><meta name='dc.date og:title' content=c><meta name=x content=''>"
        )
        assert page.meta == {"og:title": ["A b", "c"], "dc.date": ["c"]}
        assert page.meta_value("none", "dc.date") == "c"

    def test_title_is_folded(self) -> None:
        assert read("<title> A \n b </title>").title == "A b"
        assert read("<title> </title>").title is None

    def test_blocks_end_at_block_elements_and_double_breaks(self) -> None:
        page = read("<div>One<br>two<p>three<br>four<br><br>five <b>si</b>x</p><script>x</script><td>seven</div>")
        assert [block.text for block in page.blocks] == ["One", "two", "three four", "five six", "seven"]

    def test_links_that_lead_nowhere_are_left_out(self) -> None:
        hrefs = ("tel:1", "javascript:x", "http://[bad", "{{ url }}", "[HOSTNAME]", "#top", "mailto:a@b")
        assert read("".join(f"<a href='{href}'>x</a>" for href in hrefs) + "<a name=x>y</a>").anchors == []

    def test_links_know_their_text_and_place(self) -> None:
        author = "<nav id=n><a href=/a rel='Author nofollow'> <img alt='Ada M.'> </a></nav>"
        page = read(author + "<a href=/b><h3>B</h3><p>b</p></a>")
        first, second = page.anchors
        assert (first.text, first.rel, first.has_image, first.box.tag) == ("Ada M.", "author nofollow", True, "nav")
        assert (second.text, second.has_heading) == ("B b", True)

    def test_a_link_over_several_boxes_has_the_text_of_all_and_a_span_in_each(self) -> None:
        page = read("<div>See <a href=/b>one <b>or</b><p>two</p> three</a> four</div>")
        assert page.anchors[0].text == "one or two three"
        found = [(block.text, block.link_chars, [span[:2] for span in block.spans]) for block in page.blocks]
        assert found == [("See one or", 5, [(1, 3)]), ("two", 3, [(0, 1)]), ("three four", 5, [(0, 1)])]

    def test_a_link_within_a_link_is_text_of_the_outer_one(self) -> None:
        page = read("<a href=/a>out<table><td><a href=/b>in</a> still</table>side</a> beyond")
        assert [(anchor.url, anchor.text) for anchor in page.anchors] == [("https://times.test/a", "out in still side")]
        assert page.blocks[-1].link_chars == 4

    def test_a_link_that_leads_nowhere_counts_as_link_and_has_no_span(self) -> None:
        block = read("<p>See <a href='#top'>the top</a> <a>or not</a>").blocks[0]
        assert (block.text, block.link_chars, block.spans) == ("See the top or not", 7, [])

    def test_an_empty_link_leaves_no_span_in_the_next_block(self) -> None:
        page = read("<div><a href=/a> </a></div><p>Rain ends</p>")
        assert [(block.text, block.spans) for block in page.blocks] == [("Rain ends", [])]

    def test_two_breaks_in_a_row_end_a_paragraph_and_white_space_does_not_part_them(self) -> None:
        page = read("<p>one<br>two <br> <i> </i><br>three<br><b>four</b><br>five")
        assert [block.text for block in page.blocks] == ["one two", "three four five"]

    def test_what_is_empty_or_not_for_readers_has_no_text(self) -> None:
        page = read("<p><b></b><!-- a > b --><script>'<p>x'</script><svg><text>x</text></svg>a&lt;b&amp;gt;<hr>c<img>d")
        assert [(block.tag, block.text) for block in page.blocks] == [("p", "a<b&gt;"), ("body", "cd")]

    def test_boxes_know_their_names_their_order_and_what_is_around(self) -> None:
        page = read("<div class=ad id=b><hr><p class='nav x'>one</p></div><ul hidden><li role=note>two")
        first, second = (block.box for block in page.blocks)
        assert [(box.tag, box.names, box.order, box.depth) for box in first.chain()] == [
            ("p", "nav x", 4, 3), ("div", "ad b", 2, 2), ("body", "", 1, 1),
        ]  # fmt: skip
        assert [(box.tag, bool(box.bits & words.HIDDEN)) for box in second.chain()][:2] == [("li", False), ("ul", True)]
        assert first.bits_around == first.bits | words.AD == words.NAV | words.AD
        assert page.layout.bits & (words.NAV | words.HIDDEN) == words.NAV | words.HIDDEN

    def test_the_element_after_the_last_block_ends_the_reading(self) -> None:
        whole = "<p>word" * 10
        assert Page(whole, URL, bounds=Bounds(max_tags=100)).is_truncated is False
        assert Page(f"{whole}<b>x", URL, bounds=Bounds(max_tags=100)).is_truncated is False
        assert Page(f"{whole}</p><b>x", URL, bounds=Bounds(max_tags=100)).is_truncated

    def test_areas_are_links(self) -> None:
        assert [anchor.url for anchor in read("<map><area href=/a alt=A></map>").anchors] == ["https://times.test/a"]

    @pytest.mark.parametrize(
        ("script", "names"),
        [
            ('{"name": "a",}', ["a"]),
            ('<!-- {"name": "a"} -->', ["a"]),
            ('//<![CDATA[\n{"name": "a"}\n//]]>', ["a"]),
            ('{"name": "a"}{"name": "b"};', ["a", "b"]),
            ('[{"name": "a"}, [{"name": "b"}]]', ["a", "b"]),
            ('{"@context": "x", "@graph": [{"name": "a", "mainEntity": {"name": "b"}}]}', ["a", "b"]),
            ('{"name": "a\nb\tc"}', ["a\nb\tc"]),
            ('{"name": "it\\\'s"}', ["it's"]),
            ("{&quot;name&quot;: &quot;a&quot;}", ["a"]),
            ("{broken", []),
            ("[" * 100_000, []),
            ("", []),
        ],
    )
    def test_json_ld_is_mended_and_flattened(self, script: str, names: list[str]) -> None:
        page = read(f"<script type='application/ld+json'>{script}</script>")
        assert [thing["name"] for thing in page.json_ld] == names


class TestBounds:
    @pytest.mark.parametrize(
        "body",
        ["<div>" * 100_000, "<ul><li>" * 100_000, "<table><tr><td>" * 50_000, "<a href=x><b>" * 100_000,
         "<p>" * 300_000, "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
         "<div " + " ".join(f'a{n}="<"' for n in range(50_000)),
         "<select>" + "<option value=/a>a" * 100_000, "x" * 30_000_000, "<p>word " * 2_000_000],
        ids=["nested", "lists", "tables", "links", "flat", "attributes", "quoted", "options", "30 MB", "many"],
    )  # fmt: skip
    def test_no_page_hangs(self, body: str) -> None:
        begun = time.process_time()
        page = read(body)
        assert page.is_truncated | bool(page.blocks)
        assert time.process_time() - begun < 3

    def test_what_was_not_read_is_told(self) -> None:
        assert read("<div>" * 600).is_truncated is False  # few enough to cost nothing
        assert read("<div>" * 20_000).is_truncated
        assert Page("<p>" + "word " * 1000, URL, bounds=Bounds(max_bytes=1000)).is_truncated
        assert Page("<p>word" * 200, URL, bounds=Bounds(max_tags=100)).is_truncated
        assert Page("<p>word" * 200, URL, bounds=Bounds(max_tags=10_000)).is_truncated is False

    @pytest.mark.parametrize("bounds", [{"max_bytes": 10}, {"max_tags": 0}, {"max_tags": -1}, {"max_bytes": 1e6}])
    def test_bounds_that_no_page_fits_in_are_refused(self, bounds: dict[str, int]) -> None:
        with pytest.raises(ValueError, match="give a whole number"):
            extract_article("<p>x", URL, **bounds)

    def test_ordinary_markup_is_not_cut(self) -> None:
        rows = "<li><a href='/a' title='x > y'><img src=x>Row<br>two</a><svg><path d='M0'/><g/></svg>" * 5000
        page = read(f"<ul>{rows}</ul><script>{'if (a<b) {} ' * 5000}</script><p>The end.")
        assert not page.is_truncated or len(page.anchors) >= 5000

    def test_a_script_that_compares_is_no_tag_of_a_thousand_attributes(self) -> None:
        script = f"<script>a<b {'c ' * 10_000}</script>"
        assert bounded(f"{script}<p>Rain") == (f"{script}<p>Rain", False)
        assert bounded(f"<!-- a<b {'c ' * 10_000}--><p>Rain")[1] is False
        assert bounded(f"{script}<p>Rain<b {'c ' * 10_000}>") == (f"{script}<p>Rain", True)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_page(self, body: bytes) -> None:
        page = read(body, "text/html; charset=utf-8")
        assert page.blocks is not None
        assert page.json_ld == []
        assert isinstance(page.meta, dict)

    @given(st.text(alphabet="<>/abpdiv \"'=!-&;[]{}\ud800\x00", max_size=200))
    def test_any_text_is_a_page(self, body: str) -> None:
        assert read(body).anchors is not None


class TestMemory:
    def test_a_page_goes_when_it_is_dropped_whatever_was_read_from_it(self) -> None:
        from newscrawl.extraction.links import classify_links
        from newscrawl.loaders import ArticleLoader

        gc.disable()
        try:
            page = read(
                "<h1>Rain ends</h1><p>It had rained for nine long days before the sun came out.<a href=/b>B</a>"
            )
            gone = weakref.ref(page)
            article = ArticleLoader(page).load_item()
            blocks, links = page.blocks, classify_links(page)
            del page
            assert gone() is None
        finally:
            gc.enable()
        assert (article.headline, blocks[0].text, len(links)) == ("Rain ends", "Rain ends", 1)

    def test_a_reader_runs_once_per_page(self) -> None:
        runs = []

        @once_per_page
        def count(page: Page) -> int:
            runs.append(page.url)
            return len(runs)

        page = read("")
        assert (count(page), count(page), count(read(""))) == (1, 1, 2)

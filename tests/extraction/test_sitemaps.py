"""Sitemaps of every kind are read newest first, one broken entry costs itself, and none does harm."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction import sitemaps
from newscrawl.extraction.sitemaps import (
    MAX_ENTRIES,
    MAX_ROBOTS_SITEMAPS,
    WELL_KNOWN_SITEMAPS,
    SitemapEntry,
    looks_like_sitemap,
    promises_news,
    read_sitemap,
    robots_sitemaps,
    sitemap_rank,
    unzipped,
    worth_reading,
)

SITE = "https://times.test"
URL = f"{SITE}/sitemap.xml"
ROBOTS = f"{SITE}/robots.txt"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NEWS = f"""{HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>{SITE}/rain</loc><lastmod>2026-11-20T09:00:00Z</lastmod>
<image:image><image:loc>{SITE}/rain.jpg</image:loc><image:title>Not this</image:title></image:image>
<news:news><news:publication><news:name>The Times</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-11-20T10:00:00+01:00</news:publication_date>
<news:title>Rain &amp; sun</news:title></news:news></url>
<url><loc>{SITE}/ferry</loc><news:news><news:publication_date>2026-11-21</news:publication_date>
<news:title><![CDATA[Ferry & bridge]]></news:title></news:news></url></urlset>"""


def urls(body: str | bytes, url: str = URL) -> list[str]:
    data = body.encode() if isinstance(body, str) else body
    return [entry.url.removeprefix(SITE) for entry in read_sitemap(data, url)]


def urlset(*entries: str) -> str:
    return f"{HEAD}<urlset>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>"


def index(*entries: str) -> str:
    return f"{HEAD}<sitemapindex>{''.join(f'<sitemap>{entry}</sitemap>' for entry in entries)}</sitemapindex>"


class TestKinds:
    def test_a_news_sitemap_gives_dates_and_titles(self) -> None:
        assert read_sitemap(NEWS.encode(), URL) == [
            SitemapEntry(f"{SITE}/ferry", date="2026-11-21", title="Ferry & bridge", is_news=True),
            SitemapEntry(
                f"{SITE}/rain",
                date="2026-11-20T10:00:00+01:00",
                lastmod="2026-11-20T09:00:00+00:00",
                title="Rain & sun",
                is_news=True,
            ),
        ]

    def test_an_index_gives_sitemaps(self) -> None:
        body = index(f"<loc>{SITE}/a.xml</loc><lastmod>2026-11-20</lastmod>")
        assert read_sitemap(body.encode(), URL) == [
            SitemapEntry(f"{SITE}/a.xml", is_sitemap=True, lastmod="2026-11-20")
        ]

    def test_a_sitemap_listed_among_pages_is_one(self) -> None:
        entries = read_sitemap(urlset("<loc>/post-sitemap2.xml.gz</loc>", "<loc>/rain.xml</loc>").encode(), URL)
        assert [entry.is_sitemap for entry in entries] == [True, False]

    def test_a_plain_list_of_addresses(self) -> None:
        assert urls(f"\ufeff{SITE}/a\r\n{SITE}/b\n\n{SITE}/c") == ["/a", "/b", "/c"]

    @pytest.mark.parametrize(
        "body",
        [
            NEWS.encode(),
            b"\xef\xbb\xbf" + NEWS.encode(),
            NEWS.encode("utf-16"),
            NEWS.encode("utf-16-le"),
            NEWS.encode("utf-16-be"),
            b"\n\n  " + NEWS.encode(),
            b"<!-- " + b"made by hand " * 500 + b"-->" + NEWS.encode(),
            b"<br />\n<b>Warning</b>: something in line 7<br />\n" + NEWS.encode(),
            NEWS.replace("<", "<s:").replace("<s:/", "</s:").replace("<s:?", "<?").replace("<s:!", "<!").encode(),
            NEWS.upper().encode(),
            b"<url><loc>https://times.test/a</loc></url>",
            b"<sitemapindex/>",
            b"<urlset></urlset>",
            b"https://times.test/a",
            b"\xef\xbb\xbfhttps://times.test/a\r\nhttps://times.test/b\r\n",
        ],
    )
    def test_each_form_is_recognised(self, body: bytes) -> None:
        assert looks_like_sitemap(body)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b" \n ",
            b"<!doctype html><html><body><p>See our urlset</p>",
            b"<html><head></head><urlset>",
            b"<rss><channel><item><link>/a</link>",
            b'<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>',
            b"Not found",
            b"https://times.test/a and more",
            b"https://times.test/a\nnothing",
            b"http://\n",
            b'{"urlset": 1}',
            b"%PDF-1.4",
            b"\x1f\x8b\x08\x00",
            b"User-agent: *\nSitemap: https://times.test/a.xml",
        ],
    )
    def test_what_is_none_is_not_taken_for_one(self, body: bytes) -> None:
        assert not looks_like_sitemap(body)

    def test_utf16_is_read(self) -> None:
        assert urls(NEWS.encode("utf-16-le")) == ["/ferry", "/rain"]

    def test_feeds_and_pages_list_nothing_here(self) -> None:
        assert urls("<rss><channel><item><link>/a</link></item></channel></rss>") == []
        assert urls("<html><a href='/a'>a</a></html>") == []


class TestBrokenEntries:
    @pytest.mark.parametrize(
        ("loc", "path"),
        [
            ("  /a\n  ", "/a"),
            ("<![CDATA[/a?b=1&c=2]]>", "/a?b=1&c=2"),
            ("<![CDATA[ /a ]]>", "/a"),
            ("/a?b=1&amp;c=2", "/a?b=1&c=2"),
            ("/a?b=1&amp;amp;c=2", "/a?b=1&c=2"),
            ("/a?b=1&c=2", "/a?b=1&c=2"),
            ("/a?b=1&section=2&copy=3", "/a?b=1&section=2&copy=3"),
            ("/a b", "/a%20b"),
            ("/a\n/b", "/a/b"),
            ("//times.test/a", "/a"),
            ("a", "/a"),
            ("/caf&eacute;", "/café"),
            ("/caf&#233;", "/café"),
            ("https://times.test/a#top", "/a"),
            ("/a <!-- no --> ", "/a"),
            ("/a<3", "/a%3C3"),
        ],
    )
    def test_addresses_are_mended(self, loc: str, path: str) -> None:
        assert urls(urlset(f"<loc>{loc}</loc>")) == [path]

    @pytest.mark.parametrize(
        "broken",
        [
            "<loc>file:///etc/passwd</loc>",
            "<loc>ftp://times.test/a</loc>",
            "<loc>javascript:alert(1)</loc>",
            "<loc>http://[bad</loc>",
            "<loc></loc>",
            "<loc/>",
            "<lastmod>2026-11-20</lastmod>",
            "",
            "<loc>&file;</loc>",
            "<loc>" + "/x" * 3000 + "</loc>",
            "<image:image><image:loc>/b.jpg</image:loc></image:image>",
            "<video:video><video:content_loc>/b.mp4</video:content_loc></video:video>",
            "<xhtml:link rel='alternate' hreflang='de' href='/de'/>",
            '<loc "x></loc>',
        ],
    )
    def test_one_costs_itself_alone(self, broken: str) -> None:
        assert [url for url in urls(urlset("<loc>/a</loc>", broken, "<loc>/c</loc>")) if url in ("/a", "/c")] == [
            "/a",
            "/c",
        ]
        assert len(urls(urlset("<loc>/a</loc>", broken, "<loc>/c</loc>"))) <= 2 + ("file;" in broken)

    @pytest.mark.parametrize(
        "body",
        [
            "<urlset><url><loc>/a</loc><url><loc>/b</loc></url><loc>/c</loc>",
            "<urlset><url><loc>/a</url><url><loc>/b</url><url><loc>/c</url>",
            "<urlset><url><loc>/a</loc></url></urlset><urlset><url><loc>/b</loc></url><url><loc>/c</loc></url></urlset>",
            "<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url><url><loc>/c</loc></url><url><lo",
            "<urlset><url><loc>/a</loc>\x00\x01</url><url><loc>/b</loc></url></bad></worse><url><loc>/c</loc></url>",
            "<loc>/a</loc><loc>/b</loc><loc>/c</loc>",
            "<urlset><!-- <url><loc>/no</loc></url> --><url><loc>/a</loc></url><!-- <url><loc>/b</loc></url>"
            "<url><loc>/c</loc></url>",
        ],
    )
    def test_marks_that_are_missing_or_torn_cost_no_address(self, body: str) -> None:
        assert urls(body) == ["/a", "/b", "/c"]

    def test_three_hundred_marks_that_are_never_closed_cost_nothing(self) -> None:
        body = "<urlset>" + "".join(f"<url><loc>/{n}</url>" for n in range(300))
        assert len(urls(body)) == 300

    def test_bytes_of_another_charset_cost_no_address(self) -> None:
        assert urls(urlset("<loc>/a</loc>", "<loc>/x?é</loc>", "<loc>/c</loc>").encode("cp1252"))[::2] == ["/a", "/c"]

    def test_dates_that_are_none_are_left_out(self) -> None:
        entries = [
            f"<loc>/{n}</loc><lastmod>{text}</lastmod>" for n, text in enumerate(("never", "", "2026-99-01", "0"))
        ]
        assert [entry.lastmod for entry in read_sitemap(urlset(*entries).encode(), URL)] == [None] * 4

    def test_an_address_comes_once(self) -> None:
        assert urls(urlset("<loc>/a</loc>", "<loc>/a</loc>", "<loc>/b</loc>")) == ["/a", "/b"]


class TestOrder:
    def test_pages_come_newest_first_and_undated_ones_last(self) -> None:
        body = urlset(
            "<loc>/undated-1</loc>",
            "<loc>/old</loc><lastmod>2026-11-01</lastmod>",
            "<loc>/2026/11/10/by-address</loc>",
            "<loc>/undated-2</loc>",
            "<loc>/new</loc><lastmod>2026-11-20T23:30:00-05:00</lastmod>",
            "<loc>/newer</loc><lastmod>2026-11-21T05:00:00Z</lastmod>",
        )
        assert urls(body) == ["/newer", "/new", "/2026/11/10/by-address", "/old", "/undated-1", "/undated-2"]

    def test_news_come_before_pages(self) -> None:
        news = "<news:news><news:publication_date>2026-11-01</news:publication_date></news:news>"
        assert urls(urlset("<loc>/a</loc><lastmod>2026-11-20</lastmod>", f"<loc>/b</loc>{news}")) == ["/b", "/a"]

    def test_an_index_begins_with_news_and_ends_with_tags_and_pictures(self) -> None:
        names = ("author-sitemap", "post-sitemap1", "image-sitemap", "page-sitemap", "news-sitemap", "category-sitemap")
        found = urls(index(*(f"<loc>/{name}.xml</loc><lastmod>2026-11-20</lastmod>" for name in names)))
        assert found[:3] == ["/news-sitemap.xml", "/post-sitemap1.xml", "/page-sitemap.xml"]

    def test_of_an_index_the_newest_comes_first(self) -> None:
        body = index(
            "<loc>/a.xml</loc><lastmod>2026-09-01</lastmod>",
            "<loc>/b.xml</loc><lastmod>2026-11-01</lastmod>",
            "<loc>/c.xml</loc>",
            "<loc>/sitemap-2026-10.xml</loc>",
        )
        assert urls(body) == ["/b.xml", "/sitemap-2026-10.xml", "/a.xml", "/c.xml"]

    def test_written_in_one_hour_the_addresses_tell(self) -> None:
        entries = [
            f"<loc>/sitemap-2026-{month:02d}.xml</loc><lastmod>2026-11-20T10:{59 - month}:00Z</lastmod>"
            for month in (3, 11, 7)
        ]
        assert urls(index(*entries)) == ["/sitemap-2026-11.xml", "/sitemap-2026-07.xml", "/sitemap-2026-03.xml"]

    def test_without_dates_the_highest_number_comes_first(self) -> None:
        assert urls(index(*(f"<loc>/post-sitemap{n}.xml</loc>" for n in (1, 2, 10)))) == [
            "/post-sitemap10.xml",
            "/post-sitemap2.xml",
            "/post-sitemap1.xml",
        ]


class TestBounds:
    def test_entries(self) -> None:
        body = "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(MAX_ENTRIES + 100))
        assert len(urls(body)) == MAX_ENTRIES

    def test_a_full_sitemap_takes_seconds_at_most(self) -> None:
        entry = "<loc>https://times.test/2026/11/05/rain-{0}</loc><lastmod>2026-11-05T10:00:00Z</lastmod>"
        body = urlset(*(entry.format(n) + "<changefreq>daily</changefreq>" for n in range(MAX_ENTRIES))).encode()
        begun = time.process_time()
        assert len(read_sitemap(body, URL)) == MAX_ENTRIES
        assert time.process_time() - begun < 10

    @pytest.mark.parametrize(
        "piece",
        ["<a/>", "<!--", "<![CDATA[", "<", "<url>", "<url><loc>/a", '<loc b="', "&amp;", "<loc>", "&", "<!", "</"],
    )
    def test_hostile_repeats_take_linear_time(self, piece: str) -> None:
        begun = time.process_time()
        read_sitemap(f"<urlset>{piece * (1_000_000 // len(piece))}".encode(), URL)
        assert time.process_time() - begun < 6

    def test_entities_are_not_expanded_and_files_not_read(self) -> None:
        entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(code)} "{f"&{chr(code - 1)};" * 10}">' for code in range(ord("b"), ord("k"))
        )
        doctype = f'<!DOCTYPE urlset [{entities}<!ENTITY file SYSTEM "file:///etc/hostname">]>'
        found = urls(f"{doctype}<urlset><url><loc>/a?&j;&file;</loc></url><url><loc>/b</loc></url></urlset>")
        assert found == ["/b"]

    @given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
    def test_no_bytes_raise(self, body: bytes) -> None:
        for data in (body, b"<urlset><url><loc>/" + body, b"\x1f\x8b\x08\x00" + body):
            entries = read_sitemap(unzipped(data), URL)
            assert all(entry.url.startswith(("http://", "https://")) for entry in entries)
            looks_like_sitemap(data)
            robots_sitemaps(data, ROBOTS)

    @given(st.text(max_size=60))
    def test_no_address_raises(self, url: str) -> None:
        sitemap_rank(url)
        promises_news(url)
        read_sitemap(b"<urlset><url><loc>a</loc></url></urlset>", url)
        worth_reading(SitemapEntry(url, is_sitemap=True, lastmod=url), url, url)


class TestUnzipped:
    BODY = NEWS.encode() * 200

    def test_gzip_and_zlib_are_unpacked(self) -> None:
        assert unzipped(gzip.compress(self.BODY)) == self.BODY
        assert unzipped(zlib.compress(self.BODY)) == self.BODY

    def test_twice_packed_is_unpacked_twice(self) -> None:
        assert unzipped(gzip.compress(gzip.compress(self.BODY))) == self.BODY

    def test_members_follow_each_other(self) -> None:
        assert unzipped(gzip.compress(b"<urlset>") + gzip.compress(b"</urlset>")) == b"<urlset></urlset>"

    @pytest.mark.parametrize("body", [b"", b"<urlset>", b"\x1f", b"x", b"\x00\x00"])
    def test_what_is_not_packed_stays(self, body: bytes) -> None:
        assert unzipped(body) == body

    def test_a_torn_file_gives_what_can_be_read(self) -> None:
        packed = gzip.compress(bytes(range(256)) * 4000 + self.BODY, compresslevel=1)
        found = unzipped(packed[: len(packed) * 3 // 4])
        assert len(found) > 500_000
        assert (bytes(range(256)) * 4000 + self.BODY).startswith(found)

    def test_a_wrong_checksum_costs_nothing(self) -> None:
        assert unzipped(gzip.compress(self.BODY)[:-8] + b"\x00" * 8) == self.BODY

    def test_what_follows_the_last_member_is_left_out(self) -> None:
        assert unzipped(gzip.compress(b"<urlset/>") + b"\x00" * 100) == b"<urlset/>"

    def test_a_bomb_is_unpacked_to_the_limit(self) -> None:
        bomb = gzip.compress(b"\x00" * 30_000_000)
        assert len(unzipped(bomb, 1_000_000)) == 1_000_000
        assert len(unzipped(gzip.compress(bomb), 1_000_000)) == 1_000_000

    def test_empty_members_without_end_take_little_time(self) -> None:
        begun = time.process_time()
        unzipped(gzip.compress(b"") * 200_000)
        assert time.process_time() - begun < 1


class TestRobots:
    def test_each_line_counts_on_its_own(self) -> None:
        body = b"""\xef\xbb\xbfSITEMAP:https://times.test/a.xml
User-agent: *
Disallow: /private
sitemap : https://times.test/b.xml   # the second
 Sitemap:\thttps://times.test/c.xml.gz\r
Sitemap: /d.xml
Sitemap: //times.test/e.xml
Sitemap: <https://times.test/f.xml>
Sitemap: https://times.test/g.xml https://times.test/h.xml
Site-map: https://times.test/i.xml
Sitemap https://times.test/j.xml
Sitemap:
Sitemap: http://[bad
Sitemap: file:///etc/passwd
# Sitemap: https://times.test/no.xml
Sitemap: https://times.test/a.xml
Sitemaps are nice
Sitemap: https://cdn.test/k.xml"""
        names = "abcdefghij"
        assert robots_sitemaps(body, ROBOTS) == [
            *(f"{SITE}/{name}.xml{'.gz' if name == 'c' else ''}" for name in names),
            "https://cdn.test/k.xml",
        ]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_end_as_they_like(self, end: str) -> None:
        body = end.join(["User-agent: *", f"Sitemap: {SITE}/a.xml", f"Sitemap: {SITE}/b.xml"])
        assert len(robots_sitemaps(body.encode(), ROBOTS)) == 2

    def test_utf16_and_latin_bytes_are_read(self) -> None:
        assert robots_sitemaps(f"Sitemap: {SITE}/a.xml".encode("utf-16"), ROBOTS) == [f"{SITE}/a.xml"]
        assert robots_sitemaps(b"# caf\xe9\nSitemap: /a.xml", ROBOTS) == [f"{SITE}/a.xml"]

    def test_bounds(self) -> None:
        many = b"".join(b"Sitemap: /%d.xml\n" % n for n in range(1000))
        assert len(robots_sitemaps(many, ROBOTS)) == MAX_ROBOTS_SITEMAPS
        late = b"#" * sitemaps.MAX_ROBOTS_BYTES + b"\nSitemap: /late.xml"
        assert robots_sitemaps(late, ROBOTS) == []


class TestWorthReading:
    @pytest.mark.parametrize(
        ("name", "lastmod", "expected"),
        [
            ("sitemap-2026-09.xml", None, False),
            ("sitemap-2026-11.xml", None, True),
            ("sitemap-2026-12.xml", None, False),
            ("sitemap-2026.xml", None, True),
            ("sitemap-2025.xml", None, False),
            ("sitemap-2026-10.xml", None, True),  # its last day may be the first day elsewhere
            ("a.xml", None, True),
            ("a.xml", "2026-10-30T23:00:00Z", False),
            ("a.xml", "2026-11-05", True),
            ("a.xml", "2027-01-01", True),
            ("sitemap-2025.xml", "2026-11-05", False),
        ],
    )
    def test_only_what_surely_lies_outside_is_not(self, name: str, lastmod: str | None, expected: bool) -> None:
        entry = SitemapEntry(f"{SITE}/{name}", is_sitemap=True, lastmod=lastmod)
        assert worth_reading(entry, "2026-11-01", "2026-11-20T12:00:00") is expected

    def test_pages_and_open_ends_always_are(self) -> None:
        assert worth_reading(SitemapEntry(f"{SITE}/2020/01/01/rain", lastmod="2020-01-01"), "2026-11-01", None)
        assert worth_reading(SitemapEntry(f"{SITE}/sitemap-2020.xml", is_sitemap=True), None, None)
        assert worth_reading(SitemapEntry(f"{SITE}/sitemap-2020.xml", is_sitemap=True), None, "2021-01-01")


@pytest.mark.parametrize(
    ("path", "rank"),
    [
        ("/news-sitemap.xml", 0),
        ("/sitemap-news.xml.gz", 0),
        ("/googlenews.xml", 0),
        ("/sitemap/news.xml", 0),
        ("/news/sitemap.xml", 0),
        ("/sitemap.xml?type=news", 0),
        ("/sitemap_latest.xml", 0),
        ("/sitemap.xml", 1),
        ("/post-sitemap3.xml", 1),
        ("/articles-2026-11.xml", 1),
        ("/news-2019-01.xml", 1),
        ("/sitemap.xml?page=3", 1),
        ("/page-sitemap.xml", 2),
        ("/post_tag-sitemap.xml", 3),
        ("/category-sitemap.xml", 3),
        ("/image-news-sitemap.xml", 3),
        ("/video-sitemap.xml", 3),
        ("/author-sitemap1.xml", 3),
        ("/product-sitemap.xml", 3),
    ],
)
def test_ranks(path: str, rank: int) -> None:
    assert sitemap_rank(SITE + path) == rank
    assert promises_news(SITE + path) == (rank == 0)


def test_a_site_named_news_promises_nothing() -> None:
    assert sitemap_rank("https://news.times.test/sitemap.xml") == 1


def test_few_places_are_tried() -> None:
    assert len(WELL_KNOWN_SITEMAPS) <= 4
    assert all(path.startswith("/") for path in WELL_KNOWN_SITEMAPS)

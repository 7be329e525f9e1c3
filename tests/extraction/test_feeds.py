"""Feeds of every kind are read, and no feed does harm."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.feeds import (
    MAX_ENTRIES,
    WELL_KNOWN_FEEDS,
    FeedEntry,
    declared_feeds,
    is_comment_feed,
    linked_feeds,
    looks_like_feed,
    next_feed_page,
    read_feed,
)
from newscrawl.extraction.page import Page

URL = "https://times.test/feed"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Times</title>
<item><title>Ferry &amp; bridge</title><link>/a</link><pubDate>Mon, 02 Nov 2026 10:00:00 +0100</pubDate></item>
<item><title><![CDATA[Rain <b>ends</b>]]></title><guid>https://times.test/b</guid></item>
<item><guid isPermaLink="false">77</guid><title>No address</title></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Harbour opens</title>
<link rel="self" href="/self"/><link href="/c"/><updated>2026-11-01T00:00:00Z</updated></entry></feed>"""
RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item><title>Old form</title><link>https://times.test/d</link><dc:date>2026-11-03</dc:date></item></rdf:RDF>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Times", "items": [
{"url": "https://times.test/e", "title": "As JSON", "date_published": "2026-11-04T08:00:00Z"}, 7, {"id": "x"}]}"""


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (
            RSS,
            [
                FeedEntry("https://times.test/a", "Ferry & bridge", "2026-11-02T10:00:00+01:00"),
                FeedEntry("https://times.test/b", "Rain ends", guid="https://times.test/b"),
            ],
        ),
        (ATOM, [FeedEntry("https://times.test/c", "Harbour opens", *2 * ["2026-11-01T00:00:00+00:00"])]),
        (RDF, [FeedEntry("https://times.test/d", "Old form", "2026-11-03")]),
        (JSON, [FeedEntry("https://times.test/e", "As JSON", "2026-11-04T08:00:00+00:00")]),
    ],
    ids=["rss", "atom", "rdf", "json"],
)
def test_each_kind_of_feed_is_recognised_and_read(body: bytes, entries: list[FeedEntry]) -> None:
    assert looks_like_feed(body)
    assert read_feed(body, URL) == entries


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><html>",
        b"<html><body>feed",
        b'{"a": 1}',
        b"%PDF",
        b"\x00\xff",
        b"<html><head></head><rss><item><link>",
        b"<urlset><url><loc>/a</loc></url></urlset>",
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(body: bytes) -> None:
    assert not looks_like_feed(body)
    assert read_feed(body, URL) == []


def test_a_torn_end_costs_only_the_last_entry() -> None:
    torn = RSS[: RSS.index(b"<guid>")]
    assert [entry.url for entry in read_feed(torn, URL)] == ["https://times.test/a"]


def test_a_bare_ampersand_does_not_end_the_feed() -> None:
    body = RSS.replace(b"&amp;", b"&")
    assert [entry.url for entry in read_feed(body, URL)] == ["https://times.test/a", "https://times.test/b"]


def test_entities_are_not_resolved_and_files_not_read() -> None:
    entities = b'<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (code, b"&%c;" % (code - 1) * 10) for code in range(ord("b"), ord("k"))
    )
    doctype = b'<!DOCTYPE rss [%s<!ENTITY file SYSTEM "file:///etc/hostname">]>' % entities
    body = RSS.replace(b"<rss", doctype + b"<rss").replace(b"Ferry", b"&j;&file;")
    begun = time.perf_counter()
    titles = [entry.title or "" for entry in read_feed(body, URL)]
    assert time.perf_counter() - begun < 1
    assert all(len(title) < 100 for title in titles)


def test_a_feed_without_end_is_bounded() -> None:
    body = b"<rss><channel>" + b"".join(b"<item><link>/%d</link></item>" % n for n in range(5 * MAX_ENTRIES))
    assert len(read_feed(body, URL)) == MAX_ENTRIES


def addresses(body: str | bytes, url: str = URL) -> list[str]:
    data = body.encode() if isinstance(body, str) else body
    return [entry.url.removeprefix("https://times.test") for entry in read_feed(data, url)]


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


class TestForms:
    @pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_character_sets(self, charset: str) -> None:
        body = RSS.decode().replace("Ferry", "Fähre").encode(charset)
        assert looks_like_feed(body)
        assert [entry.title for entry in read_feed(body, URL)] == ["Fähre & bridge", "Rain ends"]

    @pytest.mark.parametrize("declared", ["utf-16", "us-ascii", "iso-8859-1", "x-none", ""])
    def test_declarations_that_are_wrong_cost_nothing(self, declared: str) -> None:
        body = RSS.replace(b"?>", f' encoding="{declared}"?>'.encode(), 1).replace(b"Ferry", "Fähre".encode())
        assert [entry.title for entry in read_feed(body, URL)] == ["Fähre & bridge", "Rain ends"]

    def test_text_of_another_charset_than_utf8_is_read(self) -> None:
        body = RSS.replace(b"?>", b' encoding="windows-1251"?>', 1).replace(b"Ferry", "Паром".encode("cp1251"))
        assert read_feed(body, URL)[0].title == "Паром & bridge"

    def test_prefixes_may_be_anything(self) -> None:
        body = ATOM.replace(b"<", b"<a:").replace(b"<a:/", b"</a:").replace(b"xmlns=", b"xmlns:a=")
        assert looks_like_feed(body)
        assert addresses(body) == ["/c"]

    def test_a_comment_may_stand_before_the_feed(self) -> None:
        body = b"\n\n<!-- made " + b"by hand " * 400 + b"-->" + RSS
        assert looks_like_feed(body)
        assert len(read_feed(body, URL)) == 2

    def test_rss_091_and_items_outside_the_channel(self) -> None:
        assert addresses("<rss version='0.91'><channel></channel><item><link>/a</link></item></rss>") == ["/a"]

    def test_an_entry_tells_when_it_was_changed_and_what_the_feed_calls_it(self) -> None:
        body = """<feed><entry><id>tag:times.test,2026:7</id><link href="/a"/><title type="html">
            Rain &lt;i&gt;ends&lt;/i&gt; </title><published>2026-11-01T08:00:00Z</published>
            <updated>2026-11-02T08:00:00Z</updated></entry></feed>"""
        assert read_feed(body.encode(), URL) == [
            FeedEntry(
                "https://times.test/a",
                "Rain ends",
                "2026-11-01T08:00:00+00:00",
                "2026-11-02T08:00:00+00:00",
                "tag:times.test,2026:7",
            )
        ]

    def test_entries_on_other_sites_are_marked(self) -> None:
        body = rss("<link>https://blog.times.test/a</link>", "<link>https://other.test/b</link>")
        assert [entry.is_external for entry in read_feed(body.encode(), URL)] == [False, True]

    def test_json_feeds(self) -> None:
        items = [
            {"id": "7", "external_url": "https://other.test/a", "date_modified": "2026-11-02", "title": "A &amp; b"},
            {"url": 7},
            {"url": "feed://times.test/b"},
            None,
        ]
        body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode()
        assert read_feed(b"\xef\xbb\xbf" + body, URL) == [
            FeedEntry("https://other.test/a", "A & b", "2026-11-02", "2026-11-02", "7", is_external=True),
            FeedEntry("http://times.test/b"),
        ]


class TestAddressesOfEntries:
    @pytest.mark.parametrize(
        ("item", "address"),
        [
            ("<link>/a</link>", "/a"),
            ("<link> \n /a\n </link>", "/a"),
            ("<link><![CDATA[ /a?b=1&c=2 ]]></link>", "/a?b=1&c=2"),
            ("<link>/a?b=1&c=2</link>", "/a?b=1&c=2"),
            ("<link>/a?b=1&amp;amp;c=2</link>", "/a?b=1&c=2"),
            ("<link>/a?b=1&section=3</link>", "/a?b=1&section=3"),
            ("<link>//times.test/a</link>", "/a"),
            ("<link>feed:https://times.test/a</link>", "/a"),
            ("<link/>/a<guid>https://times.test/b</guid>", "/b"),
            ("<guid isPermaLink='true'>https://times.test/a</guid>", "/a"),
            ("<guid isPermaLink='false'>https://times.test/a</guid><link>/b</link>", "/b"),
            ("<feedburner:origLink>/a</feedburner:origLink><link>https://proxy.test/x</link>", "/a"),
            ("<wfw:commentRss>/a/feed</wfw:commentRss><comments>/a#c</comments><link>/a</link>", "/a"),
            ("<source url='/feed'>Wire</source><link>/a</link>", "/a"),
            ("<atom:link rel='self' href='/self'/><link>/a</link>", "/a"),
            ("<link rel='enclosure' href='/a.mp3'/><link rel='alternate' href='/a'/>", "/a"),
            ("<link rel='alternate' type='application/pdf' href='/a.pdf'/><link href='/a'/>", "/a"),
            ("<description><link>/no</link></description><link>/a</link>", "/a"),
            ("<content><div><a href='/no'>x</a><link href='/no'/></div></content><link href='/a'/>", "/a"),
            ("<link xml:base='https://times.test/news/' href='a'/>", "/news/a"),
            ("<LINK>/a</LINK>", "/a"),
        ],
    )
    def test_the_entrys_own_page_is_found(self, item: str, address: str) -> None:
        assert addresses(rss(item)) == [address]

    @pytest.mark.parametrize(
        "item",
        [
            "",
            "<title>None</title>",
            "<link>javascript:alert(1)</link>",
            "<link>file:///etc/passwd</link>",
            "<link>http://[bad</link>",
            "<link rel='self' href='/self'/>",
            "<guid isPermaLink='false'>https://times.test/a</guid>",
            "<guid>7</guid>",
            "<wfw:commentRss>/a/feed</wfw:commentRss>",
        ],
    )
    def test_an_entry_without_a_page_costs_itself_alone(self, item: str) -> None:
        assert addresses(rss("<link>/a</link>", item, "<link>/c</link>")) == ["/a", "/c"]

    def test_relative_addresses_go_by_xml_base(self) -> None:
        body = "<feed xml:base='https://times.test/news/'><entry xml:base='x/'><link href='a'/></entry></feed>"
        assert addresses(body) == ["/news/x/a"]

    @pytest.mark.parametrize(
        "body",
        [
            "<rss><channel><item><link>/a</link><item><link>/b</link></item><item><link>/c</link>",
            "<rss><channel><item><link>/a</item><item><link>/b</item><item><link>/c</item></channel></rss>",
            "<rss><item><link>/a</link><title>5 < 7 &nbsp; &bogus; & <3</title></item><item><link>/b</link></item>"
            "<item><link>/c</link></item>",
            "<rss><item><link>/a</link><title 'torn\"></item><item><link>/b</link></item><item><link>/c</link></item>",
            "<rss><item><link>/a</link></item>\x00\x0b<item><link>/b</link></item><item><link>/c</link></item>",
            "<rss><item><link>/a</link></item></rss><rss><item><link>/b</link></item><item><link>/c</link></item></rss>",
            "<rss><item><link>/a</link></item><item><link>/b</link><description><![CDATA[x</description></item>"
            "<item><link>/c</link></item>",
        ],
    )
    def test_marks_that_are_missing_or_torn_cost_no_entry(self, body: str) -> None:
        assert addresses(body) == ["/a", "/b", "/c"]


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Rain &amp; sun", "Rain & sun"),
            ("Rain &amp;amp; sun", "Rain & sun"),
            ("Rain & sun", "Rain & sun"),
            ("<![CDATA[Rain <b>ends</b>]]>", "Rain ends"),
            ("Rain &lt;b&gt;ends&lt;/b&gt;", "Rain ends"),
            ("Caf&eacute; &#8211; &#x2014;", "Café – —"),
            ("<div xmlns='http://www.w3.org/1999/xhtml'>Rain <b>ends</b></div>", "Rain ends"),
            ("", None),
            (" \n ", None),
        ],
    )
    def test_are_plain_text(self, title: str, expected: str | None) -> None:
        body = rss(f"<media:title>No</media:title><title>{title}</title><link>/a</link>")
        assert read_feed(body.encode(), URL)[0].title == expected


class TestPagedFeeds:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("<feed><link rel='next' href='/feed?page=2'/><entry/></feed>", "https://times.test/feed?page=2"),
            ("<rss><channel><atom:link href='?page=2' rel='next'/></channel></rss>", "https://times.test/feed?page=2"),
            ("<feed xml:base='/x/'><link rel='next' href='2'/></feed>", "https://times.test/x/2"),
            ('{"version": "https://jsonfeed.org/version/1", "next_url": "/2"}', "https://times.test/2"),
            ("<feed><link rel='self' href='/feed'/></feed>", None),
            ("<feed><link rel='next' href='/feed'/></feed>", None),
            ("<feed><link rel='next' href='file:///etc/passwd'/></feed>", None),
            ("<feed><link rel='previous' href='/feed?page=0'/></feed>", None),
            ('{"version": "https://jsonfeed.org/version/1", "next_url": 7}', None),
            ("", None),
        ],
    )
    def test_go_on_where_they_say_so(self, body: str, expected: str | None) -> None:
        assert next_feed_page(body.encode(), URL) == expected


class TestBounds:
    @pytest.mark.parametrize(
        "piece", ["<item>", "<item><link>/a", "<link ", "<", "<![CDATA[", "<!--", "<a/>", "<content>"]
    )
    def test_hostile_repeats_take_linear_time(self, piece: str) -> None:
        begun = time.process_time()
        read_feed(f"<rss>{piece * (1_000_000 // len(piece))}".encode(), URL)
        assert time.process_time() - begun < 6

    def test_json_nested_too_deeply_is_no_feed(self) -> None:
        assert read_feed(b'{"items":' + b"[" * 200_000, URL) == []

    def test_attributes_without_end_take_little_time(self) -> None:
        begun = time.process_time()
        read_feed(b"<rss><item><link " + b"a='b' " * 200_000 + b"/></item></rss>", URL)
        assert time.process_time() - begun < 1


@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    for data in (body, b"<rss><channel><item>" + body, b"<feed><entry><link href='" + body, b'{"items":[' + body):
        assert all(entry.url.startswith(("http://", "https://")) for entry in read_feed(data, URL))
        looks_like_feed(data)
        next_feed_page(data, URL)


class TestWhichFeeds:
    def test_a_page_declares_its_feeds_but_not_those_of_comments(self) -> None:
        page = Page(
            """<link rel="alternate" type="application/rss+xml" href="/feed">
            <link rel="alternate" type="application/atom+xml; charset=utf-8" href="atom.xml">
            <link rel="ALTERNATE" type="Application/Feed+JSON" href="feed://times.test/feed.json">
            <link rel="alternate" type="text/xml" title="RSS" href="/all.xml">
            <link rel="alternate" type="application/rss+xml" title="Times » Comments Feed" href="/c">
            <link rel="alternate" type="application/rss+xml" href="/comments/feed">
            <link rel="alternate" type="application/rss+xml" title="Kommentare zum Artikel" href="/k">
            <link rel="alternate" type="text/html" hreflang="de" href="/de">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">
            <link rel="alternate" type="application/json+oembed" href="/oembed">
            <link rel="alternate" type="text/xml+oembed" href="/oembed.xml">
            <link rel="alternate" type="application/rss+xml" href="http://[bad">
            <link rel="alternate" type="application/rss+xml" href="">""",
            "https://times.test/news/",
        )
        assert declared_feeds(page) == [
            "https://times.test/feed",
            "https://times.test/news/atom.xml",
            "http://times.test/feed.json",
            "https://times.test/all.xml",
        ]

    def test_links_lead_to_feeds_as_well(self) -> None:
        page = Page(
            """<a href="/rss">RSS</a><a href="/news/rss.xml">News</a><a href="/feed/">Feed</a>
            <a href="/atom.xml">Atom</a><a href="/index.rdf">RDF</a><a href="/rss/politics">Politics</a>
            <a href="/?feed=rss2">All</a>
            <a href="/comments/feed/">Comments</a>
            <a href="/2026/rss-turns-thirty.html">RSS turns thirty</a>
            <a href="/feeding-the-birds">Birds</a><a href="https://other.test/rss">Other</a>
            <a href="/about">About</a>""",
            "https://times.test/",
        )
        assert [url.removeprefix("https://times.test") for url in linked_feeds(page)] == [
            "/rss",
            "/news/rss.xml",
            "/feed/",
            "/atom.xml",
            "/index.rdf",
            "/rss/politics",
            "/?feed=rss2",
        ]

    @pytest.mark.parametrize(
        "title",
        """Comments on Rain ends|Kommentare|Commentaires|Comentarios|Commenti|Reacties|Kommentarer|Komentáře|Komentarze
        Комментарии|Коментарі|Σχόλια|Yorumlar|تعليقات|دیدگاه‌ها|תגובות|टिप्पणियाँ|মন্তব্য|ความคิดเห็น|评论|コメント|댓글
        Bình luận|Hozzászólások|Kommentit|Komentar""".replace("\n", "|").split("|"),
    )
    def test_comment_feeds_are_known_in_many_languages(self, title: str) -> None:
        assert is_comment_feed("https://times.test/x", title)

    @pytest.mark.parametrize("path", ["/feed", "/rss/news", "/rss/common-ground", "/commerce/rss", "/kommunal/feed"])
    def test_other_feeds_are_no_comment_feeds(self, path: str) -> None:
        assert not is_comment_feed(f"https://times.test{path}", "The Times")

    def test_few_places_are_tried(self) -> None:
        assert len(WELL_KNOWN_FEEDS) <= 5
        assert all(path.startswith("/") for path in WELL_KNOWN_FEEDS)

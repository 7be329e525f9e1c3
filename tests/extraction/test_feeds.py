"""Feeds of every kind are read, and no feed does harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.feeds import MAX_ENTRIES, FeedEntry, declared_feeds, looks_like_feed, read_feed
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
                FeedEntry("https://times.test/b", "Rain ends", None),
            ],
        ),
        (ATOM, [FeedEntry("https://times.test/c", "Harbour opens", "2026-11-01T00:00:00+00:00")]),
        (RDF, [FeedEntry("https://times.test/d", "Old form", "2026-11-03")]),
        (JSON, [FeedEntry("https://times.test/e", "As JSON", "2026-11-04T08:00:00+00:00")]),
    ],
    ids=["rss", "atom", "rdf", "json"],
)
def test_each_kind_of_feed_is_recognised_and_read(body: bytes, entries: list[FeedEntry]) -> None:
    assert looks_like_feed(body)
    assert read_feed(body, URL) == entries


@pytest.mark.parametrize(
    "body", [b"", b"<!doctype html><html>", b"<html><body>feed", b'{"a": 1}', b"%PDF", b"\x00\xff"]
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


@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    read_feed(body, URL)
    read_feed(b"<rss><channel><item>" + body, URL)
    looks_like_feed(body)


def test_a_page_declares_its_feeds_but_not_those_of_comments() -> None:
    page = Page(
        """<link rel="alternate" type="application/rss+xml" href="/feed">
        <link rel="alternate" type="application/atom+xml; charset=utf-8" href="atom.xml">
        <link rel="alternate" type="application/rss+xml" title="Times » Comments Feed" href="/c">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed">
        <link rel="alternate" type="text/html" hreflang="de" href="/de">
        <link rel="alternate" type="application/rss+xml" href="http://[bad">""",
        "https://times.test/news/",
    )
    assert declared_feeds(page) == ["https://times.test/feed", "https://times.test/news/atom.xml"]

"""XML is cut into tags and text however it is torn, in time that grows with its length alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction import xml_tokens
from newscrawl.extraction.xml_tokens import attributes, tokens, without_references, xml_text


def said(markup: str, *names: str) -> list[str]:
    """Tags and texts in a row: a mark before the name where a tag begins or ends."""
    return [
        text if not tag else f"/{tag}" if is_end else f"+{tag}"
        for tag, is_end, text in tokens(markup, frozenset(names))
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<a>x</a>", ["+a", "x", "/a"]),
        ("<A B='1'/>", ["+a", "/a"]),
        ("<n:a>x</n:a>", ["+n:a", "x", "/n:a"]),
        ("<a> x &amp; y </a>", ["+a", "x & y", "/a"]),
        ("<a><![CDATA[<b> &amp;]]></a>", ["+a", "<b> &amp;", "/a"]),
        ("<a>x<!-- <b> -->y</a>", ["+a", "x", "y", "/a"]),
        ("<?xml version='1.0'?><!DOCTYPE a><a/>", ["+a", "/a"]),
        ("<a>5 < 7</a>", ["+a", "5 < 7", "/a"]),
        ("<a b='>'>x</a>", ["+a", "x", "/a"]),
        ("<a b='>x</a>", ["+a", "x", "/a"]),
        ("<a>x<!-- torn <b>y</b>", ["+a", "x", "torn", "+b", "y", "/b"]),
        ("<a>x<![CDATA[ torn <b>y</b>", ["+a", "x", "torn", "+b", "y", "/b"]),
        ("x", ["x"]),
        ("<a", ["<a"]),
        ("", []),
    ],
)
def test_markup_is_cut(markup: str, expected: list[str]) -> None:
    assert said(markup) == expected


def test_tags_that_are_not_asked_for_are_text() -> None:
    assert said("<item><x:link>a</x:link><b>c</b><linked/></item>", "link") == [
        "<item>",
        "+x:link",
        "a",
        "/x:link",
        "<b>c</b><linked/></item>",
    ]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (" a='1' b=\"2\" c=3 ", {"a": "1", "b": "2", "c": "3"}),
        (" A='x &amp; y'/", {"a": "x & y"}),
        (" a='1' a='2'", {"a": "1"}),
        (" a = '1'", {"a": "1"}),
        (" a", {}),
        ("", {}),
        (" a='b\"c'", {"a": 'b"c'}),
    ],
)
def test_attributes_are_read(tag: str, expected: dict[str, str]) -> None:
    assert attributes(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&amp;", "&"),
        ("&amp;amp;", "&amp;"),
        ("&eacute;&#233;&#xE9;", "ééé"),
        ("?a=1&copy=2&section=3", "?a=1&copy=2&section=3"),
        ("&bogus;", "&bogus;"),
        ("&#0;&#9999999;", "\ufffd\ufffd"),
        ("&", "&"),
    ],
)
def test_references_are_read_where_they_are_whole(text: str, expected: str) -> None:
    assert without_references(text) == expected


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_character_sets_are_found_without_a_declaration(charset: str) -> None:
    assert xml_text("<a>Fähre 渡船</a>".encode(charset)).lstrip("\ufeff") == "<a>Fähre 渡船</a>"


def test_tokens_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tokens, "MAX_TOKENS", 100)
    assert len(list(tokens("<a>" * 1000))) == 100


@given(st.text(alphabet="<>/!-[]CDATA&;'\"=a b", max_size=120))
def test_no_text_raises_and_tags_have_names(text: str) -> None:
    for tag, is_end, piece in tokens(text):
        assert tag or (piece and not is_end)
        attributes(piece)


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<a b='", '<a b="', "<!--", "<![CDATA[", "</", "<!", "&", "&#", "<a>", "-->"]
)
def test_repeats_take_linear_time(piece: str) -> None:
    begun = time.process_time()
    for _ in tokens(piece * (500_000 // len(piece))):
        pass
    assert time.process_time() - begun < 6

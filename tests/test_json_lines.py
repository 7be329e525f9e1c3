"""Articles are read from anybody's JSON lines, and a line that holds none says why."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from newscrawl import json_lines
from newscrawl.items import Article, Dateline, as_dict
from newscrawl.json_lines import ArticleLine, FieldNames, SkippedLine, article_lines

TEXT = "ARVALE (Meridian Wire) — The ferry is back after a year.\n\nIt leaves at seven."


def read(*lines: object, names: FieldNames | None = None) -> list[ArticleLine | SkippedLine]:
    """What lines say: values as JSON, bytes as they are."""
    raw = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    return list(article_lines(io.BytesIO(raw), names or FieldNames()))


def article(line: dict[str, Any], names: FieldNames | None = None) -> Article:
    (found,) = read(line, names=names)
    assert isinstance(found, ArticleLine), found
    return found.article


def reason(line: object) -> str:
    (found,) = read(line)
    assert isinstance(found, SkippedLine), found
    return found.reason


def test_our_own_line_is_read_as_it_was_written() -> None:
    own = Article(
        id="a1", url="https://times.test/a?utm_source=x", canonical_url="https://times.test/a", site="times.test",
        site_name="The Times of Arvale", headline="Ferry returns", date_published="2026-03-01", text=TEXT,
        date_conflict_days=40, flags=["republished"], dateline=Dateline(place="ARVALE", agency="Meridian Wire"),
    )  # fmt: skip
    own.provenance.fetched_at = "2026-03-02T08:00:00Z"
    (line,) = read(as_dict(own))
    assert isinstance(line, ArticleLine)
    assert (line.number, line.id) == (1, "a1")
    kept = ("canonical_url", "site", "site_name", "headline", "date_published", "text", "flags", "dateline",
            "date_conflict_days")  # fmt: skip
    assert [getattr(line.article, name) for name in kept] == [getattr(own, name) for name in kept]
    assert line.article.provenance.fetched_at == "2026-03-02T08:00:00Z"


@pytest.mark.parametrize("text", ["text", "body", "content", "maintext"])
def test_common_names_are_known(text: str) -> None:
    line = {text: TEXT, "title": "Ferry returns", "published": "2026-03-01", "fetched": "2026-03-02"}
    found = article({**line, "link": "https://www.times.test/a#top"})
    assert (found.text, found.headline, found.date_published) == (TEXT, "Ferry returns", "2026-03-01")
    assert (found.canonical_url, found.site) == ("https://times.test/a", "times.test")
    assert found.provenance.fetched_at == "2026-03-02"
    assert found.dateline.agency == "Meridian Wire"


def test_a_name_of_the_users_goes_before_all_others_and_leads_inside() -> None:
    line = {"text": "teaser", "story": {"full": {"plain": TEXT}}, "key.word": "k"}
    names = FieldNames(text=("story.full.plain",), id=("key.word",))
    (found,) = read(line, names=names)
    assert isinstance(found, ArticleLine)
    assert (found.article.text, found.id) == (TEXT, "k")


def test_a_line_without_an_id_has_its_number_and_empty_lines_count_as_an_editor_counts() -> None:
    lines = read({"text": "a"}, b"\n", b"  \r\n", {"text": "b", "id": None}, {"text": "c", "id": 7})
    assert [(line.number, line.id) for line in lines if isinstance(line, ArticleLine)] == [(1, 1), (4, 4), (5, 7)]


def test_a_line_that_says_that_it_has_no_text_is_an_article_of_none() -> None:
    assert article({"text": None}).text == ""
    assert article({"text": ""}).text == ""


def test_a_byte_order_mark_and_a_missing_last_newline_are_no_fault() -> None:
    lines = read(b'\xef\xbb\xbf{"text": "a"}\n{"text": "b"}')
    assert [type(line) for line in lines] == [ArticleLine, ArticleLine]


def test_what_no_database_takes_is_replaced_in_a_text_and_left_in_an_id() -> None:
    (found,) = read(rb'{"id": "\ud800", "text": "one\u0000two\udfff", "title": "\ud83d\ude00"}' + b"\n")
    assert isinstance(found, ArticleLine)
    assert (found.id, found.article.text, found.article.headline) == ("\ud800", "one�two�", "😀")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{torn\n", "no JSON: Expecting property name enclosed in double quotes at character 2"),
        (b'{"text": "a\0b"}\n', "no JSON: Invalid control character at at character 12"),
        (b'{"text": "\xff"}\n', "no UTF-8 at byte 11"),
        (b"[" * 100_000 + b"\n", "no JSON that can be read: numbers too long or brackets too deep"),
        (b'{"text": "a", "n": ' + b"1" * 5000 + b"}\n", "no JSON that can be read: numbers too long"),
        (["a text"], "an array, no object"),
        (None, "null, no object"),
        ({"text": ["a", "b"]}, "its text is an array, no string"),
        ({"text": 5}, "its text is a number, no string"),
        ({"headline": "a"}, "no text: it has no 'text', 'body', "),
        ({"text": "a", "id": 1.5}, "its 'id' is a number, no string and no whole number"),
        ({"text": "a", "id": True}, "its 'id' is a boolean"),
        ({"text": "a", "id": {"$oid": "1"}}, "its 'id' is an object"),
    ],
)
def test_a_line_that_holds_no_article_says_why(line: object, said: str) -> None:
    assert reason(line).startswith(said)


def test_other_values_of_a_wrong_type_are_as_if_they_were_not_there() -> None:
    line = {"text": TEXT, "title": 5, "published": 1772323200, "url": ["x"], "source": {"name": "n"}}
    found = article({**line, "flags": [{}, "paywalled"], "dateline": "ARVALE", "date_conflict_days": "many"})
    assert (found.headline, found.date_published, found.url, found.site) == (None, None, None, None)
    assert (found.flags, found.dateline.place, found.date_conflict_days) == (["paywalled"], "ARVALE", None)


def test_a_line_that_is_too_long_is_passed_over_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 64)
    for length in (40, 64, 65, 128, 129, 1000):
        long = b'{"text": "' + b"a" * (length - 13) + b'"}\n'
        assert len(long) == length
        found = read(long, {"text": "next"})
        first = ArticleLine if length <= 64 else SkippedLine
        assert [(type(line), line.number) for line in found] == [(first, 1), (ArticleLine, 2)]
    (skipped,) = read(b"a" * 64)
    assert isinstance(skipped, SkippedLine)

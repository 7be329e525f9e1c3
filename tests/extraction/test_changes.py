"""What a page shows around a text is no change of it; a figure in a sentence is."""

from __future__ import annotations

import time

import pytest

from newscrawl.extraction.changes import essence, is_page_line, is_trivial_change

STORY = (
    "The first ferry – the “Ada”, 120 years old – left Arvale at 14:05, its owner’s daughter said…"
    "\n\nTwelve passengers stayed."
)

PAGE_LINES = [
    "Last updated 14:05",
    "Updated 5 minutes ago",
    "Posted 2 hours ago",
    "just now",
    "Published: Thursday 5 March 2026, 10:15 CET | Updated: 14:05 | 1,204 views",
    "120 views · 3 comments",
    "Views: 120",
    "5 min read",
    "Lesezeit: 5 Minuten",
    "vor 5 Minuten",
    "Stand: 12.03.2026, 14:05 Uhr",
    "Aktualisiert am 12.03.2026 um 14:05 Uhr",
    "il y a 5 minutes",
    "Publié le 5 mars 2026 à 10h00 - Mis à jour à 14h05",
    "hace 2 horas",
    "Actualizado el 5 de marzo de 2026 a las 10:00 h.",
    "Sist oppdatert kl. 14.05",
    "Güncelleme: 5 Mart 2026 14:05",
    "обновлено 14:05",
    "5 минут назад",
    "更新时间：2026-03-05 10:00",
    "更新日：2026年3月5日",
    "5分钟前",
    "阅读 1234",
    "5분 전",
    "입력 2026.03.05 10:00",
    "अपडेट 5 मार्च 2026",
    "อัปเดต 5 มีนาคม 2569",
    "Cập nhật lúc 14:05 ngày 5 tháng 3",
]

SENTENCES = [
    "12 dead",
    "2:1",
    "Day 12",
    "5 days",
    "3 goals",
    "5 March",
    "Rain in May",
    "Views",
    "The ferry left 5 minutes ago",
    "Updated figures show 12 dead",
    "Published in 12 languages",
    "12 people like it",
]


@pytest.mark.parametrize("line", PAGE_LINES)
def test_a_line_that_counts_or_tells_the_time_is_the_pages(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_line_that_says_anything_else_is_the_publishers(line: str) -> None:
    assert not is_page_line(line)


TRIVIAL = {
    "white space": STORY.replace(" ", "\u00a0 "),
    "paragraphs set otherwise": STORY.replace("\n\n", "\n"),
    "straight quotes": STORY.replace("“", '"').replace("”", '"').replace("’", "'"),
    "guillemets with spaces": STORY.replace("“", "« ").replace("”", " »"),
    "two single quotes for a double one": STORY.replace("“", "''").replace("”", "''"),
    "dashes": STORY.replace("–", "--"),
    "an ellipsis in dots": STORY.replace("…", ". . ."),
    "soft hyphens": STORY.replace("passengers", "passen\u00adgers"),
    "ligatures": STORY.replace("fi", "ﬁ"),
    "full-width forms": STORY.replace("Twelve", "Ｔｗｅｌｖｅ"),
    "a decomposed accent": STORY.replace("Arvale", "Arvále").replace("á", "a"),
    "a line about the page below": f"{STORY}\n\nUpdated 2 hours ago",
    "a line about the page above": f"5 March 2026, 14:05\n\n{STORY}",
    "a time in the last line": STORY.replace("said…", "said… Last updated 14:05"),
    "a time in the first line": f"Updated 5 minutes ago | {STORY}",
    "a count of readers below": f"{STORY}\n\n1,204",
}


@pytest.mark.parametrize("now", TRIVIAL.values(), ids=TRIVIAL)
def test_a_text_in_another_form_is_the_same(now: str) -> None:
    assert is_trivial_change(STORY, now)
    assert is_trivial_change(now, STORY)


REAL = {
    "a figure": STORY.replace("120", "121"),
    "a time in a sentence": STORY.replace("14:05", "14:15"),
    "a number word": STORY.replace("Twelve", "Fourteen"),
    "a word": STORY.replace("owner", "captain"),
    "a word's case": STORY.replace("ferry", "Ferry"),
    "quotes taken away": STORY.replace("“", "").replace("”", ""),
    "a question": STORY.replace("stayed.", "stayed?"),
    "two words made one": STORY.replace("120 years", "120years"),
    "a paragraph more": f"{STORY}\n\nIt was raining.",
    "a paragraph less": STORY.partition("\n\n")[0],
    "paragraphs turned round": "\n\n".join(STORY.split("\n\n")[::-1]),
    "a figure in a short sentence": f"{STORY} 12 hits.",
    "a figure below its label": f"{STORY}\n\nPassengers\n\n12",
}


@pytest.mark.parametrize("now", REAL.values(), ids=REAL)
def test_a_text_that_says_something_else_is_another(now: str) -> None:
    assert not is_trivial_change(STORY, now)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Rain.\n\n5 March 2026\n\nSun.", "Rain.\n\n6 March 2026\n\nSun."),
        ("Passengers\n\n12", "Passengers\n\n14"),
        ("12 dead", "14 dead"),
        ("It rose to\n\n2,500 on 1 January 1985.", "It rose to\n\n2,600 on 1 January 1985."),
        ("2:1", "2:2"),
        ("12\n\n13", "12\n\n14"),
        ("12", "14"),
        ("", "14"),
    ],
)
def test_figures_that_may_be_news_count(before: str, now: str) -> None:
    assert not is_trivial_change(before, now)


def test_a_line_of_the_page_that_changes_is_no_change() -> None:
    before, now = (f"Posted {n} minutes ago\n\n{STORY}\n\n{n} views\n\nIt rained." for n in (5, 90))
    assert is_trivial_change(before, now)


def test_spaces_between_characters_that_need_none_say_nothing() -> None:
    assert is_trivial_change("雨がやんだ。", "雨が やんだ 。")
    assert not is_trivial_change("雨がやんだ。", "雪がやんだ。")


@pytest.mark.parametrize(
    "text", ["'" * 300_000, "-'" * 150_000, "1 " * 300_000, "5 ago\n\n" * 40_000, "\n" * 300_000, "雨" * 300_000]
)
def test_any_text_is_read_in_linear_time(text: str) -> None:
    started = time.process_time()
    essence(text)
    assert time.process_time() - started < 3.0

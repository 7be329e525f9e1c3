"""What is left to dateparser is one day, surely, or nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import extract_article
from newscrawl.extraction.odd_dates import read_odd_date

FETCHED = "2025-03-11T10:26:00Z"


@pytest.mark.parametrize(
    ("line", "language"),
    [("3 hours ago", "en-GB"), ("vor 3 Stunden", "de"), ("il y a 2 heures", "fr"), ("hace 5 minutos", "es"),
     ("há 2 horas", "pt-BR"), ("2 ore fa", "it"), ("3 часа назад", "ru"), ("3小时前", "zh"), ("3時間前", "ja"),
     ("3시간 전", "ko"), ("2 saat önce", "tr"), ("3 giờ trước", "vi"), ("3 घंटे पहले", "hi"), ("11. Mäerz 2025", "lb"),
     ("11 Meurzh 2025", "br")],
)  # fmt: skip
def test_a_day_is_read(line: str, language: str) -> None:
    assert read_odd_date(line, language, FETCHED).iso == "2025-03-11"


@pytest.mark.parametrize(
    "line",
    ["12 Angry Men 1957", "5 min read", "3 comments", "7", "2 days ago", "2 years ago", "in 2 hours", "10 May",
     "10 hours ago", "yesterday", "Part 2 of 2019", "1/2", "2019", "November 2022"],
)  # fmt: skip
def test_what_may_be_no_day_or_two_is_none(line: str) -> None:
    assert read_odd_date(line, "en", FETCHED) is None


def test_a_relative_time_means_nothing_without_the_fetch() -> None:
    assert read_odd_date("3 hours ago", "en") is None


def test_an_article_takes_it_from_the_line_below_its_headline() -> None:
    text = "".join(
        f"<p>The ferry left the harbour late again, as it had on day {n}, and few minded.</p>" for n in "abcd"
    )
    page = f"<html lang=en><h1>The ferry is late</h1><div class=date>3 hours ago</div>{text}"
    article = extract_article(page, "https://times.test/ferry", fetched_at=FETCHED)
    assert (article.date_published, article.provenance.fields.date_published) == ("2025-03-11", "dom")
    assert extract_article(page, "https://times.test/ferry").date_published is None


def test_a_page_that_states_its_date_never_loads_the_library() -> None:
    code = (
        "import sys; from newscrawl import extract_article;"
        "extract_article('<html lang=en><meta property=article:published_time content=2025-03-11><h1>A</h1>', 'https://a.test/');"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["en", "de", "xx", "zh-Hant", None]))
def test_any_line_is_survived(line: str, language: str | None) -> None:
    moment = read_odd_date(line, language, FETCHED)
    assert moment is None or not moment.has_time

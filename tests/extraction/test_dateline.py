"""Place and agency at the head of a text, in the forms that agencies use."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.dateline import read_dateline


@pytest.mark.parametrize(
    ("head", "place", "agency"),
    [
        ("ARVALE, Norland (AP) — The ferry", "ARVALE, Norland", "AP"),
        ("ARVALE, March 11 (Reuters) - The ferry", "ARVALE", "Reuters"),
        ("ARVALE/DUNMOOR (Reuters) -The ferry", "ARVALE/DUNMOOR", "Reuters"),
        ("Arvale (AFP) – Le bac", "Arvale", "AFP"),
        ("Arvale (dpa/lno) - Die Fähre", "Arvale", "dpa"),
        ("Arvale. (dpa) Die Fähre", "Arvale", "dpa"),
        ("Arvale, 11 mar (EFE).- El barco", "Arvale", "EFE"),
        ("(ANSA) - ARVALE, 11 MAR - Il battello", "ARVALE", "ANSA"),
        ("АРВАЛЕ, 11 марта (ТАСС) — Паром", "АРВАЛЕ", "ТАСС"),
        ("新华社北京3月11日电（记者王小明）渡轮", "北京", "新华社"),
        ("ARVALE, Norland (NPA) — The ferry", "ARVALE, Norland", "NPA"),
        ("PORT DUNMOOR (Norland Press) — The ferry", "PORT DUNMOOR", "Norland Press"),
        ("PORT DUNMOOR — The ferry", "PORT DUNMOOR", None),
        ("(AP) — The ferry", None, "AP"),
        ("The harbour master (left) - a tall man - said", None, None),
        ("U.S. officials — who had counted — said", None, None),
        ("The ferry (AP) was late", None, None),
        ("", None, None),
    ],
)
def test_datelines(head: str, place: str | None, agency: str | None) -> None:
    found = read_dateline(head)
    assert (found.place, found.agency) == (place, agency)


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    read_dateline(text)


@pytest.mark.parametrize("text", ["A " * 500, "(" * 500, "A, " * 500, "A/" * 500, "A (" * 500, "—" * 500])
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    read_dateline(text)
    assert time.process_time() - begun < 0.1

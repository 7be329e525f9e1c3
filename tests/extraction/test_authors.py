"""Bylines lose their labels and counters; names come out of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.authors import byline_of, clean_names, has_counter


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Larkspur View", "Larkspur"),
        ("Larkspur | 120 views", "Larkspur"),
        ("By Ada Moor", "Ada Moor"),
        ("Von Edda Finn und Ben Tide", "Edda Finn und Ben Tide"),
        ("Par Jeanne Aulne · 3 min de lecture", "Jeanne Aulne"),
        ("作者：王小明", "王小明"),
        ("View(0)", None),
        ("1.2k views", None),
        ("admin", None),
        ("", None),
        ("—", None),
    ],
)
def test_labels_and_counters_go(line: str, byline: str | None) -> None:
    assert byline_of(line) == byline


@pytest.mark.parametrize(
    ("claims", "names"),
    [
        (["By Ada Moor and Ben Tide"], ["Ada Moor", "Ben Tide"]),
        (["Ada Moor, Ben Tide", "Ada Moor"], ["Ada Moor", "Ben Tide"]),
        (["Ada Moor, Political Editor"], ["Ada Moor"]),
        (["Edda Finn, Dunmoor"], ["Edda Finn"]),
        (["Associated Press"], ["Associated Press"]),
        (["https://times.test/author/ada"], []),
        (["admin", "View", "Staff"], []),
        (["Harbour Times"], []),
        (["신현주 기자"], ["신현주"]),
        (["The ferry was late again and nobody knew why it was."], []),
        ([], []),
    ],
)
def test_names_come_out_of_claims(claims: list[str], names: list[str]) -> None:
    assert clean_names(claims, frozenset({"harbourtimes"})) == names


def test_a_counter_is_seen() -> None:
    assert has_counter("Larkspur View")
    assert has_counter("Просмотров: 120")
    assert not has_counter("The Viewer")


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    byline_of(text)
    clean_names([text])

"""Bylines lose their labels and counters; names come out of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.authors import byline_of, clean_names, fullest_names, has_counter


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
        (["ada moor"], ["ada moor"]),
        (["dpa"], ["dpa"]),
        (["Ada Moor, AFP"], ["Ada Moor", "AFP"]),
        (["Reuters, AFP"], ["Reuters", "AFP"]),
        (["Ada Moor, MD, PhD"], ["Ada Moor"]),
        (["Ada Moor, Ben Tide, Managing Director"], ["Ada Moor", "Ben Tide"]),
        (["Office for Ports and Piers"], ["Office for Ports and Piers"]),
        (["Maria & Katja"], ["Maria", "Katja"]),
        (["a.moor@times.test", "7 minutes"], []),
        (
            ["By: Ada Moor", "Verfasst von Edda Finn", "Publié par Jeanne Aulne"],
            ["Ada Moor", "Edda Finn", "Jeanne Aulne"],
        ),
        (["AM", "Ada Moor"], ["Ada Moor"]),
        (["The ferry was late again and nobody knew why it was."], []),
        ([], []),
    ],
)
def test_names_come_out_of_claims(claims: list[str], names: list[str]) -> None:
    assert clean_names(claims, frozenset({"harbourtimes"})) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Moor on Monday", ["Ada Moor"]),
        ("By Ada Moor 8 January 2026, 3:51 pm", ["Ada Moor"]),
        ("Von Edda Finn und Ben Tide | Hafen | 0", ["Edda Finn", "Ben Tide"]),
        ("Ada Moor – Port", ["Ada Moor"]),
        ("by harbourcat", ["harbourcat"]),
        ("harbourcat", []),
        ("Text: Edda Finn", ["Edda Finn"]),
        ("Interview Edda Finn", ["Interview Edda Finn"]),
        ("By Ada Moor. Reviewed by Ben Tide", ["Ada Moor"]),
        ("More about Ada Moor", []),
        ("Articles by Ada", []),
        ("Autor: Edda Finn", ["Edda Finn"]),
        ("Опубликовал: Анна Море", ["Анна Море"]),
        ("文：王小明", ["王小明"]),
    ],
)
def test_a_printed_line_goes_on_behind_the_name(line: str, names: list[str]) -> None:
    assert clean_names([line], is_printed=True) == names


def test_the_fullest_list_that_holds_the_first_one_wins() -> None:
    assert fullest_names(["Ada Moor"], [["Ben Tide", "Edda Finn"], ["Ada Moor", "Ben Tide"]]) == [
        "Ada Moor",
        "Ben Tide",
    ]
    assert fullest_names(["Ada Moor"], [["Ben Tide", "Edda Finn"], ["Ada Moor"]]) == ["Ada Moor"]
    assert fullest_names([], [["Ada Moor"]]) == []


def test_a_long_line_is_read_in_linear_time() -> None:
    for line in ("By " * 30_000, "a | " * 30_000, " reviewed" * 30_000, "x" * 300_000):
        assert clean_names([line], is_printed=True) == clean_names([line]) == []


def test_a_counter_is_seen() -> None:
    assert has_counter("Larkspur View")
    assert has_counter("Просмотров: 120")
    assert not has_counter("The Viewer")


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    byline_of(text)
    clean_names([text])
    clean_names([text], is_printed=True)

"""The paragraphs and words that changed from one text to another."""

from __future__ import annotations

import random
import time

import pytest

from newscrawl.extraction.diffs import Paragraph, Piece, paragraph_changes, word_changes

BEFORE = """The mill burned for 12 hours.

Nobody was hurt, the fire brigade of Arvale said.

The owner is on holiday.

The road is closed."""


def kinds(before: str, now: str) -> list[str]:
    return [paragraph.kind for paragraph in paragraph_changes(before, now)]


def letters(changes: list[Paragraph], left_out: str) -> str:
    """One of the two texts as their changes tell it, without white space."""
    told = (piece.text for paragraph in changes for piece in paragraph.pieces if piece.kind != left_out)
    return "".join("".join(told).split())


def test_an_unchanged_text_has_no_change() -> None:
    assert kinds(BEFORE, BEFORE) == ["same"] * 4


def test_another_form_of_quotes_is_the_same_and_shown_as_it_is_now() -> None:
    assert paragraph_changes("“Rain”", '"Rain"') == [Paragraph("same", (Piece("same", '"Rain"'),))]


def test_a_changed_figure_is_the_one_word_that_changed() -> None:
    changed = paragraph_changes(BEFORE, BEFORE.replace("12", "14"))[0]
    assert changed.kind == "changed"
    assert [(piece.kind, piece.text) for piece in changed.pieces] == [
        ("same", "The mill burned for "),
        ("removed", "12 "),
        ("added", "14 "),
        ("same", "hours."),
    ]


def test_paragraphs_that_came_and_went_stand_in_their_place() -> None:
    now = BEFORE.replace("The owner is on holiday.\n\n", "") + "\n\nIt will open on Friday."
    assert kinds(BEFORE, now) == ["same", "same", "removed", "same", "added"]


def test_a_paragraph_is_shown_beside_its_new_form_behind_one_that_is_new() -> None:
    now = BEFORE.replace("The mill burned for 12", "A storm came up at dusk.\n\nThe old mill burned for 14")
    assert kinds(BEFORE, now) == ["added", "changed", "same", "same", "same"]


def test_a_paragraph_written_anew_is_one_gone_and_one_come() -> None:
    assert kinds(BEFORE, BEFORE.replace("The owner is on holiday.", "Rain put it out.")) == [
        *("same", "same", "removed", "added", "same"),
    ]


def test_scripts_without_spaces_change_by_character() -> None:
    pieces = word_changes("火事は12時間続いた。", "火事は14時間続いた。")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "火事は"),
        ("removed", "12"),
        ("added", "14"),
        ("same", "時間続いた。"),
    ]


def test_both_texts_can_be_read_off_their_changes() -> None:
    chance = random.Random(7)
    said = ["Rain", "ends", "at", "last", "today", "12", "14", "people", "wait", ","]
    for _ in range(200):
        before, now = (
            "\n\n".join(" ".join(chance.choices(said, k=6)) for _ in range(chance.randrange(1, 6))) for _ in range(2)
        )
        changes = paragraph_changes(before, now)
        assert letters(changes, "added") == "".join(before.split())
        assert letters(changes, "removed") == "".join(now.split())


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("a b " * 200_000, "b a " * 200_000),
        ("a\n\nb\n\n" * 50_000, "b\n\na\n\n" * 50_000),
        ("a b " * 1_400, "b a " * 1_450),
        ("a\n\nb\n\n" * 900, "b\n\na\n\n" * 990),
        ("", "a " * 500_000),
    ],
)
def test_any_two_texts_are_compared_in_seconds(before: str, now: str) -> None:
    started = time.process_time()
    paragraph_changes(before, now)
    assert time.process_time() - started < 6.0

"""What a text implies of its own date, alone and beside the day that its page claims."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.story_dates import Case, conflicts, found_in, read_cases, scores
from newscrawl.extraction.date_mentions import find_mentions
from newscrawl.extraction.story_dates import conflict_days, has_date_conflict, is_conflict, read_story_date
from newscrawl.extraction.story_words import words_of
from newscrawl.items import Article, StoryDate

CASES = read_cases()
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "pl", "cs", "ru", "uk", "tr", "id")
THURSDAY = "The council voted to close the bridge, the mayor said Thursday. Lorries must take the coast road."


def test_what_is_concluded_of_our_own_texts_is_true_and_most_is_concluded() -> None:
    table = scores(CASES)
    assert table["all"].texts >= 100
    assert table["all"].precision >= 0.98
    assert table["all"].coverage >= 0.92
    assert table["held back"].precision >= 0.95
    assert table["held back"].coverage >= 0.85


def test_every_conflict_of_our_own_texts_is_found_and_none_that_is_none() -> None:
    right, flagged, true = conflicts(CASES)
    assert right == flagged == true > 10


@pytest.mark.parametrize("case", [case for case in CASES if case.value is None], ids=lambda case: case.id)
def test_nothing_is_concluded_where_nothing_may_be(case: Case) -> None:
    assert found_in(case)[0] == StoryDate()


@pytest.mark.parametrize("case", [case for case in CASES if case.evidence], ids=lambda case: case.id)
def test_evidence_is_printed_as_it_stands_the_years_first(case: Case) -> None:
    found, _ = found_in(case)
    assert tuple(found.evidence) == case.evidence
    assert all(phrase in case.text for phrase in found.evidence)


@pytest.mark.parametrize(
    ("claimed", "value"),
    [
        (None, None),
        (date(2024, 9, 19), "2024-09-19"),
        (date(2024, 9, 21), "2024-09-19"),
        (date(2024, 9, 22), None),
    ],
)
def test_a_weekday_is_resolved_against_a_claim_that_follows_within_two_days(
    claimed: date | None, value: str | None
) -> None:
    assert read_story_date(THURSDAY, "en", claimed).value == value


def test_a_claim_does_not_complete_what_speaks_against_it() -> None:
    text = THURSDAY + " The county's budget for 2019 has money for a ferry."
    assert read_story_date(text, "en", date(2024, 9, 19)).value is None


def test_a_claim_never_overrules_the_text() -> None:
    text = "The ferry sank on Tuesday, May 14, 2024, its owner said. It will not be raised."
    assert read_story_date(text, "en", date(2025, 8, 15)).value == "2024-05-14"


def test_a_day_that_comes_round_at_the_claimed_one_is_remembered() -> None:
    text = "On Tuesday, Sept. 11, 2001, the harbour had fallen silent. Hundreds gathered there again on Saturday."
    assert read_story_date(text, "en", date(2021, 9, 12)) == StoryDate()
    assert read_story_date(text, "en", date(2021, 4, 12)).value == "2001-09-11"


def test_the_latest_day_behind_is_the_storys() -> None:
    text = "Two men were arrested Tuesday night after the fire that was lit on March 9, 2025, in the old mill."
    assert read_story_date(text, "en", date(2025, 3, 11)).value == "2025-03-11"


def test_next_year_beside_a_month_of_it_gives_the_year() -> None:
    assert read_story_date("The vote in November 2024, next year, will be close.", "en").value == "2023"


def test_an_event_that_lasts_days_began_no_earlier_than_they_allow() -> None:
    text = (
        "The choirs spoke of their plans for 2023, a singer said Thursday. More are to come next year."
        " The meeting is expected to last 3 days and will end on Dec. 30."
    )
    assert read_story_date(text, "en").value == "2022-12-29"


def test_words_of_another_language_are_no_evidence() -> None:
    assert read_story_date(THURSDAY, "fr", date(2024, 9, 19)) == StoryDate()
    assert read_story_date(THURSDAY, None, date(2024, 9, 19)) == StoryDate()


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "pl", "cs", "ru", "uk", "tr", "id"]
)
def test_every_language_has_all_its_months_and_weekdays(language: str) -> None:
    words = words_of(language)
    assert words is not None
    assert set(words.months.values()) == set(range(1, 13))
    assert set(words.weekdays.values()) == set(range(7))
    assert all((words.behind, words.relative, words.said))


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("The bridge was closed on May 3.", -1),
        ("The bridge will be opened on May 3.", 1),
        ("The bridge would be opened on May 3.", 0),
        ("The bridge was expected to open on May 3.", 0),
        ("May 3 is a fine day.", 0),
    ],
)
def test_tense_tells_what_lies_behind(sentence: str, side: int) -> None:
    assert [mention.side for mention in find_mentions(sentence, "en")] == [side]


def test_months_that_are_other_words_are_no_dates() -> None:
    assert find_mentions("They may 14 times march.", "en") == []


@pytest.mark.parametrize(
    ("value", "precision", "days"),
    [("2024-05-14", "day", 10), ("2024-05", "month", 0), ("2024-04", "month", 24), ("2025", "year", -222)],
)
def test_days_of_conflict_are_counted_from_the_nearest_day(value: str, precision: str, days: int) -> None:
    story = StoryDate(value=value, precision=precision)  # type: ignore[arg-type]
    assert conflict_days(story, date(2024, 5, 24)) == days


@pytest.mark.parametrize(("days", "conflict"), [(None, False), (31, False), (32, True), (-7, False), (-8, True)])
def test_a_copy_of_the_same_month_is_no_conflict(days: int | None, conflict: bool) -> None:
    assert is_conflict(days) is conflict


def test_a_text_brought_up_to_date_is_no_conflict() -> None:
    story = StoryDate(value="2024-05-14", precision="day")
    assert has_date_conflict(Article(story_date=story, date_conflict_days=-40))
    assert not has_date_conflict(Article(story_date=story, date_conflict_days=-40, date_modified="2024-05-15T10:00:00"))


@given(st.text(max_size=300), st.sampled_from(["en", "de", "fr", "pt", "tr", "zh", "ko", "xx", None]))
def test_any_text_is_survived(text: str, language: str | None) -> None:
    read_story_date(text, language, date(2024, 5, 14))


@given(
    st.lists(
        st.sampled_from(
            ["May", "31", "Feb", "2024", "Tuesday", ", ", " ", "(", "next year", "30", "0", "\n", "९", "9999"]
        )
    )
)
def test_any_heap_of_dates_is_survived(words: list[str]) -> None:
    read_story_date(" ".join(words), "en", date(2024, 2, 29))
    read_story_date("".join(words), "pt", date(1, 1, 1))
    read_story_date(" ".join(words), "en", date(9999, 12, 31))


@pytest.mark.parametrize(
    "unit", ["May 14 ", "14. Mai 2024 ", "Tuesday ", '"', "next year ", "1.1.2024 ", "a ", "5月14日", "2024 ", "(May"]
)
@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_no_text_takes_long(unit: str, language: str) -> None:
    begun = time.process_time()
    read_story_date(unit * 100_000, language, date(2024, 5, 14))
    assert time.process_time() - begun < 0.25

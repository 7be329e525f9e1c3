"""Of the titles that a page gives its story, the one that readers see is the headline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.headlines import Title, alike, choose_headline

PRINTED = "Harbour ferry sails again after nine weeks"


@pytest.mark.parametrize(
    ("printed", "stated", "headline"),
    [
        # what structured data names the headline is the headline
        (PRINTED, [("json_ld", "The ferry: how it was"), ("meta", PRINTED)], ("json_ld", "The ferry: how it was")),
        (PRINTED, [("json_ld", PRINTED), ("meta", "Ferry news: when does it sail?")], ("json_ld", PRINTED)),
        # a heading that nothing repeats
        (PRINTED, [("json_ld", "The harbour ferry sails again")], ("json_ld", "The harbour ferry sails again")),
        (PRINTED, [("meta", "Ferry sails again after nine weeks of repair")], ("dom", PRINTED)),
        ("The Dunmoor Daily Herald", [("meta", PRINTED)], ("meta", PRINTED)),
        ("Sports", [("meta", PRINTED)], ("meta", PRINTED)),
        ("Welcome!", [("dom", "Untitled")], ("dom", "Welcome!")),
        # kickers and names
        (f"Harbour {PRINTED}", [("meta", PRINTED)], ("meta", PRINTED)),
        (PRINTED, [("meta", f"Harbour: {PRINTED}")], ("dom", PRINTED)),
        (PRINTED, [("meta", f"{PRINTED} | News | 27.04.2026")], ("dom", PRINTED)),
        (f"{PRINTED} | Port Office", [("meta", PRINTED)], ("meta", PRINTED)),
        # titles that are cut
        (None, [("json_ld", "Harbour ferry sails again …"), ("dom", PRINTED)], ("dom", PRINTED)),
        (None, [("json_ld", "Harbour ferry sails again …")], ("json_ld", "Harbour ferry sails again …")),
        # capitals
        (PRINTED.upper(), [("meta", PRINTED)], ("meta", PRINTED)),
        (PRINTED, [], ("dom", PRINTED)),
        (None, [], None),
    ],
)  # fmt: skip
def test_the_headline_is_the_stated_one_or_the_title_that_readers_see(
    printed: str | None, stated: list[Title], headline: Title | None
) -> None:
    assert choose_headline(printed, stated) == headline


def test_titles_are_alike_by_what_the_shorter_one_repeats() -> None:
    assert alike("Ferry sails", "The ferry sails again") == 1.0
    assert alike("Ferry sails", "Rain in Dunmoor") < 0.2
    assert alike("", "Rain") == alike("Rain", "") == 0.0


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=60), max_size=4))
def test_any_titles_are_survived(printed: str, titles: list[str]) -> None:
    stated: list[Title] = [("meta", title) for title in titles]
    chosen = choose_headline(printed or None, stated)
    assert (chosen is None) == (not printed and not titles)

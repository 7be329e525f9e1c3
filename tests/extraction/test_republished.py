"""What a page shows of a text that first stood elsewhere."""

from __future__ import annotations

import pytest

from newscrawl import extract_article

URL = "https://harbour-mirror.test/a"
BODY = (
    "ARVALE, Norland (NPA) — The swing bridge closed on 3 May 2024 after a cable snapped, and the port has asked all"
    " the lorries that use it to take the road over the weir, which is narrow and has two sharp bends.</p>"
    "<p>It will reopen to lorries on 28 May 2024, the port authority expects, and until then the ferries of the bay"
    " will be asked to carry more cars than they usually do at this time of the year."
)


def flags_of(body: str, *, published: str = "2025-10-07", head: str = "") -> set[str]:
    page = (
        f"<html lang=en><head><meta property='og:site_name' content='Harbour Mirror'>{head}"
        f"<meta property='article:published_time' content='{published}T10:00:00Z'></head>"
        f"<body><article><h1>Bridge closed after a cable snaps</h1><p>{body}</p></article></body></html>"
    )
    return set(extract_article(page, URL).flags) & {"date_conflict", "republished"}


def test_an_agencys_story_under_a_later_date_is_republished() -> None:
    assert flags_of(BODY) == {"date_conflict", "republished"}


def test_an_agencys_story_in_its_time_is_not() -> None:
    assert flags_of(BODY, published="2024-05-15") == set()


def test_a_sites_own_old_story_is_in_conflict_and_not_republished() -> None:
    assert flags_of(BODY.removeprefix("ARVALE, Norland (NPA) — ")) == {"date_conflict"}


@pytest.mark.parametrize(
    ("note", "is_one"),
    [
        ("This article was originally published by The Norland Post.", True),
        ("This story first appeared in the Norland Post and is reprinted here.", True),
        ("This article is republished from Norland Post under a licence.", True),
        ("This story was originally published on May 3, 2024, at noon.", False),
        ("This article was originally published by Harbour Mirror.", False),
        ("The novel was originally published by The Norland Post.", False),
    ],
)
def test_a_note_names_another_place_of_origin(note: str, is_one: bool) -> None:
    body = BODY.removeprefix("ARVALE, Norland (NPA) — ")
    assert ("republished" in flags_of(f"{body}</p><p>{note}", published="2024-05-15")) is is_one


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://norland-post.test/bridge", True),
        ("https://www.harbour-mirror.test/b", False),
        ("https://harbour-mirror.example/a", False),
        ("/b", False),
        ("http://[bad", False),
    ],
)
def test_a_canonical_address_on_another_site_tells_of_a_copy(address: str, is_one: bool) -> None:
    head = f"<link rel=canonical href='{address}'>"
    assert ("republished" in flags_of(BODY, published="2024-05-15", head=head)) is is_one

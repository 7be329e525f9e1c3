"""Labels and names are compared by their letters, whatever script they are in."""

from __future__ import annotations

import pytest

from newscrawl.extraction.headings import list_kind
from newscrawl.extraction.words import key, label


@pytest.mark.parametrize("mark", map(chr, range(128)), ids=ascii)
def test_ascii_is_read_as_all_else_is(mark: str) -> None:
    text = f"{mark}Ab{mark}{mark}c{mark}"
    assert label(text) == label(f"{text} é").removesuffix(" é")
    assert key(text) == key(f"{text}é").removesuffix("é")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("MOST READ", "ranking"),
        ("Read also:", "related"),
        ("More on this story today", "related"),
        ("More on the ferry that was late again on Monday", None),
        ("Moreover", None),
        ("More", None),
        ("You may also like", "recommended"),
        ("", None),
    ],
)
def test_a_heading_over_links_is_known_by_its_whole_or_its_opening(heading: str, kind: str | None) -> None:
    assert list_kind(heading) == kind

"""The parts of an article become one: in order, once, with the fields of the first part."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.continuations import join_parts
from newscrawl.extraction.text_facts import count_words, text_sha256
from newscrawl.items import Article, ArticleLink, Dateline, Image, LiveUpdate

SITE = "https://times.test"
HEADLINE = "Rain ends after nine days"
STANDFIRST = "The harbour dries its nets and counts what the storm has taken."
FIRST = "HARROW BAY (NPA) — The rain ended on Thursday after nine long days."
SECOND = "Nobody in the harbour had seen anything like it since the winter of the great flood."
THIRD = "The ferry sailed again in the afternoon with forty passengers on board."
FOURTH = "On Friday the nets were dry and the boats went out before dawn."


def part(number: int, *paragraphs: str, **fields: object) -> Article:
    return Article(url=f"{SITE}/rain_{number}.html", text="\n\n".join(paragraphs) or None, **fields)  # type: ignore[arg-type]


def paragraphs(*parts: Article) -> list[str]:
    return (join_parts(list(parts)).text or "").split("\n\n")


def test_texts_are_joined_in_order() -> None:
    assert paragraphs(part(1, FIRST, SECOND), part(2, THIRD), part(3, FOURTH)) == [FIRST, SECOND, THIRD, FOURTH]


def test_headline_and_standfirst_of_later_parts_are_left_out() -> None:
    first = part(1, FIRST, headline=HEADLINE, description=STANDFIRST)
    assert paragraphs(first, part(2, HEADLINE, STANDFIRST, THIRD)) == [FIRST, THIRD]


def test_paragraphs_that_come_again_stand_once() -> None:
    assert paragraphs(
        part(1, STANDFIRST, FIRST, SECOND), part(2, STANDFIRST, SECOND, THIRD), part(3, THIRD, FOURTH)
    ) == [
        STANDFIRST,
        FIRST,
        SECOND,
        THIRD,
        FOURTH,
    ]


def test_what_is_short_may_be_said_again_within_a_part() -> None:
    assert paragraphs(part(1, FIRST, "Yes.", SECOND), part(2, THIRD, "Yes.", FOURTH)) == [
        FIRST,
        "Yes.",
        SECOND,
        THIRD,
        "Yes.",
        FOURTH,
    ]


def test_what_frames_each_part_stands_once_however_short() -> None:
    assert paragraphs(part(1, "By A. Reed", FIRST, "Read on"), part(2, "By A. Reed", SECOND, "Read on")) == [
        "By A. Reed",
        FIRST,
        "Read on",
        SECOND,
    ]


@pytest.mark.parametrize("label", ["Page 2 of 3", "Seite 2 von 3", "第2页/共3页", "صفحة ٢ من ٣"])
def test_the_count_of_parts_is_no_paragraph(label: str) -> None:
    assert paragraphs(part(1, FIRST), part(2, label, SECOND)) == [FIRST, SECOND]


def test_a_part_that_is_given_twice_counts_once() -> None:
    assert paragraphs(part(1, FIRST), part(2, SECOND), part(2, SECOND, THIRD), part(1, FIRST)) == [FIRST, SECOND]


def test_the_first_parts_fields_win_and_missing_ones_come_from_later_parts() -> None:
    first = part(1, FIRST, headline=HEADLINE, section="Harbour", authors=["A. Reed"])
    second = part(2, SECOND, headline="Page two", section="Other", description=STANDFIRST, keywords=["rain"])
    second.provenance.fields.description = "meta"
    whole = join_parts([first, second])
    assert (whole.url, whole.headline, whole.section, whole.authors) == (first.url, HEADLINE, "Harbour", ["A. Reed"])
    assert (whole.description, whole.keywords) == (STANDFIRST, ["rain"])
    assert whole.provenance.fields.description == "meta"


def test_a_date_comes_with_all_that_belongs_to_it() -> None:
    date = {"date_published": "2026-11-05T10:00:00+01:00", "date_timezone": "stated", "published_day": "2026-11-05"}
    whole = join_parts([part(1, FIRST), part(2, SECOND, **date)])
    assert (whole.date_published, whole.date_timezone, whole.published_day) == tuple(date.values())


def test_what_is_told_from_the_text_is_told_from_the_whole() -> None:
    whole = join_parts([part(1, FIRST, word_count=3, text_sha256="x"), part(2, SECOND)])
    assert whole.text is not None
    assert (whole.word_count, whole.text_sha256) == (count_words(whole.text), text_sha256(whole.text))
    assert whole.language == "en"
    assert whole.dateline == Dateline(place="HARROW BAY", agency="NPA")


def test_pictures_and_corrections_are_those_of_all_parts_once() -> None:
    images = [Image(url=f"{SITE}/{n}.jpg", caption=str(n)) for n in range(3)]
    whole = join_parts(
        [
            part(1, FIRST, images=images[:2], corrections=["A name was wrong."]),
            part(
                2,
                SECOND,
                images=[*images[1:], deepcopy(images[0])],
                corrections=["A name was wrong.", "So was a date."],
            ),
        ]
    )
    assert whole.images == images
    assert whole.corrections == ["A name was wrong.", "So was a date."]


def test_links_from_part_to_part_are_no_links_to_other_stories() -> None:
    ferry = ArticleLink(role="body", url=f"{SITE}/ferry", text="ferry")
    to_second = ArticleLink(role="next", url=f"{SITE}/rain_2.html", text="2")
    to_first = ArticleLink(role="previous", url="http://www.times.test/rain_1.html", text="1")
    whole = join_parts([part(1, FIRST, links=[ferry, to_second]), part(2, SECOND, links=[to_first, deepcopy(ferry)])])
    assert whole.links == [ferry]


def test_flags_are_those_of_the_whole() -> None:
    first = part(1, FIRST, flags=["no_author", "short_text"])
    second = part(2, *[f"{SECOND} {n}" for n in range(6)], authors=["A. Reed"], flags=["truncated"])
    assert join_parts([first, second]).flags == ["truncated"]
    assert join_parts([part(1, FIRST), part(2, SECOND)]).flags == ["no_author", "short_text"]


def test_a_part_without_text_is_no_harm() -> None:
    assert join_parts([part(1), part(2, SECOND)]).text == SECOND
    assert join_parts([part(1, FIRST), part(2)]).text == FIRST
    assert join_parts([part(1), part(2)]).text is None


def test_entries_of_live_blogs_follow_each_other() -> None:
    updates = [LiveUpdate(text=str(n)) for n in range(3)]
    whole = join_parts([part(1, FIRST, live_updates=updates[:2]), part(2, SECOND, live_updates=updates[1:])])
    assert whole.live_updates == updates


def test_the_parts_stay_as_they_are() -> None:
    parts = [part(1, FIRST, images=[Image(url="/a")]), part(2, SECOND, images=[Image(url="/b")])]
    before = deepcopy(parts)
    join_parts(parts)
    assert parts == before


def test_one_part_alone_is_the_whole() -> None:
    whole = join_parts([part(1, FIRST, SECOND, FIRST)])
    assert whole.text == f"{FIRST}\n\n{SECOND}\n\n{FIRST}"


@given(st.lists(st.lists(st.sampled_from([FIRST, SECOND, THIRD, "Yes.", "—", ""]), max_size=4), min_size=1, max_size=4))
def test_nothing_is_lost_and_joining_the_whole_changes_nothing(texts: list[list[str]]) -> None:
    parts = [part(number, *text) for number, text in enumerate(texts)]
    whole = join_parts(parts)
    said = {text for one in texts for text in one if len(text) > 10}
    assert said == {text for text in (whole.text or "").split("\n\n") if len(text) > 10}
    assert join_parts([whole]).text == whole.text

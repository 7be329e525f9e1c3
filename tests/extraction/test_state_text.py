"""A text that only a script holds is found by the headline it stands beside, and nothing else of a state is."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from newscrawl.extraction.page import Page
from newscrawl.extraction.state_text import LEAST_UNITS, MAX_STATE, state_text
from newscrawl.loaders import extract_article

HEADLINE = "Ferry to Arvale sails again"
PARAGRAPHS = [
    "The island ferry will sail again on Monday, nine weeks after a storm tore away the pier.",
    "Engineers worked through two frosts to set forty oak piles into the bed of the harbour.",
    "The old timetable stays in force, and no extra fare will be charged, the office said.",
]
OTHERS = ["Gulls were counted on the roofs of the town, and there are many more than there were."] * 9
TEXT = "\n\n".join(PARAGRAPHS)


def page_with(state: Any, *, title: str = HEADLINE, form: str = "<script type=application/json>{}</script>") -> Page:
    return Page(f"<title>{title}</title><div id=root></div>{form.format(json.dumps(state))}", "https://times.test/a")


def blocks(*paragraphs: str) -> list[dict[str, str]]:
    return [{"type": "paragraph", "text": paragraph} for paragraph in paragraphs]


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
        PARAGRAPHS,
        blocks(*PARAGRAPHS),
        {"blocks": [{"data": {"text": paragraph}} for paragraph in PARAGRAPHS]},
        [{"kind": "p", "children": [paragraph]} for paragraph in PARAGRAPHS],
    ],
)
def test_a_body_is_read_in_the_forms_that_states_have(body: Any) -> None:
    state = {"props": {"article": {"headline": HEADLINE, "body": body}}}
    assert state_text(page_with(state)) == TEXT


def test_a_state_may_be_assigned_to_a_name() -> None:
    state = {"article": {"title": HEADLINE, "body": TEXT}}
    assert state_text(page_with(state, form="<script>window.__STATE__ = {};</script>")) == TEXT


def test_pictures_and_other_stories_in_a_body_are_none_of_it() -> None:
    body = blocks(*PARAGRAPHS)
    body[1:1] = [{"type": "image", "text": OTHERS[0]}, {"type": "related", "text": OTHERS[0]}]
    assert state_text(page_with({"headline": HEADLINE, "body": body, "related": OTHERS})) == TEXT


@pytest.mark.parametrize(
    "state",
    [
        {"headline": "Another headline altogether", "body": TEXT},
        {"articles": [{"headline": "Gulls counted on the roofs", "body": " ".join(OTHERS)}]},
        {"headline": HEADLINE, "body": "Too short to be a text."},
        {"headline": HEADLINE, "related": blocks(*OTHERS)},
        {"site": {"name": "The Northbank Chronicle", "consentText": " ".join(OTHERS)}},
        {"site": "The Northbank Chronicle", "articles": [{"title": "Gulls counted on the roofs", "text": TEXT}]},
        [],
        None,
    ],
)
def test_what_does_not_stand_beside_the_headline_is_no_text(state: Any) -> None:
    assert state_text(page_with(state, title=f"{HEADLINE} | The Northbank Chronicle")) is None


def test_a_text_in_two_forms_is_read_once() -> None:
    html = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert state_text(page_with({"headline": HEADLINE, "content": {"text": TEXT, "html": html}})) == TEXT


@pytest.mark.parametrize(
    "script",
    [
        '{"headline": "Ferry to Arvale sails again", "body": ',
        "[" * 100_000,
        '{"a":' * 50_000,
        "[" + ",".join(['"x"'] * 200_000) + "]",
        json.dumps({"headline": HEADLINE, "body": TEXT, "more": "x" * MAX_STATE}),
    ],
)
def test_a_broken_or_endless_state_holds_no_text(script: str) -> None:
    markup = f"<title>{HEADLINE}</title><script type=application/json>{script}</script>"
    assert state_text(Page(markup, "https://times.test/a")) is None


def test_a_state_is_read_once_however_often_it_names_the_headline() -> None:
    state: dict[str, Any] = {"headline": HEADLINE, "content": [f"ab<b>c d</b>{number}" for number in range(10_000)]}
    for _ in range(50):
        state = {"headline": HEADLINE, "content": state}
    page = page_with(state)
    begun = time.process_time()
    state_text(page)
    assert time.process_time() - begun < 2


def test_half_a_surrogate_pair_is_no_character() -> None:
    state = json.dumps({"headline": HEADLINE, "body": " ".join(PARAGRAPHS) + " \ud83d and more"})
    markup = f"<title>{HEADLINE}</title><script type=application/json>{state}</script>"
    text = extract_article(markup, "https://times.test/a").text
    assert text is not None
    assert text.encode().decode() == text


def test_a_state_is_asked_where_hardly_a_text_is_printed() -> None:
    script = f"<script type=application/json>{json.dumps({'headline': HEADLINE, 'body': TEXT})}</script>"
    article = extract_article(f"<title>{HEADLINE}</title><p>Loading</p>{script}", "https://times.test/a")
    assert (article.text, article.provenance.fields.text) == (TEXT, "script")
    assert article.word_count is not None
    assert article.word_count >= LEAST_UNITS

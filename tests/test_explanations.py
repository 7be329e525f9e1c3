"""An explanation says of each field who gave it, what the others said, and what was refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import extract_article
from newscrawl.explanations import Claim, Explained, explain_article
from newscrawl.extraction.page import Page
from newscrawl.items import EXTRACTED_FIELDS, STRATEGIES
from tests.test_pages import PAGES

URL = "https://times.test/news/ferry"
TEXT = "The island ferry will sail again on Monday, nine weeks after a storm tore away the pier of the harbour."
STATED = {
    "@type": "NewsArticle",
    "headline": "Ferry is back",
    "datePublished": "2026-02-30T10:00:00Z",
    "author": [{"@type": "Person", "name": "Ada Moor"}],
    "articleBody": "A short text.",
}
PAGE = (
    "<meta property=og:site_name content=Times><meta property=og:title content='Ferry is back | Times'>"
    "<meta property=article:published_time content='2026-02-27T10:00:00'>"
    f"<script type='application/ld+json'>{json.dumps(STATED)}</script>"
    f"<article><h1 class=t>Ferry returns</h1><p class=by>By Ada Moor and Bo Lee</p><p>{TEXT}</p></article>"
)


def explained(site: object = None) -> dict[str, Explained]:
    _, fields = explain_article(Page(PAGE, URL), site)
    return {one.field: one for one in fields}


def test_every_extracted_field_is_explained_once_in_order() -> None:
    assert tuple(explained()) == EXTRACTED_FIELDS


def test_what_other_strategies_said_is_told_though_nobody_needed_it() -> None:
    headline = explained()["headline"]
    assert (headline.value, headline.strategy) == ("Ferry is back", "json_ld")
    assert headline.claims["dom"][0] == Claim("Ferry returns", ["Ferry returns"])


def test_a_claim_has_the_value_as_said_and_as_cleaned() -> None:
    assert explained()["authors"].claims["dom"] == [Claim("By Ada Moor and Bo Lee", ["Ada Moor", "Bo Lee"])]


def test_a_refused_claim_is_read_as_nothing() -> None:
    published = explained()["date_published"]
    assert published.strategy == "meta"
    assert published.claims["json_ld"] == [Claim("2026-02-30T10:00:00Z", [])]


def test_dates_are_read_in_the_zone_of_the_site() -> None:
    published = explained({"timezone": "Europe/Berlin"})["date_published"]
    assert published.claims["meta"] == [Claim("2026-02-27T10:00:00", ["2026-02-27T10:00:00+01:00"])]


def test_selectors_of_the_site_stand_first() -> None:
    headline = explained({"fields": {"headline": "h1.t"}})["headline"]
    assert (headline.value, headline.strategy) == ("Ferry returns", "site")
    assert next(iter(headline.claims)) == "site"
    assert headline.claims["json_ld"] == [Claim("Ferry is back", ["Ferry is back"])]


def test_a_text_that_the_structured_data_states_is_told_beside_the_printed_one() -> None:
    text = explained()["text"]
    assert (text.value, text.strategy) == (TEXT, "dom")
    assert text.claims == {"json_ld": [Claim("A short text.", ["A short text."])], "dom": [Claim(TEXT, [TEXT])]}


def test_a_value_made_from_others_has_a_strategy_and_no_claims() -> None:
    language = explained()["language"]
    assert (language.strategy, language.claims) == ("text", {})


@pytest.mark.parametrize("case", PAGES, ids=[case.parent.name for case in PAGES])
def test_explaining_reads_no_page_otherwise(case) -> None:
    wanted = json.loads(case.read_text("utf-8"))
    body = (case.parent / "page.html").read_bytes()
    article, fields = explain_article(Page(body, wanted["url"]), wanted.get("site"))
    assert article == extract_article(body, wanted["url"], site=wanted.get("site"))
    assert all(list(one.claims) == [name for name in STRATEGIES if name in one.claims] for one in fields)
    given = [one for one in fields if one.strategy in one.claims]
    assert all(any(claim.read_as for claim in one.claims[one.strategy]) for one in given)


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_no_page_raises(noise: bytes) -> None:
    explain_article(Page(PAGE.encode().replace(b"Ferry", noise), URL))

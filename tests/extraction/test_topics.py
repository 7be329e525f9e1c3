"""Keywords are what the site files a story under, without codes, labels, and what it gives all its pages."""

from __future__ import annotations

import json

import pytest

from newscrawl import extract_article
from newscrawl.extraction.topics import clean_keywords, together

URL = "https://times.test/news/ferry-sails-again-on-monday"
TEXT = "The island ferry will sail again on Monday, nine weeks after a storm tore away the pier of the harbour."


def keywords_of(head: str = "", above: str = "", below: str = "", **thing: object) -> list[str]:
    script = json.dumps({"@type": "NewsArticle", **thing})
    ld = f"<script type='application/ld+json'>{script}</script>"
    page = f"{head}{ld}<article><h1>Ferry sails again</h1>{above}<div><p>{TEXT}</p><p>{TEXT}</p></div>{below}</article>"
    return extract_article(page, URL).keywords


@pytest.mark.parametrize(
    ("claims", "kept"),
    [
        (["Ports", "ports", "Ferries"], ["Ports", "Ferries"]),
        (["Category: Ports", "NLP Entity Tokens: Isle of Arvale"], ["Ports", "Isle of Arvale"]),
        (["sections/ports", "topic/ferries & boats"], ["ports", "ferries & boats"]),
        (["AC/DC", "Sea / Air"], ["AC/DC", "Sea / Air"]),
        (["9f1c2a44-77b0-4c1a-9d57-0a1b2c3d4e5f", "times.test", "contentType:article", "2026", "—"], []),
        (["Harbour Times", "#Ferries"], ["Ferries"]),
        (["ferry", "sails", "again", "monday"], []),
        (["ferry", "monday"], ["ferry", "monday"]),
        (["x" * 81], []),
    ],
)  # fmt: skip
def test_codes_labels_and_the_sites_name_are_no_keywords(claims: list[str], kept: list[str]) -> None:
    assert clean_keywords(claims, URL, frozenset({"harbourtimes"})) == kept


def test_sources_are_put_together_and_strings_of_keywords_dropped() -> None:
    names = ["Ports", "Ferries", "Arvale", "Storms", "Piers"]
    assert together([[" ".join(names)], names, ["ferries"]]) == names


def test_all_sources_count() -> None:
    head = "<meta property='article:tag' content='Ferries'><meta name=news_keywords content='Arvale, Piers'>"
    below = "<ul class=tags><li><a href='/x/storms'>Storms</a></li></ul>"
    assert keywords_of(head, below=below, keywords=["Ports"]) == ["Ports", "Ferries", "Arvale", "Piers", "Storms"]


def test_tags_are_printed_above_and_below_the_text() -> None:
    above = "<p><a href='/topic/ports'>Ports</a></p>"
    below = "<p><a href='/tag/ferries'>#Ferries</a> <a rel=tag href='/x'>Arvale</a></p>"
    assert keywords_of(above=above, below=below) == ["Ports", "Ferries", "Arvale"]


def test_short_links_behind_a_label_are_tags() -> None:
    links = "<ul><li><a href='/a'>Ports</a></li><li><a href='/b'>Ferries</a></li></ul>"
    assert keywords_of(below=f"<h3>Mehr zum Thema</h3>{links}") == ["Ports", "Ferries"]
    assert keywords_of(below=f"<h3>More stories</h3>{links}") == []
    story = "<ul><li><a href='/a'>How the harbour lost its pier in one night</a></li></ul>"
    assert keywords_of(below=f"<h3>Mehr zum Thema</h3>{story}") == []


def test_tags_of_other_stories_and_links_in_the_text_are_none() -> None:
    other = "<div class=related><a href='/tag/rain'>Rain</a></div><h2>Latest</h2><p><a href='/tag/snow'>Snow</a></p>"
    inline = f"<p>{TEXT} <a href='/tag/storms'>Storms</a> are rare on the island, said the harbour master at noon.</p>"
    assert keywords_of(above=inline, below=other) == []


def test_a_long_list_for_search_engines_counts_where_the_story_names_it() -> None:
    everywhere = "news,sport,weather,culture,money,health,travel,opinion,video"
    assert keywords_of(f"<meta name=keywords content='{everywhere}'>") == []
    own = "island,ferry,Monday,storm,pier,harbour,weeks,news"
    assert keywords_of(f"<meta name=keywords content='{own}'>") == own.split(",")
    assert keywords_of("<meta name=keywords content='Transport, Isles'>") == ["Transport", "Isles"]

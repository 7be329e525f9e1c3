"""A page is what it holds, whatever it claims and whatever led to it."""

from __future__ import annotations

import pytest

from newscrawl.extraction.body import article_text
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The island ferry will sail again on Monday, nine weeks after a storm tore away the pier of the harbour.",
        "Engineers worked through two frosts to set forty oak piles into the sea bed, and counted each one twice.",
        "The old timetable stays in force, and no extra fare will be charged, the harbour office said on Thursday.",
        "The council will look at the herring again next spring, when the first counts of the season are expected.",
    )
)
OG = "<meta property=og:type content=article>"
LD = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-01-01"}</script>'
PUBLISHED = "<meta property='article:published_time' content='2026-01-01T10:00:00Z'>"
TEASERS = "".join(
    f"<article><h3><a href='/2026/01/0{n}/story-{n}-of-the-day'>Story number {n} of this very long day</a></h3>"
    f"<p>What happened in story {n} is told here in one long sentence so that the reader wants more.</p></article>"
    for n in range(1, 9)
)
LINKS = "".join(
    f"<li><a href='/2026/01/0{n}/story-number-{n}-of-the-day'>Story number {n} of this long day</a>"
    for n in range(1, 9)
)


def kind(markup: str, path: str = "/news/ferry") -> str:
    page = Page(markup, f"https://times.test{path}")
    return page_kind(page, article_text(page))


@pytest.mark.parametrize(
    "markup",
    [
        OG + LD + BODY,
        PUBLISHED + BODY,
        LD + BODY,
        f"<h1>Ferry returns</h1><time datetime=2026-01-01>1 January</time>{BODY}",
        f"<h1>Ferry returns</h1><p>3 May 2026</p>{BODY}<ul>{LINKS}</ul>",
        LD.replace("NewsArticle", "VideoObject") + "<h1>Ferry</h1>",
    ],
)
def test_articles(markup: str) -> None:
    assert kind(markup) == "article"


@pytest.mark.parametrize("claim", ["", OG, LD, PUBLISHED, OG + LD + PUBLISHED])
def test_a_list_of_teasers_is_an_index_whatever_it_claims(claim: str) -> None:
    assert kind(f"{claim}<h1>Politics</h1><p>3 May 2026</p><main>{TEASERS}</main>", "/politics/") == "index"
    assert kind(f"{claim}<main>{TEASERS}</main>", "/") == "index"


def test_a_list_of_links_is_an_index() -> None:
    assert kind(f"<h1>Politics</h1><ul>{LINKS}</ul>", "/politics/") == "index"
    assert kind(f"{OG}<ul>{LINKS}</ul>", "/") == "index"


@pytest.mark.parametrize(
    "markup",
    ["", "<h1>About us</h1>" + BODY, "<h1>Ferry</h1><p>Loading the article, please wait.</p>", OG + LD, "\x00\xff"],
)
def test_what_is_neither_is_other(markup: str) -> None:
    assert kind(markup, "/about") == "other"

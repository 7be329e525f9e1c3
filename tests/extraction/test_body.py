"""The article's text is what the page prints, without what stands around it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from newscrawl.extraction.body import article_text, block_chances, correction_notes, paragraphs_of
from newscrawl.extraction.page import Page

PARAGRAPHS = [
    "The island ferry will sail again on Monday, nine weeks after a storm tore away the pier.",
    "Engineers worked through two frosts to set forty oak piles into the bed of the harbour.",
    "The old timetable stays in force, and no extra fare will be charged, the office said.",
    "The council will look at the herring again next spring, when the first counts are expected.",
]
TEXT = "\n\n".join(PARAGRAPHS)


def text_of(*parts: str) -> str | None:
    return article_text(Page("".join(parts), "https://times.test/news/ferry"))


def ps(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts or PARAGRAPHS)


@pytest.mark.parametrize(
    "around",
    [
        "<p><a href='/like'>veryGood!</a> (<b>42</b>)</p>",
        "<p>veryGood! (42)</p>",
        "<p>120 views</p>",
        "<figure><img src=a><figcaption>The new pier of Arvale on a late, foggy afternoon.</figcaption></figure>",
        "<div class=share><p>Share this story with all of your friends on every network there is.</p></div>",
        "<aside><p>Our reporter spent three weeks on the island and came back with a cold.</p></aside>",
        "<div class='newsletter-signup'><p>Get the best of the island in your inbox every single morning.</p></div>",
        "<form><p>Enter your address and your post code to be told when the ferry is late.</p></form>",
        "<div><h3>Related</h3><ul><li><a href=/1>Keeper swims</a><li><a href=/2>Gulls counted</a></ul></div>",
        "<p>Read also: <a href=/1>Lighthouse keeper learns to swim at last.</a></p>",
        "<nav><p>All of the stories about ferries, harbours, piers and herring in one place.</p></nav>",
        "<p style='display: none'>This paragraph was written for nobody who has eyes to read it with.</p>",
        "<script>var text = 'The island ferry will sail again on Monday, nine weeks after';</script>",
    ],
)
def test_what_stands_around_is_no_text(around: str) -> None:
    page = f"<article><h1>Ferry returns</h1>{ps()}{around}</article>"
    assert text_of(page) == TEXT
    first, *rest = PARAGRAPHS
    assert text_of(f"<article><h1>Ferry returns</h1>{ps(first)}{around}{ps(*rest)}</article>") == TEXT


def test_sub_headings_quotes_and_lists_stay() -> None:
    first, second, third, fourth = PARAGRAPHS
    inside = f"<h2>Two frosts</h2>{ps(second)}<blockquote>We counted every one of them.</blockquote>"
    items = "<ul><li>Boats leave at six.<li>They return at ten.</ul>"
    assert text_of(
        f"<article><h1>Ferry</h1>{ps(first)}{inside}{ps(third)}{items}{ps(fourth)}</article>"
    ) == "\n\n".join(
        [
            first,
            "Two frosts",
            second,
            "We counted every one of them.",
            third,
            "Boats leave at six.",
            "They return at ten.",
            fourth,
        ]
    )


def test_short_paragraphs_at_both_ends_stay() -> None:
    assert (
        text_of(f"<div><p>It is over.</p>{ps()}<p>So they say.</p></div>") == f"It is over.\n\n{TEXT}\n\nSo they say."
    )


def test_the_headline_is_not_repeated() -> None:
    headline = "The island ferry will sail again on Monday after nine long weeks."
    assert text_of(f"<title>{headline}</title><article><h1>{headline}</h1><p>{headline}</p>{ps()}</article>") == TEXT


def test_a_heading_that_heads_nothing_is_dropped() -> None:
    assert text_of(f"<article>{ps()}<h3>About the author</h3></article>") == TEXT


def test_text_without_paragraph_elements_is_cut_at_its_breaks() -> None:
    assert text_of(f"<div class=story>{'<br><br>'.join(PARAGRAPHS)}</div>") == TEXT


def test_white_space_is_folded_and_nothing_else_is_touched() -> None:
    odd = "The “harbour”  master\n said —&nbsp;twice — that 5&thinsp;% of all <b>boat</b>s would be\t late &amp; wet."
    assert text_of(f"<article>{ps(odd, *PARAGRAPHS)}</article>") == (
        f"The “harbour” master said — twice — that 5 % of all boats would be late & wet.\n\n{TEXT}"
    )


def test_readers_comments_are_no_text() -> None:
    comments = ps(
        *(f"I have lived here for {n} years and have never once seen a ferry leave on time." for n in range(9))
    )
    more = [
        *PARAGRAPHS,
        *(text.replace("The", "Then the") for text in PARAGRAPHS),
        *(text + " Really." for text in PARAGRAPHS),
    ]
    assert text_of(f"<div>{ps(*more)}<h3>Comments (9)</h3>{comments}</div>") == "\n\n".join(more)


def test_a_box_that_holds_the_article_may_be_called_anything() -> None:
    assert text_of(f"<div class='post tag-newsletter has-sidebar related-layout'><h1>Ferry</h1>{ps()}</div>") == TEXT


@pytest.mark.parametrize(
    "page", ["", "<p>Short.", "<nav>" + "<a href=/a>Front page and all of its news</a>" * 9 + "</nav>"]
)
def test_a_page_without_running_text_has_none(page: str) -> None:
    assert text_of(page) is None


@pytest.mark.parametrize(
    "note",
    [
        "Correction: An earlier version gave the wrong number of piles.",
        "Correction (4 May): An earlier version gave the wrong number of piles.",
        "Editor’s note: The number of piles was changed.",
        "UPDATE: The ferry is late after all, says the harbour office.",
        "This story has been updated with the number of piles.",
        "Korrektur: In einer früheren Fassung war die Zahl der Pfähle falsch.",
        "Rectificatif : le nombre de pieux était faux dans la première version.",
        "訂正：杭の数に誤りがありました。お詫びして訂正します。",
    ],
)
def test_notes_about_changes_are_kept_apart(note: str) -> None:
    page = Page(f"<article><h1>Ferry</h1>{ps()}<p>{note}</p></article>", "https://times.test/a")
    assert article_text(page) == TEXT
    assert correction_notes(page) == [note]


def test_a_sentence_about_a_correction_is_text() -> None:
    sentence = "The correction of the harbour wall took two frosts, four barges and most of the money."
    page = Page(f"<article>{ps(*PARAGRAPHS, sentence)}</article>", "https://times.test/a")
    assert correction_notes(page) == []
    assert article_text(page) == f"{TEXT}\n\n{sentence}"


def test_a_discussion_longer_than_the_article_is_none_of_its_text() -> None:
    readers = [
        f"Reader number {number} has an opinion on the herring, and on the pier as well." for number in range(20)
    ]
    comments = f"<section id=comments>{ps(*readers)}</section>"
    assert text_of("<article>", ps(*PARAGRAPHS), "</article>", comments) == TEXT


def test_a_text_that_is_printed_twice_is_read_once() -> None:
    paragraphs = [" ".join(PARAGRAPHS[:2]), " ".join(PARAGRAPHS[2:])]
    twice = [f"<div class={name}>{ps(*paragraphs)}</div>" for name in ("wide", "narrow")]
    assert text_of("<article>", *twice, "</article>") == "\n\n".join(paragraphs)
    refrain = [PARAGRAPHS[0], "The ferry sails.", PARAGRAPHS[1], "The ferry sails.", PARAGRAPHS[2]]
    assert text_of("<article>", ps(*refrain), "</article>") == "\n\n".join(refrain)


def live_blog(*entries: dict[str, str]) -> str:
    data = {"@type": "LiveBlogPosting", "headline": "Storm over Arvale", "liveBlogUpdate": list(entries)}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_entries_of_a_live_blog_are_none_of_its_text() -> None:
    entry = "The outer pier of Arvale broke at half past nine, and nobody was on it at the time."
    data = live_blog({"@type": "BlogPosting", "headline": "Pier gives way", "articleBody": f"<p>{entry}</p>"})
    page = f"{data}<article><h1>Storm over Arvale</h1>{ps()}<div><h2>Pier gives way</h2>{ps(entry)}</div></article>"
    assert text_of(page) == TEXT


def test_a_live_blog_that_is_entries_alone_is_read() -> None:
    entries = [{"@type": "BlogPosting", "articleBody": paragraph} for paragraph in PARAGRAPHS]
    assert text_of(f"{live_blog(*entries)}<article><h1>Storm over Arvale</h1>{ps()}</article>") == TEXT


def test_a_text_in_one_piece_beside_its_paragraphs_is_read_once() -> None:
    paragraphs = [f"{text} {number} boats lay there." for number in range(4) for text in PARAGRAPHS]
    article = f"<article><h1>Ferry returns</h1>{ps(*paragraphs)}</article>"
    assert text_of(article, f"<div>{' '.join(paragraphs)}</div>") == "\n\n".join(paragraphs)


@pytest.mark.parametrize("line", ["3 May 2026", "Veröffentlicht: 12. März 2026, 18:40 Uhr", "2026-05-03 10:26"])
def test_a_date_above_the_text_is_none_of_it(line: str) -> None:
    assert text_of(f"<article><h1>Ferry returns</h1><p>{line}</p>{ps()}</article>") == TEXT


@pytest.mark.parametrize("box", ["footer", "figcaption", "address"])
def test_a_box_that_is_never_a_part_of_an_article_is_left_out(box: str) -> None:
    beside = "Our reporter spent three weeks on the island and came back with a cold."
    assert text_of(f"<article><h1>Ferry returns</h1>{ps()}<{box}>{ps(beside)}</{box}></article>") == TEXT


def test_a_form_that_holds_all_of_the_page_holds_the_article() -> None:
    assert text_of(f"<form><h1>Ferry returns</h1>{ps()}</form>") == TEXT


def test_a_text_with_markup_is_paragraphs() -> None:
    assert paragraphs_of("<p>Rain  ends.</p><ul><li>At last<li>For now</ul>") == ["Rain ends.", "At last", "For now"]
    assert paragraphs_of("Rain  ends.\n\nFor 3 < 4 days\n") == ["Rain ends.", "For 3 < 4 days"]


def test_a_paragraph_that_is_marked_up_as_a_heading_is_no_heading() -> None:
    last = "In the end nobody had to swim, but the herring of the whole bay was counted twice by the same two men."
    page = Page(f"<article><h1>Ferry returns</h1>{ps()}<h4>{last}</h4></article>", "https://times.test/news/ferry")
    page.readings[block_chances.__wrapped__] = np.array([0, 1, 1, 1, 1, 1], np.float32)  # type: ignore[attr-defined]
    assert article_text(page) == f"{TEXT}\n\n{last}"


def test_a_page_of_forms_is_read() -> None:
    forms = "".join(f"<form>{ps(text)}</form>" for text in PARAGRAPHS)
    found = text_of(f"<article><h1>Ferry returns</h1>{forms}</article>")
    assert found is not None
    assert set(found.split("\n\n")) <= set(PARAGRAPHS)


VERSE = [
    "The tide came in before the bell,",
    "the boats were late, the nets were torn,",
    "and nobody on shore could tell",
    "what ship had called them through the horn.",
    "We counted lamps along the quay,",
    "we counted men, we counted rope,",
    "and one by one they came to say",
    "that counting is a kind of hope.",
]
MENU = "<nav><ul><li><a href=/news>News</a><li><a href=/port>Port</a><li><a href=/letters>Letters</a></ul></nav>"
FOOT = "<footer><p>All rights are reserved by the paper of the island, which is printed on Mondays.</p></footer>"


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>The bell of the quay</h1>{ps(*VERSE)}",
        f"<article><h1>The bell of the quay</h1>{ps(*VERSE)}</article>",
        f"{MENU}<main><h1>The bell of the quay</h1><div class=poem>{ps(*VERSE)}</div></main>{FOOT}",
    ],
)
def test_lines_of_verse_in_paragraphs_of_their_own_are_text(page: str) -> None:
    assert text_of(page) == "\n\n".join(VERSE)


def test_verse_between_paragraphs_has_no_gaps() -> None:
    first, last = PARAGRAPHS[:2]
    page = f"<article><h1>The bell of the quay</h1>{ps(first, *VERSE, last)}</article>"
    assert text_of(page) == "\n\n".join([first, *VERSE, last])


@pytest.mark.parametrize("heading", ["<h1>Ferry returns</h1>", ""])
@pytest.mark.parametrize("around", [("", ""), (MENU, FOOT)])
def test_an_aside_that_holds_all_of_the_text_is_none(heading: str, around: tuple[str, str]) -> None:
    assert text_of(around[0], heading, f"<aside>{ps()}</aside>", around[1]) == TEXT


@pytest.mark.parametrize("around", [("", ""), (MENU, FOOT)])
@pytest.mark.parametrize("name", ["comments", "post-comments", "discussion"])
def test_a_box_named_comments_that_holds_all_of_the_text_is_read(name: str, around: tuple[str, str]) -> None:
    page = f"<h1>Ferry returns</h1><div class='{name}'>{ps()}</div>"
    assert text_of(around[0], page, around[1]) == TEXT


@pytest.mark.parametrize("box", ["<div style='display:none'>", "<div class='more-text' hidden>"])
def test_a_tail_that_is_folded_up_is_text(box: str) -> None:
    page = f"<article><h1>Ferry returns</h1>{ps(*PARAGRAPHS[:2])}{box}{ps(*PARAGRAPHS[2:])}</div></article>"
    assert text_of(MENU, page, FOOT) == TEXT

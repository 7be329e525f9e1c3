"""Which of the dates on a page is the article's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import Article, extract_article

URL = "https://times.test/harbour/ferry"
TEXT = "".join(
    f"<p>The ferry left the harbour late again, as it had {often} before, and the few who waited did not mind it.</p>"
    for often in ("once", "twice", "often", "seldom", "never")
)


def read(
    head: str = "",
    below: str = "",
    *,
    above: str = "",
    behind: str = "",
    url: str = URL,
    lang: str = "en-GB",
    text: str = TEXT,
    fetched_at: str | None = None,
) -> Article:
    page = (
        f"<html lang={lang}><head><title>The ferry is late once more</title>{head}</head><body>{above}"
        f"<h1>The ferry is late once more</h1>{below}{text}{behind}</body></html>"
    )
    return extract_article(page, url, fetched_at=fetched_at)


def json_ld(**facts: str) -> str:
    members = ",".join(f'"{name}":"{value}"' for name, value in facts.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{members}}}</script>'


@pytest.mark.parametrize(
    "line",
    [
        "<div>11 March 2025</div>",
        "<p class=byline>By Ada Moor | 11 March 2025 | Harbour</p>",
        "<div><span>Ada Moor</span><span>11.03.25</span></div>",
        "<ul><li><b>Date</b> 11.03.2025</li></ul>",
        "<p>Posted by Ada Moor on Tuesday, 11 March 2025</p>",
        "<div>Last updated 12 March 2025, written 11 March 2025</div>",
        "<div>Published</div><div>11 March 2025</div>",
        "<time datetime=2025-03-11>Tuesday</time>",
        "<time datetime=2025-03-20T08:00:00Z>Published 11 March 2025</time>",
        "<table><tr><td>11 | 03 | 2025</td><td>Harbour</td></tr></table>",
        "<blockquote><time datetime=2025-03-09>two days before</time></blockquote><p>11 March 2025</p>",
    ],
)
def test_a_date_below_the_headline_is_the_articles(line: str) -> None:
    article = read(below=line)
    assert (article.published_day, article.provenance.fields.date_published) == ("2025-03-11", "dom")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Veröffentlicht am 11.03.2025", "2025-03-11"),
        ("Dieser Beitrag wurde am 11. März 2025 von Ada Moor verfasst", "2025-03-11"),
        ("Publié le 11 mars 2025", "2025-03-11"),
        ("Publicado el 11 de marzo de 2025", "2025-03-11"),
        ("Pubblicato il 11 marzo 2025", "2025-03-11"),
        ("Geplaatst op 11 maart 2025", "2025-03-11"),
        ("Publicerad 11 mars 2025", "2025-03-11"),
        ("Opublikowano 11 marca 2025", "2025-03-11"),
        ("Опубликовано 11 марта 2025", "2025-03-11"),
        ("发布时间：2025年3月11日", "2025-03-11"),
        ("公開日 2025年3月11日", "2025-03-11"),
        ("등록 2025.03.11 10:26", "2025-03-11"),
        ("تاريخ النشر: 11 مارس 2025", "2025-03-11"),
        ("Đăng ngày 11/03/2025", "2025-03-11"),
        ("Copyright 11 March 2025", None),
        ("Today is Tuesday, 11 March 2025", None),
        ("Next meeting 11 March 2025", None),
        ("Updated 11 March 2025", None),
        ("Stand: 11.03.2025", None),
    ],
)
def test_far_from_the_headline_a_date_counts_by_its_label(line: str, day: str | None) -> None:
    lists = "".join(f"<li><a href=/{n}>Something else altogether, number {n}</a></li>" for n in range(12))
    assert read(behind=f"<ul>{lists}</ul><div>{line}</div>").published_day == day


@pytest.mark.parametrize(
    "chrome",
    [
        {"above": "<div>Tuesday, 11 March 2025</div><nav><a href=/a>News</a></nav><div>Harbour</div><p>Rain</p>"},
        {"behind": "<footer>© 2025 The Times. Printed 11 March 2025</footer>"},
        {"behind": "<div class=comments><div>Ada Moor</div><div>11 March 2025 at 10:26</div><p>Well said.</p></div>"},
        {"behind": "<div class=comment><time datetime=2025-03-11T10:26>11 March</time></div>"},
        {"behind": "<div class=related><a href=/b>Another story</a> <time datetime=2025-03-11>11 March</time></div>"},
        {"behind": "<div>1 March 2025</div><div>2 March 2025</div><div>3 March 2025</div>"},
        {"below": "<figure><img src=a.jpg><figcaption>The ferry at its launch, 11 March 2025</figcaption></figure>"},
        {"below": "<div>14. - 20. March 2025</div>"},
        {"below": "<div>11 March 2025 - 13 March 2025</div>"},
        {"below": "<table><tr><td>Born</td><td>11 March 2025</td></tr></table>"},
        {"below": "<dl><dt>Launched</dt><dd>11 March 2025</dd></dl>"},
        {"below": "<p>Member since 11.03.2025</p>"},
        {"below": "<p>Timetable as of 11 March 2025</p>"},
        {"below": "<p>Termin: 11.03.2025, 19 Uhr</p>"},
        {"below": "<p>— Ada Moor (@adamoor) March 11, 2025</p>"},
        {"below": "<blockquote><a href=/p>A post</a> <time datetime=2025-03-11>then</time></blockquote>"},
        {"below": "<p>11 March 1975</p>"},
        {"below": "<div>March 2025</div>"},
        {"below": "<p>Version 4, 11 March 2025</p>"},
    ],
)
def test_a_date_of_something_else_is_not_the_articles(chrome: dict[str, str]) -> None:
    assert read(**chrome).date_published is None


HEADS = "".join(f"<div><a href=/{n}>Something else altogether, number {n}</a></div>" for n in range(12))


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("<div>Mar 11, 2025</div>", "2025-03-11"),
        ("<div>11 March 2025</div><p>11.03.2025</p>", "2025-03-11"),
        ("<div>11 March 2025</div><div>12 March 2025</div>", None),
        ("<div>Harbour fair, 11 March 2025</div>", None),
        ("<nav><div>11 March 2025</div></nav>", None),
        ("<div>11 March 1975</div>", None),
    ],
)
def test_the_one_day_that_stands_alone_on_a_page_is_its_day(lines: str, day: str | None) -> None:
    assert read(above=lines + HEADS).published_day == day


def test_a_day_behind_the_text_stands_up_to_four_lines_below_it() -> None:
    behind = "<p>Share</p><p>Print</p><p>Mail</p><p>11 March 2025 · 6 Comments</p>"
    assert read(behind=behind).published_day == "2025-03-11"


def test_a_text_or_title_that_begins_or_ends_with_its_day_is_of_that_day() -> None:
    assert read(
        text=f"<p>(11.03.2025) The ferry left the harbour late again and nobody minded it much.</p>{TEXT}"
    ).published_day == ("2025-03-11")
    article = extract_article(
        f"<title>The ferry is late | Times | 11.03.2025</title><h1>The ferry is late</h1>{TEXT}", URL
    )
    assert article.published_day == "2025-03-11"


@pytest.mark.parametrize(
    ("head", "iso", "source"),
    [
        (json_ld(datePublished="2025-03-11T10:26:37+01:00"), "2025-03-11T10:26:37+01:00", "json_ld"),
        (
            '<script type="application/ld+json">{"@type":"WebPage","datePublished":"2025-03-11T10:26:00Z"}</script>',
            "2025-03-11T10:26:00+00:00",
            "json_ld",
        ),
        ("<meta name=w-published-date content=2025-03-11>", "2025-03-11", "meta"),
        (
            "<meta property=harbour_pictures:uploaded content=2025-03-11T04:36:36-05:00>",
            "2025-03-11T04:36:36-05:00",
            "meta",
        ),
        ("<meta name=image-upload-date content=2025-03-11>", None, None),
        ("<meta name=image-publish-date content=2025-03-11>", None, None),
        ("<meta name=publisher content=2025-03-11>", None, None),
        (
            '<script>window.state={"article":{"publishedAt":"2025-03-11T10:26:00Z"}}</script>',
            "2025-03-11T10:26:00+00:00",
            "script",
        ),
        (r'<script>x="{\"datePublished\":\"2025-03-11T10:26:00Z\"}"</script>', "2025-03-11T10:26:00+00:00", "script"),
        ('<script>var publication_date = "2025-03-11 10:26:37";</script>', "2025-03-11T10:26:37", "script"),
        ('<script>{publishedAt: "2025-03-11"}</script>', "2025-03-11", "script"),
        ('<script>showDate("2025/03/11 10:26")</script>', "2025-03-11T10:26:00", "script"),
        ('<script>showDate("2025/03/11");draw(showDate)</script>', "2025-03-11", "script"),
        ('<script>showDate("2025/03/11")</script><script>showDate("2025/03/12")</script>', None, None),
        ('<script>setTitle("2025/03/11")</script>', None, None),
        ('<script>s=[{"publishedAt":"2025-03-11"},{"publishedAt":"2025-03-10"}]</script>', None, None),
        (json_ld(datePublished="2026-13-45"), None, None),
        (json_ld(datePublished="1970-01-01T00:00:00Z"), None, None),
        (json_ld(datePublished="2025-03-11T10:26:00+99:99"), None, None),
    ],
)
def test_what_a_page_says_for_machines(head: str, iso: str | None, source: str | None) -> None:
    article = read(head)
    assert (article.date_published, article.provenance.fields.date_published) == (iso, source)


@pytest.mark.parametrize(
    "markup",
    [
        "<span property='dc:date dc:created' content='2025-03-11T10:26:00+01:00'>",
        "<abbr class=published title=2025-03-11>Tue</abbr>",
        "<abbr itemprop=datePublished title=2025-03-11>10:26</abbr>",
        "<article data-published=2025-03-11></article>",
    ],
)
def test_attributes_of_older_kinds_count(markup: str) -> None:
    article = read(below=markup)
    assert (article.published_day, article.provenance.fields.date_published) == ("2025-03-11", "microdata")


def test_the_address_is_the_last_resort_and_named() -> None:
    article = read(url="https://times.test/2025/03/11/ferry-late")
    assert (article.date_published, article.provenance.fields.date_published) == ("2025-03-11", "url")
    assert read(below="<p>12 March 2025</p>", url="https://times.test/2025/03/11/ferry").published_day == "2025-03-12"
    assert (
        read(url="https://archive.test/web/20260101000000/https://times.test/2025/03/11/ferry").published_day
        == "2025-03-11"
    )
    assert read(url="https://times.test/2025/03/11/").date_published is None


@pytest.mark.parametrize(
    ("stated", "printed", "iso"),
    [
        ("2025-03-11T02:25:54Z", "March 10, 2025 | 9:25pm", "2025-03-10T21:25:54-05:00"),
        ("2025-03-11T02:25:54Z", "March 10, 2025 | 9:37pm", "2025-03-11T02:25:54+00:00"),
        ("2025-03-10T23:00:00Z", "11 March 2025", "2025-03-11T00:00:00+01:00"),
        ("2025-03-11", "11 March 2025, 10:26", "2025-03-11T10:26:00"),
        ("2025-03-11T10:26:00", "11 March 2025, 10:26 CET", "2025-03-11T10:26:00+01:00"),
    ],
)
def test_what_is_printed_completes_what_is_stated(stated: str, printed: str, iso: str) -> None:
    assert read(json_ld(datePublished=stated), f"<p class=date>{printed}</p>").date_published == iso


def test_a_slashed_date_is_the_one_that_the_page_prints_elsewhere() -> None:
    head = "<meta name=date content='11/01/2025 12:43:42'>"
    assert read(head, "<p>Erstellt am: 01.11.2025</p>", lang="de").date_published == "2025-11-01T12:43:42"
    assert read(head, lang="de").published_day == "2025-01-11"


def test_two_statements_that_agree_with_what_is_printed_outvote_the_first() -> None:
    meta = "<meta property=article:published_time content=2025-03-11T10:26:00Z>"
    stated, line = json_ld(datePublished="2023-01-05T08:00:00Z"), "<p class=date>11 March 2025</p>"
    article = read(meta + stated, line)
    assert (article.published_day, article.provenance.fields.date_published) == ("2025-03-11", "meta")
    assert read(stated, line).published_day == "2023-01-05"
    changed = json_ld(datePublished="2023-01-05T08:00:00Z", dateModified="2025-03-11T10:26:00Z")
    assert read(meta + changed, line).published_day == "2023-01-05"


def test_a_change_before_publication_is_no_date() -> None:
    assert (
        read(json_ld(datePublished="2025-03-11T10:26:00Z", dateModified="2025-03-10T10:26:00Z")).date_modified is None
    )
    article = read(json_ld(datePublished="2025-03-11T10:26:00Z", dateModified="2025-03-11T10:27:00Z"))
    assert article.date_modified == "2025-03-11T10:27:00+00:00"


@pytest.mark.parametrize(
    ("fetched_at", "flagged"),
    [("2025-03-09T10:00:00Z", True), ("2025-03-10T11:00:00Z", False), ("2025-03-12T00:00:00Z", False), (None, False)],
)
def test_a_date_a_day_behind_the_fetch_is_flagged_and_kept(fetched_at: str | None, flagged: bool) -> None:
    article = read(json_ld(datePublished="2025-03-11T10:26:00Z"), fetched_at=fetched_at)
    assert ("date_in_future" in article.flags, article.published_day) == (flagged, "2025-03-11")


def test_a_fetch_time_that_is_none_is_named_with_its_repair() -> None:
    with pytest.raises(ValueError, match=r"fetched_at: 'soon' is no time; give ISO 8601 such as 2026-11-05T10:26:00Z"):
        read(fetched_at="soon")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(alphabet="0123456789-./: updatedpublisched|年月日", max_size=80))
def test_no_page_raises(head: str, line: str) -> None:
    read(json_ld(datePublished=head.replace("\\", "")), f"<p>{line}</p>", behind=f"<div>{line}</div>")

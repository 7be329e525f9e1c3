"""No page makes reading raise or hang: what twice as much of it costs is about twice as much."""

from __future__ import annotations

import gc
import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl import Article, extract_article
from newscrawl.extraction import words
from newscrawl.extraction.continuations import first_part, next_part
from newscrawl.extraction.links import classify_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.paging import next_page
from newscrawl.loaders import ArticleLoader
from tests.extraction import hostile

URL = "https://times.test/news/2026/ferry"
TELLING = {"truncated", "repaired_charset"}
STEEPEST = 3.0
"""What twice the page may cost, times what the page costs; a square would be 4."""
TOO_FAST_TO_TELL_S = 0.02
DROWNED = (
    "line breaks in a paragraph", "one paragraph without punctuation", "one line of capitals", "one line of dots",
)  # fmt: skip
"""Pages whose longest text is not the article: that may be taken for it."""


def read(page: str | bytes) -> Article:
    """All that a crawl reads of a page."""
    article = extract_article(page, URL)
    parsed = Page(page, URL)
    classify_links(parsed)
    next_page(parsed)
    next_part(parsed)
    first_part(parsed)
    return article


def seconds(page: str | bytes) -> float:
    """Processor time of reading, without the garbage collector, which looks at all there is."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        read(page)
        return time.process_time() - begun
    finally:
        gc.enable()


def grows_linearly(make: hostile.Maker, count: int) -> bool:
    """Whether twice as much costs about twice as much. Asked again at four times: bounds count from a size on, and
    the step there is none of a square."""
    pages = [make(count << doubling) for doubling in range(3)]
    costs = [seconds(page) for page in pages[:2]]
    if costs[1] < max(TOO_FAST_TO_TELL_S, STEEPEST * costs[0]):
        return True
    costs = [min(seconds(page) for _ in range(2)) for page in pages]
    return any(larger < STEEPEST * smaller for smaller, larger in pairwise(costs))


@pytest.mark.parametrize("name", hostile.GROWING)
def test_the_article_is_right_or_flagged(name: str) -> None:
    count, make = hostile.GROWING[name]
    article = read(make(count))
    text = article.text or ""
    assert hostile.SENTENCE.strip() in text or TELLING & set(article.flags) or (name in DROWNED and text)


@pytest.mark.parametrize("name", hostile.GROWING)
def test_reading_takes_linear_time(name: str) -> None:
    count, make = hostile.GROWING[name]
    assert grows_linearly(make, count)


@pytest.mark.parametrize("page", list(hostile.odd_pages()))
def test_an_odd_page_is_read(page: str | bytes) -> None:
    assert read(page).url == URL


@pytest.mark.parametrize(
    ("page", "is_cut"),
    [
        (hostile.paragraphs(200_000), True),
        (hostile.paragraphs(4_000), False),
        (hostile.page("<div>" * 100_000 + "deep down"), True),
        (hostile.page("<!--" + "x" * 30_000_000 + "-->"), True),
        (hostile.page("word " * 6_000_000), True),
    ],
    ids=["200,000 paragraphs", "4,000 paragraphs", "100,000 nested", "30 MB of comment", "30 MB of text"],
)
def test_of_a_page_beyond_the_bounds_the_beginning_is_read_and_the_article_flagged(page: str, is_cut: bool) -> None:
    begun = time.process_time()
    article = read(page)
    assert time.process_time() - begun < 15  # 1 to 3 on two cores that others use
    assert article.text
    assert ("truncated" in article.flags) is is_cut


def test_a_wider_bound_reads_all_of_it() -> None:
    late = "the ferry to the island was late again on Monday, said the harbour office, and nobody could say why."
    page = "<h1>Late</h1>" + "".join(f"<p>For the {number}th time {late}</p>" for number in range(30_000))
    article = extract_article(page, URL, max_bytes=30_000_000, max_tags=400_000)
    assert article.text is not None
    assert article.text.count("\n\n") == 29_999
    assert "truncated" not in article.flags


# -- any page ----------------------------------------------------------------------------------------------------------


def one_of(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(words.names(text)))


TAGS = one_of(
    """
    p div span a h1 h2 time table tr td ul li b i font script style title meta base link img figure figcaption nav
    article main section blockquote br select option svg math template noscript iframe textarea plaintext form input
    button frameset body html head area map ruby rt dl dd summary details dialog
    """
)
NAMES = one_of(
    """
    class id href src datetime content property name itemprop itemtype rel lang http-equiv type style hidden width
    srcset data-src role title alt action method value
    """
)
KEYS = one_of(
    """
    @type @id @graph @value name headline description author creator publisher datePublished dateModified uploadDate
    image url caption creditText keywords articleSection articleBody inLanguage license position item itemListElement
    mainEntity mainEntityOfPage liveBlogUpdate isAccessibleForFree hasPart copyrightNotice
    """
)
TYPES = one_of("NewsArticle LiveBlogPosting VideoObject BreadcrumbList WebSite Person")
WORDS = one_of(
    """
    article:published_time og:title og:type author datePublished liveblog breadcrumb byline paywall related articleBody
    application/ld+json next 2026-11-05T10:26:37+01:00 http://[bad // /a/b /politics/ https://times.test/2026/11/05/rain
    """
)
VALUES = st.text(max_size=30) | WORDS | st.sampled_from(["\ud800", "\0", "9" * 400])
ODD_TEXTS = st.sampled_from(
    [
        hostile.SENTENCE, "<!--", "-->", "<![CDATA[", "]]>", "&", "&#x110000;", "&#xd800;", "By Ada Moor",
        "5 November 2026, 10:26", "Read also:", "\u200d", "\u202e", "\f", "\0", "\ud800", *hostile.ODD_JSON_LD,
    ]
)  # fmt: skip


def tag(name: str, attributes: list[tuple[str, str]], quote: str) -> str:
    return f"<{name} " + " ".join(f"{key}={quote}{value}{quote}" for key, value in attributes) + ">"


TAG = st.builds(tag, TAGS, st.lists(st.tuples(NAMES, VALUES), max_size=4), st.sampled_from(["'", '"', ""]))
SOUP = st.lists(TAG | st.builds("</{}>".format, TAGS) | st.text(max_size=40) | ODD_TEXTS, max_size=40).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | VALUES,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=5),
    max_leaves=20,
)
PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent.parent / "pages").glob("*/page.html"))]


@given(SOUP)
@settings(deadline=None)
def test_any_tag_soup_is_read(soup: str) -> None:
    read(soup)


@given(st.binary(max_size=600), st.sampled_from(["", "utf-8", "utf-16", "gb2312", "shift_jis", "windows-1251", "x"]))
@settings(deadline=None)
def test_any_bytes_are_read(body: bytes, charset: str) -> None:
    ArticleLoader(Page(body, URL, content_type=f"text/html; charset={charset}")).load_item()


@given(st.sampled_from(PAGES), st.floats(0, 1), st.binary(max_size=4))
@settings(deadline=None, max_examples=50)
def test_a_page_that_is_cut_or_torn_anywhere_is_read(page: bytes, share: float, noise: bytes) -> None:
    at = int(len(page) * share)
    read(page[:at])
    read(page[:at] + noise + page[at:])


@given(st.lists(st.tuples(TYPES, JSON), max_size=4))
@settings(deadline=None)
def test_any_structured_data_is_read(things: list[tuple[str, object]]) -> None:
    value = [{**thing, "@type": kind} if isinstance(thing, dict) else thing for kind, thing in things]
    read(hostile.json_ld(json.dumps(value)))

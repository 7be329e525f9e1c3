"""What a crawl of the demo should have found, made from the content and not from the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from newscrawl.demo.content import NEWSROOM, SITE_NAMES, Story, all_stories


@dataclass(frozen=True, kw_only=True)
class TrueUpdate:
    """One entry of a live blog."""

    date_published: str
    headline: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TrueArticle:
    """An article as it stands on its page; fields are named as in ``newscrawl.items.Article``.

    ``text`` is every paragraph, sub-heading, quotation and list item of the body in page order, joined by a blank
    line. Standfirst, captions, correction notes, boxes and the entries of a live blog are not part of it. A paywalled
    page's text is what it serves.
    """

    url: str
    site_name: str
    kind: Literal["article", "live_blog"]
    headline: str
    text: str
    authors: tuple[str, ...]
    section: str
    language: str
    date_published: str
    date_modified: str | None = None
    description: str | None = None
    byline: str | None = None
    """Only where no person is named: the republisher's ``Orvane``."""
    place: str | None = None
    agency: str | None = None
    is_accessible_for_free: bool | None = None
    corrections: tuple[str, ...] = ()
    live_updates: tuple[TrueUpdate, ...] = ()
    copy_of: str | None = None
    """Address of the newsroom's story, for a reprint."""
    trimmed_paragraphs: int = 0
    """How many paragraphs of the original a reprint lost at its end."""


@dataclass(frozen=True)
class Comparison:
    """How a crawl's articles differ from the truth.

    >>> Comparison(expected=83, as_written=83).line
    'demo: 83 of 83 articles as written'
    """

    expected: int
    as_written: int
    problems: list[str] = field(default_factory=list)
    """One line each: the address and what is wrong with it."""

    @property
    def line(self) -> str:
        return f"demo: {self.as_written} of {self.expected} articles as written"


def truth() -> dict[str, TrueArticle]:
    """The true article for each address, as served."""
    return {story.url: _true_article(story) for story in all_stories()}


def compare(articles: Iterable[Mapping[str, Any]]) -> Comparison:
    """Whether each article of the demo is there once, with its headline, text and authors letter for letter.

    A line that a later reading of the same article replaces does not count.

    ``articles`` have the keys of the item's JSON. White space is folded inside paragraphs; a query is not part of an
    article's address.
    """
    expected = truth()
    problems: list[str] = []
    seen: Counter[str] = Counter()
    faulty: set[str] = set()
    for article in articles:
        url = _without_query(article.get("url") or "")
        if url not in expected:
            problems.append(f"{url}: not an article of the demo")
            continue
        seen[url] += article.get("reading") in (None, 1)
        differences = [f"{url}: {difference}" for difference in _differences(article, expected[url])]
        if seen[url] > 1:
            differences.append(f"{url}: stands there {seen[url]} times")
        if differences:
            faulty.add(url)
        problems += differences
    problems += [f"{url}: missing" for url in expected if not seen[url]]
    return Comparison(len(expected), len(seen.keys() - faulty), problems)


def _true_article(story: Story) -> TrueArticle:
    return TrueArticle(
        url=story.url,
        site_name=SITE_NAMES[story.host],
        kind=story.kind,
        headline=story.headline,
        text=story.text,
        authors=story.authors,
        section=story.section,
        language=story.language,
        date_published=story.date_published,
        date_modified=story.date_modified,
        description=story.summary,
        byline=story.name,
        place=story.place,
        agency=story.agency,
        is_accessible_for_free=story.is_free if story.host == NEWSROOM else None,
        corrections=story.corrections,
        live_updates=tuple(
            TrueUpdate(
                date_published=update.date_published,
                headline=update.headline,
                text="\n\n".join(block.text for block in update.blocks),
            )
            for update in story.updates
        ),
        copy_of=story.copy_of,
        trimmed_paragraphs=story.trimmed_paragraphs,
    )


def _differences(article: Mapping[str, Any], true: TrueArticle) -> Iterator[str]:
    headline = _folded(article.get("headline") or "")
    if headline != true.headline:
        yield f"headline {headline!r} instead of {true.headline!r}"
    authors = list(article.get("authors") or [])
    if authors != list(true.authors):
        yield f"authors {authors} instead of {list(true.authors)}"
    yield from _text_difference(_paragraphs(article.get("text") or ""), _paragraphs(true.text))


def _text_difference(found: list[str], true: list[str]) -> Iterator[str]:
    for number, (ours, theirs) in enumerate(zip(found, true, strict=False), start=1):
        if ours != theirs:
            yield f"paragraph {number} is {_excerpt(ours, theirs)} instead of {_excerpt(theirs, ours)}"
            return
    if len(found) != len(true):
        yield f"{len(found)} paragraphs instead of {len(true)}"


def _excerpt(text: str, other: str, width: int = 60) -> str:
    """The part of ``text`` where it begins to differ from ``other``."""
    same = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(0, same - width // 3)
    return repr(text[start : start + width])


def _paragraphs(text: str) -> list[str]:
    return [folded for part in text.split("\n\n") if (folded := _folded(part))]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _without_query(url: str) -> str:
    return re.split(r"[?#]", url, maxsplit=1)[0]

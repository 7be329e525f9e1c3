"""Articles in several parts made one: the text in order and once, the fields of the first part that has them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields
from typing import cast

from newscrawl.extraction import words
from newscrawl.extraction.blocks import units
from newscrawl.extraction.dateline import read_dateline
from newscrawl.extraction.language import detect_language
from newscrawl.extraction.page_words import PAGE_OF
from newscrawl.extraction.story_dates import has_date_conflict, set_story_date
from newscrawl.extraction.text_facts import count_words, is_short, text_sha256
from newscrawl.extraction.urls import plain_url
from newscrawl.items import FLAGS, Article, ArticleLink, Dateline, Flag, Image, LiveUpdate

_SHORT_UNITS = 5
"""Words up to which a paragraph may come again within a part: "Yes." is said twice in an interview."""

_DATE_FIELDS = ("date_published", "date_published_raw", "date_timezone", "published_at_utc", "published_day")
_FALLBACKS = (
    "headline", "description", "site_name", "kind", "authors", "byline", "section", "breadcrumbs", "keywords",
    "language_declared", "date_modified", "is_accessible_for_free",
)  # fmt: skip


def join_parts(parts: list[Article]) -> Article:
    """One article of its parts, given in order: list[Article], at least one. The parts stay as they are.

    Paragraphs that come again in a later part (headline, standfirst, the sentences before the break) stand once.
    Pictures, links, corrections and updates are those of all parts, without repeats; other fields are the first
    part's, or of the first that has them. Links from part to part are no links to other stories.

    >>> join_parts([Article(text="Rain falls.\\n\\nAll day."), Article(text="Rain falls.\\n\\nIt ends at night.")]).text
    'Rain falls.\\n\\nAll day.\\n\\nIt ends at night.'
    """
    parts = _distinct(parts)
    whole = deepcopy(parts[0])
    for part in parts[1:]:
        _fill(whole, part)
    _join_texts(whole, parts)
    whole.images = _images(parts)
    whole.links = _links(parts)
    whole.corrections = list(dict.fromkeys(note for part in parts for note in part.corrections))
    whole.live_updates = _updates(parts)
    whole.flags = _flags(whole, parts)
    return whole


def _distinct(parts: list[Article]) -> list[Article]:
    """The parts without those that were given twice."""
    found: dict[str, Article] = {}
    for place, part in enumerate(parts):
        found.setdefault(plain_url(part.url) if part.url else f"part {place}", part)
    return list(found.values())


def _fill(whole: Article, part: Article) -> None:
    """Take from a later part what no earlier one has."""
    for name in _FALLBACKS:
        if getattr(whole, name) in (None, []) and getattr(part, name) not in (None, []):
            setattr(whole, name, deepcopy(getattr(part, name)))
            setattr(whole.provenance.fields, name, getattr(part.provenance.fields, name))
    if whole.date_published is None and part.date_published is not None:
        for name in _DATE_FIELDS:
            setattr(whole, name, getattr(part, name))
        whole.provenance.fields.date_published = part.provenance.fields.date_published
    for source in fields(whole.provenance.fields):
        if source.name in ("text", "images", "links", "corrections", "live_updates"):
            known = getattr(whole.provenance.fields, source.name)
            setattr(whole.provenance.fields, source.name, known or getattr(part.provenance.fields, source.name))


def _join_texts(whole: Article, parts: list[Article]) -> None:
    paragraphs: list[str] = []
    for part in parts:
        paragraphs += _new_paragraphs(part, paragraphs, whole) if paragraphs else _paragraphs(part)
    if not paragraphs:
        return
    whole.text = "\n\n".join(paragraphs)
    whole.word_count, whole.text_sha256 = count_words(whole.text), text_sha256(whole.text)
    whole.language = detect_language(whole.text)
    whole.provenance.fields.language = "text" if whole.language else None
    whole.dateline = read_dateline(whole.text)
    whole.provenance.fields.dateline = "text" if whole.dateline != Dateline() else None
    set_story_date(whole)


def _new_paragraphs(part: Article, earlier: list[str], whole: Article) -> list[str]:
    """What a later part adds. Short paragraphs are repeats only at its two ends, where parts repeat their frame."""
    known = {words.key(text) for text in (*earlier, whole.headline or "", whole.description or "")} - {""}
    own = [text for text in _paragraphs(part) if not _counts_parts(text)]
    is_known = [words.key(text) in known for text in own]
    first = next((place for place, repeats in enumerate(is_known) if not repeats), len(own))
    last = next((place for place in range(len(own) - 1, -1, -1) if not is_known[place]), -1)
    return [
        text
        for place, text in enumerate(own)
        if first <= place <= last and not (is_known[place] and units(text) > _SHORT_UNITS)
    ]


def _paragraphs(part: Article) -> list[str]:
    return [text for text in (part.text or "").split("\n\n") if text.strip()]


def _counts_parts(text: str) -> bool:
    """Whether a paragraph is nothing but "Page 2 of 3"."""
    found = PAGE_OF.search(text) if len(text) <= 40 else None
    return found is not None and len(text) - len(found[0]) <= 4


def _images(parts: list[Article]) -> list[Image]:
    found: dict[str | None, Image] = {}
    for part in parts:
        for image in part.images:
            found.setdefault(image.url, deepcopy(image))
    return list(found.values())


def _updates(parts: list[Article]) -> list[LiveUpdate]:
    found: list[LiveUpdate] = []
    for part in parts:
        found += [update for update in deepcopy(part.live_updates) if update not in found]
    return found


def _links(parts: list[Article]) -> list[ArticleLink]:
    own = {plain_url(part.url) for part in parts if part.url}
    found: dict[tuple[str | None, str | None], ArticleLink] = {}
    for part in parts:
        for link in part.links:
            if plain_url(link.url or "") not in own:
                found.setdefault((link.role, link.url), deepcopy(link))
    return list(found.values())


def _flags(whole: Article, parts: list[Article]) -> list[Flag]:
    raised = {flag for part in parts for flag in part.flags} - {"no_author", "short_text", "date_conflict"}
    if has_date_conflict(whole):
        raised.add("date_conflict")
    if not whole.authors:
        raised.add("no_author")
    if whole.text is not None and is_short(whole.text):
        raised.add("short_text")
    return cast("list[Flag]", [flag for flag in FLAGS if flag in raised])

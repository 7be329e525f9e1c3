"""Whether a page shows a text that first stood elsewhere, as far as the page itself shows it."""

from __future__ import annotations

import re

from newscrawl.extraction import words
from newscrawl.extraction.canonical_links import stated_canonical
from newscrawl.extraction.page import Page
from newscrawl.extraction.story_dates import has_date_conflict
from newscrawl.extraction.urls import site_key
from newscrawl.items import Article

_ENDS = 3
"""Paragraphs at either end of a text in which its origin is told; in between other works are spoken of."""
_NAME_REACH = 80
"""Characters after a note in which the place of origin is named."""

_NOTES = re.compile(
    r"""(?:
    \bthis\s(?:article|story|piece|report|essay|post|column|text|interview)\b[^.!?\n]{0,40}?
      (?:(?:originally|first)\s(?:published|appeared|ran)\s(?:by|in|on|at)\s
        |republished\s(?:here\s)?(?:from|with|under|by\spermission)|reprinted\s(?:from|with))
    |\b(?:dieser|der)\s(?:artikel|text|beitrag)\b[^.!?\n]{0,30}?(?:zuerst|ursprünglich|zunächst)\s(?:in|im|bei|auf)\s
    |\bcet\sarticle\b[^.!?\n]{0,30}?(?:republié|repris|(?:initialement|d['’]abord)\s(?:publié|paru)\s(?:par|dans|sur)\s)
    |\best[ea]\s(?:artículo|texto|artigo|nota)\b[^.!?\n]{0,40}?
      (?:publicad[oa]\soriginalmente|originalmente\spublicad[oa])\s(?:en|por|em|no|na)\s
    |\bquesto\s(?:articolo|testo)\b[^.!?\n]{0,40}?(?:originariamente|originalmente|per\sprima)\s(?:su|da|in)\s
    |\bdit\s(?:artikel|stuk)\b[^.!?\n]{0,30}?(?:eerder|oorspronkelijk|eerst)\s(?:verschenen\s|gepubliceerd\s)?(?:in|op|bij|door)\s
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DAY_NEXT = re.compile(
    r"(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)", re.IGNORECASE
)


def is_republished(article: Article, page: Page) -> bool:
    """Whether the page is a copy put out anew. A wire story printed in its time is none.

    One of three shows it: the text bears the dateline of an agency that is not the site, and the claimed day comes so
    long after the story's that they are in conflict; a note at the head or the end names another place of origin
    ("This article was first published by …"); ``<link rel=canonical>`` leads to a site with another name.
    """
    days = article.date_conflict_days or 0
    late_copy = has_date_conflict(article) and days > 0 and _is_of_other_agency(article)
    return late_copy or _names_origin(article) or _is_filed_elsewhere(page)


def _is_of_other_agency(article: Article) -> bool:
    agency = article.dateline.agency
    return agency is not None and not _is_the_site(agency, article)


def _is_the_site(name: str, article: Article) -> bool:
    key = words.key(name)
    return key == words.key(article.site_name or "") or key == words.key((article.site or "").split(".")[0])


def _names_origin(article: Article) -> bool:
    paragraphs = (article.text or "").split("\n\n")
    ends = paragraphs if len(paragraphs) <= 2 * _ENDS else paragraphs[:_ENDS] + paragraphs[-_ENDS:]
    for paragraph in ends:
        note = _NOTES.search(paragraph[:2000])
        if note is None or _DAY_NEXT.match(paragraph, note.end()):
            continue
        named = words.key(paragraph[note.end() : note.end() + _NAME_REACH])
        site_name = words.key(article.site_name or "")
        if not (site_name and site_name in named):
            return True
    return False


def _is_filed_elsewhere(page: Page) -> bool:
    there, here = site_key(stated_canonical(page) or ""), site_key(page.url)
    # One publisher's domains differ in what follows the first dot.
    return bool(there and here) and there.split(".")[0] != here.split(".")[0] and "." in there and "." in here

"""Where a page states for machines when its article was published and changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from newscrawl.extraction.dates import read_date
from newscrawl.extraction.json_ld import types_of
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.structured import main_thing, texts

Dates = tuple[list[str], list[str]]
"""What is stated as published, what as modified, each best first."""

_LONGEST_TEXT = 120  # characters of an element that says in its class that it holds the date
META_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "date_published", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "dc.terms.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "citation_publication_date", "article_date_original", "article.published", "published_at", "published-date",
    "originalpublicationdate", "date", "og:pubdate", "rnews:datepublished", "bt:pubdate",
    "iso-8601-publish-date", "created",
)  # fmt: skip
META_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "date_modified", "modified", "bt:moddate", "article.updated",
    "updated_time",
)  # fmt: skip
_META_PUBLISHED = re.compile(
    r"publish|publi[ck]|pubdate|pub-date|issued|displaydate|display-date|creat(?:ed|ion)-?_?(?:date|time)?$|date-?_?creat"
    r"|upload(?:ed)?(?:[-_]?(?:date|time|at|on))?$"
)
_META_OTHER = re.compile(
    r"modif|updat|expir|publisher|unpublish|author|image|video|publication_?(?:name|title|id)|status|city|ad-?id"
)

_STATE_KEYS = re.compile(
    r"""(?:\\?["']|\b)(?:datePublished|date_published|publishedAt|published_at|publishedDate|published_date|publishDate|publish_date
    |publishTime|publish_time|publishedTime|publishedOn|publicationDate|publication_date|datePublication|firstPublished(?:At|Date)?
    |first_published_at|firstPublicationDate|pubDate|pub_date|releaseDateTime|displayDate|display_date|dateFirstPublished)(?:\\?["'])?
    \s*[:=]\s*\\?["']?([^"'\\,}<>]{8,40})""",
    re.VERBOSE,
)
_MAX_STATE = 3_000_000  # characters of script that are searched where a page states no date otherwise
_MAX_STATES = 50
_PRINTS_DATE = re.compile(r"\s*[\w.]*(?:[dD]ate|[tT]ime|\.write(?:ln)?)\(\s*[\"']([^\"'<>]{8,40})[\"']\s*\)")
"""``showDate("2025/03/11 10:26")``: a script that draws one line, where that line stands."""
_LONGEST_CALL = 200  # characters of such a script
_ELSEWHERE = (
    "[property~='dc:created'],[property~='dc:date'],[property$=datePublished],[data-pubdate],[data-published],"
    "[data-publish-date],[data-published-at],[data-publication-date],abbr.published,.dt-published"
)
_ELSEWHERE_ATTRIBUTES = (
    "content", "datetime", "data-pubdate", "data-published", "data-publish-date", "data-published-at",
    "data-publication-date", "title",
)  # fmt: skip


def json_ld_dates(page: Page) -> Dates:
    """Of the article's object; where it has none, of the page's."""
    published: list[str] = []
    modified: list[str] = []
    things = [thing] if (thing := main_thing(page)) is not None else []
    for thing in chain(things, _web_pages(page)):
        if not published:
            published = [
                text for name in ("datePublished", "dateCreated", "uploadDate") for text in texts(thing.get(name))
            ]
        if not modified:
            modified = texts(thing.get("dateModified"))
    return published, modified


def _web_pages(page: Page) -> Iterator[dict[str, Any]]:
    """The objects that stand for the page itself."""
    return (thing for thing in page.json_ld if any(name.endswith("WebPage") for name in types_of(thing)))


def meta_dates(page: Page) -> Dates:
    """By the names that are known for it; where none has a date, by names that say it."""
    published = page.meta_values(*META_DATES)
    if not any(map(read_date, published)):
        names = [name for name in page.meta if _META_PUBLISHED.search(name) and not _META_OTHER.search(name)]
        published += page.meta_values(*names)
    return published, page.meta_values(*META_MODIFIED)


@once_per_page
def state_dates(page: Page) -> list[str]:
    """What the page's scripts hold under a name that says published, else what they print, if all of it is of one day.

    A page's state also holds other articles: several days tell nothing.
    """
    values: list[str] = []
    printed: list[str] = []
    left = _MAX_STATE
    for node in page.tree.css("script"):
        script = node.text()[:left]
        left -= len(script)
        values.extend(found[1] for found in _matches(script))
        if len(script) <= _LONGEST_CALL and (call := _PRINTS_DATE.match(script)):
            printed.append(call[1])
        if left <= 0 or len(values) >= _MAX_STATES:
            break
    for node in page.tree.css("[data-page],[data-props],[data-state],[x-data]")[:10]:
        state = next(
            (
                value
                for name in ("data-page", "data-props", "data-state", "x-data")
                if (value := node.attributes.get(name))
            ),
            "",
        )
        values.extend(found[1] for found in _matches(state[:left]))
    values = values or printed
    return values if len({moment.day for value in values if (moment := read_date(value))}) == 1 else []


def _matches(script: str) -> Iterable[re.Match[str]]:
    if "ublish" not in script and "ubDate" not in script and "ublication" not in script:
        return ()
    return islice(_STATE_KEYS.finditer(script), _MAX_STATES)


def attribute_dates(page: Page) -> list[str]:
    """What elements say in attributes that are no microdata: RDFa, hAtom, ``data-published``."""
    found = []
    for node in page.tree.css(_ELSEWHERE)[:20]:
        value = next((value for name in _ELSEWHERE_ATTRIBUTES if (value := node.attributes.get(name))), None)
        found.append(value or node.text()[:_LONGEST_TEXT])
    return found if len({moment.day for value in found if (moment := read_date(value))}) == 1 else []


@once_per_page
def is_stated(page: Page) -> bool:
    """Whether the page says for machines when its article appeared."""
    return any(map(read_date, [*json_ld_dates(page)[0], *meta_dates(page)[0]]))

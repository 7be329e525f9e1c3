"""What a page states as its own address, and whether that may be believed."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newscrawl.extraction.link_hosts import are_of_one_site
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.page_numbers import page_number, page_stem, whole_stem
from newscrawl.extraction.url_dates import is_date_archive, url_period
from newscrawl.extraction.url_forms import names_an_article
from newscrawl.extraction.urls import absolute_url, canonical_url

_MAX_LINKS = 10
_FEWEST_WORDS = 3
"""Words that a name in an address shares with another, or with a headline, before they are of one article."""
_SHARE = 0.6  # of the words of the name, on top

_ID = re.compile(
    r"(?<![^\W_])\d{4,}(?![^\W_])|(?<![^\W_])(?=[a-f\d]*\d)(?=\d*[a-f])[a-f\d]{8,40}(?![^\W_])", re.IGNORECASE
)
_YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LANGUAGE = re.compile(
    r"(?:ar|az|be|bg|bn|bs|ca|cs|cy|da|de|el|en|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|hy|id|it|ja|ka|kk|km|ko|ky|lt|lv|mk|mn|ms"
    r"|my|nb|ne|nl|nn|no|pl|ps|pt|ro|ru|sk|sl|so|sq|sr|sv|sw|ta|te|th|tl|tr|uk|ur|uz|vi|zh)(?:-[a-z]{2,4})?"
)
_LANGUAGE_PARAMETER = re.compile(
    r"(?:^|&)(?:lang|language|hl|locale|lng|idioma|langue|sprache)=([\w-]+)", re.IGNORECASE
)


@once_per_page
def stated_canonical(page: Page) -> str | None:
    """Where ``<link rel=canonical>`` leads, on whatever site. None: nowhere, or to two places."""
    nodes = page.tree.css("link[rel~=canonical i][href]")[:_MAX_LINKS]
    found = {absolute_url(page.base_url, node.attributes.get("href") or "") for node in nodes} - {None}
    return found.pop() if len(found) == 1 else None


@once_per_page
def known_address(page: Page) -> str:
    """The key under which a page's article is known: of the address it states, if that is believable, else its own.

    >>> html = "<link rel=canonical href='/2026/rain-ends-after-nine-days-12345'>"
    >>> known_address(Page(html, "https://times.test/sport/rain-ends-after-nine-days-12345?x=1"))
    'https://times.test/2026/rain-ends-after-nine-days-12345'
    """
    stated = stated_canonical(page)
    if stated is None and (og_url := page.meta_value("og:url")) is not None:
        stated = absolute_url(page.base_url, og_url)
    return canonical_url(stated if stated is not None and is_believable(stated, page) else page.url)


def is_believable(stated: str, page: Page) -> bool:
    """Whether a stated address may be that of the page's article.

    It is not where it is on another site (whose article this then repeats), a front page or a list, in another
    language, of another day, another part of the article, or where its ids are not the page's: some systems state one
    address on all pages. Else it shares an id or its words with the page's own address, or its words with the title.
    """
    here, there = canonical_url(page.url), canonical_url(stated)
    if here == there:
        return True
    host, path, query = _parts(there)
    if not are_of_one_site(host, _parts(here)[0]) or not (names_an_article(path) or _ids(path + query)):
        return False
    if is_date_archive(there) or _is_other_part(page.url, stated):
        return False
    if _language(here) not in (None, _language(there)):
        return False
    if not _may_be_of_one_day(here, there):
        return False
    own_ids, ids = _ids(here), _ids(there)
    if own_ids and ids:
        return bool(own_ids & ids)
    return _is_named_alike(path, here, page)


def _is_other_part(one: str, other: str) -> bool:
    """Whether two addresses are one but for the number of a part."""
    if (page_number(one) or 1) == (page_number(other) or 1):
        return False
    return bool({page_stem(one), whole_stem(one)} & {page_stem(other), whole_stem(other)})


def _may_be_of_one_day(one: str, other: str) -> bool:
    """Whether the days, months or years that two addresses name overlap; also where one names none."""
    first, second = url_period(one), url_period(other)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])


def _is_named_alike(path: str, here: str, page: Page) -> bool:
    words = _words(path.rpartition("/")[2])
    needed = max(_FEWEST_WORDS, _SHARE * len(words))
    titles = " ".join(filter(None, (page.title, page.meta_value("og:title"))))
    return len(words & _words(here)) >= needed or len(words & _words(titles[:1000])) >= needed


def _parts(known: str) -> tuple[str, str, str]:
    """Host, path and query of a canonical address."""
    host, _, rest = known.partition("//")[2].partition("/")
    path, _, query = rest.partition("?")
    return host, f"/{path}", query


def _ids(text: str) -> set[str]:
    """Numbers of four digits and more, and what machines give as names; no years and days."""
    return {found.lower() for found in _ID.findall(text[:2000]) if _YEAR_OR_DAY.fullmatch(found) is None}


def _words(text: str) -> set[str]:
    text = text[:2000]
    return set(_WORD.findall((unquote(text) if "%" in text else text).casefold()))


def _language(known: str) -> str | None:
    """The language that an address names: by a parameter, a step of its path or a label of its host."""
    host, path, query = _parts(known)
    stated = _LANGUAGE_PARAMETER.search(query)
    if stated is not None:
        return stated[1].lower()
    for name in (path[1:].partition("/")[0].lower(), host.partition(".")[0]):
        if _LANGUAGE.fullmatch(name) is not None:
            return name
    return None

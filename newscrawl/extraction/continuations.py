"""Articles in several parts: the next part, the first, the address of the whole. Never the next article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Anchor, Box
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.page_numbers import may_share, page_number, page_stem, printed_number, says_page, whole_stem
from newscrawl.extraction.page_words import PAGE_OF, WHOLE, says
from newscrawl.extraction.paging import claims_a_story
from newscrawl.extraction.parts import join_parts
from newscrawl.extraction.urls import absolute_url, plain_url, site_key

__all__ = ["MAX_PARTS", "first_part", "join_parts", "next_part", "part_number", "whole_article"]

MAX_PARTS = 50
"""Parts of one article; beyond, the numbers are those of something else."""

_STORY_NAME = re.compile(r"\d{4}|[^\W\d_]\w*[-_+]\w|[-_+]\w+[-_+]|\.(?:s?html?|php|aspx?|cms|ece)$")
_STORY_QUERY = re.compile(r"(?:^|&)\w*(?:id|story|article|artikel|news|no|p)=[\w-]*\d")
_LONG_NAME = 12  # characters of a step without hyphens: a slug in a script that needs none, or one long word
_WHOLE_VALUE = re.compile(
    r"(?:[?&/_.,-])(?:all|alle|full|whole|single(?:-?page)?|onepage|one-page|komplett\w*|complete|completo|entire|tout|todo"
    r"|total|0)(?=[/&.?]|$)|[?&](?:single_?page|one_?page|all_?pages|view_?all|show_?all|full|fullpage|viewall|all)=(?:1|y|yes|true|on)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|ece)$", re.IGNORECASE)
_ASIDE = words.COMMENTS | words.SIDEBAR | words.FOOTER
_MAX_HEADINGS = 400  # text blocks searched for "page 2 of 3"
_LONGEST_COUNT = 60  # characters of a block that says so


@dataclass(frozen=True, slots=True)
class _Series:
    """What a page shows of the parts of its article; ``addresses`` by part number, this page's own left out."""

    number: int
    total: int | None
    addresses: dict[int, str]


def next_part(page: Page) -> str | None:
    """The address of the article's next part. None: this is the last, or the only one.

    >>> html = '<link rel="next" href="/a/rain-ends_2.html">'
    >>> next_part(Page(html, "https://times.test/a/rain-ends.html"))
    'https://times.test/a/rain-ends_2.html'
    """
    series = _series(page)
    if series.number >= MAX_PARTS or (series.total is not None and series.number >= series.total):
        return None
    return series.addresses.get(series.number + 1)


def part_number(page: Page) -> int:
    """Which part of its article a page is; 1 for the first, and for an article in one piece."""
    return _series(page).number


def first_part(page: Page) -> str | None:
    """The address of the article's first part, where this page is a later one. None: it is the first."""
    series = _series(page)
    return series.addresses.get(1) if series.number > 1 else None


def part_addresses(page: Page) -> list[str]:
    """Addresses of the article's other parts, as far as this page shows them."""
    return list(_series(page).addresses.values())


def whole_article(page: Page) -> str | None:
    """The address of the article on a single page, where a link says so. None: there is none, or this is it."""
    labelled = [anchor for anchor in page.anchors if says(anchor.text, WHOLE) or says(anchor.title, WHOLE)]
    if not labelled:
        return None
    series, here = _series(page), plain_url(page.url)
    parts = {plain_url(url) for url in series.addresses.values()} | {here}
    has_parts = series.number > 1 or len(series.addresses) > 0 or (series.total or 1) > 1
    start = _start(page.url)
    for anchor in labelled:
        is_plain = has_parts or _WHOLE_VALUE.search(_unquoted_path(anchor.url)) is not None
        if is_plain and _start(anchor.url, exact=False).startswith(start) and plain_url(anchor.url) not in parts:
            return anchor.url
    return None


@once_per_page
def _series(page: Page) -> _Series:
    """All that is known of the parts, read once. No number above 1 without a second sign that the page has parts."""
    return _as_first(page) or _as_later(page) or _Series(1, None, {})


def _as_first(page: Page) -> _Series | None:
    """The page as the first part: others have its address and a number."""
    stem = whole_stem(page.url)
    is_plain = _names_a_story(stem)
    if not is_plain and not claims_a_story(page):
        return None
    links = [link for link in _links_of(page, stem) if is_plain or says_page(link[1])]
    shift = _shift(links)
    addresses: dict[int, str] = {}
    for _, url in links:
        number = page_number(url)
        if number is not None and number + shift > 1:
            addresses.setdefault(number + shift, url)
    counted, total = _counted(page)
    if (not addresses and counted != 1) or (counted or 1) != 1:
        return None
    return _Series(1, total, addresses)


def _as_later(page: Page) -> _Series | None:
    """The page as a later part, if a link to another part or "page 2 of 3" says so besides the number."""
    stem, stated = page_stem(page.url), page_number(page.url)
    if stated is None or not _names_a_story(stem):
        return None
    links = list(_links_of(page, stem))
    shift = _shift(links)
    counted, total = _counted(page)
    number = counted or stated + shift
    addresses: dict[int, str] = {}
    for _, url in links:
        own = page_number(url) if page_stem(url) == stem and whole_stem(url) != stem else None
        addresses.setdefault(own + shift if own is not None else 1, url)
    addresses.pop(number, None)
    is_later = counted is not None or bool(addresses.keys() & {1, number - 1, number + 1})
    if not is_later or not 1 < number <= 2 * MAX_PARTS:
        return None
    addresses.setdefault(1, _without_number(page))
    return _Series(number, total, addresses)


def _links_of(page: Page, stem: str) -> Iterator[tuple[int | None, str]]:
    """(printed number, address) of what leads to pages of this stem, the head's links first. None: none printed."""
    here, site = plain_url(page.url), site_key(page.url)
    near = [anchor for anchor in page.anchors if may_share(anchor.url, stem)]
    aside = {anchor.url for anchor in near if _stands_aside(anchor)}
    aside -= {anchor.url for anchor in near if not _stands_aside(anchor)}
    for node in page.tree.css("link[rel~=next i][href], link[rel~=prev i][href], link[rel~=canonical i][href]")[:10]:
        url = absolute_url(page.base_url, node.attributes.get("href") or "")
        if url is not None and url not in aside and _is_of(url, stem) and site_key(url) == site:
            yield None, url
    for anchor in near:
        if anchor.url in aside or not _is_of(anchor.url, stem):
            continue
        printed = printed_number(anchor.text)
        if printed is not None or plain_url(anchor.url) != here:
            yield printed, anchor.url


def _is_of(url: str, stem: str) -> bool:
    return stem in (page_stem(url), whole_stem(url))


def _shift(links: list[tuple[int | None, str]]) -> int:
    """1 where addresses count parts from 0: the link that prints 2 leads to ``?page=1``."""
    stated = [(printed, own) for printed, url in links if printed and (own := page_number(url)) is not None]
    is_from_zero = any(printed == own + 1 for printed, own in stated)
    return 1 if is_from_zero and not any(printed == own for printed, own in stated) else 0


def _counted(page: Page) -> tuple[int | None, int | None]:
    """(2, 3) where a short text says "page 2 of 3" and the address does not deny it."""
    for block in page.blocks[:_MAX_HEADINGS]:
        if len(block.text) > _LONGEST_COUNT or _NUMBER.search(block.text) is None:
            continue
        found = PAGE_OF.search(block.text)
        if found is None or block.box.bits_around & _ASIDE:
            continue
        number, total = int(found[1]), int(found[2])
        stated = page_number(page.url)
        if 1 <= number <= total <= MAX_PARTS and total > 1 and stated in (None, number, number - 1):
            is_own = block.link_share < 0.5 and (stated is not None or number == 1)  # a link counts where it leads
            return (number if is_own else None), total
    return None, None


def _stands_aside(anchor: Anchor) -> bool:
    """Whether a link belongs to the pager of something else: comments, a list in the margin."""
    box: Box
    above_pager = False
    for box in anchor.box.chain():
        if box.bits & _ASIDE:
            return True
        if above_pager and box.bits & words.RELATED:
            return True
        above_pager = above_pager or bool(box.bits & words.PAGER)
    return False


def _names_a_story(stem: str) -> bool:
    """Whether what is left without the number still looks like an article's address: /news/8 is no part 8 of /news."""
    path, _, query = stem.partition("?")
    name = path.rpartition("/")[2] if "/" in path else ""
    return (
        _STORY_NAME.search(name) is not None
        or len(name) >= _LONG_NAME
        or not name.isascii()
        or _STORY_QUERY.search(query) is not None
    )


_IN_QUERY = re.compile(r"[?&][^&=]{1,20}=\d{1,5}(?=&|$)")


def _without_number(page: Page) -> str:
    """The address that the first part has where no link leads to it."""
    url, number = page.url.partition("#")[0], page_number(page.url)
    path, _, query = url.partition("?")
    kept = [pair for pair in query.split("&") if pair and page_number(f"https://part.test/?{pair}") != number]
    if len(kept) < len([pair for pair in query.split("&") if pair]):
        return f"{path}?{'&'.join(kept)}" if kept else path
    shorter = re.sub(
        rf"(?:/(?:page|seite|pagina|p)?[-_/]?|[_,.-](?:page|seite|p)?[-_]?){number}(?=/?$|\.\w{{2,5}}$)", "", path
    )
    return shorter + ("/" if path.endswith("/") and not shorter.endswith("/") else "") + (f"?{query}" if query else "")


def _start(url: str, *, exact: bool = True) -> str:
    """Host and path of an article's parts, without number and ending."""
    stem = page_stem(url) if exact else plain_url(url).partition("://")[2]
    path, _, _ = unquote(stem).partition("?")
    return _ENDING.sub("", path).rstrip("/")


def _unquoted_path(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)

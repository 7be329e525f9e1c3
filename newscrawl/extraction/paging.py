"""The next page of a list: one address, on the same site, or None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlencode, urlsplit

from selectolax.lexbor import LexborNode

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Anchor, fold
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_numbers import (
    may_share,
    page_cursor,
    page_number,
    page_offset,
    page_stem,
    printed_number,
    whole_stem,
)
from newscrawl.extraction.page_words import BACK, MORE, NEXT, OLDER, says, spoken
from newscrawl.extraction.url_dates import is_date_archive, url_period
from newscrawl.extraction.urls import absolute_url, plain_url, site_key

__all__ = ["next_page", "page_number"]

_ARROWS = frozenset({">", "›", "»", "→", ">>", "≫", "▶", "►", "❯", "⟩", "→»", ">|", "⇒", "⟶", "˃", "🡒"})
_BACKWARD_ARROWS = frozenset({"<", "‹", "«", "←", "<<", "≪", "◀", "◄", "❮", "⟨"})  # forward where one writes leftwards
_NEXT_CLASS = re.compile(r"(?<![a-z])(?:next|nextpage|older|nextpostslink)(?![a-z])|[a-z]Next\b", re.IGNORECASE)
_BACK_CLASS = re.compile(r"(?<![a-z])(?:prev\w*|newer|back|first)(?![a-z])", re.IGNORECASE)
_MORE_CLASS = re.compile(
    r"(?:load|show|view|fetch)[_-]?(?:more|next)|more[_-]?(?:button|btn|posts|articles|news|stories|results|items|link)"
    r"|infinite|btn[_-]more",
    re.IGNORECASE,
)
_MORE_ATTRIBUTES = (
    "data-next-url", "data-next", "data-next-href", "data-next-page", "data-next-page-url", "data-nexturl",
    "data-load-more-url", "data-loadmore-url", "data-load-more", "data-more-url", "data-infinite-url",
)  # fmt: skip
"""Attributes whose names say what they hold."""
_ANY_ATTRIBUTES = (
    "data-url", "data-href", "data-ajax-url", "data-ajax", "data-link", "data-page-url", "data-src", "data-path",
    "data-endpoint", "hx-get", "data-hx-get", "ic-get-from", "up-href", "formaction",
)  # fmt: skip
"""Attributes that hold addresses of all kinds: read of elements that say "more" or "next"."""
_MORE_SELECTOR = ",".join(f"[{name}]" for name in (*_MORE_ATTRIBUTES, *_ANY_ATTRIBUTES))
_UNFILLED = re.compile(r"[{}\[\]<>]|%7B|__\w+__|/:\w", re.IGNORECASE)
_PAGE_FIELD = re.compile(r"page|paged|pg|p|pn|pageno|page_no|seite|pagina|start|offset|after|cursor", re.IGNORECASE)
_FARTHEST = 30  # boxes looked through upwards for the pager around a link
_MAX_OPTIONS = 500
_MAX_ELEMENTS = 300  # elements with addresses of their own that are looked at
_LONGEST_LABEL = 40


def next_page(page: Page) -> str | None:
    """The address of the page after this one. None: this is the last, or the page is no part of a list.

    >>> html = '<div class="pager"><b>1</b> <a href="/a/index_2.html">2</a></div>'
    >>> next_page(Page(html, "https://times.test/a/"))
    'https://times.test/a/index_2.html'
    """
    place = _Place(page)
    forms = (_declared, _said, _numbered, _selected, _loaded, _submitted)
    candidates = (url for form in forms for url in form(place))
    site, here = site_key(page.url), plain_url(page.url)
    return next((url for url in candidates if site_key(url) == site and plain_url(url) != here), None)


@dataclass
class _Place:
    """Where in its list a page stands, by its own address and by what its pager prints."""

    page: Page

    @cached_property
    def is_first(self) -> bool:
        """Whether a number in the address is the list's own, as links show: from /topic/12 to /topic/12?page=2."""
        whole = whole_stem(self.page.url)
        return whole != page_stem(self.page.url) and any(
            page_stem(anchor.url) == whole for anchor in self.page.anchors if may_share(anchor.url, whole)
        )

    @cached_property
    def stem(self) -> str:
        return whole_stem(self.page.url) if self.is_first else page_stem(self.page.url)

    @cached_property
    def number(self) -> int | None:
        return None if self.is_first else page_number(self.page.url)

    @cached_property
    def offset(self) -> int:
        return 0 if self.is_first else page_offset(self.page.url) or 0

    @cached_property
    def path(self) -> str:
        return _path(self.page.url)

    @cached_property
    def numbers(self) -> list[tuple[int, str]]:
        """(printed number, address) of the pager's links, page order."""
        found = []
        for anchor in self.page.anchors:
            number = printed_number(anchor.text) if anchor.text else None
            if number is not None and page_stem(anchor.url) == self.stem:
                found.append((number, anchor.url))
        return found

    @cached_property
    def first_number(self) -> int:
        """What the address of the first page has for a number: 1, or 0 where "2" leads to ``?page=1``."""
        stated = [(printed, number) for printed, url in self.numbers if (number := page_number(url)) is not None]
        is_from_zero = any(printed == number + 1 for printed, number in stated)
        return 0 if is_from_zero and not any(printed == number for printed, number in stated) else 1

    @cached_property
    def step(self) -> int:
        """Entries to a page where addresses count entries. 0: they do not."""
        for printed, url in self.numbers:
            offset = page_offset(url)
            if offset and printed > 1 and offset % (printed - 1) == 0:
                return offset // (printed - 1)
        return 0

    @cached_property
    def current(self) -> int:
        """The number of this page, 1 for the first."""
        if self.number is not None:
            return self.number - self.first_number + 1
        return self.offset // self.step + 1 if self.step else 1

    @cached_property
    def falls(self) -> bool:
        """Whether the list's newest page has the highest number: its link back has a higher one than this page."""
        return self.number is not None and any(
            page_number(anchor.url) == self.number + 1 and page_stem(anchor.url) == self.stem
            for anchor in self.page.anchors
            if says(anchor.text, BACK)
        )

    def goes_on(self, url: str) -> bool | None:
        """Whether an address of this list comes after this page. None: it does not tell, or is no address of it."""
        if page_stem(url) != self.stem:
            return None
        number, offset, cursor = page_number(url), page_offset(url), page_cursor(url)
        if number is not None:
            if self.number is None:
                return number > self.first_number
            return number == self.number - 1 if self.falls else number > self.number
        if offset is not None:
            return offset > self.offset
        if cursor is not None:
            return cursor != page_cursor(self.page.url)
        return False if self.number is not None or self.offset else None

    def begins_at_zero(self, url: str) -> bool:
        """Whether "next" leads from a page without a number to number 1: then this one is number 0."""
        is_plain = self.number is None and not self.offset
        return is_plain and page_number(url) == 1 and page_stem(url) == self.stem

    def follows_directly(self, url: str) -> bool:
        """Whether an address is that of the very next page."""
        if not self.goes_on(url):
            return False
        number, offset = page_number(url), page_offset(url)
        if number is not None:
            return self.falls or number - self.first_number + 1 == self.current + 1
        if offset is not None and self.step:
            return offset // self.step + 1 == self.current + 1
        return True

    def is_calendar(self, url: str) -> bool:
        """Whether an address is that of a day's, month's or year's list and of no page in one."""
        return (
            page_number(url) is None and page_offset(url) is None and page_cursor(url) is None and is_date_archive(url)
        )

    def is_older(self, url: str) -> bool:
        here, there = url_period(self.page.url), url_period(url)
        return there is not None and (here is None or there[1] <= here[1])


# -- forms of pagers ---------------------------------------------------------------------------------------------------


def _declared(place: _Place) -> Iterator[str]:
    """What says ``rel=next``: links of the head, then of the body. Of an article, it is often the next article."""
    page = place.page
    links = page.tree.css("link[rel~=next i][href]")[:3]
    urls = [absolute_url(page.base_url, node.attributes.get("href") or "") for node in links]
    urls.extend(anchor.url for anchor in page.anchors if "next" in anchor.rel.split() and not says(anchor.text, BACK))
    is_story = claims_a_story(page) if urls else False
    for url in urls:
        if url is None or place.is_calendar(url):
            continue
        verdict = place.goes_on(url)
        if verdict or (verdict is None and not is_story):
            yield url


def _said(place: _Place) -> Iterator[str]:
    """Links that say "next"; those in a pager, or with the next number, before the others."""
    elsewhere = []
    for anchor in place.page.anchors:
        words_said = _saying(anchor)
        if not words_said:
            continue
        verdict = place.goes_on(anchor.url)
        if verdict is False and words_said != "arrow" and place.begins_at_zero(anchor.url):
            verdict = True
        if words_said == "older" and verdict is None and place.is_calendar(anchor.url):
            verdict = place.is_older(anchor.url)
        if verdict is False or (words_said != "older" and place.is_calendar(anchor.url)):
            continue
        if words_said == "arrow":
            if place.follows_directly(anchor.url) and (is_in_pager(anchor) or page_number(anchor.url) is not None):
                yield anchor.url
        elif verdict or (words_said in ("next", "older") and is_in_pager(anchor)):
            yield anchor.url
        elif words_said in ("next", "older") and _is_below(place, anchor.url):
            elsewhere.append(anchor.url)  # what leads anywhere else is the next story or picture
    yield from elsewhere


def _saying(anchor: Anchor) -> str:
    """ "next", "older", "more", "arrow" or "": what a link says by text, title or class."""
    text = anchor.text or anchor.title
    if len(text) > _LONGEST_LABEL:
        return ""
    return _meaning(text, anchor.title[:_LONGEST_LABEL], anchor.names, anchor.box.names)


@lru_cache(maxsize=8192)
def _meaning(text: str, title: str, names: str, box_names: str) -> str:
    said = spoken(text)
    if said in BACK:
        return ""
    for label in (said, spoken(title)):
        if label in NEXT or label in OLDER:
            return "next" if label in NEXT else "older"
    if said in MORE or _MORE_CLASS.search(names):
        return "more"
    if fold(text) in _ARROWS or fold(text) in _BACKWARD_ARROWS:
        return "arrow"
    named = f"{names} {box_names}"
    return "arrow" if len(text) < 20 and _NEXT_CLASS.search(named) and not _BACK_CLASS.search(named) else ""


def _numbered(place: _Place) -> Iterator[str]:
    """Links that print the number after this page's and lead to an address of this list."""
    for printed, url in place.numbers:
        if printed == place.current + 1 and (place.follows_directly(url) or place.falls):
            yield url


def _selected(place: _Place) -> Iterator[str]:
    """Options of a drop-down pager: addresses, or numbers of a form that is sent as an address."""
    page = place.page
    for node in page.tree.css("select option[value]")[:_MAX_OPTIONS]:
        value = (node.attributes.get("value") or "").strip()
        if not any(mark in value for mark in "/?."):
            continue
        url = absolute_url(page.base_url, value)
        if url is None or page_stem(url) != place.stem:
            continue
        printed = printed_number(fold(node.text()))
        if place.follows_directly(url) and printed in (None, place.current + 1):
            yield url


def _loaded(place: _Place) -> Iterator[str]:
    """Addresses that "load more" buttons and endless lists hold in their attributes."""
    page = place.page
    for node in page.tree.css(_MORE_SELECTOR)[:_MAX_ELEMENTS]:
        attributes = node.attributes
        named = [attributes[name] for name in _MORE_ATTRIBUTES if attributes.get(name)]
        others = [attributes[name] for name in _ANY_ATTRIBUTES if attributes.get(name)]
        if others and not named and not _says_more(node, attributes):
            continue
        for value in (*named, *others):
            if value and ("/" in value or "?" in value) and not _UNFILLED.search(value):
                url = absolute_url(page.base_url, value.strip())
                if url is not None and place.goes_on(url) is not False and not place.is_calendar(url):
                    yield url


def _says_more(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if _BACK_CLASS.search(names):
        return False
    if (
        _MORE_CLASS.search(names)
        or _NEXT_CLASS.search(names)
        or attributes.get("hx-trigger") in ("revealed", "intersect")
    ):
        return True
    text = fold(node.text() or "")[: _LONGEST_LABEL + 1]
    return says(text, NEXT) or says(text, MORE) or says(text, OLDER)


def _submitted(place: _Place) -> Iterator[str]:
    """Forms that ask for the next page with GET: hidden fields, and the button's own name and value."""
    for form in place.page.tree.css("form")[:50]:
        attributes = form.attributes
        if (attributes.get("method") or "get").lower() != "get" or form.css_first(_TYPED_FIELDS) is not None:
            continue
        fields = list(_fields(form.css("input[type=hidden i][name]")[:30]))
        for button in [*form.css("button, input[type=submit i]")[:10], None]:
            own = list(_fields([button])) if button is not None and button.attributes.get("name") else []
            label = "" if button is None else fold(button.text() or button.attributes.get("value") or "")
            if button is not None and not own and says(label, BACK):
                continue
            url = _sent(place, attributes.get("action") or "", [*fields, *own])
            if url is not None and place.follows_directly(url):
                yield url


_TYPED_FIELDS = (
    "input[type=text], input[type=search], input[type=email], input[type=password], input:not([type]), textarea"
)


def _fields(nodes: Iterable[LexborNode]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        yield node.attributes.get("name") or "", node.attributes.get("value") or ""


def _sent(place: _Place, action: str, fields: list[tuple[str, str]]) -> str | None:
    """The address that a form's fields make. None: no field counts pages."""
    if not any(_PAGE_FIELD.fullmatch(name) for name, _ in fields):
        return None
    target = absolute_url(place.page.base_url, action) if action else place.page.url
    if target is None:
        return None
    return f"{target.partition('?')[0]}?{urlencode(fields)}"


# -- where a link stands -----------------------------------------------------------------------------------------------


def is_in_pager(anchor: Anchor) -> bool:
    """Whether a link stands in a box that is named a pager."""
    for distance, box in enumerate(anchor.box.chain()):
        if box.bits & words.PAGER:
            return True
        if distance >= _FARTHEST or box.tag in ("article", "main"):
            break
    return bool(words.class_bits(anchor.names) & words.PAGER)


def _is_below(place: _Place, url: str) -> bool:
    """Whether an address is this page's with more behind it. Everything lies below a front page."""
    if place.path == "/":
        return page_number(url) is not None and page_stem(url) == place.stem
    return _path(url).startswith(place.path)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return "/"


def claims_a_story(page: Page) -> bool:
    """Whether a page says of itself that it is an article."""
    return (page.meta_value("og:type") or "").lower() == "article" or bool(page.json_ld_articles)

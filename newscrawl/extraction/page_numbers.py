"""Numbers of pages: in addresses, and as pagers print them in any script. Nothing here raises."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from newscrawl.extraction import words
from newscrawl.extraction.url_dates import is_date_archive
from newscrawl.extraction.urls import plain_url

_PAGE_PARAMETERS = (
    r"page|paged|pg|p|pn|pp|pageno|page_no|page-no|pagenum|page_num|pagenumber|page_number|pageindex|pageid|pageno\.|cp"
    r"|currentpage|current_page|curpage|cur_page|page%5bnumber%5d|page\[number\]|_page|listpage|list_page|pag|pgno|pgnum"
    r"|seite|pagina|página|strana|stranka|strona|str|sida|side|sivu|sayfa|oldal|halaman|hal|trang|puslapis|lapa|leht|lk"
    r"|stranica|stran|pagine|страница|صفحه|صفحة|page%5bpage%5d|paging|pager"
)
_PAGE_STEPS = (
    r"page|pages|paged|pg|seite|pagina|página|strana|stranka|strona|sida|side|sivu|sayfa|oldal|halaman|trang|puslapis"
    r"|lapa|leht|stranica|stran|stránka|страница|page-no|pageno"
)
_EXPLICIT = (
    re.compile(rf"[?&](?:{_PAGE_PARAMETERS})=(\d{{1,5}})(?=&|$)", re.IGNORECASE),
    re.compile(rf"/(?:{_PAGE_STEPS})[/_:,=-]?(\d{{1,5}})(?=/|\.|\?|$)", re.IGNORECASE),
    re.compile(rf"[_.,-](?:{_PAGE_STEPS}|p)[_.,=-]?(\d{{1,4}})(?=/?$|/?\?|\.\w{{2,5}}(?:\?|$))", re.IGNORECASE),
)
_IMPLICIT = (
    re.compile(r"[_,-](\d{1,4})(?=\.(?:s?html?|php|aspx?|jsp|cms|shtm)(?:\?|$))", re.IGNORECASE),
    re.compile(r"/p(\d{1,4})(?=/?$|/?\?)"),
    re.compile(r",(\d{1,3})(?=$|\?)"),
    re.compile(r"/(\d{1,4})(?=/?$|/?\?)"),
)
"""Forms that ids of articles and of lists have as well."""
_OFFSET = (
    re.compile(
        r"[?&](?:start|offset|skip|from|first|limitstart|startrow|begin|pos|b_start(?::|%3a)int|o)=(\d{1,7})(?=&|$)",
        re.I,
    ),
    re.compile(r"/P(\d{1,6})(?=/?$|/?\?)"),
    re.compile(r"/(?:start|offset)[/_=-](\d{1,6})(?=/?$|/?\?)", re.IGNORECASE),
)
_CURSOR = re.compile(
    r"[?&](?:after|before|cursor|max_id|since_id|page_?token|next_?token|next_?cursor|next_?page|continuation|lastid"
    r"|last_?id|last|updated-max|from_id|older_than|until_id|endcursor|marker)=([^&]{1,500})",
    re.IGNORECASE,
)
_LIST_FILE = re.compile(
    r"(?:/(?:index|list|default|home)|(?:[_-]|(?<=\w))(?=\.))?(?:\.(?:s?html?|php|aspx?|jsp))?(?=\?|$)"
)
_DIGITS = re.compile(r"\d+")
_PAGE_LABELS = frozenset(
    words.label(text)
    for text in words.word_set(
        """
        page | seite | página | pagina | pag | s | p | side | sida | sivu | strona | strana | stránka | str | oldal
        halaman | hal | trang | sayfa | lehekülg | lapa | puslapis | stran | stranica | страница | стр | страна
        сторінка | бет | σελίδα | صفحة | الصفحة | صفحه | صفحہ | עמוד | דף | पृष्ठ | पेज | पान | পৃষ্ঠা | পাতা | பக்கம்
        పేజీ | ಪುಟ | പേജ് | પાનું | หน้า | ໜ້າ | ទំព័រ | စာမျက်နှာ | გვერდი | էջ | ገጽ | ukurasa | pahina | 第 页 | 第 頁
        第 ページ | 页 | 頁 | ページ | ページ目 | 쪽 | 페이지 | go to page | page number | zur seite | aller à la page
        ir a la página
        """
    )
)


@lru_cache(maxsize=8192)
def page_number(url: str) -> int | None:
    """The number of a page as its address gives it, native digits included. None: it gives none.

    Where pages are counted from 0, ``?page=1`` is the second: the address alone does not tell.

    >>> [page_number(f"https://times.test/{path}") for path in ("a/page/3", "a?page=2", "index_4.html", "2026/11/05/")]
    [3, 2, 4, None]
    """
    mark = _mark(url)
    return int(mark[1]) if mark is not None and mark.re in _NUMBERS else None


def page_offset(url: str) -> int | None:
    """How many entries lie before the page by its address: ``?start=20``, ``/P20``. None: it does not say."""
    mark = _mark(url)
    return int(mark[1]) if mark is not None and mark.re in _OFFSET else None


def page_cursor(url: str) -> str | None:
    """The mark behind which the page begins: ``?after=abc``. None: the address has none."""
    mark = _mark(url)
    return mark[1] if mark is not None and mark.re is _CURSOR else None


def says_page(url: str) -> bool:
    """Whether an address says that its number is that of a page: ``?page=2``, ``/page/2``, and not ``/2``."""
    mark = _mark(url)
    return mark is not None and mark.re in _EXPLICIT


@lru_cache(maxsize=8192)
def page_stem(url: str) -> str:
    """What the pages of one list, or the parts of one article, share: the address without its number and file name.

    >>> page_stem("https://times.test/stocks/index_2.html") == page_stem("http://www.times.test/stocks/?page=3")
    True
    """
    return _without_file(url, _mark(url))


@lru_cache(maxsize=8192)
def whole_stem(url: str) -> str:
    """The address as ``page_stem`` has it, number included: the stem of the pages of which this is the first."""
    return _without_file(url, None)


def may_share(url: str, stem: str) -> bool:
    """Whether an address could have that stem or begin with it, at a hundredth of the cost of ``page_stem``.

    Most links of a page hold other paths, and need not be taken apart.
    """
    path = stem.partition("?")[0].partition("/")[2]
    return path in (unquote(url) if "%" in url else url)


def printed_number(text: str) -> int | None:
    """The number that a pager prints: digits of any script, alone or with "page" in any language. None: other text.

    >>> printed_number("[ 2 ]"), printed_number("۳"), printed_number("第4页"), printed_number("2 killed")
    (2, 3, 4, None)
    """
    if len(text) > 24:
        return None
    found = _DIGITS.findall(text)
    if len(found) != 1 or len(found[0]) > 5:
        return None
    rest = words.label(_DIGITS.sub(" ", text))
    return int(found[0]) if not rest or rest in _PAGE_LABELS else None


_NUMBERS = frozenset((*_EXPLICIT, *_IMPLICIT))
_MARKS = (*_EXPLICIT, *_OFFSET, _CURSOR, *_IMPLICIT)
_ENDINGS = (".html", ".htm", ".shtml", ".shtm", ".php", ".asp", ".aspx", ".jsp", "/index", "/list", "/default", "/home")


@lru_cache(maxsize=8192)
def _mark(url: str) -> re.Match[str] | None:
    """Where in its list an address says it stands; the plainest form that it has."""
    text = _local(plain_url(url))
    for pattern in _MARKS:
        found = pattern.search(text)
        if found is None:
            continue
        is_date = pattern is _IMPLICIT[-1] and (1990 <= int(found[1]) <= 2099 or is_date_archive(url))
        return None if is_date else found
    return None


def _without_file(url: str, mark: re.Match[str] | None) -> str:
    known = plain_url(url)
    text = _local(known)
    if mark is not None:
        # What stays of ?page=2&x=1 is ?x=1.
        joint = "?" if text[mark.start()] == "?" and mark.end() < len(text) else ""
        text = text[: mark.start()] + joint + text[mark.end() :]
    path, _, query = text.partition("?")
    path = _LIST_FILE.sub("", path, count=1) if path.endswith(_ENDINGS) else path
    query = query.strip("&")
    host = known.partition("//")[2].partition("/")[0].partition("?")[0]
    return f"{host}{path.rstrip('/_-,')}{'?' if query else ''}{query}"


def _local(url: str) -> str:
    """Path and query, percent-encoding read."""
    rest = url.partition("#")[0].partition("//")[2]
    slash, mark = rest.find("/"), rest.find("?")
    start = min((place for place in (slash, mark) if place >= 0), default=len(rest))
    return unquote(rest[start:]) if "%" in rest else rest[start:]

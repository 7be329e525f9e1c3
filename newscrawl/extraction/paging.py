"""The next page of a list: one address, on the same site, or None."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Anchor, fold
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import absolute_url, canonical_url, site_key

_NEXT_WORDS = words.word_set(
    """
    next | next page | next posts | older | older posts | older stories | older entries | older articles
    older news | more stories | nächste | nächste seite | weiter | ältere beiträge | ältere artikel | vor
    suivant | suivante | page suivante | articles plus anciens | plus anciens | siguiente | página siguiente
    siguientes | entradas anteriores | más antiguas | próxima | próximo | próxima página | seguinte
    página seguinte | avanti | successiva | successivo | pagina successiva | prossima | articoli precedenti
    volgende | volgende pagina | oudere berichten | nästa | nästa sida | äldre inlägg | næste | næste side | neste
    neste side | eldre innlegg | seuraava | seuraava sivu | następna | następna strona | następne | dalej | další
    další stránka | starší | ďalšia | ďalej | următoarea | următor | pagina următoare | következő
    következő oldal | sonraki | sonraki sayfa | ileri | следующая | следующая страница | далее | вперед | вперёд
    дальше | наступна | далі | вперед | επόμενη | επόμενη σελίδα | επόμενο | التالي | التالية | الصفحة التالية
    הבא | לדף הבא | अगला | 下一页 | 下一頁 | 下页 | 下頁 | 后一页
    次へ | 次のページ | 次ページ | 次 | 다음
    다음 페이지 | berikutnya | selanjutnya | halaman berikutnya | tiếp | tiếp theo | trang sau | trang tiếp
    ถัดไป | หน้าถัดไป
    """
)
"""Said by links to the next page anywhere on a page."""

_IN_PAGER_ONLY = words.word_set(
    """
    more | load more | show more | mehr | mehr laden | plus | voir plus | ver más | altro | meer | mer | ещё | еще
    更多 | もっと見る
    """
)
_ARROWS = frozenset({">", "›", "»", "→", ">>", "≫", "▶", "►", "❯", "⟩", "&gt;", "→»"})

# Where the number of a page stands in its address. The group is the number.
_NUMBER = (
    re.compile(r"[?&](?:page|paged|pg|p|seite|pagina|pagenum|page_no|pageno|pn)=(\d{1,5})(?=&|$)", re.IGNORECASE),
    re.compile(r"/(?:page|seite|pagina|strana|sivu|sayfa|halaman)[/_-]?(\d{1,5})(?=/|\.|$)", re.IGNORECASE),
    re.compile(r"[_-](\d{1,4})(?=\.(?:s?html?|php|aspx?)$)", re.IGNORECASE),
    re.compile(r"/p(\d{1,4})(?=/?$)", re.IGNORECASE),
    re.compile(r"/(\d{1,4})/?$"),
)
_FARTHEST = 30  # boxes looked through upwards for the pager around a link
_MAX_OPTIONS = 500


def next_page(page: Page) -> str | None:
    """The address of the page after this one. None: this is the last, or the page is no part of a list.

    >>> html = '<div class="pager"><b>1</b> <a href="/a/index_2.html">2</a></div>'
    >>> next_page(Page(html, "https://times.test/a/"))
    'https://times.test/a/index_2.html'
    """
    site, here = site_key(page.url), canonical_url(page.url)
    for url in (*_declared(page), *_said(page), *_numbered(page), *_selected(page)):
        if canonical_url(url) != here and site_key(url) == site:
            return url
    return None


def _declared(page: Page) -> Iterator[str]:
    for node in page.tree.css("link[rel~=next][href]")[:3]:
        url = absolute_url(page.base_url, node.attributes.get("href") or "")
        if url is not None:
            yield url
    for anchor in page.anchors:
        if "next" in anchor.rel.split():
            yield anchor.url


def _said(page: Page) -> Iterator[str]:
    """Links that say "next"; those in a pager before the others."""
    elsewhere = []
    for anchor in page.anchors:
        text = anchor.text or anchor.title
        if len(text) > 40:
            continue
        says_next = words.label(text) in _NEXT_WORDS or words.label(anchor.title[:40]) in _NEXT_WORDS
        if says_next and (_is_in_pager(anchor) or _page_number(anchor.url) is not None):
            yield anchor.url
        elif says_next and anchor.url.startswith(page.url.partition("?")[0]):
            elsewhere.append(anchor.url)  # elsewhere, it is the next story or picture
        elif (
            (fold(text) in _ARROWS or words.label(text) in _IN_PAGER_ONLY)
            and _is_in_pager(anchor)
            and _goes_on(page, anchor)
        ):
            yield anchor.url
    yield from elsewhere


def _goes_on(page: Page, anchor: Anchor) -> bool:
    number = _page_number(anchor.url)
    return number is not None and number == _current_number(page) + 1


def _numbered(page: Page) -> Iterator[str]:
    """Links whose text and address both say the number after this page's."""
    wanted = _current_number(page) + 1
    for anchor in page.anchors:
        if (
            anchor.text.strip(" []()") == str(wanted)
            and _page_number(anchor.url) == wanted
            and _is_like_here(page, anchor.url)
        ):
            yield anchor.url


def _selected(page: Page) -> Iterator[str]:
    """Options of a drop-down pager: addresses, one for each page."""
    wanted = _current_number(page) + 1
    for node in page.tree.css("select option[value]")[:_MAX_OPTIONS]:
        value = (node.attributes.get("value") or "").strip()
        if "/" not in value and "?" not in value and "." not in value:
            continue
        url = absolute_url(page.base_url, value)
        if url is not None and _page_number(url) == wanted and _is_like_here(page, url):
            yield url


def _page_number(url: str) -> int | None:
    path_and_query = url.partition("//")[2].partition("/")[2]
    for pattern in _NUMBER:
        found = pattern.search(f"/{path_and_query}")
        if found is not None:
            return int(found[1])
    return None


def _current_number(page: Page) -> int:
    number = _page_number(page.url)
    return number if number is not None and number < 5000 and not re.search(r"/(?:19|20)\d\d/?$", page.url) else 1


def _is_like_here(page: Page, url: str) -> bool:
    """Whether an address is this page's but for the number."""
    return _stem(url) == _stem(page.url)


def _stem(url: str) -> str:
    """An address without its page number and the file name that lists have."""
    parts = urlsplit(canonical_url(url))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for pattern in _NUMBER:
        shorter, cuts = pattern.subn("", path, count=1)
        if cuts:
            path = shorter
            break
    path = re.sub(r"(?:index|list|default)?(?:\.(?:s?html?|php|aspx?))?(?=\?|$)", "", path, count=1)
    return f"{parts.netloc}{path}".rstrip("/?&_-")


def _is_in_pager(anchor: Anchor) -> bool:
    for distance, box in enumerate(anchor.box.chain()):
        if box.bits & words.PAGER:
            return True
        if distance >= _FARTHEST or box.tag in ("article", "main"):
            break
    return bool(words.class_bits(anchor.names) & words.PAGER)

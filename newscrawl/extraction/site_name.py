"""What a site calls itself, and headlines without it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.json_ld import types_of
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.structured import texts, things
from newscrawl.extraction.urls import site_key

META_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
LONGEST_HEADLINE = 500
"""Characters; what is longer is no headline."""
_SEPARATOR = r"\s*[|–—·•»«›‹:/_-]+\s*"
_ANY_SEPARATOR = re.compile(r"\s*[|｜ㅣ–—·•»«›‹:/_-]+\s*")
_AFTER_NAME = re.compile(r"\s*[|–—·•»:]\s+|\s+-\s+")
_BARS = ("|", "｜", "ㅣ")
_NO_SPACES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put a site's name behind a hyphen or a low line without spaces."""
HOME_LABELS = words.word_set(
    """
    home | homepage | home page | start | startseite | zur startseite | accueil | inicio | portada | início
    página inicial | hem | hjem | forside | etusivu | strona główna | hlavní strana | domů | acasă | kezdőlap
    anasayfa | ana sayfa | главная | на главную | головна | αρχική | الرئيسية | 首页 | 首頁 | ホーム | トップ | 홈
    beranda | trang chủ | news | logo
    """
)


@once_per_page
def site_names(page: Page) -> frozenset[str]:
    """Keys of all names that the page gives its site: what a headline may carry at its end."""
    claimed = [
        *json_ld_site_names(page),
        *page.meta_values(*META_SITE_NAMES),
        *_home_texts(page),
    ]
    domain = site_key(page.url).split(":")[0]
    claimed += [domain, domain.partition(".")[0], urlsplit(page.url).netloc]
    return frozenset(known for name in claimed if (known := words.key(name)) and len(known) > 2)


def without_site_name(headline: str, names: frozenset[str]) -> str:
    """The headline less a site's name (given as keys) before or behind it. Never cut at a bare hyphen.

    >>> without_site_name("US-led talks end -Harbour Times", frozenset({"harbourtimes"}))
    'US-led talks end'
    """
    text = headline[:LONGEST_HEADLINE]
    for _ in range(3):
        shorter = _without_name_at_end(text, names) or _without_name_at_start(text, names)
        if shorter is None:
            return text
        text = shorter
    return text


def json_ld_site_names(page: Page) -> Iterator[str]:
    for thing in page.json_ld_articles:
        for publisher in things(page, thing.get("publisher")):
            yield from texts(publisher.get("name"))
    for thing in page.json_ld:
        if not {"WebSite", "NewsMediaOrganization"}.isdisjoint(types_of(thing)):
            yield from texts(thing.get("name"))


def printed_site_name(page: Page) -> str | None:
    """A name at the end of ``<title>`` that the logo, a link home or the domain repeats."""
    title = (page.title or "")[:LONGEST_HEADLINE]
    for text in sorted(_home_texts(page), key=len, reverse=True):
        if len(title) > len(text) and _without_name_at_end(title, frozenset({words.key(text)})):
            return text
    names = frozenset({words.key(site_key(page.url).partition(".")[0])})
    shorter = _without_name_at_end(title, names)
    return re.sub(rf"^{_SEPARATOR}", "", title[len(shorter) :]) if shorter else None


@once_per_page
def _home_texts(page: Page) -> list[str]:
    """Texts of links to the front page: among them the site's name."""
    site = site_key(page.url)
    texts: dict[str, None] = {}
    for anchor in page.anchors[:400]:
        is_root = anchor.url.count("/") == 2 or (anchor.url.count("/") == 3 and anchor.url.endswith("/"))
        if is_root and anchor.text and len(anchor.text) <= 60 and site_key(anchor.url) == site:
            texts[anchor.text] = None
    return [text for text in texts if words.label(text) not in HOME_LABELS]


def _without_name_at_end(text: str, names: Iterable[str]) -> str | None:
    for found in _ANY_SEPARATOR.finditer(text):
        rest = text[found.end() :]
        stands_apart = found[0] != found[0].strip() or found[0] in _BARS or " " in rest or _NO_SPACES.match(rest)
        if found.start() and stands_apart and words.key(rest) in names:
            return text[: found.start()].rstrip(" -|–—")
    return None


def _without_name_at_start(text: str, names: Iterable[str]) -> str | None:
    found = _AFTER_NAME.search(text)
    if found and found.end() < len(text) and words.key(text[: found.start()]) in names:
        return text[found.end() :]
    return None

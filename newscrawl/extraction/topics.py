"""What a site files a story under: tags, topics, keywords."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import unquote, urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Anchor
from newscrawl.extraction.body import article_blocks
from newscrawl.extraction.header import article_range
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.site_name import HOME_LABELS
from newscrawl.extraction.structured import keywords
from newscrawl.extraction.words import key, label

MOST_KEYWORDS = 60
LONGEST_KEYWORD = 80
"""Characters; what is longer is a list without commas, or a sentence."""

WRITTEN_ABOUT = 0.3
"""Share of the keywords for search engines that the story must name. Of 132 pages, lists that a site gives all its
pages lie below .2."""

FEW = 7
"""Keywords; a list that a site gives all its pages is longer."""

META_TAGS = (
    "article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "cxenseparse:taglist",
    "dc.subject",
)  # fmt: skip
_TAG_URL = re.compile(
    r"/(?:tags?|topics?|themen?|thema|temas?|etiquetas?|mots?-cles?|sujets?|tema-?ord|emne|amne|temat|keywords?|hashtags?"
    r"|schlagwort(?:e|er)?|stichwort|argoment[oi]|konu|etiket|etiketter|dossiers?|onderwerp(?:en)?)/[^/]",
    re.IGNORECASE,
)
_OTHER_STORIES = words.RELATED | words.PROMO | words.COMMENTS | words.FOOTER | words.BREADCRUMB
_ASIDE = _OTHER_STORIES | words.NAV | words.AD
_LABELS = words.word_set(
    """
    tags | tag | topics | topic | in this article | in this story | more on these topics | keywords | filed under
    related topics | mehr lesen über | mehr über | mehr zum thema | ähnliche themen | verwandte themen
    explore more on these topics | themen | thema | schlagworte | schlagwörter | stichworte
    stichwörter | themen des artikels | weitere themen | mehr zu den themen | sujets | mots clés | thèmes
    sur le même sujet | temas | temas relacionados | etiquetas | más sobre | argomenti | tag correlati | assuntos
    tópicos | onderwerpen | trefwoorden | ämnen | läs mer om | emner | temaer | aiheet | tematy | tagi | témata | štítky
    subiecte | címkék | konular | etiketler | теги | темы | метки | теми | θέματα | ετικέτες | وسوم | الكلمات المفتاحية
    标签 | 關鍵字 | 关键词 | 標籤 | キーワード | タグ | 関連キーワード | 태그 | 키워드 | topik | từ khóa | chủ đề
    """
)
_LABELLED = re.compile(
    r"^[\w ]{0,24}\b(?:categor(?:y|ies)|tags?|topics?|keywords?|sections?|tokens?|subjects?)\s*:\s*", re.IGNORECASE
)
_PATH = re.compile(r"^[a-z][a-z-]{2,}/(?=\S)(?!.*\s/|.*/\s)(?:.*/)?")
_CODE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{20,}|[\d\W_]+|\w+[:=]\S+|https?:.*|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}", re.IGNORECASE
)


def meta_tags(page: Page) -> list[str]:
    """What the meta elements of newsroom software file the story under."""
    return keywords([value for name in META_TAGS for value in page.meta.get(name, ())])


def search_keywords(page: Page) -> list[str]:
    """The meta element for search engines, where the story is about what it names."""
    found = keywords(page.meta.get("keywords", []))
    if len(found) <= FEW:
        return found
    text = _told(page)
    named = sum(1 for word in found if key(word) in text)
    return found if named >= WRITTEN_ABOUT * len(found) else []


def tag_links(page: Page) -> list[str]:
    """Links to the pages of the story's tags, as printed above or below the text."""
    start, end = article_range(page)
    told = {block.text for block in article_blocks(page)}  # a text may be printed twice, once for narrow screens
    body = {place for place, block in enumerate(page.blocks) if block.text in told}
    last = max(body, default=end)
    stop = _next_heading(page, last + 1)
    labelled = _labelled_places(page, [*range(max(0, start - 4), start), *range(last + 1, min(stop, len(page.blocks)))])
    found: dict[str, None] = {}
    for anchor in page.anchors:
        place = anchor.block
        if not start - 4 <= place < stop or place in body:
            continue
        text = anchor.text.strip(" #,;|·•")
        if (
            text
            and _is_short(text)
            and label(text) not in HOME_LABELS
            and (place in labelled or _leads_to_a_tag(anchor))
        ):
            found[text] = None
    return list(found)


def together(filed: list[list[str]]) -> list[str]:
    """The keywords of several sources, each once, first come first; less those that only string others together."""
    merged: dict[str, str] = {}
    for found in filed:
        for word in found:
            merged.setdefault(key(word), word)
    names = set(merged.values())
    strings = {word for word in names if len(word.split()) > 4 and sum(1 for name in names if name in word) > 4}
    return [word for word in merged.values() if word not in strings][:MOST_KEYWORDS]


def clean_keywords(claims: list[str], page_url: str, names_of_site: frozenset[str] = frozenset()) -> list[str]:
    """Keywords without the labels, codes, addresses and names that a site's software mixes in; no repeats.

    >>> clean_keywords(["Category: Ports", "topic/ferries", "9f1c2a44-77b0-4c1a-9d57-0a1b2c3d4e5f", "times.test"], "")
    ['Ports', 'ferries']
    """
    found: dict[str, str] = {}
    for claim in claims[: 2 * MOST_KEYWORDS]:
        word = _PATH.sub("", _LABELLED.sub("", claim)).strip(" #,;|")
        known = key(word)
        if known and len(word) <= LONGEST_KEYWORD and known not in names_of_site and not _CODE.fullmatch(word):
            found.setdefault(known, word)
    kept = list(found.values())[:MOST_KEYWORDS]
    return [] if _is_slug(kept, page_url) else kept


def _is_slug(found: list[str], url: str) -> bool:
    """Whether the keywords are only the words of the page's address."""
    try:
        slug = label(unquote(urlsplit(url).path)).split()
    except ValueError:
        return False
    return len(found) > 3 and all(word in slug for word in map(label, found))


@once_per_page
def _told(page: Page) -> str:
    """Letters and digits of title, description and text."""
    meta = page.meta_values("og:title", "description", "og:description")
    return key(" ".join([page.title or "", *meta, *(block.text for block in article_blocks(page))]))


def _is_short(text: str) -> bool:
    return len(text) <= 50 and len(text.split()) <= 6 and text[-1] not in ".!?…"


def _labelled_places(page: Page, places: list[int]) -> set[int]:
    """Where short links follow a label that promises tags, as block indices."""
    found: set[int] = set()
    is_list = False
    for place in places:
        block = page.blocks[place]
        if label(block.text) in _LABELS:
            is_list = True
            continue
        is_list = is_list and block.link_share > 0.9 and all(_is_short(text) for text, link in block.pieces() if link)
        if is_list:
            found.add(place)
    return found


def _leads_to_a_tag(anchor: Anchor) -> bool:
    if "tag" in anchor.rel.split() or _TAG_URL.search(anchor.url):
        return not any(box.bits & _OTHER_STORIES for box in islice(anchor.box.chain(), 4))
    if anchor.box.bits_around & _ASIDE:
        return False
    return any(box.bits & words.TAGS and not box.bits & words.BODY for box in islice(anchor.box.chain(), 3))


def _next_heading(page: Page, start: int) -> int:
    """Index of the first heading from here on that is over something else than tags."""
    for place, block in enumerate(page.blocks[start : start + 60], start):
        if block.is_heading and label(block.text) not in _LABELS:
            return place
    return start + 60

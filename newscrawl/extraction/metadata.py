"""What a page claims about its article, strategy by strategy: nothing is chosen here, and little is cleaned."""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborNode

from newscrawl.extraction import words
from newscrawl.extraction.authors import byline_of, has_counter, looks_like_name, may_be_name, says_by
from newscrawl.extraction.blocks import Anchor, Block, fold
from newscrawl.extraction.body import is_paywall_notice
from newscrawl.extraction.breadcrumbs import dom_breadcrumbs, json_ld_breadcrumbs
from newscrawl.extraction.date_choice import url_day
from newscrawl.extraction.date_claims import (
    attribute_dates,
    is_stated,
    json_ld_dates,
    meta_dates,
    state_dates,
)
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.header import article_range, has_bits, headline_place, spaced
from newscrawl.extraction.json_ld import listed, types_of
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.pictures import dom_images, json_ld_images
from newscrawl.extraction.printed_dates import dom_dates
from newscrawl.extraction.site_name import META_SITE_NAMES, json_ld_site_names, printed_site_name
from newscrawl.extraction.structured import keywords, main_thing, people, texts
from newscrawl.extraction.topics import meta_tags, tag_links
from newscrawl.extraction.urls import absolute_url
from newscrawl.items import Image

Claims = dict[str, list[Any]]
"""By field of the item, what is claimed for it, best first."""
_AUTHOR_URL = re.compile(
    r"""/(?:authors?|autor(?:en|es|i|a)?|auteurs?|autore|by|profiles?|staff|people|person|columnists?|journalists?
    |reporters?|contributors?|redakteure?|journalistes?|firmas)/[^/?]+""",
    re.IGNORECASE | re.VERBOSE,
)
_META_AUTHORS = (
    "author", "article:author_name", "article:author", "og:article:author", "parsely-author", "sailthru.author",
    "citation_author", "citation_authors", "dc.creator", "dcterms.creator", "dc:creator", "byl", "dc.contributor",
    "cxenseparse:author", "authors", "article.author", "og:author", "twitter:data1",
)  # fmt: skip
_LAST_NAME_FIRST = ("citation_author", "citation_authors", "dc.creator")
_META_TITLES = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_MICRODATA = {
    "headline": "headline", "description": "description", "author": "authors", "creator": "authors",
    "articleSection": "section", "keywords": "keywords", "inLanguage": "language_declared",
    "datePublished": "date_published", "dateCreated": "date_published", "dateModified": "date_modified",
    "isAccessibleForFree": "is_accessible_for_free",
}  # fmt: skip


def json_ld_claims(page: Page) -> Claims:
    """What the page's JSON-LD says about the article (schema.org)."""
    claims: Claims = {"site_name": list(json_ld_site_names(page)), "breadcrumbs": json_ld_breadcrumbs(page)}
    thing = main_thing(page)
    claims["date_published"], claims["date_modified"] = json_ld_dates(page)
    if thing is None:
        return {field: values for field, values in claims.items() if values}
    claims |= {
        "headline": texts(thing.get("headline")) + texts(thing.get("name")),
        "description": texts(thing.get("description")),
        "authors": people(page, thing.get("author") or thing.get("creator")),
        "section": texts(thing.get("articleSection")),
        "keywords": keywords(thing.get("keywords")),
        "language_declared": _language_names(thing.get("inLanguage")),
        "images": json_ld_images(page, thing.get("image")),
        "is_accessible_for_free": _free_claims(thing),
        "kind": [kind] if (kind := _kind_of_types(types_of(thing))) else [],
    }
    return {field: values for field, values in claims.items() if values}


def meta_claims(page: Page) -> Claims:
    """What ``<meta>`` elements say: OpenGraph, Dublin Core, the names that newsroom software uses."""
    value = page.meta_value
    claims: Claims = {
        "headline": page.meta_values(*_META_TITLES),
        "description": page.meta_values("og:description", "description", "twitter:description", "dc.description"),
        "site_name": page.meta_values(*META_SITE_NAMES),
        "authors": _meta_authors(page),
        "section": page.meta_values(
            "article:section", "og:article:section", "section", "parsely-section", "cxenseparse:category"
        ),
        "keywords": meta_tags(page),
        "language_declared": page.meta_values("og:locale", "content-language", "dc.language", "language"),
        "images": [
            Image(url=url)
            for link in page.meta_values("og:image", "og:image:url", "twitter:image")[:1]
            if (url := absolute_url(page.base_url, link))
        ],
        "kind": [kind] if (kind := _kind_of_og_type(value("og:type"))) else [],
    }
    claims["date_published"], claims["date_modified"] = meta_dates(page)
    tier = value("article:content_tier")
    if tier:
        claims["is_accessible_for_free"] = [tier.lower() == "free"]
    return {field: values for field, values in claims.items() if values}


def microdata_claims(page: Page) -> Claims:
    """What ``itemprop`` attributes say (schema.org)."""
    found: dict[str, list[str]] = {}
    scopes: dict[str, int] = {}
    for node in page.tree.css("[itemprop]"):
        attributes = node.attributes
        text = attributes.get("content") or attributes.get("datetime")
        if text is None and node.tag == "abbr":
            text = attributes.get("title")
        for name in (attributes.get("itemprop") or "").split():
            if name not in _MICRODATA or len(found.get(name, ())) >= 20:
                continue
            if name in ("author", "creator") and scopes.setdefault("author", scope := _scope_of(node)) != scope:
                continue  # of a comment, or of another story
            if text is None:
                inner = node.css_first("[itemprop=name]") if name in ("author", "creator") else None
                text = (inner.attributes.get("content") or inner.text()) if inner is not None else node.text()
            if text and (folded := fold(text)):
                found.setdefault(name, []).append(folded)
    claims: Claims = {}
    for name, values in found.items():
        claims.setdefault(_MICRODATA[name], []).extend(values)
    if "keywords" in claims:
        claims["keywords"] = keywords(claims["keywords"])
    if "date_published" not in claims and not is_stated(page) and (dates := attribute_dates(page)):
        claims["date_published"] = dates
    return claims


@once_per_page
def dom_claims(page: Page) -> Claims:
    """What stands on the page as a reader sees it."""
    start, end = article_range(page)
    header = page.blocks[start:end]
    claims: Claims = {
        "headline": _dom_headlines(page),
        "description": [block.text for block in header if _is_standfirst(block)],
        "site_name": [name] if (name := printed_site_name(page)) else [],
        "breadcrumbs": dom_breadcrumbs(page),
        "authors": _dom_authors(page, header),
        "keywords": tag_links(page),
        "language_declared": _html_languages(page),
        "images": dom_images(page),
        "is_accessible_for_free": [False] if _shows_paywall(page) else [],
    }
    claims["date_published"], claims["date_modified"] = dom_dates(page)
    return {field: values for field, values in claims.items() if values}


def script_claims(page: Page) -> Claims:
    """What the page's scripts hold for themselves, where the page says nothing for others."""
    dates = state_dates(page)
    return {"date_published": dates} if dates else {}


def url_claims(page: Page) -> Claims:
    """What the page's address says."""
    day = url_day(page.url)
    return {"date_published": [day]} if day else {}


def byline_claims(page: Page) -> list[str]:
    """Lines printed between headline and text that name who wrote it, labels and counters removed."""
    start, end = article_range(page)
    header = page.blocks[start:end]
    lines = [spaced(block) for block in header if block.units <= 25]
    declared = [line for line in lines if says_by(line)]
    named = [spaced(block) for block in header if has_bits(block, words.BYLINE) and block.units <= 25]
    counted = [line for line in lines if has_counter(line)]
    found = []
    for line in [*declared, *named, *counted]:
        byline = byline_of(_without_date(line))
        if byline and (looks_like_name(byline) or (line in declared and not _is_sentence(byline))):
            found.append(byline)
    return found


def _is_sentence(text: str) -> bool:
    """Whether a line goes on like "By clicking here, you agree …"."""
    size = len(text.split())
    return size > 12 or (size > 4 and (text[0].islower() or text[-1] in ".!?"))


def _scope_of(node: LexborNode) -> int:
    """Which object a property belongs to, as the identity of its element."""
    parent = node.parent
    while parent is not None and "itemscope" not in parent.attributes:
        parent = parent.parent
    return parent.mem_id if parent is not None else 0


def _may_name(text: str) -> bool:
    return "://" not in text and text[:1].isalpha()


def _free_claims(thing: dict[str, Any]) -> list[Any]:
    """What an object says of its price; a part that costs something makes the whole no free article."""
    if thing.get("isAccessibleForFree") is not None:
        return [thing["isAccessibleForFree"]]
    parts = [part for part in listed(thing.get("hasPart"), 20) if isinstance(part, dict)]
    stated = [part["isAccessibleForFree"] for part in parts if "isAccessibleForFree" in part]
    return [value for value in stated if str(value).lower().endswith("false")][:1]


def _meta_authors(page: Page) -> list[str]:
    for name in _META_AUTHORS:
        if any(map(_may_name, page.meta.get(name, ()))):
            claims = page.meta[name]
            return [_first_name_first(claim) for claim in claims] if name in _LAST_NAME_FIRST else [*claims]
    return []


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first and len(name.split()) <= 4 else name


def _language_names(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return texts(value)


def _html_languages(page: Page) -> list[str]:
    node = page.tree.css_first("html")
    attributes = node.attributes if node is not None else {}
    return [value for name in ("lang", "xml:lang") if (value := attributes.get(name))]


def _kind_of_types(types: list[str]) -> str | None:
    if "LiveBlogPosting" in types:
        return "live_blog"
    if "VideoObject" in types:
        return "video"
    if "ImageGallery" in types or "MediaGallery" in types:
        return "gallery"
    return "article"


def _kind_of_og_type(og_type: str | None) -> str | None:
    name = (og_type or "").lower()
    if name.startswith("video"):
        return "video"
    return "article" if name in ("article", "news", "og:article", "newsarticle") else None


def _dom_headlines(page: Page) -> list[str]:
    place = headline_place(page)
    heads = [page.blocks[place].text] if place is not None else []
    return heads + ([page.title] if page.title else [])


def _is_standfirst(block: Block) -> bool:
    return bool(block.box.bits & words.LEAD) and block.units >= 6 and block.link_share < 0.3


def _without_date(line: str) -> str:
    found = read_date(line)
    if found is None:
        return line
    return re.sub(
        r"\d[\d./:年月日 -]{5,}.*$|\b[^\W\d_]+\.? \d{1,2},? \d{4}.*$|\d{1,2}\.? [^\W\d_]+\.? \d{4}.*$", " ", line
    )


def _dom_authors(page: Page, header: list[Block]) -> list[str]:
    start, end = article_range(page)
    declared = {place for place, block in enumerate(header, start) if block.units <= 25 and says_by(spaced(block))}
    near = [anchor for anchor in page.anchors if max(0, start - 4) <= anchor.block <= end + 1 and _names_author(anchor)]
    if near:
        return [anchor.text for anchor in near if anchor.block in declared] or [anchor.text for anchor in near]
    if declared:
        return declared_authors(page)
    named = [_without_date(spaced(block)) for block in header if _is_author_line(block)]
    return named[:3] or _inline_authors(page) or _only_author(page)


def declared_authors(page: Page) -> list[str]:
    """The first printed line that says who wrote it: ``By Ada Moor and Ben Tide``."""
    start, end = article_range(page)
    lines = (spaced(block) for block in page.blocks[start:end] if block.units <= 25)
    return [_without_date(line) for line in lines if says_by(line)][:1]


def _names_author(anchor: Anchor) -> bool:
    """Whether a link leads to an author, and is called after one."""
    is_author = "author" in anchor.rel.split()
    if not is_author and not _AUTHOR_URL.search(anchor.url):
        return False
    return looks_like_name(anchor.text) or (is_author and may_be_name(anchor.text))


def _only_author(page: Page) -> list[str]:
    """Who is named by every link to an author's page, comments and lists of other stories left out."""
    aside = words.COMMENTS | words.RELATED | words.NAV | words.SIDEBAR | words.PROMO
    names = {
        anchor.text: None for anchor in page.anchors if not anchor.box.bits_around & aside and _names_author(anchor)
    }
    return list(names) if len(names) == 1 else []


def _is_author_line(block: Block) -> bool:
    names = block.box.names.lower()
    return (
        ("author" in names or "byline" in names or "autor" in names)
        and block.units <= 12
        and not has_counter(spaced(block))
    )


def _inline_authors(page: Page) -> list[str]:
    nodes = page.tree.css(
        "span[class*=author], span[class*=byline], a[class*=author], em[class*=author], strong[class*=author]"
    )
    texts = [fold(node.text()) for node in nodes[:6]]
    return [text for text in texts if looks_like_name(text)][:2]


def _shows_paywall(page: Page) -> bool:
    return bool(page.layout.bits & words.PAYWALL) and any(map(is_paywall_notice, page.blocks))

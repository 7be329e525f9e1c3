"""What a page claims about its article, strategy by strategy: nothing is chosen here, and little is cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.authors import byline_of, has_counter, looks_like_name, says_by
from newscrawl.extraction.blocks import Block, Box, fold
from newscrawl.extraction.body import article_blocks, is_paywall_notice, main_box
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.json_ld import types_of
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.urls import absolute_url, site_key
from newscrawl.items import Image

Claims = dict[str, list[Any]]
"""By field of the item, what is claimed for it, best first."""

LONGEST_HEADLINE = 500
"""Characters; what is longer is no headline."""

MAX_STAMPS = 500
"""``<time>`` elements that are looked at; they stand above the text."""

_LONGEST_DATE_LINE = 120  # characters; above, it is a sentence that happens to name a day

HEADER_BLOCKS = 12
"""How many blocks above the text may hold byline and date, where no headline marks the beginning."""

_SEPARATOR = r"\s*[|–—·•»«›‹:/_-]+\s*"
_ANY_SEPARATOR = re.compile(r"\s*[|｜ㅣ–—·•»«›‹:/_-]+\s*")
_AFTER_NAME = re.compile(r"\s*[|–—·•»:]\s+|\s+-\s+")
_HOME_PATH = re.compile(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?)?", re.IGNORECASE)
_CRUMB_SEPARATOR = re.compile(r"^[\s>»›→/|·•\\❯▸▶-]*$")
_UPDATED = re.compile(
    r"""updat|modif|last\ edited|aktualisiert|stand:|geändert|mis\ à\ jour|modifié|actualizad|aggiornat|atualizad
    |bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowan|aktualizacja|aktualizováno|actualizat
    |güncelle|обновлен|оновлен|更新|수정|diperbarui|تحديث""",
    re.IGNORECASE | re.VERBOSE,
)
_AUTHOR_URL = re.compile(
    r"""/(?:authors?|autor(?:en|es|i|a)?|auteurs?|autore|by|profiles?|staff|people|person|columnists?|journalists?
    |reporters?|contributors?|redakteure?|journalistes?|firmas)/[^/?]+""",
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(r"<[^<>]{1,200}>")
_META_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "date_published", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "dc.terms.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "citation_publication_date", "article_date_original", "article.published", "published_at", "published-date",
    "originalpublicationdate", "date", "og:pubdate", "rnews:datepublished", "bt:pubdate",
    "iso-8601-publish-date", "created",
)  # fmt: skip
_META_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "date_modified", "modified", "bt:moddate", "article.updated",
    "updated_time",
)  # fmt: skip
_META_AUTHORS = (
    "author", "article:author_name", "article:author", "og:article:author", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "byl", "dc.contributor", "cxenseparse:author", "citation_author", "authors",
    "article.author", "twitter:data1",
)  # fmt: skip
_META_TITLES = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_META_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")


def json_ld_claims(page: Page) -> Claims:
    """What the page's JSON-LD says about the article (schema.org)."""
    claims: Claims = {"site_name": list(_json_ld_site_names(page)), "breadcrumbs": _json_ld_breadcrumbs(page)}
    thing = main_thing(page)
    if thing is None:
        return {field: values for field, values in claims.items() if values}
    claims |= {
        "headline": _texts(thing.get("headline")) + _texts(thing.get("name")),
        "description": _texts(thing.get("description")),
        "authors": _people(page, thing.get("author") or thing.get("creator")),
        "section": _texts(thing.get("articleSection")),
        "keywords": _keywords(thing.get("keywords")),
        "language_declared": _language_names(thing.get("inLanguage")),
        "date_published": _texts(thing.get("datePublished"))
        + _texts(thing.get("dateCreated"))
        + _texts(thing.get("uploadDate")),
        "date_modified": _texts(thing.get("dateModified")),
        "images": _json_ld_images(page, thing.get("image")),
        "is_accessible_for_free": [thing["isAccessibleForFree"]] if "isAccessibleForFree" in thing else [],
        "kind": [kind] if (kind := _kind_of_types(types_of(thing))) else [],
    }
    return {field: values for field, values in claims.items() if values}


def meta_claims(page: Page) -> Claims:
    """What ``<meta>`` elements say: OpenGraph, Dublin Core, the names that newsroom software uses."""
    meta, value = page.meta, page.meta_value
    claims: Claims = {
        "headline": _unless_printed(page, _all(meta, *_META_TITLES)),
        "description": _all(meta, "og:description", "description", "twitter:description", "dc.description"),
        "site_name": _all(meta, *_META_SITE_NAMES),
        "authors": next(
            ([*meta[name]] for name in _META_AUTHORS if name in meta and any(map(_may_name, meta[name]))), []
        ),
        "section": _all(
            meta, "article:section", "og:article:section", "section", "parsely-section", "cxenseparse:category"
        ),
        "keywords": _meta_keywords(page),
        "language_declared": _all(meta, "og:locale", "content-language", "dc.language", "language"),
        "date_published": _all(meta, *_META_DATES),
        "date_modified": _all(meta, *_META_MODIFIED),
        "images": [
            Image(url=url)
            for link in _all(meta, "og:image", "og:image:url", "twitter:image")[:1]
            if (url := absolute_url(page.base_url, link))
        ],
        "kind": [kind] if (kind := _kind_of_og_type(value("og:type"))) else [],
    }
    tier = value("article:content_tier")
    if tier:
        claims["is_accessible_for_free"] = [tier.lower() == "free"]
    return {field: values for field, values in claims.items() if values}


def microdata_claims(page: Page) -> Claims:
    """What ``itemprop`` attributes say (schema.org)."""
    found: dict[str, list[str]] = {}
    for node in page.tree.css("[itemprop]"):
        attributes = node.attributes
        text = attributes.get("content") or attributes.get("datetime")
        for name in (attributes.get("itemprop") or "").split():
            if name not in _MICRODATA or len(found.get(name, ())) >= 20:
                continue
            if text is None:
                inner = node.css_first("[itemprop=name]") if name in ("author", "creator") else None
                text = (inner.attributes.get("content") or inner.text()) if inner is not None else node.text()
            if text and (folded := fold(text)):
                found.setdefault(name, []).append(folded)
    claims: Claims = {}
    for name, values in found.items():
        claims.setdefault(_MICRODATA[name], []).extend(values)
    if "keywords" in claims:
        claims["keywords"] = _keywords(claims["keywords"])
    return claims


_MICRODATA = {
    "headline": "headline", "description": "description", "author": "authors", "creator": "authors",
    "articleSection": "section", "keywords": "keywords", "inLanguage": "language_declared",
    "datePublished": "date_published", "dateCreated": "date_published", "dateModified": "date_modified",
    "isAccessibleForFree": "is_accessible_for_free",
}  # fmt: skip


@once_per_page
def dom_claims(page: Page) -> Claims:
    """What stands on the page as a reader sees it."""
    start, end = article_range(page)
    header = page.blocks[start:end]
    claims: Claims = {
        "headline": _dom_headlines(page),
        "description": [block.text for block in header if _is_standfirst(block)],
        "site_name": [name] if (name := _printed_site_name(page)) else [],
        "breadcrumbs": dom_breadcrumbs(page),
        "authors": _dom_authors(page, header),
        "keywords": [anchor.text for anchor in page.anchors if "tag" in anchor.rel.split()],
        "language_declared": _html_languages(page),
        "images": _dom_images(page),
        "is_accessible_for_free": [False] if _shows_paywall(page) else [],
    }
    claims["date_published"], claims["date_modified"] = _dom_dates(page)
    return {field: values for field, values in claims.items() if values}


@once_per_page
def main_thing(page: Page) -> dict[str, Any] | None:
    """The JSON-LD object of the story that the page tells. None: it has none, or several that are as good."""
    stories = page.json_ld_articles
    live = [thing for thing in stories if "LiveBlogPosting" in types_of(thing)]
    if live or stories:
        here = [thing for thing in stories if _is_about(thing, page)]
        return max(here or live or stories[:1], key=len)
    wanted = ("VideoObject", "ImageGallery", "MediaGallery")
    return next((thing for thing in page.json_ld if any(name in wanted for name in types_of(thing))), None)


@once_per_page
def headline_place(page: Page) -> int | None:
    """Index of the block that is the headline. None: not found."""
    body = article_blocks(page)
    start = page.blocks.index(body[0]) if body else None
    wanted = {words.key(text) for text in (page.meta_value("og:title"), page.title) if text}
    heads = [place for place, block in enumerate(page.blocks) if block.tag == "h1"]
    for place in heads:
        head = words.key(page.blocks[place].text)
        if head and any(head in text for text in wanted) and len(head) > 8:
            return place
    if start is not None:
        above = [place for place in heads if place < start]
        if above:
            return above[-1]
        named = [
            place
            for place in range(max(0, start - HEADER_BLOCKS), start)
            if words.key(page.blocks[place].text) in wanted
        ]
        return named[0] if named else None
    return heads[0] if heads else None


@once_per_page
def article_range(page: Page) -> tuple[int, int]:
    """Where byline and date are printed: from behind the headline to the text's first block, as block indices."""
    body = article_blocks(page)
    place = headline_place(page)
    if not body:
        return (place + 1, min(place + 1 + HEADER_BLOCKS, len(page.blocks))) if place is not None else (0, 0)
    start = page.blocks.index(body[0])
    if place is not None and place < start:
        return max(place + 1, start - 3 * HEADER_BLOCKS), start
    return max(0, start - HEADER_BLOCKS), start


@once_per_page
def site_names(page: Page) -> frozenset[str]:
    """Keys of all names that the page gives its site: what a headline may carry at its end."""
    claimed = [
        *_json_ld_site_names(page),
        *_all(page.meta, *_META_SITE_NAMES),
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


def byline_claims(page: Page) -> list[str]:
    """Lines printed between headline and text that name who wrote it, labels and counters removed."""
    start, end = article_range(page)
    header = page.blocks[start:end]
    lines = [_spaced(block) for block in header if block.units <= 25]
    declared = [line for line in lines if says_by(line)]
    named = [_spaced(block) for block in header if _has_bits(block, words.BYLINE) and block.units <= 25]
    counted = [line for line in lines if has_counter(line)]
    found = []
    for line in [*declared, *named, *counted]:
        byline = byline_of(_without_date(line))
        if byline and (looks_like_name(byline) or line in declared):
            found.append(byline)
    return found


def dom_breadcrumbs(page: Page) -> list[str]:
    """The printed path of sections, front page first. Empty: none printed."""
    for block in page.blocks[:400]:
        crumbs = _inline_crumbs(page, block)
        if len(crumbs) > 1:
            return crumbs
    boxes: dict[Box, list[str]] = {}
    for block in page.blocks:
        box = next((box for box in block.box.chain() if box.bits & words.BREADCRUMB), None)
        if box is not None:
            outermost = next(up for up in reversed(list(box.chain())) if up.bits & words.BREADCRUMB)
            boxes.setdefault(outermost, []).extend(_crumb_texts(block))
    return next((crumbs for crumbs in boxes.values() if crumbs and len(crumbs) <= 8), [])


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for item in values[:50] if (text := _text(item))]


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    text = unescape(value) if "&" in value else value
    return fold(_MARKUP.sub(" ", text) if "<" in text else text) or None


def _all(meta: dict[str, list[str]], *names: str) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _may_name(text: str) -> bool:
    return "://" not in text and any(map(str.isalpha, text))


def _is_about(thing: dict[str, Any], page: Page) -> bool:
    """Whether the object names this page's address or headline as its own."""
    about = thing.get("mainEntityOfPage")
    links = [thing.get("url"), thing.get("@id"), about.get("@id") if isinstance(about, dict) else about]
    path = urlsplit(page.url).path.rstrip("/")
    if path and any(isinstance(link, str) and path == _path(link) for link in links):
        return True
    headline = words.key(_text(thing.get("headline")) or "")
    return len(headline) > 8 and headline in words.key(f"{page.title} {page.meta_value('og:title')}")


def _path(link: str) -> str:
    try:
        return urlsplit(link).path.rstrip("/")
    except ValueError:
        return ""


def _json_ld_site_names(page: Page) -> Iterator[str]:
    for thing in page.json_ld_articles:
        for publisher in _things(page, thing.get("publisher")):
            yield from _texts(publisher.get("name"))
    for thing in page.json_ld:
        if not {"WebSite", "NewsMediaOrganization"}.isdisjoint(types_of(thing)):
            yield from _texts(thing.get("name"))


def _things(page: Page, value: Any) -> list[dict[str, Any]]:
    """Objects, references followed."""
    values = value if isinstance(value, list) else [value]
    found = []
    for item in values[:50]:
        if isinstance(item, dict):
            name = item.get("@id")
            found.append(page.json_ld_by_id.get(name, item) if isinstance(name, str) and "name" not in item else item)
        elif isinstance(item, str):
            found.append({"name": item})
    return found


def _people(page: Page, value: Any) -> list[str]:
    return [name for person in _things(page, value) for name in _texts(person.get("name"))]


def _keywords(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    found: list[str] = []
    for item in values[:100]:
        text = _text(item) or ""
        found.extend(part.strip() for part in (text.split(",") if "," in text else text.split(";")))
    return [word for word in found if word]


def _meta_keywords(page: Page) -> list[str]:
    for name in ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords"):
        if name in page.meta:
            return _keywords(page.meta[name])
    return []


def _language_names(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return _texts(value)


def _html_languages(page: Page) -> list[str]:
    node = page.tree.css_first("html")
    attributes = node.attributes if node is not None else {}
    return [value for name in ("lang", "xml:lang") if (value := attributes.get(name))]


def _json_ld_images(page: Page, value: Any) -> list[Image]:
    images = []
    for item in (value if isinstance(value, list) else [value])[:30]:
        thing = item if isinstance(item, dict) else {"url": item}
        if isinstance(name := thing.get("@id"), str) and "url" not in thing:
            thing = page.json_ld_by_id.get(name, thing)
        link = thing.get("url") or thing.get("contentUrl") or thing.get("@id")
        url = absolute_url(page.base_url, link) if isinstance(link, str) else None
        if url:
            images.append(
                Image(
                    url=url,
                    caption=_text(thing.get("caption")),
                    credit=_text(thing.get("creditText")) or _text(thing.get("author")),
                )
            )
    return images


def _json_ld_breadcrumbs(page: Page) -> list[str]:
    for thing in page.json_ld:
        if "BreadcrumbList" not in types_of(thing):
            continue
        elements = [item for item in _listed(thing.get("itemListElement")) if isinstance(item, dict)]
        elements.sort(key=_position)
        names = [_text(item.get("name")) or _text(item.get("item")) for item in elements]
        crumbs = [name for name in names if name and "://" not in name]
        if crumbs:
            return crumbs
    return []


def _listed(value: Any) -> list[Any]:
    return value[:20] if isinstance(value, list) else [value]


def _position(item: dict[str, Any]) -> float:
    try:
        return float(item.get("position") or 0)
    except (TypeError, ValueError):
        return 0.0


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


def _unless_printed(page: Page, titles: list[str]) -> list[str]:
    """Titles less those that only cut or lengthen the headline the page prints, with kickers and dates as a rule."""
    place = headline_place(page)
    printed = words.key(page.blocks[place].text) if place is not None else ""
    if len(printed) <= 12:
        return titles
    return [title for title in titles if printed not in (known := words.key(title)) and known not in printed]


def _has_bits(block: Block, bits: int) -> bool:
    parent = block.box.parent
    return bool(block.box.bits & bits or (parent is not None and parent.bits & bits))


def _is_standfirst(block: Block) -> bool:
    return bool(block.box.bits & words.LEAD) and block.units >= 6 and block.link_share < 0.3


def _spaced(block: Block) -> str:
    """A block's text with its parts apart: labels that touch in markup are separate things."""
    return fold(" ".join(block.parts))


def _without_date(line: str) -> str:
    found = read_date(line)
    if found is None:
        return line
    return re.sub(
        r"\d[\d./:年月日 -]{5,}.*$|\b[^\W\d_]+\.? \d{1,2},? \d{4}.*$|\d{1,2}\.? [^\W\d_]+\.? \d{4}.*$", " ", line
    )


def _dom_authors(page: Page, header: list[Block]) -> list[str]:
    start, end = article_range(page)
    linked = [
        anchor.text
        for anchor in page.anchors
        if max(0, start - 4) <= anchor.block <= end + 1
        and ("author" in anchor.rel.split() or _AUTHOR_URL.search(anchor.url))
        and looks_like_name(anchor.text)
    ]
    if linked:
        return linked
    declared = [_without_date(_spaced(block)) for block in header if block.units <= 25 and says_by(_spaced(block))]
    if declared:
        return declared[:1]
    named = [_without_date(_spaced(block)) for block in header if _is_author_line(block)]
    return named[:3] or _inline_authors(page)


def _is_author_line(block: Block) -> bool:
    names = block.box.names.lower()
    return (
        ("author" in names or "byline" in names or "autor" in names)
        and block.units <= 12
        and not has_counter(_spaced(block))
    )


def _inline_authors(page: Page) -> list[str]:
    nodes = page.tree.css(
        "span[class*=author], span[class*=byline], a[class*=author], em[class*=author], strong[class*=author]"
    )
    texts = [fold(node.text()) for node in nodes[:6]]
    return [text for text in texts if looks_like_name(text)][:2]


def _dom_dates(page: Page) -> tuple[list[str], list[str]]:
    """What is stated as published, what as modified: ``<time>`` near the headline, then printed lines."""
    start, end = article_range(page)
    published: list[str] = []
    modified: list[str] = []
    for stamp in page.stamps[:MAX_STAMPS]:
        if max(0, start - 4) <= stamp.block <= end + 1:
            line = page.blocks[min(stamp.block, len(page.blocks) - 1)].text if page.blocks else ""
            is_update = _UPDATED.search(stamp.names) or (len(line) < 120 and _UPDATED.search(line) and published)
            (modified if is_update else published).append(stamp.value)
    body = article_blocks(page)
    behind = page.blocks.index(body[-1]) + 1 if body else end
    for place in [
        *range(start, end),
        *range(start - 2, start - 6, -1),
        *range(behind, min(behind + 3, len(page.blocks))),
    ]:
        if not 0 <= place < len(page.blocks):
            continue
        line = _spaced(page.blocks[place])
        longest = _LONGEST_DATE_LINE if start <= place < end else _LONGEST_DATE_LINE // 2
        if len(line) <= longest and any(map(str.isdigit, line)) and not _has_bits(page.blocks[place], words.CAPTION):
            _sort_printed_dates(line, published, modified)
    return published, modified


def _sort_printed_dates(line: str, published: list[str], modified: list[str]) -> None:
    label = _UPDATED.search(line)
    if label is None:
        published.append(line)
        return
    before, after = line[: label.start()], line[label.start() :]
    if read_date(before) is not None:
        published.append(before)
    modified.append(after)


def _dom_images(page: Page) -> list[Image]:
    """Pictures within the article's box, with the captions printed under them."""
    box = main_box(page)
    if box is None:
        return []
    around = box.parent if box.parent is not None and box.parent.parent is not None else box
    start, _ = article_range(page)
    behind = page.blocks.index(article_blocks(page)[-1]) + 1
    images = []
    for picture in page.pictures:
        if not (start - 2 <= picture.block <= behind + 1 and picture.box.within(around)) or _is_decoration(
            picture.box, picture.width
        ):
            continue
        figure = next((up for up in picture.box.chain() if up.tag == "figure"), None)
        if figure is None and not picture.box.within(box):
            continue
        caption, credit = _caption(page, figure, picture.block) if figure is not None else (None, None)
        images.append(Image(url=picture.url, caption=caption, credit=credit))
    return images


def _is_decoration(box: Box, width: int | None) -> bool:
    if width is not None and width < 100:
        return True
    aside = words.BYLINE | words.RELATED | words.AD | words.SHARE | words.PROMO | words.SIDEBAR
    return any(up.bits & aside for up in islice(box.chain(), 4))


_CREDIT = re.compile(
    r"""\s*[(\[|–—-]?\s*(?:photo(?:graph)?(?:\ by|\ credit)?|foto|bild|image|picture|credit|crédit|crédito|copyright
    |©|via)\s*[:©]?\s*(?P<credit>[^()\[\]]{2,80}?)[)\]]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)


def _caption(page: Page, figure: Box, place: int) -> tuple[str | None, str | None]:
    lines = [block for block in page.blocks[max(0, place - 2) : place + 5] if block.box.within(figure)]
    credits = [block.text for block in lines if re.search(r"credit|copyright|source", block.box.names, re.IGNORECASE)]
    texts = [block.text for block in lines if block.text not in credits]
    caption = " ".join(texts) or None
    if caption and not credits:
        found = _CREDIT.search(caption)
        if found:
            return caption[: found.start()].strip() or None, found["credit"].strip()
    return caption, _CREDIT.sub(r"\g<credit>", credits[0]).strip() if credits else None


def _shows_paywall(page: Page) -> bool:
    return bool(page.layout.bits & words.PAYWALL) and any(map(is_paywall_notice, page.blocks))


@once_per_page
def _home_texts(page: Page) -> list[str]:
    """Texts of links to the front page: among them the site's name."""
    site = site_key(page.url)
    texts: dict[str, None] = {}
    for anchor in page.anchors[:400]:
        is_root = anchor.url.count("/") == 2 or (anchor.url.count("/") == 3 and anchor.url.endswith("/"))
        if is_root and anchor.text and len(anchor.text) <= 60 and site_key(anchor.url) == site:
            texts[anchor.text] = None
    return [text for text in texts if words.label(text) not in _HOME_LABELS]


_HOME_LABELS = words.word_set(
    """
    home | homepage | home page | start | startseite | zur startseite | accueil | inicio | portada | início
    página inicial | hem | hjem | forside | etusivu | strona główna | hlavní strana | domů | acasă | kezdőlap
    anasayfa | ana sayfa | главная | на главную | головна | αρχική | الرئيسية | 首页 | 首頁 | ホーム | トップ | 홈
    beranda | trang chủ | news | logo
    """
)


def _printed_site_name(page: Page) -> str | None:
    """A name at the end of ``<title>`` that the logo, a link home or the domain repeats."""
    title = (page.title or "")[:LONGEST_HEADLINE]
    for text in sorted(_home_texts(page), key=len, reverse=True):
        if len(title) > len(text) and _without_name_at_end(title, frozenset({words.key(text)})):
            return text
    names = frozenset({words.key(site_key(page.url).partition(".")[0])})
    shorter = _without_name_at_end(title, names)
    return re.sub(rf"^{_SEPARATOR}", "", title[len(shorter) :]) if shorter else None


def _without_name_at_end(text: str, names: Iterable[str]) -> str | None:
    for found in _ANY_SEPARATOR.finditer(text):
        rest = text[found.end() :]
        stands_apart = found[0] != found[0].strip() or found[0] == "|" or " " in rest
        if found.start() and stands_apart and words.key(rest) in names:
            return text[: found.start()].rstrip(" -|–—")
    return None


def _without_name_at_start(text: str, names: Iterable[str]) -> str | None:
    found = _AFTER_NAME.search(text)
    if found and found.end() < len(text) and words.key(text[: found.start()]) in names:
        return text[found.end() :]
    return None


def _inline_crumbs(page: Page, block: Block) -> list[str]:
    """Links at a block's head with nothing but arrows between them, the first of them leading home."""
    if len(block.spans) < 2:
        return []
    crumbs: list[str] = []
    for text, anchor in block.pieces():
        if anchor is not None:
            if not crumbs and not _HOME_PATH.fullmatch(urlsplit(anchor.url).path):
                return []
            crumbs.append(fold(text))
        elif crumbs and not _CRUMB_SEPARATOR.match(text):
            break
        elif crumbs and not text.strip():
            return []  # links side by side are a menu
    return [crumb for crumb in crumbs if crumb]


def _crumb_texts(block: Block) -> list[str]:
    pieces = [fold(text).strip(" >»›→/|·•\\❯▸▶-") for text, _ in block.pieces()]
    return [text for text in pieces if text and len(text) <= 200 and not text.endswith(":")]

"""What a page is, judged by what it holds and not by what led to it."""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal
from urllib.parse import urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Block, Box, units
from newscrawl.extraction.body import article_blocks, main_box
from newscrawl.extraction.header import headline_place
from newscrawl.extraction.json_ld import is_article, types_of
from newscrawl.extraction.links import classify_links
from newscrawl.extraction.metadata import dom_claims, meta_claims, microdata_claims
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.structured import main_thing

PageKind = Literal["article", "index", "other"]

CONVINCING_UNITS = 60
"""Words of running text that make an article believable without any claim of the page."""

CLAIMED_UNITS = 25
"""Words that suffice where the page claims to be an article."""

INDEX_LINKS = 5
"""Links to articles that make a page an index."""

_LISTS = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"})


def page_kind(page: Page, text: str | None) -> PageKind:
    """An article, a page that lists articles, or neither. ``text`` is what was read as the page's article.

    Claims are checked against the text: a fifth of all front pages call themselves an article in one way or another.

    >>> page_kind(Page("<p>Closed today.", "https://times.test/x/y"), "Closed today.")
    'other'
    """
    size = units(text) if text else 0
    is_list = _is_front_page(page) or _is_list_of_teasers(page)
    if not is_list and (_is_claimed(page, size) or _is_convincing(page, size)):
        return "article"
    may_be_index = is_list or size < CONVINCING_UNITS or _is_declared_list(page)
    if may_be_index and _links_to_articles(page) >= INDEX_LINKS:
        return "index"
    return "other"


def _is_claimed(page: Page, size: int) -> bool:
    thing = main_thing(page)
    og_type = (page.meta_value("og:type") or "").lower()
    is_dated = page.meta_value("article:published_time", "og:article:published_time") is not None
    if size < CLAIMED_UNITS:
        return thing is not None and _needs_no_text(thing, page, is_claimed_twice=is_dated or "article" in og_type)
    if thing is None:
        return is_dated
    has_own = thing.get("datePublished") is not None or thing.get("articleBody") is not None
    return is_dated or "article" in og_type or (has_own and size >= 2 * CLAIMED_UNITS)


def _needs_no_text(thing: dict[str, Any], page: Page, *, is_claimed_twice: bool) -> bool:
    """Whether the page's object is a video, a gallery, or a story of this headline that is behind a wall."""
    if not is_article(thing):
        return True
    place = headline_place(page)
    headline = thing.get("headline")
    return (
        is_claimed_twice
        and place is not None
        and isinstance(headline, str)
        and words.key(headline) == words.key(page.blocks[place].text)
    )


def _is_convincing(page: Page, size: int) -> bool:
    if size < CONVINCING_UNITS or (headline_place(page) is None and page.title is None):
        return False
    return main_thing(page) is not None or any(
        claims(page).get("date_published") for claims in (dom_claims, microdata_claims, meta_claims)
    )


def _is_front_page(page: Page) -> bool:
    parts = urlsplit(page.url)
    return parts.path.rstrip("/").lower() in ("", "/index.html", "/index.php", "/index.htm") and not parts.query


def _is_declared_list(page: Page) -> bool:
    return any(not _LISTS.isdisjoint(types_of(thing)) for thing in page.json_ld)


@once_per_page
def _is_list_of_teasers(page: Page) -> bool:
    """Whether what looks like text is paragraphs that each belong to a headline with a link."""
    body = article_blocks(page)
    if not body:
        return False
    around, headlines = main_box(page), _headlines_by_box(page)
    teasers = {headline for block in body if (headline := _headline_over(block, around, headlines)) is not None}
    return len(teasers) >= 3 and len(teasers) * 2 >= sum(1 for block in body if not block.is_heading)


def _headline_over(block: Block, around: Box | None, headlines: dict[Box, list[Block]]) -> Block | None:
    """A link of headline length that shares a small box with the block, one within the box around the article."""
    for distance, box in enumerate(islice(block.box.chain(), 4)):
        if box is around:
            return None
        for headline in headlines.get(box, ()) if distance else ():
            if headline is not block:
                return headline
    return None


def _headlines_by_box(page: Page) -> dict[Box, list[Block]]:
    """Blocks that are headlines made of a link, by the boxes around them."""
    found: dict[Box, list[Block]] = {}
    for block in page.blocks:
        is_headline = block.spans and block.link_share > 0.8 and block.units >= 3
        if is_headline and not block.box.bits & (words.SHARE | words.TAGS):
            for box in islice(block.box.chain(), 4):
                found.setdefault(box, []).append(block)
    return found


def _links_to_articles(page: Page) -> int:
    return sum(1 for link in classify_links(page) if link.kind == "article")

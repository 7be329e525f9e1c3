"""Pictures of an article, with captions and credits."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Box
from newscrawl.extraction.body import article_blocks, main_box
from newscrawl.extraction.header import article_range
from newscrawl.extraction.json_ld import listed
from newscrawl.extraction.page import Page
from newscrawl.extraction.structured import text_of
from newscrawl.extraction.urls import absolute_url
from newscrawl.items import Image

_CREDIT = re.compile(
    r"""\s*[(\[|–—-]?\s*(?:photo(?:graph)?(?:\ by|\ credit)?|foto|bild|image|picture|credit|crédit|crédito|copyright
    |©|via)\s*[:©]?\s*(?P<credit>[^()\[\]]{2,80}?)[)\]]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)


_SHORTEST_NAME = 10
"""Characters of a file's name that tell it from others: "image.jpg" does not."""


def json_ld_images(page: Page, value: Any) -> list[Image]:
    images = []
    for item in listed(value, 30):
        thing = item if isinstance(item, dict) else {"url": item}
        if isinstance(name := thing.get("@id"), str) and "url" not in thing:
            thing = page.json_ld_by_id.get(name, thing)
        link = thing.get("url") or thing.get("contentUrl") or thing.get("@id")
        url = absolute_url(page.base_url, link) if isinstance(link, str) else None
        if url:
            images.append(
                Image(
                    url=url,
                    caption=text_of(thing.get("caption")),
                    credit=text_of(thing.get("creditText")) or text_of(thing.get("author")),
                )
            )
    return images


def dom_images(page: Page) -> list[Image]:
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


def with_captions(stated: list[Image], printed: list[Image]) -> list[Image]:
    """Each picture once, in the order given, with the first caption and credit that any of its renditions has.

    Of those that are only printed, the ones with a caption: others are logos and teasers as often as not.
    """
    found: dict[str, Image] = {}
    for place, image in enumerate([*stated, *printed]):
        name = _picture_name(image.url or "")
        if name not in found:
            if place >= len(stated) and not image.caption:
                continue
            found[name] = Image(url=image.url)
        found[name].caption = found[name].caption or image.caption
        found[name].credit = found[name].credit or image.credit
    return list(found.values())


def _picture_name(url: str) -> str:
    """What the renditions of one picture have in common: the file's name, where it is no common one."""
    path = url.partition("?")[0].partition("#")[0]
    name = path.rpartition("/")[2]
    return name if len(name) >= _SHORTEST_NAME and "." in name else url


def _is_decoration(box: Box, width: int | None) -> bool:
    if width is not None and width < 100:
        return True
    aside = words.BYLINE | words.RELATED | words.AD | words.SHARE | words.PROMO | words.SIDEBAR
    return any(up.bits & aside for up in islice(box.chain(), 4))


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

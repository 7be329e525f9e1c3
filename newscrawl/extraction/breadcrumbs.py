"""The path of sections that leads to an article."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Block, Box, fold
from newscrawl.extraction.json_ld import listed, types_of
from newscrawl.extraction.page import Page
from newscrawl.extraction.structured import text_of

_HOME_PATH = re.compile(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?)?", re.IGNORECASE)
_LABEL = re.compile(r"bread\s?crumb|you are here|sie sind hier|vous êtes ici", re.IGNORECASE)
_CRUMB_SEPARATOR = re.compile(r"^[\s>»›→/|·•\\❯▸▶-]*$")


def dom_breadcrumbs(page: Page) -> list[str]:
    """The printed path of sections, front page first. Empty: none printed."""
    for block in page.blocks[:400]:
        if len(block.spans) < 2:
            continue
        crumbs = _inline_crumbs(page, block)
        if len(crumbs) > 1:
            return crumbs
    boxes: dict[Box, list[str]] = {}
    for block in page.blocks:
        if block.box.bits_around & words.BREADCRUMB:
            outermost = next(up for up in reversed(list(block.box.chain())) if up.bits & words.BREADCRUMB)
            boxes.setdefault(outermost, []).extend(_crumb_texts(block))
    return next((crumbs for crumbs in boxes.values() if crumbs and len(crumbs) <= 8), [])


def json_ld_breadcrumbs(page: Page) -> list[str]:
    for thing in page.json_ld:
        if "BreadcrumbList" not in types_of(thing):
            continue
        elements = [item for item in listed(thing.get("itemListElement"), 20) if isinstance(item, dict)]
        elements.sort(key=_position)
        names = [text_of(item.get("name")) or text_of(item.get("item")) for item in elements]
        crumbs = [name for name in names if name and "://" not in name and not _LABEL.match(name)]
        if crumbs:
            return crumbs
    return []


def _position(item: dict[str, Any]) -> float:
    try:
        return float(item.get("position") or 0)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _inline_crumbs(page: Page, block: Block) -> list[str]:
    """Links at a block's head with nothing but arrows between them, the first of them leading home."""
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
    return [text for text in pieces if text and len(text) <= 200 and not text.endswith(":") and not _LABEL.match(text)]

"""What a page says in objects: the JSON-LD thing that is its story, and the values of such things."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.blocks import fold
from newscrawl.extraction.json_ld import listed, types_of
from newscrawl.extraction.page import Page, once_per_page

_MARKUP = re.compile(r"<[^<>]{1,200}>")


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


def texts(value: Any) -> list[str]:
    return [text for item in listed(value, 50) if (text := text_of(item))]


def text_of(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    text = unescape(value) if "&" in value else value
    return fold(_MARKUP.sub(" ", text) if "<" in text else text) or None


def things(page: Page, value: Any) -> list[dict[str, Any]]:
    """Objects, references followed."""
    found = []
    for item in listed(value, 50):
        if isinstance(item, dict):
            name = item.get("@id")
            found.append(page.json_ld_by_id.get(name, item) if isinstance(name, str) and "name" not in item else item)
        elif isinstance(item, str):
            found.append({"name": item})
    return found


def people(page: Page, value: Any) -> list[str]:
    return [name for person in things(page, value) for name in texts(person.get("name"))]


def keywords(value: Any) -> list[str]:
    found: list[str] = []
    for item in listed(value, 100):
        text = text_of(item) or ""
        found.extend(part.strip() for part in (text.split(",") if "," in text else text.split(";")))
    return [word for word in found if word]


def _is_about(thing: dict[str, Any], page: Page) -> bool:
    """Whether the object names this page's address or headline as its own."""
    about = thing.get("mainEntityOfPage")
    links = [thing.get("url"), thing.get("@id"), about.get("@id") if isinstance(about, dict) else about]
    path = urlsplit(page.url).path.rstrip("/")
    if path and any(isinstance(link, str) and path == _path(link) for link in links):
        return True
    headline = words.key(text_of(thing.get("headline")) or "")
    return len(headline) > 8 and headline in words.key(f"{page.title} {page.meta_value('og:title')}")


def _path(link: str) -> str:
    try:
        return urlsplit(link).path.rstrip("/")
    except ValueError:
        return ""

"""What the three sites share: escaping, a story's blocks as HTML, and the answer a path gives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from itertools import groupby
from typing import Any

from newscrawl.demo.content import Block, Story, inline_marks, package_file

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"

BUILT = "2026-11-20T06:00:00+00:00"
"""When the demo's lists were last changed: a fixed date, so that every run serves the same bytes."""


@dataclass(frozen=True)
class Answer:
    """What a path gives: a body, or a redirect where ``location`` is set."""

    body: bytes = b""
    content_type: str = HTML
    changed: str = BUILT
    """ISO 8601; UTC where it states no offset."""
    location: str | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> datetime:
        changed = datetime.fromisoformat(self.changed)
        return (changed if changed.tzinfo else changed.replace(tzinfo=UTC)).astimezone(UTC)


def html_page(html: str, story: Story | None = None) -> Answer:
    changed = (story.date_modified or story.date_published) if story else BUILT
    return Answer(html.encode(), HTML, changed)


def static_file(name: str, content_type: str) -> Answer:
    return Answer(package_file("static", name).read_bytes(), content_type)


def redirect(location: str) -> Answer:
    return Answer(location=location)


def blocks_html(blocks: Iterable[Block], link: Callable[[str], str] | None = None) -> Iterator[str]:
    """One string per block or whole list. ``link`` gives the address of a slug; without it there are no links."""
    for tag, run in groupby(blocks, key=lambda block: block.tag):
        inner = [inline_html(block, link) for block in run]
        if tag == "li":
            yield "<ul>" + "".join(f"<li>{item}</li>" for item in inner) + "</ul>"
        elif tag == "blockquote":
            yield from (f"<blockquote><p>{words}</p></blockquote>" for words in inner)
        else:
            yield from (f"<{tag}>{words}</{tag}>" for words in inner)


def inline_html(block: Block, link: Callable[[str], str] | None) -> str:
    parts = []
    for words, slug, is_stressed in inline_marks(block.source):
        html = escape(words)
        if is_stressed:
            html = f"<em>{html}</em>"
        if slug and link:
            html = f'<a href="{escape(link(slug))}">{html}</a>'
        parts.append(html)
    return "".join(parts)


def json_script(value: Any) -> str:
    """JSON-LD; ``<`` is written so that no headline can end the script."""
    text = json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def printed_date(iso: str) -> str:
    """
    >>> printed_date("2026-11-05T08:30:00+01:00")
    'November 5, 2026, 08:30'
    """
    moment = datetime.fromisoformat(iso)
    return f"{moment:%B} {moment.day}, {moment:%Y, %H:%M}"


def rfc822_date(iso: str) -> str:
    """As RSS wants it."""
    return format_datetime(datetime.fromisoformat(iso))

"""Telling the story index what a store already holds: one of an older schema, or one whose index was thrown away."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.items import Article, Dateline
from newscrawl.store import Store
from newscrawl.store.tables import UNTOLD, about, articles, tellings
from newscrawl.stories.index import StoryIndex

_ASKED_FOR = (
    "url", "canonical_url", "site", "site_name", "headline", "text", "date_modified", "date_conflict_days",
)  # fmt: skip

AT_ONCE = 50
"""Articles of one transaction: a tenth of a second in which no other crawl can write."""


def tell_stored(store: Store, index: StoryIndex, connection: Connection) -> bool:
    """Tell some of the stored articles that the index does not know; whether there may be more.

    Nothing is looked for in a store whose index was never behind.
    """
    if connection.scalar(sa.select(about.c.value).where(about.c.key == UNTOLD)) is None:
        return False
    store.lock_articles(connection)
    is_told = sa.select(tellings.c.number).where(tellings.c.article_id == articles.c.id).exists()
    is_first = (articles.c.version == 1) & (articles.c.reading == 1)
    rows = connection.scalars(
        sa.select(articles.c.line).where(is_first, ~is_told).order_by(articles.c.site, articles.c.seq).limit(AT_ONCE)
    ).all()
    for line in rows:
        index.add(_article(json.loads(line)), connection=connection, is_kept=True)
    if not rows:
        connection.execute(sa.delete(about).where(about.c.key == UNTOLD))
    return bool(rows)


def _article(line: dict[str, Any]) -> Article:
    """What the index asks an article for."""
    article = Article()
    for name in _ASKED_FOR:
        setattr(article, name, line.get(name))
    article.dateline = Dateline(**(line.get("dateline") or {}))
    article.flags = list(line.get("flags") or [])
    article.story_date.value = (line.get("story_date") or {}).get("value")
    return article

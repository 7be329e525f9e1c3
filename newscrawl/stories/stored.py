"""Telling the story index what a store already holds: one of an older schema, or one whose index was thrown away."""

from __future__ import annotations

import json
import logging
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.items import Article, Dateline
from newscrawl.store import Store
from newscrawl.store.tables import UNTOLD, about, articles, tellings
from newscrawl.stories.index import StoryIndex

logger = logging.getLogger(__name__)

_ASKED_FOR = (
    "url", "canonical_url", "site", "site_name", "headline", "text", "date_modified", "date_conflict_days",
)  # fmt: skip

Position = tuple[str, int]
"""Of an article in a store: its site and ``seq``."""

START: Position = ("", 0)

AT_ONCE = 50
"""Articles of one transaction: a tenth of a second in which no other crawl can write."""


def tell_stored(store: Store, index: StoryIndex, connection: Connection, after: Position = START) -> Position | None:
    """Tell some of the stored articles behind a position that the index does not know; where it goes on.

    None: there are no more. Nothing is looked for in a store whose index was never behind; a line that cannot be read
    is passed over.
    """
    if connection.scalar(sa.select(about.c.value).where(about.c.key == UNTOLD)) is None:
        return None
    store.lock_articles(connection)
    is_told = sa.select(tellings.c.number).where(tellings.c.article_id == articles.c.id).exists()
    is_first = (articles.c.version == 1) & (articles.c.reading == 1)
    is_behind = sa.tuple_(articles.c.site, articles.c.seq) > sa.tuple_(*after)
    untold = sa.select(articles.c.site, articles.c.seq, articles.c.line).where(is_behind, is_first, ~is_told)
    rows = connection.execute(untold.order_by(articles.c.site, articles.c.seq).limit(AT_ONCE)).all()
    for row in rows:
        try:
            article = _article(json.loads(row.line))
        except (ValueError, TypeError, AttributeError) as error:
            logger.warning("%s: line %d of the store cannot be read (%s): no copy of it is known", *row[:2], error)
            continue
        index.add(article, connection=connection, is_kept=True)
    if not rows:
        connection.execute(sa.delete(about).where(about.c.key == UNTOLD))
        return None
    return rows[-1].site, rows[-1].seq


def _article(line: dict[str, Any]) -> Article:
    """What the index asks an article for."""
    article = Article()
    for name in _ASKED_FOR:
        setattr(article, name, line.get(name))
    article.dateline = Dateline(**(line.get("dateline") or {}))
    article.flags = list(line.get("flags") or [])
    article.story_date.value = (line.get("story_date") or {}).get("value")
    return article

"""StoryIndex: which story is this text?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.items import Article, Relation
from newscrawl.store import Identity, Store
from newscrawl.store.tables import runs, stories

MIN_WORDS = 20
"""Shorter texts ("Subscribe to read on") are alike without telling one story."""


@dataclass(frozen=True)
class Story:
    """Which story a text tells, and what it is to the articles known before."""

    id: str
    relation: Relation
    of: str | None = None
    """``id`` of the article it repeats; None for an original."""
    overlap: float | None = None
    """Share of the text that the other article holds too, 0 to 1."""


class StoryIndex:
    """Joins texts that are equal, white space and Unicode form aside, across all sites of a store.

    An article is claimed for its story before it is kept (the claim becomes permanent with the article), so that two
    crawls on one store never both hold the original. Claims of dead crawls are taken over.

    >>> from newscrawl.items import Article
    >>> index = StoryIndex(Store("sqlite://"))
    >>> index.add(Article(canonical_url="https://times.test/a", text="Rain.", word_count=1)).relation
    'original'
    """

    def __init__(
        self, store: Store, *, run: str | None = None, is_free: Callable[[str], bool] = lambda site: True
    ) -> None:
        """``is_free(site)`` tells whether no crawl holds a site: then its unfinished runs are dead."""
        self._store = store
        self._run = run
        self._is_free = is_free

    def add(self, article: Article, *, connection: Connection | None = None) -> Story:
        """The article's story, claimed in the caller's transaction or in one of its own."""
        if connection is not None:
            return self._add(connection, article)
        with self._store.transaction() as own:
            return self._add(own, article)

    def _add(self, connection: Connection, article: Article) -> Story:
        self._store.lock_articles(connection)
        identity = self._store.identify(connection, article.canonical_url or "", article.text_sha256, article.url)
        if not article.text_sha256 or (article.word_count or 0) < MIN_WORDS:
            return self._own(connection, identity)
        claim = connection.execute(sa.select(stories).where(stories.c.text_sha256 == article.text_sha256)).first()
        if claim is None:
            story = self._own(connection, identity)
            self._claim(connection, article, identity.id, story.id)
            return story
        if claim.article_id == identity.id:
            return self._own(connection, identity)
        if not claim.kept and self._is_dead(connection, claim.run):
            story = self._own(connection, identity)
            taken = {"article_id": identity.id, "story_id": story.id, "site": article.site or "", "run": self._run}
            mine = stories.c.text_sha256 == article.text_sha256
            connection.execute(sa.update(stories).where(mine).values(taken))
            return story
        same_site = claim.site == (article.site or "")
        return Story(claim.story_id, "url_variant" if same_site else "syndicated", claim.article_id, 1.0)

    def release(self, connection: Connection, article_id: str) -> None:
        """Give up this run's claim for an article that is not kept after all."""
        is_mine = (stories.c.article_id == article_id) & (stories.c.run == self._run) & (stories.c.kept == 0)
        connection.execute(sa.delete(stories).where(is_mine))

    def _own(self, connection: Connection, identity: Identity) -> Story:
        """The story of a text that repeats no other article's: the article's own."""
        if identity.version == 1:
            return Story(identity.id, "original")
        first = sa.select(stories.c.story_id).where(stories.c.article_id == identity.id).limit(1)
        return Story(connection.scalar(first) or identity.id, "version", identity.id)

    def _claim(self, connection: Connection, article: Article, article_id: str, story_id: str) -> None:
        row = {"text_sha256": article.text_sha256, "story_id": story_id, "article_id": article_id}
        connection.execute(sa.insert(stories).values(**row, site=article.site or "", run=self._run, kept=0))

    def _is_dead(self, connection: Connection, run: str | None) -> bool:
        """Whether the crawl that made a claim ended without keeping it: it held its sites' locks while it lived."""
        if run == self._run:
            return False
        row = connection.execute(sa.select(runs.c.finished_at, runs.c.sites).where(runs.c.id == run)).first()
        return row is None or row.finished_at is not None or all(map(self._is_free, json.loads(row.sites)))

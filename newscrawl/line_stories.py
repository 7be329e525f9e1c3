"""Which story each of many lines tells: a StoryIndex in a store that keeps no articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from newscrawl.exceptions import CannotCrawl
from newscrawl.items import Relation
from newscrawl.json_lines import ArticleLine
from newscrawl.store import Store, article_id, dump_line
from newscrawl.stories import Story, StoryIndex

BATCH_LINES = 100
BATCH_CHARACTERS = 4 * 2**20
"""What one transaction holds at most: a commit costs as much as a few lines, and all of them lie in memory."""

_HEADLINE = 200  # characters that are kept of a story's headline

_metadata = sa.MetaData()
_told_articles = sa.Table(
    "told_articles",  # the newest line of each article: the index knows articles by their addresses
    _metadata,
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("story_id", sa.Text, nullable=False),
    sa.Column("line_id", sa.Text, nullable=False),  # JSON: a string or a number
    sqlite_with_rowid=False,
)
_told_stories = sa.Table(
    "told_stories",
    _metadata,
    sa.Column("story_id", sa.Text, primary_key=True),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("headline", sa.Text),  # of its first line
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class ToldLine:
    """Which story a line tells."""

    id: str | int
    cluster: str
    """Equal for all lines of one story."""
    relation: Relation
    duplicate_of: str | int | None
    """``id`` of the line that it repeats. None: of none."""

    def as_json(self) -> str:
        """One line, without its newline."""
        return dump_line(
            {"id": self.id, "cluster": self.cluster, "relation": self.relation, "duplicate_of": self.duplicate_of}
        )


@dataclass(frozen=True)
class LargeStory:
    """A story that several lines tell."""

    headline: str | None
    lines: int


@dataclass
class Tally:
    """What lines came to."""

    told: int = 0
    skipped: int = 0
    relations: Counter[str] = field(default_factory=Counter)
    stories: int = 0
    """In the store, those of earlier lines included."""
    largest: list[LargeStory] = field(default_factory=list)
    """Of the store, the largest first; those of one line left out."""


@dataclass(frozen=True)
class _Added:
    """A line whose story the index has told."""

    line: ArticleLine
    article_id: str
    story: Story


@dataclass(frozen=True)
class _Newest:
    """The newest line of an article."""

    line_id: str | int
    story_id: str


class LineStories:
    """Tells lines in their order; what was told in the store before is known.

    >>> from newscrawl.items import Article
    >>> stories = LineStories(Store("sqlite://"))
    >>> [told.relation for told in stories.tell([ArticleLine(1, "a", Article(text="Rain."))])]
    ['original']
    """

    def __init__(self, store: Store) -> None:
        """CannotCrawl for a store that crawls fill: what is told here is no article of theirs."""
        self._store = store
        self._index = StoryIndex(store, keeps=True)
        with store.transaction() as connection:
            if store.sites_with_articles(connection):
                raise CannotCrawl("--store: it holds the articles of crawls; name a file of its own")
            _metadata.create_all(connection)
            self._told = connection.scalar(sa.select(sa.func.sum(_told_stories.c.lines))) or 0

    def tell(self, lines: Sequence[ArticleLine]) -> list[ToldLine]:
        """The story of each line, kept in one transaction."""
        if not lines:
            return []
        with self._store.transaction() as connection:
            added = [self._add(connection, line) for line in lines]
            newest = _newest(connection, added)
            told = [_tell(one, newest) for one in added]
            _keep(connection, added, newest)
        return told

    def _add(self, connection: Connection, line: ArticleLine) -> _Added:
        self._told += 1
        article = line.article
        if not article.canonical_url:  # then no other line is of the same article
            article = replace(article, canonical_url=f"line:{self._told}")
        story = self._index.add(article, connection=connection)
        return _Added(line, article_id(article.canonical_url or ""), story)

    def count(self, tally: Tally, largest: int) -> None:
        """Add to a tally how many stories there are, and so many of the largest."""
        with self._store.reader() as connection:
            tally.stories = connection.scalar(sa.select(sa.func.count()).select_from(_told_stories)) or 0
            several = sa.select(_told_stories).where(_told_stories.c.lines > 1)
            rows = connection.execute(several.order_by(_told_stories.c.lines.desc()).limit(largest))
            tally.largest = [LargeStory(row.headline, row.lines) for row in rows]


def batches(lines: Iterable[ArticleLine]) -> Iterator[list[ArticleLine]]:
    """Lines in parts that one transaction may hold."""
    batch: list[ArticleLine] = []
    characters = 0
    for line in lines:
        batch.append(line)
        characters += len(line.article.text or "")
        if len(batch) == BATCH_LINES or characters > BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _newest(connection: Connection, added: Sequence[_Added]) -> dict[str, _Newest]:
    """The newest lines of the articles that are named, as they were before."""
    named = {one.article_id for one in added} | {one.story.of for one in added if one.story.of is not None}
    rows = connection.execute(sa.select(_told_articles).where(_told_articles.c.article_id.in_(sorted(named))))
    return {row.article_id: _Newest(json.loads(row.line_id), row.story_id) for row in rows}


def _tell(one: _Added, newest: dict[str, _Newest]) -> ToldLine:
    """What a line is to the lines before it; it is the newest of its article from then on."""
    line, story = one.line, one.story
    before = newest.get(one.article_id)
    newest[one.article_id] = _Newest(line.id, story.id)
    if story.of is None and before is not None and before.story_id == story.id:  # the same text at the same address
        return ToldLine(line.id, story.id, "url_variant", before.line_id)
    of = before if story.of == one.article_id else newest.get(story.of or "")
    return ToldLine(line.id, story.id, story.relation, of.line_id if of is not None else None)


def _keep(connection: Connection, added: Sequence[_Added], newest: dict[str, _Newest]) -> None:
    ids = {one.article_id for one in added}
    articles = [
        {"article_id": key, "story_id": line.story_id, "line_id": json.dumps(line.line_id)}
        for key, line in newest.items()
        if key in ids
    ]
    connection.execute(insert(_told_articles).prefix_with("OR REPLACE"), articles)
    headlines = {one.story.id: one.line.article.headline for one in reversed(added)}
    counts = Counter(one.story.id for one in added)
    stories = [
        {"story_id": key, "lines": number, "headline": (headlines[key] or "")[:_HEADLINE] or None}
        for key, number in counts.items()
    ]
    upsert = insert(_told_stories)
    more = {"lines": _told_stories.c.lines + upsert.excluded.lines}
    connection.execute(upsert.on_conflict_do_update(index_elements=["story_id"], set_=more), stories)

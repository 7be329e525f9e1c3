"""Articles: what a store keeps of them, the addresses they are known by, and the copies that were dropped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from newscrawl.extraction.text_facts import storable
from newscrawl.extraction.urls import canonical_url as own_key
from newscrawl.store.rows import FAILED, Identity, Json, PageOutcome, article_id, dump_line
from newscrawl.store.tables import APPLICATION_ID, aliases, articles, duplicates, sites
from newscrawl.store.tellings import changed, keep_telling


class Articles:
    """The part of ``Store`` that knows articles; every method works in the caller's transaction."""

    is_sqlite: bool

    def lock_articles(self, connection: Connection) -> None:
        """Let no other transaction claim or keep an article before this one ends; the last lock that is taken.

        SQLite has one writer at a time anyway. Under READ COMMITTED two would both find a text unknown.
        """
        if not self.is_sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:id)"), {"id": APPLICATION_ID + 1})

    def identify(
        self, connection: Connection, canonical_url: str, text_sha256: str | None, url: str | None = None
    ) -> Identity:
        """How the article at this address is known, and which version this text would be.

        ``url`` is where it was found: an article known by that alone is known by what its page states now, too.
        """
        known_as = connection.scalar(_KNOWN_AS, {"key": canonical_url})
        if known_as is None and url and (own := own_key(url)) != canonical_url:
            known_as = connection.scalar(_KNOWN_AS, {"key": own})
            if known_as is not None:
                self.add_alias(connection, canonical_url, known_as)
        if known_as is None:
            return Identity(article_id(canonical_url), 1, False)
        newest = sa.select(articles.c.version, articles.c.text_sha256).where(articles.c.id == known_as)
        row = connection.execute(newest.order_by(articles.c.version.desc(), articles.c.reading.desc()).limit(1)).first()
        if row is None:
            return Identity(known_as, 1, False)
        is_known = row.text_sha256 == text_sha256
        return Identity(known_as, row.version if is_known else row.version + 1, is_known)

    def id_of(self, connection: Connection, canonical_url: str) -> str:
        """The id of the article at this address: the one it is known by, or what it is to have."""
        return connection.scalar(_KNOWN_AS, {"key": canonical_url}) or article_id(canonical_url)

    def _keep_article(self, connection: Connection, site: str, article: Json, run: str) -> str | None:
        """Store a version that is new and return its JSON line; None for one that is stored already.

        A text that is stored is a new version where the article says that it is one: its headline has changed.
        """
        self.lock_articles(connection)
        identity = self.identify(connection, article["canonical_url"], article["text_sha256"], article["url"])
        if identity.is_known and (article.get("version") or 1) <= identity.version:
            return None
        version = identity.version + identity.is_known
        article |= {"id": identity.id, "version": version, "reading": 1}
        line = self._insert_article(connection, site, article, run)
        for key in {article["canonical_url"], own_key(article["url"])}:
            self.add_alias(connection, key, identity.id)
        if version == 1:
            connection.execute(sa.delete(duplicates).where(duplicates.c.key == article["canonical_url"]))
        keep_telling(connection, identity.id)
        return line

    def retell(self, connection: Connection, site: str, run: str) -> list[str]:
        """Lines for a site's articles that were taken for originals until others showed themselves to be."""
        lines = []
        for changed_id, story in changed(connection, site):
            article = self.newest_of(connection, changed_id)
            if article is not None and article["story"] != story:
                article |= {"story": story, "reading": article["reading"] + 1}
                lines.append(self._insert_article(connection, site, article, run))
        return lines

    def _insert_article(self, connection: Connection, site: str, article: Json, run: str) -> str:
        """Store an article under the site's next ``seq`` and return its JSON line."""
        seq = self.last_seq(connection, site) + 1
        connection.execute(sa.update(sites).where(sites.c.site == site).values(last_seq=seq))
        article["seq"] = seq
        line = dump_line(article)
        key = {name: article[name] for name in ("id", "version", "reading", "seq", "url", "text_sha256")}
        connection.execute(sa.insert(articles).values(**key, site=site, run=run, line=line))
        return line

    def last_seq(self, connection: Connection, site: str) -> int:
        """The number of the site's last line. 0: it has none."""
        return connection.scalar(sa.select(sites.c.last_seq).where(sites.c.site == site)) or 0

    def newest_texts(self, connection: Connection, site: str, number: int) -> list[tuple[str, str]]:
        """Address and text of the articles that a site had last, oldest first; those without a text left
        out."""
        query = sa.select(articles.c.line).where(articles.c.site == site).order_by(articles.c.seq.desc()).limit(number)
        lines = [json.loads(line) for line in connection.scalars(query)]
        return [(line["url"], line["text"]) for line in reversed(lines) if line.get("text")]

    def newest_of(self, connection: Connection, article_id: str) -> Json | None:
        """The newest line of an article. None: it is not stored."""
        query = sa.select(articles.c.line).where(articles.c.id == article_id)
        line = connection.scalar(query.order_by(articles.c.version.desc(), articles.c.reading.desc()).limit(1))
        return json.loads(line) if line else None

    def lines_of(self, connection: Connection, article_id: str) -> list[Json]:
        """All lines of an article, oldest first: its versions, and within one its readings."""
        query = sa.select(articles.c.line).where(articles.c.id == article_id)
        return [json.loads(line) for line in connection.scalars(query.order_by(articles.c.version, articles.c.reading))]

    def has_article(self, connection: Connection, article_id: str) -> bool:
        return connection.scalar(sa.select(articles.c.id).where(articles.c.id == article_id).limit(1)) is not None

    def add_alias(self, connection: Connection, canonical_url: str, article_id: str) -> None:
        """Know an article under one more address."""
        self._insert_ignore(connection, aliases, {"key": canonical_url, "article_id": article_id})

    def aliases_of(self, connection: Connection, article_id: str) -> list[str]:
        """The canonical addresses under which an article is known, in order of the alphabet."""
        return sorted(connection.scalars(sa.select(aliases.c.key).where(aliases.c.article_id == article_id)))

    # -- duplicates --------------------------------------------------------------------------------------------------

    def _keep_duplicates(self, connection: Connection, outcome: PageOutcome, run: str) -> None:
        """Remember what is not kept since a known article has its text.

        Where that one was not kept in the end, the page has failed: it is asked for again, and nothing is lost.
        """
        stored = [one for one in outcome.duplicates if self.has_article(connection, one.of)]
        if len(stored) < len(outcome.duplicates):
            outcome.state, outcome.reason = FAILED, "original_lost"
        for one in stored:
            known_as = {"article_id": one.of, "story_id": one.story_id, "site": outcome.site, "run": run}
            told = {name: _storable(getattr(one, name)) for name in _TOLD_OF_DUPLICATE}
            connection.execute(sa.delete(duplicates).where(duplicates.c.key == one.key))
            connection.execute(sa.insert(duplicates).values(**known_as, **told))

    def duplicates_in(self, connection: Connection, site: str) -> Iterator[Json]:
        """What was dropped of a site's articles, by address; read in parts, whatever their number."""
        last = ""
        while True:
            query = sa.select(duplicates).where(duplicates.c.site == site, duplicates.c.key > last)
            rows = connection.execute(query.order_by(duplicates.c.key).limit(500)).all()
            if not rows:
                return
            yield from map(_duplicate_line, rows)
            last = rows[-1].key

    def duplicates_of(self, connection: Connection, article_id: str) -> list[Json]:
        """What was dropped since this article has its text, by address."""
        query = sa.select(duplicates).where(duplicates.c.article_id == article_id)
        return [_duplicate_line(row) for row in connection.execute(query.order_by(duplicates.c.key))]

    def article_at(self, connection: Connection, canonical_url: str) -> str | None:
        """The id of the article at an address, or of the one that is repeated there. None: there is neither."""
        for table in (aliases, duplicates):
            found = connection.scalar(sa.select(table.c.article_id).where(table.c.key == canonical_url))
            if found is not None:
                return str(found)
        return None

    def _insert_ignore(self, connection: Connection, table: Table, values: Json) -> None:
        insert = sqlite.insert if self.is_sqlite else postgresql.insert
        connection.execute(insert(table).values(values).on_conflict_do_nothing())

    def lines_after(self, connection: Connection, site: str, seq: int) -> Iterator[tuple[int, str]]:
        """(seq, line) of a site's articles beyond ``seq``, in order; read in parts, whatever their number."""
        while True:
            query = sa.select(articles.c.seq, articles.c.line).where(articles.c.site == site, articles.c.seq > seq)
            rows = connection.execute(query.order_by(articles.c.seq).limit(500)).all()
            if not rows:
                return
            for row in rows:
                yield row.seq, row.line
            seq = rows[-1].seq

    def seq_of(self, connection: Connection, site: str, line: Mapping[str, Any]) -> int | None:
        """Where a line of the site's file stands in the store; None if it is not there."""
        query = sa.select(articles.c.seq).where(
            articles.c.site == site,
            articles.c.id == str(line.get("id")),
            articles.c.version == _as_int(line.get("version")),
            articles.c.reading == _as_int(line.get("reading")),
        )
        return connection.scalar(query)

    def sites_with_duplicates(self, connection: Connection) -> list[str]:
        return list(connection.scalars(sa.select(duplicates.c.site).distinct().order_by(duplicates.c.site)))

    def sites_with_articles(self, connection: Connection) -> list[str]:
        return list(connection.scalars(sa.select(sites.c.site).where(sites.c.last_seq > 0).order_by(sites.c.site)))

    def count_articles(self, connection: Connection, site: str) -> int:
        """Lines the site has; its sequence has no gaps."""
        return connection.scalar(sa.select(sites.c.last_seq).where(sites.c.site == site)) or 0


_KNOWN_AS = sa.select(aliases.c.article_id).where(aliases.c.key == sa.bindparam("key"))
_TOLD_OF_DUPLICATE = ("key", "url", "relation", "overlap", "headline", "text_sha256", "ref", "fetched_at")


def _storable(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value


def _duplicate_line(row: Any) -> Json:
    """A dropped copy as it is listed; ``of`` is the id of the article that it repeats, ``story`` that of the story."""
    names = ("url", "site", "relation", "overlap", "headline", "text_sha256", "ref", "fetched_at", "run")
    return {"canonical_url": row.key, "of": row.article_id, "story": row.story_id} | {
        name: getattr(row, name) for name in names
    }


def _as_int(value: Any) -> int:
    return value if isinstance(value, int) else -1

"""Store: the frontier, known pages, articles, stories and runs, in one database.

SQLAlchemy Core on SQLite (one file, WAL) by default and on PostgreSQL by URL, with the same statements. The store
knows rows and transactions; which page is wanted and what an article is, others decide.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects import postgresql, sqlite

from newscrawl.exceptions import CannotCrawl, OutOfSpace
from newscrawl.extraction.urls import KEY_RULES
from newscrawl.extraction.urls import canonical_url as own_key
from newscrawl.store.keys import renew_keys
from newscrawl.store.pages import OUTSIDE, Pages
from newscrawl.store.rows import (
    FAILED,
    LAST_CHANCE,
    QUEUED,
    Crashed,
    Identity,
    Json,
    KeepRules,
    Kept,
    PageOutcome,
    article_id,
    dump_line,
    utc_now,
)
from newscrawl.store.tables import (
    APPLICATION_ID,
    MIGRATIONS,
    SCHEMA_VERSION,
    about,
    aliases,
    articles,
    duplicates,
    metadata,
    pages,
    runs,
    sites,
)
from newscrawl.store.tellings import changed, keep_telling

COPIES = ("url_variant", "syndicated")
GONE = (404, 410)
"""Statuses that say of a known article that it is withdrawn."""

DEFAULT_RULES = KeepRules()

_KNOWN_AS = sa.select(aliases.c.article_id).where(aliases.c.key == sa.bindparam("key"))

_FEW_DAYS = 3
"""Articles of a known day that a list's page must have before they end the list."""

_is_queued = pages.c.state == QUEUED


class Store(Pages):
    """The database of one data directory, or of a fleet.

    >>> store = Store("sqlite://")
    >>> with store.transaction() as connection:
    ...     store.start_site(connection, "times.test")
    (1, False)
    """

    def __init__(self, url: str) -> None:
        """Open or create the store at a SQLAlchemy URL; CannotCrawl names what is wrong with it."""
        try:
            self.url = sa.make_url(url)
        except sa.exc.ArgumentError:
            raise CannotCrawl(
                f"NEWSCRAWL_STORE: {url!r} is no database address; give sqlite:///data/newscrawl.sqlite"
            ) from None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = self._make_engine()
        self._migrate()

    def _make_engine(self) -> sa.Engine:
        try:
            if not self.is_sqlite:
                return sa.create_engine(self.url, pool_pre_ping=True)
            memory = self.url.database in (None, "", ":memory:")
            pool = {"poolclass": sa.StaticPool} if memory else {}
            engine = sa.create_engine(self.url, connect_args={"check_same_thread": False, "timeout": 30}, **pool)
        except sa.exc.NoSuchModuleError as error:
            raise CannotCrawl(f"NEWSCRAWL_STORE: {error}; use sqlite:///… or postgresql+psycopg://…") from None
        except ModuleNotFoundError as error:
            raise CannotCrawl(f"NEWSCRAWL_STORE: {error}; install it, e.g. pip install 'psycopg[binary]'") from None
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection in a transaction that commits at the end, or rolls back on an exception."""
        with self._engine.begin() as connection:
            yield connection

    def reader(self) -> Connection:
        """A connection of one's own for reading, each statement by itself; for one thread."""
        if self.is_sqlite:
            return self._engine.connect().execution_options(newscrawl_reader=True)
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def own_connection(self) -> Connection:
        """A reader outside the pool: advisory locks live as long as their connection."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        return engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        self._engine.dispose()

    # -- schema ----------------------------------------------------------------------------------------------------

    def _migrate(self) -> None:
        """Create what is missing, bring an older schema up to date, refuse a newer one and foreign files."""
        try:
            if self.is_sqlite:
                self._refuse_foreign_file()
            with self.transaction() as connection:
                if not self.is_sqlite:  # two crawls may start on an empty database at once
                    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:id)"), {"id": APPLICATION_ID})
                self._create_or_upgrade(connection)
        except sa.exc.DatabaseError as error:
            raise store_error(self._place, error) from None

    @property
    def _place(self) -> str:
        return self.url.database or ":memory:" if self.is_sqlite else self.url.render_as_string(hide_password=True)

    def _refuse_foreign_file(self) -> None:
        path = self.url.database
        if not path or path == ":memory:" or not Path(path).exists():
            return
        if Path(path).is_dir():
            raise CannotCrawl(f"NEWSCRAWL_STORE: {path} is a directory; give sqlite:///{path}/newscrawl.sqlite")
        # A connection of its own: this must not put a foreign file into WAL mode.
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise CannotCrawl(
                    f"NEWSCRAWL_STORE: {path} is no newscrawl store ({error}); name another file"
                ) from None
            raise store_error(path, error) from None
        finally:
            connection.close()
        if tables and found != APPLICATION_ID:
            raise CannotCrawl(f"NEWSCRAWL_STORE: {path} is a database of something else; name another file")

    def _create_or_upgrade(self, connection: Connection) -> None:
        found = 0
        if sa.inspect(connection).has_table("about"):
            value = connection.scalar(sa.select(about.c.value).where(about.c.key == "schema_version")) or "0"
            if not value.isdecimal():
                raise CannotCrawl(f"NEWSCRAWL_STORE: {self._place} has no schema version; put a backup in its place")
            found = int(value)
        if found > SCHEMA_VERSION:
            raise CannotCrawl(
                f"NEWSCRAWL_STORE: {self._place} was written by a newer newscrawl (schema {found}, this one knows "
                f"{SCHEMA_VERSION}); update newscrawl"
            )
        if found == 0:
            metadata.create_all(connection)
        for version in range(found or SCHEMA_VERSION, SCHEMA_VERSION):
            MIGRATIONS[version](connection)
        if found != SCHEMA_VERSION:
            _note(connection, "schema_version", SCHEMA_VERSION)
            if self.is_sqlite:
                connection.execute(sa.text(f"PRAGMA application_id = {APPLICATION_ID}"))
        rules = connection.scalar(sa.select(about.c.value).where(about.c.key == "key_rules"))
        if rules != str(KEY_RULES):
            renew_keys(connection)
            _note(connection, "key_rules", KEY_RULES)

    # -- sites and runs --------------------------------------------------------------------------------------------

    def start_site(self, connection: Connection, site: str, rules: KeepRules = DEFAULT_RULES) -> tuple[int, bool]:
        """(generation, whether it is resumed): a generation ends when no more than backlog is queued."""
        generation = connection.scalar(sa.select(sites.c.generation).where(sites.c.site == site))
        if generation is None:
            connection.execute(sa.insert(sites).values(site=site, generation=1, open_alone=0))
            return 1, False
        if self.has_fresh(connection, site):
            return generation, True
        connection.execute(sa.update(sites).where(sites.c.site == site).values(generation=generation + 1))
        self.queue_again(connection, site, generation + 1, rules)
        return generation + 1, False

    def memory_of(self, connection: Connection, site: str) -> Json:
        """What the site's pages taught, as ``remember`` left it; {} if nothing, or nothing that can be read."""
        text = connection.scalar(sa.select(sites.c.memory).where(sites.c.site == site))
        try:
            memory = json.loads(text or "{}")
        except ValueError:
            return {}
        return memory if isinstance(memory, dict) else {}

    def remember(self, connection: Connection, site: str, memory: str) -> None:
        """Keep what the site's pages taught: a JSON object."""
        connection.execute(sa.update(sites).where(sites.c.site == site).values(memory=memory))

    def start_run(self, connection: Connection, run: str, site_keys: Sequence[str]) -> None:
        connection.execute(sa.insert(runs).values(id=run, sites=json.dumps(list(site_keys)), started_at=utc_now()))

    def finish_run(self, connection: Connection, run: str, reason: str, summary: Json) -> None:
        values = {"finished_at": utc_now(), "reason": reason, "summary": json.dumps(summary)}
        connection.execute(sa.update(runs).where(runs.c.id == run).values(values))

    def end_dead_runs(self, connection: Connection, site: str) -> None:
        """Close the books of runs of a site that ended without doing so; the caller holds the site's lock."""
        unfinished = sa.select(runs.c.id, runs.c.sites).where(runs.c.finished_at.is_(None))
        dead = [row.id for row in connection.execute(unfinished) if site in json.loads(row.sites)]
        values = {"finished_at": utc_now(), "reason": "crashed"}
        connection.execute(sa.update(runs).where(runs.c.id.in_(dead)).values(values))

    def note_open(self, connection: Connection, site: str, page_ids: Iterable[int], *, alone: bool) -> None:
        """Remember which rows are being worked on, so that a crash can be laid to them."""
        values = {"open_pages": json.dumps(sorted(page_ids)), "open_alone": int(alone)}
        connection.execute(sa.update(sites).where(sites.c.site == site).values(values))

    def blame_crash(self, connection: Connection, site: str, *, suspect_after: int, alone_limit: int) -> Crashed:
        """Count a crash against the rows that the site's last crawl left open; give up the proven culprit.

        A row is suspect after ``suspect_after`` crashes and is then run alone; crashing alone ``alone_limit`` times
        is the proof.
        """
        row = connection.execute(sa.select(sites.c.open_pages, sites.c.open_alone).where(sites.c.site == site)).first()
        page_ids = json.loads(row.open_pages) if row else []
        if not row or not page_ids:
            return Crashed(0, 0)
        was_open = pages.c.id.in_(page_ids) & _is_queued
        connection.execute(sa.update(pages).where(was_open).values(crashes=pages.c.crashes + 1))
        given_up = 0
        if row.open_alone:
            culprit = was_open & (pages.c.crashes >= suspect_after + alone_limit)
            gone = sa.update(pages).where(culprit).values(state=FAILED, reason="crash", failures=LAST_CHANCE)
            given_up = connection.execute(gone).rowcount
        self.note_open(connection, site, [], alone=False)
        return Crashed(len(page_ids), given_up)

    # -- pages -----------------------------------------------------------------------------------------------------

    def keep(
        self, connection: Connection, outcome: PageOutcome, generation: int, run: str, rules: KeepRules = DEFAULT_RULES
    ) -> Kept:
        """Keep a page's articles and links and settle its row; the caller's transaction makes it one step."""
        kept = [self._keep_article(connection, outcome.site, article, run) for article in outcome.articles]
        lines = [line for line in kept if line is not None]
        self._know_as_linked(connection, outcome)
        self._keep_duplicates(connection, outcome, run)
        changed = self._keep_presence(connection, outcome, run)
        links = [link for link in outcome.links if link.discovered_via != "next_page"]
        if outcome.is_unchanged:
            links += self.children_of(connection, outcome.site, outcome.url, generation)
        queued, known = self.add_links(connection, links, generation, outcome.wanted)
        listed = {link.key for link in links if link.kind == "article"}
        news = 0 if outcome.brings_nothing else sum(_is_news(known.get(key), generation) for key in listed)
        ended = None
        for link in outcome.links:
            if link.discovered_via == "next_page":
                evidence = link.evidence or {}
                days = [known[link.key].day if link.key in known else link.day for link in links if link.key in listed]
                stale = 0 if news or evidence.get("newer") else evidence.get("stale", 0) + 1
                ended = _why_list_ends(stale, days, evidence, rules)
                if ended is None:
                    link = replace(link, evidence={**evidence, "stale": stale})
                    queued += self.add_pages(connection, [link], generation, outcome.wanted)
        has_article = bool(outcome.articles or outcome.duplicates)
        first_seen = outcome.first_seen + sum(key not in known for key in listed)
        self.settle_page(connection, outcome, rules, news=first_seen, has_article=has_article)
        relations = [article["story"]["relation"] for article, line in zip(outcome.articles, kept, strict=True) if line]
        copies = sum(relation in COPIES for relation in relations)
        return Kept(queued, lines + changed, copies, ended)

    def _know_as_linked(self, connection: Connection, outcome: PageOutcome) -> None:
        """Know an article under the address that led to it too, whatever that was redirected to."""
        for article in outcome.articles[:1]:
            if article.get("id") and own_key(outcome.url) != article["canonical_url"]:
                key = connection.scalar(sa.select(pages.c.key).where(pages.c.id == outcome.page_id))
                self.add_alias(connection, str(key), article["id"])

    def _keep_presence(self, connection: Connection, outcome: PageOutcome, run: str) -> list[str]:
        """Note that a known article is gone, or back: a line with the text as it was, and ``withdrawn_at``."""
        is_gone = outcome.state == FAILED and outcome.http_status in GONE
        if outcome.promised_kind != "article" or not (is_gone or outcome.is_unchanged or outcome.dropped["known"]):
            return []
        key = sa.select(pages.c.key).where(pages.c.id == outcome.page_id).scalar_subquery()
        known_as = connection.scalar(sa.select(aliases.c.article_id).where(aliases.c.key == key))
        if known_as is None:
            return []
        query = sa.select(articles.c.line).where(articles.c.id == known_as, articles.c.site == outcome.site)
        newest = query.order_by(articles.c.version.desc(), articles.c.reading.desc()).limit(1)
        line = connection.scalar(newest)
        article = json.loads(line) if line else None
        if article is None or bool(article.get("withdrawn_at")) == is_gone:
            return []
        article |= {"withdrawn_at": utc_now() if is_gone else None, "reading": article["reading"] + 1}
        return [self._insert_article(connection, outcome.site, article, run)]

    # -- articles --------------------------------------------------------------------------------------------------

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
        for line, story in changed(connection, site):
            article = json.loads(line)
            if article["story"] != story:
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
            told = {name: getattr(one, name) for name in _TOLD_OF_DUPLICATE}
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


_TOLD_OF_DUPLICATE = ("key", "url", "relation", "overlap", "headline", "text_sha256", "ref", "fetched_at")


def _duplicate_line(row: Any) -> Json:
    """A dropped copy as it is listed; ``of`` is the id of the article that it repeats, ``story`` that of the story."""
    names = ("url", "site", "relation", "overlap", "headline", "text_sha256", "ref", "fetched_at", "run")
    return {"canonical_url": row.key, "of": row.article_id, "story": row.story_id} | {
        name: getattr(row, name) for name in names
    }


def _is_news(known: Any, generation: int) -> bool:
    """Whether a listed article is one that no earlier crawl knew; what a sitemap lists tells of no list's end."""
    if known is None or known.reason in OUTSIDE:
        return True
    return bool(known.generation >= generation and known.discovered_via != "sitemap")


def _why_list_ends(stale: int, days: list[str | None], evidence: Json, rules: KeepRules) -> str | None:
    """Why the next page of a list is not asked for. None: it is.

    What is known does not end a list in a crawl that goes back; what is older than all that it wants does.
    """
    since = evidence.get("since")
    if since and len(days) >= _FEW_DAYS and all(day is not None and day < since for day in days):
        return "older_than_since"
    if evidence.get("backfill"):
        return None
    return "list_stale" if stale >= rules.stale_pages else None


def _as_int(value: Any) -> int:
    return value if isinstance(value, int) else -1


def store_error(place: str, error: Exception) -> CannotCrawl:
    """What stands in the way of opening or writing a store, as one line with its mend."""
    reason = str(getattr(error, "orig", error)).splitlines()[0]
    if re.search(r"disk|full|readonly|read-only", reason):
        return OutOfSpace(f"NEWSCRAWL_STORE: {place} cannot be written ({reason}); mend the disk and start again")
    if "malformed" in reason:
        return CannotCrawl(f"NEWSCRAWL_STORE: {place} is damaged ({reason}); put a backup in its place")
    return CannotCrawl(f"NEWSCRAWL_STORE: cannot open {place} ({reason}); check the address and its permissions")


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_immediate says, not where sqlite3 guesses
    connection.execute("PRAGMA journal_mode=WAL")
    # NORMAL: a commit survives the death of the process. After a power cut the last ones may be missing, whole;
    # ArticleLines.repair then brings the files back to what the store has.
    connection.execute("PRAGMA synchronous=NORMAL")


def _note(connection: Connection, key: str, value: int) -> None:
    connection.execute(sa.delete(about).where(about.c.key == key))
    connection.execute(sa.insert(about).values(key=key, value=str(value)))


def _begin_immediate(connection: Connection) -> None:
    # Immediate: a transaction that begins by reading could not be sure to write. A reader needs none at all.
    if not connection.get_execution_options().get("newscrawl_reader"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")

"""Store: the frontier, known pages, articles, stories and runs, in one database.

SQLAlchemy Core on SQLite (one file, WAL) by default and on PostgreSQL by URL, with the same statements. The store
knows rows and transactions; which page is wanted and what an article is, others decide.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, event

from newscrawl.exceptions import CannotCrawl, OutOfSpace
from newscrawl.extraction.urls import KEY_RULES
from newscrawl.extraction.urls import canonical_url as own_key
from newscrawl.store.articles import Articles
from newscrawl.store.keys import renew_keys
from newscrawl.store.pages import OUTSIDE, Pages
from newscrawl.store.rows import (
    FAILED,
    LAST_CHANCE,
    QUEUED,
    Crashed,
    Json,
    KeepRules,
    Kept,
    PageOutcome,
    utc_now,
)
from newscrawl.store.tables import (
    APPLICATION_ID,
    MIGRATIONS,
    SCHEMA_VERSION,
    about,
    aliases,
    articles,
    metadata,
    pages,
    runs,
    sites,
)

COPIES = ("url_variant", "syndicated")
GONE = (404, 410)
"""Statuses that say of a known article that it is withdrawn."""

DEFAULT_RULES = KeepRules()

_FEW_DAYS = 3
"""Articles of a known day that a list's page must have before they end the list."""

_is_queued = pages.c.state == QUEUED


class Store(Pages, Articles):
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


def store_error(place: str, error: Exception) -> CannotCrawl:
    """What stands in the way of opening or writing a store, as one line with its mend."""
    reason = str(getattr(error, "orig", error)).splitlines()[0]
    if "malformed" in reason:
        return CannotCrawl(f"NEWSCRAWL_STORE: {place} is damaged ({reason}); put a backup in its place")
    if "locked" in reason:
        return CannotCrawl(f"NEWSCRAWL_STORE: {place} is locked by another program; wait for it, or end it")
    if re.search(r"disk|full|readonly|read-only", reason):
        return OutOfSpace(f"NEWSCRAWL_STORE: {place} cannot be written ({reason}); mend the disk and start again")
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

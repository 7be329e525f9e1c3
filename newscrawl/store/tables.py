"""The store's tables, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import time

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    case,
    inspect,
    text,
)

from newscrawl.store.rows import DONE, QUEUED

SCHEMA_VERSION = 5
APPLICATION_ID = 0x6E777363
"""``nwsc`` in SQLite's header: tells a store from any other SQLite file."""

UNTOLD = "untold"
"""Key of ``about`` in a store with articles that the story index was not told of."""

metadata = MetaData()
_Id = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER PRIMARY KEY is a rowid alias

about = Table("about", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

sites = Table(
    "sites",
    metadata,
    Column("site", Text, primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False, default=0),
    Column("open_pages", Text, nullable=False, default="[]"),  # rows leased at the last commit: suspects after a crash
    Column("open_alone", SmallInteger, nullable=False, default=0),
    Column("memory", Text),  # what the site's pages taught: link memory, traps, what was wanted of it (JSON)
)

pages = Table(
    "pages",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("site", Text, nullable=False),
    Column("key", Text, nullable=False),  # canonical address; method and body too where it is no plain GET
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False),  # Scrapy's download slot
    Column("state", SmallInteger, nullable=False),
    Column("reason", Text),  # why it failed or was skipped
    Column("kind", Text),  # what the link promised; once done, what the page turned out to be
    Column("leads", SmallInteger, nullable=False),  # 1: it once led to articles, or was said to; asked for again
    Column("priority", Integer, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("not_before", Float, nullable=False),  # Unix time, seconds
    Column("generation", Integer, nullable=False),  # of the site, when it was last queued
    Column("discovered_via", Text),
    Column("discovered_from", Text),
    Column("callback", Text),  # method of the spider; null is parse
    Column("request", Text),  # what a plain GET does not say: method, body, headers, cb_kwargs, meta (JSON)
    Column("found_at", Text),  # when its address was met first; null in rows of older stores
    Column("evidence", Text),  # what the source said of it: title, date (JSON)
    Column("ref", Text),
    Column("failures", Integer, nullable=False),  # in a row, and visits that found no list where one was promised
    Column("crashes", Integer, nullable=False),  # how many dead crawls had it open
    Column("http_status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fetched_at", Text),
    Column("day", Text),  # when it appeared, as its source or its article says: YYYY-MM-DD
    Column("kept_at", Float),  # when its article was first kept: Unix time, seconds
    Column("recheck_at", Float),  # when its article is to be looked at again
    Column("checks", Integer),  # how often it was
    Column("news_at", Float),  # when it last listed an article that was new
    Column("quiet", Integer),  # visits in a row that found nothing new
    Column("wanted", Text),  # signature of what the crawl wanted that read it last
    UniqueConstraint("site", "key"),
)
_is_queued = pages.c.state == QUEUED
Index(
    "pages_queue",
    pages.c.site,
    pages.c.host,
    pages.c.priority.desc(),
    pages.c.id,
    sqlite_where=_is_queued,
    postgresql_where=_is_queued,
)

_has_recheck = pages.c.recheck_at.is_not(None)
pages_recheck = Index(
    "pages_recheck", pages.c.site, pages.c.recheck_at, sqlite_where=_has_recheck, postgresql_where=_has_recheck
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("reading", Integer, primary_key=True),
    Column("site", Text, nullable=False),  # the key of the crawl's site: lock, file and seq go by it
    Column("seq", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("text_sha256", Text),
    Column("run", Text),
    Column("line", Text, nullable=False),  # the JSON line, as on disk
    UniqueConstraint("site", "seq"),
)

aliases = Table(
    "aliases",  # every address form under which an article is known
    metadata,
    Column("key", Text, primary_key=True),
    Column("article_id", Text, nullable=False),
)

duplicates = Table(
    "duplicates",  # articles that were read and not kept, by their canonical address
    metadata,
    Column("key", Text, primary_key=True),
    Column("site", Text, nullable=False),  # the key of the crawl's site
    Column("url", Text, nullable=False),
    Column("article_id", Text, nullable=False),  # of the article that it repeats
    Column("story_id", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("overlap", Float),
    Column("headline", Text),
    Column("text_sha256", Text),
    Column("ref", Text),
    Column("fetched_at", Text),
    Column("run", Text),
)
Index("duplicates_site", duplicates.c.site, duplicates.c.key)
Index("duplicates_article", duplicates.c.article_id)

tellings = Table(
    "tellings",  # every text that was told of a story, in the order they came; derived from articles, see stories
    metadata,
    Column("number", _Id, primary_key=True, autoincrement=False),  # from 1, without gaps
    Column("stamp", BigInteger, nullable=False),  # chosen at random: tells a telling from one that was rolled back
    Column("story", Integer, nullable=False),  # number of the story's first telling
    Column("place", Integer, nullable=False),  # within the story, from 1; 0: it does not stand any more
    Column("story_id", Text, nullable=False),
    Column("article_id", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("of", Text),
    Column("overlap", Float),
    Column("print", BigInteger, nullable=False),  # of the whole text
    Column("headline", Text, nullable=False),
    Column("words", LargeBinary, nullable=False),  # those that are compared, parted by spaces; zlib
    Column("shingle", SmallInteger, nullable=False),  # words of a shingle
    Column("hashes", LargeBinary, nullable=False),  # sampled shingles, sorted, then paragraphs: 64 bits each
    Column("sampled", Integer, nullable=False),  # how many of the hashes are shingles
    Column("is_target", SmallInteger, nullable=False),  # 0: a digest, which no other text is compared with
    Column("origin", Text, nullable=False),  # what speaks for and against being the original (JSON)
    Column("rank", SmallInteger, nullable=False, server_default=text("1")),  # what that comes to; 0: the best
    Column("supersedes", _Id),  # telling that was taken for the original until this one came
    Column("run", Text),
    Column("kept", SmallInteger, nullable=False),  # 0: claimed by a page whose commit is still to come; -1: given up
    Index("tellings_story", "story", "place", "site"),
    Index("tellings_article", "article_id", "number"),
    Index("tellings_print", "print", "number", "site"),
    Index("tellings_claims", "run", sqlite_where=text("kept = 0"), postgresql_where=text("kept = 0")),
)

story_buckets = Table(
    "story_buckets",  # which stories a hash stands in; see stories.postings
    metadata,
    Column("bucket", _Id, primary_key=True, autoincrement=False),
    Column("upto", _Id, nullable=False),  # the last telling whose postings it has
    Column("postings", LargeBinary, nullable=False),  # 32 bits of the hash and the story, 8 bytes each
)

story_index = Table(
    "story_index",  # one row: how far the buckets are written
    metadata,
    Column("bits", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("is_splitting", Boolean, nullable=False),
    Column("postings", _Id, nullable=False),
    Column("written", _Id, nullable=False),
    Column("passing", _Id, nullable=False),
    Column("due", _Id, nullable=False),
)

story_changes = Table(
    "story_changes",  # articles whose line does not say yet that another one is the original
    metadata,
    Column("article_id", Text, primary_key=True),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sites", Text, nullable=False),  # JSON list
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("reason", Text),  # Scrapy's close reason; "crashed" where the next run found it dead
    Column("summary", Text),  # JSON
)


alarms = Table(
    "alarms",  # what fell out of a site's own history; one row for each thing of a site, whatever became of it
    metadata,
    Column("site", Text, primary_key=True),
    Column("what", Text, primary_key=True),  # articles, words, or the field that vanished
    Column("found", Float, nullable=False),
    Column("usual", Float, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("closed_at", Text),  # null: it is still so
    Column("run", Text, nullable=False),  # that opened it
    Column("is_muted", SmallInteger, nullable=False, default=0),
)


def _add_rechecks(connection: Connection) -> None:
    """1 to 2: ages, rechecks and the news of index pages."""
    for column in ("day", "kept_at", "recheck_at", "checks", "news_at", "quiet", "wanted"):
        kind = pages.c[column].type.compile(connection.dialect)
        connection.execute(text(f"ALTER TABLE pages ADD COLUMN {column} {kind}"))
    pages_recheck.create(connection)
    now = time.time()
    known = (pages.c.kind == "article") & (pages.c.state == DONE)
    rechecks = {"kept_at": now, "checks": 2, "recheck_at": now + 72 * 3600}  # when they were kept is not known
    connection.execute(pages.update().where(known).values(rechecks))


def _tell_stories(connection: Connection) -> None:
    """2 to 3: near copies are known, and what was dropped as one; what is stored is told when a crawl next opens it."""
    connection.execute(text("DROP TABLE IF EXISTS stories"))
    metadata.create_all(connection, tables=[duplicates, tellings, story_buckets, story_index, story_changes])
    connection.execute(about.insert().values(key=UNTOLD, value="1"))


def _rank_tellings(connection: Connection) -> None:
    """3 to 4: the rank by which an original is chosen, and indexes by site and by claim; step 2 may have made them."""
    if "rank" in {column["name"] for column in inspect(connection).get_columns("tellings")}:
        return
    connection.execute(text("ALTER TABLE tellings ADD COLUMN rank SMALLINT NOT NULL DEFAULT 1"))
    says = tellings.c.origin.contains
    rank = case(
        (says('"is_republished"') | says('"conflict_days"'), 3),
        (says('"agency"') & says('"names_nobody"'), 2),
        (says('"is_agency"'), 0),
        else_=1,
    )
    connection.execute(tellings.update().values(rank=rank))
    for index in tellings.indexes:
        connection.execute(text(f"DROP INDEX IF EXISTS {index.name}"))
        index.create(connection)


def _date_findings(connection: Connection) -> None:
    """4 to 5: when an address was met first; alarms."""
    metadata.create_all(connection, tables=[alarms])
    if "found_at" in {column["name"] for column in inspect(connection).get_columns("pages")}:
        return
    connection.execute(text("ALTER TABLE pages ADD COLUMN found_at TEXT"))


MIGRATIONS = {1: _add_rechecks, 2: _tell_stories, 3: _rank_tellings, 4: _date_findings}
"""What brings schema version n to n + 1. An empty database gets the newest at once."""

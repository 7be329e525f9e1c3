"""What is asked for again, and when: lists, rechecks, ranges of days. On SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
import sqlalchemy as sa

from newscrawl.store import DONE, FAILED, KeepRules, NewPage, PageOutcome, Store, Window
from newscrawl.store.rows import QUEUED
from newscrawl.store.tables import articles, pages
from tests.store.test_database import SITE, add, article, page, queued_urls, start

RULES = KeepRules(stale_pages=2, recheck_hours=(6, 24))


def settle(store: Store, path: str, state: int = DONE, generation: int = 1, **outcome: Any) -> Any:
    with store.transaction() as connection:
        known = sa.select(pages.c.id, pages.c.kind).where(pages.c.url == f"https://{SITE}{path}")
        row = connection.execute(known).one()
        done = PageOutcome(
            page_id=row.id, site=SITE, state=state, url=f"https://{SITE}{path}", promised_kind=row.kind, **outcome
        )
        return store.keep(connection, done, generation, "run", RULES)


def column(store: Store, path: str, name: str) -> Any:
    with store.transaction() as connection:
        return connection.scalar(sa.select(pages.c[name]).where(pages.c.url == f"https://{SITE}{path}"))


def let_pass(store: Store, path: str, hours: float) -> None:
    """Move an article's clock: as if it had been kept that much earlier."""
    with store.transaction() as connection:
        earlier = {"kept_at": pages.c.kept_at - hours * 3600, "recheck_at": pages.c.recheck_at - hours * 3600}
        connection.execute(sa.update(pages).where(pages.c.url == f"https://{SITE}{path}").values(earlier))


def next_of(path: str, **evidence: Any) -> NewPage:
    return page(path, kind="index", discovered_via="next_page", evidence=evidence or None)


class TestGenerations:
    def test_a_backlog_does_not_keep_a_generation_open(self, store: Store) -> None:
        start(store)
        add(store, page("/old", kind="article", priority=-20))
        assert start(store) == (2, False)
        assert queued_urls(store) == ["/old"]

    def test_a_list_where_nothing_happens_is_asked_for_less_often(self, store: Store) -> None:
        start(store)
        asked = 0
        for generation in range(1, 21):
            if add(store, page("/quiet/", kind="index", evidence={"index_depth": 2}), generation=generation):
                asked += 1
                settle(store, "/quiet/", kind="index", generation=generation)
        assert 5 <= asked <= 9

    @pytest.mark.parametrize(("kind", "depth"), [("feed", 0), ("index", 1), ("sitemap", 1)])
    def test_sections_feeds_and_sitemaps_are_asked_for_by_each(self, store: Store, kind: str, depth: int) -> None:
        for generation in range(1, 21):
            assert add(store, page("/s", kind=kind, evidence={"index_depth": depth}), generation=generation) == 1
            settle(store, "/s", kind=kind, generation=generation)

    def test_a_start_page_is_asked_for_by_each(self, store: Store) -> None:
        for generation in range(1, 21):
            assert add(store, page("/", kind="index", always=True), generation=generation) == 1
            settle(store, "/", kind="index", generation=generation)

    def test_what_was_passed_over_as_a_trap_is_tried_again(self, store: Store) -> None:
        add(store, page("/a", kind="article"))
        settle(store, "/a", reason="trap")
        assert add(store, page("/a", kind="article"), generation=2) == 1


class TestLists:
    def test_the_next_page_follows_news(self, store: Store) -> None:
        add(store, page("/", kind="index"))
        settle(store, "/", kind="index", links=[page("/a", kind="article"), next_of("/?page=2", stale=1)])
        assert "/?page=2" in queued_urls(store)

    @pytest.mark.parametrize(("stale", "is_followed"), [(0, True), (1, False)])
    def test_it_ends_after_two_pages_with_nothing_new(self, store: Store, stale: int, is_followed: bool) -> None:
        add(store, page("/", kind="index"), page("/a", kind="article"))
        settle(store, "/a", kind="article")
        add(store, page("/2", kind="index"), generation=2)
        links = [page("/a", kind="article"), next_of("/3", stale=stale)]
        kept = settle(store, "/2", kind="index", generation=2, links=links)
        assert ("/3" in queued_urls(store)) is is_followed
        assert kept.ended_list == (None if is_followed else "list_stale")

    def test_what_is_known_does_not_end_a_crawl_that_goes_back(self, store: Store) -> None:
        add(store, page("/", kind="index"), page("/a", kind="article"))
        settle(store, "/a", kind="article")
        links = [page("/a", kind="article"), next_of("/3", stale=9, backfill="2024-01-01")]
        settle(store, "/", kind="index", generation=2, links=links)
        assert "/3" in queued_urls(store)

    @pytest.mark.parametrize(("newest", "ends"), [("2024-01-09", True), ("2024-02-02", False)])
    def test_it_ends_where_all_articles_are_older(self, store: Store, newest: str, ends: bool) -> None:
        add(store, page("/", kind="index"))
        listed = [page(f"/{day}", kind="article", day=day) for day in ("2024-01-01", "2024-01-02", newest)]
        kept = settle(store, "/", kind="index", links=[*listed, next_of("/3", since="2024-02-01")])
        assert kept.ended_list == ("older_than_since" if ends else None)

    def test_a_page_that_is_unchanged_has_its_lists_asked_for_but_not_its_next_page(self, store: Store) -> None:
        add(store, page("/", kind="index", always=True))
        above = {"discovered_from": f"https://{SITE}/"}
        section = page("/section/", kind="index", discovered_via="link", **above)
        further = page("/?page=2", kind="index", discovered_via="next_page", **above)
        dated = page("/map.xml", kind="sitemap", discovered_via="sitemap", evidence={"lastmod": "2026-11-01"}, **above)
        settle(store, "/", kind="index", links=[section, further, dated, page("/a", kind="article")])
        for path in ("/section/", "/?page=2", "/map.xml"):
            settle(store, path, kind="index")
        settle(store, "/a", kind="article")
        add(store, page("/", kind="index", always=True), generation=2)
        settle(store, "/", kind="index", generation=2, is_unchanged=True)
        assert queued_urls(store) == ["/section/"]

    def test_a_sitemap_is_asked_for_again_if_its_date_has_moved(self, store: Store) -> None:
        def queued(day: str, wanted: str) -> int:
            again = page("/map.xml", kind="sitemap", evidence={"lastmod": day})
            with store.transaction() as connection:
                return len(store.add_pages(connection, [again], 2, wanted))

        add(store, page("/map.xml", kind="sitemap", evidence={"lastmod": "2026-11-01"}))
        settle(store, "/map.xml", kind="sitemap", wanted="all", fetched_at="2026-11-20T08:00:00Z")
        assert queued("2026-11-01", "all") == 0
        assert queued("2026-11-01", "more") == 1
        settle(store, "/map.xml", kind="sitemap", wanted="all", fetched_at="2026-11-20T08:00:00Z")
        assert queued("2026-11-02", "all") == 0  # once a generation

    def test_a_second_source_adds_its_date_to_a_queued_article(self, store: Store) -> None:
        add(store, page("/a", kind="article", priority=5, evidence={"steps": 1}))
        add(store, page("/a", kind="article", priority=9, day="2026-11-05", evidence={"date": "2026-11-05T08:00:00Z"}))
        assert column(store, "/a", "priority") == 9
        assert column(store, "/a", "day") == "2026-11-05"
        assert json.loads(column(store, "/a", "evidence")) == {"steps": 1, "date": "2026-11-05T08:00:00Z"}


class TestRechecks:
    def keep_article(self, store: Store, day: str | None = None) -> None:
        start(store)
        add(store, page("/a", kind="article"))
        settle(store, "/a", kind="article", articles=[article("/a")], day=day, etag='"1"')

    def test_it_is_due_after_hours_and_then_after_more(self, store: Store) -> None:
        self.keep_article(store)
        assert start(store) == (2, False)
        assert queued_urls(store) == []
        let_pass(store, "/a", 6.1)
        start(store)
        assert queued_urls(store) == ["/a"]
        settle(store, "/a", kind="article", generation=3, is_unchanged=True)
        assert column(store, "/a", "etag") == '"1"'
        let_pass(store, "/a", 12)
        start(store)
        assert queued_urls(store) == []
        let_pass(store, "/a", 6)
        start(store)
        assert queued_urls(store) == ["/a"]
        settle(store, "/a", kind="article", generation=5, is_unchanged=True)
        assert column(store, "/a", "recheck_at") is None

    def test_what_was_old_when_it_was_found_is_looked_at_seldom(self, store: Store) -> None:
        self.keep_article(store, day="2020-01-01")
        assert column(store, "/a", "recheck_at") > time.time() + 365 * 86_400

    def test_what_is_gone_is_told_with_its_text_and_what_is_back_too(self, store: Store) -> None:
        self.keep_article(store)
        let_pass(store, "/a", 7)
        start(store)
        kept = settle(store, "/a", FAILED, generation=2, reason="http_410", http_status=410)
        gone = json.loads(kept.lines[0])
        assert (gone["version"], gone["reading"], gone["seq"], gone["text_sha256"]) == (1, 2, 2, "a")
        assert gone["withdrawn_at"].endswith("Z")
        assert settle(store, "/a", FAILED, generation=2, reason="http_410", http_status=410).lines == []
        back = settle(store, "/a", generation=3, kind="article", is_unchanged=True)
        assert json.loads(back.lines[0])["withdrawn_at"] is None
        with store.transaction() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(articles)) == 3

    def test_an_address_that_never_was_an_article_is_not_withdrawn(self, store: Store) -> None:
        add(store, page("/b", kind="article"))
        assert settle(store, "/b", FAILED, reason="http_404", http_status=404).lines == []


class TestRangesOfDays:
    def days(self, store: Store, first: str | None, last: str | None, *, is_wider: bool = True) -> list[str]:
        since, until = (f"{day}T00:00:00+00:00" if day else None for day in (first, last))
        with store.transaction() as connection:
            store.apply_window(connection, SITE, Window(since=since, until=until), 1, is_wider=is_wider)
        return sorted(queued_urls(store))

    def test_queued_articles_of_other_days_wait_for_a_crawl_that_wants_them(self, store: Store) -> None:
        add(
            store,
            page("/old", kind="article", day="2026-01-05"),
            page("/new", kind="article", day="2026-11-05"),
            page("/undated", kind="article"),
            page("/list", kind="index"),
        )
        assert self.days(store, "2026-11-01", None) == ["/list", "/new", "/undated"]
        assert self.days(store, None, "2026-06-30") == ["/list", "/old", "/undated"]
        assert self.days(store, None, None) == ["/list", "/new", "/old", "/undated"]

    def test_what_was_read_and_not_wanted_comes_again_for_who_wants_it(self, store: Store) -> None:
        add(store, page("/old", kind="article"))
        settle(store, "/old", kind="article", reason="older_than_since", day="2026-01-05")
        assert self.days(store, "2026-11-01", None) == []
        assert self.days(store, "2026-01-01", None, is_wider=False) == []
        assert self.days(store, "2026-01-01", None) == ["/old"]

    def test_archives_wait_for_a_crawl_that_goes_back(self, store: Store) -> None:
        add(
            store, page("/archive/2026/01/", kind="index", evidence={"backfill": "2026-01-01"}), page("/", kind="index")
        )
        assert self.ways(store, Window()) == ["/"]
        assert self.ways(store, Window(backfill=True)) == ["/", "/archive/2026/01/"]

    def test_lists_wait_for_a_crawl_that_follows_links(self, store: Store) -> None:
        add(store, page("/section/", kind="index", discovered_via="link"), page("/feed", kind="feed"))
        assert self.ways(store, Window(follows_links=False)) == ["/feed"]
        assert self.ways(store, Window()) == ["/feed", "/section/"]

    def ways(self, store: Store, window: Window) -> list[str]:
        with store.transaction() as connection:
            store.apply_window(connection, SITE, window, 1, is_wider=False)
        return sorted(queued_urls(store))


@pytest.mark.parametrize(
    ("since", "until", "is_wider"),
    [(None, None, False), ("2026-11-05", None, True), ("2026-11-01", None, False), (None, "2026-11-09", True)],
)
def test_a_window_is_wider_if_it_holds_what_the_other_did_not(
    since: str | None, until: str | None, is_wider: bool
) -> None:
    assert Window(since="2026-11-01", until="2026-11-10").is_wider_than(since, until) is is_wider


def test_a_store_of_the_first_schema_is_brought_up_to_date(store_url: str) -> None:
    """Its pages stay as they are, and its articles are looked at again like others from their next version on."""
    store = Store(store_url)
    add(store, page("/a", kind="article"))
    with store.transaction() as connection:
        connection.execute(sa.text("DROP TABLE duplicates"))
        connection.execute(sa.text("DROP INDEX pages_recheck"))
        for name in ("day", "kept_at", "recheck_at", "checks", "news_at", "quiet", "wanted"):
            connection.execute(sa.text(f"ALTER TABLE pages DROP COLUMN {name}"))
        for table in ("tellings", "story_buckets", "story_index", "story_changes"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        connection.execute(sa.text("CREATE TABLE stories (text_sha256 TEXT PRIMARY KEY)"))
        connection.execute(sa.text("UPDATE about SET value = '1' WHERE key = 'schema_version'"))
    store.close()
    store = Store(store_url)
    assert queued_urls(store) == ["/a"]
    assert column(store, "/a", "state") == QUEUED
    with store.transaction() as connection:
        assert list(store.duplicates_in(connection, SITE)) == []
    store.close()

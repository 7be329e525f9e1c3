"""The store keeps its promises on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from newscrawl.exceptions import CannotCrawl
from newscrawl.store import DONE, FAILED, NewPage, PageOutcome, Store, article_id, dump_line
from newscrawl.store.tables import about, articles, pages

SITE = "times.test"


def page(path: str, **known: Any) -> NewPage:
    return NewPage(site=SITE, key=f"https://{SITE}{path}", url=f"https://{SITE}{path}", host=SITE, **known)


def article(path: str, text: str = "a", relation: str = "original") -> dict[str, Any]:
    url = f"https://{SITE}{path}"
    frozen = {"id": None, "version": None, "reading": None, "seq": None}
    return {**frozen, "url": url, "canonical_url": url, "text_sha256": text, "story": {"relation": relation}}


def queued_urls(store: Store) -> list[str]:
    with store.transaction() as connection:
        return [row.url.removeprefix(f"https://{SITE}") for row in store.best_pages(connection, SITE, SITE, 100)]


def add(store: Store, *new: NewPage, generation: int = 1) -> int:
    with store.transaction() as connection:
        return len(store.add_pages(connection, list(new), generation))


def settle(store: Store, path: str, state: int = DONE, **outcome: Any) -> None:
    with store.transaction() as connection:
        page_id = connection.scalar(sa.select(pages.c.id).where(pages.c.url == f"https://{SITE}{path}"))
        store.keep(connection, PageOutcome(page_id=page_id, site=SITE, state=state, **outcome), 1, "run")


def start(store: Store) -> tuple[int, bool]:
    with store.transaction() as connection:
        return store.start_site(connection, SITE)


class TestGenerations:
    def test_the_first_start_of_a_site_begins_generation_1(self, store: Store) -> None:
        assert start(store) == (1, False)

    def test_a_site_with_queued_pages_is_resumed(self, store: Store) -> None:
        start(store)
        add(store, page("/"))
        assert start(store) == (1, True)

    def test_an_empty_queue_ends_a_generation(self, store: Store) -> None:
        start(store)
        add(store, page("/"))
        settle(store, "/")
        assert start(store) == (2, False)


class TestFrontier:
    def test_an_address_is_queued_once(self, store: Store) -> None:
        assert add(store, page("/a"), page("/a"), page("/b")) == 2
        assert add(store, page("/a")) == 0

    def test_the_best_page_comes_first_and_the_oldest_of_equals(self, store: Store) -> None:
        add(store, page("/low"), page("/high", priority=5), page("/low2"))
        assert queued_urls(store) == ["/high", "/low", "/low2"]

    def test_a_known_article_is_not_queued_again(self, store: Store) -> None:
        add(store, page("/a", kind="article"))
        settle(store, "/a", kind="article")
        assert add(store, page("/a", kind="index"), generation=2) == 0

    @pytest.mark.parametrize("kind", ["index", "feed", "sitemap"])
    def test_the_next_generation_asks_again_for_pages_that_lead_to_articles(self, store: Store, kind: str) -> None:
        add(store, page("/list", kind="article"))
        settle(store, "/list", kind=kind)  # judged by what it held, not by what its link promised
        assert add(store, page("/list"), generation=1) == 0
        assert add(store, page("/list"), generation=2) == 1

    def test_a_start_address_is_asked_for_by_every_generation(self, store: Store) -> None:
        add(store, page("/", always=True))
        settle(store, "/", kind="other")
        assert add(store, page("/", always=True), generation=1) == 0
        assert add(store, page("/", always=True), generation=2) == 1

    def test_a_failed_page_is_asked_for_by_later_generations_a_few_times(self, store: Store) -> None:
        add(store, page("/a"))
        queued = []
        for generation in range(2, 9):
            settle(store, "/a", FAILED, reason="timeout")
            queued.append(add(store, page("/a"), generation=generation))
        assert queued == [1, 1, 1, 0, 0, 0, 0]

    def test_what_a_request_needs_survives(self, store: Store) -> None:
        known: dict[str, Any] = {
            "kind": "article",
            "callback": "parse_story",
            "request": {"cb_kwargs": {"n": 1}},
            "evidence": {"date": "2026-11-01"},
            "ref": "row 7",
            "depth": 3,
            "discovered_via": "feed",
            "discovered_from": f"https://{SITE}/feed",
        }
        add(store, page("/a", **known))
        with store.transaction() as connection:
            row = store.best_pages(connection, SITE, SITE, 1)[0]
        assert {name: getattr(row, name) for name in known} == known

    def test_more_links_than_a_statement_takes_parameters(self, store: Store) -> None:
        many = [page(f"/{number}") for number in range(2500)]
        assert add(store, *many) == 2500
        assert add(store, *many) == 0

    def test_counts_by_host(self, store: Store) -> None:
        add(store, page("/a"), page("/b"))
        settle(store, "/a")
        with store.transaction() as connection:
            assert store.queued_by_host(connection, SITE) == {SITE: 1}


class TestKeeping:
    def test_a_page_its_article_and_its_links_are_one_step(self, store: Store) -> None:
        start(store)
        add(store, page("/a"))
        bad = article("/a") | {"url": None}  # url may not be null: the insert fails
        with pytest.raises(sa.exc.IntegrityError):
            settle(store, "/a", articles=[article("/b"), bad], links=[page("/c")])
        assert queued_urls(store) == ["/a"]
        with store.transaction() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(articles)) == 0

    def test_seq_rises_by_one_per_line(self, store: Store) -> None:
        start(store)
        add(store, page("/a"))
        settle(store, "/a", articles=[article(f"/{n}", str(n)) for n in range(3)])
        with store.transaction() as connection:
            lines = list(store.lines_after(connection, SITE, 0))
        assert [seq for seq, _ in lines] == [json.loads(line)["seq"] for _, line in lines] == [1, 2, 3]

    def test_the_id_is_made_from_the_first_address_and_frozen(self, store: Store) -> None:
        start(store)
        add(store, page("/a"))
        settle(store, "/a", articles=[article("/a", "old")])
        settle(store, "/a", articles=[article("/a", "new")])
        with store.transaction() as connection:
            kept = [json.loads(line) for _, line in store.lines_after(connection, SITE, 0)]
        assert [line["id"] for line in kept] == [article_id(f"https://{SITE}/a")] * 2
        assert [line["version"] for line in kept] == [1, 2]

    def test_a_text_that_is_stored_makes_no_line(self, store: Store) -> None:
        start(store)
        add(store, page("/a"))
        settle(store, "/a", articles=[article("/a")])
        settle(store, "/a", articles=[article("/a")])
        with store.transaction() as connection:
            assert store.count_articles(connection, SITE) == 1

    def test_lines_of_another_site_are_not_counted(self, store: Store) -> None:
        start(store)
        add(store, page("/a"))
        settle(store, "/a", articles=[article("/a")])
        with store.transaction() as connection:
            assert store.sites_with_articles(connection) == [SITE]
            assert store.seq_of(connection, "other.test", {"id": article_id(f"https://{SITE}/a")}) is None


class TestTexts:
    """What the memory of blocks asks for."""

    def kept(self, store: Store) -> Store:
        start(store)
        texts = {"/a": "Rain.", "/b": None, "/c": "Sun.", "/d": "Snow."}
        add(store, *map(page, texts))
        for path, text in texts.items():
            settle(store, path, articles=[{**article(path, text=str(text)), "text": text}])
        settle(store, "/a", articles=[{**article("/a", text="changed"), "text": "Rain ends."}])
        return store

    def test_the_newest_come_oldest_first_and_only_those_with_a_text(self, store: Store) -> None:
        with self.kept(store).transaction() as connection:
            found = [store.newest_texts(connection, SITE, number) for number in (4, 0)]
        assert found == [
            [(f"https://{SITE}/{path}", text) for path, text in (("c", "Sun."), ("d", "Snow."), ("a", "Rain ends."))],
            [],
        ]

    def test_the_newest_line_of_an_article_is_that_of_its_last_version(self, store: Store) -> None:
        with self.kept(store).transaction() as connection:
            found = [store.newest_of(connection, article_id(f"https://{SITE}{path}")) for path in ("/a", "/none")]
        assert found[0] is not None
        assert (found[0]["text"], found[0]["version"]) == ("Rain ends.", 2)
        assert found[1] is None

    def test_lines_are_numbered_by_site(self, store: Store) -> None:
        with self.kept(store).transaction() as connection:
            assert [store.last_seq(connection, site) for site in (SITE, "post.test")] == [5, 0]


class TestCrashes:
    def crash(self, store: Store, *paths: str, alone: bool = False) -> tuple[int, int]:
        with store.transaction() as connection:
            ids = [
                connection.scalar(sa.select(pages.c.id).where(pages.c.url == f"https://{SITE}{path}")) for path in paths
            ]
            store.note_open(connection, SITE, ids, alone=alone)
        with store.transaction() as connection:
            crashed = store.blame_crash(connection, SITE, suspect_after=3, alone_limit=2)
        return crashed.open, crashed.given_up

    def suspects(self, store: Store) -> list[str]:
        with store.transaction() as connection:
            return [row.url for row in store.suspects(connection, SITE, after=3)]

    def test_a_page_open_in_three_crashes_is_suspect(self, store: Store) -> None:
        start(store)
        add(store, page("/a"), page("/b"))
        assert [self.crash(store, "/a"), self.crash(store, "/a", "/b"), self.crash(store, "/a")] == [
            (1, 0),
            (2, 0),
            (1, 0),
        ]
        assert self.suspects(store) == [f"https://{SITE}/a"]

    def test_only_crashes_while_alone_give_a_page_up(self, store: Store) -> None:
        start(store)
        add(store, page("/a"), page("/b"))
        for _ in range(6):
            self.crash(store, "/b")
        for _ in range(3):
            self.crash(store, "/a")
        assert self.crash(store, "/a", alone=True) == (1, 0)
        assert self.crash(store, "/a", alone=True) == (1, 1)
        assert queued_urls(store) == ["/b"]

    def test_a_clean_end_blames_nobody(self, store: Store) -> None:
        start(store)
        add(store, page("/a"))
        with store.transaction() as connection:
            store.note_open(connection, SITE, [], alone=False)
            assert store.blame_crash(connection, SITE, suspect_after=3, alone_limit=2).open == 0


class TestOpening:
    def test_a_store_is_found_again(self, store_url: str) -> None:
        first = Store(store_url)
        start(first)
        first.close()
        second = Store(store_url)
        add(second, page("/"))
        assert start(second) == (1, True)
        second.close()

    def test_a_newer_schema_is_refused_in_one_line(self, store: Store) -> None:
        with store.transaction() as connection:
            connection.execute(sa.update(about).values(value="99"))
        with pytest.raises(CannotCrawl, match=r"newer newscrawl .*update newscrawl") as caught:
            Store(store.url.render_as_string(hide_password=False))
        assert "\n" not in str(caught.value)

    def test_a_directory_is_refused_with_the_mend(self, tmp_path: Path) -> None:
        with pytest.raises(CannotCrawl, match=r"is a directory; give sqlite:///"):
            Store(f"sqlite:///{tmp_path}")

    def test_a_file_that_is_no_database_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        file.write_text("dear diary " * 200)
        with pytest.raises(CannotCrawl, match="no newscrawl store"):
            Store(f"sqlite:///{file}")
        assert file.read_text() == "dear diary " * 200

    def test_a_database_of_something_else_is_refused_and_left_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "other.sqlite"
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE mine (x)")
        connection.close()
        before = file.read_bytes()
        with pytest.raises(CannotCrawl, match="database of something else"):
            Store(f"sqlite:///{file}")
        assert file.read_bytes() == before

    @pytest.mark.parametrize("url", ["no address", "mongo://localhost/x", "sqlite:////no/such/folder/x.sqlite"])
    def test_an_address_that_cannot_be_opened_is_one_line(self, url: str) -> None:
        with pytest.raises(CannotCrawl, match=r"^NEWSCRAWL_STORE: ") as caught:
            Store(url)
        assert "\n" not in str(caught.value)


class TestLines:
    def test_keys_stay_in_order_and_text_is_readable(self) -> None:
        assert dump_line({"b": "é", "a": None}) == '{"b":"é","a":null}'

    @pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\n", "\x00", "\x1e", "\ud800"])
    def test_a_line_is_one_line_to_any_reader(self, character: str) -> None:
        line = dump_line({"text": f"a{character}b"})
        assert line.encode().decode().splitlines() == [line]
        assert json.loads(line) == {"text": f"a{character}b"}

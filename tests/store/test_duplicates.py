"""What is dropped as a copy is remembered with its page, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from newscrawl.store import DONE, FAILED, Duplicate, KeepRules, NewPage, PageOutcome, Store, article_id
from newscrawl.store.tables import duplicates, pages
from tests.store.test_database import SITE, add, article, page, queued_urls, settle, start


def key(path: str) -> str:
    return f"https://{SITE}{path}"


def copy(path: str, of: str, **known: Any) -> Duplicate:
    return Duplicate(
        **{"key": key(path), "url": key(path), "of": article_id(key(of)), "story_id": "story"}
        | {"relation": "url_variant", "overlap": 1.0}
        | known
    )


def listed(store: Store) -> list[dict[str, Any]]:
    with store.transaction() as connection:
        return list(store.duplicates_in(connection, SITE))


def state_of(store: Store, path: str) -> tuple[int, str | None, str | None]:
    with store.transaction() as connection:
        query = sa.select(pages.c.state, pages.c.reason, pages.c.etag).where(pages.c.url == key(path))
        return tuple(connection.execute(query).one())  # type: ignore[return-value]


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with one article at /a, and /b and /c queued."""
    start(store)
    add(store, page("/a"), page("/b"), page("/c"))
    settle(store, "/a", articles=[article("/a")])
    return store


def test_a_copy_is_remembered_when_its_page_is_done(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy("/b", "/a", overlap=0.95, headline="Rain", ref="7", fetched_at="now")])
    assert state_of(kept, "/b")[0] == DONE
    assert listed(kept) == [
        {
            "canonical_url": key("/b"),
            "of": article_id(key("/a")),
            "story": "story",
            "url": key("/b"),
            "site": SITE,
            "relation": "url_variant",
            "overlap": 0.95,
            "headline": "Rain",
            "text_sha256": None,
            "ref": "7",
            "fetched_at": "now",
            "run": "run",
        }
    ]


def test_what_no_database_takes_is_remembered_all_the_same(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy("/b", "/a", headline="Rain\0 ends\ud800", url="https://times.test/\ud800")])
    assert [(one["headline"], one["url"]) for one in listed(kept)] == [
        ("Rain\ufffd ends\ufffd", "https://times.test/\ufffd")
    ]


def test_a_copy_and_its_page_are_one_step(kept: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        settle(kept, "/b", duplicates=[copy("/b", "/a"), copy("/c", "/a", relation=None)])
    assert listed(kept) == []
    assert queued_urls(kept) == ["/b", "/c"]


def test_of_an_address_the_last_copy_is_remembered(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy("/b", "/a", overlap=1.0)])
    settle(kept, "/b", duplicates=[copy("/b", "/a", overlap=0.92)])
    assert [one["overlap"] for one in listed(kept)] == [0.92]


def test_a_copy_of_what_is_not_stored_fails_its_page_and_is_asked_for_again(kept: Store) -> None:
    settle(kept, "/b", etag='"b"', duplicates=[copy("/b", "/c")])
    assert state_of(kept, "/b") == (FAILED, "original_lost", None)
    assert listed(kept) == []
    with kept.transaction() as connection:
        kept.queue_again(connection, SITE, 2, KeepRules())
    assert queued_urls(kept) == ["/b", "/c"]


def test_an_original_on_the_same_page_counts(kept: Store) -> None:
    settle(kept, "/b", articles=[article("/b", "b")], duplicates=[copy("/b2", "/b")])
    assert state_of(kept, "/b")[0] == DONE
    assert [one["canonical_url"] for one in listed(kept)] == [key("/b2")]


def test_an_address_that_has_an_article_of_its_own_is_no_copy_any_more(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy("/b", "/a")])
    settle(kept, "/b", articles=[article("/b", "another text")])
    assert listed(kept) == []


def test_a_copy_is_looked_at_again_like_an_article(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy("/b", "/a")])
    with kept.transaction() as connection:
        due = connection.scalar(sa.select(pages.c.recheck_at).where(pages.c.url == key("/b")))
    assert due is not None


def test_an_article_is_found_by_its_addresses_and_by_those_of_its_copies(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy("/b", "/a")])
    with kept.transaction() as connection:
        kept.add_alias(connection, key("/moved"), article_id(key("/a")))
        found = [kept.article_at(connection, key(path)) for path in ("/a", "/b", "/moved", "/c")]
        assert found == [article_id(key("/a"))] * 3 + [None]
        assert kept.aliases_of(connection, article_id(key("/a"))) == [key("/a"), key("/moved")]
        assert [one["url"] for one in kept.duplicates_of(connection, article_id(key("/a")))] == [key("/b")]


def test_many_are_read_in_parts(kept: Store) -> None:
    settle(kept, "/b", duplicates=[copy(f"/{number:04}", "/a") for number in range(1201)])
    assert [one["canonical_url"] for one in listed(kept)] == [key(f"/{number:04}") for number in range(1201)]
    with kept.transaction() as connection:
        assert kept.sites_with_duplicates(connection) == [SITE]


def test_a_headline_that_changed_is_a_version_of_the_same_text(kept: Store) -> None:
    settle(kept, "/a", articles=[article("/a") | {"version": 2}])
    settle(kept, "/a", articles=[article("/a") | {"version": 2}])
    with kept.transaction() as connection:
        lines = kept.lines_of(connection, article_id(key("/a")))
    assert [(line["version"], line["text_sha256"]) for line in lines] == [(1, "a"), (2, "a")]


def test_of_a_page_that_failed_nothing_is_known_that_could_hide_what_is_missing(store: Store) -> None:
    start(store)
    add(store, NewPage(site=SITE, key=key("/f"), url=key("/f"), host=SITE))
    with store.transaction() as connection:
        page_id = connection.scalar(sa.select(pages.c.id))
        failed = PageOutcome(page_id=page_id, site=SITE, state=FAILED, reason="item_error: X", etag='"f"')
        store.keep(connection, failed, 1, "run")
    assert state_of(store, "/f")[2] is None


def test_the_table_of_an_older_store_is_made(store_url: str) -> None:
    store = Store(store_url)
    with store.transaction() as connection:
        duplicates.drop(connection)
        connection.execute(sa.text("UPDATE about SET value = '2' WHERE key = 'schema_version'"))
    store.close()
    store = Store(store_url)
    assert listed(store) == []
    store.close()

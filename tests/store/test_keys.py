"""Articles and pages that earlier rules for addresses gave their keys are found by those of today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from newscrawl.extraction.urls import canonical_url, page_key
from newscrawl.store import DONE, NewPage, PageOutcome, Store, article_id
from newscrawl.store.tables import about, aliases, pages

SITE = "times.test"
OLD_KEYS = ("https://times.test/a/rain-ends/", "https://m.times.test/b/snow-falls", "https://times.test/c?id=1")


def add(store: Store, *urls: str, is_old: bool = False, **known: Any) -> int:
    new = [NewPage(site=SITE, key=url if is_old else page_key(url), url=url, host=SITE, **known) for url in urls]
    with store.transaction() as connection:
        return len(store.add_pages(connection, new, 1))


def keep(store: Store, url: str, text: str, key: str | None = None, canonical: str | None = None) -> str | None:
    """Keep an article found at ``url``; its id, or None if it was stored before."""
    article = {
        "url": url, "canonical_url": canonical or canonical_url(url), "text_sha256": text, "id": None, "version": None,
        "reading": None, "seq": None, "story": {"relation": "original"},
    }  # fmt: skip
    with store.transaction() as connection:
        row = connection.scalar(sa.select(pages.c.id).where(pages.c.key == (key or page_key(url))))
        outcome = PageOutcome(page_id=row, site=SITE, state=DONE, url=url, articles=[article])
        kept = store.keep(connection, outcome, 1, "run")
    return article["id"] if kept.lines else None


def keys(store: Store, table: sa.Table) -> set[str]:
    with store.transaction() as connection:
        return set(connection.scalars(sa.select(table.c.key)))


def store_of_old_keys(store_url: str) -> Store:
    store = Store(store_url)
    with store.transaction() as connection:
        store.start_site(connection, SITE)
    add(store, *OLD_KEYS, is_old=True)
    for number, url in enumerate(OLD_KEYS):
        with store.transaction() as connection:
            connection.execute(sa.insert(aliases).values(key=url, article_id=article_id(url)))
            connection.execute(sa.update(pages).where(pages.c.key == url).values(state=DONE, http_status=200 + number))
    with store.transaction() as connection:
        connection.execute(sa.delete(about).where(about.c.key == "key_rules"))
    store.close()
    return Store(store_url)


def test_an_article_of_earlier_rules_is_known_in_all_its_forms(store_url: str) -> None:
    store = store_of_old_keys(store_url)
    assert keys(store, aliases) == {*OLD_KEYS, *map(canonical_url, OLD_KEYS)}
    with store.transaction() as connection:
        for old in OLD_KEYS:
            assert store.identify(connection, canonical_url(old), "text").id == article_id(old)
    store.close()


def test_a_page_of_earlier_rules_is_not_asked_for_again(store_url: str) -> None:
    store = store_of_old_keys(store_url)
    assert keys(store, pages) == set(map(page_key, OLD_KEYS))
    assert add(store, "https://www.times.test/a/rain-ends", "https://times.test/b/snow-falls/?utm_source=x") == 0
    assert add(store, "https://times.test/c?id=2") == 1
    store.close()


def test_a_page_that_was_read_has_the_key_before_one_that_waits(store_url: str) -> None:
    store = Store(store_url)
    with store.transaction() as connection:
        store.start_site(connection, SITE)
    add(store, "https://times.test/a/rain-ends/", "https://m.times.test/a/rain-ends", is_old=True)
    with store.transaction() as connection:
        read = pages.c.key == "https://m.times.test/a/rain-ends"
        connection.execute(sa.update(pages).where(read).values(state=DONE))
        connection.execute(sa.delete(about).where(about.c.key == "key_rules"))
    store.close()
    store = Store(store_url)
    with store.transaction() as connection:
        key = pages.c.key == "https://times.test/a/rain-ends"
        assert connection.scalar(sa.select(pages.c.state).where(key)) == DONE
    assert len(keys(store, pages)) == 2
    store.close()


def test_keys_are_renewed_once(store_url: str) -> None:
    store_of_old_keys(store_url).close()
    store = Store(store_url)
    add(store, "https://times.test/d/", is_old=True)
    store.close()
    store = Store(store_url)
    assert "https://times.test/d/" in keys(store, pages)
    store.close()


def test_more_keys_than_one_statement_takes_are_renewed(store_url: str) -> None:
    store = Store(store_url)
    add(store, *(f"https://times.test/{number}/" for number in range(1200)), is_old=True)
    with store.transaction() as connection:
        connection.execute(
            sa.insert(aliases), [{"key": f"https://times.test/{n}/", "article_id": str(n)} for n in range(1200)]
        )
        connection.execute(sa.delete(about).where(about.c.key == "key_rules"))
    store.close()
    store = Store(store_url)
    assert keys(store, pages) == {f"https://times.test/{number}" for number in range(1200)}
    assert len(keys(store, aliases)) == 2400
    store.close()


def test_an_article_keeps_its_id_when_its_page_states_another_address(store: Store) -> None:
    url, stated = "https://times.test/sport/rain-ends", "https://times.test/football/rain-ends"
    with store.transaction() as connection:
        store.start_site(connection, SITE)
    add(store, url)
    first = keep(store, url, "text")
    assert first == article_id(url)
    assert keep(store, url, "text", canonical=stated) is None
    assert keep(store, url, "other text", canonical=stated) == first
    assert keep(store, url, "third text") == first


def test_an_article_is_known_by_its_own_address_when_its_page_states_none_any_more(store: Store) -> None:
    url, stated = "https://times.test/sport/rain-ends", "https://times.test/football/rain-ends"
    with store.transaction() as connection:
        store.start_site(connection, SITE)
    add(store, url)
    first = keep(store, url, "text", canonical=stated)
    assert first == article_id(stated)
    assert keep(store, url, "text") is None


def test_of_two_forms_on_a_page_the_plain_one_is_asked_for(store: Store) -> None:
    with store.transaction() as connection:
        store.start_site(connection, SITE)
    add(store, "https://amp.times.test/a/rain-ends", "https://times.test/a/rain-ends/", priority=5)
    with store.transaction() as connection:
        rows = connection.execute(sa.select(pages.c.url, pages.c.key, pages.c.priority)).all()
    assert [tuple(row) for row in rows] == [("https://times.test/a/rain-ends/", "https://times.test/a/rain-ends", 5)]

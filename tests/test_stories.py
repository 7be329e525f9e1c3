"""Texts that are equal are one story, and only one article is its original."""

from __future__ import annotations

from newscrawl.items import Article
from newscrawl.store import Store
from newscrawl.stories import Story, StoryIndex


def article(site: str, path: str, text: str = "same") -> Article:
    url = f"https://{site}{path}"
    return Article(url=url, canonical_url=url, site=site, text=text, text_sha256=text, word_count=100)


def test_the_first_of_equal_texts_is_the_original(store: Store) -> None:
    index = StoryIndex(store)
    first = index.add(article("a.test", "/1"))
    assert first == Story(first.id, "original")
    assert index.add(article("b.test", "/2")) == Story(first.id, "syndicated", first.id, 1.0)
    assert index.add(article("a.test", "/3")) == Story(first.id, "url_variant", first.id, 1.0)


def test_adding_an_article_twice_says_the_same(store: Store) -> None:
    index = StoryIndex(store)
    assert index.add(article("a.test", "/1")) == index.add(article("a.test", "/1"))


def test_short_texts_are_never_joined(store: Store) -> None:
    index = StoryIndex(store)
    short = [article("a.test", "/1"), article("b.test", "/2")]
    for item in short:
        item.word_count = 3
    assert [index.add(item).relation for item in short] == ["original", "original"]


def test_the_claim_of_a_dead_crawl_is_taken_over(store: Store) -> None:
    with store.transaction() as connection:
        store.start_run(connection, "dead", ["a.test"])
    StoryIndex(store, run="dead").add(article("a.test", "/1"))
    living = StoryIndex(store, run="living", is_free=lambda site: site == "a.test")
    assert living.add(article("b.test", "/2")).relation == "original"


def test_the_claim_of_a_living_crawl_stands(store: Store) -> None:
    with store.transaction() as connection:
        store.start_run(connection, "other", ["a.test"])
    StoryIndex(store, run="other").add(article("a.test", "/1"))
    living = StoryIndex(store, run="living", is_free=lambda site: False)
    assert living.add(article("b.test", "/2")).relation == "syndicated"

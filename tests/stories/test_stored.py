"""Articles that a store kept before it had this index are told to it."""

from __future__ import annotations

import sqlalchemy as sa

from newscrawl.items import Article, as_dict
from newscrawl.store import NewPage, PageOutcome, Store
from newscrawl.store.tables import UNTOLD, about, story_buckets, story_index, tellings
from newscrawl.stories import StoryIndex, tell_stored
from tests.stories.made import story

SITE = "a.test"


def keep(store: Store, *texts: str) -> None:
    with store.transaction() as connection:
        store.start_site(connection, SITE)
        for number, text in enumerate(texts):
            url = f"https://{SITE}/{number}"
            page = NewPage(site=SITE, key=url, url=url, host=SITE)
            store.add_pages(connection, [page], 1, "")
            article = Article(url=url, canonical_url=url, site=SITE, headline="Rain", text=text, text_sha256=text[:20])
            article.story.relation = "original"
            outcome = PageOutcome(page_id=number + 1, site=SITE, url=url, articles=[as_dict(article)])
            store.keep(connection, outcome, 1, "run")


def test_stored_articles_are_known_after_they_were_told(store: Store) -> None:
    keep(store, *(story(number) for number in range(120)))
    index = StoryIndex(store, keeps=True)
    with store.transaction() as connection:
        connection.execute(sa.insert(about).values(key=UNTOLD, value="1"))
    parts = 0
    while _tell_some(store, index):
        parts += 1
    assert parts == 3
    for number in (0, 60, 119):
        copy = Article(url="https://b.test/x", canonical_url=f"https://b.test/{number}", site="b.test")
        copy.text = story(number) + "\n\nMore news below."
        assert index.add(copy).relation == "syndicated"


def test_a_store_that_was_never_behind_is_not_looked_through(store: Store) -> None:
    keep(store, story(1))
    assert not _tell_some(store, StoryIndex(store))
    with store.transaction() as connection:
        for table in (tellings, story_buckets, story_index):
            assert connection.execute(sa.select(table)).first() is None


def _tell_some(store: Store, index: StoryIndex) -> bool:
    with store.transaction() as connection:
        return tell_stored(store, index, connection)

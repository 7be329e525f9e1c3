"""Articles that a store kept before it had this index are told to it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from newscrawl.items import Article, as_dict
from newscrawl.store import NewPage, PageOutcome, Store
from newscrawl.store.tables import UNTOLD, about, articles, story_buckets, story_index, tellings
from newscrawl.stories import START, Position, StoryIndex, tell_stored
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
    after: Position | None = START
    while after is not None:
        after = _tell_some(store, index, after)
        parts += after is not None
    assert parts == 3
    for number in (0, 60, 119):
        copy = Article(url="https://b.test/x", canonical_url=f"https://b.test/{number}", site="b.test")
        copy.text = story(number) + "\n\nMore news below."
        assert index.add(copy).relation == "syndicated"


def test_a_store_that_was_never_behind_is_not_looked_through(store: Store) -> None:
    keep(store, story(1))
    assert _tell_some(store, StoryIndex(store)) is None
    with store.transaction() as connection:
        for table in (tellings, story_buckets, story_index):
            assert connection.execute(sa.select(table)).first() is None


def test_a_line_that_cannot_be_read_is_passed_over(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    keep(store, *(story(number) for number in range(4)))
    with store.transaction() as connection:
        connection.execute(sa.insert(about).values(key=UNTOLD, value="1"))
        for seq, line in enumerate(("{", "[]", '{"dateline": {"unknown": 1}}'), start=1):
            connection.execute(sa.update(articles).where(articles.c.seq == seq).values(line=line))
    index = StoryIndex(store, keeps=True)
    assert _tell_some(store, index, START) == (SITE, 4)
    assert _tell_some(store, index, (SITE, 4)) is None
    assert [record.getMessage().split(" cannot")[0] for record in caplog.records] == [
        f"{SITE}: line {seq} of the store" for seq in (1, 2, 3)
    ]
    copy = Article(url="https://b.test/x", canonical_url="https://b.test/x", site="b.test", text=story(3))
    assert index.add(copy).relation == "syndicated"


def _tell_some(store: Store, index: StoryIndex, after: Position = START) -> Position | None:
    with store.transaction() as connection:
        return tell_stored(store, index, connection, after)

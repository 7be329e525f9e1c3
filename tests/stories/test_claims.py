"""Whatever is kept, given up or killed, and when: a story has one original, and copies are of what is kept."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
import sqlalchemy as sa

from newscrawl.items import Article, Dateline
from newscrawl.store import Store
from newscrawl.store.tables import story_changes, tellings
from newscrawl.store.tellings import give_up_dead, give_up_run, keep_telling
from newscrawl.stories import Story, StoryIndex
from tests.stories.made import story

SAME = story(1)
WIRE = Dateline(place="CALDER", agency="ONA")


def article(site: str, path: str = "/1", text: str = SAME, **fields: object) -> Article:
    url = f"https://{site}{path}"
    return Article(url=url, canonical_url=url, site=site, text=text, **fields)  # type: ignore[arg-type]


def copied(site: str, path: str = "/1") -> Article:
    return article(site, path, dateline=WIRE, flags=["republished"])


def unnamed(site: str, path: str = "/1") -> Article:
    return article(site, path, dateline=WIRE, flags=["no_author"])


def agency(site: str, path: str = "/1") -> Article:
    return article(site, path, dateline=WIRE, site_name="ONA")


class Crawl:
    """A run of its own on a store; ``living`` are those that hold their sites."""

    def __init__(self, store: Store, run: str, living: set[str]) -> None:
        self.store, self.run, self.living = store, run, living
        with store.transaction() as connection:
            store.start_run(connection, run, [run])
        living.add(run)
        self.index = StoryIndex(store, run=run, is_free=lambda site: site not in living)

    def add(self, one: Article) -> Story:
        return self.index.add(one)

    def keep(self, told: Story) -> None:
        with self.store.transaction() as connection:
            keep_telling(connection, told.article_id)

    def release(self, told: Story) -> None:
        with self.store.transaction() as connection:
            self.index.release(connection, told.article_id)

    def die(self) -> None:
        self.living.discard(self.run)

    def finish(self) -> None:
        self.die()
        with self.store.transaction() as connection:
            give_up_run(connection, self.run)
            self.store.finish_run(connection, self.run, "finished", {})


@pytest.fixture
def living() -> set[str]:
    return set()


def begin_next(store: Store) -> None:
    """What the next crawls find of those that died."""
    with store.transaction() as connection:
        runs = connection.scalars(sa.select(tellings.c.run).distinct()).all()
        for run in runs:
            store.end_dead_runs(connection, run)
        give_up_dead(connection)


def kept(store: Store) -> dict[str, tuple[str, str | None]]:
    """(relation, of) of each article that is kept, by its id; only its first telling counts."""
    with store.transaction() as connection:
        rows = connection.execute(sa.select(tellings).where(tellings.c.kept == 1).order_by(tellings.c.number.desc()))
        return {row.article_id: (row.relation, row.of) for row in rows}


def assert_settled(store: Store) -> None:
    with store.transaction() as connection:
        rows = connection.execute(sa.select(tellings).where(tellings.c.kept == 1)).all()
        given_up = connection.execute(sa.select(tellings).where(tellings.c.kept == -1)).all()
    stories = defaultdict(list)
    for row in rows:
        stories[row.story].append(row)
    for members in stories.values():
        originals = [row for row in members if row.relation == "original"]
        assert len(originals) == 1
        assert [row.place for row in members if row.place == 1] == [originals[0].place]
        assert {row.of for row in members} - {None} <= {row.article_id for row in members}
    assert {row.place for row in given_up} <= {0}


def test_what_was_given_up_stays_given_up_when_another_takes_its_place(store: Store, living: set[str]) -> None:
    one, other = Crawl(store, "one", living), Crawl(store, "other", living)
    first = one.add(copied("farm.test"))
    better = other.add(article("paper.test"))
    one.release(first)
    other.keep(better)
    assert kept(store) == {better.article_id: ("original", None)}
    assert_settled(store)
    assert other.add(article("late.test")).of == better.article_id


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_that_claim_to_be_the_original_at_once_one_is(
    store: Store, living: set[str], order: tuple[int, int]
) -> None:
    one, other = Crawl(store, "one", living), Crawl(store, "other", living)
    first = one.add(copied("farm.test"))
    one.keep(first)
    claims = [one.add(article("paper.test")), other.add(agency("ona.test"))]
    assert [claim.relation for claim in claims] == ["original", "original"]
    for place in order:
        one.keep(claims[place])
        assert_settled(store)
    paper, ona = claims
    assert kept(store)[ona.article_id] == ("original", None)
    assert kept(store)[paper.article_id] == ("syndicated", ona.article_id)
    with store.transaction() as connection:
        changes = set(connection.scalars(sa.select(story_changes.c.article_id)))
    assert {first.article_id, paper.article_id} <= changes


def test_a_second_claim_of_the_same_rank_is_a_copy_of_the_first(store: Store, living: set[str]) -> None:
    one = Crawl(store, "one", living)
    one.keep(one.add(copied("farm.test")))
    paper = one.add(article("paper.test"))
    assert one.add(article("gazette.test")).relation == "syndicated"
    one.keep(paper)
    assert_settled(store)


def test_a_copy_whose_original_was_killed_is_the_original(store: Store, living: set[str]) -> None:
    dying, other = Crawl(store, "dying", living), Crawl(store, "other", living)
    lost = dying.add(article("paper.test"))
    copy = other.add(article("gazette.test"))
    assert copy.of == lost.article_id
    other.keep(copy)
    dying.die()
    begin_next(store)
    assert kept(store) == {copy.article_id: ("original", None)}
    again = Crawl(store, "again", living)
    came_back = again.add(article("paper.test"))
    assert (came_back.relation, came_back.of) == ("syndicated", copy.article_id)
    again.keep(came_back)
    assert_settled(store)


def test_an_original_that_was_killed_is_known_to_be_one_when_it_shows_itself(store: Store, living: set[str]) -> None:
    dying, other = Crawl(store, "dying", living), Crawl(store, "other", living)
    dying.add(agency("ona.test"))
    copy = other.add(unnamed("gazette.test"))
    other.keep(copy)
    dying.die()
    came_back = other.add(agency("ona.test"))
    assert came_back.relation == "original"
    other.keep(came_back)
    assert kept(store)[copy.article_id] == ("syndicated", came_back.article_id)
    assert_settled(store)


def test_a_copy_kept_after_its_original_was_released_is_the_original(store: Store, living: set[str]) -> None:
    crawl = Crawl(store, "one", living)
    original, copy = crawl.add(article("paper.test")), crawl.add(article("gazette.test"))
    crawl.release(original)
    crawl.keep(copy)
    assert kept(store) == {copy.article_id: ("original", None)}


def test_a_crawl_that_ends_gives_up_what_it_did_not_keep(store: Store, living: set[str]) -> None:
    one, other = Crawl(store, "one", living), Crawl(store, "other", living)
    one.add(article("paper.test"))
    copy = other.add(article("gazette.test"))
    other.keep(copy)
    one.finish()
    assert kept(store) == {copy.article_id: ("original", None)}


def test_what_took_the_originals_place_holds_a_share_of_it(store: Store, living: set[str]) -> None:
    """Also where another copy is more alike."""
    crawl = Crawl(store, "one", living)
    longer = SAME + "\n\n" + story(2)[:400]
    first = crawl.add(article("farm.test", text=longer, dateline=WIRE, flags=["republished"]))
    crawl.keep(first)
    crawl.keep(crawl.add(copied("mirror.test")))
    original = crawl.add(article("paper.test"))
    assert original.relation == "original"
    crawl.keep(original)
    with store.transaction() as connection:
        overlap = connection.scalar(sa.select(tellings.c.overlap).where(tellings.c.article_id == first.article_id))
    assert 0.5 < overlap < 1.0


@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_keeping_giving_up_and_dying_leaves_one_original(
    store: Store, living: set[str], seed: int
) -> None:
    chance = random.Random(seed)
    crawls = [Crawl(store, f"run{number}", living) for number in range(3)]
    claims: list[tuple[Crawl, Story]] = []
    for step in range(60):
        crawl = chance.choice(crawls)
        do = chance.random()
        if do < 0.5:
            make = chance.choice([article, copied, unnamed, agency])
            told = crawl.add(make(f"{chance.randrange(8)}.test", f"/{chance.randrange(3)}"))
            claims.append((crawl, told))
        elif do < 0.9 and claims:
            by, told = claims.pop(chance.randrange(len(claims)))
            if chance.random() < 0.75:
                by.keep(told)
            else:
                by.release(told)
        elif do > 0.97:
            crawl.die()
            crawls[crawls.index(crawl)] = Crawl(store, f"run{step}x", living)
            claims = [(by, told) for by, told in claims if by is not crawl]
    for crawl in crawls:
        crawl.finish()
    begin_next(store)
    assert_settled(store)


def test_a_store_of_the_third_schema_is_given_its_ranks(store_url: str) -> None:
    made = [article("a.test"), copied("b.test"), unnamed("c.test"), agency("d.test")]
    store = Store(store_url)
    index = StoryIndex(store, keeps=True)
    for number, one in enumerate(made):
        one.text = story(number)
        index.add(one)
    with store.transaction() as connection:
        ranks = connection.scalars(sa.select(tellings.c.rank).order_by(tellings.c.number)).all()
        for name in ("tellings_story", "tellings_print", "tellings_claims"):
            connection.execute(sa.text(f"DROP INDEX {name}"))
        connection.execute(sa.text("ALTER TABLE tellings DROP COLUMN rank"))
        connection.execute(sa.text("UPDATE about SET value = '3' WHERE key = 'schema_version'"))
    store.close()
    store = Store(store_url)
    with store.transaction() as connection:
        assert connection.scalars(sa.select(tellings.c.rank).order_by(tellings.c.number)).all() == ranks == [1, 3, 2, 0]
        names = {index["name"] for index in sa.inspect(connection).get_indexes("tellings")}
    assert names == {index.name for index in tellings.indexes}
    store.close()

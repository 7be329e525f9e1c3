"""What was posted is found: in memory, on disk, by another process, after a roll-back."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.store import Store
from newscrawl.store.tables import story_buckets, story_index, tellings
from newscrawl.stories import postings as module
from newscrawl.stories.postings import Postings
from newscrawl.stories.shingles import Hashes, mixed


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass takes 64 additions, so that buckets are cut in two again and again."""
    for name, value in {"PASS": 64, "EVERY": 4, "FULL": 6, "_MERGE_AT": 50}.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module.State.__init__, "__defaults__", (8, 0, False, 0, 0, 0, 16))


def tell(connection: Connection, index: Postings, hashes: Hashes, story: int | None = None) -> int:
    """Post hashes as the index does; gives the telling's number."""
    number = index.catch_up(connection) + 1
    stamp = random.getrandbits(60)
    told = dict.fromkeys(("story_id", "article_id", "site", "relation", "headline", "origin"), "")
    told |= {"number": number, "stamp": stamp, "story": story or number, "place": 1, "print": 0, "words": b""}
    told |= {"shingle": 4, "hashes": hashes.astype("<u8").tobytes(), "sampled": len(hashes), "is_target": 1, "kept": 1}
    connection.execute(sa.insert(tellings), told)
    index.note(number, stamp, story or number, hashes)
    index.write_due(connection)
    return number


def made(number: int) -> Hashes:
    """Fifty hashes: some of a telling alone, some that it shares with its neighbours, one that all share."""
    own = np.arange(40, dtype=np.uint64) + np.uint64(1000 * number)
    shared = np.arange(9, dtype=np.uint64) + np.uint64(10_000_000 + 10 * (number // 3))
    return mixed(np.sort(np.concatenate([own, shared])))


def expected(upto: int) -> dict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for number in range(1, upto + 1):
        for key in made(number).tolist():
            found[key].add(number)
    return found


def check(connection: Connection, index: Postings, upto: int, step: int = 1) -> None:
    truth = expected(upto)
    for number in range(1, upto + 1, step):
        hashes = made(number)
        index.catch_up(connection)
        assert index.find(connection, hashes) == [truth[key] for key in hashes.tolist()]


def test_what_was_posted_is_found_whatever_has_been_written(store: Store) -> None:
    index = Postings()
    with store.transaction() as connection:
        for number in range(1, 301):
            assert tell(connection, index, made(number)) == number
        check(connection, index, 300, step=7)
        state = connection.execute(sa.select(story_index)).one()
        assert state.bits > 8
        assert state.written > 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(story_buckets)) > 256


def test_another_process_finds_it_too_and_what_it_adds_is_found(store: Store) -> None:
    one, other = Postings(), Postings()
    for number in range(1, 201):
        with store.transaction() as connection:
            tell(connection, random.Random(number).choice([one, other]), made(number))
    with store.transaction() as connection:
        check(connection, one, 200, step=11)
        check(connection, other, 200, step=11)
        check(connection, Postings(), 200, step=11)


def roll_back(store: Store, index: Postings, *numbers: int) -> None:
    try:
        with store.transaction() as connection:
            for number in numbers:
                tell(connection, index, made(number))
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass


def test_what_was_rolled_back_is_forgotten(store: Store) -> None:
    index = Postings()
    for number in range(1, 101):
        with store.transaction() as connection:
            tell(connection, index, made(number))
        roll_back(store, index, 5000 + number, 9000 + number)
    with store.transaction() as connection:
        check(connection, index, 100)
        index.catch_up(connection)
        assert not any(index.find(connection, made(5050)))


def test_no_hash_is_found_in_an_empty_index(store: Store) -> None:
    index = Postings()
    with store.transaction() as connection:
        assert index.catch_up(connection) == 0
        assert index.find(connection, made(1)) == [set()] * 49
        assert index.find(connection, made(1)[:0]) == []

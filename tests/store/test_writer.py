"""One thread writes, in order, and one job's failure is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.exceptions import OutOfSpace
from newscrawl.store import Store, StoreWriter
from newscrawl.store.tables import about, sites


def with_writer(store: Store, work: Callable[[StoreWriter], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        writer = StoreWriter(store, asyncio.get_running_loop())
        writer.start()
        try:
            return await work(writer)
        finally:
            writer.stop()

    return asyncio.run(run())


def insert(key: str) -> Callable[[Connection], str]:
    def job(connection: Connection) -> str:
        connection.execute(sa.insert(about).values(key=key, value="x"))
        return key

    return job


def keys(store: Store) -> set[str]:
    with store.transaction() as connection:
        return set(connection.scalars(sa.select(about.c.key))) - {"schema_version", "key_rules"}


def test_jobs_that_wait_share_a_transaction(store: Store) -> None:
    async def work(writer: StoreWriter) -> int:
        await asyncio.gather(*(writer.submit(insert(str(n))) for n in range(50)))
        return writer.commits

    assert with_writer(store, work) < 50
    assert len(keys(store)) == 50


def test_a_job_that_fails_takes_no_other_with_it(store: Store) -> None:
    def broken(connection: Connection) -> None:
        connection.execute(sa.insert(about).values(key="half", value="x"))
        raise ValueError("on purpose")

    async def work(writer: StoreWriter) -> list[Any]:
        jobs = [writer.submit(insert("a")), writer.submit(broken), writer.submit(insert("b"))]
        return await asyncio.gather(*jobs, return_exceptions=True)

    first, second, third = with_writer(store, work)
    assert (first, third) == ("a", "b")
    assert isinstance(second, ValueError)
    assert keys(store) == {"a", "b"}


def test_what_follows_a_commit_sees_it(store: Store) -> None:
    seen: list[set[str]] = []

    async def work(writer: StoreWriter) -> None:
        await writer.submit(insert("a"), lambda _: seen.append(keys(store)))

    with_writer(store, work)
    assert seen == [{"a"}]


def test_nothing_is_written_after_the_disk_refused(store: Store) -> None:
    def refuse(_: Any) -> None:
        raise OutOfSpace("the disk is full")

    async def work(writer: StoreWriter) -> list[Any]:
        first = writer.submit(insert("a"), refuse)
        with pytest.raises(OutOfSpace):
            await first
        return await asyncio.gather(writer.submit(insert("b")), return_exceptions=True)

    (later,) = with_writer(store, work)
    assert isinstance(later, OutOfSpace)
    assert keys(store) == {"a"}


def test_stopping_commits_what_is_waiting(store: Store) -> None:
    async def work(writer: StoreWriter) -> None:
        for n in range(20):
            writer.submit(insert(str(n)))

    with_writer(store, work)
    assert len(keys(store)) == 20


def test_open_rows_are_written_down_without_being_asked_for(store: Store) -> None:
    async def work(writer: StoreWriter) -> None:
        await writer.submit(lambda connection: store.start_site(connection, "times.test"))
        for ids in ([1], [1, 2], [2, 3]):
            writer.note_open("times.test", ids, alone=False)

    with_writer(store, work)
    with store.transaction() as connection:
        assert connection.scalar(sa.select(sites.c.open_pages)) == "[2, 3]"


def test_nothing_is_written_into_a_store_that_is_damaged(store: Store) -> None:
    def damaged(_: Any) -> None:
        raise sa.exc.DatabaseError("SELECT 1", {}, Exception("database disk image is malformed"))

    async def work(writer: StoreWriter) -> list[Any]:
        with pytest.raises(OutOfSpace, match="malformed"):
            await writer.submit(damaged)
        return await asyncio.gather(writer.submit(insert("b")), return_exceptions=True)

    (later,) = with_writer(store, work)
    assert isinstance(later, OutOfSpace)
    assert keys(store) == set()

"""StoreWriter: the one thread that writes, so that the event loop never waits for the disk."""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.exceptions import OutOfSpace
from newscrawl.store.database import Store

T = TypeVar("T")

# The event loop gets the interpreter back so soon. With Python's 5 ms each job of this thread held the loop up as long
# as it took, and a crawl that wanted 7 articles had asked for 28 by then, not 20.
_SWITCH_S = 0.0002

# A transaction takes what is waiting and never lingers for more. SQLite gives the write lock to one process at a
# time: 10 ms let several crawls on one store take turns without one feeling it.
_TRANSACTION_S = 0.010


@dataclass
class _Job:
    do: Callable[[Connection], Any]
    then: Callable[[Any], None] | None
    future: asyncio.Future[Any]
    result: Any = None


class StoreWriter(threading.Thread):
    """Runs jobs in the order they are submitted, as many in one transaction as are waiting.

    A job is a function of a connection, and may be run again where another one of its transaction failed. Its future
    resolves after the commit.
    """

    def __init__(self, store: Store, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="store-writer", daemon=True)
        self._store = store
        self._loop = loop
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._broken: Exception | None = None
        self.commits = 0

    def submit(self, do: Callable[[Connection], T], then: Callable[[T], None] | None = None) -> asyncio.Future[T]:
        """Have ``do`` committed; ``then`` runs in this thread after the commit, before the future resolves.

        The future fails with OutOfSpace once the disk takes no more, and with the job's own exception otherwise.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(_Job(do, then, future))
        return future

    def note_open(self, site: str, page_ids: Collection[int], *, alone: bool) -> asyncio.Future[None]:
        """Have the rows being worked on written down; the future resolves when a crash can be laid to them."""
        noted = tuple(page_ids)
        return self.submit(lambda connection: self._store.note_open(connection, site, noted, alone=alone))

    def stop(self) -> None:
        """Commit what is waiting and end the thread; blocks until then."""
        self._queue.put(None)
        self.join()

    def run(self) -> None:
        sys.setswitchinterval(_SWITCH_S)
        while (job := self._queue.get()) is not None:
            if self._broken is not None:
                self._fail([job], self._broken)
            else:
                self._commit(job)

    def _commit(self, first: _Job) -> None:
        jobs = [first]
        try:
            with self._store.transaction() as connection:
                self._run_waiting(connection, jobs)
        except Exception as error:
            if len(jobs) == 1:
                self._give_up(first, error)
                return
            for job in jobs:
                self._commit_alone(job)
            return
        self._finish(jobs)

    def _run_waiting(self, connection: Connection, jobs: list[_Job]) -> None:
        """Run the first job and what else is waiting, adding it to ``jobs`` before it runs."""
        deadline = time.monotonic() + _TRANSACTION_S
        jobs[0].result = jobs[0].do(connection)
        while time.monotonic() < deadline:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job is None:
                self._queue.put(None)
                return
            jobs.append(job)
            job.result = job.do(connection)

    def _commit_alone(self, job: _Job) -> None:
        if self._broken is not None:
            self._fail([job], self._broken)
            return
        try:
            with self._store.transaction() as connection:
                job.result = job.do(connection)
        except Exception as error:
            self._give_up(job, error)
        else:
            self._finish([job])

    def _finish(self, jobs: list[_Job]) -> None:
        self.commits += 1
        for job in jobs:
            if self._broken is not None:  # nothing may follow a line that the disk took in part
                self._fail([job], self._broken)
                continue
            try:
                if job.then is not None:
                    job.then(job.result)
            except Exception as error:
                self._give_up(job, error)
            else:
                self._resolve(job.future.set_result, job.future, job.result)

    def _give_up(self, job: _Job, error: Exception) -> None:
        if isinstance(error, sa.exc.OperationalError) or _is_damage(error):
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            error = OutOfSpace(f"the store cannot be written: {reason}; mend it and start the same command again")
        if isinstance(error, OutOfSpace):
            self._broken = error
        self._fail([job], error)

    def _fail(self, jobs: list[_Job], error: Exception) -> None:
        for job in jobs:
            self._resolve(job.future.set_exception, job.future, error)

    def _resolve(self, settle: Callable[[Any], None], future: asyncio.Future[Any], value: Any) -> None:
        def resolve() -> None:
            if not future.done():
                settle(value)

        try:
            self._loop.call_soon_threadsafe(resolve)
        except RuntimeError:  # the loop is closed: nobody waits any more
            return


def _is_damage(error: Exception) -> bool:
    """Whether the database is no database any more: nothing that follows could be written either."""
    told = str(getattr(error, "orig", ""))
    return isinstance(error, sa.exc.DatabaseError) and ("malformed" in told or "not a database" in told)


def retrieve(future: asyncio.Future[Any]) -> None:
    """Look at a future nobody may await, so that asyncio does not report it as forgotten; the next commit fails too."""
    if not future.cancelled():
        future.exception()

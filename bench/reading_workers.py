"""Readers side by side, each in a process of its own: one's caches, memory and crashes are not the other's."""

from __future__ import annotations

import contextlib
import io
import logging
import multiprocessing
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

import psutil

from bench.reading_data import LabelledPage
from bench.reading_peers import Reader, Reading

PATIENCE_S = 60.0
"""How long a page may take before its reader is ended and the page counts as not read."""

SLOW_MS = 500.0
"""A page that took longer is read once more, and the second time counts: the first may have loaded what is loaded once.
trafilatura's first date that needs ``dateparser`` takes 1.5 s."""


@dataclass(frozen=True)
class Outcome:
    """What one reader made of one page."""

    reading: Reading
    cpu_ms: float
    """User and system time of the call; loading the page is not in it."""
    error: str | None = None
    """The exception. None: there was none."""


class Worker:
    """A reader in its own process, started with the first page, and again after a page that ended it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None

    def read(self, page: LabelledPage) -> Outcome:
        connection = self._connection or self._start()
        begun = time.monotonic()
        try:
            connection.send((page.html(), page.url, page.fold))
            if connection.poll(PATIENCE_S):
                outcome: Outcome = connection.recv()
                return outcome
            error = f"took longer than {PATIENCE_S:.0f} s"
        except (EOFError, ConnectionError):
            error = "ended its process"
        self.close()
        return Outcome(Reading(), 1000 * (time.monotonic() - begun), error)

    @property
    def rss_mb(self) -> float:
        """Resident memory now. 0 before the first page."""
        if self._process is None or self._process.pid is None:
            return 0.0
        return psutil.Process(self._process.pid).memory_info().rss / 1e6

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._connection = None

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")  # a fork would share, and pay for, what the parent has loaded
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._reader), daemon=True)
        self._process.start()
        theirs.close()
        return self._connection


def read_in_turn(
    pages: Iterable[LabelledPage], workers: Mapping[str, Worker]
) -> Iterator[tuple[LabelledPage, dict[str, Outcome]]]:
    """Each page with what each reader made of it.

    One reader runs at a time, page by page, so that what else the machine does hits all alike; each page begins with
    another one, so that none always finds the machine's caches warm.
    """
    names = list(workers)
    for number, page in enumerate(pages):
        first = number % len(names)
        yield page, {name: workers[name].read(page) for name in names[first:] + names[:first]}


def _serve(connection: Connection, reader: Reader) -> None:
    """Answer pages with outcomes. The first page is read once before, so that imports and weights are not billed."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    is_warm = False
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            arguments = connection.recv()
            if not is_warm:
                _read(reader, arguments)
                is_warm = True
            outcome = _read(reader, arguments)
            connection.send(outcome if outcome.cpu_ms < SLOW_MS else _read(reader, arguments))


def _read(reader: Reader, arguments: Sequence[str | bytes | int]) -> Outcome:
    begun = time.process_time()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            reading, error = reader(*arguments), None
    except Exception as raised:
        reading, error = Reading(), f"{type(raised).__name__}: {raised}"[:300]
    return Outcome(reading, 1000 * (time.process_time() - begun), error)

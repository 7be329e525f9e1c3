"""Reading pages leaves the event loop time for all else."""

from __future__ import annotations

import asyncio
import threading

import pytest

from newscrawl.spiders import turns
from newscrawl.spiders.turns import LARGE_BYTES, ROUND_S, Turns


def read_at_once(number: int, seconds: float, monkeypatch: pytest.MonkeyPatch, *, size: int = 1) -> list[set[int]]:
    """Which pages were read in each round of the loop, of so many that are ready together and take so long each."""
    clock = [0.0]
    monkeypatch.setattr(turns.time, "perf_counter", lambda: clock[0])
    rounds: list[set[int]] = []

    def work(page: int) -> None:
        clock[0] += seconds
        rounds[-1].add(page)

    async def crawl() -> None:
        loop = asyncio.get_running_loop()
        taken = Turns()

        def begin_round() -> None:
            rounds.append(set())
            loop.call_soon(begin_round)

        begin_round()
        await asyncio.gather(*(taken.take(lambda page=page: work(page), size) for page in range(number)))

    asyncio.run(crawl())
    return [pages for pages in rounds if pages]


def test_pages_that_are_ready_together_are_spread_over_rounds_of_the_event_loop(monkeypatch) -> None:
    rounds = read_at_once(20, ROUND_S / 4 + 0.001, monkeypatch)
    assert sorted(page for pages in rounds for page in pages) == list(range(20))
    assert [len(pages) for pages in rounds] == [4] * 5


def test_a_slow_page_has_a_round_of_its_own(monkeypatch) -> None:
    assert [len(pages) for pages in read_at_once(3, 2 * ROUND_S, monkeypatch)] == [1, 1, 1]


def test_what_fits_a_round_is_read_in_it(monkeypatch) -> None:
    assert read_at_once(5, ROUND_S / 10, monkeypatch) == [{0, 1, 2, 3, 4}]


def test_a_large_page_is_read_in_a_thread() -> None:
    taken = Turns()
    where = [asyncio.run(taken.take(threading.current_thread, size)) for size in (LARGE_BYTES - 1, LARGE_BYTES)]
    assert [thread is threading.main_thread() for thread in where] == [True, False]

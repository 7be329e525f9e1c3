"""Turns: reading pages leaves the event loop time for all else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LARGE_BYTES = 400_000
"""Of a page that is read in a thread: some 50 ms of reading, where nothing else of the crawl could go on."""

ROUND_S = 0.05
"""Seconds of a round of the event loop for reading pages; so long, and that of one page more, all else waits."""


class Turns:
    """Has work on pages take turns. An event loop does all that is ready before it looks at its clock, and fifty pages
    may be: they are spread over several of its rounds. A large one is worked on in a thread, one at a time."""

    def __init__(self) -> None:
        self._large = asyncio.Lock()
        self._spent_s = 0.0

    async def take(self, work: Callable[[], T], size: int) -> T:
        """What ``work`` on a page of so many bytes gives."""
        if size >= LARGE_BYTES:
            async with self._large:
                return await asyncio.to_thread(work)
        while self._spent_s > ROUND_S:  # noqa: ASYNC110 - what ends it comes with the next round, not with an event
            await asyncio.sleep(0)
        if not self._spent_s:
            asyncio.get_running_loop().call_soon(self._begin_round)
        begun = time.perf_counter()
        try:
            return work()
        finally:
            self._spent_s += time.perf_counter() - begun

    def _begin_round(self) -> None:
        self._spent_s = 0.0

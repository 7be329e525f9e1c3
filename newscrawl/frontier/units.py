"""Unit: a leased page and what it has come to so far."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from scrapy import Request

from newscrawl.store import PageOutcome, QueuedPage


@dataclass
class Unit:
    """A leased row and what its page has come to so far."""

    row: QueuedPage
    outcome: PageOutcome
    open_items: int = 0
    all_through: asyncio.Event = field(default_factory=asyncio.Event)
    settled: bool = False
    downloading: bool = True
    request: Request | None = None
    """The request that works on it now: redirects and retries take the place of the first."""
    requests: int = 1
    """Redirects and retries included."""
    again: bool = False
    """Its callback asked for it once more (``get_retry_request``)."""
    noted: asyncio.Future[None] | None = None
    """Resolves once the store knows that the row is being worked on."""
    missed_at: float | None = None
    """When it was first seen nowhere on its way (monotonic seconds)."""

    def item_is_through(self) -> None:
        self.open_items -= 1
        if self.open_items == 0:
            self.all_through.set()

    async def wait_for_items(self) -> None:
        while self.open_items:
            self.all_through.clear()
            await self.all_through.wait()

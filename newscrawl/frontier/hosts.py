"""HostLine: which host may be asked next, so that none waits for another and none is asked before its delay is over."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy import Request

from newscrawl.frontier.health import HostHealth
from newscrawl.store import QueuedPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass
class Host:
    """What the scheduler keeps in memory of a host with queued rows."""

    site: str
    name: str
    queued: int = 0
    leased: set[int] = field(default_factory=set)
    downloading: int = 0
    ahead: deque[QueuedPage] = field(default_factory=deque)
    again: deque[Request] = field(default_factory=deque)
    """Pages of its leased rows that are to be asked for once more, as soon as it is free."""
    is_waiting: bool = False
    """Whether it stands in the ready line or rests."""

    @property
    def has_more(self) -> bool:
        return bool(self.again) or self.queued > len(self.leased)


class HostLine:
    """Hosts with queued rows, each in line, at rest, or out until something of it is done.

    Made by ``StoreScheduler``, which says whether a host has room for another page in this crawl.
    """

    def __init__(
        self, crawler: Crawler, *, per_host: int, has_room: Callable[[Host], bool], health: HostHealth
    ) -> None:
        self.crawler = crawler
        self.per_host = per_host
        self.health = health
        self.has_room = has_room
        self._hosts: dict[tuple[str, str], Host] = {}
        self._ready: deque[Host] = deque()
        self._resting: list[tuple[float, int, Host]] = []
        self._wake_call: asyncio.TimerHandle | None = None

    def get(self, site: str, name: str) -> Host:
        return self._hosts.setdefault((site, name), Host(site, name))

    def forget(self, host: Host) -> None:
        """A host without queued rows."""
        self._hosts.pop((host.site, host.name), None)

    def all(self) -> list[Host]:
        return list(self._hosts.values())

    def line_up(self, host: Host) -> None:
        """Put a host where it belongs now."""
        if host.is_waiting or not self.is_free(host) or not (host.again or self.has_room(host)):
            return
        host.is_waiting = True
        if not self._rests(host):
            self._ready.append(host)

    def is_free(self, host: Host) -> bool:
        """Whether a host has a row to give and a free slot."""
        slot = self.crawler.engine.downloader.slots.get(host.name)
        limit = max(1, slot.concurrency) if slot is not None else self.per_host
        return host.has_more and host.downloading < limit

    def ready(self) -> Iterator[Host]:
        """Hosts in line, each taken out of it; those whose delay is over by now included."""
        self._end_rests()
        while self._ready:
            host = self._ready.popleft()
            if self._rests(host):  # since it came into line
                continue
            host.is_waiting = False
            yield host

    def _rests(self, host: Host) -> bool:
        """Whether a host may not be asked yet; then it comes into line when it may."""
        free_at = self._free_at(host)
        if free_at <= time.monotonic():
            return False
        heapq.heappush(self._resting, (free_at, id(host), host))
        self._wake_at(self._resting[0][0])
        return True

    def _free_at(self, host: Host) -> float:
        """When the host's delay and rest are over (monotonic seconds): what waits for it must not fill the
        downloader."""
        rests_until = self.health.rests_until(host.name)
        slot = self.crawler.engine.downloader.slots.get(host.name)
        if slot is None or not slot.delay:
            return rests_until
        return max(rests_until, float(slot.lastseen + slot.delay * max(0.0, 1 - slot.jitter)))

    def _end_rests(self) -> None:
        now = time.monotonic()
        while self._resting and self._resting[0][0] <= now:
            self._ready.append(heapq.heappop(self._resting)[2])
        if self._resting:
            self._wake_at(self._resting[0][0])

    def _wake_at(self, moment: float) -> None:
        self.close()
        self._wake_call = asyncio.get_running_loop().call_later(max(0.0, moment - time.monotonic()), self.wake_engine)

    def wake_engine(self) -> None:
        """Have the engine ask for requests now, not at its next heartbeat (5 s)."""
        slot = getattr(self.crawler.engine, "_slot", None)
        if slot is not None:
            slot.nextcall.schedule()

    def close(self) -> None:
        if self._wake_call is not None:
            self._wake_call.cancel()

"""HostHealth: which hosts rest since they cannot answer now, and which are left to the next crawl."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 2
"""Pages in a row that a host may fail before it rests; one that says that it is busy rests at once."""


@dataclass
class _State:
    strikes: int = 0
    rests_until: float = 0.0
    reason: str | None = None


@dataclass
class HostHealth:
    """Counts the pages that each host fails in a row: it rests longer after each, and in the end is given up.

    >>> health = HostHealth(first=1.0, longest=60.0, most=5, clock=lambda: 0.0)
    >>> [health.failed("times.test", "timeout") for _ in range(5)]
    [0.0, 0.0, 1.0, 2.0, 4.0]
    >>> health.given_up("times.test")
    'timeout'
    """

    first: float
    """Seconds of the first rest; each that follows is twice as long."""
    longest: float
    """Seconds of the longest rest, whatever a host asks for."""
    most: int
    """Pages that failed in a row after which a host is given up."""
    clock: Callable[[], float] = time.monotonic
    _states: dict[str, _State] = field(default_factory=dict)

    def answered(self, host: str) -> None:
        """A host has answered: what it failed before does not count any more."""
        if host in self._states and self._states[host].reason is None:
            del self._states[host]

    def failed(
        self, host: str, reason: str, *, asked_s: float | None = None, is_busy: bool = False, is_again: bool = False
    ) -> float:
        """Note a failure; seconds that the host rests by it.

        ``asked_s`` is what it asked for (``Retry-After``). ``is_again``: the page had failed before, which says more of
        the page than of the host, and does not count.
        """
        state = self._states.setdefault(host, _State())
        state.strikes += not is_again
        patience = 0 if is_busy else PATIENCE
        rest = 0.0
        if asked_s is not None:
            rest = asked_s
        elif state.strikes > patience:
            rest = self.first * 2.0 ** min(state.strikes - patience - 1, 30)
        rest = min(rest, self.longest)
        state.rests_until = max(state.rests_until, self.clock() + rest)
        if state.strikes >= self.most:
            state.reason = state.reason or reason
        return rest

    def give_up(self, host: str, reason: str) -> None:
        """Leave what is queued for a host to the next crawl."""
        state = self._states.setdefault(host, _State())
        state.reason = state.reason or reason

    def given_up(self, host: str) -> str | None:
        """Why a host is not asked any more. None: it is."""
        state = self._states.get(host)
        return state.reason if state is not None else None

    def rests_until(self, host: str) -> float:
        """When a host may be asked again (by the clock); 0: now."""
        state = self._states.get(host)
        return state.rests_until if state is not None else 0.0

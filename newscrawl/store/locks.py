"""SiteLocks: one crawl per site, on one machine or many."""

from __future__ import annotations

import hashlib
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from newscrawl.exceptions import CannotCrawl
from newscrawl.store.database import Store


class SiteLocks:
    """Held by a crawl for each of its sites, and free the moment its process is dead: no time-outs.

    File locks beside an SQLite store; advisory locks on a connection of their own with PostgreSQL.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._held: dict[str, FileLock | sa.Connection] = {}

    def take(self, site: str) -> bool:
        """Whether the site is now ours."""
        lock = self._take_file(site) if self._store.is_sqlite else self._take_advisory(site)
        if lock is not None:
            self._held[site] = lock
        return lock is not None

    def is_free(self, site: str) -> bool:
        """Whether no crawl holds the site."""
        if site in self._held:
            return False
        if not self.take(site):
            return False
        self.release(site)
        return True

    def release(self, site: str) -> None:
        lock = self._held.pop(site)
        if isinstance(lock, FileLock):
            lock.release()
        else:
            lock.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _advisory_key(site)})
            lock.close()

    def release_all(self) -> None:
        for site in list(self._held):
            self.release(site)

    def _take_file(self, site: str) -> FileLock | None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # thread_local off: a lock taken in one thread is released in another
            lock = FileLock(self._folder / f"{site}.lock", timeout=0, thread_local=False)
            lock.acquire()
        except Timeout:
            return None
        except OSError as error:
            raise CannotCrawl(
                f"NEWSCRAWL_DATA: cannot write in {self._folder} ({error.strerror}); name a directory you may write"
            ) from None
        return lock

    def _take_advisory(self, site: str) -> sa.Connection | None:
        connection = self._store.reader()
        if connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": _advisory_key(site)}):
            return connection
        connection.close()
        return None


def _advisory_key(site: str) -> int:
    """A 64-bit key for PostgreSQL, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"newscrawl site {site}".encode()).digest()[:8], "big", signed=True)

"""SiteLocks: one crawl per site, on one machine or many."""

from __future__ import annotations

import errno
import hashlib
import resource
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from newscrawl.exceptions import CannotCrawl
from newscrawl.store.database import Store

_PATIENCE_S = 0.2  # whoever only asked whether a site is free holds it for less


class SiteLocks:
    """Held by a crawl for each of its sites, and free the moment its process is dead: no time-outs.

    File locks beside an SQLite store (in ``folder`` for one in memory); advisory locks on one connection of their own
    with PostgreSQL.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        database = store.url.database if store.is_sqlite else None
        _allow_many_files()
        self._folder = (Path(database).parent if database and database != ":memory:" else folder) / "locks"
        self._files: dict[str, FileLock] = {}
        self._advisory: set[str] = set()
        self._connection: sa.Connection | None = None

    def take(self, site: str, *, patience_s: float = _PATIENCE_S) -> bool:
        """Whether the site is now ours."""
        if site in self._files or site in self._advisory:
            return False
        return self._take_file(site, patience_s) if self._store.is_sqlite else self._take_advisory(site)

    def is_free(self, site: str) -> bool:
        """Whether no crawl holds the site."""
        if not self.take(site, patience_s=0):
            return False
        self.release(site)
        return True

    def release(self, site: str) -> None:
        if site in self._files:
            self._files.pop(site).release()
        elif self._connection is not None:
            self._connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _advisory_key(site)})
            self._advisory.discard(site)

    def release_all(self) -> None:
        for site in [*self._files, *self._advisory]:
            self.release(site)
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _take_file(self, site: str, patience_s: float) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # thread_local off: a lock taken in one thread is released in another
            lock = FileLock(self._folder / f"{site}.lock", timeout=patience_s, thread_local=False)
            lock.acquire(poll_interval=0.02)
        except Timeout:
            return False
        except OSError as error:
            if error.errno == errno.EMFILE:
                raise CannotCrawl(
                    "too many sites for one crawl here; raise the limit of open files (ulimit -n)"
                ) from None
            raise CannotCrawl(
                f"NEWSCRAWL_DATA: cannot write in {self._folder} ({error.strerror}); name a directory you may write"
            ) from None
        self._files[site] = lock
        return True

    def _take_advisory(self, site: str) -> bool:
        if self._connection is None:
            self._connection = self._store.own_connection()
        key = {"key": _advisory_key(site)}
        if not self._connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), key):
            return False
        self._advisory.add(site)
        return True


def _allow_many_files() -> None:
    """Raise the soft limit of open files to the hard one: a lock is an open file, and 1,024 is a common soft limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and (hard == resource.RLIM_INFINITY or soft < hard):
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _advisory_key(site: str) -> int:
    """A 64-bit key for PostgreSQL, the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"newscrawl site {site}".encode()).digest()[:8], "big", signed=True)

"""ArticleLines: ``articles/<site>.jsonl``, derived from the store and exactly as complete as it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from newscrawl.exceptions import OutOfSpace
from newscrawl.store.database import Store

_BLOCK_BYTES = 1 << 16
_LOOK_BACK_LINES = 10_000  # a power cut costs the store its last commits; this is more than one commit holds


@dataclass(frozen=True)
class Repair:
    """What bringing a file up to the store took."""

    cut_bytes: int = 0
    added_lines: int = 0
    set_aside: Path | None = None
    """Where a file that is none of this store's was moved to."""


class ArticleLines:
    """The file of one site; people ``tail -f`` it, so each commit is appended at once, in one write.

    The file belongs to the disk, not to the store: its own last whole line says how far it is. The caller holds the
    site's lock.
    """

    def __init__(self, path: Path, site: str) -> None:
        self.path = path
        self.site = site

    def repair(self, store: Store, connection: Connection) -> Repair:
        """Cut a torn tail, find the last whole line in the store, append what the store has beyond it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        size = self.path.stat().st_size if self.path.exists() else 0
        end, seq = self._known_end(store, connection)
        if size and not end and self._has_whole_line():
            return self._start_afresh(store, connection)
        if end < size:
            os.truncate(self.path, end)
        if self._count_lines() != seq:  # a line is missing or stands twice further up: seq has no gaps
            return self._start_afresh(store, connection)
        added = self._append_from(store, connection, seq)
        return Repair(size - end, added)

    def append(self, lines: Iterable[str]) -> None:
        """Append whole lines; OutOfSpace where the disk does not take them (the next start repairs)."""
        data = b"".join(line.encode() + b"\n" for line in lines)
        if not data:
            return
        try:
            # Opened for each commit: a crawl of a thousand sites has not so many files open.
            with self.path.open("ab", buffering=0) as file:
                written = file.write(data)
        except OSError as error:
            raise OutOfSpace(
                f"{self.path}: {error.strerror}; free some space and start the same command again"
            ) from error
        if written != len(data):
            raise OutOfSpace(f"{self.path}: the disk is full; free some space and start the same command again")

    def _append_from(self, store: Store, connection: Connection, seq: int) -> int:
        added = 0
        part: list[str] = []
        for _, line in store.lines_after(connection, self.site, seq):
            part.append(line)
            added += 1
            if len(part) == 500:
                self.append(part)
                part = []
        self.append(part)
        return added

    def _known_end(self, store: Store, connection: Connection) -> tuple[int, int]:
        """(offset behind, seq of) the last whole line that the store has; (0, 0) if there is none."""
        if not self.path.exists():
            return 0, 0
        with self.path.open("rb") as file:
            for looked_at, (end, line) in enumerate(_whole_lines_backwards(file)):
                seq = store.seq_of(connection, self.site, _as_object(line))
                if seq is not None:
                    return end, seq
                if looked_at == _LOOK_BACK_LINES:
                    break
        return 0, 0

    def _count_lines(self) -> int:
        if not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK_BYTES), b""))

    def _has_whole_line(self) -> bool:
        with self.path.open("rb") as file:
            return next(_whole_lines_backwards(file), None) is not None

    def _start_afresh(self, store: Store, connection: Connection) -> Repair:
        """A file that is not what the store has may be another store's or edited: set aside, never overwritten."""
        aside = _free_name(self.path)
        self.path.rename(aside)
        return Repair(0, self._append_from(store, connection, 0), aside)


def _whole_lines_backwards(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """(offset behind the newline, line without it), last line first; a tail without a newline is no line."""
    position = file.seek(0, os.SEEK_END)
    end = None  # offset behind the newline that ends the line being gathered
    rest = b""
    while position > 0:
        start = max(0, position - _BLOCK_BYTES)
        file.seek(start)
        block = file.read(position - start)
        position = start
        while (cut := block.rfind(b"\n")) >= 0:
            if end is not None:
                yield end, block[cut + 1 :] + rest
            end, rest = start + cut + 1, b""
            block = block[:cut]
        rest = block + rest if end is not None else b""
    if end is not None:
        yield end, rest


def _as_object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.not-of-this-store-{number}")).exists():
        number += 1
    return aside

"""Postings: which stories a hash stands in, compact on disk.

A row for each of some hundred postings is what the disk is good at; a row for each posting is not: 50 of them a story
touch 50 pages of a B-tree. So the hashes are spread over buckets, each one row; what is new waits in memory, and every
few additions the next buckets in turn take theirs in. A pass over all buckets takes ``PASS`` additions, and once they
are full each is cut in two on the way (linear hashing; Litwin, VLDB 1980). What waits is also in the ``tellings``: a
process that begins, or finds that another one has written, reads it there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy import Connection

from newscrawl.store.tables import story_buckets, story_index, tellings
from newscrawl.stories.shingles import Hashes

PASS = 8_192
"""Additions in which every bucket is written once."""

EVERY = 16
"""Additions after which some buckets are written: 256 of 3 kB at a million stories."""

FULL = 400
"""Postings of a bucket, on average, from which buckets are cut in two."""

COMMON = 8
"""Stories from which a hash says nothing."""

_FIRST_BITS = 11  # a bucket is a page of the disk when the first pass is through
_ODD = np.uint64(0x9E3779B97F4A7C15)
_BELOW = np.uint64(24)
"""Bits of a key that are not kept: 8 for the first 256 buckets and 32 of a posting tell a million stories' apart but
for one hit in 20,000."""
_KEPT = np.uint64(0xFFFFFFFF)
_POSTING = np.dtype([("key", "<u4"), ("story", "<u4")])
_MERGE_AT = 4_096  # postings that wait unsorted


@dataclass(frozen=True)
class State:
    """How far the buckets are written: row 1 of ``story_index``."""

    bits: int = _FIRST_BITS
    """There are 2 ** bits buckets at the beginning of a pass."""
    position: int = 0
    """Buckets that the pass has written."""
    is_splitting: bool = False
    """Whether the pass cuts each bucket in two."""
    postings: int = 0
    written: int = 0
    """Every bucket has the postings of the tellings up to this number."""
    passing: int = 0
    """The last telling when the pass began."""
    due: int = PASS
    """The telling with which the next buckets are written; what a small index has waits in memory."""

    def bucket_of(self, keys: Hashes) -> NDArray[np.int64]:
        """The row that each key is in: buckets are numbered on, level by level, so that no two levels share one."""
        coarse = (keys >> np.uint64(64 - self.bits)).astype(np.int64)
        rows = coarse + (1 << self.bits)
        if self.is_splitting:
            fine = (keys >> np.uint64(63 - self.bits)).astype(np.int64) + (2 << self.bits)
            rows = np.where(coarse < self.position, fine, rows)
        return rows


@dataclass(frozen=True)
class Waiting:
    """Postings that some bucket lacks, sorted by key."""

    keys: Hashes = field(default_factory=lambda: np.empty(0, np.uint64))
    stories: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    numbers: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    """Of the tellings."""

    @classmethod
    def of(cls, keys: Hashes, story: int, number: int) -> Waiting:
        """Those of one telling, in any order."""
        return cls(np.sort(keys), np.full(len(keys), story, np.int32), np.full(len(keys), number, np.int32))

    def with_all(self, others: Waiting) -> Waiting:
        """These and others, merged."""
        places = self.keys.searchsorted(others.keys) + np.arange(len(others.keys))
        is_mine = np.ones(len(self.keys) + len(others.keys), np.bool_)
        is_mine[places] = False
        merged = {}
        for name in ("keys", "stories", "numbers"):
            mine, theirs = getattr(self, name), getattr(others, name)
            merged[name] = column = np.empty(len(is_mine), mine.dtype)
            column[is_mine], column[places] = mine, theirs
        return Waiting(**merged)

    def after(self, number: int) -> Waiting:
        """Those of later tellings."""
        is_later = self.numbers > number
        return self if is_later.all() else Waiting(self.keys[is_later], self.stories[is_later], self.numbers[is_later])

    def postings(self, bucket: int, bits: int, upto: int) -> bytes:
        """What belongs into one of ``2 ** bits`` buckets and is of tellings after ``upto``, as the bucket keeps it."""
        width = 64 - bits
        first = int(self.keys.searchsorted(np.uint64(bucket << width)))
        end = (bucket + 1) << width
        last = len(self.keys) if end >> 64 else int(self.keys.searchsorted(np.uint64(end)))
        if first == last:
            return b""
        is_new = self.numbers[first:last] > upto
        found = np.empty(int(is_new.sum()), _POSTING)
        found["key"] = _as_kept(self.keys[first:last][is_new])
        found["story"] = self.stories[first:last][is_new]
        return found.tobytes()


class Postings:
    """Made by ``StoryIndex``; every method takes part in the caller's transaction, which holds the stories' lock."""

    def __init__(self) -> None:
        self._state = State()
        self._seen = 0
        self._stamp: int | None = None
        self._forget()

    def _forget(self) -> None:
        self._sorted, self._new = Waiting(), Waiting()
        """Of these two the second is small: something is put into it with each telling."""

    # -- reading ---------------------------------------------------------------------------------------------------

    def catch_up(self, connection: Connection) -> int:
        """Take in what other processes told since, and forget what was rolled back; gives the last telling's number.

        The tellings have numbers without gaps.
        """
        new = connection.execute(_TOLD_FROM, {"number": self._seen}).all() if self._seen else []
        if new and (new[0].number, new[0].stamp) == (self._seen, self._stamp):
            if len(new) == 1:
                return self._seen
            new = new[1:]
            self._state = _state(connection)
        else:
            self._forget()
            self._state = _state(connection)
            self._seen, self._stamp = self._state.written, None
            new = connection.execute(_TOLD_FROM, {"number": self._seen + 1}).all()
        for told in new:
            hashes = np.frombuffer(told.hashes, "<u8") if told.is_target else _NONE
            self.note(told.number, told.stamp, told.story, hashes)
        return self._seen

    def find(self, connection: Connection, hashes: Hashes) -> list[set[int]]:
        """The stories that each hash stands in; of a common one, more than ``COMMON`` of them."""
        keys = hashes * _ODD
        found: list[set[int]] = [set() for _ in keys]
        for waiting in (self._sorted, self._new):
            starts, ends = (waiting.keys.searchsorted(keys, side) for side in ("left", "right"))
            for place in (ends > starts).nonzero()[0].tolist():
                found[place].update(waiting.stories[starts[place] : ends[place]].tolist())
        if not self._state.written and not self._state.position:
            return found
        rows = self._state.bucket_of(keys).tolist()
        blobs = _buckets(connection, rows)
        if not blobs:
            return found
        places = [place for place, row in enumerate(rows) if row in blobs]
        parts = [blobs[rows[place]] for place in places]
        postings = np.frombuffer(b"".join(parts), _POSTING)
        owners = np.repeat(places, [len(part) // _POSTING.itemsize for part in parts])
        hits = (postings["key"] == _as_kept(keys)[owners]).nonzero()[0]
        for place, story in zip(owners[hits].tolist(), postings["story"][hits].tolist(), strict=True):
            found[place].add(story)
        return found

    # -- writing ---------------------------------------------------------------------------------------------------

    def note(self, number: int, stamp: int, story: int, hashes: Hashes) -> None:
        """Have the hashes of a telling found from now on."""
        self._new = self._new.with_all(Waiting.of(hashes * _ODD, story, number))
        self._seen, self._stamp = number, stamp
        if len(self._new.keys) >= _MERGE_AT:
            self._sorted = self._sorted.after(self._state.written).with_all(self._new)
            self._new = Waiting()

    def write_due(self, connection: Connection) -> None:
        """Write the buckets whose turn it is, if it is."""
        if self._seen < self._state.due:
            return
        state, total = self._state, 1 << self._state.bits
        end = min(total, state.position + max(1, total * EVERY // PASS))
        written = self._write(connection, state.position, end)
        state = replace(state, position=end, postings=state.postings + written, due=self._seen + EVERY)
        if end == total:
            state = replace(
                state,
                bits=state.bits + state.is_splitting,
                position=0,
                is_splitting=state.postings > FULL << state.bits + state.is_splitting,
                written=state.passing,
                passing=self._seen,
            )
        self._state = state
        connection.execute(sa.delete(story_index))
        connection.execute(sa.insert(story_index), asdict(state))

    def _write(self, connection: Connection, start: int, end: int) -> int:
        """Take what waits into some buckets, and cut them in two where the pass does; gives the number of postings."""
        state = self._state
        base, bits = 1 << state.bits, state.bits + state.is_splitting
        span = {"first": base + start, "last": base + end - 1}
        old = {row.bucket: row for row in connection.execute(_RANGE, span)}
        new, added = [], 0
        for bucket in range(start << state.is_splitting, end << state.is_splitting):
            parent = old.get(base + (bucket >> state.is_splitting))
            kept, upto = (parent.postings, parent.upto) if parent is not None else (b"", 0)
            if state.is_splitting:
                kept = _half(kept, bucket & 1, bits)
            lacking = b"".join(some.postings(bucket, bits, upto) for some in (self._sorted, self._new))
            added += len(lacking) // _POSTING.itemsize
            if kept or lacking:
                new.append({"bucket": (1 << bits) + bucket, "upto": self._seen, "postings": kept + lacking})
        connection.execute(_DROP_RANGE, span)
        if new:
            connection.execute(sa.insert(story_buckets), new)
        return added


_NONE = np.empty(0, np.uint64)
_STATE = sa.select(*(story_index.c[field.name] for field in fields(State)))
_TOLD_FROM = (
    sa.select(tellings.c.number, tellings.c.stamp, tellings.c.story, tellings.c.hashes, tellings.c.is_target)
    .where(tellings.c.number >= sa.bindparam("number"))
    .order_by(tellings.c.number)
)
# One parameter, whatever the number of buckets: with one for each, filling them in took as long as the look-up.
_SELECT = "SELECT bucket, postings FROM story_buckets WHERE bucket"
_SQLITE_BUCKETS = f"{_SELECT} IN (SELECT value FROM json_each(?))"
_BUCKETS = sa.text(f"{_SELECT} = ANY(:b)")
_span = story_buckets.c.bucket.between(sa.bindparam("first"), sa.bindparam("last"))
_RANGE = sa.select(story_buckets).where(_span)
_DROP_RANGE = sa.delete(story_buckets).where(_span)


def _state(connection: Connection) -> State:
    row = connection.execute(_STATE).first()
    return State(*row) if row is not None else State()


def _buckets(connection: Connection, rows: list[int]) -> dict[int, bytes]:
    """The postings of those buckets that are written."""
    if connection.dialect.name == "sqlite":
        # By the driver itself, in the same transaction: SQLAlchemy's rows take a tenth of an addition.
        driver: Any = connection.connection.driver_connection
        return dict(driver.execute(_SQLITE_BUCKETS, (json.dumps(rows),)).fetchall())
    return {row.bucket: row.postings for row in connection.execute(_BUCKETS, {"b": rows}).all()}


def _as_kept(keys: Hashes) -> NDArray[np.uint32]:
    return ((keys >> _BELOW) & _KEPT).astype(np.uint32)


def _half(postings: bytes, half: int, bits: int) -> bytes:
    """Those postings of a bucket that go to its first or second half, where there are ``2 ** bits`` of these."""
    all_of_them: NDArray[Any] = np.frombuffer(postings, _POSTING)
    side = (all_of_them["key"] >> np.uint32(64 - bits - int(_BELOW))) & np.uint32(1)
    return bytes(all_of_them[side == half].tobytes())

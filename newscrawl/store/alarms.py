"""Alarms: what fell out of a site's own history, opened and closed once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.store.drift import DAYS, Drift, drifts
from newscrawl.store.reckoning import runs_of
from newscrawl.store.rows import Json, utc_now
from newscrawl.store.tables import alarms


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One thing of a site that is not as it was."""

    site: str
    what: str
    """``articles``, ``words``, or a field of the article."""
    found: float
    usual: float
    opened_at: str
    closed_at: str | None
    """When it was as before again. None: it is not."""
    run: str
    """Of the crawl that opened it."""
    is_muted: bool

    @property
    def text(self) -> str:
        return f"{self.site}: {Drift(self.what, self.found, self.usual).text}"

    def as_dict(self) -> Json:
        return {**asdict(self), "text": self.text}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a run changed of a site's alarms; muted ones are in none of these."""

    opened: list[Alarm]
    still_open: list[Alarm]
    closed: list[Alarm]


def judge(connection: Connection, site: str, run: str, now: datetime) -> Judged:
    """Compare a site with its history, open what is new, close what is over; the caller commits."""
    before = {alarm.what: alarm for alarm in alarms_of(connection, [site])}
    found = {drift.what: drift for drift in drifts(runs_of(connection, site, days=DAYS + 1, now=now), now)}
    for what, drift in found.items():
        values: Json = {"found": drift.found, "usual": drift.usual}
        known = before.get(what)
        if known is None:
            row = {"site": site, "what": what, **values, "opened_at": utc_now(), "run": run, "is_muted": 0}
            connection.execute(sa.insert(alarms).values(row))
        elif known.closed_at is not None:
            values |= {"opened_at": utc_now(), "closed_at": None, "run": run}
            connection.execute(_one(site, what).values(values))
        else:
            connection.execute(_one(site, what).values(values))
    over = [what for what, alarm in before.items() if alarm.closed_at is None and what not in found]
    for what in over:
        connection.execute(_one(site, what).values(closed_at=utc_now()))
    now_known = {alarm.what: alarm for alarm in alarms_of(connection, [site]) if not alarm.is_muted}
    was_open = {what for what, alarm in before.items() if alarm.closed_at is None}
    return Judged(
        opened=[alarm for what, alarm in now_known.items() if what in found and what not in was_open],
        still_open=[alarm for what, alarm in now_known.items() if what in found and what in was_open],
        closed=[alarm for what, alarm in now_known.items() if what in over],
    )


def alarms_of(connection: Connection, sites: Sequence[str] | None = None) -> list[Alarm]:
    """The alarms that some sites ever had, or all sites, by site."""
    query = sa.select(alarms).order_by(alarms.c.site, alarms.c.what)
    if sites is not None:
        query = query.where(alarms.c.site.in_(sites))
    return [_alarm(row) for row in connection.execute(query)]


def mute(connection: Connection, site: str, *, is_muted: bool = True) -> int:
    """Have a site's alarms, now and whenever they open again, say nothing; or say it again. How many there are."""
    result = connection.execute(sa.update(alarms).where(alarms.c.site == site).values(is_muted=int(is_muted)))
    return int(result.rowcount)


def _one(site: str, what: str) -> sa.Update:
    return sa.update(alarms).where(alarms.c.site == site, alarms.c.what == what)


def _alarm(row: Any) -> Alarm:
    return Alarm(
        site=row.site,
        what=row.what,
        found=row.found,
        usual=row.usual,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        run=row.run,
        is_muted=bool(row.is_muted),
    )

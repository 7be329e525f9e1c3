"""What a store knows of an address, and what was passed over of a site: for who asks why."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.store.rows import DONE, FAILED, QUEUED, Json
from newscrawl.store.tables import pages, runs

_STATES = {QUEUED: "queued", DONE: "done", FAILED: "failed"}
_LATEST_RUNS = 50


@dataclass(frozen=True, kw_only=True)
class KnownAddress:
    """One row of the frontier: an address of a site, and what became of it."""

    site: str
    url: str
    state: str
    """``queued``, ``done`` or ``failed``."""
    kind: str | None
    """What the link promised; once done, what the page turned out to be."""
    reason: str | None
    """Why it failed or was passed over. None: neither."""
    http_status: int | None
    found_at: str | None
    """When it was met first, ISO 8601. None: by a crawl that did not write it down."""
    via: str | None
    found_in: str | None
    """The page, feed or sitemap that named it. None: the user did."""
    chance: float | None
    """That it is an article, as the link looked. None: it was no such link."""
    priority: int
    depth: int
    fetched_at: str | None
    failures: int
    """In a row."""
    crashes: int
    day: str | None
    checks: int
    recheck_at: str | None
    """When its article is to be looked at again, ISO 8601. None: it is not."""
    is_rendered: bool
    """It is the page as a browser shows it."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def addresses_at(connection: Connection, key: str) -> list[KnownAddress]:
    """What crawls know of an address, by its key (``page_key``): a row for each site that it was met in."""
    query = sa.select(pages).where(pages.c.key.in_([key, f"RENDER {key}"])).order_by(pages.c.id)
    return [_known(row) for row in connection.execute(query)]


def passed_over(
    connection: Connection, site: str, *, reason: str | None = None, limit: int = 100
) -> list[KnownAddress]:
    """Addresses of a site that failed or were passed over, the latest first, no more than ``limit``."""
    query = sa.select(pages).where(pages.c.site == site, pages.c.reason.is_not(None))
    if reason is not None:
        query = query.where(pages.c.reason == reason)
    rows = connection.execute(query.order_by(pages.c.fetched_at.desc().nulls_last(), pages.c.id.desc()).limit(limit))
    return [_known(row) for row in rows]


def reasons_of(connection: Connection, site: str) -> Counter[str]:
    """How many addresses of a site failed or were passed over, by reason."""
    query = sa.select(pages.c.reason, sa.func.count()).where(pages.c.site == site, pages.c.reason.is_not(None))
    return Counter({row[0]: row[1] for row in connection.execute(query.group_by(pages.c.reason))})


def left_out(connection: Connection, site: str) -> Counter[str]:
    """Links that a site's latest runs did not even queue, by reason; each time seen."""
    query = sa.select(runs.c.summary, runs.c.sites).where(runs.c.summary.is_not(None))
    found: Counter[str] = Counter()
    for row in connection.execute(query.order_by(runs.c.started_at.desc()).limit(_LATEST_RUNS)):
        if site in _list(row.sites):
            tally = _object(row.summary).get(site)
            found.update(_counts(tally.get("skipped")) if isinstance(tally, dict) else {})
    return found


def is_known_site(connection: Connection, site: str) -> bool:
    return connection.scalar(sa.select(pages.c.id).where(pages.c.site == site).limit(1)) is not None


def _known(row: Any) -> KnownAddress:
    evidence = _object(row.evidence)
    chance = evidence.get("chance")
    return KnownAddress(
        site=row.site,
        url=row.url,
        state=_STATES.get(row.state, str(row.state)),
        kind=row.kind,
        reason=row.reason,
        http_status=row.http_status,
        found_at=row.found_at,
        via=row.discovered_via,
        found_in=row.discovered_from,
        chance=float(chance) if isinstance(chance, int | float) else None,
        priority=row.priority,
        depth=row.depth,
        fetched_at=row.fetched_at,
        failures=row.failures,
        crashes=row.crashes,
        day=row.day,
        checks=row.checks or 0,
        recheck_at=_moment(row.recheck_at),
        is_rendered=row.key.startswith("RENDER "),
    )


def _moment(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _object(text: str | None) -> Json:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _list(text: str | None) -> list[Any]:
    try:
        value = json.loads(text or "[]")
    except ValueError:
        return []
    return value if isinstance(value, list) else []


def _counts(value: Any) -> dict[str, int]:
    return {str(name): int(count) for name, count in value.items()} if isinstance(value, dict) else {}

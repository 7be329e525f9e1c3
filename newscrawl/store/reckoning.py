"""What the runs of each site came to, for who looks at many of them: the last one, and how it compares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.store.rows import QUEUED, Json
from newscrawl.store.tables import articles, pages, runs

LOOKED_AT = 2_000
"""Runs, the latest, that are looked at; of one site no more than ``OF_A_SITE``."""

OF_A_SITE = 30


@dataclass(frozen=True, kw_only=True)
class SiteRun:
    """One run of one site."""

    run: str
    started_at: str
    finished_at: str | None
    """None: it is at work, or was killed and no later one has noticed."""
    reason: str | None
    """Scrapy's close reason; ``crashed`` where the next run found it dead. None: it has not ended."""
    tally: Json = field(default_factory=dict)
    """``SiteTally.as_dict``. Empty: it has not ended, or was killed."""

    @property
    def kept(self) -> int:
        return int(self.tally.get("kept") or 0)

    @property
    def exit_status(self) -> int | None:
        status = self.tally.get("exit_status")
        return status if isinstance(status, int) else None


@dataclass(frozen=True, kw_only=True)
class SiteState:
    """How a site stands."""

    site: str
    runs: list[SiteRun]
    """The latest first, no more than ``OF_A_SITE``."""
    articles: int
    """Lines that are stored: articles and versions."""
    queued: int

    @property
    def latest(self) -> SiteRun | None:
        return self.runs[0] if self.runs else None

    @property
    def last_news_at(self) -> str | None:
        """When the latest run began that kept something, ISO 8601. None: none of these did."""
        return next((run.started_at for run in self.runs if run.kept), None)

    @property
    def last_ended_at(self) -> str | None:
        """When a run of it last came to its end, ISO 8601. None: none of these did."""
        return next((run.finished_at for run in self.runs if run.finished_at and run.reason != "crashed"), None)

    def as_dict(self) -> Json:
        latest = self.latest
        return {
            "site": self.site,
            "articles": self.articles,
            "queued": self.queued,
            "last_news_at": self.last_news_at,
            "last_ended_at": self.last_ended_at,
            "kept": [run.kept for run in self.runs],
            "latest": None if latest is None else {**latest.__dict__},
        }


def states(connection: Connection) -> list[SiteState]:
    """How each site of a store stands, in order of the alphabet."""
    of_site: dict[str, list[SiteRun]] = {}
    for site, run in _runs(connection, sa.select(runs).limit(LOOKED_AT)):
        known = of_site.setdefault(site, [])
        if len(known) < OF_A_SITE:
            known.append(run)
    kept = _counts(connection, sa.select(articles.c.site, sa.func.count()).group_by(articles.c.site))
    is_queued = pages.c.state == QUEUED
    queued = _counts(connection, sa.select(pages.c.site, sa.func.count()).where(is_queued).group_by(pages.c.site))
    return [
        SiteState(site=site, runs=of_site.get(site, []), articles=kept.get(site, 0), queued=queued.get(site, 0))
        for site in sorted({*of_site, *kept})
    ]


def runs_of(connection: Connection, site: str, *, days: int, now: datetime) -> list[SiteRun]:
    """The runs of a site that began in the last days, the latest first."""
    since = (now - timedelta(days=days)).isoformat()
    query = sa.select(runs).where(runs.c.started_at >= since, runs.c.sites.contains(json.dumps(site)))
    return [run for name, run in _runs(connection, query) if name == site]


def age_s(moment: str | None, now: datetime) -> float | None:
    """Seconds since a moment. None: it is not known."""
    if moment is None:
        return None
    try:
        then = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (now - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds()


def _runs(connection: Connection, query: sa.Select[Any]) -> Iterator[tuple[str, SiteRun]]:
    for row in connection.execute(query.order_by(runs.c.started_at.desc(), runs.c.id.desc())):
        summary = _json(row.summary, {})
        for site in _json(row.sites, []):
            tally = summary.get(site)
            yield (
                str(site),
                SiteRun(
                    run=row.id,
                    started_at=row.started_at,
                    finished_at=row.finished_at,
                    reason=row.reason,
                    tally=tally if isinstance(tally, dict) else {},
                ),
            )


def _counts(connection: Connection, query: sa.Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}


def _json(text: str | None, otherwise: Any) -> Any:
    """A stored value; ``otherwise`` if there is none of its kind."""
    try:
        value = json.loads(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if isinstance(value, type(otherwise)) else otherwise

"""Tellings that become permanent with their article or are given up, and what that changes for others."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection

from newscrawl.store.rows import Json
from newscrawl.store.tables import articles, runs, story_changes, tellings

ORIGINAL = 1
"""Place of a story's original, and of what claims to be the original in its stead."""


def keep_telling(connection: Connection, article_id: str) -> None:
    """Make the claims for an article permanent; who is the original of their stories may change by it."""
    for claim in connection.execute(_CLAIMS, {"id": article_id}).all():
        connection.execute(_KEEP, {"claim": claim.number})
        is_joined = claim.relation == "original" or claim.of == article_id or _stands_in(connection, claim)
        if not is_joined or (claim.relation == "original" and _has_rival(connection, claim)):
            settle(connection, claim.story)


def give_up(connection: Connection, claims: ColumnElement[bool]) -> None:
    """Give up those of some claims that never became permanent; what is a copy of them finds another original."""
    given_up = connection.execute(sa.select(tellings.c.number, tellings.c.story).where(_IS_CLAIM, claims)).all()
    for claim in given_up:
        connection.execute(sa.update(tellings).where(tellings.c.number == claim.number).values(kept=-1, place=0))
    for story in sorted({claim.story for claim in given_up}):
        settle(connection, story)


def give_up_run(connection: Connection, run: str) -> None:
    """Give up what a crawl claimed and did not keep."""
    give_up(connection, tellings.c.run == run)


def give_up_dead(connection: Connection) -> None:
    """Give up what was claimed by crawls that have ended, as far as that is known."""
    living = sa.select(runs.c.id).where(runs.c.finished_at.is_(None))
    give_up(connection, tellings.c.run.not_in(living))


def settle(connection: Connection, story: int) -> None:
    """Have one article of a story be its original, by what is kept, and the others copies of what is kept.

    The original is what has the best rank, then what was seen first; of a site only what it had first.
    """
    members: dict[str, Any] = {}
    for row in connection.execute(_KEPT_OF_STORY, {"story": story}):
        members.setdefault(row.article_id, row)
    if not members:
        return
    original = min(_candidates(members), key=lambda row: (row.rank, row.number))
    if original.relation != "original":
        told = {"relation": "original", "of": None, "overlap": None, "place": ORIGINAL}
        _tell_anew(connection, original, told)
    for row in members.values():
        if row is not original and (row.relation == "original" or row.of not in members):
            _tell_anew(connection, row, _as_copy(row, original))


def _candidates(members: dict[str, Any]) -> Collection[Any]:
    """What may be the original: neither a variant or version of what is kept, nor a later telling of its site."""
    first_of_sites: dict[str, Any] = {}
    for row in members.values():
        if row.relation in ("original", "syndicated") or row.of not in members:
            first_of_sites.setdefault(row.site or row.article_id, row)
    return first_of_sites.values() or members.values()


def _as_copy(row: Any, original: Any) -> Json:
    """What an article is that is not the original after all; how much they share is known where they were compared."""
    is_of_site = bool(row.site) and row.site == original.site
    overlap = original.overlap if original.supersedes == row.number else None
    relation = "url_variant" if is_of_site else "syndicated"
    return {"relation": relation, "of": original.article_id, "overlap": overlap, "place": max(row.place, ORIGINAL + 1)}


def _tell_anew(connection: Connection, row: Any, told: Json) -> None:
    connection.execute(sa.update(tellings).where(tellings.c.number == row.number).values(told))
    connection.execute(sa.delete(story_changes).where(story_changes.c.article_id == row.article_id))
    connection.execute(sa.insert(story_changes).values(article_id=row.article_id))


def _stands_in(connection: Connection, claim: Any) -> bool:
    """Whether what a claim repeats is kept, or may yet be."""
    return connection.scalar(_STANDS, {"id": claim.of, "story": claim.story}) is not None


def _has_rival(connection: Connection, claim: Any) -> bool:
    return connection.scalar(_RIVAL, {"claim": claim.number, "story": claim.story}) is not None


def changed(connection: Connection, site: str) -> list[tuple[str, Json]]:
    """(id, ``story`` as it is now) of a site's articles that became the original, or ceased to be it; told once."""
    ids = connection.scalars(
        sa.select(story_changes.c.article_id)
        .where(story_changes.c.article_id.in_(sa.select(articles.c.id).where(articles.c.site == site)))
        .order_by(story_changes.c.article_id)
    ).all()
    found = []
    for article_id in ids:
        told = sa.select(tellings).where(tellings.c.article_id == article_id, tellings.c.kept == 1)
        row = connection.execute(told.order_by(tellings.c.number.desc()).limit(1)).first()
        if row is not None:
            overlap = None if row.relation == "original" else row.overlap
            story = {"id": row.story_id, "relation": row.relation, "of": row.of, "overlap": overlap}
            found.append((article_id, story))
    connection.execute(sa.delete(story_changes).where(story_changes.c.article_id.in_(ids)))
    return found


_IS_CLAIM = tellings.c.kept == sa.literal_column("0")  # as it stands in the index of claims: found by that
_CLAIMS = sa.select(*(tellings.c[name] for name in ("number", "story", "relation", "of"))).where(
    tellings.c.article_id == sa.bindparam("id"), tellings.c.kept == 0
)
_KEEP = sa.update(tellings).where(tellings.c.number == sa.bindparam("claim")).values(kept=1)
_of_story = tellings.c.story == sa.bindparam("story")
_STANDS = sa.select(tellings.c.number).where(
    tellings.c.article_id == sa.bindparam("id"), _of_story, tellings.c.place > 0
)
_RIVAL = sa.select(tellings.c.number).where(
    _of_story, tellings.c.place == ORIGINAL, tellings.c.number != sa.bindparam("claim")
)
_KEPT_OF_STORY = (
    sa.select(
        *(tellings.c[name] for name in ("number", "place", "article_id", "site", "relation", "of", "overlap", "rank",
                                        "supersedes"))
    )
    .where(_of_story, tellings.c.kept == 1, tellings.c.place > 0)
    .order_by(tellings.c.number)
)  # fmt: skip

"""Tellings that become permanent with their article, and what that changes for others."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.store.rows import Json
from newscrawl.store.tables import articles, story_changes, tellings


def keep_telling(connection: Connection, article_id: str) -> None:
    """Make the claim for an article permanent; an article that was taken for the original until then is a copy now."""
    for claim in connection.execute(_CLAIMS, {"id": article_id}).all():
        connection.execute(_KEEP, {"claim": claim.number})
        if claim.supersedes is not None:
            supersede(connection, claim.number, claim.supersedes)


def supersede(connection: Connection, number: int, former: int) -> None:
    """Have a telling take the place of the former original, which is a copy of it from now on."""
    columns = sa.select(
        tellings.c.number, tellings.c.place, tellings.c.article_id, tellings.c.overlap, tellings.c.relation
    )
    rows = {row.number: row for row in connection.execute(columns.where(tellings.c.number.in_((number, former))))}
    new, old = rows[number], rows.get(former)
    if old is None or old.relation != "original":
        return
    copy = {"relation": "syndicated", "of": new.article_id, "overlap": new.overlap, "place": new.place}
    connection.execute(sa.update(tellings).where(tellings.c.number == former).values(copy))
    connection.execute(sa.update(tellings).where(tellings.c.number == number).values(place=old.place, overlap=None))
    connection.execute(sa.delete(story_changes).where(story_changes.c.article_id == old.article_id))
    connection.execute(sa.insert(story_changes).values(article_id=old.article_id))


def changed(connection: Connection, site: str) -> list[tuple[str, Json]]:
    """(id, ``story`` as it is now) of a site's articles that are not the original any more; told once."""
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
            story = {"id": row.story_id, "relation": row.relation, "of": row.of, "overlap": row.overlap}
            found.append((article_id, story))
    connection.execute(sa.delete(story_changes).where(story_changes.c.article_id.in_(ids)))
    return found


_CLAIMS = sa.select(tellings.c.number, tellings.c.supersedes).where(
    tellings.c.article_id == sa.bindparam("id"), tellings.c.kept == 0
)
_KEEP = sa.update(tellings).where(tellings.c.number == sa.bindparam("claim")).values(kept=1)

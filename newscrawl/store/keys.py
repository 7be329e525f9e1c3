"""Keys that a store made by earlier rules for addresses, brought up to those of today."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.extraction.urls import canonical_url, page_key
from newscrawl.store.rows import QUEUED
from newscrawl.store.tables import aliases, pages

_PART = 500  # rows looked at together; SQLite takes 999 values in one statement in its older builds


def renew_keys(connection: Connection) -> None:
    """Have articles and pages found by the keys that their addresses have today; run once for each change of rules.

    An article keeps its id and its former keys: new ones are aliases. Where two articles come to one key, the one
    whose former key sorts first has it. A page takes its new key unless another of its site has it; pages that were
    read go before those that wait. 23 s of CPU for 200,000 articles and as many pages, half of them with other keys.
    """
    _renew_aliases(connection)
    for is_waiting in (False, True):
        _renew_pages(connection, is_waiting=is_waiting)


def _renew_aliases(connection: Connection) -> None:
    last = ""
    while rows := connection.execute(
        sa.select(aliases).where(aliases.c.key > last).order_by(aliases.c.key).limit(_PART)
    ).all():
        last = rows[-1].key
        found: dict[str, str] = {}
        for row in rows:
            key = canonical_url(row.key)
            if key != row.key:
                found.setdefault(key, row.article_id)
        known = set(connection.scalars(sa.select(aliases.c.key).where(aliases.c.key.in_(found))))
        new = [{"key": key, "article_id": article} for key, article in found.items() if key not in known]
        if new:
            connection.execute(sa.insert(aliases), new)


def _renew_pages(connection: Connection, *, is_waiting: bool) -> None:
    last = 0
    wanted = (pages.c.state == QUEUED) if is_waiting else (pages.c.state != QUEUED)
    columns = sa.select(pages.c.id, pages.c.site, pages.c.key)
    while rows := connection.execute(columns.where(wanted, pages.c.id > last).order_by(pages.c.id).limit(_PART)).all():
        last = rows[-1].id
        found: dict[tuple[str, str], int] = {}
        for row in rows:
            key = page_key(row.key)
            if key != row.key:
                found.setdefault((row.site, key), row.id)
        has_key = sa.select(pages.c.site, pages.c.key).where(pages.c.key.in_({key for _, key in found}))
        known = {(row.site, row.key) for row in connection.execute(has_key)}
        new = [{"its_id": page, "its_key": key} for (site, key), page in found.items() if (site, key) not in known]
        if new:
            update = sa.update(pages).where(pages.c.id == sa.bindparam("its_id"))
            connection.execute(update.values(key=sa.bindparam("its_key")), new)

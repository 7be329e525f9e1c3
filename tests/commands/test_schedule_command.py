"""Which sites are due: turns that are fixed points in time, caught up once, never doubled."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newscrawl.commands.schedule import LONGEST_S, SHORTEST_S, plan, rhythm_s
from newscrawl.roster import Entry
from newscrawl.store.reckoning import SiteRun, SiteState
from tests.crawling import ROOT

NOW = datetime(2026, 11, 25, 10, 10, tzinfo=UTC)
HALF_HOURLY = Entry(name="times", url="https://times.test/", every_s=1800.0)
ADAPTIVE = Entry(name="times", url="https://times.test/", is_adaptive=True)


def state(*begun: datetime, kept: int = 1) -> SiteState:
    """A site whose runs began then, the latest first."""
    made = [
        SiteRun(
            run=str(moment),
            started_at=moment.isoformat(),
            finished_at=moment.isoformat(),
            reason="finished",
            tally={"kept": kept},
        )
        for moment in begun
    ]
    return SiteState(site="times.test", runs=made, articles=9, queued=0)


def test_a_site_that_was_never_crawled_is_due() -> None:
    assert plan(HALF_HOURLY, None, NOW).is_due


def test_it_is_due_once_a_turn() -> None:
    begun = state(NOW.replace(minute=1))
    assert not plan(HALF_HOURLY, begun, NOW).is_due
    assert plan(HALF_HOURLY, begun, NOW).due_at == "2026-11-25T10:30:00Z"
    assert plan(HALF_HOURLY, begun, NOW.replace(minute=31)).is_due


def test_all_who_plan_a_turn_name_it_alike() -> None:
    jobs = {plan(HALF_HOURLY, None, NOW.replace(minute=minute)).job for minute in (0, 7, 29)}
    assert len(jobs) == 1
    assert plan(HALF_HOURLY, None, NOW.replace(minute=30)).job not in jobs


def test_a_late_run_does_not_move_the_turns() -> None:
    late = state(NOW.replace(minute=29))
    assert plan(HALF_HOURLY, late, NOW.replace(minute=30)).is_due


def test_hours_that_were_missed_are_caught_up_once() -> None:
    missed = state(NOW - timedelta(hours=9))
    now = plan(HALF_HOURLY, missed, NOW)
    assert now.is_due
    caught_up = state(NOW, NOW - timedelta(hours=9))
    assert not plan(HALF_HOURLY, caught_up, NOW.replace(minute=20)).is_due


def test_a_site_without_a_rhythm_is_never_due() -> None:
    assert plan(Entry(name="a", url="https://a.test/"), None, NOW).due_at is None


@pytest.mark.parametrize(
    ("hours", "kept", "expected_s"),
    [
        (1, 4, 3600.0),
        (1, 16, SHORTEST_S),
        (1, 400, SHORTEST_S),
        (6, 4, 6 * 3600.0),
        (6, 8, 3 * 3600.0),
        (24, 0, LONGEST_S),
        (24, 1, LONGEST_S),
    ],
)
def test_an_adaptive_site_is_crawled_as_often_as_it_publishes(hours: float, kept: int, expected_s: float) -> None:
    begun = [NOW - timedelta(hours=hours * number) for number in range(9)]
    assert rhythm_s(state(*begun, kept=kept)) == expected_s


def test_where_little_is_known_an_adaptive_site_is_crawled_hourly() -> None:
    assert rhythm_s(None) == rhythm_s(state(NOW)) == 3600.0
    assert plan(ADAPTIVE, None, NOW).every_s == 3600.0


@pytest.mark.parametrize(
    ("roster", "arguments", "told"),
    [
        (None, (), "there is no roster"),
        ('[a]\nurl = "https://a.test/"\nevery = "soon"', (), "'soon' is no rhythm"),
        ('[a]\nurl = "https://a.test/"', ("b",), "no such site"),
        ('[a]\nurl = "https://a.test/"', ("--colour",), "--colour"),
    ],
)
def test_bad_input_gets_one_line(tmp_path: Path, roster: str | None, arguments: tuple[str, ...], told: str) -> None:
    if roster is not None:
        (tmp_path / "sites.toml").write_text(roster)
    settings = ["-s", f"NEWSCRAWL_ROSTER={tmp_path / 'sites.toml'}", "-s", f"NEWSCRAWL_DATA={tmp_path}"]
    command = [sys.executable, "-m", "scrapy", "schedule", "--dry-run", *arguments, *settings]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert "Traceback" not in run.stderr

"""A site that breaks raises an alarm on that day, and none before; a quiet weekend raises none."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from newscrawl.store import Store
from newscrawl.store.alarms import Judged, alarms_of, judge, mute
from newscrawl.store.drift import LEAST_DAYS, drifts
from newscrawl.store.reckoning import SiteRun
from newscrawl.store.tables import runs
from newscrawl.store.tally import COVERED

MONDAY = datetime(2026, 9, 7, 18, 0, tzinfo=UTC)
SITE = "times.test"
Day = Callable[[int, datetime], dict[str, Any]]


def usual(number: int, day: datetime) -> dict[str, Any]:
    """A day of some thirty articles, eight at weekends, with all their fields; noise from the day's number."""
    noise = random.Random(number)
    kept = noise.randint(6, 10) if day.weekday() >= 5 else noise.randint(24, 38)
    return {"kept": kept, "words": noise.randint(380, 520), "missing": []}


def run_of(number: int, moment: datetime, day: dict[str, Any], part: int = 0, parts: int = 1) -> SiteRun:
    kept = day["kept"] * (part + 1) // parts - day["kept"] * part // parts
    covered = Counter({"articles": kept, **{name: kept for name in COVERED if name not in day["missing"]}})
    tally = {"kept": kept, "covered": dict(covered), "words": day["words"] if kept else None, "is_partial": False}
    return SiteRun(
        run=f"run {number}.{part}",
        started_at=moment.isoformat(),
        finished_at=(moment + timedelta(minutes=5)).isoformat(),
        reason=day.get("reason", "finished"),
        tally={**tally, **day.get("tally", {})},
    )


def month(day_of: Day, *, runs_a_day: int = 1, days: int = 30) -> dict[int, list[str]]:
    """What each day's last run of a month is alarmed about, by day from 1; days without alarms are left out."""
    known: list[SiteRun] = []
    found = {}
    for number in range(1, days + 1):
        end = MONDAY + timedelta(days=number - 1)
        day = day_of(number, end)
        for part in range(runs_a_day):
            moment = end - timedelta(hours=24 * (runs_a_day - 1 - part) / runs_a_day)
            known.append(run_of(number, moment, day, part, runs_a_day))
        what = [drift.what for drift in drifts(known, end + timedelta(minutes=6))]
        if what:
            found[number] = what
    return found


def broken(from_day: int, **changes: Any) -> Day:
    return lambda number, day: {**usual(number, day), **(changes if number >= from_day else {})}


@pytest.mark.parametrize("runs_a_day", [1, 4, 48])
def test_a_month_in_which_nothing_happens(runs_a_day: int) -> None:
    assert month(usual, runs_a_day=runs_a_day) == {}


@pytest.mark.parametrize("runs_a_day", [1, 4])
@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"kept": 0}, ["articles"]),
        ({"kept": 2}, ["articles"]),
        ({"words": 60}, ["words"]),
        ({"missing": ["authors"]}, ["authors"]),
        ({"missing": ["date_published", "images"]}, ["date_published", "images"]),
    ],
)
def test_a_site_that_breaks_on_day_twenty_is_alarmed_about_on_day_twenty(
    runs_a_day: int, changes: dict[str, Any], what: list[str]
) -> None:
    found = month(broken(17, **changes), runs_a_day=runs_a_day, days=18)  # a Wednesday
    assert min(found) == 17
    found = month(broken(22, **changes), runs_a_day=runs_a_day, days=22)  # a Monday
    assert found == {22: what}


def test_day_twenty_may_be_a_saturday() -> None:
    assert (MONDAY + timedelta(days=19)).weekday() == 5
    assert min(month(broken(20, kept=0), days=20)) == 20


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_quiet_weekend_raises_none(share: float) -> None:
    def quiet(number: int, day: datetime) -> dict[str, Any]:
        known = usual(number, day)
        return {**known, "kept": round(known["kept"] * share)} if number in (20, 21) else known

    assert month(quiet) == {}


def test_the_first_quiet_weekends_raise_none_either() -> None:
    def dead(number: int, day: datetime) -> dict[str, Any]:
        return {**usual(number, day), **({"kept": 0} if day.weekday() >= 5 else {})}

    assert month(dead) == {}


def test_a_backlog_on_the_first_day_is_no_measure() -> None:
    assert month(lambda number, day: {**usual(number, day), **({"kept": 900} if number == 1 else {})}) == {}


def test_little_history_says_nothing() -> None:
    assert month(broken(LEAST_DAYS, kept=0), days=LEAST_DAYS) == {}


@pytest.mark.parametrize(
    "changes", [{"reason": "shutdown"}, {"reason": "crashed"}, {"tally": {"is_partial": True}}, {"reason": None}]
)
def test_runs_that_did_not_end_by_themselves_say_nothing(changes: dict[str, Any]) -> None:
    assert month(broken(20, kept=0, **changes)) == {}


def test_a_site_with_hardly_any_articles_says_nothing() -> None:
    assert month(lambda number, day: {"kept": number % 3, "words": 400, "missing": []}) == {}


class TestAlarms:
    def judged(self, store: Store, day_of: Day, days: range) -> dict[int, Judged]:
        found = {}
        for number in days:
            moment = MONDAY + timedelta(days=number - 1)
            run = run_of(number, moment, day_of(number, moment))
            values = {
                "id": run.run,
                "sites": json.dumps([SITE, "other.test"]),
                "summary": json.dumps({SITE: run.tally}),
            }
            times = {"started_at": run.started_at, "finished_at": run.finished_at, "reason": run.reason}
            with store.transaction() as connection:
                connection.execute(sa.insert(runs).values(**values, **times))
                found[number] = judge(connection, SITE, run.run, moment + timedelta(minutes=6))
        return found

    def test_each_opens_once_and_closes_once(self, store: Store) -> None:
        def mended(number: int, day: datetime) -> dict[str, Any]:
            return {**usual(number, day), **({"kept": 0} if 22 <= number <= 24 else {})}

        found = self.judged(store, mended, range(1, 28))
        assert [day for day, one in found.items() if one.opened] == [22]
        assert [day for day, one in found.items() if one.still_open] == [23, 24]
        assert [day for day, one in found.items() if one.closed] == [25]
        with store.reader() as reader:
            (alarm,) = alarms_of(reader)
        assert (alarm.what, alarm.run, alarm.closed_at is not None) == ("articles", "run 22.0", True)

    def test_one_that_is_muted_says_nothing_now_and_later(self, store: Store) -> None:
        self.judged(store, broken(22, kept=0), range(1, 23))
        with store.transaction() as connection:
            assert mute(connection, SITE) == 1
        found = self.judged(store, broken(24, kept=0), range(23, 26))
        assert not any(one.opened or one.still_open or one.closed for one in found.values())
        with store.transaction() as connection:
            mute(connection, SITE, is_muted=False)
        (again,) = self.judged(store, broken(1, kept=0), range(26, 27)).values()
        assert [alarm.what for alarm in again.still_open] == ["articles"]

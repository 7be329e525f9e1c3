"""`scrapy schedule`: posts the sites of the roster that are due to scrapyd; run by cron or a systemd timer."""

from __future__ import annotations

import argparse
import os
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.faults import UsageInOneLine
from newscrawl.commands.looking import refuse_options, told_in_one_line
from newscrawl.commands.showing import print_json, print_whole, table
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.extensions.store import data_folder, from_project, store_url
from newscrawl.roster import Entry, chosen, read_roster
from newscrawl.serving import PROJECT, Scrapyd, ScrapydError
from newscrawl.store import Store
from newscrawl.store.reckoning import SiteState, states

SHORTEST_S, LONGEST_S = 15 * 60.0, 24 * 3600.0
"""Bounds of an adaptive rhythm."""

WANTED = 4.0
"""New articles that an adaptive crawl should find."""

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class IsAway(CannotCrawl):
    """Scrapyd cannot be reached; what is due stays due."""

    exit_status = ExitStatus.UNREACHABLE


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be done with one site."""

    name: str
    every_s: float | None
    """None: the site has no rhythm."""
    job: str | None
    """The job's id, which is the same for all who plan the same crawl. None: nothing is due."""
    due_at: str | None
    """When it is, or was, due, ISO 8601. None: never."""

    @property
    def is_due(self) -> bool:
        return self.job is not None


class Command(UsageInOneLine, ScrapyCommand):
    """Reads the roster and what runs have left; a job's id is made of site and turn, so nothing is posted twice."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site …]"

    def short_desc(self) -> str:
        return "Post the sites of the roster that are due to scrapyd"

    def long_desc(self) -> str:
        return (
            "Post those sites of the roster (sites.toml) that are due to scrapyd (NEWSCRAWL_SCRAPYD, user and password"
            " in the environment's NEWSCRAWL_SCRAPYD_USER). A crawl that was missed is caught up once; one that is"
            " queued or at work is not posted again. Run it every minute or five by cron or a systemd timer."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="show the plan, post nothing")
        parser.add_argument("--json", action="store_true", help="the plan as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = told_in_one_line(lambda: self._schedule(args, opts))

    def _schedule(self, args: list[str], opts: argparse.Namespace) -> None:
        refuse_options(args, "schedule")
        path = from_project(self.settings["NEWSCRAWL_ROSTER"])
        entries = chosen(read_roster(path), ",".join(args) if args else None, path)
        plans = [plan(entry, state, datetime.now(UTC)) for entry, state in self._with_states(entries)]
        posted = {} if opts.dry_run else self._post(plans)
        if opts.json:
            print_json({"sites": [{**plan.__dict__, "posted": posted.get(plan.name, False)} for plan in plans]})
        else:
            print_whole(lambda _: _shown(plans, posted, is_dry=opts.dry_run))

    def _with_states(self, entries: list[Entry]) -> list[tuple[Entry, SiteState | None]]:
        """The entries with how their sites stand in the store. None: they were never crawled."""
        url = store_url(self.settings)
        address = sa.make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            return [(entry, None) for entry in entries]
        with closing(Store(url)) as store, closing(store.reader()) as reader:
            known = {state.site: state for state in states(reader)}
        return [(entry, known.get(entry.site)) for entry in entries]

    def _post(self, plans: list[Plan]) -> dict[str, bool]:
        """Post what is due; by name whether it was. IsAway if scrapyd cannot be reached."""
        url = self.settings["NEWSCRAWL_SCRAPYD"]
        user, _, password = os.environ.get("NEWSCRAWL_SCRAPYD_USER", "").partition(":")
        scrapyd = Scrapyd(url, user, password)
        try:
            listed = scrapyd.get("listjobs", project=PROJECT)
            known = {job["id"] for state in ("pending", "running", "finished") for job in listed.get(state, ())}
            at_work = {
                job["id"].rpartition("-")[0] for state in ("pending", "running") for job in listed.get(state, ())
            }
            return {plan.name: self._post_one(scrapyd, plan, known, at_work) for plan in plans if plan.is_due}
        except ScrapydError as error:
            raise CannotCrawl(f"NEWSCRAWL_SCRAPYD: {url} refuses: {error}") from None
        except OSError as error:
            later = "what is due is posted the next time"
            raise IsAway(f"NEWSCRAWL_SCRAPYD: {url} cannot be reached ({error}); {later}") from None

    def _post_one(self, scrapyd: Scrapyd, plan: Plan, known: set[str], at_work: set[str]) -> bool:
        if plan.job is None or plan.job in known or plan.job.rpartition("-")[0] in at_work:
            return False
        settings = [f"NEWSCRAWL_DATA={data_folder(self.settings)}", f"NEWSCRAWL_ROSTER={self._roster}"]
        if self.settings["NEWSCRAWL_STORE"]:
            settings.append(f"NEWSCRAWL_STORE={store_url(self.settings)}")
        fields: dict[str, Any] = {"project": PROJECT, "spider": "site", "jobid": plan.job, "setting": settings}
        scrapyd.post("schedule", **fields, site=plan.name)
        return True

    @property
    def _roster(self) -> str:
        return str(from_project(self.settings["NEWSCRAWL_ROSTER"]))


def plan(entry: Entry, state: SiteState | None, now: datetime) -> Plan:
    """Whether a site is due: its turns are fixed points in time, one each ``every``; it is due if no run of it has
    begun since the last one. Turns that were missed count as one."""
    every_s = rhythm_s(state) if entry.is_adaptive else entry.every_s
    if every_s is None:
        return Plan(name=entry.name, every_s=None, job=None, due_at=None)
    turn = int((now - _EPOCH).total_seconds() // every_s)
    begins = _EPOCH + timedelta(seconds=turn * every_s)
    latest = state.latest if state is not None else None
    if latest is not None and _moment(latest.started_at) >= begins:
        later = begins + timedelta(seconds=every_s)
        return Plan(name=entry.name, every_s=every_s, job=None, due_at=_text(later))
    return Plan(name=entry.name, every_s=every_s, job=f"{entry.name}-{int(begins.timestamp())}", due_at=_text(begins))


def rhythm_s(state: SiteState | None) -> float:
    """Seconds between two crawls in which a site publishes some ``WANTED`` articles, by its latest runs; within
    ``SHORTEST_S`` and ``LONGEST_S``, in steps of a quarter of an hour. An hour where little is known."""
    runs = [run for run in state.runs if run.tally and run.reason == "finished"] if state is not None else []
    gaps = [
        (_moment(later.started_at) - _moment(earlier.started_at)).total_seconds() for later, earlier in pairwise(runs)
    ]
    if len(gaps) < 3:
        return 3600.0
    per_second = sum(run.kept for run in runs[:-1]) / max(1.0, sum(gaps))
    wished = WANTED / per_second if per_second > 0 else LONGEST_S
    bounded = min(max(wished, SHORTEST_S, median(gaps) / 4), LONGEST_S)
    return max(SHORTEST_S, round(bounded / SHORTEST_S) * SHORTEST_S)


def _shown(plans: list[Plan], posted: dict[str, bool], *, is_dry: bool) -> Any:
    rows = table(has_header=True)
    for title in ("site", "every", "", "at"):
        rows.add_column(title)
    for one in plans:
        rows.add_row(*map(Text, (one.name, _span(one.every_s), _state(one, posted, is_dry=is_dry), one.due_at or "")))
    return rows


def _state(one: Plan, posted: dict[str, bool], *, is_dry: bool) -> str:
    if one.every_s is None:
        return "no rhythm"
    if not one.is_due:
        return "waits"
    return "due" if is_dry else "posted" if posted.get(one.name) else "queued or at work already"


def _span(seconds: float | None) -> str:
    """
    >>> _span(1800), _span(7200), _span(None)
    ('30 min', '2 h', '')
    """
    if seconds is None:
        return ""
    return f"{seconds / 3600:g} h" if seconds % 3600 == 0 else f"{seconds / 60:g} min"


def _moment(iso: str) -> datetime:
    found = datetime.fromisoformat(iso)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

"""`scrapy status`: how each site of a store stands, on one screen."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from datetime import UTC, datetime

from rich.console import Group, RenderableType
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.faults import UsageInOneLine
from newscrawl.commands.looking import refuse_options, told_in_one_line
from newscrawl.commands.showing import print_json, print_whole, shown, table
from newscrawl.commands.stored import open_store
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.extensions.progress import number
from newscrawl.extensions.store import store_url
from newscrawl.extensions.summary import in_words
from newscrawl.store.alarms import Alarm, alarms_of, mute
from newscrawl.store.drift import Drift
from newscrawl.store.reckoning import SiteRun, SiteState, age_s, states

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(m|h|d)")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400}
_BARS = "▁▂▃▄▅▆▇█"
_TREND = 12  # runs
_MARKS = {1: "fault", 3: "no article", 4: "unreachable", 5: "refused", 6: "held by another crawl", 7: "out of space"}


class IsStale(CannotCrawl):
    """A site was not crawled to its end for longer than it should."""

    exit_status = ExitStatus.NO_ARTICLE


class Command(UsageInOneLine, ScrapyCommand):
    """Reads what crawls have committed, also while they run: it takes no lock and makes no store."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options] [site …]"

    def short_desc(self) -> str:
        return "Show how each site stands: its last run, its trend, what is wrong"

    def long_desc(self) -> str:
        return (
            "Show the sites of the store: when each was last crawled and what came of it, new articles of its latest"
            " runs, what is queued, and what is wrong. --fail-if-stale catches a scheduler that is dead."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--fail-if-stale", metavar="SPAN", help="exit with 3 if a site's last finished run is older: 90m, 2h, 1d"
        )
        parser.add_argument("--mute", action="store_true", help="alarms of the sites named say nothing any more")
        parser.add_argument("--unmute", action="store_true", help="they do again")
        parser.add_argument("--json", action="store_true", help="the same as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        self.exitcode = told_in_one_line(lambda: self._show(args, opts))

    def _show(self, args: list[str], opts: argparse.Namespace) -> None:
        refuse_options(args, "status")
        stale_s = span(opts.fail_if_stale) if opts.fail_if_stale is not None else None
        if (opts.mute or opts.unmute) and not args:
            raise CannotCrawl("--mute and --unmute: name the sites that they are for")
        with closing(open_store(store_url(self.settings))) as store:
            if opts.mute or opts.unmute:
                with store.transaction() as connection:
                    for site in args:
                        mute(connection, site, is_muted=opts.mute)
            with closing(store.reader()) as reader:
                found, alarms = states(reader), alarms_of(reader)
        unknown = sorted(set(args) - {state.site for state in found})
        if unknown:
            raise CannotCrawl(f"{', '.join(unknown)}: the store has no such site; scrapy status names those it has")
        wanted = [state for state in found if not args or state.site in args]
        if not wanted:
            raise CannotCrawl("the store is empty; scrapy crawl site -a url=https://… fills it")
        now = datetime.now(UTC)
        if opts.json:
            names = {state.site for state in wanted}
            listed = [alarm.as_dict() for alarm in alarms if alarm.site in names]
            print_json({"sites": [state.as_dict() for state in wanted], "alarms": listed})
        else:
            print_whole(lambda _: show_states(wanted, alarms, now))
        late = [state.site for state in wanted if stale_s is not None and is_stale(state, stale_s, now)]
        if late:
            raise IsStale(
                f"stale: {', '.join(late[:10])}{' …' * (len(late) > 10)} (no run ended for {opts.fail_if_stale})"
            )


def span(given: str) -> float:
    """
    >>> span("2h"), span("90m")
    (7200.0, 5400.0)
    """
    found = _SPAN.fullmatch(given.strip().lower())
    if found is None or not 0 < float(found[1]) < 1e6:
        raise CannotCrawl(f"--fail-if-stale {given}: is no span of time; write 90m, 2h or 1d")
    return float(found[1]) * _SECONDS[found[2]]


def is_stale(state: SiteState, longest_s: float, now: datetime) -> bool:
    """Whether no run of a site has come to its end for so long."""
    age = age_s(state.last_ended_at, now)
    return age is None or age > longest_s


# -- for a person ----------------------------------------------------------------------------------------------------


def show_states(found: list[SiteState], alarms: list[Alarm], now: datetime) -> RenderableType:
    rows = table(has_header=True)
    for title in ("site", "last run", "", "new", "latest runs", "stored", "queued", "what is wrong"):
        rows.add_column(title, justify="right" if title in ("new", "stored", "queued") else "left")
    wrongs = {state.site: _wrong(state, alarms) for state in found}
    for state in sorted(found, key=lambda one: (not wrongs[one.site], one.site)):
        rows.add_row(*map(Text, (*_row(state, now), wrongs[state.site])))
    wrong = sum(map(bool, wrongs.values()))
    total = sum(state.articles for state in found)
    told = f"{number(len(found), 'site')}, {number(total, 'article')}, " + (
        f"{wrong} with a problem" if wrong else "all well"
    )
    return Group(Text(told, style="bold"), rows)


def _row(state: SiteState, now: datetime) -> list[str]:
    latest = state.latest
    when = ago(age_s(latest.started_at, now)) if latest is not None else "never"
    how = _how(latest) if latest is not None else ""
    new = f"{latest.kept:,}" if latest is not None and latest.tally else ""
    counts = [run.kept for run in state.runs if run.tally][:_TREND][::-1]
    return [shown(state.site), when, how, new, bars(counts), f"{state.articles:,}", f"{state.queued:,}"]


def _how(run: SiteRun) -> str:
    if run.finished_at is None:
        return "at work, or killed"
    return in_words(run.reason or "")


def _wrong(state: SiteState, alarms: list[Alarm]) -> str:
    """What is wrong with a site; nothing of alarms that are over or muted."""
    latest = state.latest
    told = []
    if latest is not None and latest.reason == "crashed":
        told.append("killed")
    elif latest is not None and (latest.exit_status or 0) in _MARKS:
        told.append(_MARKS[latest.exit_status or 0])
    own = [alarm for alarm in alarms if alarm.site == state.site and not alarm.is_muted and alarm.closed_at is None]
    return "; ".join([*told, *(Drift(alarm.what, alarm.found, alarm.usual).text for alarm in own)])


def bars(counts: list[int]) -> str:
    """
    >>> bars([0, 2, 4]), bars([])
    ('▁▅█', '')
    """
    most = max(counts, default=0)
    return "".join(_BARS[round((len(_BARS) - 1) * count / most) if most else 0] for count in counts)


def ago(seconds: float | None) -> str:
    """
    >>> ago(30), ago(5400), ago(200_000), ago(None)
    ('just now', '1 h ago', '2 d ago', '')
    """
    if seconds is None:
        return ""
    if seconds < 60:
        return "just now"
    for size, name in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {name} ago"
    return ""

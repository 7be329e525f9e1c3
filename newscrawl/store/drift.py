"""Whether a site has fallen out of its own history: fewer articles, fields that vanish, texts that shrink.

Robust statistics (median and median absolute deviation; Leys et al. 2013, doi 10.1016/j.jesp.2013.03.013) over windows
of a day that end at the same hour. Working days are compared with working days, weekends with weekends. Where there is
little history nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median

from newscrawl.store.reckoning import SiteRun
from newscrawl.store.tally import COVERED

DAYS = 28
"""Days of history."""

LEAST_DAYS, LEAST_ALIKE = 7, 3
"""Days of history that are needed at all; and of the same kind, working days or weekends."""

LEAST_USUAL = 5
"""Articles of a usual day, below which their number says nothing; and of a window, below which their fields do not."""

FEW = 0.2
"""Share of the usual number of articles below which a day has too few: a quiet day has more."""

_SCALE = 1.4826  # of the median absolute deviation, to that of a normal distribution
_DEVIATIONS = 4.0
_LEAST_LOSS = 0.4  # of a field's coverage
_LEAST_COVERAGE = 0.5  # that is usual, below which a field is not watched
_SHORT = 0.4  # of the usual length


@dataclass(frozen=True)
class Drift:
    """One thing of a site that is not as it was."""

    what: str
    """``articles`` (a day), ``words`` (of the median article), or a field's name (share of articles that have it)."""
    found: float
    usual: float

    @property
    def text(self) -> str:
        """
        >>> Drift("articles", 0, 31.5).text, Drift("authors", 0.05, 0.98).text, Drift("words", 40, 512).text
        ('0 articles a day, usually 32', 'authors in 5 % of the articles, usually 98 %', '40 words a text, usually 512')
        """
        if self.what == "articles":
            return f"{self.found:.0f} articles a day, usually {self.usual:.0f}"
        if self.what == "words":
            return f"{self.found:.0f} words a text, usually {self.usual:.0f}"
        return f"{self.what} in {100 * self.found:.0f} % of the articles, usually {100 * self.usual:.0f} %"


@dataclass
class Window:
    """What the runs of one day came to."""

    is_weekend: bool
    runs: int = 0
    kept: int = 0
    covered: Counter[str] = field(default_factory=Counter)
    words: list[float] = field(default_factory=list)

    def add(self, run: SiteRun) -> None:
        self.runs += 1
        self.kept += run.kept
        covered = run.tally.get("covered")
        self.covered.update(covered if isinstance(covered, dict) else {})
        words = run.tally.get("words")
        if isinstance(words, int | float):
            self.words.append(float(words))

    @property
    def articles(self) -> int:
        return self.covered["articles"]

    def coverage(self, name: str) -> float:
        return self.covered[name] / max(1, self.articles)


def drifts(runs: Sequence[SiteRun], now: datetime) -> list[Drift]:
    """What of a site is not as it was, by its runs until now, of ``DAYS`` + 1 days. Runs that a limit, a signal or a
    crash ended, and those that wanted a part of the site alone, say nothing."""
    today, *before = _windows(runs, now)
    history = [window for window in before if window.runs]
    if not today.runs or len(history) < LEAST_DAYS:
        return []
    found = [_too_few(today, history), _too_short(today, history)]
    found += [_vanished(name, today, history) for name in COVERED]
    return [drift for drift in found if drift is not None]


def _windows(runs: Sequence[SiteRun], now: datetime) -> list[Window]:
    """The day until now, and those before it."""
    middles = [now - timedelta(days=days, hours=12) for days in range(DAYS + 1)]
    windows = [Window(is_weekend=middle.weekday() >= 5) for middle in middles]
    for run in runs:
        if run.reason != "finished" or run.tally.get("is_partial"):
            continue
        begun = datetime.fromisoformat(run.started_at)
        days = (now - (begun if begun.tzinfo else begun.replace(tzinfo=UTC))) // timedelta(days=1)
        if 0 <= days <= DAYS:
            windows[days].add(run)
    return windows


def _too_few(today: Window, history: list[Window]) -> Drift | None:
    alike = [window.kept for window in history if window.is_weekend == today.is_weekend]
    if len(alike) < LEAST_ALIKE:
        return None
    usual = median(alike)
    floor = min(FEW * usual, usual - _DEVIATIONS * _spread(alike))
    is_too_few = usual >= LEAST_USUAL and (today.kept < floor or (today.kept == 0 and floor >= 0))
    return Drift("articles", today.kept, usual) if is_too_few else None


def _too_short(today: Window, history: list[Window]) -> Drift | None:
    lengths = [median(window.words) for window in history if window.words]
    if today.articles < LEAST_USUAL or not today.words or len(lengths) < LEAST_DAYS:
        return None
    found, usual = median(today.words), median(lengths)
    is_short = found < min(_SHORT * usual, usual - _DEVIATIONS * _spread(lengths))
    return Drift("words", found, usual) if is_short else None


def _vanished(name: str, today: Window, history: list[Window]) -> Drift | None:
    shares = [window.coverage(name) for window in history if window.articles >= LEAST_USUAL]
    if today.articles < LEAST_USUAL or len(shares) < LEAST_DAYS:
        return None
    found, usual = today.coverage(name), median(shares)
    is_gone = found < usual - max(_LEAST_LOSS, _DEVIATIONS * _spread(shares))
    return Drift(name, round(found, 3), round(usual, 3)) if usual >= _LEAST_COVERAGE and is_gone else None


def _spread(values: Sequence[float]) -> float:
    """The median absolute deviation, scaled to a standard deviation."""
    middle = median(values)
    return _SCALE * median(abs(value - middle) for value in values)

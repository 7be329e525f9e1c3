"""How often the date that a text implies is found, and how often what is found is true, on texts of our own.

    python -m bench.story_dates [--misses] [--held | --tuned]

The texts, in ``bench/pages/story_dates``, were written before the rules. Every third was held back while these were
tuned. A text has its language, the day that its page claims (or null), and what may be concluded: a value with its
precision,
or null. Precision is the share of right values among those given; coverage the share of right values among those
that may be given; a value coarser than the true one counts as no value if it holds it, and as wrong if not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from newscrawl.extraction.story_dates import conflict_days, is_conflict, read_story_date
from newscrawl.items import StoryDate

TEXTS = Path(__file__).parent / "pages/story_dates"


@dataclass(frozen=True)
class Case:
    """A text with what may be concluded from it."""

    id: str
    language: str
    claimed: date | None
    value: str | None
    precision: str | None
    conflict: bool
    text: str
    evidence: tuple[str, ...] = ()
    is_held: bool = False
    """Whether it was kept back while the rules were tuned."""


@dataclass
class Score:
    """Counts of one group of texts."""

    texts: int = 0
    dated: int = 0
    """Texts from which something may be concluded."""
    given: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def coverage(self) -> float:
        return self.right / self.dated if self.dated else 1.0


def read_cases(folder: Path = TEXTS) -> list[Case]:
    """All texts, file by file."""
    rows: list[dict[str, Any]] = [
        row for path in sorted(folder.glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))
    ]
    return [_case(row, is_held=place % 3 == 2) for place, row in enumerate(rows)]


def _case(row: dict[str, Any], *, is_held: bool) -> Case:
    claimed = date.fromisoformat(row["claimed"]) if row["claimed"] else None
    known = {**row, "claimed": claimed, "evidence": tuple(row.get("evidence", ()))}
    return Case(**known, is_held=is_held)


def found_in(case: Case) -> tuple[StoryDate, bool]:
    """What is read of a text, and whether it is in conflict with the claim."""
    found = read_story_date(case.text, case.language, case.claimed)
    return found, case.claimed is not None and is_conflict(conflict_days(found, case.claimed))


def add(score: Score, case: Case, found: StoryDate) -> None:
    """Count one text."""
    is_coarser = case.value is not None and found.value is not None and case.value.startswith(found.value + "-")
    score.texts += 1
    score.dated += case.value is not None
    score.given += found.value is not None and not is_coarser
    score.right += found.value is not None and found.value == case.value


def scores(cases: Iterable[Case]) -> dict[str, Score]:
    """By group: all, tuned on, held back, each expected precision, each language."""
    table: dict[str, Score] = {"all": Score(), "tuned on": Score(), "held back": Score()}
    for case in cases:
        found, _ = found_in(case)
        groups = ("all", "held back" if case.is_held else "tuned on", f"expected: {case.precision}", case.language)
        for group in groups:
            add(table.setdefault(group, Score()), case, found)
    return table


def conflicts(cases: Iterable[Case]) -> tuple[int, int, int]:
    """Conflicts that are flagged and true, flagged, true."""
    pairs = [(found_in(case)[1], case.conflict) for case in cases]
    return sum(flagged and true for flagged, true in pairs), sum(p[0] for p in pairs), sum(p[1] for p in pairs)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.story_dates", description="Score story dates.")
    parser.add_argument("--misses", action="store_true", help="print what came out otherwise than expected")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--held", action="store_true", help="only the texts held back while tuning")
    which.add_argument("--tuned", action="store_true", help="only the others")
    options = parser.parse_args(arguments)
    kept = {True} if options.held else {False} if options.tuned else {True, False}
    cases = [case for case in read_cases() if case.is_held in kept]
    print(f"{'':20}  texts  dated  precision  coverage")
    for group, score in scores(cases).items():
        print(f"{group:20}  {score.texts:5}  {score.dated:5}  {score.precision:9.2f}  {score.coverage:8.2f}")
    right, flagged, true = conflicts(cases)
    print(f"conflicts: {right} right of {flagged} flagged, {true} to flag")
    for case in cases if options.misses else ():
        found, is_flagged = found_in(case)
        if found.value != case.value or is_flagged != case.conflict:
            print(f"{case.id}: expected {case.value}, read {found.value} from {found.evidence}; conflict {is_flagged}")


if __name__ == "__main__":
    main()

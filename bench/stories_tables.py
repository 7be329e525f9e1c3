"""What ``bench.stories`` found, as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bench.stories_metrics import Score

_MOST_ROWS = 8  # of pairs of kinds that are mixed up or missed


@dataclass(frozen=True)
class Row:
    """How one judge did on one mix."""

    judge: str
    score: Score
    docs_per_cpu_s: float


@dataclass(frozen=True)
class MixResult:
    """How all judges did on one mix; newscrawl is the first."""

    name: str
    rows: list[Row]


_FIGURES: dict[str, Callable[[Row], str]] = {
    "precision": lambda row: share(row.score.precision),
    "recall": lambda row: share(row.score.recall),
    "F1": lambda row: share(row.score.f1),
    "B³ F1": lambda row: share(row.score.b3_f1),
    "relation": lambda row: share(row.score.relation_accuracy),
    "docs per CPU s": lambda row: f"{row.docs_per_cpu_s:,.0f}",
}


def share(value: float | None) -> str:
    """A share with three digits: ``.968``, ``1.000``."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def caption(result: MixResult) -> str:
    score = result.rows[0].score
    return f"{result.name}: {score.items:,} articles, {score.stories:,} stories, {score.gold_pairs:,} pairs"


def as_text(results: Sequence[MixResult]) -> Group:
    """Tables to print."""
    return Group(*(part for result in results for part in _mix_as_text(result)))


def _mix_as_text(result: MixResult) -> list[RenderableType]:
    first = result.rows[0]
    figures = _table("", *_FIGURES)
    for row in result.rows:
        figures.add_row(row.judge, *(figure(row) for figure in _FIGURES.values()))
    parts: list[RenderableType] = [Text(caption(result), "bold"), figures, *_kinds(result)]
    parts += _pairs("put together, though they tell two stories", first.score.wrong)
    if first.score.wrong_examples:
        parts.append(Text("for example: " + ", ".join(f"{one} + {other}" for one, other in first.score.wrong_examples)))
    parts += _pairs("of one story, and not put together", first.score.missed)
    parts += _pairs("relations that are told wrong (true, told)", first.score.relations)
    return [*parts, Text()]


def _kinds(result: MixResult) -> Iterable[Table]:
    for title, values in (
        ("recall, by kind of copy", lambda row: row.score.recall_by_kind),
        ("share that is mixed with other stories, by kind", lambda row: row.score.mixed_by_kind),
    ):
        kinds = sorted({kind for row in result.rows for kind in values(row)})
        table = _table(title, *(row.judge for row in result.rows))
        for kind in kinds:
            table.add_row(kind, *(share(values(row).get(kind, 0.0)) for row in result.rows))
        if kinds:
            yield table


def _pairs(title: str, pairs: dict[tuple[str, str], int]) -> list[RenderableType]:
    if not pairs:
        return []
    table = _table(title, "pairs")
    for (one, other), number in list(pairs.items())[:_MOST_ROWS]:
        table.add_row(f"{one}, {other}", f"{number:,}")
    return [table]


def _table(first: str, *columns: str) -> Table:
    table = Table(first, box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def as_markdown(results: Sequence[MixResult]) -> str:
    """The README's table: a line for each judge and mix."""
    lines = [_line("mix", "", *_FIGURES), _line(*["---"] * (len(_FIGURES) + 2))]
    for result in results:
        lines += [_line(result.name, row.judge, *(figure(row) for figure in _FIGURES.values())) for row in result.rows]
    return "\n".join(lines)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def as_json(results: Iterable[MixResult]) -> list[dict[str, Any]]:
    return [
        {
            "mix": result.name,
            "judges": [
                {"judge": row.judge, "docs_per_cpu_s": row.docs_per_cpu_s, **_jsonable(asdict(row.score))}
                for row in result.rows
            ],
        }
        for result in results
    ]


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    pairs = ("wrong", "missed", "relations")
    return values | {name: {" ".join(pair): number for pair, number in values[name].items()} for name in pairs}

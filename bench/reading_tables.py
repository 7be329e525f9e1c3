"""What ``bench.reading`` found, added up for each set and written as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import mean, median
from typing import Any

from bench.reading_data import LabelledPage
from bench.reading_metrics import FIELDS, METRICS, PageScore, Total, field_scores, field_totals
from bench.reading_peers import YARDSTICK
from bench.reading_workers import Outcome

SOURCES = {"day": "date", "minute": "date", "wrong_date": "date"}
"""The attribute of a reading that a field's score is about, where it is called otherwise."""


@dataclass
class Tally:
    """One reader on the pages of one set."""

    metric: str | None
    bodies: list[PageScore] = field(default_factory=list)
    fields: list[dict[str, float]] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    """Fields that the reader gave on some page."""
    errors: int = 0
    empty: int = 0
    rss_mb: float = 0.0

    def count(self, page: LabelledPage, outcome: Outcome) -> None:
        reading = outcome.reading
        if self.metric is not None:
            self.bodies.append(METRICS[self.metric].page(page.gold, reading.text))
        self.fields.append(field_scores(page.gold, reading.title, reading.authors, reading.date, reading.topics))
        self.given.update(name for name in FIELDS if getattr(reading, SOURCES.get(name, name)))
        self.cpu_ms.append(outcome.cpu_ms)
        self.errors += outcome.error is not None
        self.empty += not reading.text

    def row(self, reader: str, yardstick_ms: float | None) -> Row:
        body = METRICS[self.metric].total(self.bodies) if self.metric is not None else None
        cpu_ms = mean(self.cpu_ms)
        ratio = cpu_ms / yardstick_ms if yardstick_ms else None
        fields = {name: score for name, score in field_totals(self.fields).items() if name in self.given}
        return Row(
            reader, body, fields, cpu_ms, median(self.cpu_ms), ratio, self.rss_mb, errors=self.errors, empty=self.empty
        )


@dataclass(frozen=True)
class Row:
    """How one reader did on one set."""

    reader: str
    body: Total | None
    """None: the set knows no bodies."""
    fields: dict[str, float]
    """By the names in ``FIELDS``; those that pages of the set state and the reader gives at all."""
    cpu_ms: float
    """A page, in the mean."""
    cpu_median_ms: float
    ratio: float | None
    """Of the mean CPU time to that of ``YARDSTICK``. None: that was not run."""
    rss_mb: float
    """Resident memory after the set's last page."""
    errors: int = 0
    """Pages on which it raised, hung or died."""
    empty: int = 0
    """Pages on which it found no text."""


@dataclass(frozen=True)
class SetResult:
    """How all readers did on one set."""

    name: str
    metric: str | None
    pages: int
    sites: int
    rows: list[Row]


def set_result(name: str, pages: Sequence[LabelledPage], tallies: dict[str, Tally]) -> SetResult:
    yardstick_ms = mean(tallies[YARDSTICK].cpu_ms) if YARDSTICK in tallies else None
    rows = [tally.row(reader, yardstick_ms) for reader, tally in tallies.items()]
    return SetResult(name, pages[0].metric, len(pages), len({page.site for page in pages}), rows)


def as_text(results: Iterable[SetResult]) -> str:
    """A table for each set."""
    return "\n\n".join(_set_as_text(result) for result in results)


_NUMBERS = ("F1", "exact", "P", "R", *FIELDS)


def _set_as_text(result: SetResult) -> str:
    measure = f", {result.metric}" if result.metric else ""
    title = f"{result.name}: {result.pages} pages of {result.sites} sites{measure}"
    numbers = [name for name in _NUMBERS if any(_number(row, name) is not None for row in result.rows)]
    head = ["", *(name.replace("_", " ") for name in numbers), "ms", "median", "ratio", "MB", "errors", "empty"]
    lines = [head]
    for row in result.rows:
        scores = [_share(_number(row, name)) for name in numbers]
        costs = [f"{row.cpu_ms:.1f}", f"{row.cpu_median_ms:.1f}", _ratio(row.ratio), f"{row.rss_mb:.0f}"]
        lines.append([row.reader, *scores, *costs, str(row.errors), str(row.empty)])
    return "\n".join([title, *_aligned(lines)])


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  " + "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip() for line in lines
    ]


def _number(row: Row, name: str) -> float | None:
    if name in FIELDS:
        return row.fields.get(name)
    if row.body is None:
        return None
    return {"F1": row.body.f1, "exact": row.body.exact, "P": row.body.precision, "R": row.body.recall}[name]


def _share(value: float | None) -> str:
    """A share with three digits: ``.968``, ``1.000``."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def as_markdown(results: Sequence[SetResult]) -> str:
    """The README's two tables: bodies with the cost over all sets, and fields."""
    return "\n\n".join("\n".join(table) for table in (_body_table(results), _field_table(results)) if len(table) > 2)


def _body_table(results: Sequence[SetResult]) -> list[str]:
    columns = [(result, name) for result in results if result.metric for name in ("F1", "exact")]
    columns = [(result, name) for result, name in columns if _number(result.rows[0], name) is not None]
    if not columns:
        return []
    heads = [f"{result.name} ({result.pages})" if name == "F1" else name for result, name in columns]
    lines = [_markdown_row("text F1 (pages)", *heads, "CPU ms a page (ratio)"), _rule(len(columns) + 2)]
    for place, row in enumerate(results[0].rows):
        shares = [_share(_number(result.rows[place], name)) for result, name in columns]
        lines.append(_markdown_row(row.reader, *shares, _cost(results, place)))
    return lines


def _cost(results: Sequence[SetResult], place: int) -> str:
    """Mean CPU time over all pages of all sets, and its ratio to the yardstick's."""
    number = sum(result.pages for result in results)
    spent = sum(result.rows[place].cpu_ms * result.pages for result in results)
    yardstick = [row.cpu_ms * result.pages for result in results for row in result.rows if row.reader == YARDSTICK]
    ratio = spent / sum(yardstick) if yardstick else None
    return f"{spent / number:.1f} ({_ratio(ratio)})"


def _field_table(results: Sequence[SetResult]) -> list[str]:
    known = [name for name in FIELDS if any(name in row.fields for result in results for row in result.rows)]
    lines = [_markdown_row("fields", "", *(name.replace("_", " ") for name in known)), _rule(len(known) + 2)]
    for result in results:
        rows = [row for row in result.rows if row.fields]
        lines += [
            _markdown_row(result.name, row.reader, *(_share(row.fields.get(name)) for name in known)) for row in rows
        ]
    return lines


def _markdown_row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return _markdown_row(*["---"] * columns)


def as_json(results: Iterable[SetResult]) -> list[dict[str, Any]]:
    return [asdict(result) for result in results]

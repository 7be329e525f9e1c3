"""SafeCsv: feeds that spreadsheets may open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scrapy.exporters import CsvItemExporter

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets read as a formula where a cell begins with it (OWASP, CSV injection)."""


class SafeCsv(CsvItemExporter):
    """Scrapy's CSV, with a ``'`` before what a spreadsheet would take for a formula: headlines come from strangers."""

    def _build_row(self, values: Iterable[Any]) -> Iterable[Any]:
        for value in super()._build_row(values):
            is_formula = isinstance(value, str) and value.lstrip(" \n").startswith(_BEGINS_FORMULA)
            yield f"'{value}" if is_formula else value

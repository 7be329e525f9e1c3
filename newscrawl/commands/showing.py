"""Showing what a few pages of a site came to: tables for a person, cut to the width, safe in any script."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, chop_cells
from rich.table import Table

from newscrawl.extensions.terminal import is_terminal, plain, terminal
from newscrawl.store import dump_line

if TYPE_CHECKING:
    from rich.console import RenderableType


def print_whole(show: Callable[[int], RenderableType]) -> None:
    """Print what ``show`` makes for a number of columns: to a terminal, or to a file, which gets no colour codes."""
    console = terminal(sys.stdout) if is_terminal(sys.stdout) else plain(sys.stdout)
    with console.capture() as printed:
        console.print(show(console.width), crop=False)
    # A table pads its rows, which a file is better without.
    text = "\n".join(line.rstrip() for line in printed.get().splitlines())
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))  # a terminal may not have every script


def print_json(value: dict[str, Any]) -> None:
    """Print one line of JSON, which is UTF-8 whatever a terminal is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(dump_line(value).encode() + b"\n")
    sys.stdout.buffer.flush()


def table(*, has_header: bool = False) -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold", show_header=has_header)


def shown(text: str) -> str:
    """A site's text as a terminal may show it: without control characters, in any script.

    >>> shown("Red\\x1b[2J alert"), shown("Donau\\u00addampfer")
    ('Red [2J alert', 'Donaudampfer')
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\u200c\u200d" else _in_its_place(char) for char in text)


def _in_its_place(char: str) -> str:
    """Nothing for what has no width, such as a soft hyphen or a change of direction."""
    return "" if unicodedata.category(char) == "Cf" else " "


def cut(text: str, width: int) -> str:
    """The beginning of a text, ``width`` columns at most; wide characters take two.

    >>> cut("Rain ends at last", 9), cut("雨がやむ", 5)
    ('Rain end…', '雨が…')
    """
    if cell_len(text) <= width:
        return text
    return (chop_cells(text, width - 1)[0] if width > 1 else "") + "…"


def cut_amid(text: str, width: int) -> str:
    """Beginning and end of an address, ``width`` columns at most: both tell one from the others.

    >>> cut_amid("/2026/11/05/rain-ends-at-last-77.html", 20)
    '/2026/1…last-77.html'
    """
    if cell_len(text) <= width:
        return text
    end = max(1, (width - 1) * 2 // 3)
    tail = chop_cells(text[::-1], end)[0][::-1]
    return cut(text, max(1, width - cell_len(tail))) + tail

"""Who reads stderr: a person at a terminal, or a file."""

from __future__ import annotations

import os
from typing import TextIO

from rich.console import Console

_PLAIN_WIDTH = 160  # characters: files have no width, and a table should not be folded in them


def is_under_scrapyd() -> bool:
    return "SCRAPYD_JOB" in os.environ or "SCRAPY_JOB" in os.environ


def is_terminal(stream: TextIO) -> bool:
    """Whether a person sees the stream as it is written, on something that can move the cursor."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not is_under_scrapyd()


def terminal(stream: TextIO) -> Console:
    """For writing to a terminal that a person sees."""
    return Console(file=stream, highlight=False)


def plain(stream: TextIO) -> Console:
    """For writing to a file: never a colour code, whatever the environment says."""
    return Console(
        file=stream, highlight=False, width=_PLAIN_WIDTH, color_system=None, force_terminal=False, no_color=True
    )

"""Runs a command in a pseudo-terminal, as a person would, and keeps all that it writes there."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TerminalRun:
    """What a command wrote, escape sequences and all, and how it ended."""

    output: bytes
    status: int


def run_in_terminal(
    command: Sequence[str], *, folder: Path, columns: int = 100, rows: int = 40, env: Mapping[str, str] | None = None
) -> TerminalRun:
    """Run a command in a terminal of that size; stdin, stdout and stderr are all that terminal."""
    child, terminal = pty.fork()
    if child == 0:
        with suppress(OSError):
            os.chdir(folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            own = {
                name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
            }
            os.execvpe(command[0], command, {**own, "TERM": "xterm-256color", **(env or {})})
        os._exit(127)
    written = bytearray()
    with suppress(OSError):  # EIO: the command has ended
        while part := os.read(terminal, 65536):
            written += part
    os.close(terminal)
    return TerminalRun(bytes(written), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

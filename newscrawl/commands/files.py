"""Files that commands read, and write: whole or not at all, and refused before the work if they cannot be."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from newscrawl.exceptions import CannotCrawl

STDIN = "-"
"""The file that stands for standard input."""


def read_page(file: str, most_bytes: int) -> bytes:
    """The bytes of a page that lies in a file; CannotCrawl if there are none, or more than ``most_bytes`` (0: any)."""
    wanted = most_bytes + 1 if most_bytes else -1
    try:
        if file == STDIN:
            body = sys.stdin.buffer.read(wanted)
        else:
            with Path(file).expanduser().open("rb") as opened:
                body = opened.read(wanted)
    except FileNotFoundError:
        raise CannotCrawl(
            f"{file}: there is no such file; name one, or an address like https://news.example/"
        ) from None
    except OSError as error:
        raise CannotCrawl(f"{file}: cannot be read ({error.strerror}); name another file") from None
    if not body:
        raise CannotCrawl(f"{file}: is empty; name a file that holds a page")
    if 0 < most_bytes < len(body):
        raise CannotCrawl(f"{file}: is longer than {most_bytes:,} bytes; -s DOWNLOAD_MAXSIZE=… says how long a page is")
    return body


@contextmanager
def written_aside(path: Path, argument: str) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of ``path`` once it is whole.

    CannotCrawl, naming the command's argument, where it cannot be written.
    """
    try:
        if _is_device(path):
            with path.open("wb") as file:
                yield file
            return
        if path.is_dir():
            raise IsADirectoryError(0, "it is a directory")
        place = path.resolve()
        aside = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            with aside.open("wb") as file:
                yield file
            aside.replace(place)
        finally:
            with suppress(OSError):
                aside.unlink()
    except OSError as error:
        raise CannotCrawl(
            f"{argument} {path}: cannot be written ({error.strerror}); name a file in a folder that you may write"
        ) from None


def check_writable(path: Path, argument: str) -> None:
    """CannotCrawl if ``written_aside`` could not write the file; the file stays as it is."""
    if not _is_device(path):
        with suppress(_SeenEnough), written_aside(path, argument):
            raise _SeenEnough


class _SeenEnough(Exception):  # noqa: N818
    """Ends the writing of a file before anything takes its place."""


def _is_device(path: Path) -> bool:
    """Whether it is /dev/null, a pipe or the like: nothing must take its place, and opening it may wait."""
    return os.path.exists(path) and not path.is_file() and not path.is_dir()  # noqa: PTH110  # Path.exists may raise

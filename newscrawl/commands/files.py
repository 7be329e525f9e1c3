"""Files that commands write: whole or not at all, and refused before the work if they cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from newscrawl.exceptions import CannotCrawl


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

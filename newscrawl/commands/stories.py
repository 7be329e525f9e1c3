"""`scrapy stories IN OUT`: which story each line of a JSON lines file tells."""

from __future__ import annotations

import argparse
import gzip
import io
import os
import signal
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO

import sqlalchemy as sa
from rich.console import Group
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text
from scrapy.commands import ScrapyCommand

from newscrawl.commands.faults import UsageInOneLine, tell
from newscrawl.commands.files import STDIN, check_writable, written_aside
from newscrawl.commands.looking import refuse_options, told_in_one_line
from newscrawl.commands.showing import cut, print_whole, shown, table
from newscrawl.exceptions import CannotCrawl, ExitStatus
from newscrawl.extensions.terminal import is_terminal, terminal
from newscrawl.items import RELATIONS
from newscrawl.json_lines import ArticleLine, FieldNames, SkippedLine, article_lines
from newscrawl.line_stories import LineStories, Tally, batches
from newscrawl.store import Store
from newscrawl.store.database import store_error

STDOUT = "-"
_NAMED_SKIPS = 5
"""Lines that are skipped and told one by one; the others are counted."""
_LARGEST = 5  # stories that the summary names
_GZIP = b"\x1f\x8b"
_FIELDS = {
    "id": "the line's own key; without one it is the line's number",
    "text": "the text, paragraphs parted by blank lines",
    "url": "the address; lines of one address are versions of one article",
    "site": "the site; without one it is that of the address",
    "headline": "the headline",
    "published": "when it was published",
    "fetched": "when it was fetched",
}
"""Members of ``FieldNames`` that an option names otherwise."""


class Command(UsageInOneLine, ScrapyCommand):
    """Runs a story index of its own; nothing of a crawl is read or written."""

    requires_project = True
    requires_crawler_process = False
    skipped = 0
    """Lines that held no article."""

    def syntax(self) -> str:
        return "[options] <in.jsonl> <out.jsonl>"

    def short_desc(self) -> str:
        return "Tell which lines of a JSON lines file tell the same story"

    def long_desc(self) -> str:
        return (
            "Read articles from JSON lines, in order (- is standard input; gzip is known by itself), and write for"
            " each a line: id, cluster, relation (original, version, url_variant or syndicated) and duplicate_of, the"
            " id of the line that it repeats. What ends in .gz is written as gzip; - is standard output."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        for name, what in _FIELDS.items():
            usual = ", ".join(getattr(FieldNames, name))
            # No colon: where a line is wrapped behind one, Scrapy takes it for a heading.
            parser.add_argument(f"--{name}-field", metavar="NAME", help=f"{what} (else the first of {usual})")
        parser.add_argument("--store", metavar="FILE", help="keep the index there, and go on with what it knows")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # it ends as Ctrl-C does, with nothing left behind
        status = told_in_one_line(lambda: self._tell_stories(args, opts))
        self.exitcode = status or int(ExitStatus.NO_ARTICLE if self.skipped else ExitStatus.FINISHED)

    def _tell_stories(self, args: list[str], opts: argparse.Namespace) -> None:
        source, target = _check(args, opts)
        tally = Tally()
        with ExitStack() as stack:
            file = stack.enter_context(_opened(source))
            store = stack.enter_context(_index_store(opts.store, target))
            out = stack.enter_context(_written(target))
            stories = LineStories(store)
            with _progress(source, file) as show:
                lines = _readable(article_lines(_unzipped(file), _names(opts)), source)
                for batch in batches(_without_skipped(lines, source, tally)):
                    told = stories.tell(batch)
                    out.write("".join(f"{line.as_json()}\n" for line in told).encode())
                    tally.told += len(told)
                    tally.relations.update(line.relation for line in told)
                    show(tally.told)
            stories.count(tally, _LARGEST)
        self.skipped = tally.skipped
        if tally.skipped > _NAMED_SKIPS:
            tell(f"{source}: skipped {tally.skipped - _NAMED_SKIPS:,} lines more, {tally.skipped:,} in all")
        with redirect_stdout(sys.stderr) if target == STDOUT else nullcontext():
            print_whole(lambda width: _summary(tally, width))


def _check(args: list[str], opts: argparse.Namespace) -> tuple[str, str]:
    """The names of input and output; CannotCrawl if they cannot be meant so."""
    refuse_options(args, "stories")
    if len(args) != 2:
        raise CannotCrawl("give a file to read and one to write: scrapy stories in.jsonl out.jsonl")
    source, target = args
    written = [name for name in (target, opts.store) if name and name != STDOUT]
    for name in written:
        if source != STDIN and _is_same_file(source, name):
            raise CannotCrawl(f"{name}: is the file that is read; name another one to write")
        check_writable(Path(name), "the file")
    if len(written) == 2 and (_is_same_file(*written) or written[0] == written[1]):
        raise CannotCrawl(f"--store {opts.store}: is the file that is written; name another one")
    return source, target


def _is_same_file(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)  # noqa: PTH121  # Path.samefile raises the same, and is longer
    except OSError:
        return False


def _names(opts: argparse.Namespace) -> FieldNames:
    given = {name: getattr(opts, f"{name}_field") for name in _FIELDS}
    return FieldNames(**{name: (value,) for name, value in given.items() if value})


# -- reading -----------------------------------------------------------------------------------------------------------


@contextmanager
def _opened(source: str) -> Iterator[io.BufferedReader]:
    if source == STDIN:
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115  # an error in the caller's work is none of the opening
    except FileNotFoundError:
        raise CannotCrawl(f"{source}: there is no such file; name one with JSON lines") from None
    except OSError as error:
        raise CannotCrawl(f"{source}: cannot be read ({error.strerror}); name another file") from None
    with file:
        yield file


def _unzipped(file: io.BufferedReader) -> IO[bytes]:
    return io.BufferedReader(gzip.GzipFile(fileobj=file), 1 << 16) if file.peek(2)[:2] == _GZIP else file


def _readable(lines: Iterable[ArticleLine | SkippedLine], source: str) -> Iterator[ArticleLine | SkippedLine]:
    """The lines; CannotCrawl where the file cannot be read on."""
    try:
        yield from lines
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CannotCrawl(f"{source}: its gzip is damaged ({error}); nothing was written") from None
    except OSError as error:
        raise CannotCrawl(f"{source}: cannot be read ({error.strerror}); nothing was written") from None


def _without_skipped(lines: Iterable[ArticleLine | SkippedLine], source: str, tally: Tally) -> Iterator[ArticleLine]:
    """The lines that hold an article; the first ones that hold none are told."""
    for line in lines:
        if isinstance(line, ArticleLine):
            yield line
            continue
        tally.skipped += 1
        if tally.skipped <= _NAMED_SKIPS:
            tell(f"{source}, line {line.number}: skipped: {line.reason}")


# -- writing -----------------------------------------------------------------------------------------------------------


@contextmanager
def _written(target: str) -> Iterator[IO[bytes]]:
    """Where the told lines go: standard output, or a file that appears when it is whole."""
    if target == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with written_aside(Path(target), "the file") as file:
        if not target.endswith(".gz"):
            yield file
            return
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as zipped:
            yield zipped


@contextmanager
def _index_store(kept: str | None, target: str) -> Iterator[Store]:
    """A store for the index, beside what is written. A kept one is worked on as a copy, which takes its place."""
    place = Path(kept or target).resolve()
    beside = Path(gettempdir()) if (kept or target) == STDOUT or not place.parent.is_dir() else place.parent
    with TemporaryDirectory(prefix=f".{place.name}.", suffix=".part", dir=beside, ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "stories.sqlite"
        try:
            if kept and place.exists():
                _copy(place, path)
            with closing(Store(sa.URL.create("sqlite", database=str(path)).render_as_string())) as store:
                yield store
        except sa.exc.OperationalError as error:
            raise store_error(str(kept or beside), error) from None
        if kept:
            path.replace(place)


def _copy(place: Path, path: Path) -> None:
    """Copy an index that may have been left in the middle of a write."""
    try:
        with closing(sqlite3.connect(place)) as kept, closing(sqlite3.connect(path)) as copy:
            kept.backup(copy)
    except sqlite3.DatabaseError as error:
        raise CannotCrawl(
            f"--store {place}: is no index that scrapy stories kept ({error}); name another file"
        ) from None


# -- telling -----------------------------------------------------------------------------------------------------------


@contextmanager
def _progress(source: str, file: IO[bytes]) -> Iterator[Callable[[int], None]]:
    """Shows how far a file is read, in a terminal; call it with the number of lines told."""
    if not is_terminal(sys.stderr):
        yield lambda told: None
        return
    is_file = source != STDIN and Path(source).is_file()
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]:,} lines"), TimeRemainingColumn())
    with Progress(*columns, console=terminal(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=Path(source).stat().st_size if is_file else None, told=0)
        yield lambda told: progress.update(task, completed=file.tell() if is_file else told, told=told)


def _summary(tally: Tally, width: int) -> Group:
    counts = table()
    skipped = f", {tally.skipped:,} skipped" if tally.skipped else ""
    counts.add_row("lines", f"{tally.told:,} told{skipped}")
    counts.add_row("stories", f"{tally.stories:,}")
    for relation in RELATIONS:
        counts.add_row(relation, f"{tally.relations[relation]:,}")
    largest = [
        Text(cut(f"{story.lines:>7,}  {shown(story.headline or '(no headline)')}", width)) for story in tally.largest
    ]
    return Group(counts, *([Text("largest stories, by lines"), *largest] if largest else []))

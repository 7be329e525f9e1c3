"""`scrapy stories` tells of each line of a file which story it is, writes whole files, and says what it skipped."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.terminal import run_in_terminal
from tests.crawling import ROOT

SCRAPY = [sys.executable, "-m", "scrapy"]
FERRY = (
    "The ferry between Arvale and Brindle is back after a year, and leaves at seven each morning from the old pier, as"
    " the harbour office told on Monday."
)
LINES: list[dict[str, Any]] = [
    {"id": "a", "url": "https://arvale.test/1", "title": "Ferry returns", "text": FERRY},
    {"id": "b", "url": "https://arvale.test/2", "title": "Rain", "text": "Rain."},
    {"id": "c", "url": "https://brindle.test/1", "title": "It floats again", "text": FERRY},
]


def stories(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [*SCRAPY, "stories", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, input=stdin, capture_output=True, timeout=60, check=False)


def as_lines(values: list[Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def told(raw: bytes) -> list[tuple[Any, str, Any]]:
    lines = [json.loads(line) for line in raw.splitlines()]
    assert all(list(line) == ["id", "cluster", "relation", "duplicate_of"] for line in lines)
    return [(line["id"], line["relation"], line["duplicate_of"]) for line in lines]


EXPECTED = [("a", "original", None), ("b", "original", None), ("c", "syndicated", "a")]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(as_lines(LINES))
    return path


def test_each_line_is_told_in_order_and_a_summary_printed(source: Path, tmp_path: Path) -> None:
    run = stories(source, tmp_path / "out.jsonl")
    assert (run.returncode, run.stderr) == (0, b"")
    assert told((tmp_path / "out.jsonl").read_bytes()) == EXPECTED
    printed = [line.split() for line in run.stdout.decode().splitlines()]
    assert ["lines", "3", "told"] in printed
    assert ["stories", "2"] in printed
    assert ["syndicated", "1"] in printed
    assert ["2", "Ferry", "returns"] in printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_standard_input_and_output_and_gzip_hold_the_same(source: Path, tmp_path: Path) -> None:
    piped = stories("-", "-", stdin=gzip.compress(source.read_bytes()))
    assert piped.returncode == 0, piped.stderr
    assert told(piped.stdout) == EXPECTED
    assert b"stories" in piped.stderr
    zipped = stories(source, tmp_path / "out.jsonl.gz")
    assert zipped.returncode == 0, zipped.stderr
    assert told(gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes())) == EXPECTED


def test_fields_may_be_named(tmp_path: Path) -> None:
    lines = [{"key": 1, "page": {"words": FERRY}, "text": "teaser"}, {"key": 2, "page": {"words": FERRY}, "text": "ad"}]
    run = stories("-", "-", "--id-field", "key", "--text-field", "page.words", stdin=as_lines(lines))
    assert [(line_id, of) for line_id, _, of in told(run.stdout)] == [(1, None), (2, 1)]


def test_lines_that_hold_no_article_are_told_counted_and_skipped(source: Path, tmp_path: Path) -> None:
    bad = [b"{torn\n", b'{"text": 5}\n', b'{"text": "\xff"}\n', b"[]\n", b"{}\n", b"nonsense\n", b"1\n"]
    source.write_bytes(as_lines(LINES[:1]) + b"".join(bad) + as_lines(LINES[1:]))
    run = stories(source, tmp_path / "out.jsonl")
    errors = run.stderr.decode().splitlines()
    assert run.returncode == 3
    assert [f"line {number}: skipped: " in error for number, error in enumerate(errors[:5], 2)] == [True] * 5
    assert errors[5:] == [f"newscrawl: {source}: skipped 2 lines more, 7 in all"]
    assert told((tmp_path / "out.jsonl").read_bytes()) == EXPECTED
    assert b"3 told, 7 skipped" in run.stdout


def test_the_help_names_every_field_as_an_option_does() -> None:
    shown = " ".join(stories("--help").stdout.decode().split())
    assert "the text, paragraphs parted by blank lines (else the first of text, body, content," in shown
    assert "(else the first of date_published, published," in shown


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").touch()
    run = stories(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (run.returncode, run.stderr) == (0, b"")
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_a_kept_index_goes_on_with_what_it_knows(source: Path, tmp_path: Path) -> None:
    index = tmp_path / "index.sqlite"
    assert stories(source, tmp_path / "one.jsonl", "--store", index).returncode == 0
    more = as_lines([{"id": "d", "url": "https://coldwater.test/9", "text": FERRY}])
    assert told(stories("-", "-", "--store", index, stdin=more).stdout) == [("d", "syndicated", "a")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "index.sqlite", "one.jsonl"]


def refused(run: subprocess.CompletedProcess[bytes], *words: str) -> bool:
    """Whether it told one line with all these words, and nothing else."""
    error = run.stderr.decode()
    assert (run.returncode, run.stdout, error.count("\n")) == (2, b"", 1), run
    return error.startswith("newscrawl: ") and all(word in error for word in words)


def test_what_cannot_be_meant_is_told_in_one_line_and_nothing_is_written(source: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out.jsonl", tmp_path / "folder"
    folder.mkdir()
    assert refused(stories(source), "give a file to read and one to write")
    assert refused(stories(tmp_path / "none.jsonl", out), "none.jsonl: there is no such file")
    assert refused(stories(folder, out), "folder: cannot be read (Is a directory)")
    assert refused(stories(source, source), "in.jsonl: is the file that is read")
    assert refused(stories(source, folder), "folder: cannot be written")
    assert refused(stories(source, tmp_path / "nowhere" / "out.jsonl"), "nowhere/out.jsonl: cannot be written")
    assert refused(stories(source, out, "--store", source), "in.jsonl: is the file that is read")
    assert refused(stories(source, out, "--store", out), "out.jsonl: is the file that is written")
    assert refused(stories(source, out, "--stories"), "--stories: is no option of scrapy stories")
    (tmp_path / "other.sqlite").write_text("notes, and no database at all")
    assert refused(stories(source, out, "--store", tmp_path / "other.sqlite"), "other.sqlite", "no index")
    assert not out.exists()


def test_damaged_gzip_is_told_and_leaves_what_was_there(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("an older run")
    source.write_bytes(gzip.compress(source.read_bytes())[:-12])
    assert refused(stories(source, out), "its gzip is damaged")
    assert out.read_text() == "an older run"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, sent: signal.Signals) -> None:
    index = tmp_path / "index.sqlite"
    command = [*SCRAPY, "stories", "-", str(tmp_path / "out.jsonl"), "--store", str(index)]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Tests that a shell runs in the background are deaf to an interrupt, and so is what they start.
    with subprocess.Popen(command, cwd=ROOT, preexec_fn=_hear_interrupts, **pipes) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(as_lines([{"text": f"{number} {FERRY}"} for number in range(300)]))
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while not list(tmp_path.glob(".index.sqlite.*/stories.sqlite")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(sent)
        assert process.wait(30) == 130
        assert process.stderr.read() == b"newscrawl: stopped; nothing was kept\n"
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_error(source: Path) -> None:
    script = f"{sys.executable} -m scrapy stories {source} - 2>/dev/null | head -n 0; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == "0\n"


def test_a_terminal_shows_how_far_it_is(source: Path, tmp_path: Path) -> None:
    run = run_in_terminal([*SCRAPY, "stories", str(source), str(tmp_path / "out.jsonl")], folder=ROOT)
    assert run.status == 0
    assert b"100%" in run.output
    assert b"3 lines" in run.output


def test_a_line_of_100_megabytes_takes_no_memory_of_its_size(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    with source.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n' + as_lines(LINES))
    code = (
        "import re, runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_module('scrapy', run_name='__main__')\n"
        # Not getrusage: that of a process begins with what its parent had.
        "finally: print(int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) >> 10,"
        " file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "scrapy", "stories", str(source), str(tmp_path / "out.jsonl")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 3
    assert "line 1: skipped: longer than 33,554,432 bytes" in run.stderr
    assert told((tmp_path / "out.jsonl").read_bytes()) == EXPECTED
    assert int(run.stderr.splitlines()[-1]) < 300


def test_a_text_of_a_million_words_is_told(tmp_path: Path) -> None:
    long = io.StringIO()
    for number in range(1_000_000):
        long.write(f"word{number % 7919} ")
    text = long.getvalue()
    run = stories("-", "-", stdin=as_lines([{"id": 1, "text": text}, {"id": 2, "text": text}, {"id": 3, "text": ""}]))
    assert run.returncode == 0, run.stderr
    assert [(line_id, of) for line_id, _, of in told(run.stdout)] == [(1, None), (2, 1), (3, None)]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_told_in_one_line(source: Path) -> None:
    run = stories(source, "/dev/full")
    assert run.returncode != 0
    assert run.stderr.decode().splitlines() == [
        "newscrawl: the file /dev/full: cannot be written (No space left on device); name a file in a folder that you"
        " may write"
    ]

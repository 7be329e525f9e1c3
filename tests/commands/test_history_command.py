"""`scrapy history` shows the versions of an article and what changed between them, from the store alone."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from newscrawl.commands.history import read_history
from newscrawl.items import Article, Provenance, StoryRef
from newscrawl.store import Duplicate, PageOutcome, Store, article_id
from tests.crawling import ROOT

SITE = "arvale.test"
URL = f"https://{SITE}/news/mill"
ID = article_id(URL)
FIRST = "The mill of Arvale burned for 12 hours.\n\nNobody was hurt.\n\nThe road is closed."
SECOND = "The mill of Arvale burned for 14 hours.\n\nNobody was hurt.\n\nIt will open on Friday."
SCRAPY = [sys.executable, "-m", "scrapy", "history"]


def line(version: int, headline: str, text: str, **known: Any) -> dict[str, Any]:
    provenance = Provenance(fetched_at=f"2026-11-0{version}T10:00:00Z", run=f"run {version}")
    story = StoryRef(id=ID, relation="original" if version == 1 else "version")
    return asdict(
        Article(
            url=URL,
            canonical_url=URL,
            site=SITE,
            version=version,
            headline=headline,
            text=text,
            text_sha256=text,
            word_count=len(text.split()),
            story=story,
            provenance=provenance,
            **known,
        )
    )


VERSIONS = [
    line(1, "Mill burns\x1b[2J", FIRST),
    line(2, "Mill burns down", SECOND, date_modified="2026-11-02T09:30:00+01:00"),
    line(3, "Mill of Arvale burns down", SECOND),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an article in three versions, a second address of it, and a copy that was dropped."""
    folder = tmp_path_factory.mktemp("history") / "data"
    folder.mkdir()
    store = Store(f"sqlite:///{folder / 'newscrawl.sqlite'}")
    copy = Duplicate(
        key=f"https://{SITE}/sport/mill",
        url=f"https://{SITE}/sport/mill",
        of=ID,
        story_id=ID,
        relation="url_variant",
        overlap=1.0,
    )
    with store.transaction() as connection:
        generation, _ = store.start_site(connection, SITE)
        for version in VERSIONS:
            store.keep(
                connection, PageOutcome(page_id=0, site=SITE, url=URL, articles=[dict(version)]), generation, "run"
            )
        store.keep(connection, PageOutcome(page_id=0, site=SITE, duplicates=[copy]), generation, "run")
        store.add_alias(connection, f"https://{SITE}/moved/mill", ID)
    store.close()
    return folder


def history(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SCRAPY, *arguments, "-s", f"NEWSCRAWL_DATA={data}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_each_version_is_shown_with_what_changed(data: Path) -> None:
    run = history(data, URL)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        "Mill of Arvale burns down",
        URL,
        f"also at https://{SITE}/moved/mill",
        f"also at https://{SITE}/sport/mill (dropped: url variant)",
        f"id {ID}, 3 versions",
        "",
        "version 1, fetched 2026-11-01 10:00 Z, 15 words",
        "",
        "version 2, fetched 2026-11-02 10:00 Z, changed 2026-11-02 09:30 +01:00, 16 words",
        "  headline: Mill burns [- [2J-]{+down+}",
        "  ~ The mill of Arvale burned for [-12-] {+14+} hours.",
        "  … 1 paragraph as before",
        "  - The road is closed.",
        "  + It will open on Friday.",
        "",
        "version 3, fetched 2026-11-03 10:00 Z, 16 words",
        "  headline: Mill {+of Arvale+} burns down",
        "  the text is as before",
    ]


@pytest.mark.parametrize(
    "named",
    [
        ID,
        "arvale.test/news/mill",
        f"http://www.{SITE}/news/mill?utm_source=letter#top",
        f"https://{SITE}/moved/mill",
        f"https://{SITE}/sport/mill",
    ],
)
def test_an_article_is_named_by_any_of_its_addresses_and_by_its_id(data: Path, named: str) -> None:
    store = Store(f"sqlite:///{data / 'newscrawl.sqlite'}")
    with store.reader() as reader:
        found = read_history(store, reader, named)
    store.close()
    assert (found.id, [version.number for version in found.versions]) == (ID, [1, 2, 3])


def test_json_has_the_changes_and_the_provenance_of_each_version(data: Path) -> None:
    told = json.loads(history(data, URL, "--json").stdout)
    assert (told["id"], told["url"], told["headline"]) == (ID, URL, "Mill of Arvale burns down")
    assert told["addresses"] == [f"https://{SITE}/moved/mill", URL]
    assert [(one["url"], one["relation"]) for one in told["duplicates"]] == [
        (f"https://{SITE}/sport/mill", "url_variant")
    ]
    assert [one["version"] for one in told["versions"]] == [1, 2, 3]
    assert [one["provenance"]["run"] for one in told["versions"]] == ["run 1", "run 2", "run 3"]
    assert [one["fetched_at"] for one in told["versions"]] == [
        one["provenance"]["fetched_at"] for one in told["versions"]
    ]
    first, second, third = (one["changes"] for one in told["versions"])
    assert first is None
    assert [one["kind"] for one in second["text"]] == ["changed", "removed", "added"]
    assert [piece["text"] for piece in second["text"][0]["pieces"] if piece["kind"] == "added"] == ["14 "]
    assert third["text"] == []
    assert [piece["kind"] for piece in third["headline"]] == ["same", "added", "same"]


def test_one_version_is_shown_whole(data: Path) -> None:
    run = history(data, URL, "--version", "1")
    assert run.returncode == 0
    assert "\n\n".join(run.stdout.split("\n\n")[1:]).rstrip() == FIRST
    assert json.loads(history(data, URL, "--version", "2", "--json").stdout)["text"] == SECOND


def test_in_a_pipe_there_is_no_colour_and_on_a_terminal_there_is(data: Path) -> None:
    assert "\x1b" not in history(data, URL).stdout
    leader, follower = pty.openpty()
    command = [*SCRAPY, URL, "-s", f"NEWSCRAWL_DATA={data}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=follower, env={**os.environ, "TERM": "xterm-256color"}) as run:
        os.close(follower)
        told = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            told += part
        os.close(leader)
    assert run.returncode == 0
    assert b"\x1b[31m[-12-]\x1b[0m" in told
    assert b"\x1b[32m{+14+}\x1b[0m" in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([f"https://{SITE}/none"], f"https://{SITE}/none: the store has no such article; scrapy export lists those"),
        (["not an address"], "is no web address"),
        ([], "give one article"),
        ([URL, "--version", "4"], "--version 4: there is none; give a number from 1 to 3"),
        ([URL, "--vresion"], "--vresion: is no option of scrapy history"),
    ],
)
def test_what_cannot_be_shown_is_one_line_that_names_the_mend(data: Path, arguments: list[str], says: str) -> None:
    run = history(data, *arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith("newscrawl: ")
    assert run.stderr.count("\n") == 1
    assert says in run.stderr


def test_a_store_that_is_not_there_is_one_line_and_none_is_made(tmp_path: Path) -> None:
    run = history(tmp_path / "data", URL)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "there is no store at" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_named_by_its_address_too(data: Path, tmp_path: Path) -> None:
    run = history(tmp_path, URL, "-s", f"NEWSCRAWL_STORE=sqlite:///{data / 'newscrawl.sqlite'}")
    assert f"id {ID}, 3 versions" in run.stdout

"""`scrapy export` writes what the store holds, and changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from newscrawl.items import Article, StoryRef
from newscrawl.store import PageOutcome, SiteLocks, Store
from tests.crawling import ROOT

SCRAPY = [sys.executable, "-m", "scrapy"]
ARTICLES = {"arvale.test": 3, "brindle.test": 700}


def export(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SCRAPY, "export", *arguments, "-s", f"NEWSCRAWL_DATA={data}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def article(site: str, number: int) -> dict[str, object]:
    url = f"https://{site}/{number}"
    story = StoryRef(id=f"{site} {number}", relation="original")
    return asdict(Article(url=url, canonical_url=url, text_sha256=url, headline=f"Ärger {number}\u2028", story=story))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with articles of two sites."""
    folder = tmp_path_factory.mktemp("export") / "data"
    folder.mkdir()
    store = Store(f"sqlite:///{folder / 'newscrawl.sqlite'}")
    with store.transaction() as connection:
        for site, count in ARTICLES.items():
            generation, _ = store.start_site(connection, site)
            articles = [article(site, number) for number in range(1, count + 1)]
            store.keep(connection, PageOutcome(page_id=0, site=site, articles=articles), generation, "a run")
    store.close()
    return folder


def articles_in(text: str) -> list[tuple[str, int]]:
    lines = [json.loads(line) for line in text.splitlines()]
    return [(line["url"].split("/")[2], line["seq"]) for line in lines]


def expected(*sites: str) -> list[tuple[str, int]]:
    return [(site, number) for site in sites for number in range(1, ARTICLES[site] + 1)]


def test_all_sites_go_to_stdout(data):
    run = export(data)
    assert (run.returncode, run.stderr) == (0, "")
    assert articles_in(run.stdout) == expected("arvale.test", "brindle.test")


def test_named_sites_go_in_the_order_they_are_named_and_once(data):
    run = export(data, "brindle.test", "arvale.test", "brindle.test")
    assert articles_in(run.stdout) == expected("brindle.test", "arvale.test")


def test_output_goes_to_a_file_that_takes_its_place_whole(data, tmp_path):
    file = tmp_path / "out.jsonl"
    file.write_text("an older export")
    run = export(data, "arvale.test", "-o", str(file))
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert articles_in(file.read_text(encoding="utf-8")) == expected("arvale.test")
    assert list(tmp_path.iterdir()) == [file]


def test_dash_is_stdout(data):
    assert articles_in(export(data, "arvale.test", "-o", "-").stdout) == expected("arvale.test")


def test_unknown_site_is_one_line_that_names_those_there_are(data, tmp_path):
    run = export(data, "corrick.test", "-o", str(tmp_path / "out.jsonl"))
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "'corrick.test'" in run.stderr
    assert "arvale.test, brindle.test" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_missing_store_is_one_line_and_none_is_made(tmp_path):
    run = export(tmp_path / "data")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert str(tmp_path / "data" / "newscrawl.sqlite") in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_empty_store_is_one_line(tmp_path):
    Store(f"sqlite:///{tmp_path / 'newscrawl.sqlite'}").close()
    run = export(tmp_path)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "no articles" in run.stderr


def test_output_that_cannot_be_written_is_one_line(data, tmp_path):
    run = export(data, "-o", str(tmp_path / "gone" / "out.jsonl"))
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "-o" in run.stderr


def test_store_address_that_is_none_is_one_line(data):
    run = export(data, "-s", "NEWSCRAWL_STORE=data/")
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "NEWSCRAWL_STORE" in run.stderr


def test_reader_that_closes_early_is_no_error(data):
    export_all = [*SCRAPY, "export", "-s", f"NEWSCRAWL_DATA={data}"]
    reader, writer = os.pipe()
    with subprocess.Popen(export_all, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True) as run:
        os.close(writer)
        os.close(reader)
        assert run.stderr is not None
        assert run.stderr.read() == ""
    assert run.returncode == 0


def test_export_takes_no_lock(data):
    store = Store(f"sqlite:///{data / 'newscrawl.sqlite'}")
    locks = SiteLocks(store, data / "locks")
    try:
        assert locks.take("arvale.test")
        assert export(data, "arvale.test").returncode == 0
    finally:
        locks.release_all()
        store.close()

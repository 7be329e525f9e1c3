"""Settings that a crawl cannot work with are refused before the first request."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"CONCURRENT_ITEMS": "0"}, "CONCURRENT_ITEMS: 0 is too small; give 1 or more"),
        ({"DOWNLOAD_DELAY": "-1"}, "DOWNLOAD_DELAY: -1 is too small"),
        ({"NEWSCRAWL_INDEX_PAGES": "-1"}, "NEWSCRAWL_INDEX_PAGES: -1 is too small"),
        ({"NEWSCRAWL_PAGE_BYTES": "10"}, "NEWSCRAWL_PAGE_BYTES: 10 is too small; give 1000 or more"),
        ({"NEWSCRAWL_PAGE_TAGS": "0"}, "NEWSCRAWL_PAGE_TAGS: 0 is too small; give 100 or more"),
        ({"DOWNLOAD_MAXSIZE": "x"}, "DOWNLOAD_MAXSIZE: 'x' is not a whole number"),
        ({"SCHEDULER": "nope.Nope"}, "'nope.Nope', which cannot be loaded"),
        ({"EXTENSIONS": '{"a.B": 1}'}, "'a.B', which cannot be loaded"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, setting: dict[str, str], message: str) -> None:
    run = crawl(tmp_path / "data", "-a", "url=https://news.example/", **setting)
    assert run.status == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("option", ["-O", "-o"])
def test_a_feed_that_cannot_be_written_is_refused_at_start(tmp_path: Path, option: str) -> None:
    (tmp_path / "file").touch()
    run = crawl(tmp_path / "data", "-a", "url=https://news.example/", option, str(tmp_path / "file" / "out.jsonl"))
    assert run.status == 2
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_crawl_of_nothing_is_refused(tmp_path: Path) -> None:
    run = crawl(tmp_path / "data", spider="asks_again", SPIDER_MODULES="newscrawl.spiders,tests.spiders")
    assert run.status == 2
    assert "asks_again: give -a url=" in run.stderr
    assert "Traceback" not in run.stderr

"""Reading pauses the collector of cycles and leaves it as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from newscrawl import extract_article
from newscrawl.extraction.collector import collector_paused


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_paused_within_and_on_again_behind_however_often_nested() -> None:
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="no page"), collector_paused():
        raise ValueError("no page")
    assert gc.isenabled()


def test_who_turned_it_off_keeps_it_off() -> None:
    gc.disable()
    extract_article("<p>Rain", "https://times.test/a")
    assert not gc.isenabled()


def test_a_page_makes_no_cycles() -> None:
    page = "<h1>Rain ends</h1>" + "<p>It had rained for nine days. <a href=/b>More</a></p>" * 20
    extract_article(page, "https://times.test/a")  # what is made once for all pages
    gc.collect()
    gc.disable()
    extract_article(page, "https://times.test/a")
    assert gc.collect() == 0

"""What takes minutes: `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.crash import run
from bench.crawl import measure

pytestmark = pytest.mark.soak


def test_fifty_kills_lose_double_and_tear_nothing(tmp_path: Path) -> None:
    verdict = run(articles=5000, kills=50, seed=50, data=tmp_path)
    assert verdict.kills == 50
    assert verdict.is_clean, str(verdict)


def test_memory_stays_flat_over_ten_thousand_pages() -> None:
    moments = list(measure(10_000))
    half, end = moments[len(moments) // 2], moments[-1]
    assert end.rss_mb <= 200
    assert end.rss_mb - half.rss_mb <= 20

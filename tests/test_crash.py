"""A crawl that is killed again and again loses nothing; ``python -m bench.crash`` is the long form."""

from __future__ import annotations

from pathlib import Path

from bench.crash import run


def test_kill_9_loses_doubles_and_tears_nothing(tmp_path: Path) -> None:
    verdict = run(articles=300, kills=4, seed=7, data=tmp_path)
    assert verdict.kills == 4
    assert verdict.is_clean, str(verdict)

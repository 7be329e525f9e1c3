"""The cost of an article is measured stage by stage."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from bench import budget, made_pages
from bench.made_pages import PageMaker

OWN = Path(__file__).parent / "pages"


def test_every_stage_is_measured_beside_what_it_may_cost(capsys: pytest.CaptureFixture[str]) -> None:
    assert budget.main(["--pages", "7"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 pages, 15")
    for stage in (*budget.STAGES, *budget.BUDGET_MS, "in all"):
        (line,) = (line for line in lines if line.startswith(f"{stage} "))
        assert float(line.removeprefix(stage).split()[0]) > 0
    assert "7.0" in lines[-1].split()


def test_pages_of_anybody_are_measured_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert budget.main([str(OWN)]) == 0
    assert "store and line" in capsys.readouterr().out
    assert budget.main([str(OWN / "french")]) == 2
    assert "no sub-folder has a gold.jsonl" in capsys.readouterr().err


def test_the_profile_names_functions_and_the_long_run_memory(capsys: pytest.CaptureFixture[str]) -> None:
    assert budget.main([str(OWN), "--profile", "9"]) == 0
    assert "due to restriction <9>" in capsys.readouterr().out
    assert budget.main([str(OWN), "--articles", "40"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert lines[-1].split()[:2] == ["40", "articles"]
    assert lines[-1].endswith(" MB")


def test_made_pages_differ_and_are_the_same_each_time() -> None:
    assert PageMaker(1).page() == PageMaker(1).page()
    assert PageMaker(1).page() != PageMaker(2).page()
    assert doctest.testmod(made_pages) == (0, 2)

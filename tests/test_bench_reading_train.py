"""A model of blocks is learned from anybody's labelled pages, and reads pages that it has not seen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bench import reading as bench_reading
from bench import reading_train
from bench.made_lessons import made_lessons
from bench.reading_data import FOLDS
from bench.reading_metrics import METRICS
from bench.reading_train import as_text, extract_with, fit, labels_of, lesson_from
from newscrawl.extraction.block_memory import BlockMemory
from newscrawl.extraction.block_model import BlockModel, shipped_model

SMALL = {"num_leaves": 8, "learning_rate": 0.2, "trees": 20}
RAIN, SUN = "It had rained for nine days on the roofs of the town.", "Then the sun came out over the harbour at last."


def test_a_block_is_labelled_by_the_share_of_its_words_that_stand_in_the_text() -> None:
    texts = ["Menu", RAIN, f"{SUN} Read this too, and that.", SUN, "Rain"]
    labels, known = labels_of(texts, {"text": f"{RAIN}\n{SUN}"})
    assert labels.tolist() == pytest.approx([0, 1, 10 / 15, 0, 0])  # the sentence is the text's once
    assert known.tolist() == [1, 1, 1, 1, 1]


def test_of_two_prints_of_a_paragraph_the_second_says_nothing() -> None:
    labels, known = labels_of([RAIN, SUN, RAIN], {"text": f"{RAIN}\n{SUN}"})
    assert (labels.tolist(), known.tolist()) == ([1, 1, 0], [1, 1, 0])


def test_a_paragraph_that_may_be_missing_says_nothing() -> None:
    labels, known = labels_of([RAIN, SUN, "Menu of the day"], {"paragraphs": [RAIN, f"[{SUN}]"]})
    assert (labels.tolist()[0], known.tolist()) == (1, [1, 0, 1])


def test_of_segments_only_the_blocks_that_hold_them_are_labelled() -> None:
    labels, known = labels_of([RAIN, "Menu", SUN], {"with": ["rained for  nine"], "without": ["Menu"]})
    assert (labels.tolist(), known.tolist()) == ([1, 0, 0], [1, 1, 0])


def test_an_empty_page_is_no_lesson() -> None:
    (page,) = made_lessons(1)
    assert lesson_from(type(page)(**{**vars(page), "markup": ""})) is None


def test_made_pages_are_always_the_same_and_each_its_own() -> None:
    pages = made_lessons(6)
    assert pages == made_lessons(6)
    assert len({page.html() for page in pages}) == len({page.site for page in pages}) == 6
    assert all(line in page.html() for page in pages for line in page.gold["text"].split("\n"))


@pytest.fixture(scope="module")
def learned() -> BlockModel:
    lessons = [lesson for page in made_lessons(60) if (lesson := lesson_from(page)) is not None]
    return fit(lessons, SMALL, SMALL)


def test_what_is_learned_reads_pages_that_were_not_seen(learned: BlockModel) -> None:
    scores = []
    for page in made_lessons(20, seed=9):
        text = extract_with(learned, page.html(), page.url, block_memory=BlockMemory()).text or ""
        scores.append(METRICS["shingles"].page(page.gold, text).f1)
    assert np.mean(scores) > 0.9


def test_what_is_written_is_what_was_learned(learned: BlockModel) -> None:
    assert BlockModel.from_json(json.loads(as_text(learned))).to_json() == learned.to_json()


def test_the_command_writes_weights_and_says_from_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_train, "ALONE", SMALL)
    monkeypatch.setattr(reading_train, "IN_COMPANY", SMALL)
    folder = tmp_path / "set" / "made"
    folder.mkdir(parents=True)
    rows = []
    for page in made_lessons(20, seed=3):
        (folder / f"{page.id}.html").write_text(page.markup, encoding="utf-8")
        rows.append({"id": page.id, "file": f"{page.id}.html", "url": page.url, "gold": dict(page.gold)})
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = tmp_path / "blocks.json"
    assert bench_reading.main(["train", str(folder.parent), "--out", str(out)]) == 0
    assert "pages of" in capsys.readouterr().out
    signs = BlockModel.from_json(json.loads(out.read_text("utf-8"))).alone.signs
    assert signs
    assert bench_reading.main(["train", str(tmp_path / "none"), "--out", str(out)]) == 2


def test_sites_are_spread_over_the_folds() -> None:
    assert {page.fold for page in made_lessons(200)} == set(range(FOLDS))


def test_the_package_holds_a_model() -> None:
    assert len(shipped_model().alone.trees) >= 20
    assert len(shipped_model().in_company.trees) >= 20

"""The link model can be trained and judged on anybody's folder; here on a small one of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import links as bench_links
from bench.links_data import LabelledPage, read_pages
from bench.links_fit import fit, score_pages
from newscrawl.extraction.link_model import LinkModel, shipped_model
from newscrawl.extraction.links import NO_PAGE

OWN = Path(__file__).parent.parent / "bench/pages/links"


@pytest.fixture(scope="module")
def pages() -> list[LabelledPage]:
    return read_pages(OWN)


def test_training_writes_weights_that_judge_pages_of_sites_not_seen(
    tmp_path: Path, pages: list[LabelledPage], capsys: pytest.CaptureFixture[str]
) -> None:
    scores = bench_links.evaluate(pages, [], quick=True)
    assert scores["article"].f1 >= 0.88
    assert scores["index"].f1 >= 0.85
    assert "cross-validated" in capsys.readouterr().out
    bench_links.main(["train", str(OWN), "--out", str(tmp_path / "weights.json")])
    model = LinkModel.from_json(json.loads((tmp_path / "weights.json").read_text(encoding="utf-8")))
    seen = score_pages(pages, lambda page, one: NO_PAGE if one.is_certain else model.chances(one.signs))
    assert min(seen["article"].f1, seen["index"].f1) >= 0.95


def test_the_shipped_weights_hold_on_our_own_pages(pages: list[LabelledPage]) -> None:
    scores = score_pages(pages, lambda page, one: NO_PAGE if one.is_certain else shipped_model().chances(one.signs))
    assert scores["article"].f1 >= 0.95
    assert scores["index"].f1 >= 0.92


def test_training_is_deterministic(pages: list[LabelledPage]) -> None:
    assert fit(pages[:4]).to_json() == fit(pages[:4]).to_json()


def test_the_command_evaluates_with_ablations_and_feedback(capsys: pytest.CaptureFixture[str]) -> None:
    bench_links.main(["evaluate", str(OWN)])
    out = capsys.readouterr().out
    for part in ("without words of address and text", "after feedback (20 article + 10 index, 10% of it wrong)",
                 "times a bare parse", "newspaper4k", "courlan", "Scrapy LinkExtractor"):  # fmt: skip
        assert part in out


def test_every_learned_sign_belongs_to_a_group_of_the_ablation() -> None:
    groups = {bench_links.group_of(sign) for sign in shipped_model().weights}
    assert groups == {*bench_links.GROUPS, "pairs of signs"}


def test_a_row_that_lacks_something_is_named(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text('{"page": "a", "url": "https://a.test/"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels\.jsonl:1: no 'label'"):
        read_pages(tmp_path)


def test_a_folder_without_labels_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="no page has labelled links"):
        fit([])

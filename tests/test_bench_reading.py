"""Reading is scored on anybody's folder of labelled pages; on our own, in every test run, against a floor."""

from __future__ import annotations

import doctest
import gzip
import json
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import reading as bench_reading
from bench import reading_metrics, reading_workers
from bench.reading_data import LabelledPage, load, load_cases, sample
from bench.reading_memory import memories_of_others
from bench.reading_metrics import METRICS, field_scores, field_totals, is_same_day, is_same_minute
from bench.reading_peers import PEERS, CrossValidated, Reading, installed, read_with_newscrawl
from bench.reading_workers import Worker
from newscrawl import extract_article
from newscrawl.extraction.block_memory import BlockMemory

OWN = Path(__file__).parent / "pages"


def row(name: str = "ferry", **known: Any) -> dict[str, Any]:
    return {"id": name, "file": f"{name}.html", "url": "https://gazette.test/ferry", "gold": {"text": "Rain."}, **known}


def write_set(folder: Path, *rows: dict[str, Any] | str) -> Path:
    """A folder with one set; each row's page says what its gold text says."""
    own = folder / "made"
    own.mkdir(exist_ok=True)
    lines = [one if isinstance(one, str) else json.dumps(one) for one in rows]
    (own / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for one in rows:
        if isinstance(one, dict) and one.get("file"):
            (own / one["file"]).write_text(f"<p>{one['gold'].get('text', '')}</p>", encoding="utf-8")
    return folder


# -- the floor -----------------------------------------------------------------------------------------------------


def test_our_own_pages_are_read_no_worse_than_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_reading.main(["evaluate", str(OWN), "--peers", "", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["sets"]
    (ours,) = found["rows"]
    assert found["pages"] == len(load_cases(OWN)) >= 40
    assert ours["body"]["f1"] >= 0.97
    assert ours["body"]["exact"] >= 0.85
    floors = {"title": 0.99, "authors": 0.84, "day": 0.97, "minute": 0.95, "topics": 0.89}
    assert {name: ours["fields"][name] for name, floor in floors.items() if ours["fields"][name] < floor} == {}
    assert ours["fields"]["wrong_date"] == 0
    assert (ours["errors"], ours["empty"]) == (0, 0)


# -- folders -------------------------------------------------------------------------------------------------------


def test_a_page_is_given_as_text_or_as_it_is(tmp_path: Path) -> None:
    folder = write_set(tmp_path, row("a", feed="str"), row("b", feed="bytes"), row("c", file="c.html"))
    (folder / "made/c.html").unlink()
    (folder / "made/c.html.gz").write_bytes(gzip.compress(b"<p>packed"))
    lines = (folder / "made/gold.jsonl").read_text("utf-8").replace('"c.html"', '"c.html.gz"')
    (folder / "made/gold.jsonl").write_text(lines, "utf-8")
    assert [page.html() for page in load(folder)] == ["<p>Rain.</p>", b"<p>Rain.</p>", b"<p>packed"]


def test_the_measure_is_that_of_the_benchmark_whose_form_the_gold_has(tmp_path: Path) -> None:
    golds = {
        "shingles": {"text": "It rained."},
        "unspaced": {"text": "三週間の雨が止んだ。"},
        "rouge": {"paragraphs": ["It rained."]},
        "segments": {"with": ["rained"], "without": []},
        "bag": {"text": "It rained.", "with": ["rained"]},
        None: {"date": "2026-03-12"},
    }
    for metric, gold in golds.items():
        (page,) = load(write_set(tmp_path, row(gold=gold)))
        assert page.metric == metric
    (tmp_path / "made/set.json").write_text('{"metric": "bag"}', "utf-8")
    assert load(tmp_path)[0].metric == "bag"


def test_pages_of_one_publisher_are_in_one_fold_and_archived_ones_by_themselves(tmp_path: Path) -> None:
    addresses = [
        "https://news.gazette.test/a",
        "http://gazette.test/b",
        "https://web.archive.org/web/2014/http://x.test/",
        "",
    ]
    pages = load(write_set(tmp_path, *(row(f"p{number}", url=url) for number, url in enumerate(addresses))))
    assert [page.site for page in pages] == ["gazette.test", "gazette.test", "p2", "p3"]
    assert pages[0].fold == pages[1].fold
    assert {LabelledPage("s", str(n), "", OWN, "str", {}).fold for n in range(200)} == set(range(10))


def test_a_sample_is_the_same_pages_each_time(tmp_path: Path) -> None:
    pages = load(write_set(tmp_path, *(row(f"p{number}") for number in range(9))))
    assert len(sample(pages, 4)) == 4
    assert sample(pages, 4) == sample(pages[::-1], 4)[::-1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "a", "url": "", "gold": {}}], "made/gold.jsonl:1: no 'file'"),
        ([row(), "{"], "made/gold.jsonl:2: no JSON"),
        (["[]"], "made/gold.jsonl:1: no JSON object"),
        ([json.dumps(row("elsewhere"))], "made/gold.jsonl:1: there is no .*elsewhere.html"),
        ([row(feed="text")], "'feed' is 'text'; it must be 'str' or 'bytes'"),
        ([json.dumps(row(gold=[]))], "made/gold.jsonl:1: 'gold' is no object"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, rows: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load(write_set(tmp_path, *rows))


def test_a_folder_that_is_none_of_labelled_pages_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"no sub-folder has a gold\.jsonl"):
        load(tmp_path)
    with pytest.raises(ValueError, match="no such folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="no set 'aeb'; choose from made"):
        load(write_set(tmp_path, row()), ["aeb"])
    (tmp_path / "made/set.json").write_text('{"metric": "bleu"}', "utf-8")
    assert bench_reading.main(["evaluate", str(tmp_path)]) == 2
    assert "set.json: no metric 'bleu'; choose from shingles" in capsys.readouterr().err


# -- measures ------------------------------------------------------------------------------------------------------


def test_shingles_are_runs_of_four_words_and_a_body_is_exact_if_its_words_are() -> None:
    metric = METRICS["shingles"]
    gold = {"text": "One two three four five six."}
    exact = metric.page(gold, "One, two three\n\nfour five six")
    assert (exact.f1, exact.is_exact) == (1.0, True)
    longer = metric.page(gold, "one two three four five six Home")  # "one" is not "One": 2 of 4 runs
    assert (longer.precision, longer.recall, longer.is_exact) == (0.5, 2 / 3, False)
    nothing = metric.page(gold, "")
    assert (nothing.f1, nothing.precision, nothing.recall) == (0.0, None, 0.0)
    total = metric.total([exact, nothing])  # precision over the one page where something was read
    assert (total.precision, total.recall, total.exact) == (1.0, 0.5, 0.5)
    assert total.f1 == pytest.approx(2 / 3)


def test_a_character_is_a_word_where_words_have_no_spaces() -> None:
    page = METRICS["unspaced"].page({"text": "雨が止んだ。ABC"}, "雨が止んだ ABC です")
    assert (page.precision, page.recall) == (3 / 5, 1.0)


def test_rouge_takes_what_sentences_share_in_order_and_optional_paragraphs_as_they_suit() -> None:
    metric = METRICS["rouge"]
    gold = {"paragraphs": ["Nine days it rained. Then it stopped.", "[Read on below.]"]}
    assert metric.page(gold, "Nine days it rained.\nThen it stopped.").f1 == 1.0
    assert metric.page(gold, "Nine days it rained. Then it stopped.\n\nRead on below.").f1 == 1.0
    turned = metric.page({"paragraphs": ["it rained nine days"]}, "nine days it rained")
    assert (turned.precision, turned.recall) == (0.5, 0.5)
    assert metric.page(gold, "").f1 == 0.0


def test_segments_must_be_there_or_must_not() -> None:
    metric = METRICS["segments"]
    gold = {"with": ["it rained", "nine days", "the sun"], "without": ["Share this", "Home"]}
    page = metric.page(gold, "For nine\n days it rained. Share this")
    assert (page.hits, page.missed, page.wrong) == (2, 1, 1)
    assert metric.total([page, page]).f1 == pytest.approx(2 * 4 / (2 * 4 + 2 + 2))


def test_a_bag_knows_no_order_and_no_case() -> None:
    page = METRICS["bag"].page({"text": "It rained and rained"}, "rained it hailed")
    assert (page.precision, page.recall) == (2 / 3, 0.5)
    assert METRICS["bag"].page({"text": ""}, "").f1 == 1.0


def test_fields_are_scored_where_the_page_states_them() -> None:
    gold = {"title": "Rain ends", "authors": ["Ida Marsh", "Tom Reed"], "date": "2026-03-12T18:40:00+00:00"}
    found = field_scores(gold, "Rain  ends", ["IDA MARSH"], "2026-03-12", ["Weather"])
    assert found == {"title": 1.0, "authors": 2 / 3, "day": 1.0, "wrong_date": 0.0, "minute": 0.0}
    assert field_scores({"date": "2026-03-12"}, None, [], "2026-03-11", []) == {"day": 0.0, "wrong_date": 1.0}
    assert field_scores({"date": "2026-03-12"}, None, [], None, []) == {"day": 0.0, "wrong_date": 0.0}
    assert field_totals([{"title": 1.0}, {"title": 0.0}, {}]) == {"title": 0.5}


def test_a_moment_is_one_in_every_zone_and_a_clock_time_without_a_zone_is_read_as_printed() -> None:
    assert is_same_minute("2026-03-12T23:40:00-05:00", "2026-03-13T04:40:30+00:00")
    assert is_same_day("2026-03-12T23:40:00-05:00", "2026-03-13T04:40:00+00:00")
    assert is_same_minute("2026-03-12T23:40:00-05:00", "2026-03-12T23:40")
    assert not is_same_minute("2026-03-12T23:40", "2026-03-12T23:41")
    assert is_same_day("2026/3/2", "2026-03-02T10:00:00")
    assert not is_same_day("2026-03-02", "2 March 2026")
    assert not is_same_day("2026-13-45", "2026-13-45")


def test_the_examples_of_the_measures_hold() -> None:
    assert doctest.testmod(reading_metrics) == (0, 2)


# -- readers -------------------------------------------------------------------------------------------------------


def _raise_or_die(html: str | bytes, url: str, fold: int) -> Reading:
    """What a poor peer does, by the page's address."""
    if "raises" in url:
        raise KeyError("body")
    if "dies" in url:
        os._exit(3)
    if "hangs" in url:
        time.sleep(60)
    return Reading(f"fold {fold}")


def test_a_reader_that_raises_dies_or_hangs_loses_that_page_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_set(
        tmp_path, *(row(name, url=f"https://{name}.test/") for name in ("raises", "dies", "fine", "hangs"))
    )
    pages = {page.id: page for page in load(folder)}
    worker = Worker(_raise_or_die)
    try:
        assert worker.read(pages["raises"]).error == "KeyError: 'body'"
        assert worker.read(pages["dies"]).error == "ended its process"
        assert worker.read(pages["fine"]).reading.text == f"fold {pages['fine'].fold}"
        assert worker.rss_mb > 5
        monkeypatch.setattr(reading_workers, "PATIENCE_S", 0.5)
        assert worker.read(pages["hangs"]).error == "took longer than 0 s"
    finally:
        worker.close()


def test_a_peer_that_is_not_installed_is_named_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEERS, "goose", ("goose_of_nobody", read_with_newscrawl))
    assert bench_reading.main(["evaluate", str(write_set(tmp_path, row())), "--peers", "goose"]) == 0
    shown = capsys.readouterr()
    assert "goose: not installed (requirements-bench.txt)" in shown.err
    assert "newscrawl with the weights it ships" in shown.out
    with pytest.raises(ValueError, match="no peer 'gose'; choose from trafilatura"):
        installed(["gose"])


def test_with_folds_a_page_is_read_by_the_model_of_its_fold(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract_with(model: str, html: str, url: str) -> Any:
        return extract_article(f"<title>{model}</title>", url)

    monkeypatch.setitem(sys.modules, "bench.reading_train", SimpleNamespace(extract_with=extract_with))
    reader = CrossValidated([f"Model number {fold}" for fold in range(10)])
    assert reader("", "https://gazette.test/", 7).title == "Model number 7"


BOX = "Write to the desk that wrote this, or call the office at the harbour before noon."


def site_with_a_box(tmp_path: Path, *stories: str) -> Path:
    """A set whose pages end with the same box; their gold texts have it not."""
    texts = {
        story: [f"On day {day} people spoke of the {story} in street {day}." for day in range(6)] for story in stories
    }
    golds = {story: {"text": " ".join(text)} for story, text in texts.items()}
    folder = write_set(
        tmp_path, *(row(story, url=f"https://gazette.test/{story}", gold=golds[story]) for story in golds)
    )
    for story, text in texts.items():
        (folder / f"made/{story}.html").write_text(f"<article><p>{'<p>'.join([*text, BOX])}</article>", "utf-8")
    return folder


def test_with_memory_a_page_is_read_knowing_the_others_of_its_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = site_with_a_box(tmp_path, "mill", "ferry", "bridge")
    assert bench_reading.main(["evaluate", str(folder), "--peers", "", "--memory", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["sets"]
    exact = {one["reader"]: one["body"]["exact"] for one in found["rows"]}
    assert exact == {"newscrawl": 0, "newscrawl-memory": 1}


def test_what_a_page_prints_itself_is_not_in_its_memory(tmp_path: Path) -> None:
    three = load(site_with_a_box(tmp_path, "mill", "ferry", "bridge"))
    memories = memories_of_others(three)
    blocks_of_two = 6 + 6 + 1
    assert {url: len(memory) for url, memory in memories.items()} == {page.url: blocks_of_two for page in three}
    assert memories_of_others(three[:2]) == {}


def test_with_folds_a_memory_goes_to_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract_with(model: str, html: str, url: str, **known: Any) -> Any:
        return extract_article(f"<title>{model} {sorted(known)}</title>", url)

    monkeypatch.setitem(sys.modules, "bench.reading_train", SimpleNamespace(extract_with=extract_with))
    reader = bench_reading.with_memory(CrossValidated(["Model"]), [])
    assert reader("", "https://gazette.test/", 0).title == "Model []"
    reader = CrossValidated(["Model"], {"https://gazette.test/": BlockMemory()})
    assert reader("", "https://gazette.test/", 0).title == "Model ['block_memory']"


def _newscrawl_again(html: str | bytes, url: str, fold: int) -> Reading:
    return read_with_newscrawl(html, url, fold)


def test_tables_hold_all_readers_with_their_ratio_to_trafilatura(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEERS, "trafilatura", ("newscrawl", _newscrawl_again))
    command = ["evaluate", str(OWN), "--sample", "3", "--peers", "trafilatura"]
    assert bench_reading.main(command) == 0
    text = capsys.readouterr().out
    assert "pages: 3 pages of" in text
    assert [line.split()[0] for line in text.splitlines()[-2:]] == ["newscrawl", "trafilatura"]
    assert " 1.00 " in text.splitlines()[-1]
    assert bench_reading.main([*command, "--markdown"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0] == "| text F1 (pages) | pages (3) | exact | CPU ms a page (ratio) |"
    assert table[2].startswith("| newscrawl | ")
    assert table[3].endswith("(1.00) |")
    assert table[5].startswith("| fields |  | title | authors | day |")

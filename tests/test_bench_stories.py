"""Judges of stories are scored as they should be, on tiny data and on a folder; the command says what it found."""

from __future__ import annotations

import gzip
import json
import random
from itertools import islice
from pathlib import Path

import pytest

from bench import stories as bench_stories
from bench.made_stories import made_stories
from bench.stories_data import Item, harder_mix, load
from bench.stories_growth import grow, made_articles, marks_up_to
from bench.stories_metrics import Answer, joined, score
from newscrawl.items import Article


def item(name: str, story: str, kind: str = "single", relation: str = "original", *edits: str) -> Item:
    return Item(name, Article(), story, kind, relation, edits)


ITEMS = [
    item("a1", "a"),
    item("b1", "b"),
    item("a2", "a", "copy", "syndicated"),
    item("a3", "a", "copy", "repost"),
    item("c1", "c", "form"),
    item("b2", "b", "version", "version"),
]


def answers(clusters: str, relations: str | None = None) -> dict[str, Answer]:
    """One letter for each of ``ITEMS``: its cluster, and its relation: o, v, s, u."""
    names = {"o": "original", "v": "version", "s": "syndicated", "u": "url_variant"}
    told = [names[letter] for letter in relations] if relations else [None] * len(ITEMS)
    return {one.id: Answer(cluster, relation) for one, cluster, relation in zip(ITEMS, clusters, told, strict=True)}


def test_a_perfect_judge_has_full_marks() -> None:
    found = score(ITEMS, answers("xyxxzy", "oossov"))
    assert (found.stories, found.gold_pairs, found.answered_pairs) == (3, 4, 4)
    assert (found.precision, found.recall, found.f1, found.b3_f1) == (1.0, 1.0, 1.0, 1.0)
    assert (found.wrong, found.missed, found.relation_accuracy, found.relations) == ({}, {}, 1.0, {})
    assert (found.recall_by_kind, found.mixed_by_kind) == ({"copy": 1.0, "version": 1.0}, {})


def test_pairs_that_are_mixed_up_and_missed_are_counted_by_kind() -> None:
    found = score(ITEMS, answers("xyxwxy"))  # a1 a2 c1 | b1 b2 | a3
    assert (found.answered_pairs, found.precision, found.recall) == (4, 2 / 4, 2 / 4)
    assert found.wrong == {("form", "single"): 1, ("copy", "form"): 1}
    assert found.missed == {("copy", "single"): 1, ("copy", "copy"): 1}
    assert found.wrong_examples == [("a1", "c1")]
    assert found.recall_by_kind == {"copy": 1 / 4, "version": 1.0}
    assert found.mixed_by_kind == {"copy": 1 / 2, "form": 1.0, "single": 1 / 2}
    # B³ precision: a1, a2: 2/3 each, c1: 1/3, others 1; recall: a1, a2: 2/3 each, a3: 1/3, others 1.
    assert found.b3_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 3) / 6)
    assert found.b3_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 3) / 6)
    assert found.relation_accuracy is None


def test_relations_that_are_told_wrong_are_named_and_a_repost_is_syndicated() -> None:
    found = score(ITEMS, answers("xyxxzy", "oouooo"))
    assert found.relation_accuracy == 3 / 6
    assert found.relations == {
        ("syndicated", "url_variant"): 1,
        ("syndicated", "original"): 1,
        ("version", "original"): 1,
    }


def test_the_first_article_of_a_story_is_its_original_whatever_its_kind() -> None:
    items = [item("a2", "a", "copy", "syndicated"), item("a1", "a")]
    found = score(items, {"a2": Answer("x", "original"), "a1": Answer("x", "original")})
    assert found.relation_accuracy == 1.0


def test_an_article_without_an_answer_is_a_story_of_its_own() -> None:
    found = score(ITEMS, {"a1": Answer("a2"), "b1": Answer("x"), "b2": Answer("x")})
    assert (found.precision, found.recall) == (1.0, 1 / 4)


def test_a_judge_that_joins_nothing_is_never_wrong() -> None:
    found = score(ITEMS, {})
    assert (found.precision, found.recall, found.f1) == (1.0, 0.0, 0.0)


def test_pairs_are_joined_through_others() -> None:
    found = joined("abcde", [("a", "b"), ("d", "c"), ("b", "d")])
    assert [found[one].cluster == found["a"].cluster for one in "abcde"] == [True, True, True, True, False]


def test_the_harder_mix_has_all_originals_the_hardest_copies_and_one_other_in_sixteen() -> None:
    items = [
        *(item(f"o{number}", f"{number}") for number in range(10)),
        *(item(f"h{number}", f"{number}", "copy_hard", "syndicated") for number in range(10)),
        *(item(f"e{number}", f"{number}", "copy", "syndicated", "trim", "ocr") for number in range(10)),
        *(item(f"l{number}", f"{number}", "copy_light", "syndicated", "trim") for number in range(1600)),
    ]
    mix = harder_mix(items)
    kept = [one.id[0] for one in mix]
    assert [kept.count(letter) for letter in "ohe"] == [10, 10, 10]
    assert 70 <= kept.count("l") <= 130
    assert sorted(mix, key=items.index) == mix


def write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    raw = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (folder / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)


def test_a_folder_is_read_gzipped_or_not(tmp_path: Path) -> None:
    write(tmp_path, "items.jsonl.gz", [{"id": "a", "title": "Rain", "text": "It rains.", "url": "https://a.test/1"}])
    write(tmp_path, "gold.jsonl", [{"id": "a", "story": "s", "kind": "k", "relation": "original", "edits": ["trim"]}])
    (found,) = load(tmp_path)
    assert (found.id, found.article.headline, found.article.site) == ("a", "Rain", "a.test")
    assert (found.story, found.kind, found.relation, found.edits) == ("s", "k", "original", ("trim",))


def test_what_a_folder_lacks_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_stories.main(["evaluate", str(tmp_path)]) == 2
    assert "there is no gold.jsonl or gold.jsonl.gz" in capsys.readouterr().err
    write(tmp_path, "gold.jsonl", [{"id": "a", "story": "s", "relation": "original"}])
    assert bench_stories.main(["evaluate", str(tmp_path)]) == 2
    assert "gold.jsonl:1: no 'kind'" in capsys.readouterr().err
    write(tmp_path, "gold.jsonl", [])
    write(tmp_path, "items.jsonl", [{"id": "a", "text": "It rains."}])
    assert bench_stories.main(["evaluate", str(tmp_path)]) == 2
    assert "items.jsonl:1: gold.jsonl has no 'a'" in capsys.readouterr().err
    assert bench_stories.main(["evaluate", "--peers", "guess"]) == 2
    assert "no peer 'guess'; choose from datasketch, rensa" in capsys.readouterr().err


def test_made_stories_are_the_same_every_time_and_of_all_kinds() -> None:
    made = made_stories(20)
    assert made == made_stories(20)
    assert len({one.id for one in made}) == len(made)
    kinds = {one.kind for one in made_stories(60)}
    assert kinds >= {
        "single", "copy_exact", "copy_light", "copy_medium", "copy_hard", "copy_spaceless", "version", "url_variant",
        "form", "form_copy", "followup", "same_event", "digest", "note",
    }  # fmt: skip


def test_the_command_prints_tables_of_both_mixes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_stories, "made_stories", lambda: made_stories(16))
    assert bench_stories.main(["evaluate", "--peers", ""]) == 0
    out = capsys.readouterr().out
    for part in ("all: ", "the harder mix: ", "docs per CPU s", "recall, by kind of copy"):
        assert part in out
    assert bench_stories.main(["evaluate", "--peers", "", "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("| mix |  | precision | recall | F1 |")
    assert bench_stories.main(["evaluate", "--peers", "", "--json"]) == 0
    mixes = json.loads(capsys.readouterr().out)
    assert [mix["mix"] for mix in mixes] == ["all", "the harder mix"]
    assert mixes[0]["judges"][0]["judge"] == "newscrawl"


def test_growth_is_measured_at_each_mark_on_disk(tmp_path: Path) -> None:
    (mark,) = grow(tmp_path / "stories.sqlite", 300)
    assert mark.articles == 300
    assert mark.file_bytes >= sum(file.stat().st_size for file in tmp_path.glob("stories.sqlite"))
    assert 0 < mark.recent_ms < 50
    assert mark.found is not None


def test_growth_prints_a_row_for_each_mark(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_stories.main(["grow", "--to", "120"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert len(head) == len(row)
    assert row.split()[0] == "120"
    assert bench_stories.main(["grow", "--to", "0"]) == 2
    assert marks_up_to(2_500_000) == [1000, 10_000, 100_000, 1_000_000, 2_500_000]


def test_a_fifth_of_the_made_articles_are_copies_and_no_two_are_of_one_address() -> None:
    made = list(islice(made_articles(random.Random(1)), 1000))
    assert 150 <= sum(one.is_copy for one in made) <= 250
    assert len({one.article.canonical_url for one in made}) == 1000
    assert all(300 <= (one.article.word_count or 0) <= 600 for one in made if not one.is_copy)

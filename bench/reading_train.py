"""Learn which blocks of a page are its article, from anybody's folder of labelled pages: ``weights/blocks.json``.

    python -m bench.reading train FOLDER [--beside tests/pages] [--out newscrawl/extraction/weights/blocks.json]
    python -m bench.reading evaluate FOLDER --folds

A block's label is the share of its words that stand in the known text, in its order (the longest common subsequence by
``difflib``); where only segments of a text are known, the blocks that hold them are labelled, and no others. Two steps
of boosted trees (LightGBM) are fitted; the second sees what the first thinks of pages that it has not learned from.
"""

from __future__ import annotations

import argparse
import difflib
import json
import multiprocessing
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.made_lessons import made_lessons
from bench.reading_data import FOLDS, LabelledPage, load
from newscrawl import Article
from newscrawl.extraction.block_memory import BlockMemory
from newscrawl.extraction.block_model import HOPELESS, BlockModel, Trees, chances_of, company_signs
from newscrawl.extraction.block_signs import BlockSigns, Signs
from newscrawl.extraction.body import preset_model
from newscrawl.extraction.page import Page
from newscrawl.loaders import ArticleLoader

EMPHASIS = {"shingles": 3.0, "unspaced": 2.0, "rouge": 2.0, "segments": 1.0, "bag": 1.0}
"""How much a page counts, by how its text was made: by hand, by a parser for its site, in segments, by a machine."""

OWN_EMPHASIS = 4.0
"""The same for page cases: they are few and short, and say exactly what is wanted."""

OWN_PAGES = Path(__file__).parents[1] / "tests" / "pages"
"""Page cases that are learned from beside a folder."""

INNER_FOLDS = 5
"""For what the first step thinks of pages it has not seen."""

_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|\w+?(?=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])|\w+"
)
_FEW_ROWS = 20_000  # blocks that one thread learns from faster than several
_JUNK_FROM = 2_000  # words; difflib takes minutes over long pages if frequent words may begin a match
Options = Mapping[str, Any]
ALONE: Options = {"num_leaves": 12, "learning_rate": 0.12, "trees": 80}
IN_COMPANY: Options = {"num_leaves": 16, "learning_rate": 0.07, "trees": 160}


@dataclass(frozen=True)
class Lesson:
    """A page to learn from."""

    site: str
    fold: int
    blocks: BlockSigns
    signs: Signs
    labels: np.ndarray
    """The share of each block that is the article's, 0 to 1."""
    weights: np.ndarray
    """What each block counts; 0: nothing is known of it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--sets", type=lambda value: value.split(","), metavar="A,B")
    parser.add_argument(
        "--beside", type=Path, default=OWN_PAGES, metavar="CASES", help="page cases; without it, tests/pages"
    )
    parser.add_argument("--out", type=Path, default=Path("newscrawl/extraction/weights/blocks.json"), metavar="FILE")


def run(options: argparse.Namespace) -> None:
    lessons = lessons_from([*load(options.folder, options.sets), *load(options.beside), *made_lessons()])
    model = fit(lessons)
    options.out.write_text(as_text(model), encoding="utf-8")
    blocks = sum(len(lesson.labels) for lesson in lessons)
    sites = len({lesson.site for lesson in lessons})
    print(f"{options.out}: learned from {blocks:,} blocks of {len(lessons):,} pages of {sites:,} sites")


def models_by_fold(folder: Path) -> list[BlockModel]:
    """For each fold a model that has learned from the pages of all others."""
    lessons = lessons_from([*load(folder), *load(OWN_PAGES), *made_lessons()])
    return [fit([lesson for lesson in lessons if lesson.fold != fold]) for fold in range(FOLDS)]


def extract_with(model: BlockModel, html: str | bytes, url: str, *, block_memory: BlockMemory | None = None) -> Article:
    """As ``extract_article`` does, with another model."""
    page = Page(html, url)
    preset_model(page, model)
    return ArticleLoader(page, block_memory=block_memory).load_item()


def as_text(model: BlockModel) -> str:
    """JSON with a line for each tree, so that a change can be read."""
    steps = []
    for name, step in model.to_json().items():
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in step["trees"])
        about = f'"start": {step["start"]},\n"signs": {json.dumps(step["signs"])}'
        steps.append(f'{json.dumps(name)}: {{{about},\n"trees": [\n{trees}\n]}}')
    return "{" + ",\n".join(steps) + "}\n"


def lessons_from(pages: Sequence[LabelledPage]) -> list[Lesson]:
    """Pages whose text is known, with labels; in all processes of the machine."""
    known = [page for page in pages if any(page.gold.get(key) for key in ("text", "paragraphs", "with"))]
    if not known:
        raise ValueError("no page has a known text to learn from")
    with multiprocessing.get_context("spawn").Pool() as pool:
        lessons = pool.map(lesson_from, known, chunksize=8)
    return [lesson for lesson in lessons if lesson is not None]


def lesson_from(page: LabelledPage) -> Lesson | None:
    """None: the page has no text."""
    read = Page(page.html(), page.url)
    if not read.blocks:
        return None
    blocks = BlockSigns(read)
    labels, known = labels_of([block.text for block in blocks.blocks], page.gold)
    weights = known * np.sqrt(blocks.units)
    if page.metric == "segments":
        weights *= 0.5
    elif weights.sum():
        emphasis = OWN_EMPHASIS if page.path.name == "page.html" else EMPHASIS.get(page.metric or "", 1.0)
        weights *= 8 * emphasis / weights.sum() ** 0.6  # long pages count more, not by length
    signs = blocks.all()
    blocks.forget_page()
    return Lesson(page.site, page.fold, blocks, signs, labels, weights)


def labels_of(texts: Sequence[str], gold: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The share of each text that is the article's, and whether that is known (1 or 0)."""
    if gold.get("paragraphs"):
        paragraphs = gold["paragraphs"]
        optional = {line[1:-1] for line in paragraphs if line[:1] == "[" and line[-1:] == "]"}
        labels, known = _aligned(texts, "\n".join(line.strip("[]") for line in paragraphs))
        known[np.array([text in optional for text in texts], dtype=bool)] = 0.0
        return labels, known
    if gold.get("text"):
        return _aligned(texts, gold["text"])
    return _by_segments(texts, gold)


def _aligned(texts: Sequence[str], gold: str) -> tuple[np.ndarray, np.ndarray]:
    words = [_WORD.findall(text.lower()) for text in texts]
    flat = [word for line in words for word in line]
    wanted = _WORD.findall(gold.lower())
    hit = np.zeros(len(flat) + 1)
    matcher = difflib.SequenceMatcher(None, flat, wanted, autojunk=len(flat) > _JUNK_FROM)
    for match in matcher.get_matching_blocks():
        hit[match.a : match.a + match.size] = 1.0
    borders = np.cumsum([0, *map(len, words)])
    sums = np.concatenate(([0.0], np.cumsum(hit)))[borders]
    sizes = np.diff(borders)
    labels = np.diff(sums) / np.maximum(sizes, 1)
    taken = {text for text, label in zip(texts, labels, strict=True) if label > 0.9}
    again = np.array([text in taken and label < 0.5 for text, label in zip(texts, labels, strict=True)], dtype=bool)
    return labels, np.where((sizes > 0) & ~again, 1.0, 0.0)


def _by_segments(texts: Sequence[str], gold: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    wanted = [folded for segment in gold.get("with") or () if (folded := " ".join(segment.split()))]
    foreign = [folded for segment in gold.get("without") or () if (folded := " ".join(segment.split()))]
    good = [any(part in text or (len(text) > 25 and text in part) for part in wanted) for text in texts]
    bad = [any(part in text for part in foreign) for text in texts]
    labels = np.array([float(is_good and not is_bad) for is_good, is_bad in zip(good, bad, strict=True)])
    return labels, np.array([float(is_good or is_bad) for is_good, is_bad in zip(good, bad, strict=True)])


def fit(lessons: Sequence[Lesson], alone: Options | None = None, in_company: Options | None = None) -> BlockModel:
    """Both steps. Without options of LightGBM, those of the package's weights."""
    alone, in_company = alone or ALONE, in_company or IN_COMPANY
    company = company_of_unseen(lessons, alone)
    first = grown(lessons, [lesson.signs for lesson in lessons], alone)
    hopeful = [_hopeful(lesson, signs) for lesson, signs in zip(lessons, company, strict=True)]
    both = [lesson.signs | signs for lesson, signs in zip(lessons, company, strict=True)]
    return BlockModel(first, grown(hopeful, both, in_company))


def _hopeful(lesson: Lesson, company: Signs) -> Lesson:
    """The lesson without the blocks that the second step is not asked about."""
    return replace(lesson, weights=np.where(company["chance"] >= chances_of(HOPELESS), lesson.weights, 0.0))


def company_of_unseen(lessons: Sequence[Lesson], alone: Options) -> list[Signs]:
    """What first steps that have not seen a lesson's site make of it."""
    company: dict[int, Signs] = {}
    sites = {site: number % INNER_FOLDS for number, site in enumerate(sorted({lesson.site for lesson in lessons}))}
    for fold in range(INNER_FOLDS):
        others = [lesson for lesson in lessons if sites[lesson.site] != fold]
        model = grown(others, [lesson.signs for lesson in others], alone)
        for place, lesson in enumerate(lessons):
            if sites[lesson.site] == fold:
                company[place] = company_signs(lesson.blocks, model.log_odds(lesson.signs))
    return [company[place] for place in range(len(lessons))]


def grown(lessons: Sequence[Lesson], signs: Sequence[Signs], options: Options, seed: int = 0) -> Trees:
    """Trees for one step. Blocks that are half the article's count less than those that are wholly or not at all."""
    import lightgbm

    names = list(signs[0])
    table = np.concatenate([np.stack([of_page[name] for name in names], axis=1) for of_page in signs])
    labels = np.concatenate([lesson.labels for lesson in lessons])
    weights = np.concatenate([lesson.weights for lesson in lessons]) * (0.3 + 0.7 * np.abs(2 * labels - 1))
    used = weights > 0
    data = lightgbm.Dataset(
        table[used],
        (labels[used] > 0.5).astype(int),
        weight=weights[used] / weights[used].mean(),
        feature_name=[str(place) for place in range(len(names))],
    )
    options = dict(options)
    rounds = options.pop("trees")
    parameters = {
        "objective": "binary", "min_data_in_leaf": 30, "feature_fraction": 0.5, "lambda_l2": 5.0,
        "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 127, "verbose": -1, "seed": seed,
        "num_threads": 1 if used.sum() < _FEW_ROWS else 0,
        "deterministic": True, "force_row_wise": True, **options,
    }  # fmt: skip
    booster = lightgbm.train(parameters, data, rounds)
    trees = [_rounded(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return _pruned(Trees(names, trees))


def _rounded(node: Mapping[str, Any]) -> Any:
    if "leaf_value" in node and "split_feature" not in node:
        return round(float(node["leaf_value"]), 4)
    threshold = float(f"{node['threshold']:.5g}")
    return [int(node["split_feature"]), threshold, _rounded(node["left_child"]), _rounded(node["right_child"])]


def _pruned(trees: Trees) -> Trees:
    """Without the signs that no tree asks for."""
    used = sorted({sign for tree in trees.trees for sign in _asked(tree)})
    place = {sign: at for at, sign in enumerate(used)}
    return Trees([trees.signs[sign] for sign in used], [_renumbered(tree, place) for tree in trees.trees], trees.start)


def _asked(tree: Any) -> Iterable[int]:
    if isinstance(tree, list):
        yield tree[0]
        yield from _asked(tree[2])
        yield from _asked(tree[3])


def _renumbered(tree: Any, place: Mapping[int, int]) -> Any:
    if not isinstance(tree, list):
        return tree
    return [place[tree[0]], tree[1], _renumbered(tree[2], place), _renumbered(tree[3], place)]

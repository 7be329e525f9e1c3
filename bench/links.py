"""Train and evaluate the weights by which links are judged, on anybody's folder of labelled pages.

    python -m bench.links train FOLDER [FOLDER ...] --out weights.json
    python -m bench.links evaluate FOLDER [--beside FOLDER] [--quick]

A folder holds the pages and two files of JSON lines:

    pages.jsonl    {"page": "harrow-front", "site": "harrow.test", "url": "https://harrow.test/", "file": "harrow.html"}
    labels.jsonl   {"page": "harrow-front", "url": "https://harrow.test/politics/", "label": "index"}

``page`` is a name of your choice, ``site`` keeps pages of one site together when weights are tried on sites they have
not seen, ``file`` is UTF-8, gzipped if it ends in ``.gz``. ``label`` is what a reader finds at the address:

    article    one story with its own text          index    a page whose purpose is to list stories
    other      anything else of the site            offsite  a page of another site
    unsure     cannot be told: not scored           self     the page itself: not scored

``--beside`` names a folder that is learned from in every fold and never scored. Both commands are deterministic.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from selectolax.lexbor import LexborHTMLParser

from bench.links_data import Example, LabelledPage, read_pages
from bench.links_fit import Score, add_page, fit, folds, score_pages
from bench.links_peers import peer_scores
from newscrawl.extraction.link_model import KINDS, Chances, LinkModel
from newscrawl.extraction.links import NO_PAGE, classify_links
from newscrawl.extraction.site_memory import SiteMemory

FOLDS = 10
SEEN = {"article": 20, "index": 10}
"""Pages of a site that the simulated feedback tells, by kind."""
FEEDBACKS = ((SEEN, 0.0), (SEEN, 0.1), ({**SEEN, "other": 10}, 0.0), ({**SEEN, "other": 10}, 0.1))
"""What is told, and the share that is told wrong. A crawl also sees pages that are neither article nor list."""

GROUPS: dict[str, tuple[str, ...]] = {
    "words of address and text": (
        "last part says", "first part says", "middle part says", "host says", "text says", "known word",
        "story-like address below", "short address below",
    ),
    "shape of the address": (
        "depth", "last part", "first part is", "slug words", "number", "extension", "date in", "path ends",
        "page number", "ends with slash", "other script", "query", "a short part", "on another host", "on the main",
        "another host", "the main host",
    ),
    "text of the link": (
        "words of its text", "punctuation", "sentence", "text is a number", "digit in", "upper", "one or two",
        "ends as",
    ),
    "place on the page": (
        "near ", "in ", "named ", "heading", "picture", "linked ", "text is a title", "rel ", "time ",
        "links in its item", "position", "menu ", "footer ",
    ),
    "company of other links": (
        "like addresses", "words of like", "addresses below", "shaped like",
        "this page is below", "links of the page", "on an article", "on no article", "page of bare",
    ),
}  # fmt: skip
"""Groups of signs for the ablation, by how their names begin; pairs of two signs are a group of their own."""


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    if options.command == "train":
        pages = [page for folder in options.folders for page in read_pages(folder)]
        stored = fit(pages).to_json(pages=len(pages), sites=len({page.site for page in pages}), links=_labelled(pages))
        options.out.write_text(_as_lines(stored), encoding="utf-8")
        print(
            f"{options.out}: {len(stored['weights'])} signs from {len(pages)} pages, {stored['links']} labelled links"
        )
        return
    beside = read_pages(options.beside) if options.beside else []
    evaluate(read_pages(options.folder), beside, quick=options.quick)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.links", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="learn weights from all pages")
    train.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    train.add_argument("--out", type=Path, required=True)
    evaluating = commands.add_parser("evaluate", help="cross-validate by site")
    evaluating.add_argument("folder", type=Path, metavar="FOLDER")
    evaluating.add_argument("--beside", type=Path, metavar="FOLDER")
    evaluating.add_argument("--quick", action="store_true", help="only the cross-validated scores")
    return parser


def _labelled(pages: Sequence[LabelledPage]) -> int:
    return sum(1 for page in pages for example in page.examples if example.label is not None)


def _as_lines(stored: dict[str, object]) -> str:
    """JSON with one sign a line, so that two trainings can be compared."""
    weights = stored.pop("weights")
    assert isinstance(weights, dict)
    lines = [f"{json.dumps(sign, ensure_ascii=False)}: {json.dumps(values)}" for sign, values in weights.items()]
    head = json.dumps(stored)[1:-1]
    stored["weights"] = weights
    return "{" + head + ', "weights": {\n' + ",\n".join(lines) + "\n}}\n"


def evaluate(pages: list[LabelledPage], beside: list[LabelledPage], *, quick: bool = False) -> dict[str, Score]:
    """Print how well links are judged on sites not learned from, and what that rests on; the scores come back."""
    sites = len({page.site for page in pages})
    print(f"{len(pages)} pages of {sites} sites, {_labelled(pages)} labelled links; folds by site: {min(FOLDS, sites)}")
    models = cross_validated(pages, beside)
    scores = score_pages(pages, lambda page, example: judged(models[page.name], example))
    _print("cross-validated", scores)
    _print("shipped weights (may have learned from these pages)", _shipped_scores(pages))
    if quick:
        return scores
    for name in (*GROUPS, "pairs of signs"):
        fewer = _without(pages, name), _without(beside, name)
        ablated = cross_validated(*fewer)
        _print(f"without {name}", score_pages(fewer[0], lambda page, example: judged(ablated[page.name], example)))  # noqa: B023
    for seen, wrong in FEEDBACKS:
        before, after = feedback_scores(pages, models, seen, wrong)
        told = " + ".join(f"{count} {kind}" for kind, count in seen.items())
        told += f", {wrong:.0%} of it wrong" if wrong else ""
        _print(f"links not told, before feedback ({told})", before)
        _print(f"links not told, after feedback ({told})", after)
    _print_speed(pages)
    for name, result in peer_scores(pages).items():
        if result is None:
            print(f"{name}: not installed (requirements-bench.txt)")
        else:
            _print(f"{name}, {result[1]:.1f} ms a page", result[0])
    return scores


def cross_validated(pages: Sequence[LabelledPage], beside: Sequence[LabelledPage] = ()) -> dict[str, LinkModel]:
    """For each page (by name) a model that saw nothing of its site."""
    models = {}
    for learned, judged_pages in folds(pages, FOLDS):
        sites = {page.site for page in judged_pages}
        model = fit([*learned, *(page for page in beside if page.site not in sites)])
        models.update({page.name: model for page in judged_pages})
    return models


def judged(model: LinkModel, example: Example) -> Chances:
    return NO_PAGE if example.is_certain else model.chances(example.signs)


def _shipped_scores(pages: Sequence[LabelledPage]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for page in pages:
        by_url = {link.url: link.kind for link in classify_links(page.html, page.url)}
        add_page(scores, page, {example.key: by_url[example.url] for example in page.examples})
    return scores


def group_of(sign: str) -> str:
    """The ablation's group of a sign."""
    is_pair = sign.endswith((" text", " words")) and (" with" in sign or " among " in sign)
    if is_pair:
        return "pairs of signs"
    return next((name for name, starts in GROUPS.items() if sign.startswith(starts)), "pairs of signs")


def _without(pages: Sequence[LabelledPage], group: str) -> list[LabelledPage]:
    def kept(example: Example) -> Example:
        signs = [sign for sign in example.signs if group_of(sign) != group]
        return Example(example.url, example.key, example.address, signs, example.label, example.is_certain)

    return [
        LabelledPage(page.name, page.site, page.url, page.html, page.labels, [kept(one) for one in page.examples])
        for page in pages
    ]


def feedback_scores(
    pages: Sequence[LabelledPage],
    models: dict[str, LinkModel],
    seen: dict[str, int],
    wrong: float,
    seeds: Sequence[int] = (1, 2, 3),
) -> tuple[dict[str, Score], dict[str, Score]]:
    """Scores on links whose kind was not told, before and after a site's memory has seen some.

    Of each kind at most two thirds of a site's links are told; ``wrong`` is the share told a random kind.
    """
    before: dict[str, Score] = {}
    after: dict[str, Score] = {}
    for site in sorted({page.site for page in pages}):
        own = [page for page in pages if page.site == site]
        for seed in seeds:
            memory, told = _memory_of(own, random.Random(f"{site} {seed}"), seen, wrong)
            for page in own:
                plain = {example.key: judged(models[page.name], example) for example in page.examples}
                add_page(before, page, {key: chances.best for key, chances in plain.items()}, told)
                learned = {
                    example.key: plain[example.key]
                    if example.is_certain
                    else memory.adjusted(example.address, plain[example.key])
                    for example in page.examples
                }
                add_page(after, page, {key: chances.best for key, chances in learned.items()}, told)
    return before, after


def _memory_of(
    pages: Sequence[LabelledPage], rng: random.Random, seen: dict[str, int], wrong: float
) -> tuple[SiteMemory, set[str]]:
    memory, told = SiteMemory(), set()
    for kind, count in seen.items():
        place = KINDS.index(kind)  # type: ignore[arg-type]
        urls = {example.key: example.url for page in pages for example in page.examples if example.label == place}
        for key in rng.sample(sorted(urls), min(count, len(urls) * 2 // 3)):
            told.add(key)
            memory.record(urls[key], rng.choice(KINDS) if rng.random() < wrong else KINDS[place])
    return memory, told


def _print_speed(pages: Sequence[LabelledPage]) -> None:
    bare = _milliseconds(pages, lambda page: LexborHTMLParser(page.html))
    ours = _milliseconds(pages, lambda page: classify_links(page.html, page.url))
    print(
        f"CPU {ours:.1f} ms a page, parsing included; {ours / max(bare, 1e-6):.1f} times a bare parse ({bare:.1f} ms)"
    )


def _milliseconds(pages: Sequence[LabelledPage], run: Callable[[LabelledPage], object]) -> float:
    begun = process_time()
    for page in pages:
        run(page)
    return 1000 * (process_time() - begun) / max(len(pages), 1)


def _print(name: str, scores: dict[str, Score]) -> None:
    print(f"{name}\n  " + "\n  ".join(f"{kind:8} {score}" for kind, score in scores.items()))
    sys.stdout.flush()


if __name__ == "__main__":
    main()

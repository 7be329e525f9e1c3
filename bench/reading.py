"""Measure how well and how fast articles are read, on anybody's folder of labelled pages, beside other readers.

    python -m bench.reading evaluate FOLDER [--sets a,b] [--peers trafilatura,newspaper4k] [--sample 50] [--folds]
        [--memory]
    python -m bench.reading evaluate tests/pages --peers ""

What a folder holds is told in ``bench/reading_data.py``, how bodies and fields are scored in
``bench/reading_metrics.py``. All readers run in one session, in turn, page by page, each in a process of its own; the
ratio is that of the CPU time to trafilatura's with metadata. ``--markdown`` prints the tables of the README.

With ``--folds`` each page is read with weights that were learned without its site: 10 folds by site. ``--memory`` adds
newscrawl once more, which then knows what the other pages of the page's site print, as a crawl does that has seen them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.reading_data import FOLDS, LabelledPage, load, sample
from bench.reading_memory import memories_of_others
from bench.reading_peers import PEERS, CrossValidated, Reader, WithMemory, installed, read_with_newscrawl
from bench.reading_tables import SetResult, Tally, as_json, as_markdown, as_text, set_result
from bench.reading_workers import Worker, read_in_turn

OURS = "newscrawl"
OURS_WITH_MEMORY = "newscrawl-memory"
TRAINING = "bench.reading_train"

SHIPPED = "newscrawl with the weights it ships, which may have learned from these pages"
CROSS_VALIDATED = f"newscrawl cross-validated: each page is read with weights learned without its site ({FOLDS} folds)"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.command == "train":
            import_module(TRAINING).run(options)
        else:
            _evaluate(options)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.reading", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    evaluating = commands.add_parser("evaluate", help="score newscrawl and its peers")
    evaluating.add_argument("folder", type=Path, metavar="FOLDER")
    evaluating.add_argument("--sets", type=_names, metavar="A,B", help="only these sets of the folder")
    evaluating.add_argument(
        "--peers", type=_names, default=["trafilatura", "newspaper4k"], metavar="A,B", help=f"of {', '.join(PEERS)}"
    )
    evaluating.add_argument("--sample", type=int, metavar="N", help="only so many pages of each set")
    evaluating.add_argument("--folds", action="store_true", help="weights that have not seen the page's site")
    evaluating.add_argument("--memory", action="store_true", help="newscrawl also with what the site's pages taught")
    form = evaluating.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object")
    form.add_argument("--markdown", action="store_true", help="the tables of the README")
    if find_spec(TRAINING) is not None:
        training = commands.add_parser("train", help="learn weights from all pages")
        import_module(TRAINING).add_arguments(training)
    return parser


def _names(value: str) -> list[str]:
    return [name for name in value.split(",") if name]


def _evaluate(options: argparse.Namespace) -> None:
    of_folder = load(options.folder, options.sets)
    pages = sample(of_folder, options.sample) if options.sample else of_folder
    peers, missing = installed(options.peers)
    for name in missing:
        print(f"{name}: not installed (requirements-bench.txt)", file=sys.stderr)
    reader, caption = _own_reader(options.folder, with_folds=options.folds)
    ours = {OURS: reader}
    if options.memory:
        ours[OURS_WITH_MEMORY] = with_memory(reader, of_folder)
    results = evaluate(pages, {**ours, **peers})
    if options.json:
        print(json.dumps({"caption": caption, "sets": as_json(results)}, ensure_ascii=False))
    elif options.markdown:
        print(as_markdown(results))
    else:
        print(f"{caption}\n\n{as_text(results)}")


def _own_reader(folder: Path, *, with_folds: bool) -> tuple[Reader, str]:
    if not with_folds:
        return read_with_newscrawl, SHIPPED
    if find_spec(TRAINING) is None:
        return read_with_newscrawl, f"{SHIPPED} (there is no {TRAINING} to learn others)"
    return CrossValidated(import_module(TRAINING).models_by_fold(folder)), CROSS_VALIDATED


def with_memory(reader: Reader, pages: Sequence[LabelledPage]) -> Reader:
    """The reader with what all other ones of the pages taught of a page's site."""
    memories = memories_of_others(pages)
    return CrossValidated(reader.models, memories) if isinstance(reader, CrossValidated) else WithMemory(memories)


def evaluate(pages: Sequence[LabelledPage], readers: Mapping[str, Reader]) -> list[SetResult]:
    """How each reader does on each set, in the order of the pages."""
    workers = {name: Worker(reader) for name, reader in readers.items()}
    try:
        return [
            _evaluate_set(name, [page for page in pages if page.set == name], workers)
            for name in dict.fromkeys(page.set for page in pages)
        ]
    finally:
        for worker in workers.values():
            worker.close()


def _evaluate_set(name: str, pages: Sequence[LabelledPage], workers: Mapping[str, Worker]) -> SetResult:
    tallies = {reader: Tally(pages[0].metric) for reader in workers}
    for page, outcomes in read_in_turn(pages, workers):
        for reader, outcome in outcomes.items():
            tallies[reader].count(page, outcome)
    for reader, worker in workers.items():
        tallies[reader].rss_mb = worker.rss_mb
    return set_result(name, pages, tallies)


if __name__ == "__main__":
    sys.exit(main())

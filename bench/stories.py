"""Measure how well and how fast copies of one story are known, on anybody's articles, and what a million of them cost.

    python -m bench.stories evaluate [FOLDER] [--peers datasketch,rensa] [--json | --markdown]
    python -m bench.stories grow [--to 1000000] [--folder DIR]
    python -m bench.stories train FOLDER --out newscrawl/stories/weights/stories.json

``evaluate`` takes the articles of a folder (``bench/stories_data.py`` says what it holds) or, without one, made ones
(``bench/made_stories.py``), in their order, and lets each judge say which tell one story: pairwise and B³ figures,
recall by kind of copy, what is mixed up or missed, how often the relation is right. The harder mix is the part of them
that ``bench.stories_data.harder_mix`` takes. All judges run in one session; their speed is that of reading nothing and
starting from nothing, newscrawl's with an index on disk and its commits.

``grow`` fills one index on disk with made stories, a fifth of them copies, and prints, while it runs, what an article
costs at 1,000, 10,000 and so on: CPU of adding and committing, of the last 1,000 and of all since the line before, and
how large the file is. Making the texts is not counted.

``train`` learns the weights of the story model from a folder and from made stories, and prints how often they are wrong
where they are learned from other stories.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.made_stories import made_stories
from bench.stories_data import Item, harder_mix, load
from bench.stories_fit import as_weights, fit, held_out, lessons, pairs
from bench.stories_growth import grow, header
from bench.stories_metrics import score
from bench.stories_peers import PEERS, Judge, installed, newscrawl
from bench.stories_tables import MixResult, Row, as_json, as_markdown, as_text
from newscrawl.commands.showing import print_whole

OURS = "newscrawl"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.command == "grow":
            _grow(options.to, options.folder)
        elif options.command == "train":
            _train(options.folder, options.out)
        else:
            _evaluate(options)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.stories", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    evaluating = commands.add_parser("evaluate", help="score newscrawl and its peers")
    evaluating.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    evaluating.add_argument("--peers", type=_names, default=list(PEERS), metavar="A,B", help=f"of {', '.join(PEERS)}")
    form = evaluating.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON array")
    form.add_argument("--markdown", action="store_true", help="the table of the README")
    growing = commands.add_parser("grow", help="what an article costs in a large index")
    growing.add_argument("--to", type=int, default=1_000_000, metavar="N", help="so many stories (default: a million)")
    growing.add_argument(
        "--folder", type=Path, metavar="DIR", help="where the index is made (default: a temporary one)"
    )
    training = commands.add_parser("train", help="learn the weights of the story model")
    training.add_argument("folder", type=Path, metavar="FOLDER")
    training.add_argument("--out", type=Path, required=True, metavar="FILE")
    return parser


def _names(value: str) -> list[str]:
    return [name for name in value.split(",") if name]


def _evaluate(options: argparse.Namespace) -> None:
    peers, missing = installed(options.peers)
    for name in missing:
        print(f"{name}: not installed (requirements-bench.txt)", file=sys.stderr)
    items = load(options.folder) if options.folder else made_stories()
    results = evaluate({"all": items, "the harder mix": harder_mix(items)}, {OURS: newscrawl, **peers})
    if options.json:
        print(json.dumps(as_json(results), ensure_ascii=False))
    elif options.markdown:
        print(as_markdown(results))
    else:
        print_whole(lambda width: as_text(results))


def evaluate(mixes: Mapping[str, Sequence[Item]], judges: Mapping[str, Judge]) -> list[MixResult]:
    """How each judge does on each mix."""
    return [
        MixResult(name, [_judged(judge_name, judge, items) for judge_name, judge in judges.items()])
        for name, items in mixes.items()
    ]


def _judged(name: str, judge: Judge, items: Sequence[Item]) -> Row:
    judge(items[:1])  # what is loaded once is no part of its speed
    gc.collect()
    begun = process_time()
    answers = judge(items)
    return Row(name, score(items, answers), len(items) / max(process_time() - begun, 1e-9))


def _train(folder: Path, out: Path) -> None:
    examples = [pair for items in lessons(folder) for pair in pairs(items)]
    print(f"{len(examples):,} pairs; by weights from other stories: {held_out(examples)}")
    out.write_text(as_weights(*fit(examples)), encoding="utf-8")


def _grow(to: int, folder: Path | None) -> None:
    if to < 1:
        raise ValueError(f"--to: {to} is no number of stories; give 1 or more")
    print(header(), flush=True)
    with TemporaryDirectory(dir=folder, prefix="stories-") as place:
        for mark in grow(Path(place) / "stories.sqlite", to):
            print(mark.as_row(), flush=True)


if __name__ == "__main__":
    sys.exit(main())

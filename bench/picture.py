"""Takes the picture of a run that the README shows: a real crawl of the demo web in a terminal of 100 columns.

    python -m bench.picture docs/run.svg

``pyte`` works out what the terminal shows at the end, rich draws it.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from itertools import groupby
from pathlib import Path

import pyte
from rich.console import CONSOLE_SVG_FORMAT, Console
from rich.text import Text

from bench.terminal import run_in_terminal

ROOT = Path(__file__).parent.parent
COLUMNS, ROWS = 100, 40
PROMPT = "$ scrapy crawl site"
# Without the fonts that rich would fetch from elsewhere: a picture must show without a network.
SVG = re.sub(r"\s*@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def crawl_demo(folder: Path) -> bytes:
    """What `scrapy crawl site` writes to the terminal, given in a project folder that holds nothing else yet."""
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = newscrawl.settings\n", encoding="utf-8")
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "scrapy", "crawl", "site"]
    run = run_in_terminal(command, folder=folder, columns=COLUMNS, rows=ROWS, env={"PYTHONPATH": paths})
    if run.status:
        raise SystemExit(f"the crawl ended with {run.status}:\n{run.output.decode(errors='replace')}")
    return run.output


def seen_at_the_end(written: bytes) -> list[Text]:
    """The lines that the terminal shows when everything has been written, in their colours."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    stream.feed(PROMPT.encode() + b"\r\n" + written)
    lines = [_line(screen, row) for row in range(ROWS)]
    while lines and not lines[-1].plain.strip():
        lines.pop()
    return lines


def _line(screen: pyte.Screen, row: int) -> Text:
    line = Text(no_wrap=True)
    cells = [screen.buffer[row][column] for column in range(COLUMNS)]
    for is_bold, run in groupby(cells, key=lambda cell: cell.bold):
        line.append("".join(cell.data for cell in run), style="bold" if is_bold else "")
    line.rstrip()
    return line


def draw(lines: list[Text]) -> str:
    """The lines as an SVG."""
    console = Console(record=True, width=COLUMNS, file=Path(os.devnull).open("w"))  # noqa: SIM115  # writes nothing
    for line in lines:
        console.print(line)
    return console.export_svg(title="newscrawl", code_format=SVG, unique_id="run")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("picture", type=Path, help="where the SVG goes")
    picture = parser.parse_args().picture
    with tempfile.TemporaryDirectory() as folder:
        # The reader's own folder will have another name than this passing one.
        written = crawl_demo(Path(folder)).replace(folder.encode(), b"~/newscrawl")
    picture.write_text(draw(seen_at_the_end(written)), encoding="utf-8")


if __name__ == "__main__":
    main()

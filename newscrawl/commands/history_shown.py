"""The versions of an article for a person to read: what was removed and added is marked by text and by colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from newscrawl.commands.article_shown import MAX_COLUMNS, moment
from newscrawl.commands.showing import shown
from newscrawl.extensions.progress import number
from newscrawl.extensions.summary import in_words
from newscrawl.extraction.diffs import Paragraph, Piece

if TYPE_CHECKING:
    from newscrawl.commands.history import History, Version

_MOST_ADDRESSES = 10
_STYLES = {"same": "", "removed": "red", "added": "green"}
_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_SIGNS = {"removed": "-", "added": "+", "changed": "~"}


def show_history(history: History) -> RenderableType:
    """The article, its addresses, and each version with what became of the one before."""
    parts: list[RenderableType] = [Text(_line(history.newest["headline"]) or "(no headline)", style="bold")]
    parts += map(_address, _addresses(history))
    parts.append(Text(f"id {history.id}, {number(len(history.versions), 'version')}", style="dim"))
    for version in history.versions:
        parts += [Text(), *_version(version)]
    return Group(*parts)


def show_version(line: dict[str, Any]) -> RenderableType:
    """One version whole."""
    paragraphs = (line["text"] or "(no text)").split("\n\n")
    parts: list[RenderableType] = [
        Text(_line(line["headline"]) or "(no headline)", style="bold"),
        _address(line["url"]),
    ]
    parts.append(Text(_facts(line, line["provenance"]["fetched_at"]), style="dim"))
    for paragraph in paragraphs:
        parts += [Text(), Constrain(Text("\n".join(map(shown, paragraph.split("\n")))), MAX_COLUMNS)]
    return Group(*parts)


def _addresses(history: History) -> Iterator[str]:
    newest = history.newest
    others = [one for one in history.addresses if one != newest["canonical_url"]]
    copies = [f"{one['url']} (dropped: {in_words(one['relation'])})" for one in history.duplicates]
    yield newest["url"]
    yield from (f"also at {one}" for one in [*others, *copies][:_MOST_ADDRESSES])
    if len(others) + len(copies) > _MOST_ADDRESSES:
        yield f"and at {len(others) + len(copies) - _MOST_ADDRESSES} more"


def _version(version: Version) -> Iterator[RenderableType]:
    yield Text(_facts(version.line, version.fetched_at), style="bold" if version.number > 1 else "")
    if version.headline is not None:
        yield _paragraph("headline: ", version.headline)
    if version.text and all(paragraph.kind == "same" for paragraph in version.text):
        yield Padding(Text("the text is as before", style="dim"), (0, 0, 0, 2))
        return
    yield from _text_changes(version.text)


def _facts(line: dict[str, Any], fetched_at: str | None) -> str:
    facts = [f"version {line['version']}", f"fetched {moment(fetched_at)}" if fetched_at else "not fetched by a crawl"]
    if line["date_modified"]:
        facts.append(f"changed {moment(line['date_modified'])}")
    if line["word_count"]:
        facts.append(number(line["word_count"], "word"))
    if line["withdrawn_at"]:
        facts.append(f"found gone {moment(line['withdrawn_at'])}")
    return _line(", ".join(facts))


def _text_changes(text: Sequence[Paragraph]) -> Iterator[RenderableType]:
    for kind, run in groupby(text, key=lambda paragraph: paragraph.kind):
        if kind == "same":
            yield Padding(Text(f"… {number(len(list(run)), 'paragraph')} as before", style="dim"), (0, 0, 0, 2))
            continue
        for paragraph in run:
            if kind == "changed":
                yield _paragraph("~ ", paragraph.pieces)
            else:
                text_of = Text(f"{_SIGNS[kind]} {_line(paragraph.pieces[0].text)}", style=_STYLES[kind])
                yield _indented(text_of)


def _paragraph(label: str, pieces: Iterable[Piece]) -> RenderableType:
    told = Text(label)
    for piece in pieces:
        said = shown(" ".join(piece.text.split("\n")))
        bare = said.rstrip()
        begin, end = _MARKS[piece.kind]
        told.append(f"{begin}{bare}{end}", style=_STYLES[piece.kind])
        told.append(said[len(bare) :])
    return _indented(told)


def _indented(text: Text) -> RenderableType:
    return Constrain(Padding(text, (0, 0, 0, 2)), MAX_COLUMNS)


def _address(text: str) -> Text:
    return Text(shown(text), style="dim", no_wrap=True, overflow="ignore")  # broken in two it cannot be copied


def _line(text: str | None) -> str:
    return " ".join(shown(text or "").split())

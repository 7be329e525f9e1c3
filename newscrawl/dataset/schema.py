"""The shape of the data set, three ways, made from the classes of ``newscrawl.items``.

JSON Schema for whoever checks a line, an Arrow schema for whoever computes with a million of them, and a table for
whoever reads. ``python -m newscrawl.dataset.schema`` prints that table's page, ``docs/fields.md``.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from newscrawl import items
from newscrawl.items import Article

if TYPE_CHECKING:
    import pyarrow

FORMATS = {"published_at_utc": "date-time", "published_day": "date"}
"""Strings that are made to compute with, hence a type of their own in Arrow: key to JSON Schema format."""

JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
MAX_LINE_BYTES = 64 << 20  # pyarrow refuses a line longer than its block; its default is 1 MiB

PAGE = """\
# The fields of an article

Made from the classes in `newscrawl/items.py` by `make docs`; change the docstrings there.

One JSON line is one version of one article. Every key is always there and has one type; lists and structs are never
null, their members may be. `null`, None in Python, means *not stated on the page*. A later `seq` for the same `id`
supersedes an earlier one.

In the table `[]` stands for each entry of a list and `*` for each member of a struct; `date-time` and `date` are
strings in JSON and types of their own in Arrow and Parquet.

{table}

## Reading the lines

```python
import pandas
from newscrawl.dataset.schema import read_json_lines

articles = pandas.read_json("data/articles/times.test.jsonl", lines=True, dtype=False)
table = read_json_lines("data/articles/times.test.jsonl")  # a pyarrow.Table
```

Left to guess, pandas makes a number of the `ref` `007`, and pyarrow drops the offsets of `date_published`.
`newscrawl.dataset.schema.json_schema()` gives a JSON Schema, `arrow_schema()` the Arrow schema.
"""


@dataclass(frozen=True)
class Member:
    """One key of a struct, as its dataclass declares it."""

    name: str
    type: type
    """``str``, ``int``, ``float``, ``bool`` or a dataclass; of the entries, where it is a list."""

    choices: tuple[str, ...]
    """The closed set that a value is taken from, in declaration order; empty: any value."""

    is_list: bool
    is_nullable: bool
    meaning: str
    """The field's docstring on one line. Empty where the class describes all its members at once."""

    @property
    def is_struct(self) -> bool:
        """Whether the value, or each entry of the list, has keys of its own."""
        return is_dataclass(self.type)

    @property
    def format(self) -> str | None:
        """``date-time`` or ``date`` for the strings that are made to compute with."""
        return FORMATS.get(self.name)


@cache
def members(cls: type) -> tuple[Member, ...]:
    """The keys of a class of ``newscrawl.items``, in declaration order."""
    hints, meanings = get_type_hints(cls), _meanings()[cls.__name__]
    return tuple(_member(f.name, hints[f.name], meanings.get(f.name, "")) for f in fields(cls))


def _member(name: str, hint: Any, meaning: str) -> Member:
    is_nullable = NoneType in get_args(hint)
    if is_nullable:
        (hint,) = (arg for arg in get_args(hint) if arg is not NoneType)
    is_list = get_origin(hint) is list
    if is_list:
        (hint,) = get_args(hint)
    choices = get_args(hint) if get_origin(hint) is Literal else ()
    return Member(name, str if choices else hint, choices, is_list, is_nullable, meaning)


@cache
def _meanings() -> dict[str, dict[str, str]]:
    # Docstrings below fields exist in the source alone, which an egg carries too.
    tree = ast.parse(inspect.getsource(items))
    return {node.name: dict(_field_docstrings(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _field_docstrings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, following in pairwise(node.body):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, " ".join(text.split())


def structs(cls: type = Article) -> list[type]:
    """The classes below ``cls``, each once, in the order in which they appear."""
    found: list[type] = []
    for member in members(cls):
        if member.is_struct:
            found += [member.type, *structs(member.type)]
    return list(dict.fromkeys(found))


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of this version's data set; a line has these keys and no others."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": Article.__name__,
        **_json_object(Article),
        "$defs": {cls.__name__: _json_object(cls) for cls in structs()},
    }


def _json_object(cls: type) -> dict[str, Any]:
    return {
        "description": (inspect.getdoc(cls) or "").partition("\n\n")[0].replace("\n", " "),
        "type": "object",
        "properties": {member.name: _json_property(member) for member in members(cls)},
        "required": [member.name for member in members(cls)],
        "additionalProperties": False,
    }


def _json_property(member: Member) -> dict[str, Any]:
    value = {"$ref": f"#/$defs/{member.type.__name__}"} if member.is_struct else _json_scalar(member)
    if member.is_list:
        value = {"type": "array", "items": value}
    return {"description": member.meaning, **value} if member.meaning else value


def _json_scalar(member: Member) -> dict[str, Any]:
    name = JSON_TYPES[member.type]
    null: list[None] = [None] if member.is_nullable else []
    scalar: dict[str, Any] = {"type": [name, "null"] if member.is_nullable else name}
    if member.choices:
        scalar["enum"] = [*member.choices, *null]
    if member.format:
        scalar["format"] = member.format
    return scalar


def arrow_schema() -> pyarrow.Schema:
    """The Arrow schema of the data set, hence of its Parquet files; needs pyarrow.

    ``published_at_utc`` is timestamp[us, UTC] and ``published_day`` date32; all other strings stay strings, since a
    date without a stated zone is no moment. JSON lines are read with ``read_json_lines``, because ``pyarrow.json``
    cannot make a date32 of a string, and when left to infer takes every ISO date for a naive timestamp.
    """
    import pyarrow

    return pyarrow.schema([(member.name, _arrow_type(member)) for member in members(Article)])


def _arrow_type(member: Member) -> pyarrow.DataType:
    import pyarrow

    scalars = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    formats = {"date-time": pyarrow.timestamp("us", tz="UTC"), "date": pyarrow.date32()}
    if member.is_struct:
        value = pyarrow.struct([(inner.name, _arrow_type(inner)) for inner in members(member.type)])
    else:
        value = formats[member.format] if member.format else scalars[member.type]
    return pyarrow.list_(value) if member.is_list else value


def read_json_lines(path: str | Path) -> pyarrow.Table:
    """The articles of a JSON lines file, gzipped or not, as a table of ``arrow_schema()``; needs pyarrow.

    Keys that this version does not know are left out, missing ones are null. ``pyarrow.ArrowInvalid`` for a file
    that is not JSON lines of articles.
    """
    import pyarrow
    from pyarrow import json

    schema = arrow_schema()
    if not Path(path).stat().st_size:
        return schema.empty_table()
    day = schema.get_field_index("published_day")
    readable = schema.set(day, pyarrow.field("published_day", pyarrow.string()))
    table = json.read_json(
        str(path),
        read_options=json.ReadOptions(block_size=MAX_LINE_BYTES),
        parse_options=json.ParseOptions(explicit_schema=readable, unexpected_field_behavior="ignore"),
    )
    return table.cast(schema)


def fields_table() -> str:
    """The fields as a Markdown table: key, type, meaning; members of structs follow theirs."""
    rows = ["| key | type | meaning |", "| --- | --- | --- |"]
    rows += (f"| `{key}` | {kind} | {meaning} |" for key, kind, meaning in _rows(Article))
    return "\n".join(rows)


def _rows(cls: type, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    own = members(cls)
    if not any(member.meaning for member in own):
        yield f"{prefix}*", _shown_type(own[0]), ", ".join(f"`{member.name}`" for member in own)
        return
    for member, following in pairwise((*own, None)):
        assert member is not None
        yield prefix + member.name, _shown_type(member), member.meaning.replace("``", "`").replace("|", "\\|")
        if member.is_struct and not (following and following.type is member.type):
            # Neighbours of one type (the sources of `rights`) share the rows of their members.
            shared = sum(other.type is member.type for other in own) > 1
            yield from _rows(member.type, f"{prefix}{'*' if shared else member.name}{'[]' if member.is_list else ''}.")


def _shown_type(member: Member) -> str:
    name = "struct" if member.is_struct else member.format or member.type.__name__
    if member.choices:
        name = ", ".join(f"`{choice}`" for choice in member.choices)
    if member.is_list:
        name = f"list of {name}"
    return f"{name} or null" if member.is_nullable else name


def fields_page() -> str:
    """``docs/fields.md``."""
    return PAGE.format(table=fields_table())


if __name__ == "__main__":
    print(fields_page(), end="")

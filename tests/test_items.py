"""The contract of the data set: whatever an item holds, its lines load together and satisfy the generated schemas."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import jsonschema
import pandas
import pyarrow
import pytest
from itemadapter import ItemAdapter, is_item
from pyarrow import json as arrow_json
from pyarrow import parquet
from scrapy.exporters import JsonLinesItemExporter

from newscrawl import items
from newscrawl.dataset import schema
from newscrawl.items import Article, ArticleLink, FieldSources, Image, LiveUpdate

ROOT = Path(__file__).parent.parent
CLASSES = [Article, *schema.structs()]
EXAMPLES = {"date-time": "2026-11-05T09:30:00Z", "date": "2026-11-05"}


def filled(cls: type, scalar: Any) -> Any:
    """An instance of ``cls`` with every member set: scalars by ``scalar(member)``, lists with two entries."""
    values = {}
    for member in schema.members(cls):
        value = filled(member.type, scalar) if member.is_struct else scalar(member)
        values[member.name] = [value, value] if member.is_list else value
    return cls(**values)


def example(member: schema.Member) -> Any:
    if member.choices:
        return member.choices[-1]
    if member.format:
        return EXAMPLES[member.format]
    return {str: f"Grüße aus „{member.name}“\n\u2028", int: 7, float: 0.5, bool: False}[member.type]


def full() -> Article:
    return filled(Article, example)


def all_null() -> Article:
    """Every member that may be null is null; lists are empty."""
    return Article()


def empty() -> Article:
    """Every string that may be any string is empty, and each list of structs holds a struct of nulls."""
    blank = {m.name: "" for m in schema.members(Article) if m.type is str and not (m.choices or m.format or m.is_list)}
    return Article(**blank, images=[Image()], live_updates=[LiveUpdate()], links=[ArticleLink()])


def by_scrapy(articles: list[Article]) -> bytes:
    out = io.BytesIO()
    exporter = JsonLinesItemExporter(out)
    exporter.start_exporting()
    for article in articles:
        exporter.export_item(article)
    exporter.finish_exporting()
    return out.getvalue()


def by_json(articles: list[Article]) -> bytes:
    return b"".join(json.dumps(asdict(a), ensure_ascii=False).encode() + b"\n" for a in articles)


ORDERS = [list(order) for order in permutations([all_null(), empty(), full()])]
written = pytest.mark.parametrize("write", [by_scrapy, by_json])
in_any_order = pytest.mark.parametrize("articles", ORDERS, ids=range(len(ORDERS)))


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [value]


def test_full_item_has_no_null_and_all_null_item_nothing_else():
    assert None not in leaves(asdict(full()))
    # A statement is never null about whether it was looked for, and a line never about its schema.
    assert {leaf for leaf in leaves(asdict(all_null())) if leaf is not None} == {items.SCHEMA_VERSION, "not_checked"}


def test_itemadapter_takes_an_article():
    article = full()
    assert is_item(article)
    assert ItemAdapter(article).asdict() == asdict(article)


@written
def test_keys_are_written_in_declaration_order(write):
    line = json.loads(write([full()]))
    assert list(line) == [f.name for f in fields(Article)]
    assert list(line["provenance"]["fields"]) == list(items.EXTRACTED_FIELDS)


@written
def test_lines_hold_what_the_item_holds(write):
    articles = [all_null(), empty(), full()]
    assert [json.loads(line) for line in write(articles).splitlines()] == [asdict(article) for article in articles]


def test_as_dict_gives_what_dataclasses_give_in_the_same_order():
    for article in (all_null(), empty(), full()):
        assert json.dumps(items.as_dict(article)) == json.dumps(asdict(article))


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls is not FieldSources])
def test_every_field_has_a_docstring(cls):
    assert [member.name for member in schema.members(cls) if not member.meaning] == []


def test_field_sources_are_described_by_their_class_alone():
    assert not any(member.meaning for member in schema.members(FieldSources))
    assert "Which strategy gave each extracted field" in FieldSources.__doc__


def test_every_extracted_field_is_a_field_of_the_article():
    assert set(items.EXTRACTED_FIELDS) < {f.name for f in fields(Article)}


def test_closed_sets_are_enumerated():
    closed = {member.choices for cls in CLASSES for member in schema.members(cls)} - {()}
    assert closed >= {items.KINDS, items.RELATIONS, items.LINK_ROLES, items.STRATEGIES, items.FLAGS}
    assert all(len(set(choices)) == len(choices) for choices in closed)


def test_lists_and_structs_are_never_null():
    assert not [m.name for cls in CLASSES for m in schema.members(cls) if (m.is_list or m.is_struct) and m.is_nullable]


@written
@in_any_order
def test_pandas_loads_null_empty_and_full_items_together(write, articles):
    frame = pandas.read_json(io.BytesIO(write(articles)), lines=True)
    assert list(frame.columns) == [f.name for f in fields(Article)]
    assert len(frame) == 3


def test_pandas_keeps_strings_strings_when_told_not_to_guess():
    line = io.BytesIO(by_json([Article(ref="007", withdrawn_at="2026-11-05T09:30:00Z")]))
    frame = pandas.read_json(line, lines=True, dtype=False)
    assert frame.loc[0, ["ref", "withdrawn_at"]].tolist() == ["007", "2026-11-05T09:30:00Z"]


@written
@in_any_order
def test_pyarrow_infers_one_table_from_null_empty_and_full_items(write, articles):
    table = arrow_json.read_json(io.BytesIO(write(articles)))
    assert table.column_names == [f.name for f in fields(Article)]
    assert table.num_rows == 3


@written
@in_any_order
def test_lines_read_by_the_arrow_schema_are_the_items(tmp_path, write, articles):
    path = tmp_path / "articles.jsonl"
    path.write_bytes(write(articles))
    table = schema.read_json_lines(path)
    assert table.schema.equals(schema.arrow_schema())
    expected = [asdict(article) for article in articles]
    for line in expected:
        line["published_at_utc"] = line["published_at_utc"] and datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
        line["published_day"] = line["published_day"] and date(2026, 11, 5)
    assert table.to_pylist() == expected


def test_parquet_keeps_the_arrow_schema(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_bytes(by_json([all_null(), empty(), full()]))
    table = schema.read_json_lines(path)
    parquet.write_table(table, tmp_path / "articles.parquet")
    assert parquet.read_table(tmp_path / "articles.parquet").equals(table)
    assert len(pandas.read_parquet(tmp_path / "articles.parquet")) == 3


def test_arrow_has_types_to_compute_with_for_the_two_derived_dates_alone():
    arrow = schema.arrow_schema()
    assert arrow.field("published_at_utc").type == pyarrow.timestamp("us", tz="UTC")
    assert arrow.field("published_day").type == pyarrow.date32()
    assert arrow.field("date_published").type == pyarrow.string()


def test_an_empty_file_reads_as_no_articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.touch()
    assert schema.read_json_lines(path).equals(schema.arrow_schema().empty_table())


def test_a_line_longer_than_arrows_default_block_is_read(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_bytes(by_json([Article(text="word " * 500_000), all_null()]))
    assert schema.read_json_lines(path).num_rows == 2


def test_a_key_of_a_later_version_is_left_out_and_a_missing_one_null(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text('{"url": "https://times.test/a", "colour": {"ink": "blue"}}\n', encoding="utf-8")
    (line,) = schema.read_json_lines(path).to_pylist()
    assert line["url"] == "https://times.test/a"
    assert line["headline"] is None
    assert "colour" not in line


def valid(line: dict[str, Any]) -> bool:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema.json_schema(), format_checker=checker).is_valid(line)


def test_json_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema.json_schema())


@written
@pytest.mark.parametrize("make", [all_null, empty, full])
def test_json_schema_accepts_every_item(write, make):
    assert valid(json.loads(write([make()])))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "poem"},
        {"flags": ["wrong"]},
        {"flags": None},
        {"dateline": None},
        {"dateline": {"place": None}},
        {"links": [{"role": "footer", "url": None, "text": None}]},
        {"seq": "7"},
        {"published_day": "5 November"},
        {"schema_version": None},
        {"colour": "blue"},
    ],
    ids=str,
)
def test_json_schema_refuses_what_breaks_the_contract(change):
    assert not valid(asdict(full()) | change)


@pytest.mark.parametrize("cls", CLASSES)
def test_json_schema_refuses_a_line_without_one_of_its_keys(cls):
    described = schema.json_schema() if cls is Article else schema.json_schema()["$defs"][cls.__name__]
    assert described["required"] == [f.name for f in fields(cls)] == list(described["properties"])


def test_json_schema_describes_fields_by_their_docstrings():
    assert schema.json_schema()["properties"]["word_count"]["description"].startswith("Words of ``text``")


def test_documented_fields_are_the_fields():
    documented = (ROOT / "docs/fields.md").read_text(encoding="utf-8")
    assert documented == schema.fields_page(), "run `make docs`"


def test_fields_table_has_a_row_for_each_member_of_a_struct():
    keys = [row.split("`")[1] for row in schema.fields_table().splitlines()[2:]]
    assert {f.name for f in fields(Article)} < set(keys)
    assert {"dateline.place", "images[].credit", "rights.*.status", "provenance.fields.*"} < set(keys)
    assert len(set(keys)) == len(keys)

"""What stands on several articles of a site is left out of the next ones' texts, whatever happens to the crawl."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extraction.block_memory import BlockMemory
from tests.crawling import Crawled, crawl
from tests.fakeweb import FakeWeb, Site
from tests.test_crawl import HOST, data, key, web

__all__ = ["data", "web"]

BOX = "Write to the desk of this paper, or call at the office by the harbour before noon."
ONE_BY_ONE = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_REQUESTS": 1}
ON_THEIR_WAY = 2  # articles that may be read before what the one before them taught is kept


def paragraphs(number: int) -> list[str]:
    """The text of an article, 90 words of its own."""
    return [
        f"In street {part} of Arvale {number} people stood at {number * 10 + part} doors and read what was written."
        for part in range(5)
    ]


def page_of(number: int, *more: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in [*paragraphs(number), *more])
    return (
        f"<html><head><title>Street {number} of Arvale is closed</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2026-03-{number:02}T09:00:00Z'></head>"
        f"<body><article><h1>Street {number} of Arvale is closed</h1>{body}</article></body></html>"
    )


def paper(web: FakeWeb, paths: dict[str, str]) -> Site:
    """A site with these pages, all linked from its front page."""
    site = web.site(HOST)
    links = "".join(f"<li><a href='{path}'>What happened in street {path} of Arvale</a></li>" for path in paths)
    site.page("/", f"<title>The Arvale Post</title><ul>{links}</ul>")
    for path, body in paths.items():
        site.page(path, body)
    return site


def with_box(numbers: range) -> dict[str, str]:
    return {f"/news/{number}-street-{number}-is-closed": page_of(number, BOX) for number in numbers}


def has_box(run: Crawled, web: FakeWeb) -> list[bool]:
    """Of each kept article whether its text ends with the box; in the order in which they were kept."""
    return [line["text"].endswith(BOX) for line in run.lines(key(web))]


def own_text(line: dict[str, Any]) -> str:
    number = int(line["headline"].split()[1])
    return "\n\n".join(paragraphs(number))


def forget_nothing(_: dict[str, Any]) -> None:
    """A crawl that ended by itself."""


def forget_all(memory: dict[str, Any]) -> None:
    """A crawl that was killed before it had written anything down."""
    memory.clear()


def edit_memory(data: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    with sqlite3.connect(data / "newscrawl.sqlite") as connection:
        (text,) = connection.execute("SELECT memory FROM sites").fetchone()
        memory = json.loads(text)
        edit(memory)
        connection.execute("UPDATE sites SET memory = ?", (json.dumps(memory),))
    connection.close()


def memory_of(data: Path) -> BlockMemory:
    with sqlite3.connect(data / "newscrawl.sqlite") as connection:
        (text,) = connection.execute("SELECT memory FROM sites").fetchone()
    connection.close()
    return BlockMemory.from_json(json.loads(text)["blocks"])


def test_a_box_goes_once_it_stood_on_two_articles_and_nothing_else_does(web: FakeWeb, data: Path) -> None:
    paper(web, with_box(range(1, 13)))
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}", **ONE_BY_ONE)
    boxes = has_box(run, web)
    assert len(boxes) == 12
    assert boxes[:2] == [True, True]
    assert not any(boxes[2 + ON_THEIR_WAY :])
    assert all(line["text"].removesuffix(f"\n\n{BOX}") == own_text(line) for line in run.lines(key(web)))


@pytest.mark.parametrize("forget", [forget_nothing, forget_all])
def test_what_a_crawl_learned_the_next_one_knows_however_the_first_ended(
    web: FakeWeb, data: Path, forget: Callable[[dict[str, Any]], None]
) -> None:
    paper(web, with_box(range(1, 5)))
    web.start()
    first = has_box(crawl(data, "-a", f"url={web.url(HOST)}", **ONE_BY_ONE), web)
    edit_memory(data, forget)
    paper(web, with_box(range(1, 13)))
    second = crawl(data, "-a", f"url={web.url(HOST)}")
    boxes = has_box(second, web)
    assert (boxes[:4], boxes[4:]) == (first, [False] * 8)


def test_an_article_that_is_read_again_counts_once_and_is_no_new_version(web: FakeWeb, data: Path) -> None:
    paper(web, with_box(range(1, 7)))
    web.start()
    crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_RECHECK_HOURS="0", **ONE_BY_ONE)
    learned = memory_of(data).to_json()
    again = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_RECHECK_HOURS="0")
    assert web.paths(HOST).count("/news/1-street-1-is-closed") == 2
    assert [line["version"] for line in again.lines(key(web))] == [1] * 6
    assert memory_of(data).to_json() == learned


def test_a_new_version_of_an_early_article_has_its_box_still(web: FakeWeb, data: Path) -> None:
    pages = with_box(range(1, 7))
    site = paper(web, pages)
    web.start()
    first = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_RECHECK_HOURS="0", **ONE_BY_ONE)
    early = first.lines(key(web))[0]
    number = int(early["headline"].split()[1])
    addition = "The council has since said that it will open again before the summer."
    site.page(f"/news/{number}-street-{number}-is-closed", page_of(number, addition, BOX))
    newest = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_RECHECK_HOURS="0").lines(key(web))[-1]
    assert (newest["id"], newest["version"]) == (early["id"], 2)
    assert newest["text"] == f"{own_text(early)}\n\n{addition}\n\n{BOX}"


def test_an_early_article_at_a_second_address_is_known_as_a_copy(web: FakeWeb, data: Path) -> None:
    pages = with_box(range(1, 9))
    first = next(iter(pages))
    paper(web, {**pages, **{f"{first}?sid={number}abcdef": pages[first] for number in range(1, 4)}})
    web.start()
    lines = crawl(data, "-a", f"url={web.url(HOST)}", **ONE_BY_ONE).lines(key(web))
    assert sum("?sid=" in path for path in web.paths(HOST)) >= 1
    assert len({line["headline"] for line in lines}) == len(lines) == len(pages)


def test_one_article_at_many_addresses_loses_nothing(web: FakeWeb, data: Path) -> None:
    paths = {f"/news/{number}-street-7-is-closed": page_of(7) for number in range(1, 9)}
    paper(web, paths)
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_DUPLICATES="none", **ONE_BY_ONE)
    assert len(run.lines(key(web))) == 8
    assert {line["text"] for line in run.lines(key(web))} == {"\n\n".join(paragraphs(7))}

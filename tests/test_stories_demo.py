"""On the demo every reprint is a copy of its original, whichever was met first; no two other stories are one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl.commands.demo_web import DemoWeb
from newscrawl.demo import truth
from tests.crawling import crawl
from tests.sites.crawled import reached_through

NEWSROOM, REPUBLISHER = "newsroom.test", "republisher.test"


@pytest.fixture(scope="module", params=[(NEWSROOM, REPUBLISHER), (REPUBLISHER, NEWSROOM, REPUBLISHER)])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sites of the demo, crawled one after the other into one store."""
    data = tmp_path_factory.mktemp("demo") / "data"
    with DemoWeb() as web, reached_through(web.proxy):
        for site in request.param:
            run = crawl(data, "-a", f"url=http://{site}/", NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.0/8")
            assert run.status == 0, run.stderr[-2000:]
    return data


def newest(data: Path, site: str) -> dict[str, dict[str, Any]]:
    """The last line of each article of a site, by its address without a query."""
    lines = (data / "articles" / f"{site}.jsonl").read_text(encoding="utf-8").splitlines()
    return {line["url"].partition("?")[0]: line for line in map(json.loads, lines)}


def test_every_reprint_is_a_copy_of_its_original(data: Path) -> None:
    originals, copies = newest(data, NEWSROOM), newest(data, REPUBLISHER)
    reprints = [article for article in truth().values() if article.copy_of]
    assert reprints
    for reprint in reprints:
        original, copy = originals[reprint.copy_of or ""], copies[reprint.url]["story"]
        assert (copy["relation"], copy["of"], copy["id"]) == ("syndicated", original["id"], original["story"]["id"])


def test_no_two_stories_of_the_newsroom_are_one(data: Path) -> None:
    told = [line["story"] for line in newest(data, NEWSROOM).values()]
    assert {story["relation"] for story in told} == {"original"}
    assert len({story["id"] for story in told}) == len(told)


def test_what_the_republisher_wrote_itself_is_its_own(data: Path) -> None:
    copies = newest(data, REPUBLISHER)
    own = [url for url, article in truth().items() if f"//{REPUBLISHER}/" in url and not article.copy_of]
    assert all(copies[url]["story"]["relation"] == "original" for url in own)

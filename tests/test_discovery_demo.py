"""On the demo's sites every source that is offered leads, alone, to all the articles that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from newscrawl.demo import compare, truth
from newscrawl.demo.server import demo_answers
from tests.crawling import crawl

SITES = ("newsroom.test", "republisher.test", "scripted.test")
SCRIPTED = "scripted.test"
"""The site whose lists a script draws: its front page leads nowhere."""


@dataclass(frozen=True)
class Followed:
    """What a crawl of the demo found that followed one source alone."""

    source: str
    status: int
    lines: dict[str, list[dict[str, Any]]]
    """By site."""

    def found(self, site: str) -> set[str]:
        return {line["url"].partition("?")[0] for line in self.lines[site]}


@pytest.fixture(scope="module", params=["links", "feeds", "sitemaps"])
def followed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    data = tmp_path_factory.mktemp(request.param) / "data"
    run = crawl(data, "-a", "url=demo", "-a", f"follow={request.param}", NEWSCRAWL_RENDER="never")
    lines = {site: list(_lines(data / "articles" / f"{site}.jsonl")) for site in SITES}
    return Followed(request.param, run.status, lines)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    if file.exists():
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def offered(source: str, site: str) -> set[str]:
    """The articles that a source of a site names, of those that are true."""
    articles = {url for url in truth() if f"//{site}/" in url}
    if source == "links":
        return set() if site == SCRIPTED else articles
    named: set[str] = set()
    roots = (b"<rss", b"<feed") if source == "feeds" else (b"<urlset",)
    for (host, _), answer in demo_answers().items():
        if host == site and any(root in answer.body[:200] for root in roots):
            addresses = re.findall(r"<loc>([^<]+)|<link>([^<]+)|<link[^>]+href=\"([^\"]+)", answer.body.decode())
            named |= {urljoin(f"http://{site}/", next(filter(None, groups))) for groups in addresses}
    return articles & named


@pytest.mark.parametrize("site", SITES)
def test_a_source_alone_leads_to_all_that_it_names(followed: Followed, site: str) -> None:
    assert followed.found(site) == offered(followed.source, site)


def test_what_a_source_leads_to_is_read_as_it_was_written(followed: Followed) -> None:
    lines = [line for site in SITES for line in followed.lines[site]]
    wrong = compare(lines).problems
    assert [problem for problem in wrong if "missing" not in problem] == []


def test_articles_come_from_the_source_that_was_followed(followed: Followed) -> None:
    via = {line["provenance"]["discovered_via"] for site in SITES for line in followed.lines[site]}
    assert via == {followed.source.removesuffix("s")}


def test_the_demo_offers_every_kind_of_source() -> None:
    counts = {source: [len(offered(source, site)) for site in SITES] for source in ("links", "feeds", "sitemaps")}
    assert counts["links"] == [50, 17, 0]
    assert all(any(of_source) for of_source in counts.values()), counts

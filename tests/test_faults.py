"""Sites with one fault each, crawled at once: each ends, and what lies beside its fault is found once, nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from newscrawl import settings
from tests.sites import faults
from tests.sites.crawled import CrawledSites, is_well_known, served
from tests.sites.faults import PRIVATE

NAMES = [case.name for case in faults.cases()]
SETTINGS = {"DOWNLOAD_TIMEOUT": 4, "NEWSCRAWL_LONGEST_REST": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
LONGEST_S = 150
MOST_MB = 600
MOST_REQUESTS = 60


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    folder = tmp_path_factory.mktemp("faults")
    extensions = {**settings.EXTENSIONS, "tests.spiders.watch.NotePauses": 900}
    watch = {"EXTENSIONS": json.dumps(extensions), "WATCH_FILE": folder / "watch.json"}
    with served(faults.cases(), folder) as sites:
        sites.web.add(faults.private_site())
        begun = time.monotonic()
        sites.crawl(timeout_s=LONGEST_S, **SETTINGS, **watch)
        sites.seconds = time.monotonic() - begun  # type: ignore[attr-defined]
        yield sites


@pytest.fixture(scope="module")
def watched(sites: CrawledSites) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((sites.data.parent / "watch.json").read_text(encoding="utf-8"))
    return told


def test_the_crawl_ends_by_itself(sites: CrawledSites) -> None:
    assert sites.run.status != -9


@pytest.mark.parametrize("name", NAMES)
def test_what_lies_beside_a_fault_is_found_once_and_nothing_else(sites: CrawledSites, name: str) -> None:
    assert sites.headlines(name) == sites.expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_costs_few_requests(sites: CrawledSites, name: str) -> None:
    asked = [path for path in sites.asked(name) if not is_well_known(path)]
    assert len(asked) - len(sites.cases[name].stories) <= MOST_REQUESTS


def test_no_private_address_is_touched(sites: CrawledSites) -> None:
    inside = (PRIVATE, "169.254.169.254", "10.0.0.7", "localhost", "::1", "0")
    assert [hit for hit in sites.web.hits if hit.host in inside or hit.path.startswith("/secret")] == []


def test_memory_stays_within_bounds(watched: dict[str, Any]) -> None:
    assert watched["peak_mb"] < MOST_MB


def test_every_line_is_json_without_what_breaks_readers(sites: CrawledSites) -> None:
    for name in NAMES:
        path = sites.run.file(sites.cases[name].host)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert not {"\u2028", "\u2029", "\0", "\x1b", "\x07", "\u202e"} & set(text), name
        assert all(isinstance(json.loads(line), dict) for line in text.split("\n") if line)


def test_texts_are_as_they_were_written(sites: CrawledSites) -> None:
    for name in NAMES:
        texts = {story.headline: story.text for story in sites.cases[name].stories}
        for line in sites.lines(name):
            assert line["text"] == texts[line["headline"]], name


def test_a_body_that_came_whole_in_spite_of_its_length_is_flagged(sites: CrawledSites) -> None:
    flags = {line["url"]: line["flags"] for line in sites.lines("wrong-length")}
    struck = sites.cases["wrong-length"].stories[faults.FAULTY]
    assert [url for url, found in flags.items() if "repaired_transfer" in found] == [
        f"http://wrong-length.test{struck.path}"
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("soft-404", "not_found"),
        ("soft-404-german", "not_found"),
        ("soft-404-japanese", "not_found"),
        ("soft-404-anything", "not_found"),
        ("login-wall", "login"),
        ("consent-wall", "consent"),
        ("interstitial", "blocked"),
        ("search-page", "search_results"),
        ("blocked-site", "blocked"),
    ],
)
def test_what_is_no_article_is_counted_by_what_it_is(sites: CrawledSites, name: str, reason: str) -> None:
    assert reason in sites.run.tally(f"{name}.test")["skipped"]


def test_a_site_that_blocks_is_told_to_refuse(sites: CrawledSites) -> None:
    assert sites.run.tally("blocked-site.test")["exit_status"] == 5


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("huge-page", "too_large"),
        ("gzip-bomb", "too_large"),
        ("brotli-bomb", "too_large"),
        ("drip", "timeout"),
        ("silent", "timeout"),
        ("cut-always", "truncated"),
        ("gzip-cut-always", "truncated"),
        ("self-redirect", "redirect_loop"),
        ("redirect-inside", "private_address"),
        ("robots-inside", "private_address"),
        ("forbidden", "http_403"),
    ],
)
def test_what_cannot_be_had_has_a_reason(sites: CrawledSites, name: str, reason: str) -> None:
    assert reason in sites.run.tally(f"{name}.test")["failed"]

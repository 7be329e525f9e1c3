"""`scrapy links` shows what a crawl would follow and why, `scrapy estimate` what a site's years would cost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import FAST, ROOT
from tests.sites import archives, returning, sources
from tests.sites.crawled import CrawledSites, is_well_known, reached_through, served

MOST_REQUESTS = 20
"""What an estimate may cost."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    blank = sources.front_and_sections()
    cases = [sources.all_at_once(), archives.month_maps(), returning.ranged_list(), blank]
    with served(cases, tmp_path_factory.mktemp("commands")) as sites:
        yield sites


def told_by(sites: CrawledSites, command: str, name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """What a command prints of a site, its log being quiet."""
    sites.forget_hits()
    settings = {**FAST, "NEWSCRAWL_DATA": str(sites.data), "LOG_LEVEL": "ERROR"}
    given = [part for setting, value in settings.items() for part in ("-s", f"{setting}={value}")]
    with reached_through(sites.web.proxy):
        return subprocess.run(
            [sys.executable, "-m", "scrapy", command, sites.cases[name].url, *options, *given],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def told(sites: CrawledSites) -> subprocess.CompletedProcess[str]:
    """What `scrapy links` prints; ``sites`` has its requests until another command runs."""
    return told_by(sites, "links", "all-at-once")


class TestLinks:
    def test_every_link_of_the_front_page_has_its_kind(
        self, told: subprocess.CompletedProcess[str], sites: CrawledSites
    ) -> None:
        assert told.returncode == 0, told.stderr
        linked = sources.ONLY_LINKED
        for story in sites.cases["all-at-once"].stories:
            if story.number in linked:
                line = next(line for line in told.stdout.splitlines() if f"-{story.number}.html" in line)
                assert "article" in line
                assert re.search(r"\d\.\d|\d %|\d%", line)
        assert any("index" in line and "/latest/" in line for line in told.stdout.splitlines())

    @pytest.mark.parametrize("source", ["/news.feed", "/news.atom", "/maps/news.xml", "/maps/all.xml"])
    def test_its_sources_are_named(self, told: subprocess.CompletedProcess[str], source: str) -> None:
        assert source in told.stdout

    def test_it_asks_for_little_and_keeps_nothing(
        self, told: subprocess.CompletedProcess[str], sites: CrawledSites
    ) -> None:
        asked = [path for path in sites.asked("all-at-once") if not is_well_known(path)]
        assert len(asked) <= 5
        assert not Path(sites.data).exists()


class TestEstimate:
    def test_it_tells_articles_by_month_hours_and_megabytes(self, sites: CrawledSites) -> None:
        told = told_by(sites, "estimate", "month-maps", f"--since={archives.FIRST}", f"--until={archives.LAST}")
        assert told.returncode == 0, told.stderr
        assert "2026-10" in told.stdout
        assert re.search(r"\bhours?\b|\bh\b|\bminutes?\b", told.stdout)
        assert re.search(r"\bMB\b|megabytes?", told.stdout)
        assert len(sites.web.hits) <= MOST_REQUESTS

    def test_its_range_holds_the_true_number(self, sites: CrawledSites) -> None:
        told = told_by(sites, "estimate", "month-maps", f"--since={archives.FIRST}", f"--until={archives.LAST}")
        numbers = [int(number.replace(",", "")) for number in re.findall(r"(?<![\d-])\d[\d,]*(?![\d-])", told.stdout)]
        true = len(sites.cases["month-maps"].stories)
        assert any(number <= true for number in numbers)
        assert any(true <= number <= 2 * true for number in numbers)

    def test_what_cannot_be_known_is_said_to_be_unknown(self, sites: CrawledSites) -> None:
        told = told_by(sites, "estimate", "front", "--since=2020-01-01", "--until=2020-12-31")
        assert told.returncode == 0, told.stderr
        assert "unknown" in told.stdout
        assert len(sites.web.hits) <= MOST_REQUESTS

    def test_a_day_that_is_none_is_told_in_one_line(self, sites: CrawledSites) -> None:
        told = told_by(sites, "estimate", "front", "--since=yesterdayish")
        assert told.returncode == 2
        assert "since" in told.stderr
        assert told.stderr.count("\n") == 1
        assert sites.web.hits == []

"""`scrapy why` tells the story of an address; `scrapy why SITE --skipped` what was passed over."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newscrawl.extraction.urls import site_key
from tests.crawling import ROOT, crawl
from tests.fakeweb import FakeWeb
from tests.sites.markup import article_page, page, robots, teasers
from tests.sites.stories import stories

HOST = "127.77.60.1"


@dataclass(frozen=True)
class Crawled:
    web: FakeWeb
    data: Path
    paths: dict[str, str]

    @property
    def site(self) -> str:
        return site_key(self.web.url(HOST))

    def why(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        settings = ["-s", f"NEWSCRAWL_DATA={self.data}"]
        command = [sys.executable, "-m", "scrapy", "why", *arguments, *settings]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    def told(self, path: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.why(self.web.url(HOST, path), "--json").stdout)
        return value


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A site with three stories, one of them twice, one gone, one forbidden."""
    folder = tmp_path_factory.mktemp("why")
    web = FakeWeb()
    site = web.site(HOST)
    told = stories(5, "why")
    gone, forbidden = told[3], told[4].at("/private/" + told[4].path.rpartition("/")[2])
    site.page("/robots.txt", robots())
    twin = told[0].at("/sport" + told[0].path)
    site.page("/", page("Why", teasers([*told[:3], gone, forbidden, twin])))
    for one in (*told[:3], twin, forbidden):
        site.page(one.path, article_page(one))
    with web:
        crawl(folder / "data", "-a", f"url={web.url(HOST)}", CONCURRENT_REQUESTS_PER_DOMAIN=1)
        paths = {"kept": told[1].path, "gone": gone.path, "forbidden": forbidden.path, "twin": twin.path}
        yield Crawled(web, folder / "data", paths)


def test_an_article(crawled: Crawled) -> None:
    told = crawled.told(crawled.paths["kept"])
    (row,) = told["addresses"]
    assert (row["state"], row["kind"], row["http_status"], row["via"]) == ("done", "article", 200, "link")
    assert row["found_in"] == crawled.web.url(HOST)
    assert row["found_at"] is not None
    assert row["found_at"] <= row["fetched_at"] < row["recheck_at"]
    assert 0 < row["chance"] <= 1
    assert told["article"]["story"]["relation"] == "original"
    shown = crawled.why(crawled.web.url(HOST, crawled.paths["kept"]))
    assert shown.returncode == 0
    for fact in ("by a link", "HTTP 200", "read: article", "next look", "original", "looked like an article by 0."):
        assert fact in shown.stdout


@pytest.mark.parametrize(("name", "reason"), [("gone", "http_404"), ("forbidden", "robots")])
def test_a_page_that_failed_says_why(crawled: Crawled, name: str, reason: str) -> None:
    told = crawled.told(crawled.paths[name])
    assert [(row["state"], row["reason"]) for row in told["addresses"]] == [("failed", reason)]
    assert told["article"] is None


def test_a_copy_leads_to_the_article_that_it_repeats(crawled: Crawled) -> None:
    told = [crawled.told(one) for one in (crawled.paths["twin"], crawled.paths["twin"].removeprefix("/sport"))]
    copies = [one["copy"] for one in told if one["copy"] is not None]
    assert [copy["relation"] for copy in copies] == ["url_variant"]
    assert len({one["article"]["id"] for one in told}) == 1


def test_an_address_that_nobody_met(crawled: Crawled) -> None:
    run = crawled.why(crawled.web.url(HOST, "/nowhere"))
    assert (run.returncode, run.stdout) == (3, "")
    assert "never seen" in run.stderr
    assert run.stderr.count("\n") == 1


def test_what_was_passed_over_of_a_site(crawled: Crawled) -> None:
    told = json.loads(crawled.why(crawled.site, "--skipped", "--json").stdout)
    assert told["reasons"] == {"http_404": 1, "robots": 1}
    assert {row["reason"] for row in told["addresses"]} == {"http_404", "robots"}
    one = json.loads(crawled.why(crawled.site, "--skipped", "--reason", "robots", "--json").stdout)
    assert [row["url"] for row in one["addresses"]] == [crawled.web.url(HOST, crawled.paths["forbidden"])]
    shown = crawled.why(crawled.web.url(HOST), "--skipped", "--limit", "1").stdout
    assert "and 1 more (--limit, --reason)" in shown


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        ((), "give one address"),
        (("https://a.test/", "https://b.test/"), "give one address"),
        (("no address",), "is no web address"),
        (("nobody.test", "--skipped"), "the store has no such site"),
        (("https://a.test/", "--limit", "3"), "go with --skipped"),
        (("nobody.test", "--skipped", "--limit", "none"), "the store has no such site"),
        (("https://a.test/", "--colour"), "--colour"),
    ],
)
def test_bad_input_gets_one_line(crawled: Crawled, arguments: tuple[str, ...], mend: str) -> None:
    run = crawled.why(*arguments)
    assert run.returncode == 2
    assert mend in run.stderr
    assert "Traceback" not in run.stderr

"""What a crawl finds odd once must not be lost for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.fakeweb import Answer, FakeWeb
from tests.test_crawl import HOST, article_paths, data, key, news, web

__all__ = ["data", "web"]

ODD = {"SPIDER_MODULES": "newscrawl.spiders,tests.spiders"}


def test_a_section_that_was_under_repair_is_asked_for_again(web: FakeWeb, data: Path) -> None:
    site = news(web, 25)
    site.page("/business/", "<title>Back soon</title><p>We are working on this page.</p>")
    web.start()
    first = len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web)))
    del site._pages["/business/"]
    assert first < 25
    assert len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))) == 25


def test_an_article_that_failed_is_asked_for_again_though_nothing_links_to_it_any_more(
    web: FakeWeb, data: Path
) -> None:
    site = news(web, 12)
    site.page(site.articles[3].path, Answer("busy", 503))
    web.start()
    assert len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))) == 11
    del site._pages[site.articles[3].path]
    site.page("/", "<title>Front</title><p>Nothing new today.</p>")
    assert len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))) == 12


def test_a_front_page_that_reloads_itself_is_read(web: FakeWeb, data: Path) -> None:
    site = news(web, 12)
    for delay in (0, 60):
        site.page("/", f"<meta http-equiv='refresh' content='{delay}; url=/'>{site._front()}")
    web.start()
    assert len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))) == 12


def test_an_article_reached_in_two_ways_stands_once_in_a_feed(web: FakeWeb, data: Path, tmp_path: Path) -> None:
    site = news(web, 16)
    ways = "".join(
        f"<h3><a href='/{way}/{article.path[6:]}'>{article.headline}</a></h3>"
        for article in site.articles
        for way in ("moved", "gone-2026")
    )
    site.route(lambda path: Answer("", 302, {"Location": "/news/" + path[11:]}) if path.startswith("/gone-") else None)
    site.page("/", f"<title>Front</title>{ways}")
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}", "-O", str(tmp_path / "out.jsonl"))
    ids = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert len(ids) == len(set(ids)) == len(run.lines(key(web))) == 16


def test_a_callback_that_a_site_class_has_no_longer_fails_its_pages_and_nothing_else(
    web: FakeWeb, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news(web, 40)
    web.start()
    slowly = {"CLOSESPIDER_ITEMCOUNT": 2, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    crawl(data, "-a", f"url={web.url(HOST)}", spider="own_callback", **slowly, **ODD)
    monkeypatch.setenv("WITHOUT_CALLBACK", "1")
    run = crawl(data, "-a", f"url={web.url(HOST)}", spider="own_callback", timeout_s=60, **ODD)
    assert "no_callback" in run.tally("own_callback")["failed"]


def test_a_callback_may_ask_for_its_page_again(web: FakeWeb, data: Path) -> None:
    site = news(web, 12)
    slow = site.articles[2]
    asked = []

    def half_ready(path: str) -> Answer | None:
        asked.append(path)
        return Answer("<p>not ready") if path == slow.path and asked.count(path) < 3 else None

    site._routes.insert(0, half_ready)
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}", spider="asks_again", **ODD)
    assert slow.headline in [line["headline"] for line in run.lines("asks_again")]
    assert asked.count(slow.path) == 3


def test_articles_that_a_pipeline_swallowed_come_again(web: FakeWeb, data: Path) -> None:
    news(web, 12)
    web.start()
    pipelines = {"newscrawl.pipelines.FindStory": 200, "tests.spiders.odd.Forgets": 300}
    first = crawl(data, "-a", f"url={web.url(HOST)}", ITEM_PIPELINES=json.dumps(pipelines))
    assert first.status == 1
    assert "process_item must return it" in first.stderr
    assert len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))) == 12


def test_one_store_is_locked_whatever_the_data_directory(web: FakeWeb, data: Path, tmp_path: Path) -> None:
    news(web, 12)
    web.start()
    store = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_STORE=store)
    assert (tmp_path / "locks" / f"{key(web)}.lock").exists()


def test_a_site_class_after_a_crawl_without_one_is_no_failure(web: FakeWeb, data: Path) -> None:
    news(web, 12)
    web.start()
    crawl(data, "-a", f"url={web.url(HOST)}")
    run = crawl(data, "-a", f"url={web.url(HOST)}", spider="asks_again", **ODD)
    assert run.status == 0
    assert run.tally("asks_again")["duplicates"] == 12


def test_a_known_article_is_not_asked_for_by_a_crawl_that_follows_a_limited_one(web: FakeWeb, data: Path) -> None:
    news(web, 30)
    web.start()
    crawl(data, "-a", f"url={web.url(HOST)}", CLOSESPIDER_ITEMCOUNT=5)
    crawl(data, "-a", f"url={web.url(HOST)}")
    web.hits.clear()
    crawl(data, "-a", f"url={web.url(HOST)}")
    assert article_paths(web) == []

"""Whole crawls of local sites, each in a process of its own."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawling import ROOT, command, crawl
from tests.fakeweb import Answer, FakeWeb, NewsSite

HOST = "127.77.0.1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    fake = FakeWeb()
    yield fake
    fake.stop()


def news(web: FakeWeb, articles: int = 30, host: str = HOST) -> NewsSite:
    site = NewsSite(host, articles)
    web.add(site)
    return site


def key(web: FakeWeb, host: str = HOST) -> str:
    return f"{host}:{web.port}"


def article_paths(web: FakeWeb) -> list[str]:
    return [path for path in web.paths() if path.startswith("/news/")]


def test_every_article_of_a_site_is_kept_once_letter_for_letter(web: FakeWeb, data: Path) -> None:
    site = news(web, 120)
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}")
    assert run.status == 0, run.stderr
    lines = run.lines(key(web))
    assert {line["headline"]: line["text"] for line in lines} == {a.headline: a.text for a in site.articles}
    assert len(lines) == len(site.articles)
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert {line["date_published"] for line in lines} == {a.date for a in site.articles}


def test_a_second_crawl_asks_for_index_pages_and_for_no_stored_article(web: FakeWeb, data: Path) -> None:
    news(web, 60)
    web.start()
    crawl(data, "-a", f"url={web.url(HOST)}")
    before = (data / "articles" / f"{key(web)}.jsonl").read_bytes()
    web.hits.clear()
    again = crawl(data, "-a", f"url={web.url(HOST)}")
    assert again.status == 0
    assert article_paths(web) == []
    assert {"/", "/local/", "/travel/"} <= set(web.paths())
    assert again.file(key(web)).read_bytes() == before


def test_a_new_article_is_found_by_the_second_crawl(web: FakeWeb, data: Path) -> None:
    site = news(web, 20)
    last = site.articles.pop()
    web.start()
    assert len(crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))) == 19
    site.articles.append(last)
    lines = crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))
    assert [line["headline"] for line in lines[19:]] == [last.headline]
    assert lines[19]["seq"] == 20


def test_links_that_are_no_addresses_do_not_abort_the_page(web: FakeWeb, data: Path) -> None:
    site = news(web, 12)
    bad = (
        "tel:+49",
        "javascript:void(0)",
        "http://[bad",
        "{{ url }}",
        "mailto:a@b.test",
        "http://",
        "[HOSTNAME]/x",
        "\x00",
    )
    links = "".join(f"<a href='{href}'>A headline of five words here</a>" for href in bad)
    site.page("/", f"<title>Front</title>{links}{site._front()}")
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}")
    assert run.status == 0
    assert len(run.lines(key(web))) == 12


def test_several_sites_are_kept_apart(web: FakeWeb, data: Path) -> None:
    first, second = news(web, 12), news(web, 7, "127.77.0.2")
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)},{web.url('127.77.0.2')}")
    assert len(run.lines(key(web))) == len(first.articles)
    assert len(run.lines(key(web, "127.77.0.2"))) == len(second.articles)
    assert run.tally(key(web))["kept"] == 12


def test_sites_from_a_file(web: FakeWeb, data: Path, tmp_path: Path) -> None:
    news(web, 12), news(web, 7, "127.77.0.2")
    web.start()
    (tmp_path / "sites.txt").write_text(f"# two sites\n{web.url(HOST)}  # the first\n\n{web.url('127.77.0.2')}\n")
    run = crawl(data, "-a", f"urls_file={tmp_path / 'sites.txt'}")
    assert [len(run.lines(key(web, host))) for host in (HOST, "127.77.0.2")] == [12, 7]


def test_articles_from_a_file_are_fetched_without_discovery_and_keep_the_callers_key(
    web: FakeWeb, data: Path, tmp_path: Path
) -> None:
    site = news(web, 30)
    web.start()
    wanted = [web.url(HOST, article.path) for article in site.articles[:2]]
    (tmp_path / "articles.txt").write_text(f"{wanted[0]}\n{json.dumps({'url': wanted[1], 'ref': 'row #7'})}\n")
    run = crawl(data, "-a", f"articles_file={tmp_path / 'articles.txt'}")
    assert run.status == 0
    assert {line["url"]: line["ref"] for line in run.lines(key(web))} == {wanted[0]: None, wanted[1]: "row #7"}
    of_host = {"/robots.txt", "/.well-known/tdmrep.json"}
    assert set(web.paths()) == of_host | {site.articles[0].path, site.articles[1].path}


def test_a_page_is_judged_by_what_it_holds_not_by_what_its_link_promised(web: FakeWeb, data: Path) -> None:
    site = news(web, 25)
    odd = site.articles[24]
    site.page("/local/", Answer("", 302, {"Location": odd.path}))  # an article where a list was promised
    site.page(
        "/news/a-long-list-of-all-that-was-written-12345",
        Answer(site._list("business", 1).replace("<h1>", "<h2>")),
    )
    site.page("/", site._front() + "<a href='/news/a-long-list-of-all-that-was-written-12345'>All that was written</a>")
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}")
    headlines = [line["headline"] for line in run.lines(key(web))]
    assert odd.headline in headlines
    assert len(headlines) == len(set(headlines))
    assert not any("long list" in line["url"] for line in run.lines(key(web)))


def test_a_site_that_another_crawl_holds_is_left_alone(web: FakeWeb, data: Path) -> None:
    site = news(web, 12)
    for article in site.articles:
        site.page(article.path, Answer("busy", 503, delay_s=3))
    web.start()
    first = subprocess.Popen(command(data, "-a", f"url={web.url(HOST)}"), cwd=ROOT, stderr=subprocess.DEVNULL)
    while not article_paths(web):
        time.sleep(0.02)
    second = crawl(data, "-a", f"url={web.url(HOST)}")
    first.send_signal(signal.SIGINT)
    first.wait()
    assert second.status == 6
    assert "another crawl holds the site" in second.stderr
    assert "Traceback" not in second.stderr


def test_crawls_of_different_sites_share_a_data_directory(web: FakeWeb, data: Path) -> None:
    hosts = [HOST, "127.77.0.2", "127.77.0.3"]
    for host in hosts:
        news(web, 40, host)
    web.start()
    runs = [
        subprocess.Popen(command(data, "-a", f"url={web.url(host)}"), cwd=ROOT, stderr=subprocess.DEVNULL)
        for host in hosts
    ]
    assert [run.wait() for run in runs] == [0, 0, 0]
    counts = [len((data / "articles" / f"{key(web, host)}.jsonl").read_text().splitlines()) for host in hosts]
    assert counts == [40, 40, 40]


def test_a_limited_crawl_goes_on_where_it_stopped(web: FakeWeb, data: Path) -> None:
    news(web, 60)
    web.start()
    first = crawl(data, "-a", f"url={web.url(HOST)}", CLOSESPIDER_ITEMCOUNT=10, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert first.status == 0
    assert 10 <= len(first.lines(key(web))) < 40
    kept_by_the_first = {line["url"] for line in first.lines(key(web))}
    web.hits.clear()
    second = crawl(data, "-a", f"url={web.url(HOST)}")
    assert len(second.lines(key(web))) == 60
    assert not kept_by_the_first.intersection(web.url(HOST, path) for path in article_paths(web))


def test_an_interrupted_crawl_loses_nothing(web: FakeWeb, data: Path) -> None:
    news(web, 200)
    web.start()
    run = subprocess.Popen(command(data, "-a", f"url={web.url(HOST)}"), cwd=ROOT, stderr=subprocess.DEVNULL)
    while len(article_paths(web)) < 30:
        time.sleep(0.01)
    run.send_signal(signal.SIGTERM)
    assert run.wait(timeout=20) == 130
    lines = crawl(data, "-a", f"url={web.url(HOST)}").lines(key(web))
    assert len(lines) == len({line["id"] for line in lines}) == 200


def test_a_slow_host_does_not_hold_up_the_others(web: FakeWeb, data: Path) -> None:
    slow = news(web, 40, "127.77.0.2")
    for article in slow.articles:
        slow.page(article.path, Answer(slow._article(article.number, "").body, delay_s=0.25))
    news(web, 60)
    web.start()
    crawl(
        data,
        "-a",
        f"url={web.url('127.77.0.2')},{web.url(HOST)}",
        CONCURRENT_REQUESTS=4,
        CONCURRENT_REQUESTS_PER_DOMAIN=1,
    )
    last = {host: max(hit.at for hit in web.hits if hit.host == host) for host in (HOST, "127.77.0.2")}
    assert last[HOST] < last["127.77.0.2"]


def test_a_deleted_file_comes_back_with_the_next_crawl(web: FakeWeb, data: Path) -> None:
    news(web, 12)
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}")
    before = run.file(key(web)).read_bytes()
    run.file(key(web)).unlink()
    assert crawl(data, "-a", f"url={web.url(HOST)}").file(key(web)).read_bytes() == before


def test_scrapys_feeds_work_beside_the_sites_file(web: FakeWeb, data: Path, tmp_path: Path) -> None:
    news(web, 12)
    web.start()
    feeds = {
        f"{tmp_path}/out.jsonl.gz": {
            "format": "jsonlines",
            "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"],
        },
        f"{tmp_path}/batch-%(batch_id)d.json": {"format": "json", "batch_item_count": 5},
    }
    run = crawl(data, "-a", f"url={web.url(HOST)}", FEEDS=json.dumps(feeds))
    assert run.status == 0, run.stderr
    ids = [line["id"] for line in run.lines(key(web))]
    zipped = [json.loads(line) for line in gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).splitlines()]
    batches = [json.loads((tmp_path / f"batch-{n}.json").read_text()) for n in (1, 2, 3)]
    assert sorted(item["id"] for item in zipped) == sorted(ids)
    assert [len(batch) for batch in batches] == [5, 5, 2]
    assert list(zipped[0]) == list(run.lines(key(web))[0])


def test_a_feed_may_be_overwritten(web: FakeWeb, data: Path, tmp_path: Path) -> None:
    news(web, 12)
    web.start()
    crawl(data, "-a", f"url={web.url(HOST)}", "-O", str(tmp_path / "out.jsonl"))
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 12


def test_a_page_that_kills_the_crawl_is_given_up_and_the_rest_is_kept(web: FakeWeb, data: Path) -> None:
    site = news(web, 12)
    site.page("/", site._front() + "<a href='/poison'>This page kills whoever reads it</a>")
    site.page("/poison", "<p>poison</p>")
    web.start()
    modules = {"SPIDER_MODULES": "newscrawl.spiders,tests.spiders"}
    statuses = []
    while len(statuses) < 9:
        statuses.append(crawl(data, "-a", f"url={web.url(HOST)}", spider="poisoned", **modules).status)
        if statuses[-1] == 0:
            break
    assert statuses == [9, 9, 9, 9, 9, 0]  # three crashes in company, two alone
    lines = [json.loads(line) for line in (data / "articles" / "poisoned.jsonl").read_text().splitlines()]
    assert len(lines) == len({line["id"] for line in lines}) == 12


def test_callbacks_that_raise_and_long_pages_lose_nothing_else(web: FakeWeb, data: Path) -> None:
    from bench.rough import RoughSite

    site = RoughSite(HOST, 30, roundups=3, broken=4)
    web.add(site)
    web.start()
    modules = {
        "SPIDER_MODULES": "newscrawl.spiders,bench.rough",
        "ITEM_PIPELINES": json.dumps(
            {
                "newscrawl.pipelines.CleanFields": 100,
                "bench.rough.RaiseOnMark": 150,
                "newscrawl.pipelines.FindStory": 200,
            }
        ),
    }
    run = crawl(data, "-a", f"url={web.url(HOST)}", spider="rough", **modules)
    assert {line["headline"] for line in run.lines("rough")} == set(site.expected_texts())
    assert run.tally("rough")["failed"] == {"spider_error: RuntimeError": 4, "item_error: ValueError": 3}


class TestAddresses:
    def test_a_private_address_is_refused_with_the_mend(self, web: FakeWeb, data: Path) -> None:
        news(web, 12)
        web.start()
        run = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_ALLOW_ADDRESSES="")
        assert run.status == 2
        assert "NEWSCRAWL_ALLOW_ADDRESSES" in run.stderr
        assert web.hits == []

    @pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/x", "http://localhost:{port}/x", "file:///etc/passwd"])
    def test_a_redirect_to_a_private_address_is_not_followed(self, web: FakeWeb, data: Path, target: str) -> None:
        site = news(web, 12)
        home = web.site("127.0.0.1")
        home.page("/x", "secret")
        web.start()
        site.page("/news/3-odd", Answer("", 302, {"Location": target.format(port=web.port)}))
        site.page("/", site._front() + "<a href='/news/3-odd'>A headline of more than four words</a>")
        run = crawl(data, "-a", f"url={web.url(HOST)}")
        assert run.status == 0
        assert web.paths("127.0.0.1") == []
        assert len(run.lines(key(web))) == 12

    def test_a_redirect_to_another_site_is_not_followed_into_it(self, web: FakeWeb, data: Path) -> None:
        site = news(web, 12)
        other = news(web, 12, "127.77.0.2")
        web.start()
        site.page("/news/3-odd", Answer("", 302, {"Location": web.url("127.77.0.2", other.articles[0].path)}))
        site.page("/", site._front() + "<a href='/news/3-odd'>A headline of more than four words</a>")
        run = crawl(data, "-a", f"url={web.url(HOST)}")
        assert len(run.lines(key(web))) == 12
        assert run.tally(key(web))["skipped"]["off_site"] == 1

    def test_a_front_page_that_moved_to_another_host_is_followed(self, web: FakeWeb, data: Path) -> None:
        old = web.site("127.77.0.2")
        news(web, 12)
        web.start()
        old.page("/", Answer("", 301, {"Location": web.url(HOST)}))
        run = crawl(data, "-a", f"url={web.url('127.77.0.2')}")
        assert len(run.lines(key(web, "127.77.0.2"))) == 12  # the site's key stays what the user named


class TestOddPages:
    def test_a_page_over_the_size_limit_is_cut_off_and_counted(self, web: FakeWeb, data: Path) -> None:
        site = news(web, 12)
        site.page("/news/1-big", Answer("<p>" + "x" * 300_000))
        site.page("/", site._front() + "<a href='/news/1-big'>A headline of more than four words</a>")
        web.start()
        run = crawl(data, "-a", f"url={web.url(HOST)}", DOWNLOAD_MAXSIZE=100_000)
        assert len(run.lines(key(web))) == 12
        assert run.tally(key(web))["failed"]["too_large"] == 1

    def test_a_start_page_that_is_not_html_is_said_in_one_line(self, web: FakeWeb, data: Path) -> None:
        web.site(HOST).page("/", Answer(b"%PDF-1.7 \x00\xff", content_type="application/pdf"))
        web.start()
        run = crawl(data, "-a", f"url={web.url(HOST)}")
        assert run.status == 3
        assert "not_html" in run.stderr
        assert "Traceback" not in run.stderr

    def test_robots_txt_is_obeyed(self, web: FakeWeb, data: Path) -> None:
        site = news(web, 12)
        site.page("/robots.txt", Answer("User-agent: *\nDisallow: /\n", content_type="text/plain"))
        web.start()
        run = crawl(data, "-a", f"url={web.url(HOST)}")
        assert run.status == 5
        assert web.paths() == ["/robots.txt"]

    def test_a_site_that_is_down_is_unreachable(self, web: FakeWeb, data: Path) -> None:
        web.site(HOST)
        web.start()
        address = web.url(HOST)
        web.stop()
        assert crawl(data, "-a", f"url={address}").status == 4


class TestScrapysOwnCommands:
    @pytest.mark.parametrize("name", ["fetch", "parse"])
    def test_they_take_no_lock_and_write_nothing(self, web: FakeWeb, data: Path, name: str) -> None:
        site = news(web, 12)
        web.start()
        options = ["--spider=site", "-a", f"url={web.url(HOST)}"] if name == "parse" else []
        address = web.url(HOST, site.articles[0].path)
        settings = ["-s", f"NEWSCRAWL_DATA={data}", "-s", "NEWSCRAWL_ALLOW_ADDRESSES=127.77.0.0/16"]
        run = subprocess.run(
            [sys.executable, "-m", "scrapy", name, *options, address, *settings],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert site.articles[0].headline in run.stdout
        assert not data.exists()


def test_a_state_directory_of_scrapys_is_ignored_with_one_line(web: FakeWeb, data: Path, tmp_path: Path) -> None:
    news(web, 12)
    web.start()
    run = crawl(data, "-a", f"url={web.url(HOST)}", JOBDIR=str(tmp_path / "job"))
    assert run.stderr.count("JOBDIR is ignored") == 1
    assert len(run.lines(key(web))) == 12


def test_a_crawl_keeps_its_state_in_postgresql(web: FakeWeb, data: Path, postgresql_url: str) -> None:
    news(web, 40)
    web.start()
    for _ in range(2):
        run = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_STORE=postgresql_url)
        assert run.status == 0, run.stderr
        assert len(run.lines(key(web))) == 40
    assert not (data / "newscrawl.sqlite").exists()


def test_articles_that_say_nothing_of_themselves_are_kept(web: FakeWeb, data: Path) -> None:
    site = web.site(HOST)
    words = "The mill on the lower weir has stood idle since the flood, and nobody has asked for the key to it. "
    for number in range(1, 31):
        site.page(
            f"/story/{number}", f"<title>Mill {number}</title><h1>The mill of ward {number}</h1><p>{words * 2}</p>"
        )
    links = "".join(f"<li><a href='/story/{n}'>The mill of ward {n} stands idle still</a></li>" for n in range(1, 31))
    site.page("/", f"<title>Mills</title><ul>{links}</ul><a href='/about'>About us</a>")
    site.page("/about", f"<title>About</title><h1>About us</h1><p>{words * 4}</p>")
    web.start()
    lines = crawl(data, "-a", f"url={web.url(HOST)}", NEWSCRAWL_DUPLICATES="none").lines(key(web))
    assert sorted(line["headline"] for line in lines) == sorted(f"The mill of ward {n}" for n in range(1, 31))

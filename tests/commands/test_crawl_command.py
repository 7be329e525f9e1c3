"""What `scrapy crawl` tells a person, and how it exits: each case is a command in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from bench.terminal import TerminalRun, run_in_terminal
from newscrawl.store import SiteLocks, Store
from newscrawl.store.tables import about
from tests.crawling import FAST, ROOT, Crawled
from tests.fakeweb import Answer, FakeWeb, NewsSite

HOST = "127.77.0.1"
SCRAPY = [sys.executable, "-m", "scrapy"]
NOWHERE = "http://127.77.0.2:9/"
"""An address where nobody listens."""


def options(data: Path, **settings: object) -> list[str]:
    values = {**FAST, "NEWSCRAWL_DATA": data, **settings}
    return [part for name, value in values.items() for part in ("-s", f"{name}={value}")]


def crawl(data: Path, *arguments: str, env: dict[str, str] | None = None, **settings: object) -> Crawled:
    """``scrapy crawl`` as it is given in a pipe; the log is quiet, so that stderr is what a person is told."""
    run = subprocess.run(
        [*SCRAPY, "crawl", *arguments, *options(data, **settings), "-L", str(settings.get("LOG_LEVEL", "WARNING"))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Crawled(run.returncode, run.stdout, run.stderr, data)


def crawl_in_terminal(data: Path, *arguments: str, env: dict[str, str] | None = None) -> TerminalRun:
    command = [*SCRAPY, "crawl", *arguments, *options(data)]
    return run_in_terminal(command, folder=ROOT, env={"PYTHONPATH": str(ROOT), **(env or {})})


def assert_refused(run: Crawled, *words: str, status: int = 2) -> None:
    """Exactly one line, with all that it should name, and the exit status; nothing else on either stream."""
    assert run.stderr.count("\n") == 1, run.stderr
    assert run.stderr.startswith("newscrawl: ")
    for word in words:
        assert word in run.stderr
    assert (run.status, run.stdout) == (status, "")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def web() -> FakeWeb:
    """A site of twelve articles, to be started by the test."""
    fake = FakeWeb()
    fake.add(NewsSite(HOST, 12))
    return fake


# -- refused in one line ---------------------------------------------------------------------------------------------


def test_unknown_spider_is_named_with_those_that_are_close(data):
    assert_refused(crawl(data, "sit"), "'sit'", "did you mean site?", "scrapy list")


def test_unknown_spider_that_is_like_none_leads_to_the_list(data):
    assert_refused(crawl(data, "gazette"), "'gazette'", "scrapy list")


@pytest.mark.parametrize("address", ["times.test", "https://times.test/"])
def test_an_address_in_place_of_a_spider_is_told_where_it_goes(data, address):
    assert_refused(crawl(data, address), f"scrapy crawl site -a url={address}")


@pytest.mark.parametrize("url", ["nonsense", "http://[bad", "ftp://times.test/", "http://", "{{ url }}"])
def test_malformed_url_is_named(data, url):
    assert_refused(crawl(data, "site", "-a", f"url={url}"), url)
    assert not data.exists()


def test_missing_url_names_what_to_give(data):
    assert_refused(crawl(data, "site"), "site: give -a url=https://", "urls_file=", "articles_file=", "-a url=demo")


@pytest.mark.parametrize("argument", ["urls_file", "articles_file"])
def test_file_that_is_not_there_is_named(data, tmp_path, argument):
    assert_refused(crawl(data, "site", "-a", f"{argument}={tmp_path / 'gone.txt'}"), argument, "gone.txt")


@pytest.mark.parametrize("content", [b"", b"# nothing yet\n\n", b"\xff\xfe\x00bytes"])
def test_urls_file_without_an_address_is_named(data, tmp_path, content):
    file = tmp_path / "urls.txt"
    file.write_bytes(content)
    assert_refused(crawl(data, "site", "-a", f"urls_file={file}"), "urls_file", str(file))


def test_urls_file_that_is_a_folder_is_named(data, tmp_path):
    assert_refused(crawl(data, "site", "-a", f"urls_file={tmp_path}"), "urls_file", str(tmp_path))


def test_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    run = crawl(tmp_path / "file" / "data", "site", "-a", f"url={NOWHERE}")
    assert_refused(run, "NEWSCRAWL_DATA", str(tmp_path / "file" / "data"))


def test_empty_data_folder_is_refused(data):
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}", NEWSCRAWL_DATA=""), "NEWSCRAWL_DATA")


def test_store_of_a_newer_version_is_refused(data):
    data.mkdir()
    store = Store(f"sqlite:///{data / 'newscrawl.sqlite'}")
    with store.transaction() as connection:
        connection.execute(sa.update(about).where(about.c.key == "schema_version").values(value="99"))
    store.close()
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}"), "NEWSCRAWL_STORE", "99", "update newscrawl")


def test_file_that_is_no_store_is_refused_and_left_alone(data):
    data.mkdir()
    (data / "newscrawl.sqlite").write_text("my notes, not a database")
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}"), "newscrawl.sqlite")
    assert (data / "newscrawl.sqlite").read_text() == "my notes, not a database"


@pytest.mark.parametrize("store", ["data/", "sqlite:////", "oracle://x/y", "postgresql+psycopg://127.77.0.2:9/x"])
def test_store_address_that_leads_nowhere_is_refused(data, store):
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}", NEWSCRAWL_STORE=store), "NEWSCRAWL_STORE")


def test_site_that_another_crawl_holds_is_refused(data):
    data.mkdir()
    store = Store(f"sqlite:///{data / 'newscrawl.sqlite'}")
    locks = SiteLocks(store, data / "locks")
    assert locks.take("127.77.0.2:9")
    try:
        assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}"), "127.77.0.2:9", "another crawl", status=6)
    finally:
        locks.release_all()
        store.close()


@pytest.mark.parametrize(
    ("setting", "value", "mend"),
    [
        ("DOWNLOAD_DELAY", "abc", "a number"),
        ("RETRY_TIMES", "1.5", "a whole number"),
        ("ROBOTSTXT_OBEY", "maybe", "give 1 or 0"),
        ("NEWSCRAWL_ALLOW_ADDRESSES", "x", "127.77.0.0/16"),
        ("NEWSCRAWL_INDEX_DEPTH", "deep", "a whole number"),
        ("NEWSCRAWL_PROGRESS_INTERVAL", "often", "a number"),
        ("DNS_TIMEOUT", "x", "a number"),
    ],
)
def test_setting_that_makes_no_sense_is_named(data, setting, value, mend):
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}", **{setting: value}), setting, repr(value), mend)


def test_log_level_that_is_none_is_named(data):
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}", LOG_LEVEL="loud"), "LOG_LEVEL", "'loud'")


def test_log_file_that_cannot_be_written_is_named(data, tmp_path):
    log = tmp_path / "gone" / "log"
    assert_refused(crawl(data, "site", "-a", f"url={NOWHERE}", LOG_FILE=log), "LOG_FILE", str(log))


@pytest.mark.parametrize("argument", ["-a", "-s"])
def test_argument_that_is_no_pair_is_refused(data, argument):
    assert_refused(crawl(data, "site", argument, "url"), argument, "NAME=VALUE")


def test_summary_that_cannot_be_written_is_refused_before_anything_is_fetched(data, tmp_path, web):
    summary = tmp_path / "gone" / "summary.json"
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}", "--summary", str(summary))
    assert_refused(run, "--summary", str(summary))
    assert web.hits == []
    assert not data.exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import no_such_module", ["line 1", "no_such_module"]),
        ("def broken(:\n    pass", ["line 1", "SyntaxError"]),
        ("x = 1\ny = unknown_name", ["line 2", "unknown_name"]),
        (
            "from newscrawl.spiders.site import SiteSpider\n"
            "class Times(SiteSpider):\n"
            "    name, start_urls, fields = 'times', ['https://times.test/'], {'headline': 'h1['}",
            ["times", "fields", "headline", "h1["],
        ),
        (
            "from newscrawl.spiders.site import SiteSpider\n"
            "class Times(SiteSpider):\n"
            "    name, start_urls, article_urls = 'times', ['https://times.test/'], ['/(story/']",
            ["times", "article_urls", "/(story/"],
        ),
    ],
)
def test_site_class_that_cannot_work_is_named_with_its_fault(data, tmp_path, source, words):
    (tmp_path / "my_sites.py").write_text(source, encoding="utf-8")
    modules = {"SPIDER_MODULES": "newscrawl.spiders,my_sites"}
    run = crawl(data, "times", env={"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}, **modules)
    named = [] if "times" in words else ["my_sites.py"]
    assert_refused(run, *named, *words)


def test_a_fault_of_the_code_keeps_its_traceback_and_exits_with_1(data, tmp_path):
    source = "import scrapy\nclass Odd(scrapy.Spider):\n    name = 'odd'\n    def __init__(self): self.unknown"
    (tmp_path / "my_sites.py").write_text(source, encoding="utf-8")
    env = {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    run = crawl(data, "odd", env=env, SPIDER_MODULES="my_sites")
    assert run.status == 1
    assert "Traceback" in run.stderr
    assert "AttributeError" in run.stderr


def test_refusal_stands_in_the_log_file_and_in_the_summary_too(data, tmp_path):
    summary, log = tmp_path / "summary.json", tmp_path / "log"
    run = crawl(data, "site", "-a", "url=nonsense", "--summary", str(summary), LOG_FILE=log)
    assert_refused(run, "nonsense")
    assert "nonsense" in log.read_text()
    written = json.loads(summary.read_text())
    assert (written["exit_status"], written["sites"], written["run"]) == (2, [], None)
    assert "nonsense" in written["reason"]


# -- exit statuses ---------------------------------------------------------------------------------------------------


def told(run: Crawled) -> list[str]:
    return [line for line in run.stderr.splitlines() if line.startswith("newscrawl: ")]


def test_site_that_cannot_be_reached_exits_with_4_and_says_why(data):
    run = crawl(data, "site", "-a", f"url={NOWHERE}", RETRY_TIMES=0)
    assert run.status == 4
    assert "Traceback" not in run.stderr
    assert len(told(run)) == 1
    assert "127.77.0.2:9" in told(run)[0]
    assert "check the address" in told(run)[0]


def test_site_that_refuses_exits_with_5(data, web):
    web.site(HOST).page("/robots.txt", Answer("User-agent: *\nDisallow: /\n", content_type="text/plain"))
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}")
    assert run.status == 5
    assert "robots" in told(run)[0]


def test_site_without_an_article_exits_with_3(data):
    web = FakeWeb()
    web.site(HOST).page("/", "<html><title>Nothing</title><p>We sell pins.</p></html>")
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}")
    assert run.status == 3
    assert "none is an article" in told(run)[0]


def test_the_worst_of_several_sites_counts(data, web):
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)},{NOWHERE}", RETRY_TIMES=0)
    assert run.status == 4
    assert len(told(run)) == 1


def test_second_crawl_with_nothing_new_exits_with_0(data, web):
    with web:
        statuses = [crawl(data, "site", "-a", f"url={web.url(HOST)}").status for _ in range(2)]
    assert statuses == [0, 0]


def test_a_limit_of_the_users_own_exits_with_0(data, web):
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}", CLOSESPIDER_PAGECOUNT=1)
    assert run.status == 0
    assert "CLOSESPIDER_PAGECOUNT" in told(run)[0]


def test_too_little_memory_exits_with_7(data, web):
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}", MEMUSAGE_LIMIT_MB=1)
    assert run.status == 7
    assert "MEMUSAGE_LIMIT_MB" in told(run)[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_crawl_with_130_and_the_next_one_goes_on(data, web, number):
    slow = Answer("<html><a href='/'>home</a></html>", delay_s=1)
    web.site(HOST).page("/slow", slow)
    with web:
        arguments = ["site", "-a", f"url={web.url(HOST)},{web.url(HOST, '/slow')}"]
        command = [*SCRAPY, "crawl", *arguments, *options(data), "-L", "WARNING"]
        run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        while "/slow" not in web.paths() and run.poll() is None:
            time.sleep(0.01)
        run.send_signal(number)
        _, stderr = run.communicate(timeout=60)
        assert run.returncode == 130, stderr
        assert "goes on where it stopped" in stderr
        assert crawl(data, *arguments).status == 0
    assert len((data / "articles" / f"{HOST}:{web.port}.jsonl").read_text().splitlines()) == 12


# -- what is shown ---------------------------------------------------------------------------------------------------


def test_table_and_place_of_the_data_end_the_crawl_without_colours(data, web):
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}", env={"FORCE_COLOR": "1"})
    lines = run.stderr.splitlines()
    assert lines[0].split() == ["site", "found", "kept", "copies", "duplicate", "skipped", "failed"]
    assert lines[1].split()[:3] == [f"{HOST}:{web.port}", "12", "12"]
    assert lines[2] == f"articles: {data / 'articles' / f'{HOST}:{web.port}.jsonl'}"
    assert len(lines) == 3
    assert "\x1b" not in run.stderr


def test_summary_holds_the_table_as_json(data, web, tmp_path):
    summary = tmp_path / "summary.json"
    with web:
        crawl(data, "site", "-a", f"url={web.url(HOST)}", "--summary", str(summary))
    written = json.loads(summary.read_text())
    assert list(written)[:6] == ["run", "started_at", "finished_at", "reason", "data", "exit_status"]
    assert (written["reason"], written["exit_status"], written["demo"]) == ("finished", 0, None)
    assert written["data"] == str(data)
    assert [(site["site"], site["kept"]) for site in written["sites"]] == [(f"{HOST}:{web.port}", 12)]
    assert [file.name for file in tmp_path.iterdir() if file.name.endswith(".part")] == []


def test_summary_may_go_to_a_device(data, web):
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}", "--summary", "/dev/stdout")
    assert json.loads(run.stdout)["exit_status"] == 0


def test_log_says_where_the_data_lies_and_how_the_crawl_goes(data, web):
    web.site(HOST).page("/slow", Answer("<html></html>", delay_s=1))
    with web:
        addresses = f"url={web.url(HOST)},{web.url(HOST, '/slow')}"
        run = crawl(data, "site", "-a", addresses, LOG_LEVEL="INFO", NEWSCRAWL_PROGRESS_INTERVAL=0.2)
    assert f"INFO: Data in {data}" in run.stderr
    assert "pages/s, " in run.stderr
    assert "Dumping Scrapy stats" not in run.stderr
    assert "\x1b" not in run.stderr


def test_log_file_holds_the_table_as_well(data, web, tmp_path):
    log = tmp_path / "log"
    with web:
        run = crawl(data, "site", "-a", f"url={web.url(HOST)}", LOG_FILE=log, LOG_LEVEL="INFO")
    assert "found  kept" in log.read_text()
    assert "found  kept" in run.stderr


def test_callback_that_raises_is_one_line_and_its_traceback_shows_at_debug(data, web, tmp_path):
    source = (
        "from newscrawl.spiders.site import SiteSpider\n"
        "class Raising(SiteSpider):\n"
        "    name = 'raising'\n"
        "    def parse_page(self, page, response):\n"
        "        raise KeyError('time')\n"
        "        yield\n"
    )
    (tmp_path / "my_sites.py").write_text(source, encoding="utf-8")
    env = {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    with web:
        arguments = ["raising", "-a", f"url={web.url(HOST)}"]
        quiet = crawl(data, *arguments, env=env, SPIDER_MODULES="my_sites")
        loud = crawl(data, *arguments, env=env, SPIDER_MODULES="my_sites", LOG_LEVEL="DEBUG")
    assert f"{web.url(HOST)} could not be read: KeyError: 'time'" in quiet.stderr
    assert "Traceback" not in quiet.stderr
    assert "Traceback" in loud.stderr


# -- terminal, scrapyd, demo -----------------------------------------------------------------------------------------


def test_terminal_shows_progress_and_table_and_no_log(data, web):
    with web:
        run = crawl_in_terminal(data, "site", "-a", f"url={web.url(HOST)}")
    text = run.output.decode()
    assert run.status == 0
    assert text.startswith(f"data: {data}\r\n")
    assert "12 articles" in text
    assert "found" in text
    assert "INFO" not in text
    assert text.rfind("\x1b[?25h") > text.rfind("\x1b[?25l")  # the cursor is back


def test_dumb_terminal_gets_lines(data, web):
    with web:
        run = crawl_in_terminal(data, "site", "-a", f"url={web.url(HOST)}", env={"TERM": "dumb"})
    assert b"\x1b" not in run.output
    assert b"found  kept" in run.output


@pytest.mark.parametrize("variable", ["SCRAPYD_JOB", "SCRAPY_JOB"])
def test_missing_url_is_an_error_under_scrapyd_even_in_a_terminal(data, variable):
    run = crawl_in_terminal(data, "site", env={variable: "1"})
    assert run.status == 2
    assert b"give -a url=" in run.output


def test_demo_is_crawled_as_written(data, tmp_path):
    summary = tmp_path / "summary.json"
    run = crawl(data, "site", "-a", "url=demo", "--summary", str(summary))
    assert "demo: 83 of 83 articles as written" in run.stderr.splitlines(), run.stderr
    assert run.status == 0
    written = json.loads(summary.read_text())
    assert written["demo"] == {"expected": 83, "as_written": 83, "problems": []}
    assert [site["site"] for site in written["sites"]] == ["newsroom.test", "republisher.test", "scripted.test"]


def test_limited_demo_is_no_fault(data):
    run = crawl(data, "site", "-a", "url=demo", CLOSESPIDER_ITEMCOUNT=3)
    assert run.status == 0
    assert "of 83 articles as written" in run.stderr


def test_bare_crawl_in_a_terminal_is_the_demo(data):
    run = crawl_in_terminal(data, "site")
    assert run.status == 0, run.output.decode()
    assert b"demo: 83 of 83 articles as written" in run.output

"""What a person sees of a crawl, and where its data lies: the parts by themselves."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest
from rich.console import Console
from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.log import (
    _uninstall_scrapy_root_handler,
    get_scrapy_root_handler,
    install_scrapy_root_handler,
)
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newscrawl.exceptions import ExitStatus
from newscrawl.extensions import ShowProgress, TellInOneLine
from newscrawl.extensions.progress import MAX_SITES, Counts, Display, PageRate, counts_by_site, progress_line
from newscrawl.extensions.store import data_folder, store_url
from newscrawl.extensions.summary import MAX_ROWS, CrawlSummary, as_text, remarks
from newscrawl.extensions.terminal import is_terminal, plain
from newscrawl.store import SiteTally


def summary(*sites: SiteTally, reason: str = "finished", **values: Any) -> CrawlSummary:
    moments = {"started_at": "2026-11-05T06:00:00Z", "finished_at": "2026-11-05T06:01:00Z"}
    return CrawlSummary(run="a run", reason=reason, data=Path("/data"), sites=sites, **moments, **values)


FINE = SiteTally(site="arvale.test", pages=9, found=5, kept=4, duplicates=1, ever_kept=4)
BARE = SiteTally(site="brindle.test", pages=2)
GONE = SiteTally(site="corrick.test", failed=Counter(unresolvable=1))
HELD = SiteTally(site="dunmere.test", is_locked=True)


# -- progress --------------------------------------------------------------------------------------------------------


def test_progress_line_says_it_all():
    counts = Counts("all", pages=1200, articles=80, copies=1, duplicates=0, errors=1, queued=12)
    line = "1,200 pages, 80 articles (1 copy), 0 duplicates, 1 error, 7.4 pages/s, 12 queued"
    assert progress_line(counts, 7.4) == line


def test_sites_with_work_left_come_first_and_the_rest_are_summed():
    tallies = [SiteTally(site=f"{number}.test", pages=number, queued=number % 2) for number in range(20)]
    lines = counts_by_site(tallies)
    assert [line.site for line in lines[:3]] == ["1.test", "3.test", "5.test"]
    assert len(lines) == MAX_SITES + 1
    assert lines[-1].site == "12 more"
    assert sum(line.pages for line in lines) == sum(range(20))


def test_as_many_sites_as_there_is_room_for_have_a_line_each():
    assert len(counts_by_site([SiteTally(site=str(number)) for number in range(MAX_SITES)])) == MAX_SITES


def test_rate_is_that_of_the_last_seconds():
    rate = PageRate(window_s=10)
    assert rate.at(0, 0) == 0
    assert rate.at(5, 10) == 2
    assert rate.at(100, 10) == pytest.approx(0, abs=0.2)
    assert rate.at(110, 60) == 5


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """Leaves the log as it was."""
    level = logging.root.level
    yield
    _uninstall_scrapy_root_handler()
    logging.root.setLevel(level)


@pytest.fixture
def terminal_file() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def display(terminal_file: io.StringIO) -> Display:
    return Display(Console(file=terminal_file, force_terminal=True, width=60, height=10, highlight=False))


def shown(file: io.StringIO) -> list[str]:
    """What a terminal that was written to shows."""
    screen = pyte.Screen(60, 10)
    pyte.Stream(screen).feed(file.getvalue().replace("\n", "\r\n"))
    return [line.rstrip() for line in screen.display if line.strip()]


def test_log_records_do_not_tear_the_live_display(display, terminal_file):
    install_scrapy_root_handler(Settings({"LOG_FORMAT": "%(levelname)s: %(message)s", "LOG_LEVEL": "WARNING"}))
    display.start()
    display.show("1 page", [Counts("a.test", 1, 0, 0, 0, 0, 0), Counts("b.test", 0, 0, 0, 0, 0, 0)])
    logging.getLogger("times").warning("the clock is slow")
    logging.getLogger("times").info("the clock is there")
    display.show("2 pages")
    display.stop()
    assert shown(terminal_file) == ["WARNING: the clock is slow", "2 pages"]


def test_display_gives_the_log_back_to_scrapy(display):
    install_scrapy_root_handler(Settings())
    display.start()
    assert get_scrapy_root_handler() not in logging.root.handlers
    display.stop()
    display.stop()
    assert logging.root.handlers.count(get_scrapy_root_handler()) == 1


def test_log_file_is_not_drawn_on_the_terminal(display, terminal_file, tmp_path):
    install_scrapy_root_handler(Settings({"LOG_FILE": str(tmp_path / "log")}))
    display.start()
    logging.getLogger("times").warning("the clock is slow")
    display.stop()
    install_scrapy_root_handler(Settings())
    assert shown(terminal_file) == []
    assert "the clock is slow" in (tmp_path / "log").read_text()


def test_line_that_is_too_long_for_the_terminal_is_cut(display, terminal_file):
    display.start()
    display.show("pages " * 20)
    display.stop()
    assert len(shown(terminal_file)) == 1


class OtherSpider(Spider):
    name = "other"


def test_progress_leaves_a_crawl_without_a_store_alone(terminal_file):
    crawler = get_crawler(OtherSpider)
    crawler.engine = type("Engine", (), {"scheduler": None})()
    progress = ShowProgress(crawler, console=Console(file=terminal_file, force_terminal=True), interval_s=10)
    progress.spider_opened(OtherSpider())
    progress.spider_closed(OtherSpider())
    assert terminal_file.getvalue() == ""


@pytest.mark.parametrize(
    ("environment", "expected"), [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"SCRAPYD_JOB": "1"}, False)]
)
def test_terminal_is_one_that_a_person_reads(monkeypatch, environment, expected):
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    for name in ("TERM", "SCRAPYD_JOB", "SCRAPY_JOB"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_terminal(stream) is expected


def test_file_is_no_terminal():
    assert not is_terminal(io.StringIO())


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "TTY_COMPATIBLE", "CLICOLOR_FORCE"])
def test_no_colour_code_goes_to_a_file(monkeypatch, variable):
    monkeypatch.setenv(variable, "1")
    file = io.StringIO()
    plain(file).print("[bold red]red[/]", style="bold")
    assert "\x1b" not in file.getvalue()


# -- summary ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sites", "reason", "expected"),
    [
        ([FINE], "finished", ExitStatus.FINISHED),
        ([], "finished", ExitStatus.FINISHED),
        ([FINE, BARE], "finished", ExitStatus.NO_ARTICLE),
        ([BARE, GONE, FINE], "finished", ExitStatus.UNREACHABLE),
        ([FINE, HELD, GONE], "finished", ExitStatus.LOCKED),
        ([BARE], "closespider_timeout", ExitStatus.FINISHED),
        ([BARE, HELD], "closespider_timeout", ExitStatus.LOCKED),
        ([FINE], "shutdown", ExitStatus.INTERRUPTED),
        ([FINE], "memusage_exceeded", ExitStatus.OUT_OF_RESOURCES),
        ([FINE], "out_of_space", ExitStatus.OUT_OF_RESOURCES),
        ([FINE], "start_error", ExitStatus.ERROR),
        ([GONE], "a reason of a site's own", ExitStatus.UNREACHABLE),
    ],
)
def test_exit_status_is_that_of_the_end_or_of_the_worst_site(sites, reason, expected):
    assert summary(*sites, reason=reason).exit_status is expected


def test_full_disk_counts_whatever_the_crawl_was_closed_for():
    assert summary(FINE, reason="shutdown", failure="the disk is full").exit_status is ExitStatus.OUT_OF_RESOURCES


def test_table_has_a_row_per_site_and_their_sum():
    failed = SiteTally(
        site="farrow.test", found=2, failed=Counter(http_404=2), skipped=Counter(no_article=3, not_html=1)
    )
    rows = [line.split("  ") for line in as_text(summary(FINE, failed)).splitlines()]
    rows = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert rows == [
        ["site", "found", "kept", "copies", "duplicate", "skipped", "failed"],
        ["arvale.test", "5", "4", "0", "1", "0", "0"],
        ["farrow.test", "2", "0", "0", "0", "4: 3 no article, 1 not html", "2 HTTP 404"],
        ["all", "7", "4", "0", "1", "4: 3 no article, 1 not html", "2 HTTP 404"],
    ]


def test_table_tells_copies_that_were_dropped_from_what_was_known():
    site = SiteTally(site="arvale.test", found=9, kept=4, duplicates=5, dropped=Counter(known=3, url_variant=2))
    known = SiteTally(site="farrow.test", found=3, duplicates=3, dropped=Counter(known=3))
    rows = [line.split("  ") for line in as_text(summary(site, known)).splitlines()[1:]]
    cells = [[cell.strip() for cell in row if cell.strip()][4] for row in rows]
    assert cells == ["5: 3 known, 2 url variant", "3", "8: 6 known, 2 url variant"]


def test_table_of_many_sites_shows_those_with_problems_and_sums_the_rest():
    text = as_text(
        summary(*[SiteTally(site=f"{n}.test", pages=1, found=1, kept=1, ever_kept=1) for n in range(99)], GONE)
    )
    rows = text.splitlines()
    assert rows[1].startswith("corrick.test")
    assert rows[MAX_ROWS + 1].startswith(f"{100 - MAX_ROWS} more")
    assert rows[-1].split()[:2] == ["all", "99"]


def test_files_that_are_there_are_named_by_their_whole_path(tmp_path):
    folder = tmp_path / ("a long name " * 12).strip() / "articles"
    folder.mkdir(parents=True)
    (folder / "arvale.test.jsonl").touch()
    done = CrawlSummary(
        run="a run", started_at="", finished_at="", reason="finished", data=folder.parent, sites=[FINE, BARE]
    )
    assert as_text(done).splitlines()[-1] == f"articles: {folder / 'arvale.test.jsonl'}"


def test_what_was_left_out_is_told():
    text = as_text(summary(FINE, left_out={"index_depth": 3, "private_address": 1}))
    assert "links left out, each time seen: 4: 3 index depth, 1 private address" in text


def test_each_problem_is_told_in_a_line():
    assert [remark.partition(":")[0] for remark in remarks(summary(FINE, BARE, GONE, HELD))] == [
        "brindle.test",
        "corrick.test",
        "dunmere.test",
    ]


def test_summary_as_a_dict_names_the_exit_status_and_the_sites():
    values = summary(FINE, GONE).as_dict(ExitStatus.UNREACHABLE, None)
    assert (values["exit_status"], values["data"], values["demo"]) == (4, "/data", None)
    assert [site["site"] for site in values["sites"]] == ["arvale.test", "corrick.test"]


# -- messages --------------------------------------------------------------------------------------------------------


def failure(error: Exception) -> Failure:
    try:
        raise error
    except Exception:
        return Failure()


def test_error_of_a_callback_is_one_line_and_the_rest_at_debug(caplog):
    request = Request("https://times.test/a")
    told = TellInOneLine().spider_error(
        failure(KeyError("time")), request, HtmlResponse(request.url, request=request), OtherSpider()
    )
    assert told["level"] == logging.DEBUG
    assert [record.getMessage() for record in caplog.records] == [
        "https://times.test/a could not be read: KeyError: 'time'"
    ]
    assert caplog.records[0].exc_info is None


def test_error_of_a_pipeline_is_one_line_without_the_item(caplog):
    response = HtmlResponse("https://times.test/a")
    told = TellInOneLine().item_error({"text": "long"}, ValueError("bad\ndate"), response, OtherSpider())
    assert told["level"] == logging.DEBUG
    message = "https://times.test/a: its item could not be kept: ValueError: bad"
    assert [record.getMessage() for record in caplog.records] == [message]


# -- where the data lies ---------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a folder in it, from which the command is given."""
    (tmp_path / "scrapy.cfg").touch()
    (tmp_path / "deep" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "below")
    return tmp_path


def test_relative_data_folder_holds_from_scrapy_cfg(project):
    assert data_folder(Settings({"NEWSCRAWL_DATA": "data"})) == project / "data"


def test_absolute_data_folder_is_as_given(project):
    assert data_folder(Settings({"NEWSCRAWL_DATA": "/srv/news"})) == Path("/srv/news")


def test_data_folder_outside_any_project_holds_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert data_folder(Settings({"NEWSCRAWL_DATA": "data"})) == tmp_path / "data"


def test_data_folder_may_lie_in_the_users_home(monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    assert data_folder(Settings({"NEWSCRAWL_DATA": "~/news"})) == Path("/home/ada/news")


def test_empty_data_folder_is_refused():
    with pytest.raises(ValueError, match="NEWSCRAWL_DATA"):
        data_folder(Settings({"NEWSCRAWL_DATA": ""}))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, "sqlite:///{project}/data/newscrawl.sqlite"),
        ("sqlite:///other.sqlite", "sqlite:///{project}/other.sqlite"),
        ("sqlite:////srv/news.sqlite", "sqlite:////srv/news.sqlite"),
        ("sqlite://", "sqlite://"),
        ("postgresql+psycopg://user:secret@host/news", "postgresql+psycopg://user:secret@host/news"),
        ("data/", "data/"),
    ],
)
def test_relative_store_holds_from_scrapy_cfg(project, given, expected):
    settings = Settings({"NEWSCRAWL_DATA": "data", "NEWSCRAWL_STORE": given})
    assert store_url(settings) == expected.format(project=project)

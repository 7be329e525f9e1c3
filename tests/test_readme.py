"""Every command that the README shows is run, in a copy of the project, against local sites."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawl import extract_article
from newscrawl.exceptions import ExitStatus
from tests.crawling import FAST, ROOT
from tests.fakeweb import FakeWeb, NewsSite
from tests.sites.markup import article_page
from tests.sites.stories import stories

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]
HOSTS = {"news.example": "127.77.0.1", "post.example": "127.77.0.2", "times.example": "127.77.0.3"}
LEFT_OUT = ("data", "demo-data", ".venv", ".git", "build", "dist", "*.egg-info", ".*_cache", "__pycache__")


@dataclass
class Checkout:
    """A copy of the project that commands may write into."""

    path: Path
    web: FakeWeb

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the README with its addresses led to local sites, without delays between pages."""
        for name, host in HOSTS.items():
            command = command.replace(f"https://{name}/", self.web.url(host))
        options = " ".join(f"-s {name}={value}" for name, value in FAST.items())
        words = shlex.split(command)
        if words[:2] == ["make", "crawl"]:
            words.append(f"ARGS={options}")
        elif words[0] == "scrapy" and words[1] in ("crawl", "links", "estimate", "extract"):
            words += options.split()
        return subprocess.run(
            words,
            cwd=self.path,
            env={
                **os.environ,
                "PATH": f"{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(self.path),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def lines(self, name: str) -> list[dict[str, object]]:
        file = self.path / "data" / "articles" / f"{HOSTS[name]}:{self.web.port}.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    path = tmp_path / "newscrawl"
    shutil.copytree(ROOT, path, ignore=shutil.ignore_patterns(*LEFT_OUT))
    (path / ".venv").symlink_to(sys.prefix)
    web = FakeWeb()
    for host in HOSTS.values():
        web.add(NewsSite(host, 12))
    with web:
        (path / "sites.txt").write_text(f"{web.url('127.77.0.1')}  # the only one\n")
        article = NewsSite("127.77.0.1", 1).articles[0]
        (path / "articles.txt").write_text(web.url("127.77.0.1", article.path) + "\n")
        (path / "page.html").write_text(article_page(stories(1, "mill")[0]), encoding="utf-8")
        yield Checkout(path, web)


def commands_like(pattern: str) -> list[str]:
    return [command for command in COMMANDS if re.fullmatch(pattern, command)]


def test_every_command_of_the_readme_is_run_by_one_of_these_tests() -> None:
    tested = {
        *commands_like(r"make crawl"),
        *commands_like(r"make test"),
        *commands_like(r"make crawl URL=https://news\.example/"),
        *commands_like(r"scrapy crawl site .*"),
        *commands_like(r"scrapy export news\.example (?:--duplicates )?-o \w+\.jsonl"),
        *commands_like(r"scrapy history https://news\.example/news/\S+"),
        *commands_like(r"scrapy (links|estimate|extract) .*"),
        *commands_like(r"scrapy stories articles\.jsonl told\.jsonl"),
        *commands_like(r"pytest tests/test_pages\.py -k old-mill"),
        *commands_like(r"scrapy genspider times https://times\.example/"),
        *commands_like(r"scrapy (list|crawl times)"),
    }
    assert set(COMMANDS) == tested


def test_make_crawl_crawls_the_demo_and_every_article_is_as_written(checkout: Checkout) -> None:
    run = checkout.run("make crawl")
    assert run.returncode == 0, run.stderr
    assert re.search(r"demo: (\d+) of \1 articles as written", run.stderr)
    assert len(list((checkout.path / "demo-data" / "articles").glob("*.jsonl"))) == 3


def test_make_test_is_what_ci_runs(checkout: Checkout) -> None:
    plan = subprocess.run(["make", "-n", "test"], cwd=checkout.path, capture_output=True, text=True, check=True).stdout
    assert "pytest" in plan
    assert "mypy" in plan
    assert re.search(r"^make test$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", [*commands_like(r"make crawl URL=.*"), *commands_like(r"scrapy crawl site .*")])
def test_a_crawl_of_the_readme_keeps_articles(checkout: Checkout, command: str) -> None:
    run = checkout.run(command)
    assert run.returncode == 0, run.stderr
    if "since=" not in command:
        assert len(checkout.lines("news.example")) == (1 if "articles_file" in command else 12)
    if "post.example" in command:
        assert len(checkout.lines("post.example")) == 12
    for file in re.findall(r"(?:--summary|-O) ([\w.]+)", command):
        assert (checkout.path / file).stat().st_size > 0


@pytest.mark.parametrize("command", commands_like(r"scrapy (?:links|estimate|extract) .*"))
def test_a_look_at_a_site_shows_it(checkout: Checkout, command: str) -> None:
    run = checkout.run(command)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()


def test_the_case_that_the_readme_saves_passes_and_is_the_readers_to_mend(checkout: Checkout) -> None:
    save, test = commands_like(r"scrapy extract .*--save .*") + commands_like(r"pytest .*")
    assert "check article.json by hand" in checkout.run(save).stderr
    assert re.search(r"\b1 passed", checkout.run(test).stdout)
    case = checkout.path / "tests" / "pages" / "old-mill" / "article.json"
    case.write_text(case.read_text(encoding="utf-8").replace('"headline": "', '"headline": "Not '), encoding="utf-8")
    assert checkout.run(test).returncode == 1


def test_the_readmes_export_writes_a_site(checkout: Checkout) -> None:
    crawl, export = commands_like(r"scrapy crawl site -a urls_file.*") + commands_like(r"scrapy export .*news\.jsonl")
    checkout.run(crawl)
    run = checkout.run(export.replace("news.example", f"127.77.0.1:{checkout.web.port}"))
    assert run.returncode == 0, run.stderr
    assert len((checkout.path / "news.jsonl").read_text(encoding="utf-8").splitlines()) == 12


def test_the_readmes_stories_tell_the_articles_of_a_crawl(checkout: Checkout) -> None:
    crawl, stories = commands_like(r"scrapy crawl site .*-O articles\.jsonl") + commands_like(r"scrapy stories .*")
    checkout.run(crawl)
    run = checkout.run(stories)
    assert run.returncode == 0, run.stderr
    articles, told = ((checkout.path / name).read_text(encoding="utf-8") for name in ("articles.jsonl", "told.jsonl"))
    assert [json.loads(line)["id"] for line in told.splitlines()] == [
        json.loads(line)["id"] for line in articles.splitlines()
    ]


def test_what_the_readme_shows_of_versions_and_copies(checkout: Checkout) -> None:
    crawl, history, listing = (
        commands_like(r"scrapy crawl site -a articles_file.*")
        + commands_like(r"scrapy history .*")
        + commands_like(r"scrapy export .*--duplicates.*")
    )
    named = history.split()[2]
    address = named.replace("https://news.example/", checkout.web.url("127.77.0.1"))
    (checkout.path / "articles.txt").write_text(f"{address}\n", encoding="utf-8")
    checkout.run(crawl)
    shown = checkout.run(history)
    assert shown.returncode == 0, shown.stderr
    assert address in shown.stdout
    assert "version 1, fetched" in shown.stdout
    listed = checkout.run(listing.replace("news.example", f"127.77.0.1:{checkout.web.port}"))
    assert listed.returncode == 0, listed.stderr
    assert (checkout.path / "copies.jsonl").read_text(encoding="utf-8") == ""


def test_a_generated_site_class_is_listed_and_crawls(checkout: Checkout) -> None:
    for command in commands_like(r"scrapy genspider .*"):
        assert checkout.run(command).returncode == 0
    assert checkout.run("scrapy list").stdout.split() == ["site", "times"]
    run = checkout.run("scrapy crawl times")
    assert run.returncode == 0, run.stderr
    lines = (checkout.path / "data" / "articles" / "times.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 12


def test_the_readmes_table_of_exit_statuses_is_whole() -> None:
    shown = {int(number) for number in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert shown == {int(status) for status in ExitStatus}


def test_the_readmes_python_reads_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "extract_article" in block)
    page = tmp_path / "page.html"
    page.write_text("<h1>Ferry returns to Arvale</h1><article><p>It is back after a year, and on time.</p></article>")
    exec(code.replace("page.html", str(page)), {"extract_article": extract_article})
    assert capsys.readouterr().out.startswith("Ferry returns to Arvale")


def test_the_readmes_site_class_is_one(checkout: Checkout) -> None:
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "SiteSpider" in block)
    module = checkout.path / "newscrawl" / "spiders" / "sites" / "times.py"
    module.write_text("from newscrawl.spiders.site import SiteSpider\n\n\n" + code)
    assert checkout.run("scrapy list").stdout.split() == ["site", "times"]

"""A real scrapyd runs the project from an egg: schedules, follows, cancels, resumes; and `scrapy schedule` feeds it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newscrawl import serving
from newscrawl.extraction.urls import site_key
from newscrawl.serving import Scrapyd, ScrapydError
from tests.crawling import FAST, ROOT
from tests.fakeweb import FakeWeb, NewsSite

HOSTS = ("127.77.70.1", "127.77.70.2")


@dataclass(frozen=True)
class Served:
    """A scrapyd that runs the project from an egg of a clean checkout."""

    api: Scrapyd
    home: Path
    password: str

    def schedule(self, *settings: str, **arguments: str) -> str:
        options = [f"{name}={value}" for name, value in FAST.items()] + list(settings)
        fields: dict[str, Any] = {"project": "newscrawl", "spider": "site", "setting": options, **arguments}
        return str(self.api.post("schedule", **fields)["jobid"])

    def state(self, job: str) -> str:
        return str(self.api.get("status", job=job, project="newscrawl")["currstate"])

    def wait(self, job: str, wanted: str = "finished", *, timeout_s: float = 90) -> None:
        until_true(lambda: self.state(job) == wanted, timeout_s)

    def log(self, job: str) -> str:
        return (self.home / "logs/newscrawl/site" / f"{job}.log").read_text(encoding="utf-8")

    def lines(self, site: str, data: str = "data") -> list[dict[str, Any]]:
        file = self.home / data / "articles" / f"{site}.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def until_true(is_so: Callable[[], bool], timeout_s: float = 60) -> None:
    until = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < until, "it did not come to that in time"
        threading.Event().wait(0.2)  # scrapyd tells nobody: it has to be asked


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("scrapyd")
    checkout, home = folder / "checkout", folder / "home"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in tracked.decode().split("\0"):
        if name and (ROOT / name).is_file() and not name.startswith(("tests/", "bench/")):
            target = checkout / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = serving.configure(checkout, home, port)["scrapyd"]
    api = Scrapyd(f"http://127.0.0.1:{port}", config["username"], config["password"])
    process = serving.start(home)
    try:
        serving.wait_for(api, process)
        api.deploy(serving.build_egg(checkout), "1")
        yield Served(api, home, config["password"])
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def web() -> Iterator[FakeWeb]:
    made = FakeWeb()
    for host in HOSTS:
        made.add(NewsSite(host, 60))
    with made:
        yield made


def test_it_is_closed_to_those_without_its_password(served: Served) -> None:
    for password in ("", "wrong"):
        with pytest.raises(ScrapydError, match="another user name or password"):
            Scrapyd(served.api.url, "newscrawl", password).get("daemonstatus")
    assert stat.S_IMODE((served.home / "scrapyd.conf").stat().st_mode) == 0o600
    config = (served.home / "scrapyd.conf").read_text()
    assert "bind_address = 127.0.0.1" in config
    with pytest.raises(ScrapydError):
        served.api.post("delproject", project="newscrawl")


def test_the_demo_is_crawled_from_the_egg_to_its_end(served: Served) -> None:
    assert served.api.get("listspiders", project="newscrawl")["spiders"] == ["site"]
    job = served.schedule("NEWSCRAWL_RENDER=never", url="demo")
    served.wait(job)
    assert "Spider closed (finished)" in served.log(job)
    found = [
        {line["id"] for line in served.lines(f"{name}.test", "data/demo")}
        for name in ("newsroom", "republisher", "scripted")
    ]
    assert sum(map(len, found)) == 83


def test_a_job_that_is_cancelled_goes_on_with_the_next(served: Served, web: FakeWeb) -> None:
    site, name = HOSTS[0], site_key(web.url(HOSTS[0]))
    job = served.schedule("DOWNLOAD_DELAY=0.05", "CONCURRENT_REQUESTS_PER_DOMAIN=1", url=web.url(site))
    until_true(lambda: len(served.lines(name)) >= 5)
    served.api.post("cancel", project="newscrawl", job=job)
    served.wait(job)
    before = len(served.lines(name))
    assert 5 <= before < 60
    asked = len(web.paths(site))
    job = served.schedule(url=web.url(site))
    served.wait(job)
    lines = served.lines(name)
    assert len({line["url"] for line in lines}) == len(lines) == 60
    assert len(web.paths(site)) - asked < 100  # what was read is not asked for again


def test_two_jobs_share_a_store_and_a_site_has_one_job_at_a_time(served: Served, web: FakeWeb) -> None:
    slowly = ("DOWNLOAD_DELAY=0.15", "CONCURRENT_REQUESTS_PER_DOMAIN=1", f"NEWSCRAWL_DATA={served.home / 'both'}")
    first = served.schedule(*slowly, url=web.url(HOSTS[0]))
    names = [site_key(web.url(host)) for host in HOSTS]
    until_true(lambda: len(served.lines(names[0], "both")) >= 3)
    second, again = served.schedule(*slowly, url=web.url(HOSTS[1])), served.schedule(*slowly, url=web.url(HOSTS[0]))
    for job in (again, first, second):
        served.wait(job)
    assert "another crawl holds the site" in served.log(again)
    assert [len({line["url"] for line in served.lines(name, "both")}) for name in names] == [60, 60]
    runs = {job: served.log(job) for job in (first, second)}
    assert all("Spider closed (finished)" in log for log in runs.values())


def test_a_relative_folder_is_refused(served: Served, web: FakeWeb) -> None:
    job = served.schedule("NEWSCRAWL_DATA=here", url=web.url(HOSTS[0]))
    served.wait(job)
    assert not (served.home / "here").exists()


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_the_lines_of_the_documentation(served: Served) -> None:
    page = (ROOT / "docs/production.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("curl ")]
    assert [re.search(r"/(\w+)\.json|\.log", line)[0] for line in lines] == [  # type: ignore[index]
        *("/schedule.json", "/status.json", "/listjobs.json", "/cancel.json", ".log")
    ]

    def run(line: str) -> str:
        command = line.replace("http://127.0.0.1:6800", served.api.url).replace("curl ", "curl -s --fail ", 1)
        environment = {**os.environ, "PASSWORD": served.password}
        return subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, check=True).stdout

    assert json.loads(run(lines[0]))["jobid"] == "first"
    assert json.loads(run(lines[1]))["currstate"] in ("pending", "running", "finished")
    assert "first" in run(lines[2])
    served.wait("first", "running")
    until_true(lambda: (served.home / "logs/newscrawl/site/first.log").exists())
    assert json.loads(run(lines[3]))["status"] == "ok"
    served.wait("first")
    assert "Scrapy" in run(lines[4])


class TestSchedule:
    def schedule(self, served: Served, folder: Path, *arguments: str, password: str | None = None) -> Any:
        settings = {
            "NEWSCRAWL_ROSTER": folder / "sites.toml",
            "NEWSCRAWL_DATA": folder / "data",
            "NEWSCRAWL_SCRAPYD": served.api.url,
        }
        options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        secret = {"NEWSCRAWL_SCRAPYD_USER": f"newscrawl:{password or served.password}"}
        command = [sys.executable, "-m", "scrapy", "schedule", *arguments, *options]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **secret}, capture_output=True, text=True, timeout=60, check=False
        )

    def test_what_is_due_is_posted_once(self, served: Served, web: FakeWeb, tmp_path: Path) -> None:
        roster = "".join(f'[site-{n}]\nurl = "{web.url(host)}"\nevery = "30m"\n' for n, host in enumerate(HOSTS))
        (tmp_path / "sites.toml").write_text(roster)
        plan = self.schedule(served, tmp_path, "--dry-run")
        assert plan.returncode == 0
        assert plan.stdout.count("due") == 2
        posted = self.schedule(served, tmp_path)
        assert (posted.returncode, posted.stdout.count("posted")) == (0, 2)
        again = self.schedule(served, tmp_path)
        assert (again.returncode, again.stdout.count("posted")) == (0, 0)
        jobs = served.api.get("listjobs", project="newscrawl")
        mine = [
            job["id"] for state in ("pending", "running", "finished") for job in jobs[state] if "site-" in job["id"]
        ]
        assert len(mine) == len(set(mine)) == 2
        for job in mine:
            served.wait(job)

    def test_a_wrong_password_and_a_scrapyd_that_is_away(self, served: Served, tmp_path: Path) -> None:
        (tmp_path / "sites.toml").write_text('[a]\nurl = "http://127.77.70.1/"\nevery = "30m"\n')
        wrong = self.schedule(served, tmp_path, password="wrong")
        assert wrong.returncode == 2
        assert "another user name or password" in wrong.stderr
        away = Served(Scrapyd("http://127.0.0.1:9"), served.home, served.password)
        run = self.schedule(away, tmp_path)
        assert run.returncode == 4
        assert "cannot be reached" in run.stderr
        assert run.stderr.count("\n") == 1

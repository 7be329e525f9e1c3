"""What a crawl says of a site that is not as it was: at its end, in its exit status, to a command and an address."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from newscrawl.extraction.urls import site_key
from newscrawl.store import Store
from newscrawl.store.tables import runs
from tests.crawling import ROOT, crawl
from tests.fakeweb import FakeWeb
from tests.sites.markup import article_page, page, teasers
from tests.sites.stories import stories

HOST = "127.77.61.1"


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """An address that takes what it is told, and what it was told."""
    told: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/alarm", told
    server.shutdown()


def test_a_crawl_names_what_is_not_as_it_was_and_what_is_again(tmp_path: Path, hook) -> None:
    address, told = hook
    web = FakeWeb()
    site = web.site(HOST)
    site.page("/", page("Drift", teasers(stories(1, "drift")[:0])))
    with web:
        name = site_key(web.url(HOST))
        data = tmp_path / "data"
        store = Store(f"sqlite:///{_made(data) / 'newscrawl.sqlite'}")
        for days in range(1, 22):
            begun = (datetime.now(UTC) - timedelta(days=days)).isoformat()
            values = {"id": f"run {days}", "sites": json.dumps([name]), "started_at": begun, "finished_at": begun}
            tally = {"kept": 30, "covered": {"articles": 30, "authors": 30}, "words": 300.0}
            with store.transaction() as connection:
                summary = json.dumps({name: tally})
                connection.execute(sa.insert(runs).values(**values, reason="finished", summary=summary))
        store.close()
        command = f"{sys.executable} -c \"import sys; open('{tmp_path / 'told.json'}', 'w').write(sys.stdin.read())\""
        settings = {"NEWSCRAWL_ALARM_WEBHOOK": address, "NEWSCRAWL_ALARM_COMMAND": command}
        run = crawl(data, "-a", f"url={web.url(HOST)}", **settings)
        assert run.status == 8
        assert f"not as it was: {name}: 0 articles a day, usually 30" in run.stderr
        assert run.summary["alarms"][0]["what"] == "articles"
        assert [[alarm["what"] for alarm in one["opened"]] for one in told] == [["articles"]]
        assert json.loads((tmp_path / "told.json").read_text())["opened"][0]["site"] == name
        assert "0 articles a day" in _status(data)
        assert crawl(data, "-a", f"url={web.url(HOST)}", **settings).status == 8
        assert len(told) == 1
        assert "0 articles a day" not in _status(data, name, "--mute")
        assert crawl(data, "-a", f"url={web.url(HOST)}", **settings).status == 3
        _status(data, name, "--unmute")
        made = stories(25, "drift")
        for one in made:
            site.page(one.path, article_page(one))
        site.page("/", page("Drift", teasers(made)))
        again = crawl(data, "-a", f"url={web.url(HOST)}", **settings)
        assert again.status == 8  # authors are gone
        assert [[alarm["what"] for alarm in one["closed"]] for one in told[1:]] == [["articles"]]


@pytest.mark.parametrize(
    ("name", "value"), [("NEWSCRAWL_ALARM_WEBHOOK", "alarms.test"), ("NEWSCRAWL_ALARM_COMMAND", "mail 'me")]
)
def test_what_could_never_be_told_is_refused(tmp_path: Path, name: str, value: str) -> None:
    run = crawl(tmp_path / "data", "-a", "url=https://times.test/", **{name: value})
    assert run.status == 2
    assert name in run.stderr
    assert "Traceback" not in run.stderr


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _status(data: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "scrapy", "status", *arguments, "-s", f"NEWSCRAWL_DATA={data}"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout

"""The demo's three hosts behind one loopback port, reachable as a web server and as an HTTP proxy."""

from __future__ import annotations

import contextlib
import socket
import threading
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self
from urllib.parse import quote, unquote, urlsplit

from newscrawl.demo import newsroom, republisher, scripted
from newscrawl.demo.content import NEWSROOM, REPUBLISHER, SCRIPTED
from newscrawl.demo.markup import Answer

DEMO_HOSTS: frozenset[str] = frozenset({NEWSROOM, REPUBLISHER, SCRIPTED})
"""The names that the demo answers to; they exist nowhere but inside the process that asks it."""

START_URLS: list[str] = [f"http://{host}/" for host in (NEWSROOM, REPUBLISHER, SCRIPTED)]


class Access(NamedTuple):
    """One answered request."""

    method: str
    host: str
    path: str
    """As asked for, query included, host not."""
    status: int


class DemoWeb:
    """Serves the demo on a free port of 127.0.0.1, in threads of its own.

    with DemoWeb() as web:
        fetch("http://newsroom.test/", proxy=web.proxy)
    """

    def __init__(self) -> None:
        self.accesses: list[Access] = []
        """Every request answered so far, in order."""
        self._server: _Server | None = None

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("the demo web is not running: call start() or use it in a with statement")
        return self._server.server_address[1]

    @property
    def proxy(self) -> str:
        """What to use as an HTTP proxy, so that the demo's names need no resolving."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        if self._server is None:
            demo_answers()
            self._server = _Server(self.accesses)
            threading.Thread(target=self._server.serve_forever, args=(0.05,), name="demo-web", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop serving and close the connections that are still open. Twice is once."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.close_connections()
            server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()


@cache
def demo_answers() -> dict[tuple[str, str], Answer]:
    """What the demo serves: (host, percent-encoded path without query) to the answer."""
    sites = {NEWSROOM: newsroom.answers(), REPUBLISHER: republisher.answers(), SCRIPTED: scripted.answers()}
    return {(host, path): answer for host, answers in sites.items() for path, answer in answers.items()}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, accesses: list[Access]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.accesses = accesses
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "newscrawl-demo"
    sys_version = ""
    timeout = 60
    # Headers and body leave in one packet: two would wait 40 ms for each other on a kept connection.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        host, path = self._target()
        status, answer = self._find(host, path)
        self.server.accesses.append(Access(self.command, host, path, status))
        self._send(status, answer)

    def _find(self, host: str, path: str) -> tuple[HTTPStatus, Answer]:
        if host not in DEMO_HOSTS:
            return HTTPStatus.MISDIRECTED_REQUEST, _ELSEWHERE
        answer = demo_answers().get((host, quote(unquote(path.partition("?")[0]))))
        if answer is None:
            return HTTPStatus.NOT_FOUND, _NOT_FOUND
        if answer.location:
            return HTTPStatus.MOVED_PERMANENTLY, answer
        return HTTPStatus.NOT_MODIFIED if self._is_known(answer) else HTTPStatus.OK, answer

    def _target(self) -> tuple[str, str]:
        """Host and path asked for, whether the request line is ``/path`` or ``http://host/path`` (RFC 9112 3.2).

        The host is empty where it cannot be read or names another port.
        """
        asked = self.path
        try:
            parts = urlsplit(asked if asked.startswith("http://") else f"http://{self.headers.get('Host', '')}{asked}")
            port = parts.port
        except ValueError:
            return "", asked
        is_ours = port in (None, 80, self.server.server_address[1])
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return (parts.hostname or "") if is_ours else "", path

    def _is_known(self, answer: Answer) -> bool:
        """Whether the client holds this answer already (RFC 9110 13.2.2: the tag decides, without one the date)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return any(tag.strip().removeprefix("W/") in (answer.etag, "*") for tag in tags.split(","))
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and answer.last_modified <= since

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        if answer.location:
            self.send_header("Location", answer.location)
        if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", format_datetime(answer.last_modified, usegmt=True))
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: ``DemoWeb.accesses`` is the log."""


_ELSEWHERE = Answer(b"Only the demo's own hosts are served here.\n", "text/plain; charset=utf-8")

_NOT_FOUND = Answer(
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not found</title></head>'
    b'<body><h1>Not found</h1><p>There is no such page. <a href="/">To the front page</a></p></body></html>\n'
)


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

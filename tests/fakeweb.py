"""A local news web for tests: sites on loopback addresses, deterministic, with an access log.

    web = FakeWeb()
    site = web.site("127.77.0.1")
    site.page("/", "<a href='/a'>…</a>")
    with web:
        crawl(web.url("127.77.0.1"))
    assert web.paths("127.77.0.1") == ["/robots.txt", "/", …]

A site may have a name instead (``rss.test``, or ``*.wild.test`` for all hosts below one): such sites are reached
through ``web.proxy``, so that no resolver needs to know them. ``Site.has_etags`` has one answer conditional requests.

``NewsSite`` is a site of any number of articles with redirects, passing failures and slow pages among them.
"""

from __future__ import annotations

import hashlib
import html
import ipaddress
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from typing import BinaryIO, Self
from urllib.parse import urlsplit


@dataclass
class Answer:
    """What a site answers: a body (text is sent as UTF-8) with its status and headers."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "text/html; charset=utf-8"
    delay_s: float = 0.0
    send: Callable[[BinaryIO], None] | None = None
    """Writes the whole answer, status line and all, in the place of the above; then the connection is closed."""


@dataclass(frozen=True)
class Hit:
    """One request, as the server saw it."""

    host: str
    path: str
    status: int
    at: float
    """Monotonic seconds."""
    headers: dict[str, str]


Route = Callable[[str], Answer | None]


class Site:
    """One host: fixed pages first, then routes in the order they were added, then 404."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.has_etags = False
        """Whether each page has an ``ETag`` made from its body, and 304 is the answer to one that is known."""
        self._pages: dict[str, Answer] = {}
        self._routes: list[Route] = []

    def page(self, path: str, body: str | bytes | Answer) -> None:
        self._pages[path] = body if isinstance(body, Answer) else Answer(body)

    def route(self, route: Route) -> None:
        """``route(path)`` gives an answer, or None to leave the path to the next one."""
        self._routes.append(route)

    def answer(self, path: str) -> Answer:
        if path in self._pages:
            return self._pages[path]
        for route in self._routes:
            found = route(path)
            if found is not None:
                return found
        return Answer("not here", 404)


_TRIES = 5
PROXY_HOST = "127.77.255.1"
"""Where the sites that have names are served."""


class FakeWeb:
    """Serves its sites, each on its own loopback address or by its name, all on one port that the system chooses."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.port = 0
        self._sites: dict[str, Site] = {}
        self._servers: list[_Server] = []

    def site(self, host: str) -> Site:
        return self._sites.setdefault(host, Site(host))

    def add(self, site: Site) -> None:
        self._sites[site.host] = site

    @property
    def proxy(self) -> str:
        """The HTTP proxy that leads to the sites with names; what no site answers for is a 502."""
        return f"http://{PROXY_HOST}:{self.port}"

    def named(self, host: str) -> Site | None:
        """The site of a host name: its own, or that of all hosts below a domain."""
        return self._sites.get(host) or self._sites.get("*." + host.partition(".")[2])

    def url(self, host: str, path: str = "/") -> str:
        if not _is_address(host):
            return f"http://{host}{path}"
        return f"http://{host}:{self.port}{path}"

    def paths(self, host: str | None = None) -> list[str]:
        """What was asked for, in order."""
        return [hit.path for hit in self.hits if host in (None, hit.host)]

    def start(self, port: int = 0) -> Self:
        """Serve on a port, or on one that is free on all addresses."""
        for _ in range(_TRIES):
            try:
                return self._start(port)
            except OSError:  # free on the first address, and taken on another
                self.stop()
                if port:
                    raise
        return self._start(port)

    def _start(self, port: int) -> Self:
        self.port = port
        addresses = [host for host in self._sites if _is_address(host)]
        for host in [*addresses, PROXY_HOST] if len(addresses) < len(self._sites) else addresses:
            server = _Server((host, self.port), _Handler)
            server.web = self
            self.port = server.server_address[1]
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            self._servers.append(server)
        return self

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer, ThreadingMixIn):
    daemon_threads = True
    request_queue_size = 128
    web: FakeWeb

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a crawl that is killed leaves broken connections."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body go in two writes: 40 ms of delayed ACK otherwise
    server: _Server

    def do_GET(self) -> None:
        host, path = self._target()
        site = self.server.web.named(host)
        answer = Answer("no such host", 502) if site is None else site.answer(path)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        headers = {"Content-Type": answer.content_type, **answer.headers}
        if site is not None and site.has_etags and answer.status == 200:
            headers.setdefault("ETag", f'"{hashlib.sha1(body).hexdigest()[:16]}"')
        status = answer.status if answer.status != 200 or not self._is_known(headers) else 304
        self.server.web.hits.append(Hit(host, path, status, time.monotonic(), dict(self.headers.items())))
        if answer.delay_s:
            time.sleep(answer.delay_s)
        if answer.send is not None:
            self.close_connection = True
            answer.send(self.wfile)  # type: ignore[arg-type]
            return
        self._send(status, headers, b"" if status == 304 else body)

    def _target(self) -> tuple[str, str]:
        """(host, path) that is asked for, of a web server or of a proxy."""
        if self.path.startswith("/"):
            return str(self.server.server_address[0]), self.path
        host = urlsplit(self.path).hostname or ""
        return host, "/" + self.path.partition("://")[2].partition("/")[2]

    def _is_known(self, headers: dict[str, str]) -> bool:
        """Whether the client has this very page already (RFC 9110 13.2.2)."""
        asked_for = self.headers.get("If-None-Match")
        if asked_for is not None:
            return headers.get("ETag") == asked_for
        return headers.get("Last-Modified", "") == self.headers.get("If-Modified-Since")

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal: ``FakeWeb.hits`` is the log."""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


# -- a site of any size ----------------------------------------------------------------------------------------------

_SECTIONS = ["local", "business", "culture", "sport", "travel"]
_TOWNS = [
    "Arvale",
    "Brindle",
    "Corrick",
    "Dunmere",
    "Eastholt",
    "Farrow",
    "Glenisle",
    "Harrowby",
    "Inverlea",
    "Kestrel",
]
_THINGS = ["ferry", "library", "orchard", "bridge", "harbour", "market", "quarry", "railway", "theatre", "lighthouse"]
_DOINGS = [
    "reopens",
    "is moved",
    "finds a buyer",
    "marks a century",
    "closes for repairs",
    "wins a prize",
    "burns down",
]


@dataclass(frozen=True)
class FakeArticle:
    """An article of ``NewsSite``, with what a crawl must make of it."""

    number: int
    path: str
    headline: str
    paragraphs: list[str]
    date: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


class NewsSite(Site):
    """Articles in sections with pagination; every 17th behind a redirect, every 13th fails once, every 29th is slow."""

    def __init__(self, host: str, articles: int, *, per_list: int = 20, sections: int = 5) -> None:
        super().__init__(host)
        self.articles = [_fake_article(number, host) for number in range(1, articles + 1)]
        self.per_list = per_list
        self.sections = _SECTIONS[:sections]
        self.asked: Counter[str] = Counter()
        self.page("/robots.txt", Answer("User-agent: *\nAllow: /\n", content_type="text/plain"))
        self.route(self._answer)

    def _answer(self, path: str) -> Answer | None:
        self.asked[path] += 1
        if path == "/":
            return Answer(self._front())
        place, _, rest = path.strip("/").partition("/")
        if place == "moved":
            return Answer("", 302, {"Location": f"/news/{rest}"})
        if place == "news":
            return self._article(int(rest.partition("-")[0]), path)
        if place in self.sections:
            return Answer(self._list(place, int(rest.removeprefix("page/") or 1)))
        return None

    def _article(self, number: int, path: str) -> Answer:
        if number % 13 == 0 and self.asked[path] == 1:
            return Answer("busy", 503)
        article = self.articles[number - 1]
        return Answer(_article_page(article), delay_s=0.05 if number % 29 == 0 else 0.0)

    def _front(self) -> str:
        links = "".join(f"<li><a href='/{name}/'>{name.title()}</a></li>" for name in self.sections)
        return _page("The Fake Post", f"<nav><ul>{links}</ul></nav>{self._teasers(self.articles[:10])}")

    def _list(self, section: str, page: int) -> str:
        of_section = self.articles[self.sections.index(section) :: len(self.sections)]
        start = (page - 1) * self.per_list
        more = start + self.per_list < len(of_section)
        pager = f"<div class='pager'><a rel='next' href='/{section}/page/{page + 1}'>Next</a></div>" if more else ""
        return _page(section.title(), self._teasers(of_section[start : start + self.per_list]) + pager)

    def _teasers(self, articles: list[FakeArticle]) -> str:
        return "".join(
            f"<div class='teaser'><h3><a href='{self._address(article)}'>{html.escape(article.headline)}</a></h3></div>"
            for article in articles
        )

    def _address(self, article: FakeArticle) -> str:
        return article.path.replace("/news/", "/moved/") if article.number % 17 == 0 else article.path


def _fake_article(number: int, host: str) -> FakeArticle:
    town, thing = _TOWNS[number % 10], _THINGS[number // 10 % 10]
    doing = _DOINGS[number % len(_DOINGS)]
    headline = f"{town} {thing} number {number} {doing} after a long debate"
    paragraphs = [
        f"The {thing} of {town} {doing}, the council of ward {number} on {host} said after its weekly session.",
        f"Some {number * 7 % 991 + 3} residents had signed a letter asking for {number % 5 + 2} more months of talks.",
        f"Work is planned to begin near mile {number * 13 % 613} of the old road, and a second vote follows in spring.",
    ]
    slug = headline.lower().replace(" ", "-")
    date = f"2026-{number % 10 + 1:02}-{number % 27 + 1:02}T{number % 24:02}:{number % 60:02}:00+01:00"
    return FakeArticle(number, f"/news/{number}-{slug}", headline, paragraphs, date)


def _article_page(article: FakeArticle) -> str:
    paragraphs = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in article.paragraphs)
    head = (
        f"<meta property='article:published_time' content='{article.date}'><meta property='og:type' content='article'>"
    )
    body = f"<article><h1>{html.escape(article.headline)}</h1>{paragraphs}</article>"
    return _page(article.headline, f"<nav><a href='/'>Home</a></nav>{body}<footer>The Fake Post</footer>", head)


def _page(title: str, body: str, head: str = "") -> str:
    head = f"<meta charset='utf-8'><title>{html.escape(title)}</title>{head}"
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"

"""Sites with one fault each, of the transport, of addresses, of what is no article, and of what parsers are given.

Each has stories that lie beside the fault and must be found once. ``Case.stories`` is the ground truth; what the fault
itself serves is in no line. ``PRIVATE`` is an address that no crawl may touch: the fake web listens there and notes it.
"""

from __future__ import annotations

import gzip
import itertools
import socket
import struct
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

import brotli
from scrapy.utils._compression import zstd

from tests.fakeweb import Answer, Site
from tests.sites.crawled import Case, case
from tests.sites.markup import article_page, page, robots, rss, sitemap, teasers
from tests.sites.stories import Story, stories

PRIVATE = "127.88.0.1"
"""Outside of what the tests allow (127.77.0.0/16)."""

STORIES = 9
HUGE = 30 * 1024 * 1024
BOMB = 200 * 1024 * 1024
ENDLESS_S = 60.0  # no crawl waits as long
FAULTY = 3
"""Place of the story that a fault strikes, where it strikes one."""


def cases() -> list[Case]:
    return [*transport(), *addresses(), *no_articles(), *parsers()]


# -- how sites are made ------------------------------------------------------------------------------------------------


def news(name: str, count: int = STORIES, *, more: str = "") -> Case:
    """A site whose front page lists its stories, and what else it leads to."""
    site = case(name)
    site.publish(stories(count, name))
    site.site.page("/", page(name, teasers(site.stories) + more))
    return site


def beside(name: str, answer: Answer | Callable[[str], Answer | None]) -> Case:
    """A site with a section and two more addresses, listed like stories, that all give one answer."""
    listed = "".join(
        f"<h3><a href='/news/{slug}'>{slug.replace('-', ' ')}</a></h3>"
        for slug in ("what-nobody-ever-wrote-901", "what-nobody-ever-printed-902")
    )
    site = news(name, more=f"<nav><a href='/odd/'>Odd</a></nav>{listed}")
    own = {story.path for story in site.stories} | {"/", "/robots.txt"}

    def route(path: str) -> Answer | None:
        if path in own or not path.startswith(("/odd/", "/news/what-nobody")):
            return None
        return answer if isinstance(answer, Answer) else answer(path)

    site.site.route(route)
    return site


def struck(name: str, answers: Callable[[Story, int], Answer], *, is_lost: bool = False) -> Case:
    """A site one story of which answers as ``answers(story, time)`` says; ``is_lost``: it cannot be had."""
    site = news(name)
    story = site.stories[FAULTY]
    asked: Counter[str] = Counter()

    def route(path: str) -> Answer | None:
        if path != story.path:
            return None
        asked[path] += 1
        return answers(story, asked[path])

    del site.site._pages[story.path]
    site.site.route(route)
    if is_lost:
        site.stories.remove(story)
    return site


def raw(*parts: bytes) -> Answer:
    """An answer byte by byte as it is given."""
    return Answer(send=lambda out: out.write(b"".join(parts)) and None)


def head(*lines: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close", *lines, "", ""]).encode()


def first(bad: Answer, good: Callable[[Story], Answer], times: int = 1) -> Callable[[Story, int], Answer]:
    return lambda story, time_: bad if time_ <= times else good(story)


def whole(story: Story) -> Answer:
    return Answer(article_page(story))


# -- transport ---------------------------------------------------------------------------------------------------------


def transport() -> list[Case]:
    half = b"<!doctype html><html><head><title>Half a page</title></head><body><h1>Half a page</h1><p>It begins"
    return [
        beside("huge-page", raw(head(f"Content-Length: {HUGE}"), b"<p>more of the same " * (HUGE // 20))),
        beside("huge-chunks", Answer(send=_chunks_without_end)),
        beside("gzip-bomb", _encoded("gzip", _gzip_bomb())),
        beside("deflate-bomb", _encoded("deflate", _deflate_bomb())),
        beside("brotli-bomb", _encoded("br", _brotli_bomb())),
        beside("zstd-bomb", _encoded("zstd", zstd.compress(b"<p>boom" * (BOMB // 7)))),
        beside("nested-gzip-bomb", _encoded("gzip, gzip", gzip.compress(_gzip_bomb()))),
        beside("endless", Answer(send=_endless)),
        beside("drip", Answer(send=_drip)),
        beside("drip-in-headers", Answer(send=_drip_headers)),
        beside("silent", Answer(send=lambda out: time.sleep(ENDLESS_S))),
        beside("garbage", raw(b"\x00\xff\xfe not http at all \r\n\r\n" * 50)),
        beside("empty", Answer("")),
        beside("header-flood", raw(head(*(f"X-Flood-{number}: {number}" for number in range(50_000))), half)),
        beside("long-header", raw(head("X-Long: " + "x" * 2_000_000), half)),
        struck("cookie-flood", lambda story, _: _with_cookies(story)),
        struck("reset-once", first(Answer(send=_reset), whole)),
        struck("cut-once", first(raw(head("Content-Length: 100000"), half), whole)),
        struck("wrong-length", lambda story, _: _wrong_length(story)),
        struck("cut-always", lambda story, _: raw(head("Content-Length: 100000"), half), is_lost=True),
        struck("gzip-cut-once", first(_cut_gzip(), lambda story: _gzipped(story))),
        struck("gzip-cut-always", lambda story, _: _cut_gzip(), is_lost=True),
        struck("chunk-cut-once", first(raw(head("Transfer-Encoding: chunked"), b"fff\r\n" + half), whole)),
        struck("no-gzip-after-all", lambda story, _: _encoded("gzip", article_page(story).encode())),
        struck("own-cookie", _only_with_cookie),
        struck("self-redirect", lambda story, _: _moved(story.path), is_lost=True),
        struck("cookie-redirect-loop", lambda story, _: _moved(story.path, f"again={story.number}"), is_lost=True),
        struck("busy-once", first(Answer("busy", 503), whole)),
        struck("error-once", first(Answer("down", 500), whole)),
        redirect_loop(),
    ]


def redirect_loop() -> Case:
    def route(path: str) -> Answer:
        return _moved("/odd/b" if path.endswith("a") else "/odd/a")

    return beside("redirect-loop", route)


def _moved(location: str, *cookies: str) -> Answer:
    headers = {"Location": location, **({"Set-Cookie": cookies[0]} if cookies else {})}
    return Answer("", 302, headers)


def _only_with_cookie(story: Story, time_: int) -> Answer:
    return _moved(story.path, "reader=1; Path=/") if time_ % 2 else whole(story)


def _encoded(encoding: str, body: bytes) -> Answer:
    return raw(head(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}"), body)


def _gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"<p>boom" * 150_000) for _ in range(BOMB // 1_050_000)) + packer.flush()


def _deflate_bomb() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"<p>boom" * 150_000) for _ in range(BOMB // 1_050_000)) + packer.flush()


def _brotli_bomb() -> bytes:
    return brotli.compress(b"<p>boom" * (BOMB // 7), quality=1)


def _cut_gzip() -> Answer:
    body = gzip.compress(("<html><body><h1>Half</h1>" + "<p>words of a page that ends too early. " * 400).encode())
    return _encoded("gzip", body[: len(body) // 2])


def _gzipped(story: Story) -> Answer:
    return _encoded("gzip", gzip.compress(article_page(story).encode()))


def _wrong_length(story: Story) -> Answer:
    """The page is whole; the server announced more."""
    body = article_page(story).encode()
    return raw(head(f"Content-Length: {len(body) + 999}"), body)


def _with_cookies(story: Story) -> Answer:
    cookies = [f"Set-Cookie: c{number}={'x' * 40}; Path=/" for number in range(400)]
    body = article_page(story).encode()
    return raw(head(*cookies, f"Content-Length: {len(body)}"), body)


def _reset(out: BinaryIO) -> None:
    """Half a page, then a reset connection."""
    out.write(head("Content-Length: 100000") + b"<html><body>")
    out.flush()
    connection: socket.socket = out._sock  # type: ignore[attr-defined]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _until_hung_up(out: BinaryIO, parts: Iterator[bytes], pause_s: float) -> None:
    """Write until the other side has had enough, or the time is over."""
    ends_at = time.monotonic() + ENDLESS_S
    try:
        for part in parts:
            out.write(part)
            out.flush()
            if time.monotonic() > ends_at:
                return
            time.sleep(pause_s)
    except OSError:
        return


def _endless(out: BinaryIO) -> None:
    out.write(head())
    _until_hung_up(out, itertools.repeat(b"<p>and so on, and so on, without an end" * 50), 0.001)


def _chunks_without_end(out: BinaryIO) -> None:
    out.write(head("Transfer-Encoding: chunked"))
    _until_hung_up(out, itertools.repeat(b"1000\r\n" + b"x" * 4096 + b"\r\n"), 0.0002)


def _drip(out: BinaryIO) -> None:
    out.write(head())
    _until_hung_up(out, itertools.repeat(b"."), 0.2)


def _drip_headers(out: BinaryIO) -> None:
    out.write(b"HTTP/1.1 200 OK\r\n")
    _until_hung_up(out, (f"X-{number}: 1\r\n".encode() for number in itertools.count()), 0.2)


# -- addresses ---------------------------------------------------------------------------------------------------------


def private(path: str = "/secret") -> str:
    return f"http://{PRIVATE}{path}"


def addresses() -> list[Case]:
    return [
        links_inside(),
        beside("redirect-inside", _moved(private())),
        beside("refresh-inside", Answer(page("Go", "", f"<meta http-equiv='refresh' content='0;url={private()}'>"))),
        robots_inside(),
        sitemap_inside(),
        feed_inside(),
        beside("redirect-to-file", _moved("file:///etc/passwd")),
        canonical_inside(),
    ]


def _ways_inside() -> list[str]:
    packed = struct.unpack("!I", socket.inet_aton(PRIVATE))[0]
    return [
        private(),
        f"http://{packed}/secret",
        "http://0x7f580001/secret",
        "http://127.88.1/secret",
        f"http://[::ffff:{PRIVATE}]/secret",
        "http://[::1]/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.7/admin",
        "http://localhost/secret",
        "http://0/secret",
        "file:///etc/passwd",
        "ftp://127.88.0.1/secret",
        "data:text/html,<h1>News",
        "gopher://127.88.0.1/1",
    ]


def links_inside() -> Case:
    ways = "".join(
        f"<h3><a href='{way}'>The council of the inside reads its letters</a></h3>" for way in _ways_inside()
    )
    return news("links-inside", more=ways)


def robots_inside() -> Case:
    """Its robots.txt leads to a private address: it cannot be had, so nothing may be asked for."""
    site = news("robots-inside")
    site.site.page("/robots.txt", _moved(private("/robots.txt")))
    site.stories.clear()
    return site


def sitemap_inside() -> Case:
    site = news("sitemap-inside")
    listed = sitemap(site.host, site.stories)
    ways = "".join(f"<url><loc>{way.replace('<', '&lt;')}</loc></url>" for way in _ways_inside())
    text = listed.body if isinstance(listed.body, str) else listed.body.decode()
    site.site.page("/map.xml", Answer(text.replace("</urlset>", f"{ways}</urlset>"), content_type="application/xml"))
    site.site.page(
        "/robots.txt", robots(f"Sitemap: {private('/map.xml')}", "Sitemap: http://sitemap-inside.test/map.xml")
    )
    return site


def feed_inside() -> Case:
    site = news("feed-inside", more=f"<link rel='alternate' type='application/rss+xml' href='{private('/feed')}'>")
    between = "".join(
        f"<item><title>Inside</title><link>{way.replace('<', '')}</link></item>" for way in _ways_inside()
    )
    site.site.page("/feed", rss(site.host, site.stories, between=between))
    return site


def canonical_inside() -> Case:
    """A page that states a private address as its own is an article of its own site all the same."""
    return struck(
        "canonical-inside",
        lambda story, _: Answer(article_page(story, head=f"<link rel='canonical' href='{private(story.path)}'>")),
    )


# -- what is no article ------------------------------------------------------------------------------------------------

_WORDS = "Whoever comes here finds nothing that was written today, and may go back to where the day's news are told. "


def _said(title: str, text: str = _WORDS * 3, more: str = "") -> Answer:
    return Answer(page(title, f"<h1>{title}</h1><article><p>{text}</p></article>{more}"))


def no_articles() -> list[Case]:
    form = "<form action='/login'><input name='user'><input type='password' name='word'></form>"
    pictures = "".join(f"<figure><img src='/p{number}.jpg' alt=''></figure>" for number in range(30))
    tags = "".join(f"<a href='/tag/{number}'>word{number}</a> " for number in range(80))
    cookies = "We use cookies, and partners use cookies too. With your consent to cookies you may read on. " * 3
    return [
        beside("soft-404", _said("Page not found")),
        beside("soft-404-german", _said("Seite nicht gefunden")),
        beside("soft-404-japanese", _said("お探しのページは見つかりませんでした")),
        soft_anything(),
        beside("login-wall", _said("Log in to continue", more=form)),
        beside("consent-wall", _said("Before you continue", cookies)),
        beside("interstitial", _said("Just a moment...", "Checking your browser before you can read on.")),
        beside("captcha", Answer(page("The Post", "<div class='g-recaptcha'></div><p>Tick the box.</p>"))),
        beside("forbidden", Answer("<h1>Forbidden</h1>", 403)),
        beside("search-page", _said("Search results for ferry")),
        beside("tag-cloud", Answer(page("Tags", f"<h1>All words</h1><div>{tags}</div>"))),
        beside("gallery", Answer(page("Pictures", f"<h1>Pictures of the week</h1>{pictures}"))),
        blocked_site(),
    ]


def soft_anything() -> Case:
    """A site that has no words for what is not there that anybody knows, and dates it today."""
    listed = "".join(
        f"<h3><a href='/news/what-was-once-there-{number}'>What was once there</a></h3>" for number in range(6)
    )
    site = news("soft-404-anything", more=listed)
    own = {story.path for story in site.stories} | {"/", "/robots.txt"}
    date = "<meta property='article:published_time' content='2026-11-25T08:00:00Z'>"

    def route(path: str) -> Answer | None:
        said = f"<h1>Hoppla, hier war mal was</h1><article><p>{_WORDS * 3}</p><p>{path}</p></article>"
        return None if path in own else Answer(page("Hoppla, hier war mal was", said, date))

    site.site.route(route)
    return site


def blocked_site() -> Case:
    """A site that shows a check for robots in the place of every page."""
    site = case("blocked-site")
    check = "<script src='/cdn-cgi/challenge-platform/x.js'></script><p>Verifying that you are human.</p>"
    site.site.route(lambda path: None if path == "/robots.txt" else Answer(page("Just a moment...", check)))
    return site


# -- what parsers are given --------------------------------------------------------------------------------------------


def parsers() -> list[Case]:
    return [
        beside("deep-nesting", Answer("<html><body>" + "<div>" * 100_000 + "deep")),
        beside("many-paragraphs", Answer("<html><body>" + "<p>" * 2_000_000)),
        beside("many-attributes", Answer(f"<html><body {' '.join(f'a{n}=1' for n in range(200_000))}><p>x")),
        beside("open-comment", Answer("<html><body><!--" + "x" * 3_000_000)),
        beside("entities", Answer("<html><body><p>" + "&lt;&amp;&#x0;&#xD800;&#1114112;" * 60_000)),
        beside("json-ld-deep", Answer("<script type='application/ld+json'>" + "[" * 200_000 + "</script><p>x")),
        beside("pdf-as-html", Answer(b"%PDF-1.7\n" + b"\x00\xff" * 5000)),
        beside("binary", Answer(bytes(range(256)) * 4000)),
        struck("html-as-pdf", lambda story, _: Answer(article_page(story), content_type="application/pdf")),
        struck("nul", lambda story, _: Answer(article_page(story).replace("<p>", "<p>\0"))),
        struck("invalid-utf-8", lambda story, _: Answer(article_page(story).encode() + b"<!-- \xff\xfe\xc3 -->")),
        struck(
            "surrogates", lambda story, _: Answer(article_page(story).replace("</body>", "<p>&#xD800;&#xDFFF;</body>"))
        ),
        struck("separators", lambda story, _: Answer(article_page(story).replace("<p>", "<p>\u2028\u2029"))),
        struck("bidi", lambda story, _: Answer(article_page(story).replace("<p>", "<p>\u202e\u2066\x1b\x07"))),
        struck("script-in-title", lambda story, _: _with_script(story)),
        struck("mislabelled", lambda story, _: _mislabelled(story)),
    ]


def _with_script(story: Story) -> Answer:
    bad = "<script>alert(document.cookie)</script>"
    return Answer(article_page(story).replace("</title>", f"{bad}</title>").replace("</h1>", f"{bad}</h1>"))


def _mislabelled(story: Story) -> Answer:
    text = article_page(story).replace("<meta charset='utf-8'>", "")
    return Answer(text.encode("utf-16"), content_type="text/html; charset=utf-8")


def private_site() -> Site:
    """What a crawl that is misled would find."""
    site = Site(PRIVATE)
    site.route(lambda path: Answer(page("Secret", "<h1>Secret</h1>")))
    return site

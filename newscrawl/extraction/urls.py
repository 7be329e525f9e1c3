"""Addresses: absolute, canonical, and whose site they are on. Nothing here raises on an address a page may hold."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

from newscrawl.extraction.url_forms import (
    known_host,
    known_path,
    known_query,
    mended_query,
    names_an_article,
    original_of,
)
from newscrawl.extraction.url_parameters import follows_readers

if TYPE_CHECKING:
    from tldextract import TLDExtract

KEY_RULES = 3
"""Raised when ``canonical_url`` or ``page_key`` gives an address another key than before: stores then renew theirs."""

_HOST = re.compile(r"\w[\w.-]*+(?<=[\w.])")
_PLAIN = r"[a-zA-Z0-9_.~,;:@!&=+%$'()*/-]*+"  # \w would make a set that is searched half as fast
_PLAIN_LINK = re.compile(
    rf"(?:(?:(https?:)?//[a-z0-9][a-z0-9.-]*+(?<=[a-z0-9])(?=[/#]|\Z)|(?=/(?!/)))(?:/{_PLAIN}(?:\?(?!\#){_PLAIN})?)?)(?:\#{_PLAIN})?"
)
_CANONICAL_BUT_FOR_LITTLE = re.compile(
    r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?!localhost\b)[a-z]{2,24})"
    r"(/(?:[\w.~,;:@!&=+/\u0100-\ud7ff-]|%[89A-F][0-9A-F])*)?(?:\?([\w.~,;:@!&=+/-]*))?",
    re.ASCII,
)
_PORTS = {"http": 80, "https": 443}
_HEX = re.compile(r"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH_SAFE = "%!$&'()*+,;=:@/-._~[]"
_QUERY_SAFE = "%!$'()*+,;=:@/?-._~[]"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\"<>\\^`{|}]")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|<%|%>|\$\{|%7B%7B|\[[A-Z_]+\]", re.IGNORECASE)
_LONGEST_URL = 4096  # characters; what lies beyond is data, not an address
_LONGEST_KEY = 16384
_MOST_LAYERS = 4
_MAY_BE_ANOTHER = re.compile(r"https?://(?:[^/]*(?:ampproject|bing|google|cloudflare|webpkgcache)\.|[^?]*(?:/\.|//))")
"""Keys that may have another: of AMP caches and viewers, and where the taking away of a form left dots or slashes."""
_LONGEST_REMEMBERED = 300  # 8,192 keys then take 6 MB at most, 2 as a rule
_FILE_ENDING = re.compile(r"\.\w{2,5}$")
_COMMENT_PAGE = re.compile(
    r"/(?:comments?|kommentarer?|kommentare|commentaires|comentarios|commenti|reacties|reactions)(?:\.\w{2,5})?/?(?:[?#]|$)",
    re.IGNORECASE,
)


def is_http_url(url: str) -> bool:
    """Whether this is an absolute http(s) address with a host that could exist."""
    return _split_http(url) is not None


def absolute_url(base: str, href: str) -> str | None:
    """Where a link leads, without its fragment. None: nowhere that could be fetched.

    >>> absolute_url("https://times.test/a/", "../b?x=1#top")
    'https://times.test/b?x=1'
    >>> absolute_url("https://times.test/", "tel:112")
    """
    href = href.strip()
    if len(href) > _LONGEST_URL:
        return None
    found = _PLAIN_LINK.fullmatch(href) if "/." not in href and ".." not in href else None
    if found is not None and ("%" not in href or _PLACEHOLDER.search(href) is None):
        # 19 links in 20 need no joining, which costs 8 µs.
        link = href if "#" not in href else href[: href.index("#")]
        return link if found[1] else _on_site(base, link)
    if _PLACEHOLDER.search(href):
        return None
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    parts = _split_http(url)
    if parts is None:
        return None
    return _UNSAFE.sub(_quoted, urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, "")))


def _on_site(base: str, link: str) -> str | None:
    """A plain link without its scheme, or without its host, as an absolute address."""
    origin = _origin(base)
    if origin is None:
        return None
    return origin.partition("//")[0] + link if link.startswith("//") else origin + link


def canonical_url(url: str) -> str:
    """The key under which one article is known, whatever led to it.

    ``plain_url`` and, on top, one key for: hosts for devices (``m.``, ``amp.``, ``print.``), AMP caches and viewers,
    printed, AMP, mobile and comment views in path or query, session ids, index files, a last slash, parameters that
    name the way a reader came. No two articles share one: ids, pages, languages, dates and other hosts stay. What is
    no http(s) address comes back as it is. It is a key, not an address to ask for.

    >>> canonical_url("http://m.Times.test/2026/rain-ends/amp/?utm_source=x&id=2#top")
    'https://times.test/2026/rain-ends?id=2'
    """
    return _remembered_key(url) if len(url) <= _LONGEST_REMEMBERED else _key(url)


def _key(url: str) -> str:
    key = _key_once(url)
    for _ in range(_MOST_LAYERS):
        if _MAY_BE_ANOTHER.match(key) is None:
            return key
        key, before = _key_once(key), key
        if key == before:
            return key
    return key


def _key_once(url: str) -> str:
    plain = _plain(url) if len(url) <= _LONGEST_KEY else None
    if plain is None:
        return url.strip()
    host, path, query = _taken_apart(plain)
    while (original := original_of(host, path, query)) is not None and (shown := _plain(original)) is not None:
        plain = shown
        host, path, query = _taken_apart(plain)
    path = known_path(path, query)
    start = f"{plain[: plain.find('//') + 2]}{known_host(host)}"
    if "#" in url or "_escaped_fragment_=" in query:
        return start + _of_script(url.partition("#")[2], host, path, query)
    query = known_query(host, path, query) if query else ""
    return f"{start}{path}?{query}" if query else start + path


_remembered_key = lru_cache(maxsize=8192)(_key)


def _taken_apart(plain: str) -> tuple[str, str, str]:
    """Host with its port, path and query of a plain http(s) address."""
    start = plain.find("//") + 2
    end = plain.find("/", start)
    path, _, query = plain[end:].partition("?")
    return plain[start:end], path, mended_query(query) if query else ""


def _of_script(fragment: str, host: str, path: str, query: str) -> str:
    """Path, query and, where a script shows articles by the fragment of one page, that fragment."""
    pairs = query.split("&")
    escaped = next((pair for pair in pairs if pair.startswith("_escaped_fragment_=")), None)
    if escaped is not None:  # how the form #!/a was once asked for: developers.google.com/search/docs/ajax-crawling
        fragment = fragment or "!" + unquote(escaped.partition("=")[2])
        query = "&".join(pair for pair in pairs if pair is not escaped)
    query = known_query(host, path, query)
    address = f"{path}?{query}" if query else path
    route, _, parameters = fragment.partition(":~:")[0].lstrip("!").partition("?")
    route = _normal_escapes(route.strip("/"))
    if fragment[:1] not in ("!", "/") or not route or names_an_article(_FILE_ENDING.sub("", path)):
        return address
    parameters = known_query(host, route, mended_query(_normal_query(parameters)))
    return f"{address}#!/{route}?{parameters}" if parameters else f"{address}#!/{route}"


def page_key(url: str) -> str:
    """The key of a page to ask for: ``canonical_url``, but that a page of comments is one of its own.

    The text of the article may not be on it, and what was asked for once is not asked for again.
    """
    return plain_url(url) if _COMMENT_PAGE.search(url) is not None else canonical_url(url)


def plain_url(url: str) -> str:
    """An address in one way of writing: what a server would answer alike.

    https, lower-case host without ``www.``, no default port, no fragment, no tracking parameters, sorted query, one
    way of percent-encoding. Scheme and port of addresses and of localhost stay. What is no http(s) address comes
    back as it is.

    >>> plain_url("http://www.Times.test/a/?utm_source=x&b=2&a=1#top")
    'https://times.test/a/?a=1&b=2'
    """
    return _plain(url) or url.strip()


def _plain(url: str) -> str | None:
    url = url.strip()
    found = _CANONICAL_BUT_FOR_LITTLE.fullmatch(url)
    if found is not None and "/." not in url:
        return _of_plain(*found.groups())
    return _of_any(url)


def _of_plain(host: str, path: str | None, query: str | None) -> str:
    """The same for nine addresses in ten, at a tenth of the price."""
    if path and not path.isascii():
        path = quote(path, _PATH_SAFE)
    if not query:
        return f"https://{host}{path or '/'}"
    pairs = [pair for pair in query.split("&") if pair and not follows_readers(pair.partition("=")[0].lower())]
    if len(pairs) > 1:
        pairs.sort(key=lambda pair: pair.partition("=")[0])
    return f"https://{host}{path or '/'}?{'&'.join(pairs)}" if pairs else f"https://{host}{path or '/'}"


def _of_any(url: str) -> str | None:
    parts = _split_http(url)
    if parts is None or parts.hostname is None:
        return None
    host = _ascii_host(parts.hostname)
    if _is_unnamed(host):
        scheme, port = parts.scheme, _port(parts)
    else:
        scheme, port = "https", None if _port(parts) in (80, 443) else _port(parts)
        host = _without_www(host)
    netloc = _bracketed(host) + (f":{port}" if port is not None else "")
    path = _normal_path(parts.path)
    return urlunsplit((scheme, netloc, path, _normal_query(parts.query), ""))


@lru_cache(maxsize=512)
def site_key(url: str) -> str:
    """The site an address belongs to: its registrable domain, private suffixes such as ``github.io`` being public.

    Where there is none, as with addresses and single names: the host, with its port if one is given. "" for what
    is no http(s) address.

    >>> site_key("https://sport.times.co.uk/a"), site_key("http://127.0.0.1:8000/"), site_key("http://a.times.test/")
    ('times.co.uk', '127.0.0.1:8000', 'times.test')
    """
    parts = _split_http(url)
    if parts is None or parts.hostname is None:
        return ""
    host = _ascii_host(parts.hostname)
    if not _is_unnamed(host):
        return _registrable_domain(host)
    port = _port(parts)
    return _bracketed(host) + (f":{port}" if port is not None else "")


def _split_http(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host:
        return None
    if ":" in host:  # urlsplit has checked what stands in brackets
        return parts
    return parts if _HOST.fullmatch(host) and ".." not in host else None


@lru_cache(maxsize=256)
def _origin(base: str) -> str | None:
    parts = _split_http(base)
    return f"{parts.scheme}://{parts.netloc}" if parts is not None else None


def _port(parts: SplitResult) -> int | None:
    return parts.port


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")  # Python's own codec makes fass.de of faß.de
    except UnicodeError:
        return quote(host)


@lru_cache(maxsize=4096)
def _is_unnamed(host: str) -> bool:
    """Whether the host has no registrable domain: an address, localhost, a single name."""
    if "." not in host or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _without_www(host: str) -> str:
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # 0.15 s that only who asks for sites pays

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=16384)
def _registrable_domain(host: str) -> str:
    found = _suffixes().extract_str(host)
    if not found.suffix:
        return ".".join(host.split(".")[-2:])
    return found.top_domain_under_public_suffix or host


def _quoted(match: re.Match[str]) -> str:
    return quote(match[0])


def _normal_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _normal_escapes(text: str, safe: str = _PATH_SAFE) -> str:
    text = quote(text, safe=safe, errors="replace")
    return _HEX.sub(_normal_escape, _STRAY_PERCENT.sub("%25", text)) if "%" in text else text


def _normal_path(path: str) -> str:
    path = _normal_escapes(path) or "/"
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _normal_query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    return "&".join(
        sorted((_normal_escapes(pair, _QUERY_SAFE) for pair in pairs), key=lambda pair: pair.partition("=")[0])
    )


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return follows_readers(name)

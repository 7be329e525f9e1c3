"""Addresses: absolute, canonical, and whose site they are on. Nothing here raises on an address a page may hold."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from newscrawl.extraction import words

if TYPE_CHECKING:
    from tldextract import TLDExtract

TRACKING_PREFIXES = ("utm_", "at_", "pk_", "mtm_", "piwik_", "matomo_", "ns_", "wt_", "_hs", "hsa_", "itm_", "oly_")
TRACKING_PARAMETERS = words.names(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid twclid ttclid li_fat_id igshid igsh epik srsltid
    mc_cid mc_eid mkt_tok _ga _gl _openstat hsctatracking vero_id vero_conv wickedid s_kwcid s_cid ef_id xtor
    cmpid icid iid intcmp int_cmp ito ocid smid smtyp sr_share spm scm ref_src ref_url ncid n_cid rss_cid
    guccounter guce_referrer guce_referrer_sig __twitter_impression fb_action_ids fb_action_types fb_source
    action_object_map action_type_map action_ref_map sessionid phpsessid jsessionid usqp amp_js_v amp_gsa
    """
)
"""Parameters that name the way a reader came and never the page. A deny-list: an allow-list would join pages that
differ in a parameter nobody thought of."""

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
_PATH_SAFE = "%!$&'()*+,;=:@/-._~[]"
_QUERY_SAFE = "%!$'()*+,;=:@/?-._~[]"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\"<>\\^`{|}]")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|<%|%>|\$\{|%7B%7B|\[[A-Z_]+\]", re.IGNORECASE)
_LONGEST_URL = 4096  # characters; what lies beyond is data, not an address


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
    """The form under which one article is known, whatever led to it.

    https, lower-case host without ``www.``, no default port, no fragment, no tracking parameters, sorted query, one
    way of percent-encoding. Scheme and port of addresses and of localhost stay. What is no http(s) address comes
    back as it is.

    >>> canonical_url("http://www.Times.test/a?utm_source=x&b=2&a=1#top")
    'https://times.test/a?a=1&b=2'
    """
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


def _of_any(url: str) -> str:
    parts = _split_http(url)
    if parts is None or parts.hostname is None:
        return url
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
        return host.encode("idna").decode("ascii")
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
    return _HEX.sub(_normal_escape, text) if "%" in text else text


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
    name = unquote_to_bytes(pair.partition("=")[0]).decode("utf-8", "replace").lower()
    return follows_readers(name)


def follows_readers(name: str) -> bool:
    """Whether a parameter (its name in lower case) says how a reader came, and nothing of the page."""
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)

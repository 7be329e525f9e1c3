"""Requests and the frontier's rows: what one becomes of the other, and why a request failed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.request import fingerprint
from twisted.python.failure import Failure

from newscrawl.extraction.sitemaps import MAX_BYTES as MAX_SITEMAP_BYTES
from newscrawl.extraction.urls import page_key
from newscrawl.store import NewPage, QueuedPage

ROW = "newscrawl_row"
"""Key in ``request.meta``: id of the frontier row that the request works on."""
PAGE = "newscrawl"
"""Key in ``request.meta``: what is known of the page (site, kind, via, from, evidence, day, ref, always)."""

WAIT = "newscrawl_wait"
"""Key in ``request.meta``: seconds after which the scheduler is to ask again for a page that has a row."""
RENDER = "newscrawl_render"
"""Key in ``request.meta``: the page is to be rendered by a browser, as a ``"list"`` or a ``"page"``."""
ROBOTS = "newscrawl_robots"
"""Key in ``request.meta``: what robots.txt says of the address, ``extraction.robots.Verdict``."""

BAD_CERTIFICATE = "certificate verify failed"
"""In the message of a failure that asking again does not mend."""

# Not stored: of one attempt, or given anew by Scrapy and by us for each.
_PASSING_META = {ROW, PAGE, "depth", "download_slot", "download_timeout", "download_latency", "proxy", "_auth_proxy"}
_PASSING_META |= {"download_maxsize", WAIT, ROBOTS}
_PASSING_HEADERS = {b"Referer", b"User-Agent", b"Accept", b"Accept-Language", b"Accept-Encoding", b"Cookie"}


def as_request(row: QueuedPage, spider: Spider, *, errback: Callable[[Failure], Any]) -> Request:
    """The request of a leased row. AttributeError if the spider has its callback no longer."""
    extra = row.request
    page = {
        "site": row.site,
        "kind": row.kind,
        "via": row.discovered_via,
        "from": row.discovered_from,
        "evidence": row.evidence,
        "ref": row.ref,
        "etag": row.etag,
        "last_modified": row.last_modified,
        "wanted": row.wanted,
    }
    if row.kind == "sitemap":
        extra = {**extra, "meta": {**extra.get("meta", {}), "download_maxsize": MAX_SITEMAP_BYTES}}
    return Request(
        row.url,
        method=extra.get("method", "GET"),
        headers=extra.get("headers"),
        body=base64.b64decode(extra["body"]) if "body" in extra else None,
        cookies=extra.get("cookies"),
        callback=getattr(spider, row.callback) if row.callback else None,
        cb_kwargs=extra.get("cb_kwargs"),
        errback=errback,
        priority=row.priority,
        dont_filter=True,
        meta={**extra.get("meta", {}), ROW: row.id, PAGE: page, "depth": row.depth},
    )


def as_page(request: Request, spider: Spider, *, site: str, from_url: str | None) -> NewPage:
    """The row that a request asks for. ValueError for one that could not be made again after a restart.

    ``site`` and ``from_url`` (None: a start request) hold where the request does not say so itself.
    """
    about = request.meta.get(PAGE, {})
    key = page_key(request.url)
    if request.meta.get(RENDER):
        key = f"RENDER {key}"
    if request.method != "GET":
        key = f"{request.method} {key} {fingerprint(request).hex()[:16]}"
    return NewPage(
        site=about.get("site") or site,
        key=key,
        url=request.url,
        host=slot_of(request),
        kind=about.get("kind"),
        priority=request.priority,
        depth=request.meta.get("depth", 0),
        discovered_via=about.get("via") or ("link" if from_url else "start"),
        discovered_from=about.get("from") or from_url,
        callback=_callback_name(request, spider),
        request=_serialised(request) or None,
        evidence=about.get("evidence") or None,
        ref=about.get("ref"),
        day=about.get("day"),
        always=about.get("always", from_url is None),
    )


def slot_of(request: Request) -> str:
    """Scrapy's download slot: the host, unless the spider says otherwise."""
    return request.meta.get("download_slot") or urlparse_cached(request).hostname or ""


def asked_host(request: Request) -> str:
    """The download slot of what is asked now: after a redirect to another host that one, and not the first."""
    slot = request.meta.get("download_slot")
    return slot if slot and "redirect_urls" not in request.meta else urlparse_cached(request).hostname or ""


def refuse_errback(request: Request, *, but: Callable[[Failure], Any]) -> None:
    """ValueError for an errback of the spider's own; the scheduler's is on requests that a callback hands back."""
    if request.errback is not None and request.errback != but:
        raise ValueError("an errback cannot be kept over a restart; failures are counted by reason")


def _callback_name(request: Request, spider: Spider) -> str | None:
    callback = request.callback
    if callback is None:
        return None
    name = getattr(callback, "__name__", "")
    if getattr(callback, "__self__", None) is not spider or not hasattr(spider, name):
        raise ValueError(f"callback {callback!r} is no method of the spider; make it one")
    return None if name == "parse" else name


def _serialised(request: Request) -> dict[str, Any]:
    """What a plain GET does not say, as JSON; ValueError for what JSON cannot hold."""
    headers = {
        key.decode("latin-1"): [value.decode("latin-1") for value in values]
        for key, values in request.headers.items()
        if key not in _PASSING_HEADERS
    }
    extra = {
        "method": request.method if request.method != "GET" else None,
        "body": base64.b64encode(request.body).decode() if request.body else None,
        "headers": headers,
        "cookies": request.cookies,
        "cb_kwargs": request.cb_kwargs,
        "meta": {key: value for key, value in request.meta.items() if key not in _PASSING_META},
    }
    extra = {key: value for key, value in extra.items() if value}
    try:
        json.dumps(extra)
    except (TypeError, ValueError) as error:
        raise ValueError(f"its meta, cb_kwargs or cookies do not fit into JSON ({error})") from None
    return extra


def failure_reason(failure: Failure) -> tuple[str, int | None]:
    """(short reason, HTTP status) of a download failure: ``http_404``, ``robots``, ``timeout`` …"""
    error = failure.value
    if isinstance(error, HttpError):
        return f"http_{error.response.status}", error.response.status
    if isinstance(error, IgnoreRequest):
        return _reason_to_ignore(str(error)), None
    if BAD_CERTIFICATE in str(error):
        return "certificate", None
    return _FAILURES.get(failure.type.__name__, failure.type.__name__), None


def _reason_to_ignore(text: str) -> str:
    """What a middleware of ours, or of Scrapy's, says in short."""
    if "exceeded DOWNLOAD_MAXSIZE" in text:
        return "too_large"
    return "robots" if text == "Forbidden by robots.txt" else text[:_LONGEST_REASON] or "ignored"


_LONGEST_REASON = 60
_FAILURES = {
    "CannotResolveHostError": "unresolvable",
    "DownloadTimeoutError": "timeout",
    "DownloadConnectionRefusedError": "connection_refused",
    "DownloadFailedError": "connection_failed",
    "ResponseDataLossError": "truncated",
    "DownloadCancelledError": "too_large",
    "UnsupportedURLSchemeError": "scheme",
}

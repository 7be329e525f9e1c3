"""RightsLedger: what a site says about the use of each article, from headers, robots.txt and tdmrep.json."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from newscrawl.extraction.rights import add_headers, add_reservations, add_robots
from newscrawl.items import Rights
from newscrawl.spiders.place import header, headers, verdict_of

RESERVATIONS = "/.well-known/tdmrep.json"
"""Where a site states what it reserves (TDM Reservation Protocol 6)."""

_MAX_BYTES = 512 * 1024
_ABSENT = (404, 410)


class RightsLedger:
    """Completes what a page says of its rights; asks each host once for what it reserves."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._files: dict[str, asyncio.Future[tuple[bool, bytes | None]]] = {}
        self._pages: dict[str, Response] = {}
        """What hosts answered that show a page where they have no such file."""

    def expect(self, response: Response) -> None:
        """Ask a host of which a page has come for what it reserves: its first article then need not wait for it."""
        parts = urlsplit(response.url)
        self._begin(f"{parts.scheme}://{parts.netloc}")

    async def complete(self, rights: Rights, response: Response) -> None:
        """Add to the statements of a page those of its response and its host."""
        tags, policy = headers(response, "X-Robots-Tag"), header(response, "TDM-Policy")
        add_headers(rights, tags, header(response, "TDM-Reservation"), policy)
        verdict = verdict_of(response)
        if verdict is not None:
            add_robots(rights, verdict.robots, verdict.decision)
        parts = urlsplit(response.url)
        is_checked, body = await self._reservations(f"{parts.scheme}://{parts.netloc}")
        if is_checked:
            add_reservations(rights, body, parts.path + (f"?{parts.query}" if parts.query else ""))

    async def page_for_nothing(self, response: Response) -> Response | None:
        """The page that a response's host shows, as if it were there, where it has none: its answer to the address of a
        file that is no page. None: it says plainly that there is none, or it was not to be had."""
        parts = urlsplit(response.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        await self._reservations(origin)
        return self._pages.get(origin)

    async def _reservations(self, origin: str) -> tuple[bool, bytes | None]:
        """(whether that is known, the file) of a host; None: it has none."""
        return await asyncio.shield(self._begin(origin))

    def _begin(self, origin: str) -> asyncio.Future[tuple[bool, bytes | None]]:
        if origin not in self._files:
            self._files[origin] = asyncio.ensure_future(self._fetch(origin + RESERVATIONS))
        return self._files[origin]

    async def _fetch(self, url: str) -> tuple[bool, bytes | None]:
        try:
            found = await self.crawler.engine.download_async(Request(url, meta={"download_maxsize": _MAX_BYTES}))
        except Exception:  # whatever kept it from coming: it is not known what the site reserves
            return False, None
        if found.status == 200:
            if found.body.lstrip()[:1] == b"<":
                self._pages[url.removesuffix(RESERVATIONS)] = found
            return True, found.body
        return found.status in _ABSENT, None

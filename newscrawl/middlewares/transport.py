"""BoundedHttp: Scrapy's HTTP, which hangs up on floods of headers and on servers that fall silent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _LenientHTTP11ClientProtocol
from twisted.internet import reactor
from twisted.internet.interfaces import IDelayedCall
from twisted.internet.protocol import Factory
from twisted.internet.task import LoopingCall

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_HEADER_BYTES = 256 * 1024
"""Of one response; browsers take as much."""

MAX_HEADER_LINES = 1_000
"""Of one response, as it arrives; a flood of them costs the event loop .2 s for each 64 KiB."""

_LOOK_EVERY_S = 0.5
_IN_HEADERS = ("STATUS", "HEADER")  # of twisted.web's parser


class BoundedHttp(HTTP11DownloadHandler):
    """Scrapy's download handler for http and https.

    DOWNLOAD_TIMEOUT bounds a whole download. This hangs up before if nothing comes for NEWSCRAWL_IDLE_TIMEOUT, and when
    a response has sent 256 KiB or a thousand lines of headers: each costs some hundred bytes of memory for one of its
    own. A crawl that is told to stop waits NEWSCRAWL_STOP_GRACE for what is on its way; the rest is for the next.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        idle_s = crawler.settings.getfloat("NEWSCRAWL_IDLE_TIMEOUT")
        self._grace_s = max(0.0, crawler.settings.getfloat("NEWSCRAWL_STOP_GRACE"))
        self._connections: WeakSet[BoundedProtocol] = WeakSet()
        self._pool._factory = lambda quiescent, metadata: _Bounded(quiescent, idle_s, self._connections)
        self._stops_at: float | None = None
        self._watch = LoopingCall(self._look_for_stop)
        self._watch.start(_LOOK_EVERY_S, now=False)

    async def close(self) -> None:
        if self._watch.running:
            self._watch.stop()
        await super().close()

    def _look_for_stop(self) -> None:
        slot = getattr(self._crawler.engine, "_slot", None)
        if slot is None or slot.closing is None:
            return
        self._stops_at = self._stops_at or time.monotonic() + self._grace_s
        if time.monotonic() >= self._stops_at:
            for connection in list(self._connections):
                connection.hang_up()


class _Bounded(Factory):
    def __init__(self, quiescent: Any, idle_s: float, made: WeakSet[BoundedProtocol]) -> None:
        self.quiescent = quiescent
        self.idle_s = idle_s
        self.made = made

    def buildProtocol(self, addr: Any) -> BoundedProtocol:  # noqa: N802
        protocol = BoundedProtocol(self.quiescent, self.idle_s)
        self.made.add(protocol)
        return protocol


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """One connection."""

    def __init__(self, quiescent: Any, idle_s: float) -> None:
        super().__init__(quiescent)
        self._idle_s = idle_s
        self._header_bytes = self._header_lines = 0
        self._idle: IDelayedCall | None = None

    def request(self, request: Any) -> Any:
        self._header_bytes = self._header_lines = 0
        self._expect_more()
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        parser = self._parser
        if parser is not None and parser.state in _IN_HEADERS:
            self._header_bytes += len(data)
            self._header_lines += data.partition(b"\r\n\r\n")[0].count(b"\n")
            if self._header_bytes > MAX_HEADER_BYTES or self._header_lines > MAX_HEADER_LINES:
                self.transport.abortConnection()
                return
        self._expect_more()
        super().dataReceived(data)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        if self._idle is not None and self._idle.active():
            self._idle.cancel()
        super().connectionLost(reason)

    def _expect_more(self) -> None:
        """Hang up if nothing comes from now on while an answer is due."""
        if self._idle_s <= 0:
            return
        if self._idle is not None and self._idle.active():
            self._idle.reset(self._idle_s)
        else:
            self._idle = reactor.callLater(self._idle_s, self.hang_up)

    def hang_up(self) -> None:
        """End the connection if an answer is on its way."""
        if self.state != "QUIESCENT" and self.transport is not None:
            self.transport.abortConnection()

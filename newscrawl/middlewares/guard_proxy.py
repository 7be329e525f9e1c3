"""GuardProxy: the only way that the browser has to the network, and it leads to no private address."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from newscrawl.middlewares.addresses import IPNetwork, is_allowed, literal_address

_HEAD_BYTES = 64 * 1024
_HEAD_S = 15.0  # for a request's head to come, and for a connection to be made
_IDLE_S = 60.0
_MOST_BYTES = 64 * 1024 * 1024  # of one connection
_MOST_CONNECTIONS = 256
_PIECE = 64 * 1024
_HOP_BY_HOP = (b"connection", b"proxy-connection", b"keep-alive", b"proxy-authorization")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class RefusedError(Exception):
    """A request that is not passed on; the message says why."""


class GuardProxy:
    """An HTTP proxy on a loopback port for a browser that has no other way out.

    A name is resolved here, and the very address that was looked at is connected to: a name that leads elsewhere the
    second time (DNS rebinding) leads nowhere. So documents, frames, redirects, scripts, web sockets and workers all
    pass one guard. Where the crawl itself goes through a proxy, so does this.
    """

    def __init__(self, allowed: Sequence[IPNetwork], *, refused: Callable[[str], None] = lambda host: None) -> None:
        """``allowed``: private ranges that are open; ``refused`` is told each host that was not."""
        self.allowed = allowed
        self.refused = refused
        self.upstreams: dict[str, str] = {}
        """Proxies by host, where the crawl goes through one; others go by the environment (``http_proxy``)."""
        self._server: asyncio.Server | None = None
        self._open = 0

    async def start(self) -> str:
        """Its address, ``http://127.0.0.1:port``."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD_BYTES)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open > _MOST_CONNECTIONS:
                raise RefusedError("too many connections")
            async with asyncio.timeout(_HEAD_S):
                head = await reader.readuntil(b"\r\n\r\n")
            await self._pass_on(head, reader, writer)
        except RefusedError as error:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            with contextlib.suppress(OSError):
                await writer.drain()
            self.refused(str(error))
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        finally:
            self._open -= 1
            writer.close()

    async def _pass_on(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, _, fields = head.partition(b"\r\n")
        method, target, version = line.split(b" ", 2)
        is_tunnel = method == b"CONNECT"
        host, port = _place(("//" if is_tunnel else "") + target.decode("latin-1"), 443 if is_tunnel else 80)
        upstream = self._upstream_of(host, "https" if is_tunnel else "http")
        there = await self._connect(host, port, upstream)
        try:
            if is_tunnel:
                await _open_tunnel(there, host, port, is_proxy=upstream is not None)
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = target if upstream is not None else _origin_form(target)
                there[1].write(b" ".join((method, path, version)) + b"\r\n" + _without_hops(fields))
                # Each answer ends its connection: the next request may be for another host.
                writer.write(_without_hops(await there[0].readuntil(b"\r\n\r\n")))
            await _pipe((reader, writer), there)
        finally:
            there[1].close()

    def _upstream_of(self, host: str, scheme: str) -> str | None:
        if host in self.upstreams:
            return self.upstreams[host]
        return None if proxy_bypass(host) else getproxies().get(scheme)

    async def _connect(self, host: str, port: int, upstream: str | None) -> Streams:
        literal = literal_address(host)
        if literal is not None and not is_allowed(literal, self.allowed):
            raise RefusedError(host)
        async with asyncio.timeout(_HEAD_S):
            if upstream is not None:
                place = urlsplit(upstream if "//" in upstream else f"//{upstream}")
                return await asyncio.open_connection(place.hostname, place.port or 80, limit=_HEAD_BYTES)
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = [address[0] for *_, address in found]
            if not all(is_allowed(ipaddress.ip_address(str(address)), self.allowed) for address in addresses):
                raise RefusedError(host)
            return await asyncio.open_connection(addresses[0], port, limit=_HEAD_BYTES)


def _place(url: str, default_port: int) -> tuple[str, int]:
    """(host, port) of an address; ValueError for one that has none."""
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in ("", "http"):
        raise ValueError(url)
    return parts.hostname, parts.port or default_port


def _origin_form(target: bytes) -> bytes:
    """The path of an absolute address, as the host itself is asked for it (RFC 9112 3.2.1)."""
    rest = target.partition(b"//")[2]
    start = min((at for at in (rest.find(b"/"), rest.find(b"?")) if at >= 0), default=len(rest))
    path = rest[start:]
    return path if path.startswith(b"/") else b"/" + path


def _without_hops(fields: bytes) -> bytes:
    """Header lines for the next hop, which is to close its connection after the answer."""
    lines = [line for line in fields.split(b"\r\n") if line]
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in _HOP_BY_HOP]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])


async def _open_tunnel(there: Streams, host: str, port: int, *, is_proxy: bool) -> None:
    """Have a further proxy make the connection, where there is one."""
    if not is_proxy:
        return
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    there[1].write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode("latin-1"))
    answer = await there[0].readuntil(b"\r\n\r\n")
    if b" 200 " not in answer.partition(b"\r\n")[0] + b" ":
        raise ValueError("the proxy opens no connection")


async def _pipe(here: Streams, there: Streams) -> None:
    """Pass bytes on in both directions until one end has no more."""
    ways = [asyncio.ensure_future(_copy(here[0], there[1])), asyncio.ensure_future(_copy(there[0], here[1]))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    passed = 0
    with contextlib.suppress(OSError, TimeoutError):
        while passed < _MOST_BYTES:
            async with asyncio.timeout(_IDLE_S):
                piece = await source.read(_PIECE)
            if not piece:
                return
            passed += len(piece)
            target.write(piece)
            await target.drain()

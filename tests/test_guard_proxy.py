"""The browser's only way out leads to no private address."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from newscrawl.middlewares.addresses import networks
from newscrawl.middlewares.guard_proxy import GuardProxy
from tests.fakeweb import Answer, FakeWeb

OPEN, CLOSED = "127.77.41.1", "127.78.41.1"
T = TypeVar("T")


@pytest.fixture
def web():
    made = FakeWeb()
    for host in (OPEN, CLOSED):
        made.site(host).page("/a?b=1", Answer("here", headers={"X-Kept": "yes", "Keep-Alive": "timeout=5"}))
    with made:
        yield made


async def through(proxy: GuardProxy, asked: bytes, more: bytes = b"") -> bytes:
    address = await proxy.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    writer.write(asked)
    answer = b""
    if more:
        answer = await reader.readuntil(b"\r\n\r\n")
        writer.write(more)
    answer += await reader.read()
    writer.close()
    await proxy.close()
    return answer


def run(work: Callable[[GuardProxy], Awaitable[T]], refused: list[str] | None = None) -> T:
    async def main() -> T:
        told = refused if refused is not None else []
        return await work(GuardProxy(networks(["127.77.0.0/16"]), refused=told.append))

    return asyncio.run(main())


def get(web: FakeWeb, host: str) -> bytes:
    return (
        f"GET http://{host}:{web.port}/a?b=1 HTTP/1.1\r\nHost: {host}\r\nProxy-Connection: keep-alive\r\n\r\n".encode()
    )


def test_a_request_is_passed_on_as_its_host_wants_it_and_the_connection_ends(web: FakeWeb) -> None:
    answer = run(lambda proxy: through(proxy, get(web, OPEN)))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"X-Kept: yes" in head
    assert b"connection: close" in head.lower()
    assert b"keep-alive" not in head.lower()
    assert body == b"here"
    assert "Proxy-Connection" not in web.hits[0].headers


def test_a_tunnel_is_opened(web: FakeWeb) -> None:
    inner = f"GET /a?b=1 HTTP/1.1\r\nHost: {OPEN}\r\nConnection: close\r\n\r\n".encode()
    answer = run(lambda proxy: through(proxy, f"CONNECT {OPEN}:{web.port} HTTP/1.1\r\n\r\n".encode(), inner))
    assert answer.startswith(b"HTTP/1.1 200 Connection established")
    assert answer.endswith(b"here")


@pytest.mark.parametrize("host", [CLOSED, "127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1"])
def test_private_addresses_are_refused_in_any_spelling(web: FakeWeb, host: str) -> None:
    refused: list[str] = []
    for asked in (get(web, host), f"CONNECT {host}:{web.port} HTTP/1.1\r\n\r\n".encode()):
        assert run(lambda proxy, asked=asked: through(proxy, asked), refused).startswith(b"HTTP/1.1 403")
    assert refused == [host.strip("[]")] * 2
    assert web.hits == []


@pytest.mark.parametrize(
    "asked",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET ftp://127.77.41.1/ HTTP/1.1\r\n\r\n",
        b"GET http://[bad/ HTTP/1.1\r\n\r\n",
        b"CONNECT 127.77.41.1:99999 HTTP/1.1\r\n\r\n",
        b"CONNECT 127.77.41.1:x HTTP/1.1\r\n\r\n",
        b"GET http://127.77.41.1/ HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"GET http://127.77.41.1:9/ HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_request_is_answered_with_502(web: FakeWeb, asked: bytes) -> None:
    assert run(lambda proxy: through(proxy, asked)).startswith(b"HTTP/1.1 502")
    assert web.hits == []


def test_where_the_crawl_goes_through_a_proxy_so_does_the_browser(web: FakeWeb) -> None:
    web.site("times.test").page("/a?b=1", "named")
    web.stop()
    with web:

        async def work(proxy: GuardProxy) -> bytes:
            proxy.upstreams["times.test"] = web.proxy
            return await through(proxy, b"GET http://times.test/a?b=1 HTTP/1.1\r\nHost: times.test\r\n\r\n")

        assert run(work).endswith(b"named")

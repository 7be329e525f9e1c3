"""Which addresses may be asked: http(s), and none that are private."""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newscrawl.frontier import ROW

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


class GuardAddresses:
    """Refuses requests that are not http(s) or go to a private address; ``GuardedResolver`` looks at names.

    Reads NEWSCRAWL_ALLOW_ADDRESSES. Redirects, robots.txt and feeds pass here as every request does.
    """

    def __init__(self, stats: Any, allowed: list[IPNetwork]) -> None:
        self.stats = stats
        self.allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardAddresses:
        return cls(crawler.stats, networks(crawler.settings.getlist("NEWSCRAWL_ALLOW_ADDRESSES")))

    def process_request(self, request: Request) -> None:
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            self._refuse("scheme", request)
        address = literal_address(parts.hostname or "")
        if address is not None and not is_allowed(address, self.allowed):
            self._refuse("private_address", request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse what came from a private address all the same: a look at the peer that was connected to."""
        peer = response.ip_address
        if peer is not None and not request.meta.get("proxy") and not is_allowed(peer, self.allowed):
            self._refuse("private_address", request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that leads to a private address from one that leads nowhere."""
        if (
            isinstance(exception, CannotResolveHostError)
            and urlparse_cached(request).hostname in GuardedResolver.refused
        ):
            self._refuse("private_address", request)

    def _refuse(self, reason: str, request: Request) -> None:
        if ROW not in request.meta:  # `scrapy fetch` and alike say nothing of what a middleware refuses
            logger.warning("%s is refused: %s (NEWSCRAWL_ALLOW_ADDRESSES opens ranges)", request.url, reason)
        self.stats.inc_value(f"newscrawl/refused/{reason}")
        raise IgnoreRequest(reason)


class PrivateAddressError(DNSLookupError):
    """A name that resolves to an address that may not be crawled."""


class GuardedResolver(CachingThreadedResolver):
    """Resolves names as Scrapy does and refuses private addresses: the address looked at is the one connected to."""

    allowed: list[IPNetwork] = []
    refused: set[str] = set()
    """Names that led to private addresses: Twisted reports them like names that do not resolve."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings.getlist("NEWSCRAWL_ALLOW_ADDRESSES"))
        return resolver

    def getHostByName(self, name: str, timeout: Iterable[int] = ()) -> Deferred[str]:  # noqa: N802
        return super().getHostByName(name, timeout).addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        found = literal_address(address)
        if found is None or not is_allowed(found, self.allowed):
            self.refused.add(name)
            raise PrivateAddressError(f"{name} is at {address}, a private address")
        return address


def networks(ranges: Iterable[str]) -> list[IPNetwork]:
    """Address ranges as given in NEWSCRAWL_ALLOW_ADDRESSES; ValueError names the one that is none."""
    found = []
    for text in ranges:
        try:
            found.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError:
            raise ValueError(
                f"NEWSCRAWL_ALLOW_ADDRESSES: {text!r} is no address range; write it like 127.77.0.0/16"
            ) from None
    return found


def is_allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, allowed: Iterable[IPNetwork]) -> bool:
    """Whether an address is public, or opened by the user."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    for embedded in _embedded(address):
        if not is_allowed(embedded, allowed):
            return False
    if any(address in network for network in allowed if network.version == address.version):
        return True
    if any(address in network for network in _NEVER_PUBLIC if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast


_NEVER_PUBLIC = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # RFC 6890; a cloud's metadata among them, which Python's tables call global
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "168.63.129.16/32",  # a cloud's host, by which its machines are told their secrets
        "::/96",  # IPv4-compatible, RFC 4291 2.5.5.1
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
        "64:ff9b:1::/48",  # local translation, RFC 8215
        "fec0::/10",  # site-local, RFC 3879
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
    )
]
"""What ``ipaddress`` of one Python or another calls global, and is not."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _embedded(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """IPv4 addresses that an IPv6 one leads to by translation: 6to4 (RFC 3056), Teredo (4380), NAT64 (6052)."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.sixtofour is not None:
            yield address.sixtofour
        if address.teredo is not None:
            yield address.teredo[1]
        if address in _NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def literal_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host part is, in any spelling that resolvers take (``127.1``, ``0x7f000001``)."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except (OSError, ValueError, UnicodeError):
        return None

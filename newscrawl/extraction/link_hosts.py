"""Which hosts belong to one site, without the 120 ms that loading the list of public suffixes into a tree costs."""

from __future__ import annotations

from functools import lru_cache

from newscrawl.extraction.public_suffixes import is_public_suffix
from newscrawl.extraction.urls import site_key


@lru_cache(maxsize=8192)
def are_of_one_site(host: str, other: str) -> bool:
    """Whether two hosts (canonical: lower case, no ``www.``, with a port if any) have one ``site_key``.

    >>> are_of_one_site("sport.times.co.uk", "times.co.uk"), are_of_one_site("times.co.uk", "post.co.uk")
    (True, False)
    """
    if host == other:
        return True
    if ":" in host or ":" in other:
        return _have_one_key(host, other)
    shared = _shared_ending(host, other)
    if "." not in shared or shared.replace(".", "").isdecimal():  # nothing in common, or addresses
        return False
    is_suffix = is_public_suffix(shared)
    if is_suffix is None or not shared.isascii() or host.endswith(".localhost"):
        return _have_one_key(host, other)
    return not is_suffix


def _have_one_key(host: str, other: str) -> bool:
    return site_key(f"https://{host}/") == site_key(f"https://{other}/")


def _shared_ending(host: str, other: str) -> str:
    """The labels that both end with.

    >>> _shared_ending("a.times.test", "b.times.test")
    'times.test'
    """
    shared: list[str] = []
    for one, two in zip(reversed(host.split(".")), reversed(other.split(".")), strict=False):
        if one != two:
            break
        shared.append(one)
    return ".".join(reversed(shared))

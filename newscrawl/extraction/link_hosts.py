"""Which hosts belong to one site, without the 120 ms that loading the list of public suffixes into a tree costs."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

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
    suffixes = _suffixes()
    if suffixes is None or not shared.isascii() or host.endswith(".localhost"):
        return _have_one_key(host, other)
    return not _is_suffix(shared, suffixes)


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


def _is_suffix(name: str, suffixes: frozenset[str]) -> bool:
    """Whether the list has the name as a public suffix, or a wildcard that makes it or all below it one."""
    if name in suffixes or f"*.{name}" in suffixes:
        return True
    return f"*.{name.partition('.')[2]}" in suffixes and f"!{name}" not in suffixes


@cache
def _suffixes() -> frozenset[str] | None:
    """The lines of the list that tldextract brings. None: it brings it in another form."""
    spec = find_spec("tldextract")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        try:
            return frozenset(Path(folder, ".tld_set_snapshot").read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError):
            continue
    return None

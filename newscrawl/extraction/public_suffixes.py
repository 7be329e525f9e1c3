"""Which names are public suffixes, without the 120 ms that loading their list into a tree costs."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


def is_public_suffix(name: str) -> bool | None:
    """Whether sites of others are below a name: the list has it, or a wildcard makes it or all below it one.

    None: there is no list to look at.

    >>> is_public_suffix("co.uk"), is_public_suffix("times.co.uk"), is_public_suffix("github.io")
    (True, False, True)
    """
    suffixes = _suffixes()
    if suffixes is None:
        return None
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

"""Hosts that measure readers or place advertisements: a page that is rendered is not let near them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit


def is_tracker(url: str) -> bool:
    """Whether an address lies on a tracker's host, or below it (``lists/trackers.json``).

    >>> is_tracker("https://www.google-analytics.com/g/collect?v=2"), is_tracker("https://times.test/collect")
    (True, False)
    """
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return False
    return any(".".join(labels[start:]) in _hosts() for start in range(len(labels) - 1))


@cache
def _hosts() -> frozenset[str]:
    listed = json.loads(files("newscrawl.extraction").joinpath("lists/trackers.json").read_text(encoding="utf-8"))
    return frozenset(listed["hosts"])

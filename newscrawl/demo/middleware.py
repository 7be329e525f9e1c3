"""ReachDemo: leads a crawl's requests for the demo's hosts to where they are served."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from newscrawl.demo.server import DEMO_HOSTS


class ReachDemo:
    """A downloader middleware that names the demo web as the proxy of its hosts, which no resolver knows.

    Reads NEWSCRAWL_DEMO_PROXY. Requests for robots.txt pass here as well; other hosts are left alone.
    """

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Any) -> ReachDemo:
        return cls(crawler.settings["NEWSCRAWL_DEMO_PROXY"])

    def process_request(self, request: Any) -> None:
        if urlsplit(request.url).hostname in DEMO_HOSTS:
            request.meta["proxy"] = self.proxy

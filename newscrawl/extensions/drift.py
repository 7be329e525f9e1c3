"""WatchDrift: when a crawl has ended, says which of its sites are not as they were."""

from __future__ import annotations

import json
import logging
import shlex
import subprocess
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Spider, signals

from newscrawl.exceptions import CannotCrawl
from newscrawl.extensions.store import OpenStore
from newscrawl.store import Store
from newscrawl.store.alarms import Alarm, Judged, judge

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_LONGEST_S = 15.0


class WatchDrift:
    """Compares each site of a crawl that has finished with the site's own history, and opens and closes alarms.

    Its alarms are named at the end of the run and in the exit status. What opens or closes is also told, as JSON, to
    the address NEWSCRAWL_ALARM_WEBHOOK (POST) and to the command NEWSCRAWL_ALARM_COMMAND (standard input).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.webhook = crawler.settings["NEWSCRAWL_ALARM_WEBHOOK"]
        self.command = crawler.settings["NEWSCRAWL_ALARM_COMMAND"]
        self.open: list[Alarm] = []
        """Alarms of the crawl's sites that are open and not muted."""
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WatchDrift:
        return cls(crawler)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        extension = self.crawler.get_extension(OpenStore)
        opened = extension.opened if extension is not None else None
        if opened is None or opened.failure is not None or reason != "finished":
            return
        store = Store(extension.store_url)
        try:
            now = datetime.now(UTC)
            with store.transaction() as connection:
                judged = [judge(connection, site, opened.run, now) for site in opened.sites]
        finally:
            store.close()
        self.open = [alarm for one in judged for alarm in (*one.opened, *one.still_open)]
        news = _news(opened.run, judged)
        if news["opened"] or news["closed"]:
            self._tell(json.dumps(news, ensure_ascii=False).encode())

    def _tell(self, news: bytes) -> None:
        if self.webhook:
            request = urllib.request.Request(self.webhook, news, {"Content-Type": "application/json"}, method="POST")
            try:
                with urllib.request.urlopen(request, timeout=_LONGEST_S):
                    pass
            except (OSError, ValueError) as error:
                logger.warning("NEWSCRAWL_ALARM_WEBHOOK: %s could not be told: %s", self.webhook, error)
        if self.command:
            try:
                subprocess.run(shlex.split(self.command), input=news, timeout=_LONGEST_S, check=True)
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                logger.warning("NEWSCRAWL_ALARM_COMMAND: %s: %s", self.command, error)


def check_alarms(settings: Any) -> None:
    """CannotCrawl for a webhook or a command that could never be told anything."""
    webhook = settings["NEWSCRAWL_ALARM_WEBHOOK"]
    if webhook and not str(webhook).startswith(("https://", "http://")):
        raise CannotCrawl(f"NEWSCRAWL_ALARM_WEBHOOK: {webhook!r} is no web address; write https://…")
    try:
        shlex.split(settings["NEWSCRAWL_ALARM_COMMAND"] or "")
    except ValueError as error:
        raise CannotCrawl(f"NEWSCRAWL_ALARM_COMMAND: cannot be read as a command ({error})") from None


def _news(run: str, judged: list[Judged]) -> dict[str, Any]:
    """What opened and what closed, with a sentence for each."""
    return {
        "run": run,
        "opened": [alarm.as_dict() for one in judged for alarm in one.opened],
        "closed": [alarm.as_dict() for one in judged for alarm in one.closed],
    }

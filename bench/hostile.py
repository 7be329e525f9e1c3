"""Crawls a web of sites with one fault each, all at once in one process, and prints a scorecard.

    python -m bench.hostile            or: make hostile
    python -m bench.hostile --alone    each site by itself, too

The sites are those of the tests (``tests/sites``): faults of the transport, of addresses, of what is no article and of
what parsers are given; malformed links, feeds and sitemaps; traps; and sites that ask for patience. Exits with 1 if a
site does not end, an article is lost or doubled, robots.txt is not kept to or a private address is touched.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from newscrawl import settings
from newscrawl.extraction.robots import Robots
from tests.sites import faults, malformed, polite, traps
from tests.sites.crawled import STOPPED, Case, CrawledSites, served

SETTINGS = {"DOWNLOAD_TIMEOUT": 5, "NEWSCRAWL_LONGEST_REST": 2, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
LONGEST_S = 600
_GROUPS = (faults, malformed, traps, polite)


@dataclass
class Card:
    """What a crawl of some sites came to."""

    sites: int = 0
    has_ended: bool = True
    expected: int = 0
    found: int = 0
    doubled: int = 0
    junk: Counter[str] = field(default_factory=Counter)
    """Lines that are no story of their site, by site."""
    missing: Counter[str] = field(default_factory=Counter)
    robots: int = 0
    """Requests that robots.txt forbids."""
    inside: int = 0
    """Requests to private addresses."""
    most_requests: tuple[int, str] = (0, "")
    """Beside those for its stories, of one site; and which."""
    seconds: float = 0.0
    watched: dict[str, Any] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return self.has_ended and not (self.missing or self.doubled or self.junk or self.robots or self.inside)


def cases() -> list[Case]:
    return [case for group in _GROUPS for case in group.cases()]


def crawl(listed: Sequence[Case], folder: Path) -> Card:
    """Serve and crawl some sites, and compare what is on disk and in the access log with what they hold."""
    extensions = {**settings.EXTENSIONS, "tests.spiders.watch.NotePauses": 900}
    watch = {"EXTENSIONS": json.dumps(extensions), "WATCH_FILE": folder / "watch.json"}
    with served(listed, folder) as sites:
        sites.web.add(faults.private_site())
        begun = time.monotonic()
        sites.crawl(timeout_s=LONGEST_S, **SETTINGS, **watch)
        card = Card(sites=len(listed), has_ended=sites.run.status != STOPPED, seconds=time.monotonic() - begun)
        if (folder / "watch.json").exists():
            card.watched = json.loads((folder / "watch.json").read_text(encoding="utf-8"))
        for name in sites.cases:
            _judge(card, sites, name)
        card.inside = sum(hit.path.startswith("/secret") or hit.host == faults.PRIVATE for hit in sites.web.hits)
    return card


def _judge(card: Card, sites: CrawledSites, name: str) -> None:
    lines, expected = Counter(sites.headlines(name)), Counter(sites.expected(name))
    card.expected += expected.total()
    card.found += (lines & expected).total()
    card.missing.update({name: (expected - lines).total()} if expected - lines else {})
    known = {headline: count for headline, count in lines.items() if headline in expected}
    card.doubled += sum(count - 1 for count in known.values())
    card.junk.update({name: lines.total() - sum(known.values())} if lines.total() > sum(known.values()) else {})
    requests = len(sites.asked(name)) - len(sites.story_paths_asked(name))
    card.most_requests = max(card.most_requests, (requests, name))
    robots = sites.cases[name].site.answer("/robots.txt")
    if robots.status == 200 and isinstance(robots.body, str) and robots.send is None:
        rules = Robots(robots.body.encode())
        own = [hit for hit in sites.web.hits if hit.host == sites.cases[name].host]
        card.robots += sum(not rules.decide(f"http://{hit.host}{hit.path}").is_allowed for hit in own)


def show(card: Card) -> Table:
    table = Table("", "", title=f"{card.sites} sites", box=None, show_header=False)
    table.add_row("all ended by themselves", "yes" if card.has_ended else "no")
    table.add_row("articles, each once", f"{card.found} of {card.expected}")
    table.add_row("doubled", str(card.doubled))
    table.add_row("lines that are no article", f"{card.junk.total()} {dict(card.junk) or ''}")
    table.add_row("lost", f"{card.missing.total()} {dict(card.missing) or ''}")
    table.add_row("requests that robots.txt forbids", str(card.robots))
    table.add_row("touches of private addresses", str(card.inside))
    table.add_row("most requests of one site beside its articles", "{} ({})".format(*card.most_requests))
    if card.watched:
        table.add_row("peak memory", f"{card.watched['peak_mb']} MB")
        table.add_row(
            "longest pauses of the event loop", ", ".join(f"{pause:.2f} s" for pause in card.watched["pauses_s"][:3])
        )
    table.add_row("seconds", f"{card.seconds:.0f}")
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alone", action="store_true", help="crawl each site by itself, too")
    options = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        cards = [crawl(cases(), Path(folder))]
    console.print(show(cards[0]))
    for case in cases() if options.alone else ():
        with tempfile.TemporaryDirectory() as folder:
            cards.append(crawl([case], Path(folder)))
        mark = "ok" if cards[-1].is_clean else "[bold]faulty[/bold]"
        console.print(f"{case.name}: {mark}, {cards[-1].found} of {cards[-1].expected}, {cards[-1].seconds:.0f} s")
    return 0 if all(card.is_clean for card in cards) else 1


if __name__ == "__main__":
    sys.exit(main())

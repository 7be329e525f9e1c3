"""SiteTally: what a crawl did on one site, in the numbers that a person asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from newscrawl.exceptions import ExitStatus
from newscrawl.store.rows import FAILED, Kept, PageOutcome

REFUSALS = frozenset({"robots", "http_401", "http_403", "http_429", "http_451"})
"""Reasons of failure that mean: the site does not want this."""

ADDRESS_FAULTS = frozenset({"private_address", "scheme"})
"""Reasons of failure that lie in the address given, not in the site."""

OWN_FAULTS = frozenset({"spider_error", "item_error", "not_kept", "lost", "crash"})
"""Reasons of failure that lie in code, in newscrawl's or in a site's class."""

ALREADY_THERE = ("known", "url_variant", "syndicated")
"""Reasons to drop an article that mean: its text is stored."""

COVERED = ("authors", "date_published", "description", "section", "keywords", "images", "language")
"""Fields whose coverage is kept with each run: where one of them vanishes, a site has changed."""

_MOST_LENGTHS = 500

_MENDS = {
    ExitStatus.ERROR: "its pages could not be read or kept; -L DEBUG shows why",
    ExitStatus.BAD_ARGUMENTS: "a private address; open its range with -s NEWSCRAWL_ALLOW_ADDRESSES=…, if it is yours",
    ExitStatus.NO_ARTICLE: "pages answered, but none is an article; check the address, or give the site a class",
    ExitStatus.UNREACHABLE: "no page could be fetched; check the address, or try again later",
    ExitStatus.REFUSED: "the site refuses this crawl, and newscrawl evades nothing; ask its owner",
    ExitStatus.LOCKED: "another crawl holds the site in this store; wait for it, or stop it",
}


@dataclass(kw_only=True)
class SiteTally:
    """Counts of one site in one crawl; ``CrawlStore`` keeps them up with every page it commits."""

    site: str
    pages: int = 0
    """Pages that answered and were read; robots.txt, feeds and sitemaps are none."""
    index_pages: int = 0
    """Pages among them that list articles."""
    rendered: int = 0
    """Pages among them that a browser rendered."""
    found: int = 0
    """Pages that promised or turned out to be articles, whatever became of them."""
    kept: int = 0
    """New lines: articles and new versions of known ones."""
    copies: int = 0
    """Lines among them whose text another article has too."""
    duplicates: int = 0
    """Articles that were read and not kept, being stored already or repeating others."""
    dropped: Counter[str] = field(default_factory=Counter)
    """The same by reason: ``known``, or the relation to the article that is repeated."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Pages and addresses that were passed over, by reason."""
    failed: Counter[str] = field(default_factory=Counter)
    """Pages that could not be had or read, by reason."""
    covered: Counter[str] = field(default_factory=Counter)
    """How many of the articles that were read have each of ``COVERED``; ``articles`` is their number."""
    words: list[int] = field(default_factory=list)
    """Lengths of their texts, of the first ``_MOST_LENGTHS``."""
    bytes: int = 0
    """Of the pages' bodies, unpacked."""
    queued: int = 0
    """Addresses still to be fetched."""
    ever_kept: int = 0
    """Lines the site has in the store, of this crawl and earlier ones."""
    is_partial: bool = False
    """Some articles alone were wanted: to find none of them is no failure."""
    is_locked: bool = False
    """Another crawl held the site."""

    def count(self, outcome: PageOutcome, kept: Kept) -> None:
        """Count a page that was settled."""
        is_article = "article" in (outcome.promised_kind, outcome.kind)
        self.found += is_article
        self.queued += len(kept.queued) - 1
        self.kept += len(kept.lines)
        self.ever_kept += len(kept.lines)
        self.copies += kept.copies
        dropped = Counter({reason: outcome.dropped[reason] for reason in ALREADY_THERE})
        dropped["known"] = max(0, dropped["known"] + len(outcome.articles) - len(kept.lines))
        self.dropped += dropped
        self.duplicates += dropped.total()
        self.bytes += outcome.bytes
        for article in outcome.articles:
            self._cover(article)
        self.skipped.update({reason: n for reason, n in outcome.dropped.items() if reason not in ALREADY_THERE})
        if outcome.state == FAILED:
            self.failed[outcome.reason or "unknown"] += 1
            return
        is_page = outcome.kind not in ("feed", "sitemap") and outcome.promised_kind != "probe"
        self.pages += is_page and outcome.fetched_at is not None
        self.index_pages += outcome.kind == "index"
        self.rendered += outcome.is_rendered
        if outcome.reason:
            self.skipped[outcome.reason] += 1

    def _cover(self, article: dict[str, Any]) -> None:
        self.covered["articles"] += 1
        self.covered.update(name for name in COVERED if article.get(name))
        if len(self.words) < _MOST_LENGTHS:
            self.words.append(int(article.get("word_count") or 0))

    @property
    def exit_status(self) -> ExitStatus:
        """What the crawl of this site came to."""
        if self.is_locked:
            return ExitStatus.LOCKED
        if not self.pages and self.failed:
            return self._status_without_a_page()
        if self.pages and not self.ever_kept and not self.duplicates and not self.is_partial:
            if "blocked" in self.skipped:
                return ExitStatus.REFUSED
            return ExitStatus.ERROR if self._failed_by_own_fault() else ExitStatus.NO_ARTICLE
        return ExitStatus.FINISHED

    def _failed_by_own_fault(self) -> bool:
        return any(reason.partition(":")[0] in OWN_FAULTS for reason in self.failed)

    def _status_without_a_page(self) -> ExitStatus:
        if ADDRESS_FAULTS.intersection(self.failed):
            return ExitStatus.BAD_ARGUMENTS
        if REFUSALS.intersection(self.failed):
            return ExitStatus.REFUSED
        if all(reason.partition(":")[0] in OWN_FAULTS for reason in self.failed):
            # The last pages of a crawl that goes on may be the ones whose callbacks raise: that is no failed crawl.
            return ExitStatus.FINISHED if self.ever_kept else ExitStatus.ERROR
        is_answered = any(reason.startswith("http_4") for reason in self.failed)
        return ExitStatus.NO_ARTICLE if is_answered and not self.ever_kept else ExitStatus.UNREACHABLE

    @property
    def problem(self) -> str | None:
        """One line that says what is wrong with the site and how to mend it; None if nothing is."""
        mend = _MENDS.get(self.exit_status)
        if "unresolvable" in self.failed and self.exit_status == ExitStatus.UNREACHABLE:
            mend = "the host name does not resolve; check its spelling"
        if mend is None:
            return None
        reasons = ", ".join(f"{reason} {count}" for reason, count in (self.failed + self.skipped).most_common(4))
        return f"{self.site}: {mend}" + (f" ({reasons})" if reasons else "")

    def as_dict(self) -> dict[str, Any]:
        """For ``--summary`` and the store's ``runs``: plain JSON values, in the order of the fields; of ``words`` the
        median, None where there is none."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {
            **values,
            "dropped": dict(self.dropped.most_common()),
            "skipped": dict(self.skipped.most_common()),
            "failed": dict(self.failed.most_common()),
            "covered": dict(self.covered),
            "words": median(self.words) if self.words else None,
            "exit_status": int(self.exit_status),
        }

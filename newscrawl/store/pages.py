"""The frontier's rows: what is queued, what is asked for again, and when an article is looked at again."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.extraction.urls import plain_url
from newscrawl.store.rows import (
    BACKLOG,
    DONE,
    FAILED,
    MAX_FAILURES,
    QUEUED,
    RECRAWLED_KINDS,
    Json,
    KeepRules,
    NewPage,
    PageOutcome,
    QueuedPage,
    Window,
    utc_now,
)
from newscrawl.store.tables import pages

LASTING_FAILURES = ("http_404", "http_410", "robots", "too_large", "scheme", "private_address")
"""Reasons that another try will not change; a link that is found again still brings the page back."""

OUTSIDE = ("older_than_since", "newer_than_until")
"""Reasons to pass an article over that hold for one crawl: another may want it."""

_MAX_GAP = 8  # generations between two visits of an index page where nothing happens
_FEW_QUIET = 3  # visits that found nothing new, before a page is asked for less often
_NEWS_AGE_S = 2 * 86_400.0
_NEWS_BONUS = 60  # priority of an index page that listed something new in that time
_RECHECK_PRIORITY = -10
_TRAP_TRIES = 20  # rows passed over as a trap that a new generation looks at
_PART = 500  # SQLite's default limit of parameters was 999 for long

_is_queued = pages.c.state == QUEUED


class Pages:
    """The part of ``Store`` that knows the frontier; every method works in the caller's transaction."""

    def has_fresh(self, connection: Connection, site: str) -> bool:
        """Whether anything but backlog is queued."""
        query = sa.select(pages.c.id).where(pages.c.site == site, _is_queued, pages.c.priority >= BACKLOG).limit(1)
        return connection.scalar(query) is not None

    def queue_again(self, connection: Connection, site: str, generation: int, rules: KeepRules) -> None:
        """What a new generation asks for without a link to it: what failed and may recover, and articles whose
        recheck is due."""
        may_recover = (pages.c.failures < MAX_FAILURES) & pages.c.reason.not_in(LASTING_FAILURES)
        failed = sa.update(pages).where(pages.c.site == site, pages.c.state == FAILED, may_recover)
        connection.execute(failed.values(state=QUEUED, generation=generation, crashes=0))
        of_trap = (pages.c.site == site) & (pages.c.state == DONE) & (pages.c.reason == "trap")
        few = sa.select(pages.c.id).where(of_trap).order_by(pages.c.id).limit(_TRAP_TRIES)
        tried = sa.update(pages).where(pages.c.id.in_(few.scalar_subquery()))
        connection.execute(tried.values(state=QUEUED, reason=None, generation=generation, crashes=0))
        is_due = (pages.c.site == site) & (pages.c.recheck_at <= time.time())
        due = sa.select(pages.c.id).where(is_due).order_by(pages.c.recheck_at).limit(rules.max_rechecks)
        again = sa.update(pages).where(pages.c.id.in_(due.scalar_subquery()), pages.c.state == DONE)
        connection.execute(
            again.values(state=QUEUED, generation=generation, crashes=0, priority=_RECHECK_PRIORITY, not_before=0.0)
        )

    def apply_window(
        self, connection: Connection, site: str, window: Window, generation: int, *, is_wider: bool
    ) -> None:
        """Put aside what is queued and not wanted now, and queue again what was put aside and is.

        ``is_wider``: articles may be wanted that the site's last crawl passed over. A day's slack at both ends, since
        a day here is another one elsewhere; whoever reads the article knows better.
        """
        of_site = pages.c.site == site
        first, last = _day(window.since, -1), _day(window.until, 1)
        inside = sa.and_(
            *([pages.c.day >= first] if first else []), *([pages.c.day <= last] if last else []), sa.true()
        )
        if is_wider:
            was_outside = (pages.c.state == DONE) & pages.c.reason.in_(OUTSIDE) & pages.c.day.is_not(None)
            back = sa.update(pages).where(of_site & was_outside & inside)
            # As if found now: the lists that name them have news.
            connection.execute(back.values(state=QUEUED, reason=None, generation=generation))
        if first or last:
            is_article = (pages.c.kind == "article") & pages.c.kept_at.is_(None) & pages.c.day.is_not(None)
            self._move(connection, of_site & _is_queued & is_article & sa.not_(inside), DONE, OUTSIDE[0])
        self._hold(connection, of_site & pages.c.evidence.contains('"backfill"'), "backfill", not window.backfill)
        by_links = pages.c.kind.in_(("index", "other")) & (pages.c.discovered_via != "start")
        self._hold(connection, of_site & by_links, "not_followed", not window.follows_links)

    def _hold(self, connection: Connection, rows: sa.ColumnElement[bool], reason: str, is_held: bool) -> None:
        """Keep queued rows for a crawl that goes their way, or give them back to one."""
        if is_held:
            self._move(connection, rows & _is_queued, DONE, reason)
        else:
            self._move(connection, rows & (pages.c.state == DONE) & (pages.c.reason == reason), QUEUED, None)

    def _move(self, connection: Connection, rows: sa.ColumnElement[bool], state: int, reason: str | None) -> None:
        connection.execute(sa.update(pages).where(rows).values(state=state, reason=reason))

    def add_pages(
        self, connection: Connection, new: Sequence[NewPage], generation: int, wanted: str = ""
    ) -> list[NewPage]:
        """Queue what is not known, and what this generation asks for again; all of one site. Returns what is queued.

        ``wanted`` is the signature of the crawl.
        """
        return self.add_links(connection, new, generation, wanted)[0]

    def add_links(
        self, connection: Connection, new: Sequence[NewPage], generation: int, wanted: str = ""
    ) -> tuple[list[NewPage], dict[str, Any]]:
        """The same, and what was known of the addresses before, by key."""
        if not new:
            return [], {}
        by_key: dict[str, NewPage] = {}
        for page in new:
            first = by_key.setdefault(page.key, page)
            if first.url != page.url and _is_plainer(page, first):
                by_key[page.key] = replace(first, url=page.url, host=page.host)
        known = self._known(connection, new[0].site, list(by_key))
        due = {key for key in known if _is_due_again(known[key], by_key[key], generation, wanted)}
        fresh = [page for key, page in by_key.items() if key not in known]
        again = [page for key, page in by_key.items() if key in due]
        better = [page for key, page in by_key.items() if key in known and _says_more(known[key], page)]
        if fresh:
            connection.execute(sa.insert(pages), [_page_row(page, generation) for page in fresh])
        is_its_row = (pages.c.site == sa.bindparam("its_site")) & (pages.c.key == sa.bindparam("its_key"))
        if again:
            update = sa.update(pages).where(is_its_row).values(_new_values(_REQUEUED))
            connection.execute(update, [_requeue_row(page, known[page.key], generation) for page in again])
        if better:
            update = sa.update(pages).where(is_its_row).values(_new_values(_TOLD))
            connection.execute(update, [_told_row(page, known[page.key]) for page in better])
        return fresh + again, known

    def _known(self, connection: Connection, site: str, keys: list[str]) -> dict[str, Any]:
        query = sa.select(*(pages.c[name] for name in _KNOWN))
        found: dict[str, Any] = {}
        for start in range(0, len(keys), _PART):
            part = keys[start : start + _PART]
            for row in connection.execute(query.where(pages.c.site == site, pages.c.key.in_(part))):
                found[row.key] = row
        return found

    def children_of(self, connection: Connection, site: str, url: str, generation: int) -> list[NewPage]:
        """The lists that an unchanged page led to: they may have changed. Not the next page of its own list, and no
        sitemap whose last change the page names."""
        is_child = (pages.c.site == site) & (pages.c.discovered_from == url) & (pages.c.leads == 1)
        query = sa.select(pages).where(is_child, pages.c.state != QUEUED, pages.c.generation < generation)
        rows = connection.execute(query.where(pages.c.discovered_via.is_distinct_from("next_page")))
        return [_as_new_page(row) for row in rows if '"lastmod": "' not in (row.evidence or "")]

    def queued_by_host(self, connection: Connection, site: str) -> dict[str, int]:
        query = sa.select(pages.c.host, sa.func.count()).where(pages.c.site == site, _is_queued).group_by(pages.c.host)
        return {row[0]: row[1] for row in connection.execute(query)}

    def best_pages(self, connection: Connection, site: str, host: str, limit: int) -> list[QueuedPage]:
        """The best queued rows of a host, best first."""
        query = sa.select(pages).where(pages.c.site == site, pages.c.host == host, _is_queued)
        rows = connection.execute(query.order_by(pages.c.priority.desc(), pages.c.id).limit(limit))
        return [_queued_page(row) for row in rows]

    def suspects(self, connection: Connection, site: str, *, after: int) -> list[QueuedPage]:
        """Queued rows that were open in that many crashes or more: they are to run alone."""
        query = sa.select(pages).where(pages.c.site == site, _is_queued, pages.c.crashes >= after)
        return [_queued_page(row) for row in connection.execute(query.order_by(pages.c.id))]

    def settle_page(
        self, connection: Connection, outcome: PageOutcome, rules: KeepRules, *, news: int, has_article: bool
    ) -> None:
        """Write down what a page came to, in its own row."""
        columns = ("state", "reason", "http_status", "fetched_at")
        values: Json = {name: getattr(outcome, name) for name in columns}
        if outcome.fetched_at is not None:
            values["wanted"] = outcome.wanted
        if not outcome.is_unchanged:
            # Of a page that was cut, or of which something could not be kept, "unchanged" would hide what is missing.
            is_whole = outcome.state == DONE and not outcome.is_cut
            values |= {"etag": outcome.etag if is_whole else None}
            values |= {"last_modified": outcome.last_modified if is_whole else None}
        if outcome.kind is not None:
            values["kind"] = outcome.kind
        if outcome.day is not None:
            values["day"] = outcome.day
        is_list = outcome.kind in RECRAWLED_KINDS
        if is_list:
            values |= {"leads": 1, "quiet": 0 if news else sa.func.coalesce(pages.c.quiet, 0) + 1}
            if news:
                values["news_at"] = time.time()
        if outcome.state == DONE:
            values["crashes"] = 0
            # A page that leads but held no list this time has missed once; any other is fine.
            values["failures"] = 0 if is_list else sa.case((pages.c.leads == 1, pages.c.failures + 1), else_=0)
        else:
            values["failures"] = pages.c.failures + 1
        if has_article or outcome.promised_kind == "article":
            values |= self._recheck(connection, outcome, rules, has_article=has_article)
        connection.execute(sa.update(pages).where(pages.c.id == outcome.page_id).values(values))

    def _recheck(self, connection: Connection, outcome: PageOutcome, rules: KeepRules, *, has_article: bool) -> Json:
        """When a page's article is looked at again: ever more seldom, and never once it is gone."""
        columns = (pages.c.kept_at, pages.c.checks, pages.c.day)
        row = connection.execute(sa.select(*columns).where(pages.c.id == outcome.page_id)).first()
        if row is None or (row.kept_at is None and not has_article):
            return {}
        kept_at = row.kept_at or time.time()
        checks = 0 if row.kept_at is None else (row.checks or 0) + 1
        is_over = outcome.state != DONE or checks >= len(rules.recheck_hours)
        stretch = max(1.0, _age_days(outcome.day or row.day, kept_at))
        due = None if is_over else kept_at + rules.recheck_hours[checks] * 3600 * stretch
        return {"kept_at": kept_at, "checks": checks, "recheck_at": due}


def _age_days(day: str | None, at: float) -> float:
    """Days from a day to a moment (Unix time); 0 where the day is not known."""
    try:
        return (datetime.fromtimestamp(at, UTC).date() - date.fromisoformat(day or "")).days
    except ValueError:
        return 0.0


def _page_row(page: NewPage, generation: int) -> Json:
    return {
        "site": page.site,
        "key": page.key,
        "url": page.url,
        "host": page.host,
        "state": QUEUED,
        "kind": page.kind,
        "leads": int(page.always or page.kind in RECRAWLED_KINDS),
        "priority": page.priority,
        "depth": page.depth,
        "not_before": page.not_before,
        "generation": generation,
        "discovered_via": page.discovered_via,
        "discovered_from": page.discovered_from,
        "found_at": utc_now(),
        "callback": page.callback,
        "request": json.dumps(page.request) if page.request else None,
        "evidence": json.dumps(page.evidence) if page.evidence else None,
        "ref": page.ref,
        "day": page.day,
        "failures": 0,
        "crashes": 0,
    }


_KNOWN = (
    *("key", "kind", "state", "reason", "leads", "generation", "failures", "priority", "evidence", "day", "wanted"),
    *("news_at", "quiet", "discovered_via"),
)
_REQUEUED = (
    "state",
    "crashes",
    "priority",
    "depth",
    "not_before",
    "generation",
    "discovered_via",
    "discovered_from",
    "evidence",
)
_TOLD = ("priority", "evidence", "day")


def _new_values(names: Iterable[str]) -> Json:
    return {name: sa.bindparam(f"new_{name}") for name in names}


def _requeue_row(page: NewPage, known: Any, generation: int) -> Json:
    row = _page_row(page, generation)
    if page.priority >= BACKLOG and page.kind == "index" and not page.always:
        row["priority"] = max(BACKLOG, page.priority + _news_bonus(known))
        row["evidence"] = json.dumps({**(page.evidence or {}), "rank": page.priority})
    return {"its_site": page.site, "its_key": page.key} | {f"new_{name}": row[name] for name in _REQUEUED}


def _news_bonus(known: Any) -> int:
    """Lists that had news of late go before those that had none for long."""
    if known.news_at is not None and time.time() - known.news_at < _NEWS_AGE_S:
        return _NEWS_BONUS
    return -_NEWS_BONUS if (known.quiet or 0) >= _FEW_QUIET else 0


def _says_more(known: Any, page: NewPage) -> bool:
    """Whether a further source of a queued article names its day, or gives it a better rank."""
    if known.state != QUEUED or page.kind != "article":
        return False
    return page.priority > known.priority or (page.day is not None and known.day is None)


def _told_row(page: NewPage, known: Any) -> Json:
    """What was known with what the further source adds: the better rank, and title and date where none was given."""
    before = json.loads(known.evidence) if known.evidence else {}
    evidence = {**(page.evidence or {}), **{name: value for name, value in before.items() if value is not None}}
    return {
        "its_site": page.site,
        "its_key": page.key,
        "new_priority": max(page.priority, known.priority),
        "new_evidence": json.dumps(evidence) if evidence else None,
        "new_day": known.day or page.day,
    }


def _is_plainer(page: NewPage, first: NewPage) -> bool:
    """Whether, of two addresses of one page, it is the second that is no view of it for print, AMP or mobiles."""
    if page.request or first.request:
        return False
    key = page.key.rstrip("/")
    return plain_url(page.url).rstrip("/") == key != plain_url(first.url).rstrip("/")


def _is_due_again(known: Any, page: NewPage, generation: int, wanted: str) -> bool:
    if known.state == QUEUED or known.generation >= generation:
        return False
    if page.always:
        return True
    if known.failures >= MAX_FAILURES:
        return False
    if known.state == FAILED or known.reason == "trap":  # of a trap, a few are tried again
        return True
    return (
        bool(known.leads)
        and _may_have_changed(known, page, wanted)
        and ((known.wanted or "") != wanted or known.generation + _gap(page, known) <= generation)
    )


def _gap(page: NewPage, known: Any) -> int:
    """Generations from one visit of a list to the next: 1, and up to 8 for one where nothing happens.

    Feeds, the sitemaps that robots.txt names, a front page's sections and the pages of a list are never left out.
    """
    is_deep = (page.evidence or {}).get("index_depth", 0) > 1
    if page.kind not in ("index", "sitemap") or page.discovered_via == "next_page" or not is_deep:
        return 1
    return min(_MAX_GAP, 1 << max(0, (known.quiet or 0) - _FEW_QUIET))


def _may_have_changed(known: Any, page: NewPage, wanted: str) -> bool:
    """Whether a list can hold more than it did: not if the index above it dates its last change as before and the
    crawl that read it wanted the same, nor an archive page that a crawl went back from as far as this one does."""
    evidence = page.evidence or {}
    if not evidence.get("lastmod") and not evidence.get("backfill"):
        return True
    before = json.loads(known.evidence) if known.evidence else {}
    if page.kind == "sitemap" and evidence.get("lastmod"):
        return bool(before.get("lastmod") != evidence["lastmod"] or not wanted or known.wanted != wanted)
    return not before.get("backfill") or not evidence.get("closed") or before["backfill"] > evidence["backfill"]


def _day(moment: str | None, slack: int) -> str | None:
    """The day of a moment (ISO 8601), so many days off."""
    return (datetime.fromisoformat(moment) + timedelta(days=slack)).date().isoformat() if moment else None


def _as_new_page(row: Any) -> NewPage:
    evidence = json.loads(row.evidence) if row.evidence else {}
    return NewPage(
        site=row.site,
        key=row.key,
        url=row.url,
        host=row.host,
        kind=row.kind,
        priority=evidence.get("rank", row.priority),  # without what its news of then added
        depth=row.depth,
        discovered_via=row.discovered_via,
        discovered_from=row.discovered_from,
        callback=row.callback,
        request=json.loads(row.request) if row.request else None,
        evidence=evidence or None,
        ref=row.ref,
        day=row.day,
    )


def _queued_page(row: Any) -> QueuedPage:
    return QueuedPage(
        id=row.id,
        site=row.site,
        url=row.url,
        host=row.host,
        kind=row.kind,
        priority=row.priority,
        depth=row.depth,
        not_before=row.not_before,
        discovered_via=row.discovered_via,
        discovered_from=row.discovered_from,
        callback=row.callback,
        request=json.loads(row.request) if row.request else {},
        evidence=json.loads(row.evidence) if row.evidence else {},
        ref=row.ref,
        crashes=row.crashes,
        etag=row.etag,
        last_modified=row.last_modified,
        wanted=row.wanted,
        is_known=row.fetched_at is not None,
    )

"""Limits: how much a crawl asks of one site, so that no page, list or trap can fill it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawl.extraction.site_memory import url_template
from newscrawl.extraction.traps import QueryCombinations, trap_of
from newscrawl.extraction.urls import page_key
from newscrawl.store import FAILED, OUTSIDE, NewPage, PageOutcome, QueuedPage

_NAMED_BY_USER = ("start", "articles_file")
CUTTING = ("index_pages", "sitemaps", "query_combinations")
"""Limits by number whose setting decides what is left out: the page has more for a crawl with another."""
_NAMED = (*_NAMED_BY_USER, "feed", "sitemap")
_CLOSEST = "="  # begins the forms that share the most: half as many of them are asked for
_DISBELIEVED = 5  # promises of one form, one after the other, that were not kept
_DEAD_ENDS = ("http_404", "http_410", "max redirections")
"""Failures that tell of an address, and not of the day."""
_NOT_TO_BE_HAD = frozenset({"login", "consent", "blocked", "noindex"})
"""Reasons for which a page that may be an article is none to us."""
_PARDON = 5  # pages of a known trap that a new generation tries again
_MAX_REMEMBERED = 300_000  # listed articles that are remembered of a site, some 60 bytes each
_SITEMAP_DEPTH = 4  # robots.txt, index, index of an index, list; sitemaps.org allows one index
_MAX_NAMES = 20  # parameters of an address that are looked at
_VOTES = 3  # paths with copies that differ in one parameter alone, before it is taken for a session's
_MAX_FORMS = 1000  # address forms that are counted; the worst half is kept


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The settings that ``Limits`` goes by; NEWSCRAWL_ and the name in capitals."""

    depth: int = 30
    index_depth: int = 4
    index_pages: int = 2000
    list_pages: int = 200
    tail_pages: int = 100
    sitemaps: int = 500
    query_combinations: int = 50
    trap_pages: int = 50
    pages_per_host: int = 50_000

    @classmethod
    def from_settings(cls, settings: Any) -> Bounds:
        return cls(**{name: settings.getint(f"NEWSCRAWL_{name.upper()}") for name in cls.__dataclass_fields__})


class Limits:
    """What one crawl may still ask of one site. Made by ``StoreScheduler``, one for each site.

    ``admit`` looks at an address before it becomes a row, ``refusal`` at a row before it is asked for, ``learn`` at
    what its page came to. Archives that a crawl goes back through are free of the limits that end by number: they end
    by date.
    """

    def __init__(self, bounds: Bounds, notes: dict[str, Any], *, today: date, is_new_generation: bool = True) -> None:
        """``notes``: what is kept of the site from crawl to crawl, read and written here; any JSON object."""
        self.bounds = bounds
        self.today = today
        self.asked_by_host: Counter[str] = Counter()
        self._on_their_way: Counter[str] = Counter()
        self._broken: Counter[str] = Counter()
        self._broken_run = 0
        self._passed: Counter[str] = Counter()
        """Pages that were passed over as a trap's, by form."""
        self._good: set[str] = set()
        """Forms of addresses that articles had."""
        self._queries = QueryCombinations(bounds.query_combinations)
        self._within: defaultdict[str, set[int]] = defaultdict(set)
        """Addresses that were admitted, by the limit that counts them."""
        self._listed: dict[str, set[int]] = {}
        self._remembered = 0
        self._queries_by_path: dict[int, str] = {}
        self._votes: dict[str, set[int]] = {}
        self._barren: dict[str, int] = _counts(notes.get("barren"))
        if is_new_generation:
            self._barren = {form: min(count, self._limit(form) - _PARDON) for form, count in self._barren.items()}
        names = notes.get("session_parameters")
        self._session_names: set[str] = {str(name) for name in names} if isinstance(names, list) else set()
        """Forms of paths with the parameter that changes nothing there."""
        self._notes = notes

    def admit(self, page: NewPage) -> NewPage | str:
        """The page as it is to be queued, or the reason why it is not."""
        if page.discovered_via in _NAMED_BY_USER or page.request:
            return page
        if self._session_names and "?" in page.url and page.kind == "article":
            form = _path_form(page.url)
            names = {name for name, _ in _parameters(page.url) if f"{form} {name}" in self._session_names}
            page = replace(page, key=page_key(_without(page.url, names))) if names else page
        trap = trap_of(page.url, today=self.today)
        if trap == "session_id":
            url = _without_session(page.url)
            page, trap = replace(page, url=url, key=page_key(url)), trap_of(url, today=self.today)
        return trap or self._reason(page) or page

    def _reason(self, page: NewPage) -> str | None:
        evidence = page.evidence or {}
        if evidence.get("backfill"):
            return None
        if evidence.get("steps", 0) > self.bounds.depth:
            return "depth"
        if page.kind == "sitemap" and page.discovered_via == "sitemap":
            if evidence.get("index_depth", 0) > _SITEMAP_DEPTH:
                return "sitemap_depth"
            return self._over("sitemaps", page)
        if page.kind == "index":
            return self._index_reason(page, evidence)
        if page.kind == "other":
            return self._over("tail_pages", page)
        return None

    def _index_reason(self, page: NewPage, evidence: dict[str, Any]) -> str | None:
        if hash(page.key) in self._within["index_pages"]:
            return None
        if page.discovered_via == "next_page":
            if evidence.get("list_page", 1) > self.bounds.list_pages:
                return "list_pages"
        elif evidence.get("index_depth", 0) > self.bounds.index_depth:
            return "index_depth"
        elif not self._queries.allows(page.url):
            return "query_combinations"
        return self._over("index_pages", page)

    def _over(self, name: str, page: NewPage) -> str | None:
        """The limit's name once it is reached; each address counts once."""
        within = self._within[name]
        if hash(page.key) in within:
            return None
        if len(within) >= getattr(self.bounds, name):
            return name
        within.add(hash(page.key))
        return None

    def refusal(self, row: QueuedPage) -> str | None:
        """Why a queued row is not asked for after all: pages of its form brought nothing, again and again.

        Never a section of the front page, nor an article that a feed or a sitemap names.
        """
        if row.is_known or row.discovered_via in _NAMED or row.evidence.get("backfill"):
            return None
        if row.kind == "index" and row.evidence.get("is_section"):
            return None
        forms = self._forms(row.url)
        if row.kind == "article" and self._breaks_promises() and forms[-1] not in self._good:
            return "trap"
        if not any(self._is_spent(form) for form in forms):
            return None
        return None if row.kind == "article" and self._is_probe(forms[-1]) else "trap"

    def _is_probe(self, form: str) -> bool:
        """Whether a page of a form that brought nothing is asked for all the same: the first of those passed over, the
        second, the fourth, and so on. What a list has below sixty videos is found so; a trap costs ten pages more."""
        self._passed[form] += 1
        passed = self._passed[form]
        return passed & (passed - 1) == 0 and passed > 1

    def _is_spent(self, form: str) -> bool:
        """Whether pages of a form brought nothing that often; half-way there, those on their way count as such."""
        barren, limit = self._barren.get(form, 0), self._limit(form)
        return barren >= limit or (2 * barren >= limit and barren + self._on_their_way[form] >= limit)

    def _limit(self, form: str) -> int:
        limit = self.bounds.trap_pages // 2 if form.startswith(_CLOSEST) else self.bounds.trap_pages
        return max(2, limit // 10) if self._breaks_promises() else limit

    def _breaks_promises(self) -> bool:
        """Whether no promise of an article was kept for so long that the site gets little credit."""
        return self._broken_run >= self.bounds.trap_pages

    def has_room(self, host: str) -> bool:
        """Whether a host may be asked for another page in this crawl."""
        return self.asked_by_host[host] < self.bounds.pages_per_host

    def count_request(self, row: QueuedPage) -> None:
        """A row is asked for; ``learn`` hears of it again."""
        self.asked_by_host[row.host] += 1
        self._on_their_way.update(self._forms(row.url))

    def relists(self, row: QueuedPage, outcome: PageOutcome) -> bool:
        """Whether all articles that a page of a list names stood on earlier pages of it. False for a first page."""
        place = row.evidence.get("list") or row.url
        articles = {hash(link.key) for link in outcome.links if link.kind == "article"}
        if row.kind != "index" or not articles:
            return False
        return not self._new_of(f"list {place}", articles) and row.evidence.get("list_page", 1) > 1

    def learn(self, row: QueuedPage, outcome: PageOutcome, *, requests: int = 1) -> None:
        """Count a page that was settled, after that many requests, for or against the forms of its address."""
        if outcome.reason == "trap":  # it was not asked for
            return
        forms = self._forms(row.url)
        for form in forms:
            self._on_their_way[form] -= 1
            if self._on_their_way[form] <= 0:
                del self._on_their_way[form]
        if outcome.is_unchanged or row.is_known or row.evidence.get("backfill") or outcome.reason in OUTSIDE:
            return
        if row.discovered_via in _NAMED_BY_USER or row.kind in ("feed", "probe"):
            return
        cost = requests + (self.asked_by_host[row.host] == 1)  # a new host's robots.txt was asked for too
        if row.kind == "article" and outcome.state != FAILED:
            self._note_promise(forms[-1], is_kept=bool(outcome.articles), cost=cost)
        if outcome.state == FAILED:
            if (outcome.reason or "").startswith(_DEAD_ENDS):
                self._count(dict.fromkeys(forms, False), cost)
        elif outcome.kind == "article":
            is_copy = self._is_copy(outcome)
            self._vote(row, is_copy=is_copy)
            if not is_copy:  # of copies, the parameter is to blame and not the form
                self._count(dict.fromkeys(forms, bool(outcome.articles)), cost)
            elif has_session_step(row.url):  # or a step of the path is, where each visit makes a new one
                self._count({forms[-1]: False}, cost)
        elif outcome.reason in _NOT_TO_BE_HAD and forms[-1] in self._good:
            return  # articles like others of their form, but for the wall before them
        else:
            articles = self._believed([link for link in outcome.links if link.kind == "article"])
            self._count({form: bool(self._new_of(form, articles)) for form in forms}, cost)

    def _note_promise(self, form: str, *, is_kept: bool, cost: int) -> None:
        """Count promises of articles that were not kept: of one form, and of any, one after the other."""
        if is_kept:
            self._good.add(form)
        self._broken[form] = 0 if is_kept else self._broken[form] + 1
        self._broken_run = 0 if is_kept else self._broken_run + cost

    def _believed(self, promised: list[NewPage]) -> set[int]:
        """Promises of articles that may be kept: of forms that articles had, or that were hardly tried.

        The latter only while they outnumber those of forms that were tried in vain: random words make ever new forms.
        """
        good, untried, broken = set(), set(), 0
        for link in promised:
            form = self._forms(link.url)[-1]
            if self._is_spent(form):
                broken += 1
            elif form in self._good:
                good.add(hash(link.key))
            elif self._broken[form] < _DISBELIEVED and not self._breaks_promises():
                untried.add(hash(link.key))
            else:
                broken += 1
        return good | untried if len(untried) >= broken else good

    def _is_copy(self, outcome: PageOutcome) -> bool:
        if outcome.dropped["known"] or outcome.dropped["url_variant"]:
            return True
        relations = [article["story"]["relation"] for article in outcome.articles]
        return bool(relations) and all(relation == "url_variant" for relation in relations)

    def _count(self, is_fruitful: dict[str, bool], cost: int) -> None:
        for form, fruitful in is_fruitful.items():
            if fruitful:
                self._barren.pop(form, None)
            else:
                self._barren[form] = self._barren.get(form, 0) + cost
        if len(self._barren) > _MAX_FORMS:
            kept = sorted(self._barren.items(), key=lambda item: -item[1])[: _MAX_FORMS // 2]
            self._barren = dict(kept)
        self._notes["barren"] = self._barren

    def _forms(self, url: str) -> tuple[str, str, str]:
        """What an address shares with others, the closest first: its first step and its form, its first step, its form;
        whatever the host."""
        template = url_template(url)
        host, _, path = template.partition("/")
        domain = host.partition(".")[2] if host.count(".") > 1 else host
        first, _, rest = urlsplit(url).path.lstrip("/").partition("/")
        room = f"{domain}/{first}/" if rest else f"{domain}/"
        return f"{_CLOSEST}{room} {path}", f"{room} *", f"{domain} {path}"

    def _new_of(self, place: str, articles: set[int]) -> set[int]:
        """Those of some articles that were not listed in a place before; they are from now on."""
        listed = self._listed.setdefault(place, set())
        new = articles - listed
        if self._remembered < _MAX_REMEMBERED:
            listed |= new
            self._remembered += len(new)
        return new

    def _vote(self, row: QueuedPage, *, is_copy: bool) -> None:
        """Find parameters that change nothing: where two addresses of one path give one text."""
        parts = urlsplit(row.url)
        path = hash((parts.netloc, parts.path))
        before = self._queries_by_path.get(path)
        if before is None:
            if len(self._queries_by_path) < _MAX_REMEMBERED:
                self._queries_by_path[path] = parts.query
            return
        names = {name for name, _ in set(parse_qsl(before, keep_blank_values=True)) ^ set(_parameters(row.url))}
        if len(names) != 1:
            return
        name = f"{_path_form(row.url)} {names.pop()}"
        paths = self._votes.setdefault(name, set())
        if not is_copy:  # it tells two texts apart
            paths.clear()
            self._session_names.discard(name)
        else:
            paths.add(path)
            if len(paths) >= _VOTES:
                self._session_names.add(name)
        self._notes["session_parameters"] = sorted(self._session_names)


_SESSION_STEP = re.compile(r"(?=[^/]*\d)(?:[0-9a-f]{12,}|[0-9A-Za-z_-]{20,})")


def has_session_step(url: str) -> bool:
    """Whether a step of an address's path, the last one aside, may be a visit's and not a section's.

    >>> has_session_step("https://times.test/3f9a1c22b07de841/news/rain-ends"), has_session_step("https://times.test/a/b")
    (True, False)
    """
    return any(_SESSION_STEP.fullmatch(step) for step in urlsplit(url).path.split("/")[:-1])


def _path_form(url: str) -> str:
    return url_template(url).partition("?")[0]


def _parameters(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _without_session(url: str) -> str:
    """An address without what tells a visit: ``;jsessionid=…``, or the one parameter that does."""
    url = re.sub(r";[^/?#]*", "", url)
    if trap_of(url) != "session_id":
        return url
    names = [name for name, _ in _parameters(url)][:_MAX_NAMES]
    without = (_without(url, {name}) for name in names)
    return next((shorter for shorter in without if trap_of(shorter) != "session_id"), url)


def _without(url: str, names: set[str]) -> str:
    """An address without parameters of these names."""
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in names]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def _counts(value: Any) -> dict[str, int]:
    """A JSON object's whole numbers."""
    if not isinstance(value, dict):
        return {}
    return {str(name): count for name, count in value.items() if isinstance(count, int) and count > 0}

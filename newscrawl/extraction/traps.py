"""Addresses that lead nowhere new: by the look of one address, and by how many a path has had. Nothing here raises."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from datetime import date, timedelta
from urllib.parse import unquote_plus, urlsplit

from newscrawl.extraction import words
from newscrawl.extraction.url_dates import FIRST_YEAR, LAST_YEAR, is_date_archive, url_period
from newscrawl.extraction.url_parameters import follows_readers

MAX_LENGTH = 2048
"""Characters of an address. A headline of 150 letters in Devanagari takes 1,350 when it is percent-encoded."""

MAX_SEGMENTS = 12
"""Steps of a path. Deep archives have 9."""

MAX_FILTERS = 3
"""Parameters that narrow or sort a list; with more, lists multiply."""

_LONGEST_BLOCK = 4  # steps that are looked for as a repeated group
_MAX_PATHS = 20_000
_FAR_AHEAD = timedelta(days=366)

_SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sessionid|sid)=|/\((?:[sax]\([\w-]{16,}\))+\)/|[;/]jsessionid=", re.IGNORECASE
)
_SESSION_NAMES = words.names(
    """
    phpsessid jsessionid sessionid session_id sessid sess_id sessionkey session_key session oscsid zenid cftoken
    aspsessionid asp.net_sessionid xtcsid mosid
    """
)
_SHORT_SESSION_NAMES = frozenset({"sid", "s", "ssid", "sess"})
"""Names that stand for a story or a search as well: only with a value that nobody would choose."""
_RANDOM = re.compile(r"(?=[^&]*\d)(?=[^&]*[a-z])[0-9a-z]{20,}", re.IGNORECASE)

_ACTION_NAMES = words.names("action act do task mode op cmd")
_ACTIONS = words.names(
    """
    print printable printpage printview share reply edit history login logout signin register email e-mail mail
    sendmail send sendtofriend comment addcomment vote like report download subscribe addtocart add-to-cart quote
    delete raw diff newtopic newreply lostpassword favorite bookmark pdf rate
    """
)
_ACTION_PARAMETERS = words.names(
    "replytocom reply_to replyto share print printable printpage tmpl_print add-to-cart like_comment report_comment"
)
_ACTION_STEP = frozenset({"print", "share", "reply", "email", "email-friend", "printable", "respond"})

_SORTS = words.names(
    "sort sortby sort_by sort-by sortorder sort_order order orderby order_by orderdir dir sortdir direction filter"
)
_VIEWS = words.names("grid list table map cards tiles thumbs thumbnails compact gallery")
_FILTERS = words.names(
    """
    filters facet facets price price_min price_max min max min_price max_price color colour size brand brands rating
    category categories cat tag tags type types format topic topics region country city location language genre
    author authors source sources status period range from to date_from date_to datefrom dateto start_date end_date
    limit per_page perpage pagesize page_size items show display view layout
    """
)
_FILTER_NAME = re.compile(r"(?:f|fq|filter|filters|facet|refine|attr)(?:[\[_:.-].*|\d+)?|.+\[[^\]]*\]", re.IGNORECASE)
_WAYS = words.names("ref source src via fbrefresh share cmp amp output lang hl")
_ID_NAME = re.compile(
    r"(?:p|n|a|no|nr|num|idx|story|article|artikel|articulo|noticia|news|item|post|doc|page_?id|key|code|seq|[a-z_-]*id"
    r"|id[a-z_-]*|[a-z]*_no|art[a-z]*|aid|nid|cid|oid|newsno)",
    re.IGNORECASE,
)
_ID_VALUE = re.compile(r"[\w.:/-]*\d[\w.:/-]*|[\w]+(?:-[\w]+){2,}")
_PAGE_NAME = re.compile(
    r"page|paged|pg|pn|pageno|page_no|pagenum|seite|pagina|start|offset|skip|cursor|after", re.IGNORECASE
)

_CALENDAR_WORDS = words.names(
    """
    calendar calendars kalender calendario calendrier agenda agendas event events termine veranstaltungen archive
    archives archiv archivo archivio schedule programme epg tv-guide
    """
)
_CALENDAR_YEAR = re.compile(r"(?:^|/)(\d{4})/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?/?$")
_FULL_DATE = re.compile(r"(?:^|/)(\d{4})(?:/(?:0[1-9]|1[0-2])/(?:0[1-9]|[12]\d|3[01])|-(?:0[1-9]|1[0-2])(?:-\d\d)?)/?$")
_WRITTEN_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
"""A year that stands by itself: eight digits may be an id."""
_QUERY_YEAR = re.compile(
    r"(?:^|&)(?:year|yr|jahr|ano|annee|anno|date|day|month|tribe-bar-date|cal)=(\d{4})(?:$|&|-\d|\d\d(?:\d\d)?(?:$|&))",
    re.IGNORECASE,
)


def trap_of(url: str, today: date | None = None) -> str | None:
    """Why an address looks like one of endlessly many. None: it does not.

    ``too_long``, ``too_deep``, ``session_id``, ``path_repeats``, ``action`` (print, share, reply), ``calendar`` (a
    list of a year before 1990, after 2099 or more than a year beyond ``today``), ``facets`` (lists that are filtered
    or sorted in combinations). Articles are given the benefit of the doubt.

    >>> trap_of("https://times.test/a/a/a/b"), trap_of("https://times.test/2026/11/11/rain-ends?id=7")
    ('path_repeats', None)
    """
    if len(url) > MAX_LENGTH:
        return "too_long"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return "too_deep"
    pairs = _pairs(parts.query) if parts.query else []
    if _has_session(parts.path, pairs):
        return "session_id"
    if len(segments) > 2 and _repeats(segments):
        return "path_repeats"
    if _acts(segments, pairs):
        return "action"
    if _is_endless_calendar(url, parts.path, parts.query, segments, today):
        return "calendar"
    return "facets" if pairs and _is_filtered(pairs) else None


class QueryCombinations:
    """How many combinations of parameters a path has been asked with; made by who crawls a site.

    What tells one page from another (ids, page numbers, ways in) is no combination: ``/story?id=1`` and
    ``/story?id=2`` count as one. The 20,000 paths used last are remembered, a few bytes for each combination.

    >>> combinations = QueryCombinations(2)
    >>> [combinations.allows(f"https://times.test/list?colour={colour}") for colour in ("red", "blue", "red", "tan")]
    [True, True, True, False]
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._seen: OrderedDict[int, set[int]] = OrderedDict()

    def allows(self, url: str) -> bool:
        """Whether the address is within the limit; asking counts it. Without parameters, always."""
        address, mark, query = url.partition("#")[0].partition("?")
        if not mark or not query:
            return True
        kept = tuple(sorted(pair for pair in _pairs(query[:MAX_LENGTH]) if not _names_a_page(*pair)))
        if not kept:
            return True
        path, combination = hash(address), hash(kept)
        seen = self._seen.setdefault(path, set())
        self._seen.move_to_end(path)
        if len(self._seen) > _MAX_PATHS:
            self._seen.popitem(last=False)
        if combination in seen:
            return True
        if len(seen) >= self.limit:
            return False
        seen.add(combination)
        return True


def _pairs(query: str) -> list[tuple[str, str]]:
    """(name, value) of the parameters that are not there to follow readers."""
    found = []
    for pair in query.replace("&amp;", "&").split("&")[:100]:
        name, _, value = pair.partition("=")
        name = (unquote_plus(name) if "%" in name or "+" in name else name).lower()
        if name and (name in _SESSION_NAMES or not follows_readers(name)):
            found.append((name, value))
    return found


def _has_session(path: str, pairs: list[tuple[str, str]]) -> bool:
    if (";" in path or "(" in path or "sessionid=" in path) and _SESSION_PATH.search(path):
        return True
    return any(
        (name in _SESSION_NAMES and len(value) >= 8)
        or name.startswith("aspsessionid")
        or (name in _SHORT_SESSION_NAMES and _RANDOM.fullmatch(value) is not None)
        for name, value in pairs
    )


def _repeats(segments: list[str]) -> bool:
    """Whether a group of up to four steps comes three times in a row; numbers alone do not count: /11/11/11/."""
    for size in range(1, _LONGEST_BLOCK + 1):
        for start in range(len(segments) - 3 * size + 1):
            block = segments[start : start + size]
            if (
                block == segments[start + size : start + 2 * size] == segments[start + 2 * size : start + 3 * size]
                and not "".join(block).isdecimal()
            ):
                return True
    return False


def _acts(segments: list[str], pairs: list[tuple[str, str]]) -> bool:
    if any(
        (name in _ACTION_PARAMETERS and value not in ("", "0", "false", "no"))
        or (name in _ACTION_NAMES and value.lower() in _ACTIONS)
        for name, value in pairs
    ):
        return True
    return len(segments) > 1 and segments[-1].lower() in _ACTION_STEP and _names_an_article(segments[-2])


def _names_an_article(segment: str) -> bool:
    return segment.count("-") >= 2 or sum(char.isdecimal() for char in segment) >= 4


def _is_endless_calendar(url: str, path: str, query: str, segments: list[str], today: date | None) -> bool:
    found = _FULL_DATE.search(path) or (query and _QUERY_YEAR.search(query)) or None
    is_calendar = any(segment.lower() in _CALENDAR_WORDS for segment in segments)
    if found is None and is_calendar:
        found = _CALENDAR_YEAR.search(path)
    if found is not None and not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return True
    if today is None or _WRITTEN_YEAR.search(f"{path}?{query}") is None:
        return False
    period = url_period(url)
    return (
        period is not None
        and period[0] > today + _FAR_AHEAD
        and (is_calendar or found is not None or is_date_archive(url))
    )


def _is_filtered(pairs: list[tuple[str, str]]) -> bool:
    if len(pairs) < 2:
        return False
    values = {(name, value) for name, value in pairs if name not in _WAYS}
    if any(count > 1 for count in Counter(name for name, _ in values).values()):
        return True
    rest = [pair for pair in values if not _names_a_page(*pair)]
    if sum(_narrows(*pair) for pair in rest) > MAX_FILTERS:
        return True
    has_id = any(_ID_NAME.fullmatch(name) and _ID_VALUE.fullmatch(value) for name, value in pairs)
    return not has_id and len(rest) > 1 and any(name in _SORTS or _is_view(name, value) for name, value in rest)


def _narrows(name: str, value: str) -> bool:
    return name in _FILTERS or name in _SORTS or _is_view(name, value) or _FILTER_NAME.fullmatch(name) is not None


def _is_view(name: str, value: str) -> bool:
    return name in ("view", "layout", "display") and value.lower() in _VIEWS


def _names_a_page(name: str, value: str) -> bool:
    if name in _WAYS or _PAGE_NAME.fullmatch(name):
        return True
    return _ID_NAME.fullmatch(name) is not None and _ID_VALUE.fullmatch(value) is not None

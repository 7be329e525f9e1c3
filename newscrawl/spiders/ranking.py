"""Which page is asked for first: the numbers that requests have as priority, higher first.

Below zero lies the backlog: old articles, archives, what is hardly an article. It waits for all else, and a site
whose backlog alone is left begins a new generation, so that fresh news never waits for an archive.
"""

from __future__ import annotations

RENDERED, RENDER_TRIAL = 500, 240
"""Lists by a browser: where that is known to be worth it; and to find out, when all that names articles was read."""

START, ROBOTS, NEWS_SOURCE, SOURCE, PROBE = 1000, 990, 950, 900, 250
"""Start addresses, then what tells of the newest articles: robots.txt, feeds and news sitemaps, other sitemaps; and
usual places of feeds and sitemaps that nobody has named."""

OLD_DAYS = 30
"""An article that is older waits for all that may be news."""

_BY_AGE = ((1, 400), (3, 360), (7, 320), (OLD_DAYS, 200))
"""(days, points) of an article whose address or feed names its day."""

_FARTHEST_DAYS = 20_000
_POSITIONS = 50


def article_priority(
    chance: float, *, position: int, age_days: int | None, depth: int, list_page: int, is_backfill: bool = False
) -> int:
    """Of a link taken for an article: ``chance`` 0 to 1, ``position`` on its page from 0, ``depth`` of that page.

    >>> fresh = article_priority(0.9, position=3, age_days=0, depth=1, list_page=1)
    >>> undated = article_priority(0.9, position=3, age_days=None, depth=1, list_page=1)
    >>> old = article_priority(0.9, position=3, age_days=800, depth=1, list_page=1)
    >>> fresh > undated > 0 > old
    True
    """
    if age_days is not None and age_days > OLD_DAYS:
        return -20 - min(age_days, _FARTHEST_DAYS) // 10
    if age_days is None and is_backfill:
        return -150
    points = _points_by_age(age_days) if age_days is not None else _points_by_place(depth, list_page)
    return 300 + points + round(80 * chance) - min(position, _POSITIONS)


def _points_by_age(age_days: int) -> int:
    return next((points for days, points in _BY_AGE if age_days <= days), 0)


def _points_by_place(depth: int, list_page: int) -> int:
    """Where nothing tells an article's age: front pages and the first pages of lists show what is new."""
    return max(40, 280 - 40 * depth - 30 * (list_page - 1))


def index_priority(depth: int, list_page: int = 1, *, chance: float = 1.0) -> int:
    """Of an index page ``depth`` links from the start: after fresh articles, before those of deep lists."""
    return max(1, 560 - 60 * depth - 12 * (list_page - 1) - round(60 * (1 - chance)))


def sitemap_priority(rank: int, position: int, *, is_news: bool) -> int:
    """Of a sitemap: ``rank`` as ``sitemap_rank`` gives it, ``position`` in an index that has the newest first."""
    return NEWS_SOURCE if is_news else max(200, SOURCE - 50 * rank - position)


def archive_priority(age_days: int) -> int:
    """Of a page that lists what appeared ``age_days`` ago, in a crawl that goes back; the newest first."""
    return -200 - min(max(age_days, 0), _FARTHEST_DAYS)


def backfill_list_priority(list_page: int) -> int:
    """Of a list's next page, in a crawl that goes back: after the articles of the page before, which tell its age."""
    return -160 - min(list_page // 10, 30)


def tail_priority(chance: float) -> int:
    """Of a link that is hardly an article or a list, yet not surely something else."""
    return -500 + round(100 * chance)

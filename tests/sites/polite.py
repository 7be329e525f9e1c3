"""Sites that ask for patience or refuse, each in its own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import article_page, page, robots, teasers
from tests.sites.stories import stories

STORIES = 6
DELAY_S = 0.3
REST_S = 1


def cases() -> list[Case]:
    return [
        robots_after(503, times=2),
        robots_after(429, times=1),
        robots_always(503),
        robots_always(404),
        robots_always(403),
        robots_behind(5),
        robots_behind(6),
        robots_too_large(),
        robots_long(),
        robots_for_us(),
        crawl_delay(),
        retry_after_seconds(),
        retry_after_date(),
        retry_after_years(),
        one_page_fails(),
        pages_fail(),
        first_pages_fail(),
    ]


def _news(name: str, number: int = STORIES) -> Case:
    site = case(name)
    site.publish(stories(number, name))
    site.site.page("/", page(name, teasers(site.stories)))
    return site


def _first(times: int, answer: Answer, then: Answer, *, path: str = "/robots.txt") -> Callable[[str], Answer | None]:
    """A route that gives one answer so many times, then another."""
    asked: Counter[str] = Counter()

    def route(asked_path: str) -> Answer | None:
        if asked_path != path:
            return None
        asked[path] += 1
        return answer if asked[path] <= times else then

    return route


def robots_after(status: int, *, times: int) -> Case:
    """Its robots.txt comes when it was asked for some times, and then keeps a story back."""
    site = _news(f"robots-{status}-first")
    kept_back = site.stories.pop()
    rules = robots("User-agent: *", f"Disallow: {kept_back.path}")
    site.site.route(_first(times, Answer("busy", status), rules))
    return site


def robots_always(status: int) -> Case:
    site = _news(f"robots-{status}")
    site.site.page("/robots.txt", Answer("no", status))
    if status == 503:
        site.stories.clear()
    return site


def robots_behind(redirects: int) -> Case:
    """Its robots.txt is some redirects away; what is further away than five is not there."""
    site = _news(f"robots-behind-{redirects}")
    for number in range(redirects):
        place = f"/r{number}" if number else "/robots.txt"
        site.site.page(place, Answer("", 301, {"Location": f"/r{number + 1}"}))
    site.site.page(f"/r{redirects}", robots("User-agent: *", "Disallow: /news/"))
    if redirects <= 5:
        site.stories.clear()
    return site


def robots_too_large() -> Case:
    site = _news("robots-too-large")
    site.site.page("/robots.txt", Answer(b"#" * (11 * 1024 * 1024), content_type="text/plain"))
    site.stories.clear()
    return site


def robots_long() -> Case:
    """Rules before 512 KiB count, those behind do not."""
    site = _news("robots-long")
    kept_back = site.stories.pop()
    filler = ["#" * 1000] * 600
    lines = ["User-agent: *", f"Disallow: {kept_back.path}", *filler, "Disallow: /"]
    site.site.page("/robots.txt", robots(*lines))
    return site


def robots_for_us() -> Case:
    """A group of our own, the longest match, and a wildcard."""
    site = _news("robots-for-us")
    stars, kept = site.stories[0], site.stories[1]
    lines = ["User-agent: *", "Disallow: /", "", "User-agent: other", "User-agent: Newscrawl"]
    lines += [f"Disallow: /*-{stars.number}$", "Disallow: /news/", f"Allow: {kept.path}"]
    site.site.page("/robots.txt", robots(*lines))
    site.stories[:] = [kept]
    return site


def crawl_delay() -> Case:
    site = _news("crawl-delay")
    site.site.page("/robots.txt", robots("User-agent: *", f"Crawl-delay: {DELAY_S}"))
    return site


def _retry_after(name: str, value: Callable[[], str]) -> Case:
    """Its third story is not to be had at once, and says when it is."""
    site = _news(name)
    story = site.stories[2]
    asked: Counter[str] = Counter()

    def route(path: str) -> Answer | None:
        if path != story.path:
            return None
        asked[path] += 1
        return Answer("later", 503, {"Retry-After": value()}) if asked[path] <= 4 else Answer(article_page(story))

    site.site._pages.pop(story.path)
    site.site.route(route)
    return site


def retry_after_seconds() -> Case:
    return _retry_after("retry-after", lambda: str(REST_S))


def retry_after_date() -> Case:
    return _retry_after("retry-after-date", lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=2)))


def retry_after_years() -> Case:
    """What it asks for is more than anybody waits."""
    return _retry_after("retry-after-years", lambda: "99999999999")


def one_page_fails() -> Case:
    """A page that is never to be had costs no other one."""
    site = _news("one-page-fails", 12)
    broken = site.stories.pop(3)
    site.site.page(broken.path, Answer("busy", 503))
    return site


def first_pages_fail() -> Case:
    """The newest of its pages are broken, those below are not: it is no host to give up."""
    site = _news("first-pages-fail", 20)
    for story in site.stories[:6]:
        site.site.page(story.path, Answer("broken", 500))
    del site.stories[:6]
    return site


def pages_fail() -> Case:
    """A host that goes down after its front page."""
    site = _news("pages-fail", 40)
    for story in site.stories:
        site.site.page(story.path, Answer("down", 500))
    site.stories.clear()
    return site

"""A site for each trap: ten articles, and a part without an end that holds nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from urllib.parse import parse_qsl, urlencode

from tests.fakeweb import Answer, Site
from tests.sites.crawled import Case, case
from tests.sites.markup import links_to, navigation, page, robots, sitemap_index, teasers
from tests.sites.stories import Story, dated_path, stories

ARTICLES = 10
MOST_REQUESTS = 100
"""What a trap may cost."""

_CHANCE = random.Random(20261123)
_WORDS = "amber basin copper delta ember flint gravel hollow iron juniper kettle lantern meadow nickel".split()  # noqa: SIM905


def cases() -> list[Case]:
    return [
        calendar("calendar", _events_calendar),
        calendar("archive-calendar", _archive_calendar),
        sessions_in_queries(),
        sessions_in_paths(),
        sessions_in_steps(),
        path_repeats(),
        path_cycles(),
        facets(),
        repeating_pager(),
        shuffling_pager(),
        wide_page(),
        deep_sections(),
        random_tags(),
        search_results(),
        query_junk(),
        redirect_chains(),
        redirect_pages(),
        soft_404(),
        wild_subdomains(),
        endless_sitemaps(),
    ]


def limited_cases() -> list[Case]:
    """Sites of a few pages, each with more of one thing than a low limit allows."""
    return [many_links(), many_pages(), long_tail(), random_tags(), query_junk(), repeating_pager()]


def trapped(name: str, body: str, route: Callable[[str], Answer | None] | None = None) -> Case:
    """A site whose front page lists ten articles; ``body`` stands below them and leads into the trap."""
    site = case(name)
    site.publish(stories(ARTICLES, name, path=dated_path))
    site.site.page("/", page(name, teasers(site.stories) + body))
    if route is not None:
        site.site.route(route)
    return site


def token() -> str:
    return f"{_CHANCE.getrandbits(64):016x}"


def word() -> str:
    return f"{_CHANCE.choice(_WORDS)}{_CHANCE.randrange(10**6)}"


# -- calendars ---------------------------------------------------------------------------------------------------------


def calendar(name: str, month_page: Callable[[date], str]) -> Case:
    site = trapped(name, "<nav><a href='/calendar/2026/11/'>Calendar</a></nav>")
    site.site.route(lambda path: _calendar_page(path, month_page))
    return site


def _calendar_page(path: str, month_page: Callable[[date], str]) -> Answer | None:
    steps = path.strip("/").split("/")
    if steps[0] != "calendar":
        return None
    if len(steps) == 4:
        return Answer(page(path, "<h1>Nothing on this day</h1><p>Come back later.</p>"))
    return Answer(month_page(date(int(steps[1]), int(steps[2]), 1)))


def _events_calendar(month: date) -> str:
    days = links_to({f"/calendar/{month:%Y/%m}/{day:02}/": str(day) for day in range(1, 29)})
    return page(f"{month:%B %Y}", f"<h1>{month:%B %Y}</h1>{days}{_months_around(month, 'Next month')}")


def _archive_calendar(month: date) -> str:
    """A month's archive, which says "next" like the page of a list."""
    return page(
        f"Archive {month:%Y-%m}",
        f"<h1>Stories of {month:%B %Y}</h1><p>No stories in this month.</p>{_months_around(month, 'Next')}",
        f"<link rel='next' href='/calendar/{month + timedelta(days=32):%Y/%m}/'>",
    )


def _months_around(month: date, text: str) -> str:
    before, after = month - timedelta(days=1), month + timedelta(days=32)
    return (
        f"<div class='pager'><a href='/calendar/{before:%Y/%m}/'>Previous</a>"
        f"<a href='/calendar/{after:%Y/%m}/'>{text}</a></div>"
    )


# -- addresses that change ---------------------------------------------------------------------------------------------

_SECTIONS = ("/mills/", "/rivers/", "/roads/")


def sessions_in_queries() -> Case:
    return _with_sessions("sessions-query", lambda path: f"{path}?sid={token()}", lambda path: path.partition("?")[0])


def sessions_in_paths() -> Case:
    return _with_sessions(
        "sessions-path", lambda path: f"{path};jsessionid={token().upper()}", lambda path: path.partition(";")[0]
    )


def sessions_in_steps() -> Case:
    """Each link of each response begins with a step of its own: /3f9a…/news/…."""

    def bare(path: str) -> str:
        step, _, rest = path.lstrip("/").partition("/")
        return f"/{rest}" if len(step) == 16 else path

    return _with_sessions("sessions-step", lambda path: f"/{token()}{path}", bare)


def _with_sessions(name: str, marked: Callable[[str], str], bare: Callable[[str], str]) -> Case:
    """Every link of every response has a session of its own; nothing says which address is the right one."""
    site = trapped(name, "")
    fixed = {story.path: site.site.answer(story.path) for story in site.stories}

    def answer(path: str) -> Answer | None:
        plain = bare(path)
        more = navigation(*(marked(section) for section in _SECTIONS))
        listed = teasers(story.at(marked(story.path)) for story in site.stories)
        if plain == "/" or plain in _SECTIONS:
            return Answer(page(name, more + listed))
        if plain in fixed:
            return Answer(str(fixed[plain].body).replace("</body>", f"{more}</body>"))
        return None

    site.site = Site(f"{name}.test")
    site.site.route(answer)
    return site


def path_repeats() -> Case:
    """Relative links without a slash before them, on a site that answers any path."""

    def answer(path: str) -> Answer | None:
        if not path.startswith("/guide/"):
            return None
        return Answer(page("Guide", links_to({"guide/": "Guide", "towns/": "Towns", "walks/": "Walks"})))

    return trapped("path-repeats", "<nav><a href='/guide/'>Guide</a></nav>", answer)


def path_cycles() -> Case:
    """Two sections that lead into each other by relative links."""

    def answer(path: str) -> Answer | None:
        if not path.startswith("/north/"):
            return None
        other = "south" if path.endswith("/north/") else "north"
        return Answer(page(other, links_to({f"{other}/": other.title()})))

    return trapped("path-cycles", "<nav><a href='/north/'>North</a></nav>", answer)


_FILTERS = {
    name: [word() for _ in range(5)] for name in ("colour", "size", "year", "town", "maker", "state")
}  # 6 ** 6 combinations


def facets() -> Case:
    """Six filters of five values, each page with a link for each value; all list the same three articles."""
    site = trapped("facets", "<nav><a href='/finder/'>Finder</a></nav>")

    def answer(path: str) -> Answer | None:
        place, _, query = path.partition("?")
        if place != "/finder/":
            return None
        chosen = dict(parse_qsl(query))
        toggled = {
            f"/finder/?{urlencode({**chosen, name: value})}": value
            for name, values in _FILTERS.items()
            for value in values
        }
        return Answer(page("Finder", teasers(site.stories[:3]) + links_to(toggled)))

    site.site.route(answer)
    return site


def query_junk() -> Case:
    """A section whose links to itself have new parameters with each response."""
    site = trapped("query-junk", "<nav><a href='/latest/'>Latest</a></nav>")

    def answer(path: str) -> Answer | None:
        if path.partition("?")[0] != "/latest/":
            return None
        again = {f"/latest/?{word()}={token()}&v={_CHANCE.randrange(10**6)}": f"Latest {n}" for n in range(12)}
        return Answer(page("Latest", teasers(site.stories[:5]) + links_to(again)))

    site.site.route(answer)
    return site


# -- lists without an end ----------------------------------------------------------------------------------------------


def _endless_pager(name: str, listed: Callable[[list[Story]], list[Story]]) -> Case:
    site = trapped(name, "<nav><a href='/latest/'>Latest</a></nav>")

    def answer(path: str) -> Answer | None:
        place, _, query = path.partition("?")
        if place != "/latest/":
            return None
        number = int(query.removeprefix("page=") or 1)
        more = f"<div class='pager'><a rel='next' href='/latest/?page={number + 1}'>Next</a></div>"
        return Answer(page(f"Latest {number}", teasers(listed(site.stories)) + more))

    site.site.route(answer)
    return site


def repeating_pager() -> Case:
    return _endless_pager("repeating-pager", lambda all_stories: all_stories[-6:])


def shuffling_pager() -> Case:
    return _endless_pager("shuffling-pager", lambda all_stories: _CHANCE.sample(all_stories, 6))


WIDE_LINKS = 50_000


def wide_page() -> Case:
    """A page with 50,000 links in the words of headlines, to pages with nothing on them."""
    offers = {
        f"/offers/{number}-of-the-season.html": f"Offer number {number} is still open to readers"
        for number in range(WIDE_LINKS)
    }
    wide = page("Offers", links_to(offers))

    def answer(path: str) -> Answer | None:
        if path == "/offers/":
            return Answer(wide)
        return Answer(page("Offer", "<p>This offer is over.</p>")) if path.startswith("/offers/") else None

    return trapped("wide-page", "<nav><a href='/offers/'>Offers</a></nav>", answer)


def deep_sections() -> Case:
    """Sections in sections without an end, each with three more and an article that is known."""
    site = trapped("deep-sections", navigation(f"/{word()}/"))

    def answer(path: str) -> Answer | None:
        if not path.endswith("/") or path == "/":
            return None
        return Answer(page(path, navigation(*(f"{path}{word()}/" for _ in range(3))) + teasers(site.stories[:1])))

    site.site.route(answer)
    return site


def random_tags() -> Case:
    """Tags that lead to tags; all list the same articles."""
    site = trapped("random-tags", "<div class='tags'><a rel='tag' href='/tag/river/'>river</a></div>")

    def answer(path: str) -> Answer | None:
        if not path.startswith("/tag/"):
            return None
        cloud = "".join(f"<a rel='tag' href='/tag/{one}/'>{one}</a> " for one in (word() for _ in range(30)))
        return Answer(page(path, f"{teasers(site.stories)}<div class='tags'>{cloud}</div>"))

    site.site.route(answer)
    return site


def search_results() -> Case:
    """Results that lead to more results, by queries and by paths."""
    start = {"/search?q=river": "Search for river", "/search/weir/": "Search for weir"}
    site = trapped("search-results", links_to(start))

    def answer(path: str) -> Answer | None:
        if not path.startswith("/search"):
            return None
        related = [word() for _ in range(10)]
        more = {f"/search?q={one}": f"Search for {one}" for one in related[:5]}
        more |= {f"/search/{one}/": f"Search for {one}" for one in related[5:]}
        return Answer(page("Results", teasers(site.stories[:6]) + links_to(more)))

    site.site.route(answer)
    return site


def redirect_chains() -> Case:
    """Fifteen addresses that lead from one to the next without an end, each a new one."""
    go = {f"/go/{token()}": f"Read how the {word()} came to town today" for _ in range(15)}

    def answer(path: str) -> Answer | None:
        return Answer("", 302, {"Location": f"/go/{token()}"}) if path.startswith("/go/") else None

    return trapped("redirect-chains", links_to(go), answer)


def redirect_pages() -> Case:
    """Addresses that lead to new ones, to pages with next to no text and ten more addresses of the kind."""

    def more() -> str:
        return links_to({f"/go/{token()}": f"Read how the {word()} came to town today" for _ in range(10)})

    def answer(path: str) -> Answer | None:
        if path.startswith("/go/"):
            return Answer("", 302, {"Location": f"/seen/{token()}"})
        return Answer(page("Seen", more())) if path.startswith("/seen/") else None

    return trapped("redirect-pages", more(), answer)


def soft_404() -> Case:
    """Whatever is asked for is there, has next to no text, and leads to more of its kind in the words of headlines."""

    def answer(path: str) -> Answer | None:
        if not path.endswith(".html"):
            return None
        more = {f"/{word()}/{word()}-{word()}.html": f"Why the {word()} may return to the hills" for _ in range(20)}
        return Answer(page("Oh dear", f"<h1>Not found, but maybe this?</h1>{links_to(more)}"))

    return trapped("soft-404", links_to({f"/{word()}/lost-page.html": "A page that was lost on the way"}), answer)


def wild_subdomains() -> Case:
    """Any host below the site's name answers, and leads to ten more of them."""
    site = trapped("wild", links_to({"http://x1.wild.test/": "Our friends"}))
    everywhere = Site("*.wild.test")
    again = [story.at(f"http://wild.test{story.path}") for story in site.stories[:6]]

    def answer(path: str) -> Answer | None:
        hosts = {f"http://{word()}.wild.test/": "Our friends" for _ in range(10)}
        return None if path == "/robots.txt" else Answer(page("Friends", teasers(again) + links_to(hosts)))

    everywhere.route(answer)
    site.others.append(everywhere)
    return site


def endless_sitemaps() -> Case:
    """Each sitemap index leads to three more."""
    site = trapped("endless-sitemaps", "")
    site.site.page("/robots.txt", robots("Sitemap: /maps/1.xml"))

    def answer(path: str) -> Answer | None:
        if not path.startswith("/maps/"):
            return None
        return sitemap_index(site.host, [f"/maps/{word()}.xml" for _ in range(3)])

    site.site.route(answer)
    return site


def facet_combinations() -> int:
    """How many pages the facets make."""
    return sum(1 for _ in product(*([None, *values] for values in _FILTERS.values())))


# -- more of one thing than a low limit allows -------------------------------------------------------------------------


def many_links() -> Case:
    site = case("many-links")
    site.publish(stories(45, "many-links"))
    site.site.page("/", page("Links", teasers(site.stories)))
    return site


def many_pages() -> Case:
    """Sixty stories in six sections."""
    site = case("many-pages")
    site.publish(stories(60, "many-pages"))
    sections = [f"/ward-{number}/" for number in range(6)]
    site.site.page("/", page("Wards", navigation(*sections)))
    for number, path in enumerate(sections):
        site.site.page(path, page(path, teasers(site.stories[number * 10 : number * 10 + 10])))
    return site


def long_tail() -> Case:
    """Links that promise little, to pages that hold nothing."""
    odd = {f"/odd/{word()}/form": "Order now" for _ in range(40)}
    return trapped(
        "long-tail",
        f"<footer>{links_to(odd)}</footer>",
        lambda path: Answer(page("Odd", "<p>Nothing here.</p>")) if path.startswith("/odd/") else None,
    )

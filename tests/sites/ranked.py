"""Sites on which it shows in which order a crawl asks for pages."""

from __future__ import annotations

import random
from string import ascii_lowercase

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import article_page, links_to, navigation, page, teasers
from tests.sites.stories import Story, stories

# -- forty stories among a hundred other links -------------------------------------------------------------------------

SERVICES = (
    *("/about", "/contact", "/imprint", "/privacy", "/terms", "/jobs", "/advertise", "/newsletter", "/help", "/faq"),
    *("/subscribe", "/accessibility", "/cookies", "/team", "/shop", "/weather", "/crossword", "/horoscope", "/games"),
)
NEVER = (
    "/login?return=%2Fnews%2F1",
    "/account/signin?redirect=/",
    "/report-2026.pdf",
    "/media/harbour.jpg",
    "/media/bells.mp3",
    "/share?to=wall&url=http%3A%2F%2Fcrowded.test%2F",
    "/wp-login.php?redirect_to=%2F",
    "/feed-of-pictures.zip",
)
"""Login returns, share links and files: what is never asked for."""


def crowded() -> Case:
    """Forty stories among a hundred other links, on one front page."""
    site = case("crowded")
    site.publish(stories(40, "crowded"))
    comment_forms = [f"{one.path}?replytocom={7 * one.number}" for one in site.stories[:20]]
    shares = [f"/share?to=mail&url={one.path}" for one in site.stories[20:40]]
    pages = [f"/service/{letter}" for letter in ascii_lowercase]
    for path in [*SERVICES, *pages]:
        site.site.page(path, page(path, f"<h1>{path.strip('/').title()}</h1><p>Write to us on paper.</p>"))
    others = [*SERVICES, *pages, *NEVER, *comment_forms, *shares]
    labels = {path: path.strip("/").partition("?")[0].rpartition("/")[2].title() for path in others}
    labels |= dict.fromkeys(comment_forms, "Reply") | dict.fromkeys(shares, "Share")
    half = len(others) // 2
    menu = links_to({path: labels[path] for path in others[:half]})
    footer = links_to({path: labels[path] for path in others[half:]})
    site.site.page("/", page("Crowded", f"<nav>{menu}</nav>{teasers(site.stories)}<footer>{footer}</footer>"))
    return site


def is_never_asked_for(path: str) -> bool:
    return path in NEVER or "replytocom=" in path or path.startswith(("/share?", "/login", "/account/"))


# -- sections that give news, and sections that do not -----------------------------------------------------------------

QUIET, BUSY = ("/harbour/", "/hills/", "/mills/"), "/council/"


class Sections:
    """A site whose busy section alone, last in the menu, ever has what the front page has not."""

    def __init__(self) -> None:
        self.case = case("sections")
        self.case.publish(stories(9, "sections", first=10))
        self.own = stories(4, "sections", first=30)
        self.case.publish(self.own)
        for number, path in enumerate(QUIET):
            self.case.site.page(path, page(path, teasers(self.case.stories[3 * number : 3 * number + 3])))
        self.case.site.page("/", page("Sections", navigation(*QUIET, BUSY) + teasers(self.case.stories[:9])))
        self.case.site.route(lambda path: Answer(page(path, teasers(self.own))) if path == BUSY else None)

    def publish_one_more(self) -> None:
        newest = stories(1, "sections", first=29 - len(self.own))
        self.case.publish(newest)
        self.own[:0] = newest


# -- addresses and words that say nothing ------------------------------------------------------------------------------


class Unspeaking:
    """A site whose articles are under ``/x/`` and whose other pages are under ``/y/``; each link says "More"."""

    def __init__(self) -> None:
        self.case = case("unspeaking")
        self._chance = random.Random(7)
        self.articles: list[Story] = []
        self.others: list[str] = []
        self.publish_more(25)
        self.case.site.route(self._answer)

    def publish_more(self, count: int) -> None:
        """``count`` articles and as many other pages, all on the front page; what was there before is not."""
        first = len(self.case.stories) + 1
        self.articles = [one.at(f"/x/{self._name()}") for one in stories(count, "unspeaking", first=first)]
        self.case.publish(self.articles, lambda one: article_page(one))
        self.others = [f"/y/{self._name()}" for _ in range(count)]

    def _name(self) -> str:
        return "".join(self._chance.choices(ascii_lowercase, k=6))

    def _answer(self, path: str) -> Answer | None:
        if path == "/":
            mixed = [*(one.path for one in self.articles), *self.others]
            random.Random(len(self.case.stories)).shuffle(mixed)
            return Answer(page("Unspeaking", "".join(f"<p>· <a href='{href}'>More</a></p>" for href in mixed)))
        return Answer(page("Board", "<h1>Board</h1><p>Two chairs, one table.</p>")) if path.startswith("/y/") else None

"""Sites whose articles have several pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.sites.crawled import Case, case
from tests.sites.markup import alternate, page, paragraphs, rss, teasers
from tests.sites.stories import Story, stories

PARTS = 3


@dataclass(frozen=True)
class Form:
    """How an article of three pages names its parts, and what leads from one to the next."""

    address: Callable[[str, int], str]
    """(path of part 1, number) to the part's address."""
    markup: Callable[[str, int], str]
    """(path of part 1, number) to what the part has below its text."""
    head: Callable[[str, int], str] = lambda path, number: ""
    """The same, for what it has in its head."""
    first: str = "/news/{slug}"
    """Address of part 1."""


def _file(path: str, number: int) -> str:
    return path if number == 1 else path.replace(".html", f"_{number}.html")


def _query(path: str, number: int) -> str:
    return path if number == 1 else f"{path}?page={number}"


def _step(path: str, number: int) -> str:
    return path if number == 1 else f"{path}{number}/"


def _numbers(address: Callable[[str, int], str]) -> Callable[[str, int], str]:
    def markup(path: str, number: int) -> str:
        links = (f"<a href='{address(path, n)}'>{n}</a>" if n != number else f"<b>{n}</b>" for n in range(1, PARTS + 1))
        return f"<div class='pages'>{' '.join(links)}</div>"

    return markup


def _forth(address: Callable[[str, int], str], text: str) -> Callable[[str, int], str]:
    def markup(path: str, number: int) -> str:
        said = text.format(number=number + 1, last=PARTS)
        return f"<p class='pager'><a href='{address(path, number + 1)}'>{said}</a></p>" if number < PARTS else ""

    return markup


def _nothing(path: str, number: int) -> str:
    return ""


def _rel_next(path: str, number: int) -> str:
    before = f"<link rel='prev' href='{_query(path, number - 1)}'>" if number > 1 else ""
    return before + (f"<link rel='next' href='{_query(path, number + 1)}'>" if number < PARTS else "")


FORMS = {
    "parts-rel-next": Form(_query, _nothing, _rel_next),
    "parts-files": Form(_file, _numbers(_file), first="/news/{slug}.html"),
    "parts-query": Form(_query, _forth(_query, "Next page")),
    "parts-of": Form(_step, _forth(_step, "Page {number} of {last}"), first="/news/{slug}/"),
    "parts-german": Form(_query, _forth(_query, "Weiter auf Seite {number} von {last}")),
    "parts-numbers": Form(_query, _numbers(_query)),
}
ARTICLES = 3
"""Articles of three pages that each site has, beside two of one page."""


def cases() -> list[Case]:
    return [*(site_in_parts(name, form) for name, form in FORMS.items()), next_articles()]


def site_in_parts(name: str, form: Form) -> Case:
    """The front page links the first part of each article, and of one the second part too."""
    site = case(name)
    long = stories(ARTICLES, name, path=lambda n, slug, _: form.first.format(slug=f"{slug}-part"))
    short = stories(2, name, first=ARTICLES + 1)
    for one in long:
        for number in range(1, PARTS + 1):
            site.site.page(form.address(one.path, number), _part(one, form, number))
    site.stories += long
    site.publish(short)
    second = form.address(long[0].path, 2)
    again = f"<div class='teaser'><h3><a href='{second}'>{long[0].headline}, second part</a></h3></div>"
    site.site.page("/", page(name, teasers(long + short) + again))
    return site


def _part(one: Story, form: Form, number: int) -> str:
    """One paragraph of a story; headline and claims stand on each of its pages."""
    claims = (
        "<meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='{one.date}'>{form.head(one.path, number)}"
    )
    body = f"<article><h1>{one.headline}</h1>{paragraphs([one.paragraphs[number - 1]])}</article>"
    return page(one.headline, f"<a href='/'>Home</a>{body}{form.markup(one.path, number)}", claims)


def addresses(name: str) -> list[list[str]]:
    """The addresses of the parts of each article of a site."""
    form = FORMS[name]
    long = stories(ARTICLES, name, path=lambda n, slug, _: form.first.format(slug=f"{slug}-part"))
    return [[form.address(one.path, number) for number in range(1, PARTS + 1)] for one in long]


def next_articles() -> Case:
    """Articles of one page whose ``rel=next`` is the next article; their addresses differ in a number alone."""
    site = case("next-articles")
    all_stories = stories(4, "next-articles", path=lambda number, slug, _: f"/news/{1040 + number}.html")
    for one, after in zip(all_stories, [*all_stories[1:], None], strict=True):
        head = f"<link rel='next' href='{after.path}'>" if after else ""
        below = f"<p><a rel='next' href='{after.path}'>Next: {after.headline}</a></p>" if after else ""
        claims = (
            f"<meta property='og:type' content='article'><meta property='article:published_time' content='{one.date}'>"
        )
        body = f"<article><h1>{one.headline}</h1>{paragraphs(one.paragraphs)}</article>{below}"
        site.site.page(one.path, page(one.headline, body, head + claims))
    site.stories += all_stories
    site.site.page("/", page("Next", teasers(all_stories), alternate("/news.feed", "application/rss+xml")))
    site.site.page("/news.feed", rss(site.host, all_stories))
    return site

"""A site for each way in which a list says where it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import article_page, navigation, page, teasers
from tests.sites.stories import Story, stories

PAGES, PER_PAGE = 5, 4
START = "/latest/"


@dataclass(frozen=True)
class Pager:
    """A form of pagination. Its pages but the first are where ``address`` says; the first is at ``START``."""

    address: Callable[[int], str]
    markup: Callable[[int], str]
    """What a page that is not the last has, by its number."""
    is_in_head: bool = False
    is_fragment: bool = False
    """Whether all pages but the first are pieces of HTML to be put into the first."""


def _path(number: int) -> str:
    return f"{START}page/{number}/"


def _query(number: int) -> str:
    return f"{START}?page={number}"


def _index_file(number: int) -> str:
    return f"{START}index_{number}.html"


def _offset(number: int) -> str:
    return f"{START}?start={(number - 1) * PER_PAGE}"


def _from_zero(number: int) -> str:
    return f"{START}?page={number - 1}"


def _cursor(number: int) -> str:
    return f"{START}?after=k{number * 7919 % 9973}z"


def _fragment(number: int) -> str:
    return f"{START}more?page={number}"


def _around(number: int, address: Callable[[int], str], text: str = "Next") -> str:
    """A link back and one forth; the one back leads to an address that nothing else has."""
    back = f"<a href='{address(number - 1)}'>Previous</a>" if number > 1 else ""
    return f"<div class='pager'>{back}<a href='{address(number + 1)}'>{text}</a></div>"


def _numbers(number: int, address: Callable[[int], str], digits: str = "0123456789") -> str:
    own = {str(value): digit for value, digit in enumerate(digits)}
    links = (
        f"<a href='{address(n)}'>{_written(n, own)}</a>" if n != number else f"<strong>{_written(n, own)}</strong>"
        for n in range(1, PAGES + 1)
    )
    return f"<div class='pages'>{' '.join(links)}</div>"


def _written(number: int, digits: dict[str, str]) -> str:
    return "".join(digits[digit] for digit in str(number))


def _select(number: int) -> str:
    options = "".join(
        f"<option value='{_index_file(n)}'{' selected' if n == number else ''}>{n}</option>"
        for n in range(1, PAGES + 1)
    )
    return f"<div class='pages'><select onchange='location=this.value'>{options}</select></div>"


PAGERS = {
    "rel-next-link": Pager(_path, lambda n: f"<link rel='next' href='{_path(n + 1)}'>", is_in_head=True),
    "rel-next-anchor": Pager(_path, lambda n: f"<p><a rel='next' href='{_path(n + 1)}'><i class='arrow'></i></a></p>"),
    "next-and-previous": Pager(_path, lambda n: _around(n, _path)),
    "arrow": Pager(_query, lambda n: _around(n, _query, "»")),
    "numbers": Pager(_query, lambda n: _numbers(n, _query)),
    "arabic-numbers": Pager(_query, lambda n: _numbers(n, _query, "٠١٢٣٤٥٦٧٨٩")),
    "index-files": Pager(_index_file, lambda n: _numbers(n, _index_file)),
    "select": Pager(_index_file, _select),
    "load-more": Pager(
        _fragment,
        lambda n: f"<button class='load-more' data-url='{_fragment(n + 1)}'>Load more</button>",
        is_fragment=True,
    ),
    "load-more-link": Pager(
        _fragment, lambda n: f"<a class='load-more' href='{_fragment(n + 1)}'>Show more</a>", is_fragment=True
    ),
    "offset": Pager(_offset, lambda n: _around(n, _offset)),
    "offset-numbers": Pager(_offset, lambda n: _numbers(n, _offset)),
    "from-zero": Pager(_from_zero, lambda n: _around(n, _from_zero)),
    "cursor": Pager(_cursor, lambda n: f"<div class='pager'><a href='{_cursor(n + 1)}'>Next</a></div>"),
}

NEXT_WORDS = {
    "en": "Next", "en-older": "Older posts", "de": "Weiter", "de-older": "Ältere Beiträge", "fr": "Page suivante",
    "es": "Siguiente", "pt": "Próxima", "it": "Successiva", "nl": "Volgende", "pl": "Następna", "ru": "Следующая",
    "el": "Επόμενη", "tr": "Sonraki", "ar": "التالي", "fa": "بعدی", "he": "הבא", "hi": "अगला", "bn": "পরবর্তী",
    "th": "ถัดไป", "zh": "下一页", "ja": "次へ", "ko": "다음", "vi": "Trang sau",
}  # fmt: skip
LANGUAGE_PAGES, LANGUAGE_PER_PAGE = 2, 2


def cases() -> list[Case]:
    return [*(paged_site(name, pager) for name, pager in PAGERS.items()), languages(), many_numbers()]


def paged_site(name: str, pager: Pager) -> Case:
    """Five pages of four stories; the front page has a link to the first page and nothing else."""
    site = case(name)
    site.publish(stories(PAGES * PER_PAGE, name))
    site.site.page("/", page(name, navigation(START) + "<p>All stories are under Latest.</p>"))
    for number in range(1, PAGES + 1):
        listed = site.stories[(number - 1) * PER_PAGE : number * PER_PAGE]
        site.site.page(START if number == 1 else pager.address(number), _list_page(listed, pager, number))
    again = _list_page(site.stories[:PER_PAGE], pager, 1)
    site.site.page(pager.address(1), again)
    return site


def _list_page(listed: list[Story], pager: Pager, number: int) -> Answer:
    markup = pager.markup(number) if number < PAGES or pager.markup in (_select,) else ""
    if pager.is_fragment and number > 1:
        return Answer(teasers(listed) + markup)
    body = teasers(listed) + ("" if pager.is_in_head else markup)
    return Answer(page(f"Latest, page {number}", body, markup if pager.is_in_head else ""))


def language_of(story: Story) -> str:
    return story.path.split("/")[2]


def languages() -> Case:
    """A section for each language, whose pagers have its word for "next" and nothing else."""
    site = case("languages")
    for position, (language, word) in enumerate(NEXT_WORDS.items()):
        first = position * 10 + 1
        listed = stories(LANGUAGE_PAGES * LANGUAGE_PER_PAGE, "languages", first=first)
        section = f"/in/{language}/"
        site.publish(story.at(f"{section}{story.path.removeprefix('/news/')}") for story in listed)
        own = site.stories[-len(listed) :]
        for number in range(1, LANGUAGE_PAGES + 1):
            part = own[(number - 1) * LANGUAGE_PER_PAGE : number * LANGUAGE_PER_PAGE]
            more = f"<div class='pager'><a href='{section}page/{number + 1}'>{word}</a></div>"
            body = teasers(part) + (more if number < LANGUAGE_PAGES else "")
            site.site.page(section if number == 1 else f"{section}page/{number}", page(section, body))
    site.site.page("/", page("Languages", navigation(*(f"/in/{language}/" for language in NEXT_WORDS))))
    return site


MANY = 10
MANY_ADDRESS = "/all/?page={}"


def many_numbers() -> Case:
    """Ten pages, each with a link to every other one."""
    site = case("many-numbers")
    site.publish(stories(MANY * 3, "many-numbers"))
    site.site.page("/", page("Many", navigation("/all/")))
    for number in range(1, MANY + 1):
        links = " ".join(f"<a href='{MANY_ADDRESS.format(n)}'>{n}</a>" for n in range(1, MANY + 1) if n != number)
        body = teasers(site.stories[(number - 1) * 3 : number * 3]) + f"<div class='pages'>{links}</div>"
        site.site.page("/all/" if number == 1 else MANY_ADDRESS.format(number), page("All", body))
    return site


GROWING_PER_PAGE = 4


def growing_list() -> Case:
    """A list of ten pages; what is put before its stories is on its first page."""
    site = case("growing")
    site.publish(stories(10 * GROWING_PER_PAGE, "growing", first=4))
    site.site.page("/", page("Growing", navigation(START)))
    site.site.route(lambda path: _growing_page(site, path))
    return site


def grow(site: Case) -> None:
    """Put three new stories before the others."""
    known = list(site.stories)
    site.publish(stories(3, "growing"))
    site.stories[:] = [*site.stories[len(known) :], *known]


def _growing_page(site: Case, path: str) -> Answer | None:
    if path.partition("?")[0] != START:
        return None
    number = int(path.partition("page=")[2] or 1)
    listed = site.stories[(number - 1) * GROWING_PER_PAGE : number * GROWING_PER_PAGE]
    more = _around(number, _query) if number * GROWING_PER_PAGE < len(site.stories) else ""
    return Answer(page("Latest", teasers(listed) + more))


def next_stories() -> Case:
    """The front page has half of the stories; each story says which is the next one, in several ways."""
    site = case("next-stories")
    all_stories = stories(12, "next-stories")
    for one, after in zip(all_stories, [*all_stories[1:], None], strict=True):
        site.publish([one], lambda story, after=after: _with_next_story(story, after))
    site.site.page("/", page("Stories", teasers(all_stories[::2])))
    return site


def _with_next_story(story: Story, after: Story | None) -> str:
    if after is None:
        return article_page(story)
    link = f"<nav class='nav-links'><a rel='next' href='{after.path}'>Next: {after.headline}</a></nav>"
    return article_page(story, head=f"<link rel='next' href='{after.path}'>", below=link)

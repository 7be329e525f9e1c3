"""republisher.test: a content farm on an old CMS, which reprints the newsroom's wire stories under false labels.

The CMS glues the breadcrumb and the site's name to the headline, calls everybody ``View``, counts ``veryGood!`` and
surrounds each text with three lists of other headlines, some of them cut at the first inner quotation mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

from newscrawl.demo.content import REPUBLISHER, SITE_NAMES, Story, republisher_stories
from newscrawl.demo.markup import Answer, blocks_html, html_page, static_file
from newscrawl.demo.pictures import draw

NAME = SITE_NAMES[REPUBLISHER]
SECTIONS = ("Stocks", "Markets", "Finance")
STORIES_PER_PAGE = 4

_SELECT_PAGER_SECTION = "Markets"
"""The one section whose other pages hide in a ``<select>``."""

_RANKING, _RECOMMENDED, _RELATED = 6, 5, 7
_THUMBNAIL_SCENES = ("city", "hall", "hills", "harbour")


def answers() -> dict[str, Answer]:
    """Every path of the site with what it gives."""
    stories = republisher_stories()
    counter = Answer(b"void 0;\n", "text/javascript; charset=utf-8")
    pages = {
        "/": html_page(_front_page(stories)),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /e/\n", "text/plain; charset=utf-8"),
        "/static/republisher.css": static_file("republisher.css", "text/css; charset=utf-8"),
        "/images/avatar.jpg": Answer(draw("avatar", "sky"), "image/svg+xml"),
        "/e/public/ViewClick/": counter,
    }
    for number, story in enumerate(stories):
        pages[story.path] = html_page(_article_page(story, stories), story)
        scene = _THUMBNAIL_SCENES[number % len(_THUMBNAIL_SCENES)]
        pages[_thumbnail(story)] = Answer(draw(story.path, scene), "image/svg+xml")
    for section in SECTIONS:
        pages |= _section_pages(section, stories)
    return pages


def _page(title: str, main: str) -> str:
    sections = "".join(f'<li><a href="/{section}/">{section}</a></li>' for section in SECTIONS)
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="keywords" content=""><meta name="description" content="">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/static/republisher.css"></head><body>\n'
        f'<header><div class="logo"><a href="/">{NAME}</a></div>'
        f'<nav><ul id="starlist"><li><a href="/">Home</a></li>{sections}</ul></nav></header>\n'
        f"{main}\n"
        f"<footer><p>Copyright 2026 {NAME} All Rights Reserved. Powered by {NAME}</p></footer></body></html>\n"
    )


def _position(section: str) -> str:
    return f'<span class="con_nav">Current:<a href="/">Home</a>&nbsp;>&nbsp;<a href="/{section}/">{section}</a></span>'


def _article_page(story: Story, stories: Sequence[Story]) -> str:
    headline = escape(story.headline)
    number = stories.index(story) + 1
    counter = f"/e/public/ViewClick/?classid=4&id={number}"
    digg = f"/e/public/digg/?classid=4&id={number}"
    return _page(
        f"{story.headline} -{NAME}",
        '<article><div class="lbox"><div class="content_box whitebg">'
        f'<h2 class="htitle">{_position(story.section)}{headline} -{NAME}</h2>\n'
        f'<h1 class="con_tilte">{headline}</h1>\n'
        f'<p class="bloginfo"><i class="avatar"><img src="/images/avatar.jpg"></i><span>{story.name}</span> '
        f'<span><script src="{counter}&addclick=1"></script>View</span></p>'
        f"<p>Date:{story.date_published.replace('T', ' ')}</p>\n"
        f'<div class="con_text">{"".join(blocks_html(story.blocks))}'
        f'<p><span class="diggit"><a href="JavaScript:makeRequest(\'{digg}\');"> veryGood!</a> '
        f'(<b id="diggnum"><script src="{counter}&down=5"></script>{story.very_good}</b>)</span></p></div></div>\n'
        f"{_related(story, stories)}</div>\n{_side(story, stories)}</article>",
    )


def _front_page(stories: Sequence[Story]) -> str:
    return _page(
        NAME,
        '<div class="lbox"><div class="whitebg bloglist"><h2 class="htitle">Latest</h2><ul>\n'
        f"{_list_items(stories[:9])}</ul></div></div>\n{_side(stories[0], stories)}",
    )


def _section_pages(section: str, stories: Sequence[Story]) -> dict[str, Answer]:
    filed = [story for story in stories if story.section == section]
    starts = range(0, len(filed), STORIES_PER_PAGE)
    pages = {}
    for number, start in enumerate(starts, start=1):
        part = filed[start : start + STORIES_PER_PAGE]
        pager = _pager(section, number, len(starts), len(filed))
        pages[_page_path(section, number)] = html_page(_section_page(section, part, pager, stories))
    return pages | {f"/{section}/index.html": pages[f"/{section}/"]}


def _page_path(section: str, number: int) -> str:
    return f"/{section}/" if number == 1 else f"/{section}/index_{number}.html"


def _section_page(section: str, part: Sequence[Story], pager: str, stories: Sequence[Story]) -> str:
    return _page(
        f"{section}-{NAME}",
        '<div class="lbox"><div class="whitebg bloglist">'
        f'<h2 class="htitle">{_position(section)}{section}</h2><ul>\n'
        f"{_list_items(part)}</ul>\n{pager}</div></div>\n{_side(part[0], stories)}",
    )


def _pager(section: str, number: int, last: int, total: int) -> str:
    count = f'<a title="Total record">&nbsp;<b>{total}</b> </a>&nbsp;&nbsp;'
    if section == _SELECT_PAGER_SECTION:
        return f'<div class="pagelist">{count}{_select_pager(section, number, last)}</div>'
    links = "&nbsp;".join(
        f"<b>{other}</b>" if other == number else f'<a href="{_page_path(section, other)}">{other}</a>'
        for other in range(1, last + 1)
    )
    if number < last:
        links += f'&nbsp;<a href="{_page_path(section, number + 1)}">Next</a>'
        links += f'&nbsp;<a href="{_page_path(section, last)}">End</a>'
    return f'<div class="pagelist">{count}{links}</div>'


def _select_pager(section: str, number: int, last: int) -> str:
    options = "".join(
        f'<option value="/{section}/index{"" if other == 1 else f"_{other}"}.html"'
        f"{' selected' if other == number else ''}>{other}</option>"
        for other in range(1, last + 1)
    )
    return f'<select onchange="self.location.href=this.options[this.selectedIndex].value">{options}</select>'


def _list_items(stories: Iterable[Story]) -> str:
    return "".join(
        f'<li><h3 class="blogtitle"><a href="{story.path}" target="_blank">{_list_headline(story)}</a></h3>'
        f'<span class="blogpic imgscale"><a href="{story.path}"><img src="{_thumbnail(story)}"></a></span>'
        f'<p class="blogtext">{_list_headline(story)}...</p>'
        f'<p class="bloginfo"><span>{story.name}</span><span>{story.date_published[:10]}</span>'
        f"<span>View(<b>{story.very_good * 7}</b>)</span></p></li>\n"
        for story in stories
    )


def _list_headline(story: Story) -> str:
    return escape(story.list_headline or story.headline)


def _thumbnail(story: Story) -> str:
    return story.path.replace("/news/", "/d/file/").replace(".html", ".jpg")


def _following(story: Story, stories: Sequence[Story], skip: int) -> Iterable[Story]:
    """The other stories in a circle, from the one ``skip`` places further on."""
    start = stories.index(story)
    return (stories[(start + step) % len(stories)] for step in range(skip, len(stories)))


def _related(story: Story, stories: Sequence[Story]) -> str:
    items = "".join(_titled_item(other) for other in islice(_following(story, stories, 1), _RELATED))
    return f'<div class="whitebg"><h2 class="htitle">Related</h2><ul class="otherlink">{items}</ul></div>'


def _titled_item(story: Story) -> str:
    headline = _list_headline(story)
    return f'<li><a href="{story.path}" title="{headline}">{headline}</a></li>'


def _side(story: Story, stories: Sequence[Story]) -> str:
    """Ranking and Recommendation; one story may stand in two of the lists, as on the real thing."""
    by_likes = sorted((other for other in stories if other is not story), key=lambda other: -other.very_good)
    ranking = "".join(_titled_item(other) for other in by_likes[:_RANKING])
    top, *others = islice(_following(story, stories, _RELATED + 1), _RECOMMENDED)
    items = "".join(
        f'<li><a href="{other.path}"><i><img src="{_thumbnail(other)}"></i><p>{_list_headline(other)}</p></a></li>'
        for other in others
    )
    return (
        '<aside class="rbox"><div class="whitebg paihang"><h2 class="htitle">Ranking</h2>'
        f'<ul>{ranking}</ul></div><div class="whitebg tuijian"><h2 class="htitle">Recommendation</h2>'
        f'<section class="topnews imgscale"><a href="{top.path}"><img src="{_thumbnail(top)}">'
        f"<span>{_list_headline(top)}</span></a></section><ul>{items}</ul></div></aside>"
    )

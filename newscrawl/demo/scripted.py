"""scripted.test: a magazine whose lists are made by JavaScript and whose articles carry microdata alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import unquote

from newscrawl.demo.content import SCRIPTED, SITE_NAMES, Picture, Story, scripted_stories
from newscrawl.demo.markup import BUILT, XML, Answer, blocks_html, html_page, static_file
from newscrawl.demo.pictures import HEIGHT, WIDTH, draw

HOME = f"http://{SCRIPTED}"
NAME = SITE_NAMES[SCRIPTED]
_IN_FEED = 6  # the newest; the front page has all, and each story leads to its neighbours


def answers() -> dict[str, Answer]:
    """Every path of the site, percent-encoded, with what it gives."""
    stories = scripted_stories()
    pages = {
        "/": html_page(_FRONT_PAGE),
        "/imprint": html_page(_IMPRINT),
        "/atom.xml": Answer(_feed(stories[:_IN_FEED]).encode(), "application/atom+xml; charset=utf-8"),
        "/api/list.json": Answer(_list_json(stories).encode(), "application/json"),
        "/robots.txt": Answer(b"User-agent: *\nAllow: /\n", "text/plain; charset=utf-8"),
        "/static/scripted.css": static_file("scripted.css", "text/css; charset=utf-8"),
        "/static/scripted.js": static_file("scripted.js", "text/javascript; charset=utf-8"),
        "/sitemap.xml": Answer(_EMPTY_SITEMAP.encode(), XML),
    }
    for number, story in enumerate(stories):
        newer = stories[number - 1] if number else None
        older = stories[number + 1] if number + 1 < len(stories) else None
        pages[story.path] = html_page(_article_page(story, newer, older), story)
        if story.picture:
            pages[story.picture.path] = Answer(draw(story.picture.seed, story.picture.scene), "image/svg+xml")
    return pages


# A generator's default that nobody ever filled.
_EMPTY_SITEMAP = (
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>\n'
)


def _page(title: str, main: str, language: str = "en", head: str = "") -> str:
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/static/scripted.css">
<link rel="alternate" type="application/atom+xml" title="{NAME}" href="/atom.xml">
{head}
</head>
<body>
<header class="top"><a class="brand" href="/">{NAME}</a></header>
{main}
<footer class="bottom"><a href="/imprint">Imprint</a> <a href="/atom.xml">Feed</a></footer>
</body>
</html>
"""


_FRONT_PAGE = _page(
    NAME,
    '<main><p class="motto">A magazine for slow evenings</p><div id="root"></div>'
    "<noscript><p>The contents of this magazine are put together by a script. Without one, please use the feed.</p>"
    "</noscript></main>",
    head='<script src="/static/scripted.js" defer></script>',
)

_IMPRINT = _page(
    f"Imprint – {NAME}",
    "<main><h1>Imprint</h1><p>Lanternfield is made by five people at one table. Its places and people are invented.</p>"
    "</main>",
)


def _article_page(story: Story, newer: Story | None, older: Story | None) -> str:
    text = "\n".join(blocks_html(story.blocks))
    authors = ", ".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{author}</span>'
        "</span>"
        for author in story.authors
    )
    main = f"""<main>
<article itemscope itemtype="https://schema.org/NewsArticle">
<meta itemprop="inLanguage" content="{story.language}">
<link itemprop="mainEntityOfPage" href="{story.url}">
<p class="rubric" itemprop="articleSection">{story.section}</p>
<h1 itemprop="headline">{escape(story.headline)}</h1>
<p class="intro" itemprop="description">{escape(story.summary or "")}</p>
<p class="by">{authors}
<time itemprop="datePublished" datetime="{story.date_published}">{story.date_published[:10]}</time></p>
<span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="{NAME}">
</span>
{_figure(story.picture)}
<div class="text" itemprop="articleBody">
{text}
</div>
</article>
{_neighbours(newer, older)}
</main>"""
    return _page(f"{story.headline} – {NAME}", main, story.language)


def _figure(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return f"""<figure itemprop="image" itemscope itemtype="https://schema.org/ImageObject">
<img itemprop="contentUrl" src="{picture.path}" width="{WIDTH}" height="{HEIGHT}" alt="{escape(picture.caption)}">
<figcaption><span itemprop="caption">{escape(picture.caption)}</span>
<small itemprop="creditText">{escape(picture.credit)}</small></figcaption></figure>"""


def _neighbours(newer: Story | None, older: Story | None) -> str:
    # The address stands here as people type it: whoever follows it has to encode it.
    links = [
        f'<a rel="{rel}" href="{escape(unquote(story.path))}">{escape(story.headline)}</a>'
        for rel, story in (("prev", newer), ("next", older))
        if story
    ]
    return f'<nav class="neighbours">{" ".join(links)}</nav>'


def _list_json(stories: Sequence[Story]) -> str:
    entries = [
        {
            "url": story.path,
            "headline": story.headline,
            "summary": story.summary,
            "section": story.section,
            "language": story.language,
            "date": story.date_published[:10],
            "image": story.picture.path if story.picture else None,
        }
        for story in stories
    ]
    return json.dumps({"stories": entries}, ensure_ascii=False, indent=1)


def _feed(stories: Sequence[Story]) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>{NAME}</title>
<id>{HOME}/</id>
<link rel="alternate" href="{HOME}/"/>
<link rel="self" href="{HOME}/atom.xml"/>
<updated>{BUILT}</updated>
{"".join(_feed_entries(stories))}</feed>
"""


def _feed_entries(stories: Sequence[Story]) -> Iterator[str]:
    for story in stories:
        authors = "".join(f"<author><name>{escape(author)}</name></author>" for author in story.authors)
        yield f"""<entry xml:lang="{story.language}">
<title>{escape(story.headline)}</title>
<id>{story.url}</id>
<link rel="alternate" type="text/html" href="{story.url}"/>
<published>{story.date_published}</published>
<updated>{story.date_published}</updated>
{authors}
<summary>{escape(story.summary or "")}</summary>
</entry>
"""

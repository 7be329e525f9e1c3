"""newsroom.test: a newspaper's site with everything that a good newspaper's site declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from newscrawl.demo.content import (
    NEWSROOM,
    SITE_NAMES,
    Picture,
    Story,
    Update,
    newsroom_stories,
    section_slug,
)
from newscrawl.demo.markup import (
    XML,
    Answer,
    blocks_html,
    html_page,
    json_script,
    printed_date,
    redirect,
    rfc822_date,
    static_file,
)
from newscrawl.demo.pictures import HEIGHT, WIDTH, draw

HOME = f"http://{NEWSROOM}"
NAME = SITE_NAMES[NEWSROOM]
SECTIONS = ("Harrow Bay", "Politics", "Business", "Science", "Culture", "Sport")
STORIES_PER_PAGE = 6
STORIES_IN_FEED = 30

_MOST_READ = ("rovers-extra-time", "seal-pup-council-office", "stop-and-listen-tour", "last-lamplighter")
_CAMPAIGN_STORY = "tidal-turbine-park"
_CAMPAIGNS = ("utm_source=frontpage&utm_medium=teaser", "utm_source=morning-letter&utm_medium=email&utm_campaign=tides")

# What real templates leave behind. None of these is a page.
_FOOTER_DEBRIS = """
<a href="tel:+99550100">Call the newsroom</a>
<a href="mailto:desk@newsroom.test">Write to the desk</a>
<a href="javascript:void(0)" class="cookies">Cookie settings</a>
<a href="{{ url }}">Print edition</a>
<a href="http://[bad">Partner offers</a>"""

_SERVICE_PAGES = {
    "about": (
        "About the Courier",
        "The Harrow Bay Courier has been printed on the fish quay since 1884, and published here since the quay got a "
        "cable. It belongs to its 61 employees and some 4,000 readers, none of whom may own more than one share.",
        "Everything on this site is invented. The towns, the people and the companies exist nowhere else, and the "
        "ferry does not run.",
    ),
    "contact": (
        "Contact",
        "The newsroom is open from six in the morning until the last tram. Ring the bell twice; once is the bakery.",
        "Corrections are welcome at any hour. Please tell us the headline, the sentence and what would be right.",
    ),
    "privacy": (
        "Privacy",
        "This site sets no cookies, counts no visits and loads nothing from elsewhere. We would not know what to do "
        "with the numbers.",
        "If you write a letter to the editor we keep the letter, in a drawer, for a year.",
    ),
}


def answers() -> dict[str, Answer]:
    """Every path of the site, percent-encoded, with what it gives."""
    stories = newsroom_stories()
    listed = [story for story in stories if not story.only_on_section_pages]
    pages = {
        "/": html_page(_front_page(listed)),
        "/feed.xml": Answer(_feed(listed[:STORIES_IN_FEED]).encode(), "application/rss+xml; charset=utf-8"),
        "/news-sitemap.xml": Answer(_sitemap(listed).encode(), XML),
        "/robots.txt": Answer(_ROBOTS.encode(), "text/plain; charset=utf-8"),
        "/static/newsroom.css": static_file("newsroom.css", "text/css; charset=utf-8"),
        "/images/logo.svg": Answer(_LOGO.encode(), "image/svg+xml"),
    }
    for story in stories:
        pages[story.path] = html_page(_article_page(story, listed), story)
        if story.moved_from:
            pages[story.moved_from] = redirect(story.url)
        if story.picture:
            pages[story.picture.path] = Answer(draw(story.picture.seed, story.picture.scene), "image/svg+xml")
    for section in SECTIONS:
        pages |= _section_pages(section, [story for story in stories if story.section == section])
    for author in sorted({author for story in listed for author in story.authors if author != story.agency}):
        pages[_author_path(author)] = html_page(_author_page(author, listed))
    for slug, texts in _SERVICE_PAGES.items():
        pages[f"/{slug}"] = html_page(_service_page(*texts))
    return pages


_ROBOTS = f"User-agent: *\nDisallow: /search\n\nSitemap: {HOME}/news-sitemap.xml\n"

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" width="120" height="120">'
    '<rect width="120" height="120" rx="18" fill="#0f3d4c"/>'
    '<path d="M20 78q20 -16 40 0t40 0v22h-80z" fill="#8fc7d6"/>'
    '<path d="M52 70V26l34 40z" fill="#fff3d6"/></svg>'
)


# The frame


def _page(title: str, main: str, *, head: str = "", body_class: str = "") -> str:
    links = "".join(f'<li><a href="/{section_slug(section)}">{section}</a></li>' for section in SECTIONS)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/static/newsroom.css">
<link rel="icon" href="/images/logo.svg" type="image/svg+xml">
<link rel="alternate" type="application/rss+xml" title="{NAME}" href="/feed.xml">
<meta property="og:site_name" content="{NAME}">
{head}
</head>
<body class="{body_class}">
<header class="masthead">
<p class="masthead-name"><a href="/">{NAME}</a></p>
<nav class="sections" aria-label="Sections"><ul>{links}</ul></nav>
</header>
<main>
{main}
</main>
<footer class="site-footer">
<nav aria-label="Service"><a href="/about">About us</a> <a href="/contact">Contact</a> <a href="/privacy">Privacy</a>
<a href="/feed.xml">RSS</a>{_FOOTER_DEBRIS}</nav>
<p class="copyright">© 2026 {NAME}</p>
</footer>
</body>
</html>
"""


def _open_graph(kind: str, title: str, description: str, url: str, picture: Picture | None) -> str:
    values = {"og:type": kind, "og:title": title, "og:description": description, "og:url": url, "og:locale": "en_GB"}
    if picture:
        values["og:image"] = HOME + picture.path
    tags = [f'<meta property="{name}" content="{escape(value)}">' for name, value in values.items()]
    tags.append(f'<meta name="description" content="{escape(description)}">')
    tags.append(f'<link rel="canonical" href="{url}">')
    return "\n".join(tags)


def _image(picture: Picture, css_class: str = "") -> str:
    return (
        f'<img class="{css_class}" src="{picture.path}" width="{WIDTH}" height="{HEIGHT}"'
        f' alt="{escape(picture.caption)}" loading="lazy">'
    )


# Lists


def _front_page(listed: list[Story]) -> str:
    lead = next(story for story in listed if story.picture)
    latest = [story for story in listed if story is not lead][:8]
    boxes = "".join(_section_box(section, listed) for section in SECTIONS)
    main = f"""{_live_strip(listed)}
<section class="lead">{_card(lead, level=2)}</section>
<div class="front-grid">
<section class="latest" aria-label="Latest">{"".join(_card(story) for story in latest)}</section>
<aside class="front-side">{_most_read(listed)}{_letter_box(listed)}{_archive_box(listed)}</aside>
</div>
<div class="section-boxes">{boxes}</div>"""
    description = "News from Harrow Bay and the Calder coast."
    head = _open_graph("website", NAME, description, f"{HOME}/", None)
    return _page(f"{NAME} | News from the Calder coast", main, head=head + json_script(_site_ld()), body_class="front")


def _live_strip(listed: Iterable[Story]) -> str:
    live = [story for story in listed if story.kind == "live_blog"]
    items = "".join(f'<a href="{story.path}"><b>Live</b> {escape(story.headline)}</a>' for story in live)
    return f'<div class="live-strip">{items}</div>'


def _card(story: Story, level: int = 3) -> str:
    picture = f'<a href="{story.path}" tabindex="-1">{_image(story.picture)}</a>' if story.picture else ""
    return f"""<article class="card">
{picture}<p class="kicker"><a href="/{section_slug(story.section)}">{story.section}</a></p>
<h{level}><a href="{story.path}">{escape(story.headline)}</a></h{level}>
<p class="teaser">{escape(story.summary or "")}</p>
<p class="card-date"><time datetime="{story.date_published}">{printed_date(story.date_published)}</time></p>
</article>
"""


def _section_box(section: str, listed: Iterable[Story]) -> str:
    newest = [story for story in listed if story.section == section][:3]
    return (
        f'<section class="section-box"><h2><a href="/{section_slug(section)}">{section}</a></h2>'
        f"{_headline_list(newest)}</section>"
    )


def _headline_list(stories: Iterable[Story], tag: str = "ul") -> str:
    items = "".join(f'<li><a href="{story.path}">{escape(story.headline)}</a></li>' for story in stories)
    return f"<{tag}>{items}</{tag}>"


def _most_read(listed: Iterable[Story]) -> str:
    stories = {story.slug: story for story in listed}
    campaign = stories[_CAMPAIGN_STORY]
    first = f'<li><a href="{campaign.path}?{escape(_CAMPAIGNS[0])}">{escape(campaign.headline)}</a></li>'
    others = "".join(
        f'<li><a href="{stories[slug].path}">{escape(stories[slug].headline)}</a></li>' for slug in _MOST_READ
    )
    return f'<section class="most-read"><h2>Most read</h2><ol>{first}{others}</ol></section>'


def _letter_box(listed: Iterable[Story]) -> str:
    campaign = next(story for story in listed if story.slug == _CAMPAIGN_STORY)
    return f"""<section class="newsletter"><h2>The morning letter</h2>
<p>Five stories and the tide, at six, by e-mail. Today:
<a href="{campaign.path}?{escape(_CAMPAIGNS[1])}">the park under the strait</a>.</p></section>"""


def _archive_box(listed: Iterable[Story]) -> str:
    items = "".join(
        f'<li><a href="{story.moved_from}">{escape(story.headline)}</a></li>' for story in listed if story.moved_from
    )
    return f'<section class="archive"><h2>Still talked about</h2><ul>{items}</ul></section>'


def _section_pages(section: str, stories: list[Story]) -> dict[str, Answer]:
    starts = range(0, len(stories), STORIES_PER_PAGE)
    return {
        _page_path(section, number): html_page(
            _section_page(section, stories[start : start + STORIES_PER_PAGE], number, len(starts))
        )
        for number, start in enumerate(starts, start=1)
    }


def _page_path(section: str, number: int) -> str:
    path = f"/{section_slug(section)}"
    return path if number == 1 else f"{path}/page/{number}"


def _section_page(section: str, stories: list[Story], number: int, last: int) -> str:
    main = f"""{_breadcrumb()}<h1 class="section-title">{section}</h1>
<div class="section-list">{"".join(_card(story, level=2) for story in stories)}</div>
{_pager(section, number, last)}"""
    title = f"{section} | {NAME}" if number == 1 else f"{section}, page {number} | {NAME}"
    url = HOME + _page_path(section, number)
    head = _open_graph("website", section, f"{section}: all stories of {NAME}.", url, None)
    return _page(title, main, head=head + _page_neighbours(section, number, last), body_class="section")


def _page_neighbours(section: str, number: int, last: int) -> str:
    previous = f'<link rel="prev" href="{_page_path(section, number - 1)}">' if number > 1 else ""
    following = f'<link rel="next" href="{_page_path(section, number + 1)}">' if number < last else ""
    return previous + following


def _pager(section: str, number: int, last: int) -> str:
    parts = []
    if number > 1:
        parts.append(f'<a rel="prev" href="{_page_path(section, number - 1)}">Newer stories</a>')
    for other in range(1, last + 1):
        is_here = other == number
        parts.append(f"<b>{other}</b>" if is_here else f'<a href="{_page_path(section, other)}">{other}</a>')
    if number < last:
        parts.append(f'<a rel="next" href="{_page_path(section, number + 1)}">Older stories</a>')
    return f'<nav class="pager" aria-label="Pages">{" ".join(parts)}</nav>'


def _author_path(author: str) -> str:
    return f"/authors/{section_slug(author)}"


def _author_page(author: str, listed: Iterable[Story]) -> str:
    written = [story for story in listed if author in story.authors]
    main = f"""{_breadcrumb()}<h1 class="section-title">{escape(author)}</h1>
<p class="author-note">{escape(author)} writes for {NAME}.</p>
<div class="section-list">{"".join(_card(story, level=2) for story in written)}</div>"""
    head = _open_graph("profile", author, f"Stories by {author}.", HOME + _author_path(author), None)
    return _page(f"{author} | {NAME}", main, head=head, body_class="section")


def _service_page(title: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return _page(f"{title} | {NAME}", f'<h1 class="section-title">{title}</h1><div class="service">{text}</div>')


# The article


def _article_page(story: Story, listed: list[Story]) -> str:
    main = f"""{_breadcrumb(story.section)}
<article class="story">
<header class="story-head">
<p class="kicker"><a href="/{section_slug(story.section)}">{story.section}</a></p>
<h1>{escape(story.headline)}</h1>
<p class="standfirst">{escape(story.summary or "")}</p>
<p class="byline">By {_byline(story)}</p>
{_times(story)}
{_share_bar(story)}
</header>
{_figure(story.picture)}
<div class="article-body">
{_body_html(story)}
{_live_entries(story)}</div>
{_paywall(story)}{_notes(story)}{_tags(story)}
</article>
{_related(story, listed)}"""
    head = _open_graph("article", story.headline, story.summary or "", story.url, story.picture)
    head += f'\n<meta property="article:published_time" content="{story.date_published}">'
    head += f'\n<meta property="article:section" content="{story.section}">\n' + json_script(_story_ld(story))
    return _page(f"{story.headline} | {NAME}", main, head=head, body_class="article")


def _breadcrumb(section: str | None = None) -> str:
    here = f'<li><a href="/{section_slug(section)}">{section}</a></li>' if section else ""
    return f'<nav class="breadcrumb" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>{here}</ol></nav>'


def _byline(story: Story) -> str:
    names = [
        f'<span class="agency">{author}</span>'
        if author == story.agency
        else f'<a rel="author" href="{_author_path(author)}">{author}</a>'
        for author in story.authors
    ]
    return " and ".join(names)


def _times(story: Story) -> str:
    printed = f'<time datetime="{story.date_published}">{printed_date(story.date_published)}</time>'
    if story.date_modified:
        printed += f' · Updated <time datetime="{story.date_modified}">{printed_date(story.date_modified)}</time>'
    return f'<p class="times">{printed}</p>'


def _share_bar(story: Story) -> str:
    return f"""<ul class="share" aria-label="Share">
<li><a href="mailto:?body={escape(story.url)}">Mail</a></li>
<li><a href="javascript:window.print()">Print</a></li>
<li><a href="#comments">Comment</a></li>
</ul>"""


def _figure(picture: Picture | None) -> str:
    if picture is None:
        return ""
    return f"""<figure class="story-picture">{_image(picture)}
<figcaption>{escape(picture.caption)} <span class="credit">{escape(picture.credit)}</span></figcaption></figure>"""


def _body_html(story: Story) -> str:
    parts = list(blocks_html(story.blocks, _address_of))
    if len(parts) > 5:
        parts.insert(3, _LETTER_IN_TEXT)
    return "\n".join(parts)


_LETTER_IN_TEXT = """<aside class="newsletter"><h3>The morning letter</h3>
<p>Five stories and the tide, at six, by e-mail.</p>
<form action="/search" method="get"><input type="email" name="mail" aria-label="E-mail">
<button type="submit">Send it to me</button></form></aside>"""


def _address_of(slug: str) -> str:
    return next(story.path for story in newsroom_stories() if story.slug == slug)


def _live_entries(story: Story) -> str:
    if not story.updates:
        return ""
    return f'<section class="live-updates">{"".join(_live_entry(update) for update in story.updates)}</section>'


def _live_entry(update: Update) -> str:
    text = "\n".join(blocks_html(update.blocks, _address_of))
    return f"""<div class="live-update">
<time class="live-time" datetime="{update.date_published}">{update.date_published[11:16]}</time>
<h2>{escape(update.headline)}</h2>
{text}
</div>
"""


def _paywall(story: Story) -> str:
    if story.is_free:
        return ""
    return """<div class="paywall"><h2>Read on with a subscription</h2>
<p>This analysis is for subscribers. The first month costs one crown.</p>
<p><a href="/contact">Subscribe</a></p></div>"""


def _notes(story: Story) -> str:
    return "".join(f'<p class="correction">{escape(note)}</p>' for note in story.corrections)


def _tags(story: Story) -> str:
    items = "".join(f"<li>{escape(keyword)}</li>" for keyword in story.keywords)
    return f'<ul class="tags" aria-label="Topics">{items}</ul>'


def _related(story: Story, listed: list[Story]) -> str:
    others = [other for other in listed if other.section == story.section and other is not story][:3]
    return f'<aside class="related"><h2>More from {story.section}</h2>{_headline_list(others)}</aside>'


# What machines read


def _publisher_ld() -> dict[str, Any]:
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{HOME}/#publisher",
        "name": NAME,
        "url": f"{HOME}/",
        "logo": {"@type": "ImageObject", "url": f"{HOME}/images/logo.svg"},
    }


def _site_ld() -> dict[str, Any]:
    site = {"@type": "WebSite", "@id": f"{HOME}/#site", "name": NAME, "url": f"{HOME}/"}
    return {"@context": "https://schema.org", "@graph": [_publisher_ld(), site]}


def _story_ld(story: Story) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": [_publisher_ld(), _article_ld(story), _breadcrumb_ld(story)]}


def _article_ld(story: Story) -> dict[str, Any]:
    value: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{story.url}#article",
        "mainEntityOfPage": story.url,
        "url": story.url,
        "headline": story.headline,
        "description": story.summary,
        "datePublished": story.date_published,
        "articleSection": story.section,
        "keywords": list(story.keywords),
        "inLanguage": story.language,
        "author": [_author_ld(author, story) for author in story.authors],
        "publisher": {"@id": f"{HOME}/#publisher"},
        "isAccessibleForFree": story.is_free,
    }
    if story.date_modified:
        value["dateModified"] = story.date_modified
    if story.picture:
        value["image"] = _picture_ld(story.picture)
    if not story.is_free:
        paid = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
        value["hasPart"] = paid
    if story.updates:
        value |= _live_ld(story)
    return value


def _author_ld(author: str, story: Story) -> dict[str, str]:
    if author == story.agency:
        return {"@type": "Organization", "name": author}
    return {"@type": "Person", "name": author, "url": HOME + _author_path(author)}


def _picture_ld(picture: Picture) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": HOME + picture.path,
        "caption": picture.caption,
        "creditText": picture.credit,
        "width": WIDTH,
        "height": HEIGHT,
    }


def _live_ld(story: Story) -> dict[str, Any]:
    return {
        "@type": "LiveBlogPosting",
        "coverageStartTime": story.updates[-1].date_published,
        "coverageEndTime": story.updates[0].date_published,
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "headline": update.headline,
                "datePublished": update.date_published,
                "articleBody": "\n\n".join(block.text for block in update.blocks),
            }
            for update in story.updates
        ],
    }


def _breadcrumb_ld(story: Story) -> dict[str, Any]:
    steps = (("Home", f"{HOME}/"), (story.section, f"{HOME}/{section_slug(story.section)}"))
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _feed(stories: Iterable[Story]) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{NAME}</title>
<link>{HOME}/</link>
<description>News from Harrow Bay and the Calder coast.</description>
<language>en</language>
<atom:link href="{HOME}/feed.xml" rel="self" type="application/rss+xml"/>
{"".join(_feed_items(stories))}</channel>
</rss>
"""


def _feed_items(stories: Iterable[Story]) -> Iterator[str]:
    for story in stories:
        creators = "".join(f"<dc:creator>{escape(author)}</dc:creator>" for author in story.authors)
        yield f"""<item>
<title>{escape(story.headline)}</title>
<link>{story.url}</link>
<guid isPermaLink="true">{story.url}</guid>
<pubDate>{rfc822_date(story.date_published)}</pubDate>
<category>{escape(story.section)}</category>
{creators}
<description>{escape(story.summary or "")}</description>
</item>
"""


def _sitemap(stories: Iterable[Story]) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{"".join(_sitemap_entries(stories))}</urlset>
"""


def _sitemap_entries(stories: Iterable[Story]) -> Iterator[str]:
    for story in stories:
        yield f"""<url>
<loc>{story.url}</loc>
<lastmod>{story.date_modified or story.date_published}</lastmod>
<news:news><news:publication><news:name>{NAME}</news:name><news:language>en</news:language></news:publication>
<news:publication_date>{story.date_published}</news:publication_date>
<news:title>{escape(story.headline)}</news:title></news:news>
</url>
"""

"""What sites of the fake web are made of: pages, lists, feeds and sitemaps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from html import escape

from tests.fakeweb import Answer
from tests.sites.stories import Story

XML = "application/xml; charset=utf-8"


def page(title: str, body: str, head: str = "") -> str:
    head = f"<meta charset='utf-8'><title>{escape(title)}</title>{head}"
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def text(body: str) -> Answer:
    return Answer(body, content_type="text/plain; charset=utf-8")


def xml(body: str | bytes) -> Answer:
    return Answer(body, content_type=XML)


def robots(*lines: str) -> Answer:
    return text("\n".join(["User-agent: *", "Disallow: /private/", *lines, ""]))


# -- pages -------------------------------------------------------------------------------------------------------------


def paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(one)}</p>" for one in texts)


def article_page(story: Story, *, head: str = "", below: str = "", is_dated: bool = True) -> str:
    """A story's page. Without a date it claims to be an article all the same."""
    date = f"<meta property='article:published_time' content='{story.date}'>" if is_dated else ""
    claims = f"<meta property='og:type' content='article'>{date}{head}"
    body = f"<article><h1>{escape(story.headline)}</h1>{paragraphs(story.paragraphs)}{below}</article>"
    return page(story.headline, f"<header><a href='/'>Home</a></header>{body}<footer>Made by hand</footer>", claims)


def teaser(story: Story, *, href: str | None = None, with_date: bool = False) -> str:
    time = f"<time datetime='{story.date}'>{story.day}</time>" if with_date else ""
    link = f"<a href='{escape(href or story.path)}'>{escape(story.headline)}</a>"
    return f"<div class='teaser'><h3>{link}</h3>{time}</div>"


def teasers(listed: Iterable[Story], *, with_date: bool = False) -> str:
    return "".join(teaser(story, with_date=with_date) for story in listed)


def navigation(*paths: str) -> str:
    """A menu of sections, labelled by the last step of their paths."""
    links = "".join(f"<li><a href='{path}'>{path.strip('/').rpartition('/')[2].title()}</a></li>" for path in paths)
    return f"<nav><ul>{links}</ul></nav>"


def links_to(addresses: dict[str, str]) -> str:
    """A list of links, text by address."""
    return "<ul>" + "".join(f"<li><a href='{href}'>{said}</a></li>" for href, said in addresses.items()) + "</ul>"


def alternate(href: str, kind: str, title: str = "All stories") -> str:
    return f"<link rel='alternate' type='{kind}' title='{title}' href='{href}'>"


# -- feeds -------------------------------------------------------------------------------------------------------------


def rss(host: str, listed: Sequence[Story], *, head: str = "", between: str = "") -> Answer:
    """RSS 2. ``between`` stands in the middle of the entries."""
    items = [_rss_item(host, story) for story in listed]
    items.insert(len(items) // 2, between)
    body = (
        f"<rss version='2.0'><channel><title>{host}</title><link>http://{host}/</link>{''.join(items)}</channel></rss>"
    )
    return Answer(f"<?xml version='1.0' encoding='utf-8'?>{head}{body}", content_type="application/rss+xml")


def _rss_item(host: str, story: Story) -> str:
    date = format_datetime(story.moment)
    link = f"http://{host}{story.path}"
    return f"<item><title>{escape(story.headline)}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def atom(host: str, listed: Iterable[Story]) -> Answer:
    entries = "".join(
        f"<entry><title>{escape(story.headline)}</title><id>urn:{host}:{story.number}</id>"
        f"<link rel='alternate' href='{story.path}'/><link rel='replies' href='{story.path}/comments'/>"
        f"<published>{story.date}</published><updated>{story.date}</updated></entry>"
        for story in listed
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{host}</title>{entries}</feed>"
    return Answer(f"<?xml version='1.0' encoding='utf-8'?>{body}", content_type="application/atom+xml")


def json_feed(host: str, listed: Iterable[Story]) -> Answer:
    items = [
        {"id": str(story.number), "url": story.path, "title": story.headline, "date_published": story.date}
        for story in listed
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": host, "items": items}
    return Answer(json.dumps(feed), content_type="application/feed+json")


def rdf(host: str, listed: Iterable[Story]) -> Answer:
    items = "".join(
        f"<item rdf:about='http://{host}{story.path}'><title>{escape(story.headline)}</title>"
        f"<link>http://{host}{story.path}</link><dc:date>{story.date}</dc:date></item>"
        for story in listed
    )
    body = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
        f"xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>{host}</title></channel>{items}</rdf:RDF>"
    )
    return Answer(f"<?xml version='1.0'?>{body}", content_type="application/rdf+xml")


# -- sitemaps ----------------------------------------------------------------------------------------------------------

NAMESPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def loc(host: str, story: Story) -> str:
    return f"<url><loc>http://{host}{story.path}</loc><lastmod>{story.date}</lastmod></url>"


def urlset(entries: Iterable[str], *, namespace: str = NAMESPACE, head: str = "") -> str:
    return f"<?xml version='1.0' encoding='utf-8'?>{head}<urlset {namespace}>{''.join(entries)}</urlset>"


def sitemap(host: str, listed: Iterable[Story]) -> Answer:
    return xml(urlset(loc(host, story) for story in listed))


def news_sitemap(host: str, listed: Iterable[Story]) -> Answer:
    namespace = f"{NAMESPACE} xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    entries = (
        f"<url><loc>http://{host}{story.path}</loc><news:news><news:publication><news:name>{host}</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{story.date}"
        f"</news:publication_date><news:title>{escape(story.headline)}</news:title></news:news></url>"
        for story in listed
    )
    return xml(urlset(entries, namespace=namespace))


def sitemap_index(host: str, paths: Iterable[str], lastmod: dict[str, str] | None = None) -> Answer:
    """``lastmod``: dates by path, for those that state one."""
    dates = lastmod or {}
    children = "".join(
        f"<sitemap><loc>http://{host}{path}</loc>"
        + (f"<lastmod>{dates[path]}</lastmod>" if path in dates else "")
        + "</sitemap>"
        for path in paths
    )
    return xml(f"<?xml version='1.0' encoding='utf-8'?><sitemapindex {NAMESPACE}>{children}</sitemapindex>")

"""A site for each source that a crawl finds articles by."""

from __future__ import annotations

import gzip

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import (
    alternate,
    article_page,
    atom,
    json_feed,
    loc,
    navigation,
    news_sitemap,
    page,
    paragraphs,
    rdf,
    robots,
    rss,
    sitemap,
    sitemap_index,
    teasers,
    text,
    urlset,
    xml,
)
from tests.sites.stories import Story, dated_path, stories, story

COMMENTS = "/comments/feed.xml"
"""A feed that is declared and must not be asked for."""
_BLANK = "<p>Welcome. What we write is listed elsewhere.</p>"


def cases() -> list[Case]:
    return [
        front_and_sections(),
        robots_lines(),
        news_map_first(),
        gzip_index(),
        looping_index(),
        plain_text_map(),
        odd_maps(),
        *feeds(),
        well_known_feed(),
        well_known_map(),
        dates_from_a_feed(),
        dates_from_a_map(),
        titles_from_a_feed(),
        all_at_once(),
    ]


def blank_front(site: Case, head: str = "") -> None:
    """A front page that leads nowhere."""
    site.site.page("/", page(site.host, _BLANK, head))


def front_and_sections() -> Case:
    site = case("front")
    all_stories = stories(16, "front", path=dated_path)
    site.publish(all_stories)
    sections = ["/harbour/", "/hills/", "/people/"]
    site.site.page("/", page("Front", navigation(*sections) + teasers(all_stories[:4])))
    for number, path in enumerate(sections, 1):
        site.site.page(path, page(path, navigation(*sections) + teasers(all_stories[4 * number : 4 * number + 4])))
    return site


def robots_lines() -> Case:
    site = case("robots-lines")
    first, second = stories(6, "robots-lines"), stories(6, "robots-lines", first=7)
    site.publish([*first, *second])
    lines = ["Sitemap:", "Sitemap: ht!tp://[bad", "sitemap: maps/missing.xml", "Sitemap: /maps/relative.xml"]
    lines += ["Sitemap: http://elsewhere.test/map.xml", "SITEMAP:http://robots-lines.test/maps/good.xml # the newest"]
    site.site.page("/robots.txt", robots(*lines))
    site.site.page("/maps/relative.xml", sitemap(site.host, first))
    site.site.page("/maps/good.xml", sitemap(site.host, second))
    blank_front(site)
    return site


def news_map_first() -> Case:
    site = case("news-map")
    old, new = stories(6, "news-map", first=7), stories(6, "news-map")
    site.publish([*new, *old])
    site.site.page("/robots.txt", robots("Sitemap: /maps/everything.xml", "Sitemap: /maps/news-sitemap.xml"))
    site.site.page("/maps/everything.xml", sitemap(site.host, old))
    site.site.page("/maps/news-sitemap.xml", news_sitemap(site.host, new))
    blank_front(site)
    return site


def zipped_map(host: str, listed: list[Story], content_type: str) -> Answer:
    body = urlset(loc(host, one) for one in listed).encode()
    return Answer(gzip.compress(body), content_type=content_type)


def gzip_index() -> Case:
    """An index whose children are compressed in three ways, the newest in the middle."""
    site = case("gzip-index")
    all_stories = stories(16, "gzip-index")
    site.publish(all_stories)
    months = ["/maps/posts-2026-09.xml", "/maps/posts-2026-11.xml.gz", "/maps/posts-2026-10.xml.gz"]
    dates = dict(zip(months, ["2026-09-30", "2026-11-20", "2026-10-31"], strict=True))
    site.site.page("/robots.txt", robots("Sitemap: http://gzip-index.test/maps/index.xml"))
    site.site.page("/maps/index.xml", sitemap_index(site.host, [*months, "/maps/older.xml"], dates))
    encoded = zipped_map(site.host, all_stories[8:12], "application/xml")
    encoded.headers["Content-Encoding"] = "gzip"
    site.site.page(months[0], encoded)
    site.site.page(months[1], zipped_map(site.host, all_stories[:4], "application/x-gzip"))
    site.site.page(months[2], zipped_map(site.host, all_stories[4:8], "application/octet-stream"))
    site.site.page("/maps/older.xml", sitemap_index(site.host, ["/maps/posts-2026-08.xml"]))
    site.site.page("/maps/posts-2026-08.xml", sitemap(site.host, all_stories[12:]))
    blank_front(site)
    return site


def looping_index() -> Case:
    """An index that names itself and a child that names its parent."""
    site = case("looping-index")
    site.publish(stories(6, "looping-index"))
    site.site.page("/robots.txt", robots("Sitemap: /maps/index.xml"))
    site.site.page("/maps/index.xml", sitemap_index(site.host, ["/maps/index.xml", "/maps/inner.xml"]))
    site.site.page("/maps/inner.xml", sitemap_index(site.host, ["/maps/index.xml", "/maps/posts.xml"]))
    site.site.page("/maps/posts.xml", sitemap(site.host, site.stories))
    blank_front(site)
    return site


def plain_text_map() -> Case:
    site = case("plain-map")
    site.publish(stories(8, "plain-map"))
    site.site.page("/robots.txt", robots("Sitemap: /maps/all.txt"))
    site.site.page("/maps/all.txt", text("\n".join(f"http://{site.host}{one.path}" for one in site.stories) + "\n"))
    blank_front(site)
    return site


def odd_maps() -> Case:
    """A sitemap without a namespace, and one in UTF-16."""
    site = case("odd-maps")
    bare, wide = stories(5, "odd-maps"), stories(5, "odd-maps", first=6)
    site.publish([*bare, *wide])
    site.site.page("/robots.txt", robots("Sitemap: /maps/bare.xml", "Sitemap: /maps/wide.xml"))
    site.site.page("/maps/bare.xml", xml(urlset((loc(site.host, one) for one in bare), namespace="")))
    body = urlset(loc(site.host, one) for one in wide).replace("utf-8", "utf-16")
    site.site.page("/maps/wide.xml", xml(body.encode("utf-16")))
    blank_front(site)
    return site


def feeds() -> list[Case]:
    """A site for each kind of feed, which has nothing else; each declares a feed of comments too."""
    kinds = {
        "rss": ("application/rss+xml", rss),
        "atom": ("application/atom+xml", atom),
        "json-feed": ("application/feed+json", json_feed),
        "rdf": ("application/rdf+xml", rdf),
    }
    found = []
    for name, (content_type, written) in kinds.items():
        site = case(name)
        site.publish(stories(8, name))
        declared = alternate("/news.feed", content_type) + alternate(COMMENTS, content_type, "Comments")
        blank_front(site, declared)
        site.site.page("/news.feed", written(site.host, site.stories))
        remarks = [story(number, name, path=f"/news/remark-{number}") for number in range(90, 95)]
        site.site.page(COMMENTS, written(site.host, remarks))
        found.append(site)
    return found


def well_known_feed() -> Case:
    """A site that declares nothing and has its feed where feeds usually are."""
    site = case("well-known-feed")
    site.publish(stories(6, "well-known-feed"))
    for path in ("/feed", "/feed/", "/rss", "/rss.xml", "/feed.xml"):
        site.site.page(path, rss(site.host, site.stories))
    blank_front(site)
    return site


def well_known_map() -> Case:
    site = case("well-known-map")
    site.publish(stories(6, "well-known-map"))
    site.site.page("/sitemap.xml", sitemap(site.host, site.stories))
    blank_front(site)
    return site


def undated_page(one: Story) -> str:
    return article_page(one, is_dated=False)


def dates_from_a_feed() -> Case:
    site = case("undated-feed")
    site.publish(stories(5, "undated-feed"), undated_page)
    blank_front(site, alternate("/news.feed", "application/rss+xml"))
    site.site.page("/news.feed", rss(site.host, site.stories))
    return site


def dates_from_a_map() -> Case:
    site = case("undated-map")
    site.publish(stories(5, "undated-map"), undated_page)
    site.site.page("/robots.txt", robots("Sitemap: /maps/news-sitemap.xml"))
    site.site.page("/maps/news-sitemap.xml", news_sitemap(site.host, site.stories))
    blank_front(site)
    return site


def untitled_page(one: Story) -> str:
    """A page that gives the story's text and nowhere its headline."""
    date = f"<meta property='article:published_time' content='{one.date}'>"
    return page("Untitled feed", f"<article>{paragraphs(one.paragraphs)}</article>", date)


def titles_from_a_feed() -> Case:
    site = case("untitled-feed")
    site.publish(stories(5, "untitled-feed"), untitled_page)
    blank_front(site, alternate("/news.feed", "application/rss+xml"))
    site.site.page("/news.feed", rss(site.host, site.stories))
    return site


ONLY_LINKED, ONLY_LATER, ONLY_IN_FEED, ONLY_IN_MAP = range(1, 4), range(4, 7), range(7, 10), range(10, 13)
"""Numbers of the stories of ``all-at-once`` that one source alone has; the others are everywhere."""


def all_at_once() -> Case:
    """Links, pages of a list, two feeds and two sitemaps, which overlap; none has all."""
    site = case("all-at-once")
    all_stories = stories(24, "all-at-once", path=dated_path)
    site.publish(all_stories)
    everywhere = all_stories[12:]
    linked, later, in_feed, in_map = all_stories[:3], all_stories[3:6], all_stories[6:9], all_stories[9:12]
    head = alternate("/news.feed", "application/rss+xml") + alternate("/news.atom", "application/atom+xml", "Atom")
    site.site.page("/", page("All", navigation("/latest/") + teasers([*linked, *everywhere]), head))
    pager = "<div class='pager'><a rel='next' href='/latest/page/2/'>Next</a></div>"
    site.site.page("/latest/", page("Latest", teasers(everywhere) + pager))
    site.site.page("/latest/page/2/", page("Latest", teasers([*everywhere[:6], *later])))
    site.site.page("/news.feed", rss(site.host, [*in_feed, *everywhere]))
    site.site.page("/news.atom", atom(site.host, [*in_feed, *everywhere]))
    site.site.page("/robots.txt", robots("Sitemap: /maps/news.xml", "Sitemap: /maps/all.xml"))
    site.site.page("/maps/news.xml", news_sitemap(site.host, everywhere))
    site.site.page("/maps/all.xml", sitemap(site.host, [*everywhere, *in_map]))
    return site

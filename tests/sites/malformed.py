"""A site for each thing that pages, feeds, sitemaps and robots.txt get wrong, by accident or on purpose."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from functools import cache

from tests.fakeweb import Answer
from tests.sites.crawled import Case, case
from tests.sites.markup import (
    alternate,
    loc,
    page,
    robots,
    rss,
    teasers,
    text,
    urlset,
    xml,
)
from tests.sites.stories import Story, stories

SECRET = "/private/secret"
"""What robots.txt forbids."""


def cases() -> list[Case]:
    return [
        tag_soup(),
        scripts_in_anchors(),
        bad_addresses(),
        protocol_relative(),
        broken_feed(),
        cut_feed(),
        feed_as_html(),
        broken_map(),
        bomb_feed(),
        bomb_map(),
        foreign_entities(),
        foreign_schemes(),
        huge_map(),
        inflated_map(),
        huge_robots(),
    ]


def linked(name: str, body: str) -> Case:
    """A site whose front page is ``body`` alone."""
    site = case(name)
    site.site.page("/", body)
    return site


# -- pages -------------------------------------------------------------------------------------------------------------


def tag_soup() -> Case:
    """Nothing is closed, quoted or in its place."""
    site = case("tag-soup")
    site.publish(stories(8, "tag-soup"))
    soup = "".join(f"<div><h3><a href={one.path}>{one.headline}<span><p><b>" for one in site.stories)
    site.site.page("/", f"<html><title>Soup</title><body><table><tr></p></a>{soup}<table><form><li></html></body>")
    return site


def scripts_in_anchors() -> Case:
    site = case("scripts-in-anchors")
    site.publish(stories(8, "scripts-in-anchors"))
    noise = (
        "<style>.card{color:red} a[href]{top:0}</style>",
        "<script>var a = '<a href=/never/script>Read what nobody wrote</a>'; if (1 < 2) { track('x'); }</script>",
        '<script type="application/json">{"href": "/never/json", "title": "Read what nobody wrote"}</script>',
        "<noscript><img src='/never/pixel.gif'></noscript><svg><title>Arrow</title></svg>",
    )
    cards = "".join(
        f"<a class='card' href='{one.path}'>{noise[number % 4]}<span>{one.headline}</span>{noise[-1]}</a>"
        for number, one in enumerate(site.stories)
    )
    site.site.page("/", page("Cards", cards))
    return site


BAD_ADDRESSES = (
    *("[HOSTNAME]/news/x", "http://[HOSTNAME]/news/x", "{{ url }}", "/{{ story.url }}", "http://{{ host }}/a"),
    *("<%= url %>", "about:blank", "sms:1"),
    *("http:///", "http://", "http://[bad", "https://[::1", "//", "http://exa mple.test/", "http://.test/"),
    *("javascript:void(0)", "JavaScript:open('/never/js')", "tel:+4912345", "data:text/html,hi"),
    *("mailto:desk@bad.test", "whatsapp://send?text=x"),
    *("#", "#top", "", "   ", "http://bad-addresses.test:99999/", "http://bad-addresses.test:x/", "?", "file:///etc/passwd"),
    *("ftp://bad-addresses.test/news/x", "blob:http://bad-addresses.test/x"),
)  # fmt: skip


def bad_addresses() -> Case:
    site = case("bad-addresses")
    site.publish(stories(8, "bad-addresses"))
    bad = [
        f"<h3><a href='{href}'>What the town made of the old mill {n}</a></h3>" for n, href in enumerate(BAD_ADDRESSES)
    ]
    good = [teasers([one]) for one in site.stories]
    mixed = [*bad[:10], *good[:4], *bad[10:20], *good[4:], *bad[20:]]
    site.site.page("/", page("Bad addresses", "".join(mixed)))
    return site


def protocol_relative() -> Case:
    site = case("protocol-relative")
    site.publish(stories(6, "protocol-relative"))
    site.site.page("/", page("Relative", teasers(one.at(f"//{site.host}{one.path}") for one in site.stories)))
    return site


# -- feeds -------------------------------------------------------------------------------------------------------------


def _fed(name: str, count: int = 8) -> Case:
    """A site that has its feed alone."""
    site = case(name)
    site.publish(stories(count, name))
    site.site.page("/", page(name, "<p>Welcome.</p>", alternate("/news.feed", "application/rss+xml")))
    return site


def broken_feed() -> Case:
    """In the middle stands an entry with a lone ampersand, an entity of HTML and tags that nobody closes."""
    site = _fed("broken-feed")
    broken = "<item><title>Fish & chips&nbsp;<b>for all</title><link>http://[bad</link><pubDate>yesterday</item>"
    site.site.page("/news.feed", rss(site.host, site.stories, between=broken))
    return site


def cut_feed() -> Case:
    """A feed that ends in the middle of an entry after the last whole one."""
    site = _fed("cut-feed")
    whole = str(rss(site.host, site.stories).body)
    site.site.page("/news.feed", xml(whole.replace("</channel></rss>", "<item><title>And then the")))
    return site


def feed_as_html() -> Case:
    site = _fed("feed-as-html")
    site.site.page("/news.feed", Answer(rss(site.host, site.stories).body))
    return site


def _entity_bomb(root: str) -> str:
    """Ten entities, each ten times the one before: ten gigabytes if anybody expands them."""
    entities = ["<!ENTITY e0 'hahahahaha'>"]
    entities += [f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10)]
    return f"<!DOCTYPE {root} [{''.join(entities)}]>"


def bomb_feed() -> Case:
    site = _fed("bomb-feed")
    bomb = "<item><title>&e9;</title><link>http://bomb-feed.test/news/&e9;</link></item>"
    site.site.page("/news.feed", rss(site.host, site.stories, head=_entity_bomb("rss"), between=bomb))
    return site


# -- sitemaps ----------------------------------------------------------------------------------------------------------


def _mapped(name: str, count: int = 8) -> Case:
    """A site that has its sitemap alone."""
    site = case(name)
    site.publish(stories(count, name))
    site.site.page("/robots.txt", robots("Sitemap: /maps/all.xml"))
    site.site.page("/", page(name, "<p>Welcome.</p>"))
    return site


def _around(host: str, listed: list[Story], between: Iterable[str]) -> list[str]:
    """Entries of a sitemap with something odd in their middle."""
    entries = [loc(host, one) for one in listed]
    half = len(entries) // 2
    return [*entries[:half], *between, *entries[half:]]


def broken_map() -> Case:
    site = _mapped("broken-map")
    broken = "<url><loc>http://broken-map.test/?a=1&b=2<lastmod>soon</loc></url><url/><url><loc></loc></url>"
    site.site.page("/maps/all.xml", xml(urlset(_around(site.host, site.stories, [broken]))))
    return site


def bomb_map() -> Case:
    site = _mapped("bomb-map")
    bomb = "<url><loc>http://bomb-map.test/news/&e9;</loc></url>"
    entries = _around(site.host, site.stories, [bomb])
    site.site.page("/maps/all.xml", xml(urlset(entries, head=_entity_bomb("urlset"))))
    return site


def foreign_entities() -> Case:
    """Entities that name a file and another host, in a sitemap and in its DTD."""
    site = _mapped("foreign-entities")
    head = (
        "<!DOCTYPE urlset SYSTEM 'http://foreign-entities.test/never.dtd' [<!ENTITY f SYSTEM 'file:///etc/hostname'>"
        "<!ENTITY w SYSTEM 'http://foreign-entities.test/never/entity'>]>"
    )
    odd = ["<url><loc>http://foreign-entities.test/never/&f;</loc></url>", "<url><loc>&w;</loc></url>"]
    entries = _around(site.host, site.stories, odd)
    site.site.page("/maps/all.xml", xml(urlset(entries, head=head)))
    return site


def foreign_schemes() -> Case:
    """Locations that are no pages of the site: files, other schemes, other hosts, addresses of the own network."""
    site = _mapped("foreign-schemes")
    odd = [
        f"<url><loc>{address}</loc></url>"
        for address in (
            *("file:///etc/passwd", "ftp://foreign-schemes.test/a", "javascript:alert(1)", "data:text/html,x", "//"),
            *("http://127.0.0.1:9/never", "http://[::1]/never", "http://foreign.test/never", "gopher://a.test/never"),
        )
    ]
    site.site.page("/robots.txt", robots("Sitemap: file:///etc/passwd", "Sitemap: /maps/all.xml"))
    site.site.page("/maps/all.xml", xml(urlset(_around(site.host, site.stories, odd))))
    return site


HUGE_BYTES = 30_000_000
INFLATED_BYTES = 200_000_000


def huge_map() -> Case:
    """30 MB of entries in one compressed file; all but the first are one address again and again."""
    site = _mapped("huge-map")
    site.site.page("/maps/all.xml", Answer(_huge_map(tuple(site.stories)), content_type="application/x-gzip"))
    return site


@cache
def _huge_map(listed: tuple[Story, ...]) -> bytes:
    again = loc("huge-map.test", listed[0])
    entries = [*(loc("huge-map.test", one) for one in listed), again * (HUGE_BYTES // len(again))]
    return gzip.compress(urlset(entries).encode(), 1)


def inflated_map() -> Case:
    """Eight entries, then 200 MB of nothing in 200 kB."""
    site = _mapped("inflated-map")
    site.site.page("/maps/all.xml", Answer(_inflated_map(tuple(site.stories)), content_type="application/x-gzip"))
    return site


@cache
def _inflated_map(listed: tuple[Story, ...]) -> bytes:
    zipper = zlib.compressobj(1, wbits=31)
    start = urlset(loc("inflated-map.test", one) for one in listed).removesuffix("</urlset>")
    pieces = [zipper.compress(start.encode())]
    pieces += [zipper.compress(b" " * 1_000_000) for _ in range(INFLATED_BYTES // 1_000_000)]
    return b"".join([*pieces, zipper.compress(b"</urlset>"), zipper.flush()])


# -- robots.txt --------------------------------------------------------------------------------------------------------


def huge_robots() -> Case:
    """A robots.txt of 5 MB: what matters stands in its first lines."""
    site = case("huge-robots")
    site.publish(stories(8, "huge-robots"))
    filler = "# this line says nothing at all, and says it at length, as lines of robots.txt may\n" * 62_000
    site.site.page("/robots.txt", text(f"{robots('Sitemap: /maps/all.xml').body!s}{filler}"))
    site.site.page("/maps/all.xml", xml(urlset(loc(site.host, one) for one in site.stories[4:])))
    secret = f"<h3><a href='{SECRET}'>What the council did not want to print</a></h3>"
    site.site.page("/", page("Robots", teasers(site.stories[:4]) + secret))
    return site

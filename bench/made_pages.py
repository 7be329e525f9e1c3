"""Article pages of the size that real ones have, made from words of our own: each its own text, the same every time.

The median of 222 public news pages: 174 kB, 150 links, 874 elements, 52 kB of script and style. Those made here have
150 links and 845 elements in 160 kB, two thirds of which are script and style.
"""

from __future__ import annotations

import json
import random
from html import escape

SITE = "harrow.test"
_WORD_LIST = """
    harbour ferry council bridge rain river market winter school engine captain farmer island letter morning garden
    committee budget railway village mayor teacher player season concert museum station hospital report forest
    company worker holiday festival doctor student tower lantern orchard weather machine kitchen window journey
    began closed opened carried counted promised refused repaired walked waited painted measured returned
    old new quiet narrow northern wooden early careful public empty long bright local common third
    after before during against beside without because although while until near
"""
WORDS = _WORD_LIST.split()
"""Words of our own, one part of speech after the other."""
FILLER = ("the", "a", "of", "in", "to", "and", "for", "on", "with", "was", "is", "had")


class PageMaker:
    """Writes one article page; another number gives another page.

    >>> html, url = PageMaker(7).page()
    >>> 140_000 < len(html) < 180_000, html.count("<a "), url
    (True, 150, 'https://harrow.test/news/2026/03/ferry-7')
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.random = random.Random(number)

    def page(self) -> tuple[str, str]:
        """The page and its address."""
        url = f"https://{SITE}/news/2026/03/ferry-{self.number}"
        headline = self.words(9).capitalize()
        body = self.body()
        parts = [
            "<!DOCTYPE html><html lang='en'><head>", self.head(headline, url), "</head><body class='page news'>",
            self.links("nav", "main-nav", 40, 1), "<main><div class='grid'><article class='story'>",
            f"<header><p class='kicker'>News</p><h1>{headline}</h1>",
            "<p class='byline'>By <a href='/authors/ida-marsh' rel='author'>Ida Marsh</a></p>",
            "<time datetime='2026-03-12T18:40:00+00:00'>12 March 2026, 18:40</time></header>",
            body, self.links("ul", "related", 14, 8), "</article>", self.links("aside", "most-read", 36, 8),
            "</div></main>", self.links("footer", "site-footer", 55, 2), self.script(75_000), "</body></html>",
        ]  # fmt: skip
        return "\n".join(parts), url

    def words(self, number: int) -> str:
        choose = self.random.choice
        return " ".join(choose(FILLER) if place % 2 else choose(WORDS) for place in range(number))

    def sentence(self) -> str:
        return self.words(self.random.randint(9, 26)).capitalize() + "."

    def body(self) -> str:
        """16 paragraphs with four links and two sub-headings, some 850 words."""
        blocks = []
        for number in range(16):
            text = " ".join(self.sentence() for _ in range(3))
            if number % 4 == 1:
                text += f" <a href='/news/2026/02/{self.slug()}'>{self.words(3)}</a>"
            blocks.append(f"<h2>{self.words(4)}</h2>" if number % 6 == 5 else "")
            blocks.append(
                f"<div class='paragraph-wrapper'><p class='text text--body' data-place='{number}'>{text}</p></div>"
            )
        return f"<div class='article-body'>{''.join(blocks)}</div>"

    def slug(self) -> str:
        return "-".join(self.random.choice(WORDS) for _ in range(5)) + f"-{self.random.randint(10_000, 99_999)}"

    def links(self, tag: str, name: str, number: int, words: int) -> str:
        """A list of links, each in three boxes with a picture or an icon beside it, as templates write them."""
        items = [
            f"<li class='{name}__item {name}__item--{place}'><div class='{name}__box' data-track='{name}:{place}'>"
            f"<span class='icon icon--{name}' aria-hidden='true'></span>"
            f"<a class='{name}__link' href='{self.target(words)}'>{self.words(words).capitalize()}</a>"
            f"{self.picture() if words > 3 else ''}</div></li>"
            for place in range(number)
        ]
        return f"<{tag} class='{name}'><h3>{name.replace('-', ' ')}</h3><ul>{''.join(items)}</ul></{tag}>"

    def picture(self) -> str:
        source = f"/pictures/{self.slug()}.jpg"
        return (
            f"<picture><img src='{source}' alt='' loading='lazy'></picture><time datetime='2026-03-11'>Wednesday</time>"
        )

    def target(self, words: int) -> str:
        return f"/news/2026/03/{self.slug()}" if words > 3 else f"/{self.random.choice(WORDS)}/"

    def head(self, headline: str, url: str) -> str:
        data = {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": headline, "url": url,
            "datePublished": "2026-03-12T18:40:00+00:00", "dateModified": "2026-03-12T20:10:00+00:00",
            "author": [{"@type": "Person", "name": "Ida Marsh"}], "keywords": ["Harbour", "Ferries"],
            "publisher": {"@type": "Organization", "name": "Harrow Post"}, "articleSection": "News",
        }  # fmt: skip
        named = {
            "og:type": "article", "og:title": headline, "og:site_name": "Harrow Post", "og:url": url,
            "og:description": self.sentence(), "article:published_time": "2026-03-12T18:40:00+00:00",
        }  # fmt: skip
        metas = [f"<meta property='{name}' content='{escape(value)}'>" for name, value in named.items()]
        metas += [f"<meta name='app-{place}' content='{self.words(4)}'>" for place in range(40)]
        style = "".join(f".c{place}{{margin:{place % 9}px;color:#{place:06x}}}" for place in range(900))
        return (
            f"<meta charset='utf-8'><title>{headline} | Harrow Post</title><link rel='canonical' href='{url}'>"
            f"{''.join(metas)}<style>{style}</style>"
            f"<script type='application/ld+json'>{json.dumps(data)}</script>"
        )

    def script(self, size: int) -> str:
        state = {self.slug(): self.words(6) for _ in range(size // 80)}
        return f"<script>window.__STATE__ = {json.dumps(state)}</script>"

"""Bare pages to learn from, made from words of our own: few elements, few names, and known what the article is.

Labelled pages are those of large sites, full of named boxes. Small sites, and texts that somebody saved, are a
headline, paragraphs and a list of links; here they are, in many forms, with what may stand around and in an article.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.made_pages import WORDS
from bench.reading_data import LabelledPage

_COMMENTS = ("Comments (9)", "Comments", "Leave a comment", "Kommentare", "Commentaires", "Comentarios")
_RELATED = ("Related", "Read also", "More on this story", "Most read", "Mehr zum Thema", "À lire aussi")
_ODD_BOXES = (("form", ""), ("div", " class='has-comments no-sidebar'"), ("blockquote", ""))
_DECKS = ("lead", "deck", "standfirst", "summary")
_SHARES = ("Share", "Print", "Share this story with all of your friends", "Tweet", "120 views", "Like (42)", "E-mail")
_NOTICES = (
    "Get the best of the week in your inbox every single morning.",
    "Enter your address and your post code to be told when something happens.",
    "We use cookies and similar means to make this site work for you, and for our partners.",
    "All rights reserved. No part of this page may be printed elsewhere.",
)


@dataclass(frozen=True)
class MadePage(LabelledPage):
    """A page that is in no file."""

    markup: str = ""

    def html(self) -> str:
        return self.markup


def made_lessons(number: int = 240, seed: int = 0) -> list[MadePage]:
    """So many pages, always the same ones; each is a site of its own."""
    return [_Maker(random.Random(f"{seed}-{place}")).page(place) for place in range(number)]


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = list(WORDS)
        self.told: list[str] = []

    def page(self, place: int) -> MadePage:
        headline = self.phrase(4, 9)
        article = self.article(headline)
        parts = [*self.above(), article, *self.behind()]
        markup = f"<html><head><title>{headline}</title></head><body>{''.join(parts)}</body></html>"
        gold = {"text": "\n".join(self.told)}
        return MadePage("made", f"bare-{place}", f"https://bare-{place}.test/", Path(), "str", gold, "rouge", markup)

    def article(self, headline: str) -> str:
        body = "".join(self.verse() if self.maybe(0.06) else self.body())
        if self.maybe(0.3):
            body = f"<div{self.name('body', 'article-body', 'text', 'entry-content')}>{body}</div>"
        head = f"<h1>{headline}</h1>{self.header()}"
        if self.maybe(0.2):
            head = f"<header>{head}</header>"
        whole = body + head if self.maybe(0.04) else head + body
        if self.maybe(0.05):
            tag, name = self.chance.choice(_ODD_BOXES)
            return f"<{tag}{name}>{whole}</{tag}>"
        tag = self.chance.choice(("article", "main", "div", "section", ""))
        return f"<{tag}{self.name('post', 'story', 'content')}>{whole}</{tag}>" if tag else whole

    def header(self) -> str:
        lines = []
        if self.maybe(0.15):
            lines.append(f"<p class='{self.chance.choice(_DECKS)}'>{self.sentence(8, 18)}</p>")
        elif self.maybe(0.15):
            lines.append(f"<h2>{self.sentence(8, 14)}</h2>")
        if self.maybe(0.5):
            lines.append(f"<p{self.name('byline', 'author')}>By {self.phrase(2, 2).title()}</p>")
        if self.maybe(0.5):
            day, hour = self.chance.randint(1, 28), self.chance.randint(10, 23)
            lines.append(f"<p{self.name('date', 'meta')}>{day} March 2026, {hour}:40</p>")
        return "".join(lines)

    def verse(self) -> list[str]:
        return [f"<p>{self.tell(self.sentence(3, 7))}</p>" for _ in range(self.chance.randint(5, 14))]

    def body(self) -> list[str]:
        parts: list[str] = []
        folded = self.chance.randint(2, 5) if self.maybe(0.05) else None
        number = self.chance.choice((1, 3, 4, 4, 5, 6, 8, 12, 20))
        for place in range(number):
            if 0 < place < number and self.maybe(0.12):
                parts.append(f"<h{(level := self.chance.choice((2, 2, 3)))}>{self.tell(self.phrase(2, 5))}</h{level}>")
            parts.append(f"<p>{self.tell(self.paragraph())}</p>")
            if self.maybe(0.08):
                parts.append(f"<blockquote>{self.tell(self.sentence(4, 14))}</blockquote>")
            if self.maybe(0.06):
                items = "".join(f"<li>{self.tell(self.sentence(3, 20))}" for _ in range(self.chance.randint(2, 8)))
                parts.append(f"<ol>{items}</ol>" if self.maybe(0.5) else f"<ul>{items}</ul>")
            if self.maybe(0.06):
                parts.append(f"<p>{self.tell(self.sentence(2, 6))}</p>")
            if self.maybe(0.2) and place < number - 1:
                parts.append(self.between())
            if place + 1 == folded:
                parts.append("<div style='display:none'>")
        return [*parts, "</div>"] if folded is not None and folded <= number else parts

    def between(self) -> str:
        return self.chance.choice(
            (
                f"<figure><img src=a><figcaption>{self.sentence(5, 12)}</figcaption></figure>",
                f"<p>Read also: <a href=/1>{self.sentence(5, 9)}</a></p>",
                f"<aside><p>{self.sentence(9, 16)}</p></aside>",
                f"<div{self.name('newsletter-signup', 'ad', 'promo')}><p>{self.chance.choice(_NOTICES)}</p></div>",
                self.links(self.chance.choice(_RELATED), 3),
                f"<p>{self.chance.choice(_SHARES)}</p>",
                f"<p style='display:none'>{self.sentence(9, 16)}</p>",
            )
        )

    def above(self) -> list[str]:
        parts = []
        if self.maybe(0.6):
            menu = "".join(f"<li><a href=/{word}/>{word}</a>" for word in self.chance.sample(self.words, 6))
            parts.append(f"<nav><ul>{menu}</ul></nav>" if self.maybe(0.5) else f"<ul>{menu}</ul>")
        if self.maybe(0.15):
            parts.append(
                f"<div{self.name('cookie-notice', 'consent')}><p>{_NOTICES[2]}</p><button>Agree</button></div>"
            )
        return parts

    def behind(self) -> list[str]:
        parts = []
        if self.maybe(0.3):
            parts.append("".join(f"<p>{share}</p>" for share in self.chance.sample(_SHARES, 3)))
        if self.maybe(0.3):
            parts.append(self.links(self.chance.choice(_RELATED), self.chance.randint(2, 8)))
        if self.maybe(0.25):
            parts.append(self.discussion())
        if self.maybe(0.2):
            parts.append(f"<form><p>{_NOTICES[1]}</p></form>")
        if self.maybe(0.3):
            parts.append(f"<footer><p>{_NOTICES[3]}</p></footer>")
        return parts

    def discussion(self) -> str:
        said = "".join(f"<p>{self.sentence(6, 22)}</p>" for _ in range(self.chance.choice((2, 5, 9, 20, 40))))
        heading = f"<h3>{self.chance.choice(_COMMENTS)}</h3>"
        return f"{heading}{said}" if self.maybe(0.3) else f"<section id=comments>{heading}{said}</section>"

    def links(self, heading: str, number: int) -> str:
        items = "".join(f"<li><a href=/{place}>{self.phrase(4, 10).capitalize()}</a>" for place in range(number))
        return f"<div{self.name('related', 'more')}><h3>{heading}</h3><ul>{items}</ul></div>"

    def name(self, *names: str) -> str:
        """A class attribute, or none: half of the boxes have no name."""
        return f" class='{self.chance.choice(names)}'" if self.maybe(0.5) else ""

    def tell(self, text: str) -> str:
        self.told.append(text)
        return text

    def paragraph(self) -> str:
        return " ".join(self.sentence(6, 22) for _ in range(self.chance.choice((1, 1, 2, 3, 5))))

    def sentence(self, least: int, most: int) -> str:
        text = self.phrase(least, most)
        place = text.find(" ", len(text) // 2)
        text = f"{text[:place]},{text[place:]}" if place > 0 and self.maybe(0.5) else text
        return text[0].upper() + text[1:] + self.chance.choice("....?!")

    def phrase(self, least: int, most: int) -> str:
        return " ".join(self._pick(self.chance.randint(least, most)))

    def _pick(self, number: int) -> Sequence[str]:
        return self.chance.choices(self.words, k=number)

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

"""Articles made from words of our own of which it is known which tell one story: copies, and what looks like copies.

In the order in which a crawl of many sites meets them; half of them end with a box of their site.

Kinds of copies: ``copy_exact`` (the text is as it was), ``copy_light`` (another title and straight quotes, up to 40 %
cut), ``copy_corrected`` (one or two of its numbers are others), ``copy_medium`` (a word in 20 exchanged, a fifth of the
sentences left out, two paragraphs exchanged, one added), ``copy_hard`` (a word in six exchanged, a third of the
sentences left out), ``version``, ``url_variant``, and light ones in Chinese, Japanese and Thai (``copy_spaceless``).

What only looks alike: ``form`` (results, draws, forecasts and tremors in the same words), ``near_form`` (one to three
numbers, days or places of a short text are others), ``notice`` (a site's words under another headline: subscribe,
agree), ``followup`` (quotes the story before it), ``same_event``, ``digest`` (quotes ten stories), ``note`` (a few
words), and ``single``, which is a story's first article.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.stories_data import Item
from newscrawl.extraction.dateline import read_dateline
from newscrawl.extraction.text_facts import count_words, text_sha256
from newscrawl.extraction.urls import canonical_url
from newscrawl.items import Article

STORIES = 150
"""In English; in each of the languages without spaces a tenth of them."""

_WORDS = json.loads((Path(__file__).parent / "pages/stories/words.json").read_text(encoding="utf-8"))
_NOUNS: list[str] = _WORDS["nouns"].split()
_ADJECTIVES: list[str] = _WORDS["adjectives"].split()
_VERBS: list[str] = _WORDS["verbs"].split()
_LINKS: list[str] = _WORDS["links"].split()
_SYLLABLES: list[str] = _WORDS["syllables"].split()
_TOWN_ENDS: list[str] = _WORDS["town ends"].split()
_DAYS: list[str] = _WORDS["days"].split()
_SECTIONS: list[str] = _WORDS["sections"].split()
_SAID: list[str] = _WORDS["said"]
_AGENCIES: list[str] = _WORDS["agencies"]
_BOXES: list[str] = _WORDS["boxes"]
_SPACELESS = {
    language: _WORDS["spaceless"][language].split() if language == "th" else list(_WORDS["spaceless"][language])
    for language in ("zh", "ja", "th")
}
"""Characters, or in Thai syllables, of which words are made."""
_BETWEEN: dict[str, list[str]] = {language: _WORDS["between"][language].split() for language in _SPACELESS}
_STOPS: dict[str, str] = _WORDS["stops"]
_NUMBER = re.compile(r"\b\d+\b")
_SLOT_OPENINGS = ("The number was", "It came to", "It holds for", "It was counted at", "What was asked for was")


@dataclass(frozen=True)
class _Text:
    """A text as it is told, before a site prints it."""

    headline: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...] = ()


def made_stories(stories: int = STORIES, seed: int = 0) -> list[Item]:
    """Always the same articles for the same number of stories and seed."""
    return _Maker(random.Random(f"{stories} {seed}"), stories).items()


class _Maker:
    def __init__(self, chance: random.Random, stories: int) -> None:
        self.chance = chance
        self.stories = stories
        self.sites = [f"{self._name().lower()}{number}.test" for number in range(max(12, stories // 4))]
        self.placed: list[tuple[float, Item]] = []
        """When a crawl meets an article, in days."""

    def items(self) -> list[Item]:
        texts = [self._english() for _ in range(self.stories)]
        for number, text in enumerate(texts):
            self._tell(f"en {number}", text, number, spaceless=False)
        for language in _SPACELESS:
            for number in range(max(2, self.stories // 10)):
                text = self._spaceless(language)
                self._tell(f"{language} {number}", text, self.chance.uniform(0, self.stories), spaceless=True)
        self._add_forms()
        self._add_near_forms()
        self._add_notices()
        self._add_digests(texts)
        for number in range(self.stories // 5):
            figures = " ".join(self._number() for _ in range(40))
            note = self.chance.choice(("Subscribe to read on.", "", "404", "Video: see above", figures))
            self._place(f"note {number}", _Text("Note", (note,)), "note", self.chance.uniform(0, self.stories))
        self.placed.sort(key=lambda placed: placed[0])
        return [replace(item, id=f"m{number:05}") for number, (_, item) in enumerate(self.placed)]

    # -- what becomes of a story ---------------------------------------------------------------------------------------

    def _tell(self, story: str, text: _Text, day: float, *, spaceless: bool) -> None:
        """An original, and what others make of it."""
        first = self._place(story, text, "single", day)
        kinds: list[tuple[str, float, Callable[[_Text], _Text]]] = [
            ("copy_exact", 0.3, lambda one: one),
            ("copy_light", 0.5, self._trimmed),
            ("copy_corrected", 0.15, self._corrected),
            ("copy_medium", 0.4, partial(self._rewritten, changed=0.05, kept=0.8)),
            ("copy_hard", 0.4, partial(self._rewritten, changed=0.16, kept=0.65)),
        ]
        for kind, share, change in kinds:
            if spaceless and kind in ("copy_corrected", "copy_medium", "copy_hard"):
                continue
            if self.chance.random() < share:
                edits = ("spin", "abridge") if kind == "copy_hard" else ()
                name, elsewhere = "copy_spaceless" if spaceless else kind, first.article.site
                self._place(
                    story,
                    change(text),
                    name,
                    self._later(day),
                    relation="syndicated",
                    edits=edits,
                    other_than=elsewhere,
                )
        if self.chance.random() < 0.25:
            self._place(story, self._updated(text), "version", self._later(day), relation="version", at=first.article)
        if self.chance.random() < 0.2:
            self._place(story, text, "url_variant", self._later(day), relation="url_variant", under=first.article)
        if not spaceless and self.chance.random() < 0.2:
            self._place(f"{story} followed", self._followed(text), "followup", self._later(day))
        if not spaceless and self.chance.random() < 0.2:
            self._place(f"{story} told apart", self._english(text.names), "same_event", self._later(day))

    def _later(self, day: float) -> float:
        return day + self.chance.expovariate(1 / 8)

    def _place(
        self,
        story: str,
        text: _Text,
        kind: str,
        day: float,
        *,
        relation: str = "original",
        edits: tuple[str, ...] = (),
        other_than: str | None = None,
        at: Article | None = None,
        under: Article | None = None,
        on: str | None = None,
    ) -> Item:
        """Print a text somewhere: at an address, under another section of its site, or on any site but one."""
        known = at or under
        others = [one for one in self.sites if one != other_than]
        site = known.site if known else on or self.chance.choice(others)
        slug = "-".join(word for word in text.headline.lower().split() if word.isascii()) or "story"
        url = at.url if at else f"https://www.{site}/{self.chance.choice(_SECTIONS)}/{slug}-{len(self.placed)}"
        paragraphs = list(text.paragraphs)
        if self.chance.random() < 0.5 and kind not in ("note", "notice"):
            paragraphs.append(_BOXES[len(site or "") % len(_BOXES)].format(site=site))
        article = _article(url or "", site or "", text.headline, "\n\n".join(paragraphs), day)
        item = Item("", article, story, kind, relation, edits)
        self.placed.append((day, item))
        return item

    def _trimmed(self, text: _Text) -> _Text:
        kept = text.paragraphs[: max(2, round(len(text.paragraphs) * self.chance.uniform(0.6, 1)))]
        straight = [paragraph.replace("“", '"').replace("”", '"') for paragraph in kept]
        return replace(text, headline=f"{text.headline}, again", paragraphs=tuple(straight))

    def _corrected(self, text: _Text) -> _Text:
        """One or two of its numbers are others."""
        whole = "\n\n".join(text.paragraphs)
        numbers = [found.span() for found in _NUMBER.finditer(whole)]
        for start, end in sorted(
            self.chance.sample(numbers, min(len(numbers), self.chance.randint(1, 2))), reverse=True
        ):
            whole = whole[:start] + self._number() + whole[end:]
        return replace(text, paragraphs=tuple(whole.split("\n\n")))

    def _rewritten(self, text: _Text, *, changed: float, kept: float) -> _Text:
        """Some words exchanged, some sentences left out, paragraphs exchanged, and one of the copyist's own."""
        paragraphs = []
        for paragraph in text.paragraphs:
            sentences = [one for one in paragraph.split(". ") if self.chance.random() < kept]
            paragraphs.append(". ".join(self._exchanged(one, changed) for one in sentences))
        told = [paragraph for paragraph in paragraphs if paragraph]
        if len(told) > 3:
            place = self.chance.randrange(1, len(told) - 1)
            told[place], told[place + 1] = told[place + 1], told[place]
        own = self._paragraph(text.names)
        return replace(text, headline=self._headline(text.names), paragraphs=(*told, own))

    def _exchanged(self, sentence: str, changed: float) -> str:
        words = sentence.split(" ")
        return " ".join(self._other(word) if self.chance.random() < changed else word for word in words)

    def _other(self, word: str) -> str:
        lists = [one for one in (_NOUNS, _ADJECTIVES, _VERBS, _LINKS) if word in one]
        return self.chance.choice(lists[0]) if lists else word

    def _updated(self, text: _Text) -> _Text:
        """A new first paragraph where the words for one are known, and one less at the end."""
        first = self._paragraph(text.names) if text.names else text.paragraphs[0]
        return replace(text, paragraphs=(first, *text.paragraphs[1:-1]))

    def _followed(self, text: _Text) -> _Text:
        """What happened next, with a paragraph or two of what had been told."""
        own = [self._paragraph(text.names) for _ in range(self.chance.randint(6, 8))]
        return _Text(self._headline(text.names), (*own, *text.paragraphs[: self.chance.randint(1, 2)]), text.names)

    # -- what only looks alike -----------------------------------------------------------------------------------------

    def _add_forms(self) -> None:
        for form, make in enumerate((self._results, self._draw, self._forecast, self._tremor)):
            for number in range(max(3, self.stories // 8)):
                day = self.chance.uniform(0, self.stories)
                text = make()
                story = f"form {form} {number}"
                first = self._place(story, text, "form", day)
                if self.chance.random() < 0.3:
                    self._place(
                        story, text, "form_copy", self._later(day), relation="syndicated", other_than=first.article.site
                    )

    def _add_near_forms(self) -> None:
        """Notices that one site prints again and again, with one to three other numbers, days or places."""
        for form in range(max(2, self.stories // 10)):
            names = (self._town(), self._person(), self._person())
            parts = [self._paragraph(names) for _ in range(self.chance.randint(1, 2))]
            site = self.chance.choice(self.sites)
            slots = self.chance.randint(1, 3)
            places = sorted(self.chance.choices(range(len(parts)), k=slots))
            kinds = [self.chance.choice((self._number, self._day, self._town, self._money)) for _ in places]
            openings = [self.chance.choice(_SLOT_OPENINGS) for _ in places]
            for number in range(self.chance.randint(2, 5)):
                filled = list(parts)
                for place, kind, opening in zip(places, kinds, openings, strict=True):
                    filled[place] += f" {opening} {kind()}."
                headline = f"Notice of {names[0]}, {self._day()} {number}"
                day = self.chance.uniform(0, self.stories)
                elsewhere = self.chance.choice(self.sites) if self.chance.random() < 0.3 else site
                self._place(
                    f"near form {form} {number}", _Text(headline, tuple(filled)), "near_form", day, on=elsewhere
                )

    def _add_notices(self) -> None:
        """What stands in an article's place, under the headlines of several."""
        for place in range(max(2, self.stories // 15)):
            text = tuple(self._paragraph((self._town(), self._person())) for _ in range(self.chance.randint(1, 2)))
            site = self.chance.choice(self.sites)
            for number in range(self.chance.randint(2, 4)):
                headline = self._headline((self._town(),))
                day = self.chance.uniform(0, self.stories)
                self._place(f"notice {place} {number}", _Text(headline, text), "notice", day, on=site)

    def _add_digests(self, texts: Sequence[_Text]) -> None:
        for number in range(max(2, self.stories // 15)):
            day = self.chance.uniform(self.stories / 4, self.stories)
            told = self.chance.sample(list(texts[: max(10, int(day))]), 10)
            quotes = tuple(part for text in told for part in (text.headline, text.paragraphs[0]))
            self._place(f"digest {number}", _Text("The week in ten stories", quotes), "digest", day)

    def _results(self) -> _Text:
        name, money = self._name(), self._money
        return _Text(
            f"{name} Holdings reports its third quarter",
            (
                f"{name} Holdings said on {self._day()} that its profit of the third quarter was {money()}, after"
                f" {money()} in the same quarter of last year. Revenue was {money()}, {self._number()} per cent more"
                " than what analysts had expected in the mean.",
                f"For the whole year the company of {self._town()} expects revenue between {money()} and {money()}, and"
                f" a profit of {self._number()} to {self._number()} pence a share. The board proposes a dividend of"
                f" {self._number()} pence.",
                f"“We are content with the quarter and careful about the year,” {self._person()}, its chief executive,"
                f" said in a statement. Shares of {name} have gained {self._number()} per cent since the beginning of"
                " the year, and were not traded when the figures came out.",
            ),
        )

    def _draw(self) -> _Text:
        numbers = " ".join(str(self.chance.randint(1, 49)) for _ in range(6))
        return _Text(
            f"Numbers drawn in {self._town()} on {self._day()}",
            (
                f"The winning numbers in the draw of {self._town()} on {self._day()} evening were: {numbers}. The bonus"
                f" number was {self.chance.randint(1, 49)}. The estimated jackpot was {self._money()}.",
                f"Nobody had all six numbers, and the jackpot of the next draw rises to {self._money()}. There were"
                f" {self._number()} tickets with five numbers, each of which wins {self._money()}. Players have ninety"
                " days to hand in their tickets at the counter where they bought them.",
            ),
        )

    def _forecast(self) -> _Text:
        town, pick = self._town(), self.chance.randint
        return _Text(
            f"The weather in {town} on {self._day()}",
            (
                f"{town} can expect {self.chance.choice(_ADJECTIVES)} skies on {self._day()} with highs of"
                f" {pick(2, 29)} degrees and lows of {pick(-8, 14)}. The chance of rain is {self._number()} per cent,"
                f" and the wind blows from {self._town()} at up to {self._number()} kilometres an hour.",
                f"The sun rises at {pick(4, 8)}:{pick(10, 59)} and sets at {pick(16, 21)}:{pick(10, 59)}. This forecast"
                " was made by a machine from the readings of the public weather service, and is looked at by an editor"
                " before it is printed.",
            ),
        )

    def _tremor(self) -> _Text:
        town, pick = self._town(), self.chance.randint
        return _Text(
            f"Weak tremor near {town}",
            (
                f"A tremor of magnitude {pick(2, 4)}.{pick(0, 9)} was measured {self._number()} kilometres from {town}"
                f" at {pick(1, 23)}:{pick(10, 59)} on {self._day()}, at a depth of {self._number()} kilometres, as the"
                " survey of the district told.",
                f"In the last ten days there were {self._number()} tremors of magnitude two and more within a hundred"
                " kilometres. What is told here comes from the notice of the survey, and was put into words by a"
                " machine that an editor had written.",
            ),
        )

    # -- words ---------------------------------------------------------------------------------------------------------

    def _english(self, names: tuple[str, ...] = ()) -> _Text:
        """A story, a third of them of an agency, which its copies name too."""
        names = names or (self._town(), self._person(), self._person())
        paragraphs = [self._paragraph(names) for _ in range(self.chance.randint(6, 11))]
        if self.chance.random() < 0.3:
            paragraphs[0] = f"{names[0].upper()} ({self.chance.choice(_AGENCIES)}) — {paragraphs[0]}"
        return _Text(self._headline(names), tuple(paragraphs), names)

    def _headline(self, names: tuple[str, ...]) -> str:
        noun, other = self.chance.sample(_NOUNS, 2)
        return f"{names[0]} {noun} {self.chance.choice(_VERBS)} {self.chance.choice(_LINKS)} {other}"

    def _paragraph(self, names: Sequence[str]) -> str:
        return " ".join(self._sentence(names) for _ in range(self.chance.randint(2, 3)))

    def _sentence(self, names: Sequence[str]) -> str:
        choose = self.chance.choice
        shape = self.chance.randrange(4)
        if shape == 0:
            return f"“The {self._thing()} {choose(_VERBS)} the {self._thing()},” {choose(names[1:])} {choose(_SAID)}."
        if shape == 1:
            return (
                f"On {self._day()} the {self._thing()} of {names[0]} {choose(_VERBS)} {self._number()}"
                f" {choose(_NOUNS)}s {choose(_LINKS)} the {self._thing()}."
            )
        if shape == 2:
            return (
                f"{choose(names[1:])} {choose(_VERBS)} the {self._thing()}, and the {self._thing()} {choose(_VERBS)} a"
                f" {choose(_NOUNS)} {choose(_LINKS)} the {choose(_NOUNS)} {choose(_VERBS)} it."
            )
        return (
            f"The {self._thing()} {choose(_LINKS)} the {choose(_NOUNS)} {choose(_VERBS)} no {choose(_NOUNS)}, though"
            f" the {self._thing()} {choose(_VERBS)} it for {self._number()} years."
        )

    def _thing(self) -> str:
        return f"{self.chance.choice(_ADJECTIVES)} {self.chance.choice(_NOUNS)}"

    def _name(self) -> str:
        return "".join(self.chance.choice(_SYLLABLES) for _ in range(self.chance.randint(2, 3))).capitalize()

    def _town(self) -> str:
        return f"{self.chance.choice(_SYLLABLES).capitalize()}{self.chance.choice(_TOWN_ENDS)}"

    def _person(self) -> str:
        return f"{self._name()} {self._name()}"

    def _day(self) -> str:
        return self.chance.choice(_DAYS)

    def _number(self) -> str:
        return str(self.chance.randint(2, 97))

    def _money(self) -> str:
        return f"{self.chance.randint(1, 900)}.{self.chance.randint(1, 9)} million crowns"

    def _spaceless(self, language: str) -> _Text:
        paragraphs = tuple(
            "".join(self._spaceless_sentence(language) for _ in range(3)) for _ in range(self.chance.randint(5, 8))
        )
        return _Text(self._spaceless_sentence(language), paragraphs)

    def _spaceless_sentence(self, language: str) -> str:
        """Words of two or three characters with particles between them."""
        parts = _SPACELESS[language]
        words = ("".join(self.chance.choices(parts, k=self.chance.choice((2, 2, 3)))) for _ in range(9))
        between = _BETWEEN[language] or [""]
        return "".join(f"{word}{self.chance.choice(between)}" for word in words) + _STOPS[language]


def _article(url: str, site: str, headline: str, text: str, day: float) -> Article:
    number = int(day)
    article = Article(
        url=url,
        canonical_url=canonical_url(url),
        site=site,
        headline=headline,
        date_published=f"2026-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}",
        dateline=read_dateline(text),
        text=text,
        text_sha256=text_sha256(text),
        word_count=count_words(text),
    )
    article.provenance.fetched_at = f"{article.date_published}T12:00:00Z"
    return article

"""Stories for sites of the fake web: as many as wanted, no two alike."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

_TOWNS = ["Aldmoor", "Brackwell", "Cleyford", "Dunsop", "Ellerton", "Fenwick", "Garrow", "Ismere", "Kelling", "Lowick"]
_THINGS = ["ferry", "weir", "orchard", "bridge", "granary", "chapel", "reservoir", "bakery", "lighthouse", "viaduct"]
_DOINGS = [
    "opens again after the floods",
    "is sold to its neighbours",
    "loses its roof in a storm",
    "turns two hundred this week",
    "gets a new keeper at last",
    "waits another year for repairs",
    "is painted blue by mistake",
]
_WHO = ["The council", "A surveyor", "The harbour office", "A retired teacher", "The owners", "Two engineers"]
_SAID = ["told a meeting", "wrote in a letter", "said on the steps of the hall", "explained over the noise of a pump"]
_WHAT = [
    "that the old timber had been counted twice and paid for once",
    "that nobody had asked for a second key in forty years",
    "that the work would begin when the river is lower than the lower step",
    "that the bill would be shared by everyone who uses the road",
    "that a smaller plan had been in a drawer since spring",
    "that the noise at night came from the gate and not from the geese",
]
NEWEST = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""When the first story of a site appeared, unless told otherwise; each further one is a day older."""


@dataclass(frozen=True)
class Story:
    """One article of a site, with what a crawl must make of it."""

    number: int
    path: str
    headline: str
    paragraphs: tuple[str, ...]
    moment: datetime

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def date(self) -> str:
        """ISO 8601 with its offset."""
        return self.moment.isoformat()

    @property
    def day(self) -> str:
        return f"{self.moment:%Y-%m-%d}"

    def at(self, path: str) -> Story:
        return replace(self, path=path)


PathOf = Callable[[int, str, datetime], str]
"""(number, slug, moment) to the path of a story."""


def dated_path(number: int, slug: str, moment: datetime) -> str:
    return f"/{moment:%Y/%m/%d}/{slug}-{number}.html"


def plain_path(number: int, slug: str, moment: datetime) -> str:
    return f"/news/{slug}-{number}"


def story(number: int, seed: str = "", *, moment: datetime | None = None, path: str | PathOf = plain_path) -> Story:
    """Story ``number`` of the site ``seed``: the same at each call, unlike any other."""
    chance = random.Random(f"{seed} {number}")
    town, thing, doing = chance.choice(_TOWNS), chance.choice(_THINGS), chance.choice(_DOINGS)
    moment = moment or NEWEST - timedelta(days=number - 1)
    headline = f"{town} {thing} {number} {doing}"
    slug = headline.lower().replace(" ", "-")
    paragraphs = tuple(_paragraph(chance, seed, number, town, thing) for _ in range(3))
    return Story(number, path if isinstance(path, str) else path(number, slug, moment), headline, paragraphs, moment)


def stories(count: int, seed: str = "", *, first: int = 1, path: PathOf = plain_path) -> list[Story]:
    """Stories ``first`` … of a site, newest first."""
    return [story(number, seed, path=path) for number in range(first, first + count)]


def _paragraph(chance: random.Random, seed: str, number: int, town: str, thing: str) -> str:
    name = seed or "home"
    return (
        f"{chance.choice(_WHO)} of {town} {chance.choice(_SAID)} {chance.choice(_WHAT)}, and that case {number} of "
        f"the {name} file would be closed in {chance.randrange(3, 900)} days. The {thing} has "
        f"{chance.randrange(2, 99)} steps, {chance.randrange(100, 9999)} bricks, and a fan in {chance.choice(_TOWNS)}."
    )

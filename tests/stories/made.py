"""Texts of our own for telling stories apart: each number gives another one, the same at every call."""

from __future__ import annotations

import random

_WORDS = """
harbour council ferry winter bridge market school budget river station library festival orchard museum garden hospital
baker farmer teacher mayor driver captain painter doctor engineer singer builder sailor keeper ranger weaver miller
morning evening summer harvest storm flood fire strike debate concert lecture auction parade survey inquiry rescue trial
opened closed repaired promised delayed refused painted counted measured planted carried finished promised traded shared
quiet narrow golden broken distant early heavy hollow gentle crooked bitter frozen crowded empty modern wooden green
before after beside without under between across around against along behind beyond during inside near over through
""".split()  # noqa: SIM905
_NAMES = "Calder Marlow Tessin Orlanda Venn Quill Harrow Lindow Petrel Ashby Corran Dunmore Ferris Galt".split()  # noqa: SIM905
_LETTERS = {
    "zh": "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能",
    "ja": "のにはをたがでてとしれさいるかなもらりこまきうあそよえけせ日本人年大会国市中山東京川",
    "th": "กขคงจชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาำเแโใไ",
}


def story(number: int, paragraphs: int = 8) -> str:
    """Some 300 words about something that no other number is about."""
    chance = random.Random(number)
    return "\n\n".join(_paragraph(chance) for _ in range(paragraphs))


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(3))


def _sentence(chance: random.Random) -> str:
    name, verb = chance.choice(_NAMES), chance.choice(_WORDS)
    rest = " ".join(chance.choice(_WORDS) for _ in range(9))
    return f"The {chance.choice(_WORDS)} of {name} {verb} {rest}."


def form(number: int) -> str:
    """A report on a company's quarter: one form, other names and numbers."""
    chance = random.Random(number)
    name = f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}"
    money = [f"{chance.randint(2, 900)}.{chance.randint(0, 9)}" for _ in range(6)]
    return (
        f"{name} said on Tuesday that its profit for the quarter came to {money[0]} million crowns, up from "
        f"{money[1]} million crowns in the same quarter of the year before.\n\n"
        f"Sales of the company, which makes {chance.choice(_WORDS)} goods in {chance.choice(_NAMES)}, rose to "
        f"{money[2]} million crowns. Analysts had expected sales of {money[3]} million crowns.\n\n"
        f"The board will ask shareholders to agree to a dividend of {money[4]} crowns a share. Shares of {name} closed "
        f"at {money[5]} crowns on Monday, and have gained a tenth of their value since the beginning of the year.\n\n"
        f"The company said that it stood by its outlook for the year as a whole, and that it would open another plant "
        f"in {chance.choice(_NAMES)} before the end of next summer."
    )


def words_of(language: str, number: int) -> str:
    """A text in a script without spaces: characters of the language in no order that means anything."""
    chance = random.Random(f"{language}{number}")
    return "\n\n".join("".join(chance.choice(_LETTERS[language]) for _ in range(120)) for _ in range(5))

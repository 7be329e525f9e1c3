"""Who wrote it: names out of bylines, and bylines out of lines of labels and counters."""

from __future__ import annotations

import re

from newscrawl.extraction import words
from newscrawl.extraction.words import key, label, word_set

LONGEST_NAME = 60
"""Characters; what is longer is a sentence about the author."""

MOST_AUTHORS = 20

_BY = re.compile(
    r"""^\W*(?:(?:written|reported|posted|published|reporting|story|words|text)\s+by|by\s+staff\s+writer|by
    |author(?:s)?\s*:?|von|text\s*:|ein\s+(?:beitrag|artikel|gastbeitrag)\s+von|aus\s+\w+\s+berichtet
    |autor(?:in|en|es|a|e|i)?\s*:|par|écrit\s+par|publié\s+par|por|escrito\s+por|di|a\s+cura\s+di|scritto\s+da
    |door|av|af|skrevet\s+av|kirjoittanut|yazar\s*:?|oleh\s*:?|автори?\s*:?|текст\s*:|بقلم\s*:?|كتب\s*:?
    |作者\s*[:：]?|[记記]者\s*[:：]?|文\s*[:：／/]|撰文\s*[:：])(?:\s+|(?<=[:：／/]))""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = "|".join(
    sorted(
        words.names(
            """
        views? reads? clicks? hits? comments? likes? shares? aufrufe? kommentare? vues? lectures? commentaires? visitas
        lecturas comentarios visualizzazioni letture commenti visualizações comentários просмотр(?:ов|а|ы)?
        комментари(?:ев|й|я) 浏览 阅读 点击 評論 评论 조회
        """
        )
    )
)
_COUNTER = re.compile(
    rf"""(?<!\w)(?:\d[\d.,]*\s*[kKmM]?\s*(?:{_COUNTED})|(?:{_COUNTED})\s*[:：]?\s*\(?\s*\d[\d.,]*\s*[kKmM]?\s*\)?
    |(?:{_COUNTED}))(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_READING_TIME = re.compile(
    r"""\b\d+\s*(?:-\s*)?(?:min|minutes?|minuten|minutos|minuti|мин|分钟)\b
    (?:\s+(?:read|lesezeit|de\ lecture|de\ lectura|di\ lettura))?""",
    re.IGNORECASE | re.VERBOSE,
)
_SPLIT = re.compile(
    r"\s*(?:[,;|、，･]|\s(?:/|&|and|und|et|y|e|en|och|og|i|и|та|và|dan|ve)\s)\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"""(?:,|\s[-–|]|\s\()\s*[\w\s]*\b(?:editor|reporter|correspondent|writer|staff|columnist|contributor|journalist
    |redakteur(?:in)?|korrespondent(?:in)?|redaktion|journaliste|correspondant(?:e)?|corresponsal|redactor(?:a)?|inviato
    |corrispondente)\b.*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CALLED = re.compile(r"\s*(?:기자|특파원|記者|记者)\s*$")
_URL = re.compile(r"https?://|www\.|@\w")
_NO_PERSON = word_set(
    """
    admin | administrator | editor | webmaster | root | user | guest | unknown | anonymous | none | null
    undefined | author | view | views | staff | news | newsroom | redaktion | redacción | rédaction | la rédaction
    redazione | editorial team | web desk | online | news desk | desk | read more | share | follow | subscribe
    home | comments | published | updated | by | date | source | anzahl | number of
    """
)


def clean_names(claims: list[str], site_names: frozenset[str] = frozenset()) -> list[str]:
    """Persons (or the agency) out of what a page claims as authors, no repeats, as ordered.

    ``site_names`` are keys: a site is not the author of its own articles.

    >>> clean_names(["By Ada Moor and Ben Tide, Staff Writer", "admin"])
    ['Ada Moor', 'Ben Tide']
    """
    names: dict[str, str] = {}
    for claim in claims[:MOST_AUTHORS]:
        for name in _names_in(claim):
            known = key(name)
            if known and known not in site_names and label(name) not in _NO_PERSON:
                names.setdefault(known, name)
    return list(names.values())[:MOST_AUTHORS]


def byline_of(line: str) -> str | None:
    """A printed line less its labels and counters. None: nothing is left, or it is no byline.

    >>> byline_of("Larkspur View"), byline_of("By Ada Moor | 120 views"), byline_of("View(0)")
    ('Larkspur', 'Ada Moor', None)
    """
    text = _BY.sub("", _COUNTER.sub(" ", _READING_TIME.sub(" ", line)))
    text = " ".join(text.replace("()", " ").split()).strip(" |·•,;:-–—/")
    if not text or len(text) > 2 * LONGEST_NAME or label(text) in _NO_PERSON or not any(map(str.isalpha, text)):
        return None
    return text


def says_by(line: str) -> bool:
    """Whether a printed line declares an author: ``By Ada Moor``."""
    return _BY.match(line) is not None


def has_counter(line: str) -> bool:
    """Whether a printed line counts readers: ``Larkspur View``, ``120 views``."""
    return _COUNTER.search(line) is not None


def looks_like_name(text: str) -> bool:
    """Whether a text could be the name somebody writes under: few words, no digits, no sentence.

    >>> looks_like_name("Ada Moor"), looks_like_name("The ferry was late again.")
    (True, False)
    """
    if not 2 <= len(text) <= LONGEST_NAME or any(map(str.isdigit, text)) or _URL.search(text):
        return False
    parts = text.split()
    if len(parts) > 5 or text[-1] in "!?:…" or (len(parts) > 3 and text[-1] == "."):
        return False
    return parts[0][0].isalpha() and not parts[0][0].islower()


def _names_in(claim: str) -> list[str]:
    if len(claim) > 400 or _URL.search(claim):
        return []
    text = _BY.sub("", " ".join(claim.split()))
    if text.endswith((".", "!", "?")) and len(text.split()) > 6:
        return []
    text = _ROLE.sub("", text) if not _has_many_names(text) else text
    found = []
    for part in _SPLIT.split(_COUNTER.sub(" ", text)):
        name = _CALLED.sub("", _ROLE.sub("", _BY.sub("", part))).strip(' .|·•-–—()[]:"“”')
        if looks_like_name(name) and not _is_role(name):
            found.append(name)
    # "Ada Moor, Berlin": a single word behind a full name is where, not who.
    return [name for name in found if " " in name] if found and " " in found[0] else found


def _has_many_names(text: str) -> bool:
    return len(_SPLIT.split(text)) > 2


def _is_role(name: str) -> bool:
    return _ROLE.match(f", {name}") is not None and len(name.split()) <= 4

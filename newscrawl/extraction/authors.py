"""Who wrote it: names out of bylines, and bylines out of lines of labels and counters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newscrawl.extraction import words
from newscrawl.extraction.words import key, label, word_set

LONGEST_NAME = 60
"""Characters; what is longer is a sentence about the author."""

MOST_AUTHORS = 20

_BY = re.compile(
    r"""^\W*(?:(?:(?:written|authored|reported|posted|published|submitted|added|reporting|story|words|text|post\s+author|created)
    \s+by|by\s+staff\s+writer|by|author(?:s)?|post\s+author|text|interview|von|autor(?:in|en|es|a|e|i)?|redaktion
    |(?:ein|eine)\s+(?:beitrag|artikel|gastbeitrag|kommentar|analyse|kolumne|interview|reportage)\s+von
    |(?:geschrieben|verfasst|veröffentlicht|erstellt|eingestellt|beitrag|artikel|text)\s+von|aus\s+\w+\s+berichtet
    |(?:écrit|publié|rédigé|posté)\s+par|propos\s+recueillis\s+par|par|(?:escrito|publicado|redactado|texto)\s+por|por
    |a\s+cura\s+di|(?:scritto|pubblicato)\s+da|di|(?:geschreven|geplaatst|gepubliceerd)\s+door|door
    |(?:skrevet|publisert|skriven|skrivet|publicerad)\s+a[vf]|a[vf]|kirjoittanut|tekst|yazar|yazan|oleh|penulis|ditulis\s+oleh
    |napisał[a]?|opublikował[a]?|автори?|текст|опубликовал[а]?|συντάκτης|του|της|بقلم|كتبت?|מאת|tác\s+giả
    |作者|[记記]者|文|撰文|著者|執筆)\s*[:：／/]?)(?:\s+|(?<=[:：／/]))""",
    re.IGNORECASE | re.VERBOSE,
)
_NEEDS_COLON = word_set("text | interview | redaktion | tekst | текст | 文 | του | της | author | authors | autor")
_TAIL = re.compile(
    r"""\s+(?:on|at|in|under|for|updated|published|posted|last|am|vom|um|aus|le|à|el|en|il|den|op|på|em|às|w|dnia|dne|в)(?=\s|$).*$
    |\s*[|•·»›<>].*$|\s+[-–—]\s.*$|[\s,(]+\d.*$
    |\W+(?i:(?:medically\s|fact[-\s])?(?:reviewed|edited|checked|updated|published|translated|illustrated|photographed)\b).*$""",
    re.VERBOSE,
)
"""What follows a name in a printed line: a date, a section, who else had to do with it."""
_ABOUT = re.compile(
    r"^(?:more|all|about|articles?|posts?|stories|view|picture|photo|profile|avatar|follow|über|mehr|alle|zur|zum"
    r"|tous|voir|más|ver|todos|altri|tutti|meer|visa|fler|see|read|by the)\b",
    re.IGNORECASE,
)
"""How the text of a link to an author's page begins that is more than a name."""
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
_AND = re.compile(r"\s(?:and|und|et|y|e|en|och|og|&)\s")
_ROLE = re.compile(
    r"""(?:,|\s[-–|]|\s\()\s*[\w\s]*\b(?:editor|reporter|correspondent|writer|staff|columnist|contributor|journalist
    |redakteur(?:in)?|korrespondent(?:in)?|redaktion|journaliste|correspondant(?:e)?|corresponsal|redactor(?:a)?|inviato
    |corrispondente|chief|chefredakteur(?:in)?|manager|director|founder|president|professor|analyst|consultant
    |specialist|educator|producer|volontär(?:in)?|reporterin|directeur|directrice|direttore)\b.*$""",
    re.IGNORECASE | re.VERBOSE,
)
_AGENCIES = word_set(
    """
    aap | afp | agi | ani | anp | ansa | ap | apa | ats | belga | bernama | bta | cna | ctk | čtk | dapd | dpa | efe
    | epd | ians | jiji | kna | kyodo | lusa | mti | ntb | pa | pap | pti | reuters | ria | ritzau | sda | sid | stt
    | tass | tt | upi | xinhua | yonhap
    """
)
_CALLED = re.compile(r"\s*(?:기자|특파원|記者|记者)\s*$")
_URL = re.compile(r"https?://|www\.|\w@\w")
_NO_PERSON = word_set(
    """
    admin | administrator | editor | webmaster | root | user | guest | unknown | anonymous | none | null
    undefined | author | view | views | staff | news | newsroom | redaktion | redacción | rédaction | la rédaction
    redazione | editorial team | web desk | online | news desk | desk | read more | share | follow | subscribe
    home | comments | published | updated | by | date | source | anzahl | number of | name | full bio | bio
    """
)


def clean_names(claims: list[str], site_names: frozenset[str] = frozenset(), *, is_printed: bool = False) -> list[str]:
    """Persons (or the agency) out of what a page claims as authors, no repeats, as ordered.

    ``site_names`` are keys: a site is not the author of its own articles. A printed line goes on behind the name, and
    must look like a name; what structured data gives as one may be a pen name in small letters.

    >>> clean_names(["By Ada Moor and Ben Tide, Staff Writer", "admin"])
    ['Ada Moor', 'Ben Tide']
    """
    names: dict[str, str] = {}
    for claim in claims[:MOST_AUTHORS]:
        for name in _printed_names(claim) if is_printed else _names_in(claim):
            known = key(name)
            if known and known not in site_names and label(name) not in _NO_PERSON:
                names.setdefault(known, name)
    return [name for name in names.values() if not _is_initials(name, names.values())][:MOST_AUTHORS]


def fullest_names(found: list[str], others: list[list[str]]) -> list[str]:
    """The names, or those of another source that has them all and more: structured data often stops at the first.

    >>> fullest_names(["Ada Moor"], [["Ben Tide"], ["Dr Ada Moor", "Ben Tide"]])
    ['Dr Ada Moor', 'Ben Tide']
    """
    known = [key(name) for name in found]
    fuller = [
        names
        for names in others
        if len(names) > len(found) and all(any(one in key(name) for name in names) for one in known)
    ]
    return min(fuller, key=len) if known and fuller else found


def byline_of(line: str) -> str | None:
    """A printed line less its labels and counters. None: nothing is left, or it is no byline.

    >>> byline_of("Larkspur View"), byline_of("By Ada Moor | 120 views"), byline_of("View(0)")
    ('Larkspur', 'Ada Moor', None)
    """
    text = _without_label(_COUNTER.sub(" ", _READING_TIME.sub(" ", line)))
    text = " ".join(text.replace("()", " ").split()).strip(" |·•,;:-–—/")
    if not text or len(text) > 2 * LONGEST_NAME or label(text) in _NO_PERSON or not any(map(str.isalpha, text)):
        return None
    return text


def says_by(line: str) -> bool:
    """Whether a printed line declares an author: ``By Ada Moor``."""
    found = _BY.match(line)
    return found is not None and (found[0].rstrip()[-1] in ":：／/" or label(found[0]) not in _NEEDS_COLON)


def has_counter(line: str) -> bool:
    """Whether a printed line counts readers: ``Larkspur View``, ``120 views``."""
    return _COUNTER.search(line) is not None


def is_agency(name: str) -> bool:
    """Whether a single word names a news agency.

    >>> is_agency("dpa"), is_agency("MD")
    (True, False)
    """
    return label(name) in _AGENCIES


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
    return (parts[0][0].isalpha() and not parts[0][0].islower()) or is_agency(text)


def may_be_name(text: str) -> bool:
    """Whether what is declared to be an author can be one: no address, no sentence, no number.

    >>> may_be_name("ada moor"), may_be_name("7 minutes"), may_be_name("a.moor@times.test")
    (True, False, False)
    """
    return (
        2 <= len(text) <= LONGEST_NAME
        and (text[0].isalpha() or text[0] in "'’@#")
        and _URL.search(text) is None
        and len(text.split()) <= 8
        and text[-1] not in "!?:…"
    )


def _names_in(claim: str) -> list[str]:
    if len(claim) > 400 or _URL.search(claim):
        return []
    text = _without_label(" ".join(claim.split()))
    if text.endswith((".", "!", "?")) and len(text.split()) > 6:
        return []
    return [name for name in _parts_of(text) if may_be_name(name) and not _is_role(name)]


def _printed_names(line: str) -> list[str]:
    if len(line) > 400 or _URL.search(line):
        return []
    line = " ".join(line.split())
    is_declared = says_by(line)
    text = _TAIL.sub("", _COUNTER.sub(" ", _READING_TIME.sub(" ", _without_label(line))))
    if text.endswith((".", "!", "?")) and len(text.split()) > 6:
        return []
    names = _parts_of(text)
    if is_declared and len(names) == 1 and " " not in names[0] and may_be_name(names[0]):
        return names
    return [name for name in names if looks_like_name(name) and not _ABOUT.match(name) and not _is_role(name)]


def _without_label(text: str) -> str:
    for _ in range(3):
        if not says_by(text):
            break
        text = _BY.sub("", text)
    return text


def _parts_of(text: str) -> list[str]:
    """The names that a text lists, less roles, places and labels."""
    text = _ROLE.sub("", text) if not _has_many_names(text) else text
    found: list[str] = []
    for part in _together(_SPLIT.split(_COUNTER.sub(" ", text)), text):
        name = _CALLED.sub("", _ROLE.sub("", _without_label(part))).strip(' .|·•-–—()[]:"“”')
        if name and not (found and _is_role(name)):
            found.append(name)
    # "Ada Moor, Berlin": a single word behind a full name is where, not who; "Ada Moor, MD" a degree.
    return [name for name in found if " " in name or is_agency(name)] if found and " " in found[0] else found


def _together(parts: list[str], text: str) -> list[str]:
    """The parts, unless "and" is within one name: "Office for Ports and Piers"."""
    if len(parts) == 2 and " " in parts[0] and " " not in parts[1] and not is_agency(parts[1]) and _AND.search(text):
        return [text]
    return parts


def _is_initials(name: str, names: Iterable[str]) -> bool:
    """Whether a name only abbreviates another one: a picture's stand-in."""
    return name.isupper() and any(
        " " in other and name == "".join(part[0] for part in other.split()).upper() for other in names
    )


def _has_many_names(text: str) -> bool:
    return len(_SPLIT.split(text)) > 2


def _is_role(name: str) -> bool:
    return _ROLE.match(f", {name}") is not None and len(name.split()) <= 5

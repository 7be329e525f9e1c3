"""The line a wire story begins with: ``SEOUL, South Korea (AP) —``."""

from __future__ import annotations

import re

from newscrawl.items import Dateline

AGENCIES = (
    "AP|Associated Press|The Associated Press|Reuters|REUTERS|AFP|UPI|dpa|DPA|dpa-AFX|AFX|APA|SDA|Keystone-SDA|"
    "sid|SID|epd|KNA|EFE|Europa Press|ANSA|Adnkronos|AGI|LaPresse|Lusa|LUSA|ANP|Belga|BELGA|TT|NTB|Ritzau|STT|"
    "PAP|ČTK|CTK|TASR|MTI|BTA|Agerpres|Tanjug|Hina|HINA|STA|AA|Anadolu|IHA|DHA|TASS|ТАСС|Interfax|Интерфакс|"
    "РИА Новости|Ukrinform|Укринформ|Укрінформ|BelTA|Kyodo|Kyodo News|Jiji|JIJI|Xinhua|CNA|Yonhap|PTI|ANI|IANS|"
    "UNI|APP|UNB|BSS|Antara|ANTARA|Bernama|BERNAMA|VNA|NAN|MAP|APS|WAFA|SPA|WAM|KUNA|PNA|Bloomberg|Dow Jones|CP|"
    "The Canadian Press|AAP|PA|PA Media|Press Association|Sputnik|CNN|Inter Press Service|IPS|ACN|Télam|Telam"
)
LONGEST_PLACE = 60
"""Characters; ``WASHINGTON/NEW YORK, March 11`` needs 30."""

_DASH = r"\s*(?:[—–‒―-]{1,2}|\.-|:-|--)\s*"
_PLACE = r"(?P<place>[^\W\d_][^()\n—–:!?\"“”]{1,60}?)"  # LONGEST_PLACE
_AGENCY = rf"(?P<agency>{AGENCIES})"
_TAIL = r"(?:\s?/\s?[\w. -]{1,20})*"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"^{_PLACE},?\s*\({_AGENCY}{_TAIL}\){_DASH}",  # Berlin (dpa/lby) -
        rf"^{_PLACE}\.\s*\({_AGENCY}{_TAIL}\)\s",  # Berlin. (dpa)
        rf"^\({_AGENCY}{_TAIL}\){_DASH}{_PLACE}{_DASH}",  # (ANSA) - ROMA, 11 MAR -
        rf"^{_PLACE}\s*/\s*{_AGENCY}{_DASH}",  # MANILA / Reuters -
        rf"^{_PLACE},?\s+{_AGENCY}{_DASH}",  # KYIV, Reuters —
    )
)
_UNKNOWN_AGENCY = re.compile(rf"^{_PLACE}\s*\((?P<agency>[^\W\d_][\w ]{{1,24}}){_TAIL}\)\s*[—–-]+\s")
_AGENCY_ONLY = re.compile(rf"^\({_AGENCY}{_TAIL}\)(?:{_DASH}|\s+)")
_CAPITALS = re.compile(
    r"^(?P<place>[^\W\d_a-z][^\W\d_a-z .'’/-]*(?:[A-ZÀ-ÞА-Я .'’/-]*[A-ZÀ-ÞА-Я.])?(?:,\s[^\W\d_][\w. ]{1,25})?)"
    r"\s*(?:—|–|\s--?\s)\s*\S"
)
_CHINESE = re.compile(
    r"^(?P<agency>新华社|中新社|中央社|新華社|法新社|路透社)(?:记者.{0,10})?(?P<place>[^\W\d_]{2,8}?)\d{1,2}(?:月\d{1,2})?日?[电電讯訊]"
)
_DATE_AT_END = re.compile(r",\s*(?:\d{1,2}\.?\s+[^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.?\s+\d{1,2})(?:,?\s+\d{4})?$")


def read_dateline(text: str) -> Dateline:
    """Place and agency at the head of a text; both None where it has no dateline.

    >>> read_dateline("SEOUL, South Korea (AP) — The ferry was late.")
    Dateline(place='SEOUL, South Korea', agency='AP')
    >>> read_dateline("Berlin (dpa/lby) - Die Fähre kam zu spät.").agency
    'dpa'
    """
    head = text[:200]
    for form in _FORMS:
        found = form.match(head)
        if found and _could_be_place(found["place"]):
            return Dateline(place=_without_date(found["place"]), agency=found["agency"])
    found = _UNKNOWN_AGENCY.match(head)
    if found and _could_be_place(found["place"]) and _could_be_agency(found["agency"], found["place"]):
        return Dateline(place=_without_date(found["place"]), agency=found["agency"])
    found = _AGENCY_ONLY.match(head)
    if found:
        return Dateline(agency=found["agency"])
    found = _CHINESE.match(head)
    if found:
        return Dateline(place=found["place"], agency=found["agency"])
    found = _CAPITALS.match(head)
    if found and len(found["place"]) <= LONGEST_PLACE and sum(map(str.isupper, found["place"])) >= 3:
        return Dateline(place=_without_date(found["place"].strip()))
    return Dateline()


def _could_be_place(place: str) -> bool:
    return len(place.split()) <= 8 and not place[0].islower()


def _could_be_agency(name: str, place: str) -> bool:
    """Whether a name that no list knows is one: ELLERHOLM (NPA), ELLERHOLM (Norland Press), Ellerholm (npa)."""
    if name.isupper():
        return len(name) <= 6
    if name.islower():
        return len(name) <= 3
    return name.istitle() and place.split()[0].strip(",").isupper()


def _without_date(place: str) -> str:
    return _DATE_AT_END.sub("", place.strip(" ,.-")).strip(" ,")

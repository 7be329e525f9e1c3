"""The line a wire story begins with: ``SEOUL, South Korea (AP) —``, in the forms of many languages' agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawl.items import Dateline

AGENCIES = (
    "AP|Associated Press|The Associated Press|Reuters|REUTERS|Thomson Reuters|AFP|UPI|dpa-AFX|dpa|DPA|AFX|APA|"
    "Keystone-SDA|SDA|sda|sid|SID|epd|KNA|EFE|Europa Press|EUROPA PRESS|ANSA|Adnkronos|askanews|Askanews|ITALPRESS|"
    "Italpress|Teleborsa|AGI|LaPresse|Lusa|LUSA|Agência Brasil|ANP|Belga|BELGA|TT|NTB|Ritzau|ritzau|STT|PAP|ČTK|CTK|"
    "TASR|SITA|MTI|BTA|БТА|Agerpres|AGERPRES|Mediafax|Tanjug|Танјуг|Hina|HINA|STA|ΑΠΕ-ΜΠΕ|ΑΠΕ|ANA-MPA|AA|Anadolu|"
    "İHA|IHA|DHA|ANKA|TASS|ТАСС|ИТАР-ТАСС|Interfax|Интерфакс|INTERFAX\\.RU|РИА Новости|РАПСИ|Ukrinform|Укринформ|"
    "Укрінформ|УНІАН|УНИАН|УНН|BelTA|БелТА|Kyodo News|Kyodo|Jiji|JIJI|Xinhua|CNA|Yonhap|PTI|ANI|IANS|UNI|APP|UNB|BSS|"
    "भाषा|वार्ता|आईएएनएस|एजेंसी|Antara|ANTARA|Bernama|BERNAMA|TTXVN|VNA|NAN|MAP|APS|WAFA|SPA|WAM|KUNA|PNA|رويترز|"
    "أ ف ب|ا ف ب|أ ب|د ب أ|د ب ا|واس|وام|كونا|وفا|سانا|الأناضول|أ ش أ|קול|רויטרס|אי-פי|Bloomberg|Dow Jones|CP|"
    "The Canadian Press|AAP|PA Media|PA|Press Association|Sputnik|CNN|Inter Press Service|IPS|ACN|Télam|Telam|Notimex|"
    "Prensa Latina|GLOBE NEWSWIRE|BUSINESS WIRE|PRNewswire|PRNEWSWIRE|ACCESSWIRE|Newsfile Corp\\.|ots"
)
LONGEST_PLACE = 60
"""Characters; ``WASHINGTON/NEW YORK, March 11`` needs 30."""

_HEAD = 200
_DASH = r"\s*(?:[—–‒―-]{1,2}|\.\s?[–—-]|:-|--)\s*"
_PLACE = r"(?P<place>[^\W\d_][^()\n—–:!?\"“”]{1,60}?)"  # LONGEST_PLACE
_AGENCY = rf"(?P<agency>{AGENCIES})"
_TAIL = r"(?:\s?/\s?[\w. -]{1,20})*"
_MARKED_DAY = r"(?:\d{1,2}\.?\s+[^\W\d_]{3,12}|[^\W\d_]{3,12}\.?\s+\d{1,2})"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"^{_PLACE}[,.]?\s*-{{0,2}}\({_AGENCY}{_TAIL}\){_DASH}",  # Berlin (dpa/lby) - ; ROMA, 11 mag. (askanews) –
        rf"^{_PLACE}\.\s*\({_AGENCY}{_TAIL}\)\s",  # Berlin. (dpa)
        rf"^{_PLACE}[,.]?\s*\((?P<agency>भाषा|वार्ता|आईएएनएस|एजेंसी)\)[।:]?\s",  # the dash is not usual in Hindi
        rf"^\({_AGENCY}{_TAIL}\){_DASH}{_PLACE}{_DASH}",  # (ANSA) - ROMA, 11 MAR -
        # /ТАСС/. /PRNewswire/ --
        rf"^{_PLACE}[,.]?\s*/\s?(?P<agency>{AGENCIES}|[A-Z]\w{{3,24}}(?: [A-Z]\w+)?)\s?/\s?[.:—–-]",
        rf"^{_PLACE}(?:,\s+|\s+/\s?){_AGENCY}{_DASH}",  # KYIV, Reuters — ; MANILA / Reuters -
        rf"^{_PLACE}/\s?{_AGENCY}{_DASH}",
        rf"^{_PLACE}\s[—–-]\s\(?{_AGENCY}\)?(?:\.\s|{_DASH})",  # МОСКВА, 14 мая - РИА Новости. ; دبي - رويترز -
        rf"^{_PLACE}\.\s{_MARKED_DAY}\.\s{_AGENCY}(?:\.|{_DASH})",  # Москва. 14 мая. INTERFAX.RU -
    )
)
_UNKNOWN_AGENCY = re.compile(rf"^{_PLACE}\s*\((?P<agency>[^\W\d_][\w ]{{1,24}}){_TAIL}\)\s*[—–-]+\s")
_AGENCY_ONLY = re.compile(rf"^(?:{_MARKED_DAY}\s+)?\({_AGENCY}{_TAIL}\)(?:{_DASH}|\s+)")
_UPPER = "A-ZÀ-ÞŞİĞĄĘŁŃŚŹŻČĎĚŇŘŠŤŮŽΑ-ΩА-ЯІЇЄ"
_CAPITALS = re.compile(
    rf"^(?P<place>[^\W\d_a-z][^\W\d_a-z .'’/-]*(?:[{_UPPER} .'’/-]*[{_UPPER}.])?"
    r"(?:,\s[^\W\d_][\w. ]{1,25}(?:,\s\d{4})?)?)"
    r"\s*(?:—|–|\s--?\s)\s*(?P<next>\S)"
)
_EAST_ASIAN = tuple(
    re.compile(form)
    for form in (
        r"^[((]?(?P<agency>新华社|中新社|中新网|中央社|新華社|法新社|路透社|路透|美联社|塔斯社|[^\W\d_]{1,4}社)"
        r"(?:(?:记者|記者)[^\W\d_]{2,3})?(?P<place>[^\W\d_]{2,10}?)\s?(?:\d{1,2}月)?\d{1,2}日(?:综合)?[电電讯訊][))]?",
        # 【ロンドン=共同】
        r"^[【[［(](?P<place>[^\W\d_]{1,14})\s?[=＝・]\s?(?P<agency>[^\W\d_]{2,10})[^】\]］)\n]{0,20}[】\]］)]",
        r"^[【[［(](?P<place>[^\W\d_]{1,12}?)\s?(?:\d{1,2}日\s?)?"
        r"(?P<agency>時事|共同|ロイター|AFP|ＡＦＰ|連合|聯合)[】\]］)]",
    )
)
_NAME_OF_MONTH = r"[^\W\d_][^\s\d,.]{1,10}\.?"
_DATE_AT_END = re.compile(
    rf"(?:[,.]?\s+|^)(?:\d{{1,2}}\.?\s+(?:de\s+)?{_NAME_OF_MONTH}|{_NAME_OF_MONTH}\s+\d{{1,2}})"
    r"(?:,?\s+(?:de\s+)?\d{4})?\.?$"
    r"|,\s+\d{1,2}\.?$"  # São Paulo, 14 (Reuters)
)
_SMALL_WORDS = (
    "de la le les del of the am im an der den sur upon los las el al do da dos das and und y et e i a bei ob on in"
    " sous en di d' na nad pod och og ved"
)
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words of a place that need no capital."""
_LABEL_WORDS = (
    "update updated breaking exclusive watch video opinion analysis correction live photos photo fact check note"
    " warning eilmeldung exklusiv kommentar analyse interview reportage podcast urgent exclusif vidéo direct último"
    " hora ultima nato nasa fifa uefa ibm bbc cnn eu usa un who covid-19 ok q a срочно видео обновлено"
)
_LABELS = frozenset(_LABEL_WORDS.split())
"""Printed in capitals before a dash, and no places."""


@dataclass(frozen=True)
class _Found:
    dateline: Dateline
    end: int
    """Characters of the text that it takes."""


def read_dateline(text: str) -> Dateline:
    """Place and agency at the head of a text; both None where it has no dateline.

    >>> read_dateline("SEOUL, South Korea (AP) — The ferry was late.")
    Dateline(place='SEOUL, South Korea', agency='AP')
    >>> read_dateline("Berlin (dpa/lby) - Die Fähre kam zu spät.").agency
    'dpa'
    """
    found = _find(text)
    return found.dateline if found else Dateline()


def dateline_head(text: str) -> str | None:
    """The dateline as printed, with its date and its dash. None: the text has none.

    >>> dateline_head("ARVALE, March 11 (Reuters) - The ferry was late.")
    'ARVALE, March 11 (Reuters) - '
    """
    found = _find(text)
    return text[: found.end] if found else None


def _find(text: str) -> _Found | None:
    head = text[:_HEAD].split("\n", 1)[0]
    for form in _FORMS:
        found = form.match(head)
        if found:
            place = _without_date(found["place"])
            if not place:
                return _Found(Dateline(agency=found["agency"]), found.end())
            if _could_be_place(place):
                return _Found(Dateline(place=place, agency=found["agency"]), found.end())
    return _unknown_agency(head) or _agency_only(head) or _east_asian(head) or _capitals(head)


def _unknown_agency(head: str) -> _Found | None:
    found = _UNKNOWN_AGENCY.match(head)
    if found is None:
        return None
    place = _without_date(found["place"])
    if _could_be_place(place) and _could_be_agency(found["agency"], place):
        return _Found(Dateline(place=place, agency=found["agency"]), found.end())
    return None


def _agency_only(head: str) -> _Found | None:
    found = _AGENCY_ONLY.match(head)
    return _Found(Dateline(agency=found["agency"]), found.end()) if found else None


def _east_asian(head: str) -> _Found | None:
    for form in _EAST_ASIAN:
        found = form.match(head)
        if found:
            return _Found(Dateline(place=found["place"], agency=found["agency"]), found.end())
    return None


def _capitals(head: str) -> _Found | None:
    found = _CAPITALS.match(head)
    if found is None or len(found["place"]) > LONGEST_PLACE or found["next"].islower():
        return None
    place = _without_date(found["place"])
    if sum(map(str.isupper, place)) < 3 or not _LABELS.isdisjoint(place.lower().replace(",", " ").split()):
        return None
    return _Found(Dateline(place=place), found.start("next"))


def _could_be_place(place: str) -> bool:
    words = re.split(r"[\s/]+", place)
    return (
        len(words) <= 8 and not place[:1].islower() and all(not word[:1].islower() or word in _SMALL for word in words)
    )


def _could_be_agency(name: str, place: str) -> bool:
    """Whether a name that no list knows is one: ELLERHOLM (NPA), ELLERHOLM (Norland Press), Ellerholm (npa)."""
    in_capitals = place.split()[0].strip(",").isupper()
    if name.isupper():
        return len(name) <= (20 if in_capitals else 6)
    if name.islower():
        return len(name) <= 3
    return name.istitle() and in_capitals


def _without_date(place: str) -> str:
    return _DATE_AT_END.sub("", place.strip(" ,.-")).strip(" ,.-")

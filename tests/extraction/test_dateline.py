"""Place and agency at the head of a text, in the forms that agencies use."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.dateline import read_dateline


@pytest.mark.parametrize(
    ("head", "place", "agency"),
    [
        ("ARVALE, Norland (AP) — The ferry", "ARVALE, Norland", "AP"),
        ("ARVALE, March 11 (Reuters) - The ferry", "ARVALE", "Reuters"),
        ("ARVALE/DUNMOOR (Reuters) -The ferry", "ARVALE/DUNMOOR", "Reuters"),
        ("Arvale (AFP) – Le bac", "Arvale", "AFP"),
        ("Arvale (dpa/lno) - Die Fähre", "Arvale", "dpa"),
        ("Arvale. (dpa) Die Fähre", "Arvale", "dpa"),
        ("Arvale, 11 mar (EFE).- El barco", "Arvale", "EFE"),
        ("(ANSA) - ARVALE, 11 MAR - Il battello", "ARVALE", "ANSA"),
        ("АРВАЛЕ, 11 марта (ТАСС) — Паром", "АРВАЛЕ", "ТАСС"),
        ("新华社北京3月11日电（记者王小明）渡轮", "北京", "新华社"),
        ("ARVALE, Norland (NPA) — The ferry", "ARVALE, Norland", "NPA"),
        ("PORT DUNMOOR (Norland Press) — The ferry", "PORT DUNMOOR", "Norland Press"),
        ("PORT DUNMOOR — The ferry", "PORT DUNMOOR", None),
        ("(AP) — The ferry", None, "AP"),
        ("ARVALE, Norland, Sept. 19, 2024 (TRADEWIRE) -- Ropewalk", "ARVALE, Norland", "TRADEWIRE"),
        ("ARVALE, Norland, September 19, 2024 /TradeWire/ -- Ropewalk", "ARVALE, Norland", "TradeWire"),
        ("ARVALE--(BUSINESS WIRE)--Ropewalk", "ARVALE", "BUSINESS WIRE"),
        ("May 14 (Reuters) - The ferry", None, "Reuters"),
        ("ARVALE, 14 May. (EUROPA PRESS) - El barco", "ARVALE", "EUROPA PRESS"),
        ("Arvale, 14 mag. (askanews) – Il battello", "Arvale", "askanews"),
        ("Arvale, 14 (Reuters) - O barco", "Arvale", "Reuters"),
        ("Arvale, 14 mai 2024 (Lusa) – O barco", "Arvale", "Lusa"),
        ("Den Arvale (ANP) - De veerboot", "Den Arvale", "ANP"),
        ("ÅRVALE/DUNMÖR (TT) – Färjan", "ÅRVALE/DUNMÖR", "TT"),
        ("Arvale (PAP) - Prom", "Arvale", "PAP"),
        ("Arvale 14. května (ČTK) - Přívoz", "Arvale", "ČTK"),
        ("АРВАЛЕ, 14 мая - РИА Новости. Паром", "АРВАЛЕ", "РИА Новости"),
        ("АРВАЛЕ, 14 мая. /ТАСС/. Паром", "АРВАЛЕ", "ТАСС"),
        ("Арвале. 14 мая. INTERFAX.RU - Паром", "Арвале", "INTERFAX.RU"),
        ("İRVALE (AA) - Vapur", "İRVALE", "AA"),
        ("ΑΡΒΑΛΗ (ΑΠΕ-ΜΠΕ) - Το πλοίο", "ΑΡΒΑΛΗ", "ΑΠΕ-ΜΠΕ"),
        ("أرفالي 14 مايو (رويترز) - العبارة", "أرفالي", "رويترز"),
        ("أرفالي - رويترز - العبارة", "أرفالي", "رويترز"),
        ("ארוול (רויטרס) - המעבורת", "ארוול", "רויטרס"),
        ("अरवाले, 14 मई (भाषा) नाव", "अरवाले", "भाषा"),
        ("(中央社記者王小明台北14日電)渡輪", "台北", "中央社"),
        ("【アーベル=共同】船は", "アーベル", "共同"),
        ("[アーベル 14日 ロイター] - 船は", "アーベル", "ロイター"),
        ("(아르발=연합뉴스) 배가", "아르발", "연합뉴스"),
        ("Arvale (ANTARA) - Kapal", "Arvale", "ANTARA"),
        ("Ạrvale (TTXVN) - Phà", "Ạrvale", "TTXVN"),
        ("According to CNN - and it should know - the ferry", None, None),
        ("As the owner told Reuters — twice — the ferry", None, None),
        ("EXCLUSIVE - The ferry was late", None, None),
        ("NATO — which has no ferries — said", None, None),
        ("THE FERRY — that was all he saw", None, None),
        ("The harbour master (left) - a tall man - said", None, None),
        ("U.S. officials — who had counted — said", None, None),
        ("The ferry (AP) was late", None, None),
        ("", None, None),
    ],
)
def test_datelines(head: str, place: str | None, agency: str | None) -> None:
    found = read_dateline(head)
    assert (found.place, found.agency) == (place, agency)


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    read_dateline(text)


@pytest.mark.parametrize("text", ["A " * 500, "(" * 500, "A, " * 500, "A/" * 500, "A (" * 500, "—" * 500])
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    read_dateline(text)
    assert time.process_time() - begun < 0.1

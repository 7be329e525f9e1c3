"""Dates are read as they are stated; a doubtful one is none."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.dates import all_dates, named_zone, offset_between, read_date


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2025-03-11", "2025-03-11"),
        ("2025-03-11T10:26:37Z", "2025-03-11T10:26:37+00:00"),
        ("2025-03-11T10:26:37.123+01:00", "2025-03-11T10:26:37+01:00"),
        ("2025-03-11T10:26:37-0500", "2025-03-11T10:26:37-05:00"),
        ("2025-03-11 10:26", "2025-03-11T10:26:00"),
        ("Date:2025-03-11 10:26:37", "2025-03-11T10:26:37"),
        ("20250311T102637Z", "2025-03-11T10:26:37+00:00"),
        ("1741688797", "2025-03-11T10:26:37+00:00"),
        ("Tue, 11 Mar 2025 10:26:37 GMT", "2025-03-11T10:26:37+00:00"),
        ("March 11, 2025 at 5:26 p.m. ET", "2025-03-11T17:26:00-04:00"),
        ("Jan. 11, 2025, 12:05 am EST", "2025-01-11T00:05:00-05:00"),
        ("10:26 GMT, 11 March 2025", "2025-03-11T10:26:00+00:00"),
        ("11th of March 2025", "2025-03-11"),
        ("11. März 2025, 10:26 Uhr", "2025-03-11T10:26:00"),
        ("11.03.2025 um 10.26 Uhr", "2025-03-11T10:26:00"),
        ("Publié le 1er mars 2025 à 10h26", "2025-03-01T10:26:00"),
        ("11 de marzo de 2025 a las 10:26", "2025-03-11T10:26:00"),
        ("martedì 11 marzo 2025", "2025-03-11"),
        ("11 марта 2025 г., 10:26", "2025-03-11T10:26:00"),
        ("11.3.2025 klo 10.26", "2025-03-11T10:26:00"),
        ("11 Mart 2025", "2025-03-11"),
        ("2025年3月11日 下午3:26", "2025-03-11T15:26:00"),
        ("2025. 3. 11. 오후 3:26", "2025-03-11T15:26:00"),
        ("١١ مارس ٢٠٢٥", "2025-03-11"),
        ("11 มีนาคม 2568", "2025-03-11"),
        ("3 May 2025 5 min read", "2025-05-03"),
        ("31/12/2025", "2025-12-31"),
        ("By Ada Moor 8 January 2020, 3:51 pm 11 replies", "2020-01-08T15:51:00"),
        ("von Ada Moor, 8.5.12", "2012-05-08"),
        ("11 Mar ’25", "2025-03-11"),
        ("2023 Jan 7", "2023-01-07"),
        ("11/mar/2025 10h26", "2025-03-11T10:26:00"),
        ("11-Mar-2025 10:26", "2025-03-11T10:26:00"),
        ("Tue Mar 11 10:26:37 CET 2025", "2025-03-11T10:26:37+01:00"),
        ("Tue Mar 11 2025 10:26:37 GMT+0100 (Central European)", "2025-03-11T10:26:37+01:00"),
        ("Friday December 19, 2025 @08:00PM", "2025-12-19T20:00:00"),
        ("1741688797123", "2025-03-11T10:26:37+00:00"),
        ("/Date(1741688797000)/", "2025-03-11T10:26:37+00:00"),
        ("2025-03-11T10:26+01", "2025-03-11T10:26:00+01:00"),
        ("10:26 et 11 mars 2025", "2025-03-11T10:26:00"),
        ("Le premier mars 2025 à 10 h 26", "2025-03-01T10:26:00"),
        ("1 de març de 2025", "2025-03-01"),
        ("11 de março de 2025 às 10h26", "2025-03-11T10:26:00"),
        ("2025. március 11., 10:26", "2025-03-11T10:26:00"),
        ("2025 m. kovo 11 d. 10:26", "2025-03-11T10:26:00"),
        ("2025. gada 11. martā", "2025-03-11"),
        ("11. märts 2025", "2025-03-11"),
        ("11. ožujka 2025. u 10:26", "2025-03-11T10:26:00"),
        ("11. března 2025 v 10:26", "2025-03-11T10:26:00"),
        ("11 березня 2025 р., 10:26", "2025-03-11T10:26:00"),
        ("11 mrt 2025 - 10:26", "2025-03-11T10:26:00"),
        ("11. marts 2025 kl. 10.26", "2025-03-11T10:26:00"),
        ("11 Mart 2025 Salı 10:26", "2025-03-11T10:26:00"),
        ("Τρίτη 11 Μαρτίου 2025, 10:26", "2025-03-11T10:26:00"),
        ("11 במרץ 2025, 10:26", "2025-03-11T10:26:00"),
        ("١١ مارس ٢٠٢٥ - ١٠:٢٦ م", "2025-03-11T22:26:00"),
        ("११ मार्च २०२५, १०:२६", "2025-03-11T10:26:00"),
        ("11 มี.ค. 2568 10:26 น.", "2025-03-11T10:26:00"),
        ("11 tháng 3, 2025", "2025-03-11"),
        ("11 Maret 2025 pukul 10.26", "2025-03-11T10:26:00"),
        ("Marso 11, 2025", "2025-03-11"),
        ("令和7年3月11日 午後3時26分", "2025-03-11T15:26:00"),
        ("2025年3月11日 10時26分", "2025-03-11T10:26:00"),
        ("2025.03.11 오전 10:26", "2025-03-11T10:26:00"),
    ],
)
def test_what_is_stated_is_read(raw: str, iso: str) -> None:
    moment = read_date(raw)
    assert moment is not None
    assert (moment.iso, moment.raw) == (iso, raw)


@pytest.mark.parametrize(
    "raw",
    ["", "no date", "2026-13-45", "2026-02-30", "1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00", "0001-01-01",
     "2025-03-11T10:26:37+99:99", "9999-99-99", "March 2025", "11 March", "12345", "99/99/2025", "0",
     "192.168.1.10", "12 people 2020", "1/2", "25:61", "20 % of 2024", "1900-01-01", "12-03-25"],
)  # fmt: skip
def test_what_is_no_date_is_none(raw: str) -> None:
    assert read_date(raw) is None


@pytest.mark.parametrize(
    ("language", "iso"),
    [("en-US", "2025-03-11"), ("en-GB", "2025-11-03"), ("fr", "2025-11-03"), ("en", None), (None, None)],
)
def test_an_ambiguous_date_is_read_by_the_language_or_not_at_all(language: str | None, iso: str | None) -> None:
    moment = read_date("03/11/2025", language)
    assert (moment.iso if moment else None) == iso


def test_an_ambiguous_date_is_the_one_that_is_known_from_elsewhere() -> None:
    def days() -> list[date]:
        return [date(2025, 11, 3)]

    assert read_date("03/11/2025", "en-US", days).iso == "2025-11-03"
    assert read_date("04/11/2025", "en-US", days).iso == "2025-04-11"


def test_a_croatian_month_is_not_the_polish_one_of_its_name() -> None:
    assert [read_date("11 listopada 2025", language).day.month for language in ("pl", "hr")] == [11, 10]


def test_all_dates_of_a_line_are_found_in_order() -> None:
    found = all_dates("Last updated 4 Jun 2020, 10:26, originally written 17 Jun 2019")
    assert [here.moment.iso for here in found] == ["2020-06-04T10:26:00", "2019-06-17"]


@pytest.mark.parametrize(
    ("stated", "printed", "offset"),
    [
        ("2025-03-11T02:25:54Z", "March 10, 2025 9:25pm", -5),
        ("2025-03-11T02:25:54Z", "11.03.2025 03:25", 1),
        ("2025-03-11T02:25:54Z", "11.03.2025 03:41", None),
        ("2025-03-11T02:25:54Z", "11.03.2025", None),
        ("2025-03-11T02:25:54", "11.03.2025 03:25", None),
        ("2025-03-11T02:25:54Z", "13.03.2025 03:25", None),
    ],
)
def test_a_printed_clock_gives_the_offset_of_a_stated_moment(stated: str, printed: str, offset: int | None) -> None:
    zone = offset_between(read_date(stated), read_date(printed))
    assert (zone.utcoffset(None) if zone else None) == (timedelta(hours=offset) if offset is not None else None)


@pytest.mark.parametrize("abbreviation", ["CST", "IST", "BST"])
def test_abbreviations_of_several_zones_give_none(abbreviation: str) -> None:
    moment = read_date(f"2025-03-11 10:26 {abbreviation}")
    assert moment is not None
    assert (moment.has_zone, moment.utc) == (False, None)


def test_a_declared_zone_completes_a_clock_time_but_no_bare_day() -> None:
    zone = named_zone("Europe/Berlin")
    clock, day = read_date("2025-07-01 12:00"), read_date("2025-07-01")
    assert clock is not None
    assert day is not None
    assert (clock.in_zone(zone).iso, clock.in_zone(zone).utc) == ("2025-07-01T12:00:00+02:00", "2025-07-01T10:00:00Z")
    assert (day.in_zone(zone).iso, day.in_zone(zone).utc) == ("2025-07-01", None)


def test_a_wrong_zone_is_named_with_its_repair() -> None:
    with pytest.raises(ValueError, match=r"timezone: 'Berlin' is no IANA time zone; give one such as Europe/Berlin"):
        named_zone("Berlin")


@given(st.text(max_size=60) | st.text(alphabet="0123456789-/:. TZ+年月日mayarch", max_size=40))
def test_any_text_is_survived(raw: str) -> None:
    moment = read_date(raw)
    assert moment is None or moment.iso
    assert all(found.start < found.end for found in all_dates(raw))


@pytest.mark.parametrize(
    "raw",
    [
        "1 " * 10_000,
        "1/" * 10_000,
        "may " * 10_000,
        "1 de " * 10_000,
        "2025-" * 10_000,
        "-" * 300,
        "abc, " * 90,
        "x March 1, 2025 " * 20,
    ],
)
def test_no_text_takes_long(raw: str) -> None:
    begun = time.process_time()
    read_date(raw)
    assert time.process_time() - begun < 0.1

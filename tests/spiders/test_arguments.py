"""What a user asks of a crawl is understood, or refused in one line that names the mend."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newscrawl.exceptions import CannotCrawl
from newscrawl.spiders.arguments import Wanted

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def read(**arguments: str) -> Wanted:
    return Wanted.read(NOW, **arguments)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-01", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2d", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        ("12h", datetime(2026, 11, 23, 0, tzinfo=UTC)),
        ("3W", datetime(2026, 11, 2, 12, tzinfo=UTC)),
        ("2026-11-01T08:00:00+02:00", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ],
)
def test_since_is_a_day_a_moment_or_a_span_back(text: str, moment: datetime) -> None:
    assert read(since=text).since == moment


@pytest.mark.parametrize("day", ["2026-10-31", "20261031"])
def test_until_includes_its_day(day: str) -> None:
    wanted = read(until=day)
    assert wanted.outside("2026-10-31T23:59:00Z") is None
    assert wanted.outside("2026-11-01") == "newer_than_until"


def test_a_day_is_older_only_if_all_of_it_is() -> None:
    wanted = read(since="12h")
    assert wanted.outside("2026-11-23") is None
    assert wanted.outside("2026-11-22T23:00:00Z") == "older_than_since"


def test_a_month_is_wanted_if_any_of_its_days_is() -> None:
    wanted = read(since="2026-10-15", until="2026-10-20")
    assert wanted.outside_days(date(2026, 10, 1), date(2026, 10, 31)) is None
    assert wanted.outside_days(date(2026, 9, 1), date(2026, 9, 30)) == "older_than_since"


def test_what_has_no_date_may_be_wanted() -> None:
    assert read(since="2d").outside(None) is None
    assert read(since="2d").outside("some day") is None


@pytest.mark.parametrize(
    ("url", "is_in"),
    [
        ("https://times.test/politics/a-b", True),
        ("https://times.test/en/politics/a-b", True),
        ("https://times.test/sport/football/a", True),
        ("https://times.test/sport/tennis/a", False),
        ("https://times.test/geopolitics/a", False),
        ("https://times.test/", False),
    ],
)
def test_a_section_is_a_step_of_the_path_or_its_beginning(url: str, is_in: bool) -> None:
    assert read(sections="Politics, /sport/football/").in_section(url) is is_in


def test_crawls_that_want_the_same_have_one_signature() -> None:
    assert read(since="2d").signature == read(since="2d", max_articles="7").signature
    assert read(since="2d").signature != read().signature
    assert read(until="2026-10-31").signature == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"since": "yesterdayish"}, "since=yesterdayish: is no day; write 2026-11-01, or 2d"),
        ({"since": "2030-01-01"}, "lies ahead"),
        ({"since": " "}, "since=: is empty"),
        ({"since": "2026-13-01"}, "since=2026-13-01"),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "lies before since"),
        ({"max_articles": "-1"}, "max_articles=-1: is no whole number above 0"),
        ({"max_articles": "many"}, "max_articles=many"),
        ({"minutes": "0"}, "minutes=0: is no number above 0"),
        ({"minutes": "nan"}, "minutes=nan"),
        ({"follow": "everything"}, "choose from feeds, sitemaps, links, all"),
        ({"sections": ","}, "name sections"),
        ({"backfill": "1"}, "how far back? Give a day too: since="),
        ({"backfill": "perhaps", "since": "2d"}, "give 1 or 0"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(arguments: dict[str, str], said: str) -> None:
    with pytest.raises(CannotCrawl) as error:
        read(**arguments)
    assert said in str(error.value)
    assert "\n" not in str(error.value)

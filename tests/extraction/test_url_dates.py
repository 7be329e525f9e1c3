"""An address names the day, month or year that is written in it, and nothing is guessed."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.url_dates import is_date_archive, url_period

SITE = "https://times.test"
DAY = (date(2026, 11, 5), date(2026, 11, 5))
MONTH = (date(2026, 11, 1), date(2026, 11, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def each(paths: str) -> list[str]:
    return paths.split()


@pytest.mark.parametrize(
    "path",
    each(
        """
        /2026/11/05/ /2026/11/05 /2026/11/5/ /2026/11/05/rain-ends /news/2026/11/05/rain-ends.html /2026-11-05
        /2026-11-05/rain-ends /rain-ends-2026-11-05 /2026-11-05-rain-ends.html /2026_11_05/x /2026.11.05/x /20261105/
        /20261105/rain /rain-20261105 /rain_20261105.html /202611/t20261105_778.html /c/20261105_778.html
        /2026-11/05/c_1.htm /2026/1105/c1.html /2026/11-05/778.shtml /20261105101500/x /id-202611051015.html
        ?date=2026-11-05 /list?d=20261105 /list?date=2026/11/05 ?year=2026&month=11&day=5 ?day=05&month=11&year=2026
        ?y=2026&m=11&d=5&x=1 /2026/nov/05/ /2026/nov/05/rain /2026/november/5/x /2026-nov-05 /05-nov-2026 /nov-05-2026/x
        /5/november/2026 /2026/novembre/05/x /2026/listopad/05/x /2026/11/05/page/2/ /sitemap-2026-11-05.xml
        /sitemap.xml?yyyy=2026&mm=11&dd=05 /sitemap_2026_11_05.xml.gz /archive/2026/11/05/index.html /rain-ends/20261105
        """
    ),
)
def test_a_day_is_read(path: str) -> None:
    assert url_period(SITE + path) == DAY


@pytest.mark.parametrize(
    "path",
    each(
        """
        /2026/11/ /2026/11 /2026/11/rain-ends /news/2026/11/rain-ends /2026/11/5-things-to-know /2026-11/
        /2026-11/rain-ends /archive/2026_11 /archive-2026-11.html /sitemap-2026-11.xml /sitemap-202611.xml
        /sitemap_2026-11.xml.gz /sitemap-posts-2026-11.xml /post-sitemap-2026-11-2.xml /sitemaps/2026-11.xml
        /sitemaps/articles/2026/11.xml ?m=202611 ?month=2026-11 ?year=2026&month=11 /2026/nov/ /2026/november/rain
        /november-2026 /archive/november-2026.html /202611/rain-ends
        """
    ),
)
def test_a_month_is_read(path: str) -> None:
    assert url_period(SITE + path) == MONTH


@pytest.mark.parametrize(
    "path", each("/2026/ /2026 /archive/2026.html /2026/rain-ends /sitemap-2026.xml /sitemap_2026.xml.gz ?year=2026")
)
def test_a_year_is_read(path: str) -> None:
    assert url_period(SITE + path) == YEAR


@pytest.mark.parametrize(
    "path",
    each(
        """
        / /rain-ends /12345678/ /story-12345678 /a/20261399/ /ids/20260230 /2026/13/45/ /2026/02/30/ /2026/11/31/rain
        /archive/2026/45 /2026-13-01 /1989/12/01/ /2100/01/01/ /05-11-2026 /05/11/2026/ /11.05.2026 /best-of-2026-10
        /election-2026-10-questions /a2026 /2026a /rain-in-2026 /120261105 /202611055 /x20261105y /story/202611059933
        ?id=2026
        /rain-ends-after-nine-days/20261105/ ?id=20261105123 ?p=2026 /0000/00/00 /top-2026-list /v2026.1/x /2026%20/x
        """
    ),
)
def test_what_names_no_date_for_certain_names_none(path: str) -> None:
    assert url_period(SITE + path) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/25-11-2026", date(2026, 11, 25)),
        ("/25/11/2026/rain", date(2026, 11, 25)),
        ("/25.11.2026", date(2026, 11, 25)),
        ("/11-25-2026", date(2026, 11, 25)),
        ("/11-11-2026", date(2026, 11, 11)),
        ("/2026/02/28/", date(2026, 2, 28)),
        ("/2028/02/29/", date(2028, 2, 29)),
        ("/1990/01/01/", date(1990, 1, 1)),
        ("/2099/12/31/", date(2099, 12, 31)),
    ],
)
def test_days_first_are_read_where_they_can_be_read_in_one_way(path: str, day: date) -> None:
    assert url_period(SITE + path) == (day, day)


@pytest.mark.parametrize(
    "path", ["/report-14-20-november-2026", "/report-14-20-november-2026.html", "/14_bis_20_november_2026"]
)
def test_a_span_of_days_is_read_as_its_month(path: str) -> None:
    assert url_period(SITE + path) == MONTH


def test_a_number_before_a_day_begins_no_span_unless_it_is_an_earlier_day() -> None:
    for path in ("/gate-25-20-november-2026", "/gate-0-20-november-2026", "/gate-105-20-november-2026"):
        assert url_period(SITE + path) == (date(2026, 11, 20), date(2026, 11, 20))


@pytest.mark.parametrize("host", ["2026-11-05.times.test", "times2026.test", "user:2026@times.test"])
def test_hosts_name_no_dates(host: str) -> None:
    assert url_period(f"https://{host}/rain") is None


@pytest.mark.parametrize(
    "path",
    each(
        """
        /2026/11/05/ /2026/11/05 /2026/11/ /2026/ /archive/2026/11/05/ /archive/2026-11-05.html /archiv/20261105/
        /2026/11/05/index.html /2026/11/05/page/2/ /2026/11/?page=3 /politics/2026/11/ /news/2026-11-05
        /archive?date=2026-11-05 /archive?year=2026&month=11 /sitemap-2026-11.xml /archive-2026-11.html /2026/november/
        /by-date/2026/nov/05
        """
    ),
)
def test_a_list_of_a_day_month_or_year_is_an_archive(path: str) -> None:
    assert is_date_archive(SITE + path)


@pytest.mark.parametrize(
    "path",
    each(
        """
        / /rain-ends /2026/11/05/rain-ends /2026/11/05/12345 /2026/11/05/778.html /rain-2026-11-05 /2026-11-05-rain
        /story-20261105 /202611/t20261105_778.html /c/20261105_778.html /2026/11/05/rain?page=2
        /story?date=2026-11-05&id=7 /2026-11/05/content_12.htm
        """
    ),
)
def test_an_article_with_a_date_is_no_archive(path: str) -> None:
    assert not is_date_archive(SITE + path)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y/%m/%d", "%Y-%m-%d", "%Y%m%d", "%Y_%m_%d"]))
def test_every_day_is_read_as_itself(day: date, form: str) -> None:
    address = f"{SITE}/{day.strftime(form)}/"
    assert url_period(address) == (day, day)
    assert is_date_archive(address)


@given(st.one_of(st.text(max_size=80), st.text(alphabet="/-_.?&=0123456789novc", max_size=60).map(SITE.__add__)))
def test_no_address_raises_and_periods_are_whole(url: str) -> None:
    period = url_period(url)
    is_date_archive(url)
    if period is not None:
        first, last = period
        assert date(1990, 1, 1) <= first <= last <= date(2099, 12, 31)
        assert last - first in (timedelta(0), timedelta(364), timedelta(365)) or first.month == last.month


def test_an_address_takes_microseconds_and_a_hostile_one_not_much_longer() -> None:
    hostile = [f"{SITE}/{part * 700}" for part in ("2026-", "20/", "2026/1/", "1-1-", "jan-", "/index/page/")]
    begun = time.perf_counter()
    for url in hostile:
        is_date_archive(url)
    assert time.perf_counter() - begun < 0.5

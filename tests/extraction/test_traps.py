"""Traps are told by their addresses, and no article's address is taken for one."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extraction.traps import QueryCombinations, trap_of

SITE = "https://times.test"
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/a/a/a", "path_repeats"),
        ("/news/img/img/img/rain", "path_repeats"),
        ("/a/b/a/b/a/b/", "path_repeats"),
        ("/en/a/b/c/a/b/c/a/b/c/rain.html", "path_repeats"),
        ("/" + "x/" * 13, "too_deep"),
        ("/" + "/".join("abcdefghijklm"), "too_deep"),
        ("/rain?x=" + "y" * 2050, "too_long"),
        ("/rain;jsessionid=0A1B2C3D4E5F", "session_id"),
        ("/rain.jsp;JSESSIONID=0A1B2C3D4E5F?id=7", "session_id"),
        ("/rain?PHPSESSID=abcdef0123456789", "session_id"),
        ("/rain?id=7&sessionid=f00ba4f00ba4", "session_id"),
        ("/rain?sid=0123456789abcdef0123456789abcdef", "session_id"),
        ("/(S(abcdefghijkl0123456789mn))/rain.aspx", "session_id"),
        ("/rain?ASPSESSIONIDQADC=XYZ", "session_id"),
        ("/calendar/2150/03/", "calendar"),
        ("/calendar/1850/3", "calendar"),
        ("/events/2028/05/", "calendar"),
        ("/2028/05/01/", "calendar"),
        ("/1812/05/01/", "calendar"),
        ("/3024-05-01", "calendar"),
        ("/list?year=2031&month=2", "calendar"),
        ("/list?date=1889-01-01", "calendar"),
        ("/events?tribe-bar-date=2040-01-01", "calendar"),
        ("/list?sort=asc&colour=red", "facets"),
        ("/list?orderby=date&category=7", "facets"),
        ("/list?view=grid&tag=ferry", "facets"),
        ("/list?tag=ferry&tag=bridge", "facets"),
        ("/list?f%5B0%5D=a&f%5B1%5D=b&f%5B2%5D=c&f%5B3%5D=d", "facets"),
        ("/list?category=a&region=b&date_from=2026-01-01&author=c", "facets"),
        ("/shop?price_min=1&price_max=9&brand=b&color=c", "facets"),
        ("/rain?replytocom=55", "action"),
        ("/rain?share=letterbox", "action"),
        ("/rain?id=7&print=1", "action"),
        ("/story.php?id=7&action=print", "action"),
        ("/index.php?id=7&do=reply", "action"),
        ("/2026/rain-ends-at-last/print", "action"),
        ("/story/123456/share/", "action"),
    ],
)
def test_a_trap_is_told_with_its_reason(path: str, reason: str) -> None:
    assert trap_of(SITE + path, TODAY) == reason


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/2026/11/05/rain-ends-after-nine-days",
        "/2026/11/11/rain",
        "/2011/11/11/rain-ends",
        "/11/11/11/rain-ends",
        "/news/news/news-of-the-day",
        "/world/asia/world/asia/rain-in-asia",
        "/sport/sport/rain",
        "/new-york/new-york/rain-rain-rain",
        "/a/b/c/d/e/f/g/h/rain-ends",
        "/news/4711",
        "/news/2345/2",
        "/news/3012/10",
        "/1812/overture-played-in-the-rain",
        "/1865/04/15/archive/ferry-sinks-off-the-bay.html",
        "/2028/05/01/games-open-in-the-harbour",
        "/story/20391207",
        "/rain-ends-after-nine-days/20390531/",
        "/2040/why-the-bay-will-be-dry",
        "/events/2026/12/",
        "/2026/11/",
        "/2026/",
        "/1999/",
        "/archive/1995/01/",
        "/index.php?option=com_content&view=article&id=12:rain&catid=3:news&Itemid=5&lang=en",
        "/index.php?m=content&c=index&a=show&catid=12&id=345",
        "/article.do?method=view&articleId=778&sectionId=12",
        "/story.asp?sec=1&id=4711&order=2",
        "/story.php?sid=20261105",
        "/?p=12345",
        "/?p=12345&lang=en&ref=home",
        "/read.php?bid=12&tid=345&fid=6&page=1",
        "/story?action=view&id=7",
        "/story?id=7&share=",
        "/print/2026/edition",
        "/newspapers/print",
        "/share-prices-fall-in-the-rain",
        "/list?page=3",
        "/list?sort=date&page=3",
        "/list?sort=date",
        "/list?view=article&tag=ferry",
        "/list?category=politics&page=2",
        "/rain?utm_source=a&utm_source=b&utm_medium=c&utm_campaign=d&utm_content=e",
        "/rain?ref=a&ref=b",
        "/rain?s=ferry&sid=77",
        "/rain;the-sequel",
        "/rain-(and-sun)-ends",
        "/" + "%E0%A4%AC%E0%A4%BE%E0%A4%B0%E0%A4%BF%E0%A4%B6-" * 8,
        "/2026/11/05/" + "%E0%A4%AC" * 150,
        "/session/parliament-meets-in-the-rain",
        "/calendar-of-the-rain-2031",
        "/a,b,c/11,1234,5678.html",
    ],
)
def test_an_article_or_a_list_is_no_trap(path: str) -> None:
    assert trap_of(SITE + path, TODAY) is None
    assert trap_of(SITE + path) is None


def test_a_calendar_goes_on_for_a_year() -> None:
    assert trap_of(f"{SITE}/events/2027/11/", TODAY) is None
    assert trap_of(f"{SITE}/events/2027/12/", TODAY) == "calendar"


def test_without_today_only_years_that_nobody_means_are_too_far() -> None:
    assert trap_of(f"{SITE}/events/2080/11/") is None
    assert trap_of(f"{SITE}/events/2101/11/") == "calendar"


class TestQueryCombinations:
    def test_a_path_has_so_many_and_no_more(self) -> None:
        combinations = QueryCombinations(3)
        asked = [combinations.allows(f"{SITE}/list?colour={n}") for n in range(5)]
        assert asked == [True, True, True, False, False]

    def test_one_that_is_known_stays_allowed(self) -> None:
        combinations = QueryCombinations(1)
        assert combinations.allows(f"{SITE}/list?colour=red")
        assert not combinations.allows(f"{SITE}/list?colour=blue")
        assert combinations.allows(f"{SITE}/list?colour=red")

    def test_the_order_of_parameters_and_tracking_make_no_new_one(self) -> None:
        combinations = QueryCombinations(1)
        assert combinations.allows(f"{SITE}/list?colour=red&size=x")
        assert combinations.allows(f"{SITE}/list?size=x&colour=red&utm_source=feed#top")

    def test_each_path_has_its_own(self) -> None:
        combinations = QueryCombinations(1)
        assert combinations.allows(f"{SITE}/a?colour=red")
        assert combinations.allows(f"{SITE}/b?colour=blue")
        assert combinations.allows("https://post.test/a?colour=blue")

    def test_addresses_without_parameters_are_free(self) -> None:
        combinations = QueryCombinations(0)
        assert combinations.allows(f"{SITE}/list")
        assert combinations.allows(f"{SITE}/list?")

    @pytest.mark.parametrize("form", ["story?id={}", "?p={}", "read.php?newsid={}", "list?page={}", "list?start={}0"])
    def test_what_tells_pages_apart_is_no_combination(self, form: str) -> None:
        combinations = QueryCombinations(1)
        assert all(combinations.allows(f"{SITE}/{form.format(n)}") for n in range(1, 500))

    def test_memory_is_bounded(self) -> None:
        combinations = QueryCombinations(2)
        for n in range(60_000):
            combinations.allows(f"{SITE}/{n}?colour=red")
        assert len(combinations._seen) <= 20_000

    @given(st.lists(st.text(alphabet="abc=&?/;[]", max_size=12), max_size=30), st.integers(0, 3))
    def test_no_more_than_the_limit_ever(self, tails: list[str], limit: int) -> None:
        combinations = QueryCombinations(limit)
        first = [combinations.allows(f"{SITE}/x?{tail}") for tail in tails]
        again = [combinations.allows(f"{SITE}/x?{tail}") for tail in tails]
        assert first == again


@given(st.one_of(st.text(max_size=80), st.text(alphabet="/;?&=[]()%.-0129ab", max_size=60).map(SITE.__add__)))
def test_no_address_raises(url: str) -> None:
    reasons = {"path_repeats", "session_id", "too_long", "too_deep", "calendar", "facets", "action", None}
    assert trap_of(url, TODAY) in reasons


def test_a_hostile_address_takes_little_time() -> None:
    hostile = ["/a" * 1000, "?" + "a=1&" * 500, ";" * 2000, "/(s(" * 500, "?" + "1" * 2000, "/(" + "S(" + "a" * 1900]
    begun = time.perf_counter()
    for tail in hostile:
        trap_of(SITE + tail, TODAY)
    assert time.perf_counter() - begun < 0.3

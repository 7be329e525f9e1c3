"""The roster: read in one pass with all that is wrong, and crawled from."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.urls import site_key
from newscrawl.roster import as_toml, chosen, listed_in, read_roster
from tests.crawling import crawl
from tests.fakeweb import FakeWeb
from tests.sites.markup import article_page, page, teasers
from tests.sites.stories import stories

WHOLE = """
[times]
url = "https://times.test/"
every = "30m"
timezone = "Europe/Berlin"
delay_s = 2
sections = ["Politics", "/sport/football/"]
label = "The Times"

[post]
url = "https://post.test/"
every = "adaptive"
enabled = false
"""


def roster(folder: Path, text: str) -> Path:
    file = folder / "sites.toml"
    file.write_text(text, encoding="utf-8")
    return file


def fault(folder: Path, text: str) -> str:
    with pytest.raises(CannotCrawl) as caught:
        read_roster(roster(folder, text))
    return str(caught.value)


def test_a_roster_is_read(tmp_path: Path) -> None:
    times, post = read_roster(roster(tmp_path, WHOLE))
    assert (times.name, times.site, times.every_s, times.delay_s) == ("times", "times.test", 1800.0, 2.0)
    assert (times.sections, times.label, times.enabled) == (("politics", "sport/football"), "The Times", True)
    assert (post.is_adaptive, post.every_s, post.enabled) == (True, None, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[a]\nevery = "1h"', "[a]: url is missing"),
        ('[a]\nurl = "a.test"', "'a.test' is no web address"),
        ('[a]\nurl = "https://a.test/"\nevery = "often"', "'often' is no rhythm"),
        ('[a]\nurl = "https://a.test/"\nevery = "10s"', "'10s' is no rhythm"),
        ('[a]\nurl = "https://a.test/"\nevry = "1h"', "did you mean every?"),
        ('[a]\nurl = "https://a.test/"\ntimezone = "Mars"', "'Mars' is none"),
        ('[a]\nurl = "https://a.test/"\ndelay_s = "x"', "no number of seconds"),
        ('[a]\nurl = "https://a.test/"\ndelay_s = true', "no number of seconds"),
        ('[a]\nurl = "https://a.test/"\nsections = "x"', "no list of sections"),
        ('[a]\nurl = "https://a.test/"\nenabled = "yes"', "no true or false"),
        ('[a]\nurl = "https://a.test/"\nlabel = 3', "is no text"),
        ('["a b"]\nurl = "https://a.test/"', "is no name"),
        ('[all]\nurl = "https://a.test/"', "is no name"),
        ("x = 1", "stands outside of a site"),
        ('[a]\nurl = "https://a.test/"\n[b]\nurl = "https://www.a.test/x"', "is of the same site as [a]"),
        ('[a]\nurl = "https://a.test/"\n[a]\nurl = "https://b.test/"', "two sites have the name 'a' (at line 3"),
        ("[a", "Expected ']'"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    said = fault(tmp_path, text)
    assert told in said
    assert "\n" not in said


def test_three_hundred_entries_are_checked_in_one_pass(tmp_path: Path) -> None:
    good = "".join(as_toml(f"site-{number}", f"https://site-{number}.test/") for number in range(300))
    assert len(read_roster(roster(tmp_path, good))) == 300
    bad = good.replace("https://site-7.test/", "seven").replace("https://site-200.test/", "two hundred")
    said = fault(tmp_path, bad)
    assert "[site-7]" in said
    assert "[site-200]" in said


def test_a_roster_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(CannotCrawl, match="there is no roster"):
        read_roster(tmp_path / "none.toml")
    (tmp_path / "sites.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotCrawl, match="cannot be read"):
        read_roster(tmp_path / "sites.toml")


def test_sites_are_chosen_by_name_or_all_that_are_enabled(tmp_path: Path) -> None:
    file = roster(tmp_path, WHOLE)
    entries = read_roster(file)
    assert [entry.name for entry in chosen(entries, "all", file)] == ["times"]
    assert [entry.name for entry in chosen(entries, "post, times", file)] == ["post", "times"]
    with pytest.raises(CannotCrawl, match=r"did you mean times\?"):
        chosen(entries, "tims", file)
    with pytest.raises(CannotCrawl, match="no site in it is enabled"):
        chosen(entries[1:], None, file)


def test_lists_of_other_programs_are_read(tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    feeds = "<outline text='T' htmlUrl='https://www.times.test/'/><outline xmlUrl='https://post.test/feed'/>"
    opml.write_text(f"<?xml version='1.0'?><opml><body><outline>{feeds}</outline></body></opml>")
    assert listed_in(opml) == [("times", "https://www.times.test/"), ("post", "https://post.test/feed")]
    table = tmp_path / "sites.csv"
    table.write_text("Name,URL\nThe Times,https://times.test/\n,https://post.test/\n")
    assert listed_in(table) == [("The Times", "https://times.test/"), ("post", "https://post.test/")]
    table.write_text("Name,URL\nThe Times,nowhere\n")
    with pytest.raises(CannotCrawl, match="line 2: 'nowhere' is no web address"):
        listed_in(table)
    opml.write_text("<!DOCTYPE o [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><opml>&x;</opml>")
    with pytest.raises(CannotCrawl, match="no address in it"):
        listed_in(opml)


def test_a_crawl_from_the_roster_keeps_to_what_it_says(tmp_path: Path) -> None:
    web = FakeWeb()
    one, two = web.site("127.77.62.1"), web.site("127.77.62.2")
    told = [story.at(f"/{section}{story.path}") for section in ("politics", "sport") for story in stories(3, section)]
    dated = "<p class='date'>20 November 2026, 08:15</p>"
    for site in (one, two):
        site.page("/", page("Post", teasers(told)))
        for story in told:
            site.page(story.path, article_page(story, below=dated, is_dated=False))
    with web:
        file = roster(
            tmp_path,
            f'[one]\nurl = "{web.url("127.77.62.1")}"\nsections = ["sport"]\ndelay_s = 0.3\ntimezone = "Asia/Tokyo"\n'
            f'[two]\nurl = "{web.url("127.77.62.2")}"\n[off]\nurl = "http://127.77.62.3/"\nenabled = false\n',
        )
        run = crawl(tmp_path / "data", "-a", "roster=all", NEWSCRAWL_ROSTER=file, CONCURRENT_REQUESTS_PER_DOMAIN=1)
        assert run.status == 0
        of_one = run.lines(site_key(web.url("127.77.62.1")))
        assert len(of_one) == 3
        assert all("/sport/" in line["url"] for line in of_one)
        assert len(run.lines(site_key(web.url("127.77.62.2")))) == 6
        assert {line["date_published"] for line in of_one} == {"2026-11-20T08:15:00+09:00"}
        asked = [
            hit.at for hit in web.hits if hit.host == "127.77.62.1" and hit.path.startswith(("/sport", "/politics"))
        ]
        assert min(after - before for before, after in pairwise(asked)) > 0.28
        alone = crawl(tmp_path / "alone", "-a", "site=two", NEWSCRAWL_ROSTER=file)
        assert [tally["site"] for tally in alone.summary["sites"]] == [site_key(web.url("127.77.62.2"))]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-a", "site=nobody"), "the roster"),
        (("-a", "roster=some"), "give roster=all"),
        (("-a", "roster=all", "-a", "site=times"), "give one"),
        (("-a", "roster=all", "-a", "url=https://x.test/"), "give one"),
    ],
)
def test_what_cannot_be_meant_gets_one_line(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    run = crawl(tmp_path / "data", *arguments, NEWSCRAWL_ROSTER=roster(tmp_path, WHOLE))
    assert run.status == 2
    assert told in run.stderr
    assert "Traceback" not in run.stderr

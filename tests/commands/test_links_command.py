"""`scrapy links` shows what a page's links were taken for, and keeps nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from bench.terminal import run_in_terminal
from newscrawl.commands.looking import CannotLook
from newscrawl.commands.showing import cut, cut_amid, shown
from newscrawl.commands.sources import MAX_SOURCES
from newscrawl.exceptions import ExitStatus
from newscrawl.extraction.site_memory import SiteMemory
from newscrawl.store import Store
from tests.commands.looked import Looked, look, serving
from tests.crawling import FAST, ROOT
from tests.fakeweb import Answer, FakeWeb, Site
from tests.sites.markup import alternate, links_to, navigation, page, robots, rss, sitemap_index, teasers, text
from tests.sites.stories import dated_path, stories

NEWS, BARE, SHUT = "gazette.test", "bare.test", "shut.test"
COUNT = 60
"""Stories on the front page of the gazette."""
PAGER = "<div class='pager'><a rel='next' href='/page/2/'>Next</a></div>"
TRAP = "/find/?sort=price&color=red&size=9&brand=x"


def gazette() -> Site:
    site = Site(NEWS)
    listed = stories(COUNT, "gazette", path=dated_path)
    menu = navigation("/politics/", "/sport/")
    aside = links_to({"http://elsewhere.test/": "Friends", TRAP: "Cheap red things", "/about/privacy": "Privacy"})
    head = alternate("/all.feed", "application/rss+xml")
    site.page("/", page("Gazette", menu + teasers(listed) + PAGER + f"<footer>{aside}</footer>", head))
    site.page("/robots.txt", robots("Sitemap: /maps/index.xml", "Sitemap: /private/map.xml"))
    site.page("/maps/index.xml", sitemap_index(NEWS, ["/maps/a.xml", "/maps/b.xml"], {"/maps/b.xml": "2026-11-05"}))
    site.page("/all.feed", rss(NEWS, listed[:7]))
    site.page("/report.pdf", Answer(b"%PDF-1.7 ...", content_type="application/pdf"))
    site.page("/private/", page("Private", teasers(listed)))
    site.page("/paid/", Answer("Members only", 403))
    odd = {
        "/2026/11/05/a-day-at-the-weir-7781.html": "\x1b[31mRed\x1b[0m alert\u202e at the weir",
        "/%E9%9B%A8/": "雨" * 90,
    }
    site.page("/odd/", page("Odd", links_to(odd)))
    return site


def bare() -> Site:
    """A site that names no source and has a feed at a usual place."""
    site = Site(BARE)
    listed = stories(8, "bare")
    site.page("/", page("Bare", teasers(listed)))
    site.page("/feed/", rss(BARE, listed))
    return site


def shut() -> Site:
    site = Site(SHUT)
    site.page("/robots.txt", text("User-agent: *\nDisallow: /\n"))
    return site


@pytest.fixture(scope="module")
def web() -> Iterator[FakeWeb]:
    with serving(gazette(), bare(), shut()) as web:
        yield web


@pytest.fixture(scope="module")
def printed(web: FakeWeb, tmp_path_factory: pytest.TempPathFactory) -> tuple[Looked, list[str]]:
    """What is printed of the gazette, and what was asked for."""
    folder = tmp_path_factory.mktemp("links")
    looked = look(web, folder / "data", "links", f"http://{NEWS}/")
    assert list(folder.iterdir()) == []
    return looked, web.paths()


class TestWhatIsPrinted:
    def test_the_page_and_its_links_are_named_by_kind(self, printed):
        first = printed[0].out.splitlines()[0]
        assert f"http://{NEWS}/ is a page that lists articles" in first
        assert f"{COUNT} articles" in first

    def test_forty_articles_are_shown_and_the_rest_counted(self, printed):
        rows = [line for line in printed[0].out.splitlines() if line.startswith("article ")]
        assert len(rows) == 40
        assert "… 20 more articles (--all)" in printed[0].out

    def test_the_best_stand_first(self, printed):
        scores = [float(line.split()[1]) for line in printed[0].out.splitlines() if line.startswith("article ")]
        assert scores == sorted(scores, reverse=True)

    def test_the_next_page_is_named(self, printed):
        assert f"next page  http://{NEWS}/page/2/" in printed[0].out

    def test_what_a_crawl_leaves_out_is_told_with_its_reason(self, printed):
        rows = {line.split()[2]: line for line in printed[0].out.splitlines() if "left out: " in line}
        assert "off site" in next(line for address, line in rows.items() if "elsewhere" in address)
        assert "facets" in next(line for address, line in rows.items() if "/find/" in address)

    def test_sources_are_told_with_what_they_hold(self, printed):
        lines = printed[0].out.splitlines()
        assert any("sitemap index" in line and "2 entries, newest 2026-11-05" in line for line in lines)
        assert any("/all.feed (page): 7 entries, newest 2026-11-20" in line for line in lines)

    def test_a_source_that_robots_txt_forbids_is_not_asked_for(self, printed):
        assert "/private/map.xml (robots.txt): robots" in printed[0].out
        assert "/private/map.xml" not in printed[1]

    def test_few_requests_are_made(self, printed):
        assert printed[1] == ["/robots.txt", "/", "/all.feed", "/maps/index.xml"]

    def test_no_line_has_colours_or_is_padded(self, printed):
        assert "\x1b" not in printed[0].out
        assert all(line == line.rstrip() for line in printed[0].out.splitlines())


class TestOptions:
    def test_one_kind_alone(self, web, tmp_path):
        looked = look(web, tmp_path, "links", f"http://{NEWS}/", "--kind", "index")
        assert {
            line.split()[0] for line in looked.out.splitlines() if line[:6].strip() in ("article", "index", "other")
        } == {"index"}

    def test_all_links(self, web, tmp_path):
        looked = look(web, tmp_path, "links", f"http://{NEWS}/", "--all")
        assert sum(line.startswith("article ") for line in looked.out.splitlines()) == COUNT
        assert "more articles" not in looked.out

    def test_json_has_every_link_with_its_reasons(self, web, tmp_path):
        found = look(web, tmp_path, "links", f"http://{NEWS}/", "--json").json
        assert found["page_kind"] == "index"
        assert found["counts"]["article"] == COUNT
        assert sum(link["kind"] == "article" for link in found["links"]) == COUNT
        best = found["links"][0]
        assert best["reasons"]
        assert best["chances"]["article"] == pytest.approx(best["score"], abs=0.001)
        assert {source["url"] for source in found["sources"]} >= {
            f"http://{NEWS}/all.feed",
            f"http://{NEWS}/maps/index.xml",
        }
        assert found["memory"] is None

    def test_usual_places_are_tried_where_no_source_is_named(self, web, tmp_path):
        found = look(web, tmp_path, "links", f"http://{BARE}/", "--json").json
        feed = next(source for source in found["sources"] if source["url"].endswith("/feed/"))
        assert (feed["named_by"], feed["kind"], feed["entries"]) == ("usual place", "feed", 8)
        assert len([path for path in web.paths() if path not in ("/", "/robots.txt")]) <= MAX_SOURCES

    def test_what_crawls_learned_counts_unless_it_is_left_aside(self, web, tmp_path):
        memory = SiteMemory()
        for number in range(30):
            memory.record(f"http://{NEWS}/{'politics' if number % 2 else 'sport'}/", "other")
        store = Store(f"sqlite:///{tmp_path / 'newscrawl.sqlite'}")
        with store.transaction() as connection:
            store.start_site(connection, NEWS)
            store.remember(connection, NEWS, json.dumps({"links": memory.to_json()}))
        store.close()
        with_it = look(web, tmp_path, "links", f"http://{NEWS}/", "--json").json
        without = look(web, tmp_path, "links", f"http://{NEWS}/", "--json", "--no-memory").json
        assert score_of(with_it, "/sport/", "index") < score_of(without, "/sport/", "index")
        assert (with_it["memory"] is not None, without["memory"]) == (True, None)
        told = look(web, tmp_path, "links", f"http://{NEWS}/").out
        assert "forms of address are known" in told
        assert f"{NEWS}/w: 30 others" in told

    def test_a_page_on_disk_is_read_without_a_request(self, web, tmp_path):
        file = tmp_path / "page.html"
        file.write_text(page("Kept", navigation("/politics/") + teasers(stories(9, "kept", path=dated_path))))
        looked = look(web, tmp_path, "links", str(file), "--url", "https://kept.test/")
        assert "9 articles, 1 index page" in looked.out
        assert web.hits == []

    def test_the_demo_is_looked_at_by_its_name(self, web, tmp_path):
        looked = look(web, tmp_path, "links", "demo", "--json")
        assert looked.json["page_kind"] == "index"
        assert looked.json["counts"]["article"] > 10


def score_of(found, path, kind):
    return next(link["chances"][kind] for link in found["links"] if link["url"] == f"http://{NEWS}{path}")


class TestRefusals:
    @pytest.mark.parametrize(
        ("address", "status", "words"),
        [
            (f"http://{SHUT}/", ExitStatus.REFUSED, ["robots.txt"]),
            (f"http://{NEWS}/paid/", ExitStatus.REFUSED, ["HTTP 403"]),
            (f"http://{NEWS}/nothing-there/", ExitStatus.NO_ARTICLE, ["HTTP 404", "check the address"]),
            (f"http://{NEWS}/report.pdf", ExitStatus.NO_ARTICLE, ["no page of HTML"]),
            ("http://10.0.0.7/", ExitStatus.BAD_ARGUMENTS, ["private address", "NEWSCRAWL_ALLOW_ADDRESSES"]),
            ("http://nobody.test/", ExitStatus.UNREACHABLE, ["HTTP 502"]),
            ("gazette", ExitStatus.BAD_ARGUMENTS, ["'gazette'", "https://news.example/"]),
        ],
    )
    def test_a_page_that_cannot_be_had_is_told_in_one_line(self, web, tmp_path, address, status, words):
        assert look(web, tmp_path, "links", address).refused(int(status), *words)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["links"], ["one address"]),
            (["links", f"http://{NEWS}/", "--kinds=article"], ["--kinds=article", "no option"]),
            (["links", f"http://{NEWS}/", "--kind", "stories"], ["--kind stories", "article, index, other"]),
            (["links", __file__], ["--url"]),
        ],
    )
    def test_arguments_that_make_no_sense_are_told_and_nothing_is_fetched(self, web, tmp_path, arguments, words):
        assert look(web, tmp_path, *arguments).refused(2, *words)
        assert web.hits == []

    def test_a_host_that_nobody_knows_is_told_apart(self):
        error = CannotLook("https://nowhere.test/", "unresolvable")
        assert error.exit_status == ExitStatus.UNREACHABLE
        assert "does not resolve" in str(error)


class TestHostileText:
    def test_no_control_character_reaches_the_terminal(self, web, tmp_path):
        looked = look(web, tmp_path, "links", f"http://{NEWS}/odd/")
        assert "Red" in looked.out
        assert not any(char in looked.out for char in "\x1b\u202e")

    def test_a_terminal_gets_no_line_that_is_wider_than_it_is(self, web, tmp_path):
        options = [f"-s{name}={value}" for name, value in {**FAST, "NEWSCRAWL_DATA": tmp_path}.items()]
        command = [".venv/bin/scrapy", "links", f"http://{NEWS}/odd/", *options]
        run = run_in_terminal(command, folder=ROOT, columns=90, env={"http_proxy": web.proxy, "PYTHONPATH": str(ROOT)})
        assert run.status == 0
        lines = run.output.decode().splitlines()
        row = next(line for line in lines if "雨" in line)
        assert sum(2 if char == "雨" else 1 for char in plain(row)) <= 90

    def test_texts_are_cut_by_columns(self):
        assert cut("雨" * 9, 9) == "雨" * 4 + "…"
        assert cut_amid("/a/" + "b" * 50 + "/last-7.html", 16).endswith("last-7.html"[-9:])
        assert len(cut_amid("/a/" + "b" * 50, 16)) == 16
        assert shown("a\x07b\u200cc\n") == "a b\u200cc "


def plain(line: str) -> str:
    """A line without its escape sequences."""
    return re.sub(r"\x1b\[[0-9;]*m", "", line)

"""Pages that need a browser get one, and only those; what runs in it can reach no more than the crawl itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from newscrawl.extraction.urls import site_key
from tests.crawling import ROOT, Crawled, crawl
from tests.fakeweb import Answer, FakeWeb, Site
from tests.sites import scripted
from tests.sites.crawled import Case
from tests.sites.markup import page, teasers
from tests.sites.stories import stories

FRONT = "127.77.40.1"
QUICK = {"NEWSCRAWL_RENDER_TIMEOUT": 20}
pytestmark = pytest.mark.browser


@contextmanager
def served(*cases: Case | Site) -> Iterator[FakeWeb]:
    web = FakeWeb()
    for one in cases:
        web.add(one.site if isinstance(one, Case) else one)
    with web:
        yield web


def crawled(web: FakeWeb, folder: Path, *hosts: str, **settings: Any) -> Crawled:
    urls = ",".join(web.url(host) for host in hosts or (FRONT,))
    folder.mkdir(exist_ok=True)
    return crawl(folder / "data", "-a", f"url={urls}", **{**QUICK, **settings})


def headlines(run: Crawled, web: FakeWeb, host: str = FRONT) -> list[str]:
    file = run.file(site_key(web.url(host)))
    return sorted(line["headline"] for line in run.lines(file.stem)) if file.exists() else []


def tally(run: Crawled, web: FakeWeb, host: str = FRONT) -> dict[str, Any]:
    return run.tally(site_key(web.url(host)))


class TestLists:
    def test_a_list_that_a_script_makes_is_rendered_once_and_from_then_on(self, tmp_path: Path) -> None:
        made = scripted.scripted_list(FRONT)
        with served(made) as web:
            run = crawled(web, tmp_path)
            assert (run.status, headlines(run, web)) == (0, sorted(story.headline for story in made.stories))
            assert tally(run, web)["rendered"] == 1
            assert "rendered by a browser" in run.stdout + run.stderr
            assert not any(line["provenance"]["rendered"] for line in run.lines(site_key(web.url(FRONT))))
            made.publish(stories(3, "later"))
            made.site.page("/api/list", Answer(scripted.listed(made.stories), content_type="application/json"))
            again = crawled(web, tmp_path)
            assert len(headlines(again, web)) == 17
            assert tally(again, web)["rendered"] == 1

    @pytest.mark.parametrize("has_button", [False, True])
    def test_a_list_goes_on_as_far_as_scrolling_and_its_button_lead(self, tmp_path: Path, has_button: bool) -> None:
        made = scripted.endless_list(FRONT, has_button=has_button)
        with served(made) as web:
            run = crawled(web, tmp_path)
            assert len(headlines(run, web)) == 28
            fewer = crawled(web, tmp_path / "fewer", NEWSCRAWL_RENDER_SCROLLS=0)
            assert 12 <= len(headlines(fewer, web)) < 28

    def test_only_the_pages_that_need_it_are_rendered(self, tmp_path: Path) -> None:
        hosts = [f"127.77.40.{number}" for number in range(1, 5)]
        noticed = scripted.plain_with_notice(hosts[0])
        fed = scripted.scripted_list(hosts[1], "fed")
        fed.site.page("/feed/", Answer(_rss(fed), content_type="application/rss+xml"))
        stated = scripted.site(hosts[2], "stated")
        props = {"articles": [{"url": story.path, "title": story.headline} for story in stated.stories]}
        state = f"</script><script id='__NEXT_DATA__' type='application/json'>{json.dumps({'props': props})}"
        stated.site.page("/", scripted.shell(state))
        made = scripted.scripted_list(hosts[3], "made")
        with served(noticed, fed, stated, made) as web:
            run = crawled(web, tmp_path, *hosts)
            for host, case in zip(hosts, (noticed, fed, stated, made), strict=True):
                assert headlines(run, web, host) == sorted(story.headline for story in case.stories)
            assert [tally(run, web, host)["rendered"] for host in hosts] == [0, 0, 0, 1]

    def test_a_list_that_gains_nothing_is_not_tried_again_soon(self, tmp_path: Path) -> None:
        made = scripted.site(FRONT, "few", 3)
        made.site.page("/", scripted.shell(f"{scripted._CARDS} show({scripted.listed(made.stories)})"))
        with served(made) as web:
            assert tally(crawled(web, tmp_path), web)["rendered"] == 1
            made.site.page("/", scripted.shell(f"{scripted._CARDS} show({scripted.listed(made.stories)});"))
            assert tally(crawled(web, tmp_path), web)["rendered"] == 0

    def test_never_renders_nothing_and_always_renders_all(self, tmp_path: Path) -> None:
        made = scripted.scripted_list(FRONT)
        plain = Case(Site("127.77.40.2"))
        plain.publish(stories(3, "plain"))
        plain.site.page("/", page("Plain", teasers(plain.stories)))
        with served(made, plain) as web:
            never = crawled(web, tmp_path / "never", NEWSCRAWL_RENDER="never")
            assert headlines(never, web) == []
            always = crawled(web, tmp_path / "always", FRONT, "127.77.40.2", NEWSCRAWL_RENDER="always")
            assert len(headlines(always, web)) == 14
            assert tally(always, web)["rendered"] == 15
            lines = always.lines(site_key(web.url("127.77.40.2")))
            assert [line["provenance"]["rendered"] for line in lines] == [True] * 3
            assert crawled(web, tmp_path / "odd", NEWSCRAWL_RENDER="often").status == 2


class TestArticles:
    def test_an_article_that_a_script_makes_is_rendered(self, tmp_path: Path) -> None:
        made = scripted.scripted_articles(FRONT)
        with served(made) as web:
            run = crawled(web, tmp_path)
            lines = {line["headline"]: line for line in run.lines(site_key(web.url(FRONT)))}
            assert sorted(lines) == sorted(story.headline for story in made.stories)
            assert all(lines[story.headline]["text"] == story.text for story in made.stories)
            assert all(line["provenance"]["rendered"] for line in lines.values())

    def test_articles_that_gain_nothing_are_not_rendered_for_ever(self, tmp_path: Path) -> None:
        made = scripted.scripted_articles(FRONT)
        for story in made.stories:
            made.site.page(story.path, scripted.shell("1", title=story.headline))
        with served(made) as web:
            run = crawled(web, tmp_path, CONCURRENT_REQUESTS_PER_DOMAIN=1)
            assert headlines(run, web) == []
            assert sum(path.startswith("/news/") for path in web.paths(FRONT)) <= 12 + 4


class TestSafety:
    def test_what_runs_in_the_browser_reaches_no_private_address(self, tmp_path: Path) -> None:
        made = scripted.site(FRONT, "inside")
        secret = Site(scripted.PRIVATE)
        secret.route(lambda path: Answer("secret"))
        with served(made, secret) as web:
            inside = f"{scripted.PRIVATE}:{web.port}"
            made.site.page("/moved", Answer("", 302, {"Location": f"http://{inside}/redirect"}))
            tricks = f"""
            fetch('http://{inside}/fetch').catch(() => 0); fetch('/moved').catch(() => 0);
            new WebSocket('ws://{inside}/socket');
            for (const kind of ['iframe', 'script', 'embed']) {{
              const part = document.createElement(kind);
              part.src = 'http://{inside}/' + kind;
              document.body.append(part);
            }}
            const image = new Image(); image.src = 'http://{inside}/image';
            navigator.sendBeacon('http://{inside}/beacon', 'x');
            navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => 0);
            new Worker(URL.createObjectURL(new Blob(["fetch('http://{inside}/worker')"])));
            open('http://{inside}/popup');
            """
            made.site.page("/", scripted.shell(f"{scripted._CARDS} {tricks} show({scripted.listed(made.stories)});"))
            made.site.page("/worker.js", Answer("fetch('/x')", content_type="text/javascript"))
            run = crawled(web, tmp_path)
            assert len(headlines(run, web)) == 14
            assert tally(run, web)["rendered"] == 1
            assert web.paths(scripted.PRIVATE) == []
            assert "/worker.js" not in web.paths(FRONT)

    def test_a_page_that_leads_to_a_private_address_is_no_page(self, tmp_path: Path) -> None:
        made = scripted.site(FRONT, "led")
        secret = Site(scripted.PRIVATE)
        secret.route(lambda path: Answer("secret"))
        with served(made, secret) as web:
            made.site.page("/", scripted.shell(f"location.href = 'http://{scripted.PRIVATE}:{web.port}/there'"))
            assert crawled(web, tmp_path).status == 3
            assert web.paths(scripted.PRIVATE) == []

    def test_robots_txt_holds_for_what_a_page_asks_for(self, tmp_path: Path) -> None:
        made = scripted.scripted_list(FRONT, more="fetch('/private/data').catch(() => 0)")
        made.site.page("/robots.txt", Answer("User-agent: *\nDisallow: /private/\n", content_type="text/plain"))
        with served(made) as web:
            assert len(headlines(crawled(web, tmp_path), web)) == 14
            assert "/private/data" not in web.paths(FRONT)

    def test_pictures_and_trackers_are_left_out_and_no_cookie_is_kept(self, tmp_path: Path) -> None:
        extra = "document.cookie = 'seen=1; path=/'; new Image().src = '/picture.png';"
        made = scripted.scripted_list(FRONT, more=extra)
        with served(made) as web:
            crawled(web, tmp_path)
            crawled(web, tmp_path)
            assert "/picture.png" not in web.paths(FRONT)
            first = {"/api/list"}
            cookies = [
                hit.headers.get("Cookie", hit.headers.get("cookie")) for hit in web.hits if hit.path not in first
            ]
            assert set(cookies) == {None}

    def test_the_user_agent_is_ours(self, tmp_path: Path) -> None:
        made = scripted.scripted_list(FRONT)
        with served(made) as web:
            crawled(web, tmp_path)
            agents = {value for hit in web.hits for name, value in hit.headers.items() if name.lower() == "user-agent"}
            assert {agent.partition("/")[0] for agent in agents} == {"newscrawl"}


class TestFaults:
    @pytest.mark.parametrize(
        "script",
        [
            pytest.param("for (;;) {}", id="a loop without end"),
            pytest.param("const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length))", id="memory"),
            pytest.param("setInterval(() => document.body.append('more '.repeat(1e5)), 1)", id="growing"),
            pytest.param("setInterval(() => location.reload(), 50)", id="reloading"),
            pytest.param("setInterval(() => alert('read me'), 10); confirm('?')", id="dialogs"),
            pytest.param("location.href = '/file'", id="a download"),
        ],
    )
    def test_a_page_that_harms_the_browser_costs_itself_alone(self, tmp_path: Path, script: str) -> None:
        bad, good = scripted.site(FRONT, "bad"), scripted.scripted_list("127.77.40.2", "good")
        bad.site.page("/", scripted.shell(script))
        bad.site.page("/file", Answer(b"x" * 1000, headers={"Content-Disposition": "attachment; filename=a.exe"}))
        with served(bad, good) as web:
            run = crawled(web, tmp_path, FRONT, "127.77.40.2", NEWSCRAWL_RENDER_TIMEOUT=6)
            assert len(headlines(run, web, "127.77.40.2")) == 14
            assert headlines(run, web) == []
        assert not _browsers_of(tmp_path)

    def test_a_page_that_never_ends_is_read_as_far_as_it_came(self, tmp_path: Path) -> None:
        made = scripted.scripted_list(FRONT, more="fetch('/slow').catch(() => 0)")
        made.site.page("/slow", Answer("late", delay_s=30))
        with served(made) as web:
            assert len(headlines(crawled(web, tmp_path), web)) == 14

    def test_a_browser_that_is_killed_is_started_anew(self, tmp_path: Path) -> None:
        bad, good = scripted.site(FRONT, "bad"), scripted.scripted_list("127.77.40.2", "good")

        def kill_browser(path: str) -> Answer | None:
            if path != "/kill":
                return None
            for child in psutil.Process().children(recursive=True):
                child.kill() if "chrom" in child.name() else None
            return Answer("gone")

        bad.site.route(kill_browser)
        bad.site.page("/", scripted.shell("fetch('/kill')"))
        with served(bad, good) as web:
            settings = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
            run = crawled(web, tmp_path, FRONT, "127.77.40.2", **settings)
            assert len(headlines(run, web, "127.77.40.2")) == 14
            assert "Traceback" not in run.stderr

    @pytest.mark.parametrize("mode", ["auto", "always"])
    def test_without_a_browser_all_else_works_and_one_line_says_so(self, tmp_path: Path, mode: str) -> None:
        made, plain = scripted.scripted_list(FRONT), Case(Site("127.77.40.2"))
        plain.publish(stories(3, "plain"))
        plain.site.page("/", page("Plain", teasers(plain.stories)))
        with served(made, plain) as web:
            settings = {"PLAYWRIGHT_LAUNCH_OPTIONS": '{"executable_path": "/nowhere/chromium"}'}
            run = crawled(web, tmp_path, FRONT, "127.77.40.2", NEWSCRAWL_RENDER=mode, **settings)
            assert headlines(run, web, "127.77.40.2") == sorted(story.headline for story in plain.stories)
            assert run.stderr.count("playwright install chromium") == 1
            assert "Traceback" not in run.stderr


class TestDemo:
    def test_its_scripted_site_is_crawled_from_its_front_page(self, tmp_path: Path) -> None:
        run = crawl(tmp_path / "data", "-a", "url=demo")
        lines = run.lines("scripted.test")
        assert run.status == 0
        assert len(lines) == 16
        assert "rendered by a browser: scripted.test 1 page" in run.stdout + run.stderr
        assert Counter(line["provenance"]["discovered_via"] for line in lines)["link"] >= 10

    def test_and_by_its_feed_where_there_is_no_browser(self, tmp_path: Path) -> None:
        settings = {"PLAYWRIGHT_LAUNCH_OPTIONS": '{"executable_path": "/nowhere/chromium"}'}
        run = crawl(tmp_path / "data", "-a", "url=demo", **settings)
        assert (run.status, len(run.lines("scripted.test"))) == (0, 16)
        assert "for want of a browser: scripted.test" in run.stdout + run.stderr


def _browsers_of(folder: Path) -> list[str]:
    """Browsers that children of this process have left."""
    return [child.name() for child in psutil.Process().children(recursive=True) if "chrom" in child.name()]


def test_the_browser_is_imported_by_the_crawls_that_need_it_alone() -> None:
    code = "import newscrawl.middlewares, newscrawl.middlewares.rendering, sys; print('playwright' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def _rss(made: Case) -> str:
    items = "".join(f"<item><title>{one.headline}</title><link>{one.path}</link></item>" for one in made.stories)
    return f"<rss version='2.0'><channel><title>Fed</title>{items}</channel></rss>"

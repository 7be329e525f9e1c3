"""`scrapy extract` shows how a page is read and why, makes a test case of it, and keeps nothing else."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from bench.terminal import run_in_terminal
from newscrawl.commands.article_shown import MAX_COLUMNS
from newscrawl.commands.extract import Command
from newscrawl.exceptions import ExitStatus
from newscrawl.extraction.block_memory import BlockMemory, text_prints
from newscrawl.items import EXTRACTED_FIELDS, Article, as_dict
from newscrawl.store import Store
from tests.commands.looked import Looked, look, serving
from tests.commands.test_links_command import plain
from tests.crawling import FAST, ROOT
from tests.fakeweb import Answer, FakeWeb, Site
from tests.sites.markup import article_page, links_to, page, paragraphs, robots, teasers, text
from tests.sites.stories import dated_path, stories
from tests.test_pages import test_page_is_read_as_written as read_case

NEWS, SHUT = "gazette.test", "shut.test"
LISTED = stories(12, "gazette", path=dated_path)
STORY = LISTED[0]
URL = f"http://{NEWS}{STORY.path}"
LONG = " ".join(f"word{number}" for number in range(90))
STATED = {"@type": "NewsArticle", "headline": "From the data", "datePublished": "2026-02-30", "author": "Ada Moor"}
HOSTILE = "\x1b[31mRed\x1b[0m alert\u202e at the weir\x07"


def stated(thing: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(thing)}</script>"


RELATED = f"<aside class='related'><h2>Related</h2><ul>{links_to({LISTED[1].path: LISTED[1].headline})}</ul></aside>"
STATED_PAGE = article_page(STORY, head=f"<link rel='canonical' href='{URL}'>" + stated(STATED), below=RELATED)


def gazette() -> Site:
    site = Site(NEWS)
    site.page("/", page("Gazette", teasers(LISTED)))
    site.page("/robots.txt", robots())
    site.page(STORY.path, Answer(STATED_PAGE, headers={"ETag": '"7"'}))
    site.page("/private/a", page("Private", paragraphs([LONG])))
    site.page("/paid/a", Answer("Members only", 403))
    site.page("/report.pdf", Answer(b"%PDF-1.7 ...", content_type="application/pdf"))
    site.page("/odd/1", article_page(STORY, head=stated({**STATED, "headline": HOSTILE, "author": HOSTILE})))
    site.page("/wide/1", page("Wide", f"<article><h1>Wide</h1>{paragraphs([LONG, '雨がやむ。' * 60, LONG])}</article>"))
    site.page("/moved/a", Answer("", 302, {"Location": STORY.path}))
    site.page("/inside/a", Answer("", 302, {"Location": "http://10.0.0.7/a"}))
    greek = page("Νερό", f"<article><h1>Νερό</h1>{paragraphs([LONG])}</article>")
    body = greek.replace("<meta charset='utf-8'>", "").encode("windows-1253")  # a word that bytes do not tell
    site.page("/nero/7", Answer(body, content_type="text/html; charset=windows-1253"))
    return site


def shut() -> Site:
    site = Site(SHUT)
    site.page("/robots.txt", text("User-agent: *\nDisallow: /\n"))
    return site


@pytest.fixture(scope="module")
def web() -> Iterator[FakeWeb]:
    with serving(gazette(), shut()) as web:
        yield web


@pytest.fixture(scope="module")
def printed(web: FakeWeb, tmp_path_factory: pytest.TempPathFactory) -> tuple[Looked, list[str]]:
    """What is printed of the story, and what was asked for."""
    folder = tmp_path_factory.mktemp("extract")
    looked = look(web, folder / "data", "extract", URL)
    assert list(folder.iterdir()) == []
    return looked, web.paths()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder that cases may be written into."""
    (tmp_path / "tests" / "pages").mkdir(parents=True)
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    return tmp_path


@pytest.fixture
def in_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The story's page as a file that says its address."""
    file = tmp_path / "page.html"
    file.write_text(article_page(STORY, head=f"<link rel=canonical href={URL}>"), encoding="utf-8")
    return file


@pytest.fixture
def stated_page(tmp_path: Path) -> Path:
    """The same with structured data that differs from what is printed."""
    file = tmp_path / "stated.html"
    file.write_text(STATED_PAGE, encoding="utf-8")
    return file


@pytest.fixture
def extract(capsys, monkeypatch) -> Callable[..., Looked]:
    """Runs the command in this process: what needs no page of the web needs no process either."""

    def run(*arguments: str, stdin: str = "", **settings: object) -> Looked:
        command, parser = Command(), ScrapyArgumentParser()
        command.settings = Settings(settings)
        command.settings.setmodule("newscrawl.settings", priority="default")
        command.add_options(parser)
        opts, rest = parser.parse_known_args(list(arguments))
        command.process_options(rest, opts)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        command.run(rest, opts)
        return Looked(command.exitcode, *capsys.readouterr())

    return run


class TestToRead:
    def test_headline_byline_date_and_text_stand_in_order(self, printed):
        looked = printed[0]
        assert (looked.status, looked.err) == (0, "")
        lines = looked.out.splitlines()
        assert lines[:2] == ["From the data", "Ada Moor"]
        assert lines[2].startswith(STORY.day)
        unwrapped = " ".join(lines)
        assert [unwrapped.index(paragraph) for paragraph in STORY.paragraphs] == sorted(
            unwrapped.index(paragraph) for paragraph in STORY.paragraphs
        )

    def test_links_are_told_by_role_and_the_address_at_the_end(self, printed):
        lines = printed[0].out.splitlines()
        assert any(line.startswith("links") and f"1 related: {LISTED[1].headline}" in line for line in lines)
        assert lines[-1].split() == ["address", URL]

    def test_a_file_gets_no_colours_no_padding_and_lines_that_can_be_read(self, printed):
        assert "\x1b" not in printed[0].out
        *lines, address = printed[0].out.splitlines()
        assert all(line == line.rstrip() and len(line) <= MAX_COLUMNS for line in lines)
        assert address.endswith(URL)

    def test_one_page_and_robots_txt_are_asked_for(self, printed):
        assert printed[1] == ["/robots.txt", STORY.path]

    def test_a_terminal_gets_the_text_in_its_width_with_a_bold_headline_and_no_colours(self, web, tmp_path):
        run = in_terminal(web, tmp_path, "/wide/1", columns=50)
        lines = plain(run.output.decode()).splitlines()
        text = [line for line in lines if "word" in line or "雨" in line]
        assert max(sum(2 if char > "\u3000" else 1 for char in line) for line in text) in range(40, 51)
        assert b"\x1b[1mWide" in run.output
        assert re.search(rb"\x1b\[[\d;]*[349]\d", run.output) is None

    def test_redirects_are_followed(self, web, tmp_path):
        assert URL in look(web, tmp_path, "extract", f"http://{NEWS}/moved/a").out

    def test_the_demo_has_an_article_to_show(self, web, tmp_path):
        looked = look(web, tmp_path, "extract", "demo", "--json")
        assert looked.json["kind"] == "article"
        assert looked.json["site"] == "newsroom.test"


def in_terminal(web, data, path, *arguments, columns, **env):
    options = [f"-s{name}={value}" for name, value in {**FAST, "NEWSCRAWL_DATA": data}.items()]
    command = [".venv/bin/scrapy", "extract", f"http://{NEWS}{path}", *arguments, *options]
    env = {"http_proxy": web.proxy, "PYTHONPATH": str(ROOT), **env}
    return run_in_terminal(command, folder=ROOT, columns=columns, env=env)


class TestLines:
    def test_a_line_has_every_key_of_the_data_set(self, web, tmp_path):
        looked = look(web, tmp_path, "extract", URL, "--json")
        assert looked.out.count("\n") == 1
        assert list(looked.json) == list(as_dict(Article()))
        assert (looked.json["headline"], looked.json["url"], looked.json["id"]) == ("From the data", URL, None)

    def test_a_line_says_what_the_response_was(self, web, tmp_path):
        provenance = look(web, tmp_path, "extract", URL, "--json").json["provenance"]
        assert (provenance["http_status"], provenance["etag"]) == (200, '"7"')
        assert provenance["fetched_at"].endswith("Z")

    def test_several_pages_give_a_line_each_and_one_that_cannot_be_had_stops_none(self, web, tmp_path, saved):
        looked = look(web, tmp_path, "extract", "--json", f"http://{NEWS}/gone", str(saved), "none.html", URL)
        assert [json.loads(line)["url"] for line in looked.out.splitlines()] == [URL, URL]
        assert [line.partition(":")[0] for line in looked.err.splitlines()] == ["newscrawl"] * 2
        assert looked.status == ExitStatus.NO_ARTICLE

    def test_articles_to_read_are_parted_by_an_empty_line(self, extract, saved):
        first, second = extract(str(saved), str(saved)).out.split(f"address     {URL}\n")[:2]
        assert second == "\n" + first


class TestWhy:
    def test_each_field_is_told_with_what_gave_it_and_what_others_said(self, extract, stated_page):
        lines = extract(str(stated_page), "--why").out.splitlines()
        assert lines[0] == f"{URL} is an article"
        rows = [line.split(maxsplit=2) for line in lines]
        assert ["headline", "json_ld", "From the data"] in rows
        assert ["dom", STORY.headline] in [line.split(maxsplit=1) for line in lines]
        assert ["json_ld", "dropped: 2026-02-30"] in [line.split(maxsplit=1) for line in lines]
        assert any(row[:2] == ["date_published", "meta"] for row in rows)

    def test_no_field_is_left_out(self, extract, stated_page):
        told = extract(str(stated_page), "--why").out.replace(",", " ").split()
        assert set(EXTRACTED_FIELDS) <= set(told)

    def test_a_value_that_is_said_twice_is_told_once(self, extract, stated_page):
        out = extract(str(stated_page), "--why").out
        assert out.count(STORY.paragraphs[0][:40]) == 1

    def test_as_json(self, extract, stated_page):
        found = extract(str(stated_page), "--why", "--json").json
        assert list(found["fields"]) == list(EXTRACTED_FIELDS)
        assert found["page_kind"] == "article"
        published = found["fields"]["date_published"]
        assert published["strategy"] == "meta"
        assert published["claims"]["json_ld"] == [{"said": "2026-02-30", "read_as": []}]


class TestWhatCrawlsHaveLearned:
    BOX = "Write to the desk of this paper, or call at the office by the harbour before noon."

    @pytest.fixture
    def boxed(self, tmp_path: Path) -> Path:
        """The story's page with a box at the end of its text."""
        file = tmp_path / "boxed.html"
        file.write_text(STATED_PAGE.replace("</article>", f"<p>{self.BOX}</p></article>"), encoding="utf-8")
        assert self.BOX in file.read_text(encoding="utf-8")
        return file

    @pytest.fixture
    def data(self, tmp_path: Path) -> Path:
        """The data folder of crawls that met the box on two other articles."""
        memory = BlockMemory()
        for number in (2, 3):
            memory.learn(f"http://{NEWS}/{number}", text_prints("\n\n".join([*LISTED[number].paragraphs, self.BOX])))
        folder = tmp_path / "data"
        folder.mkdir()
        store = Store(f"sqlite:///{folder}/newscrawl.sqlite")
        with store.transaction() as connection:
            store.start_site(connection, NEWS)
            store.remember(connection, NEWS, json.dumps({"blocks": memory.to_json()}))
        store.close()
        return folder

    def test_a_box_of_other_articles_is_left_out(self, extract, boxed, data):
        text = extract(str(boxed), "--json", NEWSCRAWL_DATA=str(data)).json["text"]
        assert STORY.paragraphs[-1] in text
        assert self.BOX not in text

    def test_why_shows_it(self, extract, boxed, data):
        lines = extract(str(boxed), "--why", NEWSCRAWL_DATA=str(data)).out.splitlines()
        place = lines.index("left out of the text, as other articles of the site have it:")
        assert self.BOX.startswith(lines[place + 1].strip(" …"))
        told = extract(str(boxed), "--why", "--json", NEWSCRAWL_DATA=str(data)).json
        assert told["on_other_articles"] == [self.BOX]

    def test_nothing_is_left_out_without_a_store_and_none_is_made(self, extract, boxed, tmp_path):
        none = tmp_path / "none"
        assert self.BOX in extract(str(boxed), "--json", NEWSCRAWL_DATA=str(none)).json["text"]
        assert "left out" not in extract(str(boxed), "--why", NEWSCRAWL_DATA=str(none)).out
        assert not none.exists()

    def test_the_store_stays_as_it_is_even_while_a_crawl_writes(self, extract, boxed, data):
        before = (data / "newscrawl.sqlite").read_bytes()
        writing = sqlite3.connect(data / "newscrawl.sqlite", isolation_level=None)
        writing.execute("BEGIN IMMEDIATE")
        assert self.BOX not in extract(str(boxed), "--json", NEWSCRAWL_DATA=str(data)).json["text"]
        writing.close()
        assert (data / "newscrawl.sqlite").read_bytes() == before

    @pytest.mark.parametrize("found", [b"", b"no database", b"SQLite format 3\0"])
    def test_what_is_no_store_is_left_alone(self, extract, boxed, tmp_path, found):
        file = tmp_path / "newscrawl.sqlite"
        file.write_bytes(found)
        assert self.BOX in extract(str(boxed), "--json", NEWSCRAWL_DATA=str(tmp_path)).json["text"]
        assert file.read_bytes() == found

    def test_a_case_knows_no_other_page(self, extract, boxed, data, in_project):
        extract(str(boxed), "--save", "boxed", NEWSCRAWL_DATA=str(data))
        case = json.loads((in_project / "tests" / "pages" / "boxed" / "article.json").read_text(encoding="utf-8"))
        assert self.BOX in case["article"]["text"]


class TestFiles:
    def test_a_page_on_disk_says_its_own_address(self, extract, saved):
        found = extract(str(saved), "--json").json
        assert (found["url"], found["headline"]) == (URL, STORY.headline)
        assert found["provenance"]["http_status"] is None

    @pytest.mark.parametrize(
        "head",
        [
            "<meta property=og:url content=https://kept.test/a>",
            "<link rel=canonical href=/a><meta property=og:url content=https://kept.test/a>",
            "<!-- saved from url=(0019)https://kept.test/a -->",
        ],
    )
    def test_addresses_that_pages_state(self, extract, tmp_path, head):
        file = tmp_path / "kept.html"
        file.write_text(head + article_page(STORY))
        assert extract(str(file), "--json").json["url"] == "https://kept.test/a"

    def test_the_address_that_is_given_goes_before_the_stated_one(self, extract, saved):
        found = extract(str(saved), "--url", "kept.test/b", "--json").json
        assert found["url"] == "https://kept.test/b"

    def test_standard_input_is_a_file_too(self, extract, saved):
        looked = extract("-", "--json", stdin=saved.read_text())
        assert looked.json["headline"] == STORY.headline


class TestTunedSites:
    SITES = (
        "from newscrawl.spiders.site import SiteSpider\n\n\n"
        "class Gazette(SiteSpider):\n"
        f"    name = 'gazette'\n    start_urls = ['http://{NEWS}/']\n"
        "    fields = {'headline': 'h1'}\n    timezone = 'Asia/Tokyo'\n    article_urls = ['/thin']\n"
    )

    @pytest.fixture
    def tuned(self, project: Path) -> Path:
        (project / "tuned.py").write_text(self.SITES)
        return project

    def extract(self, web, folder, *arguments) -> Looked:
        return look(web, folder, "extract", *arguments, folder=folder, SPIDER_MODULES="newscrawl.spiders,tuned")

    def test_the_site_of_the_address_reads_the_page(self, web, tuned):
        found = self.extract(web, tuned, URL, "--json").json
        assert (found["headline"], found["provenance"]["fields"]["headline"]) == (STORY.headline, "site")

    def test_another_site_is_read_by_it_if_it_is_named(self, web, tuned, saved):
        given = (str(saved), "--url", "https://elsewhere.test/a", "--json")
        assert self.extract(web, tuned, *given).json["provenance"]["fields"]["headline"] != "site"
        named = self.extract(web, tuned, *given, "--spider", "gazette").json
        assert named["provenance"]["fields"]["headline"] == "site"

    def test_general_reading_can_be_named(self, web, tuned):
        found = self.extract(web, tuned, URL, "--json", "--spider", "site").json
        assert found["provenance"]["fields"]["headline"] == "json_ld"

    def test_a_case_holds_what_the_site_is_known_to_be(self, web, tuned):
        assert self.extract(web, tuned, URL, "--save", "gazette").status == 0
        case = tuned / "tests" / "pages" / "gazette" / "article.json"
        assert json.loads(case.read_text())["site"] == {"fields": {"headline": "h1"}, "timezone": "Asia/Tokyo"}
        read_case(case)

    def test_two_sites_of_one_address_are_told_apart_by_name(self, web, tuned):
        (tuned / "tuned.py").write_text(self.SITES + "\n\nclass Other(Gazette):\n    name = 'other'\n")
        refused = self.extract(web, tuned, URL)
        assert refused.refused(2, "gazette, other", "--spider gazette")


class TestCases:
    def test_a_case_passes_at_once_and_has_the_page_byte_for_byte(self, extract, in_project, saved):
        looked = extract(str(saved), "--save", "the-story")
        assert (looked.status, looked.out.splitlines()[0]) == (0, STORY.headline)
        assert "by hand" in looked.err
        assert "pytest tests/test_pages.py -k the-story" in looked.err
        case = in_project / "tests" / "pages" / "the-story"
        assert (case / "page.html").read_bytes() == saved.read_bytes()
        read_case(case / "article.json")
        assert {file.name for file in in_project.rglob("*.sqlite")} == set()

    def test_a_case_states_what_the_page_states_and_nothing_else(self, extract, in_project, saved):
        extract(str(saved), "--save", "the-story")
        case = json.loads((in_project / "tests" / "pages" / "the-story" / "article.json").read_text())
        assert list(case) == ["url", "article", "fields"]
        assert (case["article"]["headline"], case["article"]["flags"]) == (STORY.headline, ["no_author"])
        assert {"authors", "byline", "provenance", "rights", "text_sha256"}.isdisjoint(case["article"])
        assert case["fields"]["date_published"] == "meta"

    def test_a_page_whose_charset_stands_in_its_headers_alone_is_told(self, web, project):
        looked = look(web, project, "extract", f"http://{NEWS}/nero/7", "--save", "nero", folder=project)
        assert "Νερό" in looked.out
        assert "<meta charset>" in looked.err
        read_case(project / "tests" / "pages" / "nero" / "article.json")

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("a/b", ["--save a/b", "live-blog"]),
            ("..", ["--save ..", "live-blog"]),
            ("", ["--save", "live-blog"]),
            ("there", ["there is such a case", "tests/pages/there"]),
        ],
    )
    def test_a_name_that_cannot_be_is_refused_before_anything_is_fetched(self, extract, in_project, name, words):
        (in_project / "tests" / "pages" / "there").mkdir()
        assert extract(URL, f"--save={name}").refused(2, *words)

    def test_without_the_folder_of_cases_there_is_none_to_save(self, extract, in_project):
        (in_project / "tests" / "pages").rmdir()
        assert extract(URL, "--save", "a").refused(2, "tests/pages", "checkout")

    def test_a_folder_that_cannot_be_written_is_told_in_one_line(self, extract, in_project, saved):
        (in_project / "tests" / "pages").rmdir()
        (in_project / "tests" / "pages").symlink_to("/proc/self/task")  # nobody may write there, root neither
        looked = extract(str(saved), "--save", "a")
        assert (looked.status, looked.err.count("\n")) == (2, 1)
        assert "cannot be written" in looked.err


class TestNoArticle:
    @pytest.mark.parametrize(
        ("path", "words"), [("/", "is a page that lists articles"), ("/wide/1", "is neither article nor list")]
    )
    def test_what_is_no_article_is_told_in_one_line_and_shown_all_the_same(self, web, tmp_path, path, words):
        looked = look(web, tmp_path, "extract", f"http://{NEWS}{path}")
        assert (looked.status, looked.err.count("\n")) == (ExitStatus.NO_ARTICLE, 1)
        assert words in looked.err
        assert looked.out.splitlines()[-1].endswith(f"http://{NEWS}{path}")

    def test_an_article_that_a_crawl_would_drop_is_told(self, extract, tmp_path):
        file = tmp_path / "video.html"
        file.write_text(
            "<meta property=og:type content=article><meta property=article:published_time content=2026-11-05>"
            + stated({"@type": "NewsArticle", "headline": "Ferry", "articleBody": ""})
            + "<h1>Ferry</h1>"
        )
        looked = extract(str(file), "--url", "https://kept.test/2026/11/05/ferry-77")
        assert (looked.status, "no text; a crawl drops it" in looked.err) == (ExitStatus.NO_ARTICLE, True)


class TestRefusals:
    def test_pages_that_cannot_be_had_are_told_in_one_line_each(self, web, tmp_path):
        refusals = {
            f"http://{SHUT}/a": "robots.txt",
            f"http://{NEWS}/private/a": "robots.txt",
            f"http://{NEWS}/paid/a": "HTTP 403",
            f"http://{NEWS}/nothing-there": "there is no such page (HTTP 404); check the address",
            f"http://{NEWS}/report.pdf": "no page of HTML",
            f"http://{NEWS}/inside/a": "private address",
            "http://10.0.0.7/a": "NEWSCRAWL_ALLOW_ADDRESSES",
            "http://nobody.test/a": "HTTP 502",
            "ftp://gazette.test/a": "no web address; write it like https://news.example/",
            "gazette": "there is no such file; name one, or an address like https://news.example/",
        }
        looked = look(web, tmp_path, "extract", *refusals)
        assert (looked.status, looked.out) == (ExitStatus.REFUSED, "")
        for line, (address, words) in zip(looked.err.splitlines(), refusals.items(), strict=True):
            assert line.startswith("newscrawl: ")
            assert address in line
            assert words in line

    @pytest.mark.parametrize(
        ("address", "status"),
        [(f"http://{SHUT}/a", ExitStatus.REFUSED), ("http://nobody.test/a", ExitStatus.UNREACHABLE)],
    )
    def test_the_status_says_why_there_is_no_page(self, web, tmp_path, address, status):
        assert look(web, tmp_path, "extract", address).refused(int(status), address)

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("missing.html", None, ["there is no such file"]),
            ("empty.html", b"", ["is empty"]),
            ("notes.html", b"Not a tag in it, and yet it is called a page.", ["no page of HTML"]),
            ("data.html", b'{"a": "<p>"}', ["no page of HTML"]),
            ("program.html", bytes(range(256)) * 20, ["no page of HTML"]),
            ("page.html", b"<p>A page of nowhere", ["--url https://news.example/a"]),
            ("long.html", b"<p>" + b"long " * 1000, ["longer than 1,000 bytes", "DOWNLOAD_MAXSIZE"]),
        ],
    )
    def test_a_file_that_is_no_page_is_told_in_one_line(self, extract, tmp_path, name, content, words):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        limit = {"DOWNLOAD_MAXSIZE": 1000} if name == "long.html" else {}
        assert extract(str(tmp_path / name), **limit).refused(2, name, *words)

    def test_a_folder_is_told_as_one(self, extract, tmp_path):
        assert extract(str(tmp_path)).refused(2, "Is a directory", "name another file")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], ["give an address or a file"]),
            ([URL, "--jsonl"], ["--jsonl", "no option"]),
            ([URL, "--url", "https://a.test/"], ["--url", "give a file"]),
            (["a.html", "b.html", "--url", "https://a.test/"], ["--url", "one"]),
            ([URL, URL, "--save", "a"], ["--save", "one"]),
            (["-", "-"], ["standard input"]),
            ([__file__, "--url", "here"], ["'here'", "no web address"]),
            ([URL, "--spider", "gazete"], ["no spider 'gazete'"]),
        ],
    )
    def test_arguments_that_make_no_sense_are_told_before_anything_is_fetched(self, extract, arguments, words):
        assert extract(*arguments).refused(2, *words)

    def test_a_setting_that_makes_no_sense_is_told(self, extract):
        assert extract(URL, DOWNLOAD_MAXSIZE="much").refused(2, "DOWNLOAD_MAXSIZE", "whole number")


class TestHostileText:
    @pytest.mark.parametrize("option", [[], ["--why"]])
    def test_no_control_character_reaches_the_terminal(self, web, tmp_path, option):
        looked = look(web, tmp_path, "extract", f"http://{NEWS}/odd/1", *option)
        assert "Red" in looked.out
        assert all(char.isprintable() or char == "\n" for char in looked.out)

    def test_why_fits_the_terminal(self, web, tmp_path):
        run = in_terminal(web, tmp_path, "/wide/1", "--why", columns=90)
        lines = plain(run.output.decode()).splitlines()
        assert any("…" in line for line in lines)
        assert all(sum(2 if char > "\u3000" else 1 for char in line) <= 90 for line in lines if "word" in line)

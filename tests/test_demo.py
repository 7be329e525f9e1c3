"""The demo web: what it serves, and that what it says about itself is true."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

import newscrawl.demo
from newscrawl.demo import DEMO_HOSTS, START_URLS, DemoWeb, TrueArticle, compare, truth

DELIBERATELY_BAD = {"{{ url }}", "http://[bad"}
HIDDEN = "http://newsroom.test/business/2026/09/03/glassmaker-last-furnace"
MOVED = "http://newsroom.test/2026/11/beavers-on-the-pell.html"


class Reply(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def html(self) -> str:
        return self.body.decode()


class Client:
    """Asks the demo as a proxy client does, over one kept connection."""

    def __init__(self, web: DemoWeb) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)
        self._kept: dict[str, Reply] = {}

    def ask(self, target: str, method: str = "GET", **headers: str) -> Reply:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        fields.setdefault("Host", target.split("/")[2] if "//" in target else "")
        self._connection.request(method, target, headers=fields)
        response = self._connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    def get(self, url: str) -> Reply:
        if url not in self._kept:
            self._kept[url] = self.ask(url)
        return self._kept[url]

    def links(self, url: str) -> set[str]:
        """Absolute addresses of the anchors that can be followed."""
        return {urljoin(url, href) for href in hrefs(self.get(url).html, "a") if is_followable(href)}


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as web:
        yield web


@pytest.fixture(scope="module")
def client(web: DemoWeb) -> Client:
    return Client(web)


def hrefs(html: str, selector: str, attribute: str = "href") -> list[str]:
    return [value for node in LexborHTMLParser(html).css(selector) if (value := node.attributes.get(attribute))]


def is_followable(href: str) -> bool:
    return href not in DELIBERATELY_BAD and not re.match(r"(?i)tel:|mailto:|javascript:", href)


def articles_of(host: str) -> dict[str, TrueArticle]:
    return {url: article for url, article in truth().items() if urlsplit(url).hostname == host}


def page_text(html: str) -> str:
    return " ".join(LexborHTMLParser(html).body.text().split())


def json_ld(html: str) -> dict:
    """The article's object of a newsroom page."""
    script = LexborHTMLParser(html).css_first('script[type="application/ld+json"]')
    graph = json.loads(script.text())["@graph"]
    return next(value for value in graph if value["@type"] in ("NewsArticle", "LiveBlogPosting"))


# The content


def test_there_are_83_articles_on_three_sites() -> None:
    counts = Counter(urlsplit(url).hostname for url in truth())
    assert counts == {"newsroom.test": 50, "republisher.test": 17, "scripted.test": 16}
    assert set(counts) == DEMO_HOSTS


def test_at_least_a_third_of_the_wire_stories_is_reprinted() -> None:
    wire = {url for url, article in articles_of("newsroom.test").items() if article.agency}
    reprinted = {article.copy_of for article in truth().values() if article.copy_of}
    assert len(wire) >= 30
    assert reprinted <= wire
    assert 3 * len(reprinted) >= len(wire)


def test_no_two_articles_but_reprints_share_a_headline_or_eight_words() -> None:
    originals = [article for article in truth().values() if not article.copy_of]
    assert len({article.headline for article in originals}) == len(originals)
    owners: dict[tuple[str, ...], str] = {}
    for article in originals:
        words = article.text.split()
        for start in range(len(words) - 7):
            assert owners.setdefault(tuple(words[start : start + 8]), article.url) == article.url


def test_a_reprint_has_the_words_of_its_original_and_nothing_else_of_it() -> None:
    articles = truth()
    reprints = [article for article in articles.values() if article.copy_of]
    assert sum(article.trimmed_paragraphs > 0 for article in reprints) == 2
    for reprint in reprints:
        original = articles[reprint.copy_of]
        paragraphs = original.text.split("\n\n")
        assert reprint.text == "\n\n".join(paragraphs[: len(paragraphs) - reprint.trimmed_paragraphs])
        assert reprint.section != original.section
        assert reprint.authors == ()
        assert reprint.byline not in (None, *original.authors)
        assert reprint.date_published[:7] != original.date_published[:7]


def test_every_wire_story_begins_with_its_dateline() -> None:
    for article in truth().values():
        if article.agency:
            assert article.text.startswith(f"{article.place} ({article.agency}) — ")


def test_the_demo_has_the_deviations_that_break_readers() -> None:
    articles = truth().values()
    assert sum(article.kind == "live_blog" for article in articles) == 1
    assert max(len(article.live_updates) for article in articles) >= 5
    assert [article.is_accessible_for_free for article in articles].count(False) == 1
    assert sum(bool(article.corrections) for article in articles) == 2
    assert {"de", "en", "es", "fr"} == {article.language for article in articles}
    headlines = "\n".join(article.headline for article in articles)
    for oddity in ("&", " — ", " | ", ": ", "‘", "'", "-led "):
        assert oddity in headlines
    assert any("%C3%BC" in url for url in truth())


# The pages


def test_every_true_article_is_served_word_for_word(client: Client) -> None:
    for url, article in truth().items():
        reply = client.get(url)
        assert reply.status == 200
        shown = page_text(reply.html)
        assert article.headline in shown
        for paragraph in article.text.split("\n\n"):
            assert paragraph in shown, url


def test_every_link_of_every_page_leads_somewhere(client: Client) -> None:
    asked: set[str] = set()
    waiting = list(START_URLS)
    while waiting:
        url = waiting.pop()
        if url in asked or urlsplit(url).hostname not in DEMO_HOSTS:
            continue
        asked.add(url)
        reply = client.get(url)
        assert reply.status in (200, 301), url
        if reply.headers.get_content_type() == "text/html" and reply.status == 200:
            waiting += client.links(url)
            waiting += [urljoin(url, href) for href in hrefs(reply.html, "link")]
            waiting += [urljoin(url, src) for src in hrefs(reply.html, "img, script", "src")]


def test_every_picture_is_a_well_formed_drawing(client: Client) -> None:
    pages = [*truth(), "http://republisher.test/Stocks/"]
    pictures = {urljoin(page, src) for page in pages for src in hrefs(client.get(page).html, "img", "src")}
    assert len(pictures) > 50
    for picture in pictures:
        reply = client.get(picture)
        assert reply.headers["Content-Type"] == "image/svg+xml"
        assert etree.fromstring(reply.body).tag == "{http://www.w3.org/2000/svg}svg"


def test_the_footer_holds_links_that_are_no_pages(client: Client) -> None:
    footer = hrefs(client.get("http://newsroom.test/").html, "footer a")
    assert set(footer) >= DELIBERATELY_BAD
    assert {href.split(":")[0] for href in footer} >= {"tel", "mailto", "javascript"}


def test_newsroom_section_pages_list_every_article(client: Client) -> None:
    listed: set[str] = set()
    for section in ("harrow-bay", "politics", "business", "science", "culture", "sport"):
        first = f"http://newsroom.test/{section}"
        second = f"{first}/page/2"
        assert second in client.links(first)
        listed |= client.links(first) | client.links(second)
    assert set(articles_of("newsroom.test")) <= listed


def test_one_article_is_found_only_on_the_second_page_of_its_section(client: Client) -> None:
    pages = [*articles_of("newsroom.test"), "http://newsroom.test/", "http://newsroom.test/business"]
    pages += [url for page in pages for url in client.links(page) if "/authors/" in url]
    assert HIDDEN not in {link for page in pages for link in client.links(page)} - {HIDDEN}
    assert HIDDEN in client.links("http://newsroom.test/business/page/2")
    for listing in ("feed.xml", "news-sitemap.xml"):
        assert HIDDEN not in client.get(f"http://newsroom.test/{listing}").html


def test_the_front_page_links_one_article_under_campaign_parameters(client: Client) -> None:
    variants = {link for link in client.links("http://newsroom.test/") if "utm_source=" in link}
    assert len(variants) == 2
    assert len({link.split("?")[0] for link in variants} & set(truth())) == 1
    assert all(client.get(link).status == 200 for link in variants)


def test_an_old_address_on_the_front_page_redirects_to_the_article(client: Client) -> None:
    assert MOVED in client.links("http://newsroom.test/")
    reply = client.get(MOVED)
    assert reply.status == 301
    assert reply.headers["Location"] in truth()


def test_the_news_sitemap_is_named_by_robots_and_complete(client: Client) -> None:
    robots = client.get("http://newsroom.test/robots.txt").html
    address = re.search(r"^Sitemap: (\S+)$", robots, re.MULTILINE)[1]
    tree = etree.fromstring(client.get(address).body)
    locations = tree.xpath("//*[local-name()='loc']/text()")
    assert len(locations) == len(set(locations))
    assert set(locations) == set(articles_of("newsroom.test")) - {HIDDEN}


def test_the_newsroom_declares_a_feed_of_its_newest_stories(client: Client) -> None:
    (address,) = hrefs(client.get("http://newsroom.test/").html, 'link[type="application/rss+xml"]')
    tree = etree.fromstring(client.get(urljoin("http://newsroom.test/", address)).body)
    newest = sorted(articles_of("newsroom.test").values(), key=lambda article: article.date_published, reverse=True)
    assert tree.xpath("//item/link/text()")[:10] == [article.url for article in newest[:10]]
    assert len(tree.xpath("//item")) == 30


def test_newsroom_json_ld_says_what_the_truth_says(client: Client) -> None:
    for url, article in articles_of("newsroom.test").items():
        stated = json_ld(client.get(url).html)
        assert stated["headline"] == article.headline
        assert [author["name"] for author in stated["author"]] == list(article.authors)
        assert stated["articleSection"] == article.section
        assert stated["datePublished"] == article.date_published
        assert stated["isAccessibleForFree"] is article.is_accessible_for_free
        assert len(stated.get("liveBlogUpdate", [])) == len(article.live_updates)


def test_every_date_of_the_newsroom_has_an_offset() -> None:
    for article in articles_of("newsroom.test").values():
        assert re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00", article.date_published)


def test_service_pages_are_no_articles(client: Client) -> None:
    for path in ("about", "contact", "privacy"):
        assert f"http://newsroom.test/{path}" not in truth()
        assert "NewsArticle" not in client.get(f"http://newsroom.test/{path}").html


def test_a_republished_page_glues_its_labels_to_the_headline(client: Client) -> None:
    for url, article in articles_of("republisher.test").items():
        tree = LexborHTMLParser(client.get(url).html)
        glued = tree.css_first("h2.htitle").text()
        assert glued == f"Current:Home\xa0>\xa0{article.section}{article.headline} -{article.site_name}"
        assert tree.css_first("title").text() == f"{article.headline} -{article.site_name}"
        assert tree.css_first("p.bloginfo").text().strip() == f"{article.byline} View"
        assert f"Date:{article.date_published.replace('T', ' ')}" in tree.body.text()
        assert re.search(r"veryGood! \(\d+\)", page_text(tree.html))
        assert [title.text() for title in tree.css("h2.htitle")][1:] == ["Related", "Ranking", "Recommendation"]


def test_republisher_lists_reach_every_article_even_without_the_select_pager(client: Client) -> None:
    reached: set[str] = set()
    waiting = ["http://republisher.test/"]
    while waiting:
        url = waiting.pop()
        if url not in reached:
            reached.add(url)
            waiting += client.links(url)
    assert set(articles_of("republisher.test")) <= reached
    assert "http://republisher.test/Stocks/index_2.html" in reached
    assert "http://republisher.test/Markets/index_2.html" not in reached
    options = hrefs(client.get("http://republisher.test/Markets/").html, "select option", "value")
    assert "/Markets/index_2.html" in options


def test_republisher_lists_cut_headlines_at_an_inner_quotation_mark(client: Client) -> None:
    assert ">Mayor&#x27;s &#x27;stop</a>" in client.get("http://republisher.test/Finance/").html


def test_the_scripted_front_page_has_no_article_link_in_its_markup(client: Client) -> None:
    assert not client.links("http://scripted.test/") & set(truth())
    assert "<noscript>" in client.get("http://scripted.test/").html
    listed = json.loads(client.get("http://scripted.test/api/list.json").body)["stories"]
    assert {urljoin("http://scripted.test/", story["url"]) for story in listed} == set(articles_of("scripted.test"))


def test_the_scripted_feed_leads_to_its_newest_articles(client: Client) -> None:
    (address,) = hrefs(client.get("http://scripted.test/").html, 'link[type="application/atom+xml"]')
    tree = etree.fromstring(client.get(urljoin("http://scripted.test/", address)).body)
    links = tree.xpath("//*[local-name()='entry']/*[local-name()='link']/@href")
    newest = sorted(articles_of("scripted.test").values(), key=lambda article: article.date_published, reverse=True)
    assert links == [article.url for article in newest[:6]]


def test_scripted_articles_carry_microdata_alone(client: Client) -> None:
    for url, article in articles_of("scripted.test").items():
        html = client.get(url).html
        tree = LexborHTMLParser(html)
        assert "ld+json" not in html
        assert "og:" not in html
        assert tree.css_first("[itemprop=headline]").text() == article.headline
        assert tuple(node.text() for node in tree.css("[itemprop=author] [itemprop=name]")) == article.authors
        assert tree.css_first("html").attributes["lang"] == article.language


# The comparison


def crawled(article: TrueArticle, **changes: object) -> dict[str, object]:
    item = {"url": article.url, "headline": article.headline, "text": article.text, "authors": list(article.authors)}
    return item | changes


def test_the_truth_agrees_with_itself() -> None:
    comparison = compare(crawled(article) for article in truth().values())
    assert comparison.line == "demo: 83 of 83 articles as written"
    assert comparison.problems == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"headline": "Something else"}, "headline 'Something else' instead of"),
        ({"authors": ["View"]}, "authors ['View'] instead of"),
        ({"text": None}, "0 paragraphs instead of"),
        ({"text": "One.\n\nTwo."}, "paragraph 1 is 'One.' instead of"),
    ],
)
def test_a_difference_is_one_problem_of_one_line(changes: dict[str, object], problem: str) -> None:
    first, *others = truth().values()
    comparison = compare([crawled(first, **changes), *map(crawled, others)])
    assert comparison.as_written == 82
    (line,) = comparison.problems
    assert line.startswith(f"{first.url}: {problem}")
    assert "\n" not in line


def test_missing_double_and_foreign_articles_are_problems() -> None:
    first, second, *others = truth().values()
    doubled = crawled(second, url=f"{second.url}?utm_source=x#top")
    comparison = compare([crawled(second), doubled, *map(crawled, others), {"url": "http://[bad"}])
    assert comparison.as_written == 81
    assert comparison.problems == [
        f"{second.url}: stands there 2 times",
        "http://[bad: not an article of the demo",
        f"{first.url}: missing",
    ]


def test_white_space_inside_paragraphs_is_no_difference_but_paragraph_breaks_are() -> None:
    articles = list(truth().values())
    spaced = [crawled(article, text=article.text.replace(" ", " \n")) for article in articles]
    assert compare(spaced).as_written == 83
    joined = [crawled(article, text=article.text.replace("\n\n", " ")) for article in articles]
    assert compare(joined).as_written == 0


# The server


def test_the_same_request_may_name_its_host_in_line_or_header(web: DemoWeb, client: Client) -> None:
    proxied = client.ask("http://scripted.test/imprint")
    direct = client.ask("/imprint", Host="scripted.test")
    with_port = client.ask("/imprint", Host=f"scripted.test:{web.port}")
    assert proxied.status == direct.status == with_port.status == 200
    assert proxied.body == direct.body == with_port.body


@pytest.mark.parametrize(
    "target",
    [
        "http://elsewhere.test/",
        "http://127.0.0.1/",
        "http://newsroom.test.elsewhere.test/",
        "http://newsroom.test:22/",
        "http://[bad/",
        "https://newsroom.test/",
    ],
)
def test_it_is_no_proxy_for_other_hosts(client: Client, target: str) -> None:
    assert client.ask(target, Host="elsewhere.test").status == 421


def test_a_tunnel_is_refused(web: DemoWeb) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=10)
    connection.request("CONNECT", "newsroom.test:443", headers={"Host": "newsroom.test"})
    assert connection.getresponse().status == 501
    connection.close()


def test_an_unknown_path_is_404(client: Client) -> None:
    assert client.ask("http://newsroom.test/no/such/page").status == 404


def test_a_page_that_is_known_is_not_sent_again(client: Client) -> None:
    url = next(iter(truth()))
    first = client.ask(url)
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    by_tag = client.ask(url, If_None_Match=f'"other", W/{tag}')
    assert (by_tag.status, by_tag.body, by_tag.headers["ETag"]) == (304, b"", tag)
    assert client.ask(url, If_Modified_Since=changed).status == 304
    assert client.ask(url, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT").status == 200
    assert client.ask(url, If_Modified_Since="yesterday").status == 200
    assert client.ask(url, If_None_Match='"other"', If_Modified_Since=changed).status == 200


def test_head_gives_the_headers_of_get_and_no_body(client: Client) -> None:
    head = client.ask("http://newsroom.test/", "HEAD")
    get = client.ask("http://newsroom.test/")
    assert head.body == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.body))


def test_requests_are_noted_in_order() -> None:
    with DemoWeb() as web:
        client = Client(web)
        client.ask("http://newsroom.test/about?x=1")
        client.ask("http://elsewhere.test/", "HEAD")
        assert web.accesses == [
            ("GET", "newsroom.test", "/about?x=1", 200),
            ("HEAD", "elsewhere.test", "/", 421),
        ]


def test_two_demos_run_side_by_side_and_serve_the_same_bytes(web: DemoWeb, client: Client) -> None:
    with DemoWeb() as other:
        assert other.port != web.port
        again = Client(other)
        assert all(again.get(url).body == client.get(url).body for url in START_URLS)


def test_stopping_ends_the_thread_and_the_open_connections() -> None:
    web = DemoWeb().start()
    client = Client(web)
    client.ask("http://newsroom.test/")
    before = threading.active_count()
    web.stop()
    web.stop()
    with pytest.raises((http.client.HTTPException, OSError)):
        client.ask("http://newsroom.test/")
    with pytest.raises(RuntimeError, match="not running"):
        _ = web.port
    assert threading.active_count() < before


# The package


def test_the_demo_runs_from_a_zip(tmp_path: Path) -> None:
    package = Path(newscrawl.demo.__file__).parent
    archive = tmp_path / "demo.egg"
    with zipfile.ZipFile(archive, "w") as egg:
        egg.writestr("newscrawl/__init__.py", "")
        for file in package.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                egg.write(file, f"newscrawl/demo/{file.relative_to(package).as_posix()}")
    program = (
        f"import sys; sys.path.insert(0, {str(archive)!r})\n"
        "from newscrawl.demo import DemoWeb, truth, __file__\n"
        "with DemoWeb() as web: print(__file__, len(truth()))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "demo.egg" in ran.stdout
    assert ran.stdout.split()[-1] == "83"


def test_the_demo_imports_only_the_standard_library_and_itself() -> None:
    package = Path(newscrawl.demo.__file__).parent
    imports = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)
    for file in package.glob("*.py"):
        for module in imports.findall(file.read_text("utf-8")):
            assert module.startswith("newscrawl.demo") or module.split(".")[0] in sys.stdlib_module_names

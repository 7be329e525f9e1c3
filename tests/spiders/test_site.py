"""What a user gives a crawl is understood, or refused in one line that names the mend."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newscrawl.exceptions import CannotCrawl
from newscrawl.items import Article
from newscrawl.spiders.arguments import read_articles_file, split_urls, start_address
from newscrawl.spiders.site import SiteSpider, is_plain_article


@pytest.mark.parametrize(
    ("given", "addresses"),
    [
        ("https://a.test/,https://b.test/x", ["https://a.test/", "https://b.test/x"]),
        ("a.test, b.test", ["a.test", "b.test"]),
        ("https://a.test/x,y?z=1,2", ["https://a.test/x,y?z=1,2"]),
        (" https://a.test/ ,", ["https://a.test/ ,"]),
        ("", []),
    ],
)
def test_a_list_of_addresses_is_split_between_addresses_only(given: str, addresses: list[str]) -> None:
    assert split_urls(given) == addresses


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("news.example", "https://news.example"),
        ("https://news.example/", "https://news.example/"),
        ("http://127.77.0.1:8000/", "http://127.77.0.1:8000/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.77.0.1:8000/x", "http://127.77.0.1:8000/x"),
        ("https://zeitung.example/straße", "https://zeitung.example/straße"),
    ],
)
def test_an_address_may_leave_its_scheme_out(given: str, address: str) -> None:
    assert start_address(given) == address


@pytest.mark.parametrize(
    "given",
    ["notanaddress", "ftp://a.test/", "file:///etc/passwd", "http://", "http://[bad", "https://a b.test/", "tel:1"],
)
def test_what_is_no_web_address_is_refused_with_the_mend(given: str) -> None:
    with pytest.raises(CannotCrawl, match=r"is no web address; write it like https://news\.example/"):
        SiteSpider(url=given)


def test_two_addresses_of_one_site_are_one_site() -> None:
    spider = SiteSpider(url="https://www.news.example/politics,https://sport.news.example/")
    assert list(spider.sites) == ["news.example"]
    assert len(spider.seeds) == 2


class TestFiles:
    def file(self, tmp_path: Path, content: str | bytes) -> str:
        path = tmp_path / "list.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def test_comments_blank_lines_and_a_byte_order_mark_are_passed_over(self, tmp_path: Path) -> None:
        path = self.file(tmp_path, b"\xef\xbb\xbf# sites\r\n\r\nhttps://a.test/#top\r\nb.test   # the other\r\n")
        assert SiteSpider(urls_file=path).seeds == ["https://a.test/#top", "https://b.test"]

    def test_articles_may_carry_the_callers_key(self, tmp_path: Path) -> None:
        lines = [
            "https://a.test/1",
            json.dumps({"url": "https://a.test/2", "ref": "a #2"}),
            '{"url":"a.test/3","ref":7}',
        ]
        assert read_articles_file(self.file(tmp_path, "\n".join(lines))) == [
            {"url": "https://a.test/1", "ref": None},
            {"url": "https://a.test/2", "ref": "a #2"},
            {"url": "https://a.test/3", "ref": "7"},
        ]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("", "no address in it"),
            ("# only this\n", "no address in it"),
            (b"\xff\xfe\x00", "not UTF-8 text"),
            ("https://a.test/\nnonsense\n", "line 2"),
        ],
    )
    @pytest.mark.parametrize("argument", ["urls_file", "articles_file"])
    def test_a_file_that_cannot_be_used_is_named(
        self, tmp_path: Path, argument: str, content: str | bytes, message: str
    ) -> None:
        with pytest.raises(CannotCrawl, match=message) as caught:
            SiteSpider(**{argument: self.file(tmp_path, content)})
        assert str(caught.value).startswith(argument)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("line", ['{"ref": 1}', "{broken", '{"url": 7}', "{}"])
    def test_a_line_of_json_without_an_address_is_named(self, tmp_path: Path, line: str) -> None:
        with pytest.raises(CannotCrawl, match="line 1"):
            SiteSpider(articles_file=self.file(tmp_path, line))

    def test_a_file_that_is_not_there_is_named(self) -> None:
        with pytest.raises(CannotCrawl, match="cannot be read"):
            SiteSpider(urls_file="/no/such/file")


class TestSiteClasses:
    @pytest.mark.parametrize(
        ("attributes", "message"),
        [
            ({"fields": {"headline": "h1["}}, "headline"),
            ({"fields": {"no_such_field": "h1"}}, "no_such_field"),
            ({"article_urls": ["(unclosed"]}, "article_urls"),
            ({"timezone": "Mars/Olympus"}, "timezone"),
            ({"fields": 3}, "fields"),
        ],
    )
    def test_a_class_that_cannot_work_is_named_with_its_file(self, attributes: dict[str, Any], message: str) -> None:
        site = type("Times", (SiteSpider,), {"name": "times", "start_urls": ["https://times.test/"], **attributes})
        with pytest.raises(CannotCrawl, match=message) as caught:
            site()
        assert "spider 'times' in " in str(caught.value)

    def test_a_tuned_site_is_known_by_its_name(self) -> None:
        site = type("Times", (SiteSpider,), {"name": "times", "start_urls": ["https://times.test/"]})
        assert list(site().sites) == ["times"]


@pytest.mark.parametrize(
    ("url", "words", "is_named", "expected"),
    [
        ("https://a.test/story/17", 30, False, True),
        ("https://a.test/story/17", 10, False, False),
        ("https://a.test/story", 300, False, False),
        ("https://a.test/story", 10, True, True),
    ],
)
def test_a_page_that_says_nothing_of_itself_needs_other_evidence(
    url: str, words: int, is_named: bool, expected: bool
) -> None:
    article = Article(url=url, headline="Rain ends", text="x", word_count=words)
    assert is_plain_article(article, is_named=is_named) is expected

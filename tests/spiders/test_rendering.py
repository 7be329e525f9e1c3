"""What is decided about rendering a site, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.links import Link, classify_links
from newscrawl.spiders.place import PAGE, today
from newscrawl.spiders.rendering import AGAIN_DAYS, LEAST_GAIN, LEAST_WORDS
from newscrawl.spiders.site import SiteSpider

SITE = "times.test"


def spider(**notes: Any) -> SiteSpider:
    made = SiteSpider(url=f"https://{SITE}/")
    made.notes = {SITE: dict(notes)}
    return made


def rendered(via: str = "render", plain: int = 0) -> HtmlResponse:
    about = {"site": SITE, "via": via, "evidence": {"plain_articles": plain}}
    request = Request(f"https://{SITE}/", meta={PAGE: about})
    return HtmlResponse(request.url, flags=["playwright"], request=request)


def links(count: int) -> list[Link]:
    anchors = "".join(f"<h3><a href='/2026/11/20/{n}-a-b-c-d'>A story of the day {n}</a></h3>" for n in range(count))
    return classify_links(anchors, f"https://{SITE}/")


@pytest.mark.parametrize(("days", "expected"), [(0, True), (AGAIN_DAYS - 1, True), (AGAIN_DAYS, None)])
def test_a_decision_holds_for_a_week(days: int, expected: bool | None) -> None:
    day = (today() - timedelta(days=days)).isoformat()
    assert spider(rendering={"lists": {"gains": True, "day": day}})._decided(SITE, "lists") is expected


@pytest.mark.parametrize("noted", [None, "x", [], {"lists": 1}, {"lists": {}}, {"lists": {"day": "soon"}}])
def test_notes_that_cannot_be_read_decide_nothing(noted: Any) -> None:
    assert spider(rendering=noted)._decided(SITE, "lists") is None


@pytest.mark.parametrize(
    ("shown", "plain", "expected"),
    [(LEAST_GAIN, 0, True), (LEAST_GAIN + 3, 3, True), (LEAST_GAIN - 1, 0, False), (LEAST_GAIN + 2, 3, False)],
)
def test_a_list_is_worth_a_browser_that_shows_ten_articles_more(shown: int, plain: int, expected: bool) -> None:
    made = spider()
    made._note_list(links(shown), rendered(plain=plain))
    assert made._decided(SITE, "lists") is expected


def test_pages_that_are_rendered_because_all_are_decide_nothing() -> None:
    made = spider()
    made._note_list(links(LEAST_GAIN), rendered(via="link"))
    assert made._decided(SITE, "lists") is None


def test_articles_are_rendered_until_three_in_a_row_came_to_nothing() -> None:
    made = spider()
    for words in (0, 0, LEAST_WORDS, 0, 0):
        made._note_article(words, rendered())
    assert made._decided(SITE, "articles") is True
    made._note_article(0, rendered())
    assert made._decided(SITE, "articles") is False


def test_few_articles_in_feeds_and_sitemaps_leave_a_list_to_be_rendered() -> None:
    made = spider()
    assert made.why_passed_over(SITE) is None
    made._named[SITE] = 10
    assert made.why_passed_over(SITE) == "render_not_needed"
    made._decide(SITE, "lists", True)
    assert made.why_passed_over(SITE) is None
    made._decide(SITE, "lists", False)
    assert made.why_passed_over(SITE) == "render_in_vain"


def test_a_site_class_goes_before_the_setting() -> None:
    class Tuned(SiteSpider):
        name = "tuned"
        start_urls = ["https://times.test/"]
        render = "never"

    crawler = get_crawler(Tuned, {"NEWSCRAWL_RENDER": "always"})
    made = Tuned.from_crawler(crawler)
    assert made.render_mode == "never"
    Tuned.render = "sometimes"
    with pytest.raises(CannotCrawl, match="'sometimes' is no mode; give auto, never, always"):
        Tuned.from_crawler(crawler)

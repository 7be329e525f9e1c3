"""How much a crawl asks of one site."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl.extraction.urls import canonical_url
from newscrawl.frontier.limits import Bounds, Limits
from newscrawl.store import FAILED, NewPage, PageOutcome, QueuedPage

TODAY = date(2026, 11, 23)
HOST = "times.test"


def limits(notes: dict[str, Any] | None = None, *, is_new_generation: bool = True, **bounds: int) -> Limits:
    return Limits(
        Bounds(**bounds), notes if notes is not None else {}, today=TODAY, is_new_generation=is_new_generation
    )


def link(path: str, kind: str = "index", via: str = "link", **evidence: Any) -> NewPage:
    url = path if "://" in path else f"https://{HOST}{path}"
    return NewPage(
        site=HOST, key=canonical_url(url), url=url, host=HOST, kind=kind, discovered_via=via, evidence=evidence or None
    )


def row(path: str, kind: str = "index", via: str = "link", **evidence: Any) -> QueuedPage:
    url = path if "://" in path else f"https://{HOST}{path}"
    return QueuedPage(
        id=1, site=HOST, url=url, host=HOST, kind=kind, priority=0, depth=0, not_before=0.0, discovered_via=via,
        discovered_from=None, callback=None, request={}, evidence=evidence, ref=None, crashes=0,
    )  # fmt: skip


def settled(asked: QueuedPage, kind: str, listed: list[str] = [], **outcome: Any) -> PageOutcome:  # noqa: B006
    return PageOutcome(
        page_id=1, site=HOST, kind=kind, url=asked.url, promised_kind=asked.kind,
        links=[link(path, "article") for path in listed], **outcome,
    )  # fmt: skip


def learn(one: Limits, asked: QueuedPage, outcome: PageOutcome) -> None:
    one.count_request(asked)
    one.learn(asked, outcome)


class TestBeforeAPageIsQueued:
    @pytest.mark.parametrize(
        ("page", "reason"),
        [
            (link("/a/a/a/b"), "path_repeats"),
            (link("/calendar/2031/05/"), "calendar"),
            (link("/x", index_depth=5), "index_depth"),
            (link("/x", "article", steps=31), "depth"),
            (link("/x?page=9", via="next_page", list_page=201), "list_pages"),
            (link("/map.xml", "sitemap", "sitemap", index_depth=5), "sitemap_depth"),
        ],
    )
    def test_what_leads_nowhere_is_told_by_its_reason(self, page: NewPage, reason: str) -> None:
        assert limits().admit(page) == reason

    def test_an_archive_that_is_gone_back_through_is_free_of_numbers(self) -> None:
        page = link("/archive/2024/11/05/", index_depth=700, steps=700, backfill="2024-11-01")
        assert limits().admit(page) is page

    def test_what_the_user_named_is_never_refused(self) -> None:
        page = link("/a/a/a/a", via="start")
        assert limits(index_pages=0).admit(page) is page

    @pytest.mark.parametrize(
        ("name", "kind", "via"), [("index_pages", "index", "link"), ("tail_pages", "other", "link")]
    )
    def test_a_budget_counts_each_address_once(self, name: str, kind: str, via: str) -> None:
        one = limits(**{name: 2})
        admitted = [one.admit(link(path, kind, via)) for path in ("/a", "/a", "/b", "/c", "/a")]
        assert [page if isinstance(page, str) else "" for page in admitted] == ["", "", "", name, ""]

    def test_a_session_is_cut_out_of_an_address(self) -> None:
        admitted = limits().admit(link("/a/b;jsessionid=0123456789ABCDEF?x=1"))
        assert isinstance(admitted, NewPage)
        assert admitted.url == f"https://{HOST}/a/b?x=1"

    def test_a_parameter_that_changes_nothing_is_found_out(self) -> None:
        one, notes = limits(notes := {}), notes
        for number in range(4):
            for visit in ("7f", "9c"):
                asked = row(f"/story-{number}?visit={visit}{number}", "article")
                dropped = Counter({"known": 1}) if visit == "9c" else Counter()
                articles = [] if dropped else [{"story": {"relation": "original"}}]
                learn(one, asked, settled(asked, "article", articles=articles, dropped=dropped))
        assert notes["session_parameters"] == [f"{HOST}/w visit"]
        admitted = one.admit(link("/story-9?visit=11", "article"))
        assert isinstance(admitted, NewPage)
        assert admitted.key == f"https://{HOST}/story-9"


class TestTraps:
    def test_pages_of_one_form_that_bring_nothing_end(self) -> None:
        one = limits(trap_pages=10)
        for number in range(10):
            asked = row(f"/tag/word{number}/")
            learn(one, asked, settled(asked, "index", ["/2026/11/05/rain-ends-after-nine-days"]))
        assert one.refusal(row("/tag/another/")) == "trap"
        assert one.refusal(row("/section/")) is None

    def test_pages_that_bring_something_go_on(self) -> None:
        one = limits(trap_pages=10)
        for number in range(100):
            asked = row(f"/tag/word{number}/")
            learn(one, asked, settled(asked, "index", [f"/2026/11/05/rain-ends-after-{number}-long-wet-days"]))
        assert one.refusal(row("/tag/another/")) is None

    def test_promises_of_articles_that_are_none_end(self) -> None:
        one = limits(trap_pages=10)
        for number in range(16):
            asked = row(f"/lost/{number}-pages-and-more-to-come.html", "article")
            learn(one, asked, settled(asked, "index", [f"/lost/{number}7-pages-and-more-to-come.html"]))
        assert one.refusal(row("/lost/99-pages-and-more-to-come.html", "article")) == "trap"

    def test_promises_of_a_form_never_tried_do_not_renew_belief_in_the_rest(self) -> None:
        one = limits(trap_pages=20)
        for number in range(40):
            asked = row(f"/lost/more-{'o' * number}-pages-to-come.html", "article")
            untried = f"/{'deeper/' * (number % 8)}rain-ends-after-{number}-days.htm"
            listed = [f"/lost/more-{'o' * number}{'h' * n}-pages-to-come.html" for n in range(1, 6)]
            learn(one, asked, settled(asked, "index", [*listed, untried]))
            if number % 10 == 0:  # its articles are real
                story = row(f"/2026/11/05/story-{number}", "article")
                learn(one, story, settled(story, "article", articles=[{"story": {"relation": "original"}}]))
        assert one.refusal(row("/lost/more-and-more-pages-to-come.html", "article")) == "trap"

    def test_lists_that_were_taken_for_articles_are_none(self) -> None:
        one = limits(trap_pages=10)
        for number in range(60):
            topic = row(f"/all-about-the-topic-of-{number}.html", "article")
            listed = [f"/news/{number}{story}-rain-ends-after-so-many-days" for story in range(3)]
            learn(one, topic, settled(topic, "index", listed))
            for path in listed:
                story = row(path, "article")
                learn(one, story, settled(story, "article", articles=[{"story": {"relation": "original"}}]))
        assert one.refusal(row("/all-about-the-topic-of-99.html", "article")) is None

    def test_sections_of_the_front_page_and_what_a_sitemap_names_are_asked_for(self) -> None:
        one = limits(trap_pages=10)
        for number in range(20):
            asked = row(f"/word{number}/")
            learn(one, asked, settled(asked, "index"))
        assert one.refusal(row("/another/", index_depth=2)) == "trap"
        assert one.refusal(row("/another/", index_depth=1, is_section=True)) is None
        assert one.refusal(row("/another/", "article", "sitemap")) is None

    @pytest.mark.parametrize("status", [401, 403, 429, 451])
    def test_a_site_that_refuses_is_no_trap(self, status: int) -> None:
        one = limits(trap_pages=4)
        for number in range(20):
            asked = row(f"/tag/word{number}/")
            learn(one, asked, settled(asked, "index", state=FAILED, reason=f"http_{status}"))
        assert one.refusal(row("/tag/another/")) is None

    def test_failures_of_the_day_count_for_nothing(self) -> None:
        one = limits(trap_pages=4)
        for number in range(20):
            asked = row(f"/tag/word{number}/")
            learn(one, asked, settled(asked, "index", state=FAILED, reason="timeout"))
        assert one.refusal(row("/tag/another/")) is None

    def test_what_is_known_to_be_one_gets_a_few_tries_in_a_new_generation(self) -> None:
        notes: dict[str, Any] = {}
        one = limits(notes, trap_pages=20)
        for number in range(20):
            asked = row(f"/tag/word{number}/")
            learn(one, asked, settled(asked, "index"))
        assert limits(notes, trap_pages=20, is_new_generation=False).refusal(row("/tag/x/")) == "trap"
        assert limits(notes, trap_pages=20).refusal(row("/tag/x/")) is None

    @pytest.mark.parametrize("notes", [{"barren": 7}, {"barren": {"a": "b"}}, {"session_parameters": "sid"}])
    def test_notes_that_make_no_sense_are_none(self, notes: dict[str, Any]) -> None:
        assert limits(notes).refusal(row("/tag/x/")) is None


def test_a_list_that_repeats_itself_brings_nothing() -> None:
    one = limits()
    first, second = row("/latest/"), row("/latest/?page=2", list=f"https://{HOST}/latest/", list_page=2)
    assert not one.relists(first, settled(first, "index", ["/a-b-c-d", "/e-f-g-h"]))
    assert one.relists(second, settled(second, "index", ["/e-f-g-h", "/a-b-c-d"]))


def test_a_host_is_asked_for_so_many_pages() -> None:
    one = limits(pages_per_host=2)
    one.count_request(row("/a"))
    assert one.has_room(HOST)
    one.count_request(row("/b"))
    assert not one.has_room(HOST)


def test_the_bounds_are_those_of_the_settings() -> None:
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    assert Bounds.from_settings(settings) == Bounds()


class TestFormsThatBringNothing:
    def test_what_a_list_has_below_many_pages_of_nothing_is_found(self) -> None:
        one, kept = limits(trap_pages=50), 0
        for number in range(120):
            asked = row(f"/news/words-of-a-page-{number}", "article")
            if one.refusal(asked) is None:
                is_story = number >= 60
                article = [{"story": {"relation": "original"}}] if is_story else []
                outcome = settled(asked, "article" if is_story else "other", articles=article)
                kept += is_story
                learn(one, asked, outcome)
        assert kept >= 30

    def test_a_trap_costs_a_few_pages_more_and_ends(self) -> None:
        one, asked = limits(trap_pages=50), 0
        for number in range(2000):
            page = row(f"/news/words-of-a-page-{number}", "article")
            if one.refusal(page) is None:
                asked += 1
                learn(one, page, settled(page, "other"))
        assert asked <= 60

    def test_walls_before_articles_of_a_form_say_nothing_against_it(self) -> None:
        one = limits(trap_pages=10)
        first = row("/news/words-of-a-page-0", "article")
        learn(one, first, settled(first, "article", articles=[{"story": {"relation": "original"}}]))
        for number in range(1, 60):
            walled = row(f"/news/words-of-a-page-{number}", "article")
            assert one.refusal(walled) is None
            learn(one, walled, settled(walled, "other", reason="login"))

    def test_copies_below_a_step_that_each_visit_makes_anew_come_to_an_end(self) -> None:
        one, asked = limits(trap_pages=20), 0
        for number in range(300):
            page = row(f"/{number:08x}{number:08x}/news/words-of-a-page-{number % 6}", "article")
            if one.refusal(page) is None:
                asked += 1
                learn(one, page, settled(page, "article", dropped=Counter(url_variant=1)))
        assert asked <= 20 + 10

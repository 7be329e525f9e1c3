"""What a site says about the use of a page, from four places; absent differs from not checked."""

from __future__ import annotations

import json

import pytest

from newscrawl.extraction.page import Page
from newscrawl.extraction.rights import (
    add_headers,
    add_reservations,
    add_robots,
    is_reserved,
    page_rules,
    read_rights,
)
from newscrawl.extraction.robots import Robots, ai_agents
from newscrawl.items import Rights, RightStatement

URL = "https://times.test/news/a"
ABSENT = RightStatement(status="absent")


def page(head: str = "", body: str = "") -> Page:
    return Page(f"<html><head>{head}</head><body>{body}</body></html>", URL)


def stated(value: str) -> RightStatement:
    return RightStatement(status="stated", value=value)


class TestPageRules:
    @pytest.mark.parametrize(
        ("head", "tags", "keeps", "follows"),
        [
            ("", [], True, True),
            ('<meta name="robots" content="index, follow">', [], True, True),
            ('<meta name="robots" content="NOINDEX">', [], False, True),
            ('<meta name="ROBOTS" content="none">', [], False, False),
            ('<meta name="newscrawl" content="nofollow">', [], True, False),
            ('<meta name="googlebot" content="noindex">', [], True, True),
            ("", ["noindex, nofollow"], False, False),
            ("", ["googlebot: noindex"], True, True),
            ("", ["otherbot: noindex, nofollow", "Newscrawl: noindex"], False, True),
            ("", ["unavailable_after: 25 Jun 2027 15:00:00 PST"], True, True),
            ("", ["max-snippet: 20, noindex"], False, True),
            ("", ["", ":", ",,,"], True, True),
        ],
    )
    def test_directives_that_speak_to_us_count(self, head: str, tags: list[str], *, keeps: bool, follows: bool) -> None:
        rules = page_rules(page(head), tags)
        assert (not rules.forbids_keeping, not rules.forbids_following) == (keeps, follows)


class TestLedger:
    def test_a_page_says_nothing_of_what_is_not_in_it(self) -> None:
        rights = read_rights(page())
        assert rights.meta_robots == rights.license == rights.copyright == ABSENT
        assert {rights.robots.status, rights.x_robots_tag.status, rights.tdm_reservation.status} == {"not_checked"}

    def test_headers(self) -> None:
        rights = Rights()
        add_headers(rights, ["noai", "googlebot: noarchive"], "1", "https://times.test/policy.json")
        assert rights.x_robots_tag == stated("noai\ngooglebot: noarchive")
        assert rights.tdm_reservation == stated("1 https://times.test/policy.json")

    def test_headers_that_are_not_there_are_absent_but_a_reservation_may_stand_elsewhere(self) -> None:
        rights = Rights()
        add_headers(rights, [], None)
        assert rights.x_robots_tag == ABSENT
        assert rights.tdm_reservation.status == "not_checked"

    def test_the_page_goes_before_its_headers_and_they_before_the_file(self) -> None:
        rights = read_rights(page('<meta name="tdm-reservation" content="0">'))
        add_headers(rights, [], "1")
        add_reservations(rights, b'[{"location": "/", "tdm-reservation": 1}]', "/")
        assert rights.tdm_reservation == stated("0")

    def test_robots_txt(self) -> None:
        robots = Robots(
            b"License: https://times.test/license.xml\n\nUser-agent: *\nAllow: /news\nDisallow: /n\n"
            b"Content-Signal: search=yes, ai-train=no\n\nUser-agent: GPTBot\nDisallow: /\n"
        )
        rights = read_rights(page())
        add_robots(rights, robots, robots.decide(URL))
        assert rights.robots == stated("Allow: /news")
        assert rights.ai_agents == stated("GPTBot")
        assert rights.content_signal == stated("search=yes, ai-train=no")
        assert rights.license == stated("https://times.test/license.xml")

    def test_no_robots_txt_is_absent(self) -> None:
        rights = Rights()
        add_robots(rights, None, Robots().decide(URL))
        assert rights.robots == rights.ai_agents == rights.content_signal == ABSENT

    @pytest.mark.parametrize(
        ("rules", "path", "expected"),
        [
            ([{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "https://x.test/p"}], "/news/a", "1 https://x.test/p"),
            ([{"location": "/free/", "tdm-reservation": 0}, {"location": "/*", "tdm-reservation": 1}], "/free/a", "0"),
            ([{"location": "/free/", "tdm-reservation": 0}, {"location": "/*", "tdm-reservation": 1}], "/a", "1"),
            ([{"location": "/a$", "tdm-reservation": "1"}], "/ab", None),
            ([{"location": 3}, None, [], {"location": "/", "tdm-reservation": 7}], "/a", None),
            ({"location": "/"}, "/a", None),
        ],
    )  # fmt: skip
    def test_the_first_rule_of_tdmrep_json_that_fits_counts(
        self, rules: object, path: str, expected: str | None
    ) -> None:
        rights = Rights()
        add_reservations(rights, json.dumps(rules).encode(), path)
        assert rights.tdm_reservation == (stated(expected) if expected else ABSENT)

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b"\xff\xfe", None])
    def test_a_file_that_is_none_reserves_nothing(self, body: bytes | None) -> None:
        rights = Rights()
        add_reservations(rights, body, "/")
        assert rights.tdm_reservation == ABSENT

    def test_a_statement_is_bounded(self) -> None:
        rights = Rights()
        add_headers(rights, ["x" * 100_000], None)
        assert len(rights.x_robots_tag.value or "") == 5000


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (Rights(), False),
        (Rights(tdm_reservation=stated("1 https://x.test/p")), True),
        (Rights(tdm_reservation=stated("0")), False),
        (Rights(meta_robots=stated("index, NoAI")), True),
        (Rights(meta_robots=stated("noimageai")), False),
        (Rights(x_robots_tag=stated("newscrawl: noai")), True),
        (Rights(content_signal=stated("search=yes, ai-train = no")), True),
        (Rights(content_signal=stated("ai-train=yes")), False),
        (Rights(ai_agents=stated("GPTBot")), False),
    ],
)
def test_what_reserves_a_text_from_mining(rights: Rights, *, expected: bool) -> None:
    assert is_reserved(rights) is expected


class TestDirectives:
    @pytest.mark.parametrize(
        "head",
        [
            "<meta name=robots content='index,follow'><meta name=robots content=noindex>",
            "<meta name=robots content='noindex nofollow'>",
            "<meta name=robots content='follow; noindex'>",
            "<meta name=robots content=index><meta name=newscrawl content=noindex>",
            "<meta name=ROBOTS content='max-snippet: -1, NOINDEX'>",
        ],
    )
    def test_the_strictest_of_all_metas_holds(self, head: str) -> None:
        assert page_rules(Page(head, "https://times.test/a")).forbids_keeping

    @pytest.mark.parametrize(
        ("tags", "is_kept_out"),
        [
            (["googlebot: nofollow, newscrawl: noindex"], True),
            (["googlebot: noindex, nofollow"], False),
            (["googlebot: noindex", "noindex"], True),
            (["unavailable_after: 25 Jun 2010 15:00:00 PST"], False),
            (["*: noindex"], True),
            (["max-snippet: 20, noindex"], True),
        ],
    )
    def test_a_header_speaks_to_the_agent_that_it_names(self, tags: list[str], is_kept_out: bool) -> None:
        assert page_rules(Page("<p>x", "https://times.test/a"), tags).forbids_keeping is is_kept_out

    @pytest.mark.parametrize(
        ("tags", "is_ours"),
        [(["googlebot: noai"], False), (["googlebot: noarchive", "noai"], True), (["x " * 400 + ", noai"], True)],
    )
    def test_noai_for_another_agent_reserves_nothing_from_us(self, tags: list[str], is_ours: bool) -> None:
        rights = Rights()
        add_headers(rights, tags, None)
        assert is_reserved(rights) is is_ours

    def test_noai_in_a_second_meta_reserves(self) -> None:
        head = "<meta name=robots content='index'><meta name=robots content='noai, noimageai'>"
        assert is_reserved(read_rights(Page(head, "https://times.test/a")))

    def test_all_agents_that_are_shut_out_are_named(self) -> None:
        robots = Robots("".join(f"User-agent: {agent}\n" for agent in ai_agents()).encode() + b"Disallow: /\n")
        rights = Rights()
        add_robots(rights, robots, robots.decide("https://times.test/a"))
        assert (rights.ai_agents.value or "").split(", ") == list(ai_agents())

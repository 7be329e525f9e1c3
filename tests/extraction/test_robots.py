"""robots.txt by RFC 9309: groups, the longest match, and what else is said there."""

from __future__ import annotations

import random

import pytest
from protego import Protego

from newscrawl.extraction.robots import MAX_BYTES, MOST_PATTERNS, Robots, ai_agents

SITE = "https://times.test"


def robots(text: str) -> Robots:
    return Robots(text.encode())


def is_allowed(text: str, path: str) -> bool:
    return robots(text).decide(SITE + path).is_allowed


class TestRules:
    @pytest.mark.parametrize(
        ("rules", "path", "allowed"),
        [
            ("Disallow: /", "/a", False),
            ("Disallow:", "/a", True),
            ("Disallow: /fish", "/fish.html", False),
            ("Disallow: /fish", "/Fish", True),
            ("Disallow: /fish/", "/fish", True),
            ("Disallow: /fish*.php", "/fishheads/a.php?id=1", False),
            ("Disallow: /*.php$", "/a.php?id=1", True),
            ("Disallow: /*.php$", "/b/a.php", False),
            ("Disallow: /a*b*c$", "/aXbXbXc", False),
            ("Disallow: /a*b*c$", "/aXbXcX", True),
            ("Disallow: /p\nAllow: /page", "/page", True),
            ("Allow: /page\nDisallow: /*.html", "/page.html", False),
            ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
            ("Disallow: /\nAllow: /$", "/", True),
            ("Disallow: /\nAllow: /$", "/a", False),
            ("Disallow: /*?", "/a?", False),
            ("Disallow: /a%3cd", "/a%3Cd", False),
            ("Disallow: /a%2fb", "/a/b", True),
            ("Disallow: /caf\u00e9", "/caf%C3%A9/menu", False),
            ("Disallow: /caf%c3%a9", "/caf\u00e9", False),
            ("Disallow: /", "/robots.txt", True),
            ("Disallow: relative", "/relative", True),
            ("Disallow /no-colon", "/no-colon", False),
            ("Dissallow: /typo", "/typo", False),
            ("disallow:/tight", "/tight", False),
            ("Disallow: /a # why", "/a", False),
        ],
    )
    def test_the_longest_rule_that_fits_decides(self, rules: str, path: str, allowed: bool) -> None:
        assert is_allowed(f"User-agent: *\n{rules}\n", path) is allowed

    def test_the_rule_that_decided_is_named(self) -> None:
        read = robots("User-agent: *\nDisallow: /news/private\nAllow: /news\n")
        assert read.decide(f"{SITE}/news/private/a").rule == "Disallow: /news/private"
        assert read.decide(f"{SITE}/news/a").rule == "Allow: /news"
        assert read.decide(f"{SITE}/sport").rule is None

    def test_it_decides_as_protego_does(self) -> None:
        """Scrapy's parser, on twenty thousand made files."""
        chance = random.Random(9)
        parts = ["a", "b", "ab", "*", "$", "/", "/a", "/b/", "?x=1", "%41", "\u00e9", "%C3%A9", "*.pdf$", "//"]
        asked = ["a", "b", "ab", "/", "\u00e9", "?x=1", ".pdf", "%41", "%C3%A9"]
        for _ in range(20_000):
            lines = ["User-agent: *"]
            for _ in range(chance.randrange(1, 6)):
                path = "/" + "".join(chance.choice(parts) for _ in range(chance.randrange(4)))
                lines.append(f"{chance.choice(['Allow', 'Disallow'])}: {path}")
            text = "\n".join(lines)
            url = f"{SITE}/" + "".join(chance.choice(asked) for _ in range(chance.randrange(5)))
            expected = Protego.parse(text).can_fetch(url, "newscrawl")
            assert robots(text).decide(url).is_allowed is expected, (text, url)


class TestGroups:
    def test_a_group_that_names_us_counts_and_not_the_one_for_all(self) -> None:
        text = "User-agent: *\nDisallow: /\n\nUser-agent: NewsCrawl/2.0\nDisallow: /private\n"
        assert is_allowed(text, "/a")
        assert not is_allowed(text, "/private")

    def test_part_of_our_name_is_another_agent(self) -> None:
        assert is_allowed("User-agent: news\nDisallow: /\n", "/a")
        assert is_allowed("User-agent: newscrawler\nDisallow: /\n", "/a")

    def test_groups_of_one_agent_are_one(self) -> None:
        groups = [("newscrawl", "/a"), ("other", "/b"), ("newscrawl", "/c")]
        text = "\n".join(f"User-agent: {agent}\nDisallow: {path}\n" for agent, path in groups)
        assert [is_allowed(text, path) for path in ("/a", "/b", "/c")] == [False, True, False]

    def test_agents_in_a_row_share_their_rules_whatever_stands_between(self) -> None:
        text = "User-agent: other\nSitemap: https://times.test/s.xml\n\nUser-agent: newscrawl\nUnknown: x\nDisallow: /a"
        assert not is_allowed(text, "/a")
        assert robots(text).agents_shut_out(["other"]) == []

    def test_a_delay_ends_the_agents_of_a_group(self) -> None:
        text = "User-agent: *\nCrawl-delay: 10\n\nUser-agent: BadBot\nDisallow: /\n"
        assert is_allowed(text, "/a")
        assert robots(text).crawl_delay == 10

    def test_rules_of_no_agent_are_none(self) -> None:
        assert is_allowed("Disallow: /\n", "/a")


class TestWhatElseIsSaid:
    @pytest.mark.parametrize(
        ("value", "seconds"),
        [("2", 2), ("0.5", 0.5), ("1e9", 86400), ("-1", None), ("soon", None), ("nan", None), ("", None)],
    )
    def test_the_delay_that_is_asked_of_us(self, value: str, seconds: float | None) -> None:
        assert robots(f"User-agent: *\nCrawl-delay: {value}\n").crawl_delay == seconds

    def test_content_signals_of_our_groups_and_of_none(self) -> None:
        text = (
            "Content-Signal: search=yes\nUser-agent: *\nContent-Signal: ai-train=no\nAllow: /\n\n"
            "User-agent: other\nContent-Signal: ai-input=no\nAllow: /\n"
        )
        assert robots(text).content_signals == ["ai-train=no", "search=yes"]

    def test_licenses(self) -> None:
        assert robots("License: https://times.test/license.xml\nUser-agent: *\nAllow: /").licenses == [
            "https://times.test/license.xml"
        ]

    def test_agents_that_are_shut_out_are_those_that_are_named_and_may_fetch_nothing(self) -> None:
        text = (
            "User-agent: GPTBot\nUser-agent: ccbot\nDisallow: /\n\nUser-agent: ClaudeBot\nDisallow: /private\n\n"
            "User-agent: Bytespider\nDisallow: /\nAllow: /press/\n\nUser-agent: *\nDisallow: /\n"
        )
        assert robots(text).agents_shut_out(ai_agents()) == ["Bytespider", "CCBot", "GPTBot"]


class TestHostileFiles:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"\xff\xfe\x00",
            b"<html><body>Not found</body></html>",
            b"\xef\xbb\xbfUser-agent: *\rDisallow: /a\r",
            b"User-agent\nDisallow\n:::\n#",
            "User-agent: *\u2028Disallow: /".encode(),
        ],
    )
    def test_any_bytes_are_read(self, body: bytes) -> None:
        assert Robots(body).decide(f"{SITE}/b").is_allowed

    def test_a_mark_at_the_beginning_and_single_carriage_returns(self) -> None:
        assert not Robots(b"\xef\xbb\xbfUser-agent: *\rDisallow: /a\r").decide(f"{SITE}/a").is_allowed

    def test_a_file_in_utf_16_is_read(self) -> None:
        for mark, charset in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
            robots = Robots(mark + "User-agent: *\r\nDisallow: /a\r\n".encode(charset))
            assert not robots.decide(f"{SITE}/a").is_allowed
            assert robots.decide(f"{SITE}/b").is_allowed

    def test_what_lies_behind_512_kib_is_not_read_nor_the_line_that_is_cut(self) -> None:
        head = b"User-agent: *\nDisallow: /first\n"
        filler = b"#" * (MAX_BYTES - len(head) - len(b"\nDisallow: /")) + b"\n"
        read = Robots(head + filler + b"Disallow: /second\n")
        assert not read.decide(f"{SITE}/first").is_allowed
        assert read.decide(f"{SITE}/other").is_allowed
        assert read.decide(f"{SITE}/second").is_allowed

    def test_patterns_cost_no_more_than_their_length(self) -> None:
        """Steps of a naive matcher would be 2,000 to the power of the stars."""
        text = "User-agent: *\n" + ("Disallow: /" + "*a" * 1000 + "b\n") * 200
        assert is_allowed(text, "/" + "a" * 2000)


def test_the_list_of_ai_agents_has_no_repeats_and_is_sorted() -> None:
    agents = ai_agents()
    assert list(agents) == sorted(set(agents), key=str.lower)
    assert "GPTBot" in agents


class TestManyRules:
    def test_names_in_two_words_are_read(self) -> None:
        robots = Robots(b"User agent: *\nDisallow: /\nCrawl delay: 7\n")
        assert not robots.decide(f"{SITE}/a").is_allowed
        assert robots.crawl_delay == 7

    def test_a_flood_of_patterns_is_bounded_and_forbids_no_less(self) -> None:
        flood = "".join(f"Disallow: /*a{number}\n" for number in range(MOST_PATTERNS))
        robots = Robots(f"User-agent: *\n{flood}Allow: /*b\nDisallow: /private/*.html$\nDisallow: /x".encode())
        assert not robots.decide(f"{SITE}/private/1.html").is_allowed
        assert not robots.decide(f"{SITE}/x").is_allowed
        assert robots.decide(f"{SITE}/c").is_allowed
        assert len(robots.groups[0].patterns) == MOST_PATTERNS

    def test_agents_that_are_shut_out_are_found_once(self) -> None:
        robots = Robots(b"User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n")
        assert robots.agents_shut_out(["CCBot", "GPTBot", "Other"]) == ["CCBot", "GPTBot"]
        assert robots.agents_shut_out(["Other"]) == []

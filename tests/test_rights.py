"""What a site says about the use of its articles is kept with each, and honoured where the user wants it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakeweb import Answer
from tests.sites.crawled import Case, CrawledSites, case, served
from tests.sites.markup import article_page, page, robots, teasers
from tests.sites.stories import stories

RESERVED, FREE, NO_INDEX, NO_FOLLOW, NO_AI, PLAIN = range(6)


def ledger() -> Case:
    site = case("ledger")
    told = stories(6, "ledger")
    beyond = stories(1, "ledger", first=50)[0]
    site.publish([story for place, story in enumerate(told) if place != NO_INDEX])
    rules = [{"location": told[RESERVED].path, "tdm-reservation": 1, "tdm-policy": "https://ledger.test/policy"}]
    rules += [{"location": "/*", "tdm-reservation": 0}]
    site.site.page("/.well-known/tdmrep.json", Answer(json.dumps(rules), content_type="application/json"))
    signals = ["User-agent: *", "Content-Signal: search=yes", "Allow: /news/", "", "User-agent: CCBot", "Disallow: /"]
    site.site.page("/robots.txt", robots(*signals))
    site.site.page(told[NO_INDEX].path, article_page(told[NO_INDEX], head='<meta name="robots" content="noindex">'))
    no_follow = article_page(told[NO_FOLLOW], below=teasers([beyond]))
    site.site.page(told[NO_FOLLOW].path, Answer(no_follow, headers={"X-Robots-Tag": "nofollow"}))
    site.site.page(beyond.path, article_page(beyond))
    site.site.page(told[NO_AI].path, Answer(article_page(told[NO_AI]), headers={"X-Robots-Tag": "noai"}))
    site.site.page("/", page("Ledger", teasers(told)))
    return site


def silent() -> Case:
    """It says nothing, and its server does not say whether it would."""
    site = case("silent")
    site.publish(stories(3, "silent"))
    site.site.page("/.well-known/tdmrep.json", Answer("down", 500))
    site.site.page("/", page("Silent", teasers(site.stories)))
    return site


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CrawledSites]:
    with served([ledger(), silent()], tmp_path_factory.mktemp("rights")) as sites:
        sites.crawl()
        yield sites


def rights_of(sites: CrawledSites, place: int) -> dict[str, Any]:
    headline = stories(6, "ledger")[place].headline
    found: dict[str, Any] = next(line["rights"] for line in sites.lines("ledger") if line["headline"] == headline)
    return found


def test_noindex_keeps_an_article_out_and_nofollow_its_links(sites: CrawledSites) -> None:
    assert sites.headlines("ledger") == sites.expected("ledger")
    skipped = sites.run.tally("ledger.test")["skipped"]
    assert skipped["noindex"] == 1
    assert sites.run.summary["left_out"]["nofollow"] == 1


def test_each_article_says_what_its_site_says(sites: CrawledSites) -> None:
    plain = rights_of(sites, PLAIN)
    assert plain["robots"] == {"status": "stated", "value": "Allow: /news/"}
    assert plain["ai_agents"] == {"status": "stated", "value": "CCBot"}
    assert plain["content_signal"] == {"status": "stated", "value": "search=yes"}
    assert plain["x_robots_tag"] == {"status": "absent", "value": None}
    assert plain["tdm_reservation"] == {"status": "stated", "value": "0"}
    assert rights_of(sites, RESERVED)["tdm_reservation"]["value"] == "1 https://ledger.test/policy"
    assert rights_of(sites, NO_AI)["x_robots_tag"]["value"] == "noai"


def test_absent_differs_from_not_checked(sites: CrawledSites) -> None:
    for line in sites.lines("silent"):
        assert line["rights"]["robots"] == line["rights"]["ai_agents"] == {"status": "absent", "value": None}
        assert line["rights"]["tdm_reservation"] == {"status": "not_checked", "value": None}


def test_a_host_is_asked_once_for_what_it_reserves(sites: CrawledSites) -> None:
    assert sites.asked_times("ledger")["/.well-known/tdmrep.json"] == 1


def test_reserved_articles_are_left_out_where_that_is_wanted(tmp_path: Path) -> None:
    with served([ledger()], tmp_path) as sites:
        sites.crawl(NEWSCRAWL_RIGHTS="skip_reserved")
        told = stories(6, "ledger")
        kept = sorted(told[place].headline for place in (FREE, NO_FOLLOW, PLAIN))
        assert sites.headlines("ledger") == kept
        assert sites.run.tally("ledger.test")["skipped"]["rights_reserved"] == 2


def test_a_policy_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    with served([ledger()], tmp_path) as sites:
        run = sites.crawl(NEWSCRAWL_RIGHTS="maybe", LOG_LEVEL="ERROR")
        assert run.status == 2
        assert run.stderr == "newscrawl: NEWSCRAWL_RIGHTS: 'maybe' is no policy; give record, skip_reserved\n"
        assert sites.web.hits == []

"""Which pages wait for a script, and what their scripts already say."""

from __future__ import annotations

import json

import pytest

from newscrawl.extraction.applications import MOST_LINKS, is_empty_application, state_links
from newscrawl.extraction.page import Page

HERE = "https://times.test/"
SCRIPT = "<script src='/app.js'></script>"
STORIES = [
    (f"/news/{number}-the-old-mill-burns-again", f"The old mill burns again, day {number}") for number in range(9)
]


def page(body: str) -> Page:
    return Page(f"<!doctype html><title>The Times</title><body>{body}", HERE)


class TestEmptyApplications:
    @pytest.mark.parametrize(
        "body",
        [
            f"<div id='root'></div>{SCRIPT}",
            f"<div id='__next'> <div></div></div>{SCRIPT}",
            f"<app-root></app-root>{SCRIPT}",
            f"<header>The Times</header><main><div id='list'></div></main>{SCRIPT}",
            f"<noscript>You need to enable JavaScript to run this app.</noscript>{SCRIPT}",
            f"<noscript>Bitte schalten Sie JavaScript ein.</noscript><p>Lädt …</p>{SCRIPT}",
            f"<noscript>このサイトはJavaScriptを使います。</noscript>{SCRIPT}",
        ],
    )
    def test_little_text_and_an_empty_root_or_a_notice(self, body: str) -> None:
        assert is_empty_application(page(body))

    @pytest.mark.parametrize(
        "body",
        [
            "<div id='root'></div>",
            f"<p>Nothing has happened today.</p>{SCRIPT}",
            f"<noscript><img src='/count.gif'></noscript><p>A short note.</p>{SCRIPT}",
            f"<noscript>Please enable JavaScript.</noscript>{'<p>The mill by the river burned down. ' * 20}{SCRIPT}",
            f"<div id='root'>{'<p>The mill by the river burned down. ' * 20}</div>{SCRIPT}",
            "",
        ],
    )
    def test_no_page_that_has_its_text_and_none_without_a_script(self, body: str) -> None:
        assert not is_empty_application(page(body))


class TestStateLinks:
    @pytest.mark.parametrize(
        "script",
        [
            "<script id='__NEXT_DATA__' type='application/json'>{state}</script>",
            "<script>window.__NUXT__ = {state};</script>",
            "<script>window.__INITIAL_STATE__={state}</script>",
        ],
    )
    def test_articles_that_a_state_names_with_their_titles(self, script: str) -> None:
        state = json.dumps(
            {"props": {"list": [{"url": url, "title": title} for url, title in STORIES], "x": "y" * 200}}
        )
        links = state_links(page(script.replace("{state}", state)))
        assert [(link.url, link.text) for link in links] == [(HERE + url[1:], title) for url, title in STORIES]
        assert {link.kind for link in links} == {"article"}

    def test_what_next_pushes_to_its_client(self) -> None:
        lines = "".join(f'{n}:["$","a",null,{{"href":"{url}","children":"x"}}]\n' for n, (url, _) in enumerate(STORIES))
        pushed = "".join(
            f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in (lines[:70], lines[70:])
        )
        assert [link.url for link in state_links(page(pushed))] == [HERE + url[1:] for url, _ in STORIES]

    def test_a_json_ld_list(self) -> None:
        entries = [{"@type": "ListItem", "position": n, "url": HERE + url[1:]} for n, (url, _) in enumerate(STORIES)]
        thing = json.dumps({"@type": "ItemList", "itemListElement": entries})
        found = state_links(page(f"<script type='application/ld+json'>{thing}</script>"))
        assert [link.url for link in found] == [HERE + url[1:] for url, _ in STORIES]

    def test_neither_what_the_page_shows_nor_other_sites_nor_trails(self) -> None:
        url, title = STORIES[0]
        state = json.dumps(
            {"a": {"url": url, "title": title}, "b": {"url": "https://other.test/x", "title": title * 9}}
        )
        trail = json.dumps({"@type": "BreadcrumbList", "itemListElement": [{"item": HERE + "sport/", "name": "Sport"}]})
        shown = f"<a href='{url}'>{title}</a><script type='application/ld+json'>{trail}</script>"
        assert state_links(page(f"{shown}<script type='application/json'>{state}</script>")) == []

    def test_their_number_is_bounded(self) -> None:
        state = json.dumps([{"url": f"/news/{n}-a-b-c", "title": f"A story {n}"} for n in range(MOST_LINKS + 50)])
        assert len(state_links(page(f"<script type='application/json'>{state}</script>"))) == MOST_LINKS

    @pytest.mark.parametrize(
        "script", ["{", "[" * 50_000, '{"url": 1}', "null", '"x"' * 100, "self.__next_f.push([1,]"]
    )
    def test_no_state_raises(self, script: str) -> None:
        padded = script + " " * 300
        assert state_links(page(f"<script type='application/json'>{padded}</script><script>{script}</script>")) == []

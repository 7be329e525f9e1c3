"""Rendering: which pages are asked for again by a browser, and whether that was worth it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response

from newscrawl.extraction.applications import FEW_ARTICLES, is_empty_application
from newscrawl.extraction.links import Link
from newscrawl.extraction.page import Page
from newscrawl.spiders import ranking
from newscrawl.spiders.place import PAGE, RENDER, about_of, is_rendered, today

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MODES = ("auto", "never", "always")
"""Values of NEWSCRAWL_RENDER."""

LEAST_GAIN = 10
"""Articles that a list must show more of once it is rendered, for its site's lists to be rendered from then on."""

AGAIN_DAYS = 7
"""Days after which what was decided about a site is tried anew."""

LEAST_WORDS = 40
"""Words that an article must have once it is rendered, for others of its site to be."""

_TRIES = 3  # articles of a site that came to nothing, in a row


class Rendering:
    """The part of ``SiteSpider`` that has pages rendered where their plain form has nothing.

    A browser costs a hundred times a plain request. A list that shows few articles and looks like an empty application
    is asked for once more, by a browser, when feeds and sitemaps have been read and named few as well; where that
    brought ``LEAST_GAIN`` articles the site's lists are rendered, else they are not, for ``AGAIN_DAYS``. An article
    without text is rendered at once. ``render`` of a site's class goes before NEWSCRAWL_RENDER.
    """

    crawler: Crawler
    render: str | None
    notes: dict[str, dict[str, Any]]
    """What is remembered of each site; a crawl's store puts its own here."""
    render_mode: str
    _named: Counter[str]
    """Articles that feeds and sitemaps named in this crawl, by site."""
    _tried: set[str]
    _in_vain: Counter[str]

    def _request(self, address: str, response: Response, **known: Any) -> Request:
        raise NotImplementedError

    # -- lists -----------------------------------------------------------------------------------------------------

    def _render_later(self, page: Page, links: list[Link], response: Response) -> Iterator[Request]:
        """The same list by a browser, where it is poor and nothing says that this is in vain."""
        about = about_of(response)
        site, likely = about["site"], count_articles(links)
        if self.render_mode != "auto" or likely >= FEW_ARTICLES or is_rendered(response):
            return
        is_worth_it = self._decided(site, "lists")
        if is_worth_it is False or (is_worth_it is None and site in self._tried) or not is_empty_application(page):
            return
        self._tried.add(site)
        evidence = {**(about.get("evidence") or {}), "plain_articles": likely}
        priority = ranking.RENDERED if is_worth_it else ranking.RENDER_TRIAL
        request = self._request(
            response.url, response, kind="index", via="render", priority=priority, evidence=evidence
        )
        request.meta[RENDER] = "list"
        request.meta[PAGE]["always"] = True
        yield request

    def why_passed_over(self, site: str) -> str | None:
        """Why a list is not rendered after all. None: it is."""
        if self.render_mode != "auto":
            return "render_off"
        is_worth_it = self._decided(site, "lists")
        if is_worth_it is None and self._named[site] >= FEW_ARTICLES:
            return "render_not_needed"
        return "render_in_vain" if is_worth_it is False else None

    def _note_list(self, links: list[Link], response: Response) -> None:
        """Learn from a list that was rendered for its want of articles."""
        about = about_of(response)
        if about.get("via") == "render":
            gain = count_articles(links) - int((about.get("evidence") or {}).get("plain_articles", 0))
            self._decide(about["site"], "lists", gain >= LEAST_GAIN)

    # -- articles --------------------------------------------------------------------------------------------------

    def _needs_browser(self, page: Page, text: str | None, response: Response) -> bool:
        """Whether an article is to be rendered: its plain form is an empty application."""
        site = about_of(response)["site"]
        if self.render_mode != "auto" or is_rendered(response) or text:
            return False
        is_worth_it = self._decided(site, "articles") is not False and self._in_vain[site] < _TRIES
        return is_worth_it and is_empty_application(page)

    def _note_article(self, words: int, response: Response) -> None:
        """Learn from an article that was rendered for its want of a text."""
        site = about_of(response)["site"]
        if words >= LEAST_WORDS:
            self._in_vain[site] = 0
            self._decide(site, "articles", True)
            return
        self._in_vain[site] += 1
        if self._in_vain[site] >= _TRIES:
            self._decide(site, "articles", False)

    async def _by_browser(self, response: Response) -> Response | None:
        """A page as a browser shows it, in the place of its plain form. None: it cannot be had."""
        asked = Request(response.url, meta={RENDER: "page"}, dont_filter=True)
        try:
            found = await self.crawler.engine.download_async(asked)
        except Exception:  # whatever kept it from coming is counted where it arose: the plain form stands
            return None
        if found.status != 200 or not is_rendered(found):
            return None
        headers = {**response.headers, b"Content-Type": found.headers.getlist("Content-Type")}
        return response.replace(body=found.body, headers=headers, flags=[*response.flags, *found.flags])

    # -- what was decided ------------------------------------------------------------------------------------------

    def _decided(self, site: str, what: str) -> bool | None:
        """Whether rendering a site's ``lists`` or ``articles`` was worth it. None: not known, or too long ago."""
        known = self.notes.get(site, {}).get("rendering")
        found = known.get(what) if isinstance(known, dict) else None
        try:
            day = date.fromisoformat(found["day"])
        except (TypeError, KeyError, ValueError):
            return None
        return bool(found.get("gains")) if (today() - day).days < AGAIN_DAYS else None

    def _decide(self, site: str, what: str, gains: bool) -> None:
        known = self.notes.setdefault(site, {}).get("rendering")
        known = known if isinstance(known, dict) else {}
        self.notes[site]["rendering"] = {**known, what: {"gains": gains, "day": today().isoformat()}}


def is_to_list(about: dict[str, Any]) -> bool:
    """Whether a page was asked for as one that lists articles; a start page that showed none is one all the same."""
    return about.get("kind") == "index" or about.get("via") == "start"


def count_articles(links: list[Link]) -> int:
    return sum(link.kind == "article" for link in links)

"""Where the links of a page lead: to an article, to a page that lists articles, or elsewhere.

Each link has signs: of its address, its text, its place on the page, and the links that are like it. What a sign says
was learned from labelled pages of many sites (``weights/links.md``), none of them by its name.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from newscrawl.extraction.link_features import Company, PageFacts, Target
from newscrawl.extraction.link_hosts import are_of_one_site
from newscrawl.extraction.link_model import Chances, LinkKind, LinkModel, shipped_model, softmax
from newscrawl.extraction.link_places import Spot, find_spots
from newscrawl.extraction.link_roles import role_of
from newscrawl.extraction.link_shapes import Address, address_of
from newscrawl.extraction.link_words import BITS
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.site_memory import SiteMemory
from newscrawl.extraction.urls import plain_url
from newscrawl.items import LinkRole

__all__ = ["MAX_LINKS", "ExplainedLink", "Link", "LinkKind", "classify_links", "explain_links"]

MAX_LINKS = 2000
"""Distinct links of a page; front pages have 400."""

_ELSEWHERE = Chances(0.0, 0.0, 1.0)
NO_PAGE = Chances(0.01, 0.01, 0.98)
"""The chances of a file, a share link, a login return or a comment form; no model is asked."""
_ACTION_QUERY = re.compile(
    r"(?:^|&)(?:replytocom|share|sharer|share_to|add-to-cart)=|(?:^|&)share(?:&|$)"
    r"|(?:^|&|_)(?:redirect|return|continue|goto|back|dest|destination|callback|forward)_?(?:to|url|uri|path)?"
    r"=(?:https?(?::|%3a)|%2f|/)",
    re.IGNORECASE,
)
_ACTION_PATH = re.compile(
    r"/(?:comments?/(?:add|new|form|reply|post)|(?:add|post|leave-a|new|submit)-comment|wp-comments-post|sharer?"
    r"|send-?(?:to-?friend|by-?e?mail)|email-?(?:article|this|friend))(?:[/.]|$)"
)


@dataclass(frozen=True, slots=True)
class Link:
    """One address that a page links to, judged by the page alone."""

    url: str
    kind: LinkKind
    score: float
    """How likely the kind is, 0 to 1."""
    text: str = ""
    """The longest of its anchors' texts."""
    role: LinkRole | None = None
    """The place that the markup gives it; ``Article.links`` has the roles that an article's text shows."""
    chances: Chances = _ELSEWHERE
    """How likely article, index and other are: rank by ``chances.article``, drop by ``chances.other``."""


class ExplainedLink(NamedTuple):
    """A link with what made it what it was taken for."""

    link: Link
    reasons: list[tuple[str, float]]
    """Signs in plain words with what they add to the log odds of the link's kind against the next likely one;
    the strongest first, negative ones speak against the kind."""


def classify_links(
    html_or_page: str | bytes | Page, url: str | None = None, memory: SiteMemory | None = None
) -> list[Link]:
    """The links of a page with their kind: list[Link], page order, no repeats by ``plain_url``.

    ``url`` is the page's address, needed with text or bytes. Links to other sites are ``other``. ``memory`` is what
    pages of the site have turned out to be.

    >>> html = '<a href="/politics/">Politics</a> <a href="/2026/11/05/rain-ends">Rain ends after nine days</a>'
    >>> [(link.kind, link.text) for link in classify_links(html, "https://times.test/")]
    [('index', 'Politics'), ('article', 'Rain ends after nine days')]
    """
    judged = _judged(_page(html_or_page, url))
    return [_link(one, memory) for one in judged]


def explain_links(
    html_or_page: str | bytes | Page,
    url: str | None = None,
    memory: SiteMemory | None = None,
    *,
    strongest: int = 6,
) -> list[ExplainedLink]:
    """What ``classify_links`` gives, each link with its strongest signs. Links to other sites have none."""
    judged = _judged(_page(html_or_page, url))
    return [_explained(one, _link(one, memory), strongest) for one in judged]


def _page(html_or_page: str | bytes | Page, url: str | None) -> Page:
    if isinstance(html_or_page, Page):
        return html_or_page
    if url is None:
        raise ValueError("classify_links: url is missing; give the address that the page came from")
    return Page(html_or_page, url)


class _Judged(NamedTuple):
    """A link as the page alone shows it."""

    url: str
    text: str
    role: LinkRole | None
    address: Address | None
    """None: on another site."""
    signs: list[str]
    chances: Chances
    is_certain: bool


def _link(one: _Judged, memory: SiteMemory | None) -> Link:
    chances = one.chances
    if memory is not None and one.address is not None and not one.is_certain:
        chances = memory.adjusted(one.address, chances)
    return Link(one.url, chances.best, round(max(chances), 3), one.text, one.role, chances)


@once_per_page
def _judged(page: Page) -> tuple[_Judged, ...]:
    return _judge(page, shipped_model())


def _judge(page: Page, model: LinkModel) -> tuple[_Judged, ...]:
    links = page_links(page)
    company = Company([target for _, target in links if target is not None], page_facts(page))
    judged = []
    number = 0
    for spot, target in links:
        if target is None:
            judged.append(_Judged(spot.url, spot.text, None, None, [], _ELSEWHERE, True))
            continue
        signs = company.signs(target, number)
        number += 1
        is_certain = leads_to_no_page(target.address)
        chances = NO_PAGE if is_certain else softmax(model.scores(signs))
        judged.append(
            _Judged(target.spots[0].url, target.text, role_of(target), target.address, signs, chances, is_certain)
        )
    return tuple(judged)


def page_facts(page: Page) -> PageFacts:
    """What the page's own address and head say."""
    here = address_of(plain_url(page.url))
    kinds = page.tree.css_first('meta[property="article:published_time"],meta[property="og:type"][content*="article"]')
    return PageFacts(here.host, here.path, here.template, kinds is not None)


def page_links(page: Page) -> list[tuple[Spot, Target | None]]:
    """The page's links, page order, each address once; the target is None for what is on another site."""
    found: dict[str, tuple[Spot, Target | None]] = {}
    root = page.tree.root
    here = plain_url(page.url)
    host = address_of(here).host
    known_of: dict[str, str] = {}
    for spot in find_spots(root, page.base_url) if root is not None else ():
        url = spot.url
        known = known_of.get(url)
        if known is None:
            known = known_of[url] = plain_url(url)
        seen = found.get(known)
        if seen is not None:
            first, target = seen
            if target is not None:
                target.add(spot)
            elif len(spot.text) > len(first.text):
                first.text = spot.text
        elif len(found) < MAX_LINKS and known != here:
            is_own = are_of_one_site(known[known.find("//") + 2 : known.find("/", 8)], host)
            found[known] = (spot, Target(address_of(known), spot) if is_own else None)
    return list(found.values())


def leads_to_no_page(address: Address) -> bool:
    """Whether an address is surely none of a page to read: a file, a share link, a login return, a comment form."""
    if address.is_file:
        return True
    if address.query and _ACTION_QUERY.search(address.query) is not None:
        return True
    return any(segment.bits & BITS["share"] for segment in address.segments) and (
        _ACTION_PATH.search(address.path) is not None
    )


def _explained(one: _Judged, link: Link, strongest: int) -> ExplainedLink:
    if one.is_certain:
        return ExplainedLink(link, [("on another site" if one.address is None else "no page to read", 0.0)])
    first, second = sorted(range(3), key=link.chances.__getitem__, reverse=True)[:2]
    weights = shipped_model().weights
    reasons = [(sign, weights[sign][first] - weights[sign][second]) for sign in one.signs if sign in weights]
    if link.chances != one.chances:
        before, after = (
            math.log(max(odds[first], 1e-9) / max(odds[second], 1e-9)) for odds in (one.chances, link.chances)
        )
        reasons.append(("what such addresses were", after - before))
    reasons.sort(key=lambda reason: -abs(reason[1]))
    return ExplainedLink(link, [(sign, round(value, 2)) for sign, value in reasons[:strongest]])

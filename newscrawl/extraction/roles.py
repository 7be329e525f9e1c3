"""Links of an article's page that lead to other stories, each with the role its place gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Anchor, Block, Box
from newscrawl.extraction.body import article_blocks
from newscrawl.extraction.headings import list_kind
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.urls import canonical_url, site_key
from newscrawl.items import ArticleLink, LinkRole

MAX_LINKS = 300

_HEADING_UNITS = 8
_WHOLE_PAGE = frozenset({"body", "html", "main", "article"})
_LEADS_ON = words.PAGER | words.NAV
NO_LIST = words.NAV | words.BREADCRUMB | words.PAGER | words.SHARE
"""Groups of ``words`` that no list of stories is named after."""
_NAMED_RANKING = re.compile(r"rank|popular|trending|most-?_?(?:read|viewed)|paihang|hot-?list|meistgelesen|plus-?lus")
_NAMED_RECOMMENDED = re.compile(r"recommend|recirc|tuijian|outbrain|taboola|foryou|for-you|editors?-?pick")
_NAMED_RELATED = re.compile(r"related|otherlink|similar|read-?more|see-?also|more-?on|mehr-?zum")
_NAMED = re.compile("|".join(named.pattern for named in (_NAMED_RANKING, _NAMED_RECOMMENDED, _NAMED_RELATED)))
_PREVIOUS = words.word_set(
    """
    previous | previous article | previous post | prev | older post | vorheriger artikel | zurück | article précédent
    artículo anterior | anterior | articolo precedente | precedente | vorige | 上一篇 | 前の記事 | предыдущая | 이전 글
    """
)
_NEXT = words.word_set(
    """
    next | next article | next post | newer post | nächster artikel | weiter | article suivant | artículo siguiente
    siguiente | articolo successivo | successivo | volgende | 下一篇 | 次の記事 | следующая | 다음 글
    """
)
_NO_STORY = words.word_set(
    """
    more | see all | view all | all | show more | load more | mehr | alle | alle anzeigen | plus | voir tout
    tout voir | ver más | ver todo | altro | vedi tutti | meer | 更多 | もっと見る | 더보기 | ещё | еще
    read more | comments | share | facebook | twitter | x | whatsapp
    """
)


@once_per_page
def article_links(page: Page) -> list[ArticleLink]:
    """Links to other stories with their role, page order; per role each address once.

    Links in the text are ``body``; lists beside and below it go by their heading's words, then by their box's names.
    """
    roles = anchor_roles(page)
    here = canonical_url(page.url)
    found: dict[tuple[LinkRole, str], ArticleLink] = {}
    for anchor in page.anchors:
        role = roles.get(anchor)
        if role is None:
            continue
        known = canonical_url(anchor.url)
        if known == here:
            continue
        link = found.get((role, known))
        if link is None:
            link = found[role, known] = ArticleLink(role=role, url=anchor.url)
        if len(anchor.text) > len(link.text or ""):
            link.text = anchor.text
        if len(found) >= MAX_LINKS:
            break
    return list(found.values())


@once_per_page
def anchor_roles(page: Page) -> dict[Anchor, LinkRole]:
    """The role of every link that has one."""
    body = {anchor for block in article_blocks(page) for _, _, anchor in block.spans}
    trail = _Trail(_headings_over(page.blocks))
    site = site_key(page.url)
    roles: dict[Anchor, LinkRole] = {}
    for anchor in page.anchors:
        role = "body" if anchor in body else _neighbour_role(anchor) or _list_role(anchor, trail)
        if role is not None and _leads_to_a_story(anchor, role, site):
            roles[anchor] = role
    return roles


def _leads_to_a_story(anchor: Anchor, role: LinkRole, site: str) -> bool:
    if words.label(anchor.text) in _NO_STORY and role not in ("previous", "next"):
        return False
    if not anchor.url.partition("//")[2].partition("/")[2]:
        return role == "body" and site_key(anchor.url) != site
    return role == "body" or bool(anchor.text)


class _Heading:
    """A heading over a list of links, and where it was read."""

    __slots__ = ("place", "role")

    def __init__(self, place: int, role: LinkRole | None) -> None:
        self.place = place
        self.role = role


def _headings_over(blocks: list[Block]) -> dict[Box, list[_Heading]]:
    """The headings that stand in each box, as far as two boxes around them."""
    found: dict[Box, list[_Heading]] = {}
    for place, block in enumerate(blocks):
        if block.link_share > 0.9 and not block.is_heading:
            continue  # an entry of a menu
        kind = list_kind(block.text) or (list_kind(block.label) if block.spans else None)
        if kind is None and not (block.is_heading and block.units <= _HEADING_UNITS):
            continue
        heading = _Heading(place, kind)
        around = block.box if kind is not None and not block.is_heading else block.box.parent
        for _ in range(3):
            if around is None or around.parent is None or around.tag == "body":
                break
            found.setdefault(around, []).append(heading)
            around = around.parent
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """What a box tells of the list that a link stands in, and the next box around it that tells something."""

    headings: list[_Heading]
    named: LinkRole | None
    around: _Step | None


class _Trail:
    """The steps from a box outwards. Made once per box: the hundreds of links of a page stand in few."""

    def __init__(self, headings: dict[Box, list[_Heading]]) -> None:
        self.headings = headings
        self._known: dict[Box, _Step | None] = {}

    def of(self, box: Box) -> _Step | None:
        known = self._known
        waiting: list[Box] = []
        up = box
        while up not in known and up.parent is not None:
            waiting.append(up)
            up = up.parent
        step = known.get(up)
        for up in reversed(waiting):
            headings, named = self.headings.get(up, []), _named_role(up)
            if headings or named is not None:
                step = _Step(headings, named, step)
            known[up] = step
        return step


def _named_role(box: Box) -> LinkRole | None:
    if not box.names or box.tag in _WHOLE_PAGE or box.bits & NO_LIST:
        return None
    return role_of_names(box.names)


def _list_role(anchor: Anchor, trail: _Trail) -> LinkRole | None:
    step = trail.of(anchor.box)
    while step is not None:
        for heading in reversed(step.headings):
            if heading.place < anchor.block or (heading.place == anchor.block and heading.role is not None):
                if heading.role is not None:
                    return heading.role
                break
        if step.named is not None:
            return step.named
        step = step.around
    return None


@lru_cache(maxsize=8192)
def role_of_names(names: str) -> LinkRole | None:
    """The role that the class and id of a box give to the stories in it."""
    names = names.lower()
    if _NAMED.search(names) is None:  # nine names in ten
        return None
    if _NAMED_RANKING.search(names):
        return "ranking"
    if _NAMED_RECOMMENDED.search(names):
        return "recommended"
    return "related" if _NAMED_RELATED.search(names) else None


def _neighbour_role(anchor: Anchor) -> LinkRole | None:
    may_lead_on = anchor.rel or anchor.box.bits_around & _LEADS_ON
    if not may_lead_on:
        return None
    near = 0
    for box in islice(anchor.box.chain(), 3):
        near |= box.bits
    return neighbour_role(anchor.rel, anchor.text, near)


def neighbour_role(rel: str, text: str, near: int) -> LinkRole | None:
    """Whether a link leads to the page before or after this one; ``near`` are the groups of the boxes around it."""
    if rel:
        names = rel.split()
        if "prev" in names or "previous" in names:
            return "previous"
        if "next" in names:
            return "next"
    return _neighbour_of_text(text[:60]) if near & _LEADS_ON else None


@lru_cache(maxsize=8192)
def _neighbour_of_text(text: str) -> LinkRole | None:
    opening = words.label(text).split(" ", 2)[:2]
    for phrase in (" ".join(opening), opening[0]):
        if phrase in _PREVIOUS:
            return "previous"
        if phrase in _NEXT:
            return "next"
    return None

"""Where the links of a page stand. Looks at links and at what is around them alone, a fifth of a whole walk."""

from __future__ import annotations

from functools import lru_cache

from selectolax.lexbor import LexborNode

from newscrawl.extraction import words
from newscrawl.extraction.blocks import HEADINGS, MAX_ANCHORS, SKIPPED, fold
from newscrawl.extraction.roles import NO_LIST, role_of_names
from newscrawl.extraction.urls import absolute_url
from newscrawl.items import LinkRole

IN_HEADER = words.HIDDEN << 1
IN_MAIN = words.HIDDEN << 2
IN_ARTICLE = words.HIDDEN << 3
IN_LIST = words.HIDDEN << 4
IN_PARAGRAPH = words.HIDDEN << 5
IN_HEADING = words.HIDDEN << 6
IN_FORM = words.HIDDEN << 7
IN_TABLE = words.HIDDEN << 8

_TAG_BITS = {
    "nav": words.NAV, "footer": words.FOOTER, "aside": words.SIDEBAR, "figure": words.CAPTION,
    "figcaption": words.CAPTION, "dialog": words.COOKIE, "header": IN_HEADER, "main": IN_MAIN, "article": IN_ARTICLE,
    "li": IN_LIST, "p": IN_PARAGRAPH, "form": IN_FORM, "td": IN_TABLE, **dict.fromkeys(HEADINGS, IN_HEADING),
}  # fmt: skip
_ROLE_BITS = {"navigation": words.NAV, "menu": words.NAV, "menubar": words.NAV, "contentinfo": words.FOOTER}
_ITEMS = frozenset({"li", "article", "tr", "dd"})
_TELLING = _ITEMS | frozenset(_TAG_BITS) | frozenset({"html", "body", "ul", "ol", "div", "section", "table", "dl"})
"""Elements that say something even without attributes."""
_WHOLE_PAGE = frozenset({"html", "body"})
_LONGEST_TEXT = 400
"""Characters of an anchor's text that are kept."""
_MAX_ADDRESSES = 300_000
"""Characters of all addresses of a page together; large front pages have 60,000."""
_LONGEST_NAMES = 120
"""Characters of an element's classes that are looked at."""
_MAX_INNER = 300
"""Nodes looked at inside one anchor; cards have 30."""


class Place:
    """An element around links: what it is called, and what is around it."""

    item: Place | None = None
    """The list item or card that it is in. None: in none."""
    role: LinkRole | None = None
    """What the names of it, or of the next around it that has such a name, say of the stories in it."""
    has_time = False
    """It states a time."""
    links = 0
    """Links in this list item or card."""
    is_shown = True
    bits: int
    """Its groups and those of all around it."""
    near: int
    """Its groups and those of the two elements around it."""

    def __init__(self, parent: Place | None, is_item: bool, own: int) -> None:
        self.parent = parent
        self.own = own
        """Groups of its names, and what its tag says."""
        if parent is None:
            self.bits = self.near = own
            return
        above = parent.parent
        self.bits = own | parent.bits
        self.near = own | parent.own | above.own if above is not None else own | parent.own
        if is_item:
            self.item = self
        elif parent.item is not None:
            self.item = parent.item
        if parent.role is not None:
            self.role = parent.role


class Spot:
    """One link at one place of a page."""

    text = ""
    """White space folded; of a picture its alternative text."""
    rel = ""
    names = 0
    """Groups of its own class."""
    is_titled = False
    """The text is its title's, for want of another."""
    has_heading = False
    """It stands in a heading, or holds one."""
    has_image = False
    has_time = False
    is_amid_text = False
    """It is part of a paragraph's sentence."""

    def __init__(self, url: str, place: Place) -> None:
        self.url = url
        self.place = place


def find_spots(root: LexborNode, base_url: str) -> list[Spot]:
    """The links below ``root`` that could be followed, page order. Holds no node of it afterwards.

    The same links with the same texts as ``blocks.lay_out`` finds: what is a script's, a template's or inside of
    another link is left out.
    """
    places: dict[int, Place] = {}
    urls: dict[str, str | None] = {}
    spots: list[Spot] = []
    room = _MAX_ADDRESSES
    for node in root.css("a[href],area[href],time"):
        parent = node.parent
        if parent is None:
            continue
        place = places.get(parent.mem_id) or _place_of(parent, places)
        if node.tag == "time":
            _mark_time(place)
        elif place.is_shown:
            attributes = node.attributes
            href = attributes["href"] or ""
            if href not in urls:
                urls[href] = _url_of(base_url, href)
                room -= len(href)
                if room < 0:
                    break
            url = urls[href]
            if url is not None:
                spots.append(_spot(node, attributes, url, place))
                if len(spots) >= MAX_ANCHORS:
                    break
    return spots


_NO_ADDRESS = ("#", "javascript:", "mailto:", "tel:", "data:")


def _url_of(base_url: str, href: str) -> str | None:
    return None if href.lstrip().startswith(_NO_ADDRESS) else absolute_url(base_url, href)


_NOWHERE = Place(None, False, 0)
"""The place of what is not shown, or is part of another link."""
_NOWHERE.is_shown = False


def _place_of(node: LexborNode, places: dict[int, Place]) -> Place:
    """The place that an element is. Each element is looked at once, by the parser's own number of it."""
    path: list[LexborNode] = []
    place: Place | None = None
    up: LexborNode | None = node
    while up is not None:
        place = places.get(up.mem_id)
        if place is not None:
            break
        path.append(up)
        up = up.parent
    for up in reversed(path):
        if place is not _NOWHERE:
            place = _place(up, place)
        places[up.mem_id] = place
    return place or _NOWHERE


def _place(node: LexborNode, parent: Place | None) -> Place:
    tag = node.tag or ""
    if tag in SKIPPED:
        return _NOWHERE
    attributes = node.attributes
    if not attributes:
        if parent is not None and tag not in _TELLING:
            return parent
        return Place(parent, tag in _ITEMS, _TAG_BITS.get(tag, 0))
    if tag == "a" and attributes.get("href") is not None:
        return _NOWHERE
    if tag in _WHOLE_PAGE:  # page-wide names say nothing of a part
        return Place(parent, False, 0)
    own = _TAG_BITS.get(tag, 0)
    role = None
    classes = attributes.get("class")
    if classes or "id" in attributes:
        named, role = _naming((classes or "")[:_LONGEST_NAMES], (attributes.get("id") or "")[:_LONGEST_NAMES])
        own |= named
    if "role" in attributes:
        own |= _ROLE_BITS.get(attributes["role"] or "", 0)
    place = Place(parent, tag in _ITEMS, own)
    if role is not None and tag not in ("main", "article"):
        place.role = role
    return place


@lru_cache(maxsize=16384)
def _naming(classes: str, identity: str) -> tuple[int, LinkRole | None]:
    """The groups of an element's names, and the role that they give to the stories in it."""
    names = f"{classes} {identity}" if identity else classes
    named = words.class_bits(names)
    return named, None if named & NO_LIST else role_of_names(names)


def _mark_time(place: Place) -> None:
    """Let the list item or card around know that it states a time; without one, the nearest elements."""
    up: Place | None = place
    for _ in range(6):
        if up is None or up.parent is None:
            return
        up.has_time = True
        if up is up.item:
            return
        up = up.parent


def _spot(node: LexborNode, attributes: dict[str, str | None], url: str, place: Place) -> Spot:
    spot = Spot(url, place)
    if len(attributes) > 1:
        rel, names = attributes.get("rel"), attributes.get("class")
        if rel:
            spot.rel = rel.lower()
        if names:
            spot.names = words.class_bits(names[:_LONGEST_NAMES])
    if place.bits & IN_HEADING:
        spot.has_heading = True
    if place.item is not None:
        place.item.links += 1
    if place.near & IN_PARAGRAPH and (_is_text(node.prev) or _is_text(node.next)):
        spot.is_amid_text = True
    first = node.first_child
    if first is not None and first.next is None and first.tag == "-text":
        text = fold(first.text_content or "")
    else:
        text = _inner_text(first, spot)
    if not text:
        text = fold(attributes.get("title") or attributes.get("aria-label") or attributes.get("alt") or "")
        spot.is_titled = bool(text)
    spot.text = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT]
    return spot


def _is_text(node: LexborNode | None) -> bool:
    return node is not None and node.tag == "-text" and len((node.text_content or "").strip()) > 8


def _inner_text(first: LexborNode | None, spot: Spot) -> str:
    """The text of what a link holds, scripts and styles left out; else the alternative text of its first picture."""
    parts: list[str] = []
    alt = ""
    stack: list[LexborNode] = []
    node = first
    for _ in range(_MAX_INNER):
        if node is None:
            if not stack:
                break
            node = stack.pop()
        tag = node.tag
        if tag == "-text":
            parts.append(node.text_content or "")
            node = node.next
            continue
        following = node.next
        if tag is None or tag in SKIPPED:
            node = following
            continue
        if tag == "img":
            spot.has_image = True
            alt = alt or fold(node.attributes.get("alt") or "")
        elif tag in HEADINGS:
            spot.has_heading = True
        elif tag == "time":
            spot.has_time = True
        if following is not None:
            stack.append(following)
        node = node.first_child
    return fold(" ".join(parts)) or alt

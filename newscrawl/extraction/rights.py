"""What a site says about the use of a page: in the page, its headers, robots.txt and tdmrep.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from newscrawl.extraction.page import Page
from newscrawl.extraction.robots import OUR_TOKEN, Decision, Robots, ai_agents, path_fits
from newscrawl.items import Rights, RightStatement

_COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_LONGEST_LINE = 300
_LONGEST_STATEMENT = 500  # characters; headers and metas may hold anything
_LONGEST_DIRECTIVES = 5000  # of robots metas and headers, which decide; and of our own list of agents
_MOST_RULES = 1000  # of a tdmrep.json
_WITH_VALUE = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_NO_TRAINING = re.compile(r"\bai-train\s*=\s*no\b", re.IGNORECASE)


@dataclass(frozen=True)
class PageRules:
    """What a page's robots meta and ``X-Robots-Tag`` headers ask of us."""

    directives: frozenset[str] = frozenset()
    """In lower case, without values: ``noindex``, ``nofollow``, ``noai`` …"""

    @property
    def forbids_keeping(self) -> bool:
        return not self.directives.isdisjoint(("noindex", "none"))

    @property
    def forbids_following(self) -> bool:
        return not self.directives.isdisjoint(("nofollow", "none"))


def page_rules(page: Page, tags: Iterable[str] = ()) -> PageRules:
    """The directives that speak to us: of ``<meta name=robots>`` or one with our name, and of ``X-Robots-Tag`` headers.

    A header may begin with the name of the agent that it speaks to.
    """
    of_metas = (directive for text in page.meta_values("robots", OUR_TOKEN) for directive in _directives(text))
    of_headers = (directive for tag in tags for directive in _ours(tag))
    return PageRules(frozenset([*of_metas, *of_headers]))


def _directives(text: str) -> list[str]:
    """Directives, parted by commas, semicolons or blanks, as pages do; a value counts as one more that says nothing."""
    return [part.partition(":")[0] for part in re.split(r"[,;\s]+", text.lower()) if part]


def _ours(tag: str) -> list[str]:
    """The directives of a header that speak to us: those behind another agent's name, up to the next name, do not.

    >>> _ours("googlebot: nofollow, newscrawl: noindex, noai"), _ours("max-snippet: 20, noindex")
    (['noindex', 'noai'], ['max-snippet', 'noindex'])
    """
    found, is_ours = list[str](), True
    for part in tag.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip() not in _WITH_VALUE and " " not in name.strip():
            is_ours = name.strip() in (OUR_TOKEN, "*")
            part = rest
        elif colon and name.strip() in _WITH_VALUE:
            part = name
        found += _directives(part) if is_ours else []
    return found


def read_rights(page: Page) -> Rights:
    """Robots meta, licence and copyright line: stated or absent. All else stays not checked."""
    rights = Rights(
        meta_robots=_statement(", ".join(page.meta_values("robots", OUR_TOKEN)), _LONGEST_DIRECTIVES),
        license=_statement(_license(page)),
        copyright=_statement(_copyright(page)),
    )
    reservation = page.meta_value("tdm-reservation")
    if reservation is not None:
        rights.tdm_reservation = _statement(_reservation(reservation, page.meta_value("tdm-policy")))
    return rights


def add_headers(rights: Rights, tags: Iterable[str], reservation: str | None, policy: str | None = None) -> None:
    """What the response's headers say: ``X-Robots-Tag``, ``TDM-Reservation`` and ``TDM-Policy``.

    What the page itself says of its reservation goes before (TDM Reservation Protocol 5).
    """
    # One a line: a name of an agent holds to the end of its header, and no further.
    lines = "\n".join(" ".join(tag.split()) for tag in tags if tag.strip())
    rights.x_robots_tag = _statement(lines, _LONGEST_DIRECTIVES)
    if reservation and rights.tdm_reservation.status != "stated":
        rights.tdm_reservation = _statement(_reservation(reservation, policy))


def add_robots(rights: Rights, robots: Robots | None, decision: Decision) -> None:
    """What robots.txt says; ``robots`` None: there is none."""
    rights.robots = _statement(decision.rule)
    shut_out = robots.agents_shut_out(ai_agents()) if robots is not None else ()
    rights.ai_agents = _statement(", ".join(shut_out), _LONGEST_DIRECTIVES)
    rights.content_signal = _statement("; ".join(robots.content_signals) if robots is not None else None)
    if rights.license.status != "stated" and robots is not None and robots.licenses:
        rights.license = _statement(robots.licenses[0])


def add_reservations(rights: Rights, body: bytes | None, path: str) -> None:
    """What ``/.well-known/tdmrep.json`` says of a path: the first rule whose location fits; None: there is no file.

    What the page and its headers say goes before.
    """
    if rights.tdm_reservation.status != "stated":
        rights.tdm_reservation = _statement(_first_reservation(body, path) if body is not None else None)


def is_reserved(rights: Rights) -> bool:
    """Whether a site reserves its text from mining: by TDM reservation, ``noai`` or ``ai-train=no``."""
    if (rights.tdm_reservation.value or "").startswith("1"):
        return True
    of_headers = [directive for tag in (rights.x_robots_tag.value or "").split("\n") for directive in _ours(tag)]
    if "noai" in [*_directives(rights.meta_robots.value or ""), *of_headers]:
        return True
    return _NO_TRAINING.search(rights.content_signal.value or "") is not None


def _first_reservation(body: bytes, path: str) -> str | None:
    try:
        rules = json.loads(body)
    except (ValueError, RecursionError):
        return None
    for rule in rules[:_MOST_RULES] if isinstance(rules, list) else []:
        location = rule.get("location") if isinstance(rule, dict) else None
        if isinstance(location, str) and path_fits(location, path):
            policy = rule.get("tdm-policy")
            return _reservation(str(rule.get("tdm-reservation", "")), policy if isinstance(policy, str) else None)
    return None


def _reservation(value: str, policy: str | None) -> str | None:
    """``1`` or ``0``, and where the policy is."""
    value = value.strip()
    if value not in ("0", "1"):
        return None
    return f"{value} {policy.strip()}" if policy and policy.strip() else value


def _statement(value: str | None, longest: int = _LONGEST_STATEMENT) -> RightStatement:
    value = value[:longest] if value else None
    return RightStatement(status="stated", value=value) if value else RightStatement(status="absent")


def _license(page: Page) -> str | None:
    for thing in page.json_ld_articles:
        value = thing.get("license")
        if isinstance(value, dict):
            value = value.get("url") or value.get("name")
        if isinstance(value, str) and value.strip():
            return value.strip()
    node = page.tree.css_first("link[rel=license][href], a[rel=license][href]")
    return node.attributes.get("href") if node is not None else None


def _copyright(page: Page) -> str | None:
    for thing in page.json_ld_articles:
        value = thing.get("copyrightNotice")
        if isinstance(value, str) and value.strip():
            return value.strip()
    stated = page.meta_value("copyright", "dcterms.rights", "dc.rights", "rights")
    if stated:
        return stated
    lines = (block.text for block in reversed(page.blocks[-60:]))
    return next((line for line in lines if len(line) <= _LONGEST_LINE and _COPYRIGHT.match(line)), None)

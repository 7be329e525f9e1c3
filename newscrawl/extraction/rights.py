"""What the page itself says about its use. What robots.txt and headers say is known elsewhere."""

from __future__ import annotations

import re

from newscrawl.extraction.page import Page
from newscrawl.items import Rights, RightStatement

_COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_LONGEST_LINE = 300


def read_rights(page: Page) -> Rights:
    """Robots meta, licence and copyright line: stated or absent. All else stays not checked."""
    rights = Rights(
        meta_robots=_statement(page.meta_value("robots", "googlebot")),
        license=_statement(_license(page)),
        copyright=_statement(_copyright(page)),
    )
    reservation = page.meta_value("tdm-reservation")
    if reservation is not None:
        rights.tdm_reservation = _statement(reservation)
    return rights


def _statement(value: str | None) -> RightStatement:
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

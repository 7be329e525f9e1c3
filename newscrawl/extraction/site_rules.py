"""What a site's own class or file says of its pages: selectors by field, checked and read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode, SelectolaxError

from newscrawl.extraction.blocks import fold, lay_out
from newscrawl.extraction.body import joined
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import absolute_url
from newscrawl.items import Image

SITE_FIELDS = (
    "headline", "description", "site_name", "authors", "byline", "section", "breadcrumbs", "keywords",
    "language_declared", "date_published", "date_modified", "text", "images", "corrections",
)  # fmt: skip
"""The fields for which a site may give selectors."""

_PSEUDO = re.compile(r"::(?:text|attr\(\s*([\w:-]+)\s*\))\s*$")
_MAX_NODES = 100  # that one selector finds


@dataclass(frozen=True)
class SiteRules:
    """What a tuned site knows better than general reading. A spider with the same attributes serves as well."""

    fields: Mapping[str, str | list[str]] = field(default_factory=dict)
    """CSS selectors by field: ``{"headline": "h1.title", "date_published": "time::attr(datetime)"}``."""

    timezone: str | None = None
    """IANA name of the zone that dates without one are in."""

    name: str | None = None


def check_selectors(fields: Mapping[str, str | list[str]]) -> None:
    """ValueError, in one line, for a field that no selector can fill or a selector that does not parse."""
    if not fields:
        return
    probe = Page("<p>", "https://probe.test/").tree
    for name, selectors in fields.items():
        if name not in SITE_FIELDS:
            raise ValueError(f"fields: {name!r} cannot be selected; choose from {', '.join(SITE_FIELDS)}")
        for selector in _listed(selectors):
            try:
                probe.css(_PSEUDO.sub("", selector) if isinstance(selector, str) else "")
            except SelectolaxError:
                example = "'h1.title' or 'time::attr(datetime)'"
                raise ValueError(
                    f"fields[{name!r}]: {selector!r} is no CSS selector; write one such as {example}"
                ) from None


def site_rules(site: object) -> SiteRules:
    """Rules from None, a mapping, or anything with ``fields``, ``timezone`` and ``name``."""
    if site is None:
        return SiteRules()
    if isinstance(site, SiteRules):
        return site
    if isinstance(site, Mapping):
        return SiteRules(site.get("fields") or {}, site.get("timezone"), site.get("name"))
    return SiteRules(getattr(site, "fields", None) or {}, getattr(site, "timezone", None), getattr(site, "name", None))


def selected_values(page: Page, rules: SiteRules, name: str) -> list[Any]:
    """What the site's selectors find for a field; those of the first selector that finds anything."""
    for selector in _listed(rules.fields.get(name, [])):
        pseudo = _PSEUDO.search(selector)
        attribute = pseudo[1] if pseudo else None
        nodes = page.tree.css(_PSEUDO.sub("", selector))
        found = [value for node in nodes[:_MAX_NODES] if (value := _value_of(node, page, name, attribute)) is not None]
        if found:
            return found
    return []


def _value_of(node: LexborNode, page: Page, name: str, attribute: str | None) -> Any:
    if name == "images":
        source = node.attributes.get(attribute or "src")
        url = absolute_url(page.base_url, source) if source else None
        return Image(url=url) if url else None
    if attribute:
        return node.attributes.get(attribute) or None
    if name == "text":
        return joined(lay_out(node, page.base_url).blocks)
    if name.startswith("date_"):
        return node.attributes.get("datetime") or node.attributes.get("content") or fold(node.text()) or None
    return node.attributes.get("content") or fold(node.text()) or None


def _listed(selectors: str | list[str]) -> list[str]:
    return [selectors] if isinstance(selectors, str) else list(selectors)

"""Labelled pages for ``bench.links``: reading them, and the signs of their links."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newscrawl.extraction.link_features import Company
from newscrawl.extraction.link_model import KINDS
from newscrawl.extraction.link_shapes import Address
from newscrawl.extraction.links import leads_to_no_page, page_facts, page_links
from newscrawl.extraction.page import Page
from newscrawl.extraction.urls import plain_url

UNSCORED = frozenset({"unsure", "self"})


@dataclass(slots=True)
class Example:
    """One link of the page's site with its signs and its label."""

    url: str
    key: str
    address: Address
    signs: list[str]
    label: int | None
    """Place in ``KINDS``. None: not labelled, or the labeller was not sure."""
    is_certain: bool
    """No model is asked: a file, a share link, a login return, a comment form."""


@dataclass(slots=True)
class LabelledPage:
    """A page with what a person took its links for."""

    name: str
    site: str
    url: str
    html: str
    labels: dict[str, str]
    """Label by ``link_key``; ``unsure`` and ``self`` too."""
    examples: list[Example]

    def wanted(self, kind: str) -> set[str]:
        """Keys of the links with that label."""
        return {key for key, label in self.labels.items() if label == kind}


def link_key(url: str) -> str:
    """The form under which a label and a link are one: a final slash does not count."""
    return plain_url(url).rstrip("/")


def read_pages(folder: Path) -> list[LabelledPage]:
    """The pages of a folder. ValueError names the line that cannot be used."""
    labels: dict[str, dict[str, str]] = {}
    for row in _rows(folder / "labels.jsonl", ("page", "url", "label")):
        labels.setdefault(row["page"], {}).setdefault(link_key(row["url"]), row["label"])
    pages = []
    for row in _rows(folder / "pages.jsonl", ("page", "site", "url", "file")):
        html = _text(folder / row["file"])
        page = LabelledPage(row["page"], row["site"], row["url"], html, labels.get(row["page"], {}), [])
        page.examples = list(_examples(page))
        pages.append(page)
    return pages


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        row = json.loads(line)
        missing = [name for name in needed if name not in row]
        if missing:
            raise ValueError(f"{path}:{number}: no {missing[0]!r}")
        yield row


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")


def _examples(labelled: LabelledPage) -> Iterator[Example]:
    page = Page(labelled.html, labelled.url)
    targets = [target for _, target in page_links(page) if target is not None]
    company = Company(targets, page_facts(page))
    for number, target in enumerate(targets):
        url = target.spots[0].url
        key = link_key(url)
        label = labelled.labels.get(key)
        yield Example(
            url,
            key,
            target.address,
            company.signs(target, number),
            KINDS.index(label) if label in KINDS else None,  # type: ignore[arg-type]
            leads_to_no_page(target.address),
        )

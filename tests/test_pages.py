"""Pages of many layouts and languages, read as their ``article.json`` says: a wrong field is a new folder, no new code.

``article.json`` holds ``url``, what the site is known to be (``site``), and only the fields it states: of the article
(``article``) and of ``provenance.fields`` (``fields``). ``not_yet`` names the stated fields that are still read wrong:
whoever mends one takes it from there.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from newscrawl import extract_article

PAGES = sorted(Path(__file__).parent.glob("pages/*/article.json"))


@pytest.mark.parametrize("case", PAGES, ids=[case.parent.name for case in PAGES])
def test_page_is_read_as_written(case: Path) -> None:
    wanted = json.loads(case.read_text("utf-8"))
    page = (case.parent / "page.html").read_bytes()
    article = dataclasses.asdict(extract_article(page, wanted["url"], site=wanted.get("site")))
    not_yet = wanted.get("not_yet", [])
    right = {name: value for name, value in wanted["article"].items() if name not in not_yet}
    assert {name: article[name] for name in right} == right
    assert [name for name in not_yet if article[name] == wanted["article"][name]] == [], "is read now: not_yet is over"
    sources = article["provenance"]["fields"]
    assert {name: sources[name] for name in wanted.get("fields", {})} == wanted.get("fields", {})


def test_there_are_at_least_40_pages() -> None:
    assert len(PAGES) >= 40

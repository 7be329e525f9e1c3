"""Test cases of `tests/test_pages.py`: a page as it was read, and what should be read from it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from newscrawl.exceptions import CannotCrawl
from newscrawl.extensions.store import from_project
from newscrawl.items import EXTRACTED_FIELDS, Article, as_dict
from newscrawl.loaders import SiteRules, extract_article

CASES = Path("tests/pages")
"""From scrapy.cfg."""

_ALSO = {"date_timezone", "date_conflict_days", "flags"}  # follow from what was extracted, and are worth holding
_IS_STATED = frozenset({*EXTRACTED_FIELDS, *_ALSO})


def case_folder(name: str) -> Path:
    """Where a new case goes; CannotCrawl if it cannot be one."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise CannotCrawl(f"--save {name}: is no name of a case; write it like live-blog or times-live-blog")
    cases = from_project(CASES)
    if not cases.is_dir():
        raise CannotCrawl(f"--save {name}: there is no folder {cases}; save cases in a checkout of the project")
    if (cases / name).exists():
        raise CannotCrawl(f"--save {name}: there is such a case; choose another name, or remove {CASES / name}")
    return cases / name


def save_case(folder: Path, body: bytes, url: str, rules: SiteRules) -> Article:
    """Write a page with all that is read from it now, and give that; CannotCrawl if it cannot be written."""
    article = extract_article(body, url, site=rules)
    case = _dumped(_case(article, url, rules))
    try:
        folder.mkdir()
        try:
            (folder / "page.html").write_bytes(body)
            (folder / "article.json").write_bytes(case)
        except OSError:
            _remove(folder)
            raise
    except OSError as error:
        raise CannotCrawl(f"--save {folder.name}: {folder} cannot be written ({error.strerror})") from None
    return article


def _case(article: Article, url: str, rules: SiteRules) -> dict[str, Any]:
    site = {"fields": dict(rules.fields), "timezone": rules.timezone}
    site = {name: value for name, value in site.items() if value}
    strategies = as_dict(article.provenance.fields)
    return {
        "url": url,
        **({"site": site} if site else {}),
        "article": _stated(article),
        "fields": {name: strategy for name, strategy in strategies.items() if strategy is not None},
    }


def _stated(article: Article) -> dict[str, Any]:
    """What the page states, in the order of the item; flags also where there are none."""
    values = {one.name: getattr(article, one.name) for one in fields(Article) if one.name in _IS_STATED}
    empty = {one.name: getattr(Article(), one.name) for one in fields(Article)}
    return {name: as_dict(value) for name, value in values.items() if name == "flags" or value != empty[name]}


def _dumped(case: dict[str, Any]) -> bytes:
    try:
        return json.dumps(case, ensure_ascii=False, indent=2).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(case, indent=2).encode() + b"\n"


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        with suppress(OSError):
            file.unlink()
    with suppress(OSError):
        folder.rmdir()

"""Who may import whom: the arrows of the architecture, held by reading the imports of every module."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "newscrawl"


@dataclass(frozen=True)
class Rule:
    """What a room may import: of newscrawl only ``own`` (and itself), of the rest anything but ``never``."""

    own: tuple[str, ...]
    never: tuple[str, ...] = ()


SCRAPY = ("scrapy", "scrapy_playwright", "twisted")
NETWORK = ("aiohttp", "http", "httpx", "playwright", "requests", "socket", "urllib.request", "urllib3")
DATABASE = ("sqlalchemy", "sqlite3", "psycopg")
COMPONENTS = ("frontier", "middlewares", "pipelines", "extensions")
KEPT = ("store", "stories", "extraction", "items", "exceptions")

# fmt: off
RULES = {
    # room                may import of newscrawl                                     and never
    "newscrawl":     Rule(("items", "loaders"),                                       SCRAPY),
    "exceptions":    Rule((),                                                         SCRAPY),
    "items":         Rule((),                                                         SCRAPY),
    "extraction":    Rule(("items",),                                                 SCRAPY + NETWORK + DATABASE),
    "store":         Rule(("items", "extraction", "exceptions"),                      SCRAPY),
    "stories":       Rule(("items", "extraction", "store", "exceptions"),             SCRAPY),
    "json_lines":    Rule(("items", "extraction"),                                    SCRAPY + NETWORK + DATABASE),
    "line_stories":  Rule(("items", "json_lines", "store", "stories", "exceptions"),  SCRAPY),
    "roster":        Rule(("extraction", "exceptions"),                               SCRAPY + NETWORK + DATABASE),
    "loaders":       Rule(("items", "extraction"),                                    SCRAPY + NETWORK + DATABASE),
    "explanations":  Rule(("items", "extraction", "loaders"),                         SCRAPY + NETWORK + DATABASE),
    "dataset":       Rule(("items", "stories", "store", "exceptions"),                SCRAPY),
    "report":        Rule(("items", "stories", "store", "exceptions"),                SCRAPY),
    # ---------------------------------- Scrapy is allowed below ----------------------------------
    "frontier":      Rule(KEPT + COMPONENTS),
    "middlewares":   Rule(KEPT + COMPONENTS),
    "pipelines":     Rule(KEPT + COMPONENTS),
    "extensions":    Rule(KEPT + COMPONENTS),
    "settings":      Rule(()),
    "__main__":      Rule(()),
    "serving":       Rule((),                                                         SCRAPY),
    "spiders":       Rule(()),
    "spiders.arguments": Rule(("extraction", "exceptions"),                           SCRAPY),
    "spiders.ranking": Rule((),                                                       SCRAPY),
    "spiders.place": Rule(("extraction",)),
    "spiders.ledger": Rule(("extraction", "items", "spiders.place")),
    "spiders.following": Rule(("extraction", "roster", "spiders.arguments", "spiders.place", "spiders.ranking")),
    "spiders.site":  Rule(("loaders", "extraction", "items", "exceptions", "roster", "spiders.arguments",
                           "spiders.following", "spiders.ledger", "spiders.place", "spiders.ranking",
                           "spiders.rendering", "spiders.turns")),
    "spiders.turns": Rule((),                                                         SCRAPY),
    "spiders.rendering": Rule(("extraction", "spiders.place", "spiders.ranking")),
    "spiders.sites": Rule(("spiders.site",),                                          SCRAPY),
    "commands":      Rule(("exceptions", "items", "extraction", "roster", "serving", "stories", "store",
                           "json_lines",
                           "line_stories", "loaders", "explanations", "dataset", "report", *COMPONENTS, "spiders",
                           "spiders.arguments", "spiders.following", "spiders.place", "spiders.ranking",
                           "spiders.site", "demo")),
    "demo":          Rule((),                                                         SCRAPY),
}
# fmt: on

NOBODYS = ("settings", "commands", "demo", "spiders.sites")
SCRAPY_FREE = (
    "newscrawl",
    "exceptions",
    "items",
    "extraction",
    "store",
    "stories",
    "json_lines",
    "line_stories",
    "roster",
    "loaders",
    "explanations",
    "dataset",
    "report",
)


def modules() -> dict[str, str]:
    """Source by dotted name, without the leading ``newscrawl.``; the package itself is ``newscrawl``."""
    return {_name(path): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "newscrawl"


def room_of(module: str) -> str | None:
    """The rule's name for a module: the longest one that it is or lies in."""
    rooms = [room for room in RULES if module == room or module.startswith(f"{room}.")]
    return max(rooms, key=len, default=None)


def imports(module: str, source: str, is_package: bool = False) -> Iterator[str]:
    """Absolute names that a module imports: at its head, in functions, for type checkers, by a literal name.

    An import for type checkers counts: whoever needs another room's types needs that room.
    """
    here = ["newscrawl", *(module.split(".") if module != "newscrawl" else [])]
    package = here if is_package else here[:-1]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                above = package[: len(package) - node.level + 1] if node.level else []
                origin = ".".join([*above, *([node.module] if node.module else [])])
                # What is imported may be a module of its own: `from newscrawl import items`.
                yield from (f"{origin}.{alias.name}" for alias in node.names)
            case ast.Call(
                func=ast.Name(id="import_module" | "load_object") | ast.Attribute(attr="import_module" | "load_object"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


EXPORTS = {"Article": "items", "extract_article": "loaders"}  # names that the package itself hands on


def imported_room(name: str) -> str | None:
    """The room that an absolute name of newscrawl leads to; None for names that are the package's own."""
    inner = name.removeprefix("newscrawl").removeprefix(".")
    return EXPORTS.get(inner) or room_of(inner)


def violations(module: str, source: str, is_package: bool = False) -> list[str]:
    """One line for each arrow that a module's imports break."""
    room = room_of(module)
    if room is None:
        return [f"{module}: no rule says what it may import"]
    rule, broken = RULES[room], []
    for name in imports(module, source, is_package):
        if name == "newscrawl" or name.startswith("newscrawl."):
            target = imported_room(name)
            is_sibling = target == room and room != "spiders.sites"
            is_allowed = target in rule.own or is_sibling or (target is None and room != "demo")
        else:
            is_allowed = not any(name == never or name.startswith(f"{never}.") for never in rule.never)
        if not is_allowed:
            broken.append(f"{module} imports {name}")
    return broken


def loaded_by(code: str) -> set[str]:
    """What a fresh interpreter has loaded, top-level names, after running ``code``."""
    code += "\nimport sys; print('\\n'.join({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize(("module", "source"), modules().items(), ids=modules())
def test_module_imports_only_what_its_room_may(module, source):
    is_package = (PACKAGE / module.replace(".", "/")).is_dir() or module == "newscrawl"
    assert violations(module, source, is_package) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("items", "import scrapy"),
        ("items", "from newscrawl.loaders import ArticleLoader"),
        ("extraction.page", "from scrapy.http import Response"),
        ("extraction.page", "def parse():\n    from twisted.internet import defer"),
        ("extraction.page", "if TYPE_CHECKING:\n    from scrapy import Selector"),
        ("extraction.page", "from urllib.request import urlopen"),
        ("extraction.page", "from ..store import Store"),
        ("extraction.page", "from .. import stories"),
        ("extraction.page", "from newscrawl import extract_article"),
        ("store.rows", "import newscrawl.stories"),
        ("store.rows", "from newscrawl import loaders"),
        ("stories", "from newscrawl.loaders import ArticleLoader"),
        ("loaders", "from newscrawl.store import Store"),
        ("loaders", "import scrapy.loader"),
        ("dataset.parquet", "from newscrawl.extraction.page import Page"),
        ("dataset.parquet", "from newscrawl.pipelines import FindStory"),
        ("frontier", "from newscrawl.loaders import ArticleLoader"),
        ("frontier", "from newscrawl.spiders.site import SiteSpider"),
        ("pipelines", "from newscrawl.settings import NEWSCRAWL_DATA"),
        ("extensions", "from newscrawl.demo import DemoWeb"),
        ("extensions", "import_module('newscrawl.demo')"),
        ("middlewares", "from . import commands"),
        ("spiders.site", "from newscrawl.store import Store"),
        ("spiders.site", "from newscrawl.spiders.sites.times import Times"),
        ("spiders.site", "from .sites import times"),
        ("spiders.sites.times", "from newscrawl.loaders import ArticleLoader"),
        ("spiders.sites.times", "from newscrawl.spiders.sites.post import Post"),
        ("spiders.sites.times", "from scrapy import Request"),
        ("commands.crawl", "from newscrawl import settings"),
        ("commands.crawl", "from newscrawl.spiders.sites.times import Times"),
        ("demo.server", "from newscrawl import __version__"),
        ("demo.server", "from newscrawl.items import Article"),
        ("demo.server", "import scrapy"),
        ("attic", "import json"),
    ],
)
def test_a_broken_arrow_is_found(module, source):
    assert len(violations(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("loaders", "from itemloaders import ItemLoader\nfrom newscrawl.extraction.page import Page"),
        ("loaders", "from newscrawl import __version__"),
        ("stories", "import sqlalchemy\nfrom .store import Store"),
        ("dataset.parquet", "import pyarrow\nfrom newscrawl.dataset.schema import arrow_schema"),
        ("frontier", "from scrapy import Request\nfrom newscrawl.store import Store"),
        ("extensions", "import rich\nfrom newscrawl.frontier import StoreScheduler"),
        ("spiders.sites.times", "import re\nfrom newscrawl.spiders.site import SiteSpider"),
        ("commands.crawl", "from newscrawl.demo import DemoWeb\nfrom newscrawl.commands.why import Command"),
        ("demo.server", "import http.server\nfrom newscrawl.demo.content import stories\nfrom . import content"),
    ],
)
def test_an_allowed_import_is_let_through(module, source):
    assert violations(module, source) == []


def test_relative_imports_of_a_package_start_at_the_package():
    assert violations("store", "from .rows import Kept", is_package=True) == []
    assert violations("store", "from ..loaders import ArticleLoader", is_package=True) != []


def test_nobody_imports_settings_commands_demo_or_sites():
    importers = {room for room, rule in RULES.items() if set(rule.own) & set(NOBODYS)}
    assert importers == {"commands"}
    assert set(RULES["commands"].own) & set(NOBODYS) == {"demo"}


def test_every_scrapy_free_room_forbids_scrapy_and_twisted():
    assert all(set(SCRAPY) <= set(RULES[room].never) for room in SCRAPY_FREE)


@pytest.mark.parametrize("code", ["import newscrawl", "from newscrawl import Article, extract_article"])
def test_importing_newscrawl_loads_neither_scrapy_nor_twisted(code):
    assert loaded_by(code) & set(SCRAPY) == set()


def test_importing_newscrawl_loads_no_third_party_module():
    third_party = set(packages_distributions()) - {"newscrawl"}
    assert (loaded_by("import newscrawl") - loaded_by("pass")) & third_party == set()


def test_all_scrapy_free_modules_but_loaders_load_neither_scrapy_nor_twisted():
    # loaders and what needs it aside: itemloaders brings itemadapter, which imports Scrapy wherever it is installed.
    aside = ("loaders", "explanations")
    names = [name for name in modules() if room_of(name) in SCRAPY_FREE and name not in aside]
    code = "\n".join(f"import newscrawl.{name}" for name in names if name != "newscrawl")
    assert loaded_by(code) & set(SCRAPY) == set()


def required() -> set[str]:
    """Distributions that the requirements name, normalised; those of tests alone left out."""
    files = [path for path in ROOT.glob("requirements*.txt") if path.stem != "requirements-test"]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    names = (re.match(r"[\w.-]+", line) for line in lines if not line.startswith(("-", "#")))
    return {_normalised(match[0]) for match in names if match}


def _normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_every_third_party_import_is_a_requirement():
    of_module = packages_distributions()
    missing = {
        f"{module} imports {name}"
        for module, source in modules().items()
        for name in imports(module, source)
        if (top := name.partition(".")[0]) not in {*sys.stdlib_module_names, "newscrawl"}
        and not required() & {_normalised(distribution) for distribution in of_module.get(top, [])}
    }
    assert missing == set()

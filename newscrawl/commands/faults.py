"""What a user can mend, told in one line: unknown spiders, broken site classes, settings that make no sense."""

from __future__ import annotations

import argparse
import asyncio
import difflib
import logging
import os
import re
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newscrawl.commands.files import check_writable
from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.markup import LEAST_BYTES, LEAST_TAGS

if TYPE_CHECKING:
    from types import TracebackType

_GETTERS = {
    "getint": "a whole number",
    "getfloat": "a number",
    "getbool": "a yes or no; give 1 or 0",
    "getdict": "a JSON object",
    "getwithbase": "a JSON object",
}
"""Methods of Scrapy's settings that refuse a value, and what they want."""
_SETTINGS_FILE = sys.modules[BaseSettings.__module__].__file__


def tell(message: object) -> None:
    """Say one line to whoever started the command."""
    print("newscrawl:", " ".join(str(message).splitlines()), file=sys.stderr, flush=True)


class UsageInOneLine:
    """Before ScrapyCommand: tells what is wrong with a command's options in one line, without Scrapy's page of help."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)  # type: ignore[misc]
        except (UsageError, OSError) as error:
            tell(error)
            raise UsageError(print_help=False) from None


def end_unbegun(crawling: asyncio.Task[None]) -> None:
    """End a crawl that was never begun, so that asyncio does not complain of it."""
    crawling.cancel()
    loop = crawling.get_loop()
    if not loop.is_running() and not loop.is_closed():
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(crawling)


def check_spider(name: str, settings: BaseSettings) -> None:
    """CannotCrawl if there is no such spider, or the module of any site class does not load."""
    try:
        names = get_spider_loader(settings).list()
    except Exception as error:
        raise CannotCrawl(f"{_place_of(error)}: {_brief(error)}; mend it, or take it out of SPIDER_MODULES") from None
    if name in names:
        return
    if "://" in name or re.fullmatch(r"[\w-]+(\.[\w-]+)+(/.*)?", name):
        raise CannotCrawl(f"{name!r} is an address, not a spider; write: scrapy crawl site -a url={name}")
    close = difflib.get_close_matches(name, names, n=3)
    mend = f"did you mean {' or '.join(close)}?" if close else "scrapy crawl site takes any address"
    raise CannotCrawl(f"there is no spider {name!r}; {mend} (scrapy list names them all)")


def check_log(settings: BaseSettings) -> None:
    """CannotCrawl if Scrapy could not set up its log."""
    level = settings["LOG_LEVEL"]
    if level not in logging.getLevelNamesMapping() and not isinstance(level, int):
        raise CannotCrawl(f"LOG_LEVEL: {level!r} is no level; give DEBUG, INFO, WARNING, ERROR or CRITICAL")
    path = settings["LOG_FILE"]
    if not path:
        return
    try:
        with Path(path).open("a"):
            pass
    except OSError as error:
        raise CannotCrawl(f"LOG_FILE {path}: cannot be written ({error.strerror}); name another file") from None


_LEAST = {
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": 0,  # no limit
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_MAXSIZE": 0,
    "DOWNLOAD_TIMEOUT": 0,
    "NEWSCRAWL_DEPTH": 0,
    "NEWSCRAWL_INDEX_DEPTH": 0,
    "NEWSCRAWL_INDEX_PAGES": 0,
    "NEWSCRAWL_LINKS_PER_PAGE": 1,
    "NEWSCRAWL_LIST_PAGES": 1,
    "NEWSCRAWL_LIST_STALE_PAGES": 1,
    "NEWSCRAWL_PAGES_PER_HOST": 1,
    "NEWSCRAWL_PAGE_BYTES": LEAST_BYTES,
    "NEWSCRAWL_PAGE_TAGS": LEAST_TAGS,
    "NEWSCRAWL_PROGRESS_INTERVAL": 0,
    "NEWSCRAWL_QUERY_COMBINATIONS": 0,
    "NEWSCRAWL_RECHECKS": 0,
    "NEWSCRAWL_SITEMAPS": 0,
    "NEWSCRAWL_TAIL_PAGES": 0,
    "NEWSCRAWL_TRAP_PAGES": 2,
}
"""Settings that a crawl cannot work with below a number; Scrapy takes any, and then waits for ever."""

_MAY_BE_FRACTIONS = ("DOWNLOAD_DELAY", "DOWNLOAD_TIMEOUT", "NEWSCRAWL_PROGRESS_INTERVAL")


def check_numbers(settings: BaseSettings) -> None:
    """CannotCrawl for a setting that is no number, or too small a one."""
    for name, least in _LEAST.items():
        try:
            value = settings.getfloat(name)
        except (TypeError, ValueError):
            wanted = "a number" if name in _MAY_BE_FRACTIONS else "a whole number"
            raise CannotCrawl(f"{name}: {settings.get(name)!r} is not {wanted}") from None
        if not value >= least:
            raise CannotCrawl(f"{name}: {settings.get(name)} is too small; give {least} or more")


def check_feeds(settings: BaseSettings) -> None:
    """CannotCrawl for a feed (-o, -O, FEEDS) to a file that cannot be written."""
    for uri in settings.getdict("FEEDS"):
        path = Path(str(uri).removeprefix("file://"))
        if "://" in str(path) or "%(" in str(path) or str(uri).startswith("stdout:") or str(uri) == "-":
            continue
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)  # as Scrapy does
        check_writable(path, "feed")


def as_cannot_crawl(error: BaseException) -> CannotCrawl | None:
    """The error as one that a user can mend; None if it is a fault of the code."""
    if isinstance(error, CannotCrawl):
        return error
    if isinstance(error, ImportError | NameError | ValueError) and (path := _unloadable(error.__traceback__)):
        return CannotCrawl(f"the settings name {path!r}, which cannot be loaded ({error}); mend or remove it")
    if not isinstance(error, ValueError):
        return None
    if re.match(r"[A-Z]+_[A-Z_]+: ", str(error)):  # newscrawl's own components name the setting
        return CannotCrawl(str(error))
    return _refused_setting(error.__traceback__)


def _unloadable(trace: TracebackType | None) -> str | None:
    """The component that Scrapy was loading by its name in the settings."""
    frames = [frame for frame, _ in traceback.walk_tb(trace) if frame.f_code.co_name == "load_object"]
    path = frames[0].f_locals.get("path") if frames else None
    return path if isinstance(path, str) else None


def _refused_setting(trace: TracebackType | None) -> CannotCrawl | None:
    """The setting that Scrapy was reading: its own errors do not name it."""
    for frame, _ in traceback.walk_tb(trace):
        wanted = _GETTERS.get(frame.f_code.co_name)
        if wanted is not None and frame.f_code.co_filename == _SETTINGS_FILE:
            name, settings = frame.f_locals["name"], frame.f_locals["self"]
            return CannotCrawl(f"{name}: {settings.get(name)!r} is not {wanted}")
    return None


def _place_of(error: Exception) -> str:
    """File and line of the user's code where an import failed."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_shown(error.filename)}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)[1:]  # without our own
    own = [frame for frame in frames if not _is_machinery(frame.filename)]
    return f"{_shown(own[-1].filename)}, line {own[-1].lineno}" if own else "SPIDER_MODULES"


def _is_machinery(filename: str) -> bool:
    return filename.startswith("<") or f"{os.sep}scrapy{os.sep}" in filename or filename.startswith(sys.base_prefix)


def _shown(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else filename


def _brief(error: Exception) -> str:
    return f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"

"""Exits with 0 where a Chromium is installed for the tests: the system's, or Playwright's own."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from newscrawl.middlewares.browser import system_browsers


@cache
def has_browser() -> bool:
    if next(system_browsers(), None) is not None:
        return True
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(not has_browser())

"""What can go wrong for a user: each error is one line that names the mend, with the exit status it leads to."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit status of ``scrapy crawl``; of several sites the highest counts. Documented in the README."""

    FINISHED = 0
    """Finished, also with nothing new or by the user's own limit (CLOSESPIDER_…), whatever was found until then."""
    ERROR = 1
    """Stopped by an error of newscrawl's own."""
    BAD_ARGUMENTS = 2
    """An argument, setting or site class needs mending; nothing was fetched."""
    NO_ARTICLE = 3
    """The site answered, but no article was ever found there."""
    UNREACHABLE = 4
    """No page of the site could be fetched."""
    REFUSED = 5
    """The site refused: robots.txt, 401, 403 or 429."""
    LOCKED = 6
    """Another crawl holds the site."""
    OUT_OF_RESOURCES = 7
    """Out of memory or disk; what was crawled is kept."""
    DRIFTED = 8
    """A site's articles fall out of its own history; all that was found is kept."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C or SIGTERM; the same command goes on where it stopped."""


class CannotCrawl(Exception):  # noqa: N818  # reads as the sentence it stands for
    """The crawl cannot go on, and the user can mend it; the message is one line and says how."""

    exit_status = ExitStatus.BAD_ARGUMENTS


class SiteIsLocked(CannotCrawl):
    """Another crawl holds a site; raised by ``OpenStore`` at start."""

    exit_status = ExitStatus.LOCKED


class OutOfSpace(CannotCrawl):
    """The disk is full or the data directory became read-only; raised by ``StoreWriter``."""

    exit_status = ExitStatus.OUT_OF_RESOURCES

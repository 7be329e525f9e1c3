"""newscrawl: news articles from any site, as data one can trust.

>>> from newscrawl import Article, extract_article      # imports neither Scrapy nor Twisted
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from newscrawl.items import Article

if TYPE_CHECKING:
    from newscrawl.loaders import BlockMemory

__version__ = "0.1.0"
__all__ = ["Article", "__version__", "extract_article"]


def extract_article(
    html: str | bytes,
    url: str,
    *,
    fields: Mapping[str, str | list[str]] | None = None,
    site: object = None,
    fetched_at: str | None = None,
    block_memory: BlockMemory | None = None,
    max_bytes: int = 6_000_000,
    max_tags: int = 100_000,
) -> Article:
    """Read one page. Never raises on what a page holds; ValueError for selectors, a time, a zone or bounds that are
    wrong.

    ``fields`` are CSS selectors by field and go before those of ``site``: ``SiteRules``, a mapping with ``fields`` and
    ``timezone``, or a spider. ``fetched_at`` (ISO 8601) tells whether a date lies in the future and when "3 hours ago"
    was. ``block_memory`` (``newscrawl.extraction.block_memory``) holds what other articles of the site print: what
    stands on two of them is left out of the text. What stands behind ``max_bytes`` or ``max_tags`` (opening and
    closing) is not read, and the article flagged ``truncated``.

    >>> extract_article("<h1>Rain ends</h1><p>It had rained for nine days.", "https://times.test/a").headline
    'Rain ends'
    """
    # On first use: the parsers take a moment, and itemadapter imports Scrapy where it is installed.
    from newscrawl import loaders

    return loaders.extract_article(
        html,
        url,
        fields=fields,
        site=site,
        fetched_at=fetched_at,
        block_memory=block_memory,
        max_bytes=max_bytes,
        max_tags=max_tags,
    )

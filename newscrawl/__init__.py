"""newscrawl: news articles from any site, as data one can trust.

>>> from newscrawl import Article, extract_article      # imports neither Scrapy nor Twisted
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.items import Article

if TYPE_CHECKING:
    from newscrawl.loaders import extract_article

__version__ = "0.1.0"
__all__ = ["Article", "__version__", "extract_article"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: reading a page needs parsers that `scrapy list` should not wait for.
    if name == "extract_article":
        from newscrawl.loaders import extract_article

        return extract_article
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

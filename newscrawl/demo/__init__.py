"""A small news web of our own words: what a fresh checkout crawls, and what it should find there.

>>> len(truth()) == len({article.url for article in truth().values()})
True

Stands alone: it imports nothing else of newscrawl, and only the standard library.
"""

from newscrawl.demo.expected import Comparison, TrueArticle, TrueUpdate, compare, truth
from newscrawl.demo.server import DEMO_HOSTS, START_URLS, Access, DemoWeb

__all__ = [
    "DEMO_HOSTS",
    "START_URLS",
    "Access",
    "Comparison",
    "DemoWeb",
    "TrueArticle",
    "TrueUpdate",
    "compare",
    "truth",
]

"""The frontier: Scrapy's scheduler on the store. See ``StoreScheduler``."""

from newscrawl.frontier.requests import PAGE, ROW
from newscrawl.frontier.scheduler import StoreScheduler
from newscrawl.frontier.units import Unit

__all__ = ["PAGE", "ROW", "StoreScheduler", "Unit"]

"""The frontier: Scrapy's scheduler on the store. See ``StoreScheduler``."""

from newscrawl.frontier.health import HostHealth
from newscrawl.frontier.requests import PAGE, RENDER, ROBOTS, ROW, WAIT, asked_host, failure_reason
from newscrawl.frontier.scheduler import StoreScheduler, scheduler_of
from newscrawl.frontier.units import Unit

__all__ = [
    "PAGE",
    "RENDER",
    "ROBOTS",
    "ROW",
    "WAIT",
    "HostHealth",
    "StoreScheduler",
    "Unit",
    "asked_host",
    "failure_reason",
    "scheduler_of",
]

"""Between Scrapy's engine, the network and the spider."""

from newscrawl.middlewares.addresses import GuardAddresses, GuardedResolver
from newscrawl.middlewares.conditional import AskIfChanged
from newscrawl.middlewares.keep_page import KeepPage, WaitForNote
from newscrawl.middlewares.refresh import FollowRedirect, FollowRefresh
from newscrawl.middlewares.rendering import RenderWhenNeeded
from newscrawl.middlewares.retry import RetryLater
from newscrawl.middlewares.robots import ObeyRobots

__all__ = [
    "AskIfChanged",
    "FollowRedirect",
    "FollowRefresh",
    "GuardAddresses",
    "GuardedResolver",
    "KeepPage",
    "ObeyRobots",
    "RenderWhenNeeded",
    "RetryLater",
    "WaitForNote",
]

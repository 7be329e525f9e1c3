"""What accompanies a crawl: the store it opens, what a person sees of it, what it came to."""

from newscrawl.extensions.drift import WatchDrift
from newscrawl.extensions.messages import TellInOneLine
from newscrawl.extensions.pace import KeepCrawlDelay, KeepPace
from newscrawl.extensions.progress import ShowProgress
from newscrawl.extensions.store import OpenStore
from newscrawl.extensions.summary import SumUp

__all__ = ["KeepCrawlDelay", "KeepPace", "OpenStore", "ShowProgress", "SumUp", "TellInOneLine", "WatchDrift"]

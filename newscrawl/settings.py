"""Scrapy's settings, then ours: default, unit, and which component reads it. A deviation names Scrapy's default."""

import os
from pathlib import Path

import newscrawl

# -- Scrapy ----------------------------------------------------------------------------------------------------------

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders.sites"
COMMANDS_MODULE = "newscrawl.commands"

# Who we are, so that a site can tell and say no.
USER_AGENT = f"newscrawl/{newscrawl.__version__} (news crawler; Scrapy)"
ROBOTSTXT_OBEY = True  # default False
ROBOTSTXT_USER_AGENT = "newscrawl"

# One request at a time per host, at a pace that follows how fast the host answers, never under half a second.
DOWNLOAD_DELAY = 0.5  # seconds; default 0
DOWNLOAD_DELAY_JITTER = 0  # default 0.5, which goes as low as half the delay
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8
AUTOTHROTTLE_ENABLED = True  # default False
AUTOTHROTTLE_START_DELAY = 0.5  # seconds; default 5
AUTOTHROTTLE_MAX_DELAY = 30  # seconds; default 60
CONCURRENT_REQUESTS = 64  # default 16: hosts that rest do not count, but those that drip do
# Every response spawns that many tasks; 8 save 1.2 of 3.0 ms CPU a page. Default 100.
CONCURRENT_ITEMS = 8

DOWNLOAD_TIMEOUT = 30  # seconds; default 180
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024  # bytes, after decompression too; default 1 GiB
DOWNLOAD_WARNSIZE = 0  # default 32 MiB
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # default ERROR: failures are counted by reason and shown at the end
REDIRECT_MAX_TIMES = 5  # default 20
METAREFRESH_MAXDELAY = 3  # seconds; default 100: pages that reload after a minute do not mean to send anyone away
HTTPCACHE_IGNORE_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524]  # default []: a retry must reach the site
COOKIES_ENABLED = False  # default True: news pages need none, and none should follow us
URLLENGTH_LIMIT = 2083
# Only http(s): a link must not reach a file or another service.
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("file", "ftp", "s3", "data")),
    "http": "newscrawl.middlewares.rendering.RenderingHttp",
    "https": "newscrawl.middlewares.rendering.RenderingHttp",
}
TWISTED_DNS_RESOLVER = "newscrawl.middlewares.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False: whoever sits in between could write the news
# Both run code that comes over a socket. Default on.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

SCHEDULER = "newscrawl.frontier.StoreScheduler"
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.middlewares.WaitForNote": 5,
    "newscrawl.middlewares.RenderWhenNeeded": 8,
    "newscrawl.middlewares.GuardAddresses": 10,  # before robots.txt is asked for (100): that is a request too
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.ObeyRobots": 100,  # in its place
    "newscrawl.middlewares.AskIfChanged": 400,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newscrawl.middlewares.RetryLater": 595,  # in its place, and nearer to the network than what unpacks bodies (590)
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newscrawl.middlewares.FollowRedirect": 600,  # in its place
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "newscrawl.middlewares.FollowRefresh": 580,  # in its place
}
SPIDER_MIDDLEWARES = {
    "newscrawl.middlewares.KeepPage": 10,  # nearest the engine: it sees what all others let through
}
ITEM_PIPELINES = {
    "newscrawl.pipelines.CleanFields": 100,
    "newscrawl.pipelines.SkipReserved": 150,
    "newscrawl.pipelines.FindStory": 200,
}
EXTENSIONS = {
    "newscrawl.extensions.OpenStore": 100,  # first: what follows tells of the store that it opened
    "newscrawl.extensions.ShowProgress": 200,
    "newscrawl.extensions.WatchDrift": 250,  # the store is closed by now
    "newscrawl.extensions.SumUp": 300,
    "newscrawl.extensions.KeepCrawlDelay": 400,
    "newscrawl.extensions.KeepPace": 410,
    "scrapy.extensions.throttle.AutoThrottle": None,  # KeepPace in its place
    "scrapy.extensions.logstats.LogStats": None,  # ShowProgress says more
}
# `scrapy genspider` writes a tuned site; Scrapy's own templates are hidden by it.
TEMPLATES_DIR = str(Path(__file__).parent / "templates")

FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {"csv": "newscrawl.extensions.feeds.SafeCsv"}
LOG_LEVEL = "INFO"  # default DEBUG; on a terminal `scrapy crawl` shows WARNING and above beside its progress
LOG_FORMATTER = "newscrawl.extensions.TellInOneLine"
LOG_COLOR = False  # default True, which needs colorlog: it comes with the language detector, and ignores TERM=dumb
LOG_VERSIONS = []  # default: a list of libraries at every start
STATS_DUMP = False  # default True: `scrapy crawl` ends with a table
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5  # default 60, in which a flood takes all there is
MEMUSAGE_LIMIT_MB = 2048  # default 0 (none): stops cleanly, with its own exit status

# -- newscrawl -------------------------------------------------------------------------------------------------------

# Where everything is kept: newscrawl.sqlite and articles/<site>.jsonl. Relative to scrapy.cfg; the environment's
# NEWSCRAWL_DATA goes before. Under scrapyd, whose folder is not the project's, absolute. Read by OpenStore.
NEWSCRAWL_DATA = os.environ.get("NEWSCRAWL_DATA", "data")
# Database address, sqlite:///… or postgresql+psycopg://…; None: newscrawl.sqlite in NEWSCRAWL_DATA. Read by OpenStore.
NEWSCRAWL_STORE = None
# Seconds without a byte after which a connection is given up; DOWNLOAD_TIMEOUT bounds the whole. Read by BoundedHttp.
NEWSCRAWL_IDLE_TIMEOUT = 15.0
# Seconds that a crawl which is told to stop waits for answers that are on their way. Read by BoundedHttp.
NEWSCRAWL_STOP_GRACE = 5.0
# Which pages a browser renders. "auto": those that are found to need it; "never"; "always": all. Read by SiteSpider.
NEWSCRAWL_RENDER = "auto"
# Seconds of one page in the browser. Read by Browser.
NEWSCRAWL_RENDER_TIMEOUT = 30.0
# How often a rendered list is scrolled to its end, and a "load more" pressed. Read by Browser.
NEWSCRAWL_RENDER_SCROLLS = 5
# Private address ranges that may be crawled, e.g. 127.77.0.0/16. Read by GuardAddresses and GuardedResolver.
NEWSCRAWL_ALLOW_ADDRESSES = []
# The roster of sites, for site=NAME and roster=all. Relative to scrapy.cfg. Read by `scrapy crawl` and `schedule`.
NEWSCRAWL_ROSTER = "sites.toml"
# Where scrapyd is; its user and password are in the environment's NEWSCRAWL_SCRAPYD_USER (user:password). Read by
# `scrapy schedule`.
NEWSCRAWL_SCRAPYD = "http://127.0.0.1:6800"
# Who crawls, an address or a mailbox: named to sites in the user agent. Read by SiteSpider.
NEWSCRAWL_CONTACT = None
# What becomes of copies. "site": those on the article's own site are dropped, those on others kept and marked;
# "all": all are dropped; "none": all are kept and marked. Read by FindStory.
NEWSCRAWL_DUPLICATES = "site"
# What becomes of articles that their site reserves from text and data mining (TDM reservation, noai, ai-train=no).
# "record": each article says what its site says of its use; "skip_reserved": they are dropped and counted. Read by
# SkipReserved.
NEWSCRAWL_RIGHTS = "record"
# Told, as JSON, when a site falls out of its own history and when it is as before: an address that takes a POST, and a
# command that reads its standard input. Read by WatchDrift.
NEWSCRAWL_ALARM_WEBHOOK = None
NEWSCRAWL_ALARM_COMMAND = None
# Ask for known pages with If-None-Match and If-Modified-Since. Read by AskIfChanged.
NEWSCRAWL_CONDITIONAL_REQUESTS = True
# Hours after which a known article is looked at again, ever more seldom; [] for never. Read by OpenStore.
NEWSCRAWL_RECHECK_HOURS = [6, 24, 72, 168, 720]
# Known articles that one generation of a site looks at again. Read by OpenStore.
NEWSCRAWL_RECHECKS = 500
# Pages of a list in a row with nothing new, after which it is not followed further. Read by OpenStore.
NEWSCRAWL_LIST_STALE_PAGES = 2
# Pages of one paginated list. Read by StoreScheduler, as are all limits that follow.
NEWSCRAWL_LIST_PAGES = 200
# Links from a front page to the deepest index page that is followed; the pages of a list count once.
NEWSCRAWL_INDEX_DEPTH = 4
# The same to the deepest page of any kind.
NEWSCRAWL_DEPTH = 30
# Index pages of one site and crawl.
NEWSCRAWL_INDEX_PAGES = 2000
# Sitemaps of one site and crawl, those that indexes name.
NEWSCRAWL_SITEMAPS = 500
# Links that are hardly articles or lists, and are looked at when all else is done; of one site and crawl.
NEWSCRAWL_TAIL_PAGES = 100
# Combinations of parameters that a list is asked for with.
NEWSCRAWL_QUERY_COMBINATIONS = 50
# Pages of one form of address in a row that bring nothing new; half of it where the whole path has that form.
NEWSCRAWL_TRAP_PAGES = 50
# Pages of one host and crawl; what is left over is for the next.
NEWSCRAWL_PAGES_PER_HOST = 50_000
# Bytes of one page that are read; what is cut is flagged "truncated". Read by SiteSpider and `scrapy links`.
NEWSCRAWL_PAGE_BYTES = 4_000_000
# The same in tags, opening and closing; large news pages have 20,000.
NEWSCRAWL_PAGE_TAGS = 60_000
# Links of one page. Read by SiteSpider.
NEWSCRAWL_LINKS_PER_PAGE = 2000
# Seconds before a page that failed is asked for again, and of a failing host's first rest; each further one is twice as
# long. Read by RetryLater and StoreScheduler.
NEWSCRAWL_RETRY_DELAY = 1.0
# Seconds of the longest rest of a host, whatever its Retry-After asks for.
NEWSCRAWL_LONGEST_REST = 60.0
# Pages of a host that failed in a row, after which what is left of it is for the next crawl.
NEWSCRAWL_HOST_FAILURES = 8
# Answers with a Retry-After after which a page is given up; they do not count as RETRY_TIMES. Read by RetryLater.
NEWSCRAWL_RETRY_AFTER_TIMES = 5
# Seconds of the longest Crawl-delay of a robots.txt that is kept; what asks for more gets that. Read by ObeyRobots.
NEWSCRAWL_LONGEST_CRAWL_DELAY = 30.0
# Seconds between two lines of progress in a log; 0: none. A terminal has a live display. Read by ShowProgress.
NEWSCRAWL_PROGRESS_INTERVAL = 10

"""Which tuned site an address belongs to: its selectors and its time zone read the site's pages."""

from __future__ import annotations

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from newscrawl.commands.faults import check_spider
from newscrawl.exceptions import CannotCrawl
from newscrawl.extraction.urls import site_key
from newscrawl.spiders.site import SiteSpider


def named_site(name: str, settings: BaseSettings) -> SiteSpider:
    """The site class of that name, ``site`` being general reading; CannotCrawl if there is none."""
    check_spider(name, settings)
    spider = get_spider_loader(settings).load(name)
    if not issubclass(spider, SiteSpider):
        raise CannotCrawl(f"--spider {name}: is no site class; name one that is made from SiteSpider")
    return spider()


def site_of(url: str, settings: BaseSettings) -> SiteSpider:
    """The tuned site that an address belongs to, else general reading; CannotCrawl if several claim it."""
    check_spider(SiteSpider.name, settings)
    loader = get_spider_loader(settings)
    found = [spider for name in loader.list() if _is_responsible(spider := loader.load(name), url)]
    if len(found) > 1:
        names = ", ".join(spider.name for spider in found)
        raise CannotCrawl(f"{url}: several spiders are of this site ({names}); choose one: --spider {found[0].name}")
    return found[0]() if found else SiteSpider()


def _is_responsible(spider: type, url: str) -> bool:
    if not issubclass(spider, SiteSpider) or spider is SiteSpider:
        return False
    domains = [f"http://{domain}/" for domain in spider.allowed_domains]
    starts = [start if "://" in start else f"http://{start}" for start in spider.start_urls]
    return site_key(url) in map(site_key, domains or starts)

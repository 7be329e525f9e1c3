"""Browser: Chromium for the pages that need one, by scrapy-playwright. Imported when the first one is asked for."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as Tab
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod
from scrapy_playwright.provider import PlaywrightBrowserProvider

from newscrawl.extraction.trackers import is_tracker
from newscrawl.frontier import RENDER
from newscrawl.middlewares.addresses import networks
from newscrawl.middlewares.guard_proxy import GuardProxy
from newscrawl.middlewares.robots import ObeyRobots

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

MISSING = (
    "No Chromium was found: pages that need a browser are left out. `playwright install chromium` brings one, or your "
    "system's package (chromium, google-chrome)"
)

_SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",  # containers give it 64 MB
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--renderer-process-limit=4",
    "--js-flags=--max-old-space-size=256",
    "--mute-audio",
)
_USELESS = frozenset({"image", "media", "font", "texttrack", "manifest", "ping", "cspviolationreport", "prefetch"})
_AT_ONCE = 2
"""Pages that are rendered at a time."""
_PAGES_PER_BROWSER = 100
"""Then a new one is started: what it holds on to is freed."""
_REQUESTS_PER_PAGE = 300
_MOST_CRASHES = 3
"""In a row, of the browser as a whole; then the crawl does without it."""
_QUIET_S = 4.0
_MORE_S = 1.0
_CLOSE_S = 5.0

_COUNT_LINKS = "document.links.length"
_SHOW_MORE = """async () => {
  window.scrollBy(0, -window.innerHeight / 2);  // who stands at the end already does not scroll
  await new Promise(resolve => setTimeout(resolve, 50));
  window.scrollTo(0, document.documentElement.scrollHeight);
  for (const box of document.querySelectorAll('main, [role=feed], [class*=scroll], [class*=list]'))
    if (box.scrollHeight > box.clientHeight + 50) box.scrollTop = box.scrollHeight;
  const wanted = new RegExp(WORDS, 'iu');
  for (const button of document.querySelectorAll('button, [role=button], input[type=button]')) {
    const text = (button.innerText || button.value || button.getAttribute('aria-label') || '').trim();
    const isShown = !button.disabled && button.offsetParent !== null;
    if (text.length < 40 && wanted.test(text) && isShown) { button.click(); break; }
  }
}"""
MORE_WORDS = (
    r"(load|show|see|view|read)\s+more|more\s+(stories|articles|news|posts)|older\s+(posts|stories)"
    r"|mehr\s+(laden|anzeigen|artikel)|weitere\s+(artikel|laden|anzeigen|meldungen)|(voir|afficher|charger)\s+plus|plus\s+d.articles"
    r"|(ver|cargar|mostrar|carregar)\s+m[aá]i?s|(carica|mostra|vedi)\s+altr[oi]|meer\s+(laden|tonen|artikelen)|(l[äa]s|visa|ladda)\s+(mer|fler)"
    r"|(vis|last|indlæs)\s+(mer|flere)|(näytä|lataa)\s+lisää|(pokaż|załaduj|zobacz)\s+więcej|(načíst|zobrazit)\s+(další|více)|további|több"
    r"|(показать|загрузить)\s+ещ[её]|(показати|завантажити)\s+(ще|більше)|(daha\s+fazla)|もっと(見る|読む)|さらに(表示|読み込)|加载更多|查看更多|더\s*보기|المزيد|और\s*(देखें|पढ़ें)|ดูเพิ่มเติม|โหลดเพิ่ม|xem\s+thêm|muat\s+lebih|lainnya"
)
"""What buttons say that lengthen a list."""


class Browser:
    """Renders pages by scrapy-playwright, in a Chromium that is started with the first one.

    Each page has a context of its own, so no cookie and nothing stored is shared between pages, let alone sites. All of
    its requests go through ``GuardProxy``; robots.txt holds for those that are not aborted for their kind (pictures,
    fonts, media, trackers). Downloads, service workers and permissions are refused. What takes longer than
    NEWSCRAWL_RENDER_TIMEOUT, or becomes larger than DOWNLOAD_MAXSIZE, is given up. Playwright's own Chromium is taken
    where it is installed, else the system's; PLAYWRIGHT_LAUNCH_OPTIONS are kept.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.stats = crawler.stats
        self.timeout_s = settings.getfloat("NEWSCRAWL_RENDER_TIMEOUT")
        self.scrolls = settings.getint("NEWSCRAWL_RENDER_SCROLLS")
        self.most_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        self.proxy = GuardProxy(networks(settings.getlist("NEWSCRAWL_ALLOW_ADDRESSES")), refused=self._refused)
        self.missing: str | None = None
        """Why there is none. None: there is one, or none was asked for yet."""
        self._handler: ScrapyPlaywrightDownloadHandler | None = None
        self._starting = asyncio.Lock()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._rendered = self._crashes = 0
        self._requests: dict[Any, int] = {}

    async def render(self, request: Request) -> Response:
        """What a page shows once its scripts have run. IgnoreRequest says why it cannot be had: ``no_browser``,
        ``render_timeout``, ``render_failed``, ``too_large``, ``robots``."""
        async with self._slots:
            handler = await self._started()
            self._rendered += 1
            asked = self._as_asked(request, f"page-{self._rendered}")
            self.stats.inc_value("newscrawl/rendered")
            try:
                async with asyncio.timeout(self.timeout_s):
                    response = await handler.download_request(asked)
                self._crashes = 0
                return await self._checked(response, request)
            except (TimeoutError, PlaywrightTimeout):
                raise self._failure("render_timeout") from None
            except PlaywrightError as error:
                await self._note_failure(handler, error)
                raise self._failure("render_failed") from None
            finally:
                await self._put_away(handler, asked.meta["playwright_context"])

    async def close(self) -> None:
        handler, self._handler = self._handler, None
        if handler is not None:
            with suppress(Exception):  # whatever state it is in
                await asyncio.wait_for(handler.close(), 2 * _CLOSE_S)
        await self.proxy.close()

    # -- one page --------------------------------------------------------------------------------------------------

    def _as_asked(self, request: Request, context: str) -> Request:
        """The request as scrapy-playwright wants it."""
        if proxy := request.meta.get("proxy"):
            self.proxy.upstreams[urlsplit(request.url).hostname or ""] = proxy
        agent = (request.headers.get("User-Agent") or b"").decode("latin-1") or None
        asked = request.copy()
        for name in ("If-None-Match", "If-Modified-Since"):  # a browser shows nothing for a 304
            asked.headers.pop(name, None)
        asked.meta.update(
            playwright=True,
            playwright_context=context,
            playwright_context_kwargs={
                "user_agent": agent,
                "service_workers": "block",
                "accept_downloads": False,
                "permissions": [],
                "viewport": {"width": 1280, "height": 2000},
            },
            playwright_page_goto_kwargs={"wait_until": "domcontentloaded"},
            playwright_page_methods=[PageMethod(self._settle, is_list=request.meta[RENDER] == "list")],
        )
        return asked

    async def _settle(self, tab: Tab, *, is_list: bool) -> None:
        """Wait until a page has come to rest; of a list, have it show more a bounded number of times."""
        await self._rest(tab)
        for _ in range(self.scrolls if is_list else 0):
            shown = await tab.evaluate(_COUNT_LINKS)
            await tab.evaluate(_SHOW_MORE.replace("WORDS", repr(MORE_WORDS).replace("\\\\", "\\\\")))
            try:
                await tab.wait_for_function(f"{_COUNT_LINKS} > {shown}", timeout=_MORE_S * 1000)
            except PlaywrightTimeout:
                break
            await self._rest(tab)
        if await tab.evaluate("document.documentElement.outerHTML.length") > self.most_bytes:
            raise IgnoreRequest("too_large")

    async def _rest(self, tab: Tab) -> None:
        with suppress(PlaywrightTimeout):
            await tab.wait_for_load_state("networkidle", timeout=_QUIET_S * 1000)

    async def _checked(self, response: Response, request: Request) -> Response:
        """The response, if scripts have not led to an address that robots.txt forbids. Its peer is the guard."""
        if response.url != request.url and not await self._robots_allow(response.url, request):
            raise IgnoreRequest("Forbidden by robots.txt")
        return response.replace(ip_address=None)

    async def _put_away(self, handler: ScrapyPlaywrightDownloadHandler, context: str) -> None:
        """Close what a page had opened; if that does not end, the whole browser; and that after so many pages."""
        opened = handler.context_wrappers.get(context)
        self._requests.clear() if len(self._requests) > 10 * _AT_ONCE else None
        try:
            if opened is not None:
                await asyncio.wait_for(opened.context.close(), _CLOSE_S)
            if self._rendered % _PAGES_PER_BROWSER or len(handler.context_wrappers):
                return
        except TimeoutError:
            pass
        except PlaywrightError:
            return  # closed already
        with suppress(Exception):
            await asyncio.wait_for(handler.browser.close(), _CLOSE_S)

    # -- its requests ----------------------------------------------------------------------------------------------

    async def _is_aborted(self, asked: BrowserRequest) -> bool:
        """Whether a request of a page is not made."""
        if asked.resource_type in _USELESS or urlsplit(asked.url).scheme not in ("http", "https"):
            return True
        tab = _tab_of(asked)
        self._requests[tab] = self._requests.get(tab, 0) + 1
        if is_tracker(asked.url) or self._requests[tab] > _REQUESTS_PER_PAGE:
            return True
        if await self._robots_allow(asked.url, None):
            return False
        self.stats.inc_value("newscrawl/render/robots")
        return True

    async def _robots_allow(self, url: str, request: Request | None) -> bool:
        obey = ObeyRobots.of(self.crawler)
        return obey is None or await obey.allows(url)

    def _refused(self, host: str) -> None:
        self.stats.inc_value("newscrawl/refused/private_address")
        logger.debug("The browser was kept from %s: a private address", host)

    # -- the browser -----------------------------------------------------------------------------------------------

    async def _started(self) -> ScrapyPlaywrightDownloadHandler:
        async with self._starting:
            if self.missing is None and self._handler is None:
                await self._start()
        if self.missing is not None or self._handler is None:
            raise IgnoreRequest("no_browser")
        return self._handler

    async def _start(self) -> None:
        handler = ScrapyPlaywrightDownloadHandler(self.crawler)
        handler.abort_request = self._is_aborted
        handler.browser_provider_cls = FoundBrowser
        given = handler.config.launch_options
        handler.config.launch_options = {
            **given,
            "args": [*_ARGUMENTS, *given.get("args", ())],
            "proxy": {"server": await self.proxy.start(), "bypass": "<-loopback>"},
            "chromium_sandbox": given.get("chromium_sandbox", not _is_root()),
        }
        try:
            await handler._launch()
            await handler._maybe_launch_browser()
        except PlaywrightError as error:
            self._do_without(MISSING if _is_missing(error) else f"The browser does not start: {_first_line(error)}")
            with suppress(Exception):
                await handler.close()
            return
        self._handler = handler

    async def _note_failure(self, handler: ScrapyPlaywrightDownloadHandler, error: PlaywrightError) -> None:
        """Count a browser that is gone; one that goes again and again is not started any more."""
        logger.debug("A page could not be rendered: %s", _first_line(error))
        browser = getattr(handler, "browser", None)
        if browser is not None and browser.is_connected():
            return
        self._crashes += 1
        if self._crashes >= _MOST_CRASHES:
            self._do_without(f"The browser crashed {_MOST_CRASHES} times in a row: {_first_line(error)}")

    def _do_without(self, why: str) -> None:
        self.missing = why
        self.stats.set_value("newscrawl/no_browser", why)
        logger.warning("%s", why)

    def _failure(self, reason: str) -> IgnoreRequest:
        self.stats.inc_value(f"newscrawl/render/{reason}")
        return IgnoreRequest(reason)


class FoundBrowser(PlaywrightBrowserProvider):
    """Launches Playwright's own Chromium, else the system's; in its sandbox, where the machine allows one."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)

    async def launch_browser(self) -> Any:
        options = self.config.launch_options
        failure: PlaywrightError | None = None
        for path in [None] if "executable_path" in options or self.config.cdp_url else [None, *system_browsers()]:
            self.config.launch_options = {**options, **({"executable_path": path} if path else {})}
            try:
                return await self._launch_in_sandbox_or_not()
            except PlaywrightError as error:
                if failure is None or _is_missing(failure):
                    failure = error
        assert failure is not None
        self.config.launch_options = options
        raise failure

    async def _launch_in_sandbox_or_not(self) -> Any:
        try:
            return await super().launch_browser()
        except PlaywrightError as error:
            if not self.config.launch_options.get("chromium_sandbox") or _is_missing(error):
                raise
        logger.info("Chromium runs without its sandbox, which this machine does not allow")
        self.config.launch_options = {**self.config.launch_options, "chromium_sandbox": False}
        return await super().launch_browser()


def system_browsers() -> Iterator[str]:
    """Where Chromium or its kin are installed."""
    yield from filter(None, map(shutil.which, _SYSTEM_BROWSERS))
    yield from (path for path in _MAC_BROWSERS if Path(path).exists())


def _tab_of(asked: BrowserRequest) -> Any:
    try:
        return asked.frame.page
    except PlaywrightError:  # of a page that is gone, or of a worker
        return None


def _is_missing(error: PlaywrightError) -> bool:
    return "executable doesn't exist" in error.message.lower() or "ENOENT" in error.message


def _first_line(error: PlaywrightError) -> str:
    return error.message.strip().partition("\n")[0][:200]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0

"""Pages that send readers to another one."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from newscrawl.extraction.urls import plain_url

_COOKIE_GIVEN = "newscrawl_cookie_given"
_MOST_COOKIES, _LONGEST_COOKIE = 20, 1000


class FollowRedirect(RedirectMiddleware):
    """Follows redirects as Scrapy does. One that leads to itself and sets a cookie is followed once, with that cookie,
    which is then forgotten; one that only leads to itself is a loop."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        answer = super().process_response(request, response)
        if not isinstance(answer, Request) or plain_url(answer.url) != plain_url(request.url):
            return answer
        cookies = _cookies_set_by(response)
        if not cookies or request.meta.get(_COOKIE_GIVEN):
            if answer.url != request.url:  # in spelling at least it is another address
                return answer
            raise IgnoreRequest("redirect_loop")
        answer.meta[_COOKIE_GIVEN] = True
        answer.headers["Cookie"] = cookies
        return answer


def _cookies_set_by(response: Response) -> bytes:
    """``name=value; …`` of the response's cookies, as many and as long as a site may need."""
    pairs = [value.partition(b";")[0].strip() for value in response.headers.getlist("Set-Cookie")[:_MOST_COOKIES]]
    return b"; ".join(pair for pair in pairs if b"=" in pair and len(pair) <= _LONGEST_COOKIE)


class FollowRefresh(MetaRefreshMiddleware):
    """Follows ``<meta http-equiv=refresh>`` to another page; front pages and live blogs reload themselves by it."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        answer = super().process_response(request, response)
        is_reload = isinstance(answer, Request) and plain_url(answer.url) == plain_url(response.url)
        return response if is_reload else answer

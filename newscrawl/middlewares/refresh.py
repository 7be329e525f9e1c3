"""Pages that send readers to another one."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.http import Response

from newscrawl.extraction.urls import plain_url


class FollowRefresh(MetaRefreshMiddleware):
    """Follows ``<meta http-equiv=refresh>`` to another page; front pages and live blogs reload themselves by it."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        answer = super().process_response(request, response)
        is_reload = isinstance(answer, Request) and plain_url(answer.url) == plain_url(response.url)
        return response if is_reload else answer

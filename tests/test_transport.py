"""Servers that fall silent or send headers without an end are hung up on, long before the whole time is over."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import BinaryIO

from tests.fakeweb import Answer
from tests.sites.crawled import served
from tests.sites.faults import beside, head

PATIENT = {"DOWNLOAD_TIMEOUT": 60, "RETRY_TIMES": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}


def falls_silent(out: BinaryIO) -> None:
    out.write(head("Content-Length: 5000") + b"<html><body><p>It begins")
    out.flush()
    time.sleep(30)


def headers_without_end(out: BinaryIO) -> None:
    out.write(b"HTTP/1.1 200 OK\r\n")
    try:
        for number in itertools.count():
            out.write(f"X-{number}: {'x' * 1000}\r\n".encode())
    except OSError:
        return


def test_a_connection_without_a_byte_is_given_up(tmp_path: Path) -> None:
    with served([beside("silent", Answer(send=falls_silent))], tmp_path) as sites:
        begun = time.monotonic()
        sites.crawl(NEWSCRAWL_IDLE_TIMEOUT=0.5, **PATIENT)
        assert time.monotonic() - begun < 20
        assert sites.headlines("silent") == sites.expected("silent")
        assert sum(sites.run.tally("silent.test")["failed"].values()) == 3


def test_headers_without_an_end_are_cut(tmp_path: Path) -> None:
    with served([beside("headers", Answer(send=headers_without_end))], tmp_path) as sites:
        begun = time.monotonic()
        sites.crawl(**PATIENT)
        assert time.monotonic() - begun < 20
        assert sites.headlines("headers") == sites.expected("headers")
        assert sum(sites.run.tally("headers.test")["failed"].values()) == 3

"""Servers that fall silent or send headers without an end are hung up on, long before the whole time is over."""

from __future__ import annotations

import itertools
import signal
import subprocess
import time
from pathlib import Path
from typing import BinaryIO

from tests.crawling import ROOT, command
from tests.fakeweb import Answer
from tests.sites.crawled import reached_through, served
from tests.sites.faults import beside, head

PATIENT = {"DOWNLOAD_TIMEOUT": 60, "RETRY_TIMES": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}


def falls_silent(out: BinaryIO) -> None:
    out.write(head("Content-Length: 5000") + b"<html><body><p>It begins")
    out.flush()
    time.sleep(8)


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


def drips(out: BinaryIO) -> None:
    out.write(head())
    try:
        while True:
            out.write(b".")
            out.flush()
            time.sleep(0.05)
    except OSError:
        return


def test_a_crawl_that_is_told_to_stop_does_not_wait_for_what_drips(tmp_path: Path) -> None:
    with served([beside("dripping", Answer(send=drips))], tmp_path) as sites:
        options = {**PATIENT, "NEWSCRAWL_STOP_GRACE": 0.5}
        with reached_through(sites.web.proxy):
            run = subprocess.Popen(
                command(sites.data, "-a", f"url={sites.urls}", **options), cwd=ROOT, stderr=subprocess.DEVNULL
            )
        while "/odd/" not in sites.asked("dripping") and not any("nobody" in path for path in sites.asked("dripping")):
            assert run.poll() is None
            time.sleep(0.01)
        begun = time.monotonic()
        run.send_signal(signal.SIGTERM)
        assert run.wait(timeout=60) == 130
        assert time.monotonic() - begun < 10
        sites.crawl(**{**PATIENT, "DOWNLOAD_TIMEOUT": 1})
        assert sites.headlines("dripping") == sites.expected("dripping")

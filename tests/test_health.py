"""Which hosts rest, for how long, and which are given up."""

from __future__ import annotations

import pytest

from newscrawl.frontier import HostHealth


@pytest.fixture
def health() -> HostHealth:
    return HostHealth(first=1.0, longest=60.0, most=8, clock=lambda: 100.0)


def test_two_pages_may_fail_before_a_host_rests(health: HostHealth) -> None:
    assert [health.failed("a.test", "timeout") for _ in range(4)] == [0.0, 0.0, 1.0, 2.0]
    assert health.rests_until("a.test") == 102.0
    assert health.rests_until("b.test") == 0.0


def test_a_busy_host_rests_at_once_for_as_long_as_it_asks_and_no_longer_than_allowed(health: HostHealth) -> None:
    assert health.failed("a.test", "http_503", is_busy=True) == 1.0
    assert health.failed("a.test", "http_503", asked_s=7.0, is_busy=True) == 7.0
    assert health.failed("a.test", "http_503", asked_s=1e9, is_busy=True) == 60.0


def test_an_answer_wipes_out_what_failed_before(health: HostHealth) -> None:
    for _ in range(7):
        health.failed("a.test", "timeout")
    health.answered("a.test")
    assert health.failed("a.test", "timeout") == 0.0


def test_a_page_that_fails_again_does_not_count_against_its_host(health: HostHealth) -> None:
    for _ in range(20):
        health.failed("a.test", "http_500", is_again=True)
    assert health.given_up("a.test") is None


def test_eight_pages_in_a_row_are_enough_and_the_first_reason_stays(health: HostHealth) -> None:
    for _ in range(7):
        health.failed("a.test", "timeout")
    assert health.given_up("a.test") is None
    health.failed("a.test", "timeout")
    health.give_up("a.test", "robots_unreachable")
    health.answered("a.test")
    assert health.given_up("a.test") == "timeout"

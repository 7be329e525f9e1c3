"""What a crawl of a site came to, as an exit status."""

from __future__ import annotations

from collections import Counter

import pytest

from newscrawl.exceptions import ExitStatus
from newscrawl.store import SiteTally


@pytest.mark.parametrize(
    ("failed", "ever_kept", "status"),
    [
        ({"spider_error: KeyError": 2}, 0, ExitStatus.ERROR),
        ({"spider_error: KeyError": 2}, 9, ExitStatus.FINISHED),
        ({"spider_error: KeyError": 2, "timeout": 1}, 9, ExitStatus.UNREACHABLE),
        ({"timeout": 1}, 9, ExitStatus.UNREACHABLE),
        ({"http_403": 1}, 0, ExitStatus.REFUSED),
        ({"http_404": 1}, 0, ExitStatus.NO_ARTICLE),
        ({"private_address": 1}, 0, ExitStatus.BAD_ARGUMENTS),
    ],
)
def test_a_crawl_that_read_no_page_is_judged_by_why(failed: dict[str, int], ever_kept: int, status: ExitStatus) -> None:
    tally = SiteTally(site="times.test", failed=Counter(failed), ever_kept=ever_kept)
    assert tally.exit_status is status


def test_to_find_none_of_the_few_that_are_wanted_is_no_failure() -> None:
    assert SiteTally(site="times.test", pages=7).exit_status == ExitStatus.NO_ARTICLE
    assert SiteTally(site="times.test", pages=7, is_partial=True).exit_status == ExitStatus.FINISHED

"""What a crawl of a site came to, as an exit status."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from newscrawl.exceptions import ExitStatus
from newscrawl.store import FAILED, Kept, PageOutcome, SiteTally


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


def counted(kept: Kept, **outcome: Any) -> SiteTally:
    tally = SiteTally(site="times.test")
    tally.count(PageOutcome(page_id=1, site="times.test", promised_kind="article", **outcome), kept)
    return tally


def test_what_is_stored_already_and_what_is_dropped_as_a_copy_are_duplicates_by_reason() -> None:
    tally = counted(Kept([], []), dropped=Counter(known=1, url_variant=2, syndicated=1, no_text=3))
    assert tally.duplicates == 4
    assert tally.dropped == {"known": 1, "url_variant": 2, "syndicated": 1}
    assert tally.skipped == {"no_text": 3}
    assert tally.as_dict()["dropped"] == {"url_variant": 2, "known": 1, "syndicated": 1}


def test_a_line_that_an_article_is_gone_is_no_duplicate() -> None:
    tally = counted(Kept([], ["a line with withdrawn_at"]), state=FAILED, reason="http_410", http_status=410)
    assert (tally.kept, tally.duplicates, tally.dropped) == (1, 0, {})

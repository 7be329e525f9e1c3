"""A site belongs to one crawl at a time, and to none when its process is dead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from newscrawl.store import SiteLocks, Store

HOLD = """
import sys
from pathlib import Path
from newscrawl.store import SiteLocks, Store
locks = SiteLocks(Store(sys.argv[1]), Path(sys.argv[2]))
print(locks.take("times.test"), flush=True)
sys.stdin.read()
"""


def test_a_site_is_taken_once(store: Store, tmp_path: Path) -> None:
    mine, other = SiteLocks(store, tmp_path), SiteLocks(store, tmp_path)
    assert mine.take("times.test")
    assert not other.take("times.test")
    assert other.take("post.test")
    mine.release_all()
    assert other.take("times.test")
    other.release_all()


def test_asking_whether_a_site_is_free_does_not_take_it(store: Store, tmp_path: Path) -> None:
    mine, other = SiteLocks(store, tmp_path), SiteLocks(store, tmp_path)
    assert other.is_free("times.test")
    assert mine.take("times.test")
    assert not other.is_free("times.test")
    assert not mine.is_free("times.test")
    mine.release_all()


def test_a_killed_crawl_holds_nothing(store: Store, tmp_path: Path) -> None:
    url = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", HOLD, url, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        mine = SiteLocks(store, tmp_path)
        assert not mine.take("times.test")
        holder.kill()
        holder.wait()
    while not mine.take("times.test"):  # PostgreSQL notices the closed connection a moment later
        pass
    mine.release_all()

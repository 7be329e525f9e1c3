"""`newscrawl`: Scrapy's command line with newscrawl's settings, from any folder.

In a Scrapy project of one's own its settings hold; elsewhere newscrawl's do, and what is relative is so to the folder.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    from scrapy.cmdline import execute
    from scrapy.utils.conf import closest_scrapy_cfg

    if not closest_scrapy_cfg():
        os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")
    execute(["newscrawl", *sys.argv[1:]])


if __name__ == "__main__":
    main()

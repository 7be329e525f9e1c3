"""Where a page states when its article was published and changed."""

from __future__ import annotations

import re

from newscrawl.extraction import words
from newscrawl.extraction.body import article_blocks
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.header import article_range, has_bits, spaced
from newscrawl.extraction.page import Page

MAX_STAMPS = 500
"""``<time>`` elements that are looked at; they stand above the text."""
_LONGEST_DATE_LINE = 120  # characters; above, it is a sentence that happens to name a day
_UPDATED = re.compile(
    r"""updat|modif|last\ edited|aktualisiert|stand:|geändert|mis\ à\ jour|modifié|actualizad|aggiornat|atualizad
    |bijgewerkt|gewijzigd|uppdaterad|oppdatert|opdateret|päivitetty|zaktualizowan|aktualizacja|aktualizováno|actualizat
    |güncelle|обновлен|оновлен|更新|수정|diperbarui|تحديث""",
    re.IGNORECASE | re.VERBOSE,
)
META_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "date_published", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "dc.terms.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "citation_publication_date", "article_date_original", "article.published", "published_at", "published-date",
    "originalpublicationdate", "date", "og:pubdate", "rnews:datepublished", "bt:pubdate",
    "iso-8601-publish-date", "created",
)  # fmt: skip
META_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "date_modified", "modified", "bt:moddate", "article.updated",
    "updated_time",
)  # fmt: skip


def dom_dates(page: Page) -> tuple[list[str], list[str]]:
    """What is stated as published, what as modified: ``<time>`` near the headline, then printed lines."""
    start, end = article_range(page)
    published: list[str] = []
    modified: list[str] = []
    for stamp in page.stamps[:MAX_STAMPS]:
        if max(0, start - 4) <= stamp.block <= end + 1:
            line = page.blocks[min(stamp.block, len(page.blocks) - 1)].text if page.blocks else ""
            is_update = _UPDATED.search(stamp.names) or (len(line) < 120 and _UPDATED.search(line) and published)
            (modified if is_update else published).append(stamp.value)
    body = article_blocks(page)
    behind = page.blocks.index(body[-1]) + 1 if body else end
    for place in [
        *range(start, end),
        *range(start - 2, start - 6, -1),
        *range(behind, min(behind + 3, len(page.blocks))),
    ]:
        if not 0 <= place < len(page.blocks):
            continue
        line = spaced(page.blocks[place])
        longest = _LONGEST_DATE_LINE if start <= place < end else _LONGEST_DATE_LINE // 2
        if len(line) <= longest and any(map(str.isdigit, line)) and not has_bits(page.blocks[place], words.CAPTION):
            _sort_printed_dates(line, published, modified)
    return published, modified


def _sort_printed_dates(line: str, published: list[str], modified: list[str]) -> None:
    label = _UPDATED.search(line)
    if label is None:
        published.append(line)
        return
    before, after = line[: label.start()], line[label.start() :]
    if read_date(before) is not None:
        published.append(before)
    modified.append(after)

"""An article for a person to read, and why each of its fields is as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from itertools import islice
from typing import Any

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from newscrawl.commands.showing import cut, shown, table
from newscrawl.explanations import Claim, Explained
from newscrawl.extensions.summary import in_words
from newscrawl.extraction.page_kind import PageKind
from newscrawl.items import LINK_ROLES, Article, ArticleLink, Image, LiveUpdate

MAX_COLUMNS = 92
"""Of running text: longer lines are hard to read."""

_PER_ROLE, _UPDATES, _PICTURES, _CLAIMS = 3, 10, 5, 4
"""Links, live updates, pictures, and claims of one strategy that are shown."""

_LABEL = 12  # columns that a label and what parts it from its value take
_LONGEST = 2_000  # characters of a value that are looked at: no terminal shows more of them in one line


# -- to read -----------------------------------------------------------------------------------------------------------


def show_article(article: Article, width: int, next_part: str | None) -> RenderableType:
    """Headline, byline, date, text, and below it in short what a reader should know."""
    parts: list[RenderableType] = [Text(_line(article.headline) or "(no headline)", style="bold")]
    parts += [Text(line, style="dim") for line in (_byline(article), _dates(article), _place(article)) if line]
    if article.description and article.description not in (article.text or ""):
        parts += [Text(), Text(_line(article.description), style="italic")]
    for paragraph in (article.text or "(no text)").split("\n\n"):
        parts += [Text(), Text("\n".join(map(shown, paragraph.split("\n"))))]
    columns = min(width, MAX_COLUMNS)
    parts += [Text(), _facts(article, columns)]
    places = [("goes on at", next_part), ("address", article.url)]
    # Not folded: an address broken in two cannot be copied.
    addresses = [
        Text.assemble((label.ljust(_LABEL), "dim"), shown(url), no_wrap=True, overflow="ignore")
        for label, url in places
        if url
    ]
    return Group(Constrain(Group(*parts), columns), *addresses)


def _byline(article: Article) -> str:
    authors = ", ".join(article.authors)
    return _line(article.byline if article.byline and article.byline != authors else authors)


def _dates(article: Article) -> str:
    if article.date_published is None:
        return "no date"
    zone = {"assumed": " (the site's zone)", "unknown": " (zone not stated)"}.get(article.date_timezone or "", "")
    told = moment(article.date_published) + (zone if "T" in article.date_published else "")
    changed = article.date_modified
    return told + (f", changed {moment(changed)}" if changed and changed != article.date_published else "")


def moment(iso: str) -> str:
    """
    >>> moment("2026-03-05T10:15:00+01:00"), moment("2026-03-05T10:15:30"), moment("2026-03-05")
    ('2026-03-05 10:15 +01:00', '2026-03-05 10:15:30', '2026-03-05')
    """
    day, _, clock = iso.partition("T")
    time, zone = clock[:8].removesuffix(":00"), clock[8:]
    return " ".join(part for part in (day, time, zone) if part)


def _place(article: Article) -> str:
    steps = article.breadcrumbs or ([article.section] if article.section else [])
    return _line(": ".join(part for part in (article.site_name, " › ".join(steps)) if part))


def _facts(article: Article, columns: int) -> Table:
    rows = table()
    rows.add_column(no_wrap=True, style="dim", min_width=_LABEL - 2)
    rows.add_column(overflow="fold")
    last = None
    for label, value in _told_facts(article, columns - _LABEL - 2):
        rows.add_row(label if label != last else "", Text(value))
        last = label
    return rows


def _told_facts(article: Article, room: int) -> Iterator[tuple[str, str]]:
    words = f"{article.word_count:,} words" if article.word_count else None
    yield "kind", ", ".join(in_words(part) for part in (article.kind, article.language, words) if part) or "not known"
    if article.flags:
        yield "flags", ", ".join(in_words(flag) for flag in article.flags)
    story = article.story_date
    if story.value:
        between = "" if article.date_conflict_days is None else f"; {article.date_conflict_days} days before its date"
        yield "story date", _line(f"{story.value}{between} ({'; '.join(story.evidence)})")
    if article.keywords:
        yield "keywords", cut(_line(", ".join(article.keywords)), room)
    for note in article.corrections:
        yield "correction", _line(note)
    for update in article.live_updates[:_UPDATES]:
        told = " ".join(part for part in (moment(update.date_published or ""), update.headline or update.text) if part)
        yield "updates", cut(_line(told), room)
    for image in article.images[:_PICTURES]:
        credit = f" ({image.credit})" if image.credit else ""
        yield "pictures", cut(_line((image.caption or image.url or "") + credit), room)
    for label, count in (
        ("updates", len(article.live_updates) - _UPDATES),
        ("pictures", len(article.images) - _PICTURES),
    ):
        if count > 0:
            yield label, f"… {count:,} more (--json)"
    yield from _links(article, room)


def _links(article: Article, room: int) -> Iterator[tuple[str, str]]:
    for role in LINK_ROLES:
        links = [link for link in article.links if link.role == role]
        if links:
            named = " · ".join(link.text or link.url or "" for link in links[:_PER_ROLE])
            yield "links", cut(_line(f"{len(links):,} {role}: {named}"), room)


# -- why ---------------------------------------------------------------------------------------------------------------


def show_explained(
    url: str, kind: PageKind, explained: list[Explained], repeated: list[str], width: int
) -> RenderableType:
    """Each field's value with the strategy that gave it, and below it what the strategies said.

    ``repeated`` are the paragraphs that were left out because other articles of the site have them.
    """
    known = [one for one in explained if _is_something(one.value) or one.claims]
    names = [one.field for one in known]
    room = max(30, width - max(map(len, names), default=0) - len("microdata") - 4)
    rows = table(has_header=True)
    for title in ("field", "from", "value"):
        rows.add_column(title, no_wrap=True)
    for one in known:
        has_value = _is_something(one.value)
        value = Text(cut(_line(one.value), room)) if has_value else Text("not stated", style="dim")
        rows.add_row(one.field, one.strategy or ("–" if not has_value else ""), value)
        for strategy, said in _said(one):
            rows.add_row("", strategy, Text(cut(said, room)), style="dim")
    parts: list[RenderableType] = [Text(shown(f"{url} {kind_in_words(kind)}"), style="bold"), Text(), rows]
    if repeated:
        parts += [Text(), Text("left out of the text, as other articles of the site have it:")]
        parts += [Text(f"  {cut(_line(text), max(30, width - 2))}", style="dim") for text in repeated]
    silent = [one.field for one in explained if one not in known]
    if silent:
        parts += [Text(), Text(f"nothing said of: {', '.join(silent)}")]
    return Group(*parts)


def kind_in_words(kind: PageKind) -> str:
    return {"article": "is an article", "index": "is a page that lists articles"}.get(
        kind, "is neither article nor list"
    )


def _said(one: Explained) -> Iterator[tuple[str, str]]:
    """What each strategy said, beside the value; strategy and a line."""
    kept = {_line(value) for value in (one.value if isinstance(one.value, list) else [one.value])}
    for strategy, claims in one.claims.items():
        lines = list(dict.fromkeys(_told(claim, kept) for claim in claims[:100]))
        if strategy == one.strategy:
            lines = [line for line in lines if line != _SAME]
        yield from ((strategy, line) for line in lines[:_CLAIMS])
        if len(lines) > _CLAIMS:
            yield strategy, f"… {len(lines) - _CLAIMS} more"


_SAME = "the same"


def _told(claim: Claim, kept: set[str]) -> str:
    said = _line(claim.said)
    if not claim.read_as:
        return f"dropped: {said}"
    read_as = _line(claim.read_as)
    if said != read_as:
        return f"{said[:60]}… → {read_as}" if len(said) > 61 else f"{said} → {read_as}"
    return _SAME if said in kept else said


def _is_something(value: Any) -> bool:
    """Whether a field holds anything: False and 0 are something, an empty struct is not."""
    if is_dataclass(value) and not isinstance(value, type):
        return any(map(_is_something, asdict(value).values()))
    return value is not None and value not in ("", [], {})


def _line(value: Any) -> str:
    """A value as one line that a terminal may show, cut where it is too long for any."""
    return " ".join(shown(_as_text(value)[:_LONGEST]).split())


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and value and isinstance(value[0], ArticleLink):
        return ", ".join(f"{count:,} {role}" for role, count in Counter(link.role for link in value).items())
    if isinstance(value, list) and value and isinstance(value[0], LiveUpdate):
        return f"{len(value):,} entries, the first: {_as_text(value[0].headline or value[0].text)}"
    if isinstance(value, list):
        return "; ".join(_as_text(one) for one in islice(value, 100))
    if isinstance(value, Image):
        return " ".join(part for part in (value.url, value.caption, value.credit) if part)
    if is_dataclass(value) and not isinstance(value, type):
        return ", ".join(f"{name} {_as_text(one)}" for name, one in asdict(value).items() if _is_something(one))
    return str(value)

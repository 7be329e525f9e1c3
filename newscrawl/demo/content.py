"""What the demo's sites publish: the files in ``content/``, read into values.

A story's file is a head of ``key: value`` lines, an empty line and the body, one paragraph a line. In the body ``## ``
begins a sub-heading, ``> `` a quotation, ``- `` an item of a list and ``@ time | heading`` an entry of a live blog;
``*…*`` is emphasis and ``[words](slug)`` a link to another story of the site.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal
from urllib.parse import quote

NEWSROOM = "newsroom.test"
REPUBLISHER = "republisher.test"
SCRIPTED = "scripted.test"

SITE_NAMES = {
    NEWSROOM: "The Harrow Bay Courier",
    REPUBLISHER: "Prosper Haven Insights",
    SCRIPTED: "Lanternfield",
}

BlockTag = Literal["p", "h2", "blockquote", "li"]

_BLOCK_MARKS: tuple[tuple[str, BlockTag], ...] = (("## ", "h2"), ("> ", "blockquote"), ("- ", "li"))
_INLINE = re.compile(r"\*(?P<stressed>[^*]+)\*|\[(?P<words>[^\]]+)\]\((?P<slug>[^)]+)\)")


@dataclass(frozen=True)
class Block:
    """A paragraph, sub-heading, quotation or list item, with its inline marks."""

    tag: BlockTag
    source: str

    @property
    def text(self) -> str:
        """The words alone, as a reader sees them."""
        return _INLINE.sub(lambda mark: mark["stressed"] or mark["words"], self.source)


@dataclass(frozen=True)
class Update:
    """One entry of a live blog."""

    date_published: str
    headline: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    """An illustration: ``scene`` and ``seed`` say what ``pictures.draw`` makes of it."""

    seed: str
    scene: str
    caption: str
    credit: str

    @property
    def path(self) -> str:
        return quote(f"/images/{self.seed}.svg")


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article of one site. ``path`` is percent-encoded, as served."""

    host: str
    path: str
    slug: str
    headline: str
    section: str
    date_published: str
    blocks: tuple[Block, ...]
    date_modified: str | None = None
    updates: tuple[Update, ...] = ()
    summary: str | None = None
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = "en"
    place: str | None = None
    agency: str | None = None
    picture: Picture | None = None
    corrections: tuple[str, ...] = ()
    is_free: bool = True
    only_on_section_pages: bool = False
    """Left out of front page, feed, sitemap and boxes: only the section's list leads there."""

    moved_from: str | None = None
    """An old address that redirects here, and that the front page still links."""

    name: str | None = None
    """The republisher's name beside ``View``: nobody's."""

    very_good: int = 0
    """The republisher's like counter."""

    list_headline: str | None = None
    """The headline as the republisher's lists cut it."""

    copy_of: str | None = None
    """Address of the story that this one reprints."""

    trimmed_paragraphs: int = 0
    """Paragraphs that a reprint lost at the end."""

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    @property
    def kind(self) -> Literal["article", "live_blog"]:
        return "live_blog" if self.updates else "article"

    @property
    def text(self) -> str:
        """Everything that is the article, in page order, joined by a blank line. Entries of a live blog are not."""
        return "\n\n".join(block.text for block in self.blocks)


def package_file(*names: str) -> Traversable:
    """A data file of the demo, wherever the package lies: a folder, a wheel, an egg."""
    return resources.files("newscrawl.demo").joinpath(*names)


def section_slug(section: str) -> str:
    """
    >>> section_slug("Harrow Bay")
    'harrow-bay'
    """
    return section.lower().replace(" ", "-")


@cache
def all_stories() -> tuple[Story, ...]:
    """Every article of the demo, site by site, newest first."""
    return (*newsroom_stories(), *republisher_stories(), *scripted_stories())


@cache
def newsroom_stories() -> tuple[Story, ...]:
    return _newest_first(_written_stories(NEWSROOM, "newsroom"))


@cache
def scripted_stories() -> tuple[Story, ...]:
    return _newest_first(_written_stories(SCRIPTED, "scripted"))


@cache
def republisher_stories() -> tuple[Story, ...]:
    own = _written_stories(REPUBLISHER, "republisher")
    originals = {story.slug: story for story in newsroom_stories()}
    table = tomllib.loads(package_file("content", "republisher", "reprints.toml").read_text("utf-8"))
    return _newest_first(own + [_reprint(originals[entry["of"]], entry) for entry in table["reprint"]])


def _newest_first(stories: list[Story]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: (story.date_published, story.slug), reverse=True))


def _written_stories(host: str, folder: str) -> list[Story]:
    """A site's own stories, one for each file of its folder."""
    stories = []
    for file in package_file("content", folder).iterdir():
        if file.name.endswith(".md"):
            head, _, body = file.read_text("utf-8").partition("\n\n")
            fields = dict(line.split(": ", 1) for line in head.splitlines())
            stories.append(_story(host, file.name.removesuffix(".md"), fields, body))
    return stories


def _story(host: str, name: str, head: dict[str, str], body: str) -> Story:
    slug = head.get("slug", name)
    blocks, updates = _body(body, _dateline(head))
    return Story(
        host=host,
        path=_path(host, slug, head),
        slug=slug,
        headline=head["headline"],
        section=head["section"],
        date_published=head["date"],
        date_modified=head.get("modified"),
        blocks=blocks,
        updates=updates,
        summary=head.get("summary"),
        authors=_listed(head.get("authors")),
        keywords=_listed(head.get("keywords")),
        language=head.get("language", "en"),
        place=head.get("place"),
        agency=head.get("agency"),
        picture=_picture(slug, head.get("image")),
        corrections=(head["correction"],) if "correction" in head else (),
        is_free=head.get("free") != "no",
        only_on_section_pages=head.get("listed") == "pages only",
        moved_from=head.get("moved_from"),
        name=head.get("name"),
        very_good=int(head.get("very_good", 0)),
        list_headline=head.get("list_headline"),
    )


def _reprint(original: Story, entry: dict[str, Any]) -> Story:
    """The same words under another name, date, section and address."""
    trimmed = entry.get("drop_last", 0)
    return replace(
        original,
        host=REPUBLISHER,
        path=entry["address"],
        headline=entry.get("headline", original.headline),
        list_headline=entry.get("list_headline"),
        section=entry["section"],
        date_published=entry["date"].isoformat(),
        date_modified=None,
        blocks=original.blocks[: len(original.blocks) - trimmed],
        summary=None,
        authors=(),
        keywords=(),
        moved_from=None,
        name=entry["name"],
        very_good=entry["very_good"],
        copy_of=original.url,
        trimmed_paragraphs=trimmed,
    )


def _path(host: str, slug: str, head: dict[str, str]) -> str:
    if host == REPUBLISHER:
        return head["address"]
    if host == SCRIPTED:
        return quote(f"/stories/{slug}")
    day = head["date"][:10].replace("-", "/")
    return quote(f"/{section_slug(head['section'])}/{day}/{slug}")


def _dateline(head: dict[str, str]) -> str:
    return f"{head['place']} ({head['agency']}) — " if "place" in head else ""


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(value.split("; ")) if value else ()


def _picture(slug: str, value: str | None) -> Picture | None:
    if value is None:
        return None
    scene, caption, credit = value.split(" | ")
    return Picture(seed=slug, scene=scene, caption=caption, credit=credit)


def _body(body: str, dateline: str) -> tuple[tuple[Block, ...], tuple[Update, ...]]:
    opening, *entries = re.split(r"^@ ", body, flags=re.MULTILINE)
    return _blocks(dateline + opening), tuple(_update(entry) for entry in entries)


def _update(entry: str) -> Update:
    first, _, rest = entry.partition("\n")
    date, headline = first.split(" | ", 1)
    return Update(date, headline, _blocks(rest))


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(_block(line) for line in text.splitlines() if line)


def _block(line: str) -> Block:
    for mark, tag in _BLOCK_MARKS:
        if line.startswith(mark):
            return Block(tag, line.removeprefix(mark))
    return Block("p", line)


def inline_marks(source: str) -> list[tuple[str, str | None, bool]]:
    """The runs of a block: (words, slug of the story they link to, whether they are emphasised)."""
    runs: list[tuple[str, str | None, bool]] = []
    end = 0
    for mark in _INLINE.finditer(source):
        runs.append((source[end : mark.start()], None, False))
        runs.append((mark["stressed"] or mark["words"], mark["slug"], mark["stressed"] is not None))
        end = mark.end()
    runs.append((source[end:], None, False))
    return [run for run in runs if run[0]]

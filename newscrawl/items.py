"""The article: the contract of the data set, one line of JSON for one version of one article.

Names are schema.org's ``NewsArticle`` in snake_case. Every key is always there and has one type; lists and
structs are never null, their members may be; no struct has keys that vary. ``None`` means *not stated on the
page*: nothing is guessed into a field that claims to be stated. JSON Schema, the Arrow schema and the table in
``docs/fields.md`` are made from these classes (``newscrawl.dataset.schema``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

SCHEMA_VERSION = 1

Kind = Literal["article", "live_blog", "gallery", "video"]
Relation = Literal["original", "version", "url_variant", "syndicated"]
LinkRole = Literal["body", "related", "ranking", "recommended", "previous", "next"]
Strategy = Literal["site", "json_ld", "meta", "microdata", "dom", "text", "script", "feed", "sitemap", "url"]
TimezoneSource = Literal["stated", "assumed", "unknown"]
DatePrecision = Literal["day", "month", "year"]
Discovery = Literal["start", "link", "next_page", "feed", "sitemap", "articles_file"]
RightStatus = Literal["stated", "absent", "not_checked"]
Flag = Literal[
    "date_conflict",
    "date_in_future",
    "republished",
    "no_author",
    "truncated",
    "paywalled",
    "short_text",
    "repaired_charset",
    "repaired_transfer",
]

KINDS: tuple[str, ...] = get_args(Kind)
RELATIONS: tuple[str, ...] = get_args(Relation)
LINK_ROLES: tuple[str, ...] = get_args(LinkRole)
STRATEGIES: tuple[str, ...] = get_args(Strategy)
FLAGS: tuple[str, ...] = get_args(Flag)


@dataclass(kw_only=True)
class Dateline:
    """Where a wire story says it was written, and for which agency: ``SEOUL, South Korea (AP) —``."""

    place: str | None = None
    """The place as printed, e.g. ``SEOUL, South Korea``. None: the text has no dateline."""

    agency: str | None = None
    """The agency in the parentheses, e.g. ``AP``. None: the dateline names none."""


@dataclass(kw_only=True)
class StoryDate:
    """The date that the text itself implies: what the page claims never overrules it.

    Where the text names a day without its year, or a weekday, at most two days before the claimed day, that day is
    taken: the phrase is the text's, the year the claim's."""

    value: str | None = None
    """ISO 8601, as long as the precision allows: ``2023-12-28``, ``2023-12``, ``2023``. None: nothing may be
    concluded."""

    precision: DatePrecision | None = None
    """How exact ``value`` is. None with it."""

    evidence: list[str] = field(default_factory=list)
    """The phrases that led there, as printed: those that give the year, then the month, then the day."""


@dataclass(kw_only=True)
class Image:
    """A picture that belongs to the article."""

    url: str | None = None
    """Absolute address (schema.org ``ImageObject.url``)."""

    caption: str | None = None
    """The caption without its credit. None: no caption."""

    credit: str | None = None
    """Photographer or agency (schema.org ``creditText``). None: not stated."""


@dataclass(kw_only=True)
class LiveUpdate:
    """One entry of a live blog (schema.org ``LiveBlogPosting.liveBlogUpdate``)."""

    date_published: str | None = None
    """ISO 8601, as the entry states it. None: no time printed."""

    headline: str | None = None
    """The entry's own heading. None: it has none."""

    text: str | None = None
    """Paragraphs joined by a blank line."""


@dataclass(kw_only=True)
class ArticleLink:
    """A link of the article's page that leads to another story, kept as data and never as text."""

    role: LinkRole | None = None
    """Where it stood: in the body, in a list of related, ranked or recommended stories, or as neighbour."""

    url: str | None = None
    """Absolute address, as linked."""

    text: str | None = None
    """The anchor's text, white space folded. None: the anchor has no text."""


@dataclass(kw_only=True)
class StoryRef:
    """Which story this text tells, and what it is to the articles of it that were known before."""

    id: str | None = None
    """The cluster: equal for all copies of one story in one store. None: not looked up."""

    relation: Relation | None = None
    """What this article is to the story: ``original`` is the first seen, unless another shows itself to be; ``version``
    a changed text or headline on the same site; ``url_variant`` the same text there; ``syndicated`` a copy on another
    site."""

    of: str | None = None
    """``id`` of the nearest known article. None for an original."""

    overlap: float | None = None
    """Share of this text that the nearest known article holds too, 0 to 1. None for an original, and for what was taken
    for one until another came that was never laid beside it."""


@dataclass(kw_only=True)
class RightStatement:
    """What one source says about the use of the page."""

    status: RightStatus = "not_checked"
    """``stated``, ``absent`` (looked for, not there) or ``not_checked``."""

    value: str | None = None
    """The statement as it stands there. None unless stated."""


@dataclass(kw_only=True)
class Rights:
    """What the site says about use, source by source."""

    robots: RightStatement = field(default_factory=RightStatement)
    """The robots.txt rule that decided (RFC 9309)."""

    ai_agents: RightStatement = field(default_factory=RightStatement)
    """AI agents that robots.txt shuts out, comma-separated."""

    meta_robots: RightStatement = field(default_factory=RightStatement)
    """``<meta name=robots>``, as printed."""

    x_robots_tag: RightStatement = field(default_factory=RightStatement)
    """The ``X-Robots-Tag`` response header."""

    tdm_reservation: RightStatement = field(default_factory=RightStatement)
    """TDM Reservation Protocol: header, meta or ``/.well-known/tdmrep.json``."""

    content_signal: RightStatement = field(default_factory=RightStatement)
    """``Content-Signal`` lines of robots.txt."""

    license: RightStatement = field(default_factory=RightStatement)
    """Licence address or name (schema.org ``license``, ``<link rel=license>``)."""

    copyright: RightStatement = field(default_factory=RightStatement)
    """The copyright line, as printed."""


@dataclass(kw_only=True)
class FieldSources:
    """Which strategy gave each extracted field. None: no strategy gave a value."""

    headline: Strategy | None = None
    description: Strategy | None = None
    site_name: Strategy | None = None
    kind: Strategy | None = None
    authors: Strategy | None = None
    byline: Strategy | None = None
    section: Strategy | None = None
    breadcrumbs: Strategy | None = None
    keywords: Strategy | None = None
    language: Strategy | None = None
    language_declared: Strategy | None = None
    date_published: Strategy | None = None
    date_modified: Strategy | None = None
    dateline: Strategy | None = None
    story_date: Strategy | None = None
    text: Strategy | None = None
    images: Strategy | None = None
    is_accessible_for_free: Strategy | None = None
    live_updates: Strategy | None = None
    corrections: Strategy | None = None
    links: Strategy | None = None


@dataclass(kw_only=True)
class Provenance:
    """Where this line comes from: the response, the way to it, and who read it."""

    fetched_at: str | None = None
    """When the response arrived, ISO 8601 in UTC with Z. None: not fetched by a crawl."""

    http_status: int | None = None
    """Status of the final response."""

    etag: str | None = None
    """``ETag`` response header, as sent."""

    last_modified: str | None = None
    """``Last-Modified`` response header, as sent."""

    discovered_via: Discovery | None = None
    """What led here: a start address, a link, the next page of a list, a feed, a sitemap or the user's file."""

    discovered_from: str | None = None
    """Address of the page, feed or sitemap that led here. None for a start address."""

    depth: int | None = None
    """Links followed from a start address; 0 is the start."""

    rendered: bool | None = None
    """Whether a browser built the page."""

    warc_record_id: str | None = None
    """``WARC-Record-ID`` of the stored response. None: not stored."""

    run: str | None = None
    """The crawl that wrote this line."""

    newscrawl_version: str | None = None
    """The version of newscrawl that read the page."""

    fields: FieldSources = field(default_factory=FieldSources)
    """Which strategy gave each field."""


@dataclass(kw_only=True)
class Article:
    """One version of one article, as ``scrapy crawl site`` keeps it and ``extract_article`` gives it.

    >>> Article(url="https://times.test/a", headline="Rain ends").flags
    []
    """

    schema_version: int = SCHEMA_VERSION
    """1; raised by a change that could break a reader."""

    seq: int | None = None
    """Grows by one with each line of a site: what a reader remembers to ask for what is new. None: not stored."""

    id: str | None = None
    """Stable for an article: made from ``canonical_url`` when it is first seen, then frozen."""

    version: int | None = None
    """From 1; rises when the publisher changed text or headline. (``id``, ``version``, ``reading``) is unique."""

    reading: int | None = None
    """From 1; rises when our extraction of the same response changed."""

    ref: str | None = None
    """The caller's own key, where the address came from an ``articles_file`` with one."""

    text_sha256: str | None = None
    """SHA-256 (hex) of the text, white space folded and Unicode NFC. None: no text."""

    url: str | None = None
    """Address of the final response."""

    canonical_url: str | None = None
    """The form under which the article is known (``newscrawl.extraction.urls.canonical_url``): one for all its
    addresses. The page's own ``rel=canonical`` counts where it can be that of the article. A key; nothing need answer
    there."""

    site: str | None = None
    """Registrable domain; the host, with its port if one is given, where there is none."""

    site_name: str | None = None
    """The name the site gives itself (schema.org ``publisher.name``, ``og:site_name``, the end of ``<title>``)."""

    kind: Kind | None = None
    """What the page is: an article, a live blog, a gallery, a video. None: not known to be any."""

    headline: str | None = None
    """schema.org ``headline``, without the site's name."""

    description: str | None = None
    """Standfirst or summary (schema.org ``description``)."""

    authors: list[str] = field(default_factory=list)
    """Persons, or the agency, without roles and labels, as ordered on the page. The site itself where it states so and
    names nobody else."""

    byline: str | None = None
    """The line as printed, less its labels and counters (``By``, ``View``, ``120 views``)."""

    section: str | None = None
    """As the site files it (schema.org ``articleSection``)."""

    breadcrumbs: list[str] = field(default_factory=list)
    """The path of sections as printed, from the front page, without the article itself."""

    keywords: list[str] = field(default_factory=list)
    """All that the site tags it with, in structured data and in print (schema.org ``keywords``), no repeats."""

    language: str | None = None
    """BCP 47, detected from the text. None: too short to tell, or in several languages."""

    language_declared: str | None = None
    """BCP 47, what the page claims (``<html lang>``, ``inLanguage``)."""

    date_published: str | None = None
    """When the publisher says it first appeared, ISO 8601; with an offset only if the page states one, prints a clock
    time that gives it, or the site's zone is declared. The day in the address (strategy ``url``) or in the page's
    scripts (``script``) stands in where nothing else names one. None: not stated, never guessed."""

    date_modified: str | None = None
    """When the publisher says it was last changed, ISO 8601 as above. None: not stated, or before publication."""

    date_published_raw: str | None = None
    """The string that ``date_published`` was read from."""

    date_timezone: TimezoneSource | None = None
    """Zone of ``date_published``: ``stated`` on the page, ``assumed`` from the site's declared zone, ``unknown``.
    None without a date."""

    published_at_utc: str | None = None
    """``date_published`` in UTC with Z, to compute with. None unless the zone is stated or assumed."""

    published_day: str | None = None
    """The day of ``date_published`` as printed, ``YYYY-MM-DD``."""

    dateline: Dateline = field(default_factory=Dateline)
    """Place and agency at the head of the text."""

    story_date: StoryDate = field(default_factory=StoryDate)
    """The date that the text itself implies, where it does."""

    date_conflict_days: int | None = None
    """Claimed minus story date, in days; counted from the nearest day of a story's month or year, 0 within it. None
    unless both exist."""

    text: str | None = None
    """Paragraphs joined by a blank line; no lists of links, captions, counters, bylines (schema.org
    ``articleBody``). None: the page has no article text."""

    word_count: int | None = None
    """Words of ``text``; characters for scripts without spaces."""

    images: list[Image] = field(default_factory=list)
    """Pictures of the article, stated ones first, then others printed with a caption; each once."""

    is_accessible_for_free: bool | None = None
    """As stated (schema.org ``isAccessibleForFree``, paywall marks). None: not stated."""

    live_updates: list[LiveUpdate] = field(default_factory=list)
    """Entries of a live blog, newest first as printed."""

    corrections: list[str] = field(default_factory=list)
    """Correction and update notes as printed; not part of the text."""

    links: list[ArticleLink] = field(default_factory=list)
    """Links to other stories with their role, page order."""

    story: StoryRef = field(default_factory=StoryRef)
    """The cluster this text belongs to."""

    withdrawn_at: str | None = None
    """When a recheck found it gone (404, 410), ISO 8601 in UTC. None: not known to be gone."""

    rights: Rights = field(default_factory=Rights)
    """What the site says about use."""

    provenance: Provenance = field(default_factory=Provenance)
    """Where this line comes from."""

    flags: list[Flag] = field(default_factory=list)
    """What a reader should know, in the order of ``FLAGS``. ``date_conflict``: the claimed day is more than 31 days
    after the story's, or more than 7 before it with no later change claimed. ``date_in_future``: published more than a
    day after the fetch. ``republished``: an agency's story whose claimed day is in conflict because it comes after, a
    note that names another place of origin, or a canonical address on a site of another name."""


def as_dict(item: Any) -> Any:
    """An item as plain JSON values, keys in declaration order; a third of the cost of ``dataclasses.asdict``."""
    if isinstance(item, list):
        return [as_dict(member) for member in item]
    names = _FIELD_NAMES.get(type(item))
    return {name: as_dict(getattr(item, name)) for name in names} if names else item


_FIELD_NAMES: dict[type, tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind))
    for kind in (
        *(Article, Dateline, StoryDate, Image, LiveUpdate, ArticleLink),
        *(StoryRef, Rights, RightStatement, Provenance, FieldSources),
    )
}
EXTRACTED_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(FieldSources))
"""The fields that a strategy fills, hence the members of ``provenance.fields``."""

"""ArticleLoader: which evidence fills which field of an article, and ``extract_article``, the same without Scrapy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from itemloaders import ItemLoader
from itemloaders.processors import Compose, Identity, MapCompose, TakeFirst

import newscrawl
from newscrawl.extraction import metadata, words
from newscrawl.extraction.authors import byline_of, clean_names, fullest_names, looks_like_name
from newscrawl.extraction.block_memory import BlockMemory, own_blocks
from newscrawl.extraction.blocks import fold, units
from newscrawl.extraction.body import correction_notes, joined, paragraphs_of
from newscrawl.extraction.canonical_links import known_address
from newscrawl.extraction.collector import collector_paused
from newscrawl.extraction.date_choice import completed, is_in_future
from newscrawl.extraction.dateline import read_dateline
from newscrawl.extraction.dates import Moment, named_zone, read_date
from newscrawl.extraction.header import headline_place
from newscrawl.extraction.headlines import Title, choose_headline
from newscrawl.extraction.language import detect_language, language_tag
from newscrawl.extraction.live import live_updates
from newscrawl.extraction.markup import Bounds
from newscrawl.extraction.metadata import Claims
from newscrawl.extraction.odd_dates import read_odd_date
from newscrawl.extraction.page import Page
from newscrawl.extraction.page_kind import page_kind
from newscrawl.extraction.pictures import with_captions
from newscrawl.extraction.printed_dates import odd_lines
from newscrawl.extraction.republished import is_republished
from newscrawl.extraction.rights import read_rights
from newscrawl.extraction.roles import article_links
from newscrawl.extraction.site_name import LONGEST_HEADLINE, site_names, without_site_name
from newscrawl.extraction.site_rules import SITE_FIELDS, SiteRules, check_selectors, selected_values, site_rules
from newscrawl.extraction.state_text import state_text
from newscrawl.extraction.story_dates import has_date_conflict, set_story_date
from newscrawl.extraction.structured import main_thing
from newscrawl.extraction.text_facts import count_words, is_short, text_sha256, visible
from newscrawl.extraction.topics import clean_keywords, search_keywords, together
from newscrawl.extraction.urls import site_key
from newscrawl.items import FLAGS, Article, Dateline, FieldSources, Flag, Image, Kind, Provenance, Strategy

__all__ = [
    "SITE_FIELDS", "ArticleLoader", "BlockMemory", "Evidence", "SiteRules", "check_selectors", "extract_article",
    "site_rules",
]  # fmt: skip

STATED: tuple[Strategy, ...] = ("json_ld", "meta", "microdata", "dom")
"""What a page states its fields with, best first."""

RESCUE_SHARE = 0.4
"""A text in the structured data replaces the printed one if that is shorter than this share of it: then the page
draws its text with a script."""

STATE_UNITS = 100
"""Words from which a printed text is not looked for once more in the state that scripts draw a page from."""

LAST_RESORTS: tuple[Strategy, ...] = ("script", "url")
"""Where a date is looked for that stands nowhere else: a page's state, and the day in its address."""


@dataclass(frozen=True)
class Evidence:
    """What a feed or a sitemap said of an article: it counts where the page itself says nothing."""

    source: Literal["feed", "sitemap"]
    title: str | None = None
    date: str | None = None
    """ISO 8601."""


def extract_article(
    html: str | bytes,
    url: str,
    *,
    fields: Mapping[str, str | list[str]] | None = None,
    site: object = None,
    fetched_at: str | None = None,
    block_memory: BlockMemory | None = None,
    max_bytes: int = Bounds.max_bytes,
    max_tags: int = Bounds.max_tags,
) -> Article:
    """Read one page. Never raises on what a page holds; ValueError for selectors, a time, a zone or bounds that are
    wrong.

    ``fields`` are selectors of the site and go before those of ``site``: rules, a mapping or a spider. ``fetched_at``
    (ISO 8601) tells whether a date lies in the future and when "3 hours ago" was. ``block_memory`` holds what other
    articles of the site print: what stands on two of them is left out of the text. What stands behind ``max_bytes`` or
    ``max_tags`` is not read, and the article flagged ``truncated``.

    >>> article = extract_article("<h1>Rain ends</h1><p>It had rained for nine long days before the sun came out.", "https://times.test/a")
    >>> article.headline, article.provenance.fields.headline
    ('Rain ends', 'dom')
    """
    rules = site_rules(site)
    if fields:
        rules = SiteRules({**rules.fields, **fields}, rules.timezone, rules.name)
    check_selectors(rules.fields)
    if fetched_at is not None and read_date(fetched_at) is None:
        raise ValueError(f"fetched_at: {fetched_at!r} is no time; give ISO 8601 such as 2026-11-05T10:26:00Z")
    bounds = Bounds(max_bytes, max_tags)
    with collector_paused():  # the page goes before the collector is back: no name holds it
        return ArticleLoader(
            Page(html, url, bounds=bounds), rules, fetched_at=fetched_at, block_memory=block_memory
        ).load_item()


def _clean_text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return fold(unicodedata.normalize("NFC", visible(value.replace("\xad", "")))) or None


def _clean_headline(value: str, loader_context: dict[str, Any]) -> str | None:
    names: frozenset[str] = loader_context["site_names"]
    headline = without_site_name(value, names)
    is_headline = len(value) <= LONGEST_HEADLINE and words.key(headline) not in names | {""}
    return headline if is_headline else None


def _clean_name_of_site(value: str) -> str | None:
    name = value.strip()
    return None if "://" in name or len(name) > 80 else name.removeprefix("@") or None


def _clean_description(value: str) -> str | None:
    text = value.strip(" |·•")
    return text if units(text) > 2 else None


def _stated_bool(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    text = str(value).rpartition("/")[2].strip().lower()
    return {"true": True, "false": False, "yes": True, "no": False}.get(text)


def _read_moment(value: str | Moment, loader_context: dict[str, Any]) -> Moment | None:
    if isinstance(value, Moment):
        return value
    return read_date(value, loader_context["date_language"], loader_context["days"])


def _section_names(values: list[str], loader_context: dict[str, Any]) -> list[str]:
    titles: frozenset[str] = loader_context["titles"]
    return [name for name in values if len(name) <= 80 and words.key(name) not in titles]


def _no_repeats(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _images_once(images: list[Image]) -> list[Image]:
    return with_captions(images, [])


class _Claimed:
    """What each strategy reads on a page, when first asked for. Knows no loader, so that the page goes with it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._claims: dict[Strategy, Claims] = {}

    def by(self, strategy: Strategy) -> Claims:
        if strategy not in self._claims:
            read = {
                "json_ld": metadata.json_ld_claims,
                "meta": metadata.meta_claims,
                "microdata": metadata.microdata_claims,
                "dom": metadata.dom_claims,
                "script": metadata.script_claims,
                "url": metadata.url_claims,
            }[strategy]
            self._claims[strategy] = read(self.page)
        return self._claims[strategy]

    def days(self) -> frozenset[date]:
        """The days that claims name beyond doubt, to tell 3/11/2025 by."""
        values = [value for name in STATED for value in self.by(name).get("date_published", [])]
        values += self.by("url").get("date_published", [])
        return frozenset(moment.day for value in values if (moment := read_date(value)) is not None)


class ArticleLoader(ItemLoader):
    """Fills an article from a page: the first strategy that gives a field a good value wins, and is named.

    What is good is decided by the field's input processor: it drops what is none. The order is the site's own
    selectors, JSON-LD, meta elements, microdata, the printed page.

    >>> page = Page("<title>Rain ends | Times</title><meta property='og:site_name' content='Times'>", "https://times.test/a")
    >>> ArticleLoader(page).load_item().headline
    'Rain ends'
    """

    default_item_class = Article
    default_input_processor = MapCompose(_clean_text)
    default_output_processor = TakeFirst()

    headline_in = MapCompose(_clean_text, _clean_headline)
    description_in = MapCompose(_clean_text, _clean_description)
    site_name_in = MapCompose(_clean_text, _clean_name_of_site)
    authors_in = Compose(MapCompose(_clean_text), clean_names)
    authors_out = Identity()
    byline_in = MapCompose(_clean_text, byline_of)
    section_in = Compose(MapCompose(_clean_text), _section_names)
    breadcrumbs_in = Compose(MapCompose(_clean_text), _section_names)
    breadcrumbs_out = Identity()
    keywords_in = Compose(MapCompose(_clean_text), _no_repeats)
    keywords_out = Identity()
    language_declared_in = MapCompose(language_tag)
    date_published_in = MapCompose(_read_moment)
    date_modified_in = MapCompose(_read_moment)
    images_in = Compose(_images_once)
    images_out = Identity()
    is_accessible_for_free_in = MapCompose(_stated_bool)
    is_accessible_for_free_out = Compose(lambda values: values[0])
    kind_in = Identity()
    text_in = MapCompose(visible)
    corrections_in = Compose(MapCompose(_clean_text), _no_repeats)
    corrections_out = Identity()

    def __init__(
        self,
        page: Page,
        site: object = None,
        *,
        evidence: Evidence | None = None,
        fetched_at: str | None = None,
        block_memory: BlockMemory | None = None,
        **context: Any,
    ) -> None:
        self.page = page
        self.block_memory = block_memory
        self.evidence = evidence
        self.fetched_at = fetched_at
        self.rules = site_rules(site)
        self.zone = named_zone(self.rules.timezone) if self.rules.timezone else None
        self.sources = FieldSources()
        self.claimed = _Claimed(page)
        context = {"titles": frozenset(), "date_language": None, "days": self.claimed.days, **context}
        super().__init__(site_names=site_names(page), **context)

    def load_item(self) -> Article:
        """The article, all that one page can tell. What a store or a crawl knows is left to them."""
        page = self.page
        self.fill("language_declared")
        self.context["date_language"] = self.first("language_declared")
        self.fill("site_name")
        self.fill_headline()
        self.fill_authors()
        self.fill_keywords()
        for name in ("description", "is_accessible_for_free"):
            self.fill(name)
        self.fill_images()
        if self.evidence is not None and self.evidence.title:
            self.offer("headline", self.evidence.source, [self.evidence.title])
        self.context["titles"] = self.titles()
        self.fill("breadcrumbs")
        self.fill("section")
        self.fill_byline()
        self.fill_text()
        self.fill_date_published()
        self.fill("date_modified")
        self.offer("corrections", "site", self.selected("corrections"))
        self.offer("corrections", "dom", correction_notes(page))
        published, modified = self.moment("date_published"), self.moment("date_modified")
        item = cast("Article", super().load_item())
        item.url, item.canonical_url, item.site = page.url, known_address(page), site_key(page.url) or None
        item.provenance = Provenance(newscrawl_version=newscrawl.__version__, fields=self.sources)
        self.set_section(item)
        self.set_dates(item, published, modified)
        self.set_from_text(item)
        self.set_kind(item)
        item.links = article_links(page)
        self.sources.links = "dom" if item.links else None
        item.rights = read_rights(page)
        item.flags = self.flags(item, published)
        return item

    def fill(self, name: str) -> None:
        """Offer what each strategy claims for a field, until one is good."""
        if self.offer(name, "site", self.selected(name)):
            return
        for strategy in STATED:
            if self.offer(name, strategy, self.claims(strategy).get(name, [])):
                return

    def fill_date_published(self) -> None:
        """As other fields; a feed or a sitemap knows better than odd lines, the page's scripts and its address."""
        self.fill("date_published")
        self.outvote("date_published")
        if self.evidence is not None and self.evidence.date:
            self.offer("date_published", self.evidence.source, [self.evidence.date])
        if not self.get_collected_values("date_published"):
            language = self.context["date_language"]
            odd = (read_odd_date(line, language, self.fetched_at) for line in odd_lines(self.page))
            self.offer("date_published", "dom", [moment for moment in odd if moment is not None])
        for strategy in LAST_RESORTS:
            if not self.get_collected_values("date_published"):
                self.offer("date_published", strategy, self.claims(strategy).get("date_published", []))

    def outvote(self, name: str) -> None:
        """Where a page prints another day than the one believed, and a second statement for machines has it too."""
        believed, printed = self.first(name), self.moment_of("dom", name)
        source = getattr(self.sources, name)
        if printed is None or source not in STATED[:-1] or abs((believed.day - printed.day).days) <= 1:
            return
        changed = {moment.day for other in STATED if (moment := self.moment_of(other, "date_modified")) is not None}
        for other in STATED[:-1]:
            moment = self.moment_of(other, name) if other != source else None
            if moment is not None and moment.day == printed.day and moment.day not in changed:
                self._values.pop(name)
                self.offer(name, other, [moment])
                return

    def moment_of(self, strategy: Strategy, name: str) -> Moment | None:
        """The first date that a strategy claims for a field."""
        values = self.claims(strategy).get(name, [])
        return next(
            (moment for value in values if (moment := _read_moment(value, dict(self.context))) is not None), None
        )

    def offer(self, name: str, strategy: Strategy, values: list[Any]) -> bool:
        """Add values unless the field has some; whether it has now."""
        if values and not self.get_collected_values(name):
            self.add_value(name, values)
            if self.get_collected_values(name):
                setattr(self.sources, name, strategy)
        return bool(self.get_collected_values(name))

    def first(self, name: str) -> Any:
        """The field's first collected value, or None."""
        return next(iter(self.get_collected_values(name)), None)

    def claims(self, strategy: Strategy) -> Claims:
        """What a strategy reads on this page; read when first asked for."""
        return self.claimed.by(strategy)

    def selected(self, name: str) -> list[Any]:
        """What the site's own selectors find for a field; those of the first selector that finds anything."""
        return selected_values(self.page, self.rules, name)

    def fill_headline(self) -> None:
        """What the site's own selector gives, else what ``choose_headline`` takes of the page's titles."""
        if self.offer("headline", "site", self.selected("headline")):
            return
        place = headline_place(self.page)
        heading = self.cleaned("headline", [self.page.blocks[place].text] if place is not None else [])
        stated: list[Title] = [
            (strategy, title)
            for strategy in ("json_ld", "meta", "microdata")
            for title in self.cleaned("headline", self.claims(strategy).get("headline", []))
        ]
        stated += [("dom", title) for title in self.cleaned("headline", [self.page.title])]
        chosen = choose_headline(heading[0] if heading else None, stated)
        if chosen is not None:
            self.offer("headline", chosen[0], [chosen[1]])

    def titles(self) -> frozenset[str]:
        """Keys of all that the story is called: the last step of the path to it is no section."""
        stated = [title for strategy in STATED for title in self.claims(strategy).get("headline", [])]
        return frozenset(words.key(title) for title in [*stated, self.first("headline")] if title)

    def fill_authors(self) -> None:
        """Who is named first, or fuller elsewhere; the site itself where the page says so and names nobody else."""
        if self.offer("authors", "site", clean_names(self.selected("authors"))):
            return
        stated_sections = [name for strategy in STATED for name in self.claims(strategy).get("section", [])]
        sections = frozenset(map(words.key, stated_sections))
        for names_of_site in (self.context["site_names"] | sections, sections):
            claimed: dict[Strategy, list[str]] = {
                strategy: clean_names(
                    self.claims(strategy).get("authors", []), names_of_site, is_printed=strategy == "dom"
                )
                for strategy in STATED
            }
            stated = [names for names in claimed.values() if names]
            # An account ("amoor2") gives way to whoever is named as people are.
            found = next((names for names in stated if looks_like_name(names[0])), stated[0] if stated else [])
            byline = clean_names(metadata.declared_authors(self.page), names_of_site, is_printed=True)
            names = fullest_names(found, [claimed["meta"], byline])
            source = next((strategy for strategy, claim in claimed.items() if claim == names), "dom")
            if self.offer("authors", cast("Strategy", source), names):
                return

    def fill_keywords(self) -> None:
        """What the site's selectors give, else what all of the page's tags say together."""
        if self.offer("keywords", "site", self.selected("keywords")):
            return
        names: frozenset[str] = self.context["site_names"]
        claimed: list[tuple[Strategy, list[str]]] = [
            (strategy, self.claims(strategy).get("keywords", [])) for strategy in STATED
        ]
        claimed.append(("meta", search_keywords(self.page)))
        filed = [(strategy, clean_keywords(claims, self.page.url, names)) for strategy, claims in claimed]
        strategy = next((strategy for strategy, found in filed if found), None)
        if strategy is not None:
            self.offer("keywords", strategy, together([found for _, found in filed]))

    def fill_images(self) -> None:
        """The pictures that are stated, with the captions printed under them, then those that are only printed."""
        self.fill("images")
        printed: list[Image] = self.claims("dom").get("images", [])
        if printed and self.sources.images in ("json_ld", "meta"):
            self.replace_value("images", with_captions(self.get_collected_values("images"), printed))

    def cleaned(self, name: str, values: list[Any]) -> list[Any]:
        """The values that the field's input processor finds good."""
        return list(self.get_value(values, self.get_input_processor(name)) or ())

    def fill_byline(self) -> None:
        self.offer("byline", "site", self.selected("byline"))
        self.offer("byline", "dom", metadata.byline_claims(self.page))

    def fill_text(self) -> None:
        chosen = self.selected("text")
        if chosen:
            self.offer("text", "site", ["\n\n".join(chosen)])
            return
        printed = joined(own_blocks(self.page, self.block_memory))
        strategy, stated = self.stated_text(printed)
        stated = stated.encode("utf-8", "replace").decode() if stated else None  # half of a surrogate pair
        if stated and units(printed or "") < RESCUE_SHARE * units(stated):
            self.offer("text", strategy, [stated])
        elif printed:
            self.offer("text", "dom", [printed])

    def stated_text(self, printed: str | None) -> tuple[Strategy, str | None]:
        """The text in JSON-LD; where there is none, and hardly one is printed, that in the state of a script."""
        thing = main_thing(self.page)
        body = thing.get("articleBody") if thing else None
        if isinstance(body, str) and body.strip():
            return "json_ld", "\n\n".join(paragraphs_of(body)) or None
        return "script", state_text(self.page) if units(printed or "") < STATE_UNITS else None

    def moment(self, name: str) -> Moment | None:
        """The field's date, completed by what other claims say of the same."""
        found: Moment | None = self.first(name)
        self._values.pop(name, None)
        return completed(found, self.other_moments(name)) if found is not None else None

    def other_moments(self, name: str) -> Iterable[Moment]:
        for strategy in STATED:
            for value in self.claims(strategy).get(name, []):
                moment = read_date(value, self.context["date_language"]) if isinstance(value, str) else None
                if moment is not None:
                    yield moment

    def set_section(self, item: Article) -> None:
        """Where no section is stated, the last step of the path to the article."""
        if item.section is None and len(item.breadcrumbs) > 1:
            item.section = item.breadcrumbs[-1]
            self.sources.section = self.sources.breadcrumbs

    def set_dates(self, item: Article, published: Moment | None, modified: Moment | None) -> None:
        if published is not None:
            stated = published
            published = published.in_zone(self.zone) if self.zone else published
            item.date_published, item.date_published_raw = published.iso, fold(published.raw)
            item.published_day, item.published_at_utc = published.day.isoformat(), published.utc
            item.date_timezone = "stated" if stated.has_zone else "assumed" if published.has_zone else "unknown"
        if modified is not None:
            modified = modified.in_zone(self.zone) if self.zone else modified
            # What was changed before it appeared is a date of something else.
            is_possible = published is None or not modified.is_before(published)
            item.date_modified = modified.iso if is_possible else None
        if item.date_modified is None:
            self.sources.date_modified = None

    def set_from_text(self, item: Article) -> None:
        item.live_updates, self.sources.live_updates = live_updates(self.page)
        if item.text is None:
            return
        item.word_count = count_words(item.text)
        item.text_sha256 = text_sha256(item.text)
        item.dateline = read_dateline(item.text)
        item.language = detect_language(item.text)
        self.sources.language = "text" if item.language else None
        self.sources.dateline = "text" if item.dateline != Dateline() else None
        set_story_date(item)

    def set_kind(self, item: Article) -> None:
        stated: tuple[Strategy, ...] = ("json_ld", "meta")
        kind, source = next(
            ((claim[0], name) for name in stated if (claim := self.claims(name).get("kind"))), (None, None)
        )
        if item.live_updates and kind in (None, "article"):
            kind, source = "live_blog", self.sources.live_updates
        if kind in (None, "article"):
            is_story = page_kind(self.page, item.text) == "article"
            kind, source = ("article", source or "dom") if is_story else (None, None)
        item.kind, self.sources.kind = cast("Kind | None", kind), source

    def flags(self, item: Article, published: Moment | None) -> list[Flag]:
        facts = {
            "date_conflict": has_date_conflict(item),
            "republished": is_republished(item, self.page),
            "date_in_future": published is not None and is_in_future(published, self.fetched_at),
            "no_author": not item.authors,
            "truncated": self.page.is_truncated,
            "paywalled": item.is_accessible_for_free is False,
            "short_text": item.text is not None and is_short(item.text),
            "repaired_charset": self.page.has_repaired_charset,
        }
        return [flag for flag in FLAGS if facts.get(flag)]  # type: ignore[misc]

"""Why an article came out as it did: of each field its value, who gave it, and what the others said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newscrawl.extraction.body import article_blocks, joined
from newscrawl.extraction.dates import Moment
from newscrawl.extraction.page import Page
from newscrawl.items import EXTRACTED_FIELDS, STRATEGIES, Article, Strategy
from newscrawl.loaders import ArticleLoader, BlockMemory

PAGE_STRATEGIES: tuple[Strategy, ...] = ("json_ld", "meta", "microdata", "dom")
"""Those that read the page for any field, beside the site's own selectors."""


@dataclass(frozen=True)
class Claim:
    """One value that a strategy read for a field, whether or not it was asked for it."""

    said: Any
    """As it was read."""

    read_as: list[Any]
    """As the field would hold it. Empty: the field has no use for it."""


@dataclass(frozen=True)
class Explained:
    """A field of an article and where its value comes from."""

    field: str
    value: Any
    """As the article has it."""

    strategy: Strategy | None
    """Which gave the value. None: none did."""

    claims: dict[Strategy, list[Claim]]
    """What each strategy said, the most trusted first; those that said nothing are not there. A value that was made
    from others, such as a language, has none."""


def explain_article(
    page: Page, site: object = None, block_memory: BlockMemory | None = None
) -> tuple[Article, list[Explained]]:
    """The article as ``ArticleLoader`` reads it, and each of its extracted fields explained, in their order.

    >>> page = Page("<meta name=author content='By Ada Moor'><h1>Rain ends at last", "https://times.test/a")
    >>> authors = next(one for one in explain_article(page)[1] if one.field == "authors")
    >>> authors.value, authors.strategy, authors.claims
    (['Ada Moor'], 'meta', {'meta': [Claim(said='By Ada Moor', read_as=['Ada Moor'])]})
    """
    loader = _ListeningLoader(page, site, block_memory=block_memory)
    for name in EXTRACTED_FIELDS:  # before the loader picks and cleans: what was said, as it was said
        loader.hear(name, "site", loader.selected(name))
        for strategy in PAGE_STRATEGIES:
            loader.hear(name, strategy, loader.claims(strategy).get(name, []))
    article = loader.load_item()
    return article, [
        Explained(name, getattr(article, name), getattr(loader.sources, name), loader.claims_of(name))
        for name in EXTRACTED_FIELDS
    ]


class _ListeningLoader(ArticleLoader):
    """Notes what it is offered, also where the field has a value already."""

    def __init__(self, page: Page, site: object = None, **context: Any) -> None:
        self._heard: dict[str, dict[Strategy, list[Any]]] = {}
        super().__init__(page, site, **context)

    def offer(self, name: str, strategy: Strategy, values: list[Any]) -> bool:
        self.hear(name, strategy, values)
        return super().offer(name, strategy, values)

    def fill_text(self) -> None:
        super().fill_text()
        strategy, stated = self.stated_text(None)
        self.hear("text", strategy, [stated] if stated else [])
        self.hear("text", "dom", [text] if (text := joined(article_blocks(self.page))) else [])

    def hear(self, name: str, strategy: Strategy, values: list[Any]) -> None:
        """Note what a strategy says first of a field: what it is asked again is the same."""
        if values:
            self._heard.setdefault(name, {}).setdefault(strategy, list(values))

    def claims_of(self, name: str) -> dict[Strategy, list[Claim]]:
        heard = self._heard.get(name, {})
        by_trust = sorted(heard, key=STRATEGIES.index)
        return {strategy: [self._claim(name, value) for value in heard[strategy]] for strategy in by_trust}

    def _claim(self, name: str, value: Any) -> Claim:
        kept = self.get_value([value], self.get_input_processor(name)) or []
        said = value.raw if isinstance(value, Moment) else value
        return Claim(said, [self._as_held(one) for one in kept])

    def _as_held(self, value: Any) -> Any:
        if isinstance(value, Moment):
            return (value.in_zone(self.zone) if self.zone else value).iso
        return value

"""StoryIndex: which story is this text?"""

from __future__ import annotations

import json
import secrets
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.extraction.text_facts import storable
from newscrawl.items import Article, Relation
from newscrawl.store import Store
from newscrawl.store.rows import article_id
from newscrawl.store.tables import runs, tellings
from newscrawl.store.tellings import ORIGINAL, give_up, settle
from newscrawl.stories.likeness import (
    APART,
    MIN_LIKENESS,
    Alignment,
    Overlap,
    StoryModel,
    Told,
    Words,
    align,
    headline_words,
    is_another_headline,
    overlap,
    shipped_model,
    signs,
)
from newscrawl.stories.lookup import Found, Lookup, Reading, read
from newscrawl.stories.origin import Origin, evidence, supersedes
from newscrawl.stories.postings import Postings
from newscrawl.stories.shingles import are_in, word_prints

ONE_STORY = 0.6
"""Chance from which two texts are one story."""

SAME_ADDRESS = 0.25
"""Share of either text from which what is read at a known address is a version of what stood there."""

SAME_TEXT = 0.9
"""Share of both texts from which two of one site are one text."""

_FEWEST_SHARED = 3  # sampled shingles; with 5 one copy in 50 was not even looked at
_MOST_STORIES = 6  # that are compared
_MOST_TELLINGS = 4  # of one story that are compared
_DIGEST_PARTS, _DIGEST_PART, _DIGEST_SHARE = 3, 15, 0.45
_COMPRESSION = 3  # of 9: half the time of 6 for a twentieth more bytes
_LONGEST_NOTICE = 100  # words
_MOST_NEAR = 20  # tellings of one article, and of one text, that are looked at
_REMEMBERED = 256  # tellings whose words are kept in memory, some 30 kB each


@dataclass(frozen=True)
class Story:
    """Which story a text tells, and what it is to the articles known before."""

    id: str
    relation: Relation
    of: str | None = None
    """``id`` of the article it repeats; None for an original."""
    overlap: float | None = None
    """Share of the text that the other article holds too, 0 to 1."""
    evidence: tuple[str, ...] = field(default=(), compare=False)
    """Why the one is the original and the other is not, in words; empty where nothing else tells the story."""
    article_id: str = field(default="", compare=False)
    """Of the article that was added."""


@dataclass(frozen=True)
class Candidate:
    """A known story beside a new text: its telling that is most alike."""

    row: Any
    """Of ``tellings``."""
    told: Told
    shares: Overlap
    alignment: Alignment = APART
    values: list[float] = field(default_factory=list)
    """Of ``likeness.SIGNS``."""


Judge = Callable[[Told, Sequence[Candidate]], Candidate | None]
"""Says which of the candidates tells the story of a new text. None: none does."""


def likeliest(model: StoryModel) -> Judge:
    """Judge by chance alone."""

    def judge(_new: Told, candidates: Sequence[Candidate]) -> Candidate | None:
        chances = [model.chance(candidate.values) for candidate in candidates]
        best = max(range(len(chances)), key=chances.__getitem__, default=None)
        return candidates[best] if best is not None and chances[best] >= ONE_STORY else None

    return judge


class StoryIndex:
    """Joins texts that tell one story, across all sites of a store.

    Of each text a sample of its shingles is posted; a new one is laid beside the stories that it shares rare ones with,
    and joins the likeliest, if that is likely enough. An article is claimed for its story before it is kept (the claim
    becomes permanent with the article), so that two crawls on one store never both hold the original. Claims of dead
    crawls are taken over.

    >>> from newscrawl.items import Article
    >>> index = StoryIndex(Store("sqlite://"))
    >>> index.add(Article(canonical_url="https://times.test/a", text="Rain.", word_count=1)).relation
    'original'
    """

    def __init__(
        self,
        store: Store,
        *,
        run: str | None = None,
        is_free: Callable[[str], bool] = lambda site: True,
        keeps: bool = False,
        judge: Judge | None = None,
    ) -> None:
        """``is_free(site)`` tells whether no crawl holds a site: then its unfinished runs are dead.

        ``keeps``: what is added counts as kept at once. ``judge`` decides in the place of the shipped model.
        """
        self._store = store
        self._run = run
        self._is_free = is_free
        self._keeps = keeps
        self._judge = judge or likeliest(shipped_model())
        self._postings = Postings()
        self._lookup = Lookup(self._postings)
        self._told: OrderedDict[int, tuple[int, Told]] = OrderedDict()

    def add(
        self,
        article: Article,
        *,
        connection: Connection | None = None,
        reading: Reading | None = None,
        is_kept: bool | None = None,
    ) -> Story:
        """The article's story, claimed in the caller's transaction or in one of its own.

        ``reading`` is what ``read`` made of the article, where that was done outside the transaction; ``is_kept`` says
        that it is stored already.
        """
        reading = reading or read(article)
        is_kept = self._keeps if is_kept is None else is_kept
        if connection is not None:
            return self._add(connection, article, reading, is_kept=is_kept)
        with self._store.transaction() as own:
            return self._add(own, article, reading, is_kept=is_kept)

    def release(self, connection: Connection, article_id: str) -> None:
        """Give up this run's claim for an article that is not kept after all."""
        give_up(connection, self._is_mine(article_id))

    def take_back(self, connection: Connection, article_id: str) -> None:
        """Give up the claim that was added in the same transaction: nothing can be a copy of it yet."""
        is_claim = self._is_mine(article_id) & (tellings.c.kept == 0)
        connection.execute(sa.update(tellings).where(is_claim).values(kept=-1, place=0))

    def _is_mine(self, article_id: str) -> sa.ColumnElement[bool]:
        return (tellings.c.article_id == article_id) & (tellings.c.run == self._run)

    # -- which story -----------------------------------------------------------------------------------------------

    def _add(self, connection: Connection, article: Article, reading: Reading, *, is_kept: bool) -> Story:
        self._store.lock_articles(connection)
        article_id = self._id_of(connection, article, reading)
        rows = connection.execute(_NEAR, {"article_id": article_id, "print": reading.print}).all()
        near = [row for row in rows if self._stands(connection, row)]
        versions = [row for row in near if row.article_id == article_id]
        same = next((row for row in versions if row.print == reading.print), None)
        if same is not None:
            return _story(same._asdict())
        number = self._postings.catch_up(connection) + 1
        found = self._lookup.find(connection, article, article_id, reading)
        candidates = self._candidates(connection, found, versions)
        twins = [row for row in near if row.print == reading.print and not reading.text.is_short]
        twin = next((row for row in twins if not _is_notice(found.told, reading, row)), None)
        known = Match(twin, 1.0, 1.0) if twin is not None else self._choose(found.told, reading, candidates, versions)
        if known is not None:
            known = self._on_site(connection, known, found, reading)
        is_digest = known is None and _is_digest(found.told, candidates)
        row = self._row(number, found, reading) | {"is_target": int(not is_digest), "kept": int(is_kept)}
        if known is not None:
            reasons = self._join(connection, row, known, found, reading.origin)
        else:
            reasons = ()
            if versions or self._was_told(connection, article_id):
                row["story_id"] = f"{article_id}-{number}"
        self._write(connection, row, found)
        return _story(row, reasons)

    def _id_of(self, connection: Connection, article: Article, reading: Reading) -> str:
        """The id an article is known by; what has no address goes by its id, or by its headline and text."""
        address = article.canonical_url or article.url
        if address:
            return self._store.id_of(connection, storable(address))
        return storable(article.id or "") or article_id(f"{article.headline}\n{reading.print}")

    def _candidates(self, connection: Connection, found: Found, versions: Sequence[Any]) -> list[Candidate]:
        """The known stories that share most with a new text, and what stood at its address; likeliest first."""
        shared = found.shared().most_common(2 * _MOST_STORIES)
        stories = [story for story, number in shared if number >= _FEWEST_SHARED][:_MOST_STORIES]
        stories += [row.story for row in versions[-1:] if row.story not in stories]
        if not stories:
            return []
        tellings_of: dict[int, list[Any]] = {story: [] for story in stories}
        for row in connection.execute(_TELLINGS, {"stories": stories}):
            if self._stands(connection, row):
                tellings_of[row.story].append(row)
        compared = [self._nearest(found, rows) for rows in tellings_of.values() if rows]
        compared.sort(key=lambda candidate: -candidate.shares.most)
        held = [candidate.shares.held for candidate in compared]
        return [
            replace(
                candidate,
                values=signs(
                    found.told,
                    candidate.told,
                    candidate.shares,
                    candidate.alignment,
                    elsewhere=max(held[:place] + held[place + 1 :], default=0.0),
                    rare=found.rare,
                ),
            )
            for place, candidate in enumerate(compared)
            if candidate.shares.most >= MIN_LIKENESS or candidate.told.article_id == found.told.article_id
        ]

    def _nearest(self, found: Found, rows: Sequence[Any]) -> Candidate:
        """Of one story's tellings what stood at the address before, or else has most of the new text's sample."""
        told = [self._told_in(row) for row in rows]
        shared = [int(are_in(found.told.sample, one.sample).sum()) for one in told]
        own = [
            (one.article_id == found.told.article_id, number, one.site == found.told.site)
            for one, number in zip(told, shared, strict=True)
        ]
        best = max(range(len(rows)), key=own.__getitem__)
        shares = overlap(found.told, told[best], found.common)
        alignment = align(found.told, told[best]) if shares.most >= MIN_LIKENESS else APART
        return Candidate(rows[best], told[best], shares, alignment)

    def _on_site(self, connection: Connection, known: Match, found: Found, reading: Reading) -> Match:
        """The telling that a text repeats: where its site has told the story already, that one, however many have."""
        new, row = found.told, known.row
        if not new.site or new.site == row.site or new.article_id == row.article_id:
            return known
        for own in connection.execute(_ON_SITE, {"story": row.story, "site": new.site}).all():
            if self._stands(connection, own):
                if own.print == reading.print:
                    return Match(own, 1.0, 1.0)
                told = self._told_in(own)
                shares = overlap(new, told, found.common)
                return Match(own, shares.held, shares.holds, align(new, told).slots)
        return known

    def _choose(
        self, new: Told, reading: Reading, candidates: Sequence[Candidate], versions: Sequence[Any]
    ) -> Match | None:
        """The telling that a new text repeats; at its own address less of it has to be the same."""
        chosen = self._judge(new, [one for one in candidates if not _only_looks_alike(new, reading, one)])
        if chosen is None and versions:
            at_address = (one for one in candidates if one.told.article_id == new.article_id)
            chosen = next((one for one in at_address if _is_same_page(new, one)), None)
        if chosen is None:
            return None
        before = next((row for row in reversed(versions) if row.story == chosen.row.story), chosen.row)
        return Match(before, chosen.shares.held, chosen.shares.holds, chosen.alignment.slots)

    def _told_in(self, row: Any) -> Told:
        """A telling's text; those that were compared last are at hand."""
        stamp, told = self._told.get(row.number, (None, None))
        if told is None or stamp != row.stamp:
            words = zlib.decompress(row.words).decode("utf-8", "surrogatepass").split()
            sample = np.frombuffer(row.hashes, "<u8", count=row.sampled)
            told = Told(Words(words, row.shingle, word_prints(words)), sample, row.site, row.article_id, row.headline)
            self._told[row.number] = row.stamp, told
            if len(self._told) > _REMEMBERED:
                self._told.popitem(last=False)
        self._told.move_to_end(row.number)
        return told

    # -- claims ----------------------------------------------------------------------------------------------------

    def _stands(self, connection: Connection, row: Any) -> bool:
        """Whether a telling is kept, or may yet be; the claim of a dead crawl is given up."""
        if row.kept or row.run == self._run or not self._is_dead(connection, row.run):
            return True
        give_up(connection, tellings.c.number == row.number)
        return False

    def _is_dead(self, connection: Connection, run: str | None) -> bool:
        """Whether the crawl that made a claim ended without keeping it: it held its sites' locks while it lived."""
        row = connection.execute(sa.select(runs.c.finished_at, runs.c.sites).where(runs.c.id == run)).first()
        return row is None or row.finished_at is not None or all(map(self._is_free, json.loads(row.sites)))

    def _was_told(self, connection: Connection, article_id: str) -> bool:
        """Whether a claim for an article was given up: others may be copies of it still, under its id."""
        return self._run is not None and connection.scalar(_OF_ARTICLE, {"article_id": article_id}) is not None

    def _row(self, number: int, found: Found, reading: Reading) -> dict[str, Any]:
        """The telling of a text that repeats no other: a story of its own, under its article's id."""
        told = found.told
        return {
            "number": number,
            "stamp": secrets.randbits(62),
            "story": number,
            "place": 1,
            "story_id": told.article_id,
            "article_id": told.article_id,
            "site": told.site,
            "relation": "original",
            "of": None,
            "overlap": None,
            "print": reading.print,
            "headline": storable(told.headline),
            "words": zlib.compress(" ".join(told.text.words).encode("utf-8", "surrogatepass"), _COMPRESSION),
            "shingle": told.text.shingle,
            "hashes": found.hashes.astype("<u8").tobytes(),
            "sampled": len(told.sample),
            "origin": reading.origin.to_json(),
            "rank": reading.origin.rank,
            "supersedes": None,
            "run": self._run,
        }

    def _join(
        self, connection: Connection, row: dict[str, Any], known: Match, found: Found, origin: Origin
    ) -> tuple[str, ...]:
        """Make a telling one of a known story; gives what speaks for the original."""
        story = {"story": known.row.story}
        place = (connection.scalar(_LAST_PLACE, story) or 0) + 1
        row |= story | {"story_id": known.row.story_id, "place": max(place, ORIGINAL + 1)}
        row |= {"relation": _relation(row, known), "of": known.row.article_id, "overlap": round(known.held, 3)}
        first = self._original(connection, story)
        if first is None:  # its crawl died before it was kept
            return ()
        original = Origin.from_json(first.origin)
        if row["relation"] != "syndicated" or not supersedes(origin, original):
            return evidence(original, origin)
        holds = known.holds if known.row.number == first.number else self._holds(found, first)
        row |= {"relation": "original", "of": None, "overlap": round(holds, 3), "place": ORIGINAL}
        row["supersedes"] = first.number
        return evidence(origin, original)

    def _original(self, connection: Connection, story: dict[str, int]) -> Any:
        """What is taken for a story's original, kept or claimed. None: what was is given up."""
        rows = connection.execute(_ORIGINALS, story).all()
        standing = [row for row in rows if self._stands(connection, row)]
        if len(standing) < len(rows):  # what was a copy may have become the original
            standing = list(connection.execute(_ORIGINALS, story).all())
        return min(standing, key=lambda row: (row.rank, row.number), default=None)

    def _holds(self, found: Found, row: Any) -> float:
        """Share of a telling that a new text holds."""
        return overlap(found.told, self._told_in(row), found.common).holds

    def _write(self, connection: Connection, row: dict[str, Any], found: Found) -> None:
        connection.execute(_TELL, row)
        new = [row["story"] not in stories for stories in found.stories]
        posted = found.hashes[np.array(new, np.bool_)] if row["is_target"] and new else found.hashes[:0]
        self._postings.note(row["number"], row["stamp"], row["story"], posted)
        self._postings.write_due(connection)
        if row["kept"] and row["supersedes"]:
            settle(connection, row["story"])


@dataclass(frozen=True)
class Match:
    """The telling that a new text repeats."""

    row: Any
    held: float
    """Share of the new text that it holds."""
    holds: float
    """Share of it that the new text holds."""
    slots: int = 0
    """Places where they have different names or numbers."""


_TOLD = [
    tellings.c[name]
    for name in ("number", "stamp", "story", "story_id", "article_id", "site", "relation", "of", "overlap", "print",
                 "headline", "run", "kept")
]  # fmt: skip


def _some(column: sa.Column[Any], order: Any) -> sa.Select[Any]:
    """Tellings with one value of a column: by its index, however many there are."""
    stands = (column == sa.bindparam(column.name), tellings.c.place > 0)
    return sa.select(sa.select(*_TOLD).where(*stands).order_by(order).limit(_MOST_NEAR).subquery())


_near = sa.union_all(
    _some(tellings.c.article_id, tellings.c.number.desc()), _some(tellings.c.print, tellings.c.number)
).subquery()
_NEAR = sa.select(_near).order_by(_near.c.number)
_COMPARED = [*_TOLD, *(tellings.c[name] for name in ("words", "shingle", "hashes", "sampled"))]
_TELLINGS = sa.select(*_COMPARED).where(
    tellings.c.story.in_(sa.bindparam("stories", expanding=True)),
    tellings.c.place.between(1, _MOST_TELLINGS),
    tellings.c.is_target == 1,
)
_of_story = tellings.c.story == sa.bindparam("story")
_ORIGINALS = sa.select(*_COMPARED, tellings.c.origin, tellings.c.rank).where(_of_story, tellings.c.place == ORIGINAL)
_ON_SITE = (
    sa.select(*_COMPARED)
    .where(_of_story, tellings.c.place > 0, tellings.c.site == sa.bindparam("site"))
    .order_by(tellings.c.place)
    .limit(_MOST_TELLINGS)
)
_OF_ARTICLE = sa.select(tellings.c.number).where(tellings.c.article_id == sa.bindparam("article_id")).limit(1)
_LAST_PLACE = sa.select(sa.func.max(tellings.c.place)).where(_of_story)
_TELL = sa.insert(tellings)


def _story(row: Mapping[str, Any], reasons: tuple[str, ...] = ()) -> Story:
    is_original = row["relation"] == "original"
    overlap = None if is_original else row["overlap"]
    return Story(row["story_id"], row["relation"], row["of"], overlap, reasons, row["article_id"])


def _relation(row: Mapping[str, Any], known: Match) -> Relation:
    if known.row.article_id == row["article_id"]:
        return "version"
    if known.row.site != row["site"] or not row["site"]:
        return "syndicated"
    is_same = min(known.held, known.holds) >= SAME_TEXT and not known.slots
    if is_same and not is_another_headline(headline_words(row["headline"]), headline_words(known.row.headline)):
        return "url_variant"
    return "version"


def _only_looks_alike(new: Told, reading: Reading, known: Candidate) -> bool:
    """Whether the texts of two addresses are a site's own, or one form filled in twice."""
    is_version = new.article_id == known.told.article_id
    return _is_notice(new, reading, known.row) or (known.alignment.is_form and not is_version)


def _is_notice(new: Told, reading: Reading, known: Any) -> bool:
    """Whether a text that another article of its site has too is the site's own: it is short, and stands under another
    headline (``subscribe to read on``, ``we value your privacy``)."""
    is_of_site = bool(new.site) and new.site == known.site and new.article_id != known.article_id
    if not is_of_site or not reading.text.is_shorter_than(_LONGEST_NOTICE):
        return False
    return is_another_headline(new.headline_words, headline_words(known.headline))


def _is_same_page(new: Told, known: Candidate) -> bool:
    """Whether what is read at a known address is the article that stood there; short texts cannot be compared."""
    return known.shares.most >= SAME_ADDRESS or not len(new.sample) or not len(known.told.sample)


def _is_digest(new: Told, candidates: Sequence[Candidate]) -> bool:
    """Whether a text is made of others: three stories or more each hold another part of it, and none holds half."""
    parts = [one for one in candidates if one.shares.held < _DIGEST_SHARE]
    if len(parts) < max(_DIGEST_PARTS, len(candidates)):
        return False
    number, covered = 0, np.zeros(len(new.text.shingles), np.bool_)
    for part in parts:
        of_part = are_in(new.text.shingles, part.told.text.shingles)
        number += int((of_part & ~covered).sum()) >= _DIGEST_PART
        covered |= of_part
    return number >= _DIGEST_PARTS

"""CrawlStore: one crawl's hold on a store."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from newscrawl.exceptions import CannotCrawl, OutOfSpace, SiteIsLocked
from newscrawl.extraction.block_memory import BlockMemory, text_prints
from newscrawl.extraction.changes import essence, is_trivial_change
from newscrawl.extraction.site_memory import SiteMemory
from newscrawl.items import Article, as_dict
from newscrawl.store.database import DEFAULT_RULES, Store, store_error
from newscrawl.store.lines import ArticleLines, Repair
from newscrawl.store.locks import SiteLocks
from newscrawl.store.rows import FAILED, Crashed, Identity, Json, KeepRules, Kept, NewPage, PageOutcome, Window
from newscrawl.store.tally import SiteTally
from newscrawl.store.tellings import give_up_dead, give_up_run
from newscrawl.store.writer import StoreWriter, retrieve

EVERYTHING = Window()
_NEVER = 1_000_000  # pages: a list then ends where it ends, or by its other bounds
_REMEMBER_EVERY = 100  # pages of a site; what a kill may cost of the links' memory is learned again
_LONGEST_WAIT_S = 30.0  # for what a page repeats to be kept; two pages of several articles could wait for each other
_LEARNED_AGAIN = 200  # lines that the memory of blocks learns at start; those of a crash, less than half of them


class CrawlStore:
    """The sites a crawl has locked, their generations and files, its run and its writer.

    Made by ``OpenStore`` at the start of a crawl; everything that the crawl writes goes through it.
    """

    def __init__(
        self, store: Store, folder: Path, site_keys: Sequence[str], *, rules: KeepRules = DEFAULT_RULES
    ) -> None:
        """Take the sites' locks. SiteIsLocked if none is left; ``locked`` names those that others hold."""
        self.store = store
        self.rules = rules
        self.run = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        self.locks = SiteLocks(store, folder)
        self.locked = [site for site in site_keys if not self.locks.take(site)]
        self.sites = [site for site in site_keys if site not in self.locked]
        if not self.sites:
            raise SiteIsLocked(
                f"{', '.join(self.locked)}: another crawl holds the site in this store; wait for it, or stop it"
            )
        self.generations: dict[str, int] = {}
        self.resumed: list[str] = []
        self.crashed: dict[str, Crashed] = {}
        self.repairs: dict[str, Repair] = {}
        self.links: dict[str, SiteMemory] = {}
        """What pages of each address form turned out to be, by site; read by who judges links."""
        self.blocks: dict[str, BlockMemory] = {}
        """What the articles of each site print; read by who reads articles."""
        self.signature = ""
        """Equal for crawls that want the same links of a page: what one has read has nothing more for the other."""
        self.notes: dict[str, Json] = {}
        """What else the crawl is to remember of each site, JSON values; kept with ``links`` and ``blocks``."""
        self.failure: OutOfSpace | None = None
        self.tallies = {site: SiteTally(site=site, is_locked=site in self.locked) for site in site_keys}
        self.reader = store.reader()
        self._lines = {site: ArticleLines(folder / "articles" / f"{site}.jsonl", site) for site in self.sites}
        self.in_flight: dict[str, Article] = {}
        """Articles that passed ``FindStory`` and whose page is not committed yet, by id."""
        self._landed = asyncio.Event()
        """Set, and replaced by another one, when something is in flight no more."""
        self.writer: StoreWriter
        self._learned: Counter[str] = Counter()

    def start(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        suspect_after: int,
        alone_limit: int,
        window: Window = EVERYTHING,
    ) -> None:
        """Count the last crash, begin or resume each site's generation, repair the files, start the writer.

        CannotCrawl or OutOfSpace say what stands in the way.
        """
        self.signature = window.signature
        for tally in self.tallies.values():
            tally.is_partial = window.is_partial
        try:
            self._start(suspect_after, alone_limit, window)
        except sa.exc.DatabaseError as error:
            raise store_error(str(self.store.url.database), error) from None
        except OSError as error:
            raise CannotCrawl(f"{error.filename}: {error.strerror}; mend it and start the same command again") from None
        self.writer = StoreWriter(self.store, loop)
        self.writer.start()

    def _start(self, suspect_after: int, alone_limit: int, window: Window) -> None:
        with self.store.transaction() as connection:
            for site in self.sites:
                self.crashed[site] = self.store.blame_crash(
                    connection, site, suspect_after=suspect_after, alone_limit=alone_limit
                )
                self.store.end_dead_runs(connection, site)
                self.generations[site], resumed = self.store.start_site(connection, site, self.rules)
                self._recall(connection, site, window)
                if resumed:
                    self.resumed.append(site)
            self.store.lock_articles(connection)
            give_up_dead(connection)
            self.store.start_run(connection, self.run, self.sites)
            for site in self.sites:
                self.store.retell(connection, site, self.run)
        for site, lines in self._lines.items():
            self.repairs[site] = lines.repair(self.store, self.reader)
            self.tallies[site].ever_kept = self.store.count_articles(self.reader, site)
            self.tallies[site].queued = sum(self.store.queued_by_host(self.reader, site).values())

    def _recall(self, connection: Connection, site: str, window: Window) -> None:
        """Read what is remembered of a site, and fit its queue to what this crawl wants."""
        memory = self.store.memory_of(connection, site)
        self.links[site] = SiteMemory.from_json(memory.pop("links", None))
        self.blocks[site] = BlockMemory.from_json(memory.pop("blocks", None))
        self.notes[site] = notes = memory
        self._learn_kept(connection, site)
        is_wider = window.is_wider_than(_text(notes.get("since")), _text(notes.get("until")))
        self.store.apply_window(connection, site, window, self.generations[site], is_wider=is_wider)
        if "signature" in notes and (notes["signature"] != window.signature or not window.signature):
            notes["widened"] = self.generations[site]  # what is known does not tell that the rest of a list is
        notes.update(since=window.since, until=window.until, signature=window.signature)
        self.store.remember(connection, site, self._memory_text(site))

    def _learn_kept(self, connection: Connection, site: str) -> None:
        """Have the memory of blocks learn the articles whose crawl had no time to write down what they taught."""
        learned_to, last = self.notes[site].get("learned_to"), self.store.last_seq(connection, site)
        unlearned = last - learned_to if isinstance(learned_to, int) else last
        for url, text in self.store.newest_texts(connection, site, max(0, min(unlearned, _LEARNED_AGAIN))):
            self.blocks[site].learn(url, text_prints(text))
        self.notes[site]["learned_to"] = last

    def identify(self, connection: Connection, article: Article) -> Identity:
        """How an article is known, and which version it would be: a new one where its publisher changed the text or the
        headline.

        What the page around it shows, and what was not known to stand on other pages when it was read, is no change.
        """
        identity = self.store.identify(connection, article.canonical_url or "", article.text_sha256, article.url)
        newest = self.store.newest_of(connection, identity.id) if identity.is_known or identity.version > 1 else None
        if newest is None:
            return identity
        if _is_retitled(newest, article):
            return Identity(identity.id, newest["version"] + 1, False)
        is_known = identity.is_known or self._says_the_same(newest, article)
        return Identity(identity.id, newest["version"] + (not is_known), is_known)

    def _says_the_same(self, newest: Json, article: Article) -> bool:
        before, now = newest["text"], article.text
        if not before or not now:
            return False
        memory = self.blocks.get(article.site or "", self.blocks[self.sites[0]])  # a tuned site goes by its own name
        return is_trivial_change(before, now) or memory.accounts_for(article.url or "", essence(before), essence(now))

    def may_be_repeated(self, connection: Connection, article_id: str) -> bool:
        """Whether an article is stored, or on its way in this crawl: what repeats it need not be kept."""
        return article_id in self.in_flight or self.store.has_article(connection, article_id)

    def land(self, article_id: str) -> bool:
        """Note that an article's page is committed, or that it is not kept; False if it was not in flight."""
        was_in_flight = self.in_flight.pop(article_id, None) is not None
        self._landed.set()
        self._landed = asyncio.Event()
        return was_in_flight

    def take_article(self, outcome: PageOutcome, item: object) -> bool:
        """Add an item to what its page came to; False for an item that is no article, which no store keeps."""
        if isinstance(item, Article):
            outcome.articles.append(as_dict(item))
        return isinstance(item, Article)

    async def keep(self, outcome: PageOutcome) -> Kept:
        """Commit a page: its articles and links, and that it is done; then its lines go to the site's file."""
        outcome.links = [link for link in outcome.links if link.site in self.generations]
        outcome.wanted = self.signature
        if outcome.duplicates:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._originals_landed(outcome), _LONGEST_WAIT_S)
        generation = self.generations[outcome.site]
        lines = self._lines[outcome.site]
        rules = self.rules
        if self.notes[outcome.site].get("widened") == generation:
            rules = replace(rules, stale_pages=_NEVER)
        try:
            kept = await self.writer.submit(
                lambda connection: self.store.keep(connection, outcome, generation, self.run, rules),
                lambda kept: lines.append(kept.lines),
            )
        finally:
            for article in outcome.articles:
                self.land(article["id"])
        self.tallies[outcome.site].count(outcome, kept)
        self._learn(outcome)
        return kept

    async def _originals_landed(self, outcome: PageOutcome) -> None:
        """Wait for what a page repeats and is in flight: a kill between the two must not leave the copy's page done and
        the text in no line."""
        while any(one.of in self.in_flight for one in outcome.duplicates):
            await self._landed.wait()

    def _learn(self, outcome: PageOutcome) -> None:
        """Note what a page turned out to be; every hundredth time, have all that is known of its site written down."""
        if outcome.state == FAILED or outcome.is_unchanged or outcome.kind not in ("article", "index", "other"):
            return
        self.links[outcome.site].record(outcome.url, outcome.kind)
        if outcome.articles and outcome.prints:
            self.blocks[outcome.site].learn(outcome.articles[0]["url"], outcome.prints)
        self._learned[outcome.site] += 1
        if self._learned[outcome.site] % _REMEMBER_EVERY == 0:
            text = self._memory_text(outcome.site)
            written = self.writer.submit(lambda connection: self.store.remember(connection, outcome.site, text))
            written.add_done_callback(retrieve)

    def _memory_text(self, site: str) -> str:
        learned = {"links": self.links[site].to_json(), "blocks": self.blocks[site].to_json()}
        return json.dumps({**learned, **self.notes[site]})

    async def add_pages(self, pages: Sequence[NewPage]) -> list[NewPage]:
        """Queue addresses that no page led to; what belongs to sites of other crawls is left out."""

        def add(connection: Connection) -> list[NewPage]:
            queued = []
            for site, generation in self.generations.items():
                of_site = [page for page in pages if page.site == site]
                queued += self.store.add_pages(connection, of_site, generation, self.signature)
            return queued

        queued = await self.writer.submit(add)
        keys = {(page.site, page.key) for page in queued}
        for page in pages:
            if page.site not in self.generations:
                continue
            tally = self.tallies[page.site]
            if (page.site, page.key) in keys:
                tally.queued += 1
            elif page.discovered_via == "articles_file":  # what the user asks for is stored, or on its way, already
                tally.found += 1
                tally.duplicates += 1
        return queued

    def fail(self, error: OutOfSpace) -> None:
        self.failure = self.failure or error

    def close(self, reason: str, summary: Json) -> None:
        """Commit what is waiting, note how the run ended, let go of the sites."""
        self.writer.stop()
        self.reader.close()
        if self.failure is None:
            retold: dict[str, list[str]] = {}
            with self.store.transaction() as connection:
                self.store.lock_articles(connection)
                give_up_run(connection, self.run)
                for site in self.sites:
                    self.store.note_open(connection, site, [], alone=False)
                    retold[site] = self.store.retell(connection, site, self.run)
                    self.notes[site]["learned_to"] = self.store.last_seq(connection, site)
                    self.store.remember(connection, site, self._memory_text(site))
                self.store.finish_run(connection, self.run, reason, summary)
            try:
                for site, lines in retold.items():
                    self._lines[site].append(lines)
            except OutOfSpace as error:  # the next start repairs the file
                self.fail(error)
        self.locks.release_all()
        self.store.close()


def _is_retitled(newest: Json, article: Article) -> bool:
    """Whether an article has another headline than at its last fetch; at another address it may always have had it."""
    if newest["canonical_url"] != article.canonical_url:
        return False
    return not is_trivial_change(newest["headline"] or "", article.headline or "")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None

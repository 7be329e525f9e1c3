"""Which blocks of text stand on several articles of one site: newsletter boxes, notes on the author, notices."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

from newscrawl.extraction import words
from newscrawl.extraction.blocks import Block, units
from newscrawl.extraction.body import article_blocks
from newscrawl.extraction.page import Page, once_per_page
from newscrawl.extraction.site_memory import stored_object
from newscrawl.extraction.urls import plain_url

Print = tuple[int, int]
"""A block as it is remembered: 64 bits of its letters and digits, and its length in words."""

OTHER_PAGES = 2
"""Other articles that a block must stand on to be none of the text."""

MOST_REMOVED = 0.25
"""Share of an article that may be removed. Where more repeats, the page is a form, such as results or the weather, and
nothing tells which part of it is news: then all of it stays."""

SAME_ARTICLE = 0.5
"""Share of a text from which it is another text once more: at another address, in print, brought up to date."""

MAX_PRINTS = 5_000
"""Blocks that are remembered of a site, each once for each page: 100 to 200 articles, and what many of them share."""

MAX_PAGES = 1_000
"""Articles of which anything is remembered; with ``MAX_PRINTS`` they stay below 100 kB of JSON."""

MAX_BLOCKS = 200
"""Blocks of one article that are looked at: the first and the last half of so many."""

_MAX_PLACES = 8  # pages remembered of one block; more tell nothing new
_LONG_UNITS = 100  # words that two articles share by being one rather than by a box that both print
_LONGEST_LABEL = 8  # words
_HASH_BYTES = 8
_SENTENCE_ENDS = tuple(".!?…。！？؟।")
_CLOSERS = " \"'”’»“„)]）」』"


class BlockMemory:
    """What stands on which articles of a site; made by a crawl, kept with its site.

    It is told of each article that is kept, and then knows which of another one's blocks stand on at least two more.
    An article that is told twice, or under several addresses, counts once: by its address, and by a text of which more
    than half is that of one known page. So the order in which articles come is all but free, and a crawl that begins
    again may tell what it told before.

    What was read before a box was known keeps it: nothing is read again for it, and where the article is met again, at
    its address or another one, it keeps it too. So a copy has the text of its original, and two versions differ in what
    the publisher changed.

    >>> memory, box = BlockMemory(), "Get the news of the harbour by letter."
    >>> for name, text in (("a", "Rain ends at last in all the valleys."), ("b", "The old mill by the river burns.")):
    ...     memory.learn(f"https://times.test/{name}", text_prints(f"{text}\\n\\n{text[4:]}\\n\\n{box}"))
    >>> third = f"The ferry is late.\\n\\nNobody on the island had seen it since noon.\\n\\n{box}"
    >>> memory.stands_elsewhere("https://times.test/c", text_prints(third))
    [False, False, True]
    """

    def __init__(self) -> None:
        self._pages: dict[int, _Seen] = {}
        """By address, oldest first."""
        self._places: dict[int, list[int]] = {}
        """The addresses of the pages that each block stands on, in the order in which it was found there."""
        self._prints = 0
        self._lock = Lock()
        """A crawl reads large pages in a thread, and learns others meanwhile."""

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=Lock())

    def __len__(self) -> int:
        """How many blocks are known."""
        return len(self._places)

    def learn(self, url: str, prints: Sequence[Print]) -> None:
        """Remember the blocks of an article, as its page prints them."""
        own = _address(url)
        prints = _looked_at(prints)
        with self._lock:
            kin = self._kin(own, prints)
            home = own if own in self._pages or not kin else kin[0]
            for mark, size in prints:
                if self._file(home, mark):
                    self._pages[home].units += size
            self._forget()

    def stands_elsewhere(self, url: str, prints: Sequence[Print]) -> list[bool]:
        """Of each block of an article whether it stands on two others; of one that is known, on two learned before."""
        own = _address(url)
        with self._lock:
            kin = {own, *self._kin(own, _looked_at(prints))}
            return [_others_before(kin, self._places.get(mark, ())) >= OTHER_PAGES for mark, _ in prints]

    def accounts_for(self, url: str, before: str, now: str) -> bool:
        """Whether an article's text lacks nothing of what it was but blocks that stand on others."""
        repeats = self.stands_elsewhere(url, text_prints(before))
        paragraphs = now.split("\n\n")[::-1]
        for paragraph, is_box in zip(before.split("\n\n"), repeats, strict=True):
            if paragraphs and paragraphs[-1] == paragraph:
                paragraphs.pop()
            elif not is_box:
                return False
        return not paragraphs

    def to_json(self) -> dict[str, Any]:
        """Plain data: ``{"pages": [[words, base64 of the address and the blocks], …]}``; at most 100 kB as text."""
        return {"pages": [[seen.units, _packed([address, *seen.marks])] for address, seen in self._pages.items()]}

    @classmethod
    def from_json(cls, stored: Any) -> BlockMemory:
        """A memory from what ``to_json`` gave, as data or as text. What cannot be read is left out."""
        memory = cls()
        entries = stored_object(stored).get("pages")
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, list) and len(entry) == 2 and _is_length(entry[0]) and (marks := _unpacked(entry[1])):
                memory._add(marks[0], entry[0], marks[1:])
        memory._forget()
        return memory

    def _kin(self, own: int, prints: Sequence[Print]) -> list[int]:
        """The known pages that are this article at another address, oldest first."""
        shared: Counter[int] = Counter()
        for mark, size in prints:
            for place in self._places.get(mark, ()):
                shared[place] += size
        total = sum(size for _, size in prints)
        kin = {place for place, size in shared.items() if place != own and self._is_kin(place, size, total)}
        return [place for place in self._pages if place in kin] if len(kin) > 1 else list(kin)

    def _is_kin(self, place: int, shared: int, total: int) -> bool:
        """Whether a page that shares so many of a text's words is that text, or a part of it."""
        known = self._pages[place].units
        return shared > SAME_ARTICLE * total or (shared >= _LONG_UNITS and shared > SAME_ARTICLE * known)

    def _add(self, address: int, units: int, marks: Iterable[int]) -> None:
        for mark in marks:
            self._file(address, mark)
        if address in self._pages:
            self._pages[address].units = max(self._pages[address].units, units)

    def _file(self, address: int, mark: int) -> bool:
        """Note that a block stands on a page; False if that is known, or enough is."""
        places = self._places.get(mark, [])
        seen = self._pages.get(address) or _Seen()
        if address in places or len(places) >= _MAX_PLACES or len(seen.marks) >= MAX_BLOCKS:
            return False
        self._places[mark], self._pages[address] = places, seen
        places.append(address)
        seen.marks[mark] = None
        self._prints += 1
        return True

    def _forget(self) -> None:
        """Down to nine tenths, so that this is done once in many pages: first what only the oldest pages have."""
        if self._prints <= MAX_PRINTS and len(self._pages) <= MAX_PAGES:
            return
        for is_thorough in (False, True):
            for address in list(self._pages):
                if self._prints <= MAX_PRINTS * 0.9 and len(self._pages) <= MAX_PAGES * 0.9:
                    return
                self._forget_page(address, is_thorough=is_thorough)

    def _forget_page(self, address: int, *, is_thorough: bool) -> None:
        marks = self._pages[address].marks
        for mark in list(marks):
            places = self._places[mark]
            if is_thorough or len(places) == 1:
                del marks[mark]
                places.remove(address)
                self._prints -= 1
                if not places:
                    del self._places[mark]
        if not marks:
            del self._pages[address]


class _Seen:
    """What is remembered of an article: its blocks as an ordered set, and its length in words."""

    __slots__ = ("marks", "units")

    def __init__(self) -> None:
        self.marks: dict[int, None] = {}
        self.units = 0


def own_blocks(page: Page, memory: BlockMemory | None) -> list[Block]:
    """The blocks that are the article's text, less those that stand on other articles of the site.

    A heading or a label goes only with what it stands above: "Background" and "Ingredients" head many articles. What a
    page prints twice belongs to its form ("For", "Against") and stays.
    """
    blocks = article_blocks(page)
    if memory is None:
        return blocks
    prints = block_prints(page)
    times = Counter(mark for mark, _ in prints)
    elsewhere = memory.stands_elsewhere(page.url, prints)
    kept: list[Block] = []
    removed, below_goes = 0, True
    for block, (mark, size), repeats in reversed(list(zip(blocks, prints, elsewhere, strict=True))):
        goes = repeats and times[mark] == 1 and (below_goes or not _is_label(block))
        if goes:
            removed += size
        else:
            kept.append(block)
        below_goes = goes
    is_form = removed > MOST_REMOVED * sum(size for _, size in prints)
    return blocks if is_form else kept[::-1]


def repeated_texts(page: Page, memory: BlockMemory | None) -> list[str]:
    """What ``own_blocks`` leaves out, page order."""
    kept = set(own_blocks(page, memory))
    return [block.text for block in article_blocks(page) if block not in kept]


@once_per_page
def block_prints(page: Page) -> list[Print]:
    """The article's blocks as a memory learns them, page order, whatever it knows of them."""
    return [print_of(block.text, block.units) for block in article_blocks(page)]


def text_prints(text: str) -> list[Print]:
    """The same of an article's text."""
    return [print_of(paragraph) for paragraph in text.split("\n\n")]


def print_of(text: str, size: int | None = None) -> Print:
    """A block as it is remembered; ``size`` is its length in words where that is known.

    By letters and digits, so that quotes and capitals may change. Digits count: of two tables of results that differ
    in numbers alone, none is a box. A line without letters goes by what it is.
    """
    key = words.key(text) or text
    mark = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(mark, "big"), units(text) if size is None else size


def _others_before(kin: set[int], places: Sequence[int]) -> int:
    return next((number for number, place in enumerate(places) if place in kin), len(places))


def _address(url: str) -> int:
    return print_of(plain_url(url))[0]


def _looked_at(prints: Sequence[Print]) -> Sequence[Print]:
    half = MAX_BLOCKS // 2
    return prints if len(prints) <= MAX_BLOCKS else [*prints[:half], *prints[-half:]]


def _is_label(block: Block) -> bool:
    """Whether the block heads what follows, or may."""
    return block.is_heading or (
        block.units <= _LONGEST_LABEL and not block.text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)
    )


def _is_length(value: Any) -> bool:
    return isinstance(value, int) and 0 <= value <= 1_000_000_000


def _packed(marks: Iterable[int]) -> str:
    return base64.b64encode(b"".join(mark.to_bytes(_HASH_BYTES, "big") for mark in marks)).decode("ascii")


def _unpacked(text: Any) -> list[int]:
    """What ``_packed`` made a text of; nothing of what it did not make."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        return []
    return [
        int.from_bytes(raw[at : at + _HASH_BYTES], "big") for at in range(0, len(raw) - _HASH_BYTES + 1, _HASH_BYTES)
    ]

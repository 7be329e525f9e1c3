"""Measures of how well an article was read, each by the definition that its benchmark publishes.

    shingles   4-grams of words, as in scrapinghub's article-extraction-benchmark
    unspaced   the same, a character of scripts without spaces being a word
    rouge      ROUGE-LSum, as in fundus-evaluation: the best over the bodies with and without optional paragraphs
    segments   passages that must and must not be there, as in trafilatura's evaluation
    bag        words, however ordered, as in WCXB

Texts are compared as they are, white space aside. Fields are scored on the pages that state them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, combinations
from statistics import mean
from typing import Any

Gold = Mapping[str, Any]


@dataclass(frozen=True)
class PageScore:
    """How one page's body was read. Counts are of shingles, words or segments."""

    f1: float
    precision: float | None = None
    """None: not defined, nothing was read."""
    recall: float | None = None
    """None: not defined, there was nothing to be read."""
    is_exact: bool | None = None
    hits: int = 0
    wrong: int = 0
    missed: int = 0


@dataclass(frozen=True)
class Total:
    """How the bodies of a set were read; each from 0 to 1."""

    f1: float
    precision: float
    recall: float
    exact: float | None = None
    """Share of pages read word for word. None: the measure does not tell."""


@dataclass(frozen=True)
class Metric:
    """A measure of bodies: of one page, and of a set from its pages."""

    page: Callable[[Gold, str], PageScore]
    total: Callable[[Sequence[PageScore]], Total]


def f1_of(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# -- shingles ------------------------------------------------------------------------------------------------------

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana, Han: scripts without spaces, where a sentence would count as one word."""

_WORD = re.compile(r"\w+")
_WORD_OR_CHARACTER = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
UNSPACED_SHARE = 0.1
"""A set with a body that has more of its characters in such scripts is measured by ``unspaced``. What an English text
quotes is less."""

SHINGLE = 4


def shingles(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How often each run of four tokens stands in a text; a shorter text is one run."""
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[at : at + SHINGLE]) for at in range(max(1, len(tokens) - SHINGLE + 1)))


def is_unspaced(text: str) -> bool:
    """Whether a text is written without spaces between its words.

    >>> is_unspaced("三週間の雨が止んだ。"), is_unspaced("The sign said 雨, rain, and nobody had believed it.")
    (True, False)
    """
    return len(re.findall(f"[{_UNSPACED}]", text)) > UNSPACED_SHARE * len(text)


def shingle_page(gold: Gold, text: str, token: re.Pattern[str] = _WORD) -> PageScore:
    wanted, read = token.findall(gold.get("text") or ""), token.findall(text)
    of_wanted, of_read = shingles(wanted), shingles(read)
    hits = (of_wanted & of_read).total()
    precision = hits / of_read.total() if read else None
    recall = hits / of_wanted.total() if wanted else None
    f1 = f1_of(precision or 0.0, recall or 0.0) if wanted or read else 1.0
    wrong, missed = of_read.total() - hits, of_wanted.total() - hits
    return PageScore(f1, precision, recall, wanted == read, hits, wrong, missed)


def unspaced_page(gold: Gold, text: str) -> PageScore:
    return shingle_page(gold, text, _WORD_OR_CHARACTER)


def shingle_total(pages: Sequence[PageScore]) -> Total:
    """F1 of the mean precision and the mean recall, each over the pages where it is defined."""
    precision, recall = _mean_known(page.precision for page in pages), _mean_known(page.recall for page in pages)
    return Total(f1_of(precision, recall), precision, recall, mean(bool(page.is_exact) for page in pages))


def _mean_known(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None]
    return mean(known) if known else 0.0


# -- ROUGE-LSum ----------------------------------------------------------------------------------------------------

_ROUGE_TOKEN = re.compile(r"[a-z0-9]+")
_SENTENCE_END = re.compile(r"""(?<=[.!?…])["'”’)\]]*\s+(?=["'“‘(\[]*[A-Z0-9])""")
MAX_OPTIONAL = 4
"""With more optional paragraphs only all and none of them are tried, not each of their 2**n choices."""


def rouge_page(gold: Gold, text: str) -> PageScore:
    """The best score over the bodies that leave some of the [optional] paragraphs out."""
    read = "\n\n".join(line for line in (" ".join(part.split()) for part in text.split("\n")) if line)
    scores = [rouge_lsum("\n\n".join(body), read) for body in _bodies(gold.get("paragraphs") or [])]
    return max(scores, key=lambda score: score.f1)


def _bodies(paragraphs: Sequence[str]) -> Iterable[list[str]]:
    optional = [at for at, text in enumerate(paragraphs) if text.startswith("[") and text.endswith("]")]
    numbers = range(len(optional) + 1) if len(optional) <= MAX_OPTIONAL else (0, len(optional))
    for left_out in chain.from_iterable(combinations(optional, number) for number in numbers):
        kept = [at for at in range(len(paragraphs)) if at not in left_out]
        yield [paragraphs[at][1:-1] if at in optional else paragraphs[at] for at in kept]


def rouge_lsum(wanted: str, read: str) -> PageScore:
    """Summary-level ROUGE-L (Lin 2004, 3.2): for each wanted sentence, the union of what it has in common, in order,
    with each sentence read; a word counts as often as both texts have it.
    """
    wanted_sentences, read_sentences = _sentences(wanted), _sentences(read)
    of_wanted, of_read = (sum(map(len, sentences)) for sentences in (wanted_sentences, read_sentences))
    if not of_wanted or not of_read:
        return PageScore(0.0, 0.0, 0.0)
    known = set(read_sentences)
    common: Counter[str] = Counter()
    for sentence in wanted_sentences:
        places = _in_common(sentence, read_sentences, is_read=sentence in known)
        common.update(sentence[at] for at in places)
    hits = (common & Counter(chain.from_iterable(read_sentences))).total()
    precision, recall = hits / of_read, hits / of_wanted
    return PageScore(f1_of(precision, recall), precision, recall, None, hits, of_read - hits, of_wanted - hits)


def _sentences(text: str) -> list[tuple[str, ...]]:
    words = (tuple(_ROUGE_TOKEN.findall(sentence.lower())) for sentence in _SENTENCE_END.split(text))
    return [sentence for sentence in words if sentence]


def _in_common(sentence: tuple[str, ...], others: Iterable[tuple[str, ...]], *, is_read: bool) -> set[int]:
    if is_read:
        return set(range(len(sentence)))
    own = set(sentence)
    return set().union(*(common_subsequence(sentence, other) for other in others if not own.isdisjoint(other)))


@lru_cache(100_000)
def common_subsequence(one: tuple[str, ...], other: tuple[str, ...]) -> frozenset[int]:
    """Places in ``one`` of a longest common subsequence; of several the one that Google's ``rouge_score`` takes.

    >>> sorted(common_subsequence(("a", "rainy", "day"), ("one", "day", "a", "week", "day")))
    [0, 2]
    """
    lengths = [[0] * (len(other) + 1)]
    for word in one:
        above, row = lengths[-1], [0]
        for column, candidate in enumerate(other, 1):
            row.append(above[column - 1] + 1 if word == candidate else max(row[-1], above[column]))
        lengths.append(row)
    places, row_at, column = set(), len(one), len(other)
    while row_at and column:
        if one[row_at - 1] == other[column - 1]:
            row_at, column = row_at - 1, column - 1
            places.add(row_at)
        elif lengths[row_at][column - 1] > lengths[row_at - 1][column]:
            column -= 1
        else:
            row_at -= 1
    return frozenset(places)


def mean_total(pages: Sequence[PageScore]) -> Total:
    """Means over the pages."""
    precision, recall = mean(page.precision or 0.0 for page in pages), mean(page.recall or 0.0 for page in pages)
    return Total(mean(page.f1 for page in pages), precision, recall)


# -- segments ------------------------------------------------------------------------------------------------------


def segment_page(gold: Gold, text: str) -> PageScore:
    flat = " ".join(text.split())
    wanted = [" ".join(segment.split()) in flat for segment in gold.get("with") or ()]
    unwanted = [" ".join(segment.split()) in flat for segment in gold.get("without") or ()]
    hits, wrong = sum(wanted), sum(unwanted)
    missed, number = len(wanted) - hits, len(wanted) + len(unwanted)
    return PageScore(1.0 - (missed + wrong) / (number or 1), None, None, None, hits, wrong, missed)


def segment_total(pages: Sequence[PageScore]) -> Total:
    """Over all segments of all pages."""
    hits, wrong, missed = (sum(getattr(page, name) for page in pages) for name in ("hits", "wrong", "missed"))
    return Total(
        2 * hits / ((2 * hits + wrong + missed) or 1), hits / ((hits + wrong) or 1), hits / ((hits + missed) or 1)
    )


# -- bag of words --------------------------------------------------------------------------------------------------


def bag_page(gold: Gold, text: str) -> PageScore:
    wanted, read = (Counter(_WORD.findall(each.lower())) for each in (gold.get("text") or "", text))
    if not wanted or not read:
        same = float(not wanted and not read)
        return PageScore(same, same, same)
    hits = (wanted & read).total()
    precision, recall = hits / read.total(), hits / wanted.total()
    return PageScore(
        f1_of(precision, recall), precision, recall, None, hits, read.total() - hits, wanted.total() - hits
    )


METRICS = {
    "shingles": Metric(shingle_page, shingle_total),
    "unspaced": Metric(unspaced_page, shingle_total),
    "rouge": Metric(rouge_page, mean_total),
    "segments": Metric(segment_page, segment_total),
    "bag": Metric(bag_page, mean_total),
}

# -- fields --------------------------------------------------------------------------------------------------------

FIELDS = ("title", "authors", "day", "minute", "wrong_date", "topics")
"""Share of titles that are equal, F1 of authors, share of dates right to the day and to the minute, share of dates
that are wrong (not missing), share of topics found."""


def field_scores(
    gold: Gold, title: str | None, authors: Sequence[str], date: str | None, topics: Sequence[str]
) -> dict[str, float]:
    """The fields that the page states, each from 0 to 1. Case and punctuation of names do not count, of titles do."""
    scores = {}
    if gold.get("title"):
        scores["title"] = float(gold["title"].split() == (title or "").split())
    if gold.get("authors"):
        scores["authors"] = names_f1(gold["authors"], authors)
    if gold.get("date"):
        scores["day"] = float(is_same_day(gold["date"], date))
        scores["wrong_date"] = float(bool(date) and not scores["day"])
        if ":" in str(gold["date"]):
            scores["minute"] = float(is_same_minute(gold["date"], date))
    if gold.get("topics"):
        wanted = _names(gold["topics"])
        scores["topics"] = len(wanted & _names(topics)) / len(wanted) if wanted else 1.0
    return scores


def field_totals(pages: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Means over the pages that state a field; no key for a field that none states."""
    return {name: mean(known) for name in FIELDS if (known := [page[name] for page in pages if name in page])}


def names_f1(wanted: Iterable[str], read: Iterable[str]) -> float:
    of_wanted, of_read = _names(wanted), _names(read)
    number = len(of_wanted) + len(of_read)
    return 2 * len(of_wanted & of_read) / number if number else 1.0


def _names(names: Iterable[str]) -> set[str]:
    return {" ".join(_WORD.findall(unicodedata.normalize("NFKC", name).casefold())) for name in names} - {""}


def is_same_day(wanted: str, read: str | None) -> bool:
    """One calendar day as printed, or one day in UTC where both name a zone."""
    one, other = _moment(wanted), _moment(read)
    if one is None or other is None:
        return False
    zoned = one.tzinfo is not None and other.tzinfo is not None
    return one.date() == other.date() or (zoned and one.astimezone(UTC).date() == other.astimezone(UTC).date())


def is_same_minute(wanted: str, read: str | None) -> bool:
    """One moment where both name a zone, one clock reading where one does not. A bare day has no minute."""
    one, other = _moment(wanted), _moment(read)
    if one is None or other is None or not re.search(r"\d:\d\d", read or ""):
        return False
    if one.tzinfo is None or other.tzinfo is None:
        one, other = one.replace(tzinfo=None), other.replace(tzinfo=None)
    return abs((one - other).total_seconds()) < 60


def _moment(value: str | None) -> datetime | None:
    text = " ".join(str(value or "").split()).replace("/", "-")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        day = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    try:
        return datetime(*map(int, day.groups())) if day else None
    except ValueError:
        return None

"""How well articles are put together that tell one story. Pure: answers in, figures out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import comb
from typing import Any

from bench.stories_data import Item

SAME_RELATION = {"repost": "syndicated"}
"""A relation of a gold file that is another name for one of ours."""


@dataclass(frozen=True)
class Answer:
    """What a judge said of an article."""

    cluster: str
    """Equal for all that it takes for one story."""
    relation: str | None = None
    """None: it tells no relations."""


Kinds = tuple[str, str]
"""Those of the two articles of a pair, in alphabetical order."""


@dataclass(frozen=True)
class Score:
    """How a judge did."""

    items: int
    stories: int
    gold_pairs: int
    answered_pairs: int
    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float
    recall_by_kind: dict[str, float]
    """For articles that are no originals: the share of the pairs that they are in that were found."""
    mixed_by_kind: dict[str, float]
    """The share of articles that were put together with another story's; kinds without any left out."""
    wrong: dict[Kinds, int] = field(default_factory=dict)
    """Pairs that were put together and tell two stories; most first."""
    missed: dict[Kinds, int] = field(default_factory=dict)
    """Pairs that tell one story and were not put together."""
    wrong_examples: list[tuple[str, str]] = field(default_factory=list)
    """Ids of the first articles of two stories in one cluster."""
    relation_accuracy: float | None = None
    """None: the judge tells no relations."""
    relations: dict[tuple[str, str], int] = field(default_factory=dict)
    """(true, told) relation where they differ; most first."""


_EXAMPLES = 10


def score(items: Sequence[Item], answers: Mapping[str, Answer]) -> Score:
    """Pairwise and B³ figures; an article without an answer is a story of its own."""
    clusters = {item.id: _cluster(item, answers) for item in items}
    by_story = _grouped(items, lambda item: item.story)
    by_cluster = _grouped(items, lambda item: clusters[item.id])
    by_both = _grouped(items, lambda item: (item.story, clusters[item.id]))
    found, gold, answered = _pairs_in(by_both), _pairs_in(by_story), _pairs_in(by_cluster)
    precision, recall = _share(found, answered), _share(found, gold)
    b3_precision = sum(len(both) ** 2 / len(by_cluster[key[1]]) for key, both in by_both.items()) / max(1, len(items))
    b3_recall = sum(len(both) ** 2 / len(by_story[key[0]]) for key, both in by_both.items()) / max(1, len(items))
    told = relations(items, answers)
    right = sum(number for (true, said), number in told.items() if true == said)
    return Score(
        items=len(items),
        stories=len(by_story),
        gold_pairs=gold,
        answered_pairs=answered,
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        b3_precision=b3_precision,
        b3_recall=b3_recall,
        b3_f1=_harmonic(b3_precision, b3_recall),
        recall_by_kind=_recall_by_kind(items, clusters, by_both, by_story),
        mixed_by_kind=_mixed_by_kind(items, clusters, by_both, by_cluster),
        wrong=_difference(_pair_kinds(by_cluster), _pair_kinds(by_both)),
        missed=_difference(_pair_kinds(by_story), _pair_kinds(by_both)),
        wrong_examples=_wrong_examples(by_cluster),
        relation_accuracy=right / len(items) if told else None,
        relations={pair: number for pair, number in told.most_common() if pair[0] != pair[1]},
    )


def relations(items: Sequence[Item], answers: Mapping[str, Answer]) -> Counter[tuple[str, str]]:
    """(true, told) relations; a story's first article is its original. Empty for a judge that tells none."""
    if not any(answer.relation for answer in answers.values()):
        return Counter()
    seen: set[str] = set()
    pairs: Counter[tuple[str, str]] = Counter()
    for item in items:
        true = item.relation if item.story in seen else "original"
        seen.add(item.story)
        answer = answers.get(item.id)
        said = (answer.relation if answer else None) or "original"
        pairs[SAME_RELATION.get(true, true), SAME_RELATION.get(said, said)] += 1
    return pairs


def joined(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, Answer]:
    """Answers of a judge that finds pairs: what hangs together is one story."""
    parent = {one: one for one in ids}

    def root(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        parent[root(one)] = root(other)
    return {one: Answer(root(one)) for one in parent}


def _cluster(item: Item, answers: Mapping[str, Answer]) -> tuple[bool, str]:
    answer = answers.get(item.id)
    return (True, answer.cluster) if answer else (False, item.id)


_Groups = Mapping[Any, Sequence[Item]]


def _grouped(items: Iterable[Item], key: Callable[[Item], Hashable]) -> dict[Any, list[Item]]:
    groups: dict[Any, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _pairs_in(groups: _Groups) -> int:
    return sum(comb(len(group), 2) for group in groups.values())


def _recall_by_kind(
    items: Sequence[Item], clusters: Mapping[str, Hashable], by_both: _Groups, by_story: _Groups
) -> dict[str, float]:
    found, gold = Counter[str](), Counter[str]()
    for item in items:
        if item.relation != "original":
            found[item.kind] += len(by_both[item.story, clusters[item.id]]) - 1
            gold[item.kind] += len(by_story[item.story]) - 1
    return {kind: found[kind] / number for kind, number in sorted(gold.items()) if number}


def _mixed_by_kind(
    items: Sequence[Item], clusters: Mapping[str, Hashable], by_both: _Groups, by_cluster: _Groups
) -> dict[str, float]:
    mixed, of_kind = Counter[str](), Counter(item.kind for item in items)
    for item in items:
        cluster = clusters[item.id]
        mixed[item.kind] += len(by_cluster[cluster]) > len(by_both[item.story, cluster])
    return {kind: mixed[kind] / number for kind, number in sorted(of_kind.items()) if mixed[kind]}


def _pair_kinds(groups: _Groups) -> Counter[Kinds]:
    """How many pairs within the groups are of which kinds; counted, not listed, as a bad cluster may hold thousands."""
    pairs = Counter[Kinds]()
    for group in groups.values():
        kinds = sorted(Counter(item.kind for item in group).items())
        for place, (kind, number) in enumerate(kinds):
            pairs[kind, kind] += comb(number, 2)
            for other, others in kinds[place + 1 :]:
                pairs[kind, other] += number * others
    return pairs


def _difference(all_pairs: Counter[Kinds], right: Counter[Kinds]) -> dict[Kinds, int]:
    return dict((all_pairs - right).most_common())


def _wrong_examples(by_cluster: _Groups) -> list[tuple[str, str]]:
    """Of each cluster that holds several stories the first articles of the first two."""
    examples = []
    for group in by_cluster.values():
        firsts: dict[str, str] = {}
        for item in group:
            firsts.setdefault(item.story, item.id)
        if len(firsts) > 1:
            one, other, *_ = firsts.values()
            examples.append((one, other))
    return examples[:_EXAMPLES]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0

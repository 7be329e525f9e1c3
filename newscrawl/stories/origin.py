"""Which telling of a story is the original: by what each says of itself, and only then by which came first."""

from __future__ import annotations

import json
from dataclasses import dataclass

from newscrawl.extraction import words
from newscrawl.extraction.story_dates import has_date_conflict
from newscrawl.items import Article


@dataclass(frozen=True)
class Origin:
    """What speaks for and against a telling's being the original."""

    is_agency: bool = False
    """Its site is the agency that its dateline names."""
    agency: str | None = None
    """The agency of its dateline, where that is another than its site."""
    names_nobody: bool = False
    """Its page has no author, not even the agency."""
    is_republished: bool = False
    """Its page shows that the text first stood elsewhere: a note, a canonical link, a late date over a wire story."""
    conflict_days: int | None = None
    """Claimed day minus the day that the text implies, where they are in conflict."""

    @property
    def rank(self) -> int:
        """0: the agency itself. 1: nothing that counts. 2: a wire story that names nobody. 3: shown to be a copy.

        An agency's dateline alone does not count: the copy may have lost it. Nor does the claimed day: copies are dated
        back as often as forth.
        """
        if self.is_republished or self.conflict_days is not None:
            return 3
        return 2 if self.agency and self.names_nobody else int(not self.is_agency)

    def to_json(self) -> str:
        return json.dumps({name: value for name, value in vars(self).items() if value}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Origin:
        return cls(**json.loads(text))

    def reasons(self) -> list[str]:
        """What speaks for or against it, in words."""
        found = []
        if self.is_agency:
            found.append("the agency of its own dateline")
        if self.agency:
            found.append(f"dateline of {self.agency}")
        if self.agency and self.names_nobody:
            found.append("a wire story that names nobody")
        if self.is_republished:
            found.append("its page names another origin")
        if self.conflict_days is not None:
            found.append(f"claimed {self.conflict_days} days from the story's own date")
        return found


def origin_of(article: Article) -> Origin:
    agency = article.dateline.agency
    is_agency = bool(agency) and words.key(agency or "") in _names(article)
    return Origin(
        is_agency=is_agency,
        agency=None if is_agency else agency,
        names_nobody="no_author" in article.flags,
        is_republished="republished" in article.flags,
        conflict_days=article.date_conflict_days if has_date_conflict(article) else None,
    )


def _names(article: Article) -> tuple[str, str]:
    return words.key(article.site_name or ""), words.key((article.site or "").split(".")[0])


def evidence(original: Origin, copy: Origin) -> tuple[str, ...]:
    """Why the one is the original and the other is not, in words: what is said of the one, then of the other."""
    mine = [f"original: {reason}" for reason in original.reasons()]
    others = [f"copy: {reason}" for reason in copy.reasons()]
    return (*mine, *others, *(["original: seen first"] if original.rank == copy.rank else []))


def supersedes(new: Origin, original: Origin) -> bool:
    """Whether a telling that came later is the original all the same."""
    return new.rank < original.rank

"""The place that the markup alone gives a link among other stories."""

from __future__ import annotations

from newscrawl.extraction import words
from newscrawl.extraction.link_features import Target
from newscrawl.extraction.roles import neighbour_role
from newscrawl.items import LinkRole

_LONGEST_PAGER_TEXT = 60
"""Characters; "Next: …" with a headline is longer, and is told by ``rel``."""


def role_of(target: Target) -> LinkRole | None:
    """The first role that one of the link's places gives. None: none does."""
    for spot in target.spots:
        place = spot.place
        if spot.rel or place.near & (words.PAGER | words.NAV):
            role = neighbour_role(spot.rel, spot.text, place.near)
            if role is not None:
                return role
        if spot.is_amid_text and not place.bits & (words.NAV | words.FOOTER | words.COMMENTS):
            return "body"
        if place.role is not None:
            return place.role
    return None

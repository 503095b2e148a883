"""Where an area stands among others of its type: a fact, no test."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators import lines
from indicators.model import Area, Catalogue, Indicator

#: With fewer areas a place among them says little.
FEWEST = 10
#: With so many the fifth is said instead of the place.
MANY = 100

Fifth = Literal["highest", "second highest", "middle", "second lowest", "lowest"]
_FIFTHS: tuple[Fifth, ...] = ("highest", "second highest", "middle", "second lowest", "lowest")


@dataclass(frozen=True)
class Position:
    """A place among `of` areas of a type: the `rank`-th from the `end`, shared where `joint` says so.

    It is counted from the nearer end; in the middle from the good one, where there is one, else from the highest.
    """

    rank: int
    of: int
    end: Literal["highest", "lowest"]
    joint: bool
    type: str
    country: str  # the name of the country they lie in
    fifth: Fifth


def position(values: Mapping[str, float], indicator: Indicator, area: str, catalogue: Catalogue) -> Position | None:
    """The position of an area in a period, by the values of all areas as they are written; None with fewer than ten.

    `indicator` says how they are written: a count that is divided is a rate. Only areas of the same type that still
    exist count.
    """
    own = catalogue.areas[area]
    if indicator.size or not lines.comparable(indicator):
        return None
    peers = {
        code: round(value, indicator.decimals)
        for code, value in values.items()
        if _peer(catalogue.areas.get(code), own)
    }
    if len(peers) < FEWEST or area not in peers:
        return None
    value, everyone = peers[area], np.array(list(peers.values()))
    above, below = int(np.count_nonzero(everyone > value)), int(np.count_nonzero(everyone < value))
    lowest = below < above or (below == above and indicator.polarity == "lower_is_better")
    return Position(
        rank=(below if lowest else above) + 1,
        of=len(peers),
        end="lowest" if lowest else "highest",
        joint=int(np.count_nonzero(everyone == value)) > 1,
        type=own.type,
        country=next((each.name for each in catalogue.areas.values() if each.type == "country"), ""),
        fifth=_FIFTHS[min(above * 5 // len(peers), 4)],
    )


def _peer(area: Area | None, own: Area) -> bool:
    return area is not None and area.type == own.type and not area.successor

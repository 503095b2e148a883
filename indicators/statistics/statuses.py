"""What can be said of a measure's standing: the words, what they rest on, and why there is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from indicators.statistics.arguments import choice

#: The words of a status, from the worst to the best; the last one stands beside them.
WORDS = ("target missed", "off plan", "close to plan", "in line", "on plan", "target met", "not assessed")

Unassessed = Literal[
    "contextual",
    "no data",
    "no target",
    "no baseline",
    "no benchmark",
    "no interval and no tolerance",
    "outside its own limits",
    "baseline after the latest figure",
    "suppressed",
    "latest period incomplete",
    "break in the series since the baseline",
]
#: What a status rests on; empty where the word says it all.
Standing = Literal[
    "better than at the start",
    "no clear change since the baseline",
    "worse than baseline",
    "better than the benchmark",
    "similar to the benchmark",
    "too small a sample to tell",
    "worse than the benchmark",
    "",
]

#: Why a measure is not assessed, with the sentence shown to people. `status` finds the first seven by itself.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "contextual": "Background, not judged.",
        "no data": "There is no figure.",
        "no target": "Nobody has set a target.",
        "no baseline": "There is no figure from before the strategy to compare with.",
        "no benchmark": "There is no figure to be in line with.",
        "no interval and no tolerance": "The publisher gives no margin of error, and no tolerance has been agreed.",
        "outside its own limits": "The figure or its baseline lies outside its own limits, so one of them is wrong.",
        "baseline after the latest figure": "There is no figure after the baseline’s period yet.",
        "suppressed": "The publisher withholds the figure.",
        "latest period incomplete": "The latest period is not complete yet.",
        "break in the series since the baseline": "The figures are not comparable with the baseline.",
    }
)


@dataclass(frozen=True)
class Status:
    """A measure's standing: a word of WORDS, the value to be at, the gap to it, how certain, and why.

    `gap` is positive on the good side of `expected`, in the unit of the measure. `certainty` is empty, or names the
    words that the published interval allows. `not assessed` has one of REASONS; every other word a Standing.
    `assumed_baseline_error` says that the baseline has no interval and was taken to be as uncertain as the value.
    """

    word: str
    expected: float = math.nan
    gap: float = math.nan
    certainty: str = ""
    reason: Unassessed | Standing = ""
    assumed_baseline_error: bool = False

    def __post_init__(self) -> None:
        choice("word", self.word, WORDS)
        if self.word == "not assessed":
            choice("reason", self.reason, REASONS)
        elif self.reason:
            choice("reason", self.reason, get_args(Standing))

"""The words of the three answers, with the shape and the colour of each and what it means. Everything else reads here.

`statistics` and `assessment` decide which word it is. A colour never stands alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from indicators.model import Polarity

Colour = Literal["green", "orange", "red", "blue", "gray"]
#: Stands in place of a status where a figure is shown to understand the rest.
BACKGROUND = "background"


@dataclass(frozen=True)
class Word:
    """How a word looks, what it means and, where the word itself does not say so, for which polarity it is good and how
    the end of a sentence puts it."""

    shape: str
    colour: Colour
    meaning: str
    good_if: Polarity | None = None
    said: str = ""


#: On plan? From the best to the worst, then where there is no status.
PLAN: Mapping[str, Word] = MappingProxyType(
    {
        "target met": Word("★", "green", "The number that was set has been reached."),
        "on plan": Word("●", "green", "Where the aim asks it to be by now, or better."),
        "in line": Word(
            "=",
            "blue",
            "In line with the benchmark as far as can be told: no clear difference is shown.",
        ),
        "close to plan": Word(
            "◐",
            "orange",
            "Short of the aim, by less than its tolerance, or not clearly different from the start.",
        ),
        "off plan": Word("✖", "red", "Clearly short of the aim. An officer says why before the quarter is signed off."),
        "target missed": Word("✖", "red", "The day for which the number was set has passed, and it was not reached."),
        "not assessed": Word("○", "gray", "There is no fair judgement; the reason stands behind the word."),
        BACKGROUND: Word("○", "gray", "Shown to understand the rest, not judged."),
    }
)
#: Different from the benchmark?
DIFFERENCE: Mapping[str, Word] = MappingProxyType(
    {
        "better": Word("●", "green", "Clearly different, in the good direction."),
        "worse": Word("✖", "red", "Clearly different, in the bad direction."),
        "similar": Word("◐", "gray", "Not clearly different.", said="no clear difference from"),
        "higher": Word(
            "↑", "blue", "Clearly higher, where neither direction is the good one.", said="clearly higher than"
        ),
        "lower": Word(
            "↓", "blue", "Clearly lower, where neither direction is the good one.", said="clearly lower than"
        ),
        "above": Word("△", "gray", "Above, where all are counted: no sampling accident, and not judged by chance."),
        "below": Word("▽", "gray", "Below, where all are counted: no sampling accident, and not judged by chance."),
        "level with": Word("▬", "gray", "The same as written, where all are counted."),
        "position": Word("◇", "gray", "A place among areas of the same type: a fact, no test."),
        "not a thing to compare": Word("○", "gray", "A size or a rank, which areas are not compared by."),
    }
)
#: Changing? The last word serves the question before as well.
CHANGE: Mapping[str, Word] = MappingProxyType(
    {
        "getting better": Word("▲", "green", "A significant change in the good direction over five periods or more."),
        "getting worse": Word("▼", "red", "A significant change in the bad direction over five periods or more."),
        "increasing": Word("↑", "blue", "A significant rise, where neither direction is the good one."),
        "decreasing": Word("↓", "blue", "A significant fall, where neither direction is the good one."),
        "no significant change": Word("▬", "gray", "No more than chance alone would explain."),
        "rising": Word("↗", "blue", "A rise over eight to ten years that chance hardly makes.", "higher_is_better"),
        "falling": Word("↘", "blue", "A fall over eight to ten years that chance hardly makes.", "lower_is_better"),
        "no clear direction": Word("▬", "gray", "Neither a rise nor a fall over eight to ten years."),
        "unusually high": Word(
            "◆", "blue", "Above what the months or quarters before would let one expect.", "higher_is_better"
        ),
        "unusually low": Word(
            "◆", "blue", "Below what the months or quarters before would let one expect.", "lower_is_better"
        ),
        "above its average": Word(
            "◆", "blue", "Inside the limits, but for seven points in a row above the mean.", "higher_is_better"
        ),
        "below its average": Word(
            "◆", "blue", "Inside the limits, but for seven points in a row below the mean.", "lower_is_better"
        ),
        "up": Word("◇", "gray", "Higher than the figure before, where all are counted: a fact, no test."),
        "down": Word("◇", "gray", "Lower than the figure before, where all are counted: a fact, no test."),
        "level": Word("◇", "gray", "The same as written, where all are counted."),
        "up on the year": Word("◇", "gray", "Higher than a year before, where no test fits the figures."),
        "down on the year": Word("◇", "gray", "Lower than a year before, where no test fits the figures."),
        "level on the year": Word("◇", "gray", "The same as a year before, where no test fits the figures."),
        "no unusual change": Word("▬", "gray", "Within what the months or quarters before would let one expect."),
        "cannot say": Word("○", "gray", "The figures do not allow an answer; the reason stands behind the word."),
    }
)
#: Every word of an answer.
WORDS: Mapping[str, Word] = MappingProxyType({**PLAN, **DIFFERENCE, **CHANGE})


def last_known(word: str) -> str:
    """An answer about an old figure: "last known: off plan"."""
    return f"last known: {word}"


def colour(word: str, polarity: Polarity = "contextual") -> Colour:
    """The colour of a word of an answer, by whether it is good where that depends on the polarity: the same on pages,
    on paper and in files."""
    good_if = WORDS[word].good_if
    if good_if is None or polarity == "contextual":
        return WORDS[word].colour
    return "green" if good_if == polarity else "red"

"""The checks of the last two stages: can a figure be true, and does it fit what is held?"""

from indicators.screening.finding import checks_of

_ASK = "Compare with the publisher's own page before you go on."

MEANING = checks_of(
    "meaning",
    ("not-a-number", "error", "Text for a number", "The cell holds words where a number belongs.", "Write a number."),
    (
        "decimal-comma",
        "error",
        "Decimal comma",
        "A comma stands where a point belongs, or thousands have lost digits.",
        "Write decimals with a point.",
    ),
    (
        "marker-without-meaning",
        "error",
        "Marker without a meaning",
        "Publishers mean different things by this symbol, and the file does not say which.",
        "Say what it means in this file.",
    ),
    (
        "number-and-marker",
        "error",
        "Number with a marker that says there is none",
        "A value and a reason for its absence cannot both be right.",
        "Leave one of the two.",
    ),
    (
        "unknown-flag",
        "warning",
        "Unknown flag",
        "The flag is none of provisional, revised, estimated, incomplete or break, and is left out.",
        "Look up what the publisher means by it.",
    ),
    (
        "unit-symbol",
        "warning",
        "Sign of another unit",
        "The number carries a sign that is not its indicator's unit.",
        "Look whether this is the right column, or another measure.",
    ),
    (
        "no-population",
        "error",
        "No population to divide by",
        "A rate is worked out here, and no population is held for the area.",
        "Publish the population first.",
    ),
    (
        "future-period",
        "error",
        "Period in the future",
        "The period begins after today: a projection, or a slip of the pen.",
        "Correct the period, or leave projections out.",
    ),
    (
        "unfinished-period",
        "warning",
        "Period not over yet",
        "The period ends after today, and the figure is not marked as incomplete or provisional.",
        "Look whether the publisher calls it incomplete.",
    ),
    (
        "improbable-period",
        "error",
        "Period long past",
        "The period is from before anybody published such figures.",
        "Correct the year.",
    ),
    (
        "percentage-range",
        "error",
        "Percentage outside 0 to 100",
        "A share of a whole cannot be below 0% or above 100%.",
        "Correct the number, or the unit.",
    ),
    ("negative-value", "warning", "Negative value", "No figure of this indicator has ever been below zero.", _ASK),
    (
        "sentinel",
        "error",
        "Number that stands for a missing value",
        "−1 and the like are how some programs write that there is no value.",
        "Leave the cell empty.",
    ),
    (
        "count-above-denominator",
        "error",
        "Count above its denominator",
        "A part cannot be larger than the whole that it is a share of.",
        "Look whether the two columns are swapped.",
    ),
    (
        "outside-interval",
        "error",
        "Value outside its own interval",
        "An interval that does not contain its value belongs to another figure, or its limits are swapped.",
        "Correct the value or the limits.",
    ),
    (
        "small-count",
        "warning",
        "Small count",
        "So few people that somebody might be recognised: is the publisher's file meant to be public?",
        "Publish it only if the figure is public already.",
    ),
)

CHANGE = checks_of(
    "change",
    (
        "overlapping-periods",
        "warning",
        "Overlapping periods",
        "Two periods of one line share days, though the definition does not say that its windows overlap.",
        "Leave one of them, or set overlapping = true in the definition.",
    ),
    (
        "unit-changed",
        "error",
        "Unit changed",
        "The line is 100 or 1,000 times what is held, or that part of it: the file is in another unit.",
        "Give the factor under [[files]] in the definition.",
    ),
    (
        "history-outlier",
        "warning",
        "Unlike the series' own history",
        "The change is far larger than any usual one of this line, and other areas did not move alike.",
        _ASK,
    ),
    (
        "area-outlier",
        "warning",
        "Unlike the other areas",
        "The change is far from that of all other areas in the same period.",
        _ASK,
    ),
    (
        "missing-period",
        "warning",
        "Period missing",
        "The file has the periods before and after, and none of its areas has this one.",
        "Look whether the publisher left it out, or the download did.",
    ),
    (
        "fewer-areas",
        "warning",
        "Fewer areas than before",
        "Areas that are held are not in the file; their figures stay as they are.",
        "Download the file for all areas, or these will be of an older release.",
    ),
    (
        "mixed-vintage",
        "warning",
        "Mixed vintages",
        "Part of the line is from another release than the rest: some periods differ from what is held, others do not.",
        "Download the whole series from one release.",
    ),
    (
        "vanishing-rows",
        "warning",
        "Rows that would vanish",
        "Figures that are held are not in the file, or have none any more, though it has their line.",
        "Look whether the publisher withdrew them.",
    ),
)

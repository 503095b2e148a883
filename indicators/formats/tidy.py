"""The project's own tidy layout: a CSV file with exactly the columns of `data/published/`, for whatever has no other.

A cell's period is its first day; its last day, inclusive, and its label stand beside it.
"""

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Reading, cells
from indicators.model import OBSERVATIONS

TITLE = "Tidy template of this dashboard (CSV)"
DESCRIPTORS = ("indicator", "breakdown")
DOWNLOAD = (
    "The project's own layout, for figures that come in no published one: the columns of `data/published/`, all of "
    "them, in any order, one row per indicator, area, period and breakdown. Download it filled from an indicator's "
    "page, or write it by hand."
)
RECOGNISED = "By the headings `indicator`, `area_code`, `period_start`, `period_end` and `value`."
MATCH = (
    "Several indicators may stand in one file, and none needs `[[files]]`: the row's own `indicator` and `breakdown` "
    "say what it is."
)
TRAPS = (
    "A spreadsheet that saves days as 01/04/2019: write 2019-04-01.",
    "A column deleted because it was empty is told as missing: it would empty what is published in it.",
)

COLUMNS = tuple(OBSERVATIONS.names)
#: What tells this layout from any other; that the rest is there too is checked when it is read.
SIGNATURE = ("indicator", "area_code", "period_start", "period_end", "value")
#: The columns of a cell that stand as they are in a column of the file.
AS_THEY_ARE = {
    "area_code": "area_code",
    "period": "period_start",
    "period_end": "period_end",
    "period_label": "period_label",
    "value": "value",
    "lower": "lower",
    "upper": "upper",
    "count": "count",
    "denominator": "denominator",
    "status": "status",
    "flags": "flags",
    "comparison": "published_comparison",
    "note": "note",
}


def recognises(file: File) -> bool:
    """Whether a row near the top holds the columns that only this layout has."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """One cell a row. Every column must be there: one left out would empty what is published in it."""
    header = tabular.header_of(file, SIGNATURE)
    lacking = tabular.missing(header, SIGNATURE if header is None else COLUMNS)
    if header is None:
        return Reading((), cells([], []), tuple(lacking))
    table = tabular.delimited(file, header, COLUMNS)
    frame = table.frame
    for name in frame.columns.drop("note", errors="ignore"):
        frame[name] = frame[name].str.strip()
    measures, measure = tabular.numbered(frame, DESCRIPTORS)
    rows = tabular.placed(frame, measure, AS_THEY_ARE, header.heading("value"))
    return Reading(measures, rows, (*lacking, *table.faults))

"""CSV files of Fingertips (Office for Health Improvement and Disparities): 26 columns, later 27."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Reading, cells
from indicators.formats.tabular import Header
from indicators.formats.tags import has_markup, without_markup

TITLE = "Fingertips, Office for Health Improvement and Disparities (CSV)"
RANGE = "Time period range"
DESCRIPTORS = ("Indicator ID", "Indicator Name", "Sex", "Age", "Category Type", "Category", RANGE)
DOWNLOAD = (
    "The CSV downloads of OHID's Fingertips profiles and of its API (`all_data/csv`), 26 columns or 27, for one "
    "indicator or a whole profile."
)
RECOGNISED = "By the headings `Indicator ID`, `Indicator Name`, `Area Code` and `Time period`."
MATCH = (
    'A headline needs `"Category Type" = ""`; write `Age` where the indicator is also given by age. `Time period '
    "range` is worked out from the period (`1y`, `3y`, `5y`), because older files lack that column: name it where "
    "single and pooled years come under one ID."
)
TRAPS = (
    "An area comes back under each parent (taken once).",
    "Deciles carry England's own code.",
    "`Time period Sortable` is no date and is not read.",
    'An empty value has its reason in `Value note`: "suppressed" and "too small" are confidential, everything else is '
    "not available.",
    "The heading of the second comparison changes with the parent.",
    "Runs of blanks inside a category name count as one.",
    "A column of numbers, `Count` above all, can hold markup of a web page: the number inside is read where there is "
    "one alone, anything else is no number.",
)

SIGNATURE = ("Indicator ID", "Indicator Name", "Area Code", "Time period")
NEEDED = (*SIGNATURE, "Sex", "Age", "Category Type", "Category", "Value")
AS_THEY_ARE = {
    "area_code": "Area Code",
    "area_name": "Area Name",
    "period": "Time period",
    "value": "Value",
    "lower": "Lower CI 95.0 limit",
    "upper": "Upper CI 95.0 limit",
    "count": "Count",
    "denominator": "Denominator",
    "status": "status",
    "comparison": "Compared to England",
    "note": "Value note",
}
#: The heading of the comparison with England goes on differently from file to file, and the one that follows is with
#: whatever the parent is: England itself, perhaps.
COMPARISON, COMPARED = "Compared to England", "Compared to "
#: Columns of numbers that are read.
NUMBERS = ("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Count", "Denominator")
#: Words of a value note that say why an empty cell is empty, in the order in which they decide.
REASONS: Mapping[str, str] = {
    "quality": "x",
    "incomplete": "x",
    "disclos": "c",
    "suppress": "c",
    "confidential": "c",
    "too small": "c",
    "small count": "c",
    "not applicable": "z",
}
_POOLED = re.compile(r"(\d{4})(?:/\d{2})?\s*[-–]\s*(\d{2,4})(?:/\d{2})?")


def recognises(file: File) -> bool:
    """Whether a row near the top holds the headings that only this layout has."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """One cell a row, repetitions under other parents left out."""
    header = tabular.header_of(file, SIGNATURE)
    lacking = tabular.missing(header, SIGNATURE if header is None else NEEDED)
    if header is None:
        return Reading((), cells([], []), tuple(lacking))
    comparison = header.heading(COMPARISON)
    header = _compared_once(header)
    table = tabular.delimited(file, header, (*DESCRIPTORS[:-1], *AS_THEY_ARE.values(), comparison))
    frame = tabular.unrepeated(table.frame, (*DESCRIPTORS[:-1], "Area Code", "Time period"))
    frame = frame.rename(columns={comparison: COMPARISON})
    for name in NUMBERS if has_markup(file) else ():
        if name in frame:
            frame[name] = without_markup(frame[name])
    frame[RANGE] = tabular.by_text(frame["Time period"], pooled_over)
    frame["status"] = _statuses(frame)
    measures, measure = tabular.numbered(frame, DESCRIPTORS)
    rows = tabular.placed(frame, measure, AS_THEY_ARE, header.heading("Value"))
    return Reading(measures, rows, (*lacking, *table.faults))


def _compared_once(header: Header) -> Header:
    """The header without the headings of further comparisons that repeat an earlier one word for word."""
    names: list[str] = []
    for name in header.headings:
        names.append("" if name in names and name.casefold().startswith(COMPARED.casefold()) else name)
    return replace(header, headings=tuple(names))


def pooled_over(period: str) -> str:
    """The years that a period spans: "1y" for 2015 or 2015/16, "3y" for 2010 - 12, "5y" for 2018/19 - 22/23."""
    match = _POOLED.fullmatch(period.strip())
    if match is None:
        return "1y"
    first, last = int(match[1]), int(match[2])
    return f"{(last - first) % 100 + 1}y"


def reason(note: str) -> str:
    """What a value note says of an empty cell, as a status; "x" where it gives no other reason."""
    return next((status for words, status in REASONS.items() if words in note.casefold()), "x")


def _statuses(frame: pd.DataFrame) -> pd.Series:
    """A status for each empty value; nothing for a value that is there, whatever is noted about it."""
    blank = pd.Series("", index=frame.index, dtype="str")
    notes = frame.get("Value note", blank)
    empty = frame["Value"].str.strip().eq("") if "Value" in frame else blank.ne("")
    return tabular.by_text(notes, reason).where(empty, "")

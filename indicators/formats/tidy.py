"""The project's own tidy layout: exactly the columns of `data/published/`, for whatever has no other; CSV or workbook.

A cell's period is its first day; its last day, inclusive, and its label stand beside it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells
from indicators.model import OBSERVATIONS

TITLE = "Tidy template of this dashboard (CSV or workbook)"
DESCRIPTORS = ("indicator", "breakdown")
DOWNLOAD = (
    "The project's own layout, for figures that come in no published one: the columns of `data/published/`, all of "
    "them, in any order, one row per indicator, area, period and breakdown. On the upload page there is a workbook to "
    "fill in, with lists to choose from, and each indicator's table with its figures; or write a CSV file by hand."
)
RECOGNISED = (
    "By the headings `indicator`, `area_code`, `period_start`, `period_end` and `value`, in a CSV or on a sheet."
)
MATCH = (
    "Several indicators may stand in one file, and none needs `[[files]]`: the row's own `indicator` and `breakdown` "
    "say what it is."
)
TRAPS = (
    "A spreadsheet that saves days as 01/04/2019: write 2019-04-01, or send the workbook, where a day is a day.",
    "A column deleted because it was empty is told as missing: it would empty what is published in it.",
    "A percentage is written 12.4. A cell that a spreadsheet shows as 12.4% holds 0.124, and that is what is read.",
)

COLUMNS = tuple(OBSERVATIONS.names)
#: What tells this layout from any other; that the rest is there too is checked when it is read.
SIGNATURE = ("indicator", "area_code", "period_start", "period_end", "value")
#: The columns of a cell that stand as they are in a column of the file.
AS_THEY_ARE = {
    "area_code": "area_code",
    "area_name": "area_name",
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
    """Whether a row near the top, of the text or of a sheet, holds the columns that only this layout has."""
    if file.is_workbook:
        return any(tabular.find_header(grid, SIGNATURE) is not None for grid in file.sheets.values())
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """One cell a row. Every column must be there: one left out would empty what is published in it."""
    sheets = dict(_sheets(file)) if file.is_workbook else {"": file}
    if not sheets:
        return Reading((), cells([], []), tuple(tabular.missing(None, SIGNATURE)))
    frames, faults = [], []
    for sheet, text in sheets.items():
        frame, wrong = _table(sheet, text)
        frames.append(frame)
        faults += wrong
    frame = frames[0] if len(frames) == 1 else pd.concat(frames)
    measures, measure = tabular.numbered(frame, DESCRIPTORS)
    rows = tabular.placed(frame, measure, AS_THEY_ARE | {"sheet": "sheet", "column": "column"}, "")
    return Reading(measures, rows, tuple(faults))


def _sheets(file: File) -> Iterator[tuple[str, File]]:
    """Each sheet with the columns of this layout as text, its rows where they were; lists and notes have others."""
    for sheet, grid in file.sheets.items():
        if tabular.find_header(grid, SIGNATURE) is not None:
            stream = io.StringIO()
            csv.writer(stream, lineterminator="\n").writerows(grid)
            yield sheet, File(file.name, stream.getvalue().encode())


def _table(sheet: str, text: File) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows below the headings, with their sheet and the heading of the values, and what is wrong with them."""
    header = tabular.header_of(text, SIGNATURE)
    if header is None:
        return pd.DataFrame(), tabular.missing(header, SIGNATURE)
    table = tabular.delimited(text, header, COLUMNS)
    frame = table.frame
    for name in frame.columns.drop("note", errors="ignore"):
        frame[name] = frame[name].str.strip()
    if sheet:
        frame = _of_a_list(frame)
    faults = [*tabular.missing(header, COLUMNS), *table.faults]
    return frame.assign(sheet=sheet, column=header.heading("value")), [replace(each, sheet=sheet) for each in faults]


def _of_a_list(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with the area's code apart from its name, which the list of the workbook shows beside it."""
    both = {text: tabular.code_and_name(text) for text in frame["area_code"].unique()}
    codes = {text: code or text for text, (code, _) in both.items()}
    names = {text: name if code else "" for text, (code, name) in both.items()}
    areas = frame["area_code"]
    return frame.assign(area_code=areas.map(codes).astype("str"), area_name=areas.map(names).astype("str"))

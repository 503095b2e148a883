"""A file as sheets of rows, be it a workbook or text: for small tables that stand among titles and notes."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.formats.files import File, Grid, UnreadableFile
from indicators.formats.reading import Fault, cells
from indicators.formats.tabular import cut_off, plain, records

#: Cells of a text that is read cell by cell: ten years of LAHS's open data have half as many.
MAX_CELLS = 2_000_000

#: A row's number, as a spreadsheet shows it, and its cells.
Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Part:
    """The cells of one column of figures; a text in `columns` stands for every row."""

    measure: Sequence[int]
    row: Sequence[int]
    columns: Mapping[str, Sequence[str] | str]


def grids(file: File) -> tuple[dict[str, Grid], list[Fault]]:
    """Every sheet's rows by its name; text is one sheet without a name. A quoted text that never ends is a fault.

    Refuses a text with more than MAX_CELLS: each of them is a text of its own from here on.
    """
    if file.is_workbook:
        return dict(file.sheets), []
    if file.rows + file.body.count(b",") > MAX_CELLS:
        raise UnreadableFile("too-large", f"{file.name} has more than {MAX_CELLS:,} cells.")
    rows: Grid = []
    try:
        rows.extend(cells for _, cells in records(file.text))
    except csv.Error:
        cut = "A quoted text does not end."
        return {"": rows}, [Fault("truncated-file", cut, row=len(rows) + 1, fix="Download the file again.")]
    return {"": rows}, []


def filled(cells: Iterable[str]) -> list[str]:
    """The cells that are not blank, their blanks tidied."""
    return [text for text in map(plain, cells) if text]


def first_rows(file: File, rows: int) -> list[list[str]]:
    """The first rows of each sheet, or of the text, that are enough to recognise a layout."""
    if file.is_workbook:
        return [cells for grid in file.sheets.values() for cells in grid[:rows]]
    lines: list[list[str]] = []
    try:
        for number, cells in records(file.head):
            if number > rows:
                break
            lines.append(cells)
    except csv.Error:  # no publisher's title block has a text that long
        return lines
    return lines


def fitting(rows: Iterable[Row], widths: Sequence[int], last: int, sheet: str = "") -> tuple[list[Row], list[Fault]]:
    """The rows as wide as the header, and a fault for each other; `last` is the number of the file's last row."""
    fit: list[Row] = []
    faults: list[Fault] = []
    for number, row in rows:
        if len(row) in widths:
            fit.append((number, row))
            continue
        message = f"The row has {len(row)} cells, but the header has {widths[0]} columns."
        if number == last and len(row) < widths[0]:
            faults.append(cut_off(sheet, number, ",".join(row)))
        else:
            faults.append(Fault("bad-row", message, sheet, number, value=",".join(row)[:80]))
    return fit, faults


def last_row(grid: Grid) -> int:
    """The number of the last row that has any text; 0 if none has."""
    return next((number for number in range(len(grid), 0, -1) if filled(grid[number - 1])), 0)


def lacking(parts: Sequence[Part], sought: str) -> list[Fault]:
    """A fault where no header was found, told as what was sought, or none of the headings has a row below it."""
    if not parts:
        return [Fault("no-header", sought)]
    if not any(part.row for part in parts):
        return [Fault("nothing-to-read", "There are headings, but no row of figures below them.")]
    return []


def stacked(parts: Sequence[Part]) -> pd.DataFrame:
    """The cells of all parts, one below the other: a frame for each and joining them would take far longer."""
    columns: dict[str, list[str]] = {name: [] for part in parts for name in part.columns}
    for part in parts:
        for name, texts in columns.items():
            given = part.columns.get(name, "")
            texts.extend([given] * len(part.row) if isinstance(given, str) else given)
    measure = [place for part in parts for place in part.measure]
    return cells(measure, [number for part in parts for number in part.row], **columns)

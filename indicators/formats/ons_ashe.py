"""Tables of the ONS Annual Survey of Hours and Earnings: a row an area, a sheet a kind of job, one year a workbook.

The title stands in one cell, or in several since 2020, and then the year may stand in another cell or on another sheet.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from indicators.formats import wide
from indicators.formats.files import File, Grid
from indicators.formats.grids import filled, first_rows, grids
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import status_of
from indicators.formats.tabular import HEADER_WITHIN, find_header, plain

TITLE = "Annual Survey of Hours and Earnings, Office for National Statistics (workbook or CSV)"
DESCRIPTORS = ("Table", "Pay", "Jobs", "Figure")
DOWNLOAD = (
    "Workbooks of the Office for National Statistics such as Table 7.1a (weekly pay by place of work), one year each; "
    "Table 8 is pay by place of residence. One sheet saved as CSV is read as well."
)
RECOGNISED = (
    'By the headings "Description" and "Code" below a title "Table 7.1a … For … jobs", in one cell or in several.'
)
MATCH = (
    "Each kind of job has a sheet (`Jobs`), and headings stand in three rows with the letters of footnotes stuck to "
    "them. Coefficients of variation come in a workbook of their own, Table 7.1b, and are read as another `Table`: "
    'always name the table with its letter (`"8.1a"` is weekly pay by residence), the jobs (`"all employee"`) and '
    '`Figure` (`"Median"`).'
)
TRAPS = (
    "Names are indented, and the key to symbols stands beside the table: `x` is an estimate withheld because it is "
    "unreliable, `..` is confidential.",
    "The year of the title is read as April of that year, when the survey asks; pay of a year keeps the year.",
    "Where the title has no year, another cell above the table or the notes must say it; a sheet saved as CSV by "
    "itself may have lost it, and is then refused.",
    "Footnotes name years that are not the table's, such as those of the furlough scheme.",
)

_NAME, _CODE = "description", "code"
_TITLE = re.compile(
    r"\bTable (?P<table>\d+\.\d+[a-z]?)[.:]? (?P<pay>.+?)(?: [-–])? For (?P<jobs>.+?) jobs\w?\b", re.IGNORECASE
)
_OF_TITLE = re.compile(r"Table \d|For .+ jobs", re.IGNORECASE)
#: A year that ends a cell above the table: "…: United Kingdom, 2019", "April 2023", "2023 provisional".
_YEAR = re.compile(
    r"(?:.*(?:[,:]|United Kingdom) ?|(?:Year|Reference (?:year|period))[,:]? |)(?:April )?(?P<year>(?:19|20)\d\d)"
    r"(?: ?[-–]? ?\(?(?:provisional|revised|final)\)?)?",
    re.IGNORECASE,
)
#: The same on a sheet of notes, which name other years, too: only what is said of the survey as a whole.
_EDITION = re.compile(
    r"(?:Annual Survey of Hours and Earnings(?: \(ASHE\))?|ASHE|Year|Reference (?:year|period)|Period)[,:]? ?[-–]? ?"
    r"(?:April )?(?P<year>(?:19|20)\d\d)(?: ?[-–]? ?\(?(?:provisional|revised|final)(?: results)?\)?)?\.?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\b(jobs)[a-z]\b")
_CHANGE, _PERCENTILES = "annual percentage change", "percentiles"
_KEY = re.compile(r"(\S{1,2}) = (.+)")
#: Pay of a year is that of the tax year; all else is about the pay period that holds a day in April.
_OF_THE_YEAR = "annual"
#: A row with more filled cells is of a table.
_FEW = 3


class _Title(NamedTuple):
    """What a table's title says; without a year where neither it nor the notes name one."""

    table: str
    pay: str
    jobs: str
    year: str


def recognises(file: File) -> bool:
    """Whether a sheet has the headings "Description" and "Code" and above them the title of a table of the survey."""
    if file.is_workbook:
        return any(_place(grid) is not None for grid in file.sheets.values())
    return _place(first_rows(file, HEADER_WITHIN)) is not None


def _place(grid: Grid) -> int | None:
    """The position of the last row of headings; None for a sheet that is no table of the survey."""
    place = find_header(grid, (_NAME, _CODE))
    return place if place is not None and _titled(grid, place) else None


def _titled(grid: Grid, place: int) -> re.Match[str] | None:
    """The title above the headings: what stands in the cells of a row, one behind the other, or of two rows."""
    rows = [" ".join(filled(row)) for row in grid[:place]]
    pairs = [" ".join(pair) for pair in pairwise(rows)]
    return next(filter(None, map(_TITLE.search, [*rows, *pairs])), None)


def read(file: File) -> Reading:
    """Every figure of every sheet. The period is April of the table's year, for pay of a year the year itself."""
    sheets, faults = grids(file)
    measures: dict[tuple[str, ...], int] = {}
    frames = []
    notes = [sheet for sheet in sheets.values() if _place(sheet) is None]
    for sheet, ragged in sheets.items():
        grid = _squared(ragged)
        if (place := _place(grid)) is not None:
            table, bad = _table(sheet, grid, place)
            faults += bad
            title = _title(grid, place, notes)
            if title and table.rows:
                frames.append(wide.long(table, _columns(table, title, measures)))
                faults += [] if title.year else [_undated(table)]
    if not frames and not faults:
        faults.append(Fault("no-header", "No sheet has the headings 'Description' and 'Code' below a table's title."))
    lines = tuple(dict.fromkeys(line for line in _lines(sheets) if _KEY.match(line) or line.startswith("Source:")))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, wide.joined(frames), tuple(faults), lines, _markers(lines))


def _squared(grid: Grid) -> Grid:
    """The rows of a sheet saved as text as long as the longest of them, as those of a workbook are."""
    width = max(map(len, grid), default=0)
    return [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in grid]


def _title(grid: Grid, place: int, notes: Sequence[Grid]) -> _Title | None:
    """The title of the table below it, with the one year that its cells name, else the one that the notes do."""
    match = _titled(grid, place)
    if match is None:
        return None
    above = _years(_YEAR, (cell for row in grid[:place] for cell in row))
    years = above or _years(_EDITION, (cell for sheet in notes for row in sheet for cell in row))
    return _Title(match["table"].casefold(), match["pay"], match["jobs"], years.pop() if len(years) == 1 else "")


def _years(pattern: re.Pattern[str], cells: Iterable[str]) -> set[str]:
    return {match["year"] for cell in cells if (match := pattern.fullmatch(plain(cell)))}


def _undated(table: wide.Table) -> Fault:
    """What is told of a table whose year stands neither in its title nor anywhere else."""
    missing = "Neither the title nor a note says which year the figures are of."
    fix = "Upload the publisher's whole workbook, or write the year behind the title: 'United Kingdom, 2023'."
    return Fault("no-header", missing, table.sheet, table.header_row, fix=fix)


def _lines(sheets: Mapping[str, Grid]) -> list[str]:
    """The lines in which a file explains itself: rows of one to three filled cells, and the key beside the table."""
    rows = [row for grid in sheets.values() for row in grid]
    alone = [" ".join(few) for row in rows if 0 < len(few := filled(row)) <= _FEW]
    keys = [" ".join(filled(row[at:])) for row in rows for at, cell in enumerate(row) if at and _KEY.match(plain(cell))]
    return [*alone, *keys]


def _columns(table: wide.Table, title: _Title, measures: dict[tuple[str, ...], int]) -> list[wide.Column]:
    """A table's columns; a measure that is new gets the next place in `measures`."""
    month = "" if title.pay.casefold().startswith(_OF_THE_YEAR) else "April "
    period = f"{month}{title.year}" if title.year else ""
    sheet = (title.table, title.pay, title.jobs)
    return [
        wide.Column(heading.place, heading.text, measures.setdefault((*sheet, heading.text), len(measures)), period)
        for heading in table.headings
    ]


def _table(sheet: str, grid: Grid, place: int) -> tuple[wide.Table, list[Fault]]:
    headings, doubled = _headings(sheet, grid, place)
    names = [plain(cell).casefold() for cell in grid[place]]
    table, faults = wide.areas(sheet, grid, place, headings, names.index(_CODE), names.index(_NAME))
    return table, [*doubled, *faults]


def _headings(sheet: str, grid: Grid, place: int) -> tuple[list[wide.Heading], list[Fault]]:
    """The figures by their headings of three rows; "Percentiles" stands once, a change belongs to what is before it."""
    headings: dict[str, wide.Heading] = {}
    faults: list[Fault] = []
    last, of_percentiles = "", False
    for at, under in enumerate(grid[place]):
        parts = [plain(row[at]) for row in grid[max(place - 2, 0) : place + 1] if not _is_title(row)]
        text = _FOOTNOTE.sub(r"\1", " ".join(filter(None, parts)))
        if not text or plain(under).casefold() in (_NAME, _CODE):
            continue
        of_percentiles |= text.casefold().startswith(_PERCENTILES)
        if text.casefold() == _CHANGE:
            text = f"{text} ({last})"
        elif of_percentiles and text.isdigit():
            text = f"{_PERCENTILES.capitalize()} {text}"
        if text in headings:
            message = f"The column '{text}' is there more than once."
            faults.append(Fault("doubled-column", message, sheet, place + 1, text))
        headings.setdefault(text, wide.Heading(at, text, text, ""))
        last = text
    return list(headings.values()), faults


def _is_title(row: Sequence[str]) -> bool:
    """Whether a row holds a part of the title, and so none of a heading."""
    return any(map(_OF_TITLE.match, map(plain, row)))


def _markers(lines: Iterable[str]) -> Mapping[str, str]:
    """Symbols of the key. One that stands in place of an unreliable estimate leaves nothing to be read: `x`."""
    matches = [match for line in lines if (match := _KEY.match(line))]
    statuses = {match[1]: status_of(match[2]) for match in matches}
    return {symbol: "x" if status == "u" else status for symbol, status in statuses.items() if status}

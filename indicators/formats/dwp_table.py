"""Tables that the Department for Work and Pensions publishes, as ODS or saved as CSV.

Title and notes stand above the headings, which run over several lines ("Percentage of children", "FYE 2021", "(%)",
"[p] [note 3]").
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.formats.files import File, Grid
from indicators.formats.grids import Part, Row, filled, first_rows, fitting, grids, lacking, last_row, stacked
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import plain

TITLE = "DWP published tables (ODS or CSV)"
DESCRIPTORS = ("Title", "Areas", "Figure")
DOWNLOAD = "Tables that the Department for Work and Pensions publishes as ODS, or one of their sheets saved as CSV."
RECOGNISED = (
    'By a row of headings with `Area Code` and financial years ending ("FYE 2021"), which stands below title rows and '
    "runs over several lines inside its cells."
)
MATCH = (
    "`Title` is without the table's number and years, so that it is the same in the next release; `Areas` is the "
    'first heading: Local Authority, Ward…; `Figure` is "Percentage of children" and the like. A percentage carries '
    "its number of people as count."
)
TRAPS = (
    'A workbook holds shares as fractions (0.103) and shows percentages: they are read as shown, "10.3%", so that no '
    "factor is needed and workbook and CSV agree.",
    "`[p]` in a heading is a flag, `[note 3]` is nothing, `[x]` and `[low]` mean what the line above the headings "
    "says.",
    '"After housing costs" is a title of its own: never one line with the other.',
)

_HEADER_WITHIN = 30
_HEADING = re.compile(r"(?P<figure>.+?)\s+(?P<period>FYE \d{4})\b(?P<rest>.*)")
_FLAG = re.compile(r"\[([a-z])\]")
_NOTE = re.compile(r"\s*\[note[^\]]*\]")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:[eE]-?\d+)?")
#: What changes in a title from one release to the next: the table's number and the years.
_CHANGING = re.compile(r"^Table \w+\s*:\s*|,?\s*FYE \d{4}(?: to (?:FYE )?\d{4})?(?=,|$)")


@dataclass(frozen=True)
class _Column:
    """A column of figures: its place, what it counts, the period, flags, and its heading as it stands."""

    place: int
    figure: str
    period: str
    flags: str
    heading: str


def recognises(file: File) -> bool:
    """Whether a sheet has a row of headings with a code of the area and figures for financial years ending (FYE)."""
    return any(_is_header(row) for row in first_rows(file, _HEADER_WITHIN))


def read(file: File) -> Reading:
    """Every figure of every table. A percentage carries its number of people as count; fractions become percentages."""
    sheets, faults = grids(file)
    measures: dict[tuple[str, ...], int] = {}
    parts: list[Part] = []
    notes: list[str] = []
    for sheet, grid in sheets.items():
        place = next((place for place, row in enumerate(grid[:_HEADER_WITHIN]) if _is_header(row)), None)
        notes += [" ".join(filled(row)) for row in grid[: _HEADER_WITHIN if place is None else place] if filled(row)]
        if place is None:
            continue
        figures, bad = _sheet(sheet, grid, place, file.is_workbook, measures)
        parts += figures
        faults += bad
    faults += lacking(parts, "No sheet has a row of headings with an area code and years (FYE 2021).")
    told_of = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(told_of, stacked(parts), tuple(faults), tuple(dict.fromkeys(notes)), markers(notes))


def _is_header(row: list[str]) -> bool:
    texts = [plain(text) for text in row]
    return any(text.casefold() == "area code" for text in texts) and any(map(_HEADING.fullmatch, texts))


def _sheet(
    sheet: str, grid: Grid, place: int, workbook: bool, measures: dict[tuple[str, ...], int]
) -> tuple[list[Part], list[Fault]]:
    headings = [plain(text) for text in grid[place]]
    code = [heading.casefold() for heading in headings].index("area code")
    columns, faults = _columns(headings, place + 1, sheet)
    last = last_row(grid)
    numbered = enumerate(grid[place + 1 : last], start=place + 2)
    # a line of text by itself is no row of the table, unless it is what is left of one
    below = [(at, row) for at, row in numbered if any(row[1:]) or (at == last and len(row) < len(headings))]
    rows, bad = fitting(below, (len(headings),), last, sheet)
    shown = {column: _shown(rows, column, workbook) for column in columns}
    named = (_title(grid[:place]), _NOTE.sub("", headings[0]))
    areas = {
        "area_code": [row[code].strip() for _, row in rows],
        "area_name": [_NOTE.sub("", plain(row[0])) for _, row in rows],
    }
    numbers = [number for number, _ in rows]
    parts = []
    for column in columns:
        measure = measures.setdefault((*named, column.figure), len(measures))
        of = {"period": column.period, "flags": column.flags, "sheet": sheet, "column": column.heading}
        count = next((shown[other] for other in columns if _counts(other, column)), "")
        parts.append(Part([measure] * len(rows), numbers, {**areas, **of, "value": shown[column], "count": count}))
    return parts, [*faults, *bad]


def _columns(headings: list[str], row: int, sheet: str) -> tuple[list[_Column], list[Fault]]:
    """The columns of figures; a figure that is there twice for a year is a fault, and its first column is taken."""
    columns: dict[tuple[str, str], _Column] = {}
    faults: list[Fault] = []
    for place, heading in enumerate(headings):
        if parts := _HEADING.fullmatch(heading):
            column = _Column(place, parts["figure"], parts["period"], " ".join(_FLAG.findall(parts["rest"])), heading)
            if columns.setdefault((column.figure, column.period), column) is not column:
                message = f"{column.figure}, {column.period}, is there twice."
                faults.append(Fault("doubled-column", message, sheet, row, heading))
    return list(columns.values()), faults


def _counts(number: _Column, share: _Column) -> bool:
    """Whether one column is the number of people that the other is the percentage of."""
    return number.period == share.period and share.figure == number.figure.replace("Number of", "Percentage of", 1)


def _shown(rows: list[Row], column: _Column, workbook: bool) -> list[str]:
    """A column's cells as a person sees them: a workbook's fractions under a heading of percentages as percentages."""
    texts = [row[column.place].strip() for _, row in rows]
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    if not (workbook and "%" in column.heading) or any(abs(float(text)) > 1 for text in numbers):
        return texts
    return [_percentage(text) if _NUMBER.fullmatch(text) else text for text in texts]


def _percentage(fraction: str) -> str:
    """0.10300000000000001 as 10.3%: fifteen digits are what a spreadsheet shows at most."""
    return f"{(Decimal(f'{float(fraction):.15g}') * 100).normalize():f}%"


def _title(above: Grid) -> str:
    """The table's title without its number and years, so that it is the same in the next release."""
    first = next((" ".join(filled(row)) for row in above if filled(row)), "")
    return _CHANGING.sub("", first).strip(" ,")

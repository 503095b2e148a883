"""Tables of the ONS Annual Survey of Hours and Earnings: a row an area, a sheet a kind of job, one year a workbook."""

import re
from collections.abc import Iterable, Mapping

from indicators.formats import wide
from indicators.formats.files import File, Grid
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import status_of
from indicators.formats.tabular import find_header, plain

TITLE = "Annual Survey of Hours and Earnings, Office for National Statistics (workbook)"
DESCRIPTORS = ("Table", "Pay", "Jobs", "Figure")
DOWNLOAD = (
    "Workbooks of the Office for National Statistics such as Table 7.1a (weekly pay by place of work), one year each; "
    "Table 8 is pay by place of residence."
)
RECOGNISED = 'By the headings "Description" and "Code" below a title "Table 7.1a … For … jobs".'
MATCH = (
    "Each kind of job has a sheet (`Jobs`), and headings stand in three rows with the letters of footnotes stuck to "
    "them. Coefficients of variation come in a workbook of their own, Table 7.1b, and are read as another `Table`. No "
    "indicator is taken from this layout so far."
)
TRAPS = (
    "Names are indented, and the key to symbols stands beside the table: `x` is an estimate withheld because it is "
    "unreliable, `..` is confidential.",
    "The year of the title is read as April of that year, when the survey asks; pay of a year keeps the year.",
)

_NAME, _CODE = "description", "code"
_TITLE = re.compile(
    r"^Table (?P<table>\d+\.\d+[a-z]?) (?P<pay>.+?) - For (?P<jobs>.+?) jobs\w?\b.*, (?P<year>(?:19|20)\d\d)$"
)
_FOOTNOTE = re.compile(r"\b(jobs)[a-z]\b")
_CHANGE, _PERCENTILES = "annual percentage change", "percentiles"
_KEY = re.compile(r"(\S{1,2}) = (.+)")
#: Pay of a year is that of the tax year; all else is about the pay period that holds a day in April.
_OF_THE_YEAR = "annual"


def recognises(file: File) -> bool:
    """Whether a sheet has the headings "Description" and "Code" and above them the title of a table of the survey."""
    return any(_place(grid) is not None for grid in file.sheets.values())


def _place(grid: Grid) -> int | None:
    """The position of the last row of headings; None for a sheet that is no table of the survey."""
    place = find_header(grid, (_NAME, _CODE))
    titled = place is not None and any(_TITLE.match(plain(cell)) for row in grid[:place] for cell in row)
    return place if titled else None


def read(file: File) -> Reading:
    """Every figure of every sheet. The period is April of the title's year, for pay of a year the year itself."""
    measures: dict[tuple[str, ...], int] = {}
    faults: list[Fault] = []
    frames = []
    for sheet, grid in file.sheets.items():
        if (place := _place(grid)) is not None:
            table, bad = _table(sheet, grid, place)
            faults += bad
            title = table.title(_TITLE)
            frames += [wide.long(table, _columns(table, title, measures))] if title and table.rows else []
    if not frames and not faults:
        faults.append(Fault("no-header", "No sheet has the headings 'Description' and 'Code' below a table's title."))
    notes = tuple(dict.fromkeys(line for line in wide.lines(file) if _KEY.match(line) or line.startswith("Source:")))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, wide.joined(frames), tuple(faults), notes, _markers(notes))


def _columns(table: wide.Table, title: re.Match[str], measures: dict[tuple[str, ...], int]) -> list[wide.Column]:
    """A table's columns; a measure that is new gets the next place in `measures`."""
    period = title["year"] if title["pay"].casefold().startswith(_OF_THE_YEAR) else f"April {title['year']}"
    sheet = (title["table"], title["pay"], title["jobs"])
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
        parts = [plain(row[at]) for row in grid[max(place - 2, 0) : place + 1]]
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


def _markers(lines: Iterable[str]) -> Mapping[str, str]:
    """Symbols of the key. One that stands in place of an unreliable estimate leaves nothing to be read: `x`."""
    matches = [match for line in lines if (match := _KEY.match(line))]
    statuses = {match[1]: status_of(match[2]) for match in matches}
    return {symbol: "x" if status == "u" else status for symbol, status in statuses.items() if status}

"""Homelessness tables of local authorities (H-CLIC), workbooks of one quarter: a sheet per table, a row per area.

Headings stand in two to four rows, with merged cells that reach the reader as one cell and blanks.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from indicators.formats.files import File, Grid
from indicators.formats.grids import Part, Row, filled, stacked
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import plain

TITLE = "Statutory homelessness, detailed local authority tables (MHCLG, workbook)"
DESCRIPTORS = ("Table", "Group", "Heading")
DOWNLOAD = (
    "The quarterly workbook of all H-CLIC tables by council, ODS or XLSX: *Statutory homelessness: detailed local "
    "authority-level tables* on GOV.UK."
)
RECOGNISED = "By a sheet with a table's name (`A1`, `TA1_`, `A1 - Apr-Jun 18`) and its title in the first cell."
MATCH = (
    "`Table` is the name alone, `Heading` the lowest heading over a column, `Group` the one above it; digits of "
    "footnotes are taken off. Words change between releases, so an indicator may need an entry for each wording."
)
TRAPS = (
    "The quarter is that of the sheet's title, also where it names the last day (`31st December 2019`). A title "
    "without a year, as in table P3 of January to March 2024, leaves its figures without a period, and a note says "
    "so.",
    "The households of an area stand in some of the tables only, in thousands; they go with every number of the "
    "workbook, also in the tables that leave them out.",
    "Hidden header rows, sheets dragged along from other workbooks and sheets for choosing a council are passed over; "
    "rows count only with an ONS code, so footnotes that name councils do no harm.",
    "`..` is a missing return and `-` a small number withheld, both by the workbook's own notes.",
    "A first release calls its figures provisional for ever, and they are flagged so; but a flag that a figure has "
    "lost since does not come back with an older workbook.",
)

_SHEET = re.compile(r"(?P<table>(?:A|P|R|MD|TA)\d{1,2}[A-Za-z]?(?:_[A-Z]+)?)_?(?: - .*)?")
_TITLE = re.compile(r"(?:Table )?(?:A|P|R|MD|TA)\d{1,2}.* [-–] .*(?:household|applicant|accommodation)", re.IGNORECASE)
#: Quarters by the month that they end in.
_QUARTERS: Mapping[str, str] = MappingProxyType(
    {"March": "January to March", "June": "April to June"}
    | {"September": "July to September", "December": "October to December"}
)
_QUARTER = re.compile(rf"({'|'.join(_QUARTERS.values())}) (\d{{4}})")
_DAY = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)? ({'|'.join(_QUARTERS)}) (\d{{4}})")
_CODE = re.compile(r"[A-Z]\d{8}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
#: The heading of an area's households, in thousands: its words between change, "in area" or "(2016-based …)".
_THOUSANDS = re.compile(r"Number of households\b.*\(000s\)")
#: Headings of figures that are no number of anything: shares, and what is in thousands or for each thousand.
_NO_NUMBER = ("%", "(000s)")
#: A row with more texts than these is no note.
_FEW = 3
#: "Notice3", "TA1,2,3,4", "area5 (000s)": digits of footnotes stick to the last letter of a heading or its bracket.
_FOOTNOTES = re.compile(r"(?<=[A-Za-z)])(?:\d(?:, ?\d)*|[¹²³⁴-⁹])(?=$| \()")
_PROVISIONAL = re.compile(r"data in each new release .*is provisional", re.IGNORECASE)
_REVISED = re.compile(r"^revised|\(revised\)", re.IGNORECASE)


@dataclass(frozen=True)
class _Table:
    """A sheet with areas: its name without the quarter, the texts of its title, its header's first row, its areas."""

    sheet: str
    name: str
    grid: Grid
    header: int | None
    rows: tuple[Row, ...]
    figures: tuple[int, ...]

    @property
    def quarter(self) -> str:
        """The quarter of the title, also where that has the quarter's last day; empty if it names no year."""
        above = self.grid[: self.rows[0][0] - 1 if self.rows else None]
        title = " ".join(plain(row[0]) for row in above if row)
        if match := _QUARTER.search(title):
            return f"{match[1]} {match[2]}"
        day = _DAY.search(title)
        return f"{_QUARTERS[day[1]]} {day[2]}" if day else ""


def recognises(file: File) -> bool:
    """Whether a sheet is named like a table and its first cell has that table's title."""
    return any(_SHEET.fullmatch(name) and _titled(grid) for name, grid in file.sheets.items())


def read(file: File) -> Reading:
    """Every figure of every area with an ONS code, in the quarter of its table's title.

    A measure is its table, its own heading and the heading above or to the left of it, which in some tables is not
    over it. A column headed "%" or not at all is the share that belongs to the column before it. A table whose title
    says another quarter than most, or none, has no period. Beside a number of households or people stand the households
    of the area, so that it can be set against them as the publisher does in its own rates per thousand. Where the
    contents say that a new release is provisional, all figures of one that is not called revised are flagged so.
    """
    tables = list(_tables(file))
    faults = [fault for table in tables for fault in _faults(table)]
    if not tables:
        faults = [Fault("no-header", "No sheet has the title of a table such as 'Table A1 - Number of households…'.")]
    quarters = Counter(table.quarter for table in tables if table.quarter)
    quarter = quarters.most_common(1)[0][0] if quarters else ""
    flags = _flags(file)
    measures: dict[tuple[str, ...], int] = {}
    known = {area: number for table in reversed(tables) for area, number in _households(table).items()}
    parts = [part for table in tables for part in _parts(table, quarter, flags, measures, known)]
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    symbols = markers(line for table in tables for line in _explained(table))
    return Reading(described, stacked(parts), tuple(faults), tuple(_notes(tables, quarter)), symbols)


def _titled(grid: Grid) -> bool:
    return bool(grid and grid[0] and _TITLE.match(plain(grid[0][0])))


def _tables(file: File) -> Iterator[_Table]:
    for sheet, grid in file.sheets.items():
        named = _SHEET.fullmatch(sheet)
        if named and _titled(grid):
            rows = [(at, row) for at, row in enumerate(grid, start=1) if row and _CODE.fullmatch(plain(row[0]))]
            width = range(2, max(map(len, grid)))
            figures = tuple(at for at in width if any(_NUMBER.fullmatch(row[at].strip()) for _, row in rows))
            areas = _once(rows, figures)
            yield _Table(sheet, named["table"], grid, _header(grid, areas, figures), areas, figures)


def _once(rows: Sequence[Row], figures: Sequence[int]) -> tuple[Row, ...]:
    """The rows but those that only repeat an area: London stands on its own and again among the regions."""
    different: dict[tuple[str, ...], Row] = {}
    for at, row in rows:
        different.setdefault((plain(row[0]), *(row[place] for place in figures)), (at, row))
    return tuple(different.values())


def _header(grid: Grid, rows: Sequence[Row], figures: Sequence[int]) -> int | None:
    """The position of the row in which the headings begin.

    It is the last in which the first column of figures has a heading, as that is one cell over all their rows; what
    stands above it is hidden or a unit.
    """
    above = range(rows[0][0] - 2, 0, -1) if rows and figures else range(0)
    return next((at for at in above if plain(grid[at][figures[0]])), None)


def _faults(table: _Table) -> Iterator[Fault]:
    if not table.rows:
        yield Fault("nothing-to-read", "The table has no area with a code.", table.sheet)
    elif table.header is None:
        yield Fault("no-header", "There is no heading above the first figures.", table.sheet, table.rows[0][0])


def _headings(table: _Table) -> dict[int, tuple[str, str]]:
    """The group and the heading of each column of figures, without the digits of footnotes.

    The group is the heading of the first row; it is empty where that is the column's own and only one. Columns that
    share both, such as the totals of table A8, are left out: nothing would tell them apart.
    """
    if table.header is None:
        return {}
    lines = [[_tidy(cell) for cell in row] for row in table.grid[table.header : table.rows[0][0] - 1]]
    headings: dict[int, tuple[str, str]] = {}
    for at in table.figures:
        own = [line[at] for line in lines if line[at]]
        if own and own != ["%"]:
            group = next((text for text in reversed(lines[0][: at + 1]) if text), "")
            headings[at] = ("", own[0]) if lines[0][at] and len(own) == 1 else (group, own[-1])
        elif at - 1 in headings:
            headings[at] = (headings[at - 1][0], f"{headings[at - 1][1]} (%)")
    often = Counter(headings.values())
    return {at: names for at, names in headings.items() if often[names] == 1}


def _tidy(text: str) -> str:
    return plain(_FOOTNOTES.sub("", plain(text)))


def _households(table: _Table) -> dict[str, str]:
    """The households of each area by its code, from the column that has them in thousands; empty without one."""
    column = next((at for at, (_, heading) in _headings(table).items() if _THOUSANDS.fullmatch(heading)), None)
    if column is None:
        return {}
    cells = {plain(row[0]): row[column].strip() for _, row in table.rows}
    # to the household: binary arithmetic leaves 23385.954000000005 thousands in some cells
    return {area: f"{float(cell) * 1000:.0f}" for area, cell in cells.items() if _NUMBER.fullmatch(cell)}


def _parts(
    table: _Table, quarter: str, flags: str, measures: dict[tuple[str, ...], int], known: Mapping[str, str]
) -> Iterator[Part]:
    """The cells of each column of figures; a measure that is new gets the next place in `measures`.

    `known` are the households that other tables have; the table's own go before them.
    """
    numbers = [number for number, _ in table.rows]
    households = {**known, **_households(table)}
    areas = {
        "area_code": [plain(row[0]) for _, row in table.rows],
        "area_name": [plain(row[1]) for _, row in table.rows],
    }
    for at, (group, heading) in _headings(table).items():
        counted = not any(sign in heading for sign in _NO_NUMBER)
        of = [
            households.get(plain(row[0]), "") if counted and _NUMBER.fullmatch(row[at].strip()) else ""
            for _, row in table.rows
        ]
        columns = {
            **areas,
            "period": quarter if table.quarter == quarter else "",
            "value": [row[at] for _, row in table.rows],
            "count": [row[at] if number else "" for number, (_, row) in zip(of, table.rows, strict=True)],
            "denominator": of,
            "flags": [flags if _NUMBER.fullmatch(row[at].strip()) else "" for _, row in table.rows],
            "sheet": table.sheet,
            "column": f"{group}: {heading}" if group else heading,
        }
        measure = measures.setdefault((table.name, group, heading), len(measures))
        yield Part([measure] * len(numbers), numbers, columns)


def _flags(file: File) -> str:
    """`p` where the workbook says that its figures are provisional, as the first release of a quarter does."""
    contents = next((grid for sheet, grid in file.sheets.items() if sheet.casefold() == "contents"), [])
    texts = [text for row in contents for text in filled(row)]
    return "p" if any(map(_PROVISIONAL.search, texts)) and not any(map(_REVISED.search, texts)) else ""


def _explained(table: _Table) -> Iterator[str]:
    """Symbols with the first sentence of what is said of them: ".. Missing or incomplete data"."""
    if table.rows:
        for row in table.grid[table.rows[-1][0] :]:
            texts = filled(row)
            if 1 < len(texts) <= _FEW:
                yield f"{texts[0]} {texts[1].partition('. ')[0]}"


def _notes(tables: Sequence[_Table], quarter: str) -> Iterator[str]:
    if quarter:
        yield f"Tables of {quarter}: {', '.join(table.name for table in tables)}."
    for table in tables:
        if table.quarter != quarter:
            says = f"says {table.quarter}" if table.quarter else "does not say its quarter"
            yield f"The title of table {table.name} {says}: its figures have no period."
        if left := len(table.figures) - len(_headings(table)):
            are = "column is" if left == 1 else "columns are"
            yield f"Table {table.name}: {left} {are} not read, as no heading tells them from all others."

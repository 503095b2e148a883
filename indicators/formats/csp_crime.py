"""Recorded crime by Community Safety Partnership: a row per partnership below its force, a column per offence."""

import re
from dataclasses import dataclass

from indicators.formats.files import File, Grid
from indicators.formats.grids import Part, Row, filled, first_rows, fitting, grids, last_row, stacked
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import HEADER_WITHIN, plain

TITLE = "Recorded crime by Community Safety Partnership, table C2 (ONS, CSV or workbook)"
DESCRIPTORS = ("Areas", "Offence")
DOWNLOAD = (
    "Table C2 of the ONS *Police force area data tables*, published with the quarterly crime statistics: the "
    "workbook, or the one sheet saved as CSV."
)
RECOGNISED = (
    "By a title that names Community Safety Partnership areas and a `year ending`; the year is taken from there."
)
MATCH = (
    "`Areas` tells a force from a partnership: name it if the force that shares your county's name is not exactly the "
    "county."
)
TRAPS = (
    'Headings are broken over lines and carry `[note 3]`, and numbers have a blank behind them (`"9,689 "`).',
    "Codes of partnerships and forces are not used: a partnership of one district has the district's code if the "
    "release gives it, and else counts by its name.",
    'A partnership of several districts can have the name of one of them ("North Devon"), so `(Combined Local '
    "Authorities)` is added to it.",
)

_TITLE = re.compile(r"Community Safety Partnership area.*?(?P<year>year ending [A-Z][a-z]+ \d{4})", re.IGNORECASE)
#: Tables of forces alone, such as P1: the family, but no districts.
_FORCES = re.compile(
    r"recorded crime.*police force area.*(?:12 months to|year ending) [A-Z][a-z]+ \d{4}", re.IGNORECASE
)
_TITLE_WITHIN = 5
_FORCE, _PARTNERSHIP, _AUTHORITY = "Police Force Area", "Community Safety Partnership", "Local Authority"
_PLACES = (_FORCE, _PARTNERSHIP, _AUTHORITY)
_NOTE = re.compile(r"\s*\[note[^\]]*\]", re.IGNORECASE)
_CODE = re.compile(r"[EW]\d{8}")


@dataclass(frozen=True)
class _Table:
    """A sheet's table: the year of its title, the place of its header, and its headings without notes."""

    sheet: str
    year: str
    header_row: int
    headings: tuple[str, ...]

    def place(self, area: str, what: str) -> int | None:
        """The place of the column of an area's code or name; None where the release has none."""
        sought = f"{area} {what}".casefold()
        return next((at for at, heading in enumerate(self.headings) if heading.casefold() == sought), None)

    def text(self, row: list[str], area: str, what: str) -> str:
        """The code or name of an area in a row, without notes; empty where there is none."""
        at = self.place(area, what)
        return "" if at is None else _tidy(row[at])

    def figures(self) -> list[tuple[int, str]]:
        """Places and headings of the offences, a heading that comes twice only once."""
        places = {
            heading: at
            for at, heading in reversed(list(enumerate(self.headings)))
            if heading and not heading.casefold().startswith(tuple(area.casefold() for area in _PLACES))
        }
        return sorted((at, heading) for heading, at in places.items())


def recognises(file: File) -> bool:
    """Whether a title is about crimes by Community Safety Partnership area, or by police force, in some year."""
    texts = [plain(cell) for row in first_rows(file, _TITLE_WITHIN) for cell in row]
    return any(_TITLE.search(text) or _FORCES.search(text) for text in texts)


def read(file: File) -> Reading:
    """Every offence of every partnership, force and rest of a force that is assigned to no partnership.

    A partnership that covers one district has the district's code, if the release gives it; all others stand by name
    alone, as codes of partnerships and forces are no codes of areas here. Of several districts together the name says
    so: the partnership "North Devon" is more than the district. A force is told from a partnership by "Areas".
    """
    sheets, faults = grids(file)
    measures: dict[tuple[str, ...], int] = {}
    parts: list[Part] = []
    notes: list[str] = []
    for sheet, grid in sheets.items():
        table, wrong = _table(sheet, grid)
        faults += wrong
        if table is not None:
            rows, bad = _rows(table, grid)
            faults += bad
            parts += _parts(table, rows, measures)
            notes += [text for row in grid[: table.header_row - 1] for text in filled(row)]
    if not parts and not faults:
        faults.append(_no_partnerships(file))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, stacked(parts), tuple(faults), tuple(notes), markers(notes))


def _no_partnerships(file: File) -> Fault:
    texts = (plain(cell) for row in first_rows(file, _TITLE_WITHIN) for cell in row)
    if any(map(_FORCES.search, texts)):
        forces = "This looks like recorded crime by police force area, which has no figures of districts."
        return Fault("no-header", forces, fix="Upload table C2, by Community Safety Partnership area, instead.")
    return Fault("no-header", "No title names Community Safety Partnership areas and a year ending.")


def _tidy(text: str) -> str:
    return _NOTE.sub("", plain(text))


def _table(sheet: str, grid: Grid) -> tuple[_Table | None, list[Fault]]:
    """The table of a sheet, if its title is that of the layout, and what is wrong with its header."""
    title = next(filter(None, (_TITLE.search(plain(cell)) for row in grid[:_TITLE_WITHIN] for cell in row)), None)
    if title is None:
        return None, []
    name = f"{_PARTNERSHIP} name"
    for number, row in enumerate(grid[:HEADER_WITHIN], start=1):
        headings = tuple(map(_tidy, row))
        if name.casefold() in map(str.casefold, headings):
            table = _Table(sheet, title["year"], number, headings)
            return table, _header_faults(table)
    return None, [Fault("no-header", f"No row holds the heading '{name}'.", sheet)]


def _header_faults(table: _Table) -> list[Fault]:
    faults = []
    for name in dict.fromkeys(filter(None, table.headings)):
        if table.headings.count(name) > 1:
            message = f"The column '{name}' is there more than once."
            faults.append(Fault("doubled-column", message, table.sheet, table.header_row, name))
    force = f"{_FORCE} name"
    if table.place(_FORCE, "name") is None:
        faults.append(
            Fault("missing-column", f"The column '{force}' is missing.", table.sheet, table.header_row, force)
        )
    if not table.figures():
        missing = "No column is an offence."
        faults.append(Fault("missing-column", missing, table.sheet, table.header_row, "Total recorded crime"))
    return faults


def _rows(table: _Table, grid: Grid) -> tuple[list[Row], list[Fault]]:
    """The rows below the header that have text, each as wide as the header, and what is wrong with the others."""
    below = ((number, row) for number, row in enumerate(grid, start=1) if number > table.header_row and filled(row))
    rows, faults = fitting(below, (len(table.headings),), last_row(grid), table.sheet)
    if not rows and not faults:
        faults.append(Fault("nothing-to-read", "There are no rows below the header.", table.sheet, table.header_row))
    return rows, faults


def _parts(table: _Table, rows: list[Row], measures: dict[tuple[str, ...], int]) -> list[Part]:
    """The cells of each offence; a measure that is new gets the next place in `measures`."""
    areas = [_area(table, row) for _, row in rows]
    parts = []
    for at, offence in table.figures():
        columns = {
            "area_code": [code for _, code, _ in areas],
            "area_name": [name for _, _, name in areas],
            "period": table.year,
            "value": [row[at] for _, row in rows],
            "sheet": table.sheet,
            "column": offence,
        }
        measure = [measures.setdefault((kind, offence), len(measures)) for kind, _, _ in areas]
        parts.append(Part(measure, [number for number, _ in rows], columns))
    return parts


def _area(table: _Table, row: list[str]) -> tuple[str, str, str]:
    """Whether a row is a force's or a partnership's, and its area's code and name."""
    partnership = table.text(row, _PARTNERSHIP, "name")
    if not partnership:
        return _FORCE, "", table.text(row, _FORCE, "name")
    district = table.text(row, _AUTHORITY, "code")
    if _CODE.fullmatch(district):
        return _PARTNERSHIP, district, partnership
    return _PARTNERSHIP, "", f"{partnership} ({district})" if district else partnership

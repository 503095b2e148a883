"""Sub-regional fuel poverty workbooks: a sheet per kind of area, with households, those fuel poor and their share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.formats.files import File, Grid
from indicators.formats.grids import Part, Row, filled, stacked
from indicators.formats.reading import Fault, Reading
from indicators.formats.tabular import plain

TITLE = "Sub-regional fuel poverty (government department for energy, workbook)"
DESCRIPTORS = ("Definition", "Areas", "Share")
DOWNLOAD = (
    "Households, fuel poor households and their share by region, county, district, LSOA and constituency: the yearly "
    "workbook *Sub-regional fuel poverty data* on GOV.UK."
)
RECOGNISED = "By a sheet with headings for households, for those that are fuel poor and for the share of these."
MATCH = (
    "`Areas` is the first heading of the sheet, `Share` the heading of the share, `Definition` what the cover says, "
    "or nothing since the definition changed. Constituencies can share a district's name: match `Areas` always."
)
TRAPS = (
    'The workbook for 2011 has fractions under "Percent Fuel Poor" (`factor = 100`), later ones percentages. Its '
    "district codes are from before 2009 (`26UL`), so its areas count by name; later workbooks have the codes of "
    "their year.",
    "The year of publication is not that of the figures, which is taken from the list of variables, from `(2020 "
    "data)` or, last, from a cover with a single year.",
    "Footnotes stick to headings, as a digit or, from the workbook for 2021, as `[Note 4]`; they are taken off.",
    "From 2019 the definition is another one: the two must not be joined.",
)

_HEADER_WITHIN = 10
_SHARE = re.compile(r"(?:percent|proportion|%).*\bfuel poor\b.*", re.IGNORECASE)
_HOUSEHOLDS = re.compile(r"\bhouseholds\b", re.IGNORECASE)
_POOR = re.compile(r"\bfuel (?:poor|poverty)\b", re.IGNORECASE)
_CODED = re.compile(r".*\bcodes?", re.IGNORECASE)
_ONS_CODE = re.compile(r"[A-Z]\d{8}")
_FOOTNOTE = re.compile(r"(?<=[A-Za-z)])\d$|\s*\[note[^\]]*\]$", re.IGNORECASE)
#: The year of the figures, the surest text first; a bare year is on the covers of workbooks that name no other.
_YEARS = (
    re.compile(r"in fuel poverty in (\d{4})"),
    re.compile(r"\((\d{4}) data\)"),
    re.compile(r"England, (\d{4})", re.IGNORECASE),
    re.compile(r"^(\d{4})$"),
)
_DEFINITION = re.compile(r"Low Income .+ definition", re.IGNORECASE)
#: The department's name of a region in tables without codes, and its name in all other statistics.
_REGIONS = {"East": "East of England"}


@dataclass(frozen=True)
class _Table:
    """A sheet's table by the places of its columns; names may be indented over several columns."""

    sheet: str
    header_row: int
    areas: str
    code: int | None
    names: range
    households: int
    poor: int
    share: int
    heading: str


def recognises(file: File) -> bool:
    """Whether a sheet has headings for households, for those in fuel poverty and for their share."""
    return any(_table(sheet, grid) is not None for sheet, grid in file.sheets.items())


def read(file: File) -> Reading:
    """The share of every area of every sheet, with fuel poor households as count and all households as denominator.

    Codes from before 2009 ("26UL") are left out and the area stands by its name. Where the workbook does not say its
    definition or its year, these are empty.
    """
    tables = {sheet: table for sheet, grid in file.sheets.items() if (table := _table(sheet, grid)) is not None}
    about = [text for sheet, grid in file.sheets.items() if sheet not in tables for row in grid for text in filled(row)]
    definition = next((match[0] for text in about if (match := _DEFINITION.fullmatch(text))), "")
    year = _year(about)
    measures: dict[tuple[str, ...], int] = {}
    parts: list[Part] = []
    faults: list[Fault] = []
    for sheet, table in tables.items():
        measure = measures.setdefault((definition, table.areas, table.heading), len(measures))
        rows = list(_rows(table, file.sheets[sheet]))
        parts.append(_part(table, rows, measure, year))
        if not rows:
            faults.append(Fault("nothing-to-read", "There is no area below the header.", sheet, table.header_row))
    if not tables:
        faults.append(Fault("no-header", "No sheet has headings for households, fuel poor households and their share."))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    notes = tuple(filter(None, (definition, f"Figures of {year}." if year else "")))
    return Reading(described, stacked(parts), tuple(faults), notes)


def _year(about: Sequence[str]) -> str:
    """The year that the figures are for; empty if no text says it."""
    for pattern in _YEARS:
        years = {match[1] for text in about if (match := pattern.search(text))}
        if len(years) == 1:
            return years.pop()
    return ""


def _table(sheet: str, grid: Grid) -> _Table | None:
    """The table of a sheet; None if none of its first rows has all three headings."""
    for number, row in enumerate(grid[:_HEADER_WITHIN], start=1):
        headings = [_FOOTNOTE.sub("", plain(cell)) for cell in row]
        share = next((at for at, heading in enumerate(headings) if _SHARE.fullmatch(heading)), None)
        figures = [at for at, heading in enumerate(headings) if at != share and _HOUSEHOLDS.search(heading)]
        poor = [at for at in figures if _POOR.search(headings[at])]
        if share is not None and len(figures) == 2 and len(poor) == 1:
            households = next(at for at in figures if at not in poor)
            code = 0 if _CODED.fullmatch(headings[0]) else None
            names = _names(headings, 0 if code is None else 1)
            return _Table(sheet, number, headings[0], code, names, households, poor[0], share, headings[share])
    return None


def _names(headings: Sequence[str], first: int) -> range:
    """The places of names, which may be indented up to the next heading."""
    return range(first, next((at for at, heading in enumerate(headings) if at > first and heading), first + 1))


def _rows(table: _Table, grid: Grid) -> Iterator[Row]:
    """The rows below the header that have an area and at least one figure; notes have no number of households."""
    for number, row in enumerate(grid[table.header_row :], start=table.header_row + 1):
        figures = (row[table.households], row[table.poor], row[table.share])
        if _name(table, row) and sum(map(bool, map(plain, figures))) > 1:
            yield number, row


def _part(table: _Table, rows: list[Row], measure: int, year: str) -> Part:
    codes = ["" if table.code is None else plain(row[table.code]) for _, row in rows]
    columns = {
        "area_code": [code if _ONS_CODE.fullmatch(code) else "" for code in codes],
        "area_name": [_name(table, row) for _, row in rows],
        "period": year,
        "value": [row[table.share] for _, row in rows],
        "count": [row[table.poor] for _, row in rows],
        "denominator": [row[table.households] for _, row in rows],
        "sheet": table.sheet,
        "column": table.heading,
    }
    return Part([measure] * len(rows), [number for number, _ in rows], columns)


def _name(table: _Table, row: list[str]) -> str:
    name = next((text for at in table.names if (text := plain(row[at]))), "")
    return _REGIONS.get(name, name) if table.areas.casefold().endswith("region") else name

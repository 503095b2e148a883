"""The ONS workbook of dwellings by tenure: a row an area, a column a year and tenure, with limits beside the values.

Sheets come in twos, with and without limits, for counts and for percentages.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from indicators.formats import wide
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading

TITLE = "Dwellings by tenure, Office for National Statistics (workbook)"
DESCRIPTORS = ("Figure", "Tenure", "Intervals")
DOWNLOAD = '"Subnational estimates of dwellings by tenure, England", a workbook of the Office for National Statistics.'
RECOGNISED = (
    'By headings such as "2012 Owned Outright" below the title "… dwelling stock by tenure in each local authority"; '
    "many of the headings end in one or two non-breaking spaces."
)
MATCH = (
    '`Figure` tells counts from percentages and `Intervals` the sheets with limits (empty) from those "excluding '
    'confidence intervals".'
)
TRAPS = (
    "A percentage takes its limits from its own sheet, its count, the total of dwellings and the coefficient of "
    "variation from the counts' sheet; above 20% it is unreliable (`u`), as note 6 of the workbook says.",
    'The yearly lines of `tenure` have `period = "year"`, because the indicator\'s own periods are censuses.',
)

_FIGURE = re.compile(
    r"(?P<year>(?:19|20)\d\d) (?P<tenure>.*?(?:own|rent|dwelling|tenure).*?)(?: (?P<part>LCI|UCI|CV))?(?: \(%\))?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:Table \w+: *)?(?P<figure>.*\bby tenure) in each .*?(?:\((?P<intervals>[^)]*)\))?,", re.IGNORECASE
)
_COUNTS, _TOTAL = "count", "total dwellings"
#: Coefficients of variation above this many per cent are unreliable: note 6 of the workbook.
_UNRELIABLE = 20.0
_NOTES = re.compile(r"^Note \d+ ", re.IGNORECASE)

#: What a column is of its estimate where the heading does not say LCI, UCI or CV.
_VALUE = ""
#: A year and a tenure.
_Key = tuple[str, str]


@dataclass(frozen=True)
class _Sheet:
    """A table and what its title says it is; `places` are those of value, limits and CV by year and tenure."""

    table: wide.Table
    figure: str
    intervals: str
    places: Mapping[_Key, Mapping[str, int]]
    headings: Mapping[int, wide.Heading]

    def texts(self, key: _Key, part: str, codes: Sequence[str]) -> list[str]:
        """A column's texts for areas by their codes; an area that the sheet has not, or no such column, is empty."""
        place = self.places.get(key, {}).get(part)
        if place is None:
            return [""] * len(codes)
        column = {code: row[place] for code, (_, row) in zip(self.table.codes, self.table.rows, strict=True)}
        return [column.get(code, "") for code in codes]


def recognises(file: File) -> bool:
    """Whether a sheet has a tenure in a year in its header and "dwelling stock by tenure" above it."""
    return any(
        (place := wide.header(grid, _FIGURE)) is not None
        and any(_TITLE.search(cell) and "dwelling" in cell.casefold() for row in grid[:place] for cell in row)
        for grid in file.sheets.values()
    )


def read(file: File) -> Reading:
    """Every value with its limits. A percentage also has the number of dwellings and the total of the counts' sheet.

    Estimates whose coefficient of variation is above 20% have the status `u`, as the workbook's notes say.
    """
    tables, faults = wide.tables(file, _FIGURE, "2012 Owned Outright")
    faults += [wide.untitled(table) for table in tables if table.title(_TITLE) is None]
    sheets = [_sheet(table, title) for table in tables if (title := table.title(_TITLE)) is not None]
    faults += [fault for sheet in sheets for fault in _without_value(sheet)]
    measures: dict[tuple[str, ...], int] = {}
    counts = _counts(sheets)
    frames = [wide.long(sheet.table, _columns(sheet, counts, measures)) for sheet in sheets]
    notes = tuple(line for line in wide.lines(file) if _NOTES.search(line))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, wide.joined(frames), tuple(faults), notes)


def _columns(sheet: _Sheet, counts: _Sheet | None, measures: dict[tuple[str, ...], int]) -> list[wide.Column]:
    """The columns of values; a measure that is new gets the next place in `measures`."""
    columns = []
    for (year, tenure), parts in sheet.places.items():
        if _VALUE in parts:
            heading = sheet.headings[parts[_VALUE]]
            measure = measures.setdefault((sheet.figure, tenure, sheet.intervals), len(measures))
            beside = _beside(sheet, counts, (year, tenure))
            columns.append(wide.Column(heading.place, heading.text, measure, year, heading.flags, beside))
    return columns


def _without_value(sheet: _Sheet) -> Iterator[Fault]:
    for (year, tenure), parts in sheet.places.items():
        if _VALUE not in parts:
            lost = f"The column '{year} {tenure}' is missing, although its limits are there."
            yield Fault("missing-column", lost, sheet.table.sheet, sheet.table.header_row, f"{year} {tenure}")


def _sheet(table: wide.Table, title: re.Match[str]) -> _Sheet:
    places: dict[_Key, dict[str, int]] = {}
    for heading in table.headings:
        if match := _FIGURE.fullmatch(heading.bare):
            places.setdefault((match["year"], match["tenure"]), {})[(match["part"] or _VALUE).upper()] = heading.place
    headings = {heading.place: heading for heading in table.headings}
    return _Sheet(table, title["figure"], title["intervals"] or "", places, headings)


def _counts(sheets: Sequence[_Sheet]) -> _Sheet | None:
    """The sheet of counts, of two the one with limits; None if there is none."""
    of_counts = [sheet for sheet in sheets if sheet.figure.casefold().startswith(_COUNTS)]
    return min(of_counts, key=lambda sheet: bool(sheet.intervals), default=None)


def _beside(sheet: _Sheet, counts: _Sheet | None, key: _Key) -> dict[str, list[str]]:
    """Limits, count, denominator and status of a column's cells, in the order of its rows."""
    limits = {name: sheet.places[key].get(part) for name, part in (("lower", "LCI"), ("upper", "UCI"))}
    columns = {name: [row[place] for _, row in sheet.table.rows] for name, place in limits.items() if place is not None}
    if counts is None:
        return columns
    columns["status"] = [_status(text) for text in counts.texts(key, "CV", sheet.table.codes)]
    if sheet.figure != counts.figure:
        total = next((other for other in counts.places if other[0] == key[0] and other[1].casefold() == _TOTAL), key)
        columns["count"] = counts.texts(key, _VALUE, sheet.table.codes)
        columns["denominator"] = counts.texts(total, _VALUE, sheet.table.codes) if total != key else []
    return {name: texts for name, texts in columns.items() if texts}


def _status(variation: str) -> str:
    """`u` for a coefficient of variation, in per cent, that makes an estimate unreliable."""
    try:
        return "u" if _UNRELIABLE < float(variation) < inf else ""
    except ValueError:
        return ""

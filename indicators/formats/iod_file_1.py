"""File 1 of the Indices of Deprivation, CSV or workbook: a row per neighbourhood (LSOA) with its rank and decile."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from indicators.formats.files import File, Grid
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import delimited, find_header, header, plain, twice

TITLE = "Indices of Deprivation, File 1, neighbourhoods (MHCLG, CSV or workbook)"
DESCRIPTORS = ("Measure",)
DOWNLOAD = (
    'Rank and decile of every neighbourhood (LSOA) in England, from "File 1" on the GOV.UK page of an edition of the '
    "English indices of deprivation: CSV or XLSX, kept as downloaded."
)
RECOGNISED = (
    "By a heading `LSOA code (2011)` or `(2021)` together with one that begins `Index of Multiple Deprivation (IMD)`; "
    "File 2, with the separate kinds of deprivation, is read as well."
)
MATCH = "Editions differ in the explanation in brackets behind a heading, so `Measure` leaves it out."
TRAPS = (
    "The file does not say its edition: it follows from the year in the headings of the district codes (2013 is the "
    'edition of 2015, 2019 that of 2019, 2024 that of 2025), or else from the name of the sheet ("IMD 2015", '
    '"IMD25"). A later edition needs its line in `EDITIONS`.',
    'Ranks of the CSV have commas (`"31,254"`), those of the workbooks have none.',
    "The neighbourhoods of the 2021 census are not those of 2011.",
)

#: Year of the district codes and the edition that uses them, from the headings of the three editions' own files.
EDITIONS: Mapping[str, str] = MappingProxyType({"2013": "2015", "2019": "2019", "2024": "2025"})

_AREA = re.compile(r"LSOA (?P<what>code|name) \((?:2011|2021)\)", re.IGNORECASE)
_DISTRICT = re.compile(r"Local Authority District (?:code|name) \((?P<year>\d{4})\)", re.IGNORECASE)
_FIGURE = re.compile(r"(?P<measure>.*(?:rank|decile|score))(?: \(where .*)?", re.IGNORECASE)
_OVERALL = "index of multiple deprivation (imd) "
_OF_ALL = ("Rank", "Decile")
#: Enough to find a heading of the codes; the headings of a CSV are looked for with each of the two years.
_CODES = ("LSOA code (2011)", "LSOA code (2021)")
_SHEET = re.compile(r"IMD ?(?:20)?(?P<year>\d\d)", re.IGNORECASE)
WANTED = "LSOA code (2021)"


def recognises(file: File) -> bool:
    """Whether a table has codes of neighbourhoods of 2011 or 2021 and their place in the overall index."""
    return any(
        any(heading.casefold().startswith(_OVERALL) for heading in map(plain, headings)) for headings in _headers(file)
    )


def read(file: File) -> Reading:
    """Ranks and deciles of every neighbourhood as they stand, "31,254" or 31254, with the year of the edition.

    A measure is called as in its heading, without the explanation in brackets that editions word differently. Where
    neither headings nor sheet say the edition, cells have no period.
    """
    parts, faults = _tables(file)
    measures: dict[str, int] = {}
    frames = [_long(sheet, frame, measures) for sheet, frame in parts]
    if not parts and not faults:
        faults = [Fault("no-header", f"No row holds the heading '{WANTED}' or that of 2011.")]
    described = tuple({"Measure": name} for name in measures)
    rows = pd.concat(frames, ignore_index=True) if frames else cells([], [])
    editions = dict.fromkeys(filter(None, rows["period"].unique()))
    notes = tuple(
        f"Edition of {year}, by the year of its district codes or the name of its sheet." for year in editions
    )
    return Reading(described, rows, tuple(faults), notes)


def _headers(file: File) -> list[Sequence[str]]:
    """The header of each sheet, or of the text, that has codes of neighbourhoods."""
    if not file.is_workbook:
        headers = [header(file.head, [code]) for code in _CODES]
        return [each.headings for each in headers if each is not None]
    return [grid[place] for grid in file.sheets.values() if (place := _place(grid)) is not None]


def _place(grid: Grid) -> int | None:
    return next((place for code in _CODES if (place := find_header(grid, [code])) is not None), None)


def _tables(file: File) -> tuple[list[tuple[str, pd.DataFrame]], list[Fault]]:
    """Each sheet's table of texts under its headings, with the row numbers as index; the sheet of text has no name."""
    if not file.is_workbook:
        first = next((each for code in _CODES if (each := header(file.head, [code])) is not None), None)
        if first is None:
            return [], []
        table = delimited(file, first)
        return [("", table.frame)], [*table.faults, *_missing("", first.row, first.headings)]
    parts: list[tuple[str, pd.DataFrame]] = []
    faults: list[Fault] = []
    for sheet, grid in file.sheets.items():
        if (place := _place(grid)) is not None:
            headings = [plain(cell) for cell in grid[place]]
            parts.append((sheet, _frame(grid, place, headings)))
            faults += [*_missing(sheet, place + 1, headings), *_doubled(sheet, place + 1, headings)]
            if parts[-1][1].empty:
                faults.append(Fault("nothing-to-read", "There are no rows below the header.", sheet, place + 1))
    return parts, faults


def _frame(grid: Grid, place: int, headings: Sequence[str]) -> pd.DataFrame:
    """The rows of a sheet below its header that have a text, the first column of each heading."""
    rows = {number: row for number, row in enumerate(grid[place + 1 :], start=place + 2) if any(row)}
    frame = pd.DataFrame(list(rows.values()), index=list(rows), columns=list(headings), dtype="str")
    return frame.loc[:, ~frame.columns.duplicated() & (frame.columns != "")]


def _missing(sheet: str, row: int, headings: Sequence[str]) -> list[Fault]:
    """Faults for what every edition of the file has: the rank and the decile of the overall index."""
    if not any(map(_FIGURE.fullmatch, headings)):
        return [Fault("missing-column", "No column holds ranks, deciles or scores.", sheet, row, "Rank")]
    overall = [heading.casefold().removeprefix(_OVERALL) for heading in headings]
    gone = [figure for figure in _OF_ALL if not any(heading.startswith(figure.casefold()) for heading in overall)]
    return [
        Fault("missing-column", f"No column holds the {figure.casefold()} in the overall index.", sheet, row, figure)
        for figure in gone
    ]


def _doubled(sheet: str, row: int, headings: Sequence[str]) -> list[Fault]:
    names = [name for name in dict.fromkeys(headings) if name and headings.count(name) > 1]
    return [twice(name, sheet, row) for name in names]


def _long(sheet: str, frame: pd.DataFrame, measures: dict[str, int]) -> pd.DataFrame:
    """The cells of every column of figures, one column after the other."""
    headings = [str(name) for name in frame.columns]
    areas = {f"area_{match['what'].casefold()}": name for name in headings if (match := _AREA.fullmatch(name))}
    parts = []
    for heading in headings:
        if figure := _FIGURE.fullmatch(heading):
            measure = [measures.setdefault(figure["measure"], len(measures))] * len(frame)
            part = cells(measure, frame.index.tolist(), period=_edition(sheet, headings), sheet=sheet, column=heading)
            texts = {**areas, "value": heading}
            parts.append(part.assign(**{name: frame[column].array for name, column in texts.items()}))
    return pd.concat(parts, ignore_index=True) if parts else cells([], [])


def _edition(sheet: str, headings: Sequence[str]) -> str:
    """The year of the edition, empty if nothing says it."""
    years = [match["year"] for name in headings if (match := _DISTRICT.fullmatch(name))]
    known = next((EDITIONS[year] for year in years if year in EDITIONS), "")
    named = _SHEET.search(sheet)
    return known or (f"20{named['year']}" if named else "")

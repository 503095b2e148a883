"""File 10 of the Indices of Deprivation, workbook or CSV: a row per district, a sheet per kind of deprivation.

A sheet may have been saved as CSV, and one public copy has short headings ("imd_average_score"): it is the same table.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from indicators.formats.files import File, Grid
from indicators.formats.grids import Part, Row, filled, first_rows, fitting, grids, lacking, last_row, stacked
from indicators.formats.iod_file_1 import EDITIONS
from indicators.formats.reading import Fault, Reading
from indicators.formats.tabular import HEADER_WITHIN, plain, twice

TITLE = "Indices of Deprivation, File 10, districts (MHCLG, workbook or CSV)"
DESCRIPTORS = ("Domain", "Figure")
DOWNLOAD = (
    'Scores and ranks of every district in England, from "File 10: local authority district summaries (lower-tier)" on '
    "the GOV.UK page of an edition of the English indices of deprivation: the workbook, or one of its sheets as CSV."
)
RECOGNISED = (
    "By a heading `Local Authority District code (2019)`, or of another year, together with one such as "
    "`IMD - Average score`; and by `lad24cd` together with `imd_average_score`."
)
MATCH = (
    '`Domain` is the kind of deprivation before the dash, as the edition of 2019 calls it (`"IMD"` is all of them '
    'together), `Figure` what stands behind it: `"Average score"`, `"Rank of average score"`, `"Average rank"`, '
    '`"Rank of average rank"` and so on.'
)
TRAPS = (
    "The rank of the average score and the rank of the average rank are two different rankings of the same districts.",
    "The edition is the year in a heading or in a source that is named; else that of the districts' codes (2013 is the "
    "edition of 2015, 2019 that of 2019, 2024 that of 2025). Where none of these says it, the figures have no period.",
    "Files 11 to 13 have the same columns for counties, partnerships and health areas: their ranks are among others, "
    "and they are not read.",
    "The ranks held for 2015 are worked out on the districts of 2019; those of File 10 of 2015 are among 326.",
)

#: What the short headings call the figures; the long ones are as published.
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "average_rank": "Average rank",
        "rank_of_average_rank": "Rank of average rank",
        "average_score": "Average score",
        "rank_of_average_score": "Rank of average score",
        "proportion_most_deprived_10pct": "Proportion of LSOAs in most deprived 10% nationally",
        "rank_of_proportion": "Rank of proportion of LSOAs in most deprived 10% nationally",
        "extent": "Extent",
        "rank_of_extent": "Rank of extent",
        "local_concentration": "Local concentration",
        "rank_of_local_concentration": "Rank of local concentration",
    }
)

#: Other names of the kinds of deprivation, in small letters, and what File 10 of 2019 calls them.
DOMAINS: Mapping[str, str] = MappingProxyType(
    {
        "index of multiple deprivation": "IMD",
        "income deprivation": "Income",
        "employment deprivation": "Employment",
        "education": "Education, Skills and Training",
        "education, skills and training deprivation": "Education, Skills and Training",
        "health": "Health Deprivation and Disability",
        "health and disability": "Health Deprivation and Disability",
        "barriers": "Barriers to Housing and Services",
        "living": "Living Environment",
        "living environment deprivation": "Living Environment",
        "income deprivation affecting children": "IDACI",
        "income deprivation affecting children index": "IDACI",
        "income deprivation affecting older people": "IDAOPI",
        "income deprivation affecting older people index": "IDAOPI",
    }
)

_CODE = re.compile(r"Local Authority District code \((?P<year>\d{4})\)|lad(?P<short>\d\d)cd", re.IGNORECASE)
_NAME = re.compile(r"Local Authority District name \(\d{4}\)|lad\d\dnm|la_name", re.IGNORECASE)
_LONG = re.compile(r"(?P<domain>\w[^-]*?)(?: (?P<edition>20\d\d))? - (?P<figure>\S.*)")
_SHORT_NAME = re.compile(r" \((?:IMD|IDACI|IDAOPI)\)", re.IGNORECASE)
_SCALE = re.compile(r"(?P<rank>Rank of )?(?P<domain>Income|Employment) scale", re.IGNORECASE)
_SHORT_DOMAINS = "imd|income|employment|education|health|crime|barriers|living|idaci|idaopi"
_SHORT = re.compile(rf"(?P<domain>{_SHORT_DOMAINS})_(?P<figure>{'|'.join(FIGURES)})", re.IGNORECASE)
_LIKE_CODE = re.compile(r"\s*[EWSNK]\d\d")
#: One of these must be there: a table that a person has joined with codes of districts has other columns.
_TELLING = re.compile(r"(?:rank of )?average (?:score|rank)", re.IGNORECASE)
#: What a title or a named source says: "English Indices of Deprivation 2025", "IoD2019".
_EDITION = re.compile(
    r"\b(?:Ind(?:ices|ex) of (?:Multiple )?Deprivation|IoD|IMD),? ?\(?(?P<year>20\d\d)\b", re.IGNORECASE
)
_SOUGHT = "No row holds a heading such as 'Local Authority District code (2019)' and one such as 'IMD - Average score'."


class Measured(NamedTuple):
    """What a heading says its column is, and the edition where it is named in it."""

    domain: str
    figure: str
    edition: str


class Header(NamedTuple):
    """A row of headings: its number, the places of codes and names, and what each column of figures is, by place."""

    row: int
    headings: Sequence[str]
    code: int
    name: int | None
    figures: Mapping[int, Measured]


def recognises(file: File) -> bool:
    """Whether a row near the top has codes of districts and a score or rank of their neighbourhoods."""
    return any(_header(number, cells) is not None for number, cells in enumerate(first_rows(file, HEADER_WITHIN)))


def read(file: File) -> Reading:
    """Every figure of every sheet, with the year of the edition as period; empty where nothing says it."""
    sheets, faults = grids(file)
    measures: dict[tuple[str, str], int] = {}
    parts: list[Part] = []
    editions: dict[str, None] = {}
    for sheet, grid in sheets.items():
        header = next(filter(None, (_header(at, row) for at, row in enumerate(grid[:HEADER_WITHIN], start=1))), None)
        if header is None:
            continue
        rows, bad = _rows(sheet, grid, header)
        edition = _edition(header, grid)
        faults += [*_doubled(sheet, header), *bad, *([] if edition or not rows else [_undated(sheet, header)])]
        parts += _parts(sheet, header, rows, edition, measures)
        editions |= {edition: None} if edition else {}
    faults += [] if faults else lacking(parts, _SOUGHT)
    notes = tuple(f"Edition of {year}." for year in editions)
    return Reading(
        tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures), stacked(parts), (*faults,), notes
    )


def _header(number: int, cells: Iterable[str]) -> Header | None:
    """The row as headings; None if it has no codes of districts, or nothing that tells this file from others."""
    headings = [plain(cell) for cell in cells]
    code = next((at for at, text in enumerate(headings) if _CODE.fullmatch(text)), None)
    if code is None:
        return None
    figures = {at: measured for at, text in enumerate(headings) if (measured := _measured(text)) is not None}
    if not any(_TELLING.fullmatch(measured.figure) for measured in figures.values()):
        return None
    name = next((at for at, text in enumerate(headings) if _NAME.fullmatch(text)), None)
    return Header(number, headings, code, name, figures)


def _measured(heading: str) -> Measured | None:
    """What a heading says: "IMD 2019 - Extent", "Rank of Income Scale", "imd_extent"; None if it is of no figure."""
    if match := _SHORT.fullmatch(heading):
        name = match["domain"]
        return Measured(DOMAINS.get(name.casefold(), name.upper()), FIGURES[match["figure"].casefold()], "")
    if match := _SCALE.fullmatch(heading):
        return Measured(match["domain"].capitalize(), "Rank of scale" if match["rank"] else "Scale", "")
    if match := _LONG.fullmatch(heading):
        name = _SHORT_NAME.sub("", match["domain"])
        return Measured(DOMAINS.get(name.casefold(), name), match["figure"], match["edition"] or "")
    return None


def _rows(sheet: str, grid: Grid, header: Header) -> tuple[list[Row], list[Fault]]:
    """The rows below the headings that have a district; notes have a text in one cell alone, which is no code."""
    numbered = enumerate(grid[header.row :], start=header.row + 1)
    below = [(at, row) for at, row in numbered if len(filled(row)) > 1 or any(map(_LIKE_CODE.match, row))]
    return fitting(below, (len(header.headings),), last_row(grid), sheet)


def _doubled(sheet: str, header: Header) -> list[Fault]:
    named = [*header.figures.values()]
    return [
        twice(header.headings[at], sheet, header.row)
        for place, (at, measured) in enumerate(header.figures.items())
        if (measured.domain, measured.figure) in [(one.domain, one.figure) for one in named[:place]]
    ]


def _undated(sheet: str, header: Header) -> Fault:
    """What is told of a sheet that does not say its edition."""
    missing = "Neither headings nor a title say which edition of the indices this is."
    fix = "Write it above the headings: 'English Indices of Deprivation 2025'."
    return Fault("no-header", missing, sheet, header.row, fix=fix)


def _edition(header: Header, grid: Grid) -> str:
    """The year that headings, titles above or a column beside name, if it is one; else that of the codes."""
    above = [*header.headings, *(text for row in grid[: header.row - 1] for text in filled(row))]
    beside = filled(grid[header.row]) if len(grid) > header.row else []
    named = {measured.edition for measured in header.figures.values() if measured.edition}
    named |= {match["year"] for text in (*above, *beside) for match in _EDITION.finditer(text)}
    if named:
        return named.pop() if len(named) == 1 else ""
    code = _CODE.fullmatch(header.headings[header.code])
    return EDITIONS.get((code["year"] or f"20{code['short']}") if code else "", "")


def _parts(
    sheet: str, header: Header, rows: Sequence[Row], edition: str, measures: dict[tuple[str, str], int]
) -> list[Part]:
    """The columns of figures, the first of each name; a measure that is new gets the next place in `measures`."""
    columns = {(each.domain, each.figure): at for at, each in reversed(list(header.figures.items()))}
    parts = []
    for key, at in reversed(columns.items()):
        measure = measures.setdefault(key, len(measures))
        texts: dict[str, Sequence[str] | str] = {
            "area_code": [plain(row[header.code]) for _, row in rows],
            "area_name": "" if header.name is None else [plain(row[header.name]) for _, row in rows],
            "period": edition,
            "value": [row[at] for _, row in rows],
            "sheet": sheet,
            "column": header.headings[at],
        }
        parts.append(Part([measure] * len(rows), [number for number, _ in rows], texts))
    return parts

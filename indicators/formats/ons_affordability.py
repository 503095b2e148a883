"""The ONS workbooks of house prices, earnings and their ratio: sheets 1a to 6c, a row an area and a column a year."""

import re

from indicators.formats import wide
from indicators.formats.files import File
from indicators.formats.reading import Reading

TITLE = "House price to earnings ratios, Office for National Statistics (workbook)"
DESCRIPTORS = ("Figure", "Average", "Earnings")
DOWNLOAD = (
    'The workbook that the Office for National Statistics publishes each March as "House price to workplace-based '
    "earnings ratio\"; the one on residents' earnings has the same layout and is another measure (`Earnings = "
    '"residence-based"`).'
)
RECOGNISED = (
    'By a sheet with years in its header, within ten rows, and "ratio of house price to earnings" in the title above '
    "it."
)
MATCH = (
    "Regions, counties and districts stand on sheets of their own (1c, 3c and 5c for the median, 2c, 4c and 6c for "
    "the lower quartile) and are read as one measure: `Figure` is Ratio, House price or Earnings, `Average` Median or "
    "Lower quartile. The five-year average is a figure of its own."
)
TRAPS = (
    "`[x]` is what the workbook says it is.",
    'The latest year of ratios and earnings is read as provisional where the sheet "Metadata" says so.',
    "Bold type, which marks yearly earnings worked out from weekly pay, is not read: add those notes by hand.",
)

_FIGURE = re.compile(r"(?:Year ending [A-Z][a-z]+ )?(?:19|20)\d\d|\d-year average", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?P<ratio>ratio of )?(?P<average>median|lower quartile) (?:house prices?\b(?P<price>)|gross annual .*earnings)",
    re.IGNORECASE,
)
_RATIO = re.compile(r"\bratio of .*house price.* to .*earnings", re.IGNORECASE)
_BASIS = re.compile(r"\b(workplace|residence)[- ]based", re.IGNORECASE)
_AVERAGE_OF_YEARS = "average"
#: What the sheet "Metadata" says of the earnings, and so of the ratios, of the latest year.
_PROVISIONAL = re.compile(r"latest year (?:is|are) released as provisional", re.IGNORECASE)
_NOTES = re.compile(r"symbol|formatting|provisional|crown copyright", re.IGNORECASE)
_BOLD = "Bold type, which marks earnings worked out from weekly pay, is not read."


def recognises(file: File) -> bool:
    """Whether a sheet has years in its header and says above it that it is a ratio of house price to earnings."""
    return any(
        (place := wide.header(grid, _FIGURE)) is not None
        and any(_RATIO.search(cell) for row in grid[:place] for cell in row)
        for grid in file.sheets.values()
    )


def read(file: File) -> Reading:
    """Every sheet's figures, with the latest year's flagged `p` where the workbook says that they are provisional.

    Regions, counties and districts stand on sheets of their own and are the same measure. An average of years is a
    measure of its own.
    """
    tables, faults = wide.tables(file, _FIGURE, "1997")
    lines = [line for line in wide.lines(file) if _NOTES.search(line)]
    provisional = any(map(_PROVISIONAL.search, lines))
    measures: dict[tuple[str, ...], int] = {}
    frames = []
    for table in tables:
        if title := table.title(_TITLE):
            frames.append(wide.long(table, _columns(table, title, provisional, measures)))
        else:
            faults.append(wide.untitled(table))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    notes = (*(table.above[0] for table in tables if table.above), *lines, _BOLD)
    return Reading(described, wide.joined(frames), tuple(faults), notes, wide.markers(lines))


def _columns(
    table: wide.Table, title: re.Match[str], provisional: bool, measures: dict[tuple[str, ...], int]
) -> list[wide.Column]:
    """A table's columns; a measure that is new gets the next place in `measures`."""
    latest = max((heading.bare for heading in table.headings if heading.bare[-4:].isdigit()), default="")
    columns = []
    for heading in table.headings:
        figure, average, earnings = _measure(title, heading)
        flags = "p" if provisional and earnings and heading.bare == latest else heading.flags
        measure = measures.setdefault((figure, average, earnings), len(measures))
        columns.append(wide.Column(heading.place, heading.text, measure, heading.bare, flags))
    return columns


def _measure(title: re.Match[str], heading: wide.Heading) -> tuple[str, str, str]:
    """Ratio, house price or earnings; median or lower quartile; on what earnings, if any."""
    price = title["price"] is not None
    figure = "Ratio" if title["ratio"] else "House price" if price else "Earnings"
    basis = _BASIS.search(title.string)
    average_of_years = f", {heading.bare}" if _AVERAGE_OF_YEARS in heading.bare else ""
    earnings = basis[0].lower().replace(" ", "-") if basis and figure != "House price" else ""
    return figure + average_of_years, title["average"].capitalize(), earnings

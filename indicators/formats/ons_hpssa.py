"""The ONS House Price Statistics for Small Areas: a row an area, a column a rolling year, a sheet a kind of home."""

import re

from indicators.formats import wide
from indicators.formats.files import File
from indicators.formats.reading import Reading

TITLE = "House Price Statistics for Small Areas, Office for National Statistics (workbook)"
DESCRIPTORS = ("Dataset", "Figure", "Property type")
DOWNLOAD = (
    "Workbooks of the Office for National Statistics with prices paid, or sales, in rolling years: dataset 9 is the "
    "median price for administrative areas."
)
RECOGNISED = (
    'By headings such as "Year ending Dec 1995" (on row 6 or 7) with "price paid" or "sales" in the title above them.'
)
MATCH = (
    "`Dataset` is the number on the cover, `Figure` and `Property type` come from each sheet's title; the type is "
    "empty for all homes together."
)
TRAPS = (
    "An authority that is district and county at once stands on two sheets and is read once.",
    "`:` means no data, or fewer than five sales.",
    "Every edition revises the years before it, the last two most of all: a file may only replace an older one.",
)

_FIGURE = re.compile(r"Year ending [A-Z][a-z]+ (?:19|20)\d\d", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:Table \w+\W+)?(?P<figure>[\w ]*\b(?:price paid|sales)[\w ]*?)(?: for (?P<type>.+?))? by ", re.IGNORECASE
)
_DATASET = re.compile(r"HPSSA dataset (\d+)", re.IGNORECASE)
_NOTES = re.compile(r"symbol|all the figures|HPSSA dataset \d+\.", re.IGNORECASE)


def recognises(file: File) -> bool:
    """Whether a sheet has years ending in a month in its header and prices paid, or sales, in its title."""
    return any(
        (place := wide.header(grid, _FIGURE)) is not None
        and any(_TITLE.search(cell.strip()) for row in grid[:place] for cell in row)
        for grid in file.sheets.values()
    )


def read(file: File) -> Reading:
    """Every sheet's figures. "Property type" is empty for all kinds of homes together.

    Median, mean and lower quartile, all homes and new ones come as datasets of their own: the cover says which.
    """
    tables, faults = wide.tables(file, _FIGURE, "Year ending Dec 1995")
    dataset = _dataset(file)
    measures: dict[tuple[str, ...], int] = {}
    frames = []
    for table in tables:
        if title := table.title(_TITLE):
            measure = measures.setdefault((dataset, title["figure"], title["type"] or ""), len(measures))
            frames.append(wide.long(table, [wide.Column(*at[:2], measure, *at[2:]) for at in table.headings]))
        else:
            faults.append(wide.untitled(table))
    notes = tuple(line for line in wide.lines(file) if _NOTES.search(line))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, wide.joined(frames), tuple(faults), notes, wide.markers(notes))


def _dataset(file: File) -> str:
    """The number of the dataset, from the first sheet that names one and no other: a later sheet lists them all."""
    for grid in file.sheets.values():
        named: set[str] = {number for row in grid for cell in row for number in _DATASET.findall(cell)}
        if len(named) == 1:
            return named.pop()
    return ""

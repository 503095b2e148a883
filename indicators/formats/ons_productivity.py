"""The ONS workbook of labour productivity by local authority: jobs, hours and value added, a column a year."""

import re

from indicators.formats import wide
from indicators.formats.files import File
from indicators.formats.reading import Reading

TITLE = "Labour productivity by local authority, Office for National Statistics (workbook)"
DESCRIPTORS = ("Sheet", "Figure")
DOWNLOAD = (
    "The workbook of the Office for National Statistics that comes with its subregional productivity release, usually "
    "in June: jobs and hours, and value added per hour and per job in pounds and as an index."
)
RECOGNISED = 'By the sheet "Productivity Jobs" with years in its header.'
MATCH = "A sheet is a measure (`Sheet`; `Figure` is what its title says), a heading such as `Jobs_2002` is a year."
TRAPS = (
    "`UKX` is the United Kingdom and no code of an area; there is no figure for England, regions or counties.",
    "Value added is rounded to ten pence and smoothed anew in each release: it is not the series of Explore local "
    "statistics, and no definition takes it from here.",
)

_FIGURE = re.compile(r"(?:[A-Za-z]+_)?(?P<year>(?:19|20)\d\d)")
_TITLE = re.compile(r"^(?:Table \w+: *)?(?P<figure>.*?)(?:;| by local authority)", re.IGNORECASE)
_SHEET = "productivity jobs"
_NOTES = re.compile(r"\d{4} release|^Note \d+:", re.IGNORECASE)


def recognises(file: File) -> bool:
    """Whether a sheet is called "Productivity Jobs" and has years in its header."""
    return any(
        sheet.strip().casefold() == _SHEET and wide.header(grid, _FIGURE) is not None
        for sheet, grid in file.sheets.items()
    )


def read(file: File) -> Reading:
    """Every sheet's figures; a period is the year of a heading such as "Jobs_2002"."""
    tables, faults = wide.tables(file, _FIGURE, "Jobs_2002")
    measures: dict[tuple[str, ...], int] = {}
    frames = []
    for table in tables:
        title = table.title(_TITLE)
        measure = measures.setdefault((table.sheet.strip(), title["figure"] if title else ""), len(measures))
        columns = [
            wide.Column(heading.place, heading.text, measure, heading.bare[-4:], heading.flags)
            for heading in table.headings
        ]
        frames.append(wide.long(table, columns))
    notes = [line for line in wide.lines(file) if _NOTES.search(line)]
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, wide.joined(frames), tuple(faults), tuple(dict.fromkeys(notes)))

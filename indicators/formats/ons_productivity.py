"""The ONS workbook of labour productivity by local authority: jobs, hours and value added, a column a year."""

import re

from indicators.formats import wide
from indicators.formats.files import File
from indicators.formats.reading import Reading

TITLE = "Labour productivity by local authority, Office for National Statistics (workbook)"
DESCRIPTORS = ("Sheet", "Figure")

_FIGURE = re.compile(r"(?:[A-Za-z]+_)?(?P<year>(?:19|20)\d\d)")
_TITLE = re.compile(r"^(?:Table \w+: *)?(?P<figure>.*?)(?:;| by local authority)", re.IGNORECASE)
_SHEET = "productivity jobs"
_TOLD = re.compile(r"\d{4} release|^Note \d+:", re.IGNORECASE)


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
    told = [line for line in wide.lines(file) if _TOLD.search(line)]
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading("ons-productivity", described, wide.joined(frames), tuple(faults), tuple(dict.fromkeys(told)))

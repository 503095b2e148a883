"""Tables of Stat-Xplore as CSV: areas down, periods across, each period with a twin column of annotations.

What stands above (title, filters) and below (symbols, source) is often cut off before a file reaches anybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.formats.files import File
from indicators.formats.grids import Part, Row, filled, first_rows, fitting, grids, lacking, last_row, stacked
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import code_and_name, period_and_flags, plain

TITLE = "DWP Stat-Xplore table (CSV)"
NAMED_BY = "Measure"
#: What narrows a table, in any order.
SELECTIONS = ("Filters",)
DESCRIPTORS = (NAMED_BY, *SELECTIONS, "Dimension", "Time")
DOWNLOAD = "A table saved from Stat-Xplore as CSV, areas down and periods across."
RECOGNISED = (
    'By a row that begins with Month, Quarter or Year and has a column "… - Annotations" for each period, or by '
    '"Stat-Xplore" in the first line.'
)
MATCH = (
    '`Measure` is the title without its references, "(I II z)"; "no title in the file" where the lines above were cut '
    "off, and then no definition is taken before the analyst has said what the table counts. `Filters` are the real "
    'ones, "none" where there are none: the lines "Counting: …" and "Default Summation" repeat the measure and are '
    "none, unless they name another. `Dimension` is what goes down, `Time` the first heading."
)
TRAPS = (
    "Names stand without codes.",
    "A table whose heading was cut off does not say what it counts, and people look like households.",
    "Every row has a trailing empty field.",
    "`(p)` and `(r)` in a heading and letters in the annotations are flags.",
    "Months may jump.",
    "`Total` and `Unknown` are no areas.",
    "What `..` means is taken from the symbol table below; where that was cut off, say it in the definition: `markers "
    '= { ".." = "low" }`.',
)

_HEADER_WITHIN = 40
_TWIN = " - Annotations"
_TIME = re.compile(r"(?:month|quarter|(?:financial )?year|date)\b.*", re.IGNORECASE)
_OPENING = "Stat-Xplore"
#: What stands for a title that is not in the file, and for filters where there are none.
UNTITLED, UNFILTERED = "no title in the file", "none"
#: What says again what is counted: a line of the heading, and what stands first among the filters.
_COUNTING, _SUMMATION = "counting:", "default summation"
#: What stands above the filters.
_FILTERS = "filters"
#: Rows that are no area.
_NO_AREA = ("total", "unknown", "unknown or missing", "not available", "abroad")
#: References to the symbol table behind a title: "Households on Universal Credit (I II III IV z)".
_REFERENCES = re.compile(r"\s*\((?:[ivx]+|[a-z]|\*|,|\s)+\)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Table:
    """A table: its headings with their row, the name of what goes down, the rows of figures, the lines above."""

    header: Row
    dimension: str
    rows: tuple[Row, ...]
    above: tuple[tuple[str, ...], ...]

    @property
    def time(self) -> str:
        """The first heading: the unit of what goes across."""
        return plain(self.header[1][0])


@dataclass(frozen=True)
class _Column:
    """A column of figures: its place, its heading, the period and flags in it, the place of its annotations."""

    place: int
    heading: str
    period: str
    flags: str
    twin: int | None


def recognises(file: File) -> bool:
    """Whether a row begins with a unit of time and has a twin for annotations, or the text opens as Stat-Xplore's."""
    if file.is_workbook:
        return False
    rows = first_rows(file, _HEADER_WITHIN)
    return any(map(_is_header, rows)) or next((filled(row) for row in rows if filled(row)), []) == [_OPENING]


def read(file: File) -> Reading:
    """The figures of every area and period; `(p)` and `(r)` of a heading and annotations are flags.

    `Total` and `Unknown` are left out: they are no areas. What two dots mean is taken from the symbol table below.
    """
    sheets, faults = grids(file)
    grid = sheets.get("", [])
    lines = [" ".join(filled(row)) for row in grid if 0 < len(filled(row)) <= 2]
    measures: dict[tuple[str, ...], int] = {}
    parts: list[Part] = []
    title = ""
    for table in _tables(grid):
        title, filters = _named(table, title)
        key = (title or UNTITLED, filters, table.dimension, table.time)
        figures, bad = _cells(table, measures.setdefault(key, len(measures)), last_row(grid))
        parts += figures
        faults += bad
    sought = "No row of headings was found: it begins with Month, Quarter or Year and names the periods."
    faults += lacking(parts, sought)
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(
        described,
        stacked(parts),
        tuple(faults),
        tuple(lines),
        markers(lines),
        selections=SELECTIONS,
        named_by=NAMED_BY,
        unnamed=tuple(place for key, place in measures.items() if key[0] == UNTITLED),
    )


def _is_header(row: list[str]) -> bool:
    return bool(row) and bool(_TIME.fullmatch(plain(row[0]))) and any(plain(text).endswith(_TWIN) for text in row[1:])


def _tables(grid: list[list[str]]) -> Iterator[_Table]:
    """Every table with the lines above it, back to the one before."""
    headers = [place for place, row in enumerate(grid) if _is_header(row)]
    above = 0
    for place in headers:
        lines = tuple(tuple(filled(row)) for row in grid[above:place] if filled(row))
        below = place + 1
        dimension = ""
        if below < len(grid) and len(filled(grid[below])) == 1:
            dimension, below = filled(grid[below])[0], below + 1
        above = next((end for end in range(below, len(grid)) if not filled(grid[end])), len(grid))
        rows = tuple((number + 1, grid[number]) for number in range(below, above))
        yield _Table((place + 1, grid[place]), dimension, rows, lines)


def _named(table: _Table, title: str) -> tuple[str, str]:
    """What is measured, from the first line of the file or the table before, and what it was filtered to.

    A table without a title is called by what it says that it counts. Where that is not what the title says, it narrows
    the table as a filter does.
    """
    counted, filters = "", []
    filtering = False
    for line in table.above:
        first = line[0].casefold()
        if first.rstrip(":") == _FILTERS:
            filtering = True
        elif first.startswith(_COUNTING):
            counted = counted or " ".join(line)[len(_COUNTING) :].strip()
        elif first.rstrip(":") == _SUMMATION:
            counted = counted or ", ".join(line[1:])
        elif line == (_OPENING,) or (not filtering and _says_its_axes(line, table)):
            continue
        elif not (title or filtering) and len(line) == 1:
            title = _unreferenced(line[0])
        else:
            filters.append(" ".join(line))
    counted = _unreferenced(counted)
    title = title or counted
    if counted.casefold() != title.casefold() and counted:
        filters.append(f"{_COUNTING} {counted}")
    return title, "; ".join(filters) or UNFILTERED


def _says_its_axes(line: tuple[str, ...], table: _Table) -> bool:
    """Whether it is the line of a heading that names what goes down and across: "LA - OAs by Month"."""
    words = line[0].casefold()
    named = (table.dimension.casefold(), table.time.casefold())
    return len(line) == 1 and " by " in words and any(name and name in words for name in named)


def _unreferenced(title: str) -> str:
    return _REFERENCES.sub("", title)


def _cells(table: _Table, measure: int, last: int) -> tuple[list[Part], list[Fault]]:
    """The cells of each period. A period that is there twice is a fault, and its first column is taken."""
    number, headings = table.header
    # header and rows end in an empty field; a row without it is whole all the same
    widths = (len(headings),) if headings[-1].strip() else (len(headings), len(headings) - 1)
    named = [row for row in table.rows if plain(row[1][0]).casefold() not in _NO_AREA]
    rows, faults = fitting(named, widths, last)
    areas = [code_and_name(row[0]) for _, row in rows]
    parts: dict[str, Part] = {}
    for column in _columns(headings):
        if column.period in parts:
            message = f"The period '{column.period}' is there twice."
            faults.append(Fault("doubled-column", message, row=number, column=column.heading))
            continue
        parts[column.period] = Part(
            [measure] * len(rows),
            [row_number for row_number, _ in rows],
            {
                "area_code": [code for code, _ in areas],
                "area_name": [name for _, name in areas],
                "period": column.period,
                "value": [row[column.place].strip() for _, row in rows],
                "flags": [_flags(column, row) for _, row in rows],
                "column": column.heading,
            },
        )
    return list(parts.values()), faults


def _columns(headings: list[str]) -> Iterator[_Column]:
    """The columns of figures, each with the place of its annotations."""
    texts = [plain(text) for text in headings]
    twins = {text.removesuffix(_TWIN): place for place, text in enumerate(texts) if text.endswith(_TWIN)}
    for place, text in enumerate(texts):
        if place and text and not text.endswith(_TWIN):
            period, flags = period_and_flags(text)
            yield _Column(place, text, period, flags, twins.get(period))


def _flags(column: _Column, row: list[str]) -> str:
    """The flags of a heading and of a cell's own annotation, each once."""
    twin = "" if column.twin is None or column.twin >= len(row) else row[column.twin].strip(" ()")
    return " ".join(dict.fromkeys(f"{column.flags} {twin}".split()))

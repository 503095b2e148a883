"""A sheet of many years by area, whoever made it: areas down, years, quarters or months across, a title above.

The last that is asked: any layout that has more to go by is read by its own module.
"""

import re
from collections.abc import Iterator, Sequence

from indicators.formats import area_tables
from indicators.formats.area_tables import AreaTable
from indicators.formats.files import File
from indicators.formats.grids import Part, first_rows, grids, stacked
from indicators.formats.headings import Heading, headings
from indicators.formats.live_titles import bare_title, titles
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import plain

TITLE = "A sheet of many years by area (CSV or workbook)"
DESCRIPTORS = ("Title",)
DOWNLOAD = (
    "Any table with an area in each row (its code, its name or both) and years, quarters or months as headings, "
    "below a title that says what is counted."
)
RECOGNISED = (
    "By a row of at least two periods behind the headings of areas; the last that is asked, after every other layout."
)
MATCH = (
    "`Title` is the first text above the headings, without the table's number, notes and the years at its end. A sheet "
    "without a title matches no definition: it does not say what it counts."
)
TRAPS = (
    "What the figures are is known by the title alone: two measures below the same title cannot be told apart.",
    "Columns that are no period, such as a difference, are not read.",
    "The name of a sheet or of a file is no title.",
)
#: This layout is asked where no other knows the file.
LAST = True

_CODE = re.compile(r"[A-Z]\d{8}")
_HEADER_WITHIN = 15
_FEWEST = 2
_UNTITLED = "No title stands above the headings, so the file does not say what it counts."


def recognises(file: File) -> bool:
    """Whether a row near the top of a sheet has periods behind the headings of areas, and areas below it."""
    if not file.is_workbook:
        rows = first_rows(file, _HEADER_WITHIN)
        return _place(rows) is not None
    return any(_place(grid) is not None for grid in file.sheets.values())


def read(file: File) -> Reading:
    """Every figure below a period. The title is the first text above the headings; without one it is empty."""
    sheets, faults = grids(file)
    measures: dict[str, int] = {}
    parts: list[Part] = []
    notes: list[str] = []
    for name, grid in sheets.items():
        place = _place(grid)
        if place is None:
            continue
        table, wrong = area_tables.table(name, grid, place, not file.is_workbook)
        faults += [*wrong, *area_tables.doubled(table), *_faults(table)]
        parts += _parts(table, measures)
        notes += [*table.above, *table.below, *([] if table.above else [_UNTITLED])]
    if not parts and not faults:
        faults.append(Fault("no-header", "No row has periods as headings behind those of areas."))
    described = tuple({"Title": title} for title in measures)
    return Reading(described, stacked(parts), tuple(faults), tuple(dict.fromkeys(notes)), markers(notes))


def _place(grid: Sequence[Sequence[str]]) -> int | None:
    """The position of the first row that has periods, all different, behind the headings of areas."""
    for place, row in enumerate(grid[:_HEADER_WITHIN]):
        every = headings(row)
        dated = [head.period for head in every if head.period]
        behind = next((head.place for head in every if head.period), 0) > 0
        if len(set(dated)) < _FEWEST or not behind or _of_data(every) or _headed(every, grid[:place]):
            continue
        if _areas_below(every, grid[place + 1 :]):
            return place
    return None


def _of_data(every: list[Heading]) -> bool:
    """Whether a row is one of an area, some of whose figures could be years: it has a code, or other numbers."""
    return any(_CODE.fullmatch(head.text) or (not head.period and area_tables.is_number(head.text)) for head in every)


def _headed(every: list[Heading], above: Sequence[Sequence[str]]) -> bool:
    """Whether a row above has a text over each of the periods: then they are figures below other headings."""
    places = [head.place for head in every if head.period]
    return any(len(row) > places[-1] and all(plain(row[place]) for place in places) for row in above)


def _areas_below(every: list[Heading], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row below has a text that is no number before the first period, as areas do, and numbers after it."""
    first = next(head.place for head in every if head.period)
    numbers = [row for row in rows if len(row) > first and any(map(area_tables.is_number, row[first:]))]
    return any(any(plain(text) and not area_tables.is_number(text) for text in row[:first]) for row in numbers)


def _dated(table: AreaTable) -> list[Heading]:
    """The columns of periods, each period once."""
    return list({head.period: head for head in reversed(table.figures) if head.period}.values())[::-1]


def _faults(table: AreaTable) -> Iterator[Fault]:
    if not table.rows:
        yield Fault("nothing-to-read", "There is no area below the headings.", table.sheet, table.header_row)
    elif not _dated(table):
        yield Fault("missing-column", "No column below a period holds figures.", table.sheet, table.header_row)


def _parts(table: AreaTable, measures: dict[str, int]) -> Iterator[Part]:
    if not table.rows:
        return
    title = next(map(bare_title, titles(table)), "")
    for head in _dated(table):
        measure = measures.setdefault(title, len(measures))
        columns = {
            "area_code": table.codes,
            "area_name": table.names,
            "period": head.period,
            "value": [row[head.place] for _, row in table.rows],
            "flags": head.flags,
            "sheet": table.sheet,
            "column": head.text,
        }
        yield Part([measure] * len(table.rows), [number for number, _ in table.rows], columns)

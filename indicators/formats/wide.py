"""Workbooks with a row for each area and a column for each period, as the ONS lays them out: what readers share.

The title stands above the header. Codes and names come first, the region's before the district's; notes stand below
the last area, in the column of the codes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import pandas as pd

from indicators.formats.files import File, Grid
from indicators.formats.grids import Row, filled
from indicators.formats.reading import Fault, cells
from indicators.formats.symbols import status_of
from indicators.formats.tabular import code_and_name, period_and_flags, plain
from indicators.wording import count

HEADER_WITHIN = 10

_CODE = re.compile(r"[A-Z]\d{8}")
#: A year that is none: "202x", "20?4".
_BROKEN = re.compile(r"(?<!\d)(?:19|20)(?:\d[A-Za-z?]|[A-Za-z?]\d)(?![A-Za-z])")
_NUMBER = re.compile(r"[-−]?[\d,]*\d(?:\.\d+)?")
#: A sheet without a header that has a code as high up as this has lost its header; others are covers and notes.
_AREAS_WITHIN = 40
#: A row with more filled cells is of a table.
_FEW = 3
_SYMBOL = re.compile(r"Where the symbol \W?(\[\w+\]|[^\s\w])\W? appears in the tables,? ([^.]*)")


class Heading(NamedTuple):
    """A column of figures: its place, its heading with blanks tidied, and the heading without flags, and the flags."""

    place: int
    text: str
    bare: str
    flags: str


@dataclass(frozen=True)
class Table:
    """A sheet's table: the texts above it, its columns of figures, its areas' rows with codes and names, its notes."""

    sheet: str
    above: tuple[str, ...]
    header_row: int
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]

    def title(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first text above the table in which the pattern is found."""
        return next(filter(None, map(pattern.search, self.above)), None)


@dataclass(frozen=True)
class Column:
    """What a column's cells are: the place of their measure, their period, and texts that belong to each by row."""

    place: int
    heading: str
    measure: int
    period: str
    flags: str = ""
    beside: Mapping[str, Sequence[str]] = field(default_factory=dict)


def header(grid: Grid, figure: re.Pattern[str]) -> int | None:
    """The position of the first row that has a heading of figures; None if none of the first rows has."""
    for place, row in enumerate(grid[:HEADER_WITHIN]):
        if any(figure.fullmatch(period_and_flags(cell)[0]) for cell in row):
            return place
    return None


def tables(file: File, figure: re.Pattern[str], example: str) -> tuple[list[Table], list[Fault]]:
    """The table of each sheet that has one. `figure` is what headings of figures are like, `example` shows one."""
    parts: list[Table] = []
    faults: list[Fault] = []
    for sheet, grid in file.sheets.items():
        place = header(grid, figure)
        if place is not None:
            table, bad = _table(sheet, grid, place, figure)
            parts += [table] if table.rows else []
            faults += bad
        elif any(_CODE.fullmatch(plain(cell)) for row in grid[:_AREAS_WITHIN] for cell in row):
            missing = f"None of the first {HEADER_WITHIN} rows has headings such as '{example}'."
            faults.append(Fault("no-header", missing, sheet))
    if not parts and not faults:
        faults.append(Fault("no-header", f"No sheet has a row of headings such as '{example}'."))
    return parts, faults


def _table(sheet: str, grid: Grid, place: int, figure: re.Pattern[str]) -> tuple[Table, list[Fault]]:
    headings = [Heading(at, plain(cell), *period_and_flags(cell)) for at, cell in enumerate(grid[place])]
    figures = [heading for heading in headings if figure.fullmatch(heading.bare)]
    columns = list({heading.bare.casefold(): heading for heading in reversed(figures)}.values())[::-1]
    faults = [
        Fault("doubled-column", f"The column '{heading.text}' is there more than once.", sheet, place + 1, heading.text)
        for heading in figures
        if heading not in columns
    ]
    before = headings[: figures[0].place]
    code, name = _last(before, "code"), _last(before, "name")
    if code is None and name is None:
        lost = "No column before the figures holds codes or names of areas."
        return Table(sheet, (), place + 1, (), (), (), (), ()), [
            *faults,
            Fault("missing-column", lost, sheet, place + 1, "Code"),
        ]
    table, bad = areas(sheet, grid, place, columns, code, name)
    return table, [*faults, *bad, *_unheaded(table, headings, figures[0].place)]


def _unheaded(table: Table, headings: Sequence[Heading], first: int) -> Iterator[Fault]:
    """A fault for each column of numbers among the figures, or behind them, with no heading or one that is no year."""
    for heading in headings[first:]:
        numbers = [row[heading.place] for _, row in table.rows if _NUMBER.fullmatch(row[heading.place].strip())]
        if numbers and (not heading.text or _BROKEN.search(heading.text)):
            which = f"the heading '{heading.text}', which is no period" if heading.text else "no heading"
            many = f"A column of {count(len(numbers), 'number')} has {which}, so nothing says when they are of."
            yield Fault("missing-column", many, table.sheet, table.header_row, heading.text, numbers[0])


def _last(headings: Iterable[Heading], ending: str) -> int | None:
    """The place of the last heading that ends so: districts stand behind their regions."""
    return max((heading.place for heading in headings if heading.text.casefold().endswith(ending)), default=None)


def areas(
    sheet: str, grid: Grid, place: int, headings: Sequence[Heading], code: int | None, name: int | None
) -> tuple[Table, list[Fault]]:
    """The table below the header at `place`. A row with a code or with figures is an area's, other texts are notes."""
    rows: list[Row] = []
    pairs: list[tuple[str, str]] = []
    notes: list[str] = []
    faults: list[Fault] = []
    for number, row in enumerate(grid[place + 1 :], start=place + 2):
        area = _area(row, code, name)
        figures = any(row[heading.place].strip() for heading in headings)
        if not (figures or _CODE.fullmatch(area[0])):
            notes += [" ".join(filled(row))] if filled(row) else []
        elif any(area):
            rows.append((number, row))
            pairs.append(area)
        else:
            faults.append(Fault("bad-row", "The row has figures, but neither code nor name of an area.", sheet, number))
    if not rows:
        faults.append(Fault("nothing-to-read", "There is no area below the header.", sheet, place + 1))
    above = tuple(chain.from_iterable(map(filled, grid[:place])))
    codes, names = zip(*pairs, strict=True) if pairs else ((), ())
    return Table(sheet, above, place + 1, tuple(headings), tuple(rows), codes, names, tuple(notes)), faults


def _area(row: list[str], code: int | None, name: int | None) -> tuple[str, str]:
    """An area's code and name; a code that stands before the name is taken where there is no column of codes."""
    glued, tidy = ("", "") if name is None else code_and_name(row[name])
    return (plain(row[code]) if code is not None else glued), tidy


def long(table: Table, columns: Sequence[Column]) -> pd.DataFrame:
    """The cells of these columns, one column after the other."""
    areas = len(table.rows)
    nothing = ("",) * areas

    def each(texts: Iterable[str]) -> list[str]:
        return [text for text in texts for _ in range(areas)]

    beside = {name for column in columns for name in column.beside}
    return cells(
        [column.measure for column in columns for _ in range(areas)],
        [number for number, _ in table.rows] * len(columns),
        area_code=table.codes * len(columns),
        area_name=table.names * len(columns),
        period=each(column.period for column in columns),
        value=[row[column.place] for column in columns for _, row in table.rows],
        flags=each(column.flags for column in columns),
        sheet=table.sheet,
        column=each(column.heading for column in columns),
        **{name: list(chain.from_iterable(column.beside.get(name, nothing) for column in columns)) for name in beside},
    )


def joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All cells in one frame, a figure that two sheets repeat once: unitary authorities are districts and counties."""
    if not frames:
        return cells([], [])
    whole = pd.concat(frames, ignore_index=True)
    repeated = whole.duplicated(["measure", "area_code", "area_name", "period", "value"])
    return whole[~repeated].reset_index(drop=True)


def untitled(table: Table) -> Fault:
    """What is told of a table whose title does not say what its figures are."""
    missing = "No title above the table says what its figures are, so they cannot be told apart."
    return Fault("no-header", missing, table.sheet, table.header_row)


def lines(file: File) -> list[str]:
    """The lines in which a workbook explains itself: rows of one to three filled cells."""
    few = (row for grid in file.sheets.values() for row in grid if 0 < sum(map(bool, row)) <= _FEW)
    return [text for row in few if (text := " ".join(filled(row)))]


def markers(texts: Iterable[str]) -> Mapping[str, str]:
    """Symbols and their statuses from sentences such as 'Where the symbol ":" appears in the tables, no data are…'."""
    matches = [match for text in texts for match in _SYMBOL.finditer(text)]
    return {match[1]: status for match in matches if (status := status_of(match[2]))}

"""Where everything stands in an upload: each figure, each area and each period by its sheet, row and column.

It is found where the upload is understood, so that a damage needs to know of no layout.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from indicators.formats.tabular import plain
from indicators.screening.numbers import number
from indicators.screening.screened import Screened
from tests.build import OWN
from tests.screening.sheets import Sheets
from tests.screening.uploads import Upload

#: Sheet, row and column, counted from 0.
Spot = tuple[str, int, int]
#: What a publisher calls the limits and parts of a figure, in part.
_ROLES = {
    "lower": ("low", "lci"),
    "upper": ("upp", "uci"),
    "count": ("count", "number"),
    "denominator": ("denom", "number"),
}
_TOP = 12


@dataclass(frozen=True)
class Figure:
    """A cell that holds a figure: what it is of its observation, and of which."""

    spot: Spot
    role: str
    series: str
    area: str
    start: pd.Timestamp


@dataclass(frozen=True)
class Laid:
    """An upload with its places. `codes` and `names` have each area's cells, `dated` those that name a period."""

    upload: Upload
    figures: tuple[Figure, ...]
    codes: Mapping[Spot, str]
    names: Mapping[Spot, str]
    dated: Mapping[Spot, pd.Timestamp]

    @property
    def sheets(self) -> Sheets:
        return self.upload.sheets

    @property
    def is_text(self) -> bool:
        return "" in self.sheets

    def text(self, spot: Spot) -> str:
        sheet, row, column = spot
        return self.sheets[sheet][row][column]

    @cached_property
    def newest(self) -> pd.Timestamp:
        return max((figure.start for figure in self.figures), default=max(self.dated.values(), default=None))

    @cached_property
    def values(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.role == "value")

    @cached_property
    def series(self) -> str:
        """The first of the series."""
        return self.values[0].series if self.values else ""

    def new(self, *roles: str, series: str | None = None, area: str = "") -> list[Figure]:
        """The figures of the newest period."""
        return [
            figure
            for figure in self.figures
            if figure.start == self.newest
            and figure.role in (roles or ("value",))
            and (series is None or figure.series == series)
            and (not area or figure.area == area)
        ]

    @cached_property
    def areas(self) -> list[str]:
        """The areas of the newest figures of the first series, the dashboard's own first."""
        found = dict.fromkeys(figure.area for figure in self.new(series=self.series))
        found = found or dict.fromkeys([*self.codes.values(), *self.names.values()])
        return sorted(found, key=lambda area: area != self.own)

    @cached_property
    def own(self) -> str:
        """The dashboard's own area, or the first where it has none of its figures."""
        there = [figure.area for figure in self.values] or list(self.names.values())
        return OWN if OWN in there else there[0]

    @cached_property
    def others(self) -> list[str]:
        """Districts beside the own area: in the same kind of rows."""
        kind = self.own[:3]
        return [area for area in self.areas if area != self.own and area[:3] == kind]

    @cached_property
    def header(self) -> tuple[str, int]:
        """The sheet of the figures and the row of headings above the first of them."""
        sheet = next((figure.spot[0] for figure in self.values if figure.area == self.own), next(iter(self.sheets)))
        row = min((figure.spot[1] for figure in self.values if figure.spot[0] == sheet), default=1)
        above = (place for place in range(row - 1, -1, -1) if sum(map(bool, self.sheets[sheet][place])) > 1)
        return sheet, next(above, 0)

    def rows_of(self, area: str) -> list[tuple[str, int]]:
        """The rows that are about an area, in the order of the file."""
        spots = {**self.names, **self.codes}
        return sorted({(spot[0], spot[1]) for spot, each in spots.items() if each == area})

    @cached_property
    def rows(self) -> list[int]:
        """The rows of areas on the sheet of the figures."""
        sheet = self.header[0]
        return sorted({spot[1] for spot in [*self.names, *self.codes] if spot[0] == sheet})


def laid(upload: Upload, screened: Screened) -> Laid:
    """The places of an upload, which is understood so."""
    rows = pd.concat([screened.rows, screened.texts.add_prefix("its_")], axis=1)
    kept = rows[rows["sound"]].to_dict("records")
    figures: list[Figure] = []
    codes: dict[Spot, str] = {}
    names: dict[Spot, str] = {}
    dated: dict[Spot, pd.Timestamp] = {}
    taken: set[Spot] = set()
    for row in kept:
        sheet, at = row["its_sheet"], row["row"] - 1
        line = upload.sheets[sheet][at]
        column = _column(upload.sheets[sheet], at, row, taken)
        texts = screened.areas.iloc[row["area"]]
        for spots, text in ((codes, texts["code"]), (names, texts["name"])):
            spots |= {(sheet, at, place): row["area_code"] for place in _places(line, text)}
        if column is not None and (sheet, at, column) not in taken:
            taken.add((sheet, at, column))
            figures += _figures(row, (sheet, at, column), line, upload.sheets[sheet])
        spot = _period(upload.sheets, sheet, at, column, row)
        if spot is not None:
            dated[spot] = row["period_start"]
    codes |= _again(upload.sheets, codes)
    names |= _again(upload.sheets, names)
    if not figures:
        names |= _recorded(upload.sheets, screened.areas)
        dated |= _months(upload.sheets, kept)
    return Laid(upload, tuple(figures), codes, names, dated)


def _again(sheets: Sheets, spots: Mapping[Spot, str]) -> dict[Spot, str]:
    """Further cells with the same texts in the same columns: tables in which several rows make one figure."""
    texts = {(sheet, column, sheets[sheet][at][column]): area for (sheet, at, column), area in spots.items()}
    columns = {(sheet, column) for sheet, column, _ in texts}
    return {
        (sheet, at, column): texts[sheet, column, line[column]]
        for sheet, column in columns
        for at, line in enumerate(sheets[sheet])
        if column < len(line) and (sheet, column, line[column]) in texts
    }


def _places(line: list[str], text: str) -> list[int]:
    return [place for place, cell in enumerate(line) if text and plain(cell) == plain(text)]


def _column(grid: list[list[str]], at: int, row: Mapping[str, object], taken: set[Spot]) -> int | None:
    """Where a row's figure stands: under its heading, if several cells hold the same text."""
    places = _places(grid[at], str(row["its_text"])) or _hundredths(grid[at], str(row["its_text"]))
    again = [place for place in places if (row["its_sheet"], at, place) not in taken] or places
    heading = plain(str(row["its_column"]))

    def fits(place: int) -> int:
        above = [plain(line[place]) for line in grid[:at] if place < len(line) and line[place]]
        return max((2 if each == heading else int(len(each) > 3 and each in heading) for each in above), default=0)

    return max(again, key=fits, default=None)


def _hundredths(line: list[str], text: str) -> list[int]:
    """Where a share stands that a workbook keeps as a part of one and shows in per cent."""
    share = number(text).value / 100
    return [place for place, cell in enumerate(line) if abs(number(cell).value - share) < 1e-9]


def _figures(row: Mapping[str, object], spot: Spot, line: list[str], grid: list[list[str]]) -> Iterator[Figure]:
    """The figure of a row, and its limits and parts where they stand in the same row."""
    series = f"{row['indicator']} {row['breakdown']}".strip()
    of = (series, str(row["area_code"]), row["period_start"])
    yield Figure(spot, "value", *of)
    for role, words in _ROLES.items():
        figure = row[role]
        if pd.isna(figure):
            continue
        same = [at for at, cell in enumerate(line) if at != spot[2] and number(cell).value == figure]
        named = [at for at in same if any(word in _over(grid, spot[1], at) for word in words)]
        if named:
            yield Figure((spot[0], spot[1], min(named, key=lambda at: abs(at - spot[2]))), role, *of)


def _over(grid: list[list[str]], at: int, column: int) -> str:
    return " ".join(line[column] for line in grid[:at] if column < len(line)).casefold()


def _period(sheets: Sheets, sheet: str, at: int, column: int | None, row: Mapping[str, object]) -> Spot | None:
    """Where the period of a row stands: in the row, above the figure, or near the top of any sheet."""
    text, year = str(row["its_period_text"]), f"{row['period_end']:%Y}"
    grid = sheets[sheet]
    if in_row := [place for place in _places(grid[at], text) if place != column]:
        return sheet, at, in_row[0]
    for above in range(at - 1, -1, -1):
        cell = grid[above][column] if column is not None and column < len(grid[above]) else ""
        if text in plain(cell) or year in cell or (len(cell) >= len(year) and plain(cell) in text):
            return sheet, above, column or 0
    label = str(row["period_label"])
    tops = [
        (name, top, place)
        for name, grid in sheets.items()
        for top, line in enumerate(grid[:_TOP])
        for place in range(len(line))
    ]
    whole = [spot for spot in tops if label in plain(sheets[spot[0]][spot[1]][spot[2]])]
    part = [spot for spot in tops if re.search(rf"\b{year}\b", sheets[spot[0]][spot[1]][spot[2]])]
    own = [spot for spot in (*whole, *part) if spot[0] == sheet]
    return next(iter((*own, *whole, *part)), None)


def _recorded(sheets: Sheets, areas: pd.DataFrame) -> dict[Spot, str]:
    """In a file of records, the cells that begin with an area's name."""
    names = {name: code for name, code in zip(areas["name"], areas["area_code"], strict=True) if code}
    places: dict[Spot, str] = {}
    for sheet, grid in sheets.items():
        for at, line in enumerate(grid):
            for place, cell in enumerate(line):
                if (code := names.get(cell.rpartition(" ")[0])) is not None:
                    places[sheet, at, place] = code
    return places


def _months(sheets: Sheets, rows: list[dict[str, object]]) -> dict[Spot, pd.Timestamp]:
    """In a file of records, the cells that hold a period."""
    texts = {str(row["its_period_text"]): row["period_start"] for row in rows}
    return {
        (sheet, at, place): texts[cell]
        for sheet, grid in sheets.items()
        for at, line in enumerate(grid)
        for place, cell in enumerate(line)
        if cell in texts
    }

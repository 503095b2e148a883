"""Tables with areas down and figures across, in text or on the sheets of a workbook: what their readers share.

Titles stand above the headings. Codes and names of areas come first, several of either: an old code beside today's,
the region's or county's name in a column of its own before the district's. Which of the other columns hold figures
is told by their cells: a column of regions has none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from indicators.formats.files import Grid
from indicators.formats.grids import Row, filled
from indicators.formats.headings import Heading, headings
from indicators.formats.reading import Fault
from indicators.formats.tabular import code_and_name, cut_off, plain, twice
from indicators.wording import count

HEADER_WITHIN = 20

_CODE = re.compile(r"[A-Z]\d{8}")
#: Headings that end in "code" are of codes, whatever else they say; "ID" and "Notes" are no figures either.
_CODES = re.compile(r".*\bcodes?(?: \(.*\))?|.*\bcd|la_?code\d*|ecode|ons_code|id|notes?", re.IGNORECASE)
#: Of several columns of codes the first of these that is there: today's before any, and no old one.
_CURRENT = (
    re.compile(r"(?:new|current).*", re.IGNORECASE),
    re.compile(r"(?!old|former).*(?:ons|gss|area).*", re.IGNORECASE),
    re.compile(r"(?!old|former).*", re.IGNORECASE),
)
#: Headings of areas' own names, and of what else is said about an area beside them.
_NAMES = re.compile(r".*(?:authorit|area|district|name|council|borough).*", re.IGNORECASE)
_BESIDE = re.compile(r"region(?: name)?|class|type|level|geography|country|tier", re.IGNORECASE)
_NUMBER = re.compile(r"[-−]?£?\s?\d[\d,]*(?:\.\d+)?(?:[eE][-+]\d+)?\s?%?(?:\s*[\[(]\w{1,4}[\])])?")
#: The beginning of a year that goes on as none does: "20x4", "202".
_BROKEN = re.compile(r"(?:19|20)(?!\d\d(?!\d))[\dA-Za-z?]")
#: What stands in the place of a number: "[x]", "..", "-", "*".
_MARKER = re.compile(r"\[\w{1,4}\]|[^\w\s]{1,4}|n/?a|x|z", re.IGNORECASE)
#: A column has figures if so much of what is filled in it are numbers or stands for one.
_MOST = 0.5


@dataclass(frozen=True)
class AreaTable:
    """A sheet's table: the texts above it, the number of its row of headings, its columns of figures, the rows of its
    areas with codes (empty where the file has none that is today's kind) and names, and the texts below."""

    sheet: str
    above: tuple[str, ...]
    header_row: int
    figures: tuple[Heading, ...]
    rows: tuple[Row, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    below: tuple[str, ...]


def table(sheet: str, grid: Grid, place: int, ragged: bool = False) -> tuple[AreaTable, list[Fault]]:
    """The table whose headings stand at `place`. In `ragged` text a row can have too many cells, or too few."""
    every = headings(grid[place])
    rows, faults = _fitting(sheet, grid, place) if ragged else (_numbered(grid, place), [])
    code, names, figures = _columns(every, [row for _, row in rows])
    above = tuple(chain.from_iterable(map(filled, grid[:place])))
    areas: list[Row] = []
    pairs: list[tuple[str, str]] = []
    below: list[str] = []
    for number, row in rows:
        pair = _area(row, code, names)
        numbers = any(is_number(row[heading.place]) for heading in figures)
        stands_in = any(row[heading.place].strip() for heading in figures)
        if any(pair) and (numbers or (stands_in and _CODE.fullmatch(pair[0]))):
            areas.append((number, row))
            pairs.append(pair)
        elif numbers:
            faults.append(Fault("bad-row", "The row has figures, but neither code nor name of an area.", sheet, number))
        else:
            below += [" ".join(filled(row))]
    codes, called = zip(*pairs, strict=True) if pairs else ((), ())
    faults += _undated(sheet, place + 1, every, areas)
    return AreaTable(sheet, above, place + 1, tuple(figures), tuple(areas), codes, called, tuple(below)), faults


def doubled(table: AreaTable) -> list[Fault]:
    """A fault for each heading of figures that another column has, too."""
    names = [heading.period or heading.bare.casefold() for heading in table.figures]
    return [
        twice(heading.text, table.sheet, table.header_row)
        for place, heading in enumerate(table.figures)
        if names.index(names[place]) == place and names.count(names[place]) > 1
    ]


def _undated(sheet: str, row: int, every: list[Heading], areas: Sequence[Row]) -> Iterator[Fault]:
    """In a table of periods a fault for each column of numbers that has no heading, or a year that is none."""
    dated = [heading.place for heading in every if heading.period]
    for heading in every[dated[0] :] if len(dated) > 1 else ():
        if (heading.text and not _BROKEN.match(heading.text)) or heading.period:
            continue
        numbers = [line[heading.place] for _, line in areas if is_number(line[heading.place])]
        if numbers:
            which = f"the heading '{heading.text}', which is no period" if heading.text else "no heading"
            message = f"A column of {count(len(numbers), 'number')} has {which}, so nothing says when they are of."
            yield Fault("missing-column", message, sheet, row, heading.text, numbers[0])


def _numbered(grid: Grid, place: int) -> list[Row]:
    return [(number, row) for number, row in enumerate(grid[place + 1 :], start=place + 2) if filled(row)]


def _fitting(sheet: str, grid: Grid, place: int) -> tuple[list[Row], list[Fault]]:
    """The rows of a text as wide as its headings; a note may be narrower, any other row is a fault."""
    width, rows, faults = len(grid[place]), [], []
    below = _numbered(grid, place)
    for number, row in below:
        if len(row) == width:
            rows.append((number, row))
        elif number == below[-1][0] and len(row) < width and (len(filled(row)) > 1 or _begins_a_code(row)):
            faults.append(cut_off(sheet, number, ",".join(row)))
        elif len(filled(row)) == 1 and len(row) < width:
            rows.append((number, row + [""] * (width - len(row))))
        else:
            message = f"The row has {len(row)} cells, but there are {width} headings."
            fix = "A comma inside a cell needs quotation marks round the cell."
            faults.append(Fault("bad-row", message, sheet, number, value=",".join(row)[:80], fix=fix))
    return rows, faults


def _begins_a_code(row: Sequence[str]) -> bool:
    return bool(re.fullmatch(r"[A-Z]\d{1,8}", filled(row)[0]))


def _columns(every: list[Heading], rows: list[list[str]]) -> tuple[int | None, list[int], list[Heading]]:
    """The place of the codes, the places of the names, and the headings of figures."""
    of_codes = [heading for heading in every if _CODES.fullmatch(heading.bare)]
    figures = [
        heading for heading in every if heading.bare and heading not in of_codes and _holds_figures(heading, rows)
    ]
    first = figures[0].place if figures else len(every)
    names = [heading.place for heading in every if heading.place < first and heading not in of_codes]
    code = next((head.place for kind in _CURRENT for head in of_codes if kind.fullmatch(head.bare)), None)
    if code is None:  # codes under a heading that does not say so
        code = next((place for place in names if any(_CODE.fullmatch(plain(row[place])) for row in rows)), None)
    return code, _by_heading(every, [place for place in names if place != code]), figures


def _by_heading(every: list[Heading], places: list[int]) -> list[int]:
    """The places of names, those first that are looked at last: the region behind an authority is not its name."""

    def rank(place: int) -> int:
        bare = every[place].bare
        return 0 if _BESIDE.fullmatch(bare) else 2 if _NAMES.fullmatch(bare) else 1

    return sorted(places, key=lambda place: (rank(place), place))


def _holds_figures(heading: Heading, rows: Iterable[Sequence[str]]) -> bool:
    """Whether a column's cells are figures; below a period also where all of them are empty, which is to be told."""
    texts = [text for row in rows if (text := plain(row[heading.place]))]
    numbers = sum(map(is_number, texts))
    stand_for = sum(1 for text in texts if _MARKER.fullmatch(text))
    # A column of districts without a single answer is one of figures all the same.
    return bool(texts or heading.period) and numbers + stand_for >= _MOST * len(texts)


def is_number(text: str) -> bool:
    """Whether a cell holds a number, with a flag or a marker behind it or without."""
    return bool(_NUMBER.fullmatch(plain(text)))


def _area(row: Sequence[str], code: int | None, names: Sequence[int]) -> tuple[str, str]:
    """An area's code, if it is of nine characters, and the last of its names: the county's stands before."""
    glued, name = code_and_name(next((row[at] for at in reversed(names) if plain(row[at])), ""))
    own = plain(row[code]) if code is not None else glued
    return (own if _CODE.fullmatch(own) else glued), name

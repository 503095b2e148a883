"""The tables of a Nomis query page as they stand in a sheet: title, what was chosen for all of it, headings, rows.

Tables stand below each other, each with its own title block, when more was chosen than two axes can hold.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from indicators.formats.files import Grid
from indicators.formats.grids import Row, filled
from indicators.formats.tabular import plain

#: Headings that name a figure and neither an area nor a period.
_FIGURES = ("number", "value", "percent", "numerator", "denominator", "conf", "conf %")
#: How Nomis signs a table, in the line below its title.
RIGHTS = "ONS Crown Copyright Reserved [from Nomis on "


@dataclass(frozen=True)
class Block:
    """A table. `keys` holds what was chosen for all of it; `top` and `under` are its two rows of headings."""

    title: str
    keys: Mapping[str, str]
    top: tuple[str, ...]
    under: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int


def blocks(grid: Grid, text: bool) -> tuple[list[Block], list[str]]:
    """The tables of a sheet, and the lines of text round them. `text` says that the sheet is a CSV."""
    signed = [place for place, row in enumerate(grid) if row and plain(row[0]).startswith(RIGHTS)]
    bounds = [*(max(place - 1, 0) for place in signed), len(grid)]
    tables: list[Block] = []
    notes: list[str] = []
    for start, end in pairwise(bounds):
        paragraphs = list(_paragraphs(grid, start, end))
        keys, table = _parts(paragraphs, text)
        notes += [" ".join(filled(row)) for rows in paragraphs for _, row in rows if _is_note(row)]
        notes += [f"{key}: {chosen}" for key, chosen in keys.items()]
        if table:
            tables.append(_block(" ".join(filled(grid[start])), keys, table))
    return tables, list(dict.fromkeys(notes))


def _paragraphs(grid: Grid, start: int, end: int) -> Iterator[list[Row]]:
    """The rows from `start` on with their numbers, parted where a row is blank and after the signature."""
    paragraph: list[Row] = []
    for place in range(start, end):
        blank = not filled(grid[place])
        if not blank:
            paragraph.append((place + 1, grid[place]))
        if paragraph and (blank or plain(grid[place][0]).startswith(RIGHTS)):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _tabular(row: list[str]) -> bool:
    """Whether a row is of a table or of what was chosen for it: several cells, the first with a word or a number."""
    return len(filled(row)) > 1 and bool(re.search(r"\w", row[0]))


def _is_note(row: list[str]) -> bool:
    """Whether a row is a line of text; several cells after a blank one are a second row of headings."""
    return not _tabular(row) and bool(row[0].strip() or len(filled(row)) == 1)


def _parts(paragraphs: list[list[Row]], text: bool) -> tuple[dict[str, str], list[Row]]:
    """What was chosen for all of a table, and the table's rows from its headings on.

    In a CSV a blank line follows the headings and what was chosen has a colon; in a workbook the table is whole, and
    it is the last paragraph of several columns.
    """
    tabular = [rows for rows in paragraphs if _tabular(rows[0][1])]
    keys: dict[str, str] = {}
    table: list[Row] = []
    for rows in tabular:
        pairs = [filled(row) for _, row in rows]
        above = all(pair[0].endswith(":") for pair in pairs) if text else rows is not tabular[-1]
        if not table and above and all(len(pair) == 2 for pair in pairs):
            keys |= {plain(pair[0].rstrip(":")): pair[1] for pair in pairs}
        else:
            table += rows
    return keys, table


def _block(title: str, keys: dict[str, str], table: list[Row]) -> Block:
    (number, headings), *rows = table
    top, under = [plain(heading) for heading in headings], [""] * len(headings)
    if rows and not plain(rows[0][1][0]):
        under = [plain(heading) for heading in [*rows[0][1], *under][: len(top)]]
        rows = rows[1:]
        for place in range(1, len(top)):
            top[place] = top[place] or top[place - 1]
    else:
        named = [place > 0 and heading.casefold() in _FIGURES for place, heading in enumerate(top)]
        under = [heading if name else "" for heading, name in zip(top, named, strict=True)]
        top = ["" if name else heading for heading, name in zip(top, named, strict=True)]
    return Block(title, keys, tuple(top), tuple(under), tuple(rows), number)

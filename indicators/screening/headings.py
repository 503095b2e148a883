"""Over which heading a text stands in its row, for findings about cells that are not the value."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indicators.formats import File
from indicators.screening.numbers import number

#: A header stands no further down than this.
_WITHIN = 30
#: Letters that are looked through at once.
_PIECE = 4_000_000


@dataclass(frozen=True)
class Headings:
    """The headings of a file, looked up only once something has been found in it."""

    file: File

    def over(self, text: str, row: int, sheet: str, value: str) -> str:
        """The heading over the cell of that row that holds `text`, where `value` heads the figure of the row.

        The figure's own heading if the text is in it (a column for each year); empty where nothing can be told.
        """
        cells = [_plain(cell) for cell in self._row(sheet, row)]
        header = self._header(sheet, value)
        wanted = _plain(text)
        places = [place for place, cell in enumerate(cells[: len(header)]) if wanted and cell == wanted]
        headings = [header[place] for place in places if header[place] != value]
        return headings[0] if headings else value if wanted and (places or wanted in value) else ""

    def differing(self, rows: Sequence[int], sheets: Sequence[str], value: str) -> list[str]:
        """The headings under which the rows hold different words; figures do not count."""
        lines = [self._row(sheet, row) for row, sheet in zip(rows, sheets, strict=True)]
        header = self._header(sheets[0], value)
        headings = []
        for place, heading in enumerate(header):
            texts = {line[place] for line in lines if place < len(line)}
            if len(texts) > 1 and heading != value and all(math.isnan(number(text).value) for text in texts):
                headings.append(heading)
        return headings

    def _header(self, sheet: str, value: str) -> list[str]:
        rows = ([_plain(cell) for cell in self._row(sheet, row)] for row in range(1, _WITHIN + 1))
        return next((cells for cells in rows if value and value in cells), [])

    def _row(self, sheet: str, row: int) -> list[str]:
        """The cells of a row; none where there is no such row."""
        if self.file.is_workbook:
            grid = self.file.sheets.get(sheet, [])
            return grid[row - 1] if row <= len(grid) else []
        ends = self._lines.until(row)
        if row >= len(ends):
            return []
        start, end = ends[row - 1 : row + 1]
        try:
            return next(csv.reader([self.file.body[start + 1 : end].decode()]), [])
        except csv.Error:  # a text longer than any cell: no place in it can be told
            return []

    @cached_property
    def _lines(self) -> "_Lines":
        return _Lines(self.file.body)


class _Lines:
    """Where the rows of a text end; a quoted line break is no new row. It is read only as far as it is asked for."""

    def __init__(self, body: bytes) -> None:
        self._letters = np.frombuffer(body, dtype=np.uint8)
        self._ends = np.array([-1], dtype=np.int64)
        self._read = self._marks = 0

    def until(self, row: int) -> NDArray[np.int64]:
        """Where each row ends up to this one at least, or all of them, after -1 for where the first begins."""
        while len(self._ends) <= row and self._read <= len(self._letters):
            piece = self._letters[self._read : self._read + _PIECE]
            breaks, marks = (np.flatnonzero(piece == ord(sign)) for sign in '\n"')
            before = np.searchsorted(marks, breaks) + self._marks
            closed = before % 2 == 0  # as many quotation marks before it as close them all
            self._ends = np.append(self._ends, breaks[closed] + self._read)
            self._marks += len(marks)
            self._read += _PIECE
            if self._read > len(self._letters):
                self._ends = np.append(self._ends, len(self._letters))
        return self._ends


def _plain(text: str) -> str:
    return " ".join(text.removeprefix("\ufeff").split())

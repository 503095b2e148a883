"""What readers of delimited text share: finding the header, reading below it as text, keeping rows counted.

Rows are counted as a spreadsheet shows them: from 1, header and blank lines included, a quoted line break is no new
row. Nothing is interpreted: a cell is the text that stands in the file, only headings have their blanks tidied.
"""

import csv
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from indicators.errors import nearest
from indicators.formats.files import MAX_LINE, File, Grid
from indicators.formats.reading import Fault, cells

#: A header stands no further down than this; publishers' title blocks are about ten rows.
HEADER_WITHIN = 30
#: Bad rows told one by one; a file with more has another fault than its rows.
MOST_BAD_ROWS = 100

_BLANKS = re.compile(r"\s+")  # the non-breaking space is one
_NUMBER = re.compile(r"[-−]?[\d,]*\d(?:\.\d+)?")
_CODE_AND_NAME = re.compile(r"([A-Z][0-9]{8})(?:\s*[:\-–]?\s+(.+))?")
_MARK = re.compile(r"\s*[(\[]\s*(p|r|e|b|provisional|revised|estimated?)\s*[)\]]\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """A header row: its number, the physical lines up to and with it, and its headings with blanks tidied."""

    row: int
    lines: int
    headings: tuple[str, ...]

    def heading(self, prefix: str) -> str:
        """The first heading that begins so, in any case of letters; empty if none does."""
        return next((name for name in self.headings if name.casefold().startswith(prefix.casefold())), "")


@dataclass
class Aside:
    """The rows of another width than the header: their `numbers` below it, and some of them with their text."""

    first: list[pa_csv.InvalidRow] = field(default_factory=list)
    last: pa_csv.InvalidRow | None = None
    numbers: "array[int]" = field(default_factory=lambda: array("q"))

    def put(self, row: pa_csv.InvalidRow) -> str:
        """Set a row aside: what Arrow asks for."""
        self.numbers.append(row.number)
        self.last = row
        if len(self.first) <= MOST_BAD_ROWS:
            self.first.append(row)
        return "skip"


@dataclass(frozen=True)
class Delimited:
    """Delimited text below its header: `frame` has a column of texts per heading and the row numbers as its index."""

    header: Header
    frame: pd.DataFrame
    faults: tuple[Fault, ...]


def plain(text: str) -> str:
    """The text without a byte order mark, with single spaces between words and none around."""
    return _BLANKS.sub(" ", text.removeprefix("\ufeff")).strip()


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record of comma-separated text with its row number; a blank line is an empty record."""
    yield from enumerate(csv.reader(StringIO(text, newline="")), start=1)


def header(text: str, wanted: Sequence[str]) -> Header | None:
    """The first row that holds all the wanted headings, in any order and case of letters; None if none does.

    `text` may be the head of a file: `file.head` is enough to recognise one.
    """
    names = {name.casefold() for name in wanted}
    return next((top for top, folded in _tops(text) if names <= folded), None)


@lru_cache(maxsize=4)  # a score of layouts ask for the header of one file, one after the other
def _tops(text: str) -> tuple[tuple[Header, frozenset[str]], ...]:
    """The rows that could be a header, each with its headings in small letters; up to a quoted text longer than any
    heading."""
    reader = csv.reader(StringIO(text, newline=""))
    tops = []
    with suppress(csv.Error):
        for row, cells in enumerate(islice(reader, HEADER_WITHIN), start=1):
            headings = tuple(plain(cell) for cell in cells)
            tops.append((Header(row, reader.line_num, headings), frozenset(name.casefold() for name in headings)))
    return tuple(tops)


def recognised(file: File, wanted: Sequence[str]) -> bool:
    """Whether a text file has a header with all the wanted headings."""
    return not file.is_workbook and header(file.head, wanted) is not None


def header_of(file: File, wanted: Sequence[str]) -> Header | None:
    """The header of a file in full, however long; None if there is none, as in a workbook."""
    return None if file.is_workbook else header(file.beginning(MAX_LINE), wanted)


def holds(headings: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether all the wanted headings are there, in any order and case of letters."""
    return {name.casefold() for name in wanted} <= {plain(heading).casefold() for heading in headings}


def find_header(grid: Grid, wanted: Sequence[str]) -> int | None:
    """The position (from 0) of the first row of a sheet that holds all the wanted headings; None if none does."""
    return next((place for place, cells in enumerate(grid[:HEADER_WITHIN]) if holds(cells, wanted)), None)


def delimited(file: File, header: Header, keep: Sequence[str] = ()) -> Delimited:
    """All rows below a header as texts, vectorised; with `keep`, only the columns of these names that the file has.

    Columns are found in any case of letters and called as in `keep`; the heading itself is `header.heading(name)`.
    Rows without any text are left out but counted. A row with too many or too few cells is left out and is a fault, a
    heading that comes twice is a fault and its first column is taken, a text cut off at its end is a fault, and so is
    a table without any rows.
    """
    places = {name.casefold(): place for place, name in reversed(list(enumerate(header.headings))) if name}
    columns = {name: places[name.casefold()] for name in keep or header.headings if name.casefold() in places}
    body = _below(file.body, header.lines)
    bad = Aside()
    try:
        frame = _frame(_table(body, len(header.headings), list(columns.values()), bad), list(columns), header, bad)
    except pa.ArrowInvalid as error:
        reason = str(error).splitlines()[0]
        message = f"The rows below the header cannot be told apart: {reason}."
        fault = Fault("truncated-file", message, fix="Download it again.")
        return Delimited(header, pd.DataFrame(columns=list(columns), dtype="str"), (fault,))
    faults = [*_doubled(header, columns), *_bad_rows(bad, header, file.body), *_open_quote(file.body)]
    if frame.empty and not bad.numbers:
        faults.append(Fault("nothing-to-read", "There are no rows below the header.", row=header.row))
    return Delimited(header, frame, tuple(faults))


def unheaded(file: File, header: Header) -> Iterator[Fault]:
    """A fault for each column that has numbers near the top, and no heading: for tables whose headings are periods."""
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a text longer than any cell, which is told elsewhere
        for number, cells in islice(records(file.beginning(MAX_LINE)), header.row + HEADER_WITHIN):
            rows += [cells] if number > header.row else []
    for place, name in enumerate(header.headings):
        numbers = [cells[place] for cells in rows if place < len(cells) and _NUMBER.fullmatch(cells[place].strip())]
        if not name and numbers:
            message = f"Column {place + 1} has figures and no heading, so nothing says when they are of."
            yield Fault("missing-column", message, row=header.row, value=numbers[0])


def _below(body: bytes, lines: int) -> pa.Buffer:
    """The text without its first physical lines, where it lies."""
    start = 0
    for _ in range(lines):
        start = body.find(b"\n", start) + 1
        if not start:
            return pa.py_buffer(b"")
    return pa.py_buffer(body).slice(start)


def _table(body: pa.Buffer, width: int, places: list[int], bad: Aside) -> pa.Table:
    """The columns in the places, as texts; rows of another width go to `bad`."""
    types = {str(place): pa.large_string() for place in places}
    if not body.size:
        return pa.table({name: pa.array([], kind) for name, kind in types.items()})
    return pa_csv.read_csv(
        pa.BufferReader(body),
        # one thread: only then does a row that is set aside know its number
        read_options=pa_csv.ReadOptions(
            use_threads=False, column_names=[str(place) for place in range(width)], block_size=1 << 22
        ),
        parse_options=pa_csv.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=bad.put
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=types, include_columns=list(types), strings_can_be_null=False
        ),
    )


def _frame(table: pa.Table, names: list[str], header: Header, bad: Aside) -> pd.DataFrame:
    """The table with its headings and row numbers, without the rows that are blank."""
    aside = np.array(bad.numbers) - 1
    numbers = np.delete(np.arange(table.num_rows + len(aside)), aside) + header.row + 1
    index = pd.Index(numbers, name="row")
    frame = pd.DataFrame({name: pd.array(table[place], dtype="str") for place, name in enumerate(names)}, index=index)
    blank = np.ones(len(frame), dtype=bool)
    for name in names:
        blank &= frame[name].eq("").to_numpy(bool)
        if not blank.any():  # most tables are known to have no blank row from their first column
            return frame
    return frame[~blank]


def _doubled(header: Header, columns: Iterable[str]) -> list[Fault]:
    headings = [heading.casefold() for heading in header.headings]
    names = [name for name in columns if headings.count(name.casefold()) > 1]
    return [twice(name, "", header.row) for name in names]


def twice(heading: str, sheet: str, row: int) -> Fault:
    """What is told of a heading of that row that another column has, too."""
    message = f"The column '{heading}' is there more than once."
    return Fault("doubled-column", message, sheet, row, heading, fix="Leave one of them and remove the others.")


def _bad_rows(bad: Aside, header: Header, body: bytes) -> list[Fault]:
    faults = [
        Fault(
            "bad-row",
            f"The row has {row.actual_columns} cells, but the header has {row.expected_columns} columns.",
            row=header.row + row.number,
            value=row.text[:80],
            fix="A comma inside a cell needs quotation marks round the cell.",
        )
        for row in bad.first[:MOST_BAD_ROWS]
    ]
    if len(bad.numbers) > MOST_BAD_ROWS:
        more = f"{len(bad.numbers) - MOST_BAD_ROWS:,} more rows have another number of cells than the header."
        faults.append(Fault("bad-row", more, row=header.row + bad.first[MOST_BAD_ROWS].number))
    if bad.last and body.endswith(b"\n" + bad.last.text.encode()):
        faults[-1] = cut_off("", header.row + bad.last.number, bad.last.text)
    return faults


def _open_quote(body: bytes) -> list[Fault]:
    if body.count(b'"') % 2 == 0:
        return []
    return [Fault("truncated-file", "A quotation mark is opened and never closed.", fix="Download the file again.")]


def cut_off(sheet: str, row: int, text: str) -> Fault:
    """What is told of a last row that has fewer cells than the header."""
    message = "The file ends in the middle of a row."
    return Fault("truncated-file", message, sheet, row, value=text[:80], fix="Download it again.")


def numbered(frame: pd.DataFrame, descriptors: Sequence[str]) -> tuple[tuple[dict[str, str], ...], NDArray[np.int64]]:
    """The different measures of a table by their descriptors, in order of appearance, and each row's place in them.

    A descriptor that the table has no column for is left out of every measure.
    """
    names = [name for name in descriptors if name in frame]
    codes = np.zeros(len(frame), dtype="int64")
    if not names or frame.empty:
        return (), codes
    texts = []
    for name in names:
        places, different = pd.factorize(frame[name])
        tidy, values = pd.factorize(np.array([plain(value) for value in different], dtype="object"))
        texts.append((tidy[places], values))
        codes = pd.factorize(codes * len(values) + tidy[places])[0]
    first = np.unique(codes, return_index=True)[1]
    columns = [values[places[first]] for places, values in texts]
    return tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)), codes


def unrepeated(frame: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The table without rows that repeat an earlier one in every column; most are told apart by `key` alone."""
    names = [name for name in key if name in frame] or [str(name) for name in frame]
    group = np.zeros(len(frame), dtype="int64")
    for name in names:
        codes, different = pd.factorize(frame[name])
        group = pd.factorize(group * (len(different) + 1) + codes)[0]
    first = np.unique(group, return_index=True)[1][group]
    again = np.flatnonzero(first != np.arange(len(frame)))
    if not len(again):
        return frame
    unlike = np.zeros(len(again), dtype=bool)  # another row than the first with its key
    for name in frame.columns.difference(names):
        texts = pa.array(frame[name], pa.large_string())
        unlike |= pc.not_equal(texts.take(again), texts.take(first[again])).to_numpy(zero_copy_only=False)
    keep = np.ones(len(frame), dtype=bool)
    keep[again[~unlike]] = False
    suspects = np.isin(group, group[again[unlike]]) & keep
    if unlike.any():
        keep[suspects] = ~frame[suspects].duplicated().to_numpy()
    return frame[keep]


def by_text(column: pd.Series, means: Callable[[str], str]) -> pd.Series:
    """The column with each text replaced by what it means; each different text is looked at once."""
    return column.map({text: means(text) for text in column.unique()}).astype("str")


def placed(frame: pd.DataFrame, measure: NDArray[np.int64], columns: Mapping[str, str], heading: str) -> pd.DataFrame:
    """The rows of a table as cells. `columns` says which of its columns is which of theirs, if it has it."""
    there = {name: frame[column].array for name, column in columns.items() if column in frame}
    return cells(measure, frame.index.to_numpy(), **{"column": heading, **there})


def missing(header: Header | None, wanted: Sequence[str]) -> list[Fault]:
    """A fault for each wanted heading that the header has not; one for all if there is no header."""
    if header is None:
        return [Fault("no-header", f"No row holds the headings {', '.join(wanted)}.")]
    names = [name for name in wanted if not holds(header.headings, [name])]
    return [
        Fault(
            "missing-column",
            f"The column '{name}' is missing.{nearest(name, header.headings)}",
            row=header.row,
            column=name,
        )
        for name in names
    ]


def code_and_name(text: str) -> tuple[str, str]:
    """An area's code and name from "E07000241 : Welwyn Hatfield", from a code alone or from an indented name alone."""
    match = _CODE_AND_NAME.fullmatch(plain(text))
    return (match[1], match[2] or "") if match else ("", plain(text))


def period_and_flags(text: str) -> tuple[str, str]:
    """A period and the flags that hang on it: "Aug-19 (r)" is "Aug-19" and "r"."""
    flags: list[str] = []
    rest = plain(text)
    while mark := _MARK.search(rest):
        flags.insert(0, mark[1].lower())
        rest = rest[: mark.start()]
    return rest, " ".join(flags)

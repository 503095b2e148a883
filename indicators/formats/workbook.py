"""Run as a program of its own: a workbook on standard input; on standard output, as JSON, its sheets as grids of text
and what a person who looks at it does not see.

Imports nothing of ours. Memory is bounded where the system can, so that a workbook made to do harm ends this process
and nothing else. Numbers are written as a person sees them at full precision, dates as ISO text.

Hidden sheets are told by the library, for XLSX, XLS and ODS; hidden rows and columns, and formulas without a stored
value, by the file's own XML, for XLSX (ECMA-376, part 1, 18.3.1) and ODS (OASIS OpenDocument 1.3, 9.1): the binary
XLS keeps a value beside every formula, and what it hides is not told.
"""

import datetime as dt
import io
import math
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from xml.etree import ElementTree

import orjson
import python_calamine

#: Bytes of memory, and cells of all sheets: the largest of the publishers' workbooks has 360,000.
MEMORY = 640 * 1024 * 1024
MAX_CELLS = 1_200_000
#: Bytes that are handed on, which whoever asked takes several times over: of that largest workbook there are 4 million.
MAX_WRITTEN = 64 * 1024 * 1024
#: How the process ends where it refuses more.
TOO_LARGE = 3
#: Formulas, hidden rows and hidden columns of one sheet that are told: a person looks at no more of them.
MOST = 1_000
#: Bytes of a sheet's XML that are looked at together.
CHUNK = 1 << 22

#: Parts of the XML of an XLSX sheet, with or without a prefix, and of an ODS workbook.
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_FIRST, _LAST = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')
_WITHOUT_VALUE = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]+\d+)"[^>]*>\s*'
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ODS_PART = re.compile(rb"<table:(table|table-column|table-row)(?=[\s/>])[^>]*>")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b[^>]*>")
_ODS_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')
_ODS_REPEATED = re.compile(rb'table:number-(?:columns|rows)-repeated="(\d+)"')


def text(cell: object) -> str:
    """A cell as text: whole numbers without ".0", others with the 15 digits that a workbook shows, dates as 2016-04-01,
    nothing for an empty cell."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        shown = float(f"{cell:.15g}")
        return str(int(shown)) if shown.is_integer() and abs(shown) < 1e15 else repr(shown)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return str(cell)


def grids(content: bytes) -> dict[str, list[list[str]]]:
    """Every sheet by name, from the first cell of the sheet on, so that row and column are as a person counts them."""
    return _grids(_opened(content))


def _opened(content: bytes) -> python_calamine.CalamineWorkbook:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))


def _grids(book: python_calamine.CalamineWorkbook) -> dict[str, list[list[str]]]:
    sheets, cells = {}, 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        cells += math.prod(last + 1 for last in sheet.end) if sheet.end else 0
        if cells > MAX_CELLS:
            raise MemoryError
        rows = sheet.to_python(skip_empty_area=False)
        sheets[name] = [[text(cell) for cell in row] for row in rows]
    return sheets


def _hidden(book: python_calamine.CalamineWorkbook) -> dict[str, str]:
    """The sheets that nobody sees, by name: "hidden", or "very hidden" where only a program can show it."""
    kinds = python_calamine.SheetVisibleEnum
    words = ((kinds.Hidden, "hidden"), (kinds.VeryHidden, "very hidden"))
    return {each.name: word for each in book.sheets_metadata for kind, word in words if each.visible == kind}


def unseen(content: bytes) -> dict[str, dict[str, list[int] | list[str]]]:
    """By sheet, the numbers of hidden `rows` and `columns`, from 1, and the `formulas` without a value: "B3"."""
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            parts = _xlsx_parts(archive)
            return {name: _of_xlsx(archive, part) for name, part in parts.items() if part in names}
        return _of_ods(archive.read("content.xml")) if "content.xml" in names else {}


def _xlsx_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sheets by name, each with the part of the archive that it stands in."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    parts = {}
    for each in book.iter():
        if each.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in each.attrib.items() if name.endswith("}id")), "")
            target = targets.get(key, "")
            parts[each.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _of_xlsx(archive: zipfile.ZipFile, part: str) -> dict[str, list[int] | list[str]]:
    rows: list[int] = []
    columns: list[int] = []
    formulas: list[str] = []
    for piece in _pieces(archive, part):
        rows += [int(found[1]) for found in _HIDDEN_ROW.finditer(piece)]
        formulas += [found[1].decode() for found in _WITHOUT_VALUE.finditer(piece)]
        for found in _HIDDEN_COLUMN.finditer(piece):
            first, last = _FIRST.search(found[0]), _LAST.search(found[0])
            if first and last:
                columns += islice(range(int(first[1]), int(last[1]) + 1), MOST)
    return {"rows": rows[:MOST], "columns": columns[:MOST], "formulas": formulas[:MOST]}


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end between two rows."""
    left = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            whole = left + chunk
            end = max(whole.rfind(b"<row"), whole.rfind(b":row "), 0)
            end = whole.rfind(b"<", 0, end + 1) if end else 0
            yield whole[: max(end, 0)]
            left = whole[max(end, 0) :]
    yield left


def _of_ods(xml: bytes) -> dict[str, dict[str, list[int] | list[str]]]:
    sheets: dict[str, dict[str, list[int] | list[str]]] = {}
    rows: list[int] = []
    columns: list[int] = []
    formulas: list[str] = []
    row = column = 0
    for found in _ODS_PART.finditer(xml):
        repeated = _ODS_REPEATED.search(found[0])
        times = int(repeated[1]) if repeated else 1
        concealed = range(1, min(times, MOST) + 1) if _ODS_HIDDEN.search(found[0]) else ()
        if found[1] == b"table":
            name = _ODS_NAME.search(found[0])
            rows, columns, formulas, row, column = [], [], [], 0, 0
            title = ElementTree.fromstring(b'<a b="' + name[1] + b'"/>').get("b", "") if name else ""
            sheets[title] = {"rows": rows, "columns": columns, "formulas": formulas}
        elif found[1] == b"table-column":
            columns += [column + each for each in concealed][: MOST - len(columns)]
            column += times
        else:
            rows += [row + each for each in concealed][: MOST - len(rows)]
            end = xml.find(b"</table:table-row>", found.end())
            if xml.find(b"table:formula=", found.end(), end) >= 0 and len(formulas) < MOST:
                formulas += [f"{letters(place)}{row + 1}" for place in _without_value(xml[found.end() : end])]
            row += times
    return sheets


def _without_value(row: bytes) -> Iterator[int]:
    """The columns, from 1, in which an ODS row has a formula that no program has worked out."""
    place = 1
    for cell in _ODS_CELL.finditer(row):
        if b"table:formula=" in cell[0] and b"office:value-type=" not in cell[0]:
            yield place
        repeated = _ODS_REPEATED.search(cell[0])
        place += int(repeated[1]) if repeated else 1


def letters(column: int) -> str:
    """The letters over a column that is counted from 1: "A", "Z", "AA"."""
    name = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name


def contents(content: bytes) -> Mapping[str, object]:
    """What is written: the sheets, those of them that are hidden, and what is unseen on each."""
    book = _opened(content)
    sheets, concealed = _grids(book), _hidden(book)
    try:
        details = unseen(content)
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):  # the library reads what is not quite in order
        details = {}
    return {"sheets": sheets, "hidden": concealed, "unseen": details}


def bounded(memory: int) -> None:
    """Refuse this process more memory, and a memory image on the disk when it ends, on systems that can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        allowed = resource.getrlimit(limit)[1]
        bound = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(limit, (bound, bound))


def main() -> None:
    """Read and write; end with TOO_LARGE where that is why it cannot be done. The command line says how many bytes are
    left for it, where whoever asks has a bound itself."""
    bounded(min(MEMORY, *map(int, sys.argv[1:2])) if sys.argv[1:] else MEMORY)
    try:
        written = orjson.dumps(contents(sys.stdin.buffer.read()))
    except MemoryError:
        sys.exit(TOO_LARGE)
    if len(written) > MAX_WRITTEN:
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()

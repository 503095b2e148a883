"""Damages to a file as a whole: how it was cut, joined, saved or sent; and those that only a file of records knows."""

import csv
import io
from collections.abc import Callable
from functools import partial
from random import Random

from tests.screening.damages import copied, damage, rewritten, with_rows
from tests.screening.damages_cells import times
from tests.screening.laid import Laid
from tests.screening.sheets import Grid, Sheets, content


def _text(laid: Laid) -> bytes | None:
    return content(laid.sheets) if laid.is_text else None


def _of_text(made: Callable[[bytes], bytes], laid: Laid) -> bytes | None:
    text = _text(laid)
    return None if text is None else made(text)


def _in_line(text: bytes) -> bytes:
    """Cut in the middle of a line."""
    return text[: len(text) * 2 // 3 + 1]


def _at_line(text: bytes) -> bytes:
    """Cut after a whole line."""
    lines = text.splitlines(keepends=True)
    return b"".join(lines[: len(lines) * 2 // 3])


def _delimited(delimiter: str, text: bytes) -> bytes:
    stream = io.StringIO()
    rows = csv.reader(io.StringIO(text.decode()))
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def _joined(text: bytes) -> bytes:
    """The file and the file again, headings and all."""
    return text + text


def _continued(text: bytes) -> bytes:
    """The file and its rows again."""
    return text + b"".join(text.splitlines(keepends=True)[1:])


for _name, _made in {
    "cut in the middle of a line": _in_line,
    "cut after a line": _at_line,
    "joined with itself": _joined,
    "its rows twice": _continued,
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text,
    "byte order mark twice": lambda text: b"\xef\xbb\xbf\xef\xbb\xbf" + text,
    "saved as UTF-16": lambda text: text.decode().encode("utf-16"),
    "read as Windows and saved again": lambda text: text.decode().replace("£", "Â£").replace("–", "â€“").encode(),
    "quotes lost": lambda text: text.replace(b'"', b""),
    "semicolons": partial(_delimited, ";"),
    "tabs": partial(_delimited, "\t"),
    "blank lines between": lambda text: text.replace(b"\n", b"\n\n"),
    "lines ended as on old computers": lambda text: text.replace(b"\n", b"\r"),
    "everything in quotes": lambda text: b"\n".join(
        b",".join(b'"' + cell.strip(b'"') + b'"' for cell in line.split(b",")) for line in text.splitlines()
    ),
    "a comma at the end of each line": lambda text: text.replace(b"\n", b",\n"),
    "a null byte": lambda text: text[:300] + b"\x00" + text[300:],
    "a byte flipped among the figures": lambda text: text[: -len(text) // 4] + b"7" + text[-len(text) // 4 + 1 :],
}.items():
    damage(_name, "file")(partial(_of_text, _made))


@damage("joined with another vintage", "file")
def vintages(laid: Laid) -> Sheets | None:
    """Half of the areas from another release of the same file, in which all figures were 3% higher."""
    half = set(laid.areas[len(laid.areas) // 2 :])
    texts = {figure.spot: times(1.03, laid.text(figure.spot)) for figure in laid.figures if figure.area in half}
    return rewritten(laid, {spot: text for spot, text in texts.items() if text is not None})


@damage("older edition of the whole file", "file")
def edition(laid: Laid) -> Sheets | None:
    """All figures that are held already are a few per cent other, each a little differently: not yet revised."""
    dice = Random(7)
    texts = {
        figure.spot: times(1 + dice.choice((-0.02, -0.01, 0.01, 0.02)), laid.text(figure.spot))
        for figure in laid.figures
        if figure.start != laid.newest
    }
    return rewritten(laid, {spot: text for spot, text in texts.items() if text is not None})


@damage("older figures of half the periods", "file")
def mixed(laid: Laid) -> Sheets | None:
    days = sorted({figure.start for figure in laid.figures})[:-1]
    some = set(days[: max(len(days) // 2, 1)])
    texts = {one.spot: times(1.02, laid.text(one.spot)) for one in laid.figures if one.start in some}
    return rewritten(laid, {spot: text for spot, text in texts.items() if text is not None})


@damage("the sheet of another year in front", "file")
def sheet_in_front(laid: Laid) -> Sheets | None:
    """A workbook with the sheet of figures twice, first as it was before the figures were corrected."""
    if laid.is_text:
        return None
    sheet = laid.header[0]
    texts = {figure.spot: times(1.1, laid.text(figure.spot)) for figure in laid.figures}
    wrong = rewritten(laid, {spot: text for spot, text in texts.items() if text is not None})
    if wrong is None:
        return None
    before = {f"{sheet} (2)": wrong[sheet]}
    return {**before, **laid.sheets}


@damage("sheet saved as text", "file")
def saved_as_text(laid: Laid) -> Sheets | None:
    return None if laid.is_text else {"": laid.sheets[laid.header[0]]}


@damage("sheets in another order", "file")
def sheets_ordered(laid: Laid) -> Sheets | None:
    return None if len(laid.sheets) < 2 else dict(reversed(laid.sheets.items()))


@damage("sheet renamed", "file")
def sheet_renamed(laid: Laid) -> Sheets | None:
    if laid.is_text:
        return None
    return {"Sheet1" if name == laid.header[0] else name: grid for name, grid in laid.sheets.items()}


@damage("titles above the table deleted", "file")
def untitled(laid: Laid) -> Sheets | None:
    sheet, header = laid.header
    return with_rows(laid, laid.sheets[sheet][header:]) if header else None


#: The columns of a file of crimes.
_MONTH, _FORCE, _LSOA, _TYPE = 1, 3, 8, 9


def _records(laid: Laid) -> list[int]:
    """The rows of a file of crimes; none in any other."""
    sheet, header = laid.header
    crimes = laid.sheets[sheet][header][_TYPE : _TYPE + 1] == ["Crime type"]
    return laid.rows if crimes and not laid.figures else []


def _of_records(made: Callable[[Grid], Grid], laid: Laid) -> Sheets | None:
    if not _records(laid):
        return None
    header, *rows = copied(laid.sheets)[""]
    return {"": [header, *made(rows)]}


def _changed(rows: Grid, column: int, made: Callable[[str], str], some: Callable[[list[str]], bool]) -> Grid:
    return [[*row[:column], made(row[column]), *row[column + 1 :]] if some(row) else row for row in rows]


def _is_own(row: list[str]) -> bool:
    return row[_LSOA].startswith("Welwyn Hatfield")


for _name, _of in {
    "records: half of them gone": lambda rows: rows[::2],
    "records: a tenth gone": lambda rows: [row for at, row in enumerate(rows) if at % 10],
    "records: the last third gone": lambda rows: rows[: len(rows) * 2 // 3],
    "records: two types alone": lambda rows: [row for row in rows if row[_TYPE] in ("Burglary", "Drugs")],
    "records: one type gone": lambda rows: [row for row in rows if row[_TYPE] != "Burglary"],
    "records: a type renamed": lambda rows: _changed(
        rows, _TYPE, lambda text: "House burglary", lambda row: row[_TYPE] == "Burglary"
    ),
    "records: two types exchanged": lambda rows: _changed(
        rows,
        _TYPE,
        lambda text: {"Burglary": "Drugs", "Drugs": "Burglary"}[text],
        lambda row: row[_TYPE] in ("Burglary", "Drugs"),
    ),
    "records: twice": lambda rows: [*rows, *rows],
    "records: twice, other crime numbers": lambda rows: [
        *rows,
        *_changed(rows, 0, lambda text: text and f"f{text[1:]}", lambda row: True),
    ],
    "records: own district twice": lambda rows: [*rows, *filter(_is_own, rows)],
    "records: own district gone": lambda rows: [row for row in rows if not _is_own(row)],
    "records: half of the own district gone": lambda rows: [
        row for at, row in enumerate(rows) if not _is_own(row) or at % 2
    ],
    "records: a tenth of the own district": lambda rows: [
        row for at, row in enumerate(rows) if not _is_own(row) or at % 10 == 0
    ],
    "records: own district without places": lambda rows: _changed(rows, _LSOA, lambda text: "", _is_own),
    "records: own district under another's name": lambda rows: _changed(
        rows, _LSOA, lambda text: text.replace("Welwyn Hatfield", "St Albans"), _is_own
    ),
    "records: half of the month another": lambda rows: _changed(
        rows, _MONTH, lambda text: "2021-02", lambda row: row[0][-1:] in "02468ace"
    ),
    "records: all of another month": lambda rows: _changed(rows, _MONTH, lambda text: "2020-01", lambda row: True),
    "records: of another force": lambda rows: _changed(rows, _FORCE, lambda text: "Essex Police", lambda row: True),
    "records: half of another force": lambda rows: _changed(
        rows, _FORCE, lambda text: "Essex Police", lambda row: row[0][-1:] in "02468ace"
    ),
    "records: sorted": lambda rows: sorted(rows),
    "records: anti-social behaviour gone": lambda rows: [row for row in rows if row[0]],
    "records: crime alone, without numbers": lambda rows: _changed(rows, 0, lambda text: "", lambda row: True),
    "records: places gone": lambda rows: _changed(rows, _LSOA, lambda text: "", lambda row: True),
    "records: a third of places gone": lambda rows: _changed(
        rows, _LSOA, lambda text: "", lambda row: row[0][-1:] in "012345"
    ),
    "records: month of four figures": lambda rows: _changed(
        rows, _MONTH, lambda text: text.replace("-", ""), lambda row: True
    ),
    "records: month as a day": lambda rows: _changed(rows, _MONTH, lambda text: "Jan-21", lambda row: True),
    "records: month of two years later": lambda rows: _changed(rows, _MONTH, lambda text: "2023-01", lambda row: True),
    "records: type in small letters": lambda rows: _changed(rows, _TYPE, str.lower, lambda row: True),
    "records: outcomes in place of types": lambda rows: _changed(
        rows, _TYPE, lambda text: "Under investigation", lambda row: True
    ),
    "records: two districts exchanged": lambda rows: _changed(
        rows,
        _LSOA,
        lambda text: (
            text.replace("Welwyn Hatfield", "\0").replace("Watford", "Welwyn Hatfield").replace("\0", "Watford")
        ),
        lambda row: True,
    ),
}.items():
    damage(_name, "records")(partial(_of_records, _of))

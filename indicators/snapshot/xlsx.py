"""A snapshot as a workbook, as the Government Analysis Function wants them: cover, notes, one table on each sheet.

Cells hold what the page shows, to the letter. gptables reads markup in texts (`$$note$$`, `[text](address)`) and
refuses a lone dash; in a rich text it does neither, so every cell is a rich text without any format.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from gptables import Cover, GPTable, GPWorkbook, Theme
from gptables.core.gptable import FormatList

from indicators.answer_words import Colour
from indicators.snapshot import notes
from indicators.snapshot.model import Snapshot
from indicators.snapshot.tables import Cell, Table, tables

NOTES = "Notes"
COVER = "Cover"
#: What a sheet's name may not hold, and how long it may be.
#: https://xlsxwriter.readthedocs.io/workbook.html#workbook-add-worksheet
_FORBIDDEN, _LONGEST = re.compile(r"[\[\]:*?/\\']+"), 31
#: Constant strings: nothing in a cell is ever taken for a formula, an address or a number.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: Widths of columns in characters: the least, the most for words, and for sentences, which are longer than that.
_NARROW, _WIDE, _SENTENCES, _LONG = 9, 24, 45, 60
#: The colours of the words, as on paper.
_COLOURS: Mapping[Colour, str] = {
    "green": "#00703C",
    "red": "#B10E1E",
    "orange": "#C2510C",
    "blue": "#12436D",
    "gray": "#595959",
}
_TEXT = {"text_wrap": True, "valign": "top"}
_THEME: Mapping[str, Mapping[str, object]] = {
    "global": {"font_size": 11, "font_name": "Arial"},
    "cover_title": {"bold": True, "font_size": 18, "font_color": "#12436D", "text_wrap": True},
    "cover_subtitle": {"bold": True, "font_size": 13, "font_color": "#12436D"},
    "cover_text": _TEXT,
    "title": {"bold": True, "font_size": 16, "font_color": "#12436D"},
    "column_heading": _TEXT | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#12436D", "bottom": 1},
    # Kept as text even when somebody edits the cell.
    "data": _TEXT | {"quote_prefix": True, "bottom": 1, "bottom_color": "#BFBFBF"},
}


def xlsx(snapshot: Snapshot) -> bytes:
    """The workbook, always the same bytes for the same snapshot."""
    stream, every = io.BytesIO(), tables(snapshot)
    names = sheet_names(table.name for table in every)
    sheets = {NOTES: _notes(snapshot)} | {
        name: _sheet(table, place) for place, (name, table) in enumerate(zip(names, every, strict=True), 1)
    }
    book = GPWorkbook(stream, _OPTIONS)
    book.set_theme(Theme({part: dict(look) for part, look in _THEME.items()} | {"description_order": ["instructions"]}))
    book.set_properties(_properties(snapshot))
    _write_cover(book, snapshot, sheets)
    for name, sheet in sheets.items():
        _write(book, name, sheet, snapshot)
    book.close()
    return stream.getvalue()


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that a workbook can have, one for each: no forbidden characters, 31 at most, no two the same."""
    names = [COVER, NOTES, "History"]  # the last is kept by Excel for itself
    for name in wanted:
        clean = " ".join(_FORBIDDEN.sub(" ", name).split()) or "Table"
        free, number = clean[:_LONGEST].rstrip(), 1
        while free.lower() in (other.lower() for other in names):
            number += 1
            free = f"{clean[: _LONGEST - len(str(number)) - 1].rstrip()} {number}"
        names.append(free)
    return names[3:]


def _properties(snapshot: Snapshot) -> dict[str, object]:
    return {
        "title": notes.title(snapshot),
        "author": snapshot.organisation,
        "company": snapshot.organisation,
        "subject": f"Borough indicators, {snapshot.months}",
        "comments": f"{notes.state(snapshot)}. Hash {snapshot.hash}",
        # Not the time of making, so that the bytes stay the same.
        "created": datetime.fromisoformat(snapshot.on).replace(tzinfo=UTC),
    }


def _write_cover(book: Any, snapshot: Snapshot, sheets: Mapping[str, GPTable]) -> None:
    """Title, what it is, its state and hash, then the contents with links to the sheets."""
    about = [f"{what}: {text}" for what, text in notes.facts(snapshot).items()]
    sheet = book.add_worksheet(COVER)
    after = sheet.write_cover(
        Cover(
            title=_verbatim(notes.title(snapshot)),
            intro=[_verbatim(notes.about(snapshot)), _verbatim(snapshot.basis)],
            about=[_verbatim(line) for line in [*about, notes.changed(snapshot)] if line],
        )
    )
    contents = book.make_table_of_contents(
        sheets, column_names=["Sheet", "What is on it"], title="Contents", instructions="Each name leads to its sheet."
    )
    sheet.write_gptable(contents, False, start_pos=after)
    sheet.set_column(0, 0, 85)
    sheet.set_column(1, 1, 45)
    _paper(sheet, snapshot)


def _notes(snapshot: Snapshot) -> GPTable:
    rows = [
        {"Word or symbol": Cell(word), "What it means": Cell(meaning)} for word, meaning in notes.meanings().items()
    ]
    about = f"As they stand on the other sheets. {snapshot.basis}"
    return _sheet(Table("meanings", NOTES, "What the words and symbols mean", about, rows), 0)


def _sheet(table: Table, place: int) -> GPTable:
    """A table as gptables wants it: every cell as it stands, counts as numbers."""
    counts = list(table.columns[1:]) if table.kind == "counts" else []
    cells = pd.DataFrame(
        [
            {name: int(cell.text) if name in counts else _answered(cell) for name, cell in row.items()}
            for row in table.rows
        ],
        dtype=object,
    )
    plain = {"quote_prefix": False, "num_format": "0"}
    return GPTable(
        table=cells,
        table_name=f"table_{place}",
        title=table.title,
        instructions=f"{table.about} This sheet has one table.".strip(),
        index_columns={},
        additional_formatting=[{"column": {"columns": counts, "format": plain}}] if counts else [],
    )


def _answered(cell: Cell) -> FormatList:
    """The text of a cell, the word of an answer in its colour."""
    if not cell.word:
        return _verbatim(cell.text)
    coloured = [{"font_color": _COLOURS[cell.colour]}, cell.answer]
    return FormatList([*coloured, {}, cell.rest] if cell.rest else coloured)


def _verbatim(text: str) -> FormatList:
    return FormatList([{}, text])


def _write(book: Any, name: str, sheet: GPTable, snapshot: Snapshot) -> None:
    """The sheet, its columns wide enough, its header row in sight and on every printed page."""
    header = sheet.data_range[0]
    written = book.add_worksheet(name)
    written.write_gptable(sheet, False)
    for place, (title, column) in enumerate(sheet.table.items()):
        written.set_column(place, place, _width(str(title), [_text(cell) for cell in column]))
    written.freeze_panes(header + 1, 0)
    written.repeat_rows(header)
    _paper(written, snapshot)


def _text(cell: object) -> str:
    return str(cell.string) if isinstance(cell, FormatList) else str(cell)


def _width(title: str, cells: Sequence[str]) -> float:
    """A column as wide as its longest line, up to where lines wrap."""
    longest = max(len(line) for cell in cells for line in cell.split("\n"))
    most = _WIDE if longest <= _LONG else _SENTENCES
    word = max(len(word) for word in title.split())
    return float(1.15 * min(max(longest, word + 2, _NARROW), most) + 1)


def _paper(sheet: Any, snapshot: Snapshot) -> None:
    """A4 across, as many pages long as it takes, quarter, hash and page at the foot."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{snapshot.area.replace('&', '&&')}, {snapshot.label}&C{snapshot.hash[:12]}&RPage &P of &N")

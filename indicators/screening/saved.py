"""Checks of what a spreadsheet did to a file when it was saved: changed dates and codes, hidden cells, lost digits."""

import re
from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.screening import spreadsheets
from indicators.screening.checks import NOTHING, check
from indicators.screening.finding import Check, Finding
from indicators.screening.matching import TIDY
from indicators.screening.screened import Row, Screened
from indicators.wording import count

#: A number in a form that keeps a few of its digits. Statistical programs write "1e+05", in small letters and without
#: a point, for what is exactly 100,000; a spreadsheet always writes a large E, or a point.
_SHORTENED = r"^[-+−£]*(\d(?:\.\d+)?E\+\d{1,2}|\d\.\d+e\+\d{1,2})"
_PARTS = re.compile(r"\d(?:\.(\d+))?[eE]\+(\d{1,2})", re.ASCII)
_AS_WRITTEN = r"^\d{4}-\d\d-\d\d$"
#: Rows of a sheet that may hold its headings.
_HEADINGS = 30


@check(
    "changed-dates",
    "note",
    "shape",
    title="Dates that a spreadsheet has changed",
    means="The days are not written as 2026-04-01, and are a period of the indicator in one way alone.",
    mend="Give the column the format yyyy-mm-dd before you save it.",
)
def changed_dates(check: Check, screened: Screened) -> Iterator[Finding]:
    """Days of the tidy layout that were read all the same, told once, at the first of them."""
    if screened.reading.layout != TIDY:
        return
    texts = pa.array(screened.texts["period_text"])
    other = ~pc.match_substring_regex(texts, _AS_WRITTEN).to_numpy(zero_copy_only=False).astype(bool)
    rows = screened.rows[screened.rows["dated"].to_numpy() & other]

    def message(row: Row) -> str:
        name = "period_start" if row["period_start"].date() in spreadsheets.days(row["period_text"]) else "period_end"
        more = f"; so with {count(len(rows) - 1, 'more row')}" if len(rows) > 1 else ""
        was = f"'{row['period_text']}' in {name}: a spreadsheet has changed it"
        return f"{was}. It is read as {row[name].date()}{more}."

    def fix(row: Row) -> str:
        name = "period_start" if row["period_start"].date() in spreadsheets.days(row["period_text"]) else "period_end"
        return f"Write {row[name].date()}: give the column the format yyyy-mm-dd before you save it."

    yield from screened.at(check, rows.head(1), message, fix, "period_text")


@check(
    "changed-codes",
    "note",
    "shape",
    title="Codes that a spreadsheet has changed",
    means="Something was put round the code, such as an apostrophe or a formula, and it is read without that.",
    mend=NOTHING,
)
def changed_codes(check: Check, screened: Screened) -> Iterator[Finding]:
    """Areas whose code was not plainly written, told once, at the first of them."""
    areas = screened.areas
    dressed = areas.index[(areas["bare"] != areas["code"].str.strip()) & (areas["area_code"] != "")]
    cells = screened.cells[screened.cells["area"].isin(dressed)].drop_duplicates("area")

    def message(row: Row) -> str:
        more = f"; so with {count(len(cells) - 1, 'more area')}" if len(cells) > 1 else ""
        return f"{row['code']} is read as {row['bare']}{more}."

    first = cells.head(1)
    first = first.assign(**{name: areas[name].take(first["area"].to_numpy()).array for name in ("code", "bare")})
    yield from screened.at(check, first, message, value="code")


@check(
    "hidden-figures",
    "warning",
    "shape",
    title="Hidden rows or columns",
    means="Figures are read from rows or columns of a workbook that nobody sees who looks at it.",
    mend="Show them in the spreadsheet and look whether they belong to the table; if not, delete them.",
)
def hidden_figures(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures of a hidden row or column: told once for each sheet, at the first of them."""
    if not screened.file.is_workbook:
        return
    rows = screened.placed(screened.sound)
    parts = [_hidden(screened, str(sheet), group) for sheet, group in rows.groupby("sheet")]
    for found in (part for part in parts if len(part)):
        many = count(len(found), "figure is", "figures are")

        def message(row: Row, many: str = many) -> str:
            return f"{many} read from hidden rows or columns of sheet '{row['sheet']}'."

        yield from screened.at(check, found.head(1), message)


def _hidden(screened: Screened, sheet: str, rows: pd.DataFrame) -> pd.DataFrame:
    book = screened.file.workbook
    unseen = book.unseen.get(sheet)
    if unseen is None or not (unseen.rows or unseen.columns):
        return rows.iloc[:0]
    grid = book.sheets[sheet][:_HEADINGS]
    covered = {
        heading
        for heading in rows["column"].unique()
        if (places := _places(grid, heading)) and all(place + 1 in unseen.columns for place in places)
    }
    return rows[rows["row"].isin(unseen.rows) | rows["column"].isin(covered)]


def _places(grid: list[list[str]], heading: str) -> set[int]:
    """The columns, from 0, that have such a heading."""
    return {place for row in grid for place, cell in enumerate(row) if heading and " ".join(cell.split()) == heading}


@check(
    "lost-digits",
    "warning",
    "meaning",
    title="Digits lost",
    means="A number is written as 1.23E+05: a spreadsheet has kept three of its digits and dropped the rest.",
    mend="Download the file again, and upload it without saving it in a spreadsheet.",
)
def lost_digits(check: Check, screened: Screened) -> Iterator[Finding]:
    """Values, counts and denominators of which fewer digits are left than they have, with those behind the point that
    their indicator is shown with."""
    for name in ("text", "count_text", "base_text"):
        texts = pa.array(screened.texts[name])
        short = pc.match_substring_regex(texts, _SHORTENED).to_numpy(zero_copy_only=False).astype(bool)
        if not short.any():
            continue
        rows = screened.placed(screened.rows[short])
        decimals = rows["indicator"].map({slug: each.decimals for slug, each in screened.catalogue.indicators.items()})
        rows = rows.assign(decimals=decimals if name == "text" else 0)
        kept = [_kept(text) < _digits(text) + more for text, more in zip(rows[name], rows["decimals"], strict=True)]
        rows = rows[np.array(kept, dtype=bool)]
        yield from screened.at(check, rows, partial(_shortened, name), value=name)


def _kept(text: str) -> int:
    match = _PARTS.search(text)
    return 1 + len(match[1] or "") if match else 0


def _digits(text: str) -> int:
    match = _PARTS.search(text)
    return 1 + int(match[2]) if match else 0


def _shortened(name: str, row: Row) -> str:
    text = str(row[name])
    return f"'{text}' has {count(_kept(text), 'digit')} left of a number of {_digits(text) + row['decimals']}."

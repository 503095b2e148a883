"""Frames as files: tidy CSV and JSON for programs, CSV and XLSX for people who open them in Excel.

A text that a spreadsheet would run as a formula is made harmless by a leading apostrophe; numbers are not touched.
"""

import io
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from indicators.model import OBSERVATIONS

#: What browsers call a workbook.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: First characters that make a spreadsheet treat a text as a formula. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tidy(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of OBSERVATIONS in order, dates as ISO text, whole numbers as they were published."""
    result: pd.DataFrame = rows[OBSERVATIONS.names].copy()
    for name in ("period_start", "period_end"):
        result[name] = result[name].dt.strftime("%Y-%m-%d")
    for name in ("value", "lower", "upper", "count", "denominator"):
        result[name] = pd.Series([shortest(number) for number in result[name]], index=result.index, dtype=object)
    return result


def shortest(number: float) -> float | int | None:
    """The number as short as it can be written without loss: 76574, 16.4; None where there is none."""
    if pd.isna(number):
        return None
    return int(number) if float(number).is_integer() else float(number)


def tidy_csv(rows: pd.DataFrame) -> str:
    """The project's own tidy layout, as `data/published/` has it."""
    return tidy(rows).to_csv(index=False, lineterminator="\n")


def tidy_json(rows: pd.DataFrame) -> str:
    """The same as a JSON list of objects; a missing number is null."""
    # Not pandas' to_json, which cuts numbers off after 15 decimals at most.
    return json.dumps(tidy(rows).to_dict("records"), indent=1, ensure_ascii=False) + "\n"


def tidy_changes(new: pd.DataFrame, revised: pd.DataFrame, gone: pd.DataFrame) -> str:
    """What changed as CSV: `change` (new, revised, withdrawn), the value before, then the tidy columns."""
    parts = [("new", new, None), ("revised", revised, "held_value"), ("withdrawn", gone, "value")]
    frames = [
        tidy(rows).assign(change=kind, value_before=_shortest(rows[before]) if before else None)
        for kind, rows, before in parts
        if len(rows)
    ]
    columns = ["change", "value_before", *OBSERVATIONS.names]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
    return whole[columns].to_csv(index=False, lineterminator="\n")


def _shortest(numbers: "pd.Series[float]") -> "pd.Series[Any]":
    return pd.Series([shortest(number) for number in numbers], index=numbers.index, dtype=object)


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every number as short as it can be written, as in the files; nothing where there is none."""
    result = frame.copy()
    for name in result.select_dtypes("number"):
        result[name] = ["" if pd.isna(number) else str(shortest(number)) for number in result[name]]
    return result


def csv(frame: pd.DataFrame) -> bytes:
    """A frame for people: UTF-8 with the mark by which Excel knows it."""
    result = harmless(frame)
    for name in result.select_dtypes("number"):
        result[name] = _shortest(result[name])
    return result.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx(frame: pd.DataFrame, sheet: str, about: Mapping[str, str]) -> bytes:
    """A workbook with the frame on one sheet and what it is, where it comes from and its licence on another."""
    notes = pd.DataFrame({"What": list(about), "Text": list(about.values())})
    stream = io.BytesIO()
    # Constant strings: nothing in a cell is ever taken for a formula or an address.
    safe = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(stream, engine="xlsxwriter", engine_kwargs={"options": safe}) as book:
        for name, table in ((sheet[:31], frame), ("About", notes)):
            table.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
            book.sheets[name].autofit(max_width=600)
    return stream.getvalue()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every text that starts like a formula escaped; numbers stay numbers."""
    result = frame.copy()
    for name in result.columns[[dtype.kind not in "iufbM" for dtype in result.dtypes]]:
        result[name] = result[name].map(_escaped)
    return result


def _escaped(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

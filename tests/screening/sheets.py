"""Sheets of texts, a text file being one without a name: how they are laid out, and how they become a file."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from indicators.formats import files
from indicators.formats.files import File, Grid
from indicators.model import Catalogue, From

Sheets = Mapping[str, Grid]
#: The part of a workbook that holds its sheets.
_SHEETS = "sheets.json"


def number(value: float) -> str:
    """As publishers write it; nothing where there is none."""
    return "" if pd.isna(value) else f"{value:.10g}"


def sources(catalogue: Catalogue, rows: pd.DataFrame, layout: str) -> list[From]:
    """What says how the lines of these rows stand in files of the layout, the first of each line."""
    lines = set(rows["breakdown"])
    found: dict[str, From] = {}
    for slug in rows["indicator"].unique():
        for each in catalogue.indicators[slug].files:
            if each.layout == layout and each.breakdown in lines:
                found.setdefault(each.breakdown, each)
    return list(found.values())


def across(
    rows: pd.DataFrame, heading: Callable[[Mapping[str, object]], str], lead: Sequence[str]
) -> tuple[list[str], Grid]:
    """Headings and lines of a table: a row for each area, its `lead` columns first, and a column for each period."""
    ordered = rows.sort_values(["period_start"], kind="stable")
    heads = {row["period_start"]: heading(row) for row in ordered.drop_duplicates("period_start").to_dict("records")}
    lines = []
    for _, own in ordered.groupby("area_code", sort=False):
        values = dict(zip(own["period_start"], own["value"], strict=True))
        lines.append(
            [*(str(own[name].iloc[0]) for name in lead), *(number(values.get(day, float("nan"))) for day in heads)]
        )
    return [*lead, *heads.values()], lines


def content(sheets: Sheets) -> bytes:
    """The bytes of a file: text with commas where the one sheet has no name, else a workbook that `unpacked` knows."""
    stream = io.StringIO()
    if "" in sheets:
        csv.writer(stream, lineterminator="\n").writerows(sheets[""])
        return stream.getvalue().encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(_SHEETS, json.dumps(sheets))
    return packed.getvalue()


def unpacked(file: File) -> files.Workbook:
    """A workbook that `content` wrote, as it is once opened: a process for each of a thousand would take an hour."""
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        sheets: Sheets = json.loads(archive.read(_SHEETS))
    widths = {name: max(map(len, grid), default=0) for name, grid in sheets.items()}
    whole = {name: [[*row, *[""] * (widths[name] - len(row))] for row in grid] for name, grid in sheets.items()}
    return files.Workbook(whole, {}, {})

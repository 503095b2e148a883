"""The Valuation Office Agency's stock of properties, CTSOP1.0 as CSV: a row an area, a column a band and day."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells

TITLE = "Council tax: stock of properties (Valuation Office Agency, CSV of all years)"
DESCRIPTORS = ("Band",)
DOWNLOAD = (
    "Table CTSOP1.0 of the Valuation Office Agency’s *Council Tax: stock of properties*: the ZIP of the time series "
    "(“1993 to …”), or the one CSV in it that has all years."
)
RECOGNISED = "By the headings `geography`, `ecode` and `area_name` with columns such as `2024_03_31_all_properties`."
MATCH = "`Band` is `all_properties`, or a council tax band: `band_a` to `band_h`."
TRAPS = (
    "The CSV of a single year has its day in the name of the file alone, so it cannot be read: take the one of all "
    "years.",
    "The list begins on 1 April 1993, the day that council tax began: the column of March 1993 is read as that day.",
    "Districts that were merged since 2019 go on beside the authority that took their place, which holds their homes "
    "too.",
    "`-` stands for fewer than five homes in a band.",
)

_KEYS = ("ecode", "area_name")
_SIGNATURE = ("geography", *_KEYS)
_FIGURE = re.compile(r"(?:(?P<day>\d{4}_\d\d_\d\d)_)?(?P<band>band_[a-i]|all_properties)", re.IGNORECASE)
_LIKE = re.compile(r"_(?:band_[a-i]|all_properties)$", re.IGNORECASE)
#: Council tax began on a day after the one that the column is called by.
_BEGINNING = {"1993-03-31": "1993-04-01"}
_UNDATED = "This looks like the stock of properties by council tax band, but no column of it says of which day it is."
_ALL_YEARS = "Take the CSV of all years (“1993 to …”) from the same page."


def recognises(file: File) -> bool:
    """Whether the text has the agency's areas, and properties by band or all together."""
    if file.is_workbook:
        return False
    header = tabular.header(file.head, _SIGNATURE) or tabular.header_of(file, _SIGNATURE)
    return header is not None and any(map(_FIGURE.fullmatch, header.headings))


def read(file: File) -> Reading:
    """Every number of properties, by band and all together, of every area and day."""
    header = tabular.header_of(file, _SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(None, _SIGNATURE)))
    found = [match for name in header.headings if (match := _FIGURE.fullmatch(name))]
    dated = list({match[0].casefold(): match for match in found if match["day"]}.values())
    if not dated:
        fault = Fault("no-header", _UNDATED, row=header.row, fix=_ALL_YEARS)
        return Reading((), cells([], []), (fault,))
    table = tabular.delimited(file, header, (*_KEYS, *(match[0] for match in dated)))
    bands = list(dict.fromkeys(match["band"].casefold() for match in dated))
    frames = [
        tabular.placed(
            table.frame.assign(day=_day(match)),
            np.full(len(table.frame), bands.index(match["band"].casefold())),
            {"area_code": "ecode", "area_name": "area_name", "period": "day", "value": match[0]},
            match[0],
        )
        for match in dated
    ]
    measures = tuple({"Band": band} for band in bands)
    faults = (*table.faults, *_undated(header.row, header.headings), *tabular.unheaded(file, header))
    return Reading(measures, pd.concat(frames, ignore_index=True), faults)


def _undated(row: int, headings: Sequence[str]) -> Iterator[Fault]:
    """A fault for each column of properties whose heading says no day that there is."""
    for name in headings:
        match = _FIGURE.fullmatch(name)
        if _LIKE.search(name) and not (match and match["day"]):
            message = f"The heading '{name}' does not say of which day its figures are."
            yield Fault("missing-column", message, row=row, column=name, fix=_ALL_YEARS)


def _day(match: re.Match[str]) -> str:
    day = match["day"].replace("_", "-")
    return _BEGINNING.get(day, day)

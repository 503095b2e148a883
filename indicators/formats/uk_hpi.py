"""HM Land Registry's UK House Price Index, the full file: a row per area and month, a column per figure."""

import numpy as np
import pandas as pd

from indicators.formats.files import File
from indicators.formats.reading import Reading, cells
from indicators.formats.tabular import by_text, delimited, header_of, missing, placed, recognised

TITLE = "UK House Price Index, full file (HM Land Registry)"
DESCRIPTORS = ("Figure",)
DOWNLOAD = "HM Land Registry's full file: a row per area and month, 54 columns, dates with the day first."
RECOGNISED = "By `Date`, `RegionName`, `AreaCode`, `AveragePrice` and `Index` in one row of headings."
MATCH = (
    "`Figure` is the heading as it stands. Eight of the fifty figures are read: average price, index, yearly change, "
    "sales, and the price of each kind of home."
)
TRAPS = (
    "The three latest months of any file are incomplete and flagged provisional.",
    "Sales of the last two months are blank, which is never zero.",
    "The publisher revises the whole back series every month, so a difference in every row is normal.",
)

_KEYS = ("Date", "RegionName", "AreaCode")
#: What is read of the fifty figures: prices, sales, the index and its yearly change. A whole file would be seven
#: million cells; most of the others follow from these.
FIGURES = (
    *("AveragePrice", "Index", "12m%Change", "SalesVolume"),
    *("DetachedPrice", "SemiDetachedPrice", "TerracedPrice", "FlatPrice"),
)
SIGNATURE = (*_KEYS, *FIGURES[:2])
_AS_THEY_ARE = {"area_code": "AreaCode", "area_name": "RegionName", "period": "Date", "flags": "flags"}
#: The latest months that are still incomplete: the publisher revises them most as late sales are registered.
_INCOMPLETE_MONTHS = 3


def recognises(file: File) -> bool:
    """Whether the text has the columns of the full file: date, region, code, average price and index."""
    return recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """All areas and months, dates as they stand (day first); cells of the three latest months are flagged `p`.

    A blank figure is a blank cell: flats before 1995 or sales of the latest months are not published.
    """
    header = header_of(file, SIGNATURE)
    faults = missing(header, SIGNATURE if header is None else (*_KEYS, *FIGURES))
    if header is None:
        return Reading((), cells([], []), tuple(faults))
    table = delimited(file, header, (*_KEYS, *FIGURES))
    figures = [name for name in FIGURES if name in table.frame]
    frame = table.frame.assign(flags=_provisional(table.frame["Date"]))
    frames = [
        placed(frame, np.full(len(frame), place), {**_AS_THEY_ARE, "value": name}, name)
        for place, name in enumerate(figures)
    ]
    notes = (
        f"Of the file's figures these are read: {', '.join(figures)}.",
        f"The {_INCOMPLETE_MONTHS} latest months are incomplete and marked as provisional.",
    )
    measures = tuple({"Figure": name} for name in figures)
    return Reading(measures, pd.concat(frames, ignore_index=True), (*table.faults, *faults), notes)


def _provisional(dates: pd.Series) -> pd.Series:
    """`p` for the dates of the latest months, nothing for the others or for what is no date."""
    months = {text: pd.to_datetime(text, format="%d/%m/%Y", errors="coerce") for text in dates.unique()}
    latest = sorted({month for month in months.values() if not pd.isna(month)})[-_INCOMPLETE_MONTHS:]
    return by_text(dates, lambda text: "p" if months[text] in latest else "")

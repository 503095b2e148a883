"""Bulk census tables of Nomis: a row per area, a column per category ("Tenure: Owned: Total; measures: Value").

Columns whose headings name no category, such as "Rural Urban" in 2011, tell apart the rows of one area. The date is the
census year alone.
"""

import numpy as np
import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells

TITLE = "Nomis bulk census table, Office for National Statistics (CSV)"
HEADING, RURAL_URBAN = "Heading", "Rural Urban"
DESCRIPTORS = (HEADING, RURAL_URBAN)
DOWNLOAD = (
    "The bulk downloads of census tables on Nomis, one file per table and kind of area, a row per area and a column "
    "per category."
)
RECOGNISED = "By the headings `date`, `geography` and `geography code`."
MATCH = (
    '`Heading` is the whole heading of a column of figures ("Age: Total; measures: Value"); tables of 2011 have '
    '`Rural Urban` as well (`"Total"` is all of an area).'
)
TRAPS = (
    "Figures are counts, so a share cannot be taken from such a file.",
    'Headings of 2021 tables end in "; measures: Value" in some tables and not in others.',
    "Headings with commas are quoted.",
)

SIGNATURE = ("date", "geography", "geography code")
AS_THEY_ARE = {"area_code": "geography code", "area_name": "geography", "period": "date", "value": "value"}


def recognises(file: File) -> bool:
    """Whether a row near the top begins with date, geography and its code."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """One cell for each area and column of figures."""
    header = tabular.header_of(file, SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(header, SIGNATURE)))
    table = tabular.delimited(file, header)
    headings = [name for name in dict.fromkeys(header.headings) if name in table.frame]
    fixed = [name for name in headings if name.casefold() in (*SIGNATURE, RURAL_URBAN.casefold())]
    figures = [name for name in headings if name not in fixed]
    if not figures:
        none = Fault("missing-column", "There is no column of figures beside the areas.", row=header.row)
        return Reading((), cells([], []), (*table.faults, none))
    frame = _long(table.frame, fixed, figures)
    measures, measure = tabular.numbered(frame, DESCRIPTORS)
    rows = tabular.placed(frame, measure, AS_THEY_ARE, "").assign(column=frame[HEADING].array)
    return Reading(measures, rows, table.faults)


def _long(frame: pd.DataFrame, fixed: list[str], figures: list[str]) -> pd.DataFrame:
    """A row per area and column of figures, area by area, with the number of the row it stands in."""
    names = {name: RURAL_URBAN if name.casefold() == RURAL_URBAN.casefold() else name.casefold() for name in fixed}
    rows = frame[fixed].rename(columns=names)
    long = rows.loc[rows.index.repeat(len(figures))]
    values = frame[figures].to_numpy(dtype="object").ravel()
    headings = np.tile(np.array(figures, dtype="object"), len(frame))
    return long.assign(value=pd.array(values, dtype="str"), **{HEADING: pd.array(headings, dtype="str")})

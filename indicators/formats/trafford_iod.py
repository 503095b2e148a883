"""Indices of Deprivation of districts as Trafford Data Lab tidied them: a row per district and kind of deprivation."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.iod_file_10 import DOMAINS
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import Header, plain

TITLE = "Indices of Deprivation, districts, tidied by Trafford Data Lab (CSV)"
DOMAIN, FIGURE = "Domain", "Figure"
DESCRIPTORS = (DOMAIN, FIGURE)
DOWNLOAD = (
    "The files of Trafford Data Lab with the editions of 2015, 2019 and 2025 for all districts of England, one each; "
    "that of 2015 is worked out again on the districts of 2019."
)
RECOGNISED = "By the headings `index_domain` and `rank_average_score`, with codes of districts and a column of years."
MATCH = (
    "`Domain` and `Figure` are called as in File 10 of 2019, where the same figures are published: "
    '`"IMD"` and `"Rank of average score"`, for example.'
)
TRAPS = (
    "Ranks of 2015 are not the ones published then, which were among 326 districts.",
    "The file of 2015 has neither scores nor ranks of the average rank.",
    "It is a copy: where the publisher's File 10 is at hand, take that.",
)

SIGNATURE = ("index_domain", "rank_average_score")
FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "average_rank": "Average rank",
        "rank_average_rank": "Rank of average rank",
        "average_score": "Average score",
        "rank_average_score": "Rank of average score",
        "proportion_bottom_decile": "Proportion of LSOAs in most deprived 10% nationally",
        "rank_proportion_bottom_decile": "Rank of proportion of LSOAs in most deprived 10% nationally",
    }
)
_CODE, _NAME = re.compile(r"lad\d\dcd|area_code", re.IGNORECASE), re.compile(r"lad\d\dnm|area_name", re.IGNORECASE)
_YEAR = re.compile(r"year|deprivation_data_year", re.IGNORECASE)


def recognises(file: File) -> bool:
    """Whether a row near the top holds the headings that only this layout has."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """A cell for each row and column of figures; the period is the year of the edition."""
    header = tabular.header_of(file, SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(header, SIGNATURE)))
    table = tabular.delimited(file, header)
    places = {"area_code": _heading(header, _CODE), "area_name": _heading(header, _NAME)}
    places["period"] = _heading(header, _YEAR)
    lacking = [
        Fault("missing-column", f"No column holds the {what}.", row=header.row)
        for name, what in (("area_code", "codes of districts"), ("period", "year of the edition"))
        if not places[name]
    ]
    long = _long(table.frame)
    measures, measure = tabular.numbered(long, DESCRIPTORS)
    rows = tabular.placed(long, measure, places | {"value": "value", "column": "heading"}, "")
    return Reading(measures, rows, (*lacking, *table.faults))


def _heading(header: Header, pattern: re.Pattern[str]) -> str:
    return next(filter(pattern.fullmatch, header.headings), "")


def _long(frame: pd.DataFrame) -> pd.DataFrame:
    """A row per row and column of figures, row by row, with what they are called in File 10."""
    figures = [name for name in frame.columns if str(name).casefold() in FIGURES]
    domain = next(name for name in frame.columns if str(name).casefold() == SIGNATURE[0])
    long = frame.loc[frame.index.repeat(len(figures))]
    headings = np.tile(np.array(figures, dtype="object"), len(frame))
    named = [FIGURES[str(name).casefold()] for name in figures]
    values = frame[figures].to_numpy(dtype="object").ravel()
    domains = tabular.by_text(long[domain], lambda text: DOMAINS.get(plain(text).casefold(), plain(text)))
    long = long.assign(value=pd.array(values, dtype="str"), heading=pd.array(headings, dtype="str"))
    long[DOMAIN], long[FIGURE] = domains, pd.array(np.tile(np.array(named, dtype="object"), len(frame)), dtype="str")
    return long

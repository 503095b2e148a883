"""Mortgage and landlord possession statistics, by local authority: a row per area, quarter, claimant and stage."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells

TITLE = "Mortgage and landlord possession, by local authority (Ministry of Justice, CSV)"
DESCRIPTORS = ("possession_type", "possession_action")
DOWNLOAD = (
    "The ZIP of statistical data that the Ministry of Justice publishes with its quarterly *Mortgage and landlord "
    "possession statistics*; upload the ZIP, or the CSV by local authority out of it (“LA CSV”)."
)
RECOGNISED = "By the headings `year`, `quarter`, `possession_type`, `possession_action` and `value`."
MATCH = (
    "`possession_type` is who claims: `Social_Landlord`, `Private_Landlord`, `Accelerated_Landlord`, `Mortgage`. "
    "`possession_action` is the stage: `Claims`, `Outright_Orders`, `Suspended_Orders`, `Warrants`, `Repossessions`. "
    "`All_Landlords` is our sum of the three kinds of landlords."
)
TRAPS = (
    "The file lists only what happened at least once. Where a quarter has other areas with that kind of claim, an area "
    "that is not listed is read as none; a kind that a file has nowhere in a quarter is not made up.",
    "Quarters are of the calendar year.",
    "What is “Not identified” (area `1000`) is left out.",
    "The CSV by court, in the same ZIP, has no codes of local authorities and cannot be read.",
)

_KEYS = ("year", "quarter", "la_code", "local_authority")
_COLUMNS = ("la_code", "local_authority", "period", *DESCRIPTORS)
_SIGNATURE = ("year", "quarter", *DESCRIPTORS, "value")
_LANDLORDS = ("Social_Landlord", "Private_Landlord", "Accelerated_Landlord")
_TOGETHER = "All_Landlords"
_NOWHERE = "1000"
_NONE = "The file lists only claims that were made: an area and quarter that is not listed is read as none."
_BY_COURT = "Take the CSV by local authority (“LA CSV”) from the same ZIP: this one is by court."


def recognises(file: File) -> bool:
    """Whether the text has a year, a quarter, who claims, the stage and a value."""
    return tabular.recognised(file, _SIGNATURE)


def read(file: File) -> Reading:
    """Every count, none where an area is not listed, and the landlords' sum where the file has all three kinds."""
    header = tabular.header_of(file, _SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(None, _SIGNATURE)))
    faults = [_explained(fault) for fault in tabular.missing(header, (*_KEYS[:3], *DESCRIPTORS, "value"))]
    table = tabular.delimited(file, header, (*_KEYS, *DESCRIPTORS, "value"))
    if faults:
        return Reading((), cells([], []), (*table.faults, *faults))
    frame = _tidied(table.frame)
    frame = frame[frame["la_code"] != _NOWHERE]
    whole = _completed(frame)
    measures, measure = tabular.numbered(whole, DESCRIPTORS)
    columns = {"area_code": "la_code", "area_name": "local_authority", "period": "period", "value": "value"}
    return Reading(measures, tabular.placed(whole, measure, columns, header.heading("value")), table.faults, (_NONE,))


def _explained(fault: Fault) -> Fault:
    return replace(fault, fix=_BY_COURT) if fault.column == "la_code" else fault


def _tidied(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with `period` ("2023 Q3")."""
    if "local_authority" not in frame:
        frame = frame.assign(local_authority="")
    return frame.assign(period=frame["year"] + " " + frame["quarter"])[[*_COLUMNS, "value"]]


def _completed(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows, one of none for each area that has no row of a kind of claim in a quarter in which others have, and the
    landlords' sum of each area, quarter and stage that has all three kinds, each once and a number.

    What is added stands at the first of that area's rows. Rows are compared as numbers: half a million texts are slow.
    """
    if frame.empty:
        return frame
    codes = {name: pd.factorize(frame[name]) for name in ("la_code", "period", *DESCRIPTORS)}
    area, period, kind, stage = (codes[name][0] for name in codes)
    sizes = tuple(len(codes[name][1]) for name in codes)
    key = np.ravel_multi_index((area, period, kind, stage), sizes)
    listed = np.bincount(key, minlength=int(np.prod(sizes))).reshape(sizes)
    absent = (listed == 0) & (listed.sum(axis=0, keepdims=True) > 0)
    unlisted = _rows(frame, codes, np.nonzero(absent))
    number = pd.to_numeric(frame["value"].str.replace(",", ""), errors="coerce").to_numpy(dtype="float64")
    figures = np.full(sizes, np.nan)
    figures.reshape(-1)[key] = number
    figures[absent] = 0
    figures[listed > 1] = np.nan
    names = list(codes["possession_type"][1])
    if not set(_LANDLORDS) <= set(names):
        return pd.concat([frame, unlisted])
    whole = figures[:, :, [names.index(name) for name in _LANDLORDS], :].sum(axis=2)
    place = np.nonzero(~np.isnan(whole))
    together = _rows(frame, codes, (place[0], place[1], np.zeros(len(place[0]), dtype="int64"), place[2]))
    sums = [f"{value:.15g}" for value in whole[place]]
    together = together.assign(possession_type=_TOGETHER, value=pd.array(sums, dtype="str"))
    return pd.concat([frame, unlisted, together])


def _rows(
    frame: pd.DataFrame, codes: Mapping[str, tuple[NDArray[np.intp], pd.Index]], places: Sequence[NDArray[np.intp]]
) -> pd.DataFrame:
    """Rows of none for these areas, periods, kinds and stages."""
    first = np.unique(codes["la_code"][0], return_index=True)[1]
    texts = {name: codes[name][1].take(place) for name, place in zip(codes, places, strict=True)}
    names = frame["local_authority"].array.take(first[places[0]])
    rows = pd.DataFrame({**texts, "local_authority": names, "value": "0"}, index=frame.index[first[places[0]]])
    return rows[list(frame.columns)].astype("str")

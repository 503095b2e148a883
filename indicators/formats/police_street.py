"""Street-level crime of data.police.uk: a row per record of one police force, to be counted.

A force's file also holds records at points beyond its border; those districts belong to another force's file, and a
count of a few records would be wrong for them.
"""

import pandas as pd

from indicators.formats.files import File
from indicators.formats.police_doubles import ID, PLACE, once
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import delimited, header_of, missing, numbered, placed, recognised

TITLE = "data.police.uk street-level crime (CSV)"
DESCRIPTORS = ("Crime type", "Falls within")
DOWNLOAD = "The street files of data.police.uk, one a force and month, alone or in the ZIP of months."
RECOGNISED = (
    "By `Crime ID`, `Month`, `Reported by`, `Falls within`, `LSOA code`, `LSOA name` and `Crime type`; the files of "
    "outcomes and of stop and search are not."
)
MATCH = (
    "Records are counted: value and count are the number of rows for each month, district (the LSOA's name without "
    "its last part), `Crime type` and force (`Falls within`). Name both, and say `per_residents` where the indicator "
    'is a rate. "All crime except anti-social behaviour" is the sum of the other types. A type that the force '
    "recorded in that month, but not in that district, is a zero."
)
TRAPS = (
    "`Crime ID` is empty for anti-social behaviour.",
    "Two downloads that were put together have crimes twice: each is counted once, which is asked about.",
    "Rows without a location are counted in a note and nowhere else.",
    "A force's file holds a few records beyond its border, so a district with less than 1% of the force's records is "
    "left out and named in a note.",
    "Categories change over the years.",
    "These are not the official recorded-crime totals.",
    "A file cut to fewer areas or types is counted as if it were whole.",
)

_TYPE, _FORCE, _MONTH, _AREA = "Crime type", "Falls within", "Month", "LSOA name"
_COLUMNS = (_MONTH, _FORCE, _AREA, _TYPE)
SIGNATURE = (ID, "Reported by", "LSOA code", *_COLUMNS)
ANTI_SOCIAL = "Anti-social behaviour"
ALL_CRIME = "All crime except anti-social behaviour"
#: A district with less than this share of a force's records is a neighbour's: in the whole file of Hertfordshire for
#: January 2021 the smallest of its ten districts has 6%, the largest of the 33 others 0.15%.
_LEAST_SHARE = 0.01

_AS_THEY_ARE = {"area_name": _AREA, "period": _MONTH, "value": "count", "count": "count"}
_PLACE = [_FORCE, _MONTH, _AREA]


def recognises(file: File) -> bool:
    """Whether the text has the columns of the street files; those of outcomes and stop and search lack some."""
    return recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """The number of records for each month, district, type and force; a type of that month without any is "0".

    The district is the LSOA's name without its last part. Records without a place, and those of districts that the
    force does not police, are counted in `notes` and nowhere else.
    """
    header = header_of(file, SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(missing(None, SIGNATURE)))
    table = delimited(file, header, (ID, *PLACE, *_COLUMNS))
    each = once(table.frame.assign(row=table.frame.index).reset_index(drop=True))
    located, unusable, note = _located(each.records)
    records, strays = _policed(located)
    faults, notes = (*table.faults, *each.faults, *unusable), (note, *strays, *each.notes)
    if records.empty:
        empty = Fault("nothing-to-read", "No record of the file has a place, a month and a type.")
        faults += () if table.frame.empty else (empty,)
        return Reading((), cells([], []), faults, notes)
    counted = _counted(records)
    measures, measure = numbered(counted, DESCRIPTORS)
    return Reading(measures, placed(counted, measure, _AS_THEY_ARE, _TYPE), faults, notes)


def _located(records: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault], str]:
    """The records that can be counted, their LSOA replaced by its district; faults, and a note on those without one."""
    lacking = (records[_MONTH] == "") | (records[_TYPE] == "")
    message = "The record has no month or no crime type and is not counted."
    faults = [Fault("bad-row", message, row=int(row)) for row in records.loc[lacking, "row"]]
    nowhere = records[_AREA] == ""
    note = f"{nowhere.sum():,} of {len(records):,} records have no location (no LSOA) and are counted for no area."
    records = records[~lacking & ~nowhere]
    places, names = pd.factorize(records[_AREA])
    districts = pd.Series(names, dtype="str").str.replace(r"\s+\S+$", "", regex=True)
    return records.assign(**{_AREA: districts.take(places).array}), faults, note


def _policed(records: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The records in districts of the force that the file is from, and a note that counts the others."""
    whole = records.groupby(_FORCE)[_AREA].transform("size")
    stray = records.groupby([_FORCE, _AREA])[_AREA].transform("size") < _LEAST_SHARE * whole
    if not stray.any():
        return records, []
    districts = ", ".join(f"{name} ({count})" for name, count in records.loc[stray, _AREA].value_counts().items())
    return records[~stray], [f"Left out, as records of districts that the force does not police: {districts}."]


def _counted(records: pd.DataFrame) -> pd.DataFrame:
    """Per force, month, district and type the number of records and the first row, and the sum of all crime."""
    kinds = records[[_FORCE, _MONTH, _TYPE]].drop_duplicates()
    places = records.groupby(_PLACE, sort=False, as_index=False)["row"].min()
    counts = records.groupby([*_PLACE, _TYPE], sort=False, as_index=False).agg(
        count=("row", "size"), first=("row", "min")
    )
    each = places.merge(kinds, on=[_FORCE, _MONTH]).merge(counts, on=[*_PLACE, _TYPE], how="left")
    each["row"] = each["first"].fillna(each["row"]).astype("int64")
    each["count"] = each["count"].fillna(0).astype("int64")
    crimes = each[each[_TYPE] != ANTI_SOCIAL]
    total = crimes.groupby(_PLACE, sort=False, as_index=False).agg(count=("count", "sum"), row=("row", "min"))
    every = pd.concat([total.assign(**{_TYPE: ALL_CRIME}), each.drop(columns="first")])
    counted: pd.DataFrame = every.assign(count=every["count"].astype("str")).set_index("row")
    return counted

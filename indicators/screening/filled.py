"""Check of the last stage: one value filled down over areas or periods that never had so many alike."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening import chance
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.repeats import BEYOND
from indicators.screening.screened import Row, Screened, named, shown

#: Areas or periods that must have one value; and how many times as many as ever had one in the periods held.
_RUN, _LONGER = 3, 1.5
#: Where no period is held, so many of the areas must have one value: a survey's figure may stand for each of the small
#: areas that it was modelled for.
_MOSTLY = 0.5
_NONE = pd.DataFrame()


@check(
    "one-value",
    "warning",
    "change",
    title="One value for many",
    means="More areas, or periods in a row, have the same figure than ever before: one may have been filled down.",
    mend=ASK,
)
def one_value(check: Check, screened: Screened) -> Iterator[Finding]:
    """New values that many areas of a period, or many periods of an area, share: told once for each series."""
    rows = screened.compared
    rows = rows[rows["fresh"] & rows["value"].notna()]
    if rows.empty:
        return
    held = screened.held[screened.held["series"].isin(rows["series"].unique())]
    found = pd.concat([each for each in (_over_areas(rows, held), _over_periods(rows, held)) if len(each)] or [_NONE])
    if found.empty:
        return
    found = found.sort_values("tells", ascending=False, kind="stable").drop_duplicates("series").set_index("series")
    first = rows[rows["key"].isin(found["first"])].drop_duplicates("series")
    first = first.join(found[["number", "of", "along", "last"]], on="series")
    yield from screened.at(check, first, lambda row: _told(screened, row))


def _told(screened: Screened, row: Row) -> str:
    name = named(row["indicator"], row["breakdown"])
    if row["along"]:
        span = f"{row['number']:,} periods in a row, to {row['last']}"
        return f"{name}, {screened.area(row['area_code'])}: {shown(row['value'])} in {span}."
    number = "all" if row["number"] == row["of"] else f"{row['number']:,} of"
    return f"{name}, {row['period_label']}: {shown(row['value'])} for {number} {row['of']:,} areas."


def _many(number: "pd.Series[int]") -> bool:
    """Whether there are enough anywhere to be looked at."""
    return bool(number.max() >= _RUN)


def _over_areas(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Each value that too many areas of a period share, with the `number` of areas and the `first` row's key."""
    if not _many(rows.groupby(["window", "value"], sort=False).size()):
        return _NONE
    rows = rows.assign(chance=chance.of_area(rows, held))
    found = rows.groupby(["series", "window", "value"], as_index=False, sort=False).agg(
        number=("key", "size"), chance=("chance", "median"), first=("key", "first")
    )
    alike = held.groupby(["series", "window", "value"]).size().groupby("series").max()
    found["of"] = found["window"].map(rows.groupby("window").size())
    return _beyond(found, alike).assign(along=False, last="")


def _over_periods(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The longest row of periods of each line that has one value throughout, where it is too long."""
    rows = rows.sort_values("key")
    rows = rows.assign(run=_runs(rows))
    if not _many(rows["run"].value_counts()):
        return _NONE
    rows = rows.assign(chance=chance.of_period(rows, held))
    found = rows.groupby(["series", "line", "run"], as_index=False, sort=False).agg(
        number=("key", "size"), chance=("chance", "median"), first=("key", "first"), last=("period_label", "last")
    )
    past = held[held["value"].notna()].sort_values("key")
    alike = past.groupby(["series", "line", _runs(past)]).size().groupby("series").max()
    found["of"] = found["line"].map(rows.groupby("line").size())
    return _beyond(found, alike).assign(along=True)


def _runs(rows: pd.DataFrame) -> "pd.Series[int]":
    """A number for each row of equal values one after another in a line; `rows` in the order of their keys."""
    other = (rows["line"] != rows["line"].shift()) | (rows["value"] != rows["value"].shift())
    runs: pd.Series[int] = other.cumsum().astype("int64").rename("run")
    return runs


def _beyond(found: pd.DataFrame, alike: "pd.Series[int]") -> pd.DataFrame:
    """Those that are longer than any held, and tell more than chance can do."""
    tells = chance.told(found["chance"].to_numpy()) * (found["number"] - 1) - np.log10(found["of"])
    most = found["series"].map(alike).fillna(_MOSTLY / _LONGER * found["of"])
    long = (found["number"] >= _RUN) & (found["number"] > _LONGER * most)
    beyond: pd.DataFrame = found.assign(tells=tells)[long & (tells >= BEYOND)]
    return beyond

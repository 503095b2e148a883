"""Check of the last stage: limits that belong to other values than those they stand beside."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Row, Screened, named, shown

#: Intervals so many times as wide as the last ones, over all areas, are of something else, or in another unit.
_TIMES = 3.0
#: So many areas at least have limits now and had them before: of fewer, samples may simply be others.
_AREAS = 3


@check(
    "other-limits",
    "warning",
    "change",
    title="Limits unlike those before",
    means="The intervals are far wider or narrower than the last ones held, over all areas, or are those of another "
    "period.",
    mend=ASK,
)
def other_limits(check: Check, screened: Screened) -> Iterator[Finding]:
    """New periods whose intervals, measured against their values, have another width than those held last; and those
    whose limits are held for another period already. Told at the first of them."""
    rows = screened.compared
    new = rows[~rows["known"] & rows["lower"].notna() & rows["upper"].notna() & rows["value"].notna()]
    if new.empty:
        return
    held = screened.held[screened.held["series"].isin(new["series"].unique()) & screened.held["lower"].notna()]
    again = _again(new, held)
    yield from screened.at(check, again, _repeated)
    wider = _wider(new[~new["window"].isin(again["window"])], held)
    yield from screened.at(check, wider, _width)


def _again(new: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The first row of each period in which most limits are those held for the same area in another one, beside other
    values."""
    columns = ["line", "lower", "upper"]
    told = held.sort_values("period_start").drop_duplicates(columns, keep="last")
    both = new.merge(told[[*columns, "value", "period_label"]], on=columns, how="left", suffixes=("", "_held"))
    both["alike"] = both["period_label_held"].notna() & (both["value"] != both["value_held"])
    window = both.groupby("window")["alike"]
    many = (window.transform("mean") > 0.5) & (window.transform("sum") >= _AREAS)
    return both[many & both["alike"]].drop_duplicates("window")


def _wider(new: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The first row of each period whose intervals are `times` as wide as the last ones held, in the middle area."""
    last = held.sort_values("period_start").drop_duplicates("line", keep="last").set_index("line")
    before = new["line"].map((last["upper"] - last["lower"]) / last["value"].abs())
    times = ((new["upper"] - new["lower"]) / new["value"].abs()) / before
    times = times.where((times > 0) & (times < np.inf))
    rows = new.assign(size=np.log(times.to_numpy()))
    window = rows.groupby("window")["size"]
    rows["times"] = np.exp(window.transform("median"))
    odd = (window.transform("median").abs() > np.log(_TIMES)) & (window.transform("count") >= _AREAS)
    first: pd.DataFrame = rows[odd & times.notna()].drop_duplicates("window")
    return first


def _repeated(row: Row) -> str:
    limits = f"{shown(row['lower'])} to {shown(row['upper'])}"
    return f"{_at(row)}: the limits {limits} and most others are those of {row['period_label_held']}."


def _width(row: Row) -> str:
    return f"{_at(row)}: the intervals are {row['times']:,.2g} times as wide as the last ones held."


def _at(row: Row) -> str:
    return f"{named(row['indicator'], row['breakdown'])}, {row['period_label']}"

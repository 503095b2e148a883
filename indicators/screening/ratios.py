"""Check of the last stage: a figure beside the count and the denominator that it is made of."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening.chance import steps
from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.panel import SCALE
from indicators.screening.screened import Row, Screened, named, shown

#: How far value, count and denominator may be from what they usually are to each other, as a logarithm. A share is
#: exact but for its rounding, if so many held are; a standardised rate, or a survey's weighted share, is some per cent
#: off; without a denominator the population moves as well. And how many deviations of those held on top.
_EXACT, _NEARLY, _WITHOUT, _USUAL = 0.02, 0.2, float(np.log(1.5)), 6.0
_MANY, _CALM = 20, 0.005
#: A count of fewer is as much chance, or rounding, as size.
_LEAST = 20


@check(
    "value-and-count",
    "warning",
    "change",
    title="Value and count do not go together",
    means="The count or the denominator beside a figure is not to it what it was in the periods held.",
    mend="Look whether a column is in another unit, or belongs to another figure.",
)
def value_and_count(check: Check, screened: Screened) -> Iterator[Finding]:
    """New figures whose count, with the denominator where there is one, has another ratio to them than in the periods
    held: told once for each series."""
    rows = screened.compared
    new = _sized(rows[~rows["known"]])
    held = _sized(screened.held[screened.held["series"].isin(new["series"].unique())])
    if new.empty or held.empty:
        return
    by_line = held.groupby(["line", "over"])["size"]
    away = (held["size"] - by_line.transform("median")).abs().groupby(held["series"]).median()
    usual = by_line.median().rename("usual")
    odd = new.join(usual, on=["line", "over"]).join((SCALE * away).rename("spread"), on="series")
    odd["times"] = odd["size"] - odd["usual"]
    rounded = np.log1p(steps(odd["value"], odd["series"]) / odd["value"] + 1 / odd["count"])
    exact = (odd["spread"] < _CALM) & odd["series"].map(held["series"].value_counts()).ge(_MANY)
    limit = np.where(odd["over"], np.where(exact, _EXACT, _NEARLY) + rounded, _WITHOUT)
    odd = odd[odd["times"].abs() > limit + _USUAL * odd["spread"]]
    many = odd["series"].value_counts()

    def message(row: Row) -> str:
        over = f" of {shown(row['denominator'])}" if row["over"] else ""
        number = int(many[row["series"]])
        who = f"{number:,} figures do" if number > 1 else "one figure does"
        first = f"{screened.area(row['area_code'])}, {row['period_label']}: {shown(row['value'])} beside a count of "
        usual = shown(float(f"{row['value'] / np.exp(row['times']):.3g}"))
        text = (
            f"{named(row['indicator'], row['breakdown'])}: {who} not go with the count beside as those held do. First: "
        )
        return f"{text}{first}{shown(row['count'])}{over}, from which it would be about {usual}."

    yield from screened.at(check, odd.drop_duplicates("series"), message)


def _sized(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a count, whether it is `over` a denominator, and the `size` of the value beside both, as a
    logarithm."""
    rows = rows[(rows["count"] >= _LEAST) & (rows["value"] > 0)]
    over = rows["denominator"] > 0
    whole = rows["denominator"].where(over, 1.0)
    return rows.assign(over=over, size=np.log(rows["value"] * whole / rows["count"]))

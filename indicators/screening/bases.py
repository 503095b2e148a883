"""Check of the last stage: how many a share is of, beside how many there are in all.

A share stays what it is when its count and its denominator are both ten times what they should be. What it is a share
of is told apart by another indicator: residents by the population, households by the homes.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from indicators.model import Within
from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Row, Screened, named, shown
from indicators.screening.totals import ACROSS, PLACE, another

#: A denominator so many times as large a part of all, or as small, as that of the other areas, or as those held of its
#: line. Of those shipped the farthest from its period's middle one is 1.3 times as large; of the residents half as many
#: travelled to work in the census of 2021 as in that of 2011.
_BESIDE, _BEFORE = 1.5, 3.0
#: Other areas, or figures held, that say what is usual.
_OTHERS = 5


@check(
    "other-base",
    "warning",
    "change",
    title="Share of too many or too few",
    means="The denominator is more than there are in all by another indicator, or another part of it than elsewhere.",
    mend="Look whether counts and totals were multiplied, cut or moved; the share itself does not show it.",
)
def other_base(check: Check, screened: Screened) -> Iterator[Finding]:
    """New shares whose denominator is not what it can be `within` the indicator that the definition names: told once
    for each series, at the first of them."""
    known = screened.catalogue.indicators
    among = {slug: each.within for slug, each in known.items() if each.within and each.kind != "count"}
    rows = screened.compared
    rows = rows[rows["indicator"].isin(list(among)) & rows["fresh"] & (rows["denominator"] > 0)]
    for slug, own in rows.groupby("indicator"):
        within = among[str(slug)]
        held = screened.held[(screened.held["indicator"] == slug) & (screened.held["denominator"] > 0)]
        both = pd.concat([own.assign(new=True), held.assign(new=False)], ignore_index=True).drop_duplicates("key")
        both = _of_all(screened, both, within)
        odd = both[both["new"] & (both["not_so_many"] | both["unlike_areas"] | both["unlike_held"])]
        odd = odd.astype({"position": "int64"})
        many = odd["series"].value_counts()
        yield from screened.at(check, odd.drop_duplicates("series"), partial(_message, screened, within, many))


def _of_all(screened: Screened, rows: pd.DataFrame, within: Within) -> pd.DataFrame:
    """The rows for whose area the other indicator has a figure of about the same time: that as `all`, the denominator's
    `part` of it as a logarithm, that of the other areas (`areas`) and of those held, and which of them it is unlike."""
    found = another(screened, rows, within.indicator).rename("all")
    rows = rows.join(found, on=PLACE, how="inner")
    part: pd.Series[float] = (rows["denominator"] / rows["all"]).map(np.log)
    by_window, held = part.groupby(rows["window"]), part[~rows["new"]].groupby(rows["series"])
    areas = by_window.transform("median").where(by_window.transform("count") > _OTHERS)
    before = rows["series"].map(held.median().where(held.count() >= _OTHERS))
    most = float(np.log1p(ACROSS))
    return rows.assign(
        areas=areas,
        before=before,
        not_so_many=(part > most) | (within.same & (part < -most)),
        unlike_areas=(part - areas).abs() > np.log(_BESIDE),
        unlike_held=(part - before).abs() > np.log(_BEFORE),
    )


def _message(screened: Screened, within: Within, many: "pd.Series[int]", row: Row) -> str:
    number = int(many[row["series"]])
    who = f"{number:,} shares are" if number > 1 else "one share is"
    where = f"{screened.area(row['area_code'])}, {row['period_label']}"
    text = f"{named(row['indicator'], row['breakdown'])}: {who} of another number than there can be. First: {where}: "
    text += f"of {shown(row['denominator'])}, where {within.indicator} has {shown(row['all'])}"
    if row["not_so_many"]:
        return f"{text}, which should be {'about as many' if within.same else 'no fewer'}."
    usual = row["areas"] if row["unlike_areas"] else row["before"]
    whose = "the other areas have" if row["unlike_areas"] else "those held have"
    return f"{text}; {whose} {100 * np.exp(usual):.2g}% of that."

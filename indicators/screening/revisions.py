"""Checks of the last stage: figures held that a file has otherwise, all of them, some of them, or far otherwise."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening.chance import steps
from indicators.screening.change import first_differing, to_be_revised
from indicators.screening.checks import ASK, check
from indicators.screening.finding import Check, Finding
from indicators.screening.held import revised
from indicators.screening.screened import Row, Screened, named, shown
from indicators.wording import count

#: Half of the last digit: what rounding can do.
_ROUNDED = 0.5000001
#: Figures of so many periods, and so many figures, make a series that can be revised as a whole.
_PERIODS, _FIGURES = 2, 4
#: Factors that have a meaning, as people mistake them: percentages and thousands, years and months, weeks, days.
_MEANT = (10.0, 100.0, 1000.0, 12.0, 52.0, 4.33, 365 / 7, 4.0)
_NEAR = 0.01


@check(
    "large-revision",
    "warning",
    "change",
    title="Large revision",
    means="A figure held is revised by far more than its line usually moves, or all of a period are by one factor.",
    mend=ASK,
)
def large_revision(check: Check, screened: Screened) -> Iterator[Finding]:
    """Figures held that the file has otherwise by far, or all by one factor: told once for each series."""
    odd = screened.far_revised
    if odd.empty:
        return
    ratio = (odd["value"].abs() / odd["held_value"].abs()).where(lambda each: (each > 0) & (each < np.inf))
    size = np.abs(np.log(ratio.to_numpy(dtype="float64")))
    odd = odd.assign(size=size, number=odd.groupby("series")["key"].transform("size"))
    first = odd.sort_values("size", ascending=False, kind="stable").drop_duplicates("series")
    of = revised(screened.compared).groupby("series").size()
    yield from screened.at(check, first, lambda row: _large(screened, row, int(of[row["series"]])))


def _large(screened: Screened, row: Row, of: int) -> str:
    """What was, what is, and what the factor may be."""
    name = named(row["indicator"], row["breakdown"])
    was, now = shown(row["held_value"]), shown(row["value"])
    start = f"{screened.area(row['area_code'])}, {row['period_label']}: {was} is held, {now} in the file"
    many = f"{row['number']:,} of {count(of, 'revised figure')}"
    if pd.notna(row["factor"]):
        return f"{name}: {start}; {many} by one factor: {row['factor']:,.4g}."
    others = f"; {many} {'is' if row['number'] == 1 else 'are'} that far from what is held" if of > 1 else ""
    guess = _guess(row["value"] / row["held_value"]) if row["held_value"] else ""
    return f"{name}: {start}{guess}{others}."


def _guess(ratio: float) -> str:
    """A factor that has a meaning, where the ratio is near it or its inverse."""
    for factor in _MEANT:
        if ratio > 0 and abs(max(ratio, 1 / ratio) / factor - 1) < _NEAR:
            return f" (a factor of {factor:.4g}?)"
    return ""


@check(
    "series-revised",
    "warning",
    "change",
    title="Every figure is revised",
    means="Not one figure held of the line is in the file as it was, and no definition says that it is revised so.",
    mend="Look whether it is the same measure; if the publisher revises all of it, say why as revised_whole.",
)
def series_revised(check: Check, screened: Screened) -> Iterator[Finding]:
    """A series of which every figure that is held has another value, though nothing says that it is revised so."""
    known = _final(screened)
    if known.empty:
        return
    each = known.groupby("series").agg(
        new=("other", "sum"), of=("other", "size"), periods=("window", "nunique"), first=("key", "first")
    )
    silent = [slug for slug, one in screened.catalogue.indicators.items() if not one.revised_whole]
    whole = each[(each["new"] == each["of"]) & (each["of"] >= _FIGURES) & (each["periods"] >= _PERIODS)]
    first = known[known["key"].isin(whole["first"]) & known["indicator"].isin(silent)].join(
        whole[["of", "periods"]], on="series"
    )

    def message(row: Row) -> str:
        many = f"all {row['of']:,} figures held are others in the file, of {row['periods']:,} periods"
        return f"{named(row['indicator'], row['breakdown'])}: {many}. {first_differing(screened, row)}"

    yield from screened.at(check, first, message)


@check(
    "mixed-areas",
    "warning",
    "change",
    title="Some areas revised, others not",
    means="In the same period some areas differ from what is held, and others do not: they may be of another release.",
    mend="Download all areas from one release, or look whether the publisher has corrected these.",
)
def mixed_areas(check: Check, screened: Screened) -> Iterator[Finding]:
    """Areas of which every figure held is another, beside areas of which none is: told once for each series."""
    known = _final(screened)
    if known.empty:
        return
    lines = known.groupby(["series", "line"])["other"].agg(["sum", "size"])
    lines = lines.assign(all=lines["sum"] == lines["size"], none=lines["sum"] == 0)
    each = lines.groupby("series").agg(all=("all", "sum"), none=("none", "sum"), of=("all", "size"))
    mixed = each[(each["all"] > 0) & (each["none"] > 0)]
    changed = lines.index.get_level_values("line")[lines["all"]]
    first = known[known["series"].isin(mixed.index) & known["line"].isin(changed)].drop_duplicates("series")
    first = first.join(mixed, on="series")

    def message(row: Row) -> str:
        name = named(row["indicator"], row["breakdown"])
        verb = "differs" if row["all"] == 1 else "differ"
        others = f"{row['none']:,} {'does' if row['none'] == 1 else 'do'} not"
        first = first_differing(screened, row)
        return f"{name}: {row['all']:,} of {row['of']:,} areas {verb} from what is held, {others}. {first}"

    yield from screened.at(check, first, message)


def _final(screened: Screened) -> pd.DataFrame:
    """The values held that are in the file too, but for those of which the publisher said that they would change, and
    for series whose revisions `large_revision` tells; as `other` whether the file has more than the same one rounded.
    """
    rows = screened.compared
    rows = rows[rows["known"] & rows["held_value"].notna() & rows["value"].notna()]
    if not rows["fresh"].any():
        return rows.iloc[:0]
    rows = rows[~rows["series"].isin(screened.only_far_revised)]
    rows = rows[~to_be_revised(rows["held_flags"])]
    away = (rows["value"] - rows["held_value"]).abs()
    return rows.assign(other=rows["fresh"] & (away > _ROUNDED * steps(rows["value"], rows["series"])))

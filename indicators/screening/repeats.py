"""Checks of the last stage: figures that stand somewhere else already, beyond what chance can do."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from indicators.screening import chance
from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.keys import which
from indicators.screening.known import Known, alike
from indicators.screening.screened import Row, Screened, named, remembered
from indicators.wording import count

#: So large a part of the new figures must stand somewhere else: a file that was edited by hand keeps some of its own.
_MOSTLY = 0.8
#: What the matches must tell together, as a number of zeros of their chance.
BEYOND = 5.0
#: Figures that a line has so often, or so many areas share, tell nothing of where they come from.
_OFTEN, _SHARED = 6, 3
#: Nor does a figure that so many series have for one area and period: a broken file may give one to each of its rows.
_COMMON = 20
#: Lines of which more of the figures held are the same are alike by nature: a total that has one part.
_ALIKE = 0.1
#: Names listed in one sentence.
_LISTED = 4

_PLACE = ["area_code", "period_start", "period_end"]
#: Between the two parts of a series' name.
_APART = "\n"
_COLUMNS = ["key", "line", "series", "window", "indicator", "breakdown", "area_code", "period_start", "period_end"]
_COLUMNS += ["period_label", "value", "count"]


@check(
    "repeated-period",
    "warning",
    "change",
    title="Figures of another period",
    means="The new figures are exactly those of another period: last year's table may stand under this year's label.",
    mend="Look in the publisher's own file whether it really says the same again.",
)
def repeated_period(check: Check, screened: Screened) -> Iterator[Finding]:
    """New figures that the same areas have in another period, held or in the file: told once for each series. Not those
    of which the publisher says that they are carried forward from an earlier period."""
    new = _new(screened)
    new = new[~which(new["flags"], lambda flags: "carried_forward" in flags.split())]
    if new.empty:
        return
    others = _others(screened)
    each = _whole_periods(new, others, screened.held).assign(counted=False)
    counted = _by_count(screened, new)
    if len(counted):
        by_count = (_by_count(screened, rows) for rows in (others, screened.held))
        more = _whole_periods(counted, *by_count).assign(counted=True)
        each = each if more.empty else more if each.empty else pd.concat([each, more]).drop_duplicates("window")
    if each.empty:
        return
    labels = others.drop_duplicates("window").set_index("window")
    told = _by(each.sort_values("window"), "series")
    rows = new[new["key"].isin(each["first"])].drop_duplicates("series")
    yield from screened.at(check, rows, lambda row: _periods(row, told[row["series"]], labels))


def _by_count(screened: Screened, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose value is worked out from a count, with the count in its place: last year's crimes divided by this
    year's people are a new rate."""
    divided = screened.pairs.loc[screened.pairs["per_residents"].notna(), "indicator"].unique()
    counted = rows[rows["indicator"].isin(divided) & rows["count"].notna() & (rows["count"] != 0)]
    return counted.assign(value=counted["count"])


def _whole_periods(new: pd.DataFrame, others: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The periods of which most new figures are those of another one, beyond what chance can do."""
    pairs = _of_other_periods(new, others)
    if pairs.empty:
        return pairs
    tells = pd.Series(chance.told(chance.of_period(new, held)), new["key"])
    pairs["tells"] = tells.reindex(pairs["key"]).to_numpy()
    number = new.groupby("window").size()
    each = pairs.groupby(["series", "window", "window_other"], as_index=False).agg(
        apart=("apart", "first"), same=("key", "size"), tells=("tells", "sum"), first=("key", "min")
    )
    each["of"] = each["window"].map(number)
    blocks = each.groupby(["series", "apart"]).agg(same=("same", "sum"), tells=("tells", "sum"))
    blocks["of"] = new.groupby("series").size().reindex(blocks.index.get_level_values("series")).to_numpy()
    each["whole"] = _beyond(blocks).reindex(pd.MultiIndex.from_frame(each[["series", "apart"]])).to_numpy()
    each = each[_beyond(each) | each["whole"]]
    return each.sort_values(["whole", "tells"], ascending=False, kind="stable").drop_duplicates("window")


def _of_other_periods(new: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Each new figure beside every other period in which its line has it, and how many periods that is `apart`."""
    if not others.duplicated(["line", "value"]).any():
        return new.iloc[:0]
    order = others.drop_duplicates("window").sort_values("window")
    place = order.groupby("series").cumcount().set_axis(order["window"])
    rare = others[others.groupby(["line", "value"])["key"].transform("size") < _OFTEN]
    pairs = new.merge(rare[["line", "value", "window", "held"]], on=["line", "value"], suffixes=("", "_other"))
    pairs = pairs[
        (pairs["window"] != pairs["window_other"]) & (pairs["held"] | (pairs["window_other"] < pairs["window"]))
    ]
    pairs = pairs.drop_duplicates(["key", "window_other"])
    return pairs.assign(apart=pairs["window"].map(place) - pairs["window_other"].map(place))


def _periods(row: Row, told: Row, labels: pd.DataFrame) -> str:
    """That the figures of so many periods are those of others."""
    same, of = sum(told["same"]), sum(told["of"])
    name = named(row["indicator"], row["breakdown"])
    figures = count(of, "new count" if all(told["counted"]) else "new figure")
    many = f"{same:,} of {figures}" if same < of else f"all {figures}"
    pairs = [
        f"{labels.loc[mine, 'period_label']} has those of {labels.loc[other, 'period_label']}"
        for mine, other in zip(told["window"], told["window_other"], strict=True)
    ]
    if len(pairs) == 1:
        other = labels.loc[told["window_other"][0], "period_label"]
        return f"{name}: {many} for {row['period_label']} are exactly those of {other}."
    return f"{name}: {many} are exactly those of other periods: {_listed(pairs)}."


@check(
    "another-area",
    "warning",
    "change",
    title="Figures of another area",
    means="The figures under one area are exactly those of another one in the same periods.",
    mend="Look in the publisher's own file whether rows, names or codes were exchanged.",
)
def another_area(check: Check, screened: Screened) -> Iterator[Finding]:
    """Areas whose new figures are those held for another one, or another one's in the file: told once a series."""
    new = _new(screened)
    if new.empty:
        return
    others = _others(screened)
    screened.answers.pop(_others)  # the last that asks for them
    if not others.duplicated(["window", "value"]).any():
        return
    new = new.assign(tells=chance.told(chance.of_area(new, screened.held)))
    held = others[others["held"]]
    parts = [_of_other_areas(new[new["window"].isin(held["window"].unique())], held).assign(held=True)]
    parts.append(_of_other_areas(new, others[~others["held"]]).assign(held=False))
    found = pd.concat(parts).drop_duplicates("line")
    if found.empty:
        return
    found = found.merge(new.drop_duplicates("line")[["line", "area_code"]], on="line", sort=False)
    codes = others.drop_duplicates("line").set_index("line")["area_code"]
    told = _by(found.assign(other=found["line_other"].map(codes)), "series")
    rows = new[new["key"].isin(found["first"])].drop_duplicates("series")
    yield from screened.at(check, rows, lambda row: _areas(screened, row, told[row["series"]]))


def _of_other_areas(new: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """For each line whose values are another line's of the same series, which line that is, and how many they are.

    Single values tell little; where those of most areas are another's, they tell it together: a column was moved.
    """
    rare = others.loc[others["window"].isin(new["window"].unique()), ["window", "value", "line", "held"]]
    rare = rare[rare.groupby(["window", "value"])["line"].transform("size") < _SHARED]
    mine = new[["series", "window", "line", "key", "value", "tells"]]
    pairs = mine.merge(rare, on=["window", "value"], suffixes=("", "_other"))
    pairs = pairs[(pairs["line"] != pairs["line_other"]) & (pairs["held"] | (pairs["line_other"] < pairs["line"]))]
    each = pairs.groupby(["series", "line", "line_other"], as_index=False).agg(  # each figure is in a pair once
        same=("key", "size"), tells=("tells", "sum"), first=("key", "min")
    )
    areas = others.groupby("series")["line"].nunique()
    each["tells"] = (each["tells"] - np.log10(each["series"].map(areas))).clip(lower=0)  # so many could have been met
    each["of"] = each["line"].map(new.groupby("line").size())
    each = each.sort_values("tells", ascending=False, kind="stable").drop_duplicates("line")
    series = each[each["same"] >= _MOSTLY * each["of"]].groupby("series")[["same", "tells"]].sum()
    series["of"] = new.groupby("series").size().reindex(series.index)
    return each[_beyond(each) | each["series"].map(_beyond(series)).eq(True) & (each["same"] >= _MOSTLY * each["of"])]


def _areas(screened: Screened, row: Row, told: Row) -> str:
    """Which areas have the figures of which others."""
    names = zip(told["area_code"], told["other"], told["same"], told["of"], told["held"], strict=True)
    each = [
        f"{same:,} of {count(int(of), 'figure')} under {screened.area(mine)} "
        f"{'are those held for' if held else 'stand there also for'} {screened.area(other)}"
        for mine, other, same, of, held in names
    ]
    return f"{named(row['indicator'], row['breakdown'])}: {_listed(each)}."


@check(
    "another-line",
    "warning",
    "change",
    title="Figures of another indicator",
    means="The figures are exactly those of another indicator or breakdown for the same areas and periods.",
    mend="Look whether the right column, table or measure was taken.",
)
def another_line(check: Check, screened: Screened) -> Iterator[Finding]:
    """New figures that the same areas have in the same period of another series: told once for each series."""
    new = _new(screened)
    if new.empty:
        return
    elsewhere = _elsewhere(screened, new)
    if elsewhere.empty:
        return
    new = new.assign(name=_names(new))
    mine = new[[*_PLACE, "key", "name", "value"]]
    pairs = mine.merge(elsewhere, on=[*_PLACE, "value"], suffixes=("", "_other"))
    pairs = pairs[(pairs["name"] != pairs["name_other"]) & (pairs["held"] | (pairs["name_other"] < pairs["name"]))]
    if pairs.empty:
        return
    tells = pd.Series(chance.told(chance.of_period(new, screened.held)), new["key"])
    pairs["tells"] = tells.reindex(pairs["key"]).to_numpy()
    each = pairs.groupby(["name", "name_other"], as_index=False).agg(  # each figure is in a pair once
        same=("key", "size"), tells=("tells", "sum"), first=("key", "min")
    )
    each["of"] = each["name"].map(new.groupby("name").size())
    each = each[_beyond(each)].sort_values("tells", ascending=False, kind="stable").drop_duplicates("name")
    two = zip(each["name"], each["name_other"], strict=True)
    each = each[np.array([_share_alike(screened.known, *pair) <= _ALIKE for pair in two], dtype=bool)]
    told = _by(each, "name")
    rows = new[new["key"].isin(each["first"])].drop_duplicates("series")

    def message(row: Row) -> str:
        same, of, other = (told[row["name"]][column][0] for column in ("same", "of", "name_other"))
        many = f"{same:,} of {count(int(of), 'new figure')}"
        return f"{_told(row['name'])}: {many} are those of {_told(other)}."

    yield from screened.at(check, rows, message)


def _elsewhere(screened: Screened, new: pd.DataFrame) -> pd.DataFrame:
    """All figures held of any indicator, and those of the upload, that could be one of the new ones; none where no
    two of them are the same for periods that end the same day."""
    columns = [*_PLACE, "indicator", "breakdown", "value"]
    figures = (alike(part, new) for part in (screened.sound, screened.beside))
    likely = [part[columns] for part in (screened.known.alike(new), *figures)]
    if not pd.concat([part[["period_end", "value"]] for part in likely]).duplicated().any():
        return likely[0].iloc[:0]
    both = pd.concat([part.assign(held=place == 0, name=_names(part)) for place, part in enumerate(likely)])
    both = both[[*_PLACE, "value", "name", "held"]].drop_duplicates([*_PLACE, "value", "name"])
    return both[both.groupby([*_PLACE, "value"])["name"].transform("size") < _COMMON]


def _names(rows: pd.DataFrame) -> "pd.Series[str]":
    """The series that each row is of, in one text."""
    return rows["indicator"] + _APART + rows["breakdown"]


def _told(name: str) -> str:
    slug, _, breakdown = name.partition(_APART)
    return named(slug, breakdown)


def _share_alike(known: Known, one: str, other: str) -> float:
    """How many of the figures held of two series are the same for the same area and period, as a share."""
    mine, theirs = (
        held[(held["breakdown"] == breakdown) & (held["value"] != 0)]
        for held, breakdown in (
            (known.of([slug]), each) for slug, _, each in (n.partition(_APART) for n in (one, other))
        )
    )
    both = mine[[*_PLACE, "value"]].merge(theirs[[*_PLACE, "value"]], on=_PLACE).dropna()
    return float((both["value_x"] == both["value_y"]).mean()) if len(both) else 0.0


def _new(screened: Screened) -> pd.DataFrame:
    """The values that are not held, but for zeros, which tell nothing."""
    rows = screened.compared
    return rows[rows["fresh"] & rows["value"].notna() & (rows["value"] != 0)]


@remembered
def _others(screened: Screened) -> pd.DataFrame:
    """All values of the series that have new ones, those held first: whether one is `held`."""
    series = _new(screened)["series"].unique()
    parts = [
        part.loc[part["series"].isin(series) & part["value"].notna(), _COLUMNS].assign(held=place == 0)
        for place, part in enumerate((screened.held, screened.sound, screened.beside))
    ]
    return pd.concat(parts).drop_duplicates(["key", "value"])


def _beyond(groups: pd.DataFrame) -> "pd.Series[bool]":
    """In which groups most of the figures are the `same`, and they tell more than chance can do."""
    beyond: pd.Series[bool] = (groups["same"] >= _MOSTLY * groups["of"]) & (groups["tells"] >= BEYOND)
    return beyond


def _by(rows: pd.DataFrame, name: str) -> dict[Any, Row]:
    """What the rows say for each value of a column, as lists."""
    columns = {str(column): rows[column].tolist() for column in rows}
    return {
        key: {column: [texts[place] for place in places] for column, texts in columns.items()}
        for key, places in rows.groupby(name).indices.items()
    }


def _listed(texts: list[str]) -> str:
    more = f"; and {len(texts) - _LISTED:,} more" if len(texts) > _LISTED else ""
    return "; ".join(texts[:_LISTED]) + more

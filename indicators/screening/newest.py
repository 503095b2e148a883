"""Checks of the last stage: what the newest period of a file lacks that the periods before it have."""

from collections.abc import Iterator
from string import ascii_uppercase

import numpy as np
import pandas as pd

from indicators.screening.areas import replaced
from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.panel import Numbers, Places, Truths
from indicators.screening.screened import Row, Screened, named, records
from indicators.wording import count

#: So many periods before the newest one must all have a figure. Of 2,306 periods shipped in November 2026, 91 (4%)
#: lack an area that the three before them have and of which nothing says why; with one period before it would be 148.
_BEFORE = 3
#: Names listed in one sentence.
_LISTED = 6
_COLUMNS = [
    "key",
    "series",
    "indicator",
    "breakdown",
    "area_code",
    "period_start",
    "period_end",
    "period_label",
    "value",
]


@check(
    "not-in-newest",
    "warning",
    "change",
    title="Areas without a newest figure",
    means="Areas that had a figure in the periods before, or have an empty cell, have none in the newest one.",
    mend="Look whether the publisher gives them, or the download lost them.",
)
def not_in_newest(check: Check, screened: Screened) -> Iterator[Finding]:
    """Areas of the file without a figure, and without a marker in its place, in the newest period of a series, where
    that is not held yet. `change.fewer_areas` tells those that the file lacks altogether, `areas.own_area_missing` the
    own one without a row, `areas.merged_area` those that were replaced, and `opening` formulas without a value. Told
    once for each series."""
    rows = screened.rows[["series", "indicator", "area_code", "period_start", "value", "status"]]
    silent = (rows["value"].isna() & rows["status"].isin(("", "x"))).to_numpy()
    unsaid = [screened.texts[name].str.strip().eq("").to_numpy() for name in ("text", "status_text")]
    spoken = ~(silent & unsaid[0] & unsaid[1]) | _has_formula(screened)
    there = pd.concat([each[["indicator", "area_code"]] for each in (rows, screened.beside)]).drop_duplicates()
    every, lines = _every(screened), _Figures(rows)
    held, told = set(screened.held["window"].unique()), set(replaced(screened))
    valued = screened.sound.loc[screened.sound["value"].notna(), [*_COLUMNS, "window"]]
    for last in records(valued.sort_values("period_end").groupby("series").tail(1)):
        if last["window"] in held:
            continue
        day = np.datetime64(last["period_start"])
        its = lines.of(last["series"], day)
        gone = _expected(every, lines, last["series"], day) - set(lines.codes[its[spoken[its]]])
        gone -= told | ({screened.catalogue.strategy.area} - set(lines.codes[its]))
        gone -= set(screened.beside.loc[screened.beside["window"] == last["window"], "area_code"]) if gone else gone
        gone &= set(there.loc[there["indicator"] == last["indicator"], "area_code"]) if gone else gone
        if gone:
            message = _areas(screened, last, sorted(gone, key=screened.area))
            yield screened.finding(check, message, indicator=last["indicator"])


@check(
    "empty-period",
    "warning",
    "change",
    title="A period without figures",
    means="All cells of a period are empty, and no marker says why: the figures were lost, or are not out yet.",
    mend="Look whether the publisher has them; if not, leave the period out of the file.",
)
def empty_period(check: Check, screened: Screened) -> Iterator[Finding]:
    """New periods of an indicator for which the file has rows, and in none of them a figure or a marker: told once for
    each. Where some of its lines have figures, `line_not_in_newest` tells the others."""
    rows = screened.rows.assign(known=screened.rows["window"].isin(screened.held["window"].unique()))
    blank = (
        (screened.texts["text"].str.strip() == "").to_numpy() & rows["value"].isna() & rows["status"].isin(("", "x"))
    )
    blank &= (screened.texts["status_text"].str.strip() == "").to_numpy() & rows["dated"] & ~rows["known"]
    whole = (
        pd.Series(blank, rows.index)
        .groupby([rows["indicator"], rows["period_start"], rows["period_end"]])
        .transform("all")
    )
    unseen = whole & ~_has_formula(screened)
    empty = rows[unseen].drop_duplicates(["indicator", "period_start", "period_end"])
    many = rows[unseen].groupby(["indicator", "period_start", "period_end"]).size()

    def message(row: Row) -> str:
        number = int(many[row["indicator"], row["period_start"], row["period_end"]])
        return f"{row['indicator']}, {row['period_label']}: {_blank(number)}."

    yield from screened.at(check, empty, message, value="period_text")


def _blank(number: int) -> str:
    return f"all {number:,} cells are empty" if number > 1 else "the one cell is empty"


@check(
    "line-not-in-newest",
    "warning",
    "change",
    title="Lines without a newest figure",
    means="Most lines of the indicator have the newest period, and one that was held with them has not.",
    mend="Look whether its column or its rows have another name now, or were not downloaded.",
)
def line_not_in_newest(check: Check, screened: Screened) -> Iterator[Finding]:
    """Lines held in the last period held of an indicator that the files lack in their newest, though they have more of
    its lines than they lack. Told once for each indicator."""
    valued = screened.sound.loc[screened.sound["value"].notna(), _COLUMNS]
    held = screened.held.loc[screened.held["value"].notna(), _COLUMNS]
    own_days, held_days = (_days(rows) for rows in (valued, held))
    ends, held_ends = (rows["period_end"].to_numpy() for rows in (valued, held))
    lines, held_lines = (rows["breakdown"].to_numpy(dtype=object) for rows in (valued, held))
    by_slug = held.groupby("indicator").indices
    for slug, places in sorted(valued.groupby("indicator").indices.items()):
        end = ends[places].max()
        newest = places[ends[places] == end]
        before = by_slug.get(slug, places[:0])
        before = before[(held_ends[before] <= end) & _as_long(held_days[before], own_days[newest])]
        before = before[held_ends[before] == held_ends[before].max()] if len(before) else before
        beside = screened.beside[(screened.beside["indicator"] == slug) & (screened.beside["period_end"] == end)]
        present = {*lines[newest], *beside["breakdown"]}
        gone = sorted(set(held_lines[before]) - present)
        if gone and len(present) > max(len(gone), 1):
            names = ", ".join(f"'{name}'" if name else "the total" for name in gone[:_LISTED])
            more = f" and {len(gone) - _LISTED} more" if len(gone) > _LISTED else ""
            label = valued["period_label"].iloc[newest[-1]]
            message = f"{slug}: {label} is there for {count(len(present), 'line')}, and not for {names}{more}"
            message += f", held for {held['period_label'].iloc[before[0]]}."
            yield screened.finding(check, message, indicator=str(slug))


def _has_formula(screened: Screened) -> Truths:
    """Which rows stand in a row of a sheet that has a formula without a value."""
    unseen = screened.file.workbook.unseen if screened.file.is_workbook else {}
    rows = {(sheet, int(cell.lstrip(ascii_uppercase))) for sheet, each in unseen.items() for cell in each.formulas}
    if not rows:
        return np.zeros(len(screened.texts), dtype=bool)
    return pd.MultiIndex.from_arrays([screened.texts["sheet"], screened.rows["row"]]).isin(list(rows))


def _days(rows: pd.DataFrame) -> Numbers:
    """How long the period of each row is."""
    length = (rows["period_end"] - rows["period_start"]).to_numpy()
    return np.asarray(length / np.timedelta64(1, "D"))


def _as_long(held: Numbers, newest: Numbers) -> Truths:
    """Which periods held are as long as those of the file that end last: pooled years are beside no single one."""
    as_long: Truths = (held >= 0.9 * newest.min()) & (held <= 1.1 * newest.max())
    return as_long


class _Figures:
    """Rows by their series, as columns: to look at one series after the other in frames takes long."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.codes = rows["area_code"].to_numpy(dtype=object)
        self.starts = rows["period_start"].to_numpy()
        self.valued = rows["value"].notna().to_numpy()
        self._of = {series: np.asarray(places) for series, places in rows.groupby("series").indices.items()}

    def of(self, series: int, day: np.datetime64 | None = None) -> Places:
        """The positions of the rows of a series, or of those that begin that day."""
        places = self._of.get(series, np.array([], dtype=np.intp))
        return places if day is None else places[self.starts[places] == day]


def _every(screened: Screened) -> _Figures:
    """All values of the file's series in plausible periods, its own before those that are held."""
    own = screened.dated[screened.dated["sound"]]
    series = own["series"].unique()
    parts = [
        rows.loc[rows["series"].isin(series), ["key", "series", "area_code", "period_start", "value"]]
        for rows in (own, screened.beside, screened.held)
    ]
    both = pd.concat(parts).drop_duplicates("key")
    return _Figures(both[both["value"].notna()])


def _expected(every: _Figures, rows: _Figures, series: int, last: np.datetime64) -> set[str]:
    """The areas with a value in each of the periods before the last one; where there is none, those with a row in it,
    if at least half of these have a value: the others are empty cells."""
    starts = every.starts[every.of(series)]
    days = np.unique(starts[starts < last])[-_BEFORE:]
    if not len(days):
        its = rows.of(series, last)
        return set(rows.codes[its]) if 2 * rows.valued[its].sum() >= len(its) else set()
    return set.intersection(*(set(every.codes[every.of(series, day)]) for day in days))


def _areas(screened: Screened, last: Row, codes: list[str]) -> str:
    names = ", ".join(screened.area(code) for code in codes[:_LISTED])
    more = f" and {len(codes) - _LISTED} more" if len(codes) > _LISTED else ""
    name = named(last["indicator"], last["breakdown"])
    return f"{name}: {last['period_label']} has no figure for {names}{more}, and nothing says why."

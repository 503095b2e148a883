"""Checks of the last stage: periods that a file has before and after, but not in between, or far from all others."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from indicators import periods
from indicators.model import Period
from indicators.period_kinds import DAY
from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import LONG_AGO, Row, Screened

#: Periods that a gap may have at most.
_LONGEST = 60
#: Gaps of a series that are told one by one; a file with more is told to have holes, once.
_APART = 3
#: The time without a figure after which a period does not belong to those that follow: two censuses are twenty years
#: apart where one is not held, and no shipped series has a longer gap.
_DECADES = pd.Timedelta(days=25 * 365)
#: How often a series comes where a year without a figure means nothing.
_UNEVEN = ("irregular", "once", "decennial", "biennial")
#: Figures for a month or a quarter that do not come every month or quarter: how many pass from one to the next.
_STEPS = {("annual", "month"): 12, ("annual", "quarter"): 4, ("quarterly", "month"): 3}


@check(
    "missing-period",
    "warning",
    "change",
    title="Period missing",
    means="The file has the periods before and after, and none of its areas has this one.",
    mend="Look whether the publisher left it out, or the download did.",
)
def missing_period(check: Check, screened: Screened) -> Iterator[Finding]:
    """A period that no area of the file has, though it has the ones before and after; not where the same gap is held,
    nor where figures would be withdrawn: `change.vanishing_rows` tells these, however often the indicator comes."""
    held, beside = _windows(screened.held), _windows(screened.beside)
    withdrawn = _windows(screened.withdrawn)
    for (series, kind), own in _windows(screened.dated, screened.pairs["kind"]).items():
        slug, breakdown, _ = own[0]
        indicator = screened.catalogue.indicators[slug]
        if indicator.cadence in _UNEVEN:
            continue
        known, others = (
            {period for *_, period in each.get((series, ""), []) if _is_of(period, kind)} for each in (held, beside)
        )
        steps = _STEPS.get((indicator.cadence, kind), 1)
        gone = {period for *_, period in withdrawn.get((series, ""), [])}
        runs = [
            [period for period in run if period not in gone]
            for run in _absent({period for *_, period in own}, others, known, kind, steps)
        ]
        runs = [run for run in runs if run]
        gaps = len(runs) if len(runs) > _APART else 1
        for missing in runs if gaps == 1 else [[period for run in runs for period in run]]:
            yield screened.finding(check, _message(slug, missing, breakdown, known, gaps), indicator=slug)


@check(
    "long-before",
    "warning",
    "change",
    title="Long before all others",
    means="The period is decades before the first one of its line that is held: a year may be mistyped.",
    mend="Correct the year, or ask the publisher whether the series begins so early.",
)
def long_before(check: Check, screened: Screened) -> Iterator[Finding]:
    """New periods that decades without a figure part from the next one, which is held: the first of each series.
    Between two periods of the file `missing_period` tells what is not there, `values.improbable_period` what nobody
    published."""
    rows = screened.compared
    new = rows[~rows["known"] & rows["value"].notna()]
    columns = ["series", "window", "period_start", "period_end", "period_label"]
    parts = (part.loc[part["value"].notna(), columns] for part in (rows, screened.beside, screened.held))
    every = pd.concat(parts).drop_duplicates("window").sort_values("period_start")
    later = every.groupby("series")[["window", "period_start", "period_label"]].shift(-1)
    far = (later["period_start"] - every["period_end"] > _DECADES) & ~later["window"].isin(rows["window"].unique())
    follows = later["period_label"][far].set_axis(every["window"][far])
    plausible = new["period_start"].dt.year >= screened.today.year - LONG_AGO
    odd = new[new["window"].isin(follows.index) & plausible].drop_duplicates("series")

    def message(row: Row) -> str:
        return f"{row['indicator']}: after {row['period_label']} the next period is {follows[row['window']]}."

    yield from screened.at(check, odd, message, value="period_text")


def _message(slug: str, run: list[Period], breakdown: str, held: set[Period], gaps: int) -> str:
    where = f" for {breakdown}" if breakdown else ""
    message = f"{slug}: {run[0].label} is missing{where}"
    if len(run) > 1:
        between = f"in {gaps} gaps between" if gaps > 1 else "from"
        message = f"{slug}: {len(run)} periods are missing{where}, {between} {run[0].label}"
        message += f" {'and' if gaps > 1 else 'to'} {run[-1].label}"
    return f"{message}, though held." if held & set(run) else f"{message}."


def _windows(
    rows: pd.DataFrame, kinds: "pd.Series[str] | None" = None
) -> dict[tuple[int, str], list[tuple[str, str, Period]]]:
    """Indicator, breakdown and period of each different window, in order, by series and kind."""
    columns = ["indicator", "breakdown", "period_start", "period_end", "period_label"]
    different = rows.drop_duplicates("window").sort_values("window")
    named = [""] * len(different) if kinds is None else kinds.take(different["pair"].to_numpy())
    windows: dict[tuple[int, str], list[tuple[str, str, Period]]] = {}
    for series, name, (slug, breakdown, start, end, label) in zip(
        different["series"], named, different[columns].itertuples(index=False), strict=True
    ):
        period = Period(start.date(), end.date(), label)
        windows.setdefault((int(series), str(name)), []).append((slug, breakdown, period))
    return windows


def _absent(own: set[Period], others: set[Period], held: set[Period], kind: str, steps: int) -> Iterator[list[Period]]:
    """Each run of periods missing before one of `own`, by what the file and the `others` of its upload have.

    A gap that is `held` as a gap is none; what is held before the first file begins is not missing from it.
    """
    there, begun = own | others, False
    run: list[Period] = []
    for one, other in pairwise(sorted(there | held)):
        begun = begun or one in there
        gap = [] if one in held and other in held else _between(one, other, kind, steps)
        run = [*run, *gap] if begun else gap
        if other in there:
            yield from [run] if run and other in own else []
            run = []
        elif begun:
            run.append(other)


def _between(before: Period, after: Period, kind: str, steps: int) -> list[Period]:
    """The periods after the one and before the other, `steps` apart; none where they are of another kind."""
    gap: list[Period] = []
    if before.end < after.start <= before.end + DAY:
        return gap
    period: Period | None = before
    while len(gap) < _LONGEST:
        for _ in range(steps):
            period = periods.following(period, kind) if period and _is_of(period, kind) else None
        if period is None or period.start >= after.start:
            break
        gap.append(period)
    return gap


def _is_of(period: Period, kind: str) -> bool:
    try:
        return bool(periods.label(period.start, period.end, kind))
    except ValueError:
        return False

"""Over time: the chosen area's line beside its benchmark's."""

from collections.abc import Sequence

import pandas as pd

from indicators import charts, lines, wording
from indicators.assessment import drawn_plan, words
from indicators.model import Indicator
from indicators.views.readable import readable
from indicators.views.view import NO_VALUE, Choice, Shown

CHOICES: Sequence[Choice] = ("group", "years")


def offered(indicator: Indicator) -> str:
    """Figures for small areas only have no line for the borough."""
    return "" if indicator.geography == "lsoa" else "Over time"


def frame(shown: Shown) -> pd.DataFrame:
    """The chosen area and, where the two are comparable, its benchmark: all periods that end within the chosen
    years, oldest first. Groups that are judged together with the headline are drawn beside it; then `label` is what
    stands at the end of a line."""
    selection, catalogue, indicator = shown.view.selection, shown.catalogue, shown.indicator
    beside = indicator.beside if selection.breakdown in ("", indicator.headline) else ()
    parts = [lines.line(shown.rows, selection.area, selection.breakdown).assign(role="area")]
    parts += [lines.line(shown.rows, selection.area, group).assign(role="beside") for group in beside]
    if selection.benchmark != selection.area and lines.comparable(indicator):
        bench = lines.benchmark_line(shown.rows, selection.breakdown, selection.benchmark, catalogue, selection.area)
        parts.append(bench.assign(role="benchmark"))
    both = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    both["series"] = [lines.area_name(catalogue, code) for code in both["area_code"]]
    if beside:
        groups = [lines.breakdown_name(indicator, key).lower() for key in both["breakdown"]]
        names = both["series"]
        both["series"] = [f"{area}, {group}" for area, group in zip(names, groups, strict=True)]
        both["label"] = names.where(both["role"] == "benchmark", [wording.capital(group) for group in groups])
    return _within_years(both, selection.first_year, selection.last_year)


def figures(shown: Shown) -> pd.DataFrame:
    """A row for each period of each line."""
    return readable(shown.frame, shown.indicator)


def title(shown: Shown) -> str:
    """What the latest figure says; with years left out the chart is not about it, and only says what it shows."""
    return words.title(shown.assessment) if shown.view.all_years else words.name(shown.assessment)


def chart(shown: Shown, mode: charts.Mode) -> charts.Chart | None:
    """Lines with intervals, and what the strategy wants of a line that is judged."""
    if shown.own["value"].isna().all():
        return None
    plan = drawn_plan(shown.assessment)
    drawn = charts.Plan(*plan) if plan else None
    return charts.trend(shown.frame, shown.indicator, shown.catalogue.strategy, shown.title, mode, drawn)


def nothing(shown: Shown) -> str:
    """That no figure is held, or that the publisher gives reasons only."""
    if shown.frame.empty:
        return shown.unheld(group=shown.view.selection.breakdown)
    return NO_VALUE if shown.own["value"].isna().all() else ""


def elsewhere(shown: Shown) -> Sequence[str]:
    """Not looked for."""
    return ()


def _within_years(frame: pd.DataFrame, first: int | None, last: int | None) -> pd.DataFrame:
    """The rows whose period ends in the years from `first` to `last`, both included; None leaves a side open."""
    years = frame["period_end"].dt.year
    inside: pd.DataFrame = frame[years.between(first or years.min(), last or years.max())]
    return inside.reset_index(drop=True)

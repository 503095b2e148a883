"""Breakdown: the chosen area by category of one dimension in one period, beside its benchmark."""

from collections.abc import Sequence

import pandas as pd

from indicators import charts, lines, wording
from indicators.model import Indicator
from indicators.views.readable import readable
from indicators.views.view import NO_VALUE, Choice, Shown

CHOICES: Sequence[Choice] = ("dimension", "period")
#: No more areas than these are named in a sentence.
NAMED = 4


def offered(indicator: Indicator) -> str:
    """Where the definition has a dimension, but for figures for small areas only."""
    return "Breakdown" if indicator.dimensions and indicator.geography != "lsoa" else ""


def frame(shown: Shown) -> pd.DataFrame:
    """The chosen area and, where the two are comparable, its benchmark: categories in their order."""
    rows, indicator, selection = shown.rows, shown.indicator, shown.view.selection
    keys = [key for key in lines.labels(indicator) if key.startswith(f"{shown.view.dimension}=")]
    order = {key: place for place, key in enumerate(keys)}
    own = rows[(rows["area_code"] == selection.area) & rows["breakdown"].isin(order)]
    parts = [own.assign(role="area", series=shown.area_name)]
    if selection.benchmark != selection.area and lines.comparable(indicator):
        bench = [lines.benchmark_line(rows, key, selection.benchmark, shown.catalogue, selection.area) for key in order]
        name = lines.area_name(shown.catalogue, selection.benchmark)
        parts += [part.assign(role="benchmark", series=name) for part in bench if len(part)]
    both = pd.concat(parts, ignore_index=True)
    both = both[both["period_end"] == pd.Timestamp(shown.view.end)]
    both = both.assign(place=both["breakdown"].map(order))
    return both.sort_values(["place", "role"], ignore_index=True).drop(columns="place")


def figures(shown: Shown) -> pd.DataFrame:
    """A row for each category of each area."""
    return readable(shown.frame, shown.indicator)


def title(shown: Shown) -> str:
    """What is shown, with the indicator where ten words hold it."""
    label = _label(shown)
    whole = f"{shown.indicator.title}, {shown.area_name}: {label.lower()}"
    return whole if len(whole.split()) <= wording.LONGEST_TITLE else f"{shown.area_name}: {label.lower()}"


def chart(shown: Shown, mode: charts.Mode) -> charts.Chart | None:
    """Bars, with the benchmark as a mark on the same line."""
    if shown.own["value"].isna().all():
        return None
    return charts.breakdown(shown.frame, shown.indicator, shown.title, mode)


def nothing(shown: Shown) -> str:
    """For which areas the breakdown is held, where it is not held for this one."""
    if len(shown.frame):
        return NO_VALUE if shown.own["value"].isna().all() else ""
    names = [lines.area_name(shown.catalogue, code) for code in elsewhere(shown)]
    if not names:
        return shown.unheld()
    if len(names) > NAMED:
        return f"{_label(shown)}: this is held for {len(names)} other areas, and not for {shown.area_name}."
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{_label(shown)}: this is held for {listed} only."


def elsewhere(shown: Shown) -> Sequence[str]:
    """The areas with a value in some category of the dimension, where the chosen one has none."""
    if len(shown.frame):
        return ()
    of_dimension = shown.rows["breakdown"].str.startswith(f"{shown.view.dimension}=")
    known = shown.rows[of_dimension & shown.rows["value"].notna()]
    places = [shown.catalogue.areas[code] for code in known["area_code"].unique()]
    size = {kind: place for place, kind in enumerate(reversed(lines.LARGER))}
    return [area.code for area in sorted(places, key=lambda area: (size.get(area.type, len(size)), area.name))]


def _label(shown: Shown) -> str:
    labels = (part.label for part in shown.indicator.dimensions if part.key == shown.view.dimension)
    return next(labels, shown.view.dimension)

"""Checks of the third stage: a file that does not say what it counts, and what its figures are beside those held."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.screening import matching
from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Screened, records, shown
from indicators.wording import count

#: How far the middle figure of a file may be from what is held before it is told. Over two months from
#: 15 July 2020 on, the middle district's households on Universal Credit have changed by -2% to +5%, by more only in the
#: roll-out of 2015 to 2019 and the first lockdown; over two years, its children in low income by -1% to +10%.
_LEAST, _MOST = 0.8, 1.25
#: How many periods a figure may be from the nearest one held: further away the line may have moved by itself.
_NEAR = 2


@check(
    "unnamed-measure",
    "error",
    "shape",
    title="The file does not say what it counts",
    means="The lines that name the measure are missing, and tables of other measures look the same.",
    mend="Say which indicator it is, or download the table with its heading.",
)
def unnamed_measure(check: Check, screened: Screened) -> Iterator[Finding]:
    if not screened.reading.unnamed or not screened.pairs.empty or screened.reading.cells.empty:
        return
    slugs = matching.could_be(screened.reading, screened.catalogue)
    name = screened.reading.named_by
    if slugs:
        could = f"It could be {' or '.join(f'{screened.catalogue.indicators[slug].title} ({slug})' for slug in slugs)}."
        yield screened.finding(check, f"The file has no '{name}': it does not say what it counts. {could}")
        return
    message = f"The file has no '{name}': it does not say what it counts, and no definition has such a table."
    yield screened.finding(check, message, "Download the table with its heading.")


@check(
    "unlike-held",
    "warning",
    "shape",
    title="Far from the figures held",
    means="A file that does not say what it counts has figures of another size than those that are held.",
    mend="Look up in Stat-Xplore, or wherever it is from, what the table counts: people are not households.",
)
def unlike_held(check: Check, screened: Screened) -> Iterator[Finding]:
    """For each indicator that the file is taken for, or could be: what part of the figures held its own are."""
    if screened.reading.unnamed:
        for supposed in (screened, *screened.supposed.values()):
            for slug, rows in _beside(supposed).groupby("indicator"):
                ratio = float(rows["ratio"].median())
                if not _LEAST <= ratio <= _MOST:
                    yield screened.finding(check, _unlike(supposed, str(slug), rows, ratio), indicator=str(slug))


def _beside(screened: Screened) -> pd.DataFrame:
    """The figures with that of the nearest period held of their line, no more than _NEAR periods away, and the `ratio`
    of the two. A period that is held is held against itself."""
    held = screened.held[screened.held["value"] > 0]
    rows = screened.sound[(screened.sound["value"] > 0) & screened.sound["line"].isin(held["line"].unique())]
    if rows.empty:
        return rows.assign(ratio=0.0)
    columns = ["line", "period_start", "period_end", "period_label", "value"]
    nearest = pd.merge_asof(
        rows.sort_values("period_start"),
        held[columns]
        .rename(columns=lambda name: name if name == "line" else f"held_{name}")
        .sort_values("held_period_start"),
        left_on="period_start",
        right_on="held_period_start",
        by="line",
        direction="nearest",
    ).dropna(subset=["held_value"])
    length = (nearest["period_end"] - nearest["period_start"]).dt.days + 1
    away = (nearest["period_start"] - nearest["held_period_start"]).dt.days.abs()
    near = nearest[np.rint(away / length) <= _NEAR]
    return near.assign(ratio=near["value"] / near["held_value"])


def _unlike(screened: Screened, slug: str, rows: pd.DataFrame, ratio: float) -> str:
    (first,) = records(rows.sort_values("position").head(1))
    then = "" if first["held_period_label"] == first["period_label"] else f" for {first['held_period_label']}"
    figures = "this figure is" if len(rows) == 1 else f"these {len(rows):,} figures are"
    other = count(len(screened.sound) - len(rows), "figure is", "figures are")
    more = f" {other} further than {_NEAR} periods from any held." if len(rows) < len(screened.sound) else ""
    return (
        f"{slug}: {figures} {ratio:.0%} of those held. First: {screened.area(first['area_code'])}, "
        f"{first['period_label']}: {shown(first['value'])} in the file, {shown(first['held_value'])} held{then}.{more}"
    )

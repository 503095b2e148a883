"""What the strategy's own text states, beside what is published."""

from collections.abc import Mapping

import pandas as pd

from indicators import lines, wording
from indicators.model import Catalogue, Indicator, StatedFigure


def table(catalogue: Catalogue, observations: Mapping[str, pd.DataFrame], slug: str = "") -> pd.DataFrame:
    """What the strategy's text states, what is published for that time now, and the latest figure; of one indicator
    where `slug` is given. Several periods in the time that a figure is about stand by their mean, which is said."""
    return pd.DataFrame(
        [
            {
                "The strategy says": figure.text,
                "Where": figure.place,
                "Published for that time": _published(figure, catalogue, observations),
                "Latest": _latest(figure, catalogue, observations),
                "What is known": figure.note,
            }
            for figure in catalogue.strategy.figures
            if slug in ("", figure.indicator)
        ]
    )


def _stated_line(
    figure: StatedFigure, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, Indicator] | None:
    if figure.value is None or figure.indicator not in observations:
        return None
    indicator = catalogue.indicators[figure.indicator]
    breakdown = figure.breakdown or indicator.headline
    known = lines.line(observations[figure.indicator], catalogue.strategy.area, breakdown)
    return known[known["value"].notna()], indicator


def _published(figure: StatedFigure, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]) -> str:
    held = _stated_line(figure, catalogue, observations)
    if held is None or figure.start is None or figure.end is None:
        return ""
    known, indicator = held
    start, end = pd.Timestamp(figure.start), pd.Timestamp(figure.end)
    inside = known[(known["period_start"] >= start) & (known["period_end"] <= end)]
    if inside.empty:
        return "no figure"
    text = wording.number(float(inside["value"].mean()), indicator)
    label = inside["period_label"].iloc[0]
    return f"{text} ({label})" if len(inside) == 1 else f"{text} (mean of {len(inside)} periods)"


def _latest(figure: StatedFigure, catalogue: Catalogue, observations: Mapping[str, pd.DataFrame]) -> str:
    held = _stated_line(figure, catalogue, observations)
    if held is None or held[0].empty:
        return ""
    last = held[0].iloc[-1]
    return f"{wording.number(float(last['value']), held[1])} ({last['period_label']})"

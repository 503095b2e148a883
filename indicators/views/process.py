"""A monthly or quarterly line as a process chart: its usual range, and the points that are more than usual."""

import pandas as pd

from indicators import charts, wording
from indicators.assessment import Process, words
from indicators.model import Indicator
from indicators.statistics import XMR_POINTS
from indicators.views.over_time import CHOICES, elsewhere, frame
from indicators.views.readable import readable
from indicators.views.view import Shown


def offered(indicator: Indicator) -> str:
    """Where change is read from one, but for figures for small areas only."""
    return "Process chart" if indicator.on_process_chart and indicator.geography != "lsoa" else ""


def figures(shown: Shown) -> pd.DataFrame:
    """The points of the chart with their limits; the line as it is where there is no chart."""
    return limits_table(shown.process) if _drawn(shown) else readable(shown.frame, shown.indicator)


def title(shown: Shown) -> str:
    """What the process does."""
    return words.process_title(shown.assessment)


def chart(shown: Shown, mode: charts.Mode) -> charts.Chart | None:
    """The points of the line's last unbroken stretch with mean and limits; None where it is too short or drifts."""
    if not _drawn(shown):
        return None
    charted = shown.process
    return charts.process(charted.points, charted.limits, charted.indicator, shown.title, mode)


def nothing(shown: Shown) -> str:
    """That no figure is held, or why there is no process chart."""
    if shown.frame.empty:
        return shown.unheld(group=shown.view.selection.breakdown)
    return "" if _drawn(shown) else f"There is no process chart. {shown.assessment.change.sentence}"


def limits_table(charted: Process) -> pd.DataFrame:
    """The points of a process chart with mean, limits and the rule that each meets: what the chart shows, no more."""
    indicator, limits = charted.indicator, charted.limits
    change = indicator.process_on == "yearly-change"
    return pd.DataFrame(
        {
            "Period": charted.points["period_label"],
            "Change on the year before" if change else "Figure": [
                wording.number(value, indicator) for value in limits["value"]
            ],
            "Value": limits["value"],
            "Mean": limits["mean"],
            "Lower limit": limits["lower"],
            "Upper limit": limits["upper"],
            "Rule": [wording.PROCESS_RULES.get(rule, "") for rule in limits["rule"]],
        }
    )


def _drawn(shown: Shown) -> bool:
    enough = bool(shown.own["value"].notna().any()) and len(shown.process.points) >= XMR_POINTS
    return enough and shown.process.fit.fits

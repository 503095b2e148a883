"""How fresh an indicator is: when its next figure is due, whether it is late, and a table that says so for all."""

from dataclasses import dataclass
from datetime import date

from indicators.model import Indicator
from indicators.period_kinds import months_later

#: Months from one period to the next, for those that come regularly.
CADENCE_MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12, "biennial": 24}


@dataclass(frozen=True)
class Freshness:
    """When the next figure is due, whether it is late, and whether a whole cycle was missed. None: nothing is due."""

    due: date | None
    late: bool
    missed_cycle: bool


def freshness(latest: date | None, indicator: Indicator, on: date) -> Freshness:
    """Due: the end of the next period plus the usual lag. Late after that; a cycle is missed one period later."""
    months = CADENCE_MONTHS.get(indicator.cadence)
    if months is None or latest is None:
        return Freshness(None, late=False, missed_cycle=False)
    due = months_later(latest, months + indicator.lag_months)
    missed = months_later(latest, 2 * months + indicator.lag_months)
    return Freshness(due, late=on > due, missed_cycle=on > missed)

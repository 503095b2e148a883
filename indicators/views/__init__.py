"""What an indicator's page can show, one module for each view. `VIEWS` is the one door; `show` opens it.

In a notebook, with `rows` of the indicator as `store.read` returns them and `catalogue` as `catalogue.load()` does:

    view = views.View("obesity-year-6", "over-time", Selection("E07000241", "E92000001"))
    views.show(view, rows, catalogue, date(2026, 11, 29)).chart().figure

A new view is a module like these and its line in `VIEWS`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from indicators.model import Catalogue, Indicator
from indicators.views import areas, breakdown, over_time, process, table
from indicators.views.choices import ends, groups, years
from indicators.views.readable import readable
from indicators.views.view import Choice, Kind, Shown, View

#: Every view by the name that it has in an address, the first one shown first.
VIEWS: Mapping[str, Kind] = MappingProxyType(
    {"over-time": over_time, "areas": areas, "breakdown": breakdown, "process": process, "table": table}
)


def offered(indicator: Indicator) -> dict[str, str]:
    """The views of an indicator, with the names they go by."""
    return {name: title for name, kind in VIEWS.items() if (title := kind.offered(indicator))}


def show(
    view: View, rows: pd.DataFrame, catalogue: Catalogue, on: date, held: Mapping[str, pd.DataFrame] | None = None
) -> Shown:
    """What a view shows of the observations of its indicator, with the answers of a day. KeyError: no such view.

    `held` are the observations of all indicators by slug, which counts are divided by.
    """
    return Shown(view, VIEWS[view.name], rows, catalogue, on, held or {})

"""What can be chosen in a view: groups, periods, years."""

import pandas as pd

from indicators import lines
from indicators.model import Indicator
from indicators.views.view import View


def groups(rows: pd.DataFrame, indicator: Indicator, area: str) -> dict[str, str]:
    """The breakdowns that the area has rows for, the headline first: "" -> "All", "sex=female" -> "Women and girls"."""
    of_area = rows[rows["area_code"] == area] if indicator.geography != "lsoa" else rows
    held = {indicator.headline, *of_area["breakdown"]}
    order = [indicator.headline, *(key for key in ["", *lines.labels(indicator)] if key != indicator.headline)]
    return {key: lines.breakdown_name(indicator, key) for key in order if key in held}


def ends(rows: pd.DataFrame, view: View) -> dict[str, str]:
    """The periods of the indicator's rows that the view can show, latest first: the day each ends -> its label.

    Some area has a value of the group then or, where a dimension is chosen, the area has one in some category of it.
    """
    known = rows["value"].notna()
    if view.dimension:
        of_dimension = rows["breakdown"].str.startswith(f"{view.dimension}=")
        chosen = rows[known & of_dimension & (rows["area_code"] == view.selection.area)]
    else:
        chosen = rows[known & (rows["breakdown"] == view.selection.breakdown)]
    ordered = chosen.sort_values(["period_end", "period_start"], ascending=False).drop_duplicates("period_end")
    return dict(zip(ordered["period_end"].dt.strftime("%Y-%m-%d"), ordered["period_label"], strict=True))


def years(rows: pd.DataFrame) -> list[int]:
    """The years in which periods end, oldest first."""
    return sorted(rows["period_end"].dt.year.unique().tolist())

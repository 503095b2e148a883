"""What an indicator for small areas says of the area they lie in: how many of them are at or below a value."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.model import Catalogue, Indicator


@dataclass(frozen=True)
class Share:
    """In one period: how many small areas are at or below the value, of how many."""

    period: str
    end: date
    number: int
    of: int


def shares(rows: pd.DataFrame, indicator: Indicator, area: str, catalogue: Catalogue) -> tuple[Share, ...]:
    """The shares of an area's small areas by period, the latest first; none where the definition asks for none."""
    if indicator.among is None:
        return ()
    within = {one.code for one in catalogue.areas.values() if one.type == "lsoa" and one.parent == area}
    mine = rows["area_code"].isin(within) & (rows["breakdown"] == indicator.headline) & rows["value"].notna()
    known = rows[mine].sort_values("period_end", ascending=False)
    found = []
    for label, same in known.groupby("period_label", sort=False):
        number = int((same["value"] <= indicator.among.at_most).sum())
        found.append(Share(str(label), same["period_end"].iloc[0].date(), number, len(same)))
    return tuple(found)

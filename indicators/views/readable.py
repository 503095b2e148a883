"""A frame of a view as people read it."""

import pandas as pd

from indicators import lines, wording
from indicators.model import Indicator


def readable(frame: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The frame as people read it: only columns that hold something, symbols in place of what is missing.

    Values keep their published precision; `Figure` is the value as it is written everywhere.
    """
    table = pd.DataFrame(
        {
            "Area": frame["series"],
            "Period": frame["period_label"],
            "Group": [lines.breakdown_name(indicator, key) for key in frame["breakdown"]],
            "Figure": [
                wording.marked(value, status, indicator)
                for value, status in zip(frame["value"], frame["status"], strict=True)
            ],
            "Value": frame["value"],
            "Lower 95% limit": frame["lower"],
            "Upper 95% limit": frame["upper"],
            "Count": frame["count"],
            "Denominator": frame["denominator"],
            "Publisher’s comparison with England": frame["published_comparison"],
            "Remarks": [_remarks(flags, note) for flags, note in zip(frame["flags"], frame["note"], strict=True)],
        }
    )
    always = {"Area", "Period", "Figure", "Value"}
    filled = [name for name in table if name in always or (table[name].notna() & (table[name] != "")).any()]
    return table[[name for name in filled if name != "Group" or indicator.dimensions]].reset_index(drop=True)


def _remarks(flags: str, note: str) -> str:
    return "; ".join([*map(wording.flag, flags.split()), *([note] if note else [])])

"""What publishing would change: the observations of a file beside those that are held."""

from dataclasses import dataclass

import pandas as pd

from indicators.model import KEY, OBSERVATIONS


@dataclass(frozen=True)
class Changes:
    """Rows with the columns of OBSERVATIONS; `revised` has what is held as `held_<column>` too."""

    new: pd.DataFrame
    revised: pd.DataFrame
    unchanged: int
    vanishing: pd.DataFrame  # held, and not in the file though it has the same line before and after

    @property
    def nothing(self) -> bool:
        """Whether publishing the file would change nothing."""
        return self.new.empty and self.revised.empty and self.vanishing.empty


def compare(observations: pd.DataFrame, held: pd.DataFrame, vanishing: pd.DataFrame | None = None) -> Changes:
    """The rows of a report's observations that are new, those that differ in any column, and how many do not."""
    mine = held[held["indicator"].isin(observations["indicator"].unique())]
    both = observations.merge(mine.assign(known=True).rename(columns=_held), on=list(KEY), how="left")
    known = both["known"].eq(True).to_numpy()
    differs = pd.Series(False, index=both.index)
    for name in OBSERVATIONS.names:
        if name not in KEY:
            one, other = both[name], both[_held(name)]
            differs |= (one != other) & ~(one.isna() & other.isna())
    revised = both[known & differs.to_numpy()].drop(columns="known")
    new = both.loc[~known, OBSERVATIONS.names]
    gone = held.iloc[:0] if vanishing is None else vanishing
    return Changes(new, revised, int((known & ~differs.to_numpy()).sum()), gone)


def _held(name: str) -> str:
    return name if name in (*KEY, "known") else f"held_{name}"

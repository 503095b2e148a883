"""What changed from some observations to others: the one meaning of new, revised, withdrawn and unchanged.

Two rows are the same observation where their KEY is the same. It is revised where any other column differs; what is
missing in both does not.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.model import KEY, OBSERVATIONS

#: What an observation says, beside which one it is.
SAID = [name for name in OBSERVATIONS.names if name not in KEY]


@dataclass(frozen=True)
class Changes:
    """Rows with the columns of OBSERVATIONS; `revised` has what was there before as `held_<column>` too."""

    new: pd.DataFrame
    revised: pd.DataFrame
    withdrawn: pd.DataFrame
    unchanged: int

    @property
    def nothing(self) -> bool:
        """Whether both hold the same."""
        return self.new.empty and self.revised.empty and self.withdrawn.empty

    @property
    def observations(self) -> pd.DataFrame:
        """What comes: the new rows, and the revised ones as they are now."""
        rows: pd.DataFrame = pd.concat([self.new, self.revised[OBSERVATIONS.names]], ignore_index=True)
        return rows

    @property
    def indicators(self) -> list[str]:
        """The slugs of the indicators that change, by name."""
        return sorted(
            {slug for rows in (self.new, self.revised, self.withdrawn) for slug in rows["indicator"].unique()}
        )


def between(before: pd.DataFrame, after: pd.DataFrame, leaving: pd.DataFrame | None = None) -> Changes:
    """What changed from all the rows before to all the rows after.

    With `leaving` the rows after are only some: of those before that they lack, none is withdrawn but those of
    `leaving`, of which only the columns of KEY count. A KEY that another program has put into the store twice is
    revised wherever it is in `after`: so `applied` leaves what `after` has.
    """
    was, now, going = _keys(before, after, before.iloc[:0] if leaving is None else leaving)
    size = max(codes.max(initial=-1) for codes in (was, now, going)) + 1
    times_before, times_after, times_leaving = (np.bincount(codes, minlength=size) for codes in (was, now, going))
    place = np.zeros(size, dtype="int64")
    place[was] = np.arange(len(was))
    known = times_before[now] > 0
    one, other = after[known].reset_index(drop=True), before.take(place[now[known]]).reset_index(drop=True)
    doubled = (times_before > 1) | (times_after > 1)
    revised = differing(one, other).any(axis=1).to_numpy() | doubled[now[known]]
    absent = (times_after == 0) & (True if leaving is None else times_leaving > 0)
    return Changes(
        after.loc[~known, OBSERVATIONS.names].reset_index(drop=True),
        pd.concat([one[OBSERVATIONS.names], other[SAID].add_prefix("held_")], axis=1)[revised].reset_index(drop=True),
        before[absent[was]].reset_index(drop=True),
        int((~revised).sum()),
    )


def applied(before: pd.DataFrame, changes: Changes) -> pd.DataFrame:
    """The rows before as these changes leave them: those that stay, then those that come."""
    was, gone, replaced = _keys(before, changes.withdrawn, changes.revised)
    stays = ~np.isin(was, np.concatenate([gone, replaced]))
    return pd.concat([before[stays], changes.observations], ignore_index=True)


def differing(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """For each row of one and the row of the other at its place, which columns but those of KEY differ."""
    pairs = {name: (one[name].array, other[name].array) for name in SAID}
    return pd.DataFrame({name: (a != b) & ~(pd.isna(a) & pd.isna(b)) for name, (a, b) in pairs.items()}, dtype="bool")


def _keys(*frames: pd.DataFrame) -> list[NDArray[np.int64]]:
    """For each frame the numbers from 0 on that stand for the KEY of its rows: comparing texts takes long."""
    keys = pd.concat([frame[list(KEY)] for frame in frames], ignore_index=True)
    codes = np.zeros(len(keys), dtype="int64")
    for name in KEY:
        parts, different = pd.factorize(keys[name], use_na_sentinel=False)
        codes = pd.factorize(codes * len(different) + parts)[0]
    return np.split(codes, np.cumsum([len(frame) for frame in frames])[:-1])

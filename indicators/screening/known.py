"""What is held, as the checks ask for it: of some indicators, or whatever looks like figures of a file.

Nothing reads more of the store than that: a file is of a few indicators, and the store may hold ten million figures.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Protocol

import pandas as pd

from indicators import store


class Known(Protocol):
    """What is held when a file is screened."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is held."""

    def of(self, slugs: Collection[str]) -> pd.DataFrame:
        """The observations of these indicators, as `store.read` has them."""

    def alike(self, figures: pd.DataFrame) -> pd.DataFrame:
        """The observations of any indicator with a `value` and a `period_end` that one of the figures has."""


class InFrame:
    """What a frame holds that has the columns of OBSERVATIONS, in the types of `store.read`."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows

    @property
    def empty(self) -> bool:
        """As `Known.empty`."""
        return self._rows.empty

    def of(self, slugs: Collection[str]) -> pd.DataFrame:
        """As `Known.of`."""
        return self._rows[self._rows["indicator"].isin(slugs)]

    def alike(self, figures: pd.DataFrame) -> pd.DataFrame:
        """As `Known.alike`."""
        return alike(self._rows, figures)


class InStore:
    """What a store holds, read when it is asked for."""

    def __init__(self, contents: store.Contents) -> None:
        self._contents = contents
        self._read = lru_cache(maxsize=8)(self._rows)

    @property
    def empty(self) -> bool:
        """As `Known.empty`."""
        return not any(True for _ in self._contents)

    def of(self, slugs: Collection[str]) -> pd.DataFrame:
        """As `Known.of`."""
        return self._read(tuple(sorted(set(slugs))))

    def alike(self, figures: pd.DataFrame) -> pd.DataFrame:
        """As `Known.alike`."""
        values, ends = figures["value"].dropna().unique(), {end.date() for end in figures["period_end"].unique()}
        found = [self._contents.rows(slug).table(ends=ends, values=values) for slug in self._contents]
        return store.frame(found)

    def _rows(self, slugs: tuple[str, ...]) -> pd.DataFrame:
        return store.frame([self._contents.rows(slug).table() for slug in slugs if slug in set(self._contents)])


def as_known(held: pd.DataFrame | store.Contents) -> Known:
    """What is held, be it in a frame or in a store."""
    return InFrame(held) if isinstance(held, pd.DataFrame) else InStore(held)


def alike(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Those of the rows with a `value` and a `period_end` that one of the figures has."""
    same_value = rows["value"].isin(figures["value"].unique()) & rows["value"].notna()
    return rows[same_value & rows["period_end"].isin(figures["period_end"].unique())]

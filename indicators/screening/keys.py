"""Numbers that stand for an observation, its line and its series: comparing whole numbers is fast, texts are slow."""

from collections.abc import Callable

import numpy as np
import pandas as pd

#: The day from which periods are counted; `periods` reads none before 1801 and none after 2100.
_FROM = np.datetime64("1800-01-01")
#: Room for the day on which a period starts, and for the days that it lasts.
_STARTS, _LENGTHS = 1 << 17, 1 << 13


def keyed(rows: pd.DataFrame, held: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both frames with whole numbers that mean the same in either: `series` (an indicator and breakdown), `line` (of
    one area), `window` (a period of a series) and `key` (an observation). A row without a period has a key and a
    window of its own, below zero."""
    split = len(rows)
    codes = {}
    for name in ("indicator", "breakdown", "area_code"):
        both = pd.concat([rows[name], held[name]], ignore_index=True)
        codes[name] = pd.factorize(both)[0].astype("int64")
    series = codes["indicator"] * (codes["breakdown"].max(initial=0) + 1) + codes["breakdown"]
    line = series * (codes["area_code"].max(initial=0) + 1) + codes["area_code"]
    period = np.concatenate([_period(rows), _period(held)])
    alone = -1 - np.arange(len(period))
    keys = {
        "series": series,
        "line": line,
        "window": np.where(period < 0, alone, series * _STARTS * _LENGTHS + period),
        "key": np.where(period < 0, alone, line * _STARTS * _LENGTHS + period),
    }
    return (
        rows.assign(**{name: numbers[:split] for name, numbers in keys.items()}),
        held.assign(**{name: numbers[split:] for name, numbers in keys.items()}),
    )


def positions(keys: "pd.Series[int]", among: "pd.Series[int]") -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The position of each key among others, which are all different; -1 for one that is not there."""
    return pd.Index(among).get_indexer(pd.Index(keys))


def beside(values: "pd.Series[float]", place: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> "pd.Series[float]":
    """The values at the places, missing where the place is -1."""
    return (
        values.reset_index(drop=True).reindex(pd.Index(np.where(place < 0, len(values), place))).reset_index(drop=True)
    )


def which(texts: "pd.Series[str]", holds: Callable[[str], bool]) -> "pd.Series[bool]":
    """For which of the texts it holds; each different text is looked at once."""
    codes, different = pd.factorize(texts)
    answers = np.array([*(holds(str(text)) for text in different), False], dtype=bool)
    return pd.Series(answers[codes], index=texts.index)


def _period(rows: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """First day and length as one number; -1 for a row without a period."""
    start = rows["period_start"].to_numpy(dtype="datetime64[D]")
    end = rows["period_end"].to_numpy(dtype="datetime64[D]")
    missing = np.isnat(start) | np.isnat(end)
    days = np.where(missing, 0, (start - _FROM).astype("int64"))
    lasts = np.where(missing, 0, (end - start).astype("int64"))
    return np.where(missing, -1, days * _LENGTHS + np.clip(lasts, 0, _LENGTHS - 1))

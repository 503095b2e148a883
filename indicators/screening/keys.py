"""Numbers that stand for an observation, its line and its series: comparing whole numbers is fast, texts are slow."""

from collections.abc import Callable

import numpy as np
import pandas as pd

_LINE = ("indicator", "breakdown", "area_code")
_PERIOD = ("period_start", "period_end")
#: What each of the numbers stands for.
_NUMBERS = {"series": _LINE[:2], "line": _LINE, "window": (*_LINE[:2], *_PERIOD), "key": (*_LINE, *_PERIOD)}


def keyed(rows: pd.DataFrame, held: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both frames with whole numbers that mean the same in either: `series` (an indicator and breakdown), `line` (of
    one area), `window` (a period of a series) and `key` (an observation), the latter in the order of their dates. Rows
    of a line that have no period share one."""
    both = {name: pd.concat([rows[name], held[name]], ignore_index=True) for name in (*_LINE, *_PERIOD)}
    codes, sizes = {}, {}
    for name in _LINE:
        codes[name], texts = pd.factorize(both[name])
        sizes[name] = len(texts)
    for name in _PERIOD:
        days, codes[name] = np.unique(both[name].to_numpy(), return_inverse=True)
        sizes[name] = len(days)
    keys = {
        of: np.ravel_multi_index([codes[name] for name in names], [sizes[name] for name in names])
        for of, names in _NUMBERS.items()
    }
    split = len(rows)
    return (
        rows.assign(**{name: numbers[:split] for name, numbers in keys.items()}),
        held.assign(**{name: numbers[split:] for name, numbers in keys.items()}),
    )


def positions(keys: "pd.Series[int]", among: "pd.Series[int]") -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The position of each key among others, which are all different; -1 for one that is not there."""
    return pd.Index(among).get_indexer(pd.Index(keys))


def beside(values: "pd.Series[float]", place: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> "pd.Series[float]":
    """The values at the places, missing where the place is -1."""
    return values.reset_index(drop=True).reindex(pd.Index(place)).reset_index(drop=True)


def which(texts: "pd.Series[str]", holds: Callable[[str], bool]) -> "pd.Series[bool]":
    """For which of the texts it holds; each different text is looked at once."""
    codes, different = pd.factorize(texts)
    answers = np.array([*(holds(str(text)) for text in different), False], dtype=bool)
    return pd.Series(answers[codes], index=texts.index)

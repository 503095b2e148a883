"""What other processes do in the tests of the store: publish at the same moment, or until they are killed.

A module of its own, because a fresh process imports the function that it is to run.
"""

from collections.abc import Iterable
from datetime import date
from multiprocessing.synchronize import Barrier, Event

import pandas as pd

from indicators import store
from indicators.errors import PublishedMeanwhile
from indicators.model import OBSERVATIONS

SHARED = range(2000, 2010)  # the years that every worker publishes


def figures(indicator: str, years: Iterable[int], value: float) -> pd.DataFrame:
    """One valid observation for each year, all of the same value."""
    rows = [
        {"indicator": indicator, "area_code": "E07000241", "breakdown": "", "value": value}
        | {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "period_label": str(year)}
        for year in years
    ]
    texts = {"status": "", "flags": "", "published_comparison": "", "note": ""}
    numbers = dict.fromkeys(("lower", "upper", "count", "denominator"), float("nan"))
    return pd.DataFrame([row | texts | numbers for row in rows])[OBSERVATIONS.names]


def mark(worker: int, turn: int) -> int:
    """A number that tells which worker published, and in which turn. Years of its own start from here too."""
    return 3000 + 100 * worker + turn


def publish_in_turns(where: str, barrier: Barrier, worker: int, turns: int) -> None:
    """Publishes the shared years and one of its own each turn, to the same indicator, until it has succeeded."""
    barrier.wait(60)
    for turn in range(turns):
        number = mark(worker, turn)
        rows = figures("obesity", [*SHARED, number], number)
        published = False
        while not published:
            try:
                published = store.publish(where, rows, by=f"worker {worker}", note=str(number)) is not None
            except PublishedMeanwhile:
                continue


def publish_until_killed(where: str, started: Event, first: int) -> None:
    """Publishes one number after the other: in all shared years of two indicators, with a file that says it."""
    for number in range(first, first + 100_000):
        rows = pd.concat([figures(name, SHARED, number) for name in ("obesity", "homelessness")])
        store.publish(where, rows, by="worker", note=str(number), files=["figures.csv"], content=str(number).encode())
        started.set()

"""Street-level crimes that stand in a file more than once: downloads put together, or a month with itself.

A crime has an ID, and no published file has one twice (of the 16,000 crimes in the 18 files at hand, none). Incidents
of anti-social behaviour have none, and several at one place are alike in every cell: that some are alike means nothing,
but where all of a month come in even numbers, the month is there twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.formats.reading import Fault
from indicators.wording import count

ID, MONTH, FORCE = "Crime ID", "Month", "Falls within"
#: What tells two records apart beside the ID.
PLACE = ("Longitude", "Latitude")
#: Months that one sentence lists.
_LISTED = 4
#: An ID in more rows than this is no crime's own: somebody has blacked it out. Nobody joins more downloads.
_COPIES = 10
#: So many different records without an ID must all be there a number of times: in a published month one in four is,
#: so eight are by chance once in 65,000 months.
_DIFFERENT = 8
#: From this part of a month's crimes on, it is the month that is there twice, and not a row that slipped.
_WHOLE = 0.5


@dataclass(frozen=True)
class Once:
    """The records without those that are there again, and what is told of it."""

    records: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def once(records: pd.DataFrame) -> Once:
    """Each crime once, by its ID; each incident without one as often as in one of the downloads.

    `records` have texts in all columns and their number in `row`. Where it cannot be known which incidents are there
    again they all stay, and that is a fault of its own.
    """
    headings = (records[MONTH] == MONTH) & (records[FORCE] == FORCE)
    told = f"{count(int(headings.sum()), 'row')} of headings further down, left out: downloads were put together."
    records = records[~headings].reset_index(drop=True)
    month = records.groupby([FORCE, MONTH], sort=False).ngroup()
    own = _with_own_id(records[ID])
    crimes, incidents = records[own], records[~own]
    again = crimes.duplicated([ID, MONTH])
    alike = incidents.groupby([name for name in records if name != "row"], sort=False)["row"]
    number = alike.transform("size")
    times = _times(month[own][~again], month[own], month[~own], number)
    copies = month[~own].map(times)
    more = alike.cumcount() >= number // copies.where(copies > 0, 1)
    unclear = [each for each, most in times.items() if most == 0]
    gone = pd.concat([again, more]).sort_index()
    faults = [*_doubled(records, gone & ~month.isin(unclear), own), *_unclear(records[month.isin(unclear)])]
    return Once(records[~gone], tuple(faults), (told,) if headings.any() else ())


def _with_own_id(ids: "pd.Series[str]") -> "pd.Series[bool]":
    """Which records have an ID of their own: none where all have the same, or many."""
    number = ids.groupby(ids).transform("size")
    own = (ids != "") & (number <= _COPIES)
    return own & (ids[own].nunique() > 1)


def _times(
    crimes: "pd.Series[int]", rows: "pd.Series[int]", incidents: "pd.Series[int]", number: "pd.Series[int]"
) -> Mapping[int, int]:
    """How often each month is there, by its crimes and by how many incidents are alike: 0 where that is not clear.

    Given are the months of the different crimes, of their rows and of the incidents, and how often each incident is
    there.
    """
    copies = (rows.value_counts() / crimes.value_counts()).to_dict()
    times = {}
    for month, alike in number.groupby(incidents):
        common, by_id = int(np.gcd.reduce(alike.to_numpy())), copies.get(month, np.nan)
        if np.isnan(by_id) or by_id < 1 + _WHOLE:  # incidents are told apart by themselves, as where they stand alone
            different = (1 / alike).sum()
            times[int(month)] = common if different >= _DIFFERENT else 1
        else:
            times[int(month)] = round(by_id) if common % round(by_id) == 0 else 0
    return times


def _doubled(records: pd.DataFrame, gone: "pd.Series[bool]", own: "pd.Series[bool]") -> Iterator[Fault]:
    """What is told of the records that are there again."""
    if not gone.any():
        return
    left = records[gone]
    crimes, others = int(own[gone].sum()), int((~own[gone]).sum())
    parts = [f"{count(crimes, 'row')} with a Crime ID that stands there already"] if crimes else []
    parts += [f"{count(others, 'row')} without an ID of their own, in every cell like others"] if others else []
    first = left[own[gone]].head(1) if crimes else left.head(1)
    row, crime = int(first["row"].iloc[0]), str(first[ID].iloc[0])
    message = f"{' and '.join(parts)}, of {_months(left)}. Each crime is counted once."
    yield Fault("doubled-crimes", message, row=row, column=ID, value=crime)


def _unclear(records: pd.DataFrame) -> Iterator[Fault]:
    if len(records):
        message = (
            f"Most crimes of {_months(records)} stand there more than once, and not all incidents without an ID do."
        )
        yield Fault("doubled-incidents", message, row=int(records["row"].iloc[0]), column=ID)


def _months(records: pd.DataFrame) -> str:
    """The forces and months of the records."""
    different = records[[FORCE, MONTH]].drop_duplicates()
    names = [f"{force} {month}" for force, month in different.itertuples(index=False)]
    more = f" and {len(names) - _LISTED} more months" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more

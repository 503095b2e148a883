"""Check of the third stage: a month of crime that lacks offences which its force always records."""

from collections.abc import Iterator

import pandas as pd

from indicators.screening.checks import check
from indicators.screening.finding import Check, Finding
from indicators.screening.screened import Screened
from indicators.wording import count

#: What tells the measures of street-level crime apart.
_TYPE, _FORCE = "Crime type", "Falls within"
#: The force of a definition that names none.
_ANY = ""
#: How the sums begin that the reader makes of them.
_ALL = "All crime"
#: The types that each of the 18 published files at hand has, of October 2018 to December 2021.
TYPES = (
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
)
_SINCE = "2018-10"
#: A force with so many records in a month has some of each type: the rarest, robbery and theft from the person, are
#: six in a thousand of Hertfordshire's in January 2021, so none of 2,000 is by chance once in 160,000 months.
_MANY = 2_000
#: A type that has this many records in a month elsewhere in the file, or is held with them, is missing by chance once
#: in 400 months.
_EXPECTED = 6


@check(
    "fewer-offences",
    "warning",
    "shape",
    title="Fewer types of crime",
    means="The month lacks types of crime that the force has in other months: the file may have been cut.",
    mend="Upload the file as data.police.uk has it, or all crime is counted too low.",
)
def fewer_offences(check: Check, screened: Screened) -> Iterator[Finding]:
    """A month of a force without a type that its other months in the file have, that is held, or that all have."""
    measures = screened.reading.measures
    if screened.reading.cells.empty or not measures or not {_TYPE, _FORCE} <= set(measures[0]):
        return
    counted = _counted(screened)
    usual = pd.concat([_elsewhere(counted), _held(screened)])
    usual = usual[usual["value"] >= _EXPECTED]
    for (force, month), rows in counted.groupby([_FORCE, "period"], sort=True):
        there = set(rows.loc[rows["value"] > 0, _TYPE])
        expected = set(usual.loc[usual[_FORCE].isin([force, _ANY]), _TYPE])
        expected |= set(TYPES) if rows["value"].sum() >= _MANY and str(month) >= _SINCE else set()
        if missing := sorted(expected - there):
            few = f"{force}, {month}: {count(len(there), 'type')} of crime"
            yield screened.finding(check, f"{few}. Missing: {', '.join(missing)}.", column=_TYPE, value=str(month))


def _counted(screened: Screened) -> pd.DataFrame:
    """The records of each force, month and type, but for the sum that the reader makes of them."""
    measures = pd.DataFrame([dict(measure) for measure in screened.reading.measures])
    cells = screened.reading.cells[["measure", "period", "value"]]
    cells = cells.assign(value=pd.to_numeric(cells["value"])).join(measures, on="measure")
    real = cells[~cells[_TYPE].str.startswith(_ALL)]
    counted: pd.DataFrame = real.groupby([_FORCE, "period", _TYPE])[["value"]].sum().reset_index()
    return counted


def _elsewhere(counted: pd.DataFrame) -> pd.DataFrame:
    """The records of each force and type in a month of the file, as a mean."""
    months = counted.groupby(_FORCE)["period"].nunique()
    every: pd.DataFrame = counted.groupby([_FORCE, _TYPE])[["value"]].sum().reset_index()
    return every.assign(value=every["value"] / every[_FORCE].map(months))


def _held(screened: Screened) -> pd.DataFrame:
    """The records of each force and type in a period that is held, as a mean, for the areas of the file."""
    every = screened.catalogue.indicators.values()
    held = screened.known.of([each.slug for each in every if any(_TYPE in source.match for source in each.files)])
    held = held[held["area_code"].isin(screened.areas["area_code"].unique())]
    of_period = held.groupby(["indicator", "period_end"])["count"].sum().groupby("indicator").mean()
    rows = [
        (source.match.get(_FORCE, _ANY), source.match[_TYPE], of_period[slug])
        for slug in of_period.index
        if slug in screened.catalogue.indicators
        for source in screened.catalogue.indicators[slug].files
        if _TYPE in source.match
    ]
    types = pd.DataFrame(rows, columns=[_FORCE, _TYPE, "value"])
    return types[~types[_TYPE].str.startswith(_ALL)]

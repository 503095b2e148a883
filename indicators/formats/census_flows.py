"""The census table of flows between home and workplace: a row for each pair of authorities and place of work.

What is read is how many of an area's residents work elsewhere, and the share that they are of those in work: the
table has flows alone.
"""

import pandas as pd

from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import delimited, header_of, missing, numbered, placed, recognised
from indicators.wording import count

TITLE = "Census 2021 flows from home to workplace, ODWP01EW (CSV)"
AMONG = "Among"
DESCRIPTORS = (AMONG,)
DOWNLOAD = (
    "The origin–destination table ODWP01EW of Census 2021 for lower tier local authorities, whole, from the census "
    "pages of Nomis or the ONS."
)
RECOGNISED = (
    "By the headings `Lower tier local authorities code`, `LTLA of workplace code`, `Place of work indicator (4 "
    "categories) code` and `Count`."
)
MATCH = (
    '`Among` is "All in work" or "Residents who travel to a fixed workplace". Value is the share of them whose '
    "workplace is in another authority, offshore or abroad, in per cent; count and denominator stand beside it."
)
TRAPS = (
    "Home workers and people without a fixed workplace are coded to their home authority.",
    "People not in work have a row as well (-8) and are left out.",
    "The table does not say its year: its categories are those of 2021.",
    "An area whose flows are not all there, as in a file cut to another area, is left out and counted in a note.",
)

_HOME, _NAME = "Lower tier local authorities code", "Lower tier local authorities label"
_WORK, _HOW, _COUNT = "LTLA of workplace code", "Place of work indicator (4 categories) code", "Count"
_COLUMNS = (_HOME, _NAME, _WORK, _HOW, _COUNT)
_SIGNATURE = (_HOME, _WORK, _HOW, _COUNT)
#: The codes of the place of work: at home or nowhere fixed; offshore or abroad; a fixed place in the country.
_AT_HOME, _ABROAD, _FIXED = "1", "2", "3"
_YEAR = "2021"
ALL, TRAVELLING = "All in work", "Residents who travel to a fixed workplace"
#: Whom each measure is about.
_WHO = {ALL: (_AT_HOME, _ABROAD, _FIXED), TRAVELLING: (_FIXED,)}
_AS_THEY_ARE = {
    "area_code": _HOME,
    "area_name": _NAME,
    "period": "period",
    "value": "value",
    "count": "leaving",
    "denominator": "in work",
}


def recognises(file: File) -> bool:
    """Whether the text has the columns of this table."""
    return recognised(file, _SIGNATURE)


def read(file: File) -> Reading:
    """For each area of residence how many work in another authority, of all in work and of those who travel.

    A count that is no number is a fault, and nothing is read for its area. An area without flows within itself is one
    of whose flows the file has not all: it is counted in `notes` and nowhere else.
    """
    header = header_of(file, _SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(missing(None, _SIGNATURE)))
    table = delimited(file, header, _COLUMNS)
    flows = table.frame.assign(row=table.frame.index).reset_index(drop=True)
    flows = flows.assign(**{_NAME: flows.get(_NAME, ""), "people": pd.to_numeric(flows[_COUNT], errors="coerce")})
    wrong = flows[flows["people"].isna()]
    again = flows[flows.duplicated([_HOME, _WORK, _HOW], keep="first")]
    faults = [
        *table.faults,
        *_twice(again),
        *(_no_count(row, text) for row, text in zip(wrong["row"], wrong[_COUNT], strict=True)),
    ]
    stays = flows[flows[_HOME] == flows[_WORK]]
    whole = set(stays.loc[stays[_HOW] == _AT_HOME, _HOME]) & set(stays.loc[stays[_HOW] == _FIXED, _HOME])
    kept = flows[flows[_HOME].isin(whole - set(wrong[_HOME]))]
    others = flows[_HOME].nunique() - kept[_HOME].nunique()
    notes = (f"Left out: {others:,} areas of whose flows the file has not all.",) if others else ()
    counted = pd.concat([_leaving(kept, among) for among in _WHO])
    if counted.empty and not faults:
        faults.append(Fault("nothing-to-read", "No area has its flows in the file whole."))
    measures, measure = numbered(counted, DESCRIPTORS)
    return Reading(measures, placed(counted, measure, _AS_THEY_ARE, _COUNT), tuple(faults), notes)


def _leaving(flows: pd.DataFrame, among: str) -> pd.DataFrame:
    """A row for each area of residence: who works elsewhere, of how many, and the share, as texts."""
    mine = flows[flows[_HOW].isin(_WHO[among])]
    elsewhere = mine["people"].where((mine[_HOW] == _ABROAD) | (mine[_HOME] != mine[_WORK]), 0)
    areas = mine.assign(elsewhere=elsewhere).groupby(_HOME, sort=False, as_index=False)
    sums = areas.agg({_NAME: "first", "row": "min", "people": "sum", "elsewhere": "sum"})
    whole = {"leaving": sums["elsewhere"], "in work": sums["people"]}
    texts = {name: people.astype("int64").astype("str") for name, people in whole.items()}
    share = (100 * sums["elsewhere"] / sums["people"]).map(repr).astype("str")  # of no areas too
    written: pd.DataFrame = sums.assign(**texts, value=share, period=_YEAR, **{AMONG: among}).set_index("row")
    return written


def _twice(again: pd.DataFrame) -> list[Fault]:
    """One fault for all flows that are in the file again: added up they would count people twice."""
    if again.empty:
        return []
    first = again.iloc[0]
    message = (
        f"{count(len(again), 'flow is', 'flows are')} in the file more than once, as where a file was joined twice."
    )
    return [Fault("bad-row", message, row=int(first["row"]), value=str(first[_COUNT]), fix="Download the table again.")]


def _no_count(row: int, text: str) -> Fault:
    return Fault("bad-row", f"The count '{text}' is not a number; its area is left out.", row=int(row), value=str(text))

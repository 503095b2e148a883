"""Census 2021 "create a custom dataset" of the ONS: a row per area and category, the variables crossed.

Each variable has a column of codes and one of names, headed by how many categories it has.
"""

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import Header, plain

TITLE = 'Census 2021, "create a custom dataset", Office for National Statistics (CSV)'
VARIABLES, CATEGORY, FIGURE = "Variables", "Category", "Figure"
DESCRIPTORS = (VARIABLES, CATEGORY, FIGURE)
COUNT, SHARE = "Count", "Percentage"
DOWNLOAD = (
    'The CSV of "Create a custom dataset" on the census pages of the Office for National Statistics: choose the '
    "population, the type of area (lower tier local authorities) and one variable, or several to cross them."
)
RECOGNISED = (
    "By the heading `Observation` behind pairs of headings such as `Lower tier local authorities Code` and `Lower tier "
    "local authorities`, of which others end in a number of categories: `Ethnic group (6 categories)`."
)
MATCH = (
    'Name all three: `Variables` as in the heading (`"Ethnic group (6 categories)"`; crossed ones with semicolons '
    'between them), `Category` as in its cell (`"White"`), and `Figure`. The file holds counts (`"Count"`); of one '
    'variable that is not crossed `"Percentage"` is worked out, each category in all of them.'
)
TRAPS = (
    'Rows that say "Does not apply" (code -8) hold nobody who could have answered: they are in no percentage.',
    "The file says neither which population is counted nor of which census: households and the people in them look "
    "alike. Choose all usual residents for what is asked of people.",
    "Where a category of an area is missing, no percentage is worked out for it: the parts would be of less than all.",
    "Counts are altered a little to protect people, so totals of two files may differ by a few.",
)

#: The service offers no other census; a later one will have headings of its own.
PERIOD = "Census 2021"
NOT_APPLICABLE = "Does not apply"
OBSERVATION = "Observation"
#: Types of area that the service offers; its headings of areas end in one of them.
_AREA = re.compile(
    r".*\b(?:Countries|Regions|local authorities|Output Areas|wards(?: and divisions)?|constituencies|"
    r"England and Wales|health boards|sub integrated care boards|integrated care boards|National Parks)",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r".+\((?P<categories>\d+) categor(?:y|ies)\)", re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_SEPARATOR = "; "


class Columns(NamedTuple):
    """The heading of areas, whose codes are in the column so called with " Code" behind, and those of variables."""

    area: str
    variables: tuple[str, ...]


def recognises(file: File) -> bool:
    """Whether a row near the top has codes and names of areas, of variables, and an observation."""
    header = None if file.is_workbook else tabular.header(file.head, (OBSERVATION,))
    return header is not None and _columns(header) is not None


def read(file: File) -> Reading:
    """The count of every row; of a single variable also each category's share of all, with its count and the sum."""
    header = tabular.header_of(file, (OBSERVATION,))
    columns = _columns(header) if header else None
    if header is None or columns is None:
        sought = f"No row holds a kind of area, its code, a variable such as 'Sex (2 categories)' and '{OBSERVATION}'."
        return Reading((), cells([], []), (Fault("no-header", sought),))
    code = f"{columns.area} Code"
    codes = [f"{name} Code" for name in columns.variables]
    table = tabular.delimited(file, header, (code, columns.area, *columns.variables, *codes, OBSERVATION))
    lacking = tabular.missing(header, (code, *columns.variables))
    frame = _described(table.frame, columns)
    parts, faults = [frame.assign(**{FIGURE: COUNT})], [*lacking, *table.faults]
    if len(columns.variables) == 1 and not frame.empty:
        shares, incomplete = _shares(frame, columns, code)
        parts.append(shares)
        faults += incomplete
    whole = pd.concat(parts)
    measures, measure = tabular.numbered(whole, DESCRIPTORS)
    texts = {"area_code": code, "area_name": columns.area, "value": "value", "count": "count", "denominator": "of"}
    rows = tabular.placed(whole, measure, texts, header.heading(OBSERVATION)).assign(period=PERIOD)
    return Reading(measures, rows, tuple(faults))


def _columns(header: Header) -> Columns | None:
    """The areas and variables of a header; None if it is of another layout."""
    headings = [name for name in header.headings if f"{name} Code".casefold() in map(str.casefold, header.headings)]
    areas = [name for name in headings if _AREA.fullmatch(name) and not _VARIABLE.fullmatch(name)]
    variables = tuple(name for name in headings if _VARIABLE.fullmatch(name))
    return Columns(areas[0], variables) if len(areas) == 1 and variables else None


def _described(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """The rows with their descriptors and their value; the categories of crossed variables are put together."""
    first, *others = (tabular.by_text(frame[name], plain) for name in columns.variables)
    category = first
    for other in others:
        category = category + _SEPARATOR + other
    named = frame.assign(value=frame[OBSERVATION], count="", of="")
    named[VARIABLES], named[CATEGORY] = _SEPARATOR.join(columns.variables), category
    return named


def _shares(frame: pd.DataFrame, columns: Columns, code: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Each category's percentage of an area's sum, where the area has every category once and a count in each."""
    applies = frame[~_not_applicable(frame, columns)]
    texts, different = pd.factorize(applies["value"].str.strip())
    counts = pd.Series([_count(text) for text in different], dtype="float64").take(texts).set_axis(applies.index)
    areas = applies[code]
    wanted = _expected(frame, columns)
    sums = counts.groupby(areas).agg(["sum", "count"])
    sums["rows"], sums["categories"] = areas.groupby(areas).size(), applies.groupby(code)[CATEGORY].nunique()
    whole = sums[(sums["count"] == sums["rows"]) & (sums["rows"] == sums["categories"]) & (sums["sum"] > 0)]
    whole = whole[whole["categories"] == wanted]
    kept = applies[areas.isin(whole.index)]
    totals = whole["sum"].reindex(kept[code]).to_numpy()
    share = [repr(float(part)) for part in 100 * counts[kept.index].to_numpy() / totals]
    shares = kept.assign(value=share, count=kept["value"], of=[str(int(total)) for total in totals])
    left_out = sums.index.difference(whole.index)
    return shares.assign(**{FIGURE: SHARE}), [_incomplete(list(map(str, left_out)), wanted)] if len(left_out) else []


def _not_applicable(frame: pd.DataFrame, columns: Columns) -> "pd.Series[bool]":
    """Whether the category is "Does not apply", by its name or by its code, which is below zero."""
    named, codes = frame[CATEGORY].str.casefold().eq(NOT_APPLICABLE.casefold()), f"{columns.variables[0]} Code"
    return named | frame[codes].str.strip().str.startswith("-") if codes in frame else named


def _count(text: str) -> float:
    return float(text) if _WHOLE.fullmatch(text) else math.nan


def _expected(frame: pd.DataFrame, columns: Columns) -> int:
    """How many categories an area has of those that apply: "Does not apply" is one of the number in the heading."""
    match = _VARIABLE.fullmatch(columns.variables[0])
    stated = int(match["categories"]) if match else 0
    apart = np.unique(frame.loc[_not_applicable(frame, columns), CATEGORY])
    return stated - len(apart)


def _incomplete(areas: Sequence[str], wanted: int) -> Fault:
    named = ", ".join(areas[:3]) + (f" and {len(areas) - 3} more" if len(areas) > 3 else "")
    return Fault(
        "bad-row",
        f"{named}: not every category is there once with a count, so no percentage is worked out.",
        column=OBSERVATION,
        fix=f"Download the file again with all {wanted} categories that apply.",
    )

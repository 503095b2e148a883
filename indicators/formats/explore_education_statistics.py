"""CSV files of Explore Education Statistics (Department for Education): a row per period, area and group of filters.

The file does not say which of its columns are filters and which are figures: a column in which every cell is a number
or a symbol holds figures, any other is a filter.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells
from indicators.formats.tabular import plain
from indicators.period_kinds import MONTHS

TITLE = "Explore Education Statistics, Department for Education (CSV)"
INDICATOR, FILTERS, TIME = "Indicator", "Filters", "Time identifier"
DESCRIPTORS = (INDICATOR, FILTERS, TIME)
DOWNLOAD = (
    'The CSV files on "Explore education statistics": a whole data set, a table of your own saved as CSV, or a file '
    "taken out of a release's ZIP; kept as downloaded."
)
RECOGNISED = (
    "By the headings `time_period`, `time_identifier`, `geographic_level` and `country_code`, in any order and case."
)
MATCH = (
    "`Indicator` is the heading of a column of figures, `Filters` all filters of the row in the order of the columns "
    '(`"sex: Girls; school_type: State-funded"`), those that are "Total" left out, so that it is empty for everybody; '
    "`Time identifier` is as in the file. No indicator is taken from this layout so far: the department's files do not "
    "say by which population a rate is worked out, or whether pupils are counted where they live or go to school."
)
TRAPS = (
    "`202425` is a year of schools, of finance or of taxes: the column beside it says which, and a term or a part of a "
    "year is no year.",
    "Figures of a year so far come out under the same academic year as those of the whole: look at the release.",
    "Only England, regions, local authorities and districts are read; rows of schools, colleges, constituencies and "
    "others are left out.",
    "`z` is not applicable, `c` confidential, `x` not available, `u` unreliable, and both `low` and `k` round to zero.",
    "A local authority is a county where there are districts below it.",
    "A filter of which every value is a number, such as an age, is taken for figures: then its rows repeat each other.",
)

SIGNATURE = ("time_period", "time_identifier", "geographic_level", "country_code")
#: Columns of code and name by level. Rows of another level are left out.
LEVELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "national": ("country_code", "country_name"),
        "regional": ("region_code", "region_name"),
        "local authority": ("new_la_code", "la_name"),
        "local authority district": ("lad_code", "lad_name"),
    }
)
#: What the department's letters mean that other publishers do not use; z, c, x, u and low mean the same to all.
MARKERS: Mapping[str, str] = MappingProxyType({"k": "low", "~": "low", ":": "x"})
#: Identifiers of years, in small letters. What a reporting year is differs from release to release.
_ACADEMIC, _CALENDAR, _REPORTING = "academic year", "calendar year", "reporting year"
_FINANCIAL = ("financial year", "tax year")
#: Columns that tell where a row is, or what it was made of, and never a group of people.
_PLACE = re.compile(
    r"(?:country|region|(?:old_|new_)?la|lad|pcon|ward|lep|lsip|mca|english_devolved_area|opportunity_area|"
    r"local_enterprise_partnership|local_skills_improvement_plan_area|mat|trust|sponsor|school|provider|institution|"
    r"rsc_region|planning_area|police_force_area|pfa)_(?:code|name|urn|laestab|ukprn|id|lead_name)",
    re.IGNORECASE,
)
_NUMBER = r"^ *-?(?:[0-9]+(?:\.[0-9]+)?|[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?)(?:[eE][+-][0-9]{1,2})? *%? *$"
#: Of a publisher that marks what is not there; an empty cell is one, too.
_SYMBOLS = (
    "",
    "z",
    "c",
    "x",
    "u",
    "k",
    "low",
    ":",
    "~",
    "*",
    "..",
    ".",
    "-",
    "na",
    "n/a",
    "[z]",
    "[c]",
    "[x]",
    "[low]",
)
_SPLIT = re.compile(r"(\d{4})(\d\d)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_QUARTER = re.compile(r"(?P<year>.+ year) (?P<quarter>Q[1-4])", re.IGNORECASE)
_MONTHS = tuple(name.casefold() for name in MONTHS)
_TOTAL = "total"
_SEPARATOR = "; "


def recognises(file: File) -> bool:
    """Whether a row near the top holds the headings that only this layout has."""
    return tabular.recognised(file, SIGNATURE)


def read(file: File) -> Reading:
    """A cell for each row of a level that is read and each column of figures."""
    header = tabular.header_of(file, SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(header, SIGNATURE)))
    table = tabular.delimited(file, header)
    names = map(str, table.frame)
    frame = table.frame.rename(columns={name: name.casefold() for name in names if _is_known(name)})
    level = tabular.by_text(frame["geographic_level"], lambda text: plain(text).casefold())
    mine = level.isin(LEVELS)
    figures, filters = _columns(frame[mine])
    faults = [*table.faults, *_faults(frame, level, figures, header.row)]
    fixed = _places(frame[mine], level[mine]).assign(
        **{FILTERS: _filters(frame[mine], filters), TIME: tabular.by_text(frame.loc[mine, "time_identifier"], plain)}
    )
    long = _long(fixed.assign(period=_periods(frame[mine])), frame.loc[mine, figures])
    measures, measure = tabular.numbered(long, DESCRIPTORS)
    texts = {"area_code": "code", "area_name": "name", "period": "period", "value": "value"}
    found = tabular.placed(long, measure, texts, "").assign(column=long[INDICATOR].array)
    return Reading(measures, found, tuple(faults), _notes(level), MARKERS)


def period_of(time_period: str, identifier: str) -> str:
    """The period in a form that nothing else is written in; where there is none, both texts together."""
    period, name = plain(time_period), plain(identifier)
    years, quarter = _SPLIT.fullmatch(period), _QUARTER.fullmatch(name)
    kind = (quarter["year"] if quarter else name).casefold()
    if years and _follows(years):
        if kind in _FINANCIAL:
            return f"{years[1]}/{years[2]} {quarter['quarter'].upper()}" if quarter else f"FYE {int(years[1]) + 1}"
        if kind == _ACADEMIC and not quarter:
            return f"{years[1]}-09-01/P1Y"
    elif _YEAR.fullmatch(period):
        if kind == _CALENDAR:
            return f"{period} {quarter['quarter'].upper()}" if quarter else f"{period}-01-01/P1Y"
        if kind in _MONTHS:
            return f"{period}-{_MONTHS.index(kind) + 1:02}"
        if kind == _REPORTING:
            return period
    return f"{name} {years[1]}/{years[2]}" if years else f"{name} {period}".strip()


def _follows(years: re.Match[str]) -> bool:
    return (int(years[1]) + 1) % 100 == int(years[2])


def _is_known(name: str) -> bool:
    return name.casefold() in SIGNATURE or _PLACE.fullmatch(name) is not None


def _columns(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The columns of figures and the filters; one in which every cell is empty or a symbol is of figures, too."""
    others = [name for name in frame if name and not _is_known(str(name))]
    figures = [str(name) for name in others if _holds_figures(frame[name])]
    return figures, [str(name) for name in others if name not in figures]


def _holds_figures(column: pd.Series) -> bool:
    """Whether every different text is a number or a symbol, and not every one is empty."""
    different = pc.unique(pa.array(column, pa.large_string()))
    symbol = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(different)), pa.array(_SYMBOLS, pa.large_string()))
    number = pc.match_substring_regex(different, _NUMBER)
    return bool(pc.all(pc.or_(symbol, number)).as_py()) and different.to_pylist() != [""]


def _places(frame: pd.DataFrame, level: "pd.Series[str]") -> pd.DataFrame:
    """The code and name of each row's own level."""
    blank = pd.Series("", index=frame.index, dtype="str")
    texts = {}
    for at, name in enumerate(("code", "name")):
        choices = [frame.get(columns[at], blank) for columns in LEVELS.values()]
        texts[name] = pd.array(np.select([level.eq(each) for each in LEVELS], choices, ""), dtype="str")
    return pd.DataFrame(texts, index=frame.index)


def _filters(frame: pd.DataFrame, filters: Sequence[str]) -> "pd.Series[str]":
    """The filters of each row in one text, each different row of them once; those that are "Total" are left out."""
    if not filters or frame.empty:
        return pd.Series("", index=frame.index, dtype="str")
    place = frame.groupby(list(filters), sort=False).ngroup()
    first = frame.loc[~place.duplicated(), list(filters)]
    texts = [
        _SEPARATOR.join(
            f"{name}: {plain(text)}"
            for name, text in zip(filters, row, strict=True)
            if plain(text) and plain(text).casefold() != _TOTAL
        )
        for row in first.itertuples(index=False, name=None)
    ]
    return pd.Series(pd.array(texts, dtype="str").take(place.to_numpy()), index=frame.index)


def _periods(frame: pd.DataFrame) -> "pd.Series[str]":
    both = frame["time_period"] + "\n" + frame["time_identifier"]
    return tabular.by_text(both, lambda text: period_of(*text.split("\n", 1)))


def _long(fixed: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """A row per row and column of figures, row by row."""
    long = fixed.loc[fixed.index.repeat(len(figures.columns))]
    values = figures.to_numpy(dtype="object").ravel()
    names = np.tile(figures.columns.to_numpy(dtype="object"), len(figures))
    return long.assign(value=pd.array(values, dtype="str"), **{INDICATOR: pd.array(names, dtype="str")})


def _faults(frame: pd.DataFrame, level: "pd.Series[str]", figures: Sequence[str], row: int) -> list[Fault]:
    """What is missing for reading: columns of figures, rows of a level that is read, the codes of a level."""
    there = [each for each in LEVELS if level.eq(each).any()]
    if frame.empty:
        return []
    if not there:
        return [Fault("nothing-to-read", "No row is of England, a region, a local authority or a district.", row=row)]
    if not figures:
        return [Fault("missing-column", "There is no column of figures.", row=row)]
    lost = [LEVELS[each][0] for each in there if LEVELS[each][0] not in frame]
    return [Fault("missing-column", f"The column '{name}' is missing.", row=row, column=name) for name in lost]


def _notes(level: "pd.Series[str]") -> tuple[str, ...]:
    left = int((~level.isin(LEVELS)).sum())
    many = "1 row of another level is" if left == 1 else f"{left:,} rows of other levels are"
    return (f"{many} left out.",) if left else ()

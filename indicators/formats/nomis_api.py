"""CSV files of the Nomis API: a row per area, date, measure and value, with `OBS_VALUE` and often `RECORD_COUNT`."""

from collections.abc import Mapping

import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells

TITLE = "Nomis API, Office for National Statistics (CSV)"
MEASURES = "MEASURES_NAME"
#: The dimensions of the datasets that boroughs use; a file's other dimensions are descriptors, too.
DESCRIPTORS = (
    "VARIABLE_NAME",
    "CELL_NAME",
    "ITEM_NAME",
    "PAY_NAME",
    "MEASURE_NAME",
    "GENDER_NAME",
    "SEX_NAME",
    "C_SEX_NAME",
    "AGE_NAME",
    "C_AGE_NAME",
    "INDUSTRY_NAME",
    "RURAL_URBAN_NAME",
    MEASURES,
)
DOWNLOAD = (
    "CSV from `www.nomisweb.co.uk/api/v01/dataset/…data.csv`, a row per figure. Keep at least `DATE_NAME`, "
    "`GEOGRAPHY_CODE` and `OBS_VALUE` when choosing columns, and `RECORD_COUNT`, by which a cut file is noticed."
)
RECOGNISED = "By `OBS_VALUE` beside a column of areas (`GEOGRAPHY…`) and one of dates (`DATE…`)."
MATCH = (
    "Every other column that ends in `_NAME` tells measures apart as well, but for the date's, the area's, the "
    "status's and that of how often it comes. A dimension that leaves nothing out (“Total”) need not be named; one "
    "that narrows and is not in `match` keeps a file from its definition."
)
TRAPS = (
    "Without an account 25,000 rows come and no word about the rest: fewer rows than `RECORD_COUNT` stops the upload.",
    "The Annual Population Survey has four rows for a figure (Variable, Numerator, Denominator, Confidence), which "
    'become one with the interval value ± confidence (`MEASURES_NAME = "Variable"`).',
    'In the Annual Survey of Hours and Earnings "Confidence" is a coefficient of variation, no half-width, and stays '
    "a measure of its own.",
    "`DATE` of a survey year is its last month, so the name is read.",
    "A unitary authority is listed as district and as county (taken once).",
)

SIGNATURE = ("OBS_VALUE",)
AREA, CODE, DAY, VALUE = "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "DATE_NAME", "OBS_VALUE"
#: Columns that end in _NAME and are no dimensions.
NO_DIMENSIONS = (AREA, DAY, "OBS_STATUS_NAME", "OBS_CONF_NAME", "FREQ_NAME")
NORMAL = "Normal Value"
#: The rows of one figure of the Annual Population Survey, and where each goes in its cell.
FOUR_ROWS = {"Variable": "value", "Numerator": "count", "Denominator": "denominator", "Confidence": "confidence"}
AS_THEY_ARE = {
    "area_code": CODE,
    "area_name": AREA,
    "period": DAY,
    "value": VALUE,
    "status": "status",
    "note": "note",
    "lower": "lower",
    "upper": "upper",
    "count": "count",
    "denominator": "denominator",
}
#: What to do about a file that is cut.
FEWER = "Without an account Nomis gives 25,000: ask for fewer areas or dates, or fetch the rest with recordoffset."
#: Words of Nomis's own status texts, in the order in which they decide.
REASONS: Mapping[str, str] = {
    "disclosive": "c",
    "suppressed": "c",
    "confidential": "c",
    "unreliable": "u",
    "less than 500": "u",
    "not applicable": "z",
    "missing": "x",
    "not available": "x",
}


def recognises(file: File) -> bool:
    """Whether the header has `OBS_VALUE`, an area and a date."""
    header = tabular.header(file.head, SIGNATURE) if not file.is_workbook else None
    return header is not None and bool(header.heading("GEOGRAPHY") and header.heading("DATE"))


def read(file: File) -> Reading:
    """One cell a figure: the four rows of a survey's figure together, areas listed under two types once."""
    header = tabular.header_of(file, SIGNATURE)
    if header is None:
        return Reading((), cells([], []), tuple(tabular.missing(header, SIGNATURE)))
    # of the two dates only the name says which months a survey's year has
    lacking = tabular.missing(header, (DAY, AREA if tabular.holds(header.headings, [AREA]) else CODE))
    dimensions = _dimensions(header)
    columns = (*dimensions, CODE, AREA, DAY, VALUE, "OBS_STATUS_NAME", "RECORD_COUNT")
    table = tabular.delimited(file, header, columns)
    expected = _expected(table.frame)
    cut = _cut(len(table.frame), expected)
    frame = tabular.unrepeated(table.frame, (*dimensions, CODE, DAY))
    frame = _together(_with_status(frame), dimensions)
    measures, measure = tabular.numbered(frame, dimensions)
    rows = tabular.placed(frame, measure, AS_THEY_ARE, header.heading(VALUE))
    faults = (*lacking, *table.faults, *cut)
    return Reading(measures, rows, faults, expected_rows=expected, selections=tuple(dimensions))


def _dimensions(header: tabular.Header) -> list[str]:
    """The file's descriptors: its columns of names, in upper case, in the order of DESCRIPTORS, then others."""
    names = [heading.upper() for heading in header.headings]
    own = [name for name in names if name.endswith("_NAME") and name not in NO_DIMENSIONS and name not in DESCRIPTORS]
    return [*own, *(name for name in DESCRIPTORS if name in names)]


def _expected(frame: pd.DataFrame) -> int | None:
    """The number of rows that the file says the query has."""
    if "RECORD_COUNT" not in frame:
        return None
    return max((int(count) for count in frame["RECORD_COUNT"].unique() if count.strip().isdecimal()), default=None)


def _cut(rows: int, expected: int | None) -> list[Fault]:
    if expected is None or rows >= expected:
        return []
    message = f"The file has {rows:,} of the {expected:,} rows of the query."
    return [Fault("truncated-file", message, column="RECORD_COUNT", value=str(expected), fix=FEWER)]


def reason(text: str) -> str:
    """What Nomis's status text means, as a status; empty for a normal value and for what is no reason to miss one."""
    return next((status for words, status in REASONS.items() if words in text.casefold()), "")


def _with_status(frame: pd.DataFrame) -> pd.DataFrame:
    if "OBS_STATUS_NAME" not in frame:
        return frame
    texts = frame["OBS_STATUS_NAME"]
    note = texts.where(texts.str.casefold() != NORMAL.casefold(), "")
    return frame.assign(status=tabular.by_text(texts, reason), note=note)


def _together(frame: pd.DataFrame, dimensions: list[str]) -> pd.DataFrame:
    """The table with the Annual Population Survey's four rows of a figure as one, where the row of the figure is."""
    if MEASURES not in frame or not frame[MEASURES].eq("Variable").any():
        return frame
    key = [*(name for name in (*dimensions, CODE, AREA, DAY) if name in frame and name != MEASURES)]
    figures = frame[frame[MEASURES].eq("Variable")]
    for words, name in FOUR_ROWS.items():
        rows = frame[frame[MEASURES].eq(words)].drop_duplicates(key)
        other = rows.set_index(key)[VALUE].reindex(pd.MultiIndex.from_frame(figures[key])).fillna("")
        figures = figures.assign(**{name: other.array})
    others = frame[~frame[MEASURES].isin(FOUR_ROWS)]
    return pd.concat([_with_limits(figures), others]).fillna("").sort_index()


def _with_limits(figures: pd.DataFrame) -> pd.DataFrame:
    value = pd.to_numeric(figures["value"], errors="coerce")
    half = pd.to_numeric(figures["confidence"], errors="coerce")
    # six digits hide what binary fractions add: 76.1 - 3.4 is 72.69999999999999
    limits = {"lower": (value - half).round(6), "upper": (value + half).round(6)}
    return figures.assign(**{name: limit.astype("str").where(limit.notna(), "") for name, limit in limits.items()})

"""The open data of the Local Authority Housing Statistics: a row per authority and year, a column per question."""

import re

import numpy as np
import pandas as pd

from indicators.formats import tabular
from indicators.formats.files import File
from indicators.formats.reading import Fault, Reading, cells

TITLE = "Local Authority Housing Statistics, open data (MHCLG)"
DESCRIPTORS = ("Question",)
DOWNLOAD = (
    "Council homes, waiting lists, lettings and repairs as councils report them: the open data CSV on the GOV.UK page "
    "of the Local Authority Housing Statistics, all years in one file."
)
RECOGNISED = "By the headings `LA_CODE`, `LA_NAME` and `Year` and at least five codes of questions (`a1a`, `cc1a`)."
MATCH = (
    "`Question` is that code. What a code asks stands in the department's guidance to the return and nowhere in the "
    "file."
)
TRAPS = (
    "Years such as `2011-12` are financial years and the figures are those of 31 March.",
    "Councils stand under the codes they had then, whatever became of them.",
    "A question that no council answered in a year was not asked then, and questions answered in words are left out: "
    "neither has cells.",
    "The file has no totals for England, regions or counties.",
)

KEYS = ("LA_CODE", "LA_NAME", "Year")
_QUESTION = re.compile(r"[a-z]{1,2}\d{1,2}[a-z]{0,4}", re.IGNORECASE)
#: Fewer codes than these and it is some other table with the same first columns.
_FEWEST = 5


def recognises(file: File) -> bool:
    """Whether the text has a code, a name and a year of authorities, and codes of questions as further headings."""
    if file.is_workbook:
        return False
    header = tabular.header(file.head, KEYS)
    return header is not None and len(_questions(header)) >= _FEWEST


def read(file: File) -> Reading:
    """Every figure of every question, authorities under the codes and names that they had then.

    A question that nobody answered in a year was not asked then, and one that nobody ever answered with a number asks
    for words: these have no cells. The blank of a single authority is a blank cell.
    """
    header = tabular.header(file.head, KEYS)
    faults = tabular.missing(header, KEYS)
    if header is None:
        return Reading((), cells([], []), tuple(faults))
    table = tabular.delimited(file, header, [*KEYS, *_questions(header)])
    frame = table.frame
    figures = [name for name in _questions(header) if frame[name].str.contains(r"\d").any()]
    if not figures and not table.faults:
        faults.append(Fault("missing-column", "No column is a question with numbers.", row=header.row, column="a1a"))
    notes = ("The file has codes of questions; what they ask is in the department's guidance to the return.",)
    measures = tuple({"Question": name} for name in figures)
    return Reading(measures, _long(frame, figures), (*table.faults, *faults), notes)


def _questions(header: tabular.Header) -> list[str]:
    return list(dict.fromkeys(name for name in header.headings if _QUESTION.fullmatch(name)))


def _long(frame: pd.DataFrame, figures: list[str]) -> pd.DataFrame:
    """The cells of each question, one question after the other, without the years in which it was not asked."""
    if frame.empty or not figures:
        return cells([], [])
    years = pd.factorize(frame["Year"])[0]
    places = []
    for name in figures:
        asked = np.bincount(years, frame[name].ne("").to_numpy(bool)) > 0
        places.append(np.flatnonzero(asked[years]))
    rows = np.concatenate(places)
    measure = np.repeat(np.arange(len(figures)), [len(each) for each in places])
    columns = {"area_code": "LA_CODE", "area_name": "LA_NAME", "period": "Year"}
    values = [frame[name].iloc[each] for name, each in zip(figures, places, strict=True)]
    long = cells(measure.tolist(), frame.index.to_numpy()[rows].tolist())
    return long.assign(
        **{name: frame[column].iloc[rows].array for name, column in columns.items()},
        value=pd.concat(values, ignore_index=True).array,
        column=pd.Series(figures, dtype="str").take(measure).array,
    )

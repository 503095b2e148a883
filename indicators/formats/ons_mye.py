"""The ONS mid-year population estimates, MYEB1 to MYEB3: a row an area, a column a year and component of change.

MYEB1 and MYEB2 have a row for each sex and year of age too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from indicators.formats import tabular
from indicators.formats.files import File, Grid
from indicators.formats.grids import filled, first_rows
from indicators.formats.reading import Fault, Reading, cells

TITLE = "Mid-year population estimates, Office for National Statistics (MYEB1 to MYEB3)"
DESCRIPTORS = ("Component", "Sex", "Age", "Edition")
DOWNLOAD = (
    "The detailed tables MYEB1 to MYEB3 of the Office for National Statistics, as CSV or as sheets of one workbook."
)
RECOGNISED = (
    "By the headings of an area's code and name (`ladcode19`, `laname19`; the number is the year of the boundaries) "
    "with columns such as `population_2018` after them."
)
MATCH = (
    "`Component` is the population or a part of its change; tables with sex and age are read for the population "
    "alone. `Edition` is the last year in the headings, such as `mid-2018`."
)
TRAPS = (
    "Each edition revises the years before it, most of all after a census.",
    "No definition takes `population` from here, because an older edition would replace the rebased series without a "
    "sign. Whoever wants it names the edition in `match`.",
)

_CODE = re.compile(r"lad?.*code", re.IGNORECASE)
_NAME = re.compile(r"la.*name", re.IGNORECASE)
_FIGURE = re.compile(r"(?P<component>[a-z_]+)_(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_POPULATION = "population"
_SPLIT = ("sex", "age")
_HEADER_WITHIN = 5
_LEFT_OUT = "Of figures by sex and age only the population is read, not the components of its change."
_OLDER = "This is the edition of {}: its years are not to be mixed with those of another."


@dataclass(frozen=True)
class _Part:
    """A sheet's rows, or a text's, as far as they are read; `figures` is component and year by heading."""

    sheet: str
    code: str
    name: str
    figures: Mapping[str, tuple[str, str]]
    frame: pd.DataFrame


def _is_header(row: Sequence[str]) -> bool:
    """Whether code and name of an area come first, and a population in a year after them."""
    texts = [tabular.plain(cell) for cell in row]
    figures = [match["component"].casefold() for text in texts if (match := _FIGURE.fullmatch(text))]
    areas = len(texts) > 2 and _CODE.match(texts[0]) and _NAME.match(texts[1])
    return bool(areas) and _POPULATION in figures


def recognises(file: File) -> bool:
    """Whether one of the first rows, of any sheet, has an area's code and name and then populations by year."""
    return any(_is_header(row) for row in first_rows(file, _HEADER_WITHIN))


def read(file: File) -> Reading:
    """Every figure without sex and age, and the population by sex and year of age where the file has it."""
    faults: list[Fault] = []
    parts = list(_parts(file, faults))
    measures: dict[tuple[str, ...], int] = {}
    frames = []
    for part in parts:
        known = len(measures)
        frame = _long(part, measures)
        if len(measures) > known:  # MYEB2 repeats the populations of MYEB1
            frames.append(frame)
    if not parts and not faults:
        faults.append(Fault("no-header", "No row begins with an area's code and name and goes on with years."))
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    editions = dict.fromkeys(measure["Edition"] for measure in described)
    notes = [_OLDER.format(edition) for edition in editions]
    notes += [_LEFT_OUT] if any(measure["Age"] for measure in described) else []
    rows = pd.concat(frames, ignore_index=True) if frames else cells([], [])
    return Reading(described, rows, tuple(faults), tuple(notes))


def _parts(file: File, faults: list[Fault]) -> Iterator[_Part]:
    if file.is_workbook:
        for sheet, grid in file.sheets.items():
            place = next((at for at, row in enumerate(grid[:_HEADER_WITHIN]) if _is_header(row)), None)
            if place is not None:
                headings = [tabular.plain(cell) for cell in grid[place]]
                yield _part(sheet, headings, _frame(grid, place, _columns(headings), sheet, faults))
        return
    headings = next((row for row in first_rows(file, _HEADER_WITHIN) if _is_header(row)), [])
    header = tabular.header(file.head, filled(headings)) if headings else None
    if header is not None:
        table = tabular.delimited(file, header, _columns(header.headings))
        faults += table.faults
        yield _part("", header.headings, table.frame)


def _columns(headings: Sequence[str]) -> list[str]:
    """The columns that are read: with sex and age among them, no component but the population."""
    split = bool({heading.casefold() for heading in headings} & set(_SPLIT))
    figures = {heading: match for heading in headings if (match := _FIGURE.fullmatch(heading))}
    return [
        *headings[:2],
        *(heading for heading in headings if heading.casefold() in _SPLIT),
        *(name for name, match in figures.items() if not split or match["component"].casefold() == _POPULATION),
    ]


def _frame(grid: Grid, place: int, names: Sequence[str], sheet: str, faults: list[Fault]) -> pd.DataFrame:
    """A sheet's rows that have an area's code, with their numbers."""
    headings = [tabular.plain(cell) for cell in grid[place]]
    rows = [(number, row) for number, row in enumerate(grid[place + 1 :], start=place + 2) if row[0].strip()]
    for heading in dict.fromkeys(name for name in names if headings.count(name) > 1):
        message = f"The column '{heading}' is there more than once."
        faults.append(Fault("doubled-column", message, sheet, place + 1, heading))
    if not rows:
        faults.append(Fault("nothing-to-read", "There is no area below the header.", sheet, place + 1))
    columns = {name: [row[headings.index(name)] for _, row in rows] for name in names}
    return pd.DataFrame(columns, index=pd.Index([number for number, _ in rows], name="row"), dtype="str")


def _part(sheet: str, headings: Sequence[str], frame: pd.DataFrame) -> _Part:
    parts = {name: (match["component"], match["year"]) for name in _names(frame) if (match := _FIGURE.fullmatch(name))}
    return _Part(sheet, headings[0], headings[1], parts, frame)


def _names(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame.columns]


def _long(part: _Part, measures: dict[tuple[str, ...], int]) -> pd.DataFrame:
    """One row of cells per figure; measures that are new get their places in `measures`."""
    years = [year for component, year in part.figures.values() if component.casefold() == _POPULATION]
    if part.frame.empty or not years:
        return cells([], [])
    edition = f"mid-{max(years)}"
    split, kind = _kinds(part.frame)
    rows, figures = len(part.frame), len(part.figures)
    components = [component for component, _ in part.figures.values()]
    places = np.array(
        [[measures.setdefault((component, *key, edition), len(measures)) for key in split] for component in components]
    )
    numbers = np.tile(part.frame.index.to_numpy(), figures)
    columns = {
        "area_code": pd.concat([part.frame[part.code]] * figures),
        "area_name": pd.concat([part.frame[part.name]] * figures),
        "period": np.repeat([year for _, year in part.figures.values()], rows),
        "value": pd.concat([part.frame[name] for name in part.figures]),
        "column": np.repeat(list(part.figures), rows),
    }
    long = cells(places[:, kind].ravel().tolist(), numbers.tolist(), sheet=part.sheet)
    return long.assign(**{name: pd.array(texts, dtype="str") for name, texts in columns.items()})


def _kinds(frame: pd.DataFrame) -> tuple[list[tuple[str, str]], NDArray[np.int64]]:
    """The different pairs of sex and age, empty where a file has none, and each row's place in them."""
    columns = {name.casefold(): name for name in _names(frame) if name.casefold() in _SPLIT}
    kinds, place = tabular.numbered(frame, list(columns.values()))
    pairs = [(kind.get(columns.get("sex", ""), ""), kind.get(columns.get("age", ""), "")) for kind in kinds]
    return pairs or [("", "")], place

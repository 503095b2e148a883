"""Tables of the Nomis query page, as CSV or XLSX: a title block, one table or several below each other, then notes.

Areas, periods and figures are on a table's rows, on its columns or in its title block, as was chosen on the page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.errors import PeriodError
from indicators.formats.files import File
from indicators.formats.grids import Part, Row, first_rows, fitting, grids, lacking, last_row, stacked
from indicators.formats.nomis_blocks import RIGHTS, Block, blocks
from indicators.formats.reading import Fault, Reading
from indicators.formats.symbols import markers
from indicators.formats.tabular import code_and_name, plain
from indicators.periods import KINDS, parse

TITLE = "Nomis query page (CSV or XLSX)"
DESCRIPTORS = ("Dataset", "Selection", "Figure")
#: What was chosen on the page, for the whole table and across.
SELECTIONS = ("Selection", "Figure")
DOWNLOAD = (
    "What the query page of Nomis saves, as CSV or XLSX: title, signature, what was chosen for the whole table, "
    "headings, rows, notes; several tables may stand below each other."
)
RECOGNISED = (
    'By the line "ONS Crown Copyright Reserved [from Nomis on …" in the first fifteen rows, never by sheet name.'
)
MATCH = (
    "`Dataset` is the title. `Selection` is what was chosen, without confidence and without the area or period it "
    'fixes: "item name: Median; pay: Weekly pay - gross". `Figure` is "number", "percent", or the category across; it '
    "is empty where a table has one figure only. In both, order, case and whatever leaves nothing out (“Total”, “All "
    "ages”, “standard”, “number”) do not matter and need not be said; what narrows the figures always does."
)
TRAPS = (
    "A workbook has names and no codes.",
    'A second row of headings splits each period into figure and confidence. The interval is value ± "conf"; where '
    "the title block says that the confidence is a standard error in per cent (pay), it is ± 1.96 of them, as the ONS "
    "makes its own; a percentage whose meaning the file does not give makes none.",
    'The pay survey\'s tables give the year alone and mean April: the reader says "April 2013".',
    "What `-`, `#`, `*` and `!` mean is taken from the notes below.",
    '"Column Total" is no area.',
)

_TITLE_WITHIN = 15
_CODES = ("mnemonic", "code", "area code")
_TIMES = ("date", "time", "period", "year", "month")
#: Kinds of areas as Nomis names them: "local authority: district / unitary (as of April 2023)", "2021 output area".
_PLACES = re.compile(
    r"(?:\d{4} )?(?:area|geography|local authorit.*|regions?|countr(?:y|ies)|count(?:y|ies)\b.*|.*output area.*"
    r"|.*\bwards?\b.*|.*constituenc.*|.*partnership.*|.*district.*|combined authorit.*|parish.*|\d{4} census.*)",
    re.IGNORECASE,
)
_TOTALS = ("Column Total", "Row Total")
#: A number, perhaps of pounds, and perhaps with a footnote, in brackets, behind it.
_NUMBER = re.compile(r"£?(-?[\d,]*\.?\d+)(?: ?[\[(][\w, ]{1,9}[\])])?")
_STANDARD_ERROR = "standard error as a percentage"
#: Standard errors to either side of the value that make an interval of 95%.
_NORMAL_95 = Decimal("1.96")
#: The survey asks about April, and its tables give the year alone.
_MONTH_OF = {"annual survey of hours and earnings": "April"}


@dataclass(frozen=True)
class _Column:
    """A column of figures, by its place, and the places of those that belong to it: "conf", "numerator"…"""

    place: int
    beside: Mapping[str, int]


def recognises(file: File) -> bool:
    """Whether one of the first rows is the line with which Nomis signs its tables."""
    return any(row and plain(row[0]).startswith(RIGHTS) for row in first_rows(file, _TITLE_WITHIN))


def read(file: File) -> Reading:
    """Every figure, with its interval where the file gives a confidence, and the symbols that its notes explain."""
    sheets, faults = grids(file)
    measures: dict[tuple[str, str, str], int] = {}
    parts: list[Part] = []
    notes: list[str] = []
    for sheet, grid in sheets.items():
        tables, lines = blocks(grid, not file.is_workbook)
        notes += lines
        for block in tables:
            rows, bad = fitting(block.rows, (len(block.top),), last_row(grid), sheet)
            faults += [*bad, *_doubled(block, sheet)]
            parts += _parts(block, [row for row in rows if plain(row[1][0]) not in _TOTALS], sheet, measures)
    faults += lacking(parts, "No row of headings with rows of figures below it was found.")
    described = tuple(dict(zip(DESCRIPTORS, key, strict=True)) for key in measures)
    return Reading(described, stacked(parts), tuple(faults), tuple(notes), markers(notes), selections=SELECTIONS)


def _doubled(block: Block, sheet: str) -> Iterator[Fault]:
    headings = list(zip(block.top, block.under, strict=True))
    for top, under in dict.fromkeys(headings):
        if (top or under) and headings.count((top, under)) > 1:
            name = " ".join(filter(None, (top, under)))
            yield Fault("doubled-column", f"The column '{name}' is there twice.", sheet, block.header_row, name)


def _columns(block: Block) -> list[_Column]:
    """The columns of figures. A confidence belongs to the figure before it, numerator and denominator to all."""
    groups: dict[str, list[int]] = {}
    for place, heading in enumerate(block.top):
        if place and (heading or block.under[place]) and heading.casefold() not in _CODES:
            groups.setdefault(heading, []).append(place)
    columns: list[_Column] = []
    for places in groups.values():
        names = {place: block.under[place].casefold() for place in places}
        shared = {name: place for place, name in names.items() if name in ("numerator", "denominator")}
        for place in places:
            if names[place] in shared or names[place].startswith(("conf", "flag")):
                continue
            after = place + 1
            confidence = {"conf": after} if names.get(after, "").startswith("conf") else {}
            columns.append(_Column(place, shared | confidence))
    return columns


def _axes(block: Block, columns: list[_Column]) -> tuple[str, str]:
    """What the rows and the columns of a table stand for: area, period or figure."""
    named = block.top[0]
    chosen = bool(_chosen(block, "area"))
    if named.casefold() in _TIMES:
        return "period", "figure" if chosen else "area"
    rows = "area" if _PLACES.fullmatch(named) or not chosen else "figure"
    dated = all(_is_period(block.top[column.place]) for column in columns)
    return rows, "period" if dated else "figure" if rows == "area" or chosen else "area"


def _chosen(block: Block, what: str) -> str:
    """The key of the title block that says which area or period all of a table is about; empty if none does."""
    if what == "area":
        return next((key for key in block.keys if _PLACES.fullmatch(key)), "")
    return next((key for key in block.keys if key.casefold() in _TIMES), "")


def _is_period(text: str) -> bool:
    return any(_reads_as(text, kind) for kind in KINDS)


def _reads_as(text: str, kind: str) -> bool:
    try:
        parse(text, kind)
    except PeriodError:
        return False
    return True


def _parts(block: Block, rows: list[Row], sheet: str, measures: dict[tuple[str, str, str], int]) -> Iterator[Part]:
    """The cells of each column of figures; a measure that is new gets the next place in `measures`."""
    columns = _columns(block)
    axes = _axes(block, columns)
    unused = {"confidence", *(_chosen(block, what) for what in ("area", "period") if what not in axes)}
    selection = "; ".join(f"{key}: {text}" for key, text in block.keys.items() if key not in unused)
    for column in columns:
        top, under = block.top[column.place], block.under[column.place]
        figures = [", ".join(filter(None, (text, under))) for text in _along("figure", block, rows, axes, top)]
        lower, upper = _limits(block, rows, column)
        columns_of = {
            **_areas(block, rows, axes, top),
            "period": [_dated(period, block.title) for period in _along("period", block, rows, axes, top)],
            "value": _texts(rows, column.place),
            "lower": lower,
            "upper": upper,
            "count": _texts(rows, column.beside.get("numerator")),
            "denominator": _texts(rows, column.beside.get("denominator")),
            "sheet": sheet,
            "column": " ".join(filter(None, (top, under))),
        }
        measure = [measures.setdefault((block.title, selection, figure), len(measures)) for figure in figures]
        yield Part(measure, [number for number, _ in rows], columns_of)


def _along(what: str, block: Block, rows: list[Row], axes: tuple[str, str], top: str) -> list[str]:
    """The area, period or figure of each row, under the heading `top`; what neither axis has was chosen for all."""
    if what == axes[0]:
        return _texts(rows, 0)
    if what == "figure":
        return [top if what == axes[1] else ""] * len(rows)
    return [top if what == axes[1] else block.keys.get(_chosen(block, what), "")] * len(rows)


def _areas(block: Block, rows: list[Row], axes: tuple[str, str], top: str) -> dict[str, list[str]]:
    pairs = [code_and_name(text) for text in _along("area", block, rows, axes, top)]
    codes = next((place for place, name in enumerate(block.top) if name.casefold() in _CODES), None)
    of_rows = axes[0] == "area" and codes is not None
    return {
        "area_code": _texts(rows, codes) if of_rows else [code for code, _ in pairs],
        "area_name": [name for _, name in pairs],
    }


def _texts(rows: list[Row], place: int | None) -> list[str]:
    return [""] * len(rows) if place is None else [plain(row[place]) for _, row in rows]


def _dated(period: str, title: str) -> str:
    """The period, with the month that a survey's tables leave out."""
    month = next((month for survey, month in _MONTH_OF.items() if title.casefold().startswith(survey)), "")
    return f"{month} {period}" if month and re.fullmatch(r"\d{4}", period) else period


def _limits(block: Block, rows: list[Row], column: _Column) -> tuple[list[str], list[str]]:
    """Both ends of each 95% interval: value ± confidence, or ± 1.96 standard errors where those are what is given.

    No interval where the file has no confidence, gives a percentage of which it does not say the meaning, or where
    one of the two is not a number.
    """
    kind = next((text.casefold() for key, text in block.keys.items() if key.casefold() == "confidence"), "")
    relative = "%" in block.under[column.beside.get("conf", column.place)]
    ends = ("", "")
    limits = []
    for value, conf in zip(_texts(rows, column.place), _texts(rows, column.beside.get("conf")), strict=True):
        figures = [_NUMBER.fullmatch(value.strip()), _NUMBER.fullmatch(conf.strip())]
        if None in figures or (relative and _STANDARD_ERROR not in kind):
            limits.append(ends)
            continue
        middle, half = (Decimal(each[1].replace(",", "")) for each in figures if each)
        if relative:
            half = (abs(middle) * half * _NORMAL_95).scaleb(-2)
        limits.append((f"{(middle - half).normalize():f}", f"{(middle + half).normalize():f}"))
    return [lower for lower, _ in limits], [upper for _, upper in limits]

"""The tidy template as a workbook to fill in by hand: lists to choose from, days that are days, and how it is done."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from indicators.formats.tidy import COLUMNS
from indicators.model import COMPARISONS, FLAGS, STATUSES, Catalogue, Indicator
from indicators.period_kinds import EXAMPLES, KINDS

FIGURES, NOTES, INDICATORS, LISTS = "Figures", "Notes", "Indicators", "Lists"
#: Rows that have lists to choose from: more than a year of monthly figures of ten districts for each of eight lines.
ROWS = 1_000
#: Nothing in a cell is ever taken for a formula or an address.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS: Mapping[str, int] = MappingProxyType({"indicator": 30, "area_code": 32, "breakdown": 30, "note": 40})
_WIDTH = 14
_DAYS, _NUMBERS = ("period_start", "period_end"), ("value", "lower", "upper", "count", "denominator")
#: Days that are about no series of ours, and numbers that no indicator has, are slips.
_FIRST_DAY, _LAST_DAY, _LARGEST = date(1950, 1, 1), date(2100, 12, 31), 1e12
_HOW = (
    ("What it is", "For figures that no publisher's file has: a row for each indicator, area, period and breakdown."),
    ("indicator", "Choose it from the list. The sheet Indicators says what each is, and in which unit it is written."),
    ("area_code", "Choose the area from the list; a code alone is enough."),
    ("period_start, period_end", "The first and the last day of the period: 1 April 2025, 31 March 2026."),
    ("period_label", "May be left empty: it follows from the days."),
    ("breakdown", "Empty for everybody; else choose it, once the indicator is chosen."),
    ("value", "A number in the indicator's unit. Write 12.4 for 12.4%, never 12.4%: a spreadsheet would keep 0.124."),
    ("lower, upper", "The limits of the publisher's 95% interval, if there is one."),
    ("count, denominator", "What a percentage or rate is made of, if it is known: how many, out of how many."),
    ("status", "Only where there is no value, or an unreliable one: why."),
    ("flags", "What is to be known of the value. Several are separated by a blank."),
    ("published_comparison", "The publisher's own verdict against England, if it gives one."),
    ("note", "Anything that readers should know."),
    ("Columns", "Leave every column where it is, also an empty one: one that is gone would empty what is published."),
    ("When done", "Save the workbook as it is (XLSX) and drop it on the upload page."),
)  # fmt: skip


def workbook(catalogue: Catalogue) -> bytes:
    """An XLSX file without figures, with the indicators, areas and breakdowns of the catalogue to choose from."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        figures = book.add_worksheet(FIGURES)
        _texts(book, NOTES, [("Column", "What to write"), *_HOW, *_meanings()], (26, 100))
        _texts(book, INDICATORS, _described(catalogue.indicators.values()), (32, 40, 60, 20, 34, 50))
        ranges = _lists(book, catalogue)
        _head(book, figures)
        _validate(figures, ranges)
    return stream.getvalue()


def _meanings() -> list[tuple[str, str]]:
    """What each status and flag stands for."""
    return [(f"{name}", meaning) for table in (STATUSES, FLAGS) for name, meaning in table.items()]


def _described(indicators: Iterable[Indicator]) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("indicator", "Title", "What is measured", "Unit", "Period", "Breakdowns")]
    for each in indicators:
        period = f"{KINDS[each.period]}: {EXAMPLES[each.period][0]}"
        rows.append((each.slug, each.title, each.measure, each.unit.name, period, " ".join(_breakdowns(each))))
    return rows


def _breakdowns(indicator: Indicator) -> list[str]:
    return [f"{dimension.key}={value}" for dimension in indicator.dimensions for value in dimension.values]


def _texts(book: Workbook, name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """A sheet of words, the first row as headings."""
    sheet = book.add_worksheet(name)
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, wrapped)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, bold if not number else None)
    sheet.freeze_panes(1, 0)


def _lists(book: Workbook, catalogue: Catalogue) -> Mapping[str, str]:
    """The hidden sheet of what may be chosen, and for each column the formula that names its list."""
    sheet = book.add_worksheet(LISTS)
    sheet.hide()
    areas = [f"{code} {area.name}" for code, area in catalogue.areas.items() if not area.successor]
    pairs = [(each.slug, text) for each in catalogue.indicators.values() for text in _breakdowns(each)]
    columns: Mapping[str, Sequence[str]] = {
        "indicator": list(catalogue.indicators),
        "area_code": areas,
        "status": list(STATUSES),
        "flags": list(FLAGS),
        "published_comparison": COMPARISONS,
        "of": [slug for slug, _ in pairs],
        "breakdown": [text for _, text in pairs],
    }
    ranges: dict[str, str] = {}
    for place, (name, texts) in enumerate(columns.items()):
        sheet.write_column(0, place, texts)
        letter = "ABCDEFG"[place]
        ranges[name] = f"={LISTS}!${letter}$1:${letter}${max(len(texts), 1)}"
    # The breakdowns of the row's own indicator stand one below the other.
    of, first = ranges.pop("of").removeprefix("="), f"{LISTS}!$G$1"
    ranges["breakdown"] = f"=OFFSET({first},MATCH($A2,{of},0)-1,0,COUNTIF({of},$A2),1)"
    return ranges


def _head(book: Workbook, sheet: Worksheet) -> None:
    """The headings, and how the columns below are written: days as days, numbers as numbers, all else as text."""
    day, number = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0.0##########"})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    for place, name in enumerate(COLUMNS):
        form = day if name in _DAYS else number if name in _NUMBERS else text
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH), form)
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)


def _validate(sheet: Worksheet, ranges: Mapping[str, str]) -> None:
    """The lists and limits of each column, in the rows that are to be filled in."""
    for place, name in enumerate(COLUMNS):
        rule: dict[str, object] = {}
        if name in ranges:
            firm = name in ("indicator", "area_code", "status")
            rule = {"validate": "list", "source": ranges[name], "error_type": "stop" if firm else "warning"}
            rule["error_message"] = "Choose one of the list."
        elif name in _DAYS:
            rule = {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
            rule["error_message"] = "Write a day, such as 01/04/2025."
        elif name in _NUMBERS:
            rule = {"validate": "decimal", "criteria": "between", "minimum": -_LARGEST, "maximum": _LARGEST}
            rule["error_message"] = "Write a number, or leave it empty and choose a status."
        if rule:
            sheet.data_validation(1, place, ROWS, place, {"error_title": name, "ignore_blank": True} | rule)

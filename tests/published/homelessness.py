"""The homelessness figures as eight workbooks of the publisher have them, each read from its own sheets, cell by cell.

The published rows come from an extract of every quarter; these are the quarters that are at hand as the publisher made
them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.published.facts import KEPT, Fact

WORKBOOKS = {
    "mhclg-hclic_DetailedLA_201806.xlsx": date(2018, 6, 30),
    "mhclg-hclic_DetailedLA_201912.xlsx": date(2019, 12, 31),
    "mhclg-hclic_DetailedLA_202009_REVISED.ods": date(2020, 9, 30),
    "mhclg-hclic_DetailedLA_202103_revised.ods": date(2021, 3, 31),
    "mhclg-hclic_Detailed_LA_202212.ods": date(2022, 12, 31),
    "mhclg-hclic_Detailed_LA_202403.xlsx": date(2024, 3, 31),
    "mhclg-hclic_Detailed_LA_202503.ods": date(2025, 3, 31),
    "mhclg-hclic_Detailed_LA_202512.ods": date(2025, 12, 31),
}
#: For each sheet, by breakdown, what a heading of the column says in every release.
HEADINGS = {
    "A1": {
        "": r"Assessed as owed a duty",
        "duty=prevention": r"Threatened with homelessness( within 56 days)? - \n?Prevention duty owed",
        "duty=relief": r"Homeless - \n?Relief duty owed\d?",
    },
    "TA1": {
        "": r"Total number of households in TA[\d, ]*",
        "household=with-children": r"Total number of households in TA with children",
        "accommodation=bed-and-breakfast": r"Bed and breakfast hotels \(including shared annexes\)",
    },
}
#: The heading of the households of an area: its words in between change.
THOUSANDS = r"Number of households[^%]*\(000s\)"
MONTHS = {"March": (3, 31), "June": (6, 30), "September": (9, 30), "December": (12, 31)}


def sheet_rows(workbook: CalamineWorkbook, table: str) -> list[list[object]]:
    """The rows of a table, whose sheet is called A1, A1_ or `A1 - Apr-Jun 18`."""
    (name,) = (name for name in workbook.sheet_names if re.fullmatch(rf"{table}(_| - .+)?", name))
    return [list(row) for row in workbook.get_sheet_by_name(name).to_python()]


def quarter_end(title: str) -> date:
    """The day named at the end of a title: `... April to June 2018`, `... 31st December 2019`."""
    month, year = title.split()[-2:]
    return date(int(year), *MONTHS[month])


def column_of(headings: list[list[object]], pattern: str) -> int:
    """The one column with a heading like the pattern; refuses none and several."""
    (column,) = {
        at for row in headings for at, cell in enumerate(row) if re.fullmatch(pattern, str(cell).strip()) is not None
    }
    return column


def figure(cell: object) -> float | None:
    """A number, or None for the two dots of a missing return; refuses anything else."""
    if cell == "..":
        return None
    assert isinstance(cell, float), cell
    return cell


def lines_of(rows: list[list[object]]) -> tuple[list[list[object]], list[list[object]]]:
    """The rows of headings, and those of the kept areas."""
    first = next(at for at, row in enumerate(rows) if row[0] == "E92000001")
    lines = [row for row in rows[first:] if row[0] in KEPT]
    assert len({row[0] for row in lines}) == len(lines), "an area twice"
    return rows[1:first], lines


def households(rows: list[list[object]]) -> dict[object, float | None]:
    """The households of each kept area, which the table has in thousands, to the household."""
    headings, lines = lines_of(rows)
    thousands = {row[0]: figure(row[column_of(headings, THOUSANDS)]) for row in lines}
    return {area: None if number is None else round(number * 1000, 0) for area, number in thousands.items()}


def figures(rows: list[list[object]], patterns: dict[str, str], known: dict[object, float | None]) -> Iterator[Fact]:
    """Every kept area's figures on the day at which the quarter ends, counts of the households that are `known`."""
    end = quarter_end(str(rows[0][0]))
    headings, lines = lines_of(rows)
    columns = {breakdown: column_of(headings, pattern) for breakdown, pattern in patterns.items()}
    for row in lines:
        for breakdown, at in columns.items():
            value = figure(row[at])
            of = None if value is None else known[row[0]]
            count = None if of is None else value
            yield Fact(str(row[0]), end, end, value, breakdown, count=count, denominator=of)


def in_workbooks(folder: Path, sheet: str) -> Iterator[Fact]:
    """The figures of one sheet in every workbook; refuses a sheet about another quarter than its workbook's."""
    for name, end in WORKBOOKS.items():
        workbook = CalamineWorkbook.from_path(folder / name)
        rows, known = sheet_rows(workbook, sheet), households(sheet_rows(workbook, "TA1"))
        # the first release left them out of table A1; later ones have the same in both, but none beside no return
        own = known if end == date(2018, 6, 30) else households(rows)
        assert all(own[area] == number for area, number in known.items() if number is not None)
        facts = list(figures(rows, HEADINGS[sheet], known))
        assert {fact.end for fact in facts} == {end}
        yield from facts


#: Not the figures that were carried over, but what they are held against beside these.
WORKBOOK_FACTS: dict[str, Callable[[Path], Iterable[Fact]]] = {
    "workbooks/homelessness-duty-owed": partial(in_workbooks, sheet="A1"),
    "workbooks/temporary-accommodation": partial(in_workbooks, sheet="TA1"),
}

"""What readers of workbooks with a row for each area and a column for each period share."""

import re

import pytest

from indicators.formats import wide
from indicators.formats.reading import Fault
from tests.formats.workbooks import Rows, workbook

YEAR = re.compile(r"\d{4}")
HEADINGS = ("Region code", "Region name ", "District code", "District name", 2019, "2020 (p)", "Average")
WELWYN_HATFIELD = ("E12000006", "East of England", "E07000241", "  Welwyn Hatfield", 1.5, "[x]", 3)


def tables(*rows: Rows) -> tuple[list[wide.Table], list[Fault]]:
    return wide.tables(workbook({f"S{number}": sheet for number, sheet in enumerate(rows, start=1)}), YEAR, "2019")


def told(*rows: Rows) -> list[tuple[str, str, int | None, str]]:
    return [(fault.check, fault.sheet, fault.row, fault.column) for fault in tables(*rows)[1]]


def test_a_table_has_its_title_the_districts_its_figures_and_its_notes() -> None:
    (table,), faults = tables([("Title",), (), HEADINGS, WELWYN_HATFIELD, (), ("Note 1: rounded",)])
    assert faults == []
    assert (table.above, table.header_row, table.notes) == (("Title",), 3, ("Note 1: rounded",))
    assert table.headings == (wide.Heading(4, "2019", "2019", ""), wide.Heading(5, "2020 (p)", "2020", "p"))
    assert (table.codes, table.names, table.rows[0][0]) == (("E07000241",), ("Welwyn Hatfield",), 4)


def test_cells_stand_under_their_headings() -> None:
    (table,), _ = tables([HEADINGS, WELWYN_HATFIELD, ("", "", "", "Elsewhere", "", 7)])
    columns = [
        wide.Column(4, "2019", 0, "2019", beside={"upper": ["1.6", "9"]}),
        wide.Column(5, "2020 (p)", 1, "2020", "p"),
    ]
    found = wide.long(table, columns)
    wanted = ["measure", "area_code", "area_name", "period", "value", "upper", "flags", "column", "row"]
    assert found[wanted].to_numpy().tolist() == [
        [0, "E07000241", "Welwyn Hatfield", "2019", "1.5", "1.6", "", "2019", 2],
        [0, "", "Elsewhere", "2019", "", "9", "", "2019", 3],
        [1, "E07000241", "Welwyn Hatfield", "2020", "[x]", "", "p", "2020 (p)", 2],
        [1, "", "Elsewhere", "2020", "7", "", "p", "2020 (p)", 3],
    ]
    assert set(found["sheet"]) == {"S1"}


def test_an_area_without_any_figure_is_kept() -> None:
    (table,), faults = tables([HEADINGS, WELWYN_HATFIELD[:4]])
    assert (table.codes, faults) == (("E07000241",), [])


def test_a_code_in_front_of_the_name_is_taken_where_no_column_holds_codes() -> None:
    (table,), faults = tables([("Area name", "2019"), ("E07000241 : Welwyn Hatfield", 1)])
    assert (table.codes, table.names, faults) == (("E07000241",), ("Welwyn Hatfield",), [])


def test_a_figure_on_two_sheets_is_there_once_and_two_figures_twice() -> None:
    luton = ("E12000006", "East of England", "E06000032", "Luton", 5, 6)
    both, _ = tables([HEADINGS, luton], [HEADINGS, (*luton[:5], 6.5)])
    columns = [wide.Column(4, "2019", 0, "2019"), wide.Column(5, "2020 (p)", 0, "2020")]
    found = wide.joined([wide.long(table, columns) for table in both])
    assert found[["sheet", "value"]].to_numpy().tolist() == [["S1", "5"], ["S1", "6"], ["S2", "6.5"]]
    assert wide.joined([]).empty


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("Title",), *[()] * 9, HEADINGS, WELWYN_HATFIELD], ("no-header", "S1", None, "")),
        ([("Cover",)], ("no-header", "", None, "")),
        ([("Title",), ("Area", 2019), ("E07000241", 4)], ("missing-column", "S1", 2, "Code")),
        ([HEADINGS, ("Source: ONS",)], ("nothing-to-read", "S1", 1, "")),
        ([HEADINGS, WELWYN_HATFIELD, ("", "", "", "", 8)], ("bad-row", "S1", 3, "")),
        ([("Code", 2019, "2019 (r)"), ("E07000241", 4, 5)], ("doubled-column", "S1", 1, "2019 (r)")),
        ([("Code", 2019, ""), ("E07000241", 4, 5)], ("missing-column", "S1", 1, "")),
    ],
)
def test_what_is_wrong_in_a_sheet_is_told_with_its_place(rows: Rows, fault: tuple[str, str, int | None, str]) -> None:
    assert told(rows) == [fault]


def test_of_a_column_that_comes_twice_the_first_is_read() -> None:
    (table,), _ = tables([("Code", 2019, "2019 (r)"), ("E07000241", 4, 5)])
    assert [heading.text for heading in table.headings] == ["2019"]


def test_covers_and_notes_are_no_fault_beside_a_table() -> None:
    assert told([("Cover",), ("for 2019",)], [HEADINGS, WELWYN_HATFIELD]) == []


@pytest.mark.parametrize(
    ("line", "markers"),
    [
        ("Where the symbol [x] appears in the tables, no data are available.", {"[x]": "x"}),
        ('Where the symbol ":" appears in the tables, no data are available. Fewer than five sales.', {":": "x"}),
        ("Where the symbol ! appears in the tables, figures are rounded.", {}),
        ("A symbol [x]", {}),
    ],
)
def test_symbols_mean_what_the_workbook_says(line: str, markers: dict[str, str]) -> None:
    assert wide.markers([line]) == markers

"""The project's own tidy layout."""

from pathlib import Path

import pytest

from indicators.formats import tidy
from indicators.formats.files import File
from tests.formats.at_hand import checks, figures, fixture, recognised_by, written
from tests.formats.workbooks import workbook

TEMPLATE, FILLED = "tidy/template.csv", "tidy/filled.xlsx"
PUBLISHED = Path(__file__).parents[2] / "data" / "published"


def test_it_is_recognised_and_nothing_else_is() -> None:
    assert recognised_by(fixture(TEMPLATE)) == ["tidy"]
    assert recognised_by(File("any name.txt", (PUBLISHED / "population.csv").read_bytes())) == ["tidy"]
    assert not tidy.recognises(written("indicator,area_code,value\na,b,1\n"))


def test_every_row_is_a_cell_with_its_place() -> None:
    reading = tidy.read(fixture(TEMPLATE))
    assert reading.faults == ()
    assert reading.measures == (
        {"indicator": "apple-trees", "breakdown": ""},
        {"indicator": "apple-trees", "breakdown": "kind=pippin"},
        {"indicator": "pear-trees", "breakdown": ""},
    )
    assert reading.cells["measure"].tolist() == [0, 0, 1, 2]
    assert reading.cells["row"].tolist() == [2, 3, 5, 6]


def test_a_figure_with_all_that_belongs_to_it() -> None:
    reading = tidy.read(fixture(TEMPLATE))
    assert figures(reading, {"indicator": "apple-trees"}, "2018-04-01") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "period": "2018-04-01",
            "period_end": "2019-03-31",
            "period_label": "2018/19",
            "value": "12.5",
            "lower": "11",
            "upper": "14.25",
            "count": "25",
            "denominator": "200",
            "flags": "provisional break_before",
            "comparison": "better",
            "column": "value",
            "row": 2,
        }
    ]


def test_a_hidden_figure_and_a_zero() -> None:
    reading = tidy.read(fixture(TEMPLATE))
    assert figures(reading, {}, "2019-04-01") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "period": "2019-04-01",
            "period_end": "2020-03-31",
            "period_label": "2019/20",
            "status": "c",
            "note": "Counted once,\nthen hidden.",
            "column": "value",
            "row": 3,
        }
    ]
    [zero] = figures(reading, {"breakdown": "kind=pippin"}, "2018-04-01", "E92000001")
    assert (zero["value"], zero["row"]) == ("0", 5)


@pytest.mark.parametrize("column", tidy.COLUMNS[4:6] + tidy.COLUMNS[7:])
def test_a_column_left_out_is_told(column: str) -> None:
    names = [name for name in tidy.COLUMNS if name != column]
    cells = {"indicator": "a", "area_code": "E1", "period_start": "2019-01-01", "period_end": "2019-12-31"}
    text = ",".join(names) + "\n" + ",".join(cells.get(name, "1") for name in names) + "\n"
    reading = tidy.read(written(text))
    assert [(fault.check, fault.column) for fault in reading.faults] == [("missing-column", column)]
    assert reading.cells["value"].tolist() == ["1"]


def test_columns_in_another_order_are_read() -> None:
    names = tidy.COLUMNS[::-1]
    values = {"indicator": "a", "area_code": "E1", "period_start": "s", "period_end": "e", "period_label": "l"}
    reading = tidy.read(written(",".join(names) + "\n" + ",".join(values.get(name, "") for name in names)))
    assert reading.faults == ()
    names_of_cells = ["area_code", "period", "period_end", "period_label"]
    assert reading.cells[names_of_cells].to_numpy().tolist() == [["E1", "s", "e", "l"]]


def test_faults_of_the_file() -> None:
    header = ",".join(tidy.COLUMNS)
    assert checks(tidy.read(written(header + "\n"))) == [("nothing-to-read", 1)]
    assert checks(tidy.read(written(header + "\na,b\n" + "," * 14 + "x\n"))) == [("bad-row", 2)]
    assert checks(tidy.read(written(header + "," + "value\n" + "1," * 15 + "1\n"))) == [("doubled-column", 1)]
    assert checks(tidy.read(written("a,b\n1,2\n"))) == [("no-header", None)]


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.csv")), ids=lambda path: path.stem)
def test_the_figures_of_the_dashboard_can_be_read_back(path: Path) -> None:
    reading = tidy.read(File(path.name, path.read_bytes()))
    assert reading.faults == ()
    assert {measure["indicator"] for measure in reading.measures} == {path.stem}
    assert len(reading.cells) == len(path.read_text(encoding="utf-8").splitlines()) - 1


def test_a_workbook_is_read_like_a_text_its_days_as_days_and_its_hidden_lists_not_at_all() -> None:
    file = fixture(FILLED)
    assert recognised_by(file) == ["tidy"]
    assert list(file.sheets) == ["Figures", "Notes"]
    reading = tidy.read(file)
    assert reading.faults == ()
    assert reading.measures == (
        {"indicator": "apple-trees", "breakdown": ""},
        {"indicator": "pear-trees", "breakdown": ""},
    )
    assert figures(reading, {"indicator": "apple-trees"}, "2018-04-01") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2018-04-01",
            "period_end": "2019-03-31",
            "value": "12.5",
            "lower": "11",
            "upper": "14.25",
            "count": "25",
            "denominator": "200",
            "flags": "provisional",
            "comparison": "better",
            "sheet": "Figures",
            "column": "value",
            "row": 2,
        }
    ]
    [hidden] = figures(reading, {}, "2019-04-01")
    assert (hidden["status"], hidden["note"], hidden["row"]) == ("c", "Counted once,\nthen hidden.", 3)
    [pears] = figures(reading, {"indicator": "pear-trees"}, "2018-04-01", "E92000001")
    assert (pears["value"], pears["area_name"], pears["row"]) == ("0.3", "England", 5)


def test_the_sheets_of_a_workbook_are_read_one_after_the_other() -> None:
    rows = [tidy.COLUMNS, ("a", "E07000241", "2019-01-01", "2019-12-31", "", "", 5)]
    reading = tidy.read(workbook({"One": rows, "Two": [("My figures",), *rows]}))
    assert reading.faults == ()
    assert reading.cells[["sheet", "row", "value"]].to_numpy().tolist() == [["One", 2, "5"], ["Two", 3, "5"]]


def test_faults_of_a_workbook_have_their_sheet() -> None:
    short = [name for name in tidy.COLUMNS if name != "note"]
    reading = tidy.read(workbook({"Mine": [short, ("a", "E07000241", "2019-01-01", "2019-12-31", "", "", 5)]}))
    assert [(fault.check, fault.sheet, fault.column) for fault in reading.faults] == [
        ("missing-column", "Mine", "note")
    ]
    assert checks(tidy.read(workbook({"Mine": [("Name", "Value"), ("a", 5)]}))) == [("no-header", None)]
    assert [fault.sheet for fault in tidy.read(workbook({"Mine": [tidy.COLUMNS]})).faults] == ["Mine"]


def test_a_code_with_its_name_beside_it_is_apart_in_a_workbook_alone() -> None:
    row = ("a", "E07000240 St Albans", "2019-01-01", "2019-12-31", "", "", 5)
    cells = tidy.read(workbook({"Mine": [tidy.COLUMNS, row]})).cells
    assert cells[["area_code", "area_name"]].to_numpy().tolist() == [["E07000240", "St Albans"]]

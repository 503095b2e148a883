"""Mid-year population estimates of the ONS, MYEB1 to MYEB3."""

import pytest

from indicators.formats import ons_mye
from indicators.formats.files import File
from tests.formats.at_hand import WELWYN_HATFIELD, checks, figures, fixture, real, recognised_by, written
from tests.formats.workbooks import workbook

COMPONENTS, BY_AGE = "ons-mye/myeb3.csv", "ons-mye/myeb2.csv"
REAL = "ons_MYEB3_summary_components_of_change_series_UK_(2018_geog19).csv"
POPULATION = {"Component": "population", "Sex": "", "Age": "", "Edition": "mid-2018"}


@pytest.mark.parametrize("name", [COMPONENTS, BY_AGE])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["ons_mye"]


@pytest.mark.parametrize("heading", ["LAD_Code,LAD_Name,Jobs_2002", "LSOA code (2011),LSOA name,population_2018", ""])
def test_other_areas_and_other_figures_are_not_recognised(heading: str) -> None:
    assert not ons_mye.recognises(written(f"{heading}\nE07000241,Welwyn Hatfield,5\n"))


def test_the_year_and_the_component_are_in_the_heading() -> None:
    reading = ons_mye.read(fixture(COMPONENTS))
    assert reading.faults == ()
    assert len(reading.cells) == 3 * 4
    place = {"area_code": "E07000241", "area_name": "Welwyn Hatfield", "period": "2018", "row": 2}
    assert figures(reading, POPULATION, "2018") == [
        place | {"measure": 0, "value": "122800", "column": "population_2018"}
    ]
    (net,) = figures(reading, POPULATION | {"Component": "internal_net"}, "2018")
    assert (net["value"], net["column"]) == ("-210", "internal_net_2018")
    assert figures(reading, POPULATION, "2017", "W06000015")[0]["value"] == "362500"


def test_the_edition_is_the_last_year_and_is_told() -> None:
    reading = ons_mye.read(fixture(COMPONENTS))
    assert {measure["Edition"] for measure in reading.measures} == {"mid-2018"}
    assert "mid-2018" in reading.notes[0]


def test_by_sex_and_age_only_the_population_is_read() -> None:
    reading = ons_mye.read(fixture(BY_AGE))
    assert reading.faults == ()
    assert [(measure["Component"], measure["Sex"], measure["Age"]) for measure in reading.measures] == [
        ("population", "1", "0"),
        ("population", "1", "90"),
        ("population", "2", "0"),
    ]
    girls = POPULATION | {"Sex": "2", "Age": "0"}
    assert [(cell["value"], cell["row"]) for cell in figures(reading, girls, "2018")] == [("765", 4)]
    assert figures(reading, girls, "2018", "E07000240") == []
    assert figures(reading, girls | {"Sex": "1"}, "2018", "E07000240")[0]["value"] == "1000"
    assert len(reading.notes) == 2


def test_the_later_workbook_has_the_same_tables_on_sheets() -> None:
    head, areas = ("ladcode23", "laname23", "country"), (WELWYN_HATFIELD, "Welwyn Hatfield", "E")
    by_age = [("Title",), (*head, "sex", "age", "population_2022"), (*areas, "F", 0, 650), (*areas, "F", 1, 660)]
    repeated = [("Title",), (*head, "sex", "age", "births_2022", "population_2022"), (*areas, "F", 0, 1, 650)]
    summary = [("Title",), (*head, "births_2022", "population_2022"), (*areas, 1300, 119800)]
    file = workbook({"Notes": [("Note",)], "MYEB1": by_age, "MYEB2": repeated, "MYEB3": summary})
    assert recognised_by(file) == ["ons_mye"]
    reading = ons_mye.read(file)
    assert reading.faults == ()
    wanted = reading.cells[["sheet", "row", "period", "column", "value"]].to_numpy().tolist()
    assert wanted == [
        ["MYEB1", 3, "2022", "population_2022", "650"],
        ["MYEB1", 4, "2022", "population_2022", "660"],
        ["MYEB3", 3, "2022", "births_2022", "1300"],
        ["MYEB3", 3, "2022", "population_2022", "119800"],
    ]
    assert {measure["Edition"] for measure in reading.measures} == {"mid-2022"}


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ("E07000241,Welwyn Hatfield,1\nE07000240,St Al", [("truncated-file", 3)]),
        ("E07000241,Welwyn Hatfield\nE07000240,St Albans,2\n", [("bad-row", 2)]),
        ("", [("nothing-to-read", 1)]),
    ],
)
def test_what_is_wrong_with_the_text_is_told(rows: str, faults: list[tuple[str, int]]) -> None:
    assert checks(ons_mye.read(written(f"ladcode19,laname19,population_2018\n{rows}"))) == faults


def test_what_is_wrong_with_a_sheet_is_told() -> None:
    head = ("ladcode23", "laname23", "population_2022")
    file = workbook({"MYEB1": [head], "MYEB3": [(*head, head[2]), (WELWYN_HATFIELD, "Welwyn Hatfield", 5, 6)]})
    reading = ons_mye.read(file)
    assert [(fault.check, fault.sheet, fault.row) for fault in reading.faults] == [
        ("nothing-to-read", "MYEB1", 1),
        ("doubled-column", "MYEB3", 1),
    ]
    assert list(reading.cells["value"]) == ["5"]


def test_another_file_read_as_this_one_is_told_to_have_no_header() -> None:
    assert checks(ons_mye.read(File("other.csv", b"area,value\nE07000241,5\n"))) == [("no-header", None)]


def test_the_published_file_is_read_whole() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["ons_mye"]
    reading = ons_mye.read(file)
    assert reading.faults == ()
    # 382 authorities, 18 populations and ten components of the change in 17 years
    assert len(reading.cells) == 382 * (18 + 17 * 10)
    values = {period: figures(reading, POPULATION, period)[0] for period in ("2001", "2013", "2018")}
    assert [cell["value"] for cell in values.values()] == ["97550", "113375", "122746"]
    assert {cell["row"] for cell in values.values()} == {244}
    (moved,) = figures(reading, POPULATION | {"Component": "internal_out"}, "2002")
    assert moved["value"] == "6592"

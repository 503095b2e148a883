"""Labour productivity by local authority of the ONS."""

from indicators.formats import ons_productivity
from tests.formats.at_hand import figures, fixture, real, recognised_by
from tests.formats.workbooks import workbook

FIXTURE = "ons-productivity/jobs-and-hours.xls"
REAL = "ons_labour-productivity-by-local-authority_incl-productivity-jobs_2002-2022.xls"
JOBS = {"Sheet": "Productivity Jobs", "Figure": "Productivity Jobs"}
HOURS = {"Sheet": "Productivity Hours", "Figure": "Productivity Hours Worked per Week"}
POUNDS = {"Sheet": "A3", "Figure": "Current Price (smoothed) GVA (B) per hour worked (£)"}


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["ons_productivity"]


def test_a_sheet_is_a_measure_and_the_year_is_in_the_heading() -> None:
    reading = ons_productivity.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert reading.measures == (POUNDS, HOURS, JOBS)
    place = {"area_code": "E07000241", "area_name": "Welwyn Hatfield", "sheet": "Productivity Jobs", "row": 8}
    assert figures(reading, JOBS, "2002") == [
        place | {"measure": 2, "period": "2002", "column": "Jobs_2002", "value": "64100"}
    ]
    assert figures(reading, HOURS, "2022")[0]["value"] == "2479000"
    assert figures(reading, POUNDS, "2021")[0]["value"] == "42.6"


def test_notes_below_the_areas_are_no_areas_and_the_release_is_told() -> None:
    reading = ons_productivity.read(fixture(FIXTURE))
    assert set(reading.cells["area_code"]) == {"UKX", "E07000240", "E07000241"}
    assert reading.notes == (
        "Tables published with the ONS Subregional Productivity June 2024 release.",
        "Note 1: Data are current price; ie, data are not adjusted for inflation.",
    )


def test_a_sheet_of_that_name_without_years_is_not_recognised() -> None:
    assert not ons_productivity.recognises(workbook({"Productivity Jobs": [("LAD_Code", "Jobs"), ("E07000241", 5)]}))


def test_a_sheet_whose_header_is_gone_is_told() -> None:
    jobs = [("LAD_Code", "LAD_Name", "Jobs_2002"), ("E07000241", "Welwyn Hatfield", 5)]
    reading = ons_productivity.read(workbook({"Productivity Jobs": jobs, "A1": jobs[1:]}))
    assert [(fault.check, fault.sheet) for fault in reading.faults] == [("no-header", "A1")]
    assert len(reading.cells) == 1


def test_the_published_workbook_is_read_whole() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["ons_productivity"]
    reading = ons_productivity.read(file)
    assert reading.faults == ()
    # 361 authorities and the United Kingdom, 19 years of hours and 21 of jobs, three sheets of each
    assert len(reading.cells) == 362 * 3 * (19 + 21)
    values = {period: figures(reading, JOBS, period)[0] for period in ("2002", "2012", "2013", "2019", "2022")}
    assert [cell["value"] for cell in values.values()] == ["64066", "76574", "80220", "98498", "80810"]
    assert {(cell["sheet"], cell["row"]) for cell in values.values()} == {("Productivity Jobs", 229)}
    assert figures(reading, HOURS, "2022")[0]["value"] == "2479543"
    assert any("June 2024 release" in note for note in reading.notes)

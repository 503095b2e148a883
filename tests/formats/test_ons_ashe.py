"""Tables of the Annual Survey of Hours and Earnings of the ONS."""

import pytest

from indicators.formats import ons_ashe
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by
from tests.formats.workbooks import Rows, workbook

FIXTURE = "ons-ashe/weekly-pay.xls"
REAL = "ons_ASHE-workplace-Table-7.1a-weekly-pay-gross_{}.xls"
ALL = {"Table": "7.1a", "Pay": "Weekly pay - Gross (£)", "Jobs": "all employee"}
PERIOD = "April 2019"


def book(title: str, headings: tuple[str, ...] = ("Median",)) -> Rows:
    return [(title,), ("Description", "Code", *headings), ("  Welwyn Hatfield", "E07000241", *(5,) * len(headings))]


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["ons_ashe"]


def test_headings_of_three_rows_are_read_together_and_names_are_cleaned() -> None:
    reading = ons_ashe.read(fixture(FIXTURE))
    assert reading.faults == ()
    place = {"area_code": "E07000241", "area_name": "Welwyn Hatfield", "period": PERIOD, "sheet": "All", "row": 10}
    assert figures(reading, ALL, PERIOD)[:2] == [
        place | {"measure": 0, "value": "76", "column": "Number of jobs (thousand)"},
        place | {"measure": 1, "value": "577.5", "column": "Median"},
    ]
    assert [measure["Figure"] for measure in reading.measures[:8]] == [
        "Number of jobs (thousand)",
        "Median",
        "Annual percentage change (Median)",
        "Mean",
        "Annual percentage change (Mean)",
        "Percentiles 10",
        "Percentiles 25",
        "Percentiles 90",
    ]


def test_a_sheet_is_a_kind_of_job() -> None:
    reading = ons_ashe.read(fixture(FIXTURE))
    part_time = ALL | {"Jobs": "male part-time employee"}
    assert [cell["value"] for cell in figures(reading, part_time | {"Figure": "Median"}, PERIOD)] == ["x"]
    assert [cell["value"] for cell in figures(reading, part_time | {"Figure": "Mean"}, PERIOD)] == ["155.5"]
    assert len(reading.cells) == 8 * (6 + 3)


def test_the_key_beside_the_table_is_taken_for_symbols_and_not_for_figures() -> None:
    reading = ons_ashe.read(fixture(FIXTURE))
    assert reading.markers == {"x": "x", "..": "c", ":": "z", "-": "low"}
    assert "precise" not in " ".join(reading.cells["value"])


def test_footnotes_are_no_areas_but_what_could_not_be_classified_is_kept() -> None:
    reading = ons_ashe.read(fixture(FIXTURE))
    names = list(dict.fromkeys(reading.cells["area_name"]))
    assert names == ["United Kingdom", "England", "Hertfordshire", "St Albans", "Welwyn Hatfield", "Not Classified"]


@pytest.mark.parametrize(
    ("title", "measure", "period"),
    [
        (
            "Table 7.7a   Annual pay - Gross (£) - For all employee jobsa: United Kingdom, 2019",
            {"Table": "7.7a", "Pay": "Annual pay - Gross (£)", "Jobs": "all employee", "Figure": "Median"},
            "2019",
        ),
        (
            "Table 8.1b   Weekly pay - Gross (£) - For male employee jobs: CV, United Kingdom, 2015",
            {"Table": "8.1b", "Pay": "Weekly pay - Gross (£)", "Jobs": "male employee", "Figure": "Median"},
            "April 2015",
        ),
    ],
)
def test_other_tables_of_the_survey_are_told_apart(title: str, measure: dict[str, str], period: str) -> None:
    reading = ons_ashe.read(workbook({"All": book(title)}))
    assert reading.measures == (measure,)
    assert list(reading.cells["period"]) == [period]


def test_a_column_that_comes_twice_is_told() -> None:
    title = "Table 7.1a   Weekly pay - Gross (£) - For all employee jobsa: United Kingdom, 2019"
    reading = ons_ashe.read(workbook({"All": book(title, ("Median", "Median"))}))
    assert checks(reading) == [("doubled-column", 2)]
    assert len(reading.cells) == 1


def test_a_workbook_without_a_title_of_the_survey_is_not_recognised() -> None:
    file = workbook({"All": book("Weekly pay")})
    assert not ons_ashe.recognises(file)
    assert checks(ons_ashe.read(file)) == [("no-header", None)]


def test_a_title_in_several_cells_has_the_year_of_the_notes() -> None:
    file = fixture("ons-ashe/annual-pay-2023.xlsx")
    assert recognised_by(file) == ["ons_ashe"]
    reading = ons_ashe.read(file)
    assert reading.faults == ()
    annual = {"Table": "8.7a", "Pay": "Annual pay - Gross (£)", "Jobs": "all employee"}
    assert figures(reading, annual | {"Figure": "Median"}, "2023") == [
        {
            "measure": 1,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2023",
            "value": "33500",
            "sheet": "All",
            "column": "Median",
            "row": 6,
        }
    ]
    [men] = figures(reading, annual | {"Jobs": "male employee", "Figure": "Mean"}, "2023")
    assert (men["value"], men["sheet"]) == ("x", "Male")


def test_a_sheet_saved_as_windows_text_is_read() -> None:
    file = fixture("ons-ashe/weekly-pay-2019.csv")
    assert (file.encoding, recognised_by(file)) == ("cp1252", ["ons_ashe"])
    reading = ons_ashe.read(file)
    assert reading.faults == ()
    [median] = figures(reading, ALL | {"Figure": "Median"}, PERIOD)
    assert (median["value"], median["column"], median["row"], "sheet" in median) == ("577.6", "Median", 6, False)
    assert reading.markers == {"x": "x"}


TITLED = "Table 8.1a   Weekly pay - Gross (£)"
JOBS = "For all employee jobsa: United Kingdom"


@pytest.mark.parametrize(
    ("above", "notes", "year"),
    [
        ([(TITLED, "", JOBS + ", 2023")], (), "2023"),
        ([(TITLED, "", JOBS, "2023")], (), "2023"),
        ([(TITLED, "", JOBS, "April 2023")], (), "2023"),
        ([(TITLED, "", JOBS, "", "2023 provisional")], (), "2023"),
        ([(TITLED,), (JOBS + " 2023 (revised)",)], (), "2023"),
        ([(TITLED + " - " + JOBS,)], ("Annual Survey of Hours and Earnings (ASHE), 2023",), "2023"),
        ([(TITLED, "", JOBS)], ("Year: 2023",), "2023"),
        ([(TITLED, "", JOBS, "2023")], ("Year: 2022",), "2023"),
        # no year of the table's own
        ([(TITLED, "", JOBS)], (), ""),
        ([(TITLED, "", JOBS)], ("Estimates for 2020 include employees who have been furloughed.",), ""),
        ([(TITLED, "", JOBS)], ("ASHE low pay estimates - 2012-2016",), ""),
        # two of them
        ([(TITLED, "", JOBS, "2022"), ("April 2023",)], (), ""),
        ([(TITLED, "", JOBS)], ("Year: 2022", "Reference period: April 2023"), ""),
    ],
)
def test_the_year_is_the_one_that_is_named_above_the_table_or_in_the_notes(
    above: list[tuple[str, ...]], notes: tuple[str, ...], year: str
) -> None:
    rows = [*above, ("Description", "Code", "Median"), ("  Welwyn Hatfield", "E07000241", 650)]
    file = workbook({"Notes": [(note,) for note in notes], "All": rows})
    assert ons_ashe.recognises(file)
    reading = ons_ashe.read(file)
    assert list(reading.cells["period"]) == [f"April {year}" if year else ""]
    assert dict(reading.measures[0])["Table"] == "8.1a"
    assert checks(reading) == ([] if year else [("no-header", len(above) + 1)])


@pytest.mark.slow("a published file, read whole")
@pytest.mark.parametrize(
    ("year", "areas", "median", "mean"), [(2015, 432, "487.6", "550.9"), (2019, 418, "577.6", "690.7")]
)
def test_the_published_workbooks_are_read_whole(year: int, areas: int, median: str, mean: str) -> None:
    file = real(REAL.format(year))
    assert recognised_by(file) == ["ons_ashe"]
    reading = ons_ashe.read(file)
    assert reading.faults == ()
    assert len(reading.measures) == 9 * 15
    assert len(reading.cells) == 9 * 15 * areas
    assert [figures(reading, ALL | {"Figure": name}, f"April {year}")[0]["value"] for name in ("Median", "Mean")] == [
        median,
        mean,
    ]
    (top,) = figures(reading, ALL | {"Figure": "Percentiles 90"}, f"April {year}")
    assert (top["value"], top["sheet"], top["row"]) == ("x", "All", 210)

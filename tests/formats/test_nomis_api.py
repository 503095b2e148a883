"""The layout of the Nomis API."""

import pytest

from indicators.formats import nomis_api as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

POPULATION = "nomis-api/population.csv"
SURVEY = "nomis-api/annual-population-survey.csv"
YEAR = "Jan 2019-Dec 2019"
ALL_AGES = {"GENDER_NAME": "Total", "C_AGE_NAME": "All Ages", "MEASURES_NAME": "Value"}


@pytest.mark.parametrize("name", [POPULATION, SURVEY])
def test_it_is_recognised_by_its_headings_alone(name: str) -> None:
    assert recognised_by(fixture(name)) == ["nomis_api"]


def test_a_table_without_an_area_or_a_date_is_another() -> None:
    assert not layout.recognises(written('"DATE_NAME","OBS_VALUE"\n"2019",1\n'))
    assert not layout.recognises(written('"GEOGRAPHY_CODE","OBS_VALUE"\n"E1",1\n'))


def test_the_dimensions_of_the_file_are_its_descriptors() -> None:
    reading = layout.read(fixture(POPULATION))
    assert reading.faults == ()
    assert reading.expected_rows == 4
    assert reading.measures == (ALL_AGES, ALL_AGES | {"C_AGE_NAME": "Aged 0 to 15"})


def test_a_dimension_that_is_not_listed_is_a_descriptor_too() -> None:
    text = "date_name,geography_code,tenure_name,measures_name,obs_value\n2021,E07000241,Owned,Value,5\n"
    reading = layout.read(written(text))
    assert reading.measures == ({"TENURE_NAME": "Owned", "MEASURES_NAME": "Value"},)
    [cell] = figures(reading, {"TENURE_NAME": "Owned"}, "2021")
    assert (cell["value"], cell["column"], cell["row"]) == ("5", "obs_value", 2)


def test_figures_as_they_stand() -> None:
    reading = layout.read(fixture(POPULATION))
    assert figures(reading, ALL_AGES, "2021") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2021",
            "value": "1200",
            "column": "OBS_VALUE",
            "row": 2,
        }
    ]
    [zero] = figures(reading, {"C_AGE_NAME": "Aged 0 to 15"}, "2021")
    assert (zero["value"], zero["row"]) == ("0", 3)


def test_an_authority_listed_as_district_and_as_county_is_taken_once() -> None:
    [cell] = figures(layout.read(fixture(POPULATION)), ALL_AGES, "2021", "E06000001")
    assert (cell["value"], cell["row"]) == ("900", 4)


def test_the_four_rows_of_a_survey_figure_are_one_cell() -> None:
    reading = layout.read(fixture(SURVEY))
    assert reading.faults == ()
    assert reading.measures == ({"VARIABLE_NAME": "Employment rate - aged 16-64", "MEASURES_NAME": "Variable"},)
    assert len(reading.cells) == 3
    assert figures(reading, {}, YEAR) == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": YEAR,
            "value": "76.1",
            "lower": "72.7",
            "upper": "79.5",
            "count": "500",
            "denominator": "657",
            "column": "OBS_VALUE",
            "row": 2,
        }
    ]


def test_what_the_survey_hides_or_doubts() -> None:
    reading = layout.read(fixture(SURVEY))
    [hidden] = figures(reading, {}, "Apr 2019-Mar 2020")
    assert (hidden["status"], hidden["row"]) == ("c", 6)
    assert hidden.keys().isdisjoint({"value", "lower", "upper", "count"})
    [doubted] = figures(reading, {}, YEAR, "E07000098")
    assert (doubted["value"], doubted["status"], doubted["count"], doubted["row"]) == ("80", "u", "8", 10)
    assert doubted.keys().isdisjoint({"lower", "upper"})
    assert doubted["note"].startswith("Estimate and confidence interval unreliable")


def test_a_confidence_without_a_variable_is_no_half_width() -> None:
    text = "DATE_NAME,GEOGRAPHY_CODE,MEASURES_NAME,OBS_VALUE\n2019,E1,Value,500\n2019,E1,Confidence,3.4\n"
    cells = layout.read(written(text)).cells
    assert cells[["measure", "value", "lower"]].to_numpy().tolist() == [[0, "500", ""], [1, "3.4", ""]]


def test_a_measure_beside_the_four_stays() -> None:
    text = "DATE_NAME,GEOGRAPHY_CODE,MEASURES_NAME,OBS_VALUE\n2019,E1,Value,500\n2019,E1,Variable,3.4\n"
    cells = layout.read(written(text)).cells
    assert cells[["value", "lower", "count", "row"]].to_numpy().tolist() == [["500", "", "", 2], ["3.4", "", "", 3]]


def test_a_file_that_nomis_cut_is_told() -> None:
    text = fixture(POPULATION).text.rsplit("\n", 2)[0] + "\n"
    reading = layout.read(written(text))
    assert checks(reading) == [("truncated-file", None)]
    assert "3 of the 4 rows" in reading.faults[0].message
    assert (reading.expected_rows, len(reading.cells)) == (4, 3)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Estimate is less than 500", "u"),
        ("These figures are missing.", "x"),
        ("Normal Value", ""),
    ],
)
def test_what_a_status_text_means(text: str, status: str) -> None:
    assert layout.reason(text) == status


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        ("DATE,GEOGRAPHY_NAME,OBS_VALUE\n2019-12,Luton,1\n", [("missing-column", 1)]),
        ("DATE_NAME,GEOGRAPHY,OBS_VALUE\n2019,7,1\n", [("missing-column", 1)]),
        ("DATE_NAME,GEOGRAPHY_CODE,OBS_VALUE\n", [("nothing-to-read", 1)]),
        ("DATE_NAME,GEOGRAPHY_CODE,OBS_VALUE,OBS_VALUE\n2019,E1,1,2\n", [("doubled-column", 1)]),
        ("DATE_NAME,GEOGRAPHY_CODE,OBS_VALUE\n2019,E1,1,234\n", [("bad-row", 2)]),
        ("DATE_NAME,GEOGRAPHY_NAME,OBS_VALUE\n2019,Luton,1\n", []),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_published_population_of_which_most_rows_were_cut_away() -> None:
    file = real("nomis-api_population-estimates-2021_lad_cut.csv")
    assert recognised_by(file) == ["nomis_api"]
    reading = layout.read(file)
    assert (len(reading.cells), len(reading.measures), reading.expected_rows) == (432, 18, 11_178)
    assert checks(reading) == [("truncated-file", None)]
    [everyone] = figures(reading, ALL_AGES, "2021")
    assert (everyone["value"], everyone["row"]) == ("119538", 290)
    [young] = figures(reading, {"C_AGE_NAME": "Age 0 - 4"}, "2021")
    assert young["value"] == "6676"

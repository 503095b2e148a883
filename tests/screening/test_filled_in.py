"""A workbook that somebody has filled in, and cells with markup: what becomes of them when they are screened."""

from indicators import catalogue as catalogues
from indicators.formats import tidy
from tests.formats.at_hand import fixture as published
from tests.formats.workbooks import Rows, workbook
from tests.screening.situation import checks, screened, told

HEADINGS = "Indicator ID,Indicator Name,Area Code,Sex,Age,Category Type,Category,Time period,Value,Count,Value note"


def filled(*rows: tuple[str | float, ...]) -> bytes:
    """A workbook in the tidy layout; what a row leaves out is empty."""
    width = len(tidy.COLUMNS)
    texts: Rows = [tidy.COLUMNS, *((*row, *[""] * (width - len(row))) for row in rows)]
    return workbook({"Figures": texts, "Lists": [("jobs",), ("nuisance",)]}).content


def fingertips(count: str) -> str:
    return f'{HEADINGS}\n1,Obesity,E07000241,Persons,,,,2021,16.5,"{count}",\n'


def test_a_workbook_that_is_filled_in_becomes_observations() -> None:
    row = ("jobs", "E07000241 Welwyn Hatfield", "2018-01-01", "2018-12-31", "", "", 60_500)
    report = screened(filled(row), name="figures.xlsx")
    assert (report.layout, [finding for finding in told(report) if "error" in finding]) == ("tidy", [])
    assert report.observations[["indicator", "area_code", "period_label", "value"]].to_numpy().tolist() == [
        ["jobs", "E07000241", "2018", 60_500.0]
    ]


def test_what_is_wrong_in_a_workbook_is_told_with_its_sheet_and_row() -> None:
    wrong = ("jobs", "E07000241", "2018-01-01", "2018-12-31", "", "", "about forty")
    [finding] = [each for each in screened(filled(wrong), name="figures.xlsx").findings if each.check == "not-a-number"]
    assert (finding.sheet, finding.row, finding.column, finding.value) == ("Figures", 2, "value", "about forty")


def test_a_code_beside_the_name_of_another_area_is_told() -> None:
    row = ("jobs", "E07000241 Watford", "2018-01-01", "2018-12-31", "", "", 60_500)
    assert "area-name-differs" in checks(screened(filled(row), name="figures.xlsx"))


def test_a_number_in_markup_is_the_number() -> None:
    report = screened(fingertips("<span class=''x''>1,250</span>"))
    assert "not-a-number" not in checks(report)
    assert report.observations["count"].tolist() == [1250.0]


def test_markup_that_holds_more_than_a_number_is_told_and_is_no_figure() -> None:
    report = screened(fingertips("<b>1</b><i>250</i>"))
    [finding] = [each for each in report.findings if each.check == "not-a-number"]
    assert (finding.row, finding.value) == (2, "<b>1</b><i>250</i>")
    assert report.observations.empty


def test_the_shares_of_a_custom_dataset_are_those_of_the_indicator() -> None:
    report = screened(published("ons-census-custom/ethnic-group.csv").content, known=catalogues.load())
    assert report.layout == "ons-census-custom"
    rows = report.observations[report.observations["area_code"].eq("E07000241")]
    assert set(rows["indicator"]) == {"ethnic-group"}
    assert dict(zip(rows["breakdown"], rows["value"].round(2), strict=True)) == {
        "ethnic-group=asian": 8.84,
        "ethnic-group=black": 6.1,
        "ethnic-group=mixed": 4.11,
        "ethnic-group=white": 78.69,
        "ethnic-group=other": 2.26,
    }
    assert set(rows["denominator"]) == {119_835.0}


def test_the_ranks_of_file_10_are_those_of_the_indicator() -> None:
    report = screened(published("iod-file-10/2019.xlsx").content, known=catalogues.load(), name="file-10.xlsx")
    rows = report.observations[report.observations["area_code"].eq("E07000241")]
    read = rows[["indicator", "breakdown", "period_label", "value"]].to_numpy().tolist()
    assert sorted(map(tuple, read)) == [
        ("deprivation-rank", "", "2019", 221.0),
        ("deprivation-rank", "domain=income", "2019", 215.0),
        ("deprivation-score", "", "2019", 14.215),
    ]

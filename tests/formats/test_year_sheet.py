"""A sheet of many years by area, the last layout that is asked."""

import pytest

from indicators import formats
from indicators.formats import year_sheet as layout
from tests.formats.at_hand import WELWYN_HATFIELD, checks, cut, figures, fixture, real, recognised_by, written
from tests.formats.workbooks import workbook

TITLE = "Jobs by district, 2021 to 2022"
HEADER = "Code,Area,2021,2022\n"
ROW = "E07000241,Welwyn Hatfield,49190,49640\n"


@pytest.mark.parametrize("name", ["titled.csv", "untitled.csv"])
def test_only_this_layout_recognises_it(name: str) -> None:
    file = fixture(f"year-sheet/{name}")
    assert recognised_by(file) == ["year_sheet"]
    assert formats.recognise(file) == ["year-sheet"]


def test_years_are_read_below_the_title_without_its_years() -> None:
    reading = layout.read(fixture("year-sheet/titled.csv"))
    assert (reading.faults, reading.measures) == ((), ({"Title": "Number of properties on the council tax list"},))
    assert figures(reading, {}, "2024") == [
        {
            "measure": 0,
            "area_code": WELWYN_HATFIELD,
            "area_name": "Welwyn Hatfield",
            "period": "2024",
            "value": "50,420",
            "column": "2024",
            "row": 6,
        }
    ]
    assert set(reading.cells["period"]) == {"2021", "2022", "2023", "2024"}  # the change is no period
    assert reading.markers == {"..": "x"}


def test_a_year_without_any_figure_is_read_as_empty_cells() -> None:
    reading = layout.read(written(TITLE + "\n" + HEADER.replace("\n", ",2023\n") + ROW.replace("\n", ",\n")))
    assert reading.cells.loc[reading.cells["period"] == "2023", "value"].tolist() == [""]


def test_a_sheet_without_a_title_says_so_and_has_an_empty_one() -> None:
    reading = layout.read(fixture("year-sheet/untitled.csv"))
    assert (reading.faults, reading.measures) == ((), ({"Title": ""},))
    assert reading.notes == ("No title stands above the headings, so the file does not say what it counts.",)
    assert set(reading.cells["area_name"]) == {"England", "Hertfordshire", "Welwyn Hatfield"}


def test_each_sheet_of_a_workbook_has_its_own_title() -> None:
    rows = [["Area", "Q1 2023", "Q2 2023 (p)"], ["Welwyn Hatfield", 5, 6.5]]
    book = workbook({"Notes": [["About"]], "A": [["Table 1: Births, 2023"], *rows], "B": [["Deaths [note 1]"], *rows]})
    assert recognised_by(book) == ["year_sheet"]
    reading = layout.read(book)
    assert reading.measures == ({"Title": "Births"}, {"Title": "Deaths"})
    found = {(cell.sheet, cell.period): (cell.value, cell.flags) for cell in reading.cells.itertuples()}
    assert found == {
        ("A", "Q1 2023"): ("5", ""),
        ("A", "Q2 2023"): ("6.5", "p"),
        ("B", "Q1 2023"): ("5", ""),
        ("B", "Q2 2023"): ("6.5", "p"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Area,2021\nWelwyn Hatfield,5\n",  # one year
        "2021,2022\n5,6\n",  # no areas
        "Area,Year,Value\nWelwyn Hatfield,2021,2022\nSt Albans,2022,2023\nDacorum,2023,2024\n",  # a row a figure
        "Code,First,Second\nE07000241,2001,2002\nE07000240,2003,2004\n",  # figures that could be years
        "Area,2021,2022\nsee,note,one\n",  # no figures
        "Area,Change,2021,5\nWelwyn Hatfield,2021,2022,6\n",
    ],
)
def test_what_is_no_sheet_of_years(text: str) -> None:
    assert not layout.recognises(written(text))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (HEADER + ROW + "E07000240,St Albans,1\n", [("truncated-file", 3)]),
        (HEADER + ROW + "E07000240,St Albans,1,2,3\n" + ROW, [("bad-row", 3)]),
        (HEADER + ",,1,2\n" + ROW, [("bad-row", 2)]),
        (HEADER.replace("\n", ",2022\n") + ROW.replace("\n", ",1\n"), [("doubled-column", 1)]),
        (HEADER.replace("\n", ",\n") + ROW.replace("\n", ",1\n"), [("missing-column", 1)]),
        (HEADER.replace("\n", ",202x\n") + ROW.replace("\n", ",1\n"), [("missing-column", 1)]),
        (HEADER.replace("\n", ",Change\n") + ROW.replace("\n", ",1\n"), []),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(f"{TITLE}\n{text}"))) == [(check, row and row + 1) for check, row in faults]


@pytest.mark.parametrize(
    "name",
    [
        "ons_aff1-ratio-of-house-price-to-workplace-based-earnings_2024.xlsx",
        "ons_HPSSA-dataset-9_median-price-paid_administrative-geographies.xls",
        "nomis-wizard_jobs-density_2013-2019.xlsx",
        "dwp-statxplore_children-relative-low-income_ltla_14-22.csv",
    ],
)
def test_it_takes_no_file_that_another_layout_knows(name: str) -> None:
    file = cut(name)
    assert layout.recognises(file)  # it would
    assert "year-sheet" not in formats.recognise(file)


@pytest.mark.slow("a published file, read whole")
def test_published_sheets() -> None:
    prices = real("hmlr_UK-HPI_England-annual-price-change-by-local-authority-2021-03.csv")
    assert recognised_by(prices) == ["year_sheet"]
    reading = layout.read(prices)
    assert (reading.faults, reading.measures, len(reading.cells)) == ((), ({"Title": ""},), 678)
    [borough] = figures(reading, {}, "March 2021", "")[-1:]
    assert borough["column"] == "March 2021"
    named = reading.cells[reading.cells["area_name"].eq("Welwyn Hatfield")]
    assert named["value"].tolist() == ["396011", "395563"]

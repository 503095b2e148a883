"""The layout of the bulk census tables of Nomis."""

import pytest

from indicators.formats import nomis_bulk as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

IN_2011 = "nomis-bulk/tenure-2011.csv"
IN_2021 = "nomis-bulk/tenure-2021.csv"
TENURES = "Tenure: All categories: Tenure; measures: Value"


@pytest.mark.parametrize("name", [IN_2011, IN_2021])
def test_it_is_recognised_by_its_headings_alone(name: str) -> None:
    assert recognised_by(fixture(name)) == ["nomis_bulk"]


def test_every_column_of_figures_is_a_measure() -> None:
    reading = layout.read(fixture(IN_2011))
    assert reading.faults == ()
    assert len(reading.cells) == 9
    assert [tuple(found.values()) for found in reading.measures] == [
        (TENURES, "Total"),
        ("Tenure: Owned: Total; measures: Value", "Total"),
        ("Tenure: Living rent free; measures: Value", "Total"),
        (TENURES, "Rural (total)"),
        ("Tenure: Owned: Total; measures: Value", "Rural (total)"),
        ("Tenure: Living rent free; measures: Value", "Rural (total)"),
    ]


def test_figures_as_they_stand() -> None:
    reading = layout.read(fixture(IN_2011))
    assert figures(reading, {"Heading": TENURES, "Rural Urban": "Total"}, "2011") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2011",
            "value": "500",
            "column": TENURES,
            "row": 2,
        }
    ]
    [rural] = figures(reading, {"Heading": TENURES, "Rural Urban": "Rural (total)"}, "2011")
    assert (rural["value"], rural["row"]) == ("40", 3)
    [few] = figures(
        reading, {"Heading": "Tenure: Living rent free; measures: Value", "Rural Urban": "Total"}, "2011", "E07000096"
    )
    assert (few["value"], few["row"]) == ("5", 4)


def test_a_table_of_2021_has_fewer_columns_and_shorter_headings() -> None:
    reading = layout.read(fixture(IN_2021))
    assert reading.measures == (
        {"Heading": "Tenure of household: Total: All households"},
        {"Heading": "Tenure of household: Owned, in any way"},
    )
    assert [cell["value"] for cell in figures(reading, {}, "2021")] == ["520", "290"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        ("date,geography,geography code\n2011,Luton,E1\n", [("missing-column", 1)]),
        ("date,geography,geography code,Age: Total\n", [("nothing-to-read", 1)]),
        ("date,geography,geography code,Age: Total,Age: Total\n2011,Luton,E1,1,2\n", [("doubled-column", 1)]),
        ("date,geography,geography code,Age: Total\n2011,Luton,E1,1,234\n", [("bad-row", 2)]),
        ("date,geography,geography code,Age: Total\n2011,Luton,E1,1\n2011,Lu", [("truncated-file", 3)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


@pytest.mark.parametrize(
    ("name", "rows", "measures", "heading", "value", "row"),
    [
        ("2011-QS405EW-tenure_lad", 4872, 14, TENURES, "43613", 176),
        ("2011-QS405EW-tenure_lad", 4872, 14, "Tenure: Living rent free; measures: Value", "571", 176),
        ("2021-ts007-age_ltla", 37_403, 113, "Age: Total; measures: Value", "119839", 179),
        ("2021-ts007-age_ltla", 37_403, 113, "Age: Aged 5 to 9 years; measures: Value", "7279", 179),
    ],
)
def test_published_tables(name: str, rows: int, measures: int, heading: str, value: str, row: int) -> None:
    file = real(f"nomis-bulk_census{name}.csv")
    assert recognised_by(file) == ["nomis_bulk"]
    reading = layout.read(file)
    assert (len(reading.cells), len(reading.measures), reading.faults) == (rows, measures, ())
    [cell] = figures(reading, {"Heading": heading}, name[:4])
    assert (cell["value"], cell["row"]) == (value, row)

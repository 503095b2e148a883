"""The open data of affordable housing supply."""

import pytest

from indicators.formats import affordable_supply as layout
from indicators.formats.reading import Reading
from tests.formats.at_hand import WELWYN_HATFIELD, checks, figures, fixture, recognised_by, written

FIXTURE = "affordable-supply/open-data.csv"
HEADER = "LA code,LA name,LA code 202223,LA code 202324,LA name 202324,Year,Tenure,Completions,Provider,Units\n"
ROW = "E07000241,Welwyn Hatfield,E07000241,E07000241,Welwyn Hatfield,2023-24,Social Rent,Completion,Council,100\n"


def added(reading: Reading, area: str = WELWYN_HATFIELD) -> dict[tuple[str, str], str]:
    """The completions of an area by tenure and year."""
    return {
        (found["Tenure"], cell["period"]): cell["value"]
        for found in reading.measures
        if found["Completions"] == "Completion"
        for year in ("2022-23", "2023-24")
        for cell in figures(reading, found, year, area)
    }


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["affordable_supply"]


def test_providers_are_added_up_for_each_tenure_and_all_tenures() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert added(reading) == {
        ("Affordable Rent", "2022-23"): "106",
        ("Shared Ownership", "2022-23"): "67",
        ("Social Rent", "2022-23"): "88",
        ("Affordable Home Ownership", "2023-24"): "12",
        ("Social Rent", "2023-24"): "194",
        ("All tenures", "2022-23"): "261",
        ("All tenures", "2023-24"): "206",
    }
    [first] = figures(reading, {"Completions": "Completion", "Tenure": "Social Rent"}, "2023-24")
    assert (first["row"], first["column"], first["area_name"]) == (22, "Units", "Welwyn Hatfield")


def test_a_start_is_no_completion() -> None:
    reading = layout.read(fixture(FIXTURE))
    [start] = figures(reading, {"Completions": "Start on Site", "Tenure": "All tenures"}, "2023-24")
    assert start["value"] == "7"


def test_the_newest_code_is_taken_and_thousands_have_commas() -> None:
    row = ROW.replace("E07000241,Welwyn Hatfield,E07000241", "E07000104,Welwyn Hatfield,E07000104")
    reading = layout.read(written(HEADER + row.replace(",100\n", ',"1,100"\n') + row))
    assert set(reading.cells["area_code"]) == {"E07000241"}
    assert added(reading) == {("Social Rent", "2023-24"): "1200", ("All tenures", "2023-24"): "1200"}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER.replace("LA code", "Area") + ROW, [("missing-column", 1)]),
        (HEADER + ROW + ROW.replace(",100\n", ",x\n"), [("bad-row", 3)]),
        (HEADER + ROW + "E07000241,Welwyn", [("truncated-file", 3)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults

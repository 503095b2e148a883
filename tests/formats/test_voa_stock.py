"""The stock of properties by council tax band."""

import pytest

from indicators.formats import voa_stock as layout
from tests.formats.at_hand import WELWYN_HATFIELD, checks, figures, fixture, recognised_by, written

FIXTURE = "voa-stock/all-years.csv"
HEADER = "geography,ba_code,ecode,area_name,2023_03_31_band_a,2023_03_31_all_properties\n"
ROW = "LAUA,1940,E07000241,Welwyn Hatfield,860,50050\n"


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["voa_stock"]


def test_every_day_and_band_is_read() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert (reading.faults, reading.measures) == ((), ({"Band": "band_i"}, {"Band": "all_properties"}))
    assert figures(reading, {"Band": "all_properties"}, "2024-03-31") == [
        {
            "measure": 1,
            "area_code": WELWYN_HATFIELD,
            "area_name": "Welwyn Hatfield",
            "period": "2024-03-31",
            "value": "50420",
            "column": "2024_03_31_all_properties",
            "row": 4,
        }
    ]
    [england] = figures(reading, {"Band": "all_properties"}, "2023-03-31", "E92000001")
    assert (england["value"], england["row"]) == ("25347410", 2)


def test_the_list_begins_on_the_day_that_council_tax_began() -> None:
    reading = layout.read(fixture(FIXTURE))
    [first] = figures(reading, {"Band": "all_properties"}, "1993-04-01")
    assert (first["value"], first["column"]) == ("39330", "1993_03_31_all_properties")
    assert figures(reading, {"Band": "all_properties"}, "1994-03-31")[0]["value"] == "39530"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER.replace("2023_03_31_", "") + ROW, [("no-header", 1)]),
        (HEADER + ROW + "LAUA,1940,E07", [("truncated-file", 3)]),
        (HEADER + ROW + ROW.replace("50050", "50,050") + ROW, [("bad-row", 3)]),
        (HEADER.replace("band_a", "all_properties") + ROW, [("doubled-column", 1)]),
        (HEADER.replace("2023_03_31_band_a", "202x_03_31_band_a") + ROW, [("missing-column", 1)]),
        (HEADER.replace("2023_03_31_band_a", "") + ROW, [("missing-column", 1)]),
        (HEADER.replace("\n", ",\n") + ROW.replace("\n", ",\n"), []),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_the_file_of_a_single_year_is_known_and_says_why_it_cannot_be_read() -> None:
    file = written(HEADER.replace("2023_03_31_", "") + ROW)
    assert recognised_by(file) == ["voa_stock"]
    (fault,) = layout.read(file).faults
    assert fault.message == (
        "This looks like the stock of properties by council tax band, but no column of it says of which day it is."
    )

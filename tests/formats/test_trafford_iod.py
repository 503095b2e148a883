"""Indices of Deprivation as tidied by Trafford Data Lab."""

import gzip

import pytest

from indicators.formats import trafford_iod as layout
from indicators.formats.files import File
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

FIRST, LATER = "trafford-iod/2015.csv", "trafford-iod/2025.csv"
RANK = {"Domain": "IMD", "Figure": "Rank of average score"}
HEADER = "lad19cd,lad19nm,index_domain,rank_average_score,year\n"
ROW = "E07000241,Welwyn Hatfield,Crime,217,2015\n"


@pytest.mark.parametrize("name", [FIRST, LATER])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["trafford_iod"]


def test_figures_are_called_as_in_file_10() -> None:
    reading = layout.read(fixture(FIRST))
    assert reading.faults == ()
    [cell] = figures(reading, RANK, "2015")
    assert (cell["value"], cell["area_name"], cell["column"]) == ("237", "Welwyn Hatfield", "rank_average_score")
    assert {found["Domain"] for found in reading.measures} == {"IMD", "Crime", "Education, Skills and Training"}


def test_a_later_edition_has_other_headings_and_scores() -> None:
    reading = layout.read(fixture(LATER))
    assert reading.faults == ()
    assert [figures(reading, RANK | {"Figure": name}, "2025")[0]["value"] for name in (
        "Average score", "Rank of average score", "Rank of average rank"
    )] == ["13.866", "220", "208"]  # fmt: skip
    [education] = figures(reading, RANK | {"Domain": "Education, Skills and Training"}, "2025")
    assert education["value"] == "204"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("lad19cd,rank\nE07000241,5\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER.replace(",year", ",edition") + ROW, [("missing-column", 1)]),
        (HEADER.replace("lad19cd", "district") + ROW, [("missing-column", 1)]),
        (HEADER + ROW + "E07000240,St Albans,Cri", [("truncated-file", 3)]),
    ],
)
def test_faults_of_a_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


@pytest.mark.slow("published copies, read whole")
@pytest.mark.parametrize(("year", "districts", "columns"), [(2015, 317, 2), (2019, 317, 6), (2025, 296, 6)])
def test_the_copies_are_read_whole(year: int, districts: int, columns: int) -> None:
    packed = real(f"trafford-mhclg_IoD{year}_local-authority-district.csv.gz")
    file = File("copy.csv", gzip.decompress(packed.content))
    assert recognised_by(file) == ["trafford_iod"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells), len(reading.measures)) == ((), districts * 10 * columns, 10 * columns)

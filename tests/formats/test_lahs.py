"""The open data of the Local Authority Housing Statistics."""

import pytest

from indicators.formats import lahs as layout
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

FIXTURE = "lahs/open-data.csv"
REAL = "mhclg-lahs_LAHS_201112_to_202021_open_data_02_2022.csv"
HEADER = "LA_CODE,LA_NAME,Year,a1a,a1b,a2ia,cc1a,cc1aa\n"
ROW = "E07000241,Welwyn Hatfield,2011-12,1,2,3,4,5\n"


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["lahs"]
    assert not layout.recognises(written("LA_CODE,LA_NAME,Year,Count\nE07000241,Welwyn Hatfield,2019,1\n"))


def test_every_question_with_numbers_is_a_measure() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert [found["Question"] for found in reading.measures] == ["a1a", "a1b", "a2iaa", "b4aa", "cc1a", "cc1aa"]
    assert figures(reading, {"Question": "cc1a"}, "2012-13") == [
        {
            "measure": 4,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "2012-13",
            "value": "330",
            "column": "cc1a",
            "row": 6,
        }
    ]
    [old] = figures(reading, {"Question": "a1b"}, "2011-12", "E07000004")
    assert (old["area_name"], old["value"], old["row"]) == ("Aylesbury Vale", "2", 4)


def test_a_question_that_was_not_asked_in_a_year_has_no_cells_and_no_answer_is_a_blank_one() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert figures(reading, {"Question": "a2iaa"}, "2011-12") == []
    assert [cell["value"] for cell in figures(reading, {"Question": "a2iaa"}, "2012-13")] == ["7"]
    assert figures(reading, {"Question": "b4aa"}, "2012-13") == []
    [blank] = figures(reading, {"Question": "b4aa"}, "2011-12")
    assert "value" not in blank
    assert len(reading.cells) == 3 * 5 - 2 + 1 + 2 * 5 + 1


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER + "E07000241,Welwyn Hatfield,2011-12,Y,N,,,\n", [("missing-column", 1)]),
        (HEADER + ROW + "E07000241,Welwyn Hatfield,2012-13,1,234,2,3,4,5\n" + ROW, [("bad-row", 3)]),
        (HEADER + ROW + "E07000241,Welwyn", [("truncated-file", 3)]),
        (HEADER.replace("a1b", "a1a") + ROW, [("doubled-column", 1)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


@pytest.mark.slow("a published file, read whole")
def test_the_published_file() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["lahs"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.measures), len(reading.cells)) == ((), 329, 873_010)
    found = {
        (question, year): figures(reading, {"Question": question}, year)[0]
        for question in ("a1a", "cc1a", "cc1aa")
        for year in ("2011-12", "2020-21")
    }
    assert {key: cell["value"] for key, cell in found.items()} == {
        ("a1a", "2011-12"): "9296",
        ("a1a", "2020-21"): "9024",
        ("cc1a", "2011-12"): "3203",
        ("cc1a", "2020-21"): "2876",
        ("cc1aa", "2011-12"): "2220",
        ("cc1aa", "2020-21"): "1741",
    }
    assert found["a1a", "2011-12"]["row"] == 138
    assert found["cc1a", "2020-21"]["row"] == 3112

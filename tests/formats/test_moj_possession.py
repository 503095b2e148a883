"""Mortgage and landlord possession statistics, by local authority."""

import pytest

from indicators.formats import moj_possession as layout
from indicators.formats.reading import Reading
from tests.formats.at_hand import WELWYN_HATFIELD, checks, figures, fixture, recognised_by, written

FIXTURE = "moj-possession/la.csv"
HEADER = "year,quarter,possession_type,possession_action,la_code,local_authority,county_ua,region,value\n"
AREA = "E07000241,Welwyn Hatfield,Hertfordshire,East of England"
SOCIAL = f"2024,Q1,Social_Landlord,Claims,{AREA},30\n"


def claims(reading: Reading, who: str) -> dict[tuple[str, str], str]:
    """The values of claims by area and quarter."""
    wanted = {"possession_type": who, "possession_action": "Claims"}
    chosen = [place for place, found in enumerate(reading.measures) if dict(found) == wanted]
    cells = reading.cells[reading.cells["measure"].isin(chosen)]
    return {(cell.area_code, cell.period): cell.value for cell in cells.itertuples()}


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["moj_possession"]
    assert recognised_by(written(HEADER.replace("_", " ") + SOCIAL)) != ["moj_possession"]


def test_each_count_stands_under_who_claims_and_the_stage() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert reading.faults == ()
    assert figures(reading, {"possession_type": "Social_Landlord", "possession_action": "Claims"}, "2023 Q3") == [
        {
            "measure": 3,
            "area_code": WELWYN_HATFIELD,
            "area_name": "Welwyn Hatfield",
            "period": "2023 Q3",
            "value": "29",
            "column": "value",
            "row": 47,
        }
    ]
    assert claims(reading, "Mortgage")[WELWYN_HATFIELD, "2023 Q3"] == "17"


def test_an_area_that_is_not_listed_has_none_where_others_are_and_nobody_has_a_place_that_is_not_identified() -> None:
    reading = layout.read(fixture(FIXTURE))
    social = claims(reading, "Social_Landlord")
    assert social == {
        ("E07000240", "2020 Q3"): "2",
        ("E07000241", "2020 Q3"): "0",  # not listed
        ("E07000240", "2023 Q2"): "14",
        ("E07000241", "2023 Q2"): "33",
        ("E07000240", "2023 Q3"): "20",
        ("E07000241", "2023 Q3"): "29",
    }
    assert "1000" not in set(reading.cells["area_code"])
    assert (reading.cells["row"] > 1).all()


def test_the_landlords_sum() -> None:
    assert claims(layout.read(fixture(FIXTURE)), "All_Landlords") == {
        ("E07000240", "2020 Q3"): "10",
        ("E07000241", "2020 Q3"): "5",
        ("E07000240", "2023 Q2"): "34",
        ("E07000241", "2023 Q2"): "58",
        ("E07000240", "2023 Q3"): "52",
        ("E07000241", "2023 Q3"): "57",
    }


def test_nothing_is_added_up_that_a_file_has_not_or_has_twice_or_not_as_a_number() -> None:
    others = "".join(SOCIAL.replace("Social", kind) for kind in ("Private", "Accelerated"))
    whole = layout.read(written(HEADER + SOCIAL + others))
    assert claims(whole, "All_Landlords") == {(WELWYN_HATFIELD, "2024 Q1"): "90"}
    for text in (SOCIAL, SOCIAL + SOCIAL + others, SOCIAL.replace(",30", ",x") + others):
        reading = layout.read(written(HEADER + text))
        assert claims(reading, "All_Landlords") == {}
        assert reading.faults == ()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER + SOCIAL + "2024,Q1,Social_Landlord,Claims,E0700", [("truncated-file", 3)]),
        (HEADER + SOCIAL + SOCIAL.replace(",30", ",1,030") + SOCIAL, [("bad-row", 3)]),
        (HEADER.replace("la_code", "court") + SOCIAL, [("missing-column", 1)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_the_file_by_court_is_told_from_the_one_by_local_authority() -> None:
    (fault,) = layout.read(written(HEADER.replace("la_code", "court") + SOCIAL)).faults
    assert fault.fix == "Take the CSV by local authority (“LA CSV”) from the same ZIP: this one is by court."

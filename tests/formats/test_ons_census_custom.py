"""Custom datasets of the 2021 census."""

import pandas as pd
import pytest

from indicators import shipped
from indicators.formats import ons_census_custom as layout
from indicators.formats.files import File
from tests.formats.at_hand import checks, figures, fixture, recognised_by, written

GROUPS, CROSSED = "ons-census-custom/ethnic-group.csv", "ons-census-custom/crossed.csv"
AREA = "Lower tier local authorities Code,Lower tier local authorities"
HEADER = f"{AREA},Sex (2 categories) Code,Sex (2 categories),Observation\n"
PLACE = "E07000241,Welwyn Hatfield"
ROWS = f"{PLACE},1,Female,60\n{PLACE},2,Male,40\n"
ETHNIC = {"Variables": "Ethnic group (6 categories)"}


def shares(text: str) -> dict[str, str]:
    """The percentages in a file, by category."""
    reading = layout.read(written(text))
    named = {
        place: found["Category"] for place, found in enumerate(reading.measures) if found["Figure"] == "Percentage"
    }
    rows = reading.cells[reading.cells["measure"].isin(named)]
    return dict(zip(rows["measure"].map(named), rows["value"], strict=True))


@pytest.mark.parametrize("name", [GROUPS, CROSSED])
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(name)) == ["ons_census_custom"]


def test_each_category_has_its_count_and_its_share_of_all_that_apply() -> None:
    reading = layout.read(fixture(GROUPS))
    assert reading.faults == ()
    place = {"area_code": "E07000241", "area_name": "Welwyn Hatfield", "period": "Census 2021", "column": "Observation"}
    white = ETHNIC | {"Category": "White"}
    [count] = figures(reading, white | {"Figure": "Count"}, "Census 2021")
    assert count == place | {"measure": count["measure"], "value": "94298", "row": 6}
    [share] = figures(reading, white | {"Figure": "Percentage"}, "Census 2021")
    assert float(share.pop("value")) == pytest.approx(100 * 94298 / 119835, rel=1e-12)
    assert share == place | {"measure": share["measure"], "count": "94298", "denominator": "119835", "row": 6}


def test_the_shares_are_those_that_are_held() -> None:
    held = shipped.read_file(shipped.FOLDER / "ethnic-group.csv").to_pandas()
    held = held[held["area_code"].eq("E07000241") & held["period_label"].eq("Census 2021")]
    reading = layout.read(fixture(GROUPS))
    shared = [place for place, found in enumerate(reading.measures) if found["Figure"] == "Percentage"]
    rows = reading.cells[reading.cells["measure"].isin(shared) & reading.cells["area_code"].eq("E07000241")]
    read = sorted(map(float, rows["value"]))
    assert read == pytest.approx(sorted(held["value"]), rel=1e-12)


def test_who_a_question_does_not_apply_to_is_counted_and_in_no_share() -> None:
    tail = f"{PLACE},-8,Does not apply,900\n"
    three = HEADER.replace("(2 categories)", "(3 categories)")
    assert shares(three + ROWS + tail) == {"Female": "60.0", "Male": "40.0"}
    assert shares(three + ROWS + tail.replace("Does not apply", "No code required")) == {
        "Female": "60.0",
        "Male": "40.0",
    }
    reading = layout.read(written(three + ROWS + tail))
    assert (reading.faults, list(reading.cells["value"])) == ((), ["60", "40", "900", "60.0", "40.0"])


@pytest.mark.parametrize(
    "rows",
    [
        f"{PLACE},1,Female,60\n",  # a category is missing
        ROWS + f"{PLACE},2,Male,40\n",  # one is there twice
        f"{PLACE},1,Female,60\n{PLACE},2,Male,c\n",  # one is withheld
        f"{PLACE},1,Female,0\n{PLACE},2,Male,0\n",  # nobody at all
    ],
)
def test_no_share_is_worked_out_of_less_than_all(rows: str) -> None:
    reading = layout.read(written(HEADER + rows))
    assert {found["Figure"] for found in reading.measures} == {"Count"}
    assert checks(reading) == [("bad-row", None)]
    assert reading.faults[0].message.startswith("E07000241: not every category is there once")


def test_another_area_keeps_its_shares_where_one_is_not_complete() -> None:
    other = ROWS.replace(PLACE, "E07000240,St Albans")
    reading = layout.read(written(HEADER + ROWS + other.splitlines()[0] + "\n"))
    assert checks(reading) == [("bad-row", None)]
    share = {"Category": "Female", "Figure": "Percentage"}
    assert figures(reading, share, "Census 2021")[0]["value"] == "60.0"
    assert figures(reading, share, "Census 2021", "E07000240") == []


def test_crossed_variables_are_counts_with_the_categories_of_all() -> None:
    reading = layout.read(fixture(CROSSED))
    assert reading.faults == ()
    assert {(found["Variables"], found["Figure"]) for found in reading.measures} == {
        ("Tenure of household (5 categories); Sex (2 categories)", "Count")
    }
    [cell] = figures(reading, {"Category": "Owned; Male"}, "Census 2021")
    assert (cell["value"], cell["row"]) == ("31000", 5)


@pytest.mark.parametrize(
    "header",
    [
        f"{AREA},Observation\n",  # no variable: nothing says what is counted
        "Sex (2 categories) Code,Sex (2 categories),Observation\n",
        f"{AREA},Sex Code,Sex,Observation\n",
        HEADER.replace("Observation", "Value"),
    ],
)
def test_other_headings_are_not_recognised(header: str) -> None:
    file = written(header)
    assert not layout.recognises(file)
    assert checks(layout.read(file)) == [("no-header", None)]


def test_other_types_of_area_are_recognised() -> None:
    for area in ("Middle layer Super Output Areas", "Regions", "Countries", "Electoral wards and divisions"):
        assert layout.recognises(written(HEADER.replace("Lower tier local authorities", area)))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (HEADER, [("nothing-to-read", 1)]),
        (HEADER + ROWS + f"{PLACE},3,Wo,man,5\n", [("bad-row", 4)]),
        (HEADER + ROWS + f"{PLACE},3", [("truncated-file", 4)]),
    ],
)
def test_faults_of_a_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_a_large_file_is_read_with_every_share() -> None:
    areas = pd.DataFrame({"code": [f"E070{place:05}" for place in range(300)]})
    rows = "".join(f"{code},District,{sex},{name},{count}\n" for code in areas["code"] for sex, name, count in (
        (1, "Female", 60), (2, "Male", 40)
    ))  # fmt: skip
    reading = layout.read(File("many.csv", (HEADER + rows).encode()))
    assert (reading.faults, len(reading.cells)) == ((), 4 * 300)

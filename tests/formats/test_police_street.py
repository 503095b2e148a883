"""Street-level crime of data.police.uk."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from indicators.formats import police_street as layout
from indicators.formats.files import File, opened
from indicators.formats.reading import Reading
from tests.formats.at_hand import FIXTURES, checks, fixture, real, recognised_by, written

STREET = "police-street/street.csv"
FORCE = "Hertfordshire Constabulary"
BOROUGH = "Welwyn Hatfield"


def count(reading: Reading, kind: str, area: str = BOROUGH, month: str = "2021-01", force: str = FORCE) -> list[object]:
    """Value, count and row of what was counted of a kind of crime."""
    wanted: Mapping[str, str] = {"Crime type": kind, "Falls within": force}
    place = list(reading.measures).index(wanted)
    cells = reading.cells
    rows = cells[(cells["measure"] == place) & (cells["area_name"] == area) & (cells["period"] == month)]
    return [tuple(row) for row in rows[["value", "count", "row"]].itertuples(index=False)]


def records(kinds: Mapping[str, int], month: str = "2021-03", kind: str = "Drugs") -> str:
    """Text of a street file with so many records in each district."""
    header = fixture(STREET).text.splitlines()[0]
    line = (
        f"a,{month},{FORCE},{FORCE},-0.2,51.8,On or near Made-up Lane,E01000001,{{}} 001A,{kind},Under investigation,"
    )
    return "\n".join([header, *(line.format(area) for area, number in kinds.items() for _ in range(number))]) + "\n"


def test_it_is_recognised_by_its_headings_alone() -> None:
    assert recognised_by(fixture(STREET)) == ["police_street"]


def test_records_are_counted_by_district_month_and_type() -> None:
    reading = layout.read(fixture(STREET))
    assert count(reading, "Burglary") == [("2", "2", 2)]
    assert count(reading, "Anti-social behaviour") == [("2", "2", 3)]
    assert count(reading, "Drugs", "Watford") == [("2", "2", 6)]
    assert count(reading, "Drugs", month="2021-02") == [("1", "1", 10)]
    assert set(reading.cells["column"]) == {"Crime type"}


def test_all_crime_leaves_out_anti_social_behaviour() -> None:
    reading = layout.read(fixture(STREET))
    assert count(reading, layout.ALL_CRIME) == [("3", "3", 2)]
    assert count(reading, layout.ALL_CRIME, "Watford") == [("2", "2", 6)]


def test_a_type_that_others_have_in_the_month_is_zero_and_another_month_s_is_not() -> None:
    reading = layout.read(fixture(STREET))
    assert count(reading, "Vehicle crime", "Watford") == [("0", "0", 6)]
    assert count(reading, "Vehicle crime", month="2021-02") == []


def test_another_force_is_another_measure() -> None:
    reading = layout.read(fixture(STREET))
    assert count(reading, "Drugs", force="British Transport Police") == [("1", "1", 11)]
    assert count(reading, "Drugs") == [("0", "0", 2)]


def test_records_without_a_place_are_told_and_not_counted() -> None:
    reading = layout.read(fixture(STREET))
    assert reading.notes[0] == "1 of 11 records have no location (no LSOA) and are counted for no area."


def test_a_record_without_a_type_is_a_fault() -> None:
    assert checks(layout.read(fixture(STREET))) == [("bad-row", 12)]


def test_a_district_beyond_the_force_s_border_is_left_out_and_told() -> None:
    reading = layout.read(written(records({BOROUGH: 150, "Leeds": 1, "Bury St Edmunds": 2})))
    assert set(reading.cells["area_name"]) == {BOROUGH, "Bury St Edmunds"}
    assert reading.notes[1] == "Left out, as records of districts that the force does not police: Leeds (1)."


def test_a_row_cut_off() -> None:
    text = records({BOROUGH: 3})
    reading = layout.read(written(text[:-70]))
    assert checks(reading) == [("truncated-file", 4)]
    assert count(reading, "Drugs", month="2021-03") == [("2", "2", 2)]


def test_headings_without_records() -> None:
    reading = layout.read(written(records({})))
    assert checks(reading) == [("nothing-to-read", 1)]
    assert reading.cells.empty


def test_records_none_of_which_has_a_place() -> None:
    text = records({BOROUGH: 2}).replace(f"E01000001,{BOROUGH} 001A", ",")
    assert checks(layout.read(written(text))) == [("nothing-to-read", None)]


def test_another_file_read_as_this_has_no_header() -> None:
    assert checks(layout.read(written("Month,Crime\n2021-01,3\n"))) == [("no-header", None)]


def test_every_record_of_a_month_of_a_large_force_is_counted() -> None:
    reading = layout.read(File("long.csv", records({"Camden": 40_000, "Brent": 60_000}).encode()))
    assert count(reading, "Drugs", "Brent", "2021-03") == [("60000", "60000", 40_002)]


def test_the_published_month_of_the_whole_force() -> None:
    file = real("police-uk_2021-01-hertfordshire-street.csv")
    assert recognised_by(file) == ["police_street"]
    reading = layout.read(file)
    assert reading.faults == ()
    assert reading.notes[0] == "68 of 6,914 records have no location (no LSOA) and are counted for no area."
    assert "Barnet (10), Central Bedfordshire (9), Enfield (7)" in reading.notes[1]
    assert len(set(reading.cells["area_name"])) == 10
    assert count(reading, layout.ALL_CRIME) == [("628", "628", 6032)]
    assert count(reading, "Anti-social behaviour")[0][:2] == ("187", "187")
    assert count(reading, "Burglary")[0][:2] == ("33", "33")
    assert count(reading, "Theft from the person")[0][:2] == ("0", "0")


@pytest.mark.parametrize(
    ("month", "all_crime", "burglary"), [("2018-10", 840, 66), ("2019-02", 792, 67), ("2021-11", 779, 49)]
)
def test_the_published_months_of_the_borough(month: str, all_crime: int, burglary: int) -> None:
    reading = layout.read(real(f"police-uk_{month}-hertfordshire-street_welwyn-hatfield-cut.csv"))
    assert reading.faults == ()
    assert count(reading, layout.ALL_CRIME, month=month)[0][0] == str(all_crime)
    assert count(reading, "Burglary", month=month)[0][0] == str(burglary)


def test_the_file_of_outcomes_is_not_recognised() -> None:
    assert recognised_by(real("police-uk_2021-12-hertfordshire-outcomes.csv")) == []


def test_a_zip_of_months_opens_as_its_files() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(FIXTURES / STREET, "2021-01/2021-01-hertfordshire-street.csv")
        archive.writestr("2021-03/2021-03-hertfordshire-street.csv", records({BOROUGH: 2}))
    files = list(opened("months.zip", packed.getvalue()))
    assert [recognised_by(file) for file in files] == [["police_street"], ["police_street"]]
    assert count(layout.read(files[1]), "Drugs", month="2021-03") == [("2", "2", 2)]

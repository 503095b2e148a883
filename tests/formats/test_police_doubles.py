"""Crimes that stand in a street file more than once."""

import zipfile

import pytest

from indicators.formats import police_street as layout
from indicators.formats.files import File
from indicators.formats.reading import Reading
from tests.formats.at_hand import checks, fixture, real, written
from tests.sources import REAL_DATA, needs_sources

FORCE = "Hertfordshire Constabulary"
HEADINGS = fixture("police-street/street.csv").text.splitlines()[0]
SEVEN, EIGHT = range(7), range(8)


def record(crime: str = "", month: str = "2021-03", kind: str = "Drugs", place: int = 0) -> str:
    return (
        f"{crime},{month},{FORCE},{FORCE},-0.{place},51.8,On a Lane,E01000001,Watford 001A,{kind},Under investigation,"
    )


def incidents(*places: int, times: int = 1, month: str = "2021-03") -> list[str]:
    """Records without an ID, alike where the place is the same."""
    return [record(month=month, kind="Anti-social behaviour", place=place) for place in places for _ in range(times)]


def read(*lines: str) -> Reading:
    return layout.read(written("\n".join([HEADINGS, *lines]) + "\n"))


def number(reading: Reading, kind: str, month: str = "2021-03") -> str:
    """What was counted of a kind in Watford."""
    place = [measure["Crime type"] for measure in reading.measures].index(kind)
    cells = reading.cells[(reading.cells["measure"] == place) & (reading.cells["period"] == month)]
    (value,) = cells["value"]
    return str(value)


def test_a_crime_whose_id_is_there_again_is_counted_once() -> None:
    reading = read(record("a"), record("b"), record("a"))
    assert number(reading, "Drugs") == "2"
    (fault,) = reading.faults
    assert (fault.check, fault.row, fault.value) == ("doubled-crimes", 4, "a")
    assert fault.message == (
        "1 row with a Crime ID that stands there already, of Hertfordshire Constabulary 2021-03. "
        "Each crime is counted once."
    )


def test_the_same_id_in_another_month_is_another_record() -> None:
    reading = read(record("a"), record("b"), record("a", month="2021-04"))
    assert reading.faults == ()


@pytest.mark.parametrize(("copies", "found"), [(10, ["doubled-crimes"]), (11, [])])
def test_an_id_in_more_rows_than_anybody_joins_is_blacked_out(copies: int, found: list[str]) -> None:
    lines = [record(crime) for crime in ("a", "b") for _ in range(copies)]
    assert [check for check, _ in checks(read(*lines))] == found


def test_incidents_that_are_alike_at_one_place_are_counted_each() -> None:
    reading = read(*incidents(0, times=3), *incidents(1, 2), record("a"), record("b"))
    assert reading.faults == ()
    assert number(reading, "Anti-social behaviour") == "5"


def test_incidents_of_a_month_joined_with_itself_are_counted_as_in_one_of_them() -> None:
    month = [*incidents(0, times=3), *incidents(1), record("a"), record("b")]
    reading = read(*month, *month)
    assert (number(reading, "Anti-social behaviour"), number(reading, "Drugs")) == ("4", "2")
    assert "2 rows with a Crime ID that stands there already and 4 rows without an ID" in reading.faults[0].message


def test_a_month_that_is_there_three_times_is_counted_once() -> None:
    month = [*incidents(0, times=2), *incidents(1), record("a"), record("b")]
    assert number(read(*month * 3), "Anti-social behaviour") == "3"


def test_only_the_month_that_both_downloads_have_is_counted_once() -> None:
    march, april = [record("a"), record("b"), *incidents(0, times=2)], incidents(0, times=2, month="2021-04")
    reading = read(*march, *march, *april)
    assert number(reading, "Anti-social behaviour") == "2"
    assert number(reading, "Anti-social behaviour", "2021-04") == "2"


def test_crimes_twice_beside_incidents_once_cannot_be_told() -> None:
    reading = read(*[record("a"), record("b")] * 2, *incidents(0, 1))
    assert checks(reading) == [("doubled-incidents", 2)]
    assert number(reading, "Anti-social behaviour") == "2"


@pytest.mark.parametrize(("again", "found"), [(1, ["doubled-crimes"]), (2, ["doubled-incidents"])])
def test_a_row_that_slipped_in_says_nothing_of_incidents(again: int, found: list[str]) -> None:
    crimes = [record(crime) for crime in "abcd"]
    assert [check for check, _ in checks(read(*crimes, *crimes[:again], *incidents(0, 1)))] == found


@pytest.mark.parametrize(("different", "value"), [(SEVEN, "14"), (EIGHT, "8")])
def test_without_any_id_all_of_many_records_must_be_there_twice(different: range, value: str) -> None:
    assert number(read(*incidents(*different, times=2)), "Anti-social behaviour") == value


@pytest.mark.parametrize(("different", "value"), [(SEVEN, "14"), (EIGHT, "8")])
def test_incidents_twice_beside_crimes_once_are_counted_once(different: range, value: str) -> None:
    reading = read(record("a"), record("b"), *incidents(*different, times=2))
    assert number(reading, "Anti-social behaviour") == value
    assert [check for check, _ in checks(reading)] == (["doubled-crimes"] if value == "8" else [])


def test_one_record_that_is_there_once_makes_all_of_them_what_they_are() -> None:
    reading = read(*incidents(*EIGHT, times=2), *incidents(9))
    assert (reading.faults, number(reading, "Anti-social behaviour")) == ((), "17")


def test_headings_further_down_are_left_out_and_told() -> None:
    reading = read(record("a"), HEADINGS, record("b", month="2021-04"))
    assert reading.faults == ()
    assert reading.notes[-1] == "1 row of headings further down, left out: downloads were put together."
    assert {measure["Falls within"] for measure in reading.measures} == {FORCE}


@needs_sources
def test_two_downloads_joined_are_counted_as_one() -> None:
    with zipfile.ZipFile(REAL_DATA.parent / "cases" / "29-police-two-downloads-joined.zip") as archive:
        (name,) = archive.namelist()
        content = archive.read(name)
    reading = layout.read(File(name, content))
    assert checks(reading) == [("doubled-crimes", 7827)]
    kinds = {measure["Crime type"]: place for place, measure in enumerate(reading.measures)}
    own = reading.cells[reading.cells["area_name"] == "Welwyn Hatfield"].set_index("measure")["value"]
    assert [own[kinds[kind]] for kind in ("Anti-social behaviour", "Burglary", "Drugs")] == ["240", "31", "16"]


@pytest.mark.slow("published files, read whole")
def test_no_published_month_has_a_crime_twice() -> None:
    assert layout.read(real("police-uk_2021-01-hertfordshire-street.csv")).faults == ()

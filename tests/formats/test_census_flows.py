"""The census table of flows between home and workplace."""

import gzip

import pytest

from indicators.formats import census_flows as layout
from indicators.formats.files import File
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

FLOWS = "census-flows/flows.csv"
ALL, TRAVELLING = {"Among": "All in work"}, {"Among": "Residents who travel to a fixed workplace"}


def test_it_is_recognised_by_its_headings_alone() -> None:
    assert recognised_by(fixture(FLOWS)) == ["census_flows"]
    assert not layout.recognises(written("Lower tier local authorities code,Count\nE07000241,5\n"))


def test_who_works_elsewhere_of_all_in_work_and_of_those_who_travel() -> None:
    reading = layout.read(fixture(FLOWS))
    assert (reading.faults, reading.measures, len(reading.cells)) == ((), (ALL, TRAVELLING), 4)
    [every] = figures(reading, ALL, "2021")
    assert (every["count"], every["denominator"]) == (str(493 + 2674 + 224 + 10 + 144), str(3545 + 28873 + 14079))
    assert float(every["value"]) == pytest.approx(100 * 3545 / 46497)
    [fixed] = figures(reading, TRAVELLING, "2021")
    assert (fixed["count"], fixed["denominator"], fixed["row"]) == ("3391", "17470", 5)
    [other] = figures(reading, ALL, "2021", "E07000240")
    assert (other["count"], other["denominator"], other["area_name"]) == ("2107", "60835", "St Albans")


def test_a_count_that_is_no_number_leaves_its_area_out() -> None:
    reading = layout.read(written(fixture(FLOWS).text.replace(",2674", ",c")))
    assert checks(reading) == [("bad-row", 6)]
    assert set(reading.cells["area_code"]) == {"E07000240"}


def test_flows_that_are_there_twice_are_told_at_the_first_that_comes_again() -> None:
    lines = fixture(FLOWS).text.splitlines()
    reading = layout.read(written("\n".join([*lines, *lines[1:3]]) + "\n"))
    assert checks(reading) == [("bad-row", len(lines) + 1)]
    assert reading.faults[0].message.startswith("2 flows are in the file more than once")


def test_no_flow_at_all_gives_texts_all_the_same() -> None:
    text = fixture(FLOWS).text.replace(",E07000240,", ",E07000001,").replace(",E07000241,", ",E07000002,")
    assert set(map(str, layout.read(written(text)).cells.dtypes[["value", "count"]])) == {"str"}


@pytest.mark.parametrize("place", ["Mainly working at or from home", "Working in the UK but not"])
def test_an_area_of_whose_flows_a_part_was_cut_off_is_left_out(place: str) -> None:
    lines = fixture(FLOWS).text.splitlines()
    kept = [line for line in lines if not (line.startswith("E07000240,St Albans,E07000240") and place in line)]
    assert len(kept) == len(lines) - 1
    reading = layout.read(written("\n".join(kept) + "\n"))
    assert set(reading.cells["area_code"]) == {"E07000241"}
    assert reading.notes == ("Left out: 1 areas of whose flows the file has not all.",)


def test_a_table_of_such_areas_alone_has_nothing_to_read() -> None:
    lines = [line for line in fixture(FLOWS).text.splitlines() if "E07000240,St Albans" not in line[:20]]
    text = "\n".join(line for line in lines if ",E07000241,Welwyn" not in line) + "\n"
    assert checks(layout.read(written(text))) == [("nothing-to-read", None)]


@pytest.mark.slow("a published file, read whole")
def test_the_published_table() -> None:
    packed = real("ons_census2021-ODWP01EW-residence-by-workplace_ltla.csv.gz")
    file = File("flows.csv", gzip.decompress(packed.content))
    assert recognised_by(file) == ["census_flows"]
    reading = layout.read(file)
    assert (reading.faults, reading.notes, reading.cells["area_code"].nunique()) == ((), (), 331)
    [every] = figures(reading, ALL, "2021")
    assert (every["value"], every["count"], every["denominator"]) == ("26.111713199497686", "15179", "58131")
    [fixed] = figures(reading, TRAVELLING, "2021")
    assert (fixed["count"], fixed["denominator"]) == ("15025", "29104")


def test_the_published_table_cut_to_one_area() -> None:
    file = real("ons_census2021-ODWP01EW-residence-by-workplace_ltla_welwyn-hatfield.csv")
    reading = layout.read(file)
    assert set(reading.cells["area_code"]) == {"E07000241"}
    assert reading.cells["count"].tolist() == ["15179", "15025"]

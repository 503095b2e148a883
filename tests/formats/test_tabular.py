"""What the readers of delimited text share."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.formats import explore_local_statistics, fingertips, nomis_api, nomis_bulk, tabular, tidy
from indicators.formats.files import File
from indicators.formats.reading import COLUMNS
from tests.formats.at_hand import written


def table(text: str, wanted: tuple[str, ...] = ("a", "b"), keep: tuple[str, ...] = ()) -> tabular.Delimited:
    header = tabular.header(text, wanted)
    assert header is not None
    return tabular.delimited(written(text), header, keep)


def rows(found: tabular.Delimited) -> dict[int, list[str]]:
    return {int(row): cells for row, cells in zip(found.frame.index, found.frame.to_numpy().tolist(), strict=True)}


def told(found: tabular.Delimited) -> list[tuple[str, int | None, str]]:
    return [(fault.check, fault.row, fault.value) for fault in found.faults]


@pytest.mark.parametrize(
    ("text", "row", "lines"),
    [
        ("a,b\n1,2\n", 1, 1),
        ('Title\n\n"A",  B \n1,2\n', 3, 3),
        ('"a title\nin two lines"\nb,a,c\n', 2, 3),
        ("\ufeffa\u00a0,b\n", 1, 1),
    ],
)
def test_a_header_is_found_below_titles_in_any_case_and_order(text: str, row: int, lines: int) -> None:
    found = tabular.header(text, ("a", "b"))
    assert found is not None
    assert (found.row, found.lines) == (row, lines)


@pytest.mark.parametrize("text", ["", "a,c\n1,2\n", "x\n" * tabular.HEADER_WITHIN + "a,b\n", '"' + "x" * 200_000])
def test_what_is_no_header_is_not_found(text: str) -> None:
    assert tabular.header(text, ("a", "b")) is None


def test_a_header_below_thirty_rows_is_too_far_down_and_one_in_the_thirtieth_is_not() -> None:
    found = tabular.header("x\n" * (tabular.HEADER_WITHIN - 1) + "a,b\n", ("a", "b"))
    assert found is not None
    assert found.row == 30


def test_a_heading_is_found_by_its_beginning() -> None:
    found = tabular.Header(1, 1, ("Value", "Compared to England value", "Compared to goal"))
    assert found.heading("compared to england") == "Compared to England value"
    assert found.heading("compared to region") == ""


def test_a_sheet_header_is_found_by_its_place() -> None:
    assert tabular.find_header([["Title"], [], [" Area ", "Code"]], ("code", "area")) == 2
    assert tabular.find_header([["Title"]], ("code",)) is None


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    found = table('note\na,b\n1,"two\nlines"\n\n,\n3,4\n5,6')
    assert rows(found) == {3: ["1", "two\nlines"], 6: ["3", "4"], 7: ["5", "6"]}
    assert found.faults == ()


def test_texts_stay_as_they_are() -> None:
    found = table('a,b\n" 31,254 ",na\nNULL,007\n')
    assert rows(found) == {2: [" 31,254 ", "na"], 3: ["NULL", "007"]}


def test_chosen_columns_are_found_in_any_case_and_called_as_chosen() -> None:
    found = table("A,b,C\n1,2,3\n", keep=("c", "a", "d"))
    assert list(found.frame.columns) == ["c", "a"]
    assert rows(found) == {2: ["3", "1"]}


def test_rows_of_another_width_are_left_out_and_told() -> None:
    found = table("a,b\n1,2,3\n4,5\n6\n\n7,8\n")
    assert rows(found) == {3: ["4", "5"], 6: ["7", "8"]}
    assert told(found) == [("bad-row", 2, "1,2,3"), ("bad-row", 4, "6")]
    assert "The row has 3 cells, but the header has 2 columns." in found.faults[0].message


def test_very_many_bad_rows_are_told_in_one_sentence() -> None:
    found = table("a,b\n" + "1,2,3\n" * 250)
    assert len(found.faults) == tabular.MOST_BAD_ROWS + 1
    assert found.faults[-1].message.startswith("150 more rows")
    assert found.faults[-1].row == 102


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n3", [("truncated-file", 3, "3")]),
        ('a,b\n1,2\n3,"4', []),
        ("a,b\n1,2\n3,4", []),
    ],
)
def test_a_last_row_cut_off(text: str, faults: list[tuple[str, int | None, str]]) -> None:
    found = [fault for fault in told(table(text)) if fault[1] is not None]
    assert found == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('a,b\n1,"2\n3,4\n', [("truncated-file", None)]),
        ('a,b\n1,2\n"3\n4,5\n6,7\n8,9\n', [("bad-row", 3), ("truncated-file", None)]),
        ('a,b\n1,"a ""quoted"" word"\n', []),
    ],
)
def test_a_quotation_mark_that_is_never_closed_is_told(text: str, faults: list[tuple[str, int | None]]) -> None:
    found = table(text).faults
    assert [(fault.check, fault.row) for fault in found] == faults


def test_a_heading_that_comes_twice_is_told_if_it_is_wanted() -> None:
    text = "a,b,B,c,c\n1,2,3,4,5\n"
    found = table(text, keep=("a", "b"))
    assert told(found) == [("doubled-column", 1, "")]
    assert found.faults[0].column == "b"
    assert rows(found) == {2: ["1", "2"]}


@pytest.mark.parametrize("text", ["a,b", "a,b\n", "a,b\n\n\n", "a,b\n,\n"])
def test_no_rows_is_told(text: str) -> None:
    found = table(text)
    assert found.frame.empty
    assert told(found) == [("nothing-to-read", 1, "")]


def test_other_encodings_and_line_endings() -> None:
    file = File("x.csv", "a,b\r1,£2\r".encode("cp1252"))
    header = tabular.header_of(file, ("a", "b"))
    assert header is not None
    assert rows(tabular.delimited(file, header)) == {2: ["1", "£2"]}


def test_measures_are_numbered_as_they_appear() -> None:
    frame = pd.DataFrame({"s": ["f", "m", "f", "m "], "t": ["1", "1", "2", "1"], "v": list("abcd")}, dtype="str")
    measures, places = tabular.numbered(frame, ("s", "none", "t"))
    assert measures == ({"s": "f", "t": "1"}, {"s": "m", "t": "1"}, {"s": "f", "t": "2"})
    assert places.tolist() == [0, 1, 2, 1]


def test_nothing_has_no_measures() -> None:
    measures, places = tabular.numbered(pd.DataFrame({"s": []}, dtype="str"), ("s",))
    assert measures == ()
    assert places.tolist() == []


def test_only_a_row_that_repeats_another_in_full_is_dropped() -> None:
    frame = pd.DataFrame({"k": list("aaab"), "v": list("1121")}, index=[5, 6, 7, 8], dtype="str")
    assert tabular.unrepeated(frame, ("k", "none")).index.tolist() == [5, 7, 8]


def test_missing_columns_are_told_with_the_nearest() -> None:
    found = tabular.missing(tabular.Header(3, 3, ("Area Cod", "Value")), ("Area Code", "value"))
    assert [(fault.check, fault.row, fault.column) for fault in found] == [("missing-column", 3, "Area Code")]
    assert found[0].message == "The column 'Area Code' is missing. Nearest: 'Area Cod'."
    assert [fault.check for fault in tabular.missing(None, ("a",))] == ["no-header"]


def test_records_are_numbered_with_the_blank_ones() -> None:
    assert list(tabular.records('a,"b\nc"\n\nd\n')) == [(1, ["a", "b\nc"]), (2, []), (3, ["d"])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("E07000241 : Welwyn Hatfield", ("E07000241", "Welwyn Hatfield")),
        ("E07000241 Welwyn Hatfield", ("E07000241", "Welwyn Hatfield")),
        ("   Welwyn\u00a0Hatfield ", ("", "Welwyn Hatfield")),
        ("E07000241", ("E07000241", "")),
    ],
)
def test_an_area_in_one_text(text: str, found: tuple[str, str]) -> None:
    assert tabular.code_and_name(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aug-19 (r)", ("Aug-19", "r")),
        ("2019 [p] (R)", ("2019", "p r")),
        ("Dec 2022 (provisional)", ("Dec 2022", "provisional")),
        ("2018/19", ("2018/19", "")),
        ("2010 (30 June)", ("2010 (30 June)", "")),
    ],
)
def test_a_period_and_what_hangs_on_it(text: str, found: tuple[str, str]) -> None:
    assert tabular.period_and_flags(text) == found


@given(st.text(st.sampled_from('a1,"\n\r\t é'), max_size=200))
@settings(max_examples=200, deadline=None)
def test_nothing_below_a_header_makes_it_fail(body: str) -> None:
    found = table("a,b\n" + written(body).text)
    numbers = found.frame.index.tolist()
    assert numbers == sorted(set(numbers))
    assert all(1 < number <= 2 + body.count("\n") + body.count("\r") for number in numbers)


HEADERS = {
    tidy: ",".join(tidy.COLUMNS),
    explore_local_statistics: ",".join(explore_local_statistics.COLUMNS),
    fingertips: ",".join(fingertips.NEEDED),
    nomis_api: "DATE_NAME,GEOGRAPHY_CODE,VARIABLE_NAME,MEASURES_NAME,OBS_VALUE,OBS_STATUS_NAME,RECORD_COUNT",
    nomis_bulk: "date,geography,geography code,Rural Urban,Age: Total,Age: 1",
}


@pytest.mark.slow("200 files in every layout")
@given(st.data())
@settings(max_examples=200, deadline=None)
def test_no_file_makes_a_reader_fail(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(list(HEADERS)))
    width = HEADERS[layout].count(",") + data.draw(st.integers(0, 2))
    cell = st.sampled_from(["", " ", "2019", "Variable", "Confidence", "-", "1.5", '"a\nb"', '"', "é"])
    rows = data.draw(st.lists(st.lists(cell, min_size=width, max_size=width + 1), max_size=8))
    text = "\n".join([HEADERS[layout], *(",".join(row) for row in rows)])
    reading = layout.read(written(text))
    assert tuple(reading.cells.columns) == COLUMNS
    assert reading.cells["measure"].isin(range(len(reading.measures))).all()
    assert len(reading.cells) or reading.faults

"""Refusals that lead on: what a merger or a spreadsheet does to a file is said, with how to mend it."""

import io
import zipfile
from dataclasses import replace

import pytest
import xlsxwriter

from indicators.formats import workbook
from indicators.screening import Report, places
from tests.build import BROXBOURNE, ENGLAND, OWN, WATFORD, observations, row
from tests.screening.situation import (
    HELD,
    JOBS,
    NOTHING,
    OBESITY,
    catalogue,
    checks,
    els,
    els_row,
    screened,
    told,
)

pytestmark = pytest.mark.slow("each test screens a file on one side of a rule")

NEW = "E06000068"


def found(report: Report, check: str) -> list[str]:
    """Message and fix of each finding of a check."""
    return [f"{each.message} {each.fix}" for each in report.findings if each.check == check]


# Areas that are gone


def test_a_merged_authority_is_told_with_what_to_write_in_areas_csv() -> None:
    report = screened(els(els_row(area=WATFORD), els_row(year=2020, area=WATFORD), els_row(year=2020, area=NEW)), HELD)
    (message,) = found(report, "merged-area")
    assert message == (
        "Welwyn Hatfield and Broxbourne are not in the file; E06000068 (Elsewhere) is new here: has one of the areas "
        "been abolished? If so, give it a successor: in data/areas.csv write its last day as valid_to and E06000068 "
        "as successor in the row of E07000241, and add a row for E06000068. If not, download the file for all areas."
    )
    assert "own-area-missing" in checks(report)
    assert "unknown-area" not in checks(report)


def test_in_a_national_file_a_new_code_is_one_that_none_had_before() -> None:
    others = [els_row(area=f"E06{number:06}", year=2020) for number in range(1, 60)]
    whole = els(els_row(year=2020, area=WATFORD), *others)
    assert found(screened(whole, HELD), "merged-area") == []
    (message,) = found(screened(whole + els_row(year=2020, area=NEW), HELD), "merged-area")
    assert f"{NEW} (Elsewhere) is new here" in message


def test_over_several_periods_it_is_one_that_the_file_had_not_before() -> None:
    def years(area: str, *years: int) -> list[str]:
        return [els_row(area=area, year=year) for year in years]

    kept = [*years(OWN, 2018, 2019), *years(BROXBOURNE, 2018, 2019), *years(WATFORD, 2018)]
    some = els(*kept, *years("E07000008", 2018, 2019), *years("E06000011", 2019))
    (message,) = found(screened(some), "merged-area")
    assert message.startswith("Watford is not in the file for 2019; E06000011 (Elsewhere) is new here: has the area")


@pytest.mark.parametrize(
    "rows",
    [
        [els_row(), els_row(area=NEW)],  # nobody is gone
        [els_row(), els_row(area=WATFORD), els_row(year=2019)],  # nobody is new
        [els_row(), els_row(area=WATFORD), els_row(year=2019), els_row(year=2018, area=NEW)],  # not in the newest
        [els_row(), els_row(area=WATFORD), els_row(year=2019), els_row(year=2019, area="E12000099")],  # no district
    ],
)
def test_nothing_is_said_of_a_merger_where_none_is_likely(rows: list[str]) -> None:
    assert found(screened(els(*rows)), "merged-area") == []


def test_the_own_area_missing_from_the_newest_period_is_always_told() -> None:
    rows = [els_row(), els_row(area=WATFORD), els_row("116.1", 2019, WATFORD), els_row("16,2", 2019, ENGLAND)]
    report = screened(els(*rows))
    assert found(report, "own-area-missing") == [
        "obesity: Welwyn Hatfield is not in 2019, the newest period; 2 other areas are. "
        "Look whether the publisher has none for it, or download the file for all areas."
    ]
    assert {"percentage-range", "decimal-comma"} <= set(checks(report))


def test_so_it_is_where_the_store_has_it_and_the_file_has_not() -> None:
    assert len(found(screened(els(els_row(year=2020, area=WATFORD)), HELD), "own-area-missing")) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [els_row(area=WATFORD), els_row(year=2019, area=WATFORD)],  # never published for it
        [els_row(), els_row(year=2019), els_row(area=WATFORD)],
        [els_row(), els_row("[x]", 2019), els_row(year=2019, area=WATFORD)],  # it is there, without a value
        [els_row(), els_row(year=2019, area="E07000104"), els_row(year=2019, area=WATFORD)],  # under its old code
    ],
)
def test_nothing_is_said_of_the_own_area_where_it_is_there_or_never_was(rows: list[str]) -> None:
    assert found(screened(els(*rows)), "own-area-missing") == []


def test_a_county_s_figures_stand_for_the_own_area() -> None:
    wide = replace(OBESITY, geography="county")
    rows = [els_row(area="E10000015"), els_row(area=ENGLAND), els_row(year=2019, area=ENGLAND)]
    assert len(found(screened(els(*rows), known=catalogue(wide)), "own-area-missing")) == 1
    rows.append(els_row(year=2019, area="E10000015"))
    assert found(screened(els(*rows), known=catalogue(wide)), "own-area-missing") == []


# Codes


@pytest.mark.parametrize(
    "written",
    ["'E07000241", '"=""E07000241"""', "e07000241", '"""E07000241"""', "\u200bE07000241", "’E07000241", '"=E07000241"'],
)
def test_a_code_that_a_spreadsheet_dressed_is_read_with_a_note(written: str) -> None:
    report = screened(els(els_row().replace(OWN, written)))
    assert report.observations["area_code"].tolist() == [OWN]
    assert checks(report) == ["changed-codes"]
    assert "is read as E07000241." in found(report, "changed-codes")[0]


@pytest.mark.parametrize("written", ["\u00a0E07000241", "E07000241 ", "E07000241\t"])
def test_a_blank_beside_a_code_is_nothing_to_speak_of(written: str) -> None:
    report = screened(els(els_row().replace(OWN, written)))
    assert (report.observations["area_code"].tolist(), report.findings) == ([OWN], ())


def test_an_old_code_is_one_in_any_dress() -> None:
    report = screened(els(els_row(area="E07000104", year=2010).replace("E07000104", "'E07000104")))
    assert checks(report) == ["changed-codes", "old-code"]


@pytest.mark.parametrize("written", ["E0700024", "E070002411", "X'E07000241", '="E07000241"&"x"', "E07 000241"])
def test_what_is_not_plainly_a_code_is_none(written: str) -> None:
    assert places.bare(written) != OWN


# Numbers


def test_a_decimal_comma_is_told_before_another_unit() -> None:
    report = screened(els(els_row("16,123"), els_row("16,612", 2019)), HELD)
    assert checks(report)[:2] == ["decimal-comma"] * 2
    assert "unit-changed" not in checks(report)
    (first, _) = found(report, "decimal-comma")
    assert first == "'16,123' is about 1,000 times the 16.1 that is held, if the comma is no point. Write 16.123."


@pytest.mark.parametrize("text", ["16100", "16,100,000", "1,610.0"])
def test_what_has_no_such_comma_is_another_unit_or_none(text: str) -> None:
    assert found(screened(els(els_row(text)), HELD), "decimal-comma") == []


def test_another_unit_without_a_comma_is_told_as_ever() -> None:
    report = screened(els(els_row("16100"), els_row("16600", 2019)), HELD)
    assert "unit-changed" in checks(report)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("6.05E+04", "'6.05E+04' has 3 digits left of a number of 5."),
        ("6.1e+04", "'6.1e+04' has 2 digits left of a number of 5."),
        ("6E+04", "'6E+04' has 1 digit left of a number of 5."),
        ("6.0500E+04", None),
        ("6e+04", None),  # as a statistical program writes exactly 60,000
        ("6.05E-02", None),
        ("60500", None),
    ],
)
def test_digits_that_a_spreadsheet_dropped_are_told(text: str, message: str | None) -> None:
    rows = tidy_row("jobs", 2018, text)
    heard = found(screened(TIDY + rows), "lost-digits")
    assert [each.partition(" Download")[0] for each in heard] == ([message] if message else [])


@pytest.mark.parametrize(("count", "denominator"), [("6.05E+04", ""), ("60500", "1.21E+05")])
def test_digits_of_a_count_and_of_what_it_is_out_of_are_told_too(count: str, denominator: str) -> None:
    rows = tidy_row("jobs", 2018, "50", rest=f",,{count},{denominator},,,,")
    assert len(found(screened(TIDY + rows), "lost-digits")) == 1


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("#REF!", "It is an error of a spreadsheet"),
        ("#N/A", "It is an error of a spreadsheet"),
        ("#DIV/0!", "It is an error of a spreadsheet"),
        ("#####", "It is an error of a spreadsheet"),
        ("=B2/C2", "It is a formula"),
        ('="16.1"', "It is a formula"),
    ],
)
def test_an_error_or_a_formula_is_no_marker(text: str, fix: str) -> None:
    quoted = text.replace('"', '""')
    report = screened(els(els_row(f'"{quoted}"')))
    assert checks(report) == ["not-a-number"]
    assert report.findings[0].fix.startswith(fix)


TIDY = (
    "indicator,area_code,period_start,period_end,period_label,breakdown,value,lower,upper,count,denominator,status,"
    "flags,published_comparison,note\n"
)


def tidy_row(slug: str, year: int, value: str, area: str = OWN, rest: str = ",,,,,,,") -> str:
    """A row of the template for a year."""
    return f"{slug},{area},{year}-01-01,{year}-12-31,{year},,{value},{rest}\n"


# New figures that say less


def limits(year: int, lower: float | None, upper: float | None) -> dict[str, object]:
    return row(str(year), 16.4, lower=lower, upper=upper)


HAD = observations(*(limits(year, 14.0, 19.0) for year in (2017, 2018, 2019)))
HAD_NONE = observations(*(limits(year, None, None) for year in (2017, 2018, 2019)))
HAD_ONCE = observations(limits(2015, 14.0, 19.0), *(limits(year, None, None) for year in (2017, 2018, 2019)))


def test_limits_that_are_gone_from_the_new_figures_are_told() -> None:
    (message,) = found(screened(els(els_row(year=2020), els_row(year=2021)), HAD), "limits-gone")
    assert message == (
        "obesity: 2 new figures have no limits; the figures that are held have them. Download the file with its "
        "columns of limits, or the answers 'different?' and 'changing?' may go."
    )
    half = els(els_row(year=2020).replace(",%,,", ",%,14.1,"))
    assert len(found(screened(half, HAD), "limits-gone")) == 1


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ([els_row(year=2019)], HAD),  # not new: what is held stays
        ([els_row(year=2020).replace(",%,,", ",%,14.1,18.2")], HAD),
        ([els_row(year=2020), els_row(year=2021).replace(",%,,", ",%,14.1,18.2")], HAD),  # of one only
        ([els_row("[x]", 2020)], HAD),
        ([els_row(year=2020)], HAD_NONE),
        ([els_row(year=2020)], HAD_ONCE),
        ([els_row(year=2020)], NOTHING),
    ],
)
def test_nothing_is_said_of_limits_that_are_there_or_never_were(rows: list[str], held: object) -> None:
    assert found(screened(els(*rows), held), "limits-gone") == []  # type: ignore[arg-type]


AREAS = (OWN, WATFORD, BROXBOURNE)


def new(*values: str) -> str:
    """A new year's figures of as many areas."""
    return els(*(els_row(value, 2020, area) for value, area in zip(values, AREAS, strict=False)))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (("17", "18", "20"), "all 3 new figures are whole numbers"),
        (("20", "30", "10"), "all 3 new figures are multiples of 10"),
        (("17", "18.3", "20"), None),  # one has its decimal
        (("17", "18"), None),  # two may be whole by chance
    ],
)
def test_new_figures_that_are_all_rounder_than_those_held_are_told(values: tuple[str, ...], kind: str | None) -> None:
    heard = found(screened(new(*values), HELD), "rounder-figures")
    assert len(heard) == (kind is not None)
    assert all(
        each.startswith(f"obesity: {kind}, those held are not. First: Welwyn Hatfield, 2020: ") for each in heard
    )


def test_so_are_counts_in_tens_or_hundreds() -> None:
    held = observations(*(row(str(year), 60_413.0 + 7 * year, indicator="jobs") for year in range(2010, 2019)))
    for step, kind in ((10, "multiples of 10"), (100, "multiples of 100"), (1000, "multiples of 1,000"), (1, None)):
        rows = "".join(tidy_row("jobs", year, str(60_000 + (year - 2000) * step)) for year in range(2021, 2025))
        heard = found(screened(TIDY + rows, held), "rounder-figures")
        assert [each.partition(",")[0].rpartition("are ")[2] for each in heard] == (
            [kind.partition(",")[0]] if kind else []
        )


def test_nothing_is_said_where_the_last_figures_held_are_as_round() -> None:
    earlier = [row(str(year), 16.4, area=area) for year in (2015, 2016) for area in AREAS]
    later = [row(str(year), 17.0, area=area) for year in (2017, 2018, 2019) for area in AREAS]
    assert found(screened(new("17", "18", "20"), observations(*earlier, *later)), "rounder-figures") == []


# Workbooks

ROWS = (
    ("Table J1: Productivity jobs; by local authority district",),
    ("LA Code", "LA Name", "Jobs_2018", "Jobs_2019"),
    (OWN, "Welwyn Hatfield", 60_400, 60_500),
    (WATFORD, "Watford", 70_100, 70_300),
)


def book(hidden: str = "", row: int | None = None, column: int | None = None, figures: bool = True) -> bytes:
    """A workbook with an older edition on a sheet that is `hidden` so, and with a hidden row or column."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Productivity Jobs")
        for place, cells in enumerate(ROWS):
            sheet.write_row(place, 0, cells)
        if row is not None:
            sheet.set_row(row, None, None, {"hidden": True})
        if column is not None:
            sheet.set_column(column, column, None, None, {"hidden": True})
        if hidden:
            older = made.add_worksheet("Productivity jobs ")
            for place, cells in enumerate(ROWS if figures else ROWS[:1]):
                older.write_row(place, 0, [each - 500 if isinstance(each, int) else each for each in cells])
            older.hide() if hidden == "hidden" else older.very_hidden()
    return content.getvalue()


@pytest.mark.parametrize("how", ["hidden", "very hidden"])
def test_a_hidden_sheet_is_named_and_not_mixed_in(how: str) -> None:
    report = screened(book(how), name="jobs.xlsx", known=catalogue(JOBS))
    assert report.observations["value"].tolist() == [60_400.0, 70_100.0, 60_500.0, 70_300.0]
    assert told(report) == [
        f"jobs.xlsx, sheet 'Productivity jobs ': The sheet 'Productivity jobs ' is {how}; it has 4 numbers, and is "
        "left out. If its figures are wanted, show the sheet in the spreadsheet and save the workbook."
    ]


def test_a_hidden_sheet_without_figures_is_nothing_to_speak_of() -> None:
    assert screened(book("hidden", figures=False), name="jobs.xlsx").findings == ()


@pytest.mark.parametrize(("row", "column", "many"), [(3, None, 2), (None, 3, 2), (0, None, 0), (None, 1, 0)])
def test_figures_in_hidden_rows_and_columns_are_told(row: int | None, column: int | None, many: int) -> None:
    report = screened(book(row=row, column=column), name="jobs.xlsx")
    assert report.rows == 4
    heard = found(report, "hidden-figures")
    assert [each.partition(" read")[0] for each in heard] == ([f"{many} figures are"] if many else [])


def with_formula(cell: bytes) -> bytes:
    """The workbook with another XML of its cell D4."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(whole, "w") as archive:
        for name in old.namelist():
            part = old.read(name).replace(b'<c r="D4"><v>70300</v></c>', cell)
            archive.writestr(name, part)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("cell", "rows", "blocked"),
    [
        (b'<c r="D4"><f>C4+200</f></c>', 4, True),
        (b'<c r="D4"><f>C4+200</f><v></v></c>', 4, True),
        (b'<c r="D4"><f>C4+200</f><v/></c>', 4, True),
        (b'<c r="D4" s="1"><f t="shared" si="0"/></c>', 4, True),
        (b'<c r="D4"><f>C4+200</f><v>70300</v></c>', 4, False),
        (b'<c r="D4"><v>70300</v></c>', 4, False),
    ],
)
def test_a_formula_without_a_value_is_told_with_its_cell(cell: bytes, rows: int, blocked: bool) -> None:
    report = screened(with_formula(cell), name="jobs.xlsx")
    assert report.blocked == blocked
    assert found(report, "formula-without-value") == (
        ["D4 holds a formula, and no value of it is in the file. Open the workbook in a spreadsheet and save it again."]
        if blocked
        else []
    )


ODS = """<office:spreadsheet><table:table table:name="A &amp; B">
<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
<table:table-row table:visibility="filter" table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell table:formula="of:=[.A1]" office:value-type="float" office:value="1"/>
<table:table-cell table:formula="of:=[.A1]"/></table:table-row></table:table>
<table:table table:name="C"><table:table-row><table:table-cell/></table:table-row></table:table></office:spreadsheet>"""


def test_what_an_open_document_hides_is_found_where_rows_and_cells_repeat() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", ODS)
    assert workbook.unseen(content.getvalue()) == {
        "A & B": {"rows": [4, 5], "columns": [3], "formulas": ["D6"]},
        "C": {"rows": [], "columns": [], "formulas": []},
    }


def test_the_pieces_of_a_sheet_s_xml_are_cut_between_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = workbook.unseen(book(row=3, column=3))
    for size in (64, 200, 777):
        monkeypatch.setattr(workbook, "CHUNK", size)
        assert workbook.unseen(book(row=3, column=3)) == whole
        assert workbook.unseen(with_formula(b'<c r="D4"><f>C4+200</f></c>'))["Productivity Jobs"]["formulas"] == ["D4"]
    assert whole == {"Productivity Jobs": {"rows": [4], "columns": [4], "formulas": []}}


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(column: int, name: str) -> None:
    assert workbook.letters(column) == name

"""GOV.UK live tables: measures across with the year in a title, and years across."""

from collections.abc import Sequence

import pytest

from indicators.formats import live_tables as layout
from indicators.formats.reading import Reading
from tests.formats.at_hand import WELWYN_HATFIELD, checks, figures, fixture, real, recognised_by, written
from tests.formats.workbooks import workbook

STOCK = {"Table": "100", "Subject": "Dwellings by tenure"}
COUNCIL = STOCK | {"Figure": "Local authority"}
HEADER = ["ONS code", "Area", "2022-23", "2023-24"]
ROW = ["E07000241", "Welwyn Hatfield", "442", "324"]
TITLE = "Table 122: net additional dwellings, England 2022-23 to 2023-24"
FIXTURES = ("table-100.ods", "table-122.csv", "table-122.xlsx", "table-615.ods", "council-tax-support.ods")


def lines(*rows: Sequence[str]) -> str:
    """Rows as comma-separated text, each cell quoted."""
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def values(reading: Reading, **descriptors: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Value and flags by area and period, of the measures with these descriptors."""
    chosen = [place for place, found in enumerate(reading.measures) if descriptors.items() <= dict(found).items()]
    cells = reading.cells[reading.cells["measure"].isin(chosen)]
    return {(cell.area_code or cell.area_name, cell.period): (cell.value, cell.flags) for cell in cells.itertuples()}


@pytest.mark.parametrize("name", FIXTURES)
def test_only_this_layout_recognises_it(name: str) -> None:
    assert recognised_by(fixture(f"live-tables/{name}")) == ["live_tables"]
    assert layout.read(fixture(f"live-tables/{name}")).faults == ()


# Measures across


def test_a_table_of_measures_is_of_the_day_in_the_list_of_contents() -> None:
    reading = layout.read(fixture("live-tables/table-100.ods"))
    assert figures(reading, COUNCIL, "31 March 2024") == [
        {
            "measure": 0,
            "area_code": WELWYN_HATFIELD,
            "area_name": "Welwyn Hatfield",
            "period": "31 March 2024",
            "value": "8847",
            "flags": "p",
            "sheet": "2024",
            "column": "Local authority",
            "row": 8,
        }
    ]
    assert [found["Figure"] for found in reading.measures] == [
        *("Local authority", "Housing association", "Other public sector", "Private sector", "Total"),
        "Private registered provider",
    ]
    assert {found["Table"] for found in reading.measures} == {"100"}  # the sheets since 2023 do not say so
    assert {found["Subject"] for found in reading.measures} == {"Dwellings by tenure"}
    assert reading.markers == {"[x]": "x"}


def test_old_codes_are_no_codes_and_the_current_one_is_taken() -> None:
    found = values(layout.read(fixture("live-tables/table-100.ods")), **COUNCIL)
    assert found["Welwyn Hatfield", "31 March 2009"] == ("9331", "")
    assert found[WELWYN_HATFIELD, "31 March 2014"] == ("9128", "")
    assert found[WELWYN_HATFIELD, "31 March 2022"] == ("9012", "r")
    assert found["ENGLAND", "31 March 2009"] == ("1819696", "")
    assert found["E92000001", "31 March 2024"] == ("1574098", "p")


def test_dwellings_are_read_whole_as_the_table_shows_them() -> None:
    total = values(layout.read(fixture("live-tables/table-100.ods")), **STOCK, Figure="Total")
    assert total["Alnwick", "31 March 2009"] == ("16198", "")  # 16197.95… in the cell
    assert total[WELWYN_HATFIELD, "31 March 2024"] == ("49621", "p")
    assert total[WELWYN_HATFIELD, "31 March 2014"] == ("46099", "")  # 46098.8


def test_a_rate_of_dwellings_keeps_its_fraction() -> None:
    rows = [["Table 9: Vacant dwellings per 1,000, 2024"], ["ONS code", "Area", "Rate"], ["E07000241", "", 7.25]]
    [cell] = figures(layout.read(workbook({"9": rows})), {"Figure": "Rate"}, "2024")
    assert cell["value"] == "7.25"


@pytest.mark.parametrize(
    ("title", "sheet", "period", "flags"),
    [
        ("Table 104: Dwelling stock, England, as at 31 March 2023 [p]", "A", "31 March 2023", "p"),
        ("Table 100: Number of dwellings by tenure and district, England, 2012", "2012", "31 March 2012", ""),
        ("Table 100: Number of dwellings by tenure and district, England, 2012", "A", "31 March 2012", ""),
        ("Table 123: components of supply, England, 2006-07 to 2023-24", "2022-23", "2022-23", ""),
        ("Table 253: house building, England, 2023-24 [r]", "A", "2023-24", "r"),
        ("Table 6: starts, England, July to September 2014", "A", "July to September 2014", ""),
        ("Table 6: starts, England, 2014 Q3", "A", "2014 Q3", ""),
        (
            "Table 2.7: Rents recorded between 1 October 2021 to 30 September 2022 by area",
            "A",
            "October 2021 to September 2022",
            "",
        ),
        ("Table 7: rough sleeping, 2024", "A", "2024", ""),
    ],
)
def test_where_the_period_of_measures_stands(title: str, sheet: str, period: str, flags: str) -> None:
    rows = [[title], ["Back to contents"], ["ONS code", "Area", "All"], ["E07000241", "Welwyn Hatfield", 5]]
    reading = layout.read(workbook({sheet: rows}))
    assert values(reading) == {(WELWYN_HATFIELD, period): ("5", flags)}


def test_headings_lose_notes_and_two_of_a_kind_are_told_apart_by_what_spans_them() -> None:
    rows = [
        ["Table 1.01: Council taxbase, 2025"],
        ["", "", "All dwellings [note 1]", "", "Second homes", ""],
        ["ONS Code", "Local Authority", "Band A [note 2]", "Total³", "Band A", "Total"],
        ["E07000241", "Welwyn Hatfield", 1, 2, 3, 4],
    ]
    reading = layout.read(workbook({"Data": rows}))
    assert reading.faults == ()
    assert [found["Figure"] for found in reading.measures] == [
        *("All dwellings: Band A", "All dwellings: Total", "Second homes: Band A", "Second homes: Total"),
    ]


# Years across


def test_years_across_are_one_measure_with_flags_from_the_headings() -> None:
    for name in ("table-122.xlsx", "table-122.csv"):
        reading = layout.read(fixture(f"live-tables/{name}"))
        assert reading.measures == ({"Table": "122", "Subject": "Net additional dwellings", "Figure": ""},)
        found = values(reading)
        assert found[WELWYN_HATFIELD, "2023-24"][1] == "p"
        borough = {period: value.strip() for (area, period), (value, _) in found.items() if area == WELWYN_HATFIELD}
        assert list(borough) == ["2001-02", "2002-03", "2021-22", "2022-23", "2023-24"]
        assert list(borough.values()) == ["50", "434", "258", "442", "324"]
    [county] = figures(layout.read(fixture("live-tables/table-122.xlsx")), {}, "2022-23", "E10000015")
    assert (county["area_name"], county["value"], county["flags"], county["row"]) == ("Hertfordshire", "4519", "r", 6)


def test_blanks_round_numbers_and_a_dash_for_none_stay_as_they_stand() -> None:
    rows = ([TITLE, "", "", ""], HEADER, ["E07000241", " Welwyn Hatfield", " 8,847 ", " - "])
    assert values(layout.read(written(lines(*rows)))) == {
        (WELWYN_HATFIELD, "2022-23"): (" 8,847 ", ""),
        (WELWYN_HATFIELD, "2023-24"): (" - ", ""),
    }


def test_two_sheets_with_dates_across_are_two_subjects() -> None:
    reading = layout.read(fixture("live-tables/table-615.ods"))
    assert [(found["Table"], found["Subject"]) for found in reading.measures] == [
        ("615", "All vacant dwellings"),
        ("615", "All long-term vacant dwellings"),
    ]
    assert values(reading, Subject="All vacant dwellings")[WELWYN_HATFIELD, "07/10/2024"] == ("1200", "")
    assert values(reading, Subject="All long-term vacant dwellings")[WELWYN_HATFIELD, "2024-10-07"] == ("525", "")


def test_claimants_by_quarter_without_the_percentages_of_change() -> None:
    reading = layout.read(fixture("live-tables/council-tax-support.ods"))
    assert [found["Subject"] for found in reading.measures] == [
        "Council tax support claimants: pensioners",
        "Council tax support claimants: working age",
    ]
    working = values(reading, Subject="Council tax support claimants: working age")
    assert {period: found for (area, period), found in working.items() if area == WELWYN_HATFIELD} == {
        "30 June 2015": ("[x]", ""),
        "31 December 2022": ("3935", ""),
        "31 March 2023": ("3960", "r"),
        "30 June 2023": ("3901", "p"),
    }
    assert set(reading.cells["area_name"]) == {"England", "St Albans", "Welwyn Hatfield"}  # the region stands behind
    assert reading.markers == {"[x]": "x", "[z]": "z"}


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        (
            "Table 122: Housing supply; net additional dwellings, by district, England 2001-02",
            "Net additional dwellings",
        ),
        (
            "Table 123: Housing supply; net additional dwellings, component flows of, by district",
            "Housing supply; net additional dwellings, component flows of, by district",
        ),
        ("Table 615: All vacant dwellings by local authority district, England, from 2004", "All vacant dwellings"),
        (
            "Table 615: Council owned vacant dwellings by district, England, from 2004 to 2024 [note 2]",
            "Council owned vacant dwellings by district, England",
        ),
        (
            "Table 3: Cost of local council tax support, working-age (£)",
            "Cost of local council tax support, working-age (£)",
        ),
        ("Table 3: Working-age claimants", "Working-age claimants"),  # of what is not said
    ],
)
def test_what_a_table_is_of_is_the_title_without_number_notes_and_years(title: str, subject: str) -> None:
    reading = layout.read(written(lines([title, "", "", ""], HEADER, ROW)))
    assert [found["Subject"] for found in reading.measures] == [subject]


# Faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (lines(["a", "b"], ["1", "2"]), [("no-header", None)]),
        (lines([TITLE, "", "", ""], HEADER), [("nothing-to-read", 2)]),
        (lines([TITLE, "", "", ""], HEADER, ROW, [*ROW, "5"], ROW), [("bad-row", 4)]),
        (lines([TITLE, "", "", ""], HEADER, ROW, ROW[:3]), [("truncated-file", 4)]),
        (lines([TITLE, "", "", ""], HEADER, ROW, ["E070"]), [("truncated-file", 4)]),
        (lines([TITLE, "", "", ""], HEADER, ["", "", "442", "324"], ROW), [("bad-row", 3)]),
        (lines([TITLE, "", "", ""], [*HEADER[:3], "2022-23"], ROW), [("doubled-column", 2)]),
        (lines([TITLE], HEADER, ROW)[:-10], [("truncated-file", 3), ("nothing-to-read", 2)]),
        (lines(["ONS Code", "Laname", "Total"], ["E07000241", "Welwyn Hatfield", "33"]), [("no-header", 1)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_a_table_that_cannot_be_read_is_called_by_its_family() -> None:
    undated = layout.read(written(lines(["ONS Code", "Laname", "Total"], ["E07000241", "Welwyn Hatfield", "33"])))
    assert [fault.message for fault in undated.faults] == [
        "This looks like a GOV.UK live table, but neither its title nor a heading says of which year or quarter its "
        "figures are."
    ]
    empty = layout.read(written(lines([TITLE, "", ""], ["ONS code", "Area", "Text"], ["E07000241", "Hertford", "see"])))
    assert [fault.message for fault in empty.faults] == [
        "This looks like a GOV.UK live table, but no column of it holds figures."
    ]


def test_area_codes_below_no_numbered_title_are_not_of_this_layout() -> None:
    rows = (["Area code", "Area", "2022", "2023"], ROW)
    assert not layout.recognises(written(lines(*rows)))
    assert layout.recognises(written(lines(["Table 2.1: Rents, 2022", "", "", ""], *rows)))


# Published files


@pytest.mark.slow("a published workbook, read whole")
def test_the_published_table_100() -> None:
    file = real("mhclg_live-table-100_dwelling-stock-by-tenure-and-district_2009-2024.ods")
    assert recognised_by(file) == ["live_tables"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.cells)) == ((), 28_340)
    found = values(reading, **COUNCIL)
    assert [found[WELWYN_HATFIELD, f"31 March {year}"][0] for year in (2014, 2018, 2022, 2023, 2024)] == [
        *("9128", "8951", "9012", "8911", "8847"),
    ]
    assert {period for _, period in found} == {f"31 March {year}" for year in range(2009, 2025)}


@pytest.mark.slow("a published workbook, read whole")
def test_the_published_rents_are_read_and_those_before_2015_are_called_by_their_family() -> None:
    reading = layout.read(real("ons_private-rental-market-statistics_2022-12.xlsx"))
    assert reading.faults == ()
    rents = {"Table": "2.7", "Subject": "Summary of monthly rents recorded by administrative area for England"}
    [median] = figures(reading, rents | {"Figure": "Median"}, "October 2021 to September 2022")
    assert (median["value"], median["sheet"], median["row"]) == ("1025", "Table2.7", 209)
    homeless = layout.read(real("dclg-p1e_E2_households-homeless-priority-need_2014-Q3.csv"))
    assert (checks(homeless), len(homeless.cells)) == ([("no-header", 1)], 0)

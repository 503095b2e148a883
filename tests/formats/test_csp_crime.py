"""Recorded crime by Community Safety Partnership, table C2."""

import pytest

from indicators.formats import csp_crime as layout
from indicators.formats.reading import Reading
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written
from tests.formats.workbooks import workbook

FIXTURE = "csp-crime/table-c2.csv"
REAL = "ons_police-force-area-tables_Table-C2_CSP-recorded-crime_year-ending-June-2025.csv"
YEAR = "year ending June 2025"
TITLE = f"Table C2: Crimes by Community Safety Partnership area, England and Wales, {YEAR} [note 1]"
TOTAL = "Total recorded crime (excluding fraud)"
TITLED = f'"{TITLE}",,,,\n'
HEADER = "Police Force Area name,Community Safety Partnership name,Local Authority code,Local Authority name,Robbery\n"
ROW = "Hertfordshire,Welwyn Hatfield,E07000241,Welwyn Hatfield,5 \n"


def by_name(reading: Reading, offence: str) -> dict[tuple[str, str], str]:
    """The values of an offence by what its areas are and their name."""
    cells = reading.cells[reading.cells["column"].eq(offence)]
    return {
        (reading.measures[cell.measure]["Areas"], cell.area_code or cell.area_name): cell.value
        for cell in cells.itertuples()
    }


def test_only_this_layout_recognises_it() -> None:
    assert recognised_by(fixture(FIXTURE)) == ["csp_crime"]


def test_partnerships_and_forces_are_measures_of_their_own() -> None:
    reading = layout.read(fixture(FIXTURE))
    assert (reading.faults, len(reading.cells)) == ((), 15)
    assert [tuple(found.values()) for found in reading.measures[:3]] == [
        ("Community Safety Partnership", TOTAL),
        ("Police Force Area", TOTAL),
        ("Community Safety Partnership", "Homicide"),
    ]
    assert figures(reading, {"Offence": "Drug offences"}, YEAR) == [
        {
            "measure": 4,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": YEAR,
            "value": "270 ",
            "column": "Drug offences",
            "row": 7,
        }
    ]


def test_only_a_partnership_of_one_district_has_a_code_and_none_of_several_its_name() -> None:
    assert by_name(layout.read(fixture(FIXTURE)), TOTAL) == {
        ("Community Safety Partnership", "North Devon (Combined Local Authorities)"): "9,000 ",
        ("Police Force Area", "Hertfordshire"): "83,000 ",
        ("Community Safety Partnership", "E07000241"): "9,600 ",
        ("Community Safety Partnership", "Unassigned Hertfordshire"): "1,200 ",
        ("Police Force Area", "Humberside"): "92,000 ",
    }


def test_a_workbook_and_a_release_without_districts_are_read_too() -> None:
    sheet = [
        (TITLE,),
        (
            "Police Force\nArea name",
            "Community Safety\nPartnership code",
            "Community Safety\nPartnership name",
            "Robbery",
        ),
        ("Hertfordshire", "E22000132", "Welwyn Hatfield", 5),
    ]
    reading = layout.read(workbook({"Notes": [("Crime",)], "Table C2": sheet}))
    assert reading.faults == ()
    [cell] = reading.cells.to_dict("records")
    found = (cell["area_code"], cell["area_name"], cell["period"], cell["value"], cell["sheet"], cell["row"])
    assert found == ("", "Welwyn Hatfield", YEAR, "5", "Table C2", 3)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2\n", [("no-header", None)]),
        (TITLED + "Force,Area,Robbery\n", [("no-header", None)]),
        (TITLED + HEADER, [("nothing-to-read", 2)]),
        (TITLED + HEADER.replace("Police Force Area", "Force") + ROW, [("missing-column", 2)]),
        (TITLED + HEADER.replace(",Robbery", "") + ROW.replace(",5 ", ""), [("missing-column", 2)]),
        (TITLED + HEADER.replace("\n", ",Robbery\n") + ROW.replace("\n", ",6\n"), [("doubled-column", 2)]),
        (TITLED + HEADER + ROW + ROW.replace("5 ", "9,600") + ROW, [("bad-row", 4)]),
        (TITLED + HEADER + ROW + "Hertfordshire,Wel", [("truncated-file", 4)]),
    ],
)
def test_faults_of_the_file(text: str, faults: list[tuple[str, int | None]]) -> None:
    assert checks(layout.read(written(text))) == faults


def test_the_published_table() -> None:
    file = real(REAL)
    assert recognised_by(file) == ["csp_crime"]
    reading = layout.read(file)
    assert (reading.faults, len(reading.measures), len(reading.cells)) == ((), 46, 9177)
    found = {cell["column"]: (cell["value"], cell["row"]) for cell in figures(reading, {}, YEAR)}
    assert len(found) == 23
    assert found[TOTAL] == ("9,689 ", 155)
    assert found["Violence against the person"] == ("3,755 ", 155)
    assert found["Homicide"] == ("2 ", 155)
    assert found["Miscellaneous crimes against society"] == ("195 ", 155)
    areas = by_name(reading, TOTAL)
    assert areas["Police Force Area", "Hertfordshire"] == "83,843 "
    assert ("Community Safety Partnership", "South Warwickshire (Combined Local Authorities)") in areas


def test_a_table_of_forces_is_called_by_its_family_and_leads_to_the_other() -> None:
    title = "Table P1: Police recorded crime by offence group and police force area, 12 months to June 2013"
    file = written(f'"{title}",\n,Robbery\nHertfordshire,439\n')
    assert recognised_by(file) == ["csp_crime"]
    reading = layout.read(file)
    assert [(fault.check, fault.message, fault.fix) for fault in reading.faults] == [
        (
            "no-header",
            "This looks like recorded crime by police force area, which has no figures of districts.",
            "Upload table C2, by Community Safety Partnership area, instead.",
        )
    ]
    assert reading.cells.empty

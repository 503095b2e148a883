"""The full file of the UK House Price Index."""

from indicators.formats import uk_hpi as layout
from indicators.formats.files import File
from tests.formats.at_hand import checks, figures, fixture, real, recognised_by, written

FULL = "uk-hpi/full-file.csv"
PRICE = {"Figure": "AveragePrice"}


def test_it_is_recognised_by_its_headings_alone() -> None:
    assert recognised_by(fixture(FULL)) == ["uk_hpi"]


def test_prices_and_sales_as_they_stand_with_the_date_day_first() -> None:
    reading = layout.read(fixture(FULL))
    assert reading.faults == ()
    assert figures(reading, PRICE, "01/09/2024") == [
        {
            "measure": 0,
            "area_code": "E07000241",
            "area_name": "Welwyn Hatfield",
            "period": "01/09/2024",
            "value": "440100",
            "column": "AveragePrice",
            "row": 2,
        }
    ]
    [flat] = figures(reading, {"Figure": "FlatPrice"}, "01/12/2024")
    assert (flat["value"], flat["column"], flat["row"]) == ("220000.0", "FlatPrice", 5)
    [change] = figures(reading, {"Figure": "12m%Change"}, "01/11/2024")
    assert change["value"] == "0.0"


def test_the_three_latest_months_of_the_file_are_provisional() -> None:
    cells = layout.read(fixture(FULL)).cells
    flagged = cells.loc[cells["flags"] == "p", "period"]
    assert set(flagged) == {"01/10/2024", "01/11/2024", "01/12/2024"}
    assert set(cells.loc[cells["flags"] == "", "period"]) == {"01/09/2024", "01/04/1968"}


def test_sales_that_are_not_counted_yet_are_blank_and_never_zero() -> None:
    reading = layout.read(fixture(FULL))
    [cell] = figures(reading, {"Figure": "SalesVolume"}, "01/12/2024")
    assert "value" not in cell
    assert [row["value"] for row in figures(reading, {"Figure": "SalesVolume"}, "01/10/2024")] == ["93.0"]


def test_a_column_that_is_missing() -> None:
    text = fixture(FULL).text.replace("FlatPrice", "Flats")
    reading = layout.read(written(text))
    assert checks(reading) == [("missing-column", 1)]
    assert len(reading.measures) == len(layout.FIGURES) - 1


def test_a_row_of_another_width_and_a_row_cut_off() -> None:
    lines = fixture(FULL).text.splitlines()
    lines[2] += ",9"
    assert checks(layout.read(written("\n".join(lines) + "\n"))) == [("bad-row", 3)]
    assert checks(layout.read(written(fixture(FULL).text[:-60]))) == [("truncated-file", 7)]


def test_headings_without_rows() -> None:
    reading = layout.read(written(fixture(FULL).text.splitlines()[0]))
    assert checks(reading) == [("nothing-to-read", 1)]
    assert reading.cells.empty


def test_another_file_read_as_this_has_no_header() -> None:
    assert checks(layout.read(written("Date,Price\n01/01/2020,3\n"))) == [("no-header", None)]


def test_the_published_sample() -> None:
    file = real("hmlr_UK-HPI_raw-header_sample-5000-rows.csv")
    assert recognised_by(file) == ["uk_hpi"]
    reading = layout.read(file)
    assert reading.faults == ()
    assert len(reading.cells) == 5000 * len(layout.FIGURES)
    welwyn_hatfield = reading.cells[reading.cells["area_code"] == "E07000241"]
    assert len(welwyn_hatfield) == 14 * len(layout.FIGURES)
    [price] = figures(reading, PRICE, "01/04/2016")
    assert (price["value"], price["row"]) == ("359432", 4738)
    [sales] = figures(reading, {"Figure": "SalesVolume"}, "01/05/2020")
    assert (sales["value"], sales["row"]) == ("43.0", 878)
    [detached] = figures(reading, {"Figure": "DetachedPrice"}, "01/01/1999")
    assert detached["value"] == "232690.0"


def test_a_file_as_long_as_the_whole_index_is_read_to_its_end() -> None:
    head, _, rows = fixture(FULL).content.partition(b"\n")
    file = File("long.csv", head + b"\n" + rows * 12_000)
    assert len(layout.read(file).cells) == 72_000 * len(layout.FIGURES)

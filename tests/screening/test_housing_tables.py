"""Tables of the housing kind in their publishers' layouts hold the figures that ship, which came from tidied copies."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.changes import between
from indicators.formats.files import File
from indicators.model import Catalogue
from indicators.screening import Report, screen_upload
from tests.formats.at_hand import FIXTURES
from tests.formats.workbooks import workbook
from tests.screening.situation import NOTHING, TODAY
from tests.sources import REAL_DATA, needs_sources

pytestmark = pytest.mark.slow("whole tables are screened")

#: Each file, the indicator that it serves, and how many of the figures in it are held.
FILES = {
    "live-tables/table-100.ods": ("council-homes", 11),
    "live-tables/table-122.csv": ("net-additional-dwellings", 15),
    "live-tables/table-122.xlsx": ("net-additional-dwellings", 20),
    "live-tables/table-615.ods": ("vacant-dwellings", 24),
    "live-tables/council-tax-support.ods": ("council-tax-support", 24),
    "voa-stock/all-years.csv": ("dwelling-stock", 12),
    "affordable-supply/open-data.csv": ("affordable-homes", 15),
    "moj-possession/la.csv": ("landlord-possession-claims", 30),
}


@pytest.mark.parametrize("name", FILES)
def test_a_publishers_table_holds_the_figures_that_ship(
    name: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    slug, known = FILES[name]
    content = (FIXTURES / name).read_bytes()
    held = shipped_rows[shipped_rows["indicator"] == slug].reset_index(drop=True)
    (report,) = screen_upload(Path(name).name, content, shipped_catalogue, held, TODAY)
    assert not report.blocked
    changes = between(held, report.observations, NOTHING)
    assert set(report.observations["indicator"]) == {slug}
    # the copies dropped the marks of provisional and revised figures
    assert changes.revised["value"].equals(changes.revised["held_value"].rename("value"))
    assert len(report.observations) - len(changes.new) == known


@pytest.mark.slow("a published workbook, read whole")
@needs_sources
def test_the_published_table_100_revises_nothing(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    (path,) = REAL_DATA.glob("mhclg_live-table-100*.ods")
    (report,) = screen_upload(path.name, path.read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    assert not report.blocked
    changes = between(shipped_rows, report.observations, report.withdrawn)
    assert (len(report.observations), len(changes.revised), len(changes.withdrawn)) == (381, 0, 0)


def test_the_number_of_homes_is_not_the_total_of_table_100(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    content = (FIXTURES / "live-tables/table-100.ods").read_bytes()
    (report,) = screen_upload("table.ods", content, shipped_catalogue, shipped_rows, TODAY)
    assert "dwelling-stock" not in set(report.observations["indicator"])


def test_the_summary_tables_of_the_stock_of_properties(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    file = summary("CTSOP1.0: Number of properties by Council Tax band and local authority district, 31 March 2024")
    (report,) = screen_upload("summary.xlsx", file.content, shipped_catalogue, shipped_rows, TODAY)
    assert report.observations[["indicator", "period_label", "value"]].to_numpy().tolist() == [
        ["dwelling-stock", "31 March 2024", 50_420.0]
    ]


def test_properties_by_type_are_another_measure(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    file = summary("CTSOP3.0: Number of properties by Council Tax band, property type and district, 31 March 2024")
    (report,) = screen_upload("summary.xlsx", file.content, shipped_catalogue, shipped_rows, TODAY)
    assert errors(report) == ["no-known-measure"]


@pytest.mark.parametrize("name", ["titled.csv", "untitled.csv"])
def test_a_sheet_of_years_whose_title_no_definition_names_is_nobodys(
    name: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    content = (FIXTURES / "year-sheet" / name).read_bytes()
    (report,) = screen_upload(name, content, shipped_catalogue, shipped_rows, TODAY)
    assert errors(report) == ["no-known-measure"]
    assert report.observations.empty


def errors(report: Report) -> list[str]:
    """The checks that stand in the way."""
    return [found.check for found in report.findings if found.level == "error"]


def summary(title: str) -> File:
    """The sheet of one year in the agency's workbook of summary tables."""
    headings = [
        "Geography [note 1]",
        "BA code [note 2]",
        "ONS area code [note 3]",
        "ONS area name",
        "A",
        "All properties",
    ]
    row = ["LAUA", "1940", "E07000241", "Welwyn Hatfield", 860, 50_420]
    return workbook({"CTSOP1.0": [[title], ["This worksheet contains one table."], headings, row]})

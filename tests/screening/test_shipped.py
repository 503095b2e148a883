"""The figures that the dashboard ships with, uploaded again: in the tidy layout, and as their publishers have them."""

from pathlib import Path

import pandas as pd
import pytest

from indicators import tables
from indicators.model import Catalogue
from indicators.screening import compare, screen_upload
from tests.screening.situation import TODAY

REAL_DATA = Path(__file__).resolve().parents[3] / "shared" / "real-data"

needs_real_data = pytest.mark.skipif(not REAL_DATA.is_dir(), reason="needs the publishers' files beside the repository")


def test_all_shipped_figures_in_one_tidy_file_change_nothing(shipped: Catalogue, shipped_rows: pd.DataFrame) -> None:
    content = tables.tidy_csv(shipped_rows).encode()
    (report,) = screen_upload("everything.csv", content, shipped, shipped_rows, TODAY)
    assert report.findings == ()
    assert report.rows == len(shipped_rows)
    assert compare(report.observations, shipped_rows, report.vanishing).nothing


def test_the_latest_figures_of_every_indicator_raise_few_questions(
    shipped: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    """A check that cries at every release is soon read by nobody."""
    latest = shipped_rows.groupby("indicator")["period_end"].transform("max")
    held = shipped_rows[shipped_rows["period_end"] < latest].reset_index(drop=True)
    content = tables.tidy_csv(shipped_rows).encode()
    (report,) = screen_upload("everything.csv", content, shipped, held, TODAY)
    assert not report.blocked
    odd = [found for found in report.warnings if found.check.endswith("-outlier")]
    assert len(odd) <= (len(shipped_rows) - len(held)) / 500


@needs_real_data
@pytest.mark.parametrize(
    ("name", "layout", "indicators", "same"),
    [
        (
            "dwp-statxplore_households-on-universal-credit_ltla_2015-22.csv",
            "stat-xplore",
            ("universal-credit-households",),
            1980,
        ),
        ("ons-els_claimant-count.csv", "explore-local-statistics", ("claimant-rate",), 625),
        ("nomis-wizard_jobs-density_2013-2019.xlsx", "nomis-query", ("jobs-density",), 154),
        (
            "police-uk_2021-01-hertfordshire-street.csv",
            "police-street",
            (
                "anti-social-behaviour",
                "burglary",
                "crime-recorded-street",
                "drug-offences",
                "violence-sexual-offences",
            ),
            50,
        ),
    ],
)
def test_a_publishers_own_file_changes_nothing(
    name: str, layout: str, indicators: tuple[str, ...], same: int, shipped: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    (report,) = screen_upload(name, (REAL_DATA / name).read_bytes(), shipped, shipped_rows, TODAY)
    assert (report.layout, report.indicators) == (layout, indicators)
    assert not report.blocked
    changes = compare(report.observations, shipped_rows, report.vanishing)
    assert changes.nothing
    assert changes.unchanged == same


@needs_real_data
def test_a_file_that_a_guest_downloaded_is_cut(shipped: Catalogue, shipped_rows: pd.DataFrame) -> None:
    name = "nomis-api_population-estimates-2021_lad_cut.csv"
    (report,) = screen_upload(name, (REAL_DATA / name).read_bytes(), shipped, shipped_rows, TODAY)
    (found,) = [found for found in report.findings if found.level == "error"]
    assert found.check == "truncated-file"
    assert found.message == "The file has 432 of the 11,178 rows of the query."
    assert [found.check for found in report.warnings if found.check == "mixed-vintage"] == ["mixed-vintage"]

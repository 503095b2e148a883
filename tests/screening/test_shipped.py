"""The figures that the dashboard ships with, uploaded again: in the tidy layout, and as their publishers have them."""

from datetime import date

import pandas as pd
import pytest

from indicators import tables
from indicators.changes import between
from indicators.model import Catalogue
from indicators.screening import screen_upload
from tests.formats.at_hand import cut
from tests.screening.situation import NOTHING, TODAY
from tests.sources import REAL_DATA, needs_sources

#: A table of Stat-Xplore without its heading.
UNTITLED = "dwp-statxplore_households-on-universal-credit_ltla_2015-22.csv"


@pytest.mark.slow("screens all that ships")
def test_all_shipped_figures_in_one_tidy_file_change_nothing(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    content = tables.tidy_csv(shipped_rows).encode()
    (report,) = screen_upload("everything.csv", content, shipped_catalogue, shipped_rows, TODAY)
    assert report.findings == ()
    assert report.rows == len(shipped_rows)
    assert between(shipped_rows, report.observations, report.withdrawn).nothing


@pytest.mark.slow("screens all that ships")
def test_the_latest_figures_of_every_indicator_raise_few_questions(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    """A check that cries at every release is soon read by nobody."""
    latest = shipped_rows.groupby("indicator")["period_end"].transform("max")
    held = shipped_rows[shipped_rows["period_end"] < latest].reset_index(drop=True)
    content = tables.tidy_csv(shipped_rows).encode()
    (report,) = screen_upload("everything.csv", content, shipped_catalogue, held, TODAY)
    assert not report.blocked
    odd = [found for found in report.warnings if found.check.endswith("-outlier")]
    assert len(odd) <= (len(shipped_rows) - len(held)) / 500


def test_pooled_years_by_deprivation_roll_and_are_no_question(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    pooled = shipped_rows[shipped_rows["breakdown"].str.startswith("deprivation=")]
    pooled = pooled[pooled["indicator"].isin(["obesity-reception", "obesity-year-6"])]
    assert pooled["period_label"].unique().tolist() == ["2018/19 to 2022/23", "2020/21 to 2024/25"]
    held = shipped_rows.drop(index=pooled.index).reset_index(drop=True)
    (report,) = screen_upload("pooled.csv", tables.tidy_csv(pooled).encode(), shipped_catalogue, held, TODAY)
    assert [found.sentence for found in report.findings] == []
    assert len(between(held, report.observations, NOTHING).new) == len(pooled)


def test_old_codes_count_until_the_day_the_boundary_changed(shipped_catalogue: Catalogue) -> None:
    last = {code: area.valid_to for code, area in shipped_catalogue.areas.items() if area.successor}
    assert last == {
        "E07000097": date(2013, 3, 31),
        "E07000100": date(2012, 3, 31),
        "E07000101": date(2013, 3, 31),
        "E07000104": date(2012, 3, 31),
    }


@pytest.mark.slow("a published file, read whole")
@needs_sources
@pytest.mark.parametrize("name", ["201912.xlsx", "_202212.ods", "_202403.xlsx", "_202503.ods"])
def test_the_first_release_of_a_quarter_brings_no_provisional_mark_back(
    name: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    (path,) = REAL_DATA.glob(f"mhclg-hclic_Detailed*{name}")
    (report,) = screen_upload(path.name, path.read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    assert report.rows == 144
    assert between(shipped_rows, report.observations, report.withdrawn).nothing
    assert report.warnings == ()


@needs_sources
def test_a_table_that_is_rounded_is_told_before_it_takes_digits_away(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    (path,) = REAL_DATA.glob("dwp_*relative-AHC_LA_FYE2024-2025.csv")
    (report,) = screen_upload(path.name, path.read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    (found,) = [found for found in report.warnings if found.check == "fewer-digits"]
    assert found.message == (
        "children-low-income: 44 figures are those held with fewer digits. First: East Staffordshire, 2023/24: "
        "29.62152525 held, 29.6 in the file."
    )


@pytest.mark.slow("a published file, read whole")
@needs_sources
def test_an_older_edition_says_that_it_looks_like_one(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    (path,) = REAL_DATA.glob("ons_HPSSA-dataset-9_*.xls")
    (report,) = screen_upload(path.name, path.read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    (found,) = [found for found in report.warnings if found.check == "older-release"]
    assert found.message.startswith(
        "median-house-price: this looks like an older release: it ends with year ending December 2022, year ending "
        "September 2024 is held, and 375 figures differ. First: "
    )


@pytest.mark.slow("a published file, read whole")
@needs_sources
@pytest.mark.parametrize(
    ("name", "layout", "indicators", "same"),
    [
        (UNTITLED, "stat-xplore", ("universal-credit-households",), 1980),
        (
            "dwp-statxplore_children-relative-low-income_ltla_14-22.csv",
            "stat-xplore",
            ("children-low-income-number",),
            176,
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
    name: str,
    layout: str,
    indicators: tuple[str, ...],
    same: int,
    shipped_catalogue: Catalogue,
    shipped_rows: pd.DataFrame,
) -> None:
    content = (REAL_DATA / name).read_bytes()
    (report,) = screen_upload(name, content, shipped_catalogue, shipped_rows, TODAY)
    if layout == "stat-xplore":  # somebody has cut off what it counts, so it is asked first
        assert (report.blocked, report.rows, report.could_be) == (True, 0, indicators)
        (report,) = screen_upload(name, content, shipped_catalogue, shipped_rows, TODAY, indicator=indicators[0])
        assert "unlike-held" not in [found.check for found in report.findings]
    assert (report.layout, report.indicators) == (layout, indicators)
    assert not report.blocked
    changes = between(shipped_rows, report.observations, report.withdrawn)
    assert changes.nothing
    assert changes.unchanged == same


@pytest.mark.parametrize(
    ("name", "same", "said"),
    [
        (UNTITLED, 180, "universal-credit-households"),
        ("ons-els_claimant-count.csv", 100, ""),
        ("police-uk_2021-01-hertfordshire-street.csv", 5, ""),
    ],
)
def test_a_few_areas_of_a_publishers_own_file_change_nothing(
    name: str, same: int, said: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    (report,) = screen_upload(name, cut(name).content, shipped_catalogue, shipped_rows, TODAY, indicator=said)
    assert {found.check for found in report.findings} <= {"fewer-areas", "other-measures"}
    changes = between(shipped_rows, report.observations, report.withdrawn)
    assert (changes.nothing, changes.unchanged) == (True, same)


@needs_sources
def test_a_file_that_a_guest_downloaded_is_cut(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    name = "nomis-api_population-estimates-2021_lad_cut.csv"
    (report,) = screen_upload(name, (REAL_DATA / name).read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    (found,) = [found for found in report.findings if found.level == "error"]
    assert found.check == "truncated-file"
    assert found.message == "The file has 432 of the 11,178 rows of the query."
    assert [found.check for found in report.warnings if found.check == "mixed-vintage"] == ["mixed-vintage"]

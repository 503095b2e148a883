"""Both bounds of `benchmarks.damage`, for a few indicators of every sort: what passes, and what cries for nothing."""

from collections import Counter

import pandas as pd
import pytest

from benchmarks.damage import ALARMS, DAMAGES, LATEST, NAMED, NOTED, SILENT, WATCHED, alarms, silence
from indicators.model import Catalogue

pytestmark = pytest.mark.slow("screens dozens of editions")

#: Shares, counts, prices and rates; by year and by quarter; lines that are calm and lines that are not.
FEW = ("greenhouse-gas-emissions", "obesity-year-6", "temporary-accommodation", "unemployment-rate", "weekly-pay")
#: What changes the level, and what slips. A column that is repeated or filled down has checks of its own.
OURS = [name for name in DAMAGES if name not in ("repeat", "fill down")]


def only(rows: pd.DataFrame, *slugs: str) -> pd.DataFrame:
    return rows[rows["indicator"].isin(slugs)].reset_index(drop=True)


def test_a_whole_column_that_is_wrong_is_seldom_silent(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    found = silence(only(shipped_rows, *FEW), shipped_catalogue)
    silent = [(name, slug) for name in OURS for slug, why in found[name].items() if why]
    assert len(silent) <= SILENT * sum(len(found[name]) for name in OURS), silent
    assert {slug for _, slug in silent} <= {"obesity-year-6", "unemployment-rate"}  # lines that are not calm


def test_of_the_first_period_of_all_it_is_said_that_nothing_is_held(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    found = silence(only(shipped_rows, "population-by-age", "obesity-year-6"), shipped_catalogue)
    assert found["× 0.8"]["population-by-age"] == f"22 areas, 0 periods held: nothing to compare with{NOTED}"


def test_sound_editions_seldom_raise_a_question(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    found = alarms(only(shipped_rows, *FEW), shipped_catalogue)
    editions = sum(number for number, _ in found.values())
    raised = sum((each for _, each in found.values()), Counter[str]())
    assert editions == 102
    assert {check for check in WATCHED if raised[check] > ALARMS * editions} == set()


def test_the_latest_editions_of_well_known_series_seldom_raise_a_question(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    found = alarms(only(shipped_rows, *NAMED), shipped_catalogue, LATEST)
    editions = sum(number for number, _ in found.values())
    raised = sum((each for _, each in found.values()), Counter[str]())
    assert editions == 139
    assert {check: raised[check] for check in WATCHED if raised[check] > ALARMS * editions} == {}

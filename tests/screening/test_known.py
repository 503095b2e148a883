"""What is held is the same to a check whether it comes in a frame or is read from a store, bit by bit."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import store
from indicators.model import Catalogue
from indicators.screening import screen_upload
from indicators.screening.known import Known, as_known
from tests.screening.situation import TODAY
from tests.sources import EXTRACTS


def both(built: str, rows: pd.DataFrame) -> tuple[Known, Known]:
    return as_known(rows), as_known(store.contents(built))


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(store.ORDER, ignore_index=True)


def test_of_some_indicators(built: str, shipped_rows: pd.DataFrame) -> None:
    frame, stored = both(built, shipped_rows)
    for slugs in (["jobs"], ["population", "jobs", "jobs"], ["nothing-of-the-kind"], []):
        pd.testing.assert_frame_equal(in_order(frame.of(slugs)), in_order(stored.of(slugs)))
    assert len(stored.of(["jobs"])) > 0
    assert stored.of(["nothing-of-the-kind"]).empty


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_what_is_alike(built: str, shipped_rows: pd.DataFrame, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(shipped_rows) - 1), max_size=30))
    figures = shipped_rows.iloc[places]
    frame, stored = (each.alike(figures) for each in both(built, shipped_rows))
    pd.testing.assert_frame_equal(in_order(frame), in_order(stored))
    assert len(frame) >= len(figures[figures["value"].notna()].drop_duplicates())


def test_a_store_without_figures_is_empty(built: str, shipped_rows: pd.DataFrame) -> None:
    assert [each.empty for each in both(built, shipped_rows)] == [False, False]
    nothing = store.Contents(built, {})
    assert (as_known(nothing).empty, as_known(shipped_rows.iloc[:0]).empty) == (True, True)
    assert as_known(nothing).alike(shipped_rows.head()).empty


@pytest.mark.parametrize("name", ["explore-local-statistics/two-indicators.csv", "police-street/street.csv"])
def test_reports_are_the_same(name: str, built: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    """Of a file of two indicators, and of one whose rates need the population that is held."""
    content = (EXTRACTS / name).read_bytes()
    for held in (shipped_rows, store.contents(built)):
        reports = screen_upload(name, content, shipped_catalogue, held, TODAY)
        told = [([found.sentence for found in report.findings], report.observations) for report in reports]
        assert told[0][0] or len(told[0][1])
        if held is shipped_rows:
            expected = told
    assert [findings for findings, _ in told] == [findings for findings, _ in expected]
    for (_, rows), (_, others) in zip(told, expected, strict=True):
        pd.testing.assert_frame_equal(rows, others)

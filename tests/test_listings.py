"""Tables about the figures: how fresh each indicator is, the points of a process chart."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from indicators import listings
from indicators.assessment import assess, process
from indicators.model import Catalogue, Selection
from tests.build import (
    ENGLAND,
    OWN,
    POUNDS,
    SEX,
    indicator,
    line,
    observations,
    release,
    row,
    small_catalogue,
    told,
)

CATALOGUE = small_catalogue(
    indicator(dimensions=(SEX,)),
    indicator(slug="rent", title="Rent", kind="price", unit=POUNDS, decimals=0, cadence="monthly", period="month"),
)

SELECTION = Selection(OWN, ENGLAND)


# How fresh


def assessed(catalogue: Catalogue, rows: pd.DataFrame, on: date) -> pd.DataFrame:
    selection = Selection(OWN, ENGLAND)
    found = [
        assess(rows[rows["indicator"] == slug], each, selection, catalogue, on)
        for slug, each in catalogue.indicators.items()
    ]
    return listings.fresh(found, catalogue)


def test_the_latest_period_the_days_and_what_is_due() -> None:
    catalogue = small_catalogue(indicator(slug="b", title="B"), indicator(slug="a", title="A"))
    rows = observations(*line([1.0, 2.0], 2018, indicator="a"))
    days = {date(2021, 3, 1): "no", date(2021, 6, 1): "yes", date(2022, 6, 1): "more than a cycle"}
    for on, late in days.items():
        shown = assessed(catalogue, rows, on)
        assert shown.columns.tolist() == listings.FRESH
        assert shown.iloc[0].to_dict() == {
            "Indicator": "A",
            "Latest period": "2019",
            "Published": "not stated in the file",
            "Carried over": "23 November 2026",
            "Next due": "31 March 2021",
            "Late": late,
        }
        assert shown.iloc[1].to_dict()["Latest period"] == "none"


def test_figures_are_carried_over_on_the_day_of_the_last_file_that_changed_them() -> None:
    assessed = [assess(observations(row()), CATALOGUE.indicators["obesity"], SELECTION, CATALOGUE, date(2026, 11, 23))]
    later = datetime(2027, 2, 1, tzinfo=UTC)
    of_another = release(version=5, at=datetime(2027, 3, 1, tzinfo=UTC), indicators=("rent",))
    taken_back = release(version=6, kind="rollback", at=datetime(2027, 4, 1, tzinfo=UTC), indicators=("obesity",))
    releases = [taken_back, of_another, release(version=4, at=later, indicators=("obesity",)), release()]
    assert listings.fresh(assessed, CATALOGUE, releases)["Carried over"].tolist() == ["1 February 2027"]
    assert listings.fresh(assessed, CATALOGUE, [of_another])["Carried over"].tolist() == ["23 November 2026"]


def test_without_any_indicator_there_is_a_table_all_the_same() -> None:
    assert listings.fresh([], CATALOGUE).columns.tolist() == listings.FRESH


# A process chart


def test_the_points_of_a_process_chart_and_the_rules_they_meet() -> None:
    values = [98.0, 104.0] * 6 + [130.0]
    months = [
        row(f"2019-{place + 1:02}" if place < 12 else "2020-01", value, kind="month", indicator="rent")
        for place, value in enumerate(values)
    ]
    shown = listings.process_table(process(observations(*months), CATALOGUE.indicators["rent"]))
    assert shown.columns.tolist() == ["Period", "Figure", "Value", "Mean", "Lower limit", "Upper limit", "Rule"]
    assert told(shown.tail(2), "Period", "Figure", "Value", "Rule") == [
        ("December 2019", "£104", 104.0, ""),
        ("January 2020", "£130", 130.0, "outside the limits"),
    ]
    assert shown["Mean"].unique().tolist() == pytest.approx([sum(values) / 13])

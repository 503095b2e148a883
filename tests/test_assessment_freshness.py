"""How fresh each indicator is, as a table: the latest period, the days, and what is due."""

from datetime import UTC, date, datetime

import pandas as pd

from indicators.assessment import assess, freshness, freshness_table, words
from indicators.assessment.report import FRESH
from indicators.model import Catalogue, Selection
from tests.build import ENGLAND, OWN, indicator, line, observations, release, row, small_catalogue

CATALOGUE = small_catalogue()
SELECTION = Selection(OWN, ENGLAND)


def assessed(catalogue: Catalogue, rows: pd.DataFrame, on: date) -> pd.DataFrame:
    selection = Selection(OWN, ENGLAND)
    found = [
        assess(rows[rows["indicator"] == slug], each, selection, catalogue, on)
        for slug, each in catalogue.indicators.items()
    ]
    return freshness_table(found, catalogue)


def test_the_latest_period_the_days_and_what_is_due() -> None:
    catalogue = small_catalogue(indicator(slug="b", title="B"), indicator(slug="a", title="A"))
    rows = observations(*line([1.0, 2.0], 2018, indicator="a"))
    days = {date(2021, 3, 1): "no", date(2021, 6, 1): "yes", date(2022, 6, 1): "yes"}
    for on, late in days.items():
        shown = assessed(catalogue, rows, on)
        assert shown.columns.tolist() == FRESH
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
    assert freshness_table(assessed, CATALOGUE, releases)["Carried over"].tolist() == ["1 February 2027"]
    assert freshness_table(assessed, CATALOGUE, [of_another])["Carried over"].tolist() == ["23 November 2026"]


def test_without_any_indicator_there_is_a_table_all_the_same() -> None:
    assert freshness_table([], CATALOGUE).columns.tolist() == FRESH


def test_a_year_that_is_named_by_its_end_is_called_so_in_a_sentence() -> None:
    house = indicator(period="year_ending", cadence="annual", lag_months=1)
    fresh = freshness(date(2019, 6, 30), house, date(2020, 12, 1), (date(2018, 7, 1), date(2019, 6, 30)))
    assert fresh.missing == ("the year ending June 2020",)


def test_a_period_that_was_published_without_a_figure_should_not_still_come() -> None:
    rows = observations(*line([1.0, 2.0, None], 2016))
    one = assess(rows, CATALOGUE.indicators["obesity"], SELECTION, CATALOGUE, date(2020, 1, 1))
    assert (one.facts.fresh.due, one.facts.fresh.late) == (date(2020, 3, 31), False)
    assert one.facts.last_known is False
    later = assess(rows, CATALOGUE.indicators["obesity"], SELECTION, CATALOGUE, date(2021, 1, 1))
    assert words.age(later) == (
        "2018 was published without a figure. The figure for 2019 should be out by now and is not held here."
    )

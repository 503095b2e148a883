"""Figures long after or before what is held: how far a line has gone in as long a time is no leap."""

import pandas as pd
import pytest

from indicators import tables
from indicators.model import Catalogue
from indicators.screening import Report, screen_upload
from tests.build import OWN, WATFORD, line, observations, row
from tests.screening.situation import OBESITY, TODAY, catalogue, screened
from tests.sources import REAL_DATA, needs_sources

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

PRICES = "hmlr_UK-HPI_raw-header_sample-5000-rows.csv"


def told(report: Report, check: str = "far-level") -> list[str]:
    return [each.message for each in report.findings if each.check == check]


def reported(value: float, year: int, growth: float, area: str = OWN) -> Report:
    """A figure of a year, where one line is held from 1990 to 2009 that grows by so much each year from 10 on."""
    held = observations(*line([10 * growth**step * (1 + 0.01 * (step % 2)) for step in range(20)], 1990))
    text = tables.tidy_csv(observations(row(str(year), value, area=area)))
    return screened(text, held, known=catalogue(OBESITY))


@pytest.mark.parametrize(
    ("value", "growth", "number"),
    [
        (10.0, 1.0, 0),
        (11.8, 1.0, 0),
        (22.0, 1.0, 1),  # a line that stays
        (10 * 1.04**27, 1.04, 0),  # a line that grows goes on
        (10 * 1.04**27 * 1.15, 1.04, 0),
        (10 * 1.04**27 * 2.4, 1.04, 1),
        (10 * 1.04**27 / 2.4, 1.04, 1),
    ],
)
def test_behind_a_gap_a_line_may_have_gone_on(value: float, growth: float, number: int) -> None:
    """Far is told of the figure, or of the one area that is all of them."""
    found = reported(round(value, 4), 2017, growth)
    assert len([*told(found), *told(found, "common-change")]) == number


@pytest.mark.parametrize(
    ("value", "growth", "number"),
    [(3.6, 1.0, 0), (3.0, 1.0, 1), (3.0, 1.04, 0), (2.5, 1.04, 0), (1.9, 1.04, 1), (90.0, 1.04, 1)],
)
def test_an_area_of_which_nothing_is_held_may_have_been_where_the_others_went_from(
    value: float, growth: float, number: int
) -> None:
    """Eight years before all that is held, by the growth of eight years lower."""
    assert len(told(reported(value, 1982, growth, WATFORD))) == number


@pytest.mark.parametrize(("year", "compared"), [(1972, True), (1970, False)])
def test_longer_before_than_all_that_is_held_is_long_nothing_is_known_and_that_is_said(
    year: int, compared: bool
) -> None:
    found = reported(0.5, year, 1.0, WATFORD)
    assert len(told(found)) == compared
    said = "obesity: 1 figure could not be compared with anything held: nothing is held of about that time."
    assert told(found, "not-compared") == ([] if compared else [said])


@needs_sources
def test_a_sample_of_half_a_century_of_prices_is_no_leap(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    """Prices of single months from 1968 on, beside those of one district held from 2005 on."""
    (found,) = screen_upload(PRICES, (REAL_DATA / PRICES).read_bytes(), shipped_catalogue, shipped_rows, TODAY)
    assert len(found.observations) > 300
    assert told(found) == []

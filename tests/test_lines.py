"""An indicator's line for an area: where it may be joined, and where it is cut."""

from datetime import date, timedelta

import pytest

from indicators import lines
from tests.build import observations, row

FIRST = date(2015, 1, 31)


@pytest.mark.parametrize(
    ("cadence", "days"), [("monthly", 45), ("quarterly", 140), ("annual", 550), ("biennial", 920), ("irregular", None)]
)
def test_a_line_is_cut_where_two_ends_are_further_apart_than_this(cadence: str, days: int | None) -> None:
    def points(apart: int) -> tuple[float | None, ...]:
        ends = [f"{day:%d/%m/%Y}" for day in (FIRST, FIRST + timedelta(days=apart))]
        return lines.points(observations(*(row(end, 17.3, kind="day") for end in ends)), cadence)

    assert points(days or 9_999) == (17.3, 17.3)
    assert days is None or points(days + 1) == (17.3, None, 17.3)

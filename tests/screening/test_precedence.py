"""One cause, one question: what one check tells is not told again by others, and a proof is never left out."""

from collections import Counter

import pytest

from indicators import tables
from indicators.screening import CHECKS, Finding
from indicators.screening.precedence import TOLD_BY, once
from tests.build import observations
from tests.screening.situation import catalogue, screened
from tests.screening.test_all_areas import HELD, NEXT, figures, rows, times

slow = pytest.mark.slow("each test screens a file against years of figures held")


def found(check: str, row: int | None = 2, unlisted: int = 0) -> Finding:
    return Finding(check, "warning", "change", "Said.", "Mend it.", "new.csv", "", row, "value", unlisted=unlisted)


def checks(*by_year: list[float], first: int) -> Counter[str]:
    """How often each check is raised by a file with these figures, from the year `first` on."""
    text = tables.tidy_csv(observations(*rows(by_year, first)))
    return Counter(each.check for each in screened(text, HELD, known=catalogue()).findings)


def test_only_checks_that_there_are_tell_or_are_told() -> None:
    assert {*TOLD_BY, *(check for each in TOLD_BY.values() for check in each)} <= set(CHECKS)


def test_the_same_figure_is_told_by_the_check_that_tells_more() -> None:
    both = [found("history-outlier"), found("beyond-held"), found("beyond-held", row=3)]
    assert list(once(both)) == [both[0], both[2]]
    assert list(once(both[1:])) == both[1:]


def test_what_is_counted_beyond_the_list_stays() -> None:
    both = [found("history-outlier", None, unlisted=4), found("beyond-held", None, unlisted=7)]
    assert list(once(both)) == both


@slow
def test_a_figure_that_is_revised_fivefold_is_a_large_revision_alone() -> None:
    last = figures(9)[8]
    revised = [times(5, last[:1])[0], *last[1:]]
    assert checks(*figures(8), revised, first=2010) == {"large-revision": 1}


@slow
def test_beside_a_revision_that_is_small_the_vintages_are_mixed_as_well() -> None:
    last = figures(9)[8]
    revised = [times(5, last[:1])[0], round(last[1] + 0.2, 2), *last[2:]]
    assert set(checks(*figures(8), revised, first=2010)) == {"large-revision", "mixed-vintage"}


@slow
def test_a_column_four_times_too_large_is_one_change_of_all_areas() -> None:
    """Each of the figures is far beyond everything held as well."""
    raised = checks(times(4, NEXT), first=2019)
    assert raised["common-change"] == 1
    assert "beyond-held" not in raised


@slow
def test_a_percentage_above_100_is_no_outlier_too() -> None:
    wrong = [*NEXT[:-1], times(10, NEXT[-1:])[0]]
    assert checks(wrong, first=2019) == {"percentage-range": 1}

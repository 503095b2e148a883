"""The page that explains the methods says what the code really does."""

import re

import pytest

from indicators import methods, statistics
from indicators.model import Catalogue
from indicators.statistics import SOURCES

#: How each constant stands in the text, with what comes before or after it.
TOLD = {
    "METHOD_VERSION": ("9.9", "Version 9.9 of the methods."),
    "EXACT_BELOW": (11, "A count O below 11 uses exact Poisson limits"),
    "DEFAULT_TOLERANCE_SHARE": (0.2, "close to plan is within 20% of the whole way"),
    "CLEARLY": (0.9, r"95% limits L and U of each and z for 90%"),
    "SMALL_SAMPLE_SHARE": (0.3, "half its interval is wider than 30% of the value"),
    "TREND_POINTS": (6, "the 6 latest periods that do not overlap"),
    "TREND_YEARS": (9, "lie within 9 years"),
    "DIRECTION_POINTS": (11, "the direction of the latest 11 years"),
    "DIRECTION_FEWEST": (7, "with at least 7 figures: Mann and Kendall’s test"),
    "DIRECTION_EXACT": (12, "p exact for 12 figures or fewer without ties"),
    "DIRECTION_CONFIDENCE": (0.95, "a direction below p = 0.05."),
    "DIRECTION_LAG1": (0.4, "what is left beside Sen’s line is above 0.4;"),
    "SLOPE_CONFIDENCE": (0.9, "with its 90% limits"),
    "FIT_LAG1": (0.7, "the lag-1 correlation of the points is above 0.7,"),
    "FIT_FLAGGED": (0.25, "or more than 25% of them meet a rule"),
    "LIMITS_WIDTH": (3.5, r"$w = 1/((U-L)/3.5)^2$"),
    "TREND_CHI2": (7.891, r"above $\chi^2 = 7.89$"),
    "XMR_POINTS": (15, "figures of 15 points or more"),
    "XMR_FACTOR": (3.14, "plus and minus 3.14 times the average moving range"),
    "XMR_SCREEN": (4.321, "moving ranges of 4.321 times the average or more"),
    "XMR_TRIAL_BELOW": (17, "With fewer than 17 points these are trial limits"),
    "RUN_LENGTH": (9, "if 9 in a row go the same way"),
    "NEAR_SHARE": (0.75, "more than 75% of the way to it"),
}


def text() -> str:
    """The methods on one line."""
    return re.sub(r"\s+", " ", methods.text())


@pytest.mark.parametrize("name", TOLD)
def test_every_constant_in_the_text_is_the_one_that_is_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value, told = TOLD[name]
    assert told not in text()
    monkeypatch.setattr(statistics, name, value)
    assert told in text()


def test_the_text_as_it_stands() -> None:
    for told in (
        "Version 2.0 of the methods.",
        "A count O below 10 uses exact Poisson limits",
        "close to plan is within 10% of the whole way",
        "the 5 latest periods that do not overlap",
        r"its weights $w = 1/((U-L)/3.92)^2$",
        r"$\chi^2 = 9.55$",
        "figures of 12 points or more, a process chart: the mean plus and minus 2.66 times",
        "moving ranges of 3.267 times the average or more",
        "With fewer than 13 points these are trial limits",
        "if 7 in a row go the same way",
        "more than 67% of the way to it",
        r"$se = (U-L)/3.92$ from the 95% limits L and U of each and z for 95%",
        "half its interval is wider than 20% of the value",
        "lie within 8 years",
        "the direction of the latest 10 years, with at least 8 figures",
        "p exact for 10 figures or fewer without ties",
        "There is a direction below p = 0.01.",
        "with its 95% limits. Nothing is stated",
        "where the lag-1 correlation of what is left beside Sen’s line is above 0.5;",
        "the lag-1 correlation of the points is above 0.6, or more than 33% of them meet a rule",
        "about 5.1% are called different",
        "where it would be 16.9% if the baseline were taken as exact",
    ):
        assert told in text()


def test_the_formulas_are_whole() -> None:
    assert text().count("$") % 2 == 0
    assert text().count("{") == text().count("}")
    assert r"$\frac{2x + z^2 \mp z\sqrt{z^2 + 4x(1 - x/n)}}{2(n + z^2)}$" in text()


def test_every_constant_has_a_row_with_its_value_and_source() -> None:
    table = methods.constants()
    assert list(table.columns) == ["Constant", "Value", "Source"]
    assert dict(zip(table["Constant"], table["Value"], strict=True)) == {
        "EXACT_BELOW": "10",
        "CLEARLY": "0.95",
        "SMALL_SAMPLE_SHARE": "0.2",
        "TREND_CHI2": "9.549535706",
        "TREND_POINTS": "5",
        "TREND_YEARS": "8",
        "DIRECTION_POINTS": "10",
        "DIRECTION_FEWEST": "8",
        "DIRECTION_CONFIDENCE": "0.99",
        "DIRECTION_EXACT": "10",
        "DIRECTION_LAG1": "0.5",
        "SLOPE_CONFIDENCE": "0.95",
        "FIT_LAG1": "0.6",
        "FIT_FLAGGED": "0.3333333333",
        "LIMITS_WIDTH": "3.92",
        "XMR_FACTOR": "2.66",
        "XMR_SCREEN": "3.267",
        "NEAR_SHARE": "0.6666666667",
        "RUN_LENGTH": "7",
        "XMR_POINTS": "12",
        "XMR_TRIAL_BELOW": "13",
        "DEFAULT_TOLERANCE_SHARE": "0.1",
    }
    assert table["Source"].tolist() == list(SOURCES.values())


def test_every_constant_with_a_source_is_in_the_text() -> None:
    assert set(SOURCES) <= set(TOLD)


def test_the_false_alarms_are_those_that_were_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    table = methods.false_alarms()
    assert table.columns.tolist() == ["Rule", "Correlation 0.0", "Correlation 0.3", "Correlation 0.5"]
    assert table.iloc[5].tolist() == ["Direction over ten years", "1.0%", "3.1%", "6.1%"]
    assert len(table) == len(statistics.FALSE_ALARMS)
    monkeypatch.setattr(statistics, "FALSE_ALARMS", dict.fromkeys(statistics.FALSE_ALARMS, (0.123, 0.2, 0.3)))
    assert text().count("12.3%") == 5


def test_every_change_of_the_methods_is_a_row() -> None:
    table = methods.changes()
    assert table.columns.tolist() == ["Version", "What changed", "Why"]
    assert list(table.itertuples(index=False, name=None)) == list(statistics.CHANGES)


def test_intervals_are_calculated_for_rates_of_recorded_crime_alone(shipped_catalogue: Catalogue) -> None:
    """No other definition asks for it."""
    computing = {slug: each for slug, each in shipped_catalogue.indicators.items() if each.compute_interval}
    assert set(computing) == {
        "anti-social-behaviour",
        "burglary",
        "crime-recorded-street",
        "drug-offences",
        "violence-sexual-offences",
    }
    assert {each.kind for each in computing.values()} == {"rate"}
    assert "One is calculated only where an indicator’s definition asks for it" in text()

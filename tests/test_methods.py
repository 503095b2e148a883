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
    "TREND_POINTS": (6, "the 6 latest periods that do not overlap"),
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
        "Version 1.0 of the methods.",
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
        "TREND_CHI2": "9.549535706",
        "TREND_POINTS": "5",
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

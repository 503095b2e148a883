"""Eight questions of a committee, each answered by the words of a page."""

import re

import pytest

from .visits import visit

pytestmark = pytest.mark.slow("a page for each question")


def told(page: str, **address: str) -> str:
    """Everything that a page says, without the marks of colour and size."""
    opened = visit(page, **address)
    return "\n".join(re.sub(r":\w+\[|\*\*", "", text.value) for text in [*opened.markdown, *opened.caption])


def test_is_childhood_obesity_better_than_when_the_strategy_began() -> None:
    words = told("indicator.py", indicator="obesity-year-6")
    assert "Since the strategy began: 16.1% in 2013/14, before the strategy; 16.9% in 2024/25." in words
    assert "England went from 19.1% to 22.2% in that time. No clear difference between the two." in words


def test_is_the_gap_closing() -> None:
    words = told("indicator.py", indicator="life-expectancy-gap")
    assert "Men and boys. 9.8 years in 2015–17, at the start; 10.2 in 2022–24." in words
    assert "Women and girls. 7.9 years in 2015–17, at the start; 8.0 in 2022–24." in words


def test_what_has_become_of_affordability() -> None:
    words = told("indicator.py", indicator="affordability-lower-quartile")
    assert "9.43 times yearly pay in 2014, before the strategy; 11.08 in 2024." in words


def test_is_burglary_up_against_the_county() -> None:
    words = told("indicator.py", indicator="residential-burglary")
    assert "6.96 per 1,000 dwellings (6.25 to 7.73), clearly worse than Hertfordshire’s 5.44." in words


def test_which_are_off_plan_which_got_worse_and_what_is_late() -> None:
    words = told("overview.py")
    lines = {line[2:].split(":")[0]: line for line in words.splitlines() if line.startswith("- ")}
    off, worse, late = (lines[name] for name in ("Off plan", "Getting worse", "Late"))
    assert "[Year 6 overweight and obesity]" in off
    assert "(last known, 2021/22)" in off
    assert "[Social contact of unpaid carers]" in off
    assert "[Burglary of homes]" in off
    assert "[Alcohol" in worse
    assert re.fullmatch(r"- Late: \d+ indicators, listed below\.", late)


def test_how_many_neighbourhoods_are_in_the_most_deprived_fifth() -> None:
    words = told("indicator.py", indicator="deprivation-deciles")
    assert (
        "Welwyn Hatfield: 2 of 69 neighbourhoods in the most deprived fifth of England in 2025; "
        "1 of 67 in 2019; 0 of 67 in 2015; 1 of 64 in 2010."
    ) in words

"""The figures that the strategy's own text states, beside what is published for that time and what is the latest."""

import pandas as pd
import pytest

from indicators import stated
from indicators.model import Catalogue

#: By indicator, in the strategy's order: how the sentence starts, what was published for that time, the latest.
TOLD = [
    ("population", "The population is 114,000", "111,990 people (2013)", "122,819 people (2024)"),
    ("jobs", "There were 79,000 jobs", "76,574 jobs (2012)", "74,433 jobs (2023)"),
    ("commuting-out", "23,000 residents with jobs, 44% of them", "43.2% (Census 2011)", "26.1% (Census 2021)"),
    ("households", "The borough has 45,000", "43,613 households (Census 2011)", "46,227 households (Census 2021)"),
    ("council-homes", "About 9,000 homes", "9,067 homes (2014/15)", "8,847 homes (2023/24)"),
    ("tenure", "Housing associations have a further 4,000 homes.", "", ""),
    ("tenure", "About 7,200 homes are rented", "", ""),
    ("average-house-price", "The average price", "£331,329 (mean of 12 periods)", "£453,552 (May 2026)"),
    (
        "affordability-lower-quartile",
        "Prices in the lowest quarter are about 9 times",
        "9.43 times yearly pay (2014)",
        "11.08 times yearly pay (2024)",
    ),
    ("life-expectancy-gap", "Men in the most deprived", "10.9 years (2010–12)", "10.2 years (2022–24)"),
    ("life-expectancy-gap", "Women in the most deprived", "8.2 years (2010–12)", "8.0 years (2022–24)"),
    ("obesity-year-6", "About one in six year 6 pupils", "16.4% (2012/13)", "16.9% (2024/25)"),
]


@pytest.fixture(scope="module")
def table(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> pd.DataFrame:
    """All stated figures, with the indicator that each is about."""
    held = {str(slug): group for slug, group in shipped_rows.groupby("indicator")}
    about = [figure.indicator for figure in shipped_catalogue.strategy.figures]
    return stated.table(shipped_catalogue, held).assign(about=about)


def test_the_exact_cells(table: pd.DataFrame) -> None:
    held = table[table["about"] != ""]
    assert held["about"].tolist() == [slug for slug, *_ in TOLD]
    for (_, text, published, latest), row in zip(TOLD, held.to_dict("records"), strict=True):
        assert row["The strategy says"].startswith(text)
        assert (row["Published for that time"], row["Latest"]) == (published, latest)


def test_what_no_indicator_measures_stands_there_without_figures_and_with_its_reason(table: pd.DataFrame) -> None:
    without = table[table["about"] == ""]
    assert len(table) == 19
    assert len(without) == 7
    assert set(without["Published for that time"]) == set(without["Latest"]) == {""}
    assert all(without["What is known"])


def test_every_one_is_quoted_with_its_place_and_what_is_known(
    table: pd.DataFrame, shipped_catalogue: Catalogue
) -> None:
    figures = shipped_catalogue.strategy.figures
    assert list(table.columns[:5]) == [
        "The strategy says",
        "Where",
        "Published for that time",
        "Latest",
        "What is known",
    ]
    assert table["The strategy says"].tolist() == [figure.text for figure in figures]
    assert table["Where"].tolist() == [figure.place for figure in figures]
    assert table["What is known"].tolist() == [figure.note for figure in figures]
    assert all(table["What is known"])


@pytest.mark.parametrize(
    ("slug", "rows"), [("population", 1), ("life-expectancy-gap", 2), ("tenure", 2), ("burglary", 0)]
)
def test_those_of_one_indicator(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame, slug: str, rows: int) -> None:
    held = {slug: shipped_rows[shipped_rows["indicator"] == slug]}
    assert len(stated.table(shipped_catalogue, held, slug)) == rows


def test_a_note_that_says_agrees_is_borne_out(table: pd.DataFrame, shipped_catalogue: Catalogue) -> None:
    """Within a twentieth of what is published for that time."""
    agreeing = {
        figure.indicator: (figure.value, row["Published for that time"])
        for figure, row in zip(shipped_catalogue.strategy.figures, table.to_dict("records"), strict=True)
        if figure.note.startswith("Agrees") and figure.value is not None
    }
    assert set(agreeing) == {"council-homes", "average-house-price", "affordability-lower-quartile", "obesity-year-6"}
    numbers = {slug: float(told.split()[0].strip("£%").replace(",", "")) for slug, (_, told) in agreeing.items()}
    assert numbers == {
        "council-homes": 9067,
        "average-house-price": 331329,
        "affordability-lower-quartile": 9.43,
        "obesity-year-6": 16.4,
    }
    for slug, (figure, _) in agreeing.items():
        assert numbers[slug] == pytest.approx(figure, rel=0.05)

"""For a measure that nobody knows, which definition comes nearest, and what the two differ in."""

import pytest

from indicators.formats import Reading
from indicators.formats.reading import cells
from indicators.model import From
from indicators.screening.nearest import Nearest, measure_in_words, nearest_in_words, ranked
from indicators.screening.selections import Difference
from tests.build import indicator
from tests.screening.situation import catalogue

LAYOUT = "nomis-query"
NO_CELLS = cells([], [])
POPULATION = "Population estimates - local authority based by five year age band"
KNOWN = catalogue(
    indicator(slug="population", files=(From(LAYOUT, {"Dataset": POPULATION, "Selection": "Sex: Total"}),)),
    indicator(slug="men", files=(From(LAYOUT, {"Dataset": POPULATION, "Selection": "Sex: Male"}, "sex=male"),)),
    indicator(slug="jobs", files=(From(LAYOUT, {"Dataset": "jobs density"}),)),
    indicator(slug="other", files=(From("fingertips", {"Indicator ID": "1"}),)),
)


def found(*measures: dict[str, str]) -> list[tuple[int, Nearest | None]]:
    reading = Reading(measures, NO_CELLS, layout=LAYOUT, selections=("Selection", "Figure"))
    return ranked(reading, range(len(measures)), KNOWN)


def test_the_nearest_is_named_with_what_it_expects() -> None:
    ((_, near),) = found({"Dataset": POPULATION, "Selection": "Analysis: standard; Sex: Female", "Figure": "Total"})
    assert near is not None
    assert (near.indicator, near.differences) == ("population", (Difference("Sex", "Total", "Female"),))
    assert nearest_in_words(near) == "Nearest: population, which expects Sex 'Total' (in the file: 'Female')."


def test_a_key_that_the_definition_has_not_is_named_too() -> None:
    ((_, near),) = found({"Dataset": POPULATION, "Selection": "Sex: Male; Age: 16-24", "Figure": ""})
    assert nearest_in_words(near) == "Nearest: men (sex=male), which expects no Age (in the file: '16-24')."


def test_another_title_may_be_near() -> None:
    ((_, near),) = found({"Dataset": "Population estimates of local authorities by age", "Selection": "", "Figure": ""})
    assert near is not None
    assert near.indicator == "population"
    assert near.differences[0] == Difference("Dataset", POPULATION, "Population estimates of local authorities by age")


@pytest.mark.parametrize("title", ["Ethnic group", "", "2021", "All the local areas"])
def test_what_has_little_in_common_with_any_is_near_to_none(title: str) -> None:
    ((_, near),) = found({"Dataset": title, "Selection": "Sex: Total", "Figure": ""})
    assert near is None
    assert nearest_in_words(near) == "No definition comes near it."


def test_the_most_alike_stand_first_then_as_in_the_file() -> None:
    measures = [{"Dataset": title} for title in ("Ethnic group", "Tenure", "jobs density by sector", POPULATION)]
    assert [place for place, _ in found(*measures)] == [3, 2, 0, 1]


def test_a_measure_in_words_has_what_is_not_empty() -> None:
    assert measure_in_words({"Dataset": "A", "Selection": "", "Figure": "B"}) == "A; B"
    assert measure_in_words({"Dataset": ""}) == "a measure without a name"

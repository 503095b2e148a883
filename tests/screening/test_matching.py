"""Which definition a measure is: whatever a publisher changes between editions, and never a narrower selection."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.formats import Reading
from indicators.formats.reading import cells
from indicators.model import From
from indicators.screening import matching
from indicators.screening.matching import could_be, pairs
from indicators.screening.selections import Difference, differences, narrowing, tidied
from tests.build import indicator
from tests.screening.situation import catalogue

QUERY = "nomis-query"
TITLE = "Annual survey of hours and earnings – resident analysis"
ASKED = {"Dataset": TITLE, "Selection": "Sex: Total; Item name: Median; Pay: Weekly pay - gross", "Figure": "number"}
PAY = indicator(slug="pay", files=(From(QUERY, ASKED),))
SELECTIONS = ("Selection", "Figure")
NO_CELLS = cells([], [])
ONE = catalogue(PAY)
#: What a title block has beside what narrows: none of it leaves anything out.
IDLE = [
    *("Sex: Total", "Analysis: standard", "Age: All ages", "Age: Total", "Tenure: All categories: Tenure"),
    *("Sex: All persons", "Sexes: All sexes", "Population: All residents", "Filters: none", "measures: Value"),
]
#: What narrows a table, though some of it says "all" or "total".
NARROW = [
    *("Sex: Male", "Age: 16-64", "Age: Aged 16 to 64", "Variable: Numerator", "Offence: All other theft offences"),
    *("Industry: Total manufacturing", "Status: All in employment", "measures: Percent", "Full time workers"),
    *("Type: All households with children", "Tenure: Social rented: Total in use"),
]


def reading(*measures: Mapping[str, str], layout: str = QUERY, unnamed: tuple[int, ...] = ()) -> Reading:
    return Reading(tuple(measures), NO_CELLS, layout=layout, selections=SELECTIONS, named_by="Dataset", unnamed=unnamed)


def matched(measure: Mapping[str, str], *known: From) -> bool:
    """Whether the one indicator's definition is found, by these [[files]] if any are given."""
    one = catalogue(indicator(slug="pay", files=known)) if known else ONE
    return [pair.indicator for pair in pairs(reading(measure), one)] == ["pay"]


def written(text: str, case: str, blanks: str, dash: str) -> str:
    """The text as another edition might write it."""
    return getattr(text, case)().replace(" ", blanks).replace("-", dash).replace("–", dash)


CASES = st.sampled_from(["upper", "lower", "title", "swapcase"])
BLANKS = st.sampled_from([" ", "  ", "\u00a0", " \t"])
DASHES = st.sampled_from(["-", "–", "—", "\u2011", "\u2212"])


@settings(deadline=None)
@given(
    order=st.permutations(["Item name: Median", "Pay: Weekly pay - gross"]),
    idle=st.lists(st.sampled_from(IDLE), max_size=4),
    how=st.tuples(CASES, BLANKS, DASHES),
    between=st.sampled_from([";", "; ", " ;  "]),
    figure=st.sampled_from(["number", "Number", "", "Total", "Value"]),
)
def test_order_case_blanks_dashes_and_idle_keys_never_change_the_match(
    order: list[str], idle: list[str], how: tuple[str, str, str], between: str, figure: str
) -> None:
    selection = between.join(written(part, *how) for part in [*idle, *order])
    measure = {"Dataset": written(TITLE, *how), "Selection": selection, "Figure": figure}
    assert matched(measure)


@settings(deadline=None)
@given(
    order=st.permutations(["Item name: Median", "Pay: Weekly pay - gross", *IDLE[:3]]),
    narrow=st.sampled_from(NARROW),
    place=st.integers(0, 5),
    how=st.tuples(CASES, BLANKS, DASHES),
)
def test_a_key_that_narrows_always_prevents_it(
    order: list[str], narrow: str, place: int, how: tuple[str, str, str]
) -> None:
    parts = [*order[:place], narrow, *order[place:]]
    selection = "; ".join(written(part, *how) for part in parts)
    assert not matched({"Dataset": TITLE, "Selection": selection, "Figure": "number"})
    assert not matched({"Dataset": TITLE, "Selection": ASKED["Selection"], "Figure": narrow})


@pytest.mark.parametrize("name", ["Selection", "Figure"])
@pytest.mark.parametrize("narrow", NARROW)
def test_so_it_does_where_the_definition_is_silent(name: str, narrow: str) -> None:
    whole = From(QUERY, {"Dataset": TITLE})
    assert matched({"Dataset": TITLE, "Selection": "Sex: Total", "Figure": "Total"}, whole)
    assert not matched({"Dataset": TITLE, "Selection": "", "Figure": "", name: narrow}, whole)


@pytest.mark.parametrize("missing", ["Item name: Median", "Pay: Weekly pay - gross"])
def test_what_a_definition_narrows_the_file_must_narrow_too(missing: str) -> None:
    parts = [part for part in ASKED["Selection"].split("; ") if part != missing]
    assert not matched(ASKED | {"Selection": "; ".join(parts)})


def test_what_is_no_selection_is_never_left_out() -> None:
    """A heading that says "Total" is which column it is: totals of two tables are not the same."""
    assert list(differences({"Heading": "Age: Total"}, {"Heading": "Tenure: Total"}, ())) == [
        Difference("Heading", "Tenure: Total", "Age: Total")
    ]
    assert list(differences({}, {"Heading": "Tenure: Total"}, ())) == [Difference("Heading", "Tenure: Total", "")]


@pytest.mark.parametrize("end", ["", " (2021 geography)", " - 2023 edition", ", 2024 edition", " 2023 boundaries"])
def test_the_edition_behind_a_title_does_not_matter(end: str) -> None:
    assert tidied("Jobs density" + end) == "jobs density"


@pytest.mark.parametrize("other", ["Jobs density 2021", "Jobs density (rebased)", "Jobs densities", "Job density"])
def test_any_other_title_does(other: str) -> None:
    assert tidied(other) != tidied("Jobs density")


def test_what_differs_is_named_by_its_key() -> None:
    measure = ASKED | {"Selection": "Sex: Male; Item name: Mean; Pay: Weekly pay - gross; Age: 16-24"}
    assert list(differences(measure, ASKED, SELECTIONS)) == [
        Difference("Item name", "Median", "Mean"),
        Difference("Sex", "Total", "Male"),
        Difference("Age", "", "16-24"),
    ]


def test_a_key_that_is_there_twice_has_both_its_values() -> None:
    assert narrowing("Age: 16-24; Age: 25-34") == {"age"}
    assert not matched(ASKED | {"Selection": f"{ASKED['Selection']}; Pay: Hourly pay"})


# What a file does not say


UNTITLED = {"Dataset": "no title", "Selection": "", "Figure": ""}
JOBS = indicator(slug="jobs", files=(From(QUERY, {"Dataset": "jobs"}), From(QUERY, {"Dataset": "men"}, "sex=male")))
HOMES = indicator(slug="homes", files=(From(QUERY, {"Dataset": "homes"}),))
KNOWN = catalogue(JOBS, HOMES, PAY)


def test_a_measure_without_a_name_is_nobodys_before_somebody_says_whose() -> None:
    untitled = reading(UNTITLED, unnamed=(0,))
    assert pairs(untitled, KNOWN) == []
    assert could_be(untitled, KNOWN) == ("homes", "jobs")
    (pair,) = pairs(untitled, KNOWN, said="jobs")
    assert (pair.indicator, pair.breakdown, pair.source.match) == ("jobs", "", {"Dataset": "jobs"})
    assert pairs(untitled, KNOWN, said="pay") == [], "it has no median, and no pay"


def test_what_is_made_for_a_file_without_a_name_comes_first() -> None:
    made = From(QUERY, {"Dataset": "no title"}, markers={"..": "low"})
    known = catalogue(indicator(slug="jobs", files=(*JOBS.files, made)))
    assert pairs(reading(UNTITLED, unnamed=(0,)), known) == []
    (pair,) = pairs(reading(UNTITLED, unnamed=(0,)), known, said="jobs")
    assert pair.source == made


def test_what_is_said_of_a_file_that_names_its_measure_is_of_no_account() -> None:
    named = reading({"Dataset": "jobs", "Selection": "", "Figure": ""})
    assert [pair.indicator for pair in pairs(named, KNOWN, said="homes")] == ["jobs"]
    assert could_be(named, KNOWN) == ()


def test_measures_keep_the_order_of_the_file_and_of_the_catalogue() -> None:
    twice = indicator(slug="a-second", files=(From(QUERY, {"Dataset": "homes", "Figure": "total"}),))
    found = pairs(reading({"Dataset": "HOMES"}, {"Dataset": "jobs"}, {"Dataset": "men"}), catalogue(JOBS, HOMES, twice))
    assert [(pair.measure, pair.indicator, pair.breakdown) for pair in found] == [
        (0, "homes", ""),
        (0, "a-second", ""),
        (1, "jobs", ""),
        (2, "jobs", "sex=male"),
    ]


def test_sources_are_those_of_the_layout() -> None:
    assert [each.slug for each, _ in matching.sources_of(QUERY, KNOWN)] == ["jobs", "jobs", "homes", "pay"]
    assert matching.sources_of("fingertips", KNOWN) == []

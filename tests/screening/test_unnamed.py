"""A file that does not say what it counts: the analyst is asked, and told what its figures are beside those held."""

from pathlib import Path

import pandas as pd
import pytest

from indicators.model import Catalogue
from indicators.screening import Report, screen_upload, unnamed
from tests.build import OWN, WATFORD, observations, row
from tests.screening.situation import NOTHING, TODAY, catalogue, checks, fixture
from tests.sources import CASES, needs_cases

pytestmark = pytest.mark.slow("each test screens a file")

UNTITLED = "01-untitled-statxplore-other-measure-month.csv"
CREDIT = "universal-credit-households"
#: The figures of the untitled case, in the published layout, for three of its areas.
PEOPLE_IN_WORK = """Month,December 2023,December 2023 - Annotations,January 2024,January 2024 - Annotations,
National - Regional - LA - OAs
Broxbourne,3299,,3312,,
Watford,3384,,3398,,
Welwyn Hatfield,3410,,3423,,
"""


def case(name: str) -> bytes:
    return Path(CASES / name).read_bytes()


def of(content: bytes, shipped: Catalogue, held: pd.DataFrame, said: str = "") -> Report:
    (report,) = screen_upload("file.csv", content, shipped, held, TODAY, indicator=said)
    return report


def small(*values: float, said: str = "jobs", held: pd.DataFrame | None = None) -> list[str]:
    """What is told of a file without a title that has these figures of the borough for 2018, 2019 and so on, beside
    60,000 jobs held for 2017."""
    years = range(2018, 2018 + len(values))
    head = "".join(f'"{year}","{year} - Annotations",' for year in years)
    text = f'"Year",{head}\n"National",\n"Welwyn Hatfield",{"".join(f"{value},," for value in values)}\n'
    past = observations(row("2017", 60_000.0, indicator="jobs")) if held is None else held
    (report,) = screen_upload("file.csv", text.encode(), catalogue(), past, TODAY, indicator=said)
    return [found.message for found in report.findings if found.check == unnamed.unlike_held.id]


def test_it_is_never_taken_before_somebody_says_what_it_is(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    report = of(PEOPLE_IN_WORK.encode(), shipped_catalogue, shipped_rows)
    assert (report.blocked, report.rows, report.could_be, report.said) == (True, 0, (CREDIT,), "")
    told = {found.check: found.message for found in report.findings}
    assert set(told) == {"unnamed-measure", "unlike-held"}
    assert told["unnamed-measure"] == (
        "The file has no 'Measure': it does not say what it counts. It could be Households on Universal Credit "
        f"({CREDIT})."
    )
    assert told["unlike-held"] == (
        f"{CREDIT}: these 6 figures are 42% of those held. First: Broxbourne, December 2023: 3,299 in the file, 7,854 "
        "held for November 2023."
    )


def test_once_said_the_warning_stays_and_the_figures_are_there(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    report = of(PEOPLE_IN_WORK.encode(), shipped_catalogue, shipped_rows, CREDIT)
    assert (report.blocked, report.rows, report.indicators, report.said) == (False, 6, (CREDIT,), CREDIT)
    assert "unlike-held" in checks(report)


@pytest.mark.parametrize("said", ["population", "children-low-income-number", "jobs"])
def test_what_it_cannot_be_is_not_taken(said: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    report = of(PEOPLE_IN_WORK.encode(), shipped_catalogue, shipped_rows, said)
    assert (report.rows, report.said, checks(report)[0]) == (0, "", "unnamed-measure")


def test_a_real_filter_stays_and_what_repeats_the_measure_is_none(
    shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    head = '"Households on Universal Credit (I II III IV z)"\n"National - Regional - LA - OAs by Month"\n'
    counting = '"Counting: Households on Universal Credit"\n\nFilters:\n"Default Summation","Households on Universal '
    counting += 'Credit"\n'

    def read(above: str) -> Report:
        return of(f"Stat-Xplore\n\n{above}\n{PEOPLE_IN_WORK}".encode(), shipped_catalogue, shipped_rows)

    assert read(head + counting).indicators == (CREDIT,)
    assert read(counting).indicators == (CREDIT,), "what is counted is said below the title, too"
    for narrow in ('"Gender","Female"\n', '"Work status by week","In work"\n', '"Payment by month","Paid"\n'):
        filtered = read(head + counting + narrow)
        assert (filtered.indicators, checks(filtered)) == ((), ["no-known-measure"])
    other = read(head + counting.replace("Households on", "People on"))
    assert checks(other) == ["no-known-measure"], "it counts something else than its title says"
    people = read((head + counting).replace("Households on", "People on"))
    assert checks(people) == ["no-known-measure"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((48_001,), False),
        ((47_999,), True),
        ((74_999,), False),
        ((75_001,), True),
        ((60_000, 61_000), False),
        ((20_000, 20_100), True),
    ],
)
def test_from_which_ratio_on_it_is_told(values: tuple[float, ...], told: bool) -> None:
    assert bool(small(*values)) == told


def test_what_is_far_from_any_period_held_is_not_held_against_it() -> None:
    assert small(20_000, 20_100, 20_200, 20_300) == [
        "jobs: these 2 figures are 33% of those held. First: Welwyn Hatfield, 2018: 20,000 in the file, 60,000 held "
        "for 2017. 2 figures are further than 2 periods from any held."
    ]
    late = observations(row("2014", 60_000.0, indicator="jobs"))
    assert small(20_000, held=late) == []
    assert small(20_000, held=NOTHING) == []


def test_a_period_that_is_held_is_held_against_itself() -> None:
    both = observations(row("2017", 60_000.0, indicator="jobs"), row("2018", 20_000.0, indicator="jobs"))
    assert small(20_000, held=both) == []
    (told,) = small(60_000, held=both)
    assert told.endswith("2018: 60,000 in the file, 20,000 held.")


def test_it_is_told_of_each_indicator_that_it_could_be() -> None:
    assert len(small(20_000, said="")) == 1
    report = screen_upload("x.csv", fixture("unnamed-measure.csv"), catalogue(), NOTHING, TODAY)[0]
    assert report.could_be == ("jobs",)
    assert {OWN, WATFORD}.isdisjoint(report.areas)


API = "DATE_NAME,GEOGRAPHY_CODE,GEOGRAPHY_NAME,GENDER_NAME,C_AGE_NAME,MEASURES_NAME,FREQ_NAME{},OBS_VALUE\n"
OF_2024 = "2024,E07000241,Welwyn Hatfield,{},All Ages,Value,Annually{},{}\n"


@pytest.mark.parametrize(
    ("gender", "heading", "more", "known"),
    [
        ("Total", "", "", True),
        ("TOTAL", ",RURAL_URBAN_NAME", ",Total", True),
        ("Male", "", "", False),
        ("Total", ",ETHNICITY_NAME", ",White", False),
        ("Total", ",C_STUDENT_NAME", ",Full-time students", False),
    ],
)
def test_a_dimension_that_narrows_keeps_a_file_of_the_api_from_its_definition(
    gender: str, heading: str, more: str, known: bool, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    text = API.format(heading) + OF_2024.format(gender, more, 122_819)
    report = of(text.encode(), shipped_catalogue, shipped_rows)
    assert report.indicators == (("population",) if known else ())


# The cases as they were reported


@needs_cases
def test_the_case_of_the_untitled_table(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    report = of(case(UNTITLED), shipped_catalogue, shipped_rows)
    assert (report.blocked, report.rows, report.could_be) == (True, 0, (CREDIT,))
    (error,) = [found for found in report.findings if found.level == "error"]
    assert "does not say what it counts" in error.message
    assert any("these 44 figures are 42% of those held" in found.message for found in report.warnings)


@needs_cases
def test_the_case_of_the_names(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    report = of(case("19-names-st-albans-dot-hyphen.csv"), shipped_catalogue, shipped_rows)
    assert (report.indicators, report.first_period, report.last_period) == ((CREDIT,), "December 2023", "December 2023")
    values = report.observations.set_index("area_code")["value"]
    county = [
        code for code, area in shipped_catalogue.areas.items() if area.parent == "E10000015" and not area.valid_to
    ]
    assert len(values.loc[county]) == 10
    assert (values["E07000240"], values["E07000241"]) == (6417, 8199)
    assert not report.blocked


@needs_cases
def test_the_case_of_the_population_page(shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame) -> None:
    report = of(case("11-nomis-query-2026-population.csv"), shipped_catalogue, shipped_rows)
    assert (report.indicators, report.first_period, report.last_period) == (("population",), "2024", "2024")
    assert (report.blocked, report.rows) == (False, 22)
    values = report.observations.set_index("area_code")["value"]
    assert values["E07000241"] == 122_723, "as it stands in the case; the page itself has 122,819"

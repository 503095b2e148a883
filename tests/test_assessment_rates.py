"""Counts as rates: by what they are divided, with which limits, and what is said of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from indicators.assessment import Assessment, assess, words
from indicators.assessment.rates import as_rates, rated
from indicators.model import SIMILAR_AREAS, Indicator, Margin, Measure, Per, Selection, Unit
from indicators.statistics import count_interval
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    OWN,
    RUGBY,
    WARWICK,
    WATFORD,
    indicator,
    observations,
    row,
    told,
)
from tests.test_assessment import Row, wanting

HOMES = indicator(slug="homes", title="Homes", kind="count", unit=Unit("homes", after=" homes"), decimals=0, size=True)
FAMILIES = Unit("households", after=" households", after_one=" household")
SHELTERED = indicator(kind="count", unit=FAMILIES, decimals=0, per=Per("homes", 1000, "1,000 homes"))
STOCK = replace(SHELTERED, per=Per("homes", 1000, "1,000 homes", limits=False))
DIVIDED = "The rate is calculated here; divided by: Homes, 2019."
PRINTED = "The rate is calculated here, by the publisher’s own denominator."


def homes(size: float, period: str = "2019", area: str = OWN, **cells: Any) -> Row:
    return row(period, size, area=area, indicator="homes", **cells)


def rates(
    *rows: Row, sizes: tuple[Row, ...] = (), of: Indicator = SHELTERED, asked: tuple[str, ...] = ()
) -> pd.DataFrame:
    held = {"homes": observations(*sizes)} if sizes else {}
    catalogue = wanting(None, of)
    return as_rates(
        observations(*rows), of, held, replace(catalogue, indicators={**catalogue.indicators, "homes": HOMES}), asked
    )


def assessed(
    *rows: Row,
    sizes: tuple[Row, ...] = (),
    of: Indicator = SHELTERED,
    wants: Measure | None = None,
    benchmark: str = ENGLAND,
    on: date = date(2020, 6, 1),
) -> Assessment:
    catalogue = wanting(wants, of)
    catalogue = replace(catalogue, indicators={**catalogue.indicators, "homes": HOMES})
    held = {"homes": observations(*sizes)} if sizes else {}
    return assess(observations(*rows), of, Selection(OWN, benchmark), catalogue, on, held)


# The denominator


def test_a_count_is_divided_by_the_figure_of_its_own_area_and_period() -> None:
    found = rates(row("2019", 149), row("2019", 90, area=WATFORD), sizes=(homes(50_000), homes(30_000, area=WATFORD)))
    lower, upper = count_interval(149)
    assert told(found, "area_code", "value", "count", "denominator", "divided_by") == [
        (OWN, 2.98, 149.0, 50_000.0, "2019"),
        (WATFORD, 3.0, 90.0, 30_000.0, "2019"),
    ]
    assert (found["lower"][0], found["upper"][0]) == pytest.approx((lower / 50, upper / 50), rel=1e-12)


def test_what_the_publisher_prints_comes_first() -> None:
    found = rates(row("2019", 149, denominator=49_000), row("2018", 98), sizes=(homes(50_000), homes(49_000, "2018")))
    assert told(found, "denominator", "divided_by") == [(49_000.0, ""), (49_000.0, "2018")]


@pytest.mark.parametrize(
    ("held", "period"),
    [
        ({"2016": 1.0, "2018": 2.0}, "2018"),
        ({"2018": 1.0, "2021": 2.0}, "2018"),
        ({"2020": 1.0, "2017": 2.0}, "2020"),
        ({"2016": 1.0}, "2016"),  # three years before
        ({"2022": 1.0}, "2022"),
        ({"2015": 1.0}, ""),
        ({"2023": 1.0}, ""),
        ({"2018": None, "2017": 2.0}, "2017"),  # a missing figure divides nothing
    ],
)
def test_the_nearest_period_within_three_years(held: Mapping[str, float | None], period: str) -> None:
    found = rates(row("2019", 149), sizes=tuple(row(label, size, indicator="homes") for label, size in held.items()))
    assert found["divided_by"].tolist() == [period]
    assert found["value"].isna().tolist() == [period == ""]


def test_a_period_that_holds_the_count_s_last_day_comes_before_one_that_ends_nearer() -> None:
    """The year ending in March 2019 lies in 2019, though December 2018 is nearer."""
    ending = row("YE Mar 2019", 149, kind="year_ending")
    found = rates(ending, sizes=(homes(1000, "2018"), homes(2000, "2019")))
    assert found["divided_by"].tolist() == ["2019"]
    assert rates(ending, sizes=(homes(1000, "2018"),))["divided_by"].tolist() == ["2018"]


def test_another_area_or_group_divides_nothing() -> None:
    others = (homes(50_000, area=WATFORD), homes(50_000, breakdown="tenure=rent"))
    assert rates(row("2019", 149), sizes=others)["value"].isna().all()


def test_nothing_is_divided_by_zero_or_by_nothing() -> None:
    assert rates(row("2019", 149), sizes=(homes(0),))["value"].isna().all()
    assert rates(row("2019", 149))["value"].isna().all()
    assert rates(row("2019", None), sizes=(homes(10),))["value"].isna().all()
    assert rates(sizes=(homes(10),)).empty


def test_a_count_of_zero_is_a_rate_with_limits() -> None:
    found = rates(row("2019", 0), sizes=(homes(5000),))
    assert told(found, "value", "lower") == [(0.0, 0.0)]
    assert round(found["upper"][0], 2) == 0.74


def test_stocks_have_a_rate_without_limits() -> None:
    found = rates(row("2019", 5000), sizes=(homes(50_000),), of=STOCK)
    assert told(found, "value", "lower", "upper") == [(100.0, None, None)]


def test_what_is_not_to_be_divided_stays_as_it_is() -> None:
    rows = observations(row("2019", 149))
    assert as_rates(rows, replace(SHELTERED, per=None), {}, wanting(None)) is rows


# The county from its districts

TEN = (OWN, BROXBOURNE, WATFORD)
DISTRICTS = tuple(row("2019", 100.0 * place, area=area) for place, area in enumerate(TEN, start=1))
SIZES = tuple(homes(10_000.0 * place, area=area) for place, area in enumerate(TEN, start=3))


def county(*rows: Row, sizes: tuple[Row, ...] = SIZES) -> list[tuple[object, ...]]:
    found = rates(*rows, sizes=sizes, asked=(COUNTY,))
    return told(found[found["area_code"] == COUNTY], "period_label", "value", "count", "denominator")


def test_a_county_is_the_sum_of_counts_over_the_sum_of_denominators() -> None:
    assert county(*DISTRICTS) == [("2019", 5.0, 600.0, 120_000.0)]  # and not the mean of 3.3, 5 and 6
    assert COUNTY not in set(rates(*DISTRICTS, sizes=SIZES)["area_code"])  # nobody has asked


def test_its_own_figure_comes_first() -> None:
    own = row("2019", 700.0, area=COUNTY)
    assert county(*DISTRICTS, own, sizes=(*SIZES, homes(140_000, area=COUNTY))) == [("2019", 5.0, 700.0, 140_000.0)]


@pytest.mark.parametrize("missing", TEN)
def test_with_a_district_missing_there_is_no_sum(missing: str) -> None:
    assert county(*(each for each in DISTRICTS if each["area_code"] != missing)) == []
    without = [each if each["area_code"] != missing else each | {"value": None} for each in DISTRICTS]
    assert county(*without) == []
    assert county(*DISTRICTS, sizes=tuple(each for each in SIZES if each["area_code"] != missing)) == []


def test_each_period_is_added_up_by_itself() -> None:
    earlier = [row("2018", 50.0, area=area) for area in TEN[:2]]
    assert [label for label, *_ in county(*DISTRICTS, *earlier)] == ["2019"]


@pytest.mark.parametrize(("size", "sums"), [(120_000, 1), (126_000, 1), (114_300, 1), (126_400, 0), (114_200, 0)])
def test_a_sum_that_is_not_the_county_s_own_is_refused(size: float, sums: int) -> None:
    """Up to a twentieth the districts are all there."""
    assert len(county(*DISTRICTS, sizes=(*SIZES, homes(size, area=COUNTY)))) == sums


# What is said


def test_the_count_stays_the_figure_and_the_rate_is_compared() -> None:
    england = (row("2019", 120_000, area=ENGLAND), homes(24_000_000, area=ENGLAND))
    one = assessed(row("2019", 149), england[0], sizes=(homes(50_000), england[1]))
    assert one.facts.latest is not None
    assert (one.facts.latest.value, one.facts.benchmark_value, words.value(one)) == (149.0, 5.0, "149 households")
    assert (one.difference.word, one.difference.ground) == ("better", "tested")
    assert one.difference.sentence == (
        "149 households in 2019. "
        f"That is 2.98 per 1,000 homes (2.52 to 3.50), lower than England’s 5.00: better. {DIVIDED}"
    )
    assert words.compared(one) == "2.98 per 1,000 homes, lower than England’s 5.00"


def test_a_printed_denominator_is_said_to_be_the_publisher_s() -> None:
    one = assessed(row("2019", 149, denominator=50_000), row("2019", 120_000, area=ENGLAND, denominator=24_000_000))
    assert one.difference.sentence.endswith(f"lower than England’s 5.00: better. {PRINTED}")


def test_the_county_is_added_up_where_it_is_the_benchmark() -> None:
    one = assessed(*DISTRICTS, sizes=SIZES, benchmark=COUNTY)
    assert one.difference.sentence == (
        "100 households in 2019. "
        "That is 3.33 per 1,000 homes (2.71 to 4.05), lower than Hertfordshire’s 5.00: better. "
        f"{DIVIDED}"
    )


def test_the_similar_areas_are_compared_by_their_rates() -> None:
    similar = [row("2019", value, area=area) for value, area in ((10, BASILDON), (50, RUGBY), (90, WARWICK))]
    sizes = tuple(homes(10_000, area=area) for area in (OWN, BASILDON, RUGBY, WARWICK))
    one = assessed(row("2019", 20), *similar, sizes=sizes, benchmark=SIMILAR_AREAS)
    assert one.facts.benchmark_value == 5.0
    assert "lower than the similar areas’ median of 5.00: better." in one.difference.sentence


def test_a_rate_without_limits_is_not_tested() -> None:
    rows, sizes = (row("2019", 5000), row("2019", 5, area=ENGLAND)), (homes(50_000), homes(40, area=ENGLAND))
    one = assessed(*rows, sizes=sizes, of=STOCK)
    assert (one.difference.word, one.difference.reason) == ("cannot say", "no margin of error")
    assert one.difference.sentence == (
        "5,000 households in 2019. That is 100.0 per 1,000 homes, lower than England’s 125.0. "
        f"Not tested: the publisher gives no margin of error. {DIVIDED}"
    )
    counted = assessed(*rows, sizes=sizes, of=replace(STOCK, evidence="complete"))
    assert counted.difference.sentence == (
        "5,000 households in 2019. That is 100.0 per 1,000 homes, below England’s 125.0. "
        f"All are counted, so this is no sampling accident. {DIVIDED}"
    )


def test_a_count_without_a_denominator_is_not_compared() -> None:
    one = assessed(row("2019", 149), row("2019", 120_000, area=ENGLAND))
    assert (one.difference.reason, one.facts.position, words.compared(one)) == ("no denominator", None, "")
    assert one.difference.sentence == "Cannot say: nothing is held that this number could be divided by."


@pytest.mark.parametrize(("value", "decimals"), [(0.0, 2), (9.99, 2), (10.0, 1), (120.0, 1)])
def test_small_rates_have_two_decimals(value: float, decimals: int) -> None:
    found = rated(SHELTERED, value)
    assert (found.decimals, found.kind, found.unit.after, found.per) == (decimals, "rate", " per 1,000 homes", None)


# Judged as a rate

KEEP = Measure("obesity", "keep")


def test_a_count_is_held_against_its_baseline_as_a_rate() -> None:
    """Twice as many of twice as many homes are no more."""
    one = assessed(row("2014", 80), row("2019", 160), sizes=(homes(20_000, "2014"), homes(40_000)), wants=KEEP)
    assert (one.plan.word, one.expected) == ("on plan", 4.0)
    assert one.plan.sentence == (
        "On plan: 160 households in 2019. "
        "That is 4.00 per 1,000 homes (3.40 to 4.67), no worse than the baseline of 4.00 in "
        f"2014. {DIVIDED}"
    )


def test_a_tolerance_is_in_the_unit_of_the_rate() -> None:
    rows, sizes = (row("2014", 80), row("2019", 170)), (homes(20_000, "2014"), homes(40_000))
    proposed = replace(KEEP, margin=Margin(0.3, "2014", "The Office"))
    one = assessed(*rows, sizes=sizes, of=STOCK, wants=proposed)
    assert one.plan.sentence == (
        "On plan: 170 households in 2019. That is 4.25 per 1,000 homes, not clearly worse than the baseline of 4.00 in "
        "2014. A difference of up to 0.42 per 1,000 homes may be chance: a tolerance that is proposed, not agreed. "
        f"{DIVIDED}"
    )
    agreed = assessed(*rows, sizes=sizes, of=STOCK, wants=replace(KEEP, tolerance=0.1)).plan
    assert agreed.word == "off plan"
    assert "a difference of 0.10 per 1,000 homes is tolerated." in agreed.sentence


def test_a_target_is_a_number_of_what_is_published() -> None:
    reach = Measure("obesity", "reach", target=60.0, target_date=date(2024, 12, 31))
    one = assessed(row("2014", 80), row("2019", 69), sizes=(homes(20_000, "2014"), homes(40_000)), wants=reach)
    assert one.plan.sentence == (
        "On plan: 69 households in 2019, where 69 households is expected by now. "
        "The way leads from 80 in 2014 to 60 households by 31 December 2024."
    )


def test_a_count_below_zero_has_a_rate_without_limits() -> None:
    made = rates(row(value=-5.0), sizes=(homes(1000.0),))
    assert told(made, "value", "lower", "upper") == [(-5.0, None, None)]


def test_counts_that_are_none_of_their_denominator_make_no_limits_and_no_trend() -> None:
    rows = [row(str(2015 + place), 120.0, count=120.0, denominator=100.0) for place in range(5)]
    found = assessed(*rows, of=indicator(compute_interval=True))
    assert found.facts.latest is not None
    assert (found.facts.latest.lower, found.change.word) == (None, "cannot say")
    below = [row(str(2015 + place), -1.0, count=-1.0, denominator=100.0) for place in range(5)]
    assert assessed(*below, of=indicator(compute_interval=True)).change.word == "cannot say"

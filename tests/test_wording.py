"""How figures are written: exact texts, the same everywhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from indicators import periods, wording
from indicators.assessment.sentences import MEANINGS
from indicators.model import FLAGS, STATUSES, Catalogue, Indicator, Unit
from indicators.statistics import REASONS
from tests.build import JOBS, POUNDS, YEARS, indicator

NAN = float("nan")
PERCENTAGE = indicator()
GAP = indicator(unit=YEARS, kind="index")
PRICE = indicator(unit=POUNDS, decimals=0, kind="price")
COUNT = indicator(unit=JOBS, decimals=0, kind="count")
WHOLE = replace(PERCENTAGE, decimals=0)
RATE = indicator(unit=Unit("homes per 1,000 residents", after=" per 1,000 residents"), decimals=2, kind="rate")


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (16.4, PERCENTAGE, "16.4%"),
        (16, PERCENTAGE, "16.0%"),
        (0, PERCENTAGE, "0.0%"),
        (-0.0, PERCENTAGE, "0.0%"),
        (-0.04, PERCENTAGE, "0.0%"),  # no minus zero
        (-0.06, PERCENTAGE, "−0.1%"),
        (359432, PRICE, "£359,432"),
        (-1250, PRICE, "−£1,250"),
        (1234567.5, PRICE, "£1,234,568"),
        (111990, COUNT, "111,990 jobs"),
        (1, COUNT, "1 job"),
        (-1, COUNT, "−1 job"),
        (0, COUNT, "0 jobs"),
        (10.9, GAP, "10.9 years"),
        (1, GAP, "1.0 years"),
        (1, replace(GAP, decimals=0), "1 year"),
        (2, replace(GAP, decimals=0), "2 years"),
        (1, replace(COUNT, unit=Unit("homes", after=" homes")), "1 homes"),  # no singular given
        (2.345, RATE, "2.35 per 1,000 residents"),
        (NAN, PERCENTAGE, "no figure"),
    ],
)
def test_a_value_with_its_unit(value: float, measure: Indicator, text: str) -> None:
    assert wording.number(value, measure) == text


@pytest.mark.parametrize(
    ("number", "nouns", "text"),
    [
        (0, ("row",), "0 rows"),
        (1, ("row",), "1 row"),
        (2, ("row",), "2 rows"),
        (1_200, ("row",), "1,200 rows"),
        (1, ("row is", "rows are"), "1 row is"),
        (3, ("county", "counties"), "3 counties"),
    ],
)
def test_a_number_with_its_noun(number: int, nouns: tuple[str, ...], text: str) -> None:
    assert wording.count(number, *nouns) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1,234.5"),
        (999.95, 0, "1,000"),
        (-76574, 0, "−76,574"),
        (-0.04, 1, "0.0"),
        (0.004, 2, "0.00"),
        (100, 2, "100.00"),
    ],
)
def test_a_value_alone(value: float, decimals: int, text: str) -> None:
    assert wording.plain(value, decimals) == text


def test_the_minus_is_a_real_one() -> None:
    assert wording.plain(-5, 0) == "\N{MINUS SIGN}5"
    assert "-" not in wording.number(-5, PERCENTAGE) + wording.interval(-5, -1, PERCENTAGE)


@pytest.mark.parametrize(
    ("lower", "upper", "measure", "text"),
    [
        (16.1, 18.6, PERCENTAGE, "16.1% to 18.6%"),
        (510, 560, PRICE, "£510 to £560"),
        (16.5, 28, GAP, "16.5 to 28.0"),
        (-1.25, 2, PERCENTAGE, "−1.2% to 2.0%"),
        (-1250, 300, PRICE, "−£1,250 to £300"),
        (0, 0, COUNT, "0 to 0"),
        (NAN, 2, PERCENTAGE, ""),
        (2, NAN, PERCENTAGE, ""),
    ],
)
def test_an_interval(lower: float, upper: float, measure: Indicator, text: str) -> None:
    assert wording.interval(lower, upper, measure) == text


@pytest.mark.parametrize(
    ("before", "after", "measure", "text"),
    [
        (16.1, 16.4, PERCENTAGE, "up 0.3 percentage points"),
        (16.4, 15.4, PERCENTAGE, "down 1.0 percentage points"),
        (16, 17, WHOLE, "up 1 percentage point"),
        (16, 18, WHOLE, "up 2 percentage points"),
        (16.41, 16.44, PERCENTAGE, "no change"),  # both written 16.4
        (0, 0, PERCENTAGE, "no change"),
        (76574, 80220, COUNT, "up 4.8%"),
        (80220, 76574, COUNT, "down 4.5%"),
        (100000, 100001, COUNT, "up less than 0.1%"),
        (1000, 2000, COUNT, "up 100.0%"),
        (0, 12, COUNT, "up 12 jobs"),  # no per cent of nothing
        (0, 1, COUNT, "up 1 job"),
        (-4, 12, COUNT, "up 16 jobs"),
        (350000, 343000, PRICE, "down 2.0%"),
        (10.9, 8.2, GAP, "down 2.7 years"),
        (NAN, 8.2, GAP, ""),
        (10.9, NAN, GAP, ""),
    ],
)
def test_a_change(before: float, after: float, measure: Indicator, text: str) -> None:
    assert wording.change(before, after, measure) == text


@pytest.mark.parametrize(
    ("before", "after", "measure", "text"),
    [
        (16.44, 16.46, PERCENTAGE, "up 0.1 percentage points"),
        (16.46, 16.44, PERCENTAGE, "down 0.1 percentage points"),
        (16.36, 16.54, PERCENTAGE, "up 0.1 percentage points"),  # 16.4 to 16.5, though 0.18 lie between
        (16.4, 16.6, WHOLE, "up 1 percentage point"),
        (2.344, 2.346, RATE, "up 0.01 per 1,000 residents"),
    ],
)
def test_a_change_is_the_one_between_the_figures_as_they_are_written(
    before: float, after: float, measure: Indicator, text: str
) -> None:
    assert wording.number(before, measure) != wording.number(after, measure)
    assert wording.change(before, after, measure) == text


@pytest.mark.parametrize("number", [float, np.float64])
def test_a_number_out_of_a_frame_is_rounded_as_it_is_written(number: Callable[[float], float]) -> None:
    assert wording.number(number(47.55), PERCENTAGE) == "47.5%"  # a little less than it seems, and numpy rounds it up
    assert wording.change(number(47.55), number(49.53), PERCENTAGE) == "up 2.0 percentage points"


@pytest.mark.parametrize(
    ("one", "other", "measure", "text"),
    [
        (17.3, 22.4, PERCENTAGE, "5.1 percentage points"),
        (22.4, 17.3, PERCENTAGE, "5.1 percentage points"),
        (41, 40, WHOLE, "1 percentage point"),
        (359432, 371732, PRICE, "£12,300"),
        (10.9, 9.7, GAP, "1.2 years"),
        (3, 2, COUNT, "1 job"),
        (8.2, 8.2, GAP, "0.0 years"),
    ],
)
def test_how_far_apart_two_values_are(one: float, other: float, measure: Indicator, text: str) -> None:
    assert wording.difference(one, other, measure) == text


def test_what_reads_the_same_is_the_same() -> None:
    assert wording.same_as_written(16.36, 16.44, PERCENTAGE)
    assert wording.same_as_written(-0.04, 0.04, PERCENTAGE)
    assert not wording.same_as_written(16.36, 16.34, PERCENTAGE)
    assert not wording.same_as_written(NAN, 16.34, PERCENTAGE)


@pytest.mark.parametrize(
    ("value", "status", "text"),
    [
        (12.3, "", "12.3%"),
        (12.3, "u", "12.3% [u]"),
        (NAN, "c", "[c]"),
        (NAN, "low", "[low]"),
        (0, "", "0.0%"),
        (NAN, "", ""),
    ],
)
def test_a_value_with_its_symbol(value: float, status: str, text: str) -> None:
    assert wording.marked(value, status, PERCENTAGE) == text


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("c", "[c] confidential: the publisher withholds it so that nobody can be recognised"),
        ("x", "[x] not available from the publisher"),
        ("z", "[z] not applicable"),
        ("u", "[u] unreliable: to be read with caution"),
        ("low", "[low] rounds to zero"),
    ],
)
def test_what_a_symbol_means(status: str, text: str) -> None:
    assert wording.marker_meaning(status) == text
    assert wording.marker(status) == text.split()[0]


def test_every_status_has_a_meaning_tested_here() -> None:
    assert list(STATUSES) == ["c", "x", "z", "u", "low"]
    assert wording.marker("") == ""


def test_a_day() -> None:
    assert wording.day(date(2025, 11, 4)) == "4 November 2025"
    assert wording.day(date(2015, 7, 31)) == "31 July 2015"


@pytest.mark.parametrize(
    ("written", "kind", "when", "since"),
    [
        ("2019", "year", "in 2019", "since 2019"),
        ("2018/19", "financial_year", "in 2018/19", "since 2018/19"),
        ("2010-12", "pooled_years", "in 2010–12", "since 2010–12"),
        ("2018/19 - 22/23", "pooled_academic_years", "in 2018/19 to 2022/23", "since 2018/19 to 2022/23"),
        ("April 2016", "month", "in April 2016", "since April 2016"),
        ("2019 Q2", "quarter", "in April to June 2019", "since April to June 2019"),
        ("YE Dec 1995", "year_ending", "in the year ending December 1995", "since the year ending December 1995"),
        ("2011", "census", "in the 2011 Census", "since the 2011 Census"),
        ("2013", "mid_year", "in 2013", "since 2013"),
        ("1 April 2019", "day", "on 1 April 2019", "since 1 April 2019"),
        ("30 June 2013", "day", "on 30 June 2013", "since 30 June 2013"),
        ("2024-03-31", "day", "on 31 March 2024", "since 31 March 2024"),
    ],
)
def test_a_period_in_a_sentence(written: str, kind: str, when: str, since: str) -> None:
    period = periods.parse(written, kind)
    assert wording.when(period.label, period.end) == when
    assert wording.since(period.label, period.end) == since


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("up 0.3 percentage points since 2023/24", "Up 0.3 percentage points since 2023/24."),
        ("Already one.", "Already one."),
        ("x", "X."),
        ("", ""),
    ],
)
def test_a_sentence(text: str, written: str) -> None:
    assert wording.sentence(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [("getting worse", "Getting worse"), ("on plan.", "On plan."), ("NHS care", "NHS care"), ("", "")],
)
def test_a_capital_first_letter(text: str, written: str) -> None:
    assert wording.capital(text) == written


@pytest.mark.parametrize(
    ("lower", "upper", "measure", "text"),
    [
        (2, 13, COUNT, "2 to 13"),
        (-2, 13, COUNT, "up to 13"),
        (0, 13, COUNT, "0 to 13"),
        (-2.5, 9.8, PERCENTAGE, "up to 9.8%"),
        (-5000, 12300, PRICE, "up to £12,300"),
        (-1.2, 1.5, GAP, "−1.2 to 1.5"),
        (NAN, 13, COUNT, ""),
    ],
)
def test_the_usual_limits_of_a_process_chart(lower: float, upper: float, measure: Indicator, text: str) -> None:
    assert wording.usual(lower, upper, measure) == text


@pytest.mark.parametrize(
    ("written", "kind", "short"),
    [
        ("2019", "year", "2019"),
        ("2018/19", "financial_year", "2018/19"),
        ("2010-12", "pooled_years", "2010–12"),
        ("2018/19 - 22/23", "pooled_academic_years", "2018/19 to 2022/23"),
        ("April 2016", "month", "Apr 2016"),
        ("May 2016", "month", "May 2016"),
        ("September 2016", "month", "Sep 2016"),
        ("2019 Q2", "quarter", "Apr to Jun 2019"),
        ("YE Dec 1995", "year_ending", "Dec 1995"),
        ("2011", "census", "2011"),
        ("1 April 2019", "day", "1 Apr 2019"),
    ],
)
def test_a_period_on_an_axis(written: str, kind: str, short: str) -> None:
    period = periods.parse(written, kind)
    assert wording.short_period(period.label, period.end) == short


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_as_a_remark(name: str) -> None:
    named = "provisional: the publisher will revise it"
    assert wording.flag(name) == (named if name == "provisional" else FLAGS[name])


def test_every_shipped_unit_is_written_well(shipped_catalogue: Catalogue) -> None:
    """The sign touches the number, a word does not; a percentage is called so wherever it stands."""
    for slug, each in shipped_catalogue.indicators.items():
        unit = each.unit
        assert unit.before in ("", "£"), slug
        for after in (unit.after, unit.after_one):
            assert after in ("", "%") or (after[0] == " " and after == f" {after.strip()}"), slug
        assert (unit.after == "%") == (unit.name == "%"), slug
        assert (unit.before == "£") == unit.name.startswith("£"), slug


@pytest.mark.parametrize(
    ("slug", "value", "text"),
    [
        ("obesity-year-6", 16.4, "16.4%"),
        ("average-house-price", 359432, "£359,432"),
        ("life-expectancy-gap", 10.9, "10.9 years"),
        ("population", 111990, "111,990 people"),
        ("jobs", 1, "1 job"),
        ("children-low-income-number", 1, "1 child"),
        ("affordability-lower-quartile", 11.08, "11.08 times yearly pay"),
        ("weekly-pay", 612.3, "£612 a week"),
        ("burglary", 0.33285590365334566, "0.33 per 1,000 residents"),
        ("deprivation-rank", 273, "273"),
    ],
)
def test_shipped_figures_as_they_are_written(shipped_catalogue: Catalogue, slug: str, value: float, text: str) -> None:
    assert wording.number(value, shipped_catalogue.indicators[slug]) == text


@pytest.mark.parametrize(
    ("short", "shown"),
    [
        ("published too late", "newer figure overdue"),
        ("a size", "it says how large an area is"),
        ("neighbours are too alike", "figures are too alike"),
        ("no interval and no tolerance", "no margin of error"),
        ("baseline after the latest figure", "no figure since the start"),
        ("contextual", "background, not judged"),
        ("no baseline", "no baseline"),
        ("fewer than five periods", "fewer than five periods"),
    ],
)
def test_a_reason_as_a_person_reads_it(short: str, shown: str) -> None:
    assert wording.reason(short) == shown


def test_only_reasons_that_there_are_have_other_words() -> None:
    signed = {"published too late"}  # in snapshots by the first methods
    assert set(wording.REASONS_SHOWN) <= set(REASONS) | set(MEANINGS) | signed


def test_an_aim_as_a_person_reads_it() -> None:
    assert wording.aim("match") == "Aim: at least in line with the benchmark."
    assert wording.aim("keep", "“as it is”, Health") == "Aim: no worse than at the start (“as it is”, Health)."
    assert wording.aim("context") == "Background, not judged."
    assert wording.aim("context", "“parks”, Vision") == "Background, not judged (“parks”, Vision)."


@pytest.mark.parametrize(
    ("value", "measure", "size", "signed", "bare"),
    [
        (0.63, PERCENTAGE, "0.6 percentage points", "+0.6 percentage points", "0.6"),
        (-0.63, PERCENTAGE, "0.6 percentage points", "−0.6 percentage points", "0.6"),
        (1, WHOLE, "1.0 percentage points", "+1.0 percentage points", "1.0"),
        (12, WHOLE, "12 percentage points", "+12 percentage points", "12"),
        (14.7, COUNT, "15 jobs", "+15 jobs", "15"),
        (8.5, COUNT, "8.5 jobs", "+8.5 jobs", "8.5"),
        (-14.7, PRICE, "£15", "−£15", "£15"),
        (0.2, GAP, "0.2 years", "+0.2 years", "0.2"),
        (0.01, PERCENTAGE, "0.0 percentage points", "0.0 percentage points", "0.0"),
        (-0.01, PERCENTAGE, "0.0 percentage points", "0.0 percentage points", "0.0"),
    ],
)
def test_how_much_a_year_makes(value: float, measure: Indicator, size: str, signed: str, bare: str) -> None:
    assert wording.slope(abs(value), measure) == size
    assert wording.slope(value, measure, signed=True) == signed
    assert wording.slope(abs(value), measure, bare=True) == bare


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (36270, COUNT, "36,270"),
        (17.3, PERCENTAGE, "17.3%"),
        (359432, PRICE, "£359,432"),
        (10.9, GAP, "10.9"),
        (2.96, RATE, "2.96"),
        (-5, PRICE, "−£5"),
    ],
)
def test_a_value_beside_another_has_no_unit_behind_it(value: float, measure: Indicator, text: str) -> None:
    assert wording.unitless(value, measure) == text


def test_a_title_has_ten_words_at_most() -> None:
    """https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-charts/ asks for short titles."""
    assert wording.title("Year 6 obesity", "lower than England") == "Year 6 obesity: lower than England"
    name = "Social contact of people who use care"
    assert wording.title(name, "lower than England") == f"{name}: lower than England"
    assert wording.title(name, "lower than all England") == "Lower than all England"

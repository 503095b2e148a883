"""What a file's cells mean: measures, areas, periods, numbers, flags, and what is known about them already."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from indicators.model import Area, Break, From, Unit
from indicators.screening import Report
from tests.build import OWN, WATFORD, indicator, observations, row
from tests.screening.situation import (
    BROKEN,
    ELS,
    HELD,
    JOBS,
    NOTHING,
    NUISANCE,
    OBESITY,
    catalogue,
    checks,
    els,
    els_row,
    fixture,
    screened,
)

pytestmark = pytest.mark.slow("each test screens a file")

STAT_XPLORE = """Stat-Xplore

"Households on Universal Credit"
"Month","December 2022","December 2022 - Annotations","January 2023 (r)","January 2023 - Annotations",
"National - Regional - LA - OAs",
"Welwyn Hatfield","7,567",,7600,p,
"  Watford",..,,~,,
"Total",15672,,15751,,
"""
SYMBOLS = '\nSymbol,Description\n"z",""".."" denotes a nil or negligible number."\n'
CREDIT = indicator(
    slug="credit",
    kind="count",
    unit=Unit("households"),
    period="month",
    cadence="monthly",
    files=(From("stat-xplore", {"Measure": "Households on Universal Credit"}),),
)


def figures(report: Report, *columns: str) -> list[tuple[object, ...]]:
    """The observations as tuples of these columns, a missing number as None."""
    rows = report.observations[list(columns)].astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def test_a_row_is_an_observation_with_all_that_it_says() -> None:
    report = screened(els("E07000241,Welwyn Hatfield,District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,15.2,17.0,,"))
    assert checks(report) == []
    assert report.observations.to_dict("records") == [
        {
            "indicator": "obesity",
            "area_code": OWN,
            "period_start": pd.Timestamp("2018-01-01"),
            "period_end": pd.Timestamp("2018-12-31"),
            "period_label": "2018",
            "breakdown": "",
            "value": 16.1,
            "lower": 15.2,
            "upper": 17.0,
            "count": pytest.approx(float("nan"), nan_ok=True),
            "denominator": pytest.approx(float("nan"), nan_ok=True),
            "status": "",
            "flags": "",
            "published_comparison": "",
            "note": "",
        }
    ]
    assert report.observations.dtypes.astype(str).tolist() == HELD.dtypes.astype(str).tolist()
    assert report.places.to_dict("records") == [{"sheet": "", "row": 2, "column": "observation"}]


def test_a_factor_scales_without_the_digits_of_binary_fractions() -> None:
    report = screened(els(els_row("0.164", measure="Share"), els_row("0.57", 2019, measure="Share")))
    assert figures(report, "breakdown", "value") == [("sex=male", 16.4), ("sex=male", 57.0)]


def test_a_measure_may_serve_several_indicators() -> None:
    other = replace(OBESITY, slug="weight")
    report = screened(els(els_row()), known=catalogue(OBESITY, other))
    assert figures(report, "indicator", "value") == [("obesity", 16.1), ("weight", 16.1)]


def test_old_codes_are_joined_to_todays_and_their_empty_twins_left_out() -> None:
    rows = [els_row("15.1", 2008, "E07000104"), els_row("", 2008, OWN), els_row("", 2009, "E07000104")]
    report = screened(els(*rows, els_row("15.4", 2009, OWN)))
    assert figures(report, "area_code", "period_label", "value") == [(OWN, "2008", 15.1), (OWN, "2009", 15.4)]
    assert "duplicate-rows" not in checks(report)


def test_the_day_on_which_a_code_ended_decides_where_the_list_of_areas_has_it() -> None:
    known = catalogue()
    old = Area("E07000104", "Welwyn Hatfield", "district", "E10000015", valid_to=date(2012, 3, 31), successor=OWN)
    known = replace(known, areas=dict(known.areas) | {"E07000104": old})
    rows = els(els_row("15.1", 2011, "E07000104"), els_row("15.4", 2013, "E07000104"))
    report = screened(rows, known=known)
    found = {finding.check: (finding.row, finding.message) for finding in report.findings}
    assert found["old-code"] == (2, "1 row has the old code E07000104 of Welwyn Hatfield and counts for E07000241.")
    assert found["old-code-new-period"] == (3, "E07000104 was no longer the code of Welwyn Hatfield in 2013.")


@pytest.mark.parametrize("name", ["Watford", " watford ", "WATFORD"])
def test_an_area_without_a_code_is_found_by_its_name_alone(name: str) -> None:
    report = screened(els(f",{name},District,Obesity,2018-01-01/P1Y,18.2,Percentage,%,,,,"))
    assert figures(report, "area_code", "value") == [(WATFORD, 18.2)]


def test_a_name_is_never_guessed() -> None:
    report = screened(els(",Watfrod,District,Obesity,2018-01-01/P1Y,18.2,Percentage,%,,,,"), HELD)
    assert report.observations.empty
    assert checks(report) == ["no-known-area"]


def test_a_misspelt_area_is_told_with_the_nearest_that_is_missing() -> None:
    report = screened(els(els_row(), ",Watfrod,District,Obesity,2018-01-01/P1Y,18.2,Percentage,%,,,,"), HELD)
    (found,) = [finding for finding in report.findings if finding.check == "unknown-area"]
    assert found.message == "'Watfrod' is not in areas.csv (nearest: 'Watford'), and its row is left out."
    assert (found.row, found.column, found.value) == (3, "areanm", "Watfrod")


def test_the_whole_country_is_no_slip_of_the_pen() -> None:
    report = screened(els(els_row(), els_row("3", 2018, "K02000001")))
    assert checks(report) == ["other-areas"]
    assert report.findings[0].message == "1 row of an area that is not in areas.csv is left out: K02000001."


def test_pooled_years_may_stand_among_single_ones_and_a_financial_year_may_not() -> None:
    report = screened(els(els_row("16.1", 2016), els_row("16.5", "2010 - 12"), els_row("9", "2018-19", WATFORD)))
    assert figures(report, "period_label", "value") == [("2016", 16.1), ("2010–12", 16.5)]
    (found,) = [finding for finding in report.findings if finding.level == "error"]
    assert found.check == "ambiguous-period"
    assert found.fix == 'Say which in the indicator\'s definition, for example period = "financial_year".'


def test_a_month_may_be_named_by_one_of_its_days() -> None:
    monthly = replace(OBESITY, period="month", cadence="annual")
    report = screened(els(els_row("16.1", "2017-04-26"), els_row("16.4", "2018-04-18")), known=catalogue(monthly))
    assert figures(report, "period_label", "value") == [("April 2017", 16.1), ("April 2018", 16.4)]
    assert checks(report) == []


def test_a_definition_may_say_what_the_periods_of_a_file_are() -> None:
    financial = replace(OBESITY, files=(From(ELS, {"indicator": "Obesity"}, period="financial_year"),))
    report = screened(els(els_row("16.1", "2018-19")), known=catalogue(financial))
    assert figures(report, "period_label", "period_start") == [("2018/19", pd.Timestamp("2018-04-01"))]


# Markers


def test_two_dots_mean_what_the_file_itself_says() -> None:
    report = screened(STAT_XPLORE + SYMBOLS, known=catalogue(CREDIT), markers={"..": "x"})
    assert figures(report, "area_code", "period_label", "value", "status", "flags") == [
        (OWN, "December 2022", 7567.0, "", ""),
        (WATFORD, "December 2022", None, "low", ""),
        (OWN, "January 2023", 7600.0, "", "provisional"),
        (WATFORD, "January 2023", None, "low", ""),
    ]
    assert not report.blocked


def test_without_its_word_the_definition_is_believed_and_then_the_analyst() -> None:
    silent = screened(STAT_XPLORE, known=catalogue(CREDIT))
    (found,) = [finding for finding in silent.findings if finding.level == "error"]
    assert (found.check, found.row, found.column, found.value) == (
        *("marker-without-meaning", 7),
        *("December 2022", ".."),
    )
    assert figures(screened(STAT_XPLORE, known=catalogue(CREDIT), markers={"..": "x"}), "status")[1] == ("x",)
    defined = replace(CREDIT, files=(replace(CREDIT.files[0], markers={"..": "z"}),))
    answered = screened(STAT_XPLORE, known=catalogue(defined), markers={"..": "x"})
    assert figures(answered, "status")[1] == ("z",)


def test_one_symbol_may_mean_different_things_in_two_measures() -> None:
    both = replace(
        OBESITY,
        files=(replace(OBESITY.files[0], markers={"-": "low"}), replace(OBESITY.files[1], markers={"-": "z"})),
    )
    rows = [els_row("-"), els_row("-", measure="Share"), els_row("0.16", 2019, measure="Share"), els_row("..", 2019)]
    report = screened(els(*rows), known=catalogue(both))
    assert figures(report, "breakdown", "value", "status") == [
        *[("", None, "low"), ("sex=male", None, "z"), ("sex=male", 16.0, "")]
    ]
    assert [(found.check, found.row) for found in report.findings] == [("marker-without-meaning", 5)]


def test_an_answer_that_is_no_status_is_none() -> None:
    report = screened(STAT_XPLORE, known=catalogue(CREDIT), markers={"..": "0"})
    assert "marker-without-meaning" in checks(report)


def test_an_empty_value_is_unavailable_and_an_unreliable_one_without_a_number_too() -> None:
    report = screened(els(els_row(""), els_row("", 2019, status="c"), els_row("", 2020, status="u")))
    assert figures(report, "value", "status", "note") == [
        (None, "x", ""),
        (None, "c", ""),
        (None, "x", "Marked unreliable by the publisher, which gives no value."),
    ]


def test_an_unreliable_value_stays() -> None:
    assert figures(screened(els(els_row("16.1", status="u"))), "value", "status") == [(16.1, "u")]


def test_a_revised_figure_has_a_note() -> None:
    report = screened(STAT_XPLORE.replace("p,", ",") + SYMBOLS, known=catalogue(CREDIT))
    assert figures(report, "area_code", "period_label", "flags", "note") == [
        (OWN, "December 2022", "", ""),
        (WATFORD, "December 2022", "", ""),
        (OWN, "January 2023", "", "Revised by the publisher."),
        (WATFORD, "January 2023", "", "Revised by the publisher."),
    ]


# What is known already


def test_what_is_held_about_the_same_value_is_kept() -> None:
    about = {"lower": 15.2, "upper": 17.0, "count": 161.0, "denominator": 1000.0, "note": "Looked up."}
    held = observations(row("2018", 16.1, published_comparison="better", flags="carried_forward", **about))
    report = screened(els(els_row("16.1"), els_row("16.6", 2019)), held)
    columns = ("value", "lower", "upper", "count", "denominator", "published_comparison", "flags", "note")
    assert figures(report, *columns) == [
        (16.1, 15.2, 17.0, 161.0, 1000.0, "better", "carried_forward", "Looked up."),
        (16.6, None, None, None, None, "", "", ""),
    ]


def test_nothing_is_kept_about_a_value_that_differs() -> None:
    held = observations(row("2018", 16.2, lower=15.2, upper=17.0, note="Looked up.", flags="estimated"))
    report = screened(els(els_row("16.1")), held)
    assert figures(report, "value", "lower", "upper", "flags", "note") == [(16.1, None, None, "", "")]


def test_a_provisional_mark_stays_until_the_publisher_brings_newer_figures() -> None:
    held = observations(row("2018", 16.1, flags="provisional"))
    assert figures(screened(els(els_row("16.1")), held), "flags") == [("provisional",)]
    assert figures(screened(els(els_row("16.1"), els_row("16.6", 2019)), held), "flags") == [("",), ("",)]


def test_a_provisional_mark_that_is_gone_does_not_come_back_with_an_older_file() -> None:
    held = observations(row("2018", 16.1), row("2019", 16.6, flags="provisional"))
    assert figures(screened(els(els_row("16.1 [p]")), held), "flags") == [("",)]
    assert figures(screened(els(els_row("16.2 [p]")), held), "flags") == [("provisional",)]
    both = screened(els(els_row("16.1 [p]"), els_row("16.6 [p]", 2019)), held)
    assert figures(both, "flags") == [("provisional",), ("provisional",)]


def test_what_binary_arithmetic_has_left_of_a_figure_is_left_out_but_not_of_our_own() -> None:
    report = screened(els("E07000241,,District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,15.199999999999999,17.0,,"))
    assert figures(report, "value", "lower", "upper") == [(16.1, 15.2, 17.0)]
    header = fixture("formula-text.csv").decode().splitlines()[0]
    tidy = f"{header}\njobs,{OWN},2018-01-01,2018-12-31,2018,,60400.000000000007,,,,,,,,\n"
    assert figures(screened(tidy), "value") == [(60400.00000000001,)]


def test_a_figure_of_as_many_digits_as_a_double_may_have_such_remains() -> None:
    text = "450.3654719999999"
    assert figures(screened(els(els_row(text))), "value") == [(450.365472,)]


def test_the_last_digit_of_a_double_is_no_revision() -> None:
    held = observations(row("2018", 0.1 + 0.2))
    assert figures(screened(els(els_row("0.3")), held), "value") == [(0.1 + 0.2,)]


def test_the_breaks_of_a_definition_are_marked_where_a_line_goes_on_across_them() -> None:
    rows = els(els_row("16.4", 2017), els_row("16.1", 2018), els_row("16.6", 2019), els_row("18.5", 2018, WATFORD))
    report = screened(rows, known=catalogue(BROKEN))
    assert figures(report, "area_code", "period_label", "flags") == [
        (OWN, "2017", ""),
        (OWN, "2018", "break_before"),
        (OWN, "2019", ""),
        (WATFORD, "2018", ""),
    ]
    again = screened(els(els_row("18.5", 2018, WATFORD)), HELD, known=catalogue(BROKEN))
    assert figures(again, "flags") == [("break_before",)]


def test_a_break_of_one_breakdown_leaves_the_others() -> None:
    male = replace(OBESITY, breaks=(Break(date(2018, 1, 1), "New scales.", "sex=male"),))
    rows = [
        els_row(text, year, measure=name)
        for name in ("Percentage", "Share")
        for year, text in ((2017, "0.1"), (2018, "0.2"))
    ]
    report = screened(els(*rows), known=catalogue(male))
    assert figures(report, "breakdown", "flags") == [("", ""), ("", ""), ("sex=male", ""), ("sex=male", "break_before")]


def test_the_tidy_layout_says_everything_itself() -> None:
    held = observations(row("2018", 16.1, lower=15.2, upper=17.0, note="Looked up."))
    text = fixture("count-above-denominator.csv").decode().splitlines()
    report = screened("\n".join(text[:2]) + "\n", held, known=catalogue(BROKEN))
    assert figures(report, "value", "lower", "count", "note", "flags") == [(16.1, None, 161.0, "", "")]


# Rates worked out here


def test_a_rate_is_divided_by_the_population_of_its_own_year() -> None:
    people = [row("2017", 122_000.0, kind="mid_year", indicator="population")]
    people += [row("2018", 120_000.0, kind="mid_year", indicator="population")]
    report = screened(fixture("no-population.csv"), observations(*people))
    assert figures(report, "area_code", "period_label", "value", "count", "denominator") == [
        (OWN, "October 2018", 6 / 120_000 * 1000, 6.0, 120_000.0)
    ]
    assert checks(report) == ["not-compared"]


def test_or_by_the_latest_where_that_year_has_none() -> None:
    people = [row("2016", 119_000.0, kind="mid_year", indicator="population")]
    people += [row("2017", 122_000.0, kind="mid_year", indicator="population"), row("2018", 5.0, area=WATFORD)]
    report = screened(fixture("no-population.csv"), observations(*people))
    assert figures(report, "value", "denominator") == [(6 / 122_000 * 1000, 122_000.0)]


def test_without_a_population_there_is_no_rate() -> None:
    report = screened(fixture("no-population.csv"), NOTHING, known=catalogue(NUISANCE, JOBS))
    assert report.blocked
    assert report.observations.empty


def test_flags_behind_a_figure_and_in_a_column_of_their_own_go_together() -> None:
    report = screened(els(els_row("16.1 [p]", 2018, status="e"), els_row("16.4", 2019, status="b")))
    assert checks(report) == []
    assert figures(report, "value", "flags") == [(16.1, "provisional estimated"), (16.4, "break_before")]


def test_an_empty_cell_that_no_other_code_fills_stays_beside_one_that_is_left_out() -> None:
    rows = [els_row("15.1", 2008, "E07000104"), els_row("", 2008, OWN), els_row("", 2009, OWN)]
    report = screened(els(*rows))
    assert figures(report, "period_label", "value", "status") == [("2008", 15.1, ""), ("2009", None, "x")]


def test_limits_that_are_held_are_not_put_into_the_gaps_of_a_file_that_has_limits() -> None:
    held = observations(row("2018", 16.1, lower=15.2, upper=17.0))
    limited = els_row("16.6", 2019).removesuffix(",,,,") + ",15.6,17.7,,"
    assert figures(screened(els(els_row("16.1"), limited), held), "value", "lower", "upper") == [
        (16.1, None, None),
        (16.6, 15.6, 17.7),
    ]

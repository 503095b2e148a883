"""Every number in a rule has two rows: the one just inside and the one just outside."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from xlsxwriter.worksheet import Worksheet

from indicators import screening, tables
from indicators.formats import File, Reading
from indicators.formats.reading import cells
from indicators.model import Area, Catalogue, Indicator, Unit
from indicators.screening import Report, finding, opening, screen_files, spans
from indicators.screening.headings import Headings
from tests.build import (
    BASILDON,
    BROXBOURNE,
    COUNTY,
    ENGLAND,
    OWN,
    REGION,
    RUGBY,
    WARWICK,
    WATFORD,
    indicator,
    line,
    observations,
    row,
)
from tests.screening.situation import NOTHING, TODAY, catalogue, checks, els, els_row, screened

pytestmark = pytest.mark.slow("each test screens files on both sides of a limit")

AREAS = (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, COUNTY, REGION, ENGLAND)
SCORE = indicator(slug="score", kind="mean", title="Score")
MONTHLY = indicator(period="month", cadence="monthly")
POOLED = indicator(period="pooled_years")
DAILY = indicator(period="day", cadence="irregular")


def tidy(*rows: dict[str, object]) -> str:
    """The rows as a file in the tidy layout."""
    return tables.tidy_csv(observations(*rows))


def found(check: str, report: Report) -> list[str]:
    """What is said by the findings of one check."""
    return [each.message for each in report.findings if each.check == check]


def number_found(check: str, rows: list[dict[str, object]], held: pd.DataFrame = NOTHING, *known: Indicator) -> int:
    """How many findings of a check the rows have."""
    return len(found(check, screened(tidy(*rows), held, known=catalogue(*known))))


# Figures


@pytest.mark.parametrize(
    ("check", "cells", "number"),
    [
        ("percentage-range", {"value": 0.0}, 0),
        ("percentage-range", {"value": -0.1}, 1),
        ("percentage-range", {"value": 100.0}, 0),
        ("percentage-range", {"value": 100.1}, 1),
        ("count-above-denominator", {"count": 40.0, "denominator": 40.0}, 0),
        ("count-above-denominator", {"count": 41.0, "denominator": 40.0}, 1),
        ("outside-interval", {"lower": 17.3, "upper": 17.3}, 0),
        ("outside-interval", {"lower": 17.4, "upper": 17.9}, 1),
        ("outside-interval", {"lower": 16.9, "upper": 17.2}, 1),
        ("outside-interval", {"value": None, "upper": 16.8}, 1),
        ("small-count", {"count": 5.0}, 0),
        ("small-count", {"count": 4.0}, 1),
        ("small-count", {"count": 1.0}, 1),
        ("small-count", {"count": 0.0}, 0),
        ("negative-value", {"value": 0.0, "indicator": "jobs"}, 0),
        ("negative-value", {"value": -0.1, "indicator": "jobs"}, 1),
    ],
)
def test_figures(check: str, cells: dict[str, object], number: int) -> None:
    assert number_found(check, [row("2019", **cells)]) == number


@pytest.mark.parametrize("value", [-1, -9, -99, -999, -9999])
def test_numbers_that_stand_for_a_missing_value(value: int) -> None:
    assert number_found("sentinel", [row("2019", float(value), indicator="jobs")]) == 1
    assert number_found("sentinel", [row("2019", value - 0.5, indicator="jobs")]) == 0
    assert number_found("negative-value", [row("2019", float(value), indicator="jobs")]) == 0


@pytest.mark.parametrize(("least", "number"), [(0.0, 1), (-0.1, 0)])
def test_what_was_below_zero_may_be_so_again(least: float, number: int) -> None:
    held = observations(row("2018", least, indicator="score"))
    assert number_found("negative-value", [row("2019", -5.0, indicator="score")], held, SCORE) == number


@pytest.mark.parametrize(
    ("check", "kind", "period", "number"),
    [
        ("future-period", "day", "23/11/2026", 0),
        ("future-period", "day", "24/11/2026", 1),
        ("improbable-period", "day", "01/01/1926", 0),
        ("improbable-period", "day", "31/12/1925", 1),
    ],
)
def test_days_in_the_future_and_of_long_ago(check: str, kind: str, period: str, number: int) -> None:
    assert number_found(check, [row(period, kind=kind)], NOTHING, DAILY) == number


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2026, 11, 30), 0), (date(2026, 11, 29), 1), (date(2026, 11, 1), 1), (date(2026, 10, 31), 0)],
)
def test_a_month_is_not_over_before_its_last_day_has_come(day: date, number: int) -> None:
    text = tidy(row("2026-11", kind="month"))
    (report,) = screen_files({"a.csv": text.encode()}, catalogue(MONTHLY), NOTHING, day)
    assert len(found("unfinished-period", report)) == number


@pytest.mark.parametrize(("first", "number"), [(1927, 1), (1926, 0)])
def test_what_began_more_than_a_hundred_years_ago_has_no_gap(first: int, number: int) -> None:
    assert number_found("missing-period", [row(str(first)), row(str(first + 2))]) == number


# Areas, measures and rows


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["A"], "A"),
        (["A", "B", "C", "D", "E"], "A, B, C, D, E"),
        (["A", "B", "C", "D", "E", "F"], "A, B, C, D, E and 1 more"),
        (["A", "B", "C", "D", "E", "F", "G"], "A, B, C, D, E and 2 more"),
    ],
)
def test_areas_listed_in_one_sentence(names: list[str], told: str) -> None:
    text = els(*(f",{name},District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,,,," for name in names))
    assert found("no-known-area", screened(text)) == [f"None of the file's areas is in areas.csv: {told}."]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("Welwyn Hatfieldabcde", " (nearest: 'Welwyn Hatfield')"), ("Welwyn Hatfielxyzz", "")],  # alike by 0.857, 0.848
)
def test_a_name_that_is_like_another(name: str, nearest: str) -> None:
    text = els(els_row(area=WATFORD), f",{name},District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,,,,")
    told = f"'{name}' is not in areas.csv{nearest}, and its row is left out."
    assert found("unknown-area", screened(text, observations(row("2018")))) == [told]


def test_a_code_with_a_digit_lost_is_like_the_one_that_is_missing() -> None:
    text = els(els_row(), els_row(area="E0700010"))
    (told,) = found("unknown-area", screened(text, observations(row("2018", area=WATFORD))))
    assert told == f"'E0700010' is not in areas.csv (nearest: '{WATFORD}'), and its row is left out."


def test_the_nearest_of_two_areas_that_a_name_is_like() -> None:
    known = catalogue()
    known = replace(known, areas=dict(known.areas) | {"E07000996": Area("E07000996", "Welwyn Hatfielde", "district")})
    held = observations(row("2018"), row("2018", area="E07000996"))
    text = els(els_row(area=WATFORD), ",Welwyn Hatfeld,District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,,,,")
    (told,) = found("unknown-area", screened(text, held, known=known))
    assert "(nearest: 'Welwyn Hatfield')" in told


@pytest.mark.parametrize(
    ("unknown", "check", "message"),
    [
        (["Ux"], "unknown-area", "'Ux' is not in areas.csv, and its row is left out."),
        (["Ux", "Ux"], "unknown-area", "'Ux' is not in areas.csv, and its 2 rows are left out."),
        (["Ux", "Vx"], "other-areas", "2 rows of 2 areas that are not in areas.csv are left out: Ux, Vx."),
        (["Ux", "Vx", "Vx"], "other-areas", "3 rows of 2 areas that are not in areas.csv are left out: Ux, Vx."),
    ],
)
def test_more_areas_that_are_unknown_than_known_are_the_rest_of_the_country(
    unknown: list[str], check: str, message: str
) -> None:
    rows = [f",{name},District,Obesity,{2010 + n}-01-01/P1Y,16.1,Percentage,%,,,," for n, name in enumerate(unknown)]
    report = screened(els(els_row(), *rows))
    assert (checks(report), found(check, report)) == ([check], [message])


@pytest.mark.parametrize(
    ("measures", "told"),
    [(["A"], "The measure in the file is not"), (["A", "B"], "None of the 2 measures in the file is")],
)
def test_measures_that_nobody_knows(measures: list[str], told: str) -> None:
    text = els(*(els_row(measure=name) for name in measures))
    assert found("no-known-measure", screened(text)) == [f"{told} in a definition."]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([], []),
        (["A"], ["1 of the 2 measures in the file is not in the catalogue and is left out."]),
        (["A", "B"], ["2 of the 3 measures in the file are not in the catalogue and are left out."]),
    ],
)
def test_measures_beside_one_that_is_known(others: list[str], told: list[str]) -> None:
    assert found("other-measures", screened(els(*(els_row(measure=name) for name in ("Percentage", *others))))) == told


@pytest.mark.parametrize(("number", "more"), [(6, ""), (7, " and 1 more"), (8, " and 2 more")])
def test_figures_of_one_observation_that_are_listed(number: int, more: str) -> None:
    listed = " and ".join(f"1{place} (row {place + 2})" for place in range(6))
    told = f"Welwyn Hatfield, 2018 has {number} figures: {listed}{more}."
    assert found("duplicate-rows", screened(els(*(els_row(f"1{place}") for place in range(number))))) == [told] * number


def test_measures_that_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    text = els(*(els_row(measure=name) for name in ("A", "B", "C")))
    monkeypatch.setattr(screening, "MEASURES", 3)
    assert "too-large" not in checks(screened(text))
    monkeypatch.setattr(screening, "MEASURES", 2)
    assert checks(screened(text)) == ["too-large"]


def test_files_that_are_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {str(year): els(els_row(year=year)).encode() for year in (2017, 2018)}
    size = sum(map(len, files.values()))
    monkeypatch.setattr(screening, "MAX_UNPACKED", size)
    assert [checks(report) for report in screen_files(files, catalogue(), NOTHING, TODAY)] == [[], []]
    monkeypatch.setattr(screening, "MAX_UNPACKED", size - 1)
    assert [checks(report) for report in screen_files(files, catalogue(), NOTHING, TODAY)] == [["too-large"]] * 2


# Before the cells have a meaning


@pytest.mark.parametrize(("number", "unlisted"), [(20, []), (21, [1]), (22, [2])])
def test_broken_letters_are_told_one_by_one(number: int, unlisted: list[int]) -> None:
    report = screened(els(*(f"{els_row(year=1990 + place)}Â£" for place in range(number))))
    broken = [each.unlisted for each in report.findings if each.check == "wrong-encoding"]
    assert broken == [*[0] * 20, *unlisted]


def test_no_more_than_thirty_letters_on_either_side() -> None:
    report = screened(els(f"{els_row()}{'a' * 31}Â£{'b' * 31}"))
    assert [each.value for each in report.findings if each.check == "wrong-encoding"] == [f"{'a' * 30}Â£{'b' * 30}"]


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("a;b;c", "semicolons"),
        ("a;b", ""),
        ("a;b;c,d", "semicolons"),
        ("a;b;c,d,e", ""),
        ("a\tb\tc", "tabs"),
        ("a\tb", ""),
    ],
)
def test_a_hint_at_what_separates_the_cells(header: str, hint: str) -> None:
    (told,) = screened(f"{header}\n").findings
    assert told.fix.startswith(f"The cells are separated by {hint}:" if hint else "Upload the file as downloaded")


@pytest.mark.parametrize(
    ("text", "expected", "number"), [("h\n1\n2\n", 2, 0), ("h\n1\n2\n", 3, 1), ("h\n1\n", 2, 1), ("h\n", 2, 0)]
)
def test_fewer_rows_than_the_file_says_it_has(text: str, expected: int, number: int) -> None:
    reading = Reading(({},), cells([0], [2], value=["1"]), expected_rows=expected, layout="tidy")
    told = [each.check for each in opening.reading_findings(File("a.csv", text.encode()), reading)]
    assert told == ["truncated-file"] * number


@pytest.mark.parametrize(("above", "heading"), [(29, "area"), (30, "")])
def test_a_header_stands_among_the_first_thirty_rows(above: int, heading: str) -> None:
    file = File("a.csv", ("\n" * above + "area,value\nWatford,12\n").encode())
    assert Headings(file).over("Watford", above + 2, "", "value") == heading


# Beside what is held


@pytest.mark.parametrize(
    ("check", "factor", "number"),
    [
        ("unit-changed", 101.15, 1),
        ("unit-changed", 101.17, 0),
        ("unit-changed", 98.86, 1),
        ("unit-changed", 98.84, 0),
        *(("unit-changed", 1_010.0, 1), ("unit-changed", 1_020.0, 0), ("unit-changed", 0.0101, 1)),
        *(("unit-changed", 0.0102, 0), ("unit-changed", 0.00101, 1), ("unit-changed", 0.00102, 0)),
    ],
)
def test_another_unit_of_the_same_period(check: str, factor: float, number: int) -> None:
    held = observations(row("2018", 100.0, indicator="jobs"))
    assert number_found(check, [row("2018", 100 * factor, indicator="jobs")], held) == number


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [
        *((100.0, 14_125.0, 1), (100.0, 14_126.0, 0), (100.0, 7_080.0, 1), (100.0, 7_079.0, 0)),
        *((100.0, 100_000.0, 1), (100_000.0, 1_000.0, 1), (100_000.0, 100.0, 1)),
        *((20.0, 2_000.0, 1), (19.0, 1_900.0, 0), (2_000.0, 20.0, 1), (1_900.0, 19.0, 0)),
    ],
)
def test_another_unit_of_a_later_period(before: float, after: float, number: int) -> None:
    held = observations(row("2018", before, indicator="jobs"))
    assert number_found("unit-changed", [row("2019", after, indicator="jobs")], held) == number


@pytest.mark.parametrize("period", ["2017", "2018"])
def test_a_zero_that_is_held_says_nothing_of_the_unit(period: str) -> None:
    held = observations(row("2016", 100.0, indicator="jobs"), row("2017", 0.0, indicator="jobs"))
    (told,) = found("unit-changed", screened(tidy(row(period, 10_000.0, indicator="jobs")), held))
    assert told == f"Welwyn Hatfield, {period}: 10,000 is about 100 times the 100 that is held."


@pytest.mark.parametrize(
    ("number", "more"),
    [(1, "."), (2, "; so with 1 more row of this line."), (3, "; so with 2 more rows of this line.")],
)
def test_how_many_rows_are_in_another_unit(number: int, more: str) -> None:
    held = observations(*line([100.0] * 3, indicator="jobs"))
    (told,) = found("unit-changed", screened(tidy(*line([10_000.0] * number, indicator="jobs")), held))
    assert told == f"Welwyn Hatfield, 2015: 10,000 is about 100 times the 100 that is held{more}"


@pytest.mark.parametrize(
    ("periods", "number"),
    [
        (["2010 - 11", "2011 - 12"], 0),  # windows of two years roll
        (["2010 - 11", "2011 - 13"], 2),  # not all of one length
        (["2010 - 12", "2013 - 14"], 0),
        (["2010 - 12", "2012 - 13"], 2),
    ],
)
def test_windows_that_roll(periods: list[str], number: int) -> None:
    rows = [row(text, kind="pooled_years") for text in periods]
    assert number_found("overlapping-periods", rows, NOTHING, POOLED) == number


@pytest.mark.parametrize(
    ("held", "other"),
    [
        ({"period_end": date(2018, 12, 31)}, []),
        ({"period_end": date(2019, 1, 1)}, ["2018"]),
        ({"period_start": date(2020, 1, 1), "period_end": date(2020, 12, 31), "period_label": "2020"}, []),
        ({"period_start": date(2019, 12, 31), "period_end": date(2020, 12, 31), "period_label": "2020"}, ["2020"]),
    ],
)
def test_windows_that_share_a_day(held: dict[str, object], other: list[str]) -> None:
    report = screened(tidy(row("2019")), observations(row("2018") | held))
    told = [f"2019 shares days with {label} of the same line." for label in other]
    assert found("overlapping-periods", report) == told


@pytest.mark.parametrize(("number", "more"), [(6, ""), (7, " and 1 more"), (8, " and 2 more")])
def test_areas_that_are_missed(number: int, more: str) -> None:
    held = observations(*(row("2018", area=area) for area in AREAS))
    (told,) = found("fewer-areas", screened(tidy(*(row("2018", area=area) for area in AREAS[number:])), held))
    there = "1 area" if number == 8 else f"{9 - number} areas"
    names = ", ".join(catalogue().areas[code].name for code in AREAS[:6])
    assert told == f"obesity: the file has {there}. Held, and not there: {names}{more}."


@pytest.mark.parametrize(("held", "number"), [("2018", 1), ("2019", 0)])
def test_an_area_that_is_held_for_the_last_period_of_the_file(held: str, number: int) -> None:
    known = observations(row("2018"), row(held, area=WATFORD))
    assert number_found("fewer-areas", [row("2018")], known) == number


@pytest.mark.parametrize(
    ("years", "told"),
    [
        (1, "1 figure is held, not in the file, and would be withdrawn: Welwyn Hatfield, 2001."),
        (
            2,
            "2 figures are held, not in the file, and would be withdrawn: "
            "Welwyn Hatfield, 2001; Welwyn Hatfield, 2002.",
        ),
    ],
)
def test_figures_that_would_be_withdrawn(years: int, told: str) -> None:
    held = observations(*line([17.3] * (years + 2), 2000))
    assert found("vanishing-rows", screened(tidy(row("2000"), row(str(2001 + years))), held)) == [f"obesity: {told}"]


@pytest.mark.parametrize(("years", "more"), [(6, "."), (7, "; and 1 more."), (8, "; and 2 more.")])
def test_figures_that_would_be_withdrawn_are_not_all_listed(years: int, more: str) -> None:
    held = observations(*line([17.3] * (years + 2), 2000))
    (told,) = found("vanishing-rows", screened(tidy(row("2000"), row(str(2001 + years))), held))
    assert told.endswith(f"Welwyn Hatfield, 2006{more}")


@pytest.mark.parametrize(
    ("held", "file", "number"),
    [
        ([16.14, 16.24], [16.1, 16.2], 0),  # two may be chance
        ([16.14, 16.24, 16.34], [16.1, 16.2, 16.3], 1),
        ([16.15, 16.24, 16.34], [16.1, 16.2, 16.3], 1),  # half a digit, whichever way it is rounded
        ([16.151, 16.24, 16.34], [16.1, 16.2, 16.3], 0),
        ([16.1, 16.2, 16.3], [16.14, 16.24, 16.34], 0),  # more digits
        ([16.14] * 9 + [16.1], [16.1] * 9 + [16.9], 1),
        ([16.14] * 8 + [16.1] * 1, [16.1] * 8 + [16.9] * 1, 0),
    ],
)
def test_figures_that_are_those_held_with_fewer_digits(held: list[float], file: list[float], number: int) -> None:
    assert number_found("fewer-digits", line(file, 2000), observations(*line(held, 2000))) == number


@pytest.mark.parametrize(
    ("file", "last", "number"),
    [(["2016", "2017"], "2018", 1), (["2017"], "2018", 0), (["2016", "2017"], "2017", 0)],
)
def test_a_release_that_ends_before_what_is_held(file: list[str], last: str, number: int) -> None:
    held = observations(*(row(str(year)) for year in range(2016, int(last) + 1)))
    report = screened(tidy(*(row(year, 16.0) for year in file)), held)
    assert len(found("older-release", report)) == number


@pytest.mark.parametrize(("differing", "told"), [(1, "1 figure differs"), (2, "2 figures differ")])
def test_how_many_figures_of_an_older_release_differ(differing: int, told: str) -> None:
    held = observations(*line([17.3] * 4))
    (message,) = found("older-release", screened(tidy(*line([16.0] * differing + [17.3] * (3 - differing))), held))
    assert f"2018 is held, and {told}. First:" in message


@pytest.mark.parametrize(
    ("file", "first", "told"),
    [
        ([17.3, 17.3], 2016, ""),
        ([16.0, 17.3], 2016, "1 of 2"),
        ([16.0, 16.0], 2016, "2 of 2; earlier periods held that the file has not: 1"),
        ([16.0, 16.0, 16.0], 2015, ""),
        ([16.0, 17.3, 17.3], 2015, "1 of 3"),
    ],
)
def test_vintages_that_are_mixed(file: list[float], first: int, told: str) -> None:
    held = observations(*line([17.3] * 3))
    messages = found("mixed-vintage", screened(tidy(*line(file, first)), held))
    assert [text.partition("held: ")[2].partition(". First")[0] for text in messages] == ([told] if told else [])


@pytest.mark.parametrize(("held", "number"), [((2018,), 1), ((2020,), 1), ((2018, 2020), 0)])
def test_a_gap_that_is_held_as_a_gap_is_none(held: tuple[int, ...], number: int) -> None:
    before = observations(*(row(str(year)) for year in held))
    assert number_found("missing-period", [row("2018"), row("2020")], before) == number


@pytest.mark.parametrize("other", ["2017-18", "2016-17", "2015-18", "2016-19"])
def test_windows_that_share_a_first_or_a_last_day_are_two(other: str) -> None:
    rows = [row("2016-18", 17.3, kind="pooled_years"), row(other, 17.1, kind="pooled_years")]
    assert number_found("duplicate-rows", rows, NOTHING, POOLED) == 0
    report = screened(tidy(*rows), known=catalogue(POOLED))
    assert len(report.observations) == 2


@pytest.mark.parametrize(("flags", "number"), [("provisional", 0), ("incomplete", 0), ("estimated", 1), ("", 1)])
def test_a_period_that_is_marked_as_open_may_be_so(flags: str, number: int) -> None:
    assert number_found("unfinished-period", [row("2026", flags=flags)]) == number


@pytest.mark.parametrize(("year", "number"), [(2007, 0), (2008, 1)])
def test_an_old_code_lasts_until_the_day_before_a_file_begins_with_the_new_one(year: int, number: int) -> None:
    report = screened(els(els_row("15.1", year, "E07000104"), els_row("15.4", 2008, OWN)))
    assert len(found("old-code-new-period", report)) == number
    assert len(found("duplicate-rows", report)) == 2 * number


def test_what_a_period_could_be_is_looked_for_however_many_can_be_read() -> None:
    read = [f"{1900 + place // 12}-{place % 12 + 1:02d}" for place in range(1200)]
    texts = pd.DataFrame({"kind": "month", "period": [*read, "2018/19"]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "MOST", 1_000)
        assert spans.table(texts, explicit=False)["problem"].tolist() == [""] * 1200 + ["ambiguous-period"]


# Codes that end


def with_area(area: Area) -> Catalogue:
    """The small world with that area in it."""
    known = catalogue()
    return replace(known, areas=dict(known.areas) | {area.code: area})


OLD = Area("E07000104", "Welwyn Hatfield", "district", COUNTY, successor=OWN)


@pytest.mark.parametrize(("last", "number"), [(date(2012, 12, 31), 1), (date(2013, 1, 1), 0)])
@pytest.mark.parametrize("successor", [OWN, ""])
def test_a_code_counts_up_to_its_last_day(last: date, number: int, successor: str) -> None:
    known = with_area(replace(OLD, valid_to=last, successor=successor))
    report = screened(els(els_row("15.1", 2013, OLD.code)), known=known)
    assert (
        found("old-code-new-period", report)
        == ["E07000104 was no longer the code of Welwyn Hatfield in 2013."] * number
    )


@pytest.mark.parametrize(("first", "number"), [(date(2013, 1, 1), 1), (date(2013, 1, 2), 0)])
def test_or_up_to_the_day_before_the_one_that_follows(first: date, number: int) -> None:
    known = with_area(OLD)
    known = replace(known, areas=dict(known.areas) | {OWN: replace(known.areas[OWN], valid_from=first)})
    report = screened(els(els_row("15.1", 2013, OLD.code)), known=known)
    assert len(found("old-code-new-period", report)) == number


def test_rows_of_an_old_code_are_told_at_the_first_of_them() -> None:
    report = screened(els(*(els_row("15.1", year, OLD.code) for year in (2009, 2010)), els_row("15.4", 2011)))
    (told,) = [each for each in report.findings if each.check == "old-code"]
    assert told.message == "2 rows have the old code E07000104 of Welwyn Hatfield and count for E07000241."
    assert (told.row, told.column) == (2, "areacd")


def test_of_two_codes_that_are_missing_the_nearest_is_named() -> None:
    known = with_area(Area("E07000013", "Elsewhere", "district"))
    held = observations(row("2018", area=WATFORD), row("2018", area="E07000013"))
    (told,) = found("unknown-area", screened(els(els_row(), els_row(area="E0700010")), held, known=known))
    assert f"(nearest: '{WATFORD}')" in told


@pytest.mark.parametrize(("name", "nearest"), [("Wtaford", True), ("Vatford", False)])
def test_a_name_that_begins_otherwise_is_another(name: str, nearest: bool) -> None:
    text = els(els_row(), f",{name},District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,,,,")
    (told,) = found("unknown-area", screened(text, observations(row("2018", area=WATFORD))))
    assert ("(nearest: 'Watford')" in told) == nearest


def test_without_a_day_on_which_a_code_ended_nothing_is_said_of_it() -> None:
    report = screened(els(els_row("15.1", 2013, OLD.code)), known=with_area(OLD))
    assert checks(report) == ["old-code"]


# What is new about a figure


@pytest.mark.parametrize(
    ("held", "number"),
    [
        ({"count": 4.0}, 0),  # nobody sees what is not public already
        ({"count": 40.0}, 1),
        ({}, 1),
        ({"count": 4.0, "value": 16.0}, 1),
        ({"count": 4.0, "period_label": "2018", "period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31)}, 1),
    ],
)
def test_a_small_count_is_told_where_it_is_not_held_already(held: dict[str, object], number: int) -> None:
    assert number_found("small-count", [row(count=4.0)], observations(row() | held)) == number


@pytest.mark.parametrize(("before", "number"), [(-5.0, 0), (-4.0, 0), (5.0, 1)])
def test_a_negative_value_is_told_where_it_is_news(before: float, number: int) -> None:
    held = observations(row("2019", before, indicator="jobs"))
    assert number_found("negative-value", [row("2019", -5.0, indicator="jobs")], held) == number


@pytest.mark.parametrize("kind", ["proportion", "rate", "count", "price", "rank", "ratio", "mean", "index"])
def test_what_is_below_zero_by_its_kind(kind: str) -> None:
    known = indicator(slug="score", kind=kind, unit=Unit("points"))
    number = 0 if kind in ("mean", "index") else 1
    assert number_found("negative-value", [row("2019", -5.0, indicator="score")], NOTHING, known) == number


@pytest.mark.parametrize(
    ("held", "file", "number"),
    [
        ([0.00012, 0.00022, 0.00032], [0.0001, 0.0002, 0.0003], 1),
        ([0.00012, 0.00022, 0.00032], [0.00001, 0.00002, 0.00003], 0),  # a tenth of it is not it rounded
    ],
)
def test_figures_that_are_very_small_have_digits_too(held: list[float], file: list[float], number: int) -> None:
    score = replace(SCORE, decimals=6)
    rows, before = line(file, 2000, indicator="score"), observations(*line(held, 2000, indicator="score"))
    assert number_found("fewer-digits", rows, before, score) == number


def test_what_is_missing_between_the_first_and_the_last_period_of_the_file_would_be_withdrawn() -> None:
    held = observations(*line([18.2] * 5, 2016, area=WATFORD))
    report = screened(tidy(*line([17.3] * 3, 2017), row("2018", 18.2, area=WATFORD)), held)
    assert report.withdrawn["period_label"].tolist() == ["2017", "2019"]


@pytest.mark.parametrize("status", ["x", "c"])
def test_a_missing_figure_that_is_held_says_nothing_of_the_unit(status: str) -> None:
    held = observations(row("2016", 100.0, indicator="jobs"), row("2017", None, indicator="jobs", status=status))
    (told,) = found("unit-changed", screened(tidy(row("2018", 10_000.0, indicator="jobs")), held))
    assert told == "Welwyn Hatfield, 2018: 10,000 is about 100 times the 100 that is held."


def test_periods_that_begin_or_end_together_are_told_as_the_first_and_the_last() -> None:
    rows = [row(text, 17.3, kind="pooled_years") for text in ("2014-17", "2013-17", "2016-18", "2012-18")]
    report = screened(tidy(*rows), known=catalogue(POOLED))
    assert (report.first_period, report.last_period) == ("2013–17", "2016–18")


def test_a_figure_that_goes_though_its_mark_stays_is_another() -> None:
    held = observations(*line([17.3] * 3, status="u"))
    rows = [*line([17.3, 17.3], status="u"), row("2017", None, status="u")]
    (told,) = found("mixed-vintage", screened(tidy(*rows), held))
    assert told.startswith("obesity: periods that differ from what is held: 1 of 3. First: Welwyn Hatfield, 2017: 17.3")


# Where a text stands


@pytest.mark.parametrize(("text", "value"), [("Â£,b", "Â£"), ("aÂ£,b", "aÂ£"), ("h\nxaÂ£b", "xaÂ£b")])
def test_broken_letters_at_the_beginning_of_a_file(text: str, value: str) -> None:
    report = screened(f"{text}\n")
    assert [each.value for each in report.findings if each.check == "wrong-encoding"] == [value]


@pytest.mark.parametrize(
    ("text", "row", "heading"),
    [("area,value\nWatford,12", 2, "area"), ("area,value\nWatford,12", 3, ""), ("area,value,note\nWatford", 2, "area")],
)
def test_the_last_row_of_a_file_has_headings_and_none_beyond_it(text: str, row: int, heading: str) -> None:
    assert Headings(File("a.csv", text.encode())).over("Watford", row, "", "value") == heading


def test_rows_that_end_early_differ_in_what_they_have() -> None:
    text = "area,value,sex,note\nWatford,12,male,a\nWatford,13,female\n"
    assert Headings(File("a.csv", text.encode())).differing([2, 3], ["", ""], "value") == ["sex"]


def test_a_sheet_of_findings_has_a_row_for_its_header() -> None:
    assert Worksheet().xls_rowmax == finding.SHEET + 1


def test_what_is_about_the_whole_file_stands_before_its_rows() -> None:
    each = finding.Finding("bad-row", "error", "read", "Bad.", "Mend it.", "a.csv", row=1)
    assert finding.in_order([each, replace(each, row=None)]) == (replace(each, row=None), each)


@pytest.mark.parametrize(("refused", "told"), [(1, "ambiguous-period"), (2, "unreadable-period")])
def test_what_else_a_period_could_be_is_looked_for_until_enough_are_refused(refused: int, told: str) -> None:
    texts = pd.DataFrame({"kind": "month", "period": [*("2018/19", "2017/18")[:refused], "2016/17"]})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "MOST", 2)
        assert spans.table(texts, explicit=False)["problem"].tolist() == ["ambiguous-period"] * refused + [told]

"""Every period form of the published files, exactly; what must hold for any period; what is refused, and how."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import periods
from indicators.errors import PeriodError
from indicators.model import Period

# text, kind of the indicator (None: the form speaks for itself), first day, last day, label
READINGS = [
    ("2019", "year", "2019-01-01", "2019-12-31", "2019"),
    ("2019-01-01/P1Y", "year", "2019-01-01", "2019-12-31", "2019"),
    ("2015-01-01/P1Y", None, "2015-01-01", "2015-12-31", "2015"),
    ("2015-01-01/P12M", None, "2015-01-01", "2015-12-31", "2015"),
    ("Jan 2019-Dec 2019", None, "2019-01-01", "2019-12-31", "2019"),
    ("Jan 2019-Dec 2019", "year", "2019-01-01", "2019-12-31", "2019"),
    ("Jan-Dec 2019", None, "2019-01-01", "2019-12-31", "2019"),
    ("year ending Dec 1995", "year", "1995-01-01", "1995-12-31", "1995"),
    ("2013", "mid_year", "2013-06-30", "2013-06-30", "2013"),
    ("mid-2013", None, "2013-06-30", "2013-06-30", "2013"),
    ("Mid 2013", "mid_year", "2013-06-30", "2013-06-30", "2013"),
    ("2013-06-30", "mid_year", "2013-06-30", "2013-06-30", "2013"),
    ("2018/19", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("2018-19", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("2018–19", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("2018/2019", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("2018 to 2019", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("201819", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("201112", "financial_year", "2011-04-01", "2012-03-31", "2011/12"),
    ("1999/00", "financial_year", "1999-04-01", "2000-03-31", "1999/00"),
    ("FYE 2015", None, "2014-04-01", "2015-03-31", "2014/15"),
    ("FYE 2019", "financial_year", "2018-04-01", "2019-03-31", "2018/19"),
    ("Financial year ending 2015", None, "2014-04-01", "2015-03-31", "2014/15"),
    ("2019-04-01/P1Y", "financial_year", "2019-04-01", "2020-03-31", "2019/20"),
    ("Apr 2019-Mar 2020", "financial_year", "2019-04-01", "2020-03-31", "2019/20"),
    ("Year ending March 2020", "financial_year", "2019-04-01", "2020-03-31", "2019/20"),
    ("2018/19", "academic_year", "2018-09-01", "2019-08-31", "2018/19"),
    ("2006-07", "academic_year", "2006-09-01", "2007-08-31", "2006/07"),
    ("2016-09-01/P1Y", "academic_year", "2016-09-01", "2017-08-31", "2016/17"),
    ("2018/19", "november_year", "2018-11-16", "2019-11-15", "2018/19"),
    ("2015-11-16/P1Y", "november_year", "2015-11-16", "2016-11-15", "2015/16"),
    ("2015-11-16/P1Y", None, "2015-11-16", "2016-11-15", "2015/16"),
    ("2010 - 12", None, "2010-01-01", "2012-12-31", "2010–12"),
    ("2010–12", None, "2010-01-01", "2012-12-31", "2010–12"),
    ("2010 to 2012", None, "2010-01-01", "2012-12-31", "2010–12"),
    ("2010-12", "pooled_years", "2010-01-01", "2012-12-31", "2010–12"),
    ("2001-03", "pooled_years", "2001-01-01", "2003-12-31", "2001–03"),
    ("2001-02", "pooled_years", "2001-01-01", "2002-12-31", "2001–02"),
    ("1999-01", "pooled_years", "1999-01-01", "2001-12-31", "1999–2001"),
    ("1999–2001", None, "1999-01-01", "2001-12-31", "1999–2001"),
    ("1999 - 2000", "pooled_years", "1999-01-01", "2000-12-31", "1999–2000"),
    ("2019-01-01/P5Y", None, "2019-01-01", "2023-12-31", "2019–23"),
    ("2001-01-01/P3Y", "pooled_years", "2001-01-01", "2003-12-31", "2001–03"),
    ("2018/19 - 22/23", "pooled_academic_years", "2018-09-01", "2023-08-31", "2018/19 to 2022/23"),
    ("2018/19 to 2022/23", "pooled_academic_years", "2018-09-01", "2023-08-31", "2018/19 to 2022/23"),
    ("2018/19 - 2022/23", "pooled_academic_years", "2018-09-01", "2023-08-31", "2018/19 to 2022/23"),
    ("1998/99 - 00/01", "pooled_academic_years", "1998-09-01", "2001-08-31", "1998/99 to 2000/01"),
    ("2018-09-01/P5Y", None, "2018-09-01", "2023-08-31", "2018/19 to 2022/23"),
    ("2018/19 - 19/20", "pooled_november_years", "2018-11-16", "2020-11-15", "2018/19 to 2019/20"),
    ("2018-11-16/P2Y", None, "2018-11-16", "2020-11-15", "2018/19 to 2019/20"),
    ("April 2016", None, "2016-04-01", "2016-04-30", "April 2016"),
    ("Dec 1995", None, "1995-12-01", "1995-12-31", "December 1995"),
    ("December 1995", None, "1995-12-01", "1995-12-31", "December 1995"),
    ("Sept 2020", None, "2020-09-01", "2020-09-30", "September 2020"),
    ("Aug 2015", "month", "2015-08-01", "2015-08-31", "August 2015"),
    ("August 2015", "month", "2015-08-01", "2015-08-31", "August 2015"),
    ("Aug-19", None, "2019-08-01", "2019-08-31", "August 2019"),
    ("Apr-16", "month", "2016-04-01", "2016-04-30", "April 2016"),
    ("Feb-49", None, "2049-02-01", "2049-02-28", "February 2049"),
    ("Feb-50", None, "1950-02-01", "1950-02-28", "February 1950"),
    ("2021-05", None, "2021-05-01", "2021-05-31", "May 2021"),
    ("2001-02", "month", "2001-02-01", "2001-02-28", "February 2001"),
    ("201806", None, "2018-06-01", "2018-06-30", "June 2018"),
    ("2016-04-01", "month", "2016-04-01", "2016-04-30", "April 2016"),
    ("01/04/2016", "month", "2016-04-01", "2016-04-30", "April 2016"),
    ("2005-01-01/P1M", None, "2005-01-01", "2005-01-31", "January 2005"),
    ("2016-02-01T00:00:00/P1M", None, "2016-02-01", "2016-02-29", "February 2016"),
    ("2019 Q2", None, "2019-04-01", "2019-06-30", "April to June 2019"),
    ("Q2 2019", None, "2019-04-01", "2019-06-30", "April to June 2019"),
    ("2019Q2", "quarter", "2019-04-01", "2019-06-30", "April to June 2019"),
    ("Q1 2019/20", None, "2019-04-01", "2019-06-30", "April to June 2019"),
    ("2019/20 Q4", None, "2020-01-01", "2020-03-31", "January to March 2020"),
    ("Apr-Jun 2019", None, "2019-04-01", "2019-06-30", "April to June 2019"),
    ("April to June 2019", None, "2019-04-01", "2019-06-30", "April to June 2019"),
    ("Jul-Sep 2014", "quarter", "2014-07-01", "2014-09-30", "July to September 2014"),
    ("2019-04-01/P3M", None, "2019-04-01", "2019-06-30", "April to June 2019"),
    ("Year ending Dec 1995", None, "1995-01-01", "1995-12-31", "year ending December 1995"),
    ("year ending December 1995", None, "1995-01-01", "1995-12-31", "year ending December 1995"),
    ("YE Dec 1995", "year_ending", "1995-01-01", "1995-12-31", "year ending December 1995"),
    ("12 months to June 2013", None, "2012-07-01", "2013-06-30", "year ending June 2013"),
    ("Dec 1995", "year_ending", "1995-01-01", "1995-12-31", "year ending December 1995"),
    ("Jan 2019-Dec 2019", "year_ending", "2019-01-01", "2019-12-31", "year ending December 2019"),
    ("Apr 2018-Mar 2019", None, "2018-04-01", "2019-03-31", "year ending March 2019"),
    ("Mar 2019-Feb 2020", None, "2019-03-01", "2020-02-29", "year ending February 2020"),
    ("2019-08-01/P1Y", None, "2019-08-01", "2020-07-31", "year ending July 2020"),
    ("Census 2011", None, "2011-03-27", "2011-03-27", "Census 2011"),
    ("1991", "census", "1991-04-21", "1991-04-21", "Census 1991"),
    ("2001", "census", "2001-04-29", "2001-04-29", "Census 2001"),
    ("2011", "census", "2011-03-27", "2011-03-27", "Census 2011"),
    ("2021", "census", "2021-03-21", "2021-03-21", "Census 2021"),
    ("2021-03-21", "census", "2021-03-21", "2021-03-21", "Census 2021"),
    ("1 April 2019", None, "2019-04-01", "2019-04-01", "1 April 2019"),
    ("21st May 2020", None, "2020-05-21", "2020-05-21", "21 May 2020"),
    ("28 September 2015", "day", "2015-09-28", "2015-09-28", "28 September 2015"),
    ("2015-09-28", None, "2015-09-28", "2015-09-28", "28 September 2015"),
    ("15/03/2010", None, "2010-03-15", "2010-03-15", "15 March 2010"),
    ("2016-04-01", "day", "2016-04-01", "2016-04-01", "1 April 2016"),
    ("01/04/2016", "day", "2016-04-01", "2016-04-01", "1 April 2016"),
    ("2016-04-01 00:00:00", "day", "2016-04-01", "2016-04-01", "1 April 2016"),
    # as they sit in cells: line breaks, non-breaking spaces, capitals, other dashes
    ("  FYE\n 2015 ", None, "2014-04-01", "2015-03-31", "2014/15"),
    ("Year\u00a0ending Dec\u00a01995", None, "1995-01-01", "1995-12-31", "year ending December 1995"),
    ("DECEMBER 1995", None, "1995-12-01", "1995-12-31", "December 1995"),
    ("2010\u201412", None, "2010-01-01", "2012-12-31", "2010–12"),
    ("2021\u201105", None, "2021-05-01", "2021-05-31", "May 2021"),
]


@pytest.mark.parametrize(("text", "kind", "start", "end", "label"), READINGS)
def test_reads_every_form(text: str, kind: str | None, start: str, end: str, label: str) -> None:
    period = periods.parse(text, kind)
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, label)


# Forms with more than one meaning, and every meaning: kind -> first and last day.
AMBIGUOUS = {
    "2001-02": {
        "month": ("2001-02-01", "2001-02-28"),
        "financial_year": ("2001-04-01", "2002-03-31"),
        "academic_year": ("2001-09-01", "2002-08-31"),
        "november_year": ("2001-11-16", "2002-11-15"),
        "pooled_years": ("2001-01-01", "2002-12-31"),
    },
    "2018/19": {
        "financial_year": ("2018-04-01", "2019-03-31"),
        "academic_year": ("2018-09-01", "2019-08-31"),
        "november_year": ("2018-11-16", "2019-11-15"),
    },
    "2018–19": {
        "financial_year": ("2018-04-01", "2019-03-31"),
        "academic_year": ("2018-09-01", "2019-08-31"),
        "november_year": ("2018-11-16", "2019-11-15"),
        "pooled_years": ("2018-01-01", "2019-12-31"),
    },
    "201112": {
        "financial_year": ("2011-04-01", "2012-03-31"),
        "academic_year": ("2011-09-01", "2012-08-31"),
        "november_year": ("2011-11-16", "2012-11-15"),
        "month": ("2011-12-01", "2011-12-31"),
    },
    "2018/19 - 22/23": {
        "pooled_academic_years": ("2018-09-01", "2023-08-31"),
        "pooled_november_years": ("2018-11-16", "2023-11-15"),
    },
    "2001-03": {"pooled_years": ("2001-01-01", "2003-12-31"), "month": ("2001-03-01", "2001-03-31")},
    "2010-12": {"pooled_years": ("2010-01-01", "2012-12-31"), "month": ("2010-12-01", "2010-12-31")},
    "1999-01": {"pooled_years": ("1999-01-01", "2001-12-31"), "month": ("1999-01-01", "1999-01-31")},
    "2019": {"year": ("2019-01-01", "2019-12-31"), "mid_year": ("2019-06-30", "2019-06-30")},
    "2011": {
        "year": ("2011-01-01", "2011-12-31"),
        "mid_year": ("2011-06-30", "2011-06-30"),
        "census": ("2011-03-27", "2011-03-27"),
    },
    "2016-04-01": {"month": ("2016-04-01", "2016-04-30"), "day": ("2016-04-01", "2016-04-01")},
    "01/04/2016": {"month": ("2016-04-01", "2016-04-30"), "day": ("2016-04-01", "2016-04-01")},
    "2019-04-01/P1Y": {
        "financial_year": ("2019-04-01", "2020-03-31"),
        "year_ending": ("2019-04-01", "2020-03-31"),
    },
    "2016-09-01/P1Y": {
        "academic_year": ("2016-09-01", "2017-08-31"),
        "year_ending": ("2016-09-01", "2017-08-31"),
    },
}


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_form_with_several_meanings_is_refused_unless_the_kind_says_which(text: str) -> None:
    with pytest.raises(PeriodError, match="more than one meaning") as refused:
        periods.parse(text)
    assert f"'{text}'" in str(refused.value)
    read = {}
    for kind in periods.KINDS:
        try:
            period = periods.parse(text, kind)
        except PeriodError:
            continue
        read[kind] = (period.start.isoformat(), period.end.isoformat())
        assert f"{kind} (" in str(refused.value)
    assert read == AMBIGUOUS[text]


def test_the_refusal_lists_the_meanings_with_their_dates_and_says_how_to_mend_it() -> None:
    with pytest.raises(PeriodError) as refused:
        periods.parse("2016-04-01")
    assert str(refused.value) == (
        "'2016-04-01' has more than one meaning: month (1 April 2016 to 30 April 2016), day (1 April 2016). "
        'Say which in the indicator\'s definition, for example period = "month".'
    )


REFUSED = [
    ("2018/21", "financial_year"),
    ("2018/18", "financial_year"),
    ("201821", "financial_year"),
    ("2018", "financial_year"),
    ("2010-12", "financial_year"),
    ("FYE 2015", "academic_year"),
    ("2018-09-01/P1Y", "financial_year"),
    ("2018/19 - 22/23", "academic_year"),
    ("2018/19 - 22/24", "pooled_academic_years"),
    ("2018/20 - 22/23", "pooled_academic_years"),
    ("2018/19 - 18/19", "pooled_academic_years"),
    ("2018/19 - 16/17", "pooled_academic_years"),
    ("2018/19", "pooled_years"),
    ("2019 - 18", "pooled_years"),
    ("2012 to 2010", "pooled_years"),
    ("2012–2012", "pooled_years"),
    ("2000 to 2010", "pooled_years"),
    ("2019-01-01/P1Y", "pooled_years"),
    ("2010 - 12", "year"),
    ("2021-13", "month"),
    ("2021-00", "month"),
    ("2021-13", None),
    ("2016-04-02", "month"),
    ("2016–04", "month"),
    ("2016-04-01", "year"),
    ("2016-04-01", "mid_year"),
    ("2016-04-01", "census"),
    ("2019 Q5", "quarter"),
    ("Q1 2019/21", "quarter"),
    ("Feb-Apr 2019", "quarter"),
    ("2019-05-01/P3M", "quarter"),
    ("Oct-Mar 2020", None),
    ("Dec 2019-Jan 2019", None),
    ("2001-02", "year_ending"),
    ("2019", "census"),
    ("Census 2019", None),
    ("2011-03-28", "census"),
    ("2019-02-29", None),
    ("31 June 2019", None),
    ("04/13/2016", None),
    ("2019-04-15/P1M", None),
    ("2019-01-31/P1M", None),
    ("2019-01-01/P0Y", None),
    ("2019-01-01/P999Y", None),
    ("9999", "year"),
    ("0000-01-01", None),
    ("2019.0", "year"),
    ("٢٠١٩", "year"),
    ("Total", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "kind"), REFUSED)
def test_refuses_what_is_no_period_of_that_kind_and_says_what_would_be(text: str, kind: str | None) -> None:
    with pytest.raises(PeriodError, match="cannot be read as") as refused:
        periods.parse(text, kind)
    assert str(refused.value).startswith(f"'{text}' cannot be read as {periods.KINDS[kind] if kind else 'a period'}.")
    assert (periods.EXAMPLES[kind][0] if kind else "2018/19") in str(refused.value)


def test_the_refusal_says_what_the_text_would_mean_by_itself() -> None:
    with pytest.raises(PeriodError) as refused:
        periods.parse("2010 - 12", "year")
    assert str(refused.value) == (
        "'2010 - 12' cannot be read as a calendar year. "
        "By itself it means pooled_years (1 January 2010 to 31 December 2012). "
        "Write 2019 or 2019-01-01/P1Y or Jan 2019-Dec 2019."
    )


@pytest.mark.parametrize(
    ("text", "kind", "flag"),
    [
        ("2021/22 (p)", "financial_year", "(p)"),
        ("2021/22 [r]", None, "[r]"),
        ("April 2022 (r)", "month", "(r)"),
        ("FYE 2021\n[p]", None, "[p]"),
    ],
)
def test_a_flag_is_no_part_of_a_period(text: str, kind: str | None, flag: str) -> None:
    with pytest.raises(PeriodError) as refused:
        periods.parse(text, kind)
    assert str(refused.value).endswith(f"ends in a flag, which is no part of the period. Take off '{flag}'.")


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    with pytest.raises(PeriodError, match=r"'fiscal_year' is no kind of period.*Nearest: 'financial_year'"):
        periods.parse("2018/19", "fiscal_year")


def test_a_long_text_is_cut_in_the_message() -> None:
    with pytest.raises(PeriodError) as refused:
        periods.parse("x" * 500)
    assert str(refused.value).startswith(f"'{'x' * 60}…' cannot be read")


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind in periods.KINDS for text in periods.EXAMPLES[kind]])
def test_every_example_given_to_people_reads_as_its_kind(kind: str, text: str) -> None:
    period = periods.parse(text, kind)
    assert periods.label(period.start, period.end, kind) == period.label


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        (date(2019, 1, 1), date(2019, 12, 30), "year"),
        (date(2019, 1, 1), date(2020, 12, 31), "year"),
        (date(2019, 4, 1), date(2020, 3, 31), "academic_year"),
        (date(2019, 11, 15), date(2020, 11, 14), "november_year"),
        (date(2019, 1, 1), date(2019, 12, 31), "pooled_years"),
        (date(2010, 1, 1), date(2020, 12, 31), "pooled_years"),
        (date(2020, 2, 1), date(2020, 2, 28), "month"),
        (date(2020, 2, 1), date(2020, 4, 30), "quarter"),
        (date(2019, 1, 2), date(2020, 1, 1), "year_ending"),
        (date(2013, 7, 1), date(2013, 7, 1), "mid_year"),
        (date(2011, 3, 28), date(2011, 3, 28), "census"),
        (date(2019, 1, 1), date(2019, 1, 2), "day"),
        (date(2019, 1, 2), date(2019, 1, 1), "day"),
        (date(1800, 1, 1), date(1800, 12, 31), "year"),
        (date.max, date.max, "day"),
        (date(2019, 1, 1), date(2019, 12, 31), "fortnight"),
    ],
)
def test_label_refuses_dates_that_are_not_of_the_kind(start: date, end: date, kind: str) -> None:
    with pytest.raises(ValueError, match=r"is not|no kind"):
        periods.label(start, end, kind)


# What must hold for any period. The dates are made here, not by the code under test.

ANNIVERSARY = {"year": (1, 1), "financial": (4, 1), "academic": (9, 1), "november": (11, 16)}
DAY = timedelta(days=1)


def first_of(year: int, month: int) -> date:
    """The first of a month that may lie beyond December."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def dates_of(kind: str, year: int, month: int, length: int) -> tuple[date, date]:
    if kind == "census":
        day = list(periods.CENSUS_DAYS.values())[year % 4]
        return day, day
    if kind in ("mid_year", "day"):
        day = date(year, 6, 30) if kind == "mid_year" else date(year, month, 3 * length - 2)
        return day, day
    if kind in ("month", "quarter", "year_ending"):
        start = month - (month - 1) % 3 if kind == "quarter" else month
        size = {"month": 1, "quarter": 3, "year_ending": 12}[kind]
        return first_of(year, start), first_of(year, start + size) - DAY
    begins = ANNIVERSARY["year" if kind == "pooled_years" else kind.removeprefix("pooled_").split("_")[0]]
    years = length if kind.startswith("pooled") else 1
    return date(year, *begins), date(year + years, *begins) - DAY


YEARS, MONTHS, LENGTHS = st.integers(1801, 2088), st.integers(1, 12), st.integers(2, 10)


@pytest.mark.parametrize("kind", periods.KINDS)
@given(year=YEARS, month=MONTHS, length=LENGTHS)
@settings(deadline=None, max_examples=60)
def test_a_label_reads_back_to_the_same_period(kind: str, year: int, month: int, length: int) -> None:
    start, end = dates_of(kind, year, month, length)
    label = periods.label(start, end, kind)
    period = periods.parse(label, kind)
    assert (period.start, period.end, period.label) == (start, end, label)


@pytest.mark.parametrize("kind", periods.KINDS)
@given(year=YEARS, month=MONTHS, length=LENGTHS)
@settings(deadline=None, max_examples=60)
def test_the_following_period_is_later_and_of_the_same_kind(kind: str, year: int, month: int, length: int) -> None:
    start, end = dates_of(kind, year, month, length)
    period = Period(start, end, periods.label(start, end, kind))
    after = periods.following(period, kind)
    if kind in ("census", "day"):
        assert after is None
        return
    assert after is not None
    assert periods.parse(after.label, kind) == after > period
    single = kind != "mid_year" and not kind.startswith("pooled")
    assert not single or after.start == end + DAY
    assert (after.start <= period.end) == kind.startswith("pooled")


@given(kind=st.sampled_from(tuple(periods.KINDS)), parts=st.lists(st.tuples(YEARS, MONTHS, LENGTHS), min_size=2))
@settings(deadline=None)
def test_labels_sort_by_date_once_read(kind: str, parts: list[tuple[int, int, int]]) -> None:
    spans = [dates_of(kind, *each) for each in parts]
    read = sorted(periods.parse(periods.label(start, end, kind), kind) for start, end in spans)
    assert [(period.start, period.end) for period in read] == sorted(spans)


def test_periods_do_not_sort_as_their_labels_would() -> None:
    labels = ["December 1995", "August 2015", "April 2016"]
    assert [period.label for period in sorted(periods.parse(label) for label in labels)] == labels != sorted(labels)


PIECES = (
    *("2018", "2019", "19", "20", "99", "00", "31", "1", "04", "13", "/", "-", "–", " ", " to ", "²"),
    *("Q1", "P1Y", "P3M", "/P", "FYE ", "YE ", "Jan", "June", "Dec", "Census ", "mid-", "year ending ", "(p)", "st"),
)
LIKELY = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@given(text=LIKELY | st.text(), kind=st.none() | st.sampled_from(tuple(periods.KINDS)))
@settings(deadline=None, max_examples=500)
def test_any_text_is_a_period_that_keeps_its_kind_or_is_refused(text: str, kind: str | None) -> None:
    try:
        period = periods.parse(text, kind)
    except PeriodError:
        return
    kinds = {each for each in periods.KINDS if is_kind(period, each)}
    assert kind in kinds if kind else kinds


def is_kind(period: Period, kind: str) -> bool:
    try:
        return periods.label(period.start, period.end, kind) == period.label
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("2019", "year", "2020"),
        ("2013", "mid_year", "2014"),
        ("1998/99", "financial_year", "1999/00"),
        ("2018/19", "academic_year", "2019/20"),
        ("2018/19", "november_year", "2019/20"),
        ("1997 - 99", "pooled_years", "1998–2000"),
        ("2018/19 - 22/23", "pooled_academic_years", "2019/20 to 2023/24"),
        ("2018/19 - 19/20", "pooled_november_years", "2019/20 to 2020/21"),
        ("December 2019", "month", "January 2020"),
        ("2019 Q4", "quarter", "January to March 2020"),
        ("YE Feb 2019", "year_ending", "year ending February 2020"),
    ],
)
def test_what_follows(text: str, kind: str, label: str) -> None:
    following = periods.following(periods.parse(text, kind), kind)
    assert following is not None
    assert following.label == label


def test_following_refuses_a_period_of_another_kind() -> None:
    with pytest.raises(ValueError, match="is not a calendar month"):
        periods.following(periods.parse("2019", "year"), "month")


def test_pooled_kinds_are_kinds() -> None:
    assert set(periods.POOLED) | set(periods.POOLED.values()) <= set(periods.KINDS)
    assert set(periods.EXAMPLES) == set(periods.KINDS)


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 60 + "…")])
def test_sixty_characters_of_what_cannot_be_read_are_shown(length: int, shown: str) -> None:
    with pytest.raises(PeriodError) as refused:
        periods.parse("x" * length)
    assert refused.value.message == (
        f"'{shown}' cannot be read as a period. Readable are, for example, 2019, mid-2013, 2018/19, 2010 - 12, "
        "2018/19 - 22/23, 2018/19 - 19/20, April 2016, 2019 Q2, year ending December 1995, Census 2011, 1 April 2019."
    )

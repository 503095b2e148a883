"""What the tidy layout says of a period: first day, last day and label, each of which can be wrong by itself."""

from datetime import date

import pytest

from indicators.model import OBSERVATIONS
from indicators.screening import spans
from tests.screening.situation import screened

KIND = "financial_year"
FIRST, LAST = date(2016, 4, 1), date(2017, 3, 31)
ISO = "Write dates as 2016-04-01."


@pytest.mark.parametrize("label", ["2016/17", "", "April 2016 to March 2017", "year ending March 2017"])
def test_both_days_and_a_label_of_any_kind(label: str) -> None:
    found = spans.stated(spans.Written("2016-04-01", "2017-03-31", label), KIND)
    if label.startswith("April"):
        assert (found.problem, found.message) == ("unreadable-period", f"'{label}' is not 2016-04-01 to 2017-03-31.")
        assert (found.fix, found.text) == ("Write 2016/17, or correct the dates.", label)
    else:
        assert (found.start, found.end, found.label, found.problem) == (FIRST, LAST, label or "2016/17", "")
        assert found.text == "2016-04-01"


@pytest.mark.parametrize(
    ("written", "message", "fix", "text"),
    [
        (("", "2017-03-31", "2016/17"), "The row has no period_start.", ISO, ""),
        (("2016-04-01", "", "2016/17"), "The row has no period_end.", ISO, ""),
        (("1st of April", "2017-03-31", ""), "'1st of April' is not a date.", ISO, "1st of April"),
        (("31/02/2016", "2017-03-31", ""), "'31/02/2016' is not a date.", ISO, "31/02/2016"),
        (("2016-04-01", "2017|03", ""), "'2017|03' is not a date.", ISO, "2017|03"),
        (
            ("2016-04-01", "2017-03-30", "2016/17"),
            "2016-04-01 to 2017-03-30 is no period of any kind.",
            "Correct period_start or period_end.",
            "2017-03-30",
        ),
        (
            ("2016-04-01", "2017-03-31", "2016/17|18/19"),
            "'2016/17|18/19' is not 2016-04-01 to 2017-03-31.",
            "Write 2016/17, or correct the dates.",
            "2016/17|18/19",
        ),
    ],
)
def test_what_is_wrong_with_a_day_or_a_label(written: tuple[str, str, str], message: str, fix: str, text: str) -> None:
    found = spans.stated(spans.Written(*written), KIND)
    assert found == spans.Span(None, None, "", "unreadable-period", message, fix, text)


def test_rows_that_differ_in_the_label_alone_are_told_apart() -> None:
    header = ",".join(OBSERVATIONS.names)
    rows = ("2018-01-01,2018-12-31,2018", "2017-01-01,2017-12-31,2018", "2016-01-01,2016-12-31,2016")
    report = screened("\n".join([header, *(f"jobs,E07000241,{row},,60400,,,,,,,," for row in rows)]) + "\n")
    assert report.observations["period_label"].tolist() == ["2018", "2016"]
    (found,) = [finding for finding in report.findings if finding.check == "unreadable-period"]
    assert (found.row, found.column, found.value) == (3, "period_label", "2018")
    assert found.message == "'2018' is not 2017-01-01 to 2017-12-31."


CHANGED = "a spreadsheet has changed it"


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("01/04/2016", "31/03/2017", "2016/17"),
        ("1/4/2016", "31/3/2017", ""),
        ("01/04/16", "31/03/17", ""),
        ("01.04.2016", "31.03.2017", ""),
        ("4/1/2016", "3/31/2017", ""),  # the month first
        ("01-Apr-16", "31-Mar-17", ""),
        ("1 April 2016", "31 March 2017", ""),
        ("2016-04-01 00:00:00", "2017-03-31 00:00:00", ""),
        ("42461", "42825", ""),  # days since the end of 1899
        ("40999", "41363", ""),  # and since 1904
        ("2016-04-01", "31/03/2017", ""),
    ],
)
def test_days_that_a_spreadsheet_has_changed_are_read_where_they_are_one_period(
    start: str, end: str, label: str
) -> None:
    found = spans.stated(spans.Written(start, end, label), KIND)
    assert (found.start, found.end, found.label, found.problem) == (FIRST, LAST, "2016/17", "")
    assert found.text == (start if start != "2016-04-01" else end)


@pytest.mark.parametrize(
    ("label", "kind", "days", "written"),
    [
        ("Apr-26", "month", ("01/04/2026", "30/04/2026"), "April 2026"),
        ("Nov-10", KIND, ("01/04/2010", "31/03/2011"), "2010/11"),
        ("01/11/2010", KIND, ("01/04/2010", "31/03/2011"), "2010/11"),
    ],
)
def test_so_is_the_label_beside_them(label: str, kind: str, days: tuple[str, str], written: str) -> None:
    found = spans.stated(spans.Written(*days, label), kind)
    assert (found.label, found.problem) == (written, "")


def test_a_label_of_another_period_is_not() -> None:
    found = spans.stated(spans.Written("01/04/2016", "31/03/2017", "Nov-10"), KIND)
    assert (found.problem, found.message) == ("unreadable-period", "'Nov-10' is not 2016-04-01 to 2017-03-31.")


@pytest.mark.parametrize(
    ("days", "kind", "told", "fix"),
    [
        (("03/04/2026", "03/04/2026"), "day", "'03/04/2026' in period_start", "2026-04-03, or 2026-03-04 if the month"),
        (("01/04/2016", "31/03/2018"), KIND, "'01/04/2016' in period_start", "2016-04-01, or 2016-01-04 if the month"),
        (("2016-04-01", "30/03/2017"), KIND, "'30/03/2017' in period_end", "2017-03-30: give the column"),
    ],
)
def test_days_that_could_be_others_are_told_with_what_to_write(
    days: tuple[str, str], kind: str, told: str, fix: str
) -> None:
    found = spans.stated(spans.Written(*days), kind)
    assert (found.start, found.problem) == (None, "unreadable-period")
    assert found.message == f"{told}: {CHANGED}."
    assert found.fix.startswith(f"Write {fix}")


@pytest.mark.parametrize(
    ("text", "kind", "was"),
    [
        ("Nov-10", KIND, "2010/11"),
        ("01/11/2010", KIND, "2010/11"),
        ("2010-11-01", KIND, "2010/11"),
        ("Dec-10", "pooled_years", "2010 - 12"),
        ("01/12/2010", "year", "2010 - 12"),
        ("Dec-10", "year", "2010 - 12"),  # pooled years among single ones
        ("45383", "month", "2024-04-01"),
        ("4/1/2016", "month", "2016-04-01"),
        ("2019.0", "year", "2019"),
        ("2,019", "year", "2019"),
        ("201,819", KIND, "201819"),
    ],
)
def test_a_period_that_a_spreadsheet_has_changed_is_told_as_what_it_was(text: str, kind: str, was: str) -> None:
    found = spans.span(text, kind)
    assert (found.problem, found.message) == (
        "unreadable-period",
        f"'{text}' is what a spreadsheet makes of {was}.",
    )
    assert found.fix.endswith(f"or write {was}.")


@pytest.mark.parametrize(("text", "kind"), [("Dec-12", KIND), ("12/2012", "month"), ("98765", "month")])
def test_what_no_spreadsheet_makes_of_a_period_is_told_as_ever(text: str, kind: str) -> None:
    found = spans.span(text, kind)
    assert found.problem == "unreadable-period"
    assert "spreadsheet" not in found.message


@pytest.mark.parametrize(("text", "first"), [("Aug-19", date(2019, 8, 1)), ("13 April 2016", date(2016, 4, 1))])
def test_a_month_s_own_name_and_a_day_in_it_stay_what_they_are(text: str, first: date) -> None:
    assert spans.span(text, "month").start == first


def test_the_template_as_a_spreadsheet_saved_it_is_read_with_a_note() -> None:
    rows = ("01/01/2018,31/12/2018,2018", "01/01/2019,31/12/2019,2019")
    text = f"{','.join(OBSERVATIONS.names)}\n" + "".join(f"jobs,E07000241,{row},,60400,,,,,,,,\n" for row in rows)
    report = screened(text)
    assert report.observations["period_label"].tolist() == ["2018", "2019"]
    (found,) = report.findings
    assert (found.check, found.row, found.column) == ("changed-dates", 2, "period_start")
    assert found.message == (f"'01/01/2018' in period_start: {CHANGED}. It is read as 2018-01-01; so with 1 more row.")
    assert found.fix == "Write 2018-01-01: give the column the format yyyy-mm-dd before you save it."


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("07/10/2024", "year", "2024"),
        ("2024-10-07", "year", "2024"),
        ("31 March 2024", "financial_year", "2023/24"),
        ("31/03/2024", "financial_year", "2023/24"),
        ("30 June 2015", "quarter", "April to June 2015"),
        ("2015-12-31", "quarter", "October to December 2015"),
        ("31 March 2022", "quarter", "January to March 2022"),
    ],
)
def test_a_stock_names_its_period_by_a_day(text: str, kind: str, label: str) -> None:
    found = spans.span(text, kind)
    assert (found.label, found.problem, found.text) == (label, "", text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 April 2024", "financial_year"),
        ("30 March 2024", "financial_year"),
        ("1 April 2024", "quarter"),
        ("30 April 2024", "quarter"),
        ("31 March 2024", "academic_year"),
        ("31 March 2024", "pooled_years"),
    ],
)
def test_any_other_day_names_no_period(text: str, kind: str) -> None:
    assert spans.span(text, kind).problem == "unreadable-period"

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
        (("01/04/2016", "2017-03-31", ""), "'01/04/2016' is not a date.", ISO, "01/04/2016"),
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


def test_a_day_as_spreadsheets_save_it_is_told_as_no_date() -> None:
    text = f"{','.join(OBSERVATIONS.names)}\njobs,E07000241,01/01/2018,31/12/2018,2018,,60400,,,,,,,,\n"
    (found,) = [finding for finding in screened(text).findings if finding.check == "unreadable-period"]
    assert (found.message, found.fix, found.value) == ("'01/01/2018' is not a date.", ISO, "01/01/2018")

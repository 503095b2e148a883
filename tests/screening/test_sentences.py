"""What people are told, to the letter, where it matters most; and where, in the files that publishers really have."""

import io
import zipfile

import pytest
import xlsxwriter

from indicators.formats import FORMATS
from indicators.screening import screen_upload
from tests.build import OWN, observations, row
from tests.screening.situation import (
    HELD,
    HELD_JOBS,
    NOTHING,
    TODAY,
    catalogue,
    els,
    els_row,
    fixture,
    screened,
    told,
)

pytestmark = pytest.mark.slow("each test screens a file")

FINGERTIPS = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal"
)


def fingertips(**wrong: str) -> str:
    """A file with 13 rows below its header, of two values in turns; `wrong` holds what stands in the cells of the
    last."""
    cells = {"lower": "", "count": ""}
    lines = [FINGERTIPS]
    for place in range(13):
        value = "17.1" if place % 2 else "17.3"
        found = cells | {"year": str(2005 + place), "value": value} | (wrong if place == 12 else {})
        quoted = {name: f'"{text}"' if "," in text else text for name, text in found.items()}
        lines.append(
            f"1,Obesity,E92000001,England,{OWN},Welwyn Hatfield,District,Persons,All ages,,,{quoted['year']},"
            f"{quoted['value']},{quoted['lower']},,,,{quoted['count']},,,,,,,,"
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"value": "12,4"},
            "refreshed.csv, row 14, column 'Value': '12,4' is not a number. "
            "Write 12.4, or 12,400 if thousands are meant.",
        ),
        (
            {"lower": "sixteen"},
            "refreshed.csv, row 14, column 'Lower CI 95.0 limit': 'sixteen' is not a number. "
            "Write a number with a point for decimals, such as 12.4, or leave the cell empty where there is no figure.",
        ),
        (
            {"lower": "17.9"},
            "refreshed.csv, row 14, column 'Value': 17.3 is not between its limits 17.9 and …. "
            "Correct the value or the limits.",
        ),
        (
            {"count": "-"},
            "refreshed.csv, row 14, column 'Count': Nothing says what '-' means in this file. Say what it means: "
            "c confidential, x not available, z not applicable, u unreliable, or low rounds to zero.",
        ),
        (
            {"year": "2017/18"},
            "refreshed.csv, row 14, column 'Time period': '2017/18' has more than one meaning: financial_year (1 April "
            "2017 to 31 March 2018), academic_year (1 September 2017 to 31 August 2018), november_year (16 November "
            "2017 to 15 November 2018). Say which in the indicator's definition, for example period = "
            '"financial_year".',
        ),
        (
            {"value": "-1"},
            "refreshed.csv, row 14, column 'Value': −1 looks like a missing value: no figure of this indicator is "
            "below zero. Leave the cell empty.",
        ),
        (
            {"count": "4"},
            "refreshed.csv, row 14, column 'Value': 4 is a count below 5. Publish it only if the figure is public "
            "already.",
        ),
    ],
)
def test_a_fault_in_row_14(wrong: dict[str, str], sentence: str) -> None:
    assert told(screened(fingertips(**wrong))) == [sentence]


def test_all_findings_come_at_once_the_gravest_first() -> None:
    report = screened(
        els(els_row("12,4"), els_row("..", 2019), els_row("16.1", 2031), els_row("16", 2018, "K02000001"))
    )
    assert [(found.level, found.check, found.row) for found in report.findings] == [
        ("error", "decimal-comma", 2),
        ("error", "future-period", 4),
        ("error", "marker-without-meaning", 3),
        ("note", "other-areas", None),
    ]


def test_one_line_of_another_unit_is_told_once() -> None:
    (sentence,) = told(screened(fixture("unit-changed.csv"), HELD_JOBS))
    assert sentence == (
        "refreshed.csv, row 2, column 'value': Welwyn Hatfield, 2018: 60.4 is about 0.001 times the 60,100 that is "
        "held; so with 1 more row of this line. If the publisher has changed the unit, write factor = 1000 under "
        "[[files]] in the definition."
    )


def test_a_single_figure_in_another_unit_is_no_mere_revision() -> None:
    held = observations(*(row(str(year), 60_000.0 + year, indicator="jobs") for year in range(2015, 2019)))
    lines = [fixture("unit-changed.csv").decode().splitlines()[0]]
    for year in range(2015, 2019):
        value = (60_000 + year) * (1000 if year == 2017 else 1)
        lines.append(f"jobs,{OWN},{year}-01-01,{year}-12-31,{year},,{value},,,,,,,,")
    report = screened("\n".join(lines) + "\n", held)
    assert ("unit-changed", 4) in [(found.check, found.row) for found in report.findings]


def test_a_value_that_is_gone_is_missed_where_it_stood() -> None:
    rows = [els_row(text, year) for year, text in ((2017, "16.4"), (2018, ""), (2019, "16.6"))]
    report = screened(els(*rows), HELD[HELD["area_code"] == OWN].reset_index(drop=True))
    assert [found.sentence for found in report.findings if found.check == "vanishing-rows"] == [
        "refreshed.csv, row 3, column 'observation': Welwyn Hatfield, 2018: 16.1 is held, and the file has no figure "
        "([x]). Look whether the publisher withdrew them."
    ]


def test_an_older_part_of_the_series_that_stays_is_told() -> None:
    report = screened(els(els_row("15.9", 2018), els_row("16.5", 2019)), HELD[HELD["area_code"] == OWN])
    assert told(report) == [
        "refreshed.csv, row 2, column 'observation': obesity: periods that differ from what is held: 2 of "
        "2; earlier periods held that the file has not: 1. First: Welwyn Hatfield, 2018: 16.1 held, 15.9 in the file. "
        "Download the whole series from one release."
    ]


def test_a_whole_series_that_is_revised_is_normal() -> None:
    rows = [els_row(text, year) for year, text in ((2017, "16.5"), (2018, "16.2"), (2019, "16.7"))]
    assert told(screened(els(*rows), HELD[HELD["area_code"] == OWN])) == []


def test_a_provisional_figure_may_be_revised_alone() -> None:
    held = observations(row("2017", 16.4), row("2018", 16.1, flags="provisional"))
    assert told(screened(els(els_row("16.4", 2017), els_row("16.9", 2018)), held)) == []


def test_a_gap_that_is_held_is_no_news_and_one_before_the_file_is() -> None:
    held = observations(row("2015", 16.4), row("2017", 16.1))
    assert told(screened(els(els_row("16.4", 2015), els_row("16.1", 2017)), held)) == []
    (sentence,) = told(screened(els(els_row("16.1", 2017), els_row("16.6", 2021)), held))
    assert sentence == (
        "refreshed.csv: obesity: 3 periods are missing, from 2018 to 2020. Look whether the publisher left it out, or "
        "the download did."
    )


def test_what_is_held_and_missing_from_all_areas_is_told_as_what_would_be_withdrawn() -> None:
    rows = [els_row("16.4", 2017), els_row("16.6", 2019)]
    assert told(screened(els(*rows), HELD[HELD["area_code"] == OWN])) == [
        "refreshed.csv: obesity: 1 figure is held, not in the file, and would be withdrawn: Welwyn Hatfield, 2018. "
        "Look whether the publisher withdrew them."
    ]


def test_a_file_with_many_gaps_is_told_to_have_them_once() -> None:
    def gaps(*years: int) -> list[str]:
        return told(screened(els(*(els_row("16.4", year) for year in years))))

    assert [sentence.partition(". ")[0] for sentence in gaps(2001, 2003, 2006, 2008)] == [
        "refreshed.csv: obesity: 2002 is missing",
        "refreshed.csv: obesity: 2 periods are missing, from 2004 to 2005",
        "refreshed.csv: obesity: 2007 is missing",
    ]
    (sentence,) = gaps(2001, 2003, 2006, 2008, 2010)
    assert sentence.startswith("refreshed.csv: obesity: 5 periods are missing, in 4 gaps between 2002 and 2009. ")


def test_a_series_that_ends_earlier_and_differs_looks_like_an_older_release() -> None:
    older = [els_row("16.4", 2017), els_row("16.0", 2018)]
    assert told(screened(els(*older), HELD[HELD["area_code"] == OWN])) == [
        "refreshed.csv, row 3, column 'observation': obesity: this looks like an older release: it ends with 2018, "
        "2019 is held, and 1 figure differs. First: Welwyn Hatfield, 2018: 16.1 held, 16 in the file. Look up when the "
        "file was published, and upload the latest release."
    ]
    assert "older-release" not in [found.check for found in screened(els(older[1]), HELD).findings]
    same = [els_row("16.4", 2017), els_row("16.1", 2018)]
    assert told(screened(els(*same), HELD[HELD["area_code"] == OWN])) == []
    to_the_end = [els_row("16.5", 2017), els_row("16.0", 2018), els_row("16.7", 2019)]
    assert told(screened(els(*to_the_end), HELD[HELD["area_code"] == OWN])) == []


def test_windows_of_pooled_years_may_roll_and_others_may_not() -> None:
    rolling = [els_row("16.4", "2018 - 20"), els_row("16.1", "2019 - 21"), els_row("16.6", "2020 - 22")]
    assert told(screened(els(*rolling))) == []
    among = screened(els(els_row("16.4", 2018), els_row("16.1", "2018 - 20")))
    assert [(found.check, found.row) for found in among.findings] == [
        ("overlapping-periods", 2),
        ("overlapping-periods", 3),
    ]


def test_a_file_with_semicolons_or_in_utf_16_gets_a_hint() -> None:
    (sentence,) = told(screened("area;period;value\nE07000241;2018;16,1\n"))
    assert sentence == (
        f"refreshed.csv: The content is in none of the {len(FORMATS)} known layouts. The cells are separated by "
        "semicolons, and numbers have a comma for a point ('16,1' in row 2): save the file with commas between cells "
        "and points in numbers, as the publisher has it."
    )
    (sentence,) = told(screened(els(els_row()).encode("utf-16")))
    assert sentence == "refreshed.csv: refreshed.csv is text in UTF-16. Save it as CSV UTF-8."


def test_a_layout_that_does_not_fit_is_not_forced_on_a_file() -> None:
    report = screened(els(els_row()), layout="fingertips")
    (found,) = report.findings
    assert found.check == "unknown-layout"
    assert found.message.startswith("The content is not in the layout 'fingertips'")
    assert report.blocked


def test_the_analyst_chooses_between_layouts() -> None:
    text = fixture("several-layouts.csv")
    assert screened(text).layout is None
    chosen = screened(text, layout="explore-local-statistics")
    assert chosen.layouts == ("tidy", "explore-local-statistics")
    assert chosen.layout == "explore-local-statistics"
    assert not chosen.blocked
    assert chosen.observations["value"].tolist() == [16.1]


def test_a_workbook_names_the_sheet() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Notes")
        sheet.write(0, 0, "Nothing here")
    (report,) = screen_upload("book.xlsx", stream.getvalue(), catalogue(), NOTHING, TODAY)
    assert [found.check for found in report.findings] == ["unknown-layout"]
    assert report.encoding == ""


def test_each_file_of_an_archive_is_screened_and_bears_its_name() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("folder/one.csv", els(els_row()))
        archive.writestr("two.csv", els(els_row("17,2", 2019)))
    reports = screen_upload("both.zip", stream.getvalue(), catalogue(), NOTHING, TODAY)
    assert [(report.file, report.blocked) for report in reports] == [
        ("both.zip/one.csv", False),
        ("both.zip/two.csv", True),
    ]


def test_what_one_file_of_an_archive_lacks_another_may_have() -> None:
    def reports(*years: int) -> list[str]:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for year in years:
                archive.writestr(f"{year}.csv", els(els_row(f"{year % 100}", year)))
        found = screen_upload("years.zip", stream.getvalue(), catalogue(), observations(row("2015", 15.0)), TODAY)
        return [sentence for report in found for sentence in told(report)]

    assert reports(2016, 2017, 2018) == []
    assert reports(2018, 2016) == [
        "years.zip/2018.csv: obesity: 2017 is missing. Look whether the publisher left it out, or the download did."
    ]

"""Files that are uploaded together are looked at together: what one lacks another may have, and two must agree."""

import io
import zipfile
from typing import Any

import pandas as pd
import pytest

from indicators import screening
from indicators.changes import between
from indicators.formats import File
from indicators.screening import Answer, Report, agreeing, agreement, screen_files
from tests.build import OWN, observations, row
from tests.screening.situation import AREAS, HELD, NOTHING, TODAY, catalogue, els, els_row, fixture, told

pytestmark = pytest.mark.slow("each test screens several files")

EACH = {
    area: [els_row(f"{value:.10g}", year, area) for value, year in zip(mine["value"], (2017, 2018, 2019), strict=True)]
    for area, mine in HELD.groupby("area_code")
}


def together(
    files: dict[str, str], held: pd.DataFrame = HELD, answers: dict[str, Answer] | None = None
) -> list[Report]:
    """The reports of these files as one upload."""
    contents = {name: text.encode() for name, text in files.items()}
    return screen_files(contents, catalogue(), held, TODAY, answers or {})


def test_a_file_for_each_area_is_a_whole_release() -> None:
    files = {f"{area}.csv": els(*rows) for area, rows in EACH.items()}
    reports = together(files)
    assert [told(report) for report in reports] == [[]] * len(AREAS)
    assert sum(report.rows for report in reports) == len(HELD)


def test_a_file_for_each_year_is_a_whole_release() -> None:
    files = {str(2017 + place): els(*(rows[place] for rows in EACH.values())) for place in range(3)}
    assert [told(report) for report in together(files)] == [[], [], []]
    revised = {name: text.replace("16.1,", "16.2,").replace("16.6,", "16.7,") for name, text in files.items()}
    assert not [found for report in together(revised) for found in report.findings if found.check == "older-release"]


def test_an_area_that_no_file_has_is_missed() -> None:
    files = {f"{area}.csv": els(*rows) for area, rows in EACH.items() if area != "E07000103"}
    sentences = {sentence.partition(": ")[2] for report in together(files) for sentence in told(report)}
    assert sentences == {
        "obesity: the files have 3 areas. Held, and not there: Watford. Download the file for all areas, or these will "
        "be of an older release."
    }


def test_an_older_file_is_held_against_the_areas_of_its_time() -> None:
    held = observations(row("2017", 16.4), row("2019", 16.6), row("2019", 17.3, area="E92000001"))
    (report,) = together({"a.csv": els(els_row("16.4", 2017))}, held)
    assert told(report) == []
    (report,) = together({"a.csv": els(els_row("16.4", 2017), els_row("16.6", 2019))}, held)
    assert [found.check for found in report.findings] == ["fewer-areas"]


def test_what_another_file_has_does_not_vanish() -> None:
    gap = els(*(line for rows in EACH.values() for place, line in enumerate(rows) if place != 1))
    middle = els(*(rows[1] for rows in EACH.values()))
    (alone,) = together({"gap.csv": gap})
    assert len(alone.withdrawn) == len(AREAS)
    both = together({"gap.csv": gap, "middle.csv": middle})
    assert [len(report.withdrawn) for report in both] == [0, 0]
    assert [told(report) for report in both] == [[], []]


def test_files_that_disagree_are_errors_at_both_places() -> None:
    reports = together({"a.csv": els(els_row("16.1")), "b.csv": els(els_row("16.3", 2017), els_row("16.4"))}, NOTHING)
    places = [(found.file, found.check, found.row, found.value) for report in reports for found in report.findings]
    assert places == [("a.csv", "files-disagree", 2, "16.1"), ("b.csv", "files-disagree", 3, "16.4")]
    assert [sentence for report in reports for sentence in told(report)] == [
        "a.csv, row 2, column 'observation': obesity, E07000241, 2018: 'value' is 16.1 here, and 16.4 in b.csv, row 3. "
        "Upload the newer one alone.",
        "b.csv, row 3, column 'observation': obesity, E07000241, 2018: 'value' is 16.4 here, and 16.1 in a.csv, row 2. "
        "Upload the newer one alone.",
    ]


def report_of(file: str, *rows: dict[str, Any], sheet: str = "") -> Report:
    """A report of these rows, which stand one below the other from row 2 on."""
    places = pd.DataFrame({"sheet": sheet, "row": range(2, 2 + len(rows)), "column": "Value"})
    return Report(file, "0" * 64, observations=observations(*rows), places=places)


def disagreements(*reports: Report) -> list[list[str]]:
    """What is said of each of the reports when they come together, without the file's own place and the remedy."""
    return [
        [found.message.removeprefix("obesity, E07000241, ") for found in report.findings]
        for report in agreeing(reports)
    ]


@pytest.mark.parametrize(
    ("cells", "column", "here", "there"),
    [
        ({"value": 1234567.25}, "value", "17.3", "1,234,567.25"),
        ({"value": -0.5}, "value", "17.3", "−0.5"),
        ({"value": 17.3 + 4e-15}, "value", "17.3", "17.300000000000004"),
        ({"value": None, "status": "c"}, "value", "17.3", "[c]"),
        ({"lower": 16.0}, "lower", "empty", "16"),
        ({"count": 0.0}, "count", "empty", "0"),
        ({"status": "u"}, "status", "empty", "'u'"),
        ({"flags": "provisional"}, "flags", "empty", "'provisional'"),
        ({"note": "Another note"}, "note", "empty", "'Another note'"),
        ({"upper": 18.0, "note": "Two"}, "upper", "empty", "18"),
    ],
)
def test_a_difference_in_any_column_is_told(cells: dict[str, Any], column: str, here: str, there: str) -> None:
    one, other = report_of("a.csv", row("2018"), row()), report_of("b.xlsx", row() | cells, sheet="All ages")
    assert disagreements(one, other) == [
        [f"2019: '{column}' is {here} here, and {there} in b.xlsx, sheet 'All ages', row 2."],
        [f"2019: '{column}' is {there} here, and {here} in a.csv, row 3."],
    ]


def test_of_several_files_each_names_the_first_that_has_it_otherwise() -> None:
    same = report_of("a.csv", row(value=1.0)), report_of("b.csv", row("2018"), row(value=1.0))
    others = report_of("c.csv", row(value=2.0)), report_of("d.csv", row(note="Three", value=3.0, breakdown="sex=male"))
    assert disagreements(*same, *others) == [
        ["2019: 'value' is 1 here, and 2 in c.csv, row 2."],
        ["2019: 'value' is 1 here, and 2 in c.csv, row 2."],
        ["2019: 'value' is 2 here, and 1 in a.csv, row 2."],
        [],
    ]
    again = report_of("e.csv", row(value=3.0, breakdown="sex=male"))
    assert disagreements(others[1], *same, again) == [
        ["2019, sex=male: 'note' is 'Three' here, and empty in e.csv, row 2."],
        [],
        [],
        ["2019, sex=male: 'note' is empty here, and 'Three' in d.csv, row 2."],
    ]


def test_what_was_told_already_is_not_told_again() -> None:
    once = agreeing([report_of("a.csv", row(value=1.0)), report_of("b.csv", row(value=2.0))])
    assert [report.findings for report in agreeing(once)] == [report.findings for report in once]
    assert [len(report.findings) for report in once] == [1, 1]


def test_of_many_disagreements_the_first_are_listed_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "MOST", 3)
    years = [row(str(year)) for year in range(2010, 2015)]
    reports = agreeing([report_of("a.csv", *years), report_of("b.csv", *(year | {"value": 1.0} for year in years))])
    assert [[found.unlisted for found in report.findings] for report in reports] == [[0, 0, 0, 2], [0, 0, 0, 2]]


def test_reports_that_share_nothing_or_hold_nothing_agree() -> None:
    reports = report_of("a.csv", row()), report_of("b.csv", row("2018")), Report("c.csv", "")
    assert disagreements(*reports) == [[], [], []]
    assert agreeing([]) == []


def test_an_answer_is_for_one_file_alone_also_in_an_archive() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("one.csv", fixture("several-layouts.csv"))
        archive.writestr("two.csv", els(els_row("..", 2019)))
    answers = {
        File("", fixture("several-layouts.csv")).sha256: Answer("explore-local-statistics"),
        File("", els(els_row("..", 2019)).encode()).sha256: Answer(markers={"..": "x"}),
    }
    asked = screen_files({"both.zip": stream.getvalue()}, catalogue(), NOTHING, TODAY)
    assert [report.blocked for report in asked] == [True, True]
    seen: list[str] = []
    reports = screen_files({"both.zip": stream.getvalue()}, catalogue(), NOTHING, TODAY, answers, progress=seen.append)
    assert [report.blocked for report in reports] == [False, False]
    assert [report.layout for report in reports] == ["explore-local-statistics"] * 2
    assert [status for report in reports for status in report.observations["status"]] == ["", "x"]
    assert seen == ["both.zip/one.csv", "both.zip/two.csv"]


def test_files_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "MAX_UNPACKED", 400)
    files = {f"{year}.csv": els(els_row("16.1", year)) for year in (2017, 2018, 2019)}
    assert [found.check for report in together(files) for found in report.findings] == ["too-large"] * 3
    (report,) = together({"a.csv": els(*(els_row("16.1", year) for year in range(2000, 2020)))}, NOTHING)
    assert not report.blocked


def test_the_same_file_twice_is_one() -> None:
    files = {"a.csv": els(*EACH[OWN]), "b.csv": els(*EACH[OWN])}
    reports = together(files, NOTHING)
    assert [told(report) for report in reports] == [[], []]
    assert between(reports[1].observations, reports[0].observations).nothing

"""Files that are uploaded together are looked at together: what one lacks another may have, and two must agree."""

import io
import zipfile

import pandas as pd
import pytest

from indicators import screening
from indicators.formats import File
from indicators.screening import Answer, Report, compare, screen_files
from tests.build import OWN, observations, row
from tests.screening.situation import AREAS, HELD, NOTHING, TODAY, catalogue, els, els_row, fixture, told

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


@pytest.mark.slow("many files")
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
    assert len(alone.vanishing) == len(AREAS)
    both = together({"gap.csv": gap, "middle.csv": middle})
    assert [len(report.vanishing) for report in both] == [0, 0]
    assert [told(report) for report in both] == [[], []]


def test_files_that_disagree_are_errors_at_both_places() -> None:
    reports = together({"a.csv": els(els_row("16.1")), "b.csv": els(els_row("16.3", 2017), els_row("16.4"))}, NOTHING)
    places = [(found.file, found.check, found.row) for report in reports for found in report.findings]
    assert places == [("a.csv", "files-disagree", 2), ("b.csv", "files-disagree", 3)]


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
    assert compare(reports[0].observations, reports[1].observations).nothing

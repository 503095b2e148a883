"""The report of a file, what it suggests for what it does not know, and the comparison with what is held."""

import json
from pathlib import Path

import pytest

from indicators import store, tables
from indicators.catalogue import checks, reading
from indicators.changes import between
from indicators.formats import File
from indicators.model import OBSERVATIONS, Catalogue, Indicator
from indicators.screening import as_frame
from tests.build import OWN, WATFORD
from tests.screening.situation import (
    HELD,
    NOTHING,
    catalogue,
    els,
    els_row,
    fixture,
    screened,
)


def test_a_report_says_what_the_file_is_and_holds() -> None:
    report = screened(fixture("sound.csv"))
    assert report.file == "refreshed.csv"
    assert report.sha256 == File("x", fixture("sound.csv")).sha256
    assert (report.layout, report.layouts, report.encoding) == (
        "explore-local-statistics",
        ("explore-local-statistics",),
        "utf-8",
    )
    assert report.indicators == ("obesity",)
    assert report.rows == 12
    assert report.areas == ("E07000095", "E07000103", "E07000241", "E92000001")
    assert (report.first_period, report.last_period) == ("2017", "2019")
    assert report.unmatched == ()


def test_as_json_it_has_what_check_prints() -> None:
    report = screened(els(els_row("17,2")))
    told = json.loads(json.dumps(report.as_dict()))
    assert told["layout"] == "explore-local-statistics"
    assert (told["encoding"], told["indicators"], told["rows"], told["areas"]) == ("utf-8", [], 0, [])
    assert (told["first_period"], told["last_period"], told["blocked"]) == ("", "", True)
    assert told["findings"] == [
        {
            "id": "decimal-comma",
            "level": "error",
            "message": "'17,2' is not a number.",
            "fix": "Write 17.2, or 17,200 if thousands are meant.",
            "sheet": "",
            "row": 2,
            "column": "observation",
            "value": "17,2",
            "indicator": "obesity",
        }
    ]


def test_all_findings_go_into_a_workbook() -> None:
    report = screened(els(els_row("17,2"), *(els_row("..", year) for year in range(1990, 2020))))
    frame = as_frame(report.findings)
    assert frame.columns.tolist() == [
        *("Level", "Check", "Message", "Fix", "File", "Sheet", "Row", "Column", "Value", "Indicator")
    ]
    assert len(frame) == 31
    assert frame["Row"].tolist() == [2, *range(3, 33)]
    assert tables.xlsx(frame, "Findings", {"File": report.file}).startswith(b"PK")
    assert as_frame(()).empty


def test_the_observations_of_a_report_can_be_published(tmp_path: Path) -> None:
    report = screened(fixture("sound.csv"))
    release = store.publish(str(tmp_path), report.observations, by="analyst", note="first")
    assert release is not None
    assert release.new == 12
    again = screened(fixture("sound.csv"), store.read(str(tmp_path)))
    assert between(store.read(str(tmp_path)), again.observations, NOTHING).nothing
    assert store.publish(str(tmp_path), again.observations, by="analyst", note="again") is None


def test_even_the_observations_of_a_blocked_report_are_observations(tmp_path: Path) -> None:
    report = screened(els(els_row("17,2"), els_row("16.4", 2019), els_row("16.4", "201x"), els_row("16.5", 2019)))
    assert report.blocked
    assert report.observations["value"].tolist() == [16.4]
    store.publish(str(tmp_path), report.observations, by="analyst", note="the rest")


def test_a_report_without_a_layout_has_no_rows_but_their_columns() -> None:
    report = screened("a,b\n1,2\n")
    assert (report.layout, report.layouts, report.rows, report.first_period) == (None, (), 0, "")
    assert report.observations.columns.tolist() == HELD.columns.tolist()


def test_one_file_is_screened_by_itself() -> None:
    assert screened(fixture("sound.csv"), NOTHING).rows == 12
    with pytest.raises(KeyError):
        screened(fixture("sound.csv"), NOTHING, layout="no-such-layout")


def test_the_symbols_that_need_a_meaning_are_listed_once() -> None:
    rows = [els_row(text, 2000 + place) for place, text in enumerate(["..", "-", "..", "12.4*", "<5", "16.1", "about"])]
    assert screened(els(*rows)).unexplained == ("..", "-", "*", "<5")
    report = screened(els(*rows[:3]), markers={"..": "x", "-": "low"})
    assert report.unexplained == ()
    assert report.observations["status"].tolist() == ["x", "low", "x"]


def test_what_is_held_may_be_an_empty_table_of_any_making() -> None:
    held = OBSERVATIONS.empty_table().to_pandas()
    assert screened(fixture("sound.csv"), held).findings == ()
    assert screened(fixture("no-population.csv"), held).blocked


# Suggestions


def loaded(toml: str, slug: str, known: Catalogue, tmp_path: Path) -> tuple[Indicator, list[str]]:
    """The definition as the catalogue would read it, and its faults."""
    path = tmp_path / f"{slug}.toml"
    path.write_text(toml, encoding="utf-8")
    faults: list[str] = []
    table = reading.toml(path, path.name, faults)
    found = reading.record(Indicator, table or {}, path.name, faults, {"slug": slug})
    return found, faults + list(checks.indicator_faults(found, path.name, known.areas, known.sources))


def test_an_unknown_measure_comes_with_a_definition_that_finds_it(tmp_path: Path) -> None:
    text = els(els_row(), els_row().replace("Obesity", 'Teeth "white" & well, % of adults').replace("16.1", "16.25"))
    text = text.replace('Teeth "white" & well, % of adults', '"Teeth ""white"" & well, % of adults"')
    report = screened(text)
    (suggested,) = report.unmatched
    assert suggested.measure == {
        "indicator": 'Teeth "white" & well, % of adults',
        "measure": "Percentage",
        "unit": "%",
    }
    assert (suggested.slug, suggested.rows) == ("teeth-white-well-of-adults", 1)
    known = catalogue()
    indicator, faults = loaded(suggested.definition, suggested.slug, known, tmp_path)
    assert faults == []
    assert (indicator.kind, indicator.unit.after, indicator.decimals) == ("proportion", "%", 2)
    assert (indicator.period, indicator.benchmark) == ("year", "E92000001")
    again = screened(text, known=catalogue(*known.indicators.values(), indicator))
    assert again.indicators == ("obesity", "teeth-white-well-of-adults")
    assert again.unmatched == ()


def test_an_unknown_slug_of_the_tidy_layout_comes_with_its_dimensions(tmp_path: Path) -> None:
    text = fixture("unknown-indicator.csv").decode().replace("2018,,16.1", "2018,sex=male,16.1")
    report = screened(text)
    (suggested,) = report.unmatched
    indicator, faults = loaded(suggested.definition, suggested.slug, catalogue(), tmp_path)
    assert faults == []
    assert suggested.slug == "obesty"
    assert [(each.key, dict(each.values)) for each in indicator.dimensions] == [("sex", {"male": "Male"})]


@pytest.mark.parametrize(
    ("periods", "kind", "comment"),
    [
        (["2018-01-01/P1Y"], "year", ""),
        (["2018/19", "2019/20"], "financial_year", "# or academic_year, november_year"),
        (["April 2016"], "month", "# or year_ending"),
        (["?"], "year", ""),
    ],
)
def test_what_the_text_of_a_period_leaves_open_is_said(periods: list[str], kind: str, comment: str) -> None:
    report = screened(els(*(els_row("5", period).replace("Obesity", "Teeth") for period in periods)))
    (line,) = [line for line in report.unmatched[0].definition.splitlines() if line.startswith("period")]
    assert line.startswith(f'period = "{kind}"')
    assert comment in line


def suggestions(*rows: str) -> list[str]:
    """The definitions suggested for what the rows measure and nobody knows."""
    return [each.definition for each in screened(els(*rows)).unmatched]


def says(definition: str, line: str) -> bool:
    return line in [each.partition("  #")[0] for each in definition.splitlines()]


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        (["..", "about 3"], 1),  # no number says it
        (["12", "13"], 0),
        (["12", "13.25"], 2),
        (["12.345", "1.2"], 3),
        (["12.3456"], 3),  # nobody reads more
        (["12.5 [p]", "1.25%"], 2),
        (["12.5"] * 199 + ["12.25"], 2),
        (["12.5"] * 200 + ["12.25"], 1),  # a sample is enough
    ],
)
def test_a_suggestion_has_as_many_decimals_as_the_file(values: list[str], decimals: int) -> None:
    rows = [els_row(value, 1800 + place, measure="Mean") for place, value in enumerate(values)]
    (definition,) = suggestions(*rows)
    assert says(definition, f"decimals = {decimals}")


@pytest.mark.parametrize(("letters", "kept"), [(45, 45), (46, 45)])
def test_a_title_that_is_too_long_is_cut(letters: int, kept: int) -> None:
    name = "t" * letters
    (suggested,) = screened(els(els_row().replace("Obesity", name))).unmatched
    assert (suggested.slug, says(suggested.definition, f'title = "T{"t" * (kept - 1)}"')) == ("t" * kept, True)


def test_a_slug_that_there_is_already_is_not_suggested_again() -> None:
    (suggested,) = screened(els(els_row(measure="Population"))).unmatched
    assert suggested.slug == "population-2"


@pytest.mark.parametrize(("measures", "number"), [(99, 99), (100, 100), (101, 100)])
def test_no_more_than_a_hundred_are_suggested(measures: int, number: int) -> None:
    rows = [els_row(measure=f"M{place:03}", year=1900 + place) for place in range(measures)]
    assert len(suggestions(*rows)) == number


@pytest.mark.parametrize(("values", "kind"), [(["5", "6%"], "count"), (["5%", "6"], "proportion")])
def test_the_first_figure_says_what_is_counted(values: list[str], kind: str) -> None:
    rows = [els_row(value, 2018 + place).replace(",%,", ",,") for place, value in enumerate(values)]
    (definition,) = suggestions(*(row.replace("Percentage", "Teeth") for row in rows))
    assert says(definition, f'kind = "{kind}"')


def test_a_suggestion_is_counted_and_worded_from_its_own_rows() -> None:
    rows = [els_row("£5", measure="A"), els_row("5%", measure="B"), els_row("6%", 2019, measure="B")]
    found = screened(els(els_row(), *(row.replace(",%,", ",,").replace("Obesity", "Teeth") for row in rows))).unmatched
    assert [each.rows for each in found] == [1, 2]
    assert [[says(each.definition, f'kind = "{kind}"') for each in found] for kind in ("price", "proportion")] == [
        [True, False],
        [False, True],
    ]


# Comparison


def test_vanishing_rows_are_those_held_of_the_files_lines_within_its_periods() -> None:
    report = screened(fixture("vanishing-rows.csv"), HELD)
    assert report.withdrawn[["area_code", "period_label", "value"]].values.tolist() == [[WATFORD, "2018", 18.5]]
    assert between(HELD, report.observations, report.withdrawn).withdrawn.equals(report.withdrawn)
    shorter = screened(els(els_row("16.1", 2018), els_row("16.6", 2019)), HELD)
    assert shorter.withdrawn.empty


def test_the_places_of_observations_are_those_of_the_file() -> None:
    report = screened(els(els_row("16.4", 2017), els_row("17,2", 2018), els_row("16.6", 2019)))
    assert report.places["row"].tolist() == [2, 4]
    assert report.observations["area_code"].tolist() == [OWN, OWN]

"""Every check has a file that fails it, and each of these files fails that one check alone, in the right places."""

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest

from indicators import formats, screening
from indicators.changes import between
from indicators.formats import File, Reading
from indicators.formats import files as opening
from indicators.screening import CHECKS, Report, screen_upload, values
from indicators.screening.checks import declared
from indicators.screening.finding import Check
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
    observations,
    row,
)
from tests.screening.situation import FIXTURES, HELD, HELD_JOBS, NOTHING, TODAY, catalogue, fixture

#: On one worker, which screens each fixture once for all three tests of it.
pytestmark = [pytest.mark.xdist_group("every-check"), pytest.mark.slow("files are screened for every check")]

Place = tuple[int | None, str, str]


@dataclass(frozen=True)
class Case:
    """Where a fixture's findings are (row, column, value), what is held when it is screened, and what somebody has said
    that it counts."""

    places: tuple[Place, ...]
    held: pd.DataFrame
    said: str = ""


def at(*places: Place, held: pd.DataFrame = NOTHING, said: str = "") -> Case:
    return Case(places, held, said)


FILE: Place = (None, "", "")

PRECISE = observations(
    *(row(str(year), 60_400.25 + year - 2018, indicator="jobs", area=OWN) for year in (2018, 2019, 2020))
)
#: Both sexes in five areas, men above women; and three areas with intervals a tenth as wide as their values.
BY_SEX = observations(
    *(
        row("2018", value + place / 10, area=area, breakdown=breakdown)
        for place, area in enumerate((OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY))
        for breakdown, value in (("sex=male", 18.3), ("sex=female", 18.0))
    )
)
WITHIN = observations(
    *(
        row("2018", 18.0 + place / 10, area=area, lower=17.0 + place / 10, upper=19.0 + place / 10)
        for place, area in enumerate((OWN, WATFORD, BROXBOURNE))
    )
)
#: Fifty years of one area, between 17 and 18.
LONG = observations(*(row(str(1969 + place), 17.0 + place % 2) for place in range(50)))
WITH_TOTAL = observations(
    *(row("2018", value, breakdown=line) for line, value in (("", 17.1), ("sex=male", 18.0), ("sex=female", 16.2)))
)
RESIDENTS = row("2018", 120_000.0, kind="mid_year", indicator="population", area=OWN)


def recorded(rate: float) -> pd.DataFrame:
    """The residents, and a rate of each kind of crime in the month before."""
    kinds = ("nuisance", "burglary", "crime")
    months = (row("2018-09", rate, kind="month", indicator=slug, area=OWN) for slug in kinds)
    return observations(RESIDENTS, *months)


DISTRICTS = observations(
    *(
        row(str(year), value + year, indicator="jobs", area=area)
        for area, value in {BROXBOURNE: 32_000.0, WATFORD: 85_000.0, OWN: 78_000.0, COUNTY: 199_036.0}.items()
        for year in (2016, 2017, 2018)
    )
)
WITH_LIMITS = observations(
    *(row(str(year), 16.5, area=OWN, lower=14.1, upper=19.2) for year in (2017, 2018, 2019)),
)
IN_ORDER = observations(
    *(
        row(year, level, area=area)
        for year in ("2017", "2018", "2019")
        for level, area in enumerate((OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, COUNTY), 14)
    )
)
#: Six areas with one decimal; and three with what their share was worked out from.
ROUND = observations(
    *(
        row(str(year), level + year % 4 / 10, area=area)
        for year in (2016, 2017, 2018, 2019)
        for level, area in enumerate((OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK), 14)
    )
)
COUNTED = observations(
    *(
        row("2018", share, area=area, count=100 * share, denominator=10_000.0)
        for area, share in {OWN: 16.4, WATFORD: 18.2, BROXBOURNE: 19.9}.items()
    )
)
#: Fewer people than the share is of.
FEW_PEOPLE = observations(row("2017", 20.1), row("2018", 100_000.0, indicator="population"))
#: Eight areas that stay where they are.
LEVELS = observations(
    *(
        row(str(year), level + year % 2 / 10, area=area)
        for year in (2016, 2017, 2018)
        for area, level in zip(
            (OWN, WATFORD, BROXBOURNE, BASILDON, RUGBY, WARWICK, REGION, ENGLAND),
            (16.0, 14.0, 16.3, 17.0, 18.1, 19.2, 17.5, 17.4),
            strict=True,
        )
    )
)
CASES = {
    "empty-file": at(FILE),
    "binary-file": at(FILE),
    "damaged-file": at(FILE),
    "too-large": at(FILE),
    "unknown-layout": at(FILE),
    "several-layouts": at(FILE),
    "hidden-sheet": at(FILE),
    "formula-without-value": at((4, "", "")),
    "wrong-encoding": at((3, "", "costs Â£5")),
    "windows-encoding": at(FILE),
    "no-header": at(FILE),
    "missing-column": at((1, "note", "")),
    "doubled-column": at((1, "value", "")),
    "bad-row": at((3, "", "E07000103,Watford,District,Obesity,2018-01-01/P1Y,16.1,Percentage,%,,,,,,")),
    "truncated-file": at((3, "", "E07000241,Welwyn Hatfield,District,Obesi")),
    "nothing-to-read": at((1, "", "")),
    "doubled-crimes": at((8, "Crime ID", "0" * 64), held=recorded(0.052)),
    "doubled-incidents": at((2, "Crime ID", ""), held=recorded(0.077)),
    "unreadable-content": at(FILE),
    "no-known-measure": at(FILE),
    "unknown-indicator": at((3, "indicator", "obesty")),
    "other-measures": at(FILE),
    "unknown-breakdown": at((3, "breakdown", "sex=females")),
    "unreadable-period": at((3, "period", "201x-01-01/P1Y")),
    "ambiguous-period": at((3, "period", "2018/19")),
    "duplicate-rows": at((2, "observation", "16.1"), (4, "observation", "16.4")),
    "repeated-rows": at((4, "value", "16.1")),
    "unnamed-measure": at(FILE),
    "unlike-held": at(FILE, held=HELD_JOBS, said="jobs"),
    "fewer-offences": at((None, "Crime type", "2018-11"), held=recorded(0.102)),
    "no-known-area": at(FILE),
    "own-area-missing": at(FILE),
    "merged-area": at((None, "", "E06000068")),
    "unknown-area": at((3, "areacd", "E07000999")),
    "other-areas": at(FILE),
    "ambiguous-area-name": at((3, "areanm", "Newport")),
    "area-name-differs": at((3, "areacd", "E07000103")),
    "old-code": at((3, "areacd", "E07000104")),
    "old-code-new-period": at((3, "areacd", "E07000104")),
    "changed-dates": at((2, "period_start", "01/01/2018")),
    "changed-codes": at((3, "areacd", '="E07000103"')),
    "hidden-figures": at((4, "Jobs_2018", "70100")),
    "lost-digits": at((3, "value", "6.05E+04")),
    "not-a-number": at((3, "observation", "about 17")),
    "decimal-comma": at((3, "observation", "17,2")),
    "marker-without-meaning": at((3, "observation", "..")),
    "number-and-marker": at((3, "observation", "16.1 x")),
    "unknown-flag": at((3, "flags", "provisional guessed")),
    "unit-symbol": at((3, "observation", "£17")),
    "no-population": at((2, "Crime type", "6")),
    "future-period": at((3, "period", "2031-01-01/P1Y")),
    "unfinished-period": at((3, "period", "2026-01-01/P1Y")),
    "improbable-period": at((2, "period", "1815-01-01/P1Y")),
    "percentage-range": at((3, "observation", "116.1")),
    "negative-value": at((3, "value", "-5")),
    "sentinel": at((3, "observation", "-1")),
    "count-above-denominator": at((3, "count", "1000")),
    "outside-interval": at((3, "observation", "16.1")),
    "formula-text": at((3, "note", '=HYPERLINK("https://example.org/","Click")')),
    "small-count": at((3, "value", "3")),
    "overlapping-periods": at((2, "period_start", "2018-01-01"), (3, "period_start", "2018-04-01")),
    "unit-changed": at((2, "value", "60.4"), held=HELD_JOBS),
    "fewer-areas": at(FILE, held=HELD),
    "fewer-digits": at((2, "value", "60400"), held=PRECISE),
    "older-release": at((3, "observation", "17.0"), held=HELD),
    "mixed-vintage": at((6, "observation", "15.8"), held=HELD),
    "vanishing-rows": at(FILE, held=HELD),
    "limits-gone": at((2, "observation", "16.8"), held=WITH_LIMITS),
    "rounder-figures": at((2, "value", "60403"), held=PRECISE),
    "one-last-digit": at((2, "value", "16.12")),
    "finer-figures": at((4, "value", "16.52"), held=ROUND),
    "area-outlier": at((17, "value", "2747")),
    "history-outlier": at((11, "value", "83500")),
    "repeated-period": at((3, "value", "34817")),
    "another-area": at((5, "value", "60413")),
    "another-line": at((4, "value", "16.41237")),
    "one-value": at((2, "value", "60413")),
    "large-revision": at((2, "value", "601000"), held=HELD_JOBS[HELD_JOBS["period_label"] == "2017"]),
    "series-revised": at((2, "value", "17.0"), held=HELD),
    "mixed-areas": at((8, "value", "18.4"), held=HELD),
    "parts-and-total": at((2, "value", "60400")),
    "county-and-districts": at((5, "value", "163442"), held=DISTRICTS),
    "common-change": at((2, "value", "1.7"), held=HELD),
    "order-of-areas": at((2, "value", "20"), held=IN_ORDER),
    "two-exchanged": at((2, "value", "14.1"), held=LEVELS),
    "far-level": at((4, "value", "62"), held=HELD),
    "not-compared": at(FILE, held=HELD_JOBS),
    "beyond-held": at((3, "value", "26.0"), held=LONG),
    "out-of-bounds": at((3, "value", "412")),
    "broken-rank": at((3, "value", "91.5")),
    "shared-ranks": at((2, "value", "18")),
    "value-and-count": at((4, "value", "20.1"), held=COUNTED),
    "other-base": at((2, "value", "20"), held=FEW_PEOPLE),
    "lines-exchanged": at(FILE, held=BY_SEX),
    "other-limits": at((2, "value", "17.9"), held=WITHIN),
    "not-in-newest": at(FILE, held=HELD),
    "empty-period": at((4, "period_start", "2019-01-01")),
    "line-not-in-newest": at(FILE, held=WITH_TOTAL),
    "missing-period": at(FILE),
    "long-before": at((2, "period_start", "1948-01-01"), held=HELD),
    "files-disagree": at((2, "observation", "16.1"), (3, "observation", "16.4")),
}


def file_of(check: str) -> str:
    """The fixture of a check: the one file that bears its name."""
    (path,) = FIXTURES.glob(f"{check}.*")
    return path.name


@cache
def reports(check: str) -> list[Report]:
    name = file_of(check)
    case = CASES[check]
    return screen_upload(name, fixture(name), catalogue(), case.held, TODAY, indicator=case.said)


def test_every_check_has_its_fixture_and_no_fixture_is_without_a_check() -> None:
    assert list(CASES) == list(CHECKS)
    assert {path.stem for path in FIXTURES.iterdir()} == {*CHECKS, "sound"}


def test_every_check_that_a_module_declares_is_made_and_has_an_id_of_its_own() -> None:
    names = [f"{screening.__name__}.{found.name}" for found in iter_modules(screening.__path__)]
    declared = [each for name in names for each in vars(import_module(name)).values() if isinstance(each, Check)]
    assert {id(each) for each in declared} == {id(each) for each in CHECKS.values()}


def nodes(folder: str, kind: type[ast.AST]) -> Iterator[Any]:
    """Everything of a kind in the modules of a package."""
    for path in sorted(Path(folder).glob("*.py")):
        yield from (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kind))


def test_no_layout_names_a_check_that_there_is_not() -> None:
    calls = [call for call in nodes(formats.__path__[0], ast.Call) if isinstance(call.func, ast.Name)]
    named = [call.args[0] for call in calls if call.func.id in ("Fault", "UnreadableFile")]
    ids = {each.value for each in named if isinstance(each, ast.Constant)}
    ids |= {check for check, _ in opening.REFUSALS.values()}
    assert ids - set(CHECKS) == set()
    assert len(ids) > 8


def test_no_text_that_is_read_names_a_check_that_there_is_not() -> None:
    """Any text with a hyphen between small letters that is not a check's is a slip of the pen."""
    texts = {node.value for node in nodes(screening.__path__[0], ast.Constant) if isinstance(node.value, str)}
    ids = {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}
    assert ids - set(CHECKS) == set()
    assert len(ids) > 50


@pytest.mark.parametrize("check", [check for check in CASES if check not in ("too-large", "unreadable-content")])
def test_a_fixture_fails_its_check_alone_in_the_right_places(check: str) -> None:
    found = [finding for report in reports(check) for finding in report.findings]
    assert [finding.check for finding in found] == [check] * len(CASES[check].places)
    assert tuple((finding.row, finding.column, finding.value) for finding in found) == CASES[check].places


@pytest.mark.parametrize("check", CASES)
def test_a_check_says_what_it_means_and_how_it_is_mended(check: str) -> None:
    told = CHECKS[check]
    assert told.id == check
    assert told.title
    assert told.means.endswith((".", "?"))
    assert told.mend.endswith(".")


@pytest.mark.parametrize("check", [check for check in CASES if check not in ("too-large", "unreadable-content")])
def test_a_finding_is_a_whole_sentence_with_its_fix_and_its_file(check: str) -> None:
    for report in reports(check):
        for finding in report.findings:
            assert (finding.level, finding.stage) == (CHECKS[check].level, CHECKS[check].stage)
            assert finding.message.endswith((".", "?"))
            assert finding.fix.endswith(".")
            assert finding.file == report.file
            assert finding.file.startswith(file_of(check))


@pytest.mark.parametrize("check", [check for check in CASES if check not in ("too-large", "unreadable-content")])
def test_errors_block_and_nothing_else_does(check: str) -> None:
    assert any(report.blocked for report in reports(check)) == (CHECKS[check].level == "error")
    warned = [finding.check for report in reports(check) for finding in report.warnings]
    assert bool(warned) == (CHECKS[check].level == "warning")


def test_a_file_beyond_all_publishers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 100)
    (report,) = screen_upload("too-large.csv", fixture("too-large.csv"), catalogue(), NOTHING, TODAY)
    assert [finding.check for finding in report.findings] == ["too-large"]
    assert report.blocked


@pytest.mark.parametrize("error", [ValueError("no such quarter"), KeyError("A1"), IndexError("9"), csv.Error("quote")])
def test_a_reader_that_breaks_on_the_content_is_a_finding(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fragile:
        TITLE = "Fragile"
        DESCRIPTORS = ()

        def recognises(self, file: File) -> bool:
            return "breaks its reader" in file.head

        def read(self, file: File) -> Reading:
            raise error

    monkeypatch.setattr(formats, "FORMATS", MappingProxyType({"fragile": Fragile()}))
    name = "unreadable-content.csv"
    (report,) = screen_upload(name, fixture(name), catalogue(), NOTHING, TODAY)
    assert [(finding.check, finding.row) for finding in report.findings] == [("unreadable-content", None)]
    assert report.blocked
    assert report.layout == "fragile"


@pytest.mark.parametrize("error", [ValueError("no such quarter"), csv.Error("quote")])
def test_so_is_one_that_breaks_on_looking_at_it(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fragile:
        TITLE = "Fragile"
        DESCRIPTORS = ()

        def recognises(self, file: File) -> bool:
            raise error

    monkeypatch.setattr(formats, "FORMATS", MappingProxyType({"fragile": Fragile()}))
    (report,) = screen_upload("a.csv", b"a,b", catalogue(), NOTHING, TODAY)
    assert [finding.check for finding in report.findings] == ["unreadable-content"]


def test_a_check_is_added_as_the_documentation_says(monkeypatch: pytest.MonkeyPatch) -> None:
    extending = (Path(__file__).parents[2] / "docs" / "extending.md").read_text(encoding="utf-8")
    section = extending.partition("\n## A screening check\n")[2]
    rule, file, case = re.findall(r"^```\w+ [^\n]+\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[:3]
    names = dict(vars(values))
    exec(rule, names)
    added = {each.id: each for each in declared(names)}
    ((check, expected),) = eval(f"{{{case}}}", {"at": at}).items()
    assert list(added)[-1] == check
    monkeypatch.setattr(screening, "CHECKS", dict(CHECKS) | added)
    (report,) = screen_upload(f"{check}.csv", file.encode(), catalogue(), expected.held, TODAY)
    assert [each.check for each in report.findings] == [check] * len(expected.places)
    assert tuple((each.row, each.column, each.value) for each in report.findings) == expected.places
    assert report.findings[0].sentence.endswith("3,000,000 is a round number. Look whether the publisher estimates it.")


def test_the_checks_are_listed_by_their_stages() -> None:
    tables = [screening.listing(CHECKS.values(), stage) for stage in screening.STAGES]
    assert sum(map(len, tables)) == len(CHECKS)
    assert tables[0].iloc[0].to_dict() == {
        "Check": "Empty file",
        "Level": "Error",
        "What it means": "The file holds nothing.",
        "How to mend it": "Download the file again.",
    }


def test_a_sound_file_has_no_finding() -> None:
    (report,) = screen_upload("sound.csv", fixture("sound.csv"), catalogue(), NOTHING, TODAY)
    assert report.findings == ()
    assert not report.blocked
    assert between(HELD, report.observations, NOTHING).nothing


#: What stops a release, what asks a question, what is only told. A check that is added need not stand here.
LEVELS = {
    "error": """
        empty-file binary-file damaged-file too-large unknown-layout several-layouts no-header missing-column
        doubled-column bad-row truncated-file nothing-to-read doubled-incidents unreadable-content no-known-measure
        unknown-indicator unnamed-measure
        unknown-breakdown unreadable-period ambiguous-period duplicate-rows no-known-area ambiguous-area-name
        area-name-differs not-a-number decimal-comma marker-without-meaning number-and-marker no-population
        future-period improbable-period percentage-range sentinel count-above-denominator outside-interval
        formula-text unit-changed files-disagree formula-without-value out-of-bounds broken-rank
    """,
    "warning": """
        wrong-encoding unknown-area old-code-new-period unknown-flag unit-symbol unfinished-period negative-value
        small-count overlapping-periods fewer-areas fewer-digits older-release mixed-vintage vanishing-rows
        area-outlier history-outlier missing-period doubled-crimes fewer-offences repeated-period another-area
        another-line one-value large-revision series-revised mixed-areas parts-and-total county-and-districts
        unlike-held own-area-missing merged-area hidden-figures lost-digits limits-gone rounder-figures
        one-last-digit finer-figures shared-ranks value-and-count empty-period long-before
        two-exchanged
        lines-exchanged other-limits not-in-newest line-not-in-newest beyond-held
    """,
    "note": """
        windows-encoding other-measures repeated-rows other-areas old-code hidden-sheet changed-dates changed-codes
    """,
}


@pytest.mark.parametrize("level", LEVELS)
def test_how_grave_each_check_is(level: str) -> None:
    checks = LEVELS[level].split()
    assert [CHECKS[check].level for check in checks] == [level] * len(checks)

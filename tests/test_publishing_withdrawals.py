"""No row is ever withdrawn without a warning that says how many go and which, and that somebody has acknowledged."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import publishing, store, tables
from indicators.model import Cadence
from indicators.publishing import Blocked
from indicators.screening import CHECKS, Finding, Report, screen_files
from tests.build import ENGLAND, OWN, SEX, WATFORD, indicator, observations, row, small_catalogue, told

TODAY = date(2021, 6, 1)
AREAS = {OWN: "Welwyn Hatfield", WATFORD: "Watford", ENGLAND: "England"}
LINES = list(product(AREAS, ("", "sex=male"), range(2012, 2019)))
#: What is held: every line but for a hole.
HELD = {line: row(str(line[2]), 10.0 + place, area=line[0], breakdown=line[1]) for place, line in enumerate(LINES)}
del HELD[WATFORD, "", 2014]
CADENCES: tuple[Cadence, ...] = get_args(Cadence)
OTHERS = tuple(check for check in CHECKS if check != "vanishing-rows")
WITHDRAWN = re.compile(r"([\d,]+) figures? (?:is|are) held.*, not in the file, and would be withdrawn: ([^;.]+)")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that the tests only read: what they try to publish is refused."""
    folder = str(tmp_path_factory.mktemp("held") / "store")
    store.publish(folder, observations(*HELD.values()), by="analyst", note="The first figures")
    return folder


def proposed(where: str, files: Iterable[Iterable[dict[str, Any]]], cadence: Cadence) -> publishing.Proposal:
    """The proposal for these files of an indicator that comes so often."""
    catalogue = small_catalogue(replace(indicator(dimensions=(SEX,)), cadence=cadence))
    contents = {f"{place}.csv": tables.tidy_csv(observations(*rows)).encode() for place, rows in enumerate(files)}
    reports = screen_files(contents, catalogue, store.read(where), TODAY)
    return publishing.propose(where, reports, catalogue, TODAY)


def warnings_of(reports: Iterable[Report]) -> list[Finding]:
    return [found for report in reports for found in report.warnings if WITHDRAWN.search(found.message)]


def number(found: Finding) -> int:
    match = WITHDRAWN.search(found.message)
    assert match
    return int(match[1].replace(",", ""))


@pytest.mark.slow("60 releases, each screened")
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from(LINES), min_size=1), min_size=1, max_size=2),
    st.sampled_from(CADENCES),
)
def test_whatever_would_vanish_is_told(where: str, chosen: list[set[Any]], cadence: Cadence) -> None:
    files = [[HELD[line] for line in sorted(lines) if line in HELD] for lines in chosen]
    proposal = proposed(where, [rows or list(HELD.values()) for rows in files], cadence)
    gone, found = proposal.changes.withdrawn, warnings_of(proposal.reports)
    assert sum(map(number, found)) == sum(len(report.withdrawn) for report in proposal.reports) >= len(gone)
    assert bool(found) == bool(len(gone))
    for area, label, breakdown in told(gone, "area_code", "period_label", "breakdown"):
        mine = [one for one in found if (f" for {breakdown}," in one.message) == bool(breakdown)]
        assert any(f"{AREAS[str(area)]}, {label}" in one.message or "more." in one.message for one in mine)
    if len(gone):
        with pytest.raises(Blocked, match="would be withdrawn"):
            publishing.publish(where, proposal, by="Jo", note="A file", accepted=OTHERS, contents={"0.csv": b""})
    assert store.version(where) == 0


@pytest.mark.parametrize("cadence", CADENCES)
def test_a_period_that_all_areas_lack_is_told_however_often_the_indicator_comes(where: str, cadence: Cadence) -> None:
    proposal = proposed(where, [[each for (_, _, year), each in HELD.items() if year != 2016]], cadence)
    assert len(proposal.changes.withdrawn) == 6
    assert [found.sentence for found in warnings_of(proposal.reports)] == [
        f"0.csv: obesity: 3 figures are held{of}, not in the file, and would be withdrawn: {listed}. Look whether the "
        "publisher withdrew them."
        for of, listed in (
            ("", "Watford, 2016; Welwyn Hatfield, 2016; England, 2016"),
            (" for sex=male", "Watford, 2016; Welwyn Hatfield, 2016; England, 2016"),
        )
    ]

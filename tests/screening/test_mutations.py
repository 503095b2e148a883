"""Files that were harmed on the way: never a traceback, and never another figure that nobody is told of."""

import csv
import io
import sys
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.changes import between
from indicators.formats import FORMATS, files
from indicators.model import KEY, Catalogue
from indicators.screening import Report, screen_upload
from indicators.screening.numbers import number
from tests.screening import sheets
from tests.screening.mutations import EACH, ONE_IN, counted, known_silent, outcomes, summary
from tests.screening.situation import FIXTURES, HELD, NOTHING, TODAY, catalogue, fixture, screened
from tests.share import WHOLE

pytestmark = pytest.mark.slow("each test screens dozens of harmed files")

SOUND = list(csv.reader(io.StringIO(fixture("sound.csv").decode())))
HEADER, ROWS = SOUND[0], SOUND[1:]
VALUE, PERIOD = HEADER.index("observation"), HEADER.index("period")

FEW = settings(max_examples=25, deadline=None)


def written(rows: list[list[str]], header: list[str] = HEADER) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([header, *rows])
    return stream.getvalue()


def keys(rows: pd.DataFrame) -> set[tuple[object, ...]]:
    return set(rows[list(KEY)].itertuples(index=False, name=None))


def unheard(report: Report) -> set[tuple[object, ...]]:
    """Observations of a report that could be published, are not what is held, and are in no comparison."""
    if report.blocked:
        return set()
    changes = between(HELD, report.observations, report.withdrawn)
    both = report.observations.merge(HELD, on=list(KEY), how="left", suffixes=("", "_held"))
    same = (both["value"] == both["value_held"]) & (both["status"] == both["status_held"])
    return keys(both[~same]) - keys(changes.new) - keys(changes.revised)


@FEW
@given(
    st.integers(0, len(ROWS) - 1),
    st.one_of(
        st.sampled_from(["", "-1", "116.1", "16,4", "..", "c", "1640", "0.164", "161", "61.1", "16.4 [u]", "x 3"]),
        st.decimals(0, 100, places=1).map(str),
        st.text(max_size=6).filter(lambda text: "\x00" not in text),
    ),
)
def test_another_value_is_found_or_told_as_revised(place: int, text: str) -> None:
    rows = [list(row) for row in ROWS]
    before, rows[place][VALUE] = rows[place][VALUE], text
    report = screened(written(rows), HELD)
    read = number(text)
    if read.value == float(before) and not read.status:
        return
    changes = between(HELD, report.observations, NOTHING)
    here = [found for found in report.findings if found.row == place + 2 and found.level == "error"]
    told = changes.revised[(changes.revised["area_code"] == rows[place][0]) & (changes.revised["value"] == read.value)]
    missing = changes.revised[(changes.revised["area_code"] == rows[place][0]) & (changes.revised["status"] != "")]
    assert here or len(told) == 1 or (pd.isna(read.value) and len(missing) == 1) or report.blocked
    assert unheard(report) == set()


@FEW
@given(st.sets(st.integers(0, len(ROWS) - 1), min_size=1))
def test_rows_that_are_gone_are_missed(dropped: set[int]) -> None:
    rows = [row for place, row in enumerate(ROWS) if place not in dropped]
    report = screened(written(rows), HELD)
    assert unheard(report) == set()
    changes = between(HELD, report.observations, report.withdrawn)
    assert changes.revised.empty
    there = {(row[0], row[PERIOD]) for row in rows}
    years = sorted(row[PERIOD] for row in rows)
    for place in dropped:
        area, year = ROWS[place][0], ROWS[place][PERIOD]
        inside = bool(years) and years[0] <= year <= years[-1]
        if any(each == area for each, _ in there) and inside:
            gone = changes.withdrawn
            assert ((gone["area_code"] == area) & (gone["period_label"] == year[:4])).any()
    absent = {row[0] for row in ROWS} - {area for area, _ in there}
    assert not absent or not rows or "fewer-areas" in [found.check for found in report.findings]


@FEW
@given(st.lists(st.integers(0, len(HEADER) - 1), min_size=2, max_size=2, unique=True), st.booleans())
def test_columns_that_are_swapped_change_nothing_unheard(pair: list[int], with_header: bool) -> None:
    def swapped(row: list[str]) -> list[str]:
        cells = list(row)
        cells[pair[0]], cells[pair[1]] = row[pair[1]], row[pair[0]]
        return cells

    report = screened(written([swapped(row) for row in ROWS], swapped(HEADER) if with_header else HEADER), HELD)
    assert unheard(report) == set()
    if with_header:  # the order of columns means nothing
        assert report.findings == ()
        assert between(HELD, report.observations, NOTHING).nothing
    elif not report.blocked:
        assert report.findings or between(HELD, report.observations, NOTHING).unchanged == len(HELD)


@FEW
@given(st.data())
def test_bytes_that_are_flipped_change_nothing_unheard(data: st.DataObject) -> None:
    content = bytearray(fixture("sound.csv"))
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.integers(0, 255))
    report = screened(bytes(content), HELD)
    assert unheard(report) == set()
    assert report.layout is None or "unreadable-content" not in [found.check for found in report.findings]


@FEW
@given(st.integers(0, len(fixture("sound.csv")) - 2))
def test_a_file_that_ends_early_changes_nothing_unheard(length: int) -> None:
    assert unheard(screened(fixture("sound.csv")[:length], HELD)) == set()


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_at_all_are_answered(content: bytes) -> None:
    (report, *_) = screen_upload("anything", content, catalogue(), HELD, TODAY)
    assert report.blocked


def harmed(content: bytes, dice: Random) -> bytes:
    """The content with one harm done to it: a byte flipped, lines dropped or doubled, cells mixed or replaced."""
    lines = content.split(b"\n")
    place = dice.randrange(len(lines))
    cells = lines[place].split(b",")
    harm = dice.randrange(5)
    if harm == 0:
        start = dice.randrange(max(len(content), 1))
        return content[:start] + bytes([dice.randrange(256)]) + content[start + 1 :]
    if harm == 1:
        del lines[place : place + dice.randrange(1, 4)]
    elif harm == 2:
        lines.insert(place, lines[dice.randrange(len(lines))])
    elif harm == 3:
        order = dice.sample(range(len(cells)), len(cells))
        lines[place] = b",".join(cells[each] for each in order)
    else:
        cells[dice.randrange(len(cells))] = dice.choice(
            [b"", b"-", b"..", b"12,4", b'"', b"2031", b"\xff\xfe", b"9" * 30]
        )
        lines[place] = b",".join(cells)
    return b"\n".join(lines)


TEXTS = sorted(path for layout in FORMATS for path in (FIXTURES.parent / layout).glob("*.csv"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_harm_to_a_file_of_any_layout_ends_in_a_traceback(
    path: Path, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame
) -> None:
    content = path.read_bytes()
    dice = Random(content)
    for _ in range(4):
        content = harmed(content, dice)
        for report in screen_upload("harmed.csv", content, shipped_catalogue, shipped_rows, TODAY):
            assert "unreadable-content" not in [found.check for found in report.findings]


@pytest.mark.parametrize("layout", FORMATS)
def test_a_damage_is_told_or_does_no_harm_or_is_known_to_pass_in_silence(
    layout: str, shipped_catalogue: Catalogue, shipped_rows: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tenth of the damages, all of them in `make whole`. Where a line is here that is not in the list, a check has
    grown weaker; where one is in the list that is told, one has grown better: then the list is written anew, as
    `tests.screening.mutations` says."""
    monkeypatch.setattr(files, "_workbook", sheets.unpacked)
    one_in = 1 if WHOLE else ONE_IN
    lines = list(outcomes(layout, shipped_catalogue, shipped_rows, one_in=one_in))
    sys.stdout.write(f"{summary(lines)}\n")
    assert len(lines) >= counted()[layout] // one_in
    silent = {(layout, line.place, line.damage) for line in lines if line.outcome == "silent"}
    tried = {(layout, line.place, line.damage) for line in lines}
    assert silent == tried & set(known_silent())


def test_of_all_damages_less_than_one_in_twenty_passes_in_silence_each_for_a_reason() -> None:
    silent, made = known_silent(), counted()
    sys.stdout.write(f"{len(silent)} of {sum(made.values()):,} damages pass in silence.\n")
    assert set(made) == set(FORMATS)
    assert [layout for layout, number in made.items() if not EACH >= number >= 60] == []
    assert {layout for layout, _, _ in silent} <= set(made)
    assert len(silent) < 0.05 * sum(made.values())
    assert [key for key, reason in silent.items() if not reason.endswith(".")] == []

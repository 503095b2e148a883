"""What is screened where everybody's pages are, and what in a process of its own: with the same reports."""

import errno
import io
import pickle
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from indicators import screening
from indicators.formats import files
from indicators.screening import Answer, Report, apart, screen_files
from indicators.screening.finding import IN_ALL, LEAST, LONGEST, MOST, shortened
from indicators.screening.finding import share as share_of
from tests.hostile import archive, ods
from tests.screening.situation import HELD, NOTHING, TODAY, catalogue, els, els_row, fixture

ROWS = [els_row("16.1", 2018), els_row("x1", 2019), els_row("999", 2017), els_row("=1+1", 2016)]
UPLOAD = {"a.csv": els(*ROWS).encode(), "b.zip": archive({"c.csv": els(els_row("16.2", 2018)).encode(), "d": b"a,b\n"})}


def reports(upload: dict[str, bytes], held: pd.DataFrame = NOTHING, **given: object) -> list[Report]:
    return screen_files(upload, catalogue(), held, TODAY, **given)  # type: ignore[arg-type]


@pytest.fixture
def nothing_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "HERE_BYTES", 0)


def alike(ones: list[Report], others: list[Report]) -> None:
    """Fail where two lists of reports are not the same in everything."""
    assert len(ones) == len(others)
    for one, other in zip(ones, others, strict=True):
        for name in ("observations", "places", "withdrawn"):
            pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
        empty = dict.fromkeys(("observations", "places", "withdrawn"), NOTHING)
        assert vars(replace(one, **empty)) | empty == vars(replace(other, **empty)) | empty


@pytest.mark.slow("starts a process")
def test_a_process_of_its_own_gives_the_same_reports_and_tells_the_same_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here: list[str] = []
    there: list[str] = []
    one = reports(UPLOAD, HELD, progress=here.append)
    monkeypatch.setattr(apart, "HERE_BYTES", 0)
    alike(one, reports(UPLOAD, HELD, progress=there.append))
    assert here == there == ["a.csv", "b.zip/c.csv", "b.zip/d"]
    assert {"not-a-number", "files-disagree", "unknown-layout"} <= {f.check for each in one for f in each.findings}


@pytest.mark.slow("starts a process")
@pytest.mark.usefixtures("nothing_fits")
def test_it_hears_what_the_analyst_has_said() -> None:
    answers = {files.File("", fixture("several-layouts.csv")).sha256: Answer("explore-local-statistics")}
    (report,) = reports({"a.csv": fixture("several-layouts.csv")}, answers=answers)
    assert (report.layout, report.blocked) == ("explore-local-statistics", False)


@pytest.mark.slow("starts a process")
@pytest.mark.usefixtures("nothing_fits")
def test_what_is_raised_there_is_raised_here() -> None:
    with pytest.raises(KeyError, match="no-such-layout"):
        reports({"a.csv": els(*ROWS).encode()}, otherwise=Answer("no-such-layout"))


@pytest.mark.slow("starts a process")
@pytest.mark.usefixtures("nothing_fits")
def test_one_that_cannot_begin_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(apart, "_ROOT", tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with pytest.raises(RuntimeError, match="No module named"):
        reports({"a.csv": els(*ROWS).encode()})


@pytest.mark.slow("starts a process")
@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
@pytest.mark.usefixtures("nothing_fits")
def test_what_needs_too_much_memory_is_told_with_the_file_at_which_it_was_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = els(*(els_row(f"word{place}") for place in range(150_000))).encode()
    monkeypatch.setattr(apart, "MEMORY", 260 * 2**20)
    packed = archive({"small.csv": els(*ROWS).encode(), "large.csv": large})
    assert [each.findings[0].sentence for each in reports({"a.zip": packed, "b.csv": b"a,b\n"})] == [
        f"{name}: {name} is one of 2 files that together need more memory than one upload may have to be screened. "
        "It was stopped at a.zip/large.csv. Upload fewer at once, or download fewer areas or years."
        for name in ("a.zip", "b.csv")
    ]
    (report,) = reports({"large.csv": large})
    assert report.blocked
    assert report.sha256 == files.File("", large).sha256
    assert [found.sentence for found in report.findings] == [
        "large.csv: large.csv needs more memory than one upload may have to be screened. "
        "Upload fewer at once, or download fewer areas or years."
    ]


@pytest.mark.slow("starts a process")
@pytest.mark.usefixtures("nothing_fits")
def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.05)
    (report,) = reports({"a.csv": els(*ROWS).encode()})
    assert [found.check for found in report.findings] == ["too-large"]
    assert "a.csv needs more than 0 minutes to be screened." in report.findings[0].message


class Process:
    """A process of its own as a system shows it: it has told which file it looks at, and ends with a code; of itself,
    or when it is told to."""

    def __init__(self, code: int, stopped: bool = False) -> None:
        self.code, self.stopped = code, threading.Event()
        self.told, self.stdin, self.stdout = io.BytesIO(pickle.dumps(("file", "a.csv"))), io.BytesIO(), self
        if not stopped:
            self.stopped.set()

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None: ...

    def read(self, size: int = -1) -> bytes:
        return self.told.read(size) or self.ended()

    def readline(self) -> bytes:
        return self.told.readline() or self.ended()

    def ended(self) -> bytes:
        assert self.stopped.wait(60)
        return b""

    def terminate(self) -> None:
        self.stopped.set()

    def kill(self) -> None: ...

    def wait(self) -> int:
        return self.code


@pytest.mark.parametrize("code", [1, -15, 0xC000013A], ids=["Windows", "POSIX", "Windows, by the console"])
def test_one_that_is_stopped_after_its_time_is_told_as_slow_on_every_system(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    monkeypatch.setattr(apart, "_started", lambda *_: Process(code, stopped=True))
    with pytest.raises(apart.Apart) as ended:
        apart.ask({}, (), None)
    assert (ended.value.file, ended.value.slow) == ("a.csv", True)


@pytest.mark.parametrize("code", [apart.TOO_LARGE, -6, -9, -11, -15, 0xC0000005, 0xC0000017, 0xC0000409])
def test_one_that_ends_for_its_memory_is_told_as_large_on_every_system(
    code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_started", lambda *_: Process(code))
    with pytest.raises(apart.Apart) as ended:
        apart.ask({}, (), None)
    assert (ended.value.file, ended.value.slow) == ("a.csv", False)


@pytest.mark.parametrize("code", [0, 1, 2])
def test_one_that_ends_of_itself_without_reports_is_no_large_upload(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_started", lambda *_: Process(code))
    with pytest.raises(RuntimeError):
        apart.ask({}, (), None)


@pytest.mark.slow("starts a process")
def test_the_next_upload_has_its_turn_after_one_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "HERE_BYTES", 0)

    def stop(name: str) -> None:
        raise ZeroDivisionError(name)

    with pytest.raises(ZeroDivisionError):
        reports(UPLOAD, progress=stop)
    assert len(reports(UPLOAD)) == 3


@pytest.mark.parametrize(
    ("error", "memory"),
    [
        (MemoryError(), True),
        (pa.ArrowMemoryError("malloc of size 64 failed"), True),
        (pa.ArrowException("Unknown error: Failed to launch worker thread"), True),
        (RuntimeError("can't start new thread"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (pa.ArrowInvalid("no table"), False),
        (KeyError("layout"), False),
    ],
)
def test_want_of_memory_is_known_in_whatever_it_is_raised(error: Exception, memory: bool) -> None:
    assert apart._for_want_of_memory(error) == memory


HERE = ("HERE_BYTES", "HERE_ROWS", "HERE_FILES")


@pytest.mark.parametrize(
    ("contents", "sizes"),
    [
        ({"a": b"1,2\n3,4\n"}, (8, 2, 1)),
        ({"a": b"1,2\n", "b": b"3,4\n"}, (8, 2, 2)),
        ({"a": b"1\r2\r3\r"}, (6, 3, 1)),
        ({"a": b"1\r\n2\r\n"}, (6, 2, 1)),
        ({"a.zip": archive({"a": b"1" * 500})}, (500, 10, 1)),
        ({"a.zip": archive({"a": b"1" * 200, "b": b"2" * 300}), "c": b"1,2\n"}, (504, 11, 3)),
    ],
)
def test_an_upload_fits_by_its_bytes_and_rows_and_files_unpacked(
    monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes], sizes: tuple[int, int, int]
) -> None:
    for less in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)):
        for name, size, by in zip(HERE, sizes, less, strict=True):
            monkeypatch.setattr(apart, name, size - by)
        assert apart.fits(contents) != any(less)


def test_many_small_files_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(apart, "ask", lambda *given: asked.append(given) or [])
    for packed in (True, False):
        few = {f"{place}.csv": b"a,b\n1,2\n" for place in range(apart.HERE_FILES)}
        many = few | {"last.csv": b"a,b\n1,2\n"}
        asked.clear()
        assert len(reports({"a.zip": archive(few)} if packed else few)) == apart.HERE_FILES
        assert asked == []
        assert (reports({"a.zip": archive(many)} if packed else many), len(asked)) == ([], 1)


def test_the_files_of_an_archive_are_counted_and_not_the_parts_of_a_workbook() -> None:
    packed = archive({"a.csv": b"1", "b/c.csv": b"2", "._a.csv": b"", ".DS_Store": b""})
    assert [files.within(each) for each in (packed, packed[:60], ods(2, 3), b"a,b\n")] == [2, 1, 1, 1]


def test_room_is_taken_until_there_is_none() -> None:
    room = apart.Room(figures=2, cells=3)
    room.take(figures=1.5, cells=3)
    room.take(figures=0.5)
    with pytest.raises(apart.TooMuch):
        room.take(figures=0.1)
    with pytest.raises(apart.TooMuch):
        apart.Room(figures=2, cells=3).take(cells=4)


@pytest.mark.parametrize("change", [{"figures": 3 + 4 / apart.READ_ALONE - 0.01}, {"cells": 5}])
def test_what_turns_out_to_hold_too_much_is_screened_again_apart(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, float]
) -> None:
    contents = {"a.csv": els(*ROWS[:3], els_row(area="E06000999")).encode(), "b.ods": ods(2, 3)}
    asked: list[object] = []
    monkeypatch.setattr(apart, "ask", lambda *given: asked.append(given) or [])
    enough = {"figures": 3 + 4 / apart.READ_ALONE + 0.01, "cells": 6}
    room = apart.Room
    monkeypatch.setattr(apart, "Room", lambda: room(**enough))
    assert [report.file for report in reports(contents)] == ["a.csv", "b.ods"]
    monkeypatch.setattr(apart, "Room", lambda: room(**(enough | change)))
    assert (reports(contents), len(asked)) == ([], 1)


@pytest.mark.parametrize(
    ("upload", "told"),
    [
        ({"a.zip": archive({"a.csv": b"1\n2\n", "b.csv": b"1\n2\n"})}, "a.zip: a.zip holds 4 rows in all"),
        ({"a.csv": b"1\n2\n", "b.csv": b"3\n4\n"}, "a.csv: a.csv is one of 2 files that hold 4 rows in all"),
    ],
)
def test_rows_are_counted_over_all_files_of_an_upload(
    monkeypatch: pytest.MonkeyPatch, upload: dict[str, bytes], told: str
) -> None:
    monkeypatch.setattr(screening, "MAX_ROWS", 4)
    assert "too-large" not in {found.check for report in reports(upload) for found in report.findings}
    monkeypatch.setattr(screening, "MAX_ROWS", 3)
    found = reports(upload)
    assert [report.file for report in found] == list(upload)
    assert found[0].findings[0].sentence == (
        f"{told}; no more than 3 are screened at once. Upload fewer at once, or download fewer areas or years."
    )


def test_files_of_one_upload_share_the_places_that_are_listed() -> None:
    assert [share_of(files) for files in (0, 1, 10, 11, 500, 10**6)] == [MOST, MOST, MOST, IN_ALL // 11, 200, LEAST]


def test_the_share_is_what_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.screening.finding.IN_ALL", 4)
    monkeypatch.setattr("indicators.screening.finding.LEAST", 2)
    wrong = els(*(els_row(f"word{place}", 2000 + place) for place in range(5))).encode()
    for report in reports({"a.csv": wrong, "b.csv": wrong.replace(b"word", b"text")}):
        found = [each for each in report.findings if each.check == "not-a-number"]
        assert [each.unlisted for each in found] == [0, 0, 3]


def test_a_long_cell_is_told_as_far_as_anybody_reads() -> None:
    assert shortened("a" * LONGEST) == "a" * LONGEST
    assert shortened("a" * (LONGEST + 1)) == "a" * LONGEST + "…"
    (report,) = reports({"a.csv": els(els_row("word" * 50_000)).encode()})
    found = next(each for each in report.findings if each.check == "not-a-number")
    assert (len(found.value), len(found.message)) == (LONGEST + 1, LONGEST + 1)


def test_what_an_archive_says_of_its_size_is_believed_until_it_is_opened() -> None:
    packed = archive({"a.csv": b"1" * 1000, "b.csv": b"2" * 500})
    assert files.unpacked(packed) == 1500
    assert files.unpacked(b"a,b\n") == 4
    assert files.unpacked(packed[:60]) == 60
    assert files.packed(packed)
    assert files.packed(files.OLE)
    assert not files.packed(b"a,b\n")


def test_a_kind_without_end_is_read_no_further_than_a_kind_is_long() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text" + " " * 10**6)
        packed.writestr("content.xml", "<a/>")
    (report,) = reports({"a.odt": stream.getvalue()})
    assert report.findings[0].message == "a.odt is a text document (ODT)."

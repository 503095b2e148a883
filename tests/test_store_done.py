"""What was done is known: a release that landed is never called refused, and strangers do not refuse each other."""

import errno
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import deltalake
import pandas as pd
import pytest
from click.testing import CliRunner
from deltalake.exceptions import DeltaError

from indicators import store
from indicators.__main__ import main
from indicators.errors import PublishedMeanwhile, StoreError
from indicators.store import commits, delta, engine, log, places
from tests import harm
from tests.harm import figures


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "store")


def publish(where: str, value: float, slug: str = "jobs", year: int = 2001, **told: Any) -> store.Release:
    made = store.publish(where, figures(slug, [year], value), by=told.pop("by", "A"), note="n", **told)
    assert made is not None
    return made


def comment(where: str) -> store.Entry:
    return store.record(where, store.Entry("comment", "2018Q2", "A", "jobs", "Why"), lambda entries: None)


# Whether it landed


@pytest.mark.parametrize("first", [True, False])
def test_a_release_that_landed_is_told_as_one_whatever_deltalake_says(
    where: str, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    if not first:
        publish(where, 1.0)
    write = commits._write

    def fails_after(*given: Any) -> None:
        write(*given)
        raise DeltaError("No space left on device")

    monkeypatch.setattr(commits, "_write", fails_after)
    release = publish(where, 2.0, content=b"figures")
    assert release.version == store.version(where) == (0 if first else 1)
    assert comment(where).number == 0
    assert store.verify(where).faults == ()


def test_a_checkpoint_for_which_there_is_no_room_is_no_refusal(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        (Path(where) / commits.checkpoint_name(2)).write_bytes(b"PAR1 half of i")
        raise DeltaError("No space left on device")

    monkeypatch.setattr(commits, "CHECKPOINT", 2)
    monkeypatch.setattr(deltalake.DeltaTable, "create_checkpoint", full)
    assert [publish(where, float(value)).version for value in range(4)] == [0, 1, 2, 3]
    assert store.verify(where).faults == ()


def test_a_note_beside_the_log_for_which_there_is_no_room_is_no_refusal(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    publish(where, 1.0)
    monkeypatch.setattr(log, "write_head", full)
    assert publish(where, 2.0).version == 1
    assert store.verify(where).faults == ()


def test_what_landed_on_a_disk_that_does_not_answer_is_not_called_refused(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(place: places.Place, name: str) -> None:
        raise OSError(errno.EIO, "Input/output error", name)

    publish(where, 1.0)
    monkeypatch.setattr(places.Place, "flush", broken)
    with pytest.raises(StoreError, match=r"Version 1 was written, but the disk .*Do not write it again") as told:
        publish(where, 2.0)
    assert "Nothing was written" not in str(told.value)
    assert store.version(where) == 1


@pytest.mark.parametrize("first", [True, False])
def test_what_did_not_land_leaves_no_data_file(where: str, monkeypatch: pytest.MonkeyPatch, first: bool) -> None:
    if not first:
        publish(where, 1.0)
    files = harm.files(where)

    def fails(*given: Any) -> None:
        raise DeltaError("No space left on device")

    monkeypatch.setattr(commits, "_write", fails)
    with pytest.raises(StoreError, match="cannot be read or written: No space left on device"):
        publish(where, 2.0)
    assert harm.files(where) == files


# Strangers, and those who meet


def meeting(monkeypatch: pytest.MonkeyPatch, others: Iterator[Any]) -> list[int]:
    """Let others publish just before a commit is made; which attempts had to wait."""
    commit, pauses = commits.commit, list[int]()

    def late(*given: Any) -> log.Commit | None:
        with monkeypatch.context() as alone:
            alone.setattr(commits, "commit", commit)
            for other in others:
                other()
                break
        return commit(*given)

    monkeypatch.setattr(commits, "commit", late)
    monkeypatch.setattr(delta, "pause", pauses.append)
    return pauses


@pytest.mark.parametrize(("slug", "year"), [("obesity", 2001), ("jobs", 2002)])
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_releases_of_other_rows_do_not_refuse_each_other(
    where: str, monkeypatch: pytest.MonkeyPatch, slug: str, year: int, when: str
) -> None:
    publish(where, 1.0)
    compared = store.state(where)
    if when == "before":
        publish(where, 5.0, slug, year, by="Other")
    else:
        meeting(monkeypatch, iter([lambda: publish(where, 5.0, slug, year, by="Other")]))
    assert publish(where, 2.0, expected=compared).version == 2
    rows = store.read(where).set_index(["indicator", "period_label"])["value"].to_dict()
    assert rows == {("jobs", "2001"): 2.0, (slug, str(year)): 5.0}
    assert [(each.new, each.revised) for each in store.history(where)] == [(0, 1), (1, 0), (1, 0)]
    assert store.verify(where).litter == ()  # the attempt that was too late took its file away


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_releases_of_the_same_row_do(where: str, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    publish(where, 1.0)
    compared = store.state(where)
    if when == "before":
        publish(where, 5.0)
    else:
        meeting(monkeypatch, iter([lambda: publish(where, 5.0)]))
    with pytest.raises(PublishedMeanwhile, match=r"the store is at version 1, not 0\. Nothing was written"):
        publish(where, 2.0, expected=compared)
    assert store.read(where)["value"].tolist() == [5.0]


def test_rows_that_a_file_has_and_does_not_change_count_too(where: str) -> None:
    publish(where, 1.0)
    compared, keys = store.state(where), figures("jobs", [2001, 2002], 0.0)
    publish(where, 5.0)
    with pytest.raises(PublishedMeanwhile):
        publish(where, 2.0, year=2002, expected=compared, rests_on=keys)
    assert publish(where, 2.0, year=2002, expected=compared).version == 2


def test_a_rollback_is_of_every_row(where: str) -> None:
    publish(where, 1.0)
    publish(where, 2.0)
    compared = store.state(where)
    publish(where, 5.0, "obesity")
    with pytest.raises(PublishedMeanwhile, match="the store is at version 2, not 1"):
        store.roll_back(where, 0, by="A", reason="r", expected=compared)


def test_those_who_meet_wait_before_they_try_again(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(where, 1.0)
    pauses = meeting(monkeypatch, iter([lambda value=value: publish(where, value) for value in (5.0, 6.0, 7.0)]))
    assert publish(where, 2.0).version == 4
    assert [each for each in pauses if each] == [1, 2, 3]


def test_a_pause_grows_is_drawn_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, slept = list[tuple[float, float]](), list[float]()
    monkeypatch.setattr(random, "uniform", lambda low, high: drawn.append((low, high)) or high / 2)
    monkeypatch.setattr(time, "sleep", slept.append)
    for attempt in range(delta.ATTEMPTS):
        delta.pause(attempt)
    highest = [high for _, high in drawn]
    assert {low for low, _ in drawn} == {0}
    assert len(slept) == len(drawn) == delta.ATTEMPTS - 1
    assert highest == sorted(highest)
    assert highest[0] < highest[-1] == delta.PAUSES[1]


def test_publishing_reads_no_more_of_the_log_the_longer_it_is(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read, names = places.Place.read, list[str]()

    def counted(place: places.Place, name: str) -> bytes:
        names.append(name)
        return read(place, name)

    monkeypatch.setattr(places.Place, "read", counted)
    many = []
    for number in range(14):
        names.clear()
        publish(where, float(number))
        many.append(len(names))
    assert many[3:] == [many[3]] * len(many[3:])


# Words


def test_a_build_that_cannot_write_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    where = str(tmp_path / "a file" / "store")
    done = CliRunner().invoke(main, ["build"], env={"INDICATORS_STORE": where})
    assert done.exit_code == 1
    assert f"Error: The store at {where} cannot be read or written: not a directory" in done.output
    assert "indicators build" not in done.output


def test_a_folder_that_nobody_may_write_into_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(where, 1.0)

    def forbidden(path: Path, *given: Any, **named: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "write_bytes", forbidden)
    for write in (lambda: publish(where, 2.0), lambda: comment(where)):
        with pytest.raises(StoreError, match=rf"^The store at {where} cannot be read or written: permission denied \("):
            write()


class PanicException(BaseException):
    """As deltalake raises it: no Exception."""


PANIC = b"\nthread '<unnamed>' (77) panicked at src/lib.rs:1:2:\nAlready shut down\nnote: run with `RUST_BACKTRACE=1`\n"


def test_a_panic_is_a_fault_like_any_other_and_stays_off_standard_error(
    where: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def panics(*given: object) -> None:
        os.write(2, b"before\n" + PANIC + b"after\n" + PANIC.replace(b" (77)", b"").partition(b"note")[0])
        raise PanicException("Already shut down")

    publish(where, 1.0)
    monkeypatch.setattr(commits, "_write", panics)
    with pytest.raises(StoreError, match="cannot be read or written: the engine stopped: Already shut down"):
        publish(where, 2.0)
    assert capfd.readouterr().err == "before\nafter\n"


def test_what_is_no_panic_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        with engine.contained():
            os.write(2, b"a warning\n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert capfd.readouterr().err == "a warning\n"


def test_without_a_standard_error_it_works_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(handle: int) -> int:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", closed)
    with engine.contained():
        rows = pd.DataFrame()
    assert rows.empty

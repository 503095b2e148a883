"""A store that was there and is not any more is told as what it is, and nothing is written in its place."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators import clock, store
from indicators.errors import StoreError, StoreGone
from indicators.store import delta, ledger, places, seen
from tests import harm
from tests.harm import figures

AT = datetime(2026, 11, 30, 19, 56, tzinfo=UTC)
Vanish = Callable[[Path], object]


def publish(where: str, value: float, **told: store.State) -> store.Release | None:
    return store.publish(where, figures("jobs", [2001], value), by="A", note="n", content=b"kept", **told)


def comment(where: str) -> store.Entry:
    return store.record(where, store.Entry("comment", "2018Q2", "A", "jobs", "Why"), lambda entries: None, b"said")


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store at version 1 with two comments, as this process has seen it."""
    where = str(tmp_path / "store")
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(seen, "_LAST", {})
    publish(where, 1.0)
    comment(where)
    comment(where)
    publish(where, 2.0)
    store.state(where)
    return where


def deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def without_its_log(folder: Path) -> None:
    shutil.rmtree(folder / "_delta_log")


def moved(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


WAYS: tuple[Vanish, ...] = (deleted, emptied, without_its_log, moved)


@pytest.mark.parametrize("vanish", WAYS)
def test_whatever_is_asked_of_a_store_that_is_gone_says_so(where: str, vanish: Vanish) -> None:
    state, kept = store.state(where), store.history(where)[0].sha256
    vanish(Path(where))
    before = harm.files(where)
    asks: list[Callable[[], object]] = [
        lambda: store.state(where),
        lambda: store.read(where),
        lambda: store.read(where, state),
        lambda: store.read(where, 0),
        lambda: store.history(where),
        lambda: store.same(where, state),
        lambda: store.untouched(where, state, None),
        lambda: store.entries(where),
        lambda: store.said(where),
        lambda: store.verify(where),
        lambda: publish(where, 3.0, expected=state),
        lambda: store.roll_back(where, 0, by="A", reason="r", expected=state),
        lambda: store.roll_back(where, 0, by="A", reason="r"),
        lambda: comment(where),
    ]
    if vanish is not without_its_log:
        asks.append(lambda: store.kept(where, kept))
    for ask in asks:
        with pytest.raises(StoreGone) as told:
            ask()
        expected = f"The store at {where} is gone; it was at version 1 at 19:56 UTC. {delta.BRING_BACK}"
        assert str(told.value) == expected
    assert harm.files(where) == before
    assert Path(where).exists() == (vanish in (emptied, without_its_log))


def test_another_day_is_told_with_its_date(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    deleted(Path(where))
    monkeypatch.setattr(clock, "now", lambda: AT.replace(day=1, month=12))
    with pytest.raises(StoreGone, match="it was at version 1 on 30 November 2026, 19:56 UTC"):
        store.version(where)


def test_a_store_that_comes_back_is_read_and_written_again(where: str, tmp_path: Path) -> None:
    state = store.state(where)
    moved(Path(where))
    with pytest.raises(StoreGone):
        store.version(where)
    (tmp_path / "elsewhere").rename(where)
    assert store.state(where) == state
    assert store.read(where, state)["value"].tolist() == [2.0]
    assert [one.number for one in store.entries(where)] == [0, 1]
    release = publish(where, 3.0, expected=state)
    assert release is not None
    assert (release.version, comment(where).number) == (2, 2)


def test_a_process_that_has_never_seen_it_goes_by_what_is_left(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_LAST", {})
    without_its_log(Path(where))
    before = harm.files(where)
    for ask in (lambda: store.version(where), lambda: publish(where, 3.0), lambda: comment(where)):
        with pytest.raises(StoreGone, match=re.escape(f"The store at {where} is gone; it was at version 1. Nothing")):
            ask()
    (Path(where) / "_head.json").unlink()
    with pytest.raises(StoreGone, match=r"The figures of the store at .* are gone; its comments and signatures are"):
        publish(where, 3.0)
    assert harm.files(where) == [path for path in before if path.name != "_head.json" or path.parent != Path(where)]


def test_where_there_never_was_one_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no store at .* Build it with: python -m indicators build") as told:
        store.version(str(tmp_path))
    assert not isinstance(told.value, StoreGone)


def test_a_store_that_vanishes_while_it_is_read_is_gone_and_not_damaged(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = places.Place.read

    def reads(place: places.Place, name: str) -> bytes:
        if name.endswith(".parquet"):
            deleted(Path(where))
        return read(place, name)

    monkeypatch.setattr(places.Place, "read", reads)
    with pytest.raises(StoreGone):
        store.read(where)


# Its figures


def no_figures(where: str) -> None:
    for folder in Path(where).glob("indicator=*"):
        shutil.rmtree(folder)


@pytest.mark.parametrize("fresh", [False, True])
def test_a_store_whose_figures_are_gone_is_told_and_nothing_is_written(
    where: str, fresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = store.state(where)
    no_figures(where)
    if fresh:
        monkeypatch.setattr(seen, "_LAST", {})
    before = harm.files(where)
    asks: list[Callable[[], object]] = [
        lambda: store.state(where),
        lambda: store.read(where),
        lambda: store.read(where, state),
        lambda: store.read(where, 0),
        lambda: comment(where),
        lambda: publish(where, 3.0),
        lambda: publish(where, 3.0, expected=state),
        lambda: store.publish(where, figures("obesity", [2001], 1.0), by="A", note="of another indicator"),
        lambda: store.roll_back(where, 0, by="A", reason="r"),
    ]
    for ask in asks:
        with pytest.raises(StoreGone) as told:
            ask()
        seen_at = "" if fresh else " at 19:56 UTC"
        what = f"The figures of the store at {where} are gone, though its log is there; it was at version 1{seen_at}."
        assert str(told.value) == f"{what} {delta.BRING_BACK}"
    assert harm.files(where) == before
    assert [fault.version for fault in store.verify(where).faults] == [0, 1]


def test_a_store_of_older_releases_whose_figures_are_gone_is_told(tmp_path: Path) -> None:
    old = harm.older(str(tmp_path / "old"), figures("jobs", [2001], 1.0))
    assert store.version(old) == 0
    no_figures(old)
    with pytest.raises(StoreGone, match="The figures of the store at"):
        comment(old)


def test_a_store_from_which_every_row_was_withdrawn_has_lost_nothing(where: str) -> None:
    assert store.publish(where, store.read(where).iloc[:0], by="A", note="n", withdraw=store.read(where)) is not None
    no_figures(where)
    assert store.read(where).empty
    assert comment(where).number == 2


def test_a_file_that_is_missing_in_a_store_that_is_there_is_no_store_gone(where: str) -> None:
    publish(where, 2.0)
    store.publish(where, figures("obesity", [2001], 1.0), by="A", note="n")
    for path in Path(where).glob("indicator=jobs/*.parquet"):
        path.unlink()
    with pytest.raises(StoreError) as told:
        store.read(where)
    assert not isinstance(told.value, StoreGone)


# The ledger


@pytest.mark.parametrize("left", [(), ("_head.json",)])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_ledger_that_is_gone_is_not_a_ledger_in_which_nobody_said_anything(
    where: str, left: tuple[str, ...], fresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(where) / ledger.FOLDER
    for path in [*folder.rglob("*")]:
        if path.is_file() and path.name not in left:
            path.unlink()
    if fresh:
        monkeypatch.setattr(seen, "_LAST", {})
    before = harm.files(where)
    for ask in (
        lambda: store.entries(where),
        lambda: store.said(where),
        lambda: store.count(where),
        lambda: comment(where),
        lambda: publish(where, 3.0),
    ):
        with pytest.raises(StoreGone) as told:
            ask()
        what = f"The comments and signatures of the store at {where} are gone; there were 2 entries at 19:56 UTC."
        assert str(told.value) == f"{what} {delta.BRING_BACK}"
    assert harm.files(where) == before
    assert store.read(where)["value"].tolist() == [2.0]


def test_another_store_in_which_nobody_has_said_anything_is_no_ledger_gone(where: str) -> None:
    deleted(Path(where))
    publish(where, 5.0)
    publish(where, 6.0)
    assert store.entries(where) == []
    assert comment(where).number == 0

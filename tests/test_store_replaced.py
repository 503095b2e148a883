"""A store that was deleted and built again, or restored from a backup, is another one, also at the same version."""

import shutil
from pathlib import Path

import pytest

from indicators import store
from indicators.errors import StoreError
from tests.harm import figures


def publish(where: str, value: float, **told: store.State) -> store.Release:
    made = store.publish(where, figures("jobs", [2001], value), by="A", note="n", **told)
    assert made is not None
    return made


def comment(where: str) -> None:
    store.record(where, store.Entry("comment", "2018Q2", "A", "jobs", "Why"), lambda entries: None)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A store at version 1 with a comment, and beside it a backup of version 0."""
    where = str(tmp_path / "store")
    publish(where, 1.0)
    shutil.copytree(where, tmp_path / "backup")
    publish(where, 2.0)
    comment(where)
    return where


def rebuilt(where: str) -> None:
    shutil.rmtree(where)
    publish(where, 1.0)


def restored(where: str) -> None:
    shutil.rmtree(where)
    shutil.copytree(Path(where).parent / "backup", where)


@pytest.mark.parametrize("replace", [rebuilt, restored])
@pytest.mark.parametrize("more", [0, 1, 2])
def test_what_was_compared_with_another_store_is_refused(where: str, replace: object, more: int) -> None:
    assert callable(replace)
    before, said = store.state(where), store.said(where)
    replace(where)
    for number in range(more):
        publish(where, 10.0 + number)
        comment(where)
    assert store.state(where) != before
    assert store.said(where) != said
    files = sorted(Path(where).rglob("*"))
    for write in (
        lambda: publish(where, 3.0, expected=before),
        lambda: store.roll_back(where, 0, by="A", reason="r", expected=before),
        lambda: store.read(where, before),
    ):
        with pytest.raises(StoreError, match=r"was replaced or restored|does not exist"):
            write()
    assert sorted(Path(where).rglob("*")) == files


def test_the_same_store_is_the_same_wherever_it_lies(where: str, tmp_path: Path) -> None:
    moved = str(shutil.move(where, tmp_path / "elsewhere"))
    before = store.state(moved)
    assert store.history(moved)[0].state == before
    assert store.read(moved, before).equals(store.read(moved, 1))
    assert publish(moved, 3.0, expected=before).version == 2
    assert store.read(moved, before)["value"].tolist() == [2.0]

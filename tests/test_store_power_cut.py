"""What a power cut leaves: everything that was flushed to the disk, and nothing else."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators import store
from indicators.errors import Damaged, StoreError
from indicators.store import commits, log, places
from tests import harm
from tests.harm import figures

#: As it is before the tests as a whole do without it.
FLUSH = places.flush


class Disk:
    """What is on the disk: files as they were when they were flushed, if their folder was flushed since they had their
    name."""

    def __init__(self) -> None:
        self.contents: dict[int, bytes] = {}
        self.names: dict[Path, int] = {}
        self.folders: set[Path] = set()
        self.order: list[str] = []

    def flush(self, path: Path) -> None:
        """Flush a file or a folder, and remember what that makes safe."""
        FLUSH(path)
        self.order.append(path.name)
        if path.is_dir():
            self.names |= {each: each.stat().st_ino for each in path.iterdir() if each.is_file()}
            self.folders |= {each for each in path.iterdir() if each.is_dir()}
        else:
            self.contents[path.stat().st_ino] = path.read_bytes()

    def after_a_power_cut(self, where: str, to: Path) -> str:
        """A copy of the store with only what survives."""
        shutil.rmtree(to, ignore_errors=True)
        for path, number in self.names.items():
            inside = [each for each in path.parents if each.is_relative_to(where)]
            if number in self.contents and self.folders >= set(inside):
                target = to / path.relative_to(where)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self.contents[number])
        return str(to)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(places, "flush", disk.flush)
    return disk


def publish(where: str, value: float, content: bytes | None = None) -> None:
    store.publish(where, figures("jobs", [2001], value), by="A", note="n", content=content)


def comment(where: str, text: str) -> None:
    store.record(where, store.Entry("sign-off", "2018Q2", "A", text=text), lambda entries: None, text.encode())


def test_whatever_was_said_to_be_written_survives(disk: Disk, tmp_path: Path) -> None:
    where = str(tmp_path / "new" / "store")
    steps: list[Callable[[], object]] = [
        lambda: publish(where, 1.0, b"first"),
        lambda: comment(where, "one"),
        lambda: publish(where, 2.0, b"second"),
        lambda: store.publish(where, figures("obesity", [2001], 2.0), by="A", note="n"),
        lambda: store.roll_back(where, 0, by="A", reason="r"),
        lambda: comment(where, "two"),
    ]
    for step in steps:
        step()
        left = disk.after_a_power_cut(where, tmp_path / "left")
        assert harm.everything(left) == harm.everything(where)
        assert store.verify(left).faults == ()


@pytest.mark.slow("20 releases")
def test_a_checkpoint_survives_with_its_hash(disk: Disk, tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    for number in range(21):
        publish(where, float(number))
    left = disk.after_a_power_cut(where, tmp_path / "left")
    assert commits.checkpoints(left) == [20]
    publish(left, 99.0)
    assert store.verify(left).faults == ()


def test_what_the_log_names_is_there_before_it(disk: Disk, tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    publish(where, 1.0, b"first")
    places_of = {kind: place for place, name in enumerate(disk.order) if (kind := kind_of(name))}
    assert list(places_of) == ["kept", "data", "entry"]
    assert disk.order.index("_delta_log") > places_of["entry"] > places_of["data"] > places_of["kept"]


def kind_of(name: str) -> str:
    kinds = {r"[0-9a-f]{64}\.[0-9a-f]{32}": "kept", r".*\.parquet\.[0-9a-f]{32}": "data", r"\d{20}\.json": "entry"}
    return next((kind for pattern, kind in kinds.items() if re.fullmatch(pattern, name)), "")


def test_a_disk_that_cannot_be_flushed_is_no_publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))

    where = str(tmp_path / "store")
    monkeypatch.setattr(places, "flush", broken)
    with pytest.raises(StoreError, match="input/output error"):
        publish(where, 1.0, b"first")
    assert not store.exists(where)


# What is left of an unfinished release


@pytest.fixture
def long(tmp_path: Path) -> str:
    """An older store, whose checkpoint has no hash."""
    where = harm.older(str(tmp_path / "old"), figures("jobs", [2001], 1.0), figures("jobs", [2001], 2.0))
    commits.opened(where).create_checkpoint()
    return where


@pytest.mark.slow("what nothing proves is read in processes of their own, each of which starts")
@pytest.mark.parametrize("left", [b"", b"PAR1", slice(None, -1), slice(None, 300), slice(None, None)])
def test_an_older_checkpoint_that_is_cut_short_is_told_by_name(long: str, left: bytes | slice) -> None:
    path = Path(long) / commits.checkpoint_name(1)
    whole = path.read_bytes()
    path.write_bytes(left if isinstance(left, bytes) else whole[left])
    if path.read_bytes() == whole:
        publish(long, 3.0)
        return
    for ask in (store.read, lambda where: publish(where, 3.0)):
        with pytest.raises(Damaged, match=r"The checkpoint .*1.checkpoint.parquet is damaged. .*verify --mend"):
            ask(long)
    assert commits.checkpoint_name(1) in store.mend(long)
    publish(long, 3.0)
    assert (len(store.read(long)), store.verify(long).faults) == (1, ())


@pytest.mark.parametrize("left", [b"", bytes(500), b'{"commitInfo":{"timestamp"'])
def test_an_entry_that_is_cut_short_is_told_by_name_and_can_be_taken_away(tmp_path: Path, left: bytes) -> None:
    """Of a release that nobody was told of: the note beside the log, which comes after, does not know it."""
    where = str(tmp_path / "store")
    publish(where, 1.0)
    path = Path(where) / log.name(1)
    path.write_bytes(left)
    for ask in (store.read, store.history, lambda where: publish(where, 2.0)):
        with pytest.raises(
            Damaged, match=rf"{path.name}\) is (empty|cut short), as a power cut or a full disk leaves it"
        ):
            ask(where)
    with pytest.raises(Damaged, match="nobody was told that version 1 is published, delete that file"):
        store.read(where)
    path.unlink()
    publish(where, 2.0)
    assert store.verify(where).faults == ()

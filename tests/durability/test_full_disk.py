"""A disk that is full at any byte of a release: it was made, or it is refused in words and has left nothing but litter.

What we write ourselves is cut where the room ends. The entry of the log and the checkpoint are written by the store's
engine below Python: there the system is told that no file may be longer than the room that is left.
"""

import errno
import os
import re
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from indicators import store
from indicators.errors import PublishedMeanwhile, StoreError
from indicators.store import commits
from tests import harm
from tests.durability.accounts import Account, Held
from tests.durability.conftest import Keep, Share
from tests.harm import figures

#: Of a release: what is uploaded, one file of rows, the entry of the log, the note beside it; with a checkpoint.
RELEASES = {"a release": 3, "a release with its checkpoint": commits.CHECKPOINT}

#: Of those refused that have left no more than what was uploaded, one in so many is looked at as a whole.
LOOKED = 20

#: How the system says it: that the disk is full, or of the engine's files that this one may not grow.
NO_ROOM = re.compile("cannot be read or written: .*(no space left on device|file too large)", re.IGNORECASE)


class Disk:
    """Room for so many bytes. What has been written counts, whatever becomes of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room = self.written = 0
        write, entry, checkpoint = Path.write_bytes, commits._write, commits.write_checkpoint

        def limited(path: Path, content: bytes) -> int:
            fits = content[: max(0, self.room - self.written)]
            self.written += write(path, fits)
            if len(fits) < len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            return len(content)

        def below(function: Any) -> Any:
            def limited_below(where: str, *given: Any) -> None:
                before = sizes(where)
                with longest_file(max(0, self.room - self.written)):
                    function(where, *given)
                self.written += sum(size for path, size in sizes(where).items() if path not in before)

            return limited_below

        monkeypatch.setattr(Path, "write_bytes", limited)
        monkeypatch.setattr(commits, "_write", below(entry))
        monkeypatch.setattr(commits, "write_checkpoint", below(checkpoint))


@contextmanager
def longest_file(size: int) -> Iterator[None]:
    """No file can be longer, for as long."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def sizes(where: str) -> dict[Path, int]:
    return {path: path.stat().st_size for path in harm.files(where)}


def publish(where: str, value: float) -> None:
    """A small release with an uploaded file."""
    store.publish(where, figures("jobs", [2001], value), by="A", note=f"Of {value}", content=f"{value}".encode() * 40)


@pytest.mark.slow("a release for each room")
@pytest.mark.parametrize("what", RELEASES)
def test_no_byte_is_the_wrong_one_to_run_out_of(
    what: str, tmp_path: Path, share: Share, monkeypatch: pytest.MonkeyPatch, record_property: Keep
) -> None:
    """In full every byte of a release, and every twentieth of one with its checkpoint."""
    account, template, where = Account(f"a full disk, {what}"), tmp_path / "template", str(tmp_path / "store")
    for number in range(RELEASES[what]):
        publish(str(template), number + 0.5)  # other figures than any that is tried: the same would be no release
    disk = Disk(monkeypatch)
    renew(template, where)
    disk.room = 2**30
    publish(where, 100.0)
    whole = disk.written
    each, many = (20 if "checkpoint" in what else 1), share.of(whole, tenth=15)
    drawn = Random(5)
    rooms = (
        range(0, whole, each)
        if share.full
        else [drawn.randrange(whole * n // many, whole * (n + 1) // many) for n in range(many)]
    )
    renew(template, where)
    before = Held.at(where)
    for room in [*rooms, whole - 1, whole]:
        tried(disk, room, before, where, account)
        if sizes(where) != sizes(str(template)):
            renew(template, where)
    assert account.refused
    assert account.made
    account.close(record_property)


def renew(template: Path, where: str) -> None:
    """The store as it was."""
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(template, where)


def tried(disk: Disk, room: int, before: Held, where: str, account: Account) -> None:
    """Make a release on a disk with so much room, and look at what came of it."""
    mark, files = f"Of {room}.0", sizes(where)
    disk.room, disk.written = room, 0
    account.tried += 1
    told = True
    try:
        publish(where, float(room))
    except StoreError as refused:
        told = False
        account.refused += 1
        if isinstance(refused, PublishedMeanwhile) or not NO_ROOM.search(str(refused)):
            account.fault("not told", f"{room}: {refused}")
    disk.room = 2**30
    left = [path for path in harm.files(where) if path not in files]
    account.litter += not told and len(left)
    if (
        not told
        and room % LOOKED
        and sizes(where) == files | {path: path.stat().st_size for path in left if kept(path)}
    ):
        return  # all that was there is as it was, so there is nothing to look at
    landed = account.look(where, before, mark, told=told)
    account.made += landed
    if landed and not told:
        account.fault("not told", f"{room}: it was made, and called refused")


def kept(path: Path) -> bool:
    """Whether this is what was uploaded, whole: it is kept before the release is made."""
    return path.parent.name == store.KEPT and sha256(path.read_bytes()).hexdigest() == path.name

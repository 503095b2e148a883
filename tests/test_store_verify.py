"""What is stored proves itself: damage is found and told in words, never shown as a figure, never a program's end."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from indicators import store, tables
from indicators.__main__ import main
from indicators.errors import Damaged, StoreError, StoreGone
from indicators.store import commits, ledger, log, probe, proving, seen
from tests import harm
from tests.harm import figures

pytestmark = pytest.mark.slow("each test harms a copy of a store with 23 releases and looks at all of it")

LAST = 22
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with 23 releases, 23 entries in the ledger, a checkpoint of each and 23 kept files."""
    return harm.filled(str(tmp_path_factory.mktemp("sound") / "store"), LAST + 1)


@pytest.fixture
def where(sound: str, tmp_path: Path) -> str:
    """A copy of it that this test may harm."""
    return str(shutil.copytree(sound, tmp_path / "store"))


def entry(where: str, version: int) -> Path:
    return Path(where) / log.name(version)


def only(where: str) -> store.Fault:
    (fault,) = store.verify(where).faults
    return fault


def age(where: str) -> None:
    """As if everything were of yesterday."""
    for path in harm.files(where):
        os.utime(path, (path.stat().st_atime - 86_400, path.stat().st_mtime - 86_400))


def test_a_store_that_nobody_harmed_is_sound(sound: str) -> None:
    found = store.verify(sound)
    assert (found.versions, found.entries, found.kept) == (LAST + 1, 23, 23)
    assert (found.unproven, found.faults, found.checkpoints, found.litter) == ((), (), (), ())


def test_where_there_is_no_store_nothing_is_verified(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no store at"):
        store.verify(str(tmp_path / "nowhere"))


# Data files, kept files


def test_a_damaged_data_file_is_told_with_the_version_that_first_names_it(where: str) -> None:
    (name,) = log.commit(where, LAST - 1).proof["holds"]["obesity"]
    path = Path(where) / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Damaged, match=r"The data file .*obesity.*parquet is damaged.*Restore it from a backup"):
        store.read(where, LAST - 1)
    assert len(store.read(where, LAST - 1, ["jobs"])) == 10
    fault = only(where)
    assert (fault.file, fault.version) == (name, LAST - 1)
    path.unlink()
    assert "is not found" in only(where).what


def test_rows_that_are_not_those_of_the_release_are_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where file, name and entry agree: the rows have a hash of their own."""
    monkeypatch.setattr(proving, "digest", lambda rows: "0" * 64)
    release = store.publish(where, figures("jobs", [2001], 5.0), by="A", note="n")
    monkeypatch.undo()
    assert release is not None
    assert only(where).what == f"The rows of jobs in version {release.version} are not those that were published."


@pytest.mark.parametrize("harmed", [b"forgery", None])
def test_what_goes_with_releases_and_signatures_is_looked_at(where: str, harmed: bytes | None) -> None:
    for sha256 in (store.history(where)[1].sha256, store.entries(where)[-1].sha256):
        path = Path(where) / store.KEPT / sha256
        content = path.read_bytes()
        path.write_bytes(harmed) if harmed else path.unlink()
        assert only(where).file == f"{store.KEPT}/{sha256}"
        path.write_bytes(content)


# The log


@pytest.mark.parametrize("version", [0, 7, LAST])
@pytest.mark.parametrize(
    ("harmed", "words"),
    [
        (lambda path: path.write_bytes(b""), "is empty, as a power cut"),
        (lambda path: path.write_bytes(bytes(700)), "is empty, as a power cut"),
        (lambda path: path.write_bytes(path.read_bytes()[:700].rstrip(b"}")), "is cut short, as a power cut"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b'"A', b'"O')), "is damaged: it is not"),
    ],
)
def test_a_harmed_entry_of_the_log_is_told_by_all_who_read_it(
    where: str, version: int, harmed: Callable[[Path], None], words: str
) -> None:
    harmed(entry(where, version))
    for ask in (store.history, lambda where: store.read(where, version)):
        with pytest.raises(Damaged, match=rf"The log entry of version {version} \(.*{version}\.json\) {words}.*backup"):
            ask(where)
    faults = store.verify(where).faults
    assert {(fault.version, fault.file) for fault in faults} == {(version, log.name(version))}


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("table", ["", "_ledger"])
@pytest.mark.parametrize("version", [0, 7, LAST])
def test_an_entry_that_is_cut_at_the_end_of_any_line_is_told(where: str, table: str, version: int, head: bool) -> None:
    """The note beside the log comes after the entry: where the power went before, it does not know it."""
    path, folder = Path(where) / table / log.name(version), str(Path(where) / table)
    lines = path.read_bytes().splitlines(keepends=True)
    if not head:
        (Path(where) / table / log.HEAD).unlink()
    assert len(lines) > 1
    for many in range(1, len(lines)):
        path.write_bytes(b"".join(lines[:many]))
        with pytest.raises(Damaged, match=rf"version {version} .*{path.name}"):
            log.commit(folder, version)
        with pytest.raises(Damaged, match=rf"version {version} .*{path.name}"):
            log.commits(folder)


@pytest.mark.parametrize("version", [7, LAST])
def test_an_entry_that_is_gone_leaves_no_silent_gap(where: str, version: int) -> None:
    entry(where, version).unlink()
    with pytest.raises(Damaged, match=f"The log entry of version {version} is missing .*who made it, when and why"):
        store.history(where)
    assert version in {fault.version for fault in store.verify(where).faults}


def test_an_entry_of_another_history_breaks_the_chain(where: str, tmp_path: Path) -> None:
    other = harm.filled(str(tmp_path / "other"), 12)
    shutil.copy(entry(other, 7), entry(where, 7))
    with pytest.raises(Damaged, match="The log entry of version 7"):
        store.history(where)
    assert 7 in {fault.version for fault in store.verify(where).faults}


def test_the_ledger_has_a_chain_too(where: str) -> None:
    path = Path(where) / "_ledger" / log.name(3)
    path.write_bytes(path.read_bytes().replace(b"Because of 3", b"Because of 4"))
    with pytest.raises(Damaged, match=r"The log entry of version 3 .*_ledger.* is damaged"):
        store.entries(where)
    assert only(where).file == f"_ledger/{log.name(3)}"


def test_a_row_of_the_ledger_says_what_its_entry_says(where: str) -> None:
    (name,) = log.commit(f"{where}/_ledger", 3).proof["holds"][""]
    (Path(where) / "_ledger" / name).unlink()
    assert (only(where).file, only(where).version) == (f"_ledger/{name}", 3)
    assert len(store.entries(where)) == 23  # readers go by the log


@pytest.mark.parametrize("harmed", [b"", b'{"version":99,"sha256":"' + b"0" * 64 + b'","check":"0"}'])
def test_a_harmed_note_beside_the_log_is_told_and_hides_nothing(where: str, harmed: bytes) -> None:
    before = harm.everything(where)
    (Path(where) / log.HEAD).write_bytes(harmed)
    assert harm.everything(where) == before
    assert only(where).file == log.HEAD
    store.publish(where, figures("jobs", [2001], 5.0), by="A", note="n")
    assert store.verify(where).faults == ()


def test_a_ledger_that_is_gone_or_cut_back_is_missed(where: str) -> None:
    """Also where nothing of it is left that could say so: the releases since know it."""
    change(where, ledger=False)
    for version in (20, 21, LAST):
        (Path(where) / "_ledger" / log.name(version)).unlink()
    (Path(where) / "_ledger" / log.HEAD).unlink()
    (Path(where) / ledger.NOTE).unlink()
    for ask in (
        store.count,
        store.entries,
        lambda where: change(where, ledger=True),
        lambda where: change(where, ledger=False, value=7.0),
    ):
        with pytest.raises(Damaged, match=f"The log entry of version {LAST} is missing .*_ledger"):
            ask(where)
    assert [(fault.file, fault.version) for fault in store.verify(where).faults] == [
        (f"_ledger/{log.name(LAST)}", LAST)
    ]
    shutil.rmtree(Path(where) / "_ledger")
    age(where)
    with pytest.raises(StoreGone, match=r"comments and signatures .* are gone"):
        store.entries(where)
    (fault,) = store.verify(where).faults
    assert (fault.file, fault.version) == (f"_ledger/{log.name(LAST)}", LAST)
    assert store.mend(where) == ()  # what the lost signatures name is no litter


def test_what_was_signed_is_no_litter_where_the_ledger_is_gone_before_a_release_knew_it(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    store.publish(where, figures("jobs", [2001], 1.0), by="A", note="n", content=b"figures")
    signed = store.record(where, store.Entry("sign-off", "2018Q2", "A"), lambda entries: None, b"signed").sha256
    killed = f"{store.KEPT}/{'a' * 64}"
    (Path(where) / killed).write_bytes(b"of a signature that never was")
    age(where)
    assert {each.file for each in store.verify(where).litter} == {killed}
    shutil.rmtree(Path(where) / "_ledger")
    seen._LAST.clear()  # a process that has never seen it
    assert (store.verify(where).litter, store.mend(where)) == ((), ())
    assert store.kept(where, signed) == b"signed"


@pytest.fixture
def spoken(tmp_path: Path) -> str:
    """A store in which a comment and two signatures were made, and no release since knows of them."""
    where = str(tmp_path / "spoken")
    store.publish(where, figures("jobs", [2001], 1.0), by="A", note="n", content=b"figures")
    change(where, ledger=True)
    for by in ("A", "B"):
        store.record(where, store.Entry("sign-off", "2018Q2", by), lambda entries: None, by.encode())
    return where


def put_back(where: str, entries: int) -> None:
    """The ledger's log as it was when it had so many entries, with the note that it had then beside it."""
    folder = Path(where) / "_ledger"
    for version in range(entries, 3):
        (folder / log.name(version)).unlink()
    log.write_head(str(folder), log.at(str(folder), entries - 1))
    seen._LAST.clear()


def test_a_ledger_that_is_gone_is_known_to_the_store_before_a_release_knew_it(spoken: str) -> None:
    shutil.rmtree(Path(spoken) / "_ledger")
    seen._LAST.clear()
    age(spoken)
    (fault,) = store.verify(spoken).faults
    assert (fault.file, fault.version) == (f"_ledger/{log.name(2)}", 2)
    before = harm.files(spoken)
    for ask in (
        store.entries,
        store.count,
        lambda where: change(where, ledger=True),
        lambda where: change(where, ledger=False, value=7.0),
    ):
        with pytest.raises(
            StoreGone, match=r"comments and signatures of .* are gone; there were 3 entries\. Nothing is"
        ):
            ask(spoken)
    assert store.mend(spoken) == ()
    assert harm.files(spoken) == before
    assert len(store.read(spoken)) == 1


def test_where_nobody_has_said_anything_the_first_comment_begins_a_ledger(tmp_path: Path) -> None:
    where = str(tmp_path / "quiet")
    change(where, ledger=False)
    assert (store.entries(where), store.verify(where).faults) == ([], ())
    change(where, ledger=True)
    assert (store.count(where), store.verify(where).faults) == (1, ())


def test_a_ledger_that_was_put_back_is_told_and_no_signature_is_taken_away(spoken: str) -> None:
    """As where the folder of the ledger alone comes from an older backup."""
    whole = harm.files(spoken)
    put_back(spoken, 1)
    age(spoken)
    (fault,) = store.verify(spoken).faults
    assert (fault.file, fault.version) == (f"_ledger/{log.name(2)}", 2)
    for ask in (
        store.entries,
        lambda where: change(where, ledger=True),
        lambda where: change(where, ledger=False, value=7.0),
    ):
        with pytest.raises(Damaged, match=r"The log entry of version 2 is missing .*_ledger"):
            ask(spoken)
    assert store.mend(spoken) == ()
    assert set(whole) - set(harm.files(spoken)) == {Path(spoken) / "_ledger" / log.name(each) for each in (1, 2)}


def test_a_ledger_of_another_store_is_told(spoken: str, where: str) -> None:
    shutil.rmtree(Path(where) / "_ledger")
    shutil.copytree(Path(spoken) / "_ledger", Path(where) / "_ledger")
    assert {fault.version for fault in store.verify(where).faults} >= {LAST}
    with pytest.raises(Damaged):
        store.entries(where)


def test_a_harmed_note_of_the_ledger_is_told_and_hides_nothing(spoken: str) -> None:
    (Path(spoken) / ledger.NOTE).write_bytes(b"{}")
    assert only(spoken).file == ledger.NOTE
    assert store.count(spoken) == 3
    change(spoken, ledger=True)
    assert store.verify(spoken).faults == ()


def test_releases_that_are_gone_are_missed_by_the_ledger(where: str) -> None:
    (Path(where) / log.HEAD).unlink()
    entry(where, LAST).unlink()
    assert store.version(where) == LAST - 1
    assert {fault.version for fault in store.verify(where).faults} == {LAST}


# Checkpoints and litter


@pytest.mark.parametrize("table", ["", "_ledger/"])
def test_a_damaged_checkpoint_hides_nothing_and_is_mended(where: str, table: str) -> None:
    before, path = harm.everything(where), Path(where) / table / commits.checkpoint_name(20)
    content = path.read_bytes()
    for harmed in (b"", content[:-9], content.replace(b"add", b"adb", 1)):
        path.write_bytes(harmed)
        assert harm.everything(where) == before
        with pytest.raises(Damaged, match=r"The checkpoint .*20.checkpoint.parquet is damaged.*verify --mend"):
            change(where, bool(table))
    assert f"{table}{commits.checkpoint_name(20)}" in {fault.file for fault in store.verify(where).faults}
    assert set(store.mend(where)) == {
        f"{table}{log.FOLDER}/{name}"
        for name in (path.name, path.name.replace("parquet", "sha256"), "_last_checkpoint")
    }
    assert store.verify(where).faults == ()
    change(where, bool(table))
    assert store.verify(where).faults == ()


def change(where: str, ledger: bool, value: float = 99.0) -> None:
    if ledger:
        store.record(where, store.Entry("comment", "2018Q2", "A", "jobs", "Why"), lambda entries: None)
    else:
        store.publish(where, figures("jobs", [2001], value), by="A", note="n")


def test_a_damaged_checkpoint_that_entries_are_missing_for_is_left(where: str) -> None:
    (Path(where) / commits.checkpoint_name(20)).write_bytes(b"")
    entry(where, 3).unlink()
    assert store.mend(where) == ()
    assert (Path(where) / commits.checkpoint_name(20)).exists()


def litter(where: str) -> set[str]:
    """What killed and refused releases leave; their names."""
    names = {
        f"indicator=jobs/{proving.named(b'rows')}",
        f"indicator=old/part-00000-{'0' * 8}.snappy.parquet",
        f"_ledger/{proving.named(b'row')}",
        f"{store.KEPT}/{'a' * 64}.{'b' * 32}",
        f"{log.HEAD}.{'c' * 32}",
        "_delta_log/_commit_0.json.tmp",
    }
    for name in names:
        path = Path(where) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"rows")
    return names


def test_litter_is_no_fault_and_is_taken_away_once_it_is_old(where: str) -> None:
    before, mine = harm.everything(where), litter(where)
    found = store.verify(where)
    assert found.faults == ()
    assert {(each.file, each.young) for each in found.litter} == {(name, True) for name in mine}
    assert store.mend(where) == ()  # it may be of a release that is being made
    age(where)
    (Path(where) / "notes of ours.txt").write_text("not of the store", encoding="utf-8")
    files = set(harm.files(where))
    assert set(store.mend(where)) == mine
    assert files - set(harm.files(where)) == {Path(where) / name for name in mine}
    assert harm.everything(where) == before


def test_nothing_is_called_litter_that_a_lost_entry_may_have_named(where: str) -> None:
    mine = litter(where)
    age(where)
    entry(where, LAST).unlink()
    found = store.verify(where)
    assert {each.file for each in found.litter} == {name for name in mine if re.search(r"\.[bc]{32}$|tmp$", name)}
    assert store.mend(where) == ()
    assert (Path(where) / next(iter(mine))).exists()


@pytest.mark.parametrize("key", [b'"path"', b'"add"', b'"proof"', b'"release"', b'"holds"', b'"commitInfo"'])
@pytest.mark.parametrize("version", [7, LAST])
def test_a_harmed_key_of_an_entry_is_a_fault_and_no_traceback(where: str, version: int, key: bytes) -> None:
    path = entry(where, version)
    path.write_bytes(path.read_bytes().replace(key, key[:-2] + b'~"', 1))
    assert version in {fault.version for fault in store.verify(where).faults}
    with pytest.raises(Damaged, match=f"version {version} "):
        store.history(where)


# Older stores


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A store of version 0.1.0 with three releases and two comments."""
    values = [figures("obesity", range(2000, 2010), 1.0), figures("jobs", [2001], 2.0), figures("obesity", [2000], 3.0)]
    where = harm.older(str(tmp_path / "old"), pd.concat([values[0], figures("crime", [2000], 0.0)]), *values[1:])
    harm.older_ledger(where, *(store.Entry("comment", "2018Q2", "A", "jobs", text, at=AT) for text in ("one", "two")))
    return where


AT = pd.Timestamp("2026-11-01", tz="UTC").to_pydatetime()


def test_an_older_store_is_told_apart_and_not_refused(old: str) -> None:
    assert [len(store.read(old, version)) for version in range(3)] == [11, 12, 3]
    assert [entry.text for entry in store.entries(old)] == ["one", "two"]
    found = store.verify(old)
    assert (found.versions, found.entries, found.unproven, found.faults) == (3, 2, (0, 1, 2), ())
    assert found.litter == ()


def test_an_older_store_is_proven_from_its_next_release_on(old: str) -> None:
    before = store.read(old)
    others = before[before["indicator"] != "jobs"].reset_index(drop=True)
    release = store.publish(old, figures("jobs", [2001], 9.0), by="B", note="New")
    assert release is not None
    assert [slug for slug, _ in release.rows] == ["jobs"]
    change(old, ledger=True)
    after = store.read(old)
    assert after[after["indicator"] != "jobs"].reset_index(drop=True).equals(others)
    assert [entry.text for entry in store.entries(old)] == ["one", "two", "Why"]
    found = store.verify(old)
    assert (found.versions, found.unproven, found.faults) == (4, (0, 1, 2), ())
    path = entry(old, 2)  # its bytes are vouched for by the release after it
    path.write_bytes(path.read_bytes().replace(b"Of old 2", b"Of old 3"))
    assert 2 in {fault.version for fault in store.verify(old).faults}
    with pytest.raises(Damaged, match="version 2"):
        store.history(old)


def test_an_older_entry_that_says_what_no_release_says_is_damaged(old: str) -> None:
    path = entry(old, 1)
    path.write_bytes(path.read_bytes().replace(b'"note"', b'"not~"'))
    with pytest.raises(Damaged, match="The log entry of version 1"):
        store.history(old)


def test_what_nothing_proves_is_read_in_a_process_of_its_own(old: str) -> None:
    name = next(path for path in harm.files(old) if "indicator=crime" in str(path))
    name.write_bytes(name.read_bytes()[:-20])
    assert [fault.file for fault in store.verify(old).faults] == [name.relative_to(old).as_posix()]


def test_a_question_that_ends_the_process_is_passed_over(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers before and after it are there."""
    good = {"ask": "files", "where": old, "version": 0}
    run, calls = subprocess.run, []

    def aborts(command: list[str], **told: object) -> "subprocess.CompletedProcess[bytes]":
        calls.append(command)
        done = run(command, **told)
        if len(calls) == 1:
            done.stdout = done.stdout.split(b"\n")[0] + b"\n"
        return done

    monkeypatch.setattr(subprocess, "run", aborts)
    answers = probe.ask([good, {"ask": "files", "where": old, "version": 1}, good])
    assert [answer is None for answer in answers] == [False, True, False]
    assert answers[0] == answers[2]


# The hash of rows, by the script of the documentation; the command


def test_the_script_of_the_documentation_makes_the_hash_of_a_release(where: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^```python hash_of_rows\.py\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    rows = figures("jobs", [2001, 2002, 2003], 5.0)
    rows.loc[0, ["value", "status", "note"]] = [float("nan"), "x", "Ünpublished, “so far” 👍"]
    rows.loc[1, ["value", "lower", "count"]] = [-0.1, 1e-300, 2.0**60]
    release = store.publish(where, rows, by="A", note="n")
    assert release is not None
    exported = tables.tidy_csv(store.read(where, indicators=["jobs"]))
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, input=exported.encode(), stdout=subprocess.PIPE, check=True)
    assert {"jobs": done.stdout.decode().strip()} == dict(release.rows)


def verified(where: str, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["verify", *words], env={"INDICATORS_STORE": where})
    return done.exit_code, done.output


def test_the_command_says_what_is_wrong_and_how_to_mend_it(where: str) -> None:
    assert verified(where) == (
        0,
        f"The store at {where} has 23 versions, 23 entries of the ledger, 23 kept files: all as they were written.\n",
    )
    (Path(where) / commits.checkpoint_name(20)).write_bytes(b"")
    code, told = verified(where)
    assert code == 1
    assert "1 fault" in told or "2 faults" in told
    assert "20.checkpoint.parquet is damaged. `python -m indicators verify --mend` takes it away" in told
    code, told = verified(where, "--mend")
    assert (code, told.splitlines()[-1].endswith("all as they were written.")) == (0, True)
    assert "Taken away: _delta_log/00000000000000000020.checkpoint.parquet" in told


def test_the_command_as_json(where: str) -> None:
    code, told = verified(where, "--json")
    assert (code, json.loads(told)["sound"], json.loads(told)["versions"]) == (0, True, LAST + 1)
    entry(where, 7).write_bytes(b"")
    code, told = verified(where, "--json")
    (fault,) = json.loads(told)["faults"]
    assert (code, fault["version"], json.loads(told)["sound"]) == (1, 7, False)
    assert "Restore it from a backup." in fault["mend"]


def test_the_command_tells_litter_and_what_nothing_proves(old: str) -> None:
    path = Path(old) / f"indicator=jobs/{proving.named(b'rows')}"
    path.write_bytes(b"rows")
    code, told = verified(old)
    assert code == 0
    assert "without hashes: 3 versions (the latest is 2)" in told
    assert "No version names 1 file (4 bytes)" in told
    assert "--mend" not in told
    age(old)
    assert "--mend" in verified(old)[1]
    assert not verified(old, "--mend")[1].count("No version names")

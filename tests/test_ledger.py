"""The ledger: entries in order, none lost, whoever else writes at the same moment."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from indicators import clock, store
from indicators.errors import PublishedMeanwhile, StoreError
from indicators.store import commits, delta, ledger, log
from tests.harm import figures

ROOT = Path(__file__).parents[1]
WRITER = """
import sys
from indicators import store
from indicators.errors import PublishedMeanwhile
where, name, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
for place in range(many):
    while True:
        try:
            entry = store.Entry("comment", "2018Q2", name, "obesity", f"{name}{place}")
            store.record(where, entry, lambda entries: None)
        except PublishedMeanwhile:
            continue
        break
"""


def entry(text: str = "Why", **fields: str) -> store.Entry:
    return store.Entry("comment", "2018Q2", "An officer", "obesity", text, **fields)


def add(where: str, one: store.Entry, content: bytes | None = None) -> store.Entry:
    return store.record(where, one, lambda entries: None, content)


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A store with a figure, of which nobody has said anything yet."""
    store.publish(str(tmp_path), figures("jobs", [2001], 1.0), by="A", note="n")
    return str(tmp_path)


def test_nothing_has_been_said_in_a_store_without_a_ledger(where: str) -> None:
    assert store.entries(where) == []
    assert store.count(where) == 0
    assert store.said(where) == log.NOTHING


def test_entries_come_back_as_they_were_made_in_order(where: str) -> None:
    made = [add(where, entry(text, action="Do it")) for text in ("one", "two\nlines", "“three” 👍")]
    assert store.entries(where) == made
    assert [one.number for one in made] == [0, 1, 2]
    assert [one.at for one in made] == sorted(one.at for one in made)
    assert store.count(where) == 3


def test_what_goes_with_an_entry_is_kept_under_its_hash(where: str) -> None:
    made = add(where, entry(), b"bytes")
    assert store.kept(where, made.sha256) == b"bytes"


def test_an_entry_that_must_not_follow_is_not_added(where: str) -> None:
    add(where, entry("one"))

    def judge(entries: object) -> None:
        assert isinstance(entries, list)
        raise StoreError(f"{len(entries)} is enough")

    with pytest.raises(StoreError, match="1 is enough"):
        store.record(where, entry("two"), judge)
    assert store.count(where) == 1


def test_an_entry_is_judged_again_after_every_one_in_between(where: str) -> None:
    seen = list[int]()

    def judge(entries: object) -> None:
        assert isinstance(entries, list)
        seen.append(len(entries))
        if len(seen) < 3:
            add(where, entry("in between"))

    assert store.record(where, entry("mine"), judge).number == 2
    assert seen == [0, 1, 2]


def test_whoever_is_always_slower_is_told_to_try_again(where: str) -> None:
    with pytest.raises(PublishedMeanwhile, match=r"Nothing was written\. Try again"):
        store.record(where, entry("mine"), lambda entries: add(where, entry("faster")))
    assert {one.text for one in store.entries(where)} == {"faster"}
    assert store.count(where) == delta.ATTEMPTS


def test_the_ledger_and_the_figures_do_not_touch_each_other(where: str) -> None:
    add(where, entry())
    assert store.version(where) == 0
    store.publish(where, figures("jobs", [2001], 2.0), by="A", note="n")
    add(where, entry("again"))
    assert (store.version(where), store.count(where)) == (1, 2)


def test_nothing_is_said_about_a_store_that_is_not_there(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    with pytest.raises(StoreError, match=r"There is no store at .* Build it with: python -m indicators build"):
        add(str(nowhere), entry(), b"bytes")
    assert not nowhere.exists()


@pytest.mark.slow("processes of its own")
def test_processes_that_write_at_the_same_moment_lose_nothing(where: str) -> None:
    command = [sys.executable, "-c", WRITER, where]
    running = [subprocess.Popen([*command, name, "5"], cwd=ROOT) for name in "abc"]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    texts = [one.text for one in store.entries(where)]
    assert sorted(texts) == [f"{name}{place}" for name in "abc" for place in range(5)]
    assert len(list((Path(where) / ledger.FOLDER).glob("*.parquet"))) == 15  # whoever was too late took theirs away
    for name in "abc":
        assert [text for text in texts if text.startswith(name)] == [f"{name}{place}" for place in range(5)]


def test_an_entry_has_the_time_that_it_says_else_that_of_its_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, said = str(tmp_path), datetime(2018, 7, 2, 9, 30, tzinfo=UTC)
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: said)
        store.publish(where, figures("jobs", [2001], 1.0), by="A", note="n")
    assert store.record(where, store.Entry("sign-off", "2018Q2", "A", at=said), lambda entries: None).at == said
    assert datetime.now(tz=UTC) - add(where, entry()).at < timedelta(minutes=10)
    assert [one.at == said for one in store.entries(where)] == [True, False]


def test_no_cell_of_the_ledger_s_table_may_be_empty(where: str) -> None:
    add(where, entry())
    fields = DeltaTable(str(Path(where) / ledger.FOLDER)).schema().fields
    assert {field.name: field.nullable for field in fields} == dict.fromkeys(ledger.ENTRIES.names, False)


@pytest.mark.parametrize("first", [True, False])
def test_an_entry_that_cannot_be_written_though_nobody_was_faster_says_why(
    where: str, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    if not first:
        add(where, entry("one"))

    def full(*given: object, **named: object) -> None:
        raise DeltaError("the disk is full")

    monkeypatch.setattr(commits, "create_table_with_add_actions", full)
    monkeypatch.setattr(DeltaTable, "create_write_transaction", full)
    with pytest.raises(StoreError, match="cannot be read or written: the disk is full"):
        add(where, entry("two"))

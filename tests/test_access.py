"""Who may do what: a name is asked for, and nothing is written that has not asked here."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from indicators import access, publishing, shipped, store
from indicators.errors import UserError
from indicators.model import Catalogue
from tests.build import line, observations

ROOT = Path(__file__).resolve().parents[1]
#: What writes into a store.
WRITING = ("publish", "roll_back", "record")
#: The functions that may call it, each after it has asked.
ALLOWED = {
    ("indicators.shipped", "build", "publish"),
    ("indicators.publishing", "publish", "publish"),
    ("indicators.publishing", "roll_back", "roll_back"),
    ("indicators.snapshot.comments", "comment", "record"),
    ("indicators.snapshot.freezing", "sign_off", "record"),
}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("Jo", "Jo"), ("  Jo \t Smith\n", "Jo Smith"), ("Siân Ó", "Siân Ó"), ("J" * 200, "J" * 200)],
)
def test_a_name_is_kept_as_it_was_given_but_for_blanks(given: str, kept: str) -> None:
    assert access.allow(given, "publish") == kept


@pytest.mark.parametrize("given", ["", " ", "\t\n", "\u2003"])
def test_without_a_name_nobody_may(given: str) -> None:
    with pytest.raises(access.NotAllowed) as refused:
        access.allow(given, "roll back")
    assert str(refused.value) == "To roll back something, give your name: it is kept with what was done."
    assert isinstance(refused.value, UserError)


@pytest.mark.parametrize("given", ["J" * 201, "Jo\x1b[31m", "Jo\u202ehtimS", "\u200b", "Jo\x00"])
def test_what_is_no_name_is_refused(given: str) -> None:
    with pytest.raises(access.NotAllowed, match="a name of at most 200 ordinary characters"):
        access.allow(given, "publish")


# How much people may say


def test_what_is_longer_than_what_is_kept_says_by_how_much() -> None:
    assert access.bounded("note", "x" * 1000, access.NOTE) == "x" * 1000
    with pytest.raises(access.TooLong) as told:
        access.bounded("note", "x" * 1234, access.NOTE)
    assert str(told.value) == (
        "The note has 1,234 characters; at most 1,000 are kept. Shorten it by 234: nothing is saved."
    )


def test_the_store_keeps_no_more_whoever_asks(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    rows = observations(*line([1.0]))
    name, note, comment = (most + 1 for most in (access.NAME, access.NOTE, access.COMMENT))
    for by, why in (("x" * name, "n"), ("A", "x" * note)):
        with pytest.raises(access.TooLong):
            store.publish(where, rows, by=by, note=why)
    assert not store.exists(where)
    store.publish(where, rows, by="x" * access.NAME, note="x" * access.NOTE)
    with pytest.raises(access.TooLong):
        publishing.roll_back(where, 0, by="A", reason="x" * note)
    entry = store.Entry("comment", "2018Q2", "A", "jobs", "x")
    for long in ({"by": "x" * name}, {"text": "x" * comment}, {"action": "x" * comment}):
        with pytest.raises(access.TooLong):
            store.record(where, replace(entry, **long), lambda entries: None)
    assert (store.version(where), store.count(where)) == (0, 0)


# Nothing else writes


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax of every module of the application by its dotted name."""
    paths = [ROOT / "dashboard.py", *(ROOT / "indicators").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    named = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): path for path in paths}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in named.items()}


def calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Function and what it calls on `store` or `access`: ("publish", "store.publish")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from ((node.name, called) for called in _called(node))


def _called(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def test_the_store_is_written_through_these_functions_alone() -> None:
    found = {
        (name, function, called.removeprefix("store."))
        for name, tree in modules().items()
        for function, called in calls(tree)
        if called in {f"store.{writes}" for writes in WRITING}
    }
    assert found == ALLOWED


@pytest.mark.parametrize(("module", "function"), [pair[:2] for pair in sorted(ALLOWED)])
def test_each_of_them_asks_who_may(module: str, function: str) -> None:
    assert (function, "access.allow") in set(calls(modules()[module]))


def test_nobody_takes_the_functions_that_write_by_another_way() -> None:
    """`store` has one name wherever it is, and what it holds is not imported by itself."""
    outside = {name: tree for name, tree in modules().items() if not name.startswith("indicators.store.")}
    for name, tree in outside.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("indicators.store."), f"{name} reaches into the store"
                assert node.module != "indicators.store", f"{name} imports from the store"
                assert all(alias.name != "store" or alias.asname is None for alias in node.names), name
            if isinstance(node, ast.Import):
                assert all(alias.name != "indicators.store" for alias in node.names), name
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
                assert ast.unparse(node.args[0]) != "store", name


def test_the_shipped_figures_are_published_by_a_name_that_is_allowed(
    tmp_path: Path, shipped_catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def nobody(person: str, action: str) -> str:
        asked.append((person, action))
        raise access.NotAllowed("Nobody may.")

    monkeypatch.setattr(access, "allow", nobody)
    where = str(tmp_path / "store")
    with pytest.raises(access.NotAllowed):
        shipped.build(where, shipped_catalogue)
    assert asked == [("data/published", "build")]
    assert not store.exists(where)


def test_a_rollback_asks_before_anything_is_written(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    for values in ([1.0], [2.0]):
        store.publish(where, observations(*line(values)), by="analyst", note="figures")
    with pytest.raises(access.NotAllowed):
        publishing.roll_back(where, 0, by="  ", reason="A slip")
    assert store.version(where) == 1
    release = publishing.roll_back(where, 0, by=" Jo  Smith ", reason=" A \n slip ")
    assert (release.by, release.note, release.restored) == ("Jo Smith", "A slip", 0)

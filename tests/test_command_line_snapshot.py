"""Snapshots from the command line: the same bytes twice, sign-off, comparison, and sentences for all that cannot be."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indicators import __main__ as command_line
from indicators import store
from indicators.snapshot.model import from_json

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("html", "json", "pdf", "xlsx")
OFF_PLAN = "social-contact-carers"


def run(*words: object) -> Result:
    return CliRunner().invoke(command_line.main, [str(word) for word in words])


def done(*words: object) -> str:
    result = run(*words)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def refused(*words: object) -> str:
    """What stands on standard error, after exit code 1, with no traceback."""
    result = run(*words)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    return result.stderr


def documents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def sign(quarter: str = "2018Q2", *more: object) -> str:
    done("comment", quarter, OFF_PLAN, "--by", "An officer", "--text", "Two centres closed.", "--action", "Reopen one.")
    return done("sign-off", quarter, "--by", "The chair", *more)


@pytest.mark.slow("processes of its own")
def test_the_same_quarter_gives_the_same_bytes_in_two_processes_and_folders(built: str, tmp_path: Path) -> None:
    """Two stores, built at different moments in different places, as on two machines."""
    made = []
    for name in ("one", "other"):
        place = os.environ | {"INDICATORS_STORE": str(tmp_path / name / "store"), "PYTHONHASHSEED": "random"}
        shutil.copytree(built, tmp_path / name / "store")
        command = [sys.executable, "-m", "indicators", "snapshot", "2018Q2", "--out", str(tmp_path / name / "out")]
        told = subprocess.run(command, cwd=ROOT, env=place, capture_output=True, text=True, check=True, timeout=120)
        assert (told.stderr, len(told.stdout.splitlines())) == ("", 4)
        made.append(documents(tmp_path / name / "out"))
    assert sorted(made[0]) == [f"welwyn-hatfield-2018Q2.{form}" for form in FORMS]
    assert made[0] == made[1]


@pytest.mark.slow("assesses every indicator, and puts the quarter of that day together")
def test_a_day_and_the_quarter_that_ends_on_it_know_the_same_periods(built: str, tmp_path: Path) -> None:
    done("snapshot", "2018Q2", "--out", tmp_path, "--as", "json")
    snapshot = from_json((tmp_path / "welwyn-hatfield-2018Q2.json").read_bytes())
    assessed = json.loads(done("assess", "--on", "2018-06-30", "--as", "json"))
    periods = {one["slug"]: one["period"] for one in assessed if one["period"]}
    assert periods == {slug: one.period for slug, one in snapshot.reported.items() if one.period}
    assert len(periods) > 50


@pytest.mark.slow("writes a whole quarter")
def test_only_the_forms_that_are_asked_for(built: str, tmp_path: Path) -> None:
    done("snapshot", "2018q2", "--out", tmp_path / "a" / "b", "--as", "json, html")
    assert sorted(documents(tmp_path / "a" / "b")) == ["welwyn-hatfield-2018Q2.html", "welwyn-hatfield-2018Q2.json"]


@pytest.mark.slow("writes a whole quarter twice")
def test_what_is_signed_stays_as_it_was(own_store: str, tmp_path: Path) -> None:
    """After newer data are published the same bytes come out, and the check of the hash is part of it."""
    told = sign()
    done("snapshot", "2018Q2", "--out", tmp_path / "before")
    rows = store.read(own_store, indicators=["jobs"])
    (jobs,) = rows[(rows["area_code"] == "E07000241") & (rows["period_label"] == "2016")]["value"]
    store.publish(own_store, rows.assign(value=rows["value"] + 1), by="An analyst", note="All revised")
    done("comment", "2018Q2", OFF_PLAN, "--by", "An officer", "--text", "Said later")
    done("snapshot", "2018Q2", "--out", tmp_path / "after")
    assert documents(tmp_path / "before") == documents(tmp_path / "after")
    snapshot = from_json((tmp_path / "after" / "welwyn-hatfield-2018Q2.json").read_bytes())
    assert snapshot.signed is not None
    assert snapshot.reported["jobs"].actual == f"{jobs:,.0f} jobs"
    listed = done("snapshots")
    assert listed.startswith("2018Q2  ")
    kept = Path(own_store) / store.KEPT / told.split()[-1].rstrip(".")
    assert kept.name in listed
    kept.write_bytes(b"something else")
    assert "is damaged: it no longer has that SHA-256" in refused("snapshot", "2018Q2", "--out", tmp_path / "never")
    assert not (tmp_path / "never").exists()


@pytest.mark.slow("freezes a whole quarter four times")
def test_sign_off_and_correction(own_store: str) -> None:
    assert "Off plan without a comment: Social contact of unpaid carers" in refused("sign-off", "2018Q2", "--by", "C")
    first = sign().split()[-1].rstrip(".")
    assert "signed off on" in refused("sign-off", "2018Q2", "--by", "The chair")
    assert "needs a reason" in refused("sign-off", "2018Q2", "--by", "The chair", "--corrects", first)
    done("sign-off", "2018Q2", "--by", "The chair", "--corrects", first[:12], "--reason", "A comment was wrong")
    lines = done("snapshots").splitlines()
    assert len(lines) == 2
    assert f"corrects {first[:12]}: A comment was wrong" in lines[0]


def test_nothing_signed_is_said(built: str) -> None:
    assert done("snapshots") == "No quarter has been signed off yet.\n"


@pytest.mark.parametrize("command", [["snapshot", "--out", "x"], ["sign-off", "--by", "A"], ["compare", "2018Q2"]])
@pytest.mark.parametrize(
    ("quarter", "sentence"),
    [("2018Q5", "is not a quarter"), ("2015Q2", "is before the strategy"), ("2099Q1", "has not begun")],
)
def test_quarters_that_there_are_not(built: str, command: list[str], quarter: str, sentence: str) -> None:
    assert sentence in refused(command[0], quarter, *command[1:])


@pytest.mark.slow("puts a whole quarter together")
def test_what_cannot_be_written_is_said(built: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    assert "cannot be written" in refused("snapshot", "2018Q2", "--out", tmp_path / "file" / "below", "--as", "json")
    assert "There is no form 'doc'" in refused("snapshot", "2018Q2", "--out", tmp_path / "out", "--as", "doc")


def test_comments_are_refused_with_a_sentence(own_store: str) -> None:
    long = refused("comment", "2018Q2", OFF_PLAN, "--by", "An officer", "--text", "x" * 100_000)
    assert "The comment has 100,000 characters; at most 2,000 are kept" in long
    assert "Nearest: 'jobs'" in refused("comment", "2018Q2", "job", "--by", "An officer", "--text", "x")
    assert store.entries(own_store) == []


@pytest.mark.slow("puts whole quarters together")
def test_two_quarters_compared(built: str) -> None:
    text = done("compare", "2018Q1", "2018Q2")
    assert text.startswith("From 2018 Q1 to 2018 Q2: ")
    assert "Status moved: Adult obesity: on plan, was not assessed." in text
    found = json.loads(done("compare", "2018Q1", "2018Q2", "--as", "json"))
    assert {"kind", "slug", "title", "sentence"} == set(found[0])
    table = done("compare", "2018Q1", "2018Q2", "--as", "csv")
    assert table.splitlines()[0] == "What,Indicator,Change"
    assert len(text.splitlines()) - 1 == len(found)
    assert done("compare", "2018Q2", "2018Q2") == "From 2018 Q2 to 2018 Q2: nothing is different.\n"

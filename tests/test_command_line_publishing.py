"""Checking, publishing, comparing and taking back from the command line, with files as they are downloaded."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indicators import __main__ as command_line
from indicators import store, tables
from indicators.formats import FORMATS
from indicators.model import OBSERVATIONS
from indicators.screening import Report, screen_files
from tests.hostile import archive
from tests.sources import NOT_BESIDE, REAL_DATA

pytestmark = pytest.mark.slow("each command screens, publishes or takes back")

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "tests" / "data"
BOROUGH = "E07000241"
EMPLOYMENT = "ons-els_employment-rate.csv"
STREET = "police-uk_2021-01-hertfordshire-street.csv"
#: Every fixture in a published layout, by the folder that has the layout's name.
LAYOUTS = [path for name in FORMATS for path in sorted((FIXTURES / name).iterdir())]
#: What `check --json` says of a file, and of a finding.
TOLD = {"layout", "encoding", "indicators", "rows", "areas", "first_period", "last_period", "findings"}
FOUND = {"id", "level", "message", "fix", "row", "column", "value"}


def run(*words: object) -> Result:
    return CliRunner().invoke(command_line.main, [str(word) for word in words])


def refused(*words: object) -> str:
    """What stands on standard error, after exit code 1, with nothing on standard output and no traceback."""
    result = run(*words)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    return result.stderr


def checked(*files: Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and report of each file."""
    result = run("check", "--json", *files)
    assert isinstance(result.exception, SystemExit | None)
    assert result.stderr == ""
    return result.exit_code, json.loads(result.stdout)


def publish(*words: object) -> Result:
    return run("publish", "--by", "Jo Smith", "--note", "A test", *words)


def real(name: str) -> Path:
    if not REAL_DATA.is_dir():
        pytest.skip(NOT_BESIDE)
    return REAL_DATA / name


def jobs(folder: Path, where: str, *changes: tuple[str, str], name: str = "jobs.csv") -> Path:
    """A tidy file of jobs as the store holds them, with texts changed."""
    text = tables.tidy_csv(store.read(where, indicators=["jobs"]))
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def of_2013(where: str, value: str = "80221") -> str:
    """The beginning of the borough's row of jobs for 2013."""
    return f"jobs,{BOROUGH},2013-01-01,2013-12-31,2013,,{value},"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Check


@pytest.mark.slow("every fixture, held against all that ships")
@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_fixture_is_told_whole(path: Path) -> None:
    code, (report,) = checked(path)
    assert report.keys() >= TOLD
    assert report["layout"] == path.parent.name
    assert report["encoding"] in (("",) if path.suffix != ".csv" else ("utf-8", "utf-8-sig", "cp1252"))
    assert all(finding.keys() >= FOUND for finding in report["findings"])
    assert (report["rows"] > 0) == bool(report["indicators"]) == bool(report["areas"]) == bool(report["first_period"])
    levels = {finding["level"] for finding in report["findings"]}
    assert code == (1 if "error" in levels else 2 if "warning" in levels else 0)


@pytest.mark.usefixtures("built")
def test_a_workbook_as_it_is_told() -> None:
    code, (report,) = checked(FIXTURES / "fuel-poverty" / "2020.xlsx")
    assert code == 2
    assert report["indicators"] == ["fuel-poverty"]
    assert (report["rows"], len(report["areas"]), report["encoding"]) == (4, 4, "")
    assert (report["first_period"], report["last_period"], report["blocked"]) == ("2020", "2020", False)
    assert "fewer-areas" in {finding["id"] for finding in report["findings"]}


@pytest.mark.slow("three files, held against all that ships")
def test_a_clean_file_a_warning_and_an_error(own_store: str, tmp_path: Path) -> None:
    row = of_2013(own_store)
    files = [
        jobs(tmp_path, own_store, name="clean.csv"),
        jobs(tmp_path, own_store, (row, of_2013(own_store, "80222")), name="warning.csv"),
        jobs(tmp_path, own_store, (row, of_2013(own_store, "eighty")), name="error.csv"),
    ]
    assert [run("check", file).exit_code for file in files] == [0, 2, 1]
    disagreeing = checked(*files[:2])[1]  # files that are looked at together must agree
    assert [next(found["id"] for found in report["findings"]) for report in disagreeing] == ["files-disagree"] * 2
    reports = [report for file in files for report in checked(file)[1]]
    assert [report["file"] for report in reports] == ["clean.csv", "warning.csv", "error.csv"]
    assert [report["rows"] for report in reports] == [484, 484, 483]
    assert reports[0]["findings"] == []
    (finding,) = [found for found in reports[2]["findings"] if found["level"] == "error"]
    lines = files[2].read_text(encoding="utf-8").splitlines()
    place = 1 + next(number for number, line in enumerate(lines) if "eighty" in line)
    assert (finding["id"], finding["row"], finding["column"], finding["value"]) == (
        "not-a-number",
        place,
        "value",
        "eighty",
    )


def test_a_report_in_sentences_has_the_ids_that_can_be_accepted(own_store: str, tmp_path: Path) -> None:
    changed = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222")))
    lines = run("check", changed).stdout.splitlines()
    assert lines[0] == f"jobs.csv: {FORMATS['tidy'].TITLE}; 484 rows of jobs, 2002 to 2023."
    assert [line.split(": ")[0] for line in lines[1:]] == ["  warning mixed-vintage"]


def test_checking_writes_nothing(own_store: str, tmp_path: Path) -> None:
    changed = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222")))
    before = everything(tmp_path)
    run("check", changed)
    assert everything(tmp_path) == before


@pytest.mark.usefixtures("built")
def test_files_that_cannot_be_read_are_named_and_are_no_warning(tmp_path: Path) -> None:
    """Exit code 2 means warnings: a file that is not there must not come out as one."""
    missing = tmp_path / "missing.csv"
    assert refused("check", missing, tmp_path) == (
        f"Error: {missing} cannot be read: No such file or directory.\n{tmp_path} cannot be read: Is a directory.\n"
    )


# Published files


@pytest.mark.slow("a published file, read whole")
@pytest.mark.parametrize(("name", "rows"), [(EMPLOYMENT, 500), (STREET, 50)])
def test_a_file_that_was_carried_over_changes_nothing(own_store: str, name: str, rows: int) -> None:
    code, (report,) = checked(real(name))
    assert (code, report["rows"]) == (0, rows)
    result = publish(real(name))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Nothing would change: the store holds all of these figures already.\n"
    assert store.version(own_store) == 0


@pytest.mark.slow("a published file, read whole")
def test_one_changed_value_is_one_revised_row(own_store: str, tmp_path: Path) -> None:
    row = f"{BOROUGH},Welwyn Hatfield,Local Authority District,Employment rate,2019-01-01/P1Y,82.5,Percentage".encode()
    content = real(EMPLOYMENT).read_bytes()
    assert content.count(row) == 1
    file = tmp_path / "refreshed.csv"
    file.write_bytes(content.replace(row, row.replace(b"82.5", b"82.4")))
    assert checked(file)[0] == 2
    told = refused("publish", "--by", "Jo Smith", "--note", "A test", file)
    assert told.startswith("Error: Nothing was published.\nrefreshed.csv, row 3868, column 'observation': ")
    assert told.endswith("\nIf it is right all the same: --accept mixed-vintage\n")
    assert store.version(own_store) == 0
    result = publish(file, "--accept", "mixed-vintage")
    assert (result.exit_code, result.stderr) == (0, "")
    digest = sha256(file.read_bytes()).hexdigest()
    words = f"publish by Jo Smith, refreshed.csv ({digest[:12]}): 0 new, 1 revised, 0 withdrawn. A test\n"
    assert result.stdout.splitlines(keepends=True)[0].endswith(words)
    assert store.kept(own_store, digest) == file.read_bytes()
    (changed,) = csv.DictReader(io.StringIO(run("diff", "0", "1").stdout))
    assert (changed["change"], changed["value_before"], changed["value"]) == ("revised", "82.5", "82.4")
    assert (changed["indicator"], changed["area_code"], changed["period_label"]) == ("employment-rate", BOROUGH, "2019")
    assert publish(file).stdout.startswith("Nothing would change")


@pytest.mark.slow("a published file, read whole")
def test_a_month_of_crime_that_is_counted_anew(own_store: str, tmp_path: Path) -> None:
    """One burglary of the borough less: its own rate, and that of all crime."""
    lines = real(STREET).read_text(encoding="utf-8").splitlines(keepends=True)
    one = next(line for line in lines if ",Welwyn Hatfield 0" in line and ",Burglary," in line)
    lines.remove(one)
    file = tmp_path / "2021-01-hertfordshire-street.csv"
    file.write_text("".join(lines), encoding="utf-8")
    asked = ("mixed-vintage", "mixed-areas", "small-count")
    accept = [word for check in asked for word in ("--accept", check)]
    result = publish(file, *accept)
    assert result.exit_code == 0, result.stderr
    changed = list(csv.DictReader(io.StringIO(run("diff", "0", "1").stdout)))
    assert [(row["change"], row["indicator"], row["area_code"], row["period_label"]) for row in changed] == [
        ("revised", slug, BOROUGH, "January 2021") for slug in ("burglary", "crime-recorded-street")
    ]
    assert all(float(row["value"]) < float(row["value_before"]) for row in changed)


# Publish


@pytest.mark.slow("held against all that ships, and published")
def test_a_workbook_is_published_and_its_receipt_had_again(own_store: str) -> None:
    file = FIXTURES / "fuel-poverty" / "2020.xlsx"
    accept = [word for found in checked(file)[1][0]["findings"] for word in ("--accept", found["id"])]
    result = publish(file, *accept)
    assert result.exit_code == 0, result.stderr
    receipt = result.stdout.splitlines()[0]
    assert receipt.startswith("1  ")
    assert run("history").stdout.splitlines()[0] == receipt
    told = json.loads(run("history", "--json").stdout)
    assert [(release["version"], release["kind"], release["by"]) for release in told] == [
        (1, "publish", "Jo Smith"),
        (0, "build", "data/published"),
    ]
    assert (told[0]["file"], told[0]["layout"], told[0]["note"]) == ("2020.xlsx", "fuel-poverty", "A test")
    assert told[0]["new"] + told[0]["revised"] > 0
    assert store.kept(own_store, told[0]["sha256"]) == file.read_bytes()
    assert publish(file).stdout.startswith("Nothing would change")
    assert store.version(own_store) == 1


@pytest.mark.slow("held against all that ships, and published")
def test_the_answers_that_moved_are_told(own_store: str, tmp_path: Path) -> None:
    text = tables.tidy_csv(store.read(own_store, indicators=["obesity-year-6"]))
    row = next(line for line in text.splitlines() if f",{BOROUGH},2024-09-01,2025-08-31,2024/25,," in line)
    cells = row.split(",")
    cells[6:10] = ["38.2", "36.5", "39.9", ""]
    file = tmp_path / "obesity.csv"
    file.write_text(text.replace(row, ",".join(cells)), encoding="utf-8")
    accept = [word for found in checked(file)[1][0]["findings"] for word in ("--accept", found["id"])]
    result = publish(file, *accept)
    assert result.exit_code == 0, result.stderr
    assert "obesity-year-6: Different from the benchmark? better -> worse" in result.stdout.splitlines()


@pytest.mark.slow("held against all that ships, and published")
def test_two_files_of_one_name_are_both_published_and_kept(own_store: str, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("january", "february")]
    for folder in folders:
        folder.mkdir()
    one = jobs(folders[0], own_store, (of_2013(own_store), of_2013(own_store, "80222")))
    text = tables.tidy_csv(store.read(own_store, indicators=["burglary"]))
    other = folders[1] / "jobs.csv"
    other.write_text(text, encoding="utf-8")
    result = publish(one, other, "--accept", "mixed-vintage")
    assert result.exit_code == 0, result.stderr
    release = store.history(own_store)[0]
    assert release.files == ("(2) jobs.csv", "jobs.csv")
    assert result.stdout.startswith("1  ")
    assert f"publish by Jo Smith, (2) jobs.csv / jobs.csv ({release.sha256[:12]}): " in result.stdout
    latest = json.loads(run("history", "--json").stdout)[0]
    assert (latest["file"], latest["files"]) == ("(2) jobs.csv / jobs.csv", ["(2) jobs.csv", "jobs.csv"])
    with zipfile.ZipFile(io.BytesIO(store.kept(own_store, release.sha256))) as kept:
        assert kept.read("jobs.csv") == one.read_bytes()
        assert kept.read("(2) jobs.csv") == other.read_bytes()


@pytest.mark.slow("a process of its own")
def test_an_archive_with_names_that_lead_elsewhere_writes_in_the_store_alone(own_store: str, tmp_path: Path) -> None:
    content = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222"))).read_bytes()
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    file = inner / "months.zip"
    file.write_bytes(archive({"../../outside.csv": content}))
    before = everything(tmp_path)
    words = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "indicators",
        "publish",
        "months.zip",
        "--by",
        "Jo",
        "--note",
        "A test",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(inner)}
    done = subprocess.run([*words, "--accept", "mixed-vintage"], cwd=inner, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    new = everything(tmp_path).keys() - before.keys()
    assert new
    assert all(name.startswith("store/") for name in new)
    before.pop("store/_head.json")  # says which version is the newest
    assert everything(tmp_path).items() >= before.items()
    assert store.kept(own_store, store.history(own_store)[0].sha256) == file.read_bytes()


# What cannot be done


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--by", " ", "--note", "A test"), "To publish something, give your name"),
        (("--by", "Jo", "--note", " "), "A note is missing"),
        (("--by", "Jo", "--note", "A test"), "--accept mixed-vintage"),
        (
            ("--by", "Jo", "--note", "A test", "--accept", "mixed-vintge"),
            "no check 'mixed-vintge'. Nearest: 'mixed-vint",
        ),
        (("--by", "Jo", "--note", "A test", "--layout", "uk-hpi"), "not in the layout 'uk-hpi'"),
    ],
)
def test_what_stands_in_the_way_is_a_sentence(
    own_store: str, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    changed = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222")))
    before = everything(tmp_path)
    assert message in refused("publish", changed, *words)
    assert everything(tmp_path) == before


def test_an_error_is_not_accepted(own_store: str, tmp_path: Path) -> None:
    wrong = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "eighty")))
    told = refused("publish", wrong, "--by", "Jo", "--note", "A test", "--accept", "not-a-number")
    assert "'eighty' is not a number" in told
    assert "--accept" not in told
    assert store.version(own_store) == 0


def test_a_file_in_no_layout_is_not_published(own_store: str, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "in none of the" in refused("publish", file, "--by", "Jo", "--note", "A test")
    assert store.version(own_store) == 0


@pytest.mark.parametrize(
    "words",
    [
        ("check", FIXTURES / "tidy" / "template.csv"),
        ("publish", FIXTURES / "tidy" / "template.csv", "--by", "Jo", "--note", "A test"),
        ("history",),
        ("history", "--json"),
        ("diff", "0", "1"),
        ("rollback", "0", "--by", "Jo", "--reason", "A slip"),
    ],
    ids=lambda words: " ".join(map(str, words[:1])),
)
def test_without_a_store_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[object, ...]
) -> None:
    where = tmp_path / "none"
    monkeypatch.setenv("INDICATORS_STORE", str(where))
    told = f"Error: There is no store at {where}. Build it with: python -m indicators build\n"
    assert refused(*words) == told
    assert not where.exists()


# Compare and take back


@pytest.mark.slow("held against all that ships, and published")
def test_the_difference_and_the_way_back(own_store: str, tmp_path: Path) -> None:
    borough = f"jobs,{BOROUGH},2012-01-01,2012-12-31,2012,,76574,"
    text = tables.tidy_csv(store.read(own_store, indicators=["jobs"]))
    row = next(line for line in text.splitlines() if line.startswith(borough))
    file = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222.5")), (f"{row}\n", ""))
    accept = [word for found in checked(file)[1][0]["findings"] for word in ("--accept", found["id"])]
    assert publish(file, *accept).exit_code == 0
    columns = ",".join(OBSERVATIONS.names)
    revised, rest = of_2013(own_store, "80222.5"), ",,,,,,,"
    assert run("diff", "0", "1").stdout == (
        f"change,value_before,{columns}\nrevised,80221,{revised}{rest}\nwithdrawn,76574,{borough}{rest}\n"
    )
    assert run("diff", "0", "1", "--indicator", "population").stdout == f"change,value_before,{columns}\n"
    assert refused("diff", "0", "1", "--indicator", "jbos") == (
        "Error: There is no indicator 'jbos'. Nearest: 'jobs'.\n"
    )
    assert refused("diff", "0", "7") == "Error: Version 7 does not exist: the store has versions 0 to 1.\n"
    result = run("rollback", "0", "--by", "Jo", "--reason", "A slip")
    assert result.exit_code == 0
    assert result.stdout.endswith("rollback by Jo: 1 new, 1 revised, 0 withdrawn. A slip\n")
    assert tables.tidy_csv(store.read(own_store, indicators=["jobs"])) == text
    assert run("diff", "0", "2").stdout == f"change,value_before,{columns}\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("0", "--by", "Jo", "--reason", "A slip"), "There is nothing to roll back"),
        (("7", "--by", "Jo", "--reason", "A slip"), "Version 7 does not exist"),
        (("0", "--by", "", "--reason", "A slip"), "To roll back something, give your name"),
        (("0", "--by", "Jo", "--reason", " "), "A rollback needs a reason"),
    ],
)
def test_what_cannot_be_taken_back(own_store: str, words: tuple[str, ...], message: str) -> None:
    assert message in refused("rollback", *words)
    assert store.version(own_store) == 0


# At the same moment


@pytest.mark.slow("held against all that ships, and published")
def test_what_was_looked_at_beside_older_figures_is_not_published(
    own_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits and notes of figures that are held go with the file's: those of an older version would undo the newer."""
    changed = jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222")))
    rows = store.read(own_store, indicators=["jobs"]).tail(1).assign(note="Counted again.")

    def slowly(*given: Any, **named: Any) -> list[Report]:
        store.publish(own_store, rows, by="somebody else", note="Notes")
        return screen_files(*given, **named)

    monkeypatch.setattr(command_line, "screen_files", slowly)
    words = ("publish", changed, "--by", "Jo", "--note", "A test", "--accept", "mixed-vintage")
    assert refused(*words).startswith(
        "Error: Somebody else published in the meantime: the store is at version 1, not 0"
    )
    assert store.version(own_store) == 1
    monkeypatch.undo()
    monkeypatch.setenv("INDICATORS_STORE", own_store)
    assert run(*words).exit_code == 0
    assert store.version(own_store) == 2


@pytest.mark.slow("processes of its own")
def test_two_at_the_same_moment_lose_no_row(own_store: str, tmp_path: Path) -> None:
    """Both are published: they have no row in common."""
    files = {"jobs": jobs(tmp_path, own_store, (of_2013(own_store), of_2013(own_store, "80222")))}
    rows = store.read(own_store, indicators=["population"])
    rows.loc[(rows["area_code"] == BOROUGH) & (rows["period_label"] == "2013"), "value"] = 111_991.0
    files["population"] = tmp_path / "population.csv"
    files["population"].write_text(tables.tidy_csv(rows), encoding="utf-8")

    def started(slug: str) -> "subprocess.Popen[bytes]":
        words = ["publish", str(files[slug]), "--by", slug, "--note", "A test", "--accept", "mixed-vintage"]
        command = [sys.executable, "-W", "error", "-m", "indicators", *words]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    running = {slug: started(slug) for slug in files}
    told = {slug: process.communicate(timeout=120)[1].decode() for slug, process in running.items()}
    assert told == {"jobs": "", "population": ""}
    assert [process.returncode for process in running.values()] == [0, 0]
    assert store.version(own_store) == 2
    after = store.read(own_store, indicators=["jobs", "population"])
    mine = after[(after["area_code"] == BOROUGH) & (after["period_label"] == "2013") & (after["breakdown"] == "")]
    assert mine["value"].tolist() == [80_222.0, 111_991.0]
    assert sorted(release.by for release in store.history(own_store)[:2]) == ["jobs", "population"]
    assert [(release.new, release.revised, release.withdrawn) for release in store.history(own_store)[:2]] == [
        (0, 1, 0)
    ] * 2

"""The command line, as its users meet it: exact figures on standard output, sentences on standard error."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indicators import __main__ as command_line
from indicators import store
from indicators.formats import FORMATS
from indicators.model import OBSERVATIONS, Catalogue
from tests.build import observations, row
from tests.test_shipped_catalogue import CATALOGUED

ROOT = Path(__file__).resolve().parents[1]


def run(*words: str) -> Result:
    return CliRunner().invoke(command_line.main, words)


def exported(*words: str) -> list[dict[str, str]]:
    result = run("export", *words)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def refused(*words: str) -> str:
    """What stands on standard error, after exit code 1, with nothing on standard output and no traceback."""
    result = run(*words)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    return result.stderr


# The figures


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("slug", "period", "breakdown", "value"),
    [
        ("population", "2013", "", "111990"),
        ("jobs", "2012", "", "76574"),
        ("jobs", "2013", "", "80220"),
        ("average-house-price", "April 2016", "", "359432"),
        ("life-expectancy-gap", "2010–12", "sex=male", "10.9"),
        ("life-expectancy-gap", "2010–12", "sex=female", "8.2"),
        ("obesity-year-6", "2014/15", "", "16.4"),
        ("universal-credit-households", "December 2019", "", "3749"),
        ("affordability-lower-quartile", "2015", "", "9.97"),
        ("affordability-lower-quartile", "2024", "", "11.08"),
    ],
)
def test_the_borough_s_figures(slug: str, period: str, breakdown: str, value: str) -> None:
    rows = exported("--indicator", slug, "--area", "E07000241")
    found = [each["value"] for each in rows if each["period_label"] == period and each["breakdown"] == breakdown]
    assert found == [value]


def test_the_borough_s_population_from_a_shell(built: str) -> None:
    words = [sys.executable, "-W", "error", "-m", "indicators", "export", "--indicator", "population"]
    environment = os.environ | {"INDICATORS_STORE": built, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([*words, "--area", "E07000104"], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().split("\n")
    assert lines[0] == ",".join(OBSERVATIONS.names)
    assert "population,E07000241,2013-06-30,2013-06-30,2013,,111990,,,,,,,," in lines
    assert len([line for line in lines if line]) == 1 + len(range(1991, 2024))


# Export


@pytest.mark.usefixtures("built")
def test_the_export_has_the_columns_of_the_store() -> None:
    assert list(exported("--indicator", "jobs")[0]) == OBSERVATIONS.names


@pytest.mark.usefixtures("built")
def test_the_export_of_everything_is_the_shipped_file() -> None:
    for slug in ("jobs", "life-expectancy-gap", "burglary"):
        shipped = (ROOT / "data" / "published" / f"{slug}.csv").read_text(encoding="utf-8")
        assert run("export", "--indicator", slug).stdout == shipped


@pytest.mark.usefixtures("built")
def test_an_old_code_leads_to_todays_area() -> None:
    old = run("export", "--indicator", "jobs", "--area", "E07000104")
    assert old.exit_code == 0
    assert old.stdout == run("export", "--indicator", "jobs", "--area", "E07000241").stdout
    assert old.stdout.count("\njobs,E07000241,") == 21  # 2002 to 2022


@pytest.mark.usefixtures("built")
def test_one_breakdown() -> None:
    women = exported("--indicator", "life-expectancy-gap", "--breakdown", "sex=female")
    assert {each["breakdown"] for each in women} == {"sex=female"}
    headline = exported("--indicator", "tenure", "--breakdown", "tenure=owned-outright", "--area", "E07000241")
    assert {(each["area_code"], each["breakdown"]) for each in headline} == {("E07000241", "tenure=owned-outright")}
    assert {each["breakdown"] for each in exported("--indicator", "obesity-year-6", "--breakdown", "")} == {""}


@pytest.mark.usefixtures("built")
def test_json_holds_the_same_figures_as_csv() -> None:
    result = run("export", "--indicator", "burglary", "--as", "json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    rows = exported("--indicator", "burglary")
    assert len(told) == len(rows) > 0
    for one, other in zip(told, rows, strict=True):
        assert list(one) == OBSERVATIONS.names
        assert {name: "" if cell is None else str(cell) for name, cell in one.items()} == other


@pytest.mark.usefixtures("built")
def test_an_area_without_figures_leaves_the_header_alone() -> None:
    words = ("export", "--indicator", "jobs", "--area", "E92000001")
    header = ",".join(OBSERVATIONS.names) + "\n"
    assert run(*words).stdout == header
    assert run(*words, "--breakdown", "").stdout == header
    assert json.loads(run(*words, "--as", "json").stdout) == []


# What cannot be done


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--indicator", "jbos"], "There is no indicator 'jbos'. Nearest: 'jobs'."),
        (["--indicator", "zzz"], "There is no indicator 'zzz'."),
        (["--indicator", "jobs", "--area", "E0700241"], "There is no area 'E0700241'. Nearest: 'E07000241'."),
        (["--indicator", "jobs", "--area", ""], "There is no area ''."),
        (
            ["--indicator", "life-expectancy-gap", "--breakdown", "sex=females"],
            "life-expectancy-gap has no breakdown 'sex=females'. Nearest: 'sex=female'.",
        ),
        (["--indicator", "life-expectancy-gap", "--breakdown", ""], "life-expectancy-gap has no breakdown ''."),
    ],
)
def test_a_name_that_does_not_exist(words: list[str], message: str) -> None:
    assert refused("export", *words) == f"Error: {message}\n"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("option", ["--area", "--benchmark"])
def test_an_area_that_cannot_be_assessed(option: str) -> None:
    assert refused("assess", option, "E0700241") == "Error: There is no area 'E0700241'. Nearest: 'E07000241'.\n"


@pytest.mark.parametrize("words", [("list",), ("assess",), ("export", "--indicator", "jobs")])
def test_without_a_store_the_next_step_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("INDICATORS_STORE", str(tmp_path / "none"))
    there = f"There is no store at {tmp_path / 'none'}."
    assert refused(*words) == f"Error: {there} Build it with: python -m indicators build\n"


def test_a_form_that_does_not_exist_is_a_fault_of_usage() -> None:
    result = run("export", "--indicator", "jobs", "--as", "xml")
    assert result.exit_code == 2
    assert "'xml' is not one of 'csv', 'json'" in result.stderr


# List


@pytest.mark.usefixtures("built")
def test_the_list_has_every_indicator_of_the_catalogue(shipped_catalogue: Catalogue) -> None:
    result = run("list")
    assert result.exit_code == 0
    lines = [line.split("\t") for line in result.stdout.splitlines()]
    slugs = [line[0] for line in lines]
    assert slugs == sorted(shipped_catalogue.indicators)
    assert set(CATALOGUED.split()) - set(slugs) == set()
    assert [line[1] for line in lines] == [shipped_catalogue.indicators[slug].title for slug in slugs]
    about = {line[0]: line[2:] for line in lines}
    assert about["jobs"] == ["22 areas", "2002", "2022"]
    assert about["preventable-cardiovascular-mortality"] == ["25 areas", "2001–03", "2022–24"]
    assert about["average-house-price"][1:] == ["January 2005", "May 2026"]


def test_the_list_survives_figures_whose_definition_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = str(tmp_path / "store")
    store.publish(where, observations(row(indicator="jobs"), row(indicator="retired")), by="analyst", note="once")
    monkeypatch.setenv("INDICATORS_STORE", where)
    result = run("list")
    assert result.exit_code == 0
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == ["jobs"]


# Build and serve


@pytest.mark.slow("builds the store")
def test_building_twice_says_nothing_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = tmp_path / "store"
    monkeypatch.setenv("INDICATORS_STORE", str(where))
    files = (ROOT / "data" / "published").glob("*.csv")
    rows = sum(len(file.read_text(encoding="utf-8").splitlines()) - 1 for file in files)
    first, second = run("build"), run("build")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"The store at {where} is at version 0: {rows} new and 0 revised rows.\n" in first.stdout
    assert f"The store at {where} is at version 0: nothing new.\n" in second.stdout


def test_serving_becomes_streamlit_on_the_dashboard(built: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It becomes the server, so that whoever stops the command stops the server."""
    called: list[list[str]] = []

    def become(program: str, words: list[str]) -> None:
        called.append(words)
        sys.exit(3)

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(os, "execv", become)
    result = run("serve", "--port", "8777")
    assert result.exit_code == 3
    assert result.stdout == "The dashboard is at http://localhost:8777 (Ctrl+C stops it).\n"
    words = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.port=8777"]
    assert called == [words]
    assert store.version(built) == 0


@pytest.mark.usefixtures("built")
def test_where_a_program_cannot_become_another_stopping_the_server_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(words: list[str], cwd: Path) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "call", interrupted)
    result = run("serve")
    assert result.exit_code == 0
    assert result.stdout.endswith("Stopped.\n")


# Layouts


def test_every_layout_is_listed_with_its_title() -> None:
    lines = dict(line.split("\t") for line in run("formats").stdout.splitlines())
    assert list(lines) == list(FORMATS)
    assert lines["uk-hpi"] == "UK House Price Index, full file (HM Land Registry)"


def test_a_layout_is_explained() -> None:
    told = run("formats", "lahs").stdout
    assert told.startswith(
        "Local Authority Housing Statistics, open data (MHCLG)\n\n**How to download it.** Council homes"
    )
    assert "- The file has no totals for England, regions or counties.\n" in told


def test_layouts_as_json() -> None:
    (found,) = json.loads(run("formats", "lahs", "--json").stdout)
    assert (found["name"], found["descriptors"], len(found["traps"])) == ("lahs", ["Question"], 4)
    every = json.loads(run("formats", "--json").stdout)
    assert [each["name"] for each in every] == list(FORMATS)


def test_a_layout_that_does_not_exist_is_refused() -> None:
    assert refused("formats", "fingertps") == "Error: There is no layout 'fingertps'. Nearest: 'fingertips'.\n"

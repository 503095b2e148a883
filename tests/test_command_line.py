"""The command line, as its users meet it: exact figures on standard output, sentences on standard error."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indicators import __main__ as command_line
from indicators import formats, store
from indicators.formats import FORMATS
from indicators.model import OBSERVATIONS, Catalogue
from tests.build import ENGLAND, observations, row
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
        ("jobs", "2013", "", "80221"),
        ("average-house-price", "April 2016", "", "359432"),
        ("life-expectancy-gap", "2010–12", "sex=male", "10.9"),
        ("life-expectancy-gap", "2010–12", "sex=female", "8.2"),
        ("obesity-year-6", "2014/15", "", "16.41791"),
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
    assert len([line for line in lines if line]) == 1 + len(range(1991, 2025))


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
    assert old.stdout.count("\njobs,E07000241,") == 22  # 2002 to 2023


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


# Assess

#: The districts of the county with their places: the borough is the eighth.
DISTRICTS = list(enumerate(("95", "96", "98", "99", "102", "103", "240", "241", "242", "243"), start=1))


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of six years of year 6 obesity and one quarter of temporary accommodation in every district."""
    year = {"kind": "academic_year", "indicator": "obesity-year-6"}
    rows = [
        row(f"{first}/{first - 1999}", value, lower=value - 1, upper=value + 1, **year)
        for first, value in enumerate([17.0, 17.2, 17.1, 17.0, 16.9, 17.1], start=2012)
    ]
    rows += [row(f"{first}/{first - 1999}", 19.0, area=ENGLAND, **year) for first in range(2012, 2018)]
    quarter = {"kind": "quarter", "indicator": "temporary-accommodation", "denominator": 46_000.0}
    rows += [row("April to June 2018", 7.0 * place, area=f"E07{number:0>6}", **quarter) for place, number in DISTRICTS]
    where = str(tmp_path / "store")
    store.publish(where, observations(*rows), by="analyst", note="once")
    monkeypatch.setenv("INDICATORS_STORE", where)


def assessed(day: str) -> list[tuple[str, ...]]:
    """The cells of what `assess` prints on a day, below the heads of its columns."""
    lines = run("assess", "--on", day).stdout.splitlines()
    return [tuple(re.split(r" {2,}", line)) for line in lines[1:]]


@pytest.mark.usefixtures("few")
def test_assess_says_how_many_of_the_questions_are_answered() -> None:
    """By what had been published on the day: a year comes out at the end of November, a quarter after four months."""
    few = ("temporary-accommodation", "April to June 2018", "not assessed: contextual")
    assert assessed("2020-06-30") == [
        ("obesity-year-6", "2017/18", "on plan", "better", "no significant change"),
        (*few, "last known: 3rd highest of 10 districts", "cannot say: fewer than twelve quarters"),
        ("",),
        ("On plan? 1 of 1 answered.",),
        ("Different? 2 of 2 answered.",),
        ("Changing? 1 of 2 answered. Not: fewer than twelve quarters (1).",),
    ]
    assert assessed("2018-09-30") == [
        ("obesity-year-6", "2016/17", "on plan", "better", "no significant change"),
        ("",),
        ("On plan? 1 of 1 answered.",),
        ("Different? 1 of 1 answered.",),
        ("Changing? 1 of 1 answered.",),
    ]


@pytest.mark.usefixtures("few")
def test_assess_as_json_says_what_each_answer_rests_on() -> None:
    obesity, accommodation = json.loads(run("assess", "--on", "2020-06-30", "--as", "json").stdout)
    assert obesity["evidence"] == {"plan": "tested", "difference": "tested", "change": "tested"}
    assert obesity["since_start"] == {
        "baseline": 17.2,
        "baseline_period": "2013/14",
        "value": 17.1,
        "period": "2017/18",
        "benchmark_then": 19.0,
        "benchmark_now": 19.0,
        "tested": "similar",
    }
    assert (obesity["last_known"], obesity["rate"], obesity["position"]) == (False, None, None)
    assert accommodation["evidence"] == {"plan": None, "difference": "position", "change": None}
    assert (accommodation["last_known"], accommodation["since_start"]) == (True, None)
    rate = accommodation["rate"]
    assert rate["value"] == pytest.approx(56 / 46)
    assert rate["lower"] < rate["value"] < rate["upper"]
    assert (rate["per"], rate["unit"], rate["denominator"]) == (1000.0, "1,000 households", 46_000.0)
    position = accommodation["position"]
    assert (position["rank"], position["of"], position["end"]) == (3, 10, "highest")


def test_assess_beside_the_similar_areas_of_another_area_says_what_to_do() -> None:
    told = "No list of areas similar to Broxbourne is held here. Compare with a larger area instead."
    assert refused("assess", "--area", "E07000095", "--benchmark", "similar") == f"Error: {told}\n"


@pytest.mark.usefixtures("few")
def test_assess_beside_the_similar_areas_of_the_borough() -> None:
    every = json.loads(run("assess", "--benchmark", "similar", "--on", "2020-06-30", "--as", "json").stdout)
    assert {one["benchmark"] for one in every} == {"similar"}


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
    assert about["jobs"] == ["22 districts", "2002", "2023"]
    assert about["preventable-cardiovascular-mortality"] == [
        "22 districts, 1 county, 1 region, 1 country",
        "2001–03",
        "2022–24",
    ]
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
    assert result.stdout == "The dashboard is at http://127.0.0.1:8777 (Ctrl+C stops it).\n"
    words = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard.py")]
    assert called == [[*words, "--server.address=127.0.0.1", "--server.port=8777"]]
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


def test_a_store_that_cannot_be_built_is_told_and_nothing_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("INDICATORS_STORE", str(tmp_path / "file" / "store"))
    for command in ("serve", "build"):
        told = run(command)
        assert told.exit_code == 1
        assert f"The store at {tmp_path / 'file' / 'store'} cannot be read or written: not a directory" in told.stderr
        assert "The dashboard is at" not in told.stdout


@pytest.mark.slow("a process of its own")
def test_a_server_that_cannot_build_its_store_says_so_in_its_log_and_on_every_page(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    environment = os.environ | {"INDICATORS_STORE": str(tmp_path / "file" / "store")}
    start = "import dashboard\ndashboard.prepare()\nfrom pages import _reads\n_reads.begin()"
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, env=environment, capture_output=True, text=True)
    why = f"The store at {tmp_path / 'file' / 'store'} cannot be read or written: not a directory"
    log, _, page = done.stderr.partition("Traceback")
    assert log.count(why) == 1
    assert f"There is no store at {tmp_path / 'file' / 'store'}." in page
    assert f"The server could not build it when it started: {why}" in page


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


def test_the_template_is_a_workbook_that_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    assert run("template", "--xlsx", str(path)).exit_code == 0
    assert formats.recognise(formats.File(path.name, path.read_bytes())) == ["tidy"]


def test_a_template_that_cannot_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    result = run("template", "--xlsx", str(tmp_path / "nowhere" / "figures.xlsx"))
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit)

"""A file that does not say what it counts, and measures that no definition asks for, from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indicators import __main__ as command_line
from indicators import store

pytestmark = pytest.mark.slow("each command screens a file")

CREDIT = "universal-credit-households"
UNTITLED = """Month,December 2023,December 2023 - Annotations,
National - Regional - LA - OAs
Welwyn Hatfield,{},,
"""
POPULATION = """
"Population estimates - local authority based by five year age band"
"ONS Crown Copyright Reserved [from Nomis on 23 January 2026]"
"Analysis   :","standard"
"Date       :","2024"
"Sex        :","Male"

"local authority: district / unitary (as of April 2023)","mnemonic","Total"

"Welwyn Hatfield","E07000241",122819
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(command_line.main, [str(word) for word in words])


def written(folder: Path, text: str) -> Path:
    file = folder / "file.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_it_counts_is_said_with_an_option(own_store: str, tmp_path: Path) -> None:
    file = written(tmp_path, UNTITLED.format(8199))
    publishing = ("publish", file, "--by", "Jo Smith", "--note", "A test", "--accept", "fewer-areas")
    refused = run(*publishing)
    assert (refused.exit_code, store.version(own_store)) == (1, 0)
    assert "it does not say what it counts. It could be Households on Universal Credit" in refused.stderr
    assert f"--indicator {CREDIT}" in refused.stderr
    made = run(*publishing, "--indicator", CREDIT)
    assert (made.exit_code, store.version(own_store)) == (0, 1), made.output
    held = store.read(own_store, indicators=[CREDIT])
    month = held[(held["area_code"] == "E07000241") & (held["period_label"] == "December 2023")]
    assert month["value"].tolist() == [8199]


def test_figures_of_another_measure_are_not_published_unseen(own_store: str, tmp_path: Path) -> None:
    file = written(tmp_path, UNTITLED.format(3410))
    checked = run("check", "--json", file)
    (report,) = json.loads(checked.stdout)
    assert (checked.exit_code, report["could_be"], report["indicators"]) == (1, [CREDIT], [])
    said = ("publish", file, "--by", "Jo", "--note", "A test", "--accept", "fewer-areas", "--indicator", CREDIT)
    refused = run(*said)
    assert (refused.exit_code, store.version(own_store)) == (1, 0)
    assert "this figure is 42% of those held" in refused.stderr
    assert "--accept unlike-held" in refused.stderr


@pytest.mark.parametrize(
    ("slug", "told"),
    [("universal-credit", "There is no indicator 'universal-credit'"), ("jobs", "does not say what it counts")],
)
def test_another_indicator_is_no_answer(slug: str, told: str, own_store: str, tmp_path: Path) -> None:
    file = written(tmp_path, UNTITLED.format(8199))
    refused = run("publish", file, "--by", "Jo", "--note", "A test", "--indicator", slug)
    assert (refused.exit_code, store.version(own_store)) == (1, 0)
    assert told in refused.stderr


def test_what_no_definition_asks_for_is_named_with_what_comes_nearest(own_store: str, tmp_path: Path) -> None:
    checked = run("check", written(tmp_path, POPULATION))
    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[-1] == (
        "  not in a definition: Population estimates - local authority based by five year age band; Analysis: "
        "standard; Sex: Male; Total (1 row). Nearest: population, which expects sex 'Total' (in the file: 'Male')."
    )
    refused = run("publish", tmp_path / "file.csv", "--by", "Jo", "--note", "A test")
    assert "Nearest: population, which expects sex 'Total' (in the file: 'Male')." in refused.stderr

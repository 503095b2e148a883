"""What a reader finds wrong: told as what was found and how it is mended, under the id of a check that exists."""

import ast
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from indicators.formats import Fault, Reading, UnreadableFile, files, reading
from indicators.formats.files import File
from indicators.screening import CHECKS, opening
from tests.screening.situation import screened

FORMATS = Path(files.__file__).parent
ELS = "areacd,areanm,period,indicator,measure,unit,observation\n"
NOMIS = "DATE,DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT\n"
NOMIS_QUERY = 'Jobs\n"ONS Crown Copyright Reserved [from Nomis on 1 May 2020]"\n\n'
IMD = "LSOA code (2011),Index of Multiple Deprivation (IMD) Rank\n"
ROW = "E07000241,Welwyn Hatfield,2018,Obesity,Percentage,%,16.1\n"


def archive(name: str, content: bytes) -> bytes:
    """A ZIP with one file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr(name, content)
    return written.getvalue()


#: Contents of a file, and what is found in it: check, message, fix.
CASES: dict[str, tuple[str | bytes, tuple[str, str, str]]] = {
    "nothing in it": (b"", ("empty-file", "refreshed.csv is empty.", "Download it again.")),
    "damaged archive": (
        b"PK\x03\x04 and no more",
        ("damaged-file", "refreshed.csv is a damaged ZIP archive.", "Download it again."),
    ),
    "archive in an archive": (
        archive("inner.zip", archive("a.csv", b"a")),
        (
            "damaged-file",
            "refreshed.csv/inner.zip is an archive inside an archive.",
            "Unpack it first.",
        ),
    ),
    "no text": (
        b"\x00\x01\x02",
        (
            "binary-file",
            "refreshed.csv is neither text nor a workbook.",
            "Upload the file as the publisher offers it: CSV, XLSX, XLS, ODS, or a ZIP of CSV files.",
        ),
    ),
    "a comma too many": (
        ELS + "E07000241,Welwyn Hatfield,2018,Obesity,Percentage,%,16,1\n" + ROW,
        (
            "bad-row",
            "The row has 8 cells, but the header has 7 columns.",
            "A comma inside a cell needs quotation marks round the cell.",
        ),
    ),
    "cut off": (
        ELS + ROW + "E07000241,Welwyn",
        ("truncated-file", "The file ends in the middle of a row.", "Download it again."),
    ),
    "an open quotation mark": (
        ELS + ROW + 'E07000241,"Welwyn Hatfield,2018,Obesity,Percentage,%,16.1\n',
        ("truncated-file", "A quotation mark is opened and never closed.", "Download the file again."),
    ),
    "two columns of a name": (
        ELS.replace("unit", "measure") + ROW,
        (
            "doubled-column",
            "The column 'measure' is there more than once.",
            "Leave one of them and remove the others.",
        ),
    ),
    "two columns of a name, one sheet after another": (
        IMD.replace(",", ",Decile,Decile,") + "E01000001,1,1,2\n",
        (
            "doubled-column",
            "The column 'Decile' is there more than once.",
            "Leave one of them and remove the others.",
        ),
    ),
    "a heading misspelt": (
        ELS.replace("indicator", "indicators") + ROW,
        ("missing-column", "The column 'indicator' is missing. Nearest: 'indicators'.", CHECKS["missing-column"].mend),
    ),
    "fewer rows than there are": (
        NOMIS + "2018,2018,Welwyn Hatfield,E07000241,1,4\n",
        (
            "truncated-file",
            "The file has 1 of the 4 rows of the query.",
            "Without an account Nomis gives 25,000: ask for fewer areas or dates, or fetch the rest with recordoffset.",
        ),
    ),
    "cut off below a title": (
        NOMIS_QUERY + '"Area","mnemonic","2018"\n"Welwyn Hatfield","E07000241",1\n"Stevenage"',
        ("truncated-file", "The file ends in the middle of a row.", "Download it again."),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_and_how_it_is_mended_are_told_apart(case: str) -> None:
    content, expected = CASES[case]
    told = [(found.check, found.message, found.fix) for found in screened(content).findings]
    assert expected in told


def test_a_name_with_a_full_stop_is_not_taken_for_the_end_of_a_sentence() -> None:
    heading = "Heads. Of cattle."
    fault = Fault("missing-column", f"The column '{heading}' is missing.")
    (found,) = opening.reading_findings(File("a.csv", b"a"), Reading((), reading.cells([0], [2]), (fault,)))
    assert found.message == "The column 'Heads. Of cattle.' is missing."
    assert found.fix == CHECKS["missing-column"].mend


def test_a_file_that_cannot_be_opened_says_it_in_one_line() -> None:
    assert str(UnreadableFile("empty-file", "a.csv is empty.", "Download it again.")) == (
        "a.csv is empty. Download it again."
    )
    assert str(UnreadableFile("too-large", "a.csv is too large.")) == "a.csv is too large."


# Ids of checks


def named() -> Iterator[tuple[str, ast.expr]]:
    """Where a fault is made, and what is given as its check."""
    for path in sorted([*FORMATS.glob("*.py"), Path(opening.__file__).with_name("__init__.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Fault", "UnreadableFile"):
                yield f"{path.name}:{node.lineno}", node.args[0]


def test_every_fault_names_a_check_that_exists() -> None:
    ids = {place: node.value for place, node in named() if isinstance(node, ast.Constant)}
    assert len(ids) > 50, "faults are made in another way than this test looks for"
    assert {place: check for place, check in ids.items() if check not in CHECKS} == {}


def test_a_check_that_is_not_written_out_is_one_of_the_refusals() -> None:
    """What mypy holds to `files.Check`, this holds to the checks."""
    others = [ast.unparse(node) for _, node in named() if not isinstance(node, ast.Constant)]
    assert others == ["check"]  # in files._workbook, from these two
    assert {check for check, _ in (*files.REFUSALS.values(), files.DAMAGED_WORKBOOK)} <= set(CHECKS)


def test_the_types_of_ids_are_of_checks() -> None:
    assert set(get_args(reading.Check)) | set(get_args(files.Check)) <= set(CHECKS)


def test_an_unknown_id_is_an_error() -> None:
    file = File("a.csv", b"a")
    misspelt = Reading((), reading.cells([], []), (Fault("no-heading", "No header."),))
    with pytest.raises(KeyError, match="no-heading"):
        list(opening.reading_findings(file, misspelt))
    with pytest.raises(KeyError, match="damaged"):
        opening.unreadable(UnreadableFile("damaged", "It is damaged."), "a.csv", b"a")
